"""Lines of JSON: one that is wrong is told with its number, the others are read."""

import json
from datetime import UTC, date, datetime

import pytest

from monitor.entries import Entry
from monitor.sources.lines import BadLine, entries

NOW = datetime(2025, 6, 12, 18, 30, tzinfo=UTC)
GOOD = {"title": "A", "text": "B", "published": "2025-06-03"}


def read(**keys: object) -> Entry | BadLine:
    """What comes of a line with these keys, between two good ones."""
    lines = [json.dumps(each) for each in (GOOD, GOOD | keys, GOOD)]
    before, found, after = entries(lines, NOW)
    assert not isinstance(before, BadLine)
    assert not isinstance(after, BadLine)
    return found if isinstance(found, BadLine) else found[1]


ABSURD = (
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31",
    "0001-01-01",
    "1989-12-31",
    "2101-01-01",
)


@pytest.mark.parametrize("published", ABSURD)
def test_an_absurd_year_is_told_with_its_line(published: str) -> None:
    """As a feed's date of such a year is not believed; nothing could be reckoned from it."""
    found = read(published=published)
    assert isinstance(found, BadLine)
    assert found.number == 2
    assert found.reason == (f"published: expected a year from 1990 to 2100, found {published[:4]}")


@pytest.mark.parametrize(
    ("published", "day"), [("1990-01-01", date(1990, 1, 1)), ("2100-12-31", date(2100, 12, 31))]
)
def test_the_first_and_the_last_year_are_read(published: str, day: date) -> None:
    """The bounds belong to it."""
    found = read(published=published)
    assert isinstance(found, Entry)
    assert found.day == day


def test_half_a_surrogate_pair_becomes_a_mark() -> None:
    """UTF-8 cannot hold it; a whole pair stays."""
    found = read(
        title="A \ud800 \U0001f600", text="B \udfff", site="\udc80", id="\ud83d", lang="\ud800"
    )
    assert isinstance(found, Entry)
    assert found.title == "A \ufffd \U0001f600"
    assert (found.text, found.site, found.guid) == ("B \ufffd", "\ufffd", "\ufffd")
    assert found.lang == ""


def test_a_date_with_half_a_pair_is_told() -> None:
    """The sentence can be written anywhere."""
    found = read(published="2025-06-\ud800")
    assert isinstance(found, BadLine)
    assert "\ufffd" in found.reason
