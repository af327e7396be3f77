"""What we can see of a topic: blind, back, silent; each told once, also over a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.events import AnyEvent, SourceFailed, SourceGone, SourceRecovered, SourceStep
from monitor.notices import COVERAGE, DevelopmentNoted
from monitor.projections.coverage import Known, advance, observe, silent
from monitor.topics import Gate, Source, Topic, Tracker
from tests.projections.projection_claims import at

NOW = at(40)
HOUR = timedelta(hours=1)


def topic(sources: int) -> Topic:
    return Topic(
        id="story",
        title="Story",
        gate=Gate(any=()),
        trackers=(Tracker(id="t", kind="tally", title="T", reader="incidents"),),
        sources=tuple(
            Source(id=f"s{n}", address=f"https://s{n}.example/feed") for n in range(sources)
        ),
    )


def failed(name: str, when: datetime = NOW, why: str = "HTTP 503") -> SourceFailed:
    return SourceFailed(source=name, address="https://a.example/", at=when, detail=why)


def gone(name: str, when: datetime = NOW) -> SourceGone:
    return SourceGone(source=name, address="https://a.example/", at=when, detail="HTTP 410")


def recovered(name: str, when: datetime = NOW) -> SourceRecovered:
    return SourceRecovered(source=name, address="https://a.example/", at=when)


class Desk:
    """Observes a topic as the daemon does: what is told is recorded, steps as well."""

    def __init__(self, followed: Topic) -> None:
        self.topic = followed
        self.known = Known()
        self.log: list[AnyEvent | SourceStep] = []

    def take(self, *steps: SourceStep, heard: Iterable[str] = ()) -> list[DevelopmentNoted]:
        found = observe(self.topic, self.known, steps, NOW, heard=tuple(heard))
        self.keep(*steps, *found)
        return found

    def keep(self, *events: AnyEvent | SourceStep) -> None:
        self.log += events
        self.known = reduce(advance, events, self.known)

    def restart(self) -> None:
        self.known = reduce(advance, self.log, Known())


def told(found: Iterable[DevelopmentNoted]) -> list[tuple[str, str, str]]:
    return [(each.kind, each.field, each.severity) for each in found]


# --- sources ---------------------------------------------------------------------------------


def test_one_of_many_sources_that_fails_and_answers_again_is_recorded() -> None:
    """Below notice, with the reason, under its id."""
    desk = Desk(topic(33))
    (blind,) = desk.take(failed("s1", why="HTTP 503\x1b[31m"))
    assert (blind.tracker, blind.kind, blind.field, blind.severity) == (
        COVERAGE,
        "blind",
        "s1",
        "info",
    )
    assert blind.title.startswith("Story: s1 does not answer: HTTP 503")
    assert "\x1b" not in blind.title
    assert (blind.before, blind.after) == ("answering", "not answering")
    (back,) = desk.take(recovered("s1"))
    assert told([back]) == [("back", "s1", "info")]
    assert back.title == "Story: s1 answers again"
    (again,) = desk.take(failed("s1", NOW + HOUR))
    assert again.development != blind.development


def test_one_of_few_sources_is_told_aloud_and_named() -> None:
    """A third of what is seen is not seen any more."""
    desk = Desk(topic(3))
    found = desk.take(failed("s1"))
    assert told(found) == [("blind", "sources", "notice"), ("blind", "s1", "info")]
    assert found[0].title == "Story: 1 of 3 sources does not answer: s1"
    assert (found[0].before, found[0].after) == ("0 of 3 blind", "1 of 3 blind")


def test_a_source_that_is_gone_for_good_is_a_matter_for_a_person() -> None:
    """It is not polled any more."""
    (found,) = Desk(topic(33)).take(gone("s1"))
    assert (found.severity, found.title) == ("notice", "Story: s1 is gone for good: HTTP 410")


def test_each_threshold_is_told_once_and_the_end_of_it() -> None:
    """A third, more than half, all; then, with some slack, back."""
    desk = Desk(topic(12))
    down = [each for n in range(12) for each in desk.take(failed(f"s{n}"))]
    whole = [each for each in down if each.field == "sources"]
    assert [(each.before, each.after, each.severity) for each in whole] == [
        ("0 of 12 blind", "4 of 12 blind", "notice"),
        ("4 of 12 blind", "7 of 12 blind", "warning"),
        ("7 of 12 blind", "12 of 12 blind", "critical"),
    ]
    assert whole[1].title == "Story: more than half of the sources are blind: 7 of 12 do not answer"
    assert whole[2].title == "Story: monitor is blind: none of the 12 sources answers"
    up = [each for n in range(12) for each in desk.take(recovered(f"s{n}"))]
    whole = [each for each in up if each.field == "sources"]
    assert [(each.kind, each.after, each.severity) for each in whole] == [
        ("back", "9 of 12 blind", "notice"),
        ("back", "4 of 12 blind", "info"),
        ("back", "3 of 12 blind", "notice"),
    ]
    assert len(down) == len(up) == 12 + 3


def test_all_at_once_is_one_development_of_all() -> None:
    """The level that is reached is told, not those that were passed."""
    found = Desk(topic(33)).take(*(failed(f"s{n}") for n in range(33)))
    assert [each.severity for each in found if each.field == "sources"] == ["critical"]
    (only, *_) = Desk(topic(1)).take(failed("s0"))
    assert only.title == "Story: monitor is blind: its only source does not answer"


def test_a_source_that_flaps_at_a_threshold_repeats_nothing_about_all() -> None:
    """Four of twelve, three and a bit: the level stays until it is well below."""
    desk = Desk(topic(13))
    desk.take(*(failed(f"s{n}") for n in range(5)))
    for n in range(1, 5):
        found = [
            *desk.take(recovered("s4", NOW + n * HOUR)),
            *desk.take(failed("s4", NOW + n * HOUR)),
        ]
        assert {each.field for each in found} == {"s4"}


def test_sources_of_other_topics_are_not_ours() -> None:
    """Neither told nor counted."""
    assert Desk(topic(2)).take(failed("elsewhere")) == []


def test_what_a_crash_has_left_untold_is_told_after_the_start() -> None:
    """The steps had been recorded, the developments had not; told once."""
    desk = Desk(topic(3))
    desk.keep(failed("s1"))
    desk.restart()
    first = desk.take()
    assert [each.field for each in first] == ["sources", "s1"]
    desk.restart()
    assert desk.take() == []


def test_a_source_that_is_heard_is_not_blind_whatever_the_log_says() -> None:
    """What the sources last answered had been deleted: no step tells that it is back."""
    desk = Desk(topic(3))
    desk.take(failed("s1", NOW - HOUR))
    found = desk.take(heard=["s1", "s2"])
    assert [(each.kind, each.field) for each in found] == [("back", "sources"), ("back", "s1")]
    desk.restart()
    assert desk.take() == []
    assert desk.take(failed("s1", NOW + HOUR))


Step = Callable[[str, datetime], SourceStep]
steps = st.tuples(st.sampled_from([failed, recovered, gone]), st.integers(0, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(steps, max_size=4), max_size=8), st.integers(0, 7), st.integers(1, 6))
def test_nothing_is_told_twice_whatever_happens(
    polls: list[list[tuple[Step, int]]], crash: int, sources: int
) -> None:
    """A restart in between changes nothing; every development is another one and says a change."""
    plain, other = Desk(topic(sources)), Desk(topic(sources))
    found = []
    for number, poll in enumerate(polls):
        made = [make(f"s{n}", NOW + number * HOUR) for make, n in poll]
        if number == crash:
            other.restart()
        new = plain.take(*made)
        assert other.take(*made) == new
        assert plain.take() == []
        found += new
    assert len({each.development for each in found}) == len(found)
    assert all(each.before != each.after for each in found)


# --- silence ---------------------------------------------------------------------------------


def every(hours: float, count: int = 60, last: datetime = NOW) -> list[datetime]:
    return [last - n * timedelta(hours=hours) for n in range(count)]


def test_no_story_for_longer_than_usual_is_silence_and_ends_with_the_next_story() -> None:
    """Told once, over a restart as well; then again at the next one."""
    desk, times = Desk(topic(3)), every(10)
    assert silent(desk.topic, desk.known, times, NOW + 29 * HOUR) is None
    found = silent(desk.topic, desk.known, times, NOW + 31 * HOUR)
    assert found is not None
    assert (found.kind, found.field, found.severity) == ("silence", "stories", "notice")
    assert (found.before, found.after) == (
        "a pause of 30 hours at most",
        "none since 10 Apr 2031 12:00",
    )
    assert found.title == (
        "Story: no story since 10 Apr 2031 12:00 UTC, longer than its usual pauses;"
        " 3 of 3 sources answer"
    )
    desk.keep(found)
    desk.restart()
    assert silent(desk.topic, desk.known, times, NOW + 90 * HOUR) is None
    times.append(NOW + 91 * HOUR)
    over = silent(desk.topic, desk.known, times, NOW + 92 * HOUR)
    assert over is not None
    assert (over.kind, over.severity, over.before) == ("back", "info", found.after)
    assert over.title == "Story: stories again; there had been none since 10 Apr 2031 12:00"
    desk.keep(over)
    assert silent(desk.topic, desk.known, times, NOW + 92 * HOUR) is None
    assert silent(desk.topic, desk.known, times, NOW + 400 * HOUR) is not None


@pytest.mark.parametrize(
    ("times", "pause"),
    [(every(1), 23), (every(10, count=19), 500), (every(40, count=40), 100), ([], 500)],
)
def test_a_usual_pause_is_no_silence(times: list[datetime], pause: int) -> None:
    """A night is none; of few stories the rhythm is not known; a slow topic may be slow."""
    assert silent(topic(3), Known(), times, NOW + timedelta(hours=pause)) is None


def test_one_long_pause_among_many_short_ones_is_not_the_rhythm() -> None:
    """It is known by the pauses of which all but one in twenty are shorter."""
    times = [*every(1, count=100), *every(1, last=NOW - timedelta(days=9))]
    assert silent(topic(3), Known(), times, NOW + 25 * HOUR) is not None


def test_while_most_sources_are_blind_there_is_no_silence() -> None:
    """Nor so long after that as a pause may be: nothing was to be heard."""
    desk, times = Desk(topic(3)), every(10)
    desk.take(failed("s0", NOW), failed("s1", NOW))
    assert silent(desk.topic, desk.known, times, NOW + 60 * HOUR) is None
    back = observe(
        desk.topic,
        desk.known,
        [recovered("s0", NOW + 50 * HOUR), recovered("s1", NOW + 50 * HOUR)],
        NOW + 50 * HOUR,
    )
    desk.keep(recovered("s0", NOW + 50 * HOUR), recovered("s1", NOW + 50 * HOUR), *back)
    assert silent(desk.topic, desk.known, times, NOW + 60 * HOUR) is None
    assert silent(desk.topic, desk.known, times, NOW + 81 * HOUR) is not None


def test_while_we_were_off_nothing_was_to_be_heard() -> None:
    """The pause is counted from the start."""
    times, start = every(10), NOW + 50 * HOUR
    known = Known()
    assert silent(topic(3), known, times, NOW + 60 * HOUR, listening=start) is None
    assert silent(topic(3), known, times, NOW + 81 * HOUR, listening=start) is not None


def test_a_story_of_the_future_is_none() -> None:
    """A wrong clock of an outlet ends no silence."""
    times = [*every(10), NOW + timedelta(days=300)]
    assert silent(topic(3), Known(), times, NOW + 31 * HOUR) is not None
