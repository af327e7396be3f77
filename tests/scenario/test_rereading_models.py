"""What a language model has answered is read again with its story; the model is not asked again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec import structs

from monitor.claims.proposals import pack_id, read
from monitor.consulted import AnswerRead, ModelAnswered
from monitor.events import StoryReread
from monitor.reports import AnyClaim, Claim, IncidentReported
from monitor.stories.recorded import recorded
from tests.cli import cli_state
from tests.scenario.rereading_desk import LATER, TOPIC, Desk, as_told, desks, rules_of

NOW = rules_of(TOPIC)
PLACES = rules_of(TOPIC.replace("[gate]", '[places]\ntarland = ["Tarland"]\n\n[gate]'))
QUOTE = "The Norland navy met a boat off Tarland and left four seamen gone"
STORY = cli_state.entry(9, "coast-wire", 12, "Norland and a boat", f"{QUOTE}.")
FOUR = {"tracker": "strikes", "kind": "incident", "counts": {"killed": 4}, "quote": QUOTE}


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A story in which the rules have read nothing."""
    with desks() as (made,):
        made.take_in(NOW, [STORY])
        assert claims(made) == []
        yield made


def claims(desk: Desk) -> list[AnyClaim]:
    return [each for each in desk.events() if isinstance(each, Claim)]


def answer(desk: Desk, *proposals: object, asked: str = "q", after: int = 0) -> None:
    """A model has answered about the story as it stands, and the rules have read the answer."""
    (story,) = recorded(desk.events()).values()
    text = story.texts[-1]
    answered = ModelAnswered(
        story=text.story.id,
        reading=text.reading,
        model="small:1b",
        prompt="1",
        asked=asked,
        trackers=("strikes",),
        parameters="{}",
        answer=json.dumps({"claims": proposals}),
        seconds=1,
        at=cli_state.NOW + timedelta(minutes=after),
    )
    context = NOW.readers.context("en")
    assert context is not None
    found = read(answered, structs.replace(text.story, reading=text.reading), context)
    done = AnswerRead(
        story=text.story.id,
        reading=text.reading,
        asked=asked,
        parser=pack_id(context),
        claims=len(found.claims),
        rejected=found.rejected,
        at=answered.at,
    )
    known = {claim.id for claim in claims(desk)}
    desk.record(answered, done, *(claim for claim in found.claims if claim.id not in known))


def test_the_rules_that_have_read_an_answer_change_nothing(desk: Desk) -> None:
    """Also when it was asked twice, and has said more the second time."""
    answer(desk, FOUR)
    assert [claim.by_model for claim in claims(desk)] == [True]
    assert desk.plan(NOW).events == ()
    answer(desk, FOUR, FOUR | {"counts": {"killed": 4, "boats": 1}}, after=1)
    assert desk.plan(NOW).events == ()


def test_newer_rules_read_the_answer_again(desk: Desk) -> None:
    """Its words are in the log: what they make of them now stands, and how many it was is told."""
    answer(desk, FOUR, FOUR | {"quote": "somewhere else"})
    found = desk.reread(PLACES)
    reread, heard, claim = found.events
    assert isinstance(reread, StoryReread)
    assert isinstance(heard, AnswerRead)
    assert isinstance(claim, IncidentReported)
    assert (heard.reading, heard.asked, heard.claims, heard.at) == (2, "q", 1, LATER)
    assert sum(heard.rejected.values()) == 1
    assert (claim.reading, claim.place, claim.by_model) == (2, "tarland", True)
    assert found.texts[0].difference.changed == ((claims(desk)[0], claim),)
    assert desk.plan(PLACES).events == ()
    assert desk.differences(PLACES.topic) == []


def test_what_the_rules_have_learnt_is_not_what_the_model_had_said(desk: Desk) -> None:
    """The same number read by a rule is another claim: it counts for more."""
    answer(desk, FOUR)
    (old,) = claims(desk)
    assert as_told(NOW, desk.events())["strikes"].view["killed"]["best"] == 0
    by_rule = structs.replace(old, pack="en/1", rule="en/kill-n", id="")
    with desks() as (other,):
        other.record(*(each for each in desk.events() if not isinstance(each, Claim)), by_rule)
        (text,) = other.plan(NOW).texts
    assert [claim.by_model for claim in text.difference.lost] == []
    assert [(was.by_model, now.by_model) for was, now in text.difference.changed] == [(False, True)]


def test_an_answer_belongs_to_the_text_that_it_was_about(desk: Desk) -> None:
    """A revision has another text: what was answered before it says nothing of the new one."""
    answer(desk, FOUR)
    later = cli_state.changed(
        STORY, text=STORY.text.replace("four", "six"), seen=STORY.seen + timedelta(hours=1)
    )
    desk.take_in(NOW, [later])
    found = desk.reread(PLACES)
    assert [(text.text.number, len(text.difference.changed)) for text in found.texts] == [
        (1, 1),
        (2, 0),
    ]
    heard = [each for each in found.events if isinstance(each, AnswerRead)]
    assert [each.reading for each in heard] == [3]
