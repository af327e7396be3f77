# systemd as the first process of namespaces of its own, over a copy of this machine's files that is thrown away.
#   bash booted.sh FOLDER CGROUP        FOLDER/bind/NAME is the path found at /opt/NAME, FOLDER/etc goes to /etc
# It writes to nothing but FOLDER and CGROUP: /proc/sys and /sys are read-only, and nothing of this machine's
# own units is started.
set -eu
folder=$1 cgroup=$2
if [ "${3:-}" != inside ]; then
    mkdir -p "$cgroup"
    echo $$ > "$cgroup/cgroup.procs"
    exec unshare --mount --pid --fork --uts --ipc --cgroup --kill-child=SIGKILL bash "$0" "$1" "$2" inside
fi
mkdir -p "$folder/memory"
mount -t tmpfs tmpfs "$folder/memory"
cd "$folder/memory"
mkdir upper work root
mount -t overlay overlay -o lowerdir=/,upperdir=upper,workdir=work root
cd root
rm -rf etc/systemd/system etc/monitor var/lib/monitor var/lib/private
cp -rT "$folder/etc" etc
mkdir -p opt var/lib
for path in "$folder"/bind/*; do
    mkdir -p "opt/$(basename "$path")"
    mount --rbind "$(readlink "$path")" "opt/$(basename "$path")"
done
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,ro,bind proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 tmpfs run
kept=$(mktemp -d -p run)
for device in null zero full random urandom tty; do
    touch "$kept/$device"
    mount --bind "/dev/$device" "$kept/$device"
done
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
    touch "dev/$device"
    mount --move "$kept/$device" "dev/$device"
done
mkdir dev/shm dev/pts dev/mqueue run/before
mount -t tmpfs -o mode=1777 tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
pivot_root . run/before
umount -l /run/before
mount --make-rshared /
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \
    /lib/systemd/systemd --system --unit=try.target --show-status=no --log-target=null < /dev/null
