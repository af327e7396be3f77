"""Who is asked about next, and when: the newest first, within a budget, and an ailing endpoint seldom."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.models import NoAnswer
from monitor.models.waiting import (
    FIRST_PAUSE,
    HISTORY,
    HOUR,
    LONGEST_PAUSE,
    MOST,
    TRIES,
    Queue,
    Waiting,
)
from tests.claims.proposing import AT, told

DOWN = NoAnswer(kind="unreachable", sentence="a: it refuses connections")
SLOW = NoAnswer(kind="timeout", sentence="a: it has not answered within 60 s")


def waiting(name: str = "a", minutes: int = 0, **fields: Any) -> Waiting:
    at = AT + timedelta(minutes=minutes)
    story = structs.replace(told("Text."), id=name, lineage=name, published=at, seen=at)
    return Waiting(topic="t", story=story, **fields)


def names(queue: Queue, now: datetime) -> list[str]:
    """Who is asked about, one after the other, when all goes well."""
    found = []
    while (each := queue.next(now)) is not None:
        found.append(each.story.id)
        queue.asked(now)
        queue.answered(each)
    return found


def test_the_newest_story_comes_first() -> None:
    """Whatever the order in which they came."""
    queue = Queue(per_hour=60)
    for name, minutes in (("b", 2), ("c", 3), ("a", 1)):
        queue.add(waiting(name, minutes))
    assert names(queue, AT) == ["c", "b", "a"]


def test_a_later_text_of_a_story_takes_the_place_of_the_earlier() -> None:
    """Also while the earlier is being asked about: then the later waits on."""
    queue = Queue(per_hour=60)
    first = waiting("a")
    later = structs.replace(first, story=structs.replace(first.story, reading=2))
    queue.add(first)
    queue.add(later)
    queue.answered(first)
    assert queue.next(AT) == later
    queue.failed(first, SLOW, AT)
    assert queue.next(AT + HOUR) == later


def test_what_is_history_is_not_asked_about() -> None:
    """After two days nobody is alerted by it either."""
    queue = Queue(per_hour=60)
    queue.add(waiting("a"))
    queue.add(waiting("b", 1))
    assert names(queue, AT + HISTORY + timedelta(seconds=1)) == ["b"]
    assert len(queue) == 0


def test_only_so_many_wait() -> None:
    """The oldest goes."""
    queue = Queue(per_hour=60)
    for number in range(MOST + 1):
        queue.add(waiting(f"{number:05}", number))
    assert len(queue) == MOST
    assert queue.next(AT) == waiting(f"{MOST:05}", MOST)
    assert "00000" not in {each.story.id for each in queue._waiting.values()}


def test_an_hour_has_so_many_calls_also_over_a_restart() -> None:
    """Calls of the last hour count, those before it do not."""
    queue = Queue(per_hour=2, asked=[AT - timedelta(minutes=61), AT - timedelta(minutes=30)])
    for name in "abc":
        queue.add(waiting(name))
    assert len(names(queue, AT)) == 1
    assert names(queue, AT + timedelta(minutes=29)) == []
    assert len(names(queue, AT + timedelta(minutes=30))) == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_no_hour_ever_has_more_calls_than_it_may(per_hour: int, steps: list[int]) -> None:
    """Whenever it is looked."""
    queue = Queue(per_hour)
    now, calls = AT, []
    for number, minutes in enumerate(steps):
        now += timedelta(minutes=minutes)
        queue.add(waiting(str(number), number))
        if (each := queue.next(now)) is not None:
            queue.asked(now)
            queue.answered(each)
            calls.append(now)
    for call in calls:
        assert sum(call <= other < call + HOUR for other in calls) <= per_hour


def test_an_endpoint_that_fails_is_left_alone_for_a_while_that_doubles() -> None:
    """Up to an hour; one answer, and all is as it was. The story waits on."""
    queue = Queue(per_hour=60)
    queue.add(waiting("a"))
    now = AT
    for step in range(9):
        each = queue.next(now)
        assert each is not None
        queue.failed(each, DOWN, now)
        now += min(FIRST_PAUSE * 2**step, LONGEST_PAUSE)
        assert queue.next(now - timedelta(seconds=1)) is None
    queue.answered(waiting("b"))
    queue.failed(waiting("a"), DOWN, now)
    assert queue.next(now + FIRST_PAUSE) == waiting("a")


@pytest.mark.parametrize(("wish", "pause"), [(5, 60), (600, 600), (10**9, 86_400)])
def test_a_wish_to_be_left_alone_is_heeded_within_reason(wish: int, pause: int) -> None:
    """At least our own pause, at most a day."""
    queue = Queue(per_hour=60)
    queue.add(waiting("a"))
    queue.failed(waiting("a"), structs.replace(DOWN, kind="busy", retry_after=wish), AT)
    assert queue.next(AT + timedelta(seconds=pause - 1)) is None
    assert queue.next(AT + timedelta(seconds=pause)) is not None


def test_a_story_on_which_calls_fail_comes_last_and_is_given_up() -> None:
    """One long text must not keep the others from being read."""
    queue = Queue(per_hour=60)
    queue.add(waiting("long", 5))
    queue.add(waiting("short", 1))
    now = AT
    for _ in range(TRIES):
        queue.failed(queue._waiting["t", "long"], SLOW, now)
        now += LONGEST_PAUSE
        first = queue.next(now)
        assert first is not None
        assert first.story.id == "short"
    assert names(queue, now) == ["short"]


def test_an_endpoint_that_is_down_is_not_the_storys_fault() -> None:
    """It is asked about when the endpoint is up again."""
    queue = Queue(per_hour=60)
    queue.add(waiting("a"))
    now = AT
    for _ in range(TRIES + 2):
        queue.failed(waiting("a"), DOWN, now)
        now += LONGEST_PAUSE
    assert names(queue, now) == ["a"]
