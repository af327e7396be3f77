"""Days and numbers as people read them, the same in a terminal and on the page."""

from __future__ import annotations

import pytest

from monitor import wording
from monitor.cli import kinds, times
from monitor.web import wording as page

SPANS = [
    (("2025-11-20", "2025-11-20"), "20 Nov 2025"),
    (("2025-11-20", "2025-11-23"), "20 to 23 Nov 2025"),
    (("2025-10-28", "2025-11-02"), "28 Oct to 2 Nov 2025"),
    (("2025-12-30", "2026-01-02"), "30 Dec 2025 to 2 Jan 2026"),
    ((None, "2025-11-02"), "2 Nov 2025"),
    ((None, None), ""),
]


@pytest.mark.parametrize(("days", "expected"), SPANS)
def test_a_span_says_nothing_twice(days: tuple[str | None, str | None], expected: str) -> None:
    """Month and year stand once where they are the same; a terminal says that it knows no day."""
    named = dict(zip(("from", "to"), days, strict=True))
    assert wording.span(named) == expected
    assert kinds.span(named) == (expected or "day unknown")


def test_a_time_is_written_alike_in_a_terminal_and_on_the_page() -> None:
    """The page, which has no heading for it, adds the zone; a terminal says what is not there."""
    at = "2025-11-05T08:05:59Z"
    assert times.minute(at) == wording.minute(at) == "5 Nov 2025 08:05"
    assert page.minute(at) == "5 Nov 2025 08:05 UTC"
    assert times.day(at) == wording.day(at) == "5 Nov 2025"
    assert (times.day(None), times.minute(None), page.minute(None)) == ("no date", "no date", "")


def test_numbers_have_their_noun() -> None:
    """One is one; a thousand has its comma."""
    assert wording.many(1, "story", "stories") == "1 story"
    assert wording.many(1_200, "story", "stories") == "1,200 stories"
    assert wording.many(0, "voice") == "0 voices"
    assert wording.plain("carried_out") == "carried out"
