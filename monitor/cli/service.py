"""`service`: monitor as a service of systemd; what it does is in `installing`, the text in `units`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from monitor.cli.ending import Ended
from monitor.cli.installing import Unit
from monitor.cli.places import Usage
from monitor.errors import StateError

_FOLDER = click.Path(file_okay=False, path_type=Path)
_USER = click.option("--user", is_flag=True, help="A service of yours, not of the whole machine.")
_CONFIG = click.option("--config", type=_FOLDER, help="With --user: its configuration.")
_STATE = click.option("--state", type=_FOLDER, help="With --user: its state.")
_ROOT = click.option(
    "--root", type=_FOLDER, help="Write below DIR (an image), not to this machine."
)


@click.group()
def service() -> None:
    """Run monitor for good: a unit of systemd."""


@service.command()
@_USER
@_ROOT
@_CONFIG
@_STATE
def show(user: bool, root: Path | None, config: Path | None, state: Path | None) -> None:
    """The unit as it would be written, and where it, the configuration and the state would be."""
    from monitor.cli.installing import places

    unit = _unit(user, root, config, state)
    click.echo(unit.text, nl=False)
    sys.stdout.flush()
    places(unit)


@service.command()
@_USER
@_ROOT
@_CONFIG
@_STATE
@click.option(
    "--copy-config", is_flag=True, help="Put the default configuration there, if none is."
)
@click.option("--force", is_flag=True, help="Overwrite a unit that says something else.")
def install(
    user: bool,
    root: Path | None,
    config: Path | None,
    state: Path | None,
    copy_config: bool,
    force: bool,
) -> None:
    """Write the unit, and say what to do next."""
    from monitor.cli import installing

    unit = _unit(user, root, config, state)
    if root is None:
        _check_machine(unit, force=force)
    installing.write(unit, force=force)
    if copy_config:
        installing.copy_config(unit)
    code = installing.configured(unit)
    installing.next_steps(unit)
    raise Ended(code)


def _unit(user: bool, root: Path | None, config: Path | None, state: Path | None) -> Unit:
    from monitor.cli.installing import of_system, of_user

    root = Path(os.path.abspath(root)) if root is not None else None
    if user:
        return of_user(root, config, state, os.environ)
    if config or state:
        raise Usage("--config and --state are for --user; systemd gives a system service its own")
    return of_system(root)


def _check_machine(unit: Unit, *, force: bool) -> None:
    """Raise what speaks against a service on this machine."""
    from monitor.cli import installing

    if not installing.BOOTED.is_dir():
        raise StateError(installing.without_systemd())
    if unit.user and os.geteuid() == 0 and os.environ.get("SUDO_USER"):
        raise Usage("with sudo it would be root's service; call it without sudo")
    reasons = [] if unit.user else list(installing.out_of_reach())
    if reasons and not force:
        raise Usage(
            "\n".join(reasons)
            + "\ninstall monitor elsewhere (/opt), or `monitor service install --user`;"
            " --force writes the unit all the same"
        )
