"""`show`, `tally`, `meeting`: what a tracker says. `why`: the claims behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from monitor.cli import answering, reasons
from monitor.cli.answering import Times, answer, asked
from monitor.cli.figures import amount
from monitor.cli.knowing import tables
from monitor.cli.options import AS_OF, with_places
from monitor.cli.past import uncollected
from monitor.cli.places import Places
from monitor.cli.rendering import headed, out, out_json
from monitor.cli.times import iso
from monitor.views.then import Then
from monitor.wording import plain

_OCCURRED_BY = click.option(
    "--occurred-by",
    metavar="TIME",
    help="What had happened by then, as it is known now (or as of the other time).",
)


def with_times(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --as-of and --occurred-by, as its last argument `Times`."""

    @wraps(command)
    def told(*arguments: Any, as_of: str | None, occurred_by: str | None, **options: Any) -> None:
        command(*arguments, times=Times(as_of, occurred_by), **options)

    return AS_OF(_OCCURRED_BY(told))


@click.command()
@click.argument("tracker")
@with_times
@with_places
def show(places: Places, tracker: str, times: Times) -> None:
    """What TRACKER says."""
    answering.show(places, tracker, times)


@click.command()
@with_times
@with_places
def tally(places: Places, times: Times) -> None:
    """The main tally of the topic: its first tracker of that kind."""
    answering.tally(places, times)


@click.command()
@with_times
@with_places
def meeting(places: Places, times: Times) -> None:
    """The status that is called "meeting", else the first one."""
    answering.meeting(places, times)


def _figure(field: str, value: object) -> str:
    """`killed 83 (82 to 83)`; of an incident its id, as it is written, for it is what one copies."""
    if isinstance(value, str) and value.casefold() == field.casefold():
        return value
    return f"{plain(field)} {amount(value)}"


@click.command()
@click.argument("figure", metavar="TRACKER[.FIELD]")
@click.option("--ids", is_flag=True, help="Each claim with its id, for `monitor correct`.")
@with_times
@with_places
def why(places: Places, figure: str, times: Times, ids: bool) -> None:
    """The claims, quotes and addresses behind a figure, and what was set aside."""
    topic = places.topic()
    name, _, field = figure.partition(".")
    wanted = asked(places.now, topic, topic.tracker(name), times)
    with uncollected(), tables(places, [topic]) as reading:
        said = answer(places, wanted, reading)
        there = reading if wanted.as_of is None else Then(reading, wanted.as_of)
        found = reasons.reasons(said.view, field or None, there, topic.id, wanted.at)
    if places.as_json:
        head = {"topic": topic.id, "tracker": name, "as_of": iso(wanted.at)}
        out_json(head | found._asdict())
        return
    title = wanted.tracker.title
    if field:
        title = f"{title}: {_figure(field, found.value)}"
    out(headed(title, f"as of {wanted.told}"))
    out(list(reasons.shown(found, said.view, ids=ids)))
