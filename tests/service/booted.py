"""A real systemd for one test, as the first process of namespaces of its own (booted.sh)."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.budgets import ROOT

SYSTEMD = Path("/lib/systemd/systemd")
SCRIPT = Path(__file__).with_suffix(".sh")
PATIENCE = 60.0
"""Seconds for systemd, and for each of its commands, on a busy machine."""
PROGRAM = (f"/opt/python/bin/python3.{sys.version_info.minor}", "-P", "-m", "monitor")
"""How monitor is started there."""
DROP_IN = """\
[Unit]
DefaultDependencies=no
[Service]
Environment=PYTHONPATH=/opt/code:/opt/site LD_LIBRARY_PATH=/opt/python/lib
StandardError=append:/run/monitor.err
{more}
"""
TARGET = "[Unit]\nDefaultDependencies=no\n"


def cgroups() -> Path | None:
    """Where the second kind of control groups is mounted, if it is and may be written."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2" and os.access(place, os.W_OK):
            return Path(place)
    return None


def obstacle() -> str:
    """Why systemd cannot be started here; empty when it may be tried."""
    if os.geteuid() != 0:
        return "only root may start a systemd of its own"
    if not (ROOT / "monitor" / "__init__.py").stat().st_mode & stat.S_IROTH:
        return "the checkout is closed to the user of a service"
    missing = [name for name in ("unshare", "nsenter", "pivot_root") if shutil.which(name) is None]
    if missing or not SYSTEMD.exists():
        return f"there is no {', '.join(missing) or SYSTEMD}"
    return "" if cgroups() else "no control groups of the second kind"


class Machine:
    """What runs under that systemd."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside it."""
        enter = ["nsenter", "-t", str(self.pid), "-m", "-p", "-u", "-i", "-C", "--", *command]
        return subprocess.run(enter, capture_output=True, text=True, check=False, timeout=PATIENCE)

    def systemctl(self, *words: str) -> int:
        """The exit code; starting waits for READY."""
        return self.call("systemctl", *words).returncode

    def shows(self, name: str) -> str:
        """A property of the service."""
        return self.call("systemctl", "show", "monitor", "--value", "-p", name).stdout.strip()

    def reads(self, path: str) -> str:
        """A file of its."""
        return self.call("cat", path).stdout

    def waits(self, path: str, words: str) -> str:
        """The file, once these words are in it."""
        end = time.monotonic() + PATIENCE
        while words not in (found := self.reads(path)):
            told = self.reads("/run/monitor.err")
            assert time.monotonic() < end, f"waited in vain for {words!r} in {path}: {told}"
            time.sleep(0.1)
        return found


@contextmanager
def booted(
    folder: Path, unit: str, files: Mapping[str, str], more: str
) -> Iterator[Machine | None]:
    """systemd with this unit and these files below /etc; None when it does not come up."""
    for name, text in {
        "systemd/system/monitor.service": unit,
        "systemd/system/monitor.service.d/try.conf": DROP_IN.format(more=more),
        "systemd/system/try.target": TARGET,
        **files,
    }.items():
        path = folder / "etc" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "bind").mkdir()
    site = sysconfig.get_path("platlib")
    for name, target in {"code": str(ROOT), "site": site, "python": sys.base_prefix}.items():
        (folder / "bind" / name).symlink_to(target)
    cgroup = (cgroups() or folder) / f"monitor-test-{os.getpid()}"
    with (folder / "boot.txt").open("wb") as sink:
        command = ["bash", str(SCRIPT), str(folder), str(cgroup)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink)
    try:
        yield up(process)
    finally:
        process.kill()
        process.wait()
        removed(cgroup)


def up(process: subprocess.Popen[bytes]) -> Machine | None:
    """The machine once its systemd answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        if children and Path(f"/proc/{children[0]}/comm").read_text().strip() == "systemd":
            machine = Machine(int(children[0]))
            if machine.systemctl("is-active", "try.target") == 0:
                return machine
        time.sleep(0.1)
    return None


def removed(cgroup: Path) -> None:
    """Take the control groups away; the processes in them are dying."""
    end = time.monotonic() + PATIENCE
    while cgroup.exists() and time.monotonic() < end:
        for folder, _, _ in os.walk(cgroup, topdown=False):
            with suppress(OSError):
                os.rmdir(folder)
        time.sleep(0.05)
