"""`sources`: which of them answer; `check`: a look at one; `import` and `export`: lists of feeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

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


@click.group(invoke_without_command=True)
@with_places
@click.pass_context
def sources(ctx: click.Context, places: Places) -> None:
    """Every source of the topics: how it does, when it last answered, when it is polled (UTC)."""
    if ctx.invoked_subcommand is not None:
        return
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


@sources.command()
@click.argument("address")
@click.option("--kind", default="", metavar="KIND", help="Read it as this kind of source.")
@click.option(
    "--option", "options", multiple=True, metavar="KEY=VALUE", help="An option of that kind."
)
@with_places
def check(places: Places, address: str, kind: str, options: tuple[str, ...]) -> None:
    """Look at ADDRESS once, politely: what is read, how often it comes, what is odd.

    ADDRESS is that of a feed, of a page that names one, or the id of a source. Nothing is kept.
    """
    from monitor.cli.checking import check as look

    look(places, address, kind, options)


@sources.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--into", metavar="TOPIC", help="Add them to this topic's file.")
@with_places
def import_(places: Places, file: Path, into: str | None) -> None:
    """The feeds of an OPML FILE as blocks for a topic's file; --into adds them to it."""
    from monitor.cli.exchange import bring_in

    bring_in(places, file, into)


@sources.command()
@with_places
def export(places: Places) -> None:
    """The feeds of the topics as OPML, for other programs."""
    from monitor.cli.exchange import give

    give(places)
