"""Times as people write them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli import times, written

NOW = datetime(2025, 11, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-28", "2025-10-28T23:59:59.999999+00:00"),
        ("2025-10-28T18:00", "2025-10-28T18:00:00+00:00"),
        ("2025-10-28 18:00", "2025-10-28T18:00:00+00:00"),
        ("2025-10-28t18:00z", "2025-10-28T18:00:00+00:00"),
        ("2025-10-28T18:00-04:00", "2025-10-28T22:00:00+00:00"),
        ("now", "2025-11-15T10:30:00+00:00"),
        ("today", "2025-11-15T23:59:59.999999+00:00"),
        ("yesterday", "2025-11-14T23:59:59.999999+00:00"),
        ("Yesterday 18:00", "2025-11-14T18:00:00+00:00"),
        ("yesterday at 6:05", "2025-11-14T06:05:00+00:00"),
        ("3h", "2025-11-15T07:30:00+00:00"),
        ("90 minutes ago", "2025-11-15T09:00:00+00:00"),
        ("2 weeks ago", "2025-11-01T10:30:00+00:00"),
        ("1 day ago", "2025-11-14T10:30:00+00:00"),
        ("an hour ago", "2025-11-15T09:30:00+00:00"),
        ("a month ago", "2025-10-15T10:30:00+00:00"),
        ("9 months ago", "2025-02-15T10:30:00+00:00"),
        ("2 years ago", "2023-11-15T10:30:00+00:00"),
        ("28 Oct 2025", "2025-10-28T23:59:59.999999+00:00"),
        ("15 Nov 2025 18:00", "2025-11-15T18:00:00+00:00"),
        ("15 November 2025 at 18:00", "2025-11-15T18:00:00+00:00"),
        ("October 28, 2025, 6:30 pm", "2025-10-28T18:30:00+00:00"),
        ("the 3rd of Nov", "2025-11-03T23:59:59.999999+00:00"),
        ("28 Dec", "2024-12-28T23:59:59.999999+00:00"),
        ("Oct 2025", "2025-10-31T23:59:59.999999+00:00"),
        ("2025-10", "2025-10-31T23:59:59.999999+00:00"),
        ("2024", "2024-12-31T23:59:59.999999+00:00"),
        ("2025/10/28 7am", "2025-10-28T07:00:00+00:00"),
        ("18:00", "2025-11-15T18:00:00+00:00"),
        ("18:00 yesterday", "2025-11-14T18:00:00+00:00"),
        ("noon", "2025-11-15T12:00:00+00:00"),
        ("noon on 28 Oct 2025", "2025-10-28T12:00:00+00:00"),
        ("yesterday midnight", "2025-11-14T00:00:00+00:00"),
        ("12 am", "2025-11-15T00:00:00+00:00"),
        ("last Monday", "2025-11-10T23:59:59.999999+00:00"),
        ("saturday", "2025-11-08T23:59:59.999999+00:00"),
        ("fri 9:15", "2025-11-14T09:15:00+00:00"),
        ("28 Oct 2025 18:00 UTC", "2025-10-28T18:00:00+00:00"),
        ("28 Oct 2025 18:00 -04:00", "2025-10-28T22:00:00+00:00"),
        ("28 Oct 2025 18:00 America/Caracas", "2025-10-28T22:00:00+00:00"),
        ("2025-10-28 america/new_york", "2025-10-29T03:59:59.999999+00:00"),
        ("noon America/Port_of_Spain", "2025-11-15T16:00:00+00:00"),
        ("20251028T180000Z", "2025-10-28T18:00:00+00:00"),
        ("20251028", "2025-10-28T23:59:59.999999+00:00"),
        ("2025-10-28T18:00 America/Caracas", "2025-10-28T22:00:00+00:00"),
        ("two weeks ago", "2025-11-01T10:30:00+00:00"),
    ],
)
def test_a_time_is_read_as_a_person_means_it(text: str, expected: str) -> None:
    """Days end at their end, times without a zone are UTC, and what lies back is counted back."""
    assert written.parse(text, NOW, "end").isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-10-28", "2025-10-28T00:00:00+00:00"),
        ("yesterday", "2025-11-14T00:00:00+00:00"),
        ("yesterday 18:00", "2025-11-14T18:00:00+00:00"),
        ("Oct 2025", "2025-10-01T00:00:00+00:00"),
        ("last monday", "2025-11-10T00:00:00+00:00"),
    ],
)
def test_since_a_day_begins_with_it(text: str, expected: str) -> None:
    """What is asked for since a day holds that day."""
    assert written.parse(text, NOW, "start").isoformat() == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "foo",
        "2025-13-01",
        "yesterday 25:00",
        "999999 weeks ago",
        "3",
        "3 parsecs",
        "2025-02-30",
        "11/12/2025",
        "31 Nov 2025",
        "Oct 2025 18:00",
        "28 Oct 2025 18:00 Mars/Base",
        "13 pm",
        "noon noon",
        "mondayish",
        "28 28 Oct",
        "next Monday",
        "2025-1028",
        "202510",
        "2025101",
    ],
)
def test_what_is_no_time_is_told_with_examples(text: str) -> None:
    """A mistake is a sentence that shows what would be understood."""
    with pytest.raises(ValueError, match=r'no time; write 2025-10-28.*"2 weeks ago"'):
        written.parse(text, NOW, "end")


@given(st.text(max_size=30), st.sampled_from(("start", "end")))
def test_any_text_is_a_time_in_utc_or_a_mistake(text: str, edge: written.Edge) -> None:
    """Nothing that a person can type gives another error."""
    with suppress(ValueError):
        assert written.parse(text, NOW, edge).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2025, 11, 28, 23, 59, 59, 999_999, UTC), "28 Nov 2025 (UTC)"),
        (datetime(2025, 11, 28, 18, 0, tzinfo=UTC), "28 Nov 2025 18:00 (UTC)"),
        (
            datetime(2025, 11, 28, 18, 0, tzinfo=timezone(timedelta(hours=-4))),
            "28 Nov 2025 22:00 (UTC)",
        ),
    ],
)
def test_a_moment_is_shown_with_its_zone(at: datetime, expected: str) -> None:
    """The end of a day is that day; everything is in UTC and says so."""
    assert times.moment(at) == expected


def test_noon_stands_for_a_text_with_a_day_alone() -> None:
    """A time that nobody gave is not shown."""
    assert times.reported("2025-11-16T12:00:00Z") == "16 Nov 2025"
    assert times.reported("2025-11-16T12:01:00Z") == "16 Nov 2025 12:01"
    assert times.reported(None) == "no date"
    assert times.reported("2025-11-16T12:00:00Z", day_only=False) == "16 Nov 2025 12:00"
    assert times.reported("2025-11-16T12:00:00Z", day_only=True) == "16 Nov 2025"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-11-15T10:29:40Z", "20 s ago"),
        ("2025-11-15T10:20:00Z", "10 min ago"),
        ("2025-11-15T08:00:00Z", "2 h ago"),
        ("2025-11-11T08:00:00Z", "4 d ago"),
        ("2025-11-15T11:00:00Z", "in the future"),
    ],
)
def test_how_long_ago_is_told_in_the_largest_unit(text: str, expected: str) -> None:
    """One figure is enough at a glance."""
    assert times.ago(text, NOW) == expected


def test_a_month_ago_is_a_day_that_there_is() -> None:
    """A month before 31 March is the last of February."""
    march = datetime(2025, 3, 31, 9, tzinfo=UTC)
    assert written.parse("a month ago", march, "end").isoformat() == "2025-02-28T09:00:00+00:00"
