"""Reading claims: a headline, a lead, a long text. The peer is one regular expression for tolls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from monitor.claims import Readers
from monitor.cli.texts import story_of
from monitor.entries import Entry, Story
from monitor.stories.gate import Gate
from tests.bench.figures import Figure, best, ms, side_by_side, times
from tests.eval import texts
from tests.eval.reading import CORPUS, default_topic, entry_of

T = TypeVar("T")

NAIVE = re.compile(
    r"(?:at least |more than )?(\d+) (?:people |men )?(?:were |have been )?(?:killed|dead|died)"
    r"|kill(?:s|ed|ing) (?:at least |more than )?(\d+)|toll .{0,40}?(\d+)"
)
"""What one would write in an afternoon: no words for numbers, no types, no quotes."""
LONG = 100_000
"""Characters of the long text."""
HEADLINE_MS, LEAD_MS = 0.05, 0.2


def figures() -> Iterator[Figure]:
    """Headlines, leads, and whether a text of four times the length takes four times as long."""
    topic = default_topic()
    readers, gate = Readers(topic), Gate(topic)
    leads = [story_of(each, topic) for each in _entries()]
    headlines = [replace(story, text="") for story in leads]
    for story in leads:
        readers.read(story)  # compiled now, not on the clock
    yield _compared("read a headline", readers, headlines, HEADLINE_MS)
    yield _compared("read a lead", readers, leads, LEAD_MS)
    yield _gate(gate)
    yield _length(readers, leads)


def _entries() -> list[Entry]:
    rows = [row for each in texts.load(CORPUS)[0] for row in each.rows]
    return [entry_of(row) for row in rows if isinstance(row, texts.StoryRow) and row.lang == "en"]


def _compared(what: str, readers: Readers, stories: Sequence[Story], promised: float) -> Figure:
    mine, naive = side_by_side(
        _each(readers.read, stories), _each(NAIVE.findall, [f"{s.title} {s.text}" for s in stories])
    )
    size = sum(len(story.title) + len(story.text) for story in stories) / len(stories)
    mine, naive = mine / len(stories), naive / len(stories)
    what = f"{what} ({size:.0f} characters)"
    return Figure(
        what, ms(mine), f"one regex: {ms(naive)}", times(mine / naive), f"<= {promised} ms"
    )


def _each(work: Callable[[T], object], over: Sequence[T]) -> Callable[[], None]:
    def run() -> None:
        for each in over:
            work(each)

    return run


def _gate(gate: Gate) -> Figure:
    entries = _entries()
    spent = best(_each(gate.passes, entries)) / len(entries)
    return Figure("pass the gate (a lead)", ms(spent), promised="part of a lead's time")


def _length(readers: Readers, leads: Sequence[Story]) -> Figure:
    words = " ".join(story.text for story in leads)
    text = (words * (LONG // len(words) + 1))[:LONG]
    long, short = replace(leads[0], text=text), replace(leads[0], text=text[: LONG // 4])
    mine, quarter = side_by_side(lambda: readers.read(long), lambda: readers.read(short), runs=3)
    return Figure(
        "read 100 kB",
        ms(mine),
        f"4 x 25 kB: {ms(4 * quarter)}",
        times(mine / (4 * quarter)),
        "about 1: linear",
    )
