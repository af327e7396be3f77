"""Which folders the configuration and the state are in, and which topics there are.

Nothing here imports more than the standard library: a query that reads `views.db` needs no more.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder that holds the package, and beside it `config/` and `state/`."""

SYSTEM = (Path("/etc/monitor"), Path("/var/lib/monitor"))
"""The folders of a service of the whole machine: configuration, state."""

TOPICS = "topics"
"""The folder of the topics in that of the configuration."""


def folders(
    config_dir: str | Path | None = None,
    state_dir: str | Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> tuple[Path, Path]:
    """The folders of the configuration and of the state.

    Each is what was asked for, else what the service manager says (CONFIGURATION_DIRECTORY,
    STATE_DIRECTORY), else that of the user where there is a configuration of the user (XDG), else
    that of the checkout. Without a checkout (an installed package) it is the user's in any case, and
    for a user without a home that of the system.
    """
    environ = os.environ if environ is None else environ
    config, state = _usual(environ)
    return (
        _given(config_dir, environ.get("CONFIGURATION_DIRECTORY")) or config,
        _given(state_dir, environ.get("STATE_DIRECTORY")) or state,
    )


def _usual(environ: Mapping[str, str]) -> tuple[Path, Path]:
    """The folders where nobody names one."""
    user = user_folders(environ)
    if user is not None and user[0].is_dir():
        return user
    if (CHECKOUT / "config").is_dir():
        return CHECKOUT / "config", CHECKOUT / "state"
    return user or SYSTEM


def user_folders(environ: Mapping[str, str]) -> tuple[Path, Path] | None:
    """Those of the user, be they there or not; None for a user without a home."""
    home = Path(environ.get("HOME") or os.path.expanduser("~"))
    config = _base(environ, "CONFIG", home / ".config")
    state = _base(environ, "STATE", home / ".local" / "state")
    whole = config.is_absolute() and state.is_absolute()
    return (config / "monitor", state / "monitor") if whole else None


def _base(environ: Mapping[str, str], name: str, usual: Path) -> Path:
    """XDG_..._HOME; a relative one is to be ignored (XDG Base Directory Specification)."""
    path = Path(environ.get(f"XDG_{name}_HOME", ""))
    return path if path.is_absolute() else usual


def _given(argument: str | Path | None, variable: str | None) -> Path | None:
    """What was asked for; the service manager names whole paths, split by colons: the first counts."""
    if argument is not None:
        return Path(argument)
    paths = (Path(each) for each in (variable or "").split(":"))
    return next((path for path in paths if path.is_absolute()), None)


def topic_files(config_dir: Path) -> list[Path]:
    """The files of the topics, in the order of their names."""
    return sorted((config_dir / TOPICS).glob("*.toml"))


def topic_ids(config_dir: str | Path | None = None) -> tuple[str, ...]:
    """Ids of the enabled topics, from the head of each file alone: for a query that names none.

    A file that cannot be read is left out here; `load` says what is wrong with it.
    """
    names = []
    for path in topic_files(folders(config_dir)[0]):
        head = _head(path)
        if head is not None and head.get("enabled", True) is True:
            names.append(str(head.get("id") or path.stem))
    return tuple(names)


def _head(path: Path) -> dict[str, Any] | None:
    """What stands before the first table; None when it cannot be read."""
    import tomllib  # a query that is told its topic reads no file

    try:
        return tomllib.loads(f"\n{path.read_text('utf-8')}".partition("\n[")[0])
    except (OSError, ValueError):  # neither text nor TOML
        return None
