"""`stories`: what was read, each text with its copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from monitor.cli.answering import asked_time
from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.knowing import tables
from monitor.cli.options import AS_OF, with_places
from monitor.cli.places import Places
from monitor.cli.rendering import bold, dim, out, out_json, say, wrapped
from monitor.cli.times import minute, moment, reported
from monitor.text import printable
from monitor.views.reading import LIMIT, Reading
from monitor.views.then import Then
from monitor.wording import many

Row = dict[str, Any]


@click.command()
@click.argument("words", nargs=-1)
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True)
@click.option("--by-event", is_flag=True, help="Put stories under the happening they tell of.")
@AS_OF
@with_places
def stories(
    places: Places, words: tuple[str, ...], limit: int, by_event: bool, as_of: str | None
) -> None:
    """Stories newest first, those with all WORDS in one text (times in UTC).

    With --by-event they stand under the happenings that they seem to tell of, at most --limit of them. It is
    a label for reading: nothing is counted by it.
    """
    until = asked_time("--as-of", as_of, places.now)
    with tables(places) as reading:
        there = Then(reading, until) if until else reading
        found, paragraph = _found(there, places.topic().id, " ".join(words), limit, by_event)
    if places.as_json:
        out_json(found)
    elif found:
        if until:
            out([dim(f"as of {moment(until)}"), ""])
        out("\n\n".join("\n".join(paragraph(each)) for each in found))
    if not found:
        then = f" by {moment(until)}" if until else ""
        say(
            f"no story has these words{then}: {' '.join(words)}"
            if words
            else f"no story{then or ' yet'}"
        )
        raise Ended(NOTHING_FOUND)


def _found(
    reading: Reading | Then, topic: str, words: str, limit: int, by_event: bool
) -> tuple[list[Row], Callable[[Row], Iterator[str]]]:
    """What there is, and how one of them is shown."""
    if not by_event:
        return reading.stories(topic, words, limit=limit), _paragraph
    from monitor.cli.byevent import by_event as events  # here: comparing texts is not needed else
    from monitor.cli.byevent import told

    return events(reading, topic, words, limit), told


def _paragraph(story: Row) -> Iterator[str]:
    """Title, where and when, address, copies, revisions."""
    yield from map(bold, wrapped(story["title"] or "(no title)"))
    when = f"seen {minute(story['seen'])}"
    if story["published"]:
        when = reported(story["published"], day_only=story["day_only"])
    agency = f", credited to {story['wire']}" if story["wire"] else ""
    changed = f", {many(story['revisions'], 'revision')}" if story["revisions"] else ""
    yield from wrapped(f"{story['site']}, {when}{agency}{changed}", "  ")
    yield f"  {dim(printable(story['url']))}"
    for copy in story["copies"]:
        shared = f", {copy['score']:.0%}" if copy["score"] else ""
        yield from wrapped(f"copy: {copy['site']} ({copy['kind']}{shared})", "  ", "    ")
        yield f"    {dim(printable(copy['url']))}"
