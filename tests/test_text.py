"""Text made safe, and made comparable."""

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


def test_a_reference_that_is_no_letter_costs_no_more_than_itself() -> None:
    """Python refuses to read a number of thousands of digits: that must not cost the whole document."""
    long = "9" * 5_000
    assert clean(f"before &#{long}; after &#65;") == "before \ufffd after A"
    assert clean(f"&#x{long}; &#{'0' * 5_000}65") == "\ufffd \ufffd"
