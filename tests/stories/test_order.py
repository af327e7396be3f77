"""The order of arrival does not count."""

from __future__ import annotations

import random

import pytest

from tests.eval.stream import headlines, variants
from tests.stories.story_samples import taken


@pytest.mark.parametrize("number", range(0, len(headlines()), 6))
def test_what_feeds_make_of_one_text_is_one_story_in_any_order(number: int) -> None:
    """Whichever address, feed or writing of the title comes first: the same entries are one story."""
    chance = random.Random(number)
    found = variants(headlines()[number], chance)
    entries = [item.entry for item in found if item.truth == "repeat" or item.kind == "first"]
    for _ in range(4):
        assert len({each.known.story for each in taken(entries)}) == 1
        chance.shuffle(entries)
