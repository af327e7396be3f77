"""What a rereading leaves in force, what it takes back, and that it is no news."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from monitor.entries import Entry
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted, StoryCopied, StoryReread
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.reports import AnyClaim, Claim, IncidentAdjusted, IncidentReported
from monitor.values import Count, Quote
from tests.cli import cli_state
from tests.scenario.rereading_desk import LATER, RULES, TOPIC, Desk, as_told, desks, rules_of

NOW = rules_of(TOPIC)
JUDGED = datetime(2025, 6, 20, 9, tzinfo=cli_state.NOW.tzinfo)
"""When a person has looked at a claim."""
STRUCK, WIRE, COPY, CALL, TROOPS = cli_state.ENTRIES
WITH_PLACES = TOPIC.replace("[gate]", '[places]\ntarland = ["Tarland"]\nbay = ["bay"]\n\n[gate]')
NARROW = TOPIC.replace(
    'any = [["norland", "boat"], ["orla", "vesk"], ["norland", "troops"]]',
    'any = [["orla", "vesk"], ["norland", "troops"]]',
)
assert len({TOPIC, WITH_PLACES, NARROW}) == 3


@pytest.fixture
def desk() -> Iterator[Desk]:
    """Nothing taken in yet."""
    with desks() as (made,):
        yield made


def as_read_then(
    desk: Desk, entries: Sequence[Entry], misread: Callable[[AnyClaim], AnyClaim | None]
) -> None:
    """Texts that an older pack has read, which understood some claims otherwise."""
    with desks() as (other,):
        other.take_in(NOW, entries)
        events = [each for each in other.events() if not isinstance(each, DevelopmentNoted)]
    then = [misread(each) if isinstance(each, Claim) else each for each in events]
    desk.record(*(each for each in then if each is not None and not isinstance(each, AlertRaised)))


def claims(desk: Desk, tracker: str = "strikes") -> list[AnyClaim]:
    """All claims of a tracker that were ever read, in the order of the log."""
    return [e for e in desk.events() if isinstance(e, Claim) and e.tracker == tracker]


def with_counts(claim: AnyClaim, **numbers: int) -> AnyClaim:
    """The claim as somebody would have misread it."""
    assert isinstance(claim, IncidentReported)
    words = claim.counts["killed"].words
    counts = {name: Count(n, n, words) for name, n in numbers.items()}
    return structs.replace(claim, counts=counts, pack="en/0", id="")


def misread_first(**numbers: int) -> Callable[[AnyClaim], AnyClaim]:
    """The two of the first text were taken for something else."""

    def misread(claim: AnyClaim) -> AnyClaim:
        first = isinstance(claim, IncidentReported) and claim.counts["killed"].min == 2
        return with_counts(claim, **numbers) if first else claim

    return misread


def retracted(claim: AnyClaim) -> ClaimRetracted:
    return ClaimRetracted(claim=claim.id, who="ann", why="satire", at=JUDGED)


def corrected(claim: AnyClaim, after: timedelta = timedelta(0), **numbers: int) -> ClaimCorrected:
    counts = {name: Count(number, number) for name, number in numbers.items()}
    return ClaimCorrected(claim=claim.id, counts=counts, who="ann", why="asked", at=JUDGED + after)


def killed(desk: Desk, as_of: datetime | None = None) -> int:
    found: int = as_told(NOW, desk.events(), as_of)["strikes"].view["killed"]["best"]
    return found


def person_events(desk: Desk) -> list[Any]:
    return [e for e in desk.events() if isinstance(e, ClaimRetracted | ClaimCorrected)]


# --- persons ----------------------------------------------------------------------------------


def test_a_retraction_goes_on_for_a_claim_that_says_the_same(desk: Desk) -> None:
    """The newer claim of the same is out of every figure, by the same person since the same time."""
    extra = {"killed": 2, "survivors": 2}
    as_read_then(desk, [STRUCK], lambda c: None)
    (wanted,) = desk.plan(NOW).texts[0].difference.gained
    assert isinstance(wanted, IncidentReported)
    old = structs.replace(wanted, reading=1, id="")
    other = structs.replace(with_counts(wanted, **extra), quote=_title(), reading=1, id="")
    desk.record(old, other, retracted(old))
    found = desk.reread(NOW)
    assert [c.id for c in found.texts[0].difference.lost] == [other.id]
    first, again = person_events(desk)
    assert (again.who, again.why, again.at, again.of) == ("ann", "satire", JUDGED, first.claim)
    assert killed(desk) == 0
    assert killed(desk, JUDGED - timedelta(seconds=1)) == 2
    (aside,) = as_told(NOW, desk.events())["strikes"].view["set_aside"]
    assert (aside["claim"], aside["reason"]) == (again.claim, "retracted by ann: satire")


def _title() -> Quote:
    words = "strike on boat off Tarland kills two"
    start = STRUCK.title.index(words)
    return Quote("title", start, start + len(words), words)


def test_a_retraction_follows_a_claim_to_other_words(desk: Desk) -> None:
    """What was taken out is what the text claims, wherever newer rules find it."""
    as_read_then(desk, [STRUCK], lambda c: structs.replace(c, quote=_title(), id=""))
    desk.record(retracted(claims(desk)[0]))
    (text,) = desk.reread(NOW).texts
    assert (len(text.carried), text.lapsed) == (1, ())
    assert killed(desk) == 0


def test_a_retraction_of_what_is_read_otherwise_lapses_and_is_told(desk: Desk) -> None:
    """It was the misreading that was taken out; the mended claim counts."""
    as_read_then(desk, [STRUCK], misread_first(killed=12))
    (wrong,) = claims(desk)
    desk.record(retracted(wrong))
    (text,) = desk.reread(NOW).texts
    ((verdict, was, now),) = ((each.verdict, each.was, each.now) for each in text.lapsed)
    assert (verdict, was.id, text.carried) == (person_events(desk)[0], wrong.id, ())
    assert now is not None
    assert now.id == claims(desk)[-1].id
    assert killed(desk) == 2


def test_a_retraction_of_what_is_not_read_any_more_is_done_with(desk: Desk) -> None:
    """Newer rules agree with the person: nothing is left to be said."""
    desk.take_in(NOW, [STRUCK])
    desk.record(retracted(claims(desk)[0]))
    (text,) = desk.reread(rules_of(NARROW)).texts
    assert (text.lapsed, text.carried) == ((), ())


def test_a_correction_tells_what_the_words_mean_whatever_is_read_in_them(desk: Desk) -> None:
    """The very same words, read otherwise: the person's number stands, with what was corrected last."""
    as_read_then(desk, [STRUCK], misread_first(killed=12))
    (wrong,) = claims(desk)
    desk.record(corrected(wrong, killed=5), corrected(wrong, timedelta(hours=1), killed=7))
    (text,) = desk.reread(NOW).texts
    assert (len(text.carried), text.lapsed) == (2, ())
    assert killed(desk) == 7
    assert killed(desk, JUDGED) == 5


def test_a_correction_that_is_read_by_itself_now_is_not_needed(desk: Desk) -> None:
    """The rules have learnt what the person knew."""
    as_read_then(desk, [STRUCK], misread_first(killed=12))
    (wrong,) = claims(desk)
    desk.record(corrected(wrong, killed=2))
    (text,) = desk.reread(NOW).texts
    assert (text.carried, text.lapsed) == ((), ())
    assert killed(desk) == 2


def test_a_correction_of_a_claim_that_is_gone_lapses_and_is_told(desk: Desk) -> None:
    """There are no words left that it could be about."""
    desk.take_in(NOW, [STRUCK])
    (claim,) = claims(desk)
    desk.record(corrected(claim, killed=5))
    (text,) = desk.reread(rules_of(NARROW)).texts
    assert [(each.was, each.now) for each in text.lapsed] == [(claim, None)]
    assert killed(desk) == 0


def test_what_persons_have_done_survives_many_rereadings(desk: Desk) -> None:
    """Forth and back and forth: each time it is done again to the claim that stands."""
    desk.take_in(NOW, [STRUCK])
    (claim,) = claims(desk)
    desk.record(corrected(claim, killed=5))
    for rules in (WITH_PLACES, TOPIC, WITH_PLACES, TOPIC):
        assert desk.reread(rules_of(rules)).events
        assert killed(desk) == 5
    assert {event.of for event in person_events(desk)} == {"", claim.id}
    assert desk.plan(NOW).events == ()


def test_a_claim_that_a_person_has_entered_is_kept(desk: Desk) -> None:
    """No pack has read it, so no pack can take it back."""
    desk.take_in(NOW, [STRUCK])
    (claim,) = claims(desk)
    reason = "the hospital: one of them has died"
    entered = IncidentAdjusted(
        tracker="strikes",
        story=claim.story,
        lineage=claim.lineage,
        url=claim.url,
        site=claim.site,
        quote=Quote("text", 0, len(reason), reason),
        rule="analyst",
        pack="",
        published=claim.published,
        day=claim.day,
        seen=claim.seen,
        counts={"presumed_dead": Count(1, 1, ("one",))},
    )
    desk.record(entered)
    assert desk.plan(NOW).events == ()
    desk.reread(rules_of(WITH_PLACES))
    newest = claims(desk)[-1]
    assert isinstance(newest, IncidentAdjusted)
    assert (newest.quote, newest.counts) == (entered.quote, entered.counts)
    assert newest.reading == claims(desk)[-2].reading == 2


# --- topics, languages, copies ----------------------------------------------------------------------


def test_a_story_that_the_gate_would_keep_out_today_has_no_claims(desk: Desk) -> None:
    """It stays a story; let in again, it says what it said."""
    desk.take_in(NOW, cli_state.ENTRIES)
    out = desk.reread(rules_of(NARROW))
    assert [text.relevant for text in out.texts] == [False] * 3
    events = [event for event in out.events if isinstance(event, StoryReread)]
    assert {event.pack for event in events} == {""}
    assert killed(desk) == 0
    back = desk.reread(NOW)
    assert [(len(t.difference.gained), t.relevant) for t in back.texts] == [(1, True)] * 3
    assert killed(desk) == 5


def test_a_language_that_comes_later_brings_its_claims(desk: Desk) -> None:
    """What was stored in it could not be read before."""
    spanish = cli_state.changed(
        cli_state.entry(
            7,
            "bay-news",
            13,
            "Norland: un attack deja seis muertos",
            "La Norland navy: un attack contra un boat dejó seis muertos el martes.",
        ),
        lang="es",
    )
    desk.take_in(rules_of(RULES["English"]), [STRUCK, spanish])
    assert killed(desk) == 2
    (text,) = desk.reread(NOW).texts
    assert (text.difference.lost, text.text.story.lang) == ((), "es")
    assert {claim.pack[:3] for claim in text.difference.gained} == {"es/"}
    assert killed(desk) == 8


def test_copies_stay_one_voice_with_what_they_copy(desk: Desk) -> None:
    """Links between texts are of the texts: no reading makes or breaks them."""
    desk.take_in(NOW, cli_state.ENTRIES)
    before = as_told(NOW, desk.events())["strikes"].view
    desk.reread(rules_of(WITH_PLACES))
    after = as_told(rules_of(WITH_PLACES), desk.events())["strikes"].view
    assert (after["lineages"], after["claims"]) == (before["lineages"], before["claims"])
    places = [one["place"] for one in after["incidents"]]
    assert places == ["tarland", "bay"]
    assert sum(isinstance(event, StoryCopied) for event in desk.events()) == 1


# --- no news ------------------------------------------------------------------------------------------


def test_a_changed_figure_is_noted_without_an_alert(desk: Desk) -> None:
    """However fresh the story is: dated by its claims, marked, and nobody is woken."""
    as_read_then(desk, [STRUCK], misread_first(killed=12))
    found = desk.reread(NOW)
    noted = [each for each in desk.events() if isinstance(each, DevelopmentNoted)]
    assert tuple(noted) == found.noted
    (toll,) = [each for each in noted if each.field == "killed"]
    assert (toll.before, toll.after) == ("12", "2")
    assert (toll.backfill, toll.reread, toll.seen, toll.at) == (True, True, LATER, STRUCK.published)
    assert toll.title == "Boats struck off Tarland: 2 killed, down from 12 (read again)"
    assert not [each for each in desk.events() if isinstance(each, AlertRaised)]


def test_a_figure_that_falls_with_its_claims_is_dated_by_them(desk: Desk) -> None:
    """No claim stands behind it any more; it is no news of today, either."""
    desk.take_in(NOW, [STRUCK])
    found = desk.reread(rules_of(NARROW))
    assert {each.at for each in found.noted} == {STRUCK.published}
    assert {each.because for each in found.noted} == {()}


def test_an_earlier_day_is_answered_by_newer_rules(desk: Desk) -> None:
    """What had been reported by then, read as well as it can be; long before anybody read it again."""
    as_read_then(desk, [STRUCK, WIRE], misread_first(killed=12))
    assert STRUCK.published is not None
    before, between = STRUCK.published - timedelta(seconds=1), STRUCK.published
    assert (killed(desk, before), killed(desk, between), killed(desk)) == (0, 12, 15)
    desk.reread(NOW)
    assert (killed(desk, before), killed(desk, between), killed(desk)) == (0, 2, 5)


def test_to_record_the_same_plan_twice_is_harmless(desk: Desk) -> None:
    """An append whose answer was lost is done again: the same ids, the same places."""
    desk.take_in(NOW, cli_state.ENTRIES)
    head = desk.log.head("norland").position
    found = desk.reread(rules_of(WITH_PLACES))
    size = desk.log.position()
    places = desk.log.append("norland", found.events, head)
    assert places == list(range(head + 1, size + 1))
    assert desk.log.position() == size
    again = desk.plan(rules_of(WITH_PLACES))
    assert (again.events, again.before) == ((), found.after)


def test_only_stories_that_read_otherwise_are_touched(desk: Desk) -> None:
    """The others keep their claims, their readings and their ids."""
    as_read_then(desk, cli_state.ENTRIES, misread_first(killed=12))
    found = desk.reread(NOW)
    assert {text.text.story.title for text in found.texts} == {STRUCK.title}
    told: list[AnyEvent] = [each for each in found.events if not isinstance(each, DevelopmentNoted)]
    assert [type(each).__name__ for each in told] == ["StoryReread", "IncidentReported"]
