"""The default topic's archive as it would have come in, hour by hour: what an editor would have been told."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from monitor.backfill import read_file
from monitor.entries import Entry
from monitor.notices import DevelopmentNoted
from monitor.projections import Kind
from monitor.registry import resolve
from tests.scenario.following import CONFIG, NOW, as_of, configured, following

POLL = 3600
"""Seconds between two polls."""


class Heard(NamedTuple):
    """What was told, poll by poll, and what was known at the end."""

    polls: list[tuple[DevelopmentNoted, ...]]
    strikes: dict[str, object]
    ungrounded: list[DevelopmentNoted]
    """Without grounds right after they were noted."""

    @property
    def all(self) -> list[DevelopmentNoted]:
        return [each for poll in self.polls for each in poll]


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """Read once for all these tests."""
    with following(configured(tmp_path_factory.mktemp("state"))) as pipeline:
        (follower, *_) = pipeline.followers
        entries, _ = read_file(CONFIG / "topics" / follower.topic.archive, NOW)
        polls: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            if entry.published:
                polls[int(entry.published.timestamp()) // POLL + 1].append(entry)
        told, ungrounded = [], []
        for number, batch in sorted(polls.items()):
            now = datetime.fromtimestamp(number * POLL, UTC)
            (taking,) = pipeline.take_in(batch, now)
            told.append(taking.developments)
            for each in taking.developments:
                tracker = follower.topic.tracker(each.tracker)
                assert tracker is not None
                kind: Kind = resolve("projections", tracker.kind)
                known = (each.field, each.after, each.because)
                if kind.grounds(tracker, follower.views[tracker.id], *known) is None:
                    ungrounded.append(each)
        return Heard(told, as_of(pipeline, "strikes"), ungrounded)


def test_each_incident_is_told_once(heard: Heard) -> None:
    """Those that count, at warning; none twice under another name."""
    told = [each for each in heard.all if each.kind == "incident"]
    assert {each.severity for each in told} == {"warning"}
    times = Counter[str]()
    incidents = heard.strikes["incidents"]
    assert isinstance(incidents, list)
    counted = [one for one in incidents if one["status"] == "counted"]
    for one in counted:
        times[one["id"]] = sum(not set(each.because).isdisjoint(one["claims"]) for each in told)
    assert set(times.values()) == {1}
    assert len(told) == len(counted)


def test_ninety_days_are_read_in_a_few_minutes(heard: Heard) -> None:
    """A turn a day or so wakes somebody, and no poll is a flood; all else is recorded."""
    loud = [each for each in heard.all if each.severity != "info"]
    assert 40 <= len(loud) <= 65
    assert sum(each.severity == "critical" for each in loud) <= 6
    assert max(sum(each.severity != "info" for each in poll) for poll in heard.polls) <= 4
    weights = Counter((each.kind, each.severity) for each in heard.all)
    assert weights["rise", "info"] > 5 * weights["rise", "notice"]


def test_titles_are_such_as_a_person_writes(heard: Heard) -> None:
    """No name of a program, no "1 strikes", no day in figures, nothing that is left empty."""
    wrong = re.compile(r"_|\b1 (strikes|vessels|survivors)\b|\d{4}-\d\d|\.\.|None|: *$|\(\)|  |: :")
    titles = [each.title for each in heard.all]
    assert [title for title in titles if wrong.search(title)] == []
    assert max(map(len, titles)) <= 180


def test_every_development_says_a_change_and_who_stands_behind_it(heard: Heard) -> None:
    """Before is not after; voices are counted; right then it holds."""
    assert all(each.before != each.after for each in heard.all)
    assert all(each.voices >= 1 and each.because for each in heard.all)
    assert heard.ungrounded == []


def test_the_turns_of_the_story_are_told_on_their_days(heard: Heard) -> None:
    """With the kind that a rule asks for."""
    turns = [
        ("2025-10-17", "rise", "28 killed, was 27 (Caribbean, 16 Oct 2025)"),
        ("2025-10-30", "gap", "reported totals have 1 killed more than the incidents"),
        ("2025-11-04", "gap", "reported totals and incidents agree again"),
        ("2025-11-16", "incident", "3 killed, Pacific, 15 Nov 2025; now 21 strikes, 83 killed"),
        ("2025-11-24", "stage", "in effect (State Department)"),
        ("2025-11-28", "stage", "call held (New York Times)"),
    ]
    for day, kind, words in turns:
        assert any(
            each.kind == kind
            and words in each.title
            and f"{each.seen - timedelta(hours=1):%F}" == day
            for each in heard.all
        ), (day, words)
