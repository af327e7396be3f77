"""Text made comparable: what expressions are built of."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.text import clean, one_of

WORDS = st.lists(st.text("ab.*|", max_size=4), max_size=8)


@given(words=WORDS, text=st.text("ab.*|", max_size=8))
def test_one_of_finds_the_longest_word_that_fits(words: list[str], text: str) -> None:
    """As if each were tried, the longest first; signs stand for themselves; no words, nothing found."""
    fitting = [word for word in words if word and text.startswith(word)]
    found = re.match(one_of(words), text)
    assert (found[0] if found else None) == max(fitting, key=len, default=None)


def test_a_soft_hyphen_is_no_part_of_a_word() -> None:
    """Where a word may be broken is for the page that shows it, as a character or as a reference."""
    assert clean("ki\u00adlled four, sea&shy;men say") == "killed four, seamen say"
