"""Which texts come together as copies, over agency texts varied as outlets vary them.

Of each happening there is an agency's text, a later version of it, a translation back and forth, a report
in an outlet's own words, and the agency's text on another happening of the kind, told by one template.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from msgspec import Struct

from monitor.entries import Entry
from monitor.stories.index import MemoryIndex
from monitor.stories.taking import take
from tests.eval.reading import CORPUS

PATH = CORPUS / "matching" / "copies.jsonl"
START = datetime(2025, 11, 3, 6, tzinfo=UTC)
SEEDS = tuple(range(1, 7))
COPIES = 7
"""Outlets that print an agency's text."""
EXCHANGED = 0.06
"""Part of the words that an editor exchanges."""


class Told(NamedTuple):
    """A text, whose wording it is ("" for the outlet's own), and what was done to it."""

    entry: Entry
    lineage: str
    kind: str


class Copying(Struct, kw_only=True):
    """Counts of pairs, and of texts by kind with those that were not found."""

    together: int = 0
    right: int = 0
    wanted: int = 0
    texts: Counter[str]
    missed: Counter[str]
    wrong: list[tuple[Told, Told]]
    lost: list[Told]

    @property
    def precision(self) -> float:
        """Of the pairs that are one lineage, those that should be."""
        return self.right / max(1, self.together)

    @property
    def recall(self) -> float:
        """Of the pairs that should be one lineage, those that are."""
        return self.right / max(1, self.wanted)


# --- what outlets do to a text --------------------------------------------------------------------


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) ", text)


def _trimmed(text: str, chance: random.Random) -> str:
    """The first two or three sentences."""
    return " ".join(_sentences(text)[: chance.choice((2, 3))])


def _reordered(text: str, chance: random.Random) -> str:
    """The later paragraphs in another order, one of them left out."""
    first, *rest = _sentences(text)
    chance.shuffle(rest)
    return " ".join([first, *rest[:-1]])


def _quoted(text: str, chance: random.Random) -> str:
    """Quotations put in between."""
    quotes = ('"We have never seen the like of it," a resident said.', '"It is too early to tell."')
    sentences = _sentences(text)
    for quote in quotes:
        sentences.insert(chance.randrange(1, len(sentences)), quote)
    return " ".join(sentences)


def _edited(text: str, chance: random.Random) -> str:
    """A word here and there exchanged."""
    words = text.split()
    return " ".join(
        "then" if word.islower() and chance.random() < EXCHANGED else word for word in words
    )


def _spelled(text: str, chance: random.Random) -> str:
    """Other spellings."""
    swaps = {"harbor": "harbour", "labor": "labour", "percent": "per cent", "U.S.": "US"}
    for one, other in swaps.items():
        text = text.replace(one, other)
    return text.replace('"', "\u201c").replace(" - ", " \u2013 ")


def _led(text: str, chance: random.Random) -> str:
    """A sentence of the outlet's own before it."""
    return f"Here is what is known so far and why it matters to readers. {text}"


def _whole(text: str, chance: random.Random) -> str:
    """As it came."""
    return text


EDITS: dict[str, Callable[[str, random.Random], str]] = {
    "whole": _whole,
    "trimmed": _trimmed,
    "reordered": _reordered,
    "quotes put in": _quoted,
    "edited": _edited,
    "respelled": _spelled,
    "own sentence first": _led,
}
LINES = ("{place} ({agency}) \u2014 ", "{place}, Nov 3 ({agency}) - ", "({agency}) ", "")
ENDS = (
    " (With inputs from {agency})",
    " ({agency})",
    " - {agency}",
    " With files from {agency}.",
    " (Con informaci\u00f3n de {agency})",
    " With inputs from agencies.",
    "",
)
BYLINES = ("{agency}", "By Joan Doe, {agency}", "Staff with {agency}", "Joan Doe", "")


def _credits(text: str, row: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The text with a dateline, a closing credit and a byline, or none of them."""
    names = {"agency": row["agency"], "place": row["place"]}
    line, end, by = (
        chance.choice(each).format(**names)
        for each in (LINES, ENDS if chance.random() < 0.4 else ("",), BYLINES)
    )
    return {"text": f"{line}{text}{end}", "credit": by}


def _credited(text: str, row: dict[str, str], chance: random.Random) -> dict[str, str]:
    """The same, and at least one of them names the agency."""
    while row["agency"] not in " ".join((found := _credits(text, row, chance)).values()):
        pass
    return found


# --- the texts ------------------------------------------------------------------------------------


def texts(seed: int) -> list[Told]:
    """Those of all happenings, in the order in which they come in."""
    chance = random.Random(seed)
    rows = [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]
    told = [each for row in rows for each in _of(row, chance)]
    return sorted(told, key=lambda each: each.entry.seen)


def _of(row: dict[str, str], chance: random.Random) -> Iterator[Told]:
    dateline = f"{row['place']} ({row['agency']}) - {row['wire']}"
    yield _told(row, "wire", {"text": dateline}, row["id"], 0.0, chance)
    for number in range(COPIES):
        name = list(EDITS)[number]
        fields = _credits(EDITS[name](row["wire"], chance), row, chance)
        yield _told(row, name, fields, row["id"], chance.uniform(0.1, 20), chance)
    later = _credited(row["later"], row, chance)
    yield _told(row, "later version", later, row["id"], chance.uniform(5, 20), chance)
    again = _credited(row["translated"], row, chance)
    yield _told(row, "translated", again, row["id"], chance.uniform(1, 20), chance)
    own = f"{row['id']}, own"
    yield _told(row, "own words", {"text": row["own"]}, own, chance.uniform(1, 20), chance)
    said = _sentences(row["wire"])[0]
    quoting = f'{_sentences(row["own"])[0]} "{said}" {" ".join(_sentences(row["own"])[1:])}'
    yield _told(row, "own words, quoting", {"text": quoting}, own, chance.uniform(1, 20), chance)
    sibling = _credited(row["sibling"], row, chance)
    yield _told(row, "by one template", sibling, "", chance.uniform(3, 60), chance)


def _told(
    row: dict[str, str],
    kind: str,
    fields: dict[str, str],
    lineage: str,
    hours: float,
    chance: random.Random,
) -> Told:
    """The text at an outlet of its own under a title of its own."""
    host = f"outlet{chance.getrandbits(40):x}.example"
    title = row["title"] if kind == "wire" else " ".join(fields["text"].split()[4:11])
    at = START + timedelta(hours=hours)
    entry = Entry(
        source=host,
        site=host,
        url=f"https://{host}/{kind.replace(' ', '-')}",
        title=title if chance.random() < 0.7 else row["title"],
        lang=row["lang"],
        published=at,
        day=at.date(),
        seen=at,
        text=fields["text"],
        credit=fields.get("credit", ""),
    )
    return Told(entry, lineage, kind)


# --- what becomes of them -------------------------------------------------------------------------


def measure(seeds: Sequence[int] = SEEDS) -> Copying:
    """All pairs of texts that are one lineage in the end, against those that should be."""
    found = Copying(texts=Counter(), missed=Counter(), wrong=[], lost=[])
    for seed in seeds:
        _count(texts(seed), found)
    return found


def _count(told: Sequence[Told], found: Copying) -> None:
    heads = lineages([each.entry for each in told])
    for one, other in combinations(range(len(told)), 2):
        wanted = bool(told[one].lineage) and told[one].lineage == told[other].lineage
        together = heads[one] == heads[other]
        found.wanted += wanted
        found.together += together
        found.right += wanted and together
        if together and not wanted:
            found.wrong.append((told[one], told[other]))
    paired = list(zip(told, heads, strict=True))
    first = {each.lineage: head for each, head in paired if each.kind in ("wire", "own words")}
    for each, head in paired:
        if each.lineage:
            found.texts[each.kind] += 1
            if head != first[each.lineage]:
                found.missed[each.kind] += 1
                found.lost.append(each)


def lineages(entries: Sequence[Entry]) -> list[str]:
    """What stands for the lineage of each entry, in the end, taken in in this order."""
    index = MemoryIndex()
    links: defaultdict[str, set[str]] = defaultdict(set)
    stories = []
    for entry in entries:
        taken = take(entry, index, "copies")
        for event in taken.events:
            index.add(taken.known, taken.keys)
            for name in (taken.known.lineage, *getattr(event, "joins", ())):
                links[name].add(taken.known.story)
                links[taken.known.story].add(name)
        stories.append(taken.known.story)
    return [min(_reached(story, links)) for story in stories]


def _reached(story: str, links: dict[str, set[str]]) -> set[str]:
    seen, waiting = {story}, [story]
    while waiting:
        more = links.get(waiting.pop(), set()) - seen
        seen |= more
        waiting += more
    return seen


def table(found: Copying) -> Iterator[str]:
    """The figures for people."""
    yield (
        f"copies: of {found.together:,} pairs of one lineage {found.precision:.3f} right, of "
        f"{found.wanted:,} that should be {found.recall:.3f} found"
    )
    for kind, count in sorted(found.missed.items()):
        yield f"  missed: {kind} {count} of {found.texts[kind]}"
    wrong = Counter(tuple(sorted((one.kind, other.kind))) for one, other in found.wrong)
    for (one, other), count in sorted(wrong.items()):
        yield f"  wrong: {one} with {other} {count}"
