"""`python sandbox.py PLAN COMMAND...`: run a command as systemd would run it with our unit, or nearly so.

PLAN is JSON: `calls` (allowed), `known` (all that systemd knows); for root also `uid` and folders by name,
`read` and `write`, which are found at /run/monitor/NAME. Without folders only calls are restricted. Standard
library and libseccomp only: it must run before anything is imported from the folders that it hides.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ALLOW, ERRNO = 0x7FFF0000, 0x00050000
LT, EQ, GT, MASKED_EQ = 2, 4, 6, 7  # seccomp.h: scmp_compare
PROT_WRITE, PROT_EXEC, SHM_EXEC = 2, 4, 0o100000
AF_UNIX, AF_INET6 = 1, 10
BETWEEN = range(3, AF_INET6)  # AF_INET is 2
NAMESPACES = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
CLONE_NEWNS = 0x00020000
SUID = (0o4000, 0o2000)
MS_REC, MS_PRIVATE, MS_BIND = 0x4000, 1 << 18, 0x1000
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MOUNT_SETATTR, AT_FDCWD, AT_RECURSIVE, READ_ONLY = 442, -100, 0x8000, 1  # mount_setattr(2)
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, CAPABILITIES = 24, 38, 41
PLACE = Path("/run/monitor")
HIDDEN = ("/home", "/root", "/tmp", "/var/tmp")
DEVICES = ("null", "zero", "full", "random", "urandom")
LEFT = ("/dev/shm", "/proc", "/tmp", "/var/tmp")
"""What systemd leaves to write beside the state."""

libc = ctypes.CDLL(None, use_errno=True)


class Compare(ctypes.Structure):
    """scmp_arg_cmp."""

    _fields_ = (
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    )


class Filter:
    """A seccomp filter of the native architecture; another one kills."""

    def __init__(self, otherwise: int) -> None:
        self._lib = ctypes.CDLL("libseccomp.so.2")
        self._lib.seccomp_init.restype = ctypes.c_void_p
        self._filter = ctypes.c_void_p(self._lib.seccomp_init(ctypes.c_uint32(otherwise)))

    def rule(self, action: int, name: str, *when: tuple[int, int, int, int]) -> None:
        """`when`: argument, comparison, and what it is compared with. A name that is no call here is skipped."""
        number = self._lib.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return
        compared = (Compare * len(when))(*(Compare(*each) for each in when))
        code = self._lib.seccomp_rule_add_array(
            self._filter, ctypes.c_uint32(action), number, len(when), compared
        )
        if code not in {0, -errno.EACCES}:  # EACCES: it is the default action
            raise OSError(-code, f"seccomp: {name}")

    def load(self) -> None:
        code = self._lib.seccomp_load(self._filter)
        if code:
            raise OSError(-code, "seccomp_load")


def restrict(calls: Iterable[str], known: Iterable[str]) -> None:
    """What the unit says of calls: the list comes last, since it refuses further filters."""
    refuse, unknown = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
    memory = Filter(ALLOW)  # MemoryDenyWriteExecute=
    both = PROT_WRITE | PROT_EXEC
    memory.rule(refuse, "mmap", (2, MASKED_EQ, both, both))
    for name in ("mprotect", "pkey_mprotect"):
        memory.rule(refuse, name, (2, MASKED_EQ, PROT_EXEC, PROT_EXEC))
    memory.rule(refuse, "shmat", (2, MASKED_EQ, SHM_EXEC, SHM_EXEC))
    memory.load()

    families, away = Filter(ALLOW), ERRNO | errno.EAFNOSUPPORT  # RestrictAddressFamilies=
    for compared in ((0, LT, AF_UNIX, 0), (0, GT, AF_INET6, 0), *((0, EQ, n, 0) for n in BETWEEN)):
        families.rule(away, "socket", compared)
    families.load()

    spaces = Filter(ALLOW)  # RestrictNamespaces=, RestrictSUIDSGID=
    for flag in NAMESPACES:
        spaces.rule(refuse, "clone", (0, MASKED_EQ, flag, flag))
    for name in ("unshare", "setns"):
        spaces.rule(refuse, name)
    spaces.rule(unknown, "clone3")
    for name, at in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2)):
        for bit in SUID:
            spaces.rule(refuse, name, (at, MASKED_EQ, bit, bit))
    spaces.load()

    allowed = set(calls)
    listed = Filter(unknown)  # SystemCallFilter=
    for name in {*known} | allowed:
        listed.rule(ALLOW if name in allowed else refuse, name)
    listed.load()


def checked(code: int, what: str) -> None:
    if code:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    code = libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()
    )
    checked(code, f"mount {target}")


def read_only(path: str, flags: int, *, yes: bool) -> None:
    attributes = (ctypes.c_uint64 * 4)(*((READ_ONLY, 0) if yes else (0, READ_ONLY)), 0, 0)
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    code = libc.syscall(MOUNT_SETATTR, AT_FDCWD, path.encode(), flags, attributes, size)
    checked(code, f"mount_setattr {path}")


def confine(read: Mapping[str, str], write: Mapping[str, str]) -> None:
    """A file system of its own: nothing to write but `write`, no home, no devices, private /tmp."""
    checked(libc.unshare(CLONE_NEWNS), "unshare")
    mount("none", "/", flags=MS_REC | MS_PRIVATE)
    mount("tmpfs", "/run", "tmpfs", options="mode=755")
    places = {name: PLACE / name for name in (*read, *write)}
    for name, path in {**read, **write}.items():
        places[name].mkdir(parents=True)
        mount(path, str(places[name]), flags=MS_BIND)
    for hidden in HIDDEN:
        mode = "1777" if hidden in LEFT else "755"
        mount("tmpfs", hidden, "tmpfs", MS_NOSUID | MS_NODEV, f"mode={mode}")
    devices()
    mount(
        "proc",
        "/proc",
        "proc",
        MS_NOSUID | MS_NODEV | MS_NOEXEC,
        "hidepid=invisible,subset=pid",
    )
    read_only("/", AT_RECURSIVE, yes=True)
    for left in (*LEFT, *(str(places[name]) for name in write)):
        read_only(left, 0, yes=False)


def devices() -> None:
    """PrivateDevices=."""
    kept = {name: os.open(f"/dev/{name}", os.O_PATH) for name in DEVICES}
    mount("tmpfs", "/dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "mode=755")
    for name, descriptor in kept.items():
        Path("/dev", name).touch()
        mount(f"/proc/self/fd/{descriptor}", f"/dev/{name}", flags=MS_BIND)
        os.close(descriptor)
    Path("/dev/shm").mkdir()
    mount("tmpfs", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777")


def become(uid: int) -> None:
    """Another user, without any capability."""
    for number in range(CAPABILITIES):
        libc.prctl(PR_CAPBSET_DROP, number, 0, 0, 0)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def main() -> None:
    plan: dict[str, Any] = json.loads(sys.argv[1])
    command = sys.argv[2:]
    if "write" in plan:
        confine(plan["read"], plan["write"])
        os.chdir("/")
        become(plan["uid"])
    os.umask(0o077)
    checked(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    restrict(plan["calls"], plan["known"])
    os.execv(command[0], command)


if __name__ == "__main__":
    main()
