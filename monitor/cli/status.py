"""`status`: everything at a glance, and with --check whether it can be relied upon now."""

from __future__ import annotations

import click

from monitor.cli import glance
from monitor.cli.options import with_places
from monitor.cli.places import Places


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="End with 4 when nobody polls, a source is silent or an alert waits.",
)
@with_places
def status(places: Places, check: bool) -> None:
    """Every tracker, the health of the sources, undelivered alerts, the daemon."""
    glance.status(places, check=check)
