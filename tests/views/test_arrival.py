"""In whatever order entries arrive, and whenever the daemon starts anew, the same texts are one story."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.entries import Entry
from monitor.eventlog.memory import MemoryLog
from monitor.events import StoryCopied
from monitor.stories.index import MemoryIndex
from monitor.stories.taking import Taken, take
from monitor.views.store import Views
from tests.eval import copying
from tests.eval.stream import headlines, variants

TOPIC = "us"
EITHER = ("same title, another text", "cut off")
"""A bare title that two texts have, or of which the end is lacking, may be either's: it joins the one that is
there, and stays apart where both are."""
Groups = frozenset[frozenset[int]]
"""Places of entries that are together."""


def entries(seed: int) -> list[Entry]:
    """A headline with its repeats and what looks like it, or one happening's agency texts."""
    if seed % 3 == 0:
        told = copying.texts(seed)
        return [each.entry for each in told if each.entry.title or each.entry.text][: 8 + seed % 12]
    chance = random.Random(seed)
    items = variants(chance.choice(headlines()), chance)
    return [
        item.entry for item in items if item.truth != "update" and not item.kind.endswith(EITHER)
    ]


def together(order: Sequence[int], taken: Iterable[Taken]) -> tuple[Groups, Groups]:
    """Which entries are one story, and which one lineage, in the end."""
    heads: dict[str, str] = {}
    stories: defaultdict[str, set[int]] = defaultdict(set)
    for place, each in zip(order, taken, strict=True):
        stories[each.known.story].add(place)
        joined = {heads.get(name, name) for name in _named(each)}
        for name in [*_named(each), *(n for n, head in heads.items() if head in joined)]:
            heads[name] = min(joined)
    lineages: defaultdict[str, set[int]] = defaultdict(set)
    for story, places in stories.items():
        lineages[heads[story]] |= places
    return _frozen(stories), _frozen(lineages)


def _named(taken: Taken) -> set[str]:
    """The story with the lineages that it is said to be of."""
    copies = (event for event in taken.events if isinstance(event, StoryCopied))
    return {taken.known.story, taken.known.lineage}.union(*(event.joins for event in copies))


def _frozen(groups: dict[str, set[int]]) -> Groups:
    return frozenset(map(frozenset, groups.values()))


def in_memory(texts: Sequence[Entry]) -> list[Taken]:
    """Taken in one after the other."""
    index = MemoryIndex()
    outcome = []
    for each in texts:
        outcome.append(take(each, index, TOPIC))
        if outcome[-1].events:
            index.add(outcome[-1].known, outcome[-1].keys)
    return outcome


def in_tables(path: Path, texts: Sequence[Entry], batch: int) -> tuple[list[Taken], Groups]:
    """Taken in by batches, with the tables closed and opened again after each; and what they say."""
    log = MemoryLog()
    outcome: list[Taken] = []
    rows: list[tuple[str, str]] = []
    for start in range(0, len(texts), batch):
        with Views.open(path) as views:
            index = views.index(TOPIC)
            told = [*outcome]
            for each in texts[start : start + batch]:
                outcome.append(take(each, index, TOPIC))
                index.add(outcome[-1].known, outcome[-1].keys)
            events = [event for taken in outcome[len(told) :] for event in taken.events]
            log.append(TOPIC, events, log.head(TOPIC).position)
            views.apply(list(log.read(views.checkpoint())))
            rows = views._connection.execute("select id, lineage from stories").fetchall()
    lineages: defaultdict[str, set[int]] = defaultdict(set)
    place = {story: number for number, story in enumerate(sorted(story for story, _ in rows))}
    for story, lineage in rows:
        lineages[lineage].add(place[story])
    return outcome, _frozen(lineages)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_any_order_of_arrival_ends_in_the_same_stories_and_lineages(
    seed: int, chance: random.Random
) -> None:
    """Repeats, other stories in nearly the same words, copies, an agency's versions and translations."""
    texts = entries(seed)
    order = list(range(len(texts)))
    expected = together(order, in_memory(texts))
    chance.shuffle(order)
    assert together(order, in_memory([texts[place] for place in order])) == expected


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 7))
def test_a_restart_between_any_two_entries_changes_nothing(seed: int, batch: int) -> None:
    """The tables decide what the memory decided, entry by entry, and hold the same lineages."""
    texts = entries(seed)
    memory = in_memory(texts)
    with TemporaryDirectory() as folder:
        tables, lineages = in_tables(Path(folder) / "views.db", texts, batch)
    assert [each.events for each in tables] == [each.events for each in memory]
    assert [each.match for each in tables] == [each.match for each in memory]
    by_story = together(range(len(texts)), memory)[1]
    assert len(lineages) == len(by_story)


def test_a_wrong_order_is_found() -> None:
    """An index that forgets what came first gives other stories: the property can fail."""
    texts = entries(1)
    order = range(len(texts))
    apart = [take(each, MemoryIndex(), TOPIC) for each in texts]
    assert together(order, apart) != together(order, in_memory(texts))
