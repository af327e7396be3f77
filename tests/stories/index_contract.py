"""What every index of kept texts must do: checks over an empty one, for all and for wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from monitor.stories.index import (
    PER_KEY,
    PER_SHINGLE,
    SHARED,
    Index,
    Keys,
    Known,
    posting_keys,
    query_keys,
)

START = datetime(2025, 11, 15, 12, tzinfo=UTC)
HIGH = 2**63 - 1
"""The largest key there can be."""


def kept(number: int, **fields: object) -> Known:
    """A kept text; a higher number came later."""
    known = Known(
        story=f"s{number:04}",
        lineage=f"s{number:04}",
        source="gazette",
        site="gazette.example",
        url=f"https://gazette.example/a-{number}",
        title=f"Título {number}",
        text="Ünicode text — with “quotes”",
        published=START + timedelta(minutes=number),
        day=START.date(),
        seen=START + timedelta(minutes=number, microseconds=1),
    )
    return replace(known, **fields)


def found(index: Index, keys: Keys) -> list[str]:
    """The ids of what is found, sorted."""
    return sorted(known.story for known in index.find(keys))


def finds_nothing_when_empty(index: Index) -> None:
    """Nothing is found where nothing is kept."""
    assert index.find(Keys(exact=(1,), shingles=(2, 3, 4))) == []


def one_exact_key_is_enough(index: Index) -> None:
    """A text is found by any of its exact keys, whole and as it was added."""
    first = kept(1, also=("gazette.example/b",), wire="AP", reading=2, revisions=3)
    index.add(first, Keys(exact=(0, HIGH)))
    index.add(kept(2, published=None, day=None), Keys(exact=(7,)))
    assert index.find(Keys(exact=(HIGH,))) == [first]
    assert index.find(Keys(exact=(5, 7))) == [kept(2, published=None, day=None)]
    assert index.find(Keys(exact=(5,))) == []


def shingles_need_company(index: Index) -> None:
    """`SHARED` shingles make a candidate, one fewer does not."""
    index.add(kept(1), Keys(shingles=tuple(range(10))))
    assert found(index, Keys(shingles=tuple(range(SHARED)))) == ["s0001"]
    assert found(index, Keys(shingles=tuple(range(SHARED - 1)))) == []


def exact_keys_and_shingles_are_apart(index: Index) -> None:
    """Numbers of one kind are not looked up among those of the other."""
    index.add(kept(1), Keys(exact=(1, 2, 3)))
    index.add(kept(2), Keys(shingles=(4, 5, 6)))
    assert found(index, Keys(exact=(4,), shingles=(1, 2, 3))) == []


def a_story_is_found_once(index: Index) -> None:
    """A story that shares several keys of both kinds is one candidate."""
    index.add(kept(1), Keys(exact=(1, 2), shingles=(3, 4, 5)))
    assert found(index, Keys(exact=(1, 2), shingles=(3, 4, 5))) == ["s0001"]


def a_story_is_replaced(index: Index) -> None:
    """A story added again is kept in its new form, under its earlier keys as well."""
    index.add(kept(1), Keys(exact=(1,), shingles=(3, 4, 5)))
    later = kept(1, title="Revised", reading=2, revisions=1)
    index.add(later, Keys(exact=(2,), shingles=(6, 7, 8)))
    for keys in (Keys(exact=(1,)), Keys(exact=(2,)), Keys(shingles=(3, 4, 5))):
        assert index.find(keys) == [later]
    index.add(later, Keys())
    assert index.find(Keys(shingles=(6, 7, 8))) == [later]


def adding_twice_changes_nothing(index: Index) -> None:
    """The same text under the same keys again leaves everything as it was."""
    for _ in range(2):
        index.add(kept(1), Keys(exact=(1,), shingles=(3, 4)))
    assert found(index, Keys(exact=(1,))) == ["s0001"]
    assert found(index, Keys(shingles=(3, 4))) == []


def the_newest_count(index: Index) -> None:
    """Of a crowded key those added last are found, as many as the caps say."""
    for number in range(PER_KEY + 5):
        index.add(kept(number), Keys(exact=(1,), shingles=(2, 3, 4)))
    last = [f"s{number:04}" for number in range(PER_KEY + 5)]
    assert found(index, Keys(exact=(1,))) == last[-PER_KEY:]
    assert found(index, Keys(shingles=(2, 3, 4))) == last[-PER_SHINGLE:]


def a_neighbour_in_time_is_found(index: Index) -> None:
    """Titles of one outlet that share a word meet within 36 hours, whichever came first."""
    index.add(kept(1), posting_keys(kept(1)))
    for hours in (-36, -20, 0, 20, 36):
        near = kept(2, published=START + timedelta(minutes=1, hours=hours), url="", text="")
        assert found(index, query_keys(near)) == ["s0001"], hours
    far = kept(2, published=START + timedelta(days=5), url="", text="")
    assert found(index, query_keys(far)) == []
    assert found(index, query_keys(replace(far, published=START, site="other.example"))) == []


CHECKS: tuple[Callable[[Index], None], ...] = (
    finds_nothing_when_empty,
    one_exact_key_is_enough,
    shingles_need_company,
    exact_keys_and_shingles_are_apart,
    a_story_is_found_once,
    a_story_is_replaced,
    adding_twice_changes_nothing,
    the_newest_count,
    a_neighbour_in_time_is_found,
)
"""Every check, for an index that is empty."""
