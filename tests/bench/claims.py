"""Reading claims: a headline, a lead, a long text. The peer is one regular expression for tolls."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
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
HOSTILE = {
    "one lead over and over": "The U.S. military struck a boat on Tuesday, killing four; the toll is 83. ",
    "no stop": "US strike on a boat kills four people in the Caribbean ",
    "figures": "9",
    "groups of figures": "9,",
    "one word": "a",
    "hyphens": "a-",
    "commas": ",",
    "quotes": '" ',
    "hedges": "at least ",
    "numbers in words": "two hundred and ",
    "ordinals": "21st ",
    "dates": "Nov. 15 ",
    "long ago": "two days ago ",
    "days of strikes": "Monday strike, ",
    "denials": "denied that a strike killed 5 ",
    "he said": "The toll of US boat strikes is 83, he said. ",
    "accents alone": "e\u0301",
    "no blanks": "漢字",
    "right to left": "مرحبا ",
}
"""What is repeated in a text that is made to cost."""
HEADLINE_MS, LEAD_MS = 0.05, 0.2


def figures() -> Iterator[Figure]:
    """Headlines, leads, and whether a text of four times the length takes four times as long."""
    topic = default_topic()
    readers, gate = Readers(topic), Gate(topic)
    entries = _entries()
    leads = [story_of(each, topic) for each in entries]
    for story in leads:
        readers.read(story)  # compiled now, not on the clock

    headlines = [replace(entry, text="") for entry in entries]
    yield _compared("gate and read a headline", gate, readers, headlines, HEADLINE_MS)
    yield _compared("gate and read a lead", gate, readers, entries, LEAD_MS)
    yield _gate(gate)
    yield _length(readers, leads)
    yield from _hostile(readers, leads)


def _entries() -> list[Entry]:
    rows = [row for each in texts.load(CORPUS)[0] for row in each.rows]
    return [entry_of(row) for row in rows if isinstance(row, texts.StoryRow) and row.lang == "en"]


def _compared(
    what: str, gate: Gate, readers: Readers, entries: Sequence[Entry], promised: float
) -> Figure:
    stories = [story_of(entry, default_topic()) for entry in entries]
    whole = [f"{entry.title} {entry.text}" for entry in entries]

    def work() -> None:
        for entry, story in zip(entries, stories, strict=True):
            gate.passes(entry)
            readers.read(story)

    mine, naive = side_by_side(work, _each(NAIVE.findall, whole))
    size = sum(map(len, whole)) / len(whole)
    mine, naive = mine / len(whole), naive / len(whole)
    limit = f"<= {promised} ms: {times(1000 * mine / promised)} of it"
    what = f"{what} ({size:.0f} characters)"
    return Figure(what, ms(mine), f"one regex: {ms(naive)}", times(mine / naive), limit)


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


def _hostile(readers: Readers, leads: Sequence[Story]) -> Iterator[Figure]:
    """The dearest of the hostile texts beside as many characters of leads, and the least linear one."""
    anchor = "US strikes on drug boats in the Caribbean killed four. "
    words = anchor + " ".join(story.text for story in leads)
    usual = best(_read(readers, leads[0], words[:LONG]), runs=2)
    spent: dict[str, float] = {}
    growth: dict[str, float] = {}
    for name, piece in HOSTILE.items():
        text = (anchor + piece * (LONG // len(piece)))[:LONG]
        quarter = best(_read(readers, leads[0], text[: LONG // 4]), runs=2)
        spent[name] = best(_read(readers, leads[0], text), runs=2)
        growth[name] = spent[name] / (4 * quarter)
    dearest, steepest = max(spent, key=spent.__getitem__), max(growth, key=growth.__getitem__)
    yield Figure(
        "read 100 kB made to cost",
        f"{ms(spent[dearest])} ({dearest})",
        f"of leads: {ms(usual)}",
        times(spent[dearest] / usual),
    )
    yield Figure(
        "its growth from 25 kB to 100 kB",
        f"{times(growth[steepest])} ({steepest})",
        promised="about 1: linear",
    )


def _read(readers: Readers, story: Story, text: str) -> Callable[[], object]:
    return partial(readers.read, replace(story, text=text))
