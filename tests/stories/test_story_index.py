"""The contract suite over the index in memory, and over wrong ones that it must fail."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.stories.index import Index, Keys, Known, MemoryIndex, body, posting_keys, query_keys
from tests.stories import index_contract as contract
from tests.stories.story_samples import PATROL, VERDICT, entry, known

Check = Callable[[Index], None]
by_check = pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)


@by_check
def test_memory_keeps_the_contract(check: Check) -> None:
    """The index in memory does what every index must do."""
    check(MemoryIndex())


class Exact(MemoryIndex):
    """Does not look for shared wording."""

    def find(self, keys: Keys) -> list[Known]:
        return super().find(Keys(exact=keys.exact))


class Eager(MemoryIndex):
    """One shared shingle is enough for it."""

    def find(self, keys: Keys) -> list[Known]:
        return super().find(Keys(exact=(*keys.exact, *(-key for key in keys.shingles))))

    def add(self, known: Known, keys: Keys) -> None:
        shingles = (-key for key in keys.shingles)
        super().add(known, Keys(exact=(*keys.exact, *shingles)))


class Mixed(MemoryIndex):
    """One table for both kinds of key."""

    def find(self, keys: Keys) -> list[Known]:
        return super().find(Keys(exact=(*keys.exact, *keys.shingles), shingles=keys.shingles))


class Repeating(MemoryIndex):
    """Gives a candidate once per key."""

    def find(self, keys: Keys) -> list[Known]:
        found = super().find(Keys(shingles=keys.shingles))
        for key in keys.exact:
            found += super().find(Keys(exact=(key,)))
        return found


class Stale(MemoryIndex):
    """Keeps the first form of a story."""

    def add(self, known: Known, keys: Keys) -> None:
        super().add(self._known.get(known.story, known), keys)


class Moving(MemoryIndex):
    """Forgets the earlier keys of a story that is added again."""

    def add(self, known: Known, keys: Keys) -> None:
        for postings in (*self._exact.values(), *self._shingles.values()):
            postings.pop(known.story, None)
        super().add(known, keys)


class Oldest(MemoryIndex):
    """Looks at what came first under a crowded key."""

    def add(self, known: Known, keys: Keys) -> None:
        free = [key for key in keys.exact if len(self._exact[key]) < 300]
        super().add(known, Keys(exact=tuple(free), shingles=keys.shingles))


class Unbounded(MemoryIndex):
    """Looks at everything under a crowded key."""

    def find(self, keys: Keys) -> list[Known]:
        named = {story for key in keys.exact for story in self._exact[key]}
        by_wording = super().find(Keys(shingles=keys.shingles))
        return [self._known[story] for story in named | {known.story for known in by_wording}]


class Narrow(MemoryIndex):
    """Looks into one bucket only."""

    def find(self, keys: Keys) -> list[Known]:
        if len(keys.exact) > 2:
            return super().find(Keys(exact=keys.exact[-2:-1]))
        return super().find(keys)


@pytest.mark.parametrize(
    "wrong",
    [Exact, Eager, Mixed, Repeating, Stale, Moving, Oldest, Unbounded, Narrow],
)
def test_the_contract_fails_a_wrong_index(wrong: type[MemoryIndex]) -> None:
    """Each wrong index is found out by some check."""

    def passes(check: Check) -> bool:
        try:
            check(wrong())
        except AssertionError:
            return False
        return True

    assert not all(passes(check) for check in contract.CHECKS)


# --- keys ---------------------------------------------------------------------------------------

TIMES = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(TIMES, st.text(max_size=30), st.text(max_size=300))
def test_keys_fit_a_table(time: datetime, title: str, text: str) -> None:
    """Keys are 63-bit numbers without repeats, and what is posted is among what is looked up."""
    one = entry(title, text, url="https://e.example/a-1234567", guid="g", published=time)
    posted, queried = posting_keys(one), query_keys(one)
    for keys in (*(posted.exact, posted.shingles), *(queried.exact, queried.shingles)):
        assert all(0 <= key < 2**63 for key in keys)
        assert len(set(keys)) == len(keys)
    assert set(posted.exact) < set(queried.exact)
    assert posted.shingles == queried.shingles


def test_keys_are_the_same_in_every_process() -> None:
    """Python's salted hash has no part in a key."""
    source = (
        "from tests.stories.story_samples import *; from monitor.stories.index import *;"
        "print(posting_keys(entry('T', PATROL, url='https://e.example/a-1', guid='g')))"
    )
    run = [sys.executable, "-c", source]
    outputs = {
        subprocess.run(
            run,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    here = posting_keys(entry("T", PATROL, url="https://e.example/a-1", guid="g"))
    assert outputs == {f"{here}\n"}


def test_a_list_of_headlines_has_no_wording() -> None:
    """What an aggregator puts under a headline was written by several outlets: no shingles."""
    listed = entry("T", PATROL, url="https://news.google.com/rss/articles/CBMi123456")
    assert posting_keys(listed).shingles == ()
    assert posting_keys(entry("T", PATROL)).shingles != ()


def test_an_agency_s_texts_of_a_day_meet() -> None:
    """Whatever they are called, and wherever they stand; another agency's do not."""
    index = MemoryIndex()
    one = entry("Trawler stopped", PATROL, credit="AP")
    index.add(known(one), posting_keys(known(one)))
    for hours, agency, found in ((23, "AP", 1), (-23, "AP", 1), (23, "AFP", 0), (72, "AP", 0)):
        other = entry("Judges weigh", VERDICT, hours, site="b", source="b", credit=agency)
        assert len(index.find(query_keys(other))) == found


def test_the_outlet_s_own_entry_brings_the_text_that_an_aggregator_lacks() -> None:
    """The list of headlines counts for nothing; what the outlet says stands then, and stays."""
    listed = entry(
        "T", "Other outlets' headlines.", url="https://news.google.com/rss/articles/CBMi1"
    )
    seen = known(listed)
    assert body(seen) == ""
    assert body(replace(seen, also=("gazette.example/a-1",), text=PATROL)) == PATROL
    assert body(replace(seen, also=("news.google.com/rss/articles/cbmi2",))) == ""
