"""A model proposes, the rules judge: what becomes a claim, and what is rejected for which reason."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.claims.proposals import MOST, VERSION, judged
from monitor.claims.spans import LONGEST
from monitor.reports import (
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.values import Attribution, Quote, Window
from tests.claims.proposing import (
    RULE,
    answered,
    context,
    incident,
    only,
    proposed,
    quantity,
    status,
    told,
    total,
)

STRUCK = told(
    "The vessel went down in the Caribbean on Thursday with two men dead, the Pentagon said. It was"
    " the 22nd of the campaign, and at least 85 people are now dead. Maduro’s side may have more to"
    " say. Some 33 people were aboard 2 boats. The sea was calm.",
    title="Two dead in the Caribbean, “a lawful act”",
)
TWO_DEAD = "went down in the Caribbean on Thursday with two men dead"


# --- what becomes a claim ------------------------------------------------------------------------


def test_a_happening_is_claimed_with_the_words_that_say_it() -> None:
    """The model gives words and number; day, place and speaker are read by the rules."""
    claim = only(proposed(STRUCK, incident(TWO_DEAD, counts={"killed": {"min": 2, "max": 2}})))
    assert isinstance(claim, IncidentReported)
    start = STRUCK.text.index(TWO_DEAD)
    assert claim.quote == Quote("text", start, start + len(TWO_DEAD), TWO_DEAD)
    assert [(c.min, c.max, c.words) for c in claim.counts.values()] == [(2, 2, ("two",))]
    assert claim.occurred == Window(date(2025, 11, 27), date(2025, 11, 27), "weekday")
    assert claim.place == "caribbean"
    assert claim.attribution == Attribution("Pentagon", None, "official")
    assert (claim.rule, claim.pack, claim.by_model) == (
        RULE,
        f"model/{VERSION}+{context().pack.id}",
        True,
    )
    assert (claim.story, claim.lineage, claim.reading) == ("s", "s", 1)


def test_a_total_is_bounded_as_the_words_bound_it() -> None:
    """A hedge that was not quoted belongs to its number, and an ordinal counts the strikes."""
    proposal = total("85 people are now dead", killed={"min": 85, "max": 85})
    claim = only(proposed(STRUCK, proposal))
    assert isinstance(claim, TotalReported)
    assert claim.quote.text == "at least 85 people are now dead"
    assert (claim.counts["killed"].min, claim.counts["killed"].max) == (85, None)
    both = total("It was the 22nd of the campaign, and at least 85", strikes=22, killed=85)
    assert sorted(only(proposed(STRUCK, both)).counts) == ["killed", "strikes"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There are 15,000 troops in the region", 15_000),
        ("There are about 15,000 troops in the region", 15_000),
        ("There are more than 15,000 troops in the region", {"min": 15_000, "max": None}),
        ("There are more than 15,000 troops in the region", {"min": 15_001, "max": None}),
        ("There are 14,000 to 16,000 troops in the region", {"min": 14_000, "max": 16_000}),
        ("There are fifteen thousand troops in the region", {"min": 15_000, "max": 15_000}),
    ],
)
def test_a_quantity_is_the_number_of_the_quote(text: str, value: Any) -> None:
    """Whether the model reckons with the hedge or copies the figure."""
    claim = only(proposed(told(text), quantity(text, value)))
    assert isinstance(claim, QuantityReported)
    assert claim.unit == "troops"
    assert claim.value.min <= 15_001


def test_a_step_has_a_stage_of_its_episode_and_the_day_of_its_words() -> None:
    """What was held took place on a day that is past; what is set lies ahead."""
    text = "Trump and Maduro talked on Sunday. They will sit down in Doha on 5 December."
    call = only(
        proposed(told(text), status("meeting", "call", "held", "Trump and Maduro talked on Sunday"))
    )
    assert isinstance(call, StatusReported)
    assert (call.episode, call.stage, call.parties) == ("call", "held", ("Trump", "Maduro"))
    assert call.occurred == Window(date(2025, 11, 23), date(2025, 11, 23), "weekday")
    later = "They will sit down in Doha on 5 December"
    meeting = only(proposed(told(text), status("meeting", "meeting", "scheduled", later)))
    assert isinstance(meeting, StatusReported)
    assert meeting.occurred is None
    assert meeting.date == Window(date(2025, 12, 5), date(2025, 12, 5), "explicit")


def test_a_statement_needs_a_speaker_whom_the_quote_names() -> None:
    """Act and subject are those of the tracker; nobody speaks who is not there."""
    named = "Maduro is ready to share the oil wealth of the country"
    proposal = {"tracker": "statements", "kind": "statement", "act": "offer", "about": "oil"}
    claim = only(proposed(told(named), {**proposal, "quote": named}))
    assert isinstance(claim, StatementReported)
    assert (claim.speaker, claim.act, claim.about, claim.to) == ("Maduro", "offer", "oil", "Trump")
    nameless = "The country is ready to share its oil wealth"
    found = proposed(told(nameless), {**proposal, "quote": nameless})
    assert (found.claims, found.rejected) == ([], {"speaker not in the quote": 1})


def test_a_text_is_read_in_its_own_language() -> None:
    """Its numbers, days and hedges are those of its pack."""
    text = "El buque se hundió el jueves en el Caribe con al menos tres tripulantes muertos."
    proposal = incident("con al menos tres tripulantes muertos", counts={"killed": 3})
    claim = only(proposed(told(text, lang="es"), proposal))
    assert isinstance(claim, IncidentReported)
    assert (claim.counts["killed"].min, claim.counts["killed"].max) == (3, None)
    assert claim.occurred == Window(date(2025, 11, 27), date(2025, 11, 27), "weekday")
    assert (claim.place, claim.pack) == ("caribbean", f"model/{VERSION}+{context('es').pack.id}")


def test_plain_quotes_stand_for_typographic_ones() -> None:
    """Models straighten quotes; the claim keeps the outlet's own."""
    claim = only(
        proposed(
            STRUCK, incident('Two dead in the Caribbean, "a lawful act"', counts={"killed": 2})
        )
    )
    assert claim.quote == Quote("title", 0, len(STRUCK.title), STRUCK.title)


@pytest.mark.parametrize(
    "answer",
    [
        "```json\n{}\n```",
        "<think>They say {two}. Or {three}?</think>\n{}",
        "Here is what I found:\n\n{}\n\nDo you want more?",
    ],
)
def test_an_answer_may_be_wrapped(answer: str) -> None:
    """Fences, thoughts and small talk are passed over."""
    body = json.dumps({"claims": [incident(TWO_DEAD, counts={"killed": 2})]})
    assert len(answered(answer.replace("{}", body), STRUCK).claims) == 1


def test_the_same_proposal_twice_is_one_claim() -> None:
    """A claim is known by what it says where."""
    proposal = incident(TWO_DEAD, counts={"killed": 2})
    assert len(proposed(STRUCK, proposal, proposal).claims) == 1


# --- what is rejected ----------------------------------------------------------------------------

REJECTED: list[tuple[str, dict[str, Any]]] = [
    ("quote not in the text", incident("with two women dead", counts={"killed": 2})),
    ("quote not in the text", incident("", counts={"killed": 2})),
    ("quote not in the text", {**incident(TWO_DEAD, counts={"killed": 2}), "quote": ["two"]}),
    ("quote too short", incident("two men", counts={"killed": 2})),
    ("quote too long", incident(STRUCK.text, counts={"killed": 2})),
    ("value not in the quote", incident(TWO_DEAD, counts={"killed": 3})),
    ("value not in the quote", incident(TWO_DEAD, counts={"killed": {"min": 2, "max": 4}})),
    ("value not in the quote", incident("3 people were aboard 2", counts={"killed": 3})),
    ("value not in the quote", incident(TWO_DEAD, counts={"killed": 2, "vessels": 2})),
    ("value not in the quote", incident(TWO_DEAD, counts={"killed": 2}, ordinal=22)),
    ("value not in the quote", total("at least 85 people are now dead", killed=500)),
    ("no number", incident(TWO_DEAD)),
    ("no number", incident(TWO_DEAD, counts={"killed": None})),
    ("no number", incident(TWO_DEAD, counts={"killed": "two"})),
    ("no number", incident(TWO_DEAD, counts={"killed": -2})),
    ("no number", incident(TWO_DEAD, counts={"killed": True})),
    ("no number", incident(TWO_DEAD, counts={"killed": 10**30})),
    ("no number", incident(TWO_DEAD, counts=[2])),
    ("no number", quantity("Some 33 people were aboard", None)),
    ("unknown measure", incident(TWO_DEAD, counts={"wounded": 2})),
    ("unknown tracker", {**incident(TWO_DEAD, counts={"killed": 2}), "tracker": "floods"}),
    ("unknown tracker", {"claims": []}),
    ("unknown kind", {**incident(TWO_DEAD, counts={"killed": 2}), "kind": "adjustment"}),
    ("unknown kind", {**incident(TWO_DEAD, counts={"killed": 2}), "tracker": "troops"}),
    ("unknown kind", quantity(TWO_DEAD, 2, tracker="strikes")),
    ("unknown assertion", incident(TWO_DEAD, counts={"killed": 2}, assertion="proven")),
    ("unknown assertion", incident(TWO_DEAD, counts={"killed": 2}, assertion=["asserted"])),
    ("unknown stage", status("meeting", "call", "recorded", "side may have more to say")),
    ("unknown stage", status("meeting", "dinner", "held", "side may have more to say")),
    ("number out of bounds", quantity("Some 33 people were aboard", 33)),
]


@pytest.mark.parametrize(("reason", "proposal"), REJECTED)
def test_a_wrong_proposal_is_rejected_and_counted(reason: str, proposal: dict[str, Any]) -> None:
    """No claim, one reason; what is right beside it stands."""
    right = incident(TWO_DEAD, counts={"killed": 2})
    found = proposed(STRUCK, right, proposal)
    assert found.rejected == {reason: 1}
    assert len(found.claims) == 1


@pytest.mark.parametrize("proposal", [None, 3, "two dead", [], True])
def test_what_is_no_proposal_is_rejected(proposal: Any) -> None:
    """The list may hold anything."""
    assert proposed(STRUCK, proposal).rejected == {"not a claim": 1}


@pytest.mark.parametrize(
    ("text", "proposal", "reason"),
    [
        (
            "If the strike killed three people, it was unlawful.",
            incident("the strike killed three people", counts={"killed": 3}),
            "the text only supposes it",
        ),
        (
            "A fabricated video claims that Trump and Maduro met in Doha.",
            status("meeting", "meeting", "held", "Trump and Maduro met in Doha"),
            "the text disowns it",
        ),
    ],
)
def test_what_the_text_itself_doubts_is_not_told_as_a_fact(
    text: str, proposal: dict[str, Any], reason: str
) -> None:
    """Words can be cut out of the sentence that takes them back; the sentence is looked at."""
    assert proposed(told(text), proposal).rejected == {reason: 1}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("", "not JSON"),
        ("I cannot help with that.", "not JSON"),
        ('{"claims": [{"tracker": "str', "not JSON"),
        ('{"a":' * 5_000, "not JSON"),
        ("{" * 30_000 + "}" * 30_000, "not JSON"),
        ("[]", "not JSON"),
        ("{}", "no list of claims"),
        ('{"claims": {"0": 1}}', "no list of claims"),
        ('{"claims": null}', "no list of claims"),
    ],
)
def test_an_answer_that_is_no_list_is_one_rejection(answer: str, reason: str) -> None:
    """Refusals, cut-off answers and nonsense are counted, and give nothing."""
    assert answered(answer, STRUCK) == ([], {reason: 1})


def test_only_so_many_proposals_are_looked_at() -> None:
    """A model that goes round in circles costs a bounded time."""
    found = proposed(STRUCK, *[incident(TWO_DEAD, counts={"killed": 2})] * (MOST + 7))
    assert (len(found.claims), found.rejected) == (1, {"too many": 7})


def test_only_what_was_asked_about_is_claimed() -> None:
    """An answer about another tracker was not asked for, though the topic has it."""
    body = json.dumps({"claims": [incident(TWO_DEAD, counts={"killed": 2})]})
    found = judged(body, STRUCK, context(), ("troops",), RULE)
    assert found == ([], {"unknown tracker": 1})


# --- laws ----------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
VALUES = (
    st.integers(0, 100)
    | st.fixed_dictionaries({"min": st.integers(0, 100), "max": st.none() | st.integers(0, 100)})
    | JSON
)
QUOTES = st.builds(
    lambda begin, length: STRUCK.text[begin : begin + length],
    st.integers(0, len(STRUCK.text)),
    st.integers(0, 120),
)
PROPOSALS = st.fixed_dictionaries(
    {
        "tracker": st.sampled_from(["strikes", "meeting", "troops", "statements", "x"]) | JSON,
        "kind": st.sampled_from(["incident", "total", "status", "quantity", "statement"]) | JSON,
        "quote": QUOTES | st.text(max_size=30) | JSON,
    },
    optional={
        "counts": st.dictionaries(st.sampled_from(["killed", "vessels", "strikes", "x"]), VALUES)
        | JSON,
        "value": VALUES,
        "ordinal": st.integers(0, 30) | JSON,
        "episode": st.sampled_from(["call", "meeting"]) | JSON,
        "stage": st.sampled_from(["held", "denied", "scheduled"]) | JSON,
        "act": st.sampled_from(["offer", "threat"]) | JSON,
        "about": st.sampled_from(["oil", "talks"]) | JSON,
        "assertion": st.sampled_from(["asserted", "background", "denied"]) | JSON,
    },
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PROPOSALS | JSON, max_size=4))
def test_whatever_is_proposed_a_claim_quotes_the_text_and_its_numbers_stand_there(
    proposals: list[Any],
) -> None:
    """No exception, no quote that is not in the story, no number that its quote does not say."""
    found = answered(json.dumps({"claims": proposals}), STRUCK)
    assert len(found.claims) + sum(found.rejected.values()) <= len(proposals)
    for claim in found.claims:
        quote = claim.quote
        field = STRUCK.title if quote.field == "title" else STRUCK.text
        assert field[quote.start : quote.end] == quote.text
        assert 0 < len(quote.text) <= LONGEST
        assert all(word in quote.text for each in claim.counts_said() for word in each.words)
        assert all(each.words for each in claim.counts_said())


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "backslashreplace")))
def test_whatever_the_answer_is_nothing_is_raised(answer: str) -> None:
    """Any text at all is an answer with no claims."""
    assert answered(answer, STRUCK).claims == []


@settings(max_examples=100, deadline=None)
@given(st.lists(PROPOSALS, max_size=3))
def test_the_same_answer_gives_the_same_claims(proposals: list[Any]) -> None:
    """Nothing but answer, story and topic enters."""
    answer = json.dumps({"claims": proposals})
    assert answered(answer, STRUCK) == answered(answer, STRUCK)
