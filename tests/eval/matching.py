"""What matching makes of a stream of which it is known what each entry is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from monitor.stories.index import MemoryIndex
from monitor.stories.taking import Taken, take
from tests.eval.stream import Item, headlines, stream

SEEDS = (1, 2, 3, 4)
"""Streams that are measured together: one has too few new stories for a share of 0.05 %."""
TOPIC = "stream"


class Streamed(Struct, kw_only=True):
    """Counts over streams: of each truth, and of what went wrong by kind."""

    items: Counter[str]
    kinds: Counter[str]
    wrong: Counter[tuple[str, str]]
    """What went wrong ("lost", "missed", "swallowed") and the kind of entry."""
    mistakes: list[tuple[str, Item, Taken]]

    def share(self, wrong: str, truth: str) -> float:
        """Part of all entries of this truth that went wrong so."""
        count = sum(number for (how, _), number in self.wrong.items() if how == wrong)
        return count / max(1, self.items[truth])


def measure(seeds: Sequence[int] = SEEDS) -> Streamed:
    """Our own headlines."""
    found = Streamed(items=Counter(), kinds=Counter(), wrong=Counter(), mistakes=[])
    texts = headlines()
    for seed in seeds:
        follow(stream(texts, seed), found)
    return found


def follow(items: Sequence[Item], found: Streamed) -> None:
    """Take the entries in one after the other and compare."""
    index = MemoryIndex()
    stories: dict[int, str] = {}
    for item in items:
        taken = take(item.entry, index, TOPIC)
        if taken.events:
            index.add(taken.known, taken.keys)
        if item.kind == "first":
            stories[item.first] = taken.known.story
        found.items[item.truth] += 1
        found.kinds[item.kind] += 1
        if how := _wrong(item, taken, stories.get(item.first, "")):
            found.wrong[how, item.kind] += 1
            found.mistakes.append((how, item, taken))


def _wrong(item: Item, taken: Taken, story: str) -> str:
    """What went wrong, or ""."""
    known = taken.match.kind in ("duplicate", "revision")
    if item.truth == "new":
        return "lost" if known else ""
    if item.truth == "repeat":
        return "" if known and taken.known.story == story else "missed"
    return "" if taken.match.material and taken.known.story == story else "swallowed"


def table(found: Streamed) -> Iterator[str]:
    """The figures for people."""
    new, repeats, updates = (found.items[truth] for truth in ("new", "repeat", "update"))
    yield (
        f"matching: of {new:,} new stories {found.share('lost', 'new'):.2%} lost, of {repeats:,} repeats "
        f"{found.share('missed', 'repeat'):.2%} missed, of {updates:,} changes "
        f"{found.share('swallowed', 'update'):.2%} swallowed"
    )
    for (how, kind), count in sorted(found.wrong.items()):
        yield f"  {how}: {kind} {count} of {found.kinds[kind]}"
