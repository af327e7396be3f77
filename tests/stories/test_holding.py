"""Which events hold words of a story."""

from __future__ import annotations

from typing import Any

from monitor.stories.holding import Place, holding

TEXT = "The Norland navy struck a boat off Tarland on Tuesday and killed two people."
STORY = {"story": "s1", "title": "Navy strike kills two", "text": TEXT}
CLAIM = {"id": "c1", "story": "s1", "lineage": "s1", "quote": {"text": "killed two people"}}
OTHER = {"id": "c2", "story": "s2", "lineage": "s2", "quote": {"text": "killed two people"}}
NOTED = {"development": "d1", "because": ["c1", "c2"], "title": "2 killed, was 0"}


def told(*events: dict[str, Any]) -> list[tuple[Place, dict[str, Any]]]:
    """These events, one after the other."""
    return [(Place(at, "X"), fields) for at, fields in enumerate(events, 1)]


def held(*events: dict[str, Any], story: str = "s1") -> list[int]:
    """Positions of those that hold it, from 1."""
    return [place.position for place in holding(told(*events), story).places]


def test_the_story_and_its_claims_hold_it() -> None:
    """Every text of it, every quote, what a model has answered; not those of other stories."""
    revised = {"story": "s1", "title": "Navy strike kills three", "text": "Three.", "reading": 2}
    answered = {"story": "s1", "answer": '{"claims":[]}'}
    other = {"story": "s2", "title": "Navy strike kills two", "text": TEXT}
    assert held(STORY, CLAIM, other, OTHER, revised, answered) == [1, 2, 5, 6]


def test_what_only_names_the_story_holds_nothing() -> None:
    """That it was read again, how an answer was read, a snooze."""
    reread = {"story": "s1", "reading": 2, "pack": "en/5"}
    read = {"story": "s1", "asked": "x", "rejected": {"known": 1}}
    assert held(STORY, reread, read, {"alert": "a1", "who": "ana"}) == [1]


def test_a_development_holds_it_where_it_repeats_words() -> None:
    """Its own words about figures are ours."""
    quoting = {"development": "d2", "because": ["c1"], "title": "Navy: a boat off Tarland, it says"}
    assert held(STORY, CLAIM, NOTED, quoting) == [1, 2, 4]


def test_an_alert_holds_it_where_it_quotes() -> None:
    """It is found over the development that it tells, although that one holds nothing."""
    quoting = {
        "alert": "a1",
        "developments": ["d1"],
        "parts": [{"development": "d1", "quotes": [{"text": "KILLED two people", "site": "x"}]}],
    }
    plain = {"alert": "a2", "developments": ["d1"], "title": "2 killed, was 0", "parts": []}
    unrelated = {"alert": "a3", "developments": ["d9"], "body": f'"{TEXT}"'}
    found = holding(told(STORY, CLAIM, NOTED, quoting, plain, unrelated), "s1")
    assert [place.position for place in found.places] == [1, 2, 4]
    assert found.alerts == ("a1",)


def test_a_correction_holds_it_where_its_reason_does() -> None:
    """A person may have repeated the words."""
    wordy = {"claim": "c1", "who": "ana", "why": "it says: struck a boat off Tarland, wrongly"}
    terse = {"claim": "c1", "who": "ana", "why": "counted twice"}
    assert held(STORY, CLAIM, wordy, terse) == [1, 2, 3]


def test_copies_are_named_and_left_alone() -> None:
    """They are texts of others, in the same words."""
    copy = {"story": "s3", "of": "s1", "joins": ["s1"], "title": "Navy strike", "text": TEXT}
    claim = {"id": "c3", "story": "s3", "lineage": "s1", "quote": {"text": "killed two people"}}
    found = holding(told(STORY, copy, claim), "s1")
    assert [place.position for place in found.places] == [1]
    assert found.others == ("s3",)


def test_a_story_that_is_not_there_is_held_by_nothing() -> None:
    """Nothing is found for a mistyped id."""
    assert held(STORY, CLAIM, story="s9") == []
