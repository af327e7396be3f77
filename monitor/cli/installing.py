"""A unit put in its place: what it says, what may be in the way, and what is left to do."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import click

from monitor.cli import units
from monitor.cli.ending import WRONG_CONFIGURATION
from monitor.config.folders import (
    CHECKOUT,
    SYSTEM,
    TOPICS,
    folders,
    topic_files,
    topic_ids,
    user_folders,
)
from monitor.errors import ConfigError, StateError
from monitor.text import printable

BOOTED = Path("/run/systemd/system")
"""There when systemd is the system's manager (sd_booted(3))."""
HIDDEN = (Path("/home"), Path("/root"), Path("/run/user"), Path("/tmp"), Path("/var/tmp"))
"""What ProtectHome and PrivateTmp take away from a service."""
SETTINGS = "monitor.toml"
SHIPPED = "share/monitor/config"
"""Where an installed package keeps the default configuration, below the interpreter's prefix."""
READABLE = 0o005
"""For others: to read, and to go through."""


LABEL = 12
"""Width of the first column."""


class Unit(NamedTuple):
    """A unit and its places, as the machine that runs it sees them."""

    user: bool
    path: Path
    text: str
    config: Path
    state: Path
    root: Path | None = None
    """The folder below which that machine's files are; None: it is this one."""

    def here(self, path: Path) -> Path:
        """Where to find one of its files now."""
        return path if self.root is None else self.root / path.relative_to("/")


def of_system(root: Path | None) -> Unit:
    """The unit of the whole machine."""
    path = Path("/etc/systemd/system/monitor.service")
    return Unit(False, path, units.system(program()), *SYSTEM, root)


def of_user(
    root: Path | None, config: Path | None, state: Path | None, environ: Mapping[str, str]
) -> Unit:
    """The unit of the user, for the folders that the user's commands work on. Raises StateError."""
    own = user_folders(environ)
    if own is None:
        raise StateError("this user has no home folder; expected one, or XDG_CONFIG_HOME")
    path = own[0].parent / "systemd" / "user" / "monitor.service"
    found = [Path(os.path.abspath(each)) for each in folders(config, state, environ)]
    text = units.user(program(), str(found[0]), str(found[1]))
    return Unit(True, path, text, found[0], found[1], root)


def program() -> list[str]:
    """How this very program is started: its script beside the interpreter, else the module."""
    script = Path(sys.executable).with_name("monitor")
    if os.access(script, os.X_OK):
        return [str(script)]
    return [sys.executable, "-P", "-m", "monitor"]


def out_of_reach() -> Iterator[str]:
    """Why a service of the whole machine could not run this program: a sentence each."""
    package = Path(__file__).resolve().parents[1]
    for path in dict.fromkeys((Path(sys.prefix), Path(sys.base_prefix), package)):
        real = path.resolve()
        hidden = [each for each in HIDDEN if real.is_relative_to(each)]
        closed = [
            each for each in (real, *real.parents) if each.stat().st_mode & READABLE != READABLE
        ]
        if hidden:
            yield f"{real} lies in {hidden[0]}, which is hidden from a service"
        elif closed:
            yield f"{real} cannot be read by a service: {closed[-1]} is closed to others"


def write(unit: Unit, *, force: bool) -> None:
    """Write the unit. One that says something else stays, unless `force`. Raises StateError."""
    path = unit.here(unit.path)
    try:
        old = path.read_text("utf-8", "replace") if path.exists() else None
        if old == unit.text:
            say("unchanged", str(path))
            return
        if old is not None and not force:
            raise StateError(
                f"{path} is there and says something else; --force overwrites it "
                f"(changes of your own belong into `{_systemctl(unit)} edit monitor`)"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unit.text, "utf-8")
    except OSError as error:
        raise _refused(unit, path, error) from error
    say("written", str(path))


def copy_config(unit: Unit) -> None:
    """Put the default configuration where the unit expects one; what is there stays. Raises StateError."""
    source, path = shipped(), unit.here(unit.config)
    if source is None:
        raise StateError("this installation has no default configuration to copy")
    try:
        if (path / SETTINGS).exists() or topic_files(path):
            say("not copied", f"there is a configuration in {path}")
            return
        shutil.copytree(source, path, dirs_exist_ok=True)
    except OSError as error:  # shutil.Error is one
        raise _refused(unit, path, error) from error
    say("copied", f"the default configuration, to {path}")


def shipped() -> Path | None:
    """The default configuration: beside the checkout, or as the package was installed."""
    if (CHECKOUT / "config").is_dir():
        return CHECKOUT / "config"
    for file in metadata.files("monitor") or ():
        if str(file).endswith(f"{SHIPPED}/monitor.toml"):
            return Path(str(file.locate())).resolve().parent
    return None


def _refused(unit: Unit, path: Path, error: OSError) -> StateError:
    """That something cannot be written, and what would help."""
    why = error.strerror or str(error)
    text = f"{path} cannot be written: {why}"
    if isinstance(error, PermissionError) and not unit.user:
        text += "; run it as root, or `monitor service install --user` for a service of your own"
    return StateError(text)


def closed(unit: Unit) -> list[Path]:
    """What of the configuration the user of a system's service could not read."""
    config = unit.here(unit.config)
    if unit.user or not config.is_dir():
        return []
    files = [config, config / TOPICS, *config.glob("*.toml"), *(config / TOPICS).rglob("*")]
    return [path for path in files if path.exists() and not path.stat().st_mode & stat.S_IROTH]


def configured(unit: Unit) -> int:
    """Say what the service would follow, or why it would not start; the exit code for it."""
    config = unit.here(unit.config)
    if not topic_files(config):
        say("config", f"{config}: no topic yet, and without one the service does not start;")
        say("", "--copy-config puts the default configuration there")
        return WRONG_CONFIGURATION
    from monitor.config import load
    from monitor.config.following import followed

    try:
        followed(load(config, unit.state))
    except ConfigError as error:
        for problem in error.problems:
            say("mistake", str(problem))
        say("config", f"{config}: the service does not start before this is mended")
        return WRONG_CONFIGURATION
    say("config", f"{config}: follows {', '.join(topic_ids(config))}")
    for path in closed(unit):
        say(
            "closed",
            f"{path}: the service runs as a user of its own, who cannot read it (chmod o+rX)",
        )
    return 0


def next_steps(unit: Unit) -> None:
    """What is left to do, as commands."""
    manager = _systemctl(unit)
    say("next", f"{manager} daemon-reload && {manager} enable --now monitor")
    if unit.user:
        say("", "loginctl enable-linger   (lets it run while you are not logged in)")
    say(
        "look", f"{manager} status monitor; {manager.replace('systemctl', 'journalctl')} -u monitor"
    )
    say("reread", f"{manager} reload monitor, after a change of the configuration")
    say("ask", _question(unit))


def _systemctl(unit: Unit) -> str:
    return "systemctl --user" if unit.user else "systemctl"


def _question(unit: Unit) -> str:
    """The command that asks for what the service knows."""
    command = ["monitor", "status"]
    if folders() != (unit.config, unit.state):
        command += ["--config", str(unit.config), "--state", str(unit.state)]
    return ("" if unit.user else "sudo ") + units.words(command)


def places(unit: Unit) -> None:
    """Where everything is, or would be."""
    path = unit.here(unit.path)
    there = "this text" if _same(unit) else "another text than this"
    say("unit", f"{path}: {there if path.exists() else 'not there'}")
    say("config", f"{unit.config}{'' if unit.user else ', as CONFIGURATION_DIRECTORY'}")
    say("state", f"{unit.state}{'' if unit.user else ', as STATE_DIRECTORY'}")


def _same(unit: Unit) -> bool:
    try:
        return unit.here(unit.path).read_text("utf-8") == unit.text
    except (OSError, ValueError):
        return False


def without_systemd() -> str:
    """How to run it where systemd does not."""
    command = units.words([*program(), "run"])
    return (
        "systemd does not run here, so nothing would start a unit; nothing was written"
        " (--root / writes it all the same)\n"
        f"`{command}` can be left to any supervisor, or to cron (`@reboot {command}`):\n"
        "it stays in the foreground and speaks to stderr; SIGTERM ends it within 10 s, SIGHUP lets it read"
        " the configuration again, exit code 78 means that the configuration is wrong"
    )


def say(label: str, sentence: str) -> None:
    """A word and a sentence, to stderr."""
    click.echo(f"{label:<{LABEL}} {printable(sentence)}", err=True)
