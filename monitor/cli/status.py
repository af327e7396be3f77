"""`status`: everything at a glance, and with --check whether it can be relied upon now."""

from __future__ import annotations

import click

from monitor.cli import glance
from monitor.cli.answering import asked_time
from monitor.cli.options import AS_OF, with_places
from monitor.cli.places import Places, Usage


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="End with 4 when nobody polls, a source is silent or an alert waits.",
)
@AS_OF
@with_places
def status(places: Places, check: bool, as_of: str | None) -> None:
    """Every tracker, the health of the sources, undelivered alerts, the daemon.

    With --as-of the trackers alone: what was polled and sent is told as of now only.
    """
    until = asked_time("--as-of", as_of, places.now)
    if until is None:
        glance.status(places, check=check)
        return
    if check:
        raise Usage("--check is about now; leave --as-of away")
    from monitor.cli import lookback

    lookback.status(places, until)
