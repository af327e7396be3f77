"""The health of a source: what a poll makes of its state, and what is told."""

from datetime import datetime, timedelta

import pytest
from msgspec import structs

from monitor.events import (
    CoverageGap,
    SourceFailed,
    SourceGone,
    SourceMoved,
    SourceRecovered,
    SourceStep,
)
from monitor.sources import Failure, FailureKind, NotModified, Parsed, State, Validators, health
from tests.sources.documents import NOW, SOURCE, document, numbered, parsed

DOWN = Failure(kind="status", sentence="x: it answers 500", status=500)
SAME = NotModified(validators=Validators(SOURCE.address, '"a"'))
START = health.fresh_state(SOURCE)
HOUR = timedelta(hours=1)


def told(*answers: Failure | NotModified, start: State = START) -> list[type[SourceStep]]:
    """The kinds of events over a run of answers, an hour apart."""
    state, kinds = start, []
    for number, answer in enumerate(answers):
        before, now = state, NOW + number * HOUR
        state = after(before, answer, now)
        kinds += [type(step) for step in health.steps(before, state, now)]
    return kinds


def after(state: State, answer: Failure | NotModified, now: datetime = NOW) -> State:
    if isinstance(answer, Failure):
        return health.after_failure(state, SOURCE, answer, now)
    return health.after_unchanged(state, SOURCE, answer, now)


def test_three_failures_in_a_row_are_told_once() -> None:
    """A blip is not; nor is the fourth."""
    assert told(DOWN, DOWN, SAME, DOWN, DOWN, SAME) == []
    assert told(DOWN, DOWN, DOWN, DOWN, DOWN) == [SourceFailed]


def test_a_recovery_is_told_when_the_failure_was() -> None:
    """And the next failure is told again."""
    once = (DOWN, DOWN, DOWN, SAME)
    assert told(*once, *once) == [SourceFailed, SourceRecovered] * 2


@pytest.mark.parametrize(("kind", "longest"), [("unreachable", 1), ("status", 24)])
def test_a_network_that_is_down_does_not_leave_us_blind_for_a_day(
    kind: FailureKind, longest: int
) -> None:
    """Where no server was reached it is tried again hourly; one that answers with errors, daily."""
    failure = Failure(kind=kind, sentence="x: no")
    state = START
    for _ in range(20):
        state = after(state, failure)
    assert state.next_due is not None
    assert 0.85 * longest <= (state.next_due - NOW) / timedelta(hours=1) <= 1.15 * longest


def test_gone_is_told_once_and_ends_the_polls() -> None:
    """410 means for good."""
    gone = Failure(kind="gone", sentence="x: gone", status=410)
    assert told(gone, gone) == [SourceGone]
    state = after(START, gone)
    assert (state.gone, state.next_due) == (True, None)


def test_a_host_at_rest_says_nothing_about_the_source() -> None:
    """It was not asked: no failure is counted, only the time moves."""
    resting = Failure(kind="resting", sentence="x: not asked", retry_after=600)
    state = after(START, resting)
    assert (state.failures, state.last_error) == (0, "")
    assert state.next_due == NOW + timedelta(seconds=600)


def test_a_failure_keeps_the_validators() -> None:
    """They belong to the last good document."""
    good = after(START, SAME)
    bad = after(good, DOWN)
    assert bad.validators == good.validators
    assert (bad.failures, bad.last_error, bad.last_success) == (1, DOWN.sentence, NOW)


def test_a_move_is_believed_when_it_has_lasted() -> None:
    """Three polls and a day; then the new address is polled."""
    moved = structs.replace(SAME, moved="https://new.example/feed")
    assert told(moved, moved, moved) == []
    assert told(*[moved] * 24) == []
    assert told(*[moved] * 25) == [SourceMoved]
    assert told(*[moved] * 20, SAME, *[moved] * 20) == []


def test_no_event_holds_the_password_of_an_address() -> None:
    """The log is for ever: what fails, recovers, moves or ends is named without it."""
    old, new = "https://me:secret@old.example/feed", "https://me:secret@new.example/feed"
    before = structs.replace(START, address=old, last_success=NOW)
    failed = structs.replace(before, announced=True)
    changes = [
        (before, failed),
        (failed, before),
        (before, structs.replace(before, gone=True)),
        (before, structs.replace(before, address=new)),
    ]
    events = [step for one, other in changes for step in health.steps(one, other, NOW)]
    assert len(events) == len(changes)
    assert events[-1].address == "https://new.example/feed"
    assert "secret" not in repr(events)


def test_a_moved_source_starts_anew_when_its_configuration_changes() -> None:
    """Else it keeps its new address."""
    state = structs.replace(START, address="https://new.example/feed", failures=2)
    assert health.kept_state(SOURCE, state) == state
    other = structs.replace(SOURCE, address="https://other.example/feed")
    assert health.kept_state(other, state) == health.fresh_state(other)
    assert health.kept_state(SOURCE, None) == START


def test_a_move_to_a_place_that_dies_is_taken_back() -> None:
    """After three failures, or at once when it is gone: the first address may lead on by now."""
    moved = structs.replace(START, address="https://new.example/feed", last_success=NOW)
    state, steps = moved, list[SourceStep]()
    for _ in range(3):
        before, state = state, after(state, DOWN)
        steps += health.steps(before, state, NOW)
    assert [type(step) for step in steps] == [SourceMoved, SourceFailed]
    assert (state.address, state.gone) == (SOURCE.address, False)
    ended = Failure(kind="gone", sentence="x: gone", status=410)
    state = after(moved, ended)
    assert (state.address, state.gone) == (SOURCE.address, False)
    assert state.next_due is not None
    assert after(state, ended).gone


def test_a_source_that_is_wanted_sooner_does_not_wait_for_its_old_pause() -> None:
    """Only where the configuration says so, and never before a host that rests, or fails, wants it."""
    slow = structs.replace(SOURCE, every=6 * 3_600)
    quick = structs.replace(SOURCE, every=300, fastest=60)
    state = health.after_unchanged(health.fresh_state(slow), slow, SAME, NOW)
    state = health.counted(state, "unchanged", NOW)
    assert state.next_due is not None
    assert health.due(slow, state) == state.next_due
    sooner = health.due(quick, state)
    assert sooner is not None
    assert sooner - NOW <= timedelta(seconds=330)
    for ill in (structs.replace(state, failures=1), structs.replace(state, host_rest=NOW)):
        assert health.due(quick, ill) == state.next_due


def test_a_good_document_advances_everything() -> None:
    """Validators, fingerprint, count, ttl and times."""
    validators = Validators(SOURCE.address, '"b"')
    given = structs.replace(document(numbered(3)), validators=validators, max_age=7200)
    found = structs.replace(parsed(numbered(3)), ttl=60)
    state = health.after_parsed(START, SOURCE, given, found, NOW)
    assert (state.validators, state.body) == (validators, given.fingerprint())
    assert (state.entries, state.ttl, state.parsed, state.last_success) == (3, 60, NOW, NOW)
    assert state.next_due is not None
    assert state.next_due >= NOW + timedelta(seconds=7200)


def test_a_document_that_is_cut_off_is_asked_for_again() -> None:
    """With fewer entries than before, its validators and its body are not kept."""
    state = structs.replace(
        START, validators=Validators(SOURCE.address, '"a"'), entries=9, body="x"
    )
    given = structs.replace(document(b"<rss"), validators=Validators(SOURCE.address, '"b"'))
    cut = Parsed(entries=parsed(numbered(2)).entries, broken=True)
    later = health.after_parsed(state, SOURCE, given, cut, NOW)
    assert (later.validators, later.body, later.entries) == (state.validators, "x", 9)


def test_a_fall_to_nothing_is_a_warning() -> None:
    """An empty feed that had entries is not "no news"."""
    state = structs.replace(START, entries=9)
    later = health.after_parsed(state, SOURCE, document(b""), Parsed(entries=()), NOW)
    assert later.last_warning == "the feed had 9 entries and now has none"


def test_a_window_that_has_passed_by_is_told() -> None:
    """When no entry is known any more, some may have come and gone unseen."""
    before = structs.replace(START, entries=9, parsed=NOW - 9 * HOUR)
    found = parsed(numbered(9))
    steps = health.steps(before, before, NOW, parsed=found, known=False)
    assert [(type(step), step.since) for step in steps if isinstance(step, CoverageGap)] == [
        (CoverageGap, NOW - 9 * HOUR)
    ]
    assert health.steps(before, before, NOW, parsed=found, known=True) == ()
    assert health.steps(START, START, NOW, parsed=found, known=False) == ()
    few = parsed(numbered(2))
    assert health.steps(before, before, NOW, parsed=few, known=False) == ()


# --- counts ----------------------------------------------------------------------------------------


def test_every_poll_is_counted_by_what_came_of_it() -> None:
    """Counts only grow; when it was asked last is known, also when nothing came."""
    state = health.fresh_state(SOURCE)
    for hours, (outcome, news) in enumerate((("new", 3), ("unchanged", 0), ("new", 1))):
        state = health.counted(state, outcome, NOW + timedelta(hours=hours), news)
    state = health.counted(state, "timeout", NOW + timedelta(hours=9))
    assert state.polls == {"new": 2, "unchanged": 1, "timeout": 1}
    assert state.news == 4
    assert (state.polled, state.last_news) == (
        NOW + timedelta(hours=9),
        NOW + timedelta(hours=2),
    )


def test_the_usual_pause_follows_slowly() -> None:
    """One long night does not make a busy source a slow one."""
    state = health.fresh_state(SOURCE)
    for hours in (0, 1, 2, 12):
        state = health.counted(state, "new", NOW + timedelta(hours=hours), 1)
    assert state.pause == pytest.approx(3_600 + 0.2 * 9 * 3_600)
