"""`sources`: which of them answer, and when each is polled next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from monitor.cli.health import health
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.outline import Outline
from monitor.cli.places import Places
from monitor.cli.rendering import bold, out, out_json, say, table
from monitor.cli.times import minute
from monitor.errors import NotFound
from monitor.views.health import Health, remembered


@click.command()
@with_places
def sources(places: Places) -> None:
    """Every source of the topics: how it does, when it last answered, when it is polled (UTC)."""
    found = looked_at(places, places.topics(), places.now)
    if places.as_json:
        out_json([each._asdict() for each in found])
    elif found:
        out(table([_HEADS, *((each.id, each.state, *_when(each)) for each in found)], "", bold))
    else:
        say("no source is configured")


_HEADS = ("source", "state", "last answer", "next poll")


def _when(each: Health) -> tuple[str, str]:
    last = minute(each.last_success) if each.last_success else "never"
    next_poll = minute(each.next_poll) if each.next_poll else "none"
    quiet = f"nothing new since {minute(each.last_news)}" if each.quiet else ""
    ill = each.reason or quiet
    return last, f"{next_poll}; {ill}" if ill else next_poll


def looked_at(places: Places, topics: Sequence[Outline], now: datetime) -> list[Health]:
    """The health of all sources of these topics, also before anything was recorded."""
    every = [source for topic in topics for source in topic.sources]
    known = remembered(places.feeds)
    try:
        with tables(places) as reading:
            return health(every, known, reading.health(), now)
    except NotFound:
        return health(every, known, (), now)
