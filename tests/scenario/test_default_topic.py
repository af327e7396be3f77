"""The default topic's archive, read story by story, gives the state that the desks printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from monitor.config import Configuration
from monitor.events import StoryPublished
from monitor.notices import DevelopmentNoted
from monitor.pipeline import Pipeline
from monitor.reports import StatusReported
from monitor.views.rebuild import check
from tests.scenario.following import NOW, as_of, configured, following, read_archive


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """The shipped configuration over an empty state folder."""
    return configured(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="module")
def pipeline(configuration: Configuration) -> Iterator[Pipeline]:
    """The archive, read once for all these tests."""
    with following(configuration) as opened:
        done = read_archive(opened)
        assert not done.bad
        yield opened


TALLIES = [
    # day, strikes, vessels, confirmed, presumed dead: the official counts of the day
    ("2025-10-15", 5, 5, 27, 0),
    ("2025-10-23", 9, 9, 37, 0),
    ("2025-10-28", 13, 14, 57, 0),
    ("2025-11-07", 17, 18, 69, 1),
    ("2025-11-10", 19, 20, 75, 1),
    ("2025-11-14", 20, 21, 79, 1),
    ("2025-11-28", 21, 22, 82, 1),
]


@pytest.mark.parametrize(("day", "strikes", "vessels", "confirmed", "presumed"), TALLIES)
def test_the_tally_of_each_day_is_what_was_known_then(
    pipeline: Pipeline, day: str, strikes: int, vessels: int, confirmed: int, presumed: int
) -> None:
    """Strikes, vessels and dead as of a day, the presumed dead apart, and no gap."""
    view = as_of(pipeline, "strikes", day)
    assert (view["strikes"]["best"], view["vessels"]["best"]) == (strikes, vessels)
    killed = view["killed"]
    assert (killed["confirmed"], killed["presumed_dead"], killed["gap"]) == (confirmed, presumed, 0)
    assert killed["best"] == confirmed + presumed


def test_the_tally_after_the_archive_shows_range_floor_and_survivors(pipeline: Pipeline) -> None:
    """82 confirmed, 83 with the presumed dead; three survivors; the range is closed."""
    view = as_of(pipeline, "strikes")
    assert view["killed"] == {
        "min": 82,
        "best": 83,
        "max": 83,
        "confirmed": 82,
        "presumed_dead": 1,
        "floor": 83,
        "gap": 0,
    }
    assert view["survivors"]["best"] == 3


def test_what_does_not_enter_is_set_aside_with_its_reason(pipeline: Pipeline) -> None:
    """The stale 72 of 10 November, the 46 that was corrected, the remark of 5 October."""
    view = as_of(pipeline, "strikes")
    values = {aside.get("value") for aside in view["set_aside"]}
    assert {46, 72} <= values
    unsure = {aside["day"] for aside in view["set_aside"] if "not sure" in aside["reason"]}
    assert "2025-10-06" in unsure
    assert all(aside["reason"] for aside in view["set_aside"])


def test_the_call_was_held_a_week_before_it_was_told(pipeline: Pipeline) -> None:
    """First reported on 28 November by way of the New York Times; held in the week before the 24th."""
    view = as_of(pipeline, "meeting")
    episodes = {episode["kind"]: episode for episode in view["episodes"]}
    call, meeting = episodes["call"], episodes["meeting"]
    assert (
        call["stage"],
        call["first_reported"]["at"][:10],
        call["first_reported"]["speaker"],
    ) == ("held", "2025-11-28", "New York Times")
    assert (
        "2025-11-17"
        <= call["occurred"]["from"]
        <= "2025-11-21"
        <= call["occurred"]["to"]
        <= "2025-11-23"
    )
    assert (view["stage"], view["since"][:10]) == ("discussed", "2025-11-28")
    assert (meeting["stage"], meeting["venue"], meeting["date"]) == ("discussed", None, None)


def test_the_other_questions_have_their_answers(pipeline: Pipeline) -> None:
    """Troops, the poll, the designation, land strikes."""
    assert as_of(pipeline, "troops")["value"] == 15_000
    assert as_of(pipeline, "opposition")["value"] == 70
    designation = as_of(pipeline, "designation")
    assert (designation["stage"], designation["since"][:10]) == ("in_effect", "2025-11-24")
    assert as_of(pipeline, "land-strikes")["stage"] == "imminent"
    assert as_of(pipeline, "meeting", "2025-11-27")["stage"] not in {
        "discussed",
        "scheduled",
        "held",
    }


def test_no_step_that_never_happened_is_told(pipeline: Pipeline) -> None:
    """No meeting is agreed, scheduled or held in these texts; no venue is taken from talk of exile."""
    (follower, *_) = pipeline.followers
    told = follower.ledger.claims["meeting"].values()
    meetings = [c for c in told if isinstance(c, StatusReported) and c.episode == "meeting"]
    assert meetings
    assert not {c.stage for c in meetings} & {"agreed", "scheduled", "held", "postponed"}
    assert not {c.venue for c in meetings} - {None}


def test_reading_the_archive_again_records_nothing(pipeline: Pipeline) -> None:
    """Every text is known: the log does not grow."""
    before = pipeline.log.position()
    again = read_archive(pipeline, now=NOW)
    assert (again.stories, again.copies, again.revisions, pipeline.log.position()) == (
        0,
        0,
        0,
        before,
    )


def test_no_alert_is_raised_by_old_texts_and_developments_have_their_own_dates(
    pipeline: Pipeline,
) -> None:
    """The archive fills the timeline with the days of then; nobody is woken for it."""
    events = [r.event for r in pipeline.log.read(types=("DevelopmentNoted",))]
    developments = [event for event in events if isinstance(event, DevelopmentNoted)]
    assert len({event.at.date() for event in developments}) > 20
    assert all(event.backfill for event in developments)
    assert not list(pipeline.log.read(types=("AlertRaised",)))


def test_views_are_those_that_the_log_gives(
    pipeline: Pipeline, configuration: Configuration
) -> None:
    """What was kept step by step equals what is made from the log at once, byte for byte."""
    assert (
        check(pipeline.log, configuration.topics, configuration.settings.state_dir / "views.db")
        == []
    )


def test_every_figure_has_claims_and_every_claim_its_quote(pipeline: Pipeline) -> None:
    """No number without a quote: each field names claims, and each quote is a span of its story."""
    (follower, *_) = pipeline.followers
    texts = {}
    for recorded in pipeline.log.read(types=("StoryPublished", "StoryCopied")):
        told = recorded.event
        assert isinstance(told, StoryPublished)
        texts[told.story] = {"title": told.title, "text": told.text}
    claims = [c for found in follower.ledger.claims.values() for c in found.values()]
    assert len(claims) > 300
    for claim in claims:
        quote = claim.quote
        assert texts[claim.story][quote.field][quote.start : quote.end] == quote.text
    because = as_of(pipeline, "strikes")["because"]
    assert because["killed"]
    assert because["strikes"]


def test_the_log_can_be_opened_again_and_says_the_same(pipeline: Pipeline, tmp_path: Path) -> None:
    """A second program that reads the state folder finds the answers of the first, of every tracker."""
    from monitor.views.reading import Reading

    (follower, *_) = pipeline.followers
    with Reading.open(pipeline.views.path) as reading:
        for tracker in follower.topic.trackers:
            told = reading.answer("us-venezuela", tracker.id)
            assert told is not None, tracker.id
            kept = msgspec.to_builtins(follower.views[tracker.id])
            assert {key: told[key] for key in kept} == kept, tracker.id
