"""JSON APIs by paths."""

import json

import pytest

from tests.sources.documents import NOW
from tests.sources.kinds import failure, outcome, parsed, problems, source

GDELT = {
    "entries": "articles",
    "title": "title",
    "link": "url",
    "date": "seendate",
    "site": "domain",
}
ANSWER = {
    "articles": [
        {
            "url": "https://www.example.org/strike",
            "title": "Strike on boat <b>kills</b> three",
            "seendate": "20250603T143000Z",
            "domain": "example.org",
            "language": "English",
        }
    ]
}


def body(value: object) -> bytes:
    return json.dumps(value).encode()


def test_an_answer_of_gdelt_becomes_entries() -> None:
    """The worked example of the topic's file: title, link, time of the find, outlet."""
    [entry] = parsed(source("json", **GDELT), body(ANSWER)).entries
    assert (entry.title, entry.url) == (
        "Strike on boat kills three",
        "https://www.example.org/strike",
    )
    assert (entry.site, entry.lang) == ("example.org", "")
    assert entry.published == NOW.replace(day=3, hour=14, minute=30)


def test_an_api_that_has_found_nothing_is_no_failure() -> None:
    """GDELT answers {} when nothing fits; a list that is empty says the same."""
    assert parsed(source("json", **GDELT), b"{}").entries == ()
    assert parsed(source("json", **GDELT), body({"articles": []})).entries == ()


def test_an_answer_in_plain_words_is_told() -> None:
    """APIs say with status 200 what they do not like; a person has to read it."""
    found = failure(source("json", **GDELT), b"Timespan is too short.\x1b[2J")
    assert found.kind == "broken"
    assert 'it begins "Timespan is too short.[2J"' in found.sentence


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"error": 1}, 'there is no list at "articles"'),
        ({"articles": {"a": 1}}, 'there is no list at "articles"'),
        ({"articles": [{"headline": "x"}]}, 'no entry has a title at "title"'),
        ([], 'there is no list at "articles"'),
    ],
)
def test_a_path_that_leads_nowhere_is_a_failure(answer: object, why: str) -> None:
    """An API that was changed is told of, and is no silence."""
    found = failure(source("json", **GDELT), body(answer))
    assert (found.kind, found.sentence) == ("not a feed", why)


def test_paths_go_through_tables_and_lists() -> None:
    """A number is a place in a list; without a path to it the document is the list."""
    given = [{"t": ["Pier", "built"], "a": [{"href": "/1"}], "n": 7, "when": 1748930400}]
    made = source("json", title="t", link="a.0.href", id="n", date="when")
    [entry] = parsed(made, body(given)).entries
    assert (entry.title, entry.url, entry.guid) == (
        "Pier, built",
        "https://www.example.org/1",
        "7",
    )
    assert entry.published == NOW.replace(day=3, hour=6)


@pytest.mark.parametrize("path", ["a.9.href", "a.x", "t.0.0", "a.99999999999999999999", "n.n"])
def test_a_path_beside_what_is_there_gives_nothing(path: str) -> None:
    """No value of somebody else's document is a fault of ours."""
    given = [{"t": "Pier built", "a": [{"href": "/1"}], "n": 7}]
    [entry] = parsed(source("json", title="t", link=path), body(given)).entries
    assert entry.url == ""


@pytest.mark.parametrize(
    ("written", "form", "hour"),
    [
        ("2025-06-03 08:00", "%Y-%m-%d %H:%M", 6),  # the outlet's zone is Berlin
        ("2025-06-03T08:00:00+00:00", "", 8),
        ("Tue, 03 Jun 2025 08:00:00 +0200", "", 6),
        (1748930400000, "", 6),
        ("03.06.2025", "%d.%m.%Y", 12),
        ("soon", "", None),
        ("soon", "%Y", None),
        (True, "", None),
        (1e300, "", None),
        ("9" * 200, "", None),
    ],
)
def test_dates_are_understood_as_they_are_written(
    written: object, form: str, hour: int | None
) -> None:
    """By a form, as ISO 8601, as in mail, as a number; anything else is no date."""
    made = source("json", title="t", date="d", date_form=form)
    found = parsed(made, body([{"t": "Pier built", "d": written}]))
    assert [each.published and each.published.hour for each in found.entries] == [hour]
    assert [each.day_only for each in found.entries] == [form == "%d.%m.%Y"]


@pytest.mark.parametrize("body", [b"[" * 1_000_000, b'{"a":' * 500_000, b"[" + b"1" * 100_000])
def test_hostile_json_is_a_failure(body: bytes) -> None:
    """Nested deeply, or a number that takes minutes to read."""
    from monitor.sources import Failure

    assert isinstance(outcome(source("json", title="t"), body), Failure)


def test_mistakes_in_paths_and_forms_are_named() -> None:
    """What a type cannot say."""
    assert problems("json", title="a..b", date_form="%H") == [
        'title: expected names with full stops between them, found "a..b"',
        'date_form: expected a form like "%Y-%m-%d %H:%M:%S": it does not name year, month and day',
    ]


@pytest.mark.parametrize("number", ["1e999", "NaN", "9" * 5_000])
def test_a_number_out_of_range_is_no_id(number: str) -> None:
    """Two entries without a number that can be read are not one entry."""
    made = source("json", title="t", id="n")
    found = parsed(made, f'[{{"t": "Pier", "n": {number}}}, {{"t": "Quay", "n": 7}}]'.encode())
    assert [(each.title, each.guid) for each in found.entries] == [("Pier", ""), ("Quay", "7")]
