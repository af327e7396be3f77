"""The work of reading grows with the length of a text and no faster, whatever the text."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from tests.claims.reading import read

SHORT, LONG = 1_500, 6_000
"""Characters; a real text ends below 20,000."""
GROWTH = 1.15
"""How much more than its share the longer text may cost: sentences at its edges differ."""
ABOUT = "US strikes on drug boats in the Caribbean killed four. "
"""What makes every reader look at what follows."""
PIECES = {
    "one lead": "The U.S. military said on Tuesday it had struck another alleged drug boat in the Caribbean,"
    " killing four people and bringing the toll to at least 83. ",
    "the same without a speaker": "A strike on a boat killed four people and brought the toll to 83. ",
    "no stop": "US strike on a boat kills four people in the Caribbean ",
    "figures": "9",
    "figures apart": "83 ",
    "groups of figures": "9,",
    "commas": ",",
    "stops": ". ",
    "lines": "\n",
    "quotes": '" ',
    "one word": "a",
    "one hyphen after the other": "a-",
    "hedges": "at least ",
    "hedged figures": "at least 5 ",
    "numbers in words": "two hundred and ",
    "ordinals": "21st ",
    "days": "Monday ",
    "dates": "Nov. 15 ",
    "so long ago": "two days ago ",
    "months": "de noviembre ",
    "initials": "U.S. ",
    "accents alone": "e\u0301",
    "no blanks": "漢字",
    "right to left": "مرحبا ",
    "speakers": "Trump said ",
    "he said": "The toll of US boat strikes has risen to 83, he said. ",
    "denials": "denied that a strike killed 5 ",
    "both sides": "Trump said Maduro will meet Trump ",
    "shares": "poll 70% oppose war with Venezuela, ",
    "strikes that killed": "strike which killed 5 ",
}  # fmt: skip


def work(text: str) -> int:
    """Calls that reading a text makes, of our functions and of those in C."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES.keys())
def test_the_work_is_in_proportion_to_the_length(piece: str) -> None:
    """A text that is four times as long takes four times as many calls at most: none looks at all the rest."""
    short, long = (ABOUT + (piece * size)[: size - len(ABOUT)] for size in (SHORT, LONG))
    read(short)  # what is remembered of words and classes is not the text's work
    read(long)
    assert work(long) <= GROWTH * LONG / SHORT * work(short)
