"""`show`, `tally`, `meeting`: what a tracker says. `why`: the claims behind it."""

from __future__ import annotations

import click

from monitor.cli import answering, reasons
from monitor.cli.answering import answer, asked
from monitor.cli.figures import amount
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import headed, out, out_json
from monitor.cli.times import iso, moment
from monitor.wording import plain

as_of_option = click.option(
    "--as-of",
    metavar="TIME",
    help='By what had been reported up to then: 2025-10-28 (its end, UTC), "2 weeks ago".',
)


@click.command()
@click.argument("tracker")
@as_of_option
@with_places
def show(places: Places, tracker: str, as_of: str | None) -> None:
    """What TRACKER says."""
    answering.show(places, tracker, as_of)


@click.command()
@as_of_option
@with_places
def tally(places: Places, as_of: str | None) -> None:
    """The main tally of the topic: its first tracker of that kind."""
    answering.tally(places, as_of)


@click.command()
@as_of_option
@with_places
def meeting(places: Places, as_of: str | None) -> None:
    """The status that is called "meeting", else the first one."""
    answering.meeting(places, as_of)


@click.command()
@click.argument("figure", metavar="TRACKER[.FIELD]")
@click.option("--ids", is_flag=True, help="Each claim with its id, for `monitor correct`.")
@as_of_option
@with_places
def why(places: Places, figure: str, as_of: str | None, ids: bool) -> None:
    """The claims, quotes and addresses behind a figure, and what was set aside."""
    topic = places.topic()
    name, _, field = figure.partition(".")
    wanted = asked(places.now, topic, topic.tracker(name), as_of)
    with tables(places, [topic]) as reading:
        said = answer(places, wanted, reading)
        found = reasons.reasons(said.view, field or None, reading, topic.id, wanted.at)
    if places.as_json:
        head = {"topic": topic.id, "tracker": name, "as_of": iso(wanted.at)}
        out_json(head | found._asdict())
        return
    title = wanted.tracker.title
    if field:
        title = f"{title}: {plain(field)} {amount(found.value)}"
    out(headed(title, f"as of {moment(wanted.at)}"))
    out(list(reasons.shown(found, said.view, ids=ids)))
