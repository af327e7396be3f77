"""What was redacted is not taken in again, whoever brings it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from monitor import redacting
from monitor.config import load
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent
from monitor.opening import locked, opened
from monitor.pipeline import Pipeline
from monitor.redacting import Plan
from monitor.reports import AnyClaim, Claim
from tests.cli import cli_state
from tests.cli.cli_state import ENTRIES, NOW, changed

PHONE = ENTRIES[3]
"""A text with three claims, an alert and two developments."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five texts have been read."""
    rule = '\n[[alert]]\nid = "all"\ntracker = "*"\nchannels = ["terminal"]\n'
    config = cli_state.configured(tmp_path / "config", norland=cli_state.TOPIC + rule)
    cli_state.take_in(config, tmp_path / "state")
    return tmp_path


@contextmanager
def running(folder: Path) -> Iterator[Pipeline]:
    with (
        locked(folder / "state"),
        opened(load(folder / "config", folder / "state")) as (_, pipeline),
    ):
        yield pipeline


def planned(folder: Path, *positions: int, story: str = "") -> Plan:
    log = open_reader(folder / "state" / "log.db")
    assert log is not None
    with log:
        if story:
            return redacting.of_story(log, story)
        return redacting.at_positions(log, positions)


def redact(folder: Path, plan: Plan) -> None:
    redacting.carry_out(folder / "state", plan, who="ana", why="withdrawn", at=NOW)


def phone_story(pipeline: Pipeline) -> tuple[str, list[AnyClaim]]:
    """Its id and its claims."""
    (follower,) = pipeline.followers
    claims = list(follower.ledger.claims["talks"].values())
    return claims[0].story, claims


def test_the_text_is_not_taken_in_again(folder: Path) -> None:
    """Not as it was, not with other words at its address; another text at another address is."""
    with running(folder) as pipeline:
        story, _ = phone_story(pipeline)
    plan = planned(folder, story=story)
    types = [row.type for row in plan.rows]
    assert types == ["StoryPublished", *["StatusReported"] * 3, "AlertRaised"]
    redact(folder, plan)
    with running(folder) as pipeline:
        position = pipeline.log.position()
        later = PHONE.seen + timedelta(hours=2)
        again = changed(PHONE, seen=later)
        revised = changed(again, title="Orla and Vesk met", text="President Orla met Vesk.")
        for each in (again, revised):
            (taking,) = pipeline.take_in([each], later)
            assert (taking.published, taking.revised, taking.claims) == (0, 0, 0)
            assert pipeline.withholds(each)
        assert pipeline.log.position() == position
        assert not pipeline.withholds(ENTRIES[4])
        other = changed(again, url="https://coast-wire.example/2025/06/99", guid="coast-wire-99")
        (taking,) = pipeline.take_in([other], later)
        assert taking.published == 1


def test_a_redacted_claim_is_not_recorded_again(folder: Path) -> None:
    """Whoever reads the story again: the rest of what is told goes into the log."""
    with running(folder) as pipeline:
        _, claims = phone_story(pipeline)
        events: dict[str, AnyEvent] = {
            each.id: each.event for each in pipeline.log.read() if isinstance(each.event, Claim)
        }
        where = {each.id: each.position for each in pipeline.log.read()}
    gone = claims[0].event_id()
    redact(folder, planned(folder, where[gone]))
    with running(folder) as pipeline:
        (follower,) = pipeline.followers
        assert claims[0].id not in follower.ledger.claims["talks"]
        before = pipeline.log.position()
        pipeline.hear(follower, [events[gone]], NOW)
        stored = [each.id for each in pipeline.log.read(before)]
        assert gone not in stored


def test_an_alert_that_was_not_sent_is_sent_no_more(folder: Path) -> None:
    """And the plan says so."""
    with running(folder) as pipeline:
        story, _ = phone_story(pipeline)
    plan = planned(folder, story=story)
    assert (plan.sent, len(plan.unsent)) == ((), 1)
    redact(folder, plan)
    with running(folder) as pipeline:
        left = [each.event for each in pipeline.log.read(types=["AlertRaised"])]
        assert plan.unsent[0] not in {getattr(each, "alert", "") for each in left}


def test_tables_and_log_agree_after_a_crash_before_they_were_made_anew(folder: Path) -> None:
    """views.db is gone before the new log is there: no words are left in tables that fit neither."""
    views = folder / "state" / "views.db"
    assert views.exists()
    with running(folder) as pipeline:
        story, _ = phone_story(pipeline)
    redact(folder, planned(folder, story=story))
    assert not views.exists()
    with running(folder):
        pass
    assert b"spoke with Vesk by phone" not in views.read_bytes()
