"""`rebuild`: the tables from the log again."""

from __future__ import annotations

import click

from monitor.cli.ending import FAILED, Ended
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say
from monitor.errors import NotFound
from monitor.views.reading import missing


@click.command()
@click.option("--check", is_flag=True, help="Change nothing: say what differs from the log.")
@with_places
def rebuild(places: Places, check: bool) -> None:
    """Make state/views.db anew from the log. Needs the daemon stopped; --check does not."""
    from monitor.config import load
    from monitor.eventlog.sqlite import open_reader
    from monitor.eventlog.verify import Checked
    from monitor.opening import locked
    from monitor.views import rebuild as views

    topics = load(places.config, places.state).topics
    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log:
        if check:
            _tell(places, views.check(Checked(log), topics, places.views))
            return
        with locked(places.state):
            if gone := missing(places.log, log.position(), places.views):
                say(gone)
            views.rebuild(Checked(log), topics, places.views)
        position = log.position()
    if places.as_json:
        out_json({"views": str(places.views), "events": position})
    else:
        out(f"{places.views} holds the {position:,} events of the log")


def _tell(places: Places, differences: list[str]) -> None:
    if places.as_json:
        out_json({"views": str(places.views), "differences": differences})
    elif differences:
        for difference in differences:
            say(difference)
    else:
        out(f"{places.views} holds what the log gives")
    if differences:
        raise Ended(FAILED)
