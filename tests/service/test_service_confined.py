"""The daemon under the restrictions of its unit: calls, memory, families, file system, user."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.budgets import ROOT
from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, Feed, World, environment, rss
from tests.loopback import Loopback
from tests.service.sandbox import HIDDEN, PLACE

SANDBOX = Path(__file__).with_name("sandbox.py")
SOMEBODY = 61_184
"""A user that there is not: the first of systemd's dynamic ones (DynamicUser=)."""
SPEED = 60
DOC = "<rss version='2.0'><channel><title>B</title><item><title>x</title>{}</item></channel></rss>"
AUTHOR = DOC.format(f"<author>{'a' * 200_000}</author>").encode()
"""feedparser needs minutes for it: the alarm of the worker has to end that."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("systemd-analyze") is None, reason="no systemd-analyze to name the calls"
    ),
    pytest.mark.skipif(ctypes.util.find_library("seccomp") is None, reason="no libseccomp"),
]


@cache
def named(group: str) -> frozenset[str]:
    """The calls of one of systemd's groups."""
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True
    )
    found: set[str] = set()
    for line in told.stdout.splitlines()[1:]:
        word = line.strip()
        if word.startswith("@"):
            found |= named(word)
        elif word and not word.startswith("#"):
            found.add(word)
    return frozenset(found)


def calls() -> dict[str, Any]:
    """SystemCallFilter=@system-service, SystemCallFilter=~@privileged @resources."""
    left = named("@system-service") - named("@privileged") - named("@resources")
    return {"calls": sorted(left | named("@default")), "known": sorted(named("@known"))}


def mounts() -> str:
    """Why the file system cannot be restricted here; empty when it can."""
    if os.geteuid() != 0:
        return "only root may make a mount namespace"
    if not (ROOT / "monitor" / "__init__.py").stat().st_mode & stat.S_IROTH:
        return "the checkout is closed to another user"
    command = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/run"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        return f"no mount namespace: {error}"
    return ""


class Confined(World):
    """A world whose daemon is restricted in its calls."""

    def plan(self) -> dict[str, Any]:
        return calls()

    def command(self, *words: str, speed: int = 1) -> list[str]:
        plain = super().command(*words, speed=speed)
        return plain if words[0] != "run" else self.confined(*plain)

    def confined(self, *command: str) -> list[str]:
        return [sys.executable, str(SANDBOX), json.dumps(self.plan()), *command]


class Walled(Confined):
    """One that also runs as another user, with a file system that is all but closed."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        super().__init__(folder, server)
        self.state.mkdir()
        os.chown(self.state, SOMEBODY, SOMEBODY)

    def plan(self) -> dict[str, Any]:
        read = {
            "config": str(self.config),
            "code": str(ROOT),
            "site": sysconfig.get_path("platlib"),
            "python": sys.base_prefix,
        }
        return {
            **calls(),
            "uid": SOMEBODY,
            "read": read,
            "write": {"state": str(self.state)},
        }

    def command(self, *words: str, speed: int = 1) -> list[str]:
        if words[0] != "run":
            return super().command(*words, speed=speed)
        places = ["--config", str(PLACE / "config"), "--state", str(PLACE / "state")]
        program = ["-m", "tests.daemon.fast", str(speed), *words, *places]
        return self.confined(*interpreter(), *program)

    def follow(self, *args: Any, **kwargs: Any) -> None:
        super().follow(*args, **kwargs)
        for folder, _, files in os.walk(self.config):
            os.chmod(folder, 0o755)
            for name in files:
                os.chmod(Path(folder, name), 0o644)


def interpreter() -> list[str]:
    """The interpreter where the walls leave it, with the packages of this one."""
    path = f"{PLACE}/code:{PLACE}/site"
    base = Path(sys.base_prefix)
    inside = PLACE / "python" if any(base.is_relative_to(each) for each in HIDDEN) else base
    version = f"python3.{sys.version_info.minor}"
    # a shared libpython would be looked for where the interpreter was built
    env = [f"PYTHONPATH={path}", f"LD_LIBRARY_PATH={inside}/lib", "HOME=/"]
    return ["/usr/bin/env", *env, str(inside / "bin" / version)]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


def lives(world: World) -> None:
    """It polls, raises an alert into its state folder, stops a bad document, and ends in order."""
    alpha = Feed(rss(STRUCK))
    world.journal = world.state / "alerts.jsonl"
    world.follow({"alpha": alpha, "beta": Feed(AUTHOR)}, ARCHIVE)
    with world.running(speed=SPEED) as daemon:
        daemon.hears("alpha: 1 new")
        daemon.hears("beta: reading the document took more than 5 s")
        alpha.content = rss(STRUCK, TROOPS)
        daemon.waits(lambda: any("6,000" in each["title"] for each in world.alerts()), "an alert")
        assert daemon.stop() == 0
        for trouble in ("Traceback", "not recorded", "Permission", "not permitted"):
            assert trouble not in daemon.told
    assert world.call("log", "verify").code == 0


def test_it_works_with_the_calls_that_the_unit_leaves(tmp_path: Path, server: Loopback) -> None:
    """Seccomp as systemd sets it up."""
    world = Confined(tmp_path, server)
    world.channel = f'kind = "file"\nformat = "json"\npath = "{world.state}/alerts.jsonl"'
    lives(world)


def test_it_works_behind_all_of_the_units_walls(tmp_path: Path, server: Loopback) -> None:
    """Calls, a read-only file system but for the state, private /tmp and /dev, no capability, another user."""
    if why := mounts():
        pytest.skip(why)
    world = Walled(tmp_path, server)
    world.channel = f'kind = "file"\nformat = "json"\npath = "{PLACE}/state/alerts.jsonl"'
    lives(world)


def test_the_limits_of_the_worker_hold_there(tmp_path: Path, server: Loopback) -> None:
    """Memory, time, death: what its own tests ask for, asked again behind the filter."""
    world = Confined(tmp_path, server)
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    done = subprocess.run(
        world.confined(*command, "tests/sources/test_sources_worker.py"),
        cwd=ROOT,
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


TRIES = """\
import ctypes, errno, json, mmap, os, resource, socket

def tried(act):
    try:
        act()
    except OSError as error:
        return errno.errorcode[error.errno]
    except ValueError as error:
        return str(error)
    return "done"

libc = ctypes.CDLL(None, use_errno=True)

def called(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)

print(json.dumps({
    "nice": tried(lambda: os.nice(1)),
    "affinity": tried(lambda: os.sched_setaffinity(0, os.sched_getaffinity(0))),
    "chroot": tried(lambda: os.chroot("/")),
    "setuid": tried(lambda: os.setuid(os.getuid())),
    "unshare": tried(lambda: called("unshare", 0x10000000)),
    "executable": tried(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)),
    "netlink": tried(lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)),
    "internet": tried(lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM)),
    "limit": tried(lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))),
    "etc": tried(lambda: open("/etc/monitor-was-here", "w")),
    "var": tried(lambda: open("/var/lib/monitor-was-here", "w")),
    "state": tried(lambda: open("/run/monitor/state/x", "w")),
    "tmp": tried(lambda: open("/tmp/x", "w")),
    "memory": tried(lambda: open("/dev/mem")),
    "others": tried(lambda: os.stat("/proc/1")),
    "cpus": tried(lambda: os.stat("/proc/cpuinfo")),
    "home": len(os.listdir("/home")),
    "uid": os.getuid(),
    "capabilities": [line.split()[1] for line in open("/proc/self/status") if line.startswith("Cap")],
    "privileges": [line.split()[1] for line in open("/proc/self/status") if line.startswith("NoNew")],
}))
"""
REFUSED = {
    "nice": "EPERM",
    "affinity": "EPERM",
    "chroot": "EPERM",
    "setuid": "EPERM",
    "unshare": "EPERM",
    "executable": "EPERM",
    "netlink": "EAFNOSUPPORT",
    "internet": "done",
    "limit": "done",
    "privileges": ["1"],
}
WALLS = REFUSED | {
    "etc": "EROFS",
    "var": "EROFS",
    "state": "done",
    "tmp": "done",
    "memory": "ENOENT",
    "others": "ENOENT",
    "cpus": "ENOENT",
    "home": 0,
    "uid": SOMEBODY,
    "capabilities": ["0" * 16] * 5,
}


def found(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(
        command, env=environment({}), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_what_is_refused_is_refused(tmp_path: Path, server: Loopback) -> None:
    """The walls stand: a program that tries is told so. The call by which a limit is set is left."""
    world = Confined(tmp_path, server)
    seen = found(world.confined(sys.executable, "-c", TRIES.replace("/etc/", f"{tmp_path}/")))
    assert {name: seen[name] for name in REFUSED} == REFUSED
    if why := mounts():
        pytest.skip(f"calls alone: {why}")
    walled = Walled(tmp_path / "walled", server)
    seen = found(walled.confined(*interpreter(), "-c", TRIES))
    assert {name: seen[name] for name in WALLS} == WALLS
