"""Text made safe, and made comparable."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from monitor.text import clean, folded, one_of, printable

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


def test_what_nobody_sees_does_not_hide_a_word() -> None:
    """Soft hyphens, fillers, joiners in a Latin word: who looks for the word must find it."""
    assert (
        clean("Ex\u00adplo\u200csi\u200d\u200don in Ca\u034fra\u3164cas\u200d")
        == "Explosion in Caracas"
    )
    assert clean("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    )
    family = "\U0001f469\u200d\U0001f467 \u2764\ufe0f"
    assert clean(family) == family


SCRIPTS_NEED = frozenset(
    (0x200C, 0x200D, *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)
) | frozenset(range(0x13430, 0x13439))
"""Joiners, the marks round figures of Arabic, Syriac and Kaithi, and how hieroglyphs stand."""


def test_no_letter_that_does_something_is_printable() -> None:
    """Of all of Unicode: no control, format, half of a pair or separator of lines."""
    passing = {
        number
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(letter := chr(number)) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and letter in printable(f"\u0628{letter}\u0628")
    }
    assert passing == SCRIPTS_NEED


def test_no_sign_makes_a_text_much_longer_than_its_limit() -> None:
    """One sign of Arabic is 18 letters where texts are compared: 20,000 of them took seconds."""
    assert (
        clean("\ufdfa")
        == "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 \u0639\u0644\u064a\u0647 \u0648\u0633\u0644\u0645"
    )
    longest = max(len(folded(clean(chr(number) * 8, 8))) for number in range(0x20, 0x20000))
    assert longest <= 4 * 8
