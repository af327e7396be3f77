"""The order of arrival does not count."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.entries import Entry
from tests.eval.stream import headlines, variants
from tests.stories.story_samples import PATROL, VERDICT, entry, taken

PAGES = tuple(
    f"https://gazette.example/{name}/trawler-stopped" for name in ("world", "sea", "crime")
)
"""Addresses under which an outlet gives one text."""


@pytest.mark.parametrize("number", range(0, len(headlines()), 6))
def test_what_feeds_make_of_one_text_is_one_story_in_any_order(number: int) -> None:
    """Whichever address, feed or writing of the title comes first: the same entries are one story."""
    chance = random.Random(number)
    found = variants(headlines()[number], chance)
    entries = [item.entry for item in found if item.truth == "repeat" or item.kind == "first"]
    for _ in range(4):
        assert len({each.known.story for each in taken(entries)}) == 1
        chance.shuffle(entries)


@st.composite
def arrivals(draw: st.DrawFn) -> list[Entry]:
    """One text at several addresses, in any order; then other words under another title at some of them."""
    pages = draw(st.permutations(PAGES))
    changing = draw(st.lists(st.sampled_from(PAGES), min_size=1, max_size=4))
    changes = [
        entry(f"Judges hear {hour} engineers", f"{VERDICT} They are {hour}.", hour, url=url)
        for hour, url in enumerate(changing, 2)
    ]
    return [*(entry("Trawler stopped off the cape", PATROL, url=url) for url in pages), *changes]


@given(arrivals())
def test_a_text_that_changes_at_any_of_its_addresses_is_one_story(entries: list[Entry]) -> None:
    """Whichever address came first and whichever changes, the change finds the story that it changes."""
    assert len({each.known.story for each in taken(entries)}) == 1
