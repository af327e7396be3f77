"""`status` and `sources`: at a glance, and whether it can be relied upon."""

import json
from datetime import timedelta

import pytest

from monitor.events import AnyEvent, SourceFailed
from monitor.notices import AlertDelivered
from monitor.sources import State
from tests.cli import cli_state
from tests.cli.cli_state import NOW
from tests.cli.conftest import Call, Folders

STATUS = """\
Norland and the boats off Tarland                        12 Jun 2025 18:30 (UTC)
  strikes  2 strikes, 2 boats, 5 killed, 0 survivors; latest 10 Jun 2025
  talks    discussed since 11 Jun 2025; call: held, 10 Jun 2025
  troops   4,500 troops, 12 Jun 2025

sources      2 sources: 1 answering, 1 blind
             coast-wire: blind since 12 Jun 2025 16:30, last answer 12 Jun 2025
             14:00; it answered 503
alerts       none undelivered
daemon       not running
last answer  12 Jun 2025 18:00 (UTC), 30 min ago
"""
SOURCES = """\
source        state      last answer        next poll
harbour-post  answering  12 Jun 2025 18:00  12 Jun 2025 18:35
coast-wire    blind      12 Jun 2025 14:00  12 Jun 2025 18:35; it answered 503
"""
POST = "https://harbour-post.example/feed"
WIRE = "https://coast-wire.example/rss"


def wire(**fields: object) -> State:
    return cli_state.answering("coast-wire", WIRE, **fields)


BLIND = wire(
    failures=5,
    announced=True,
    last_error="it answered 503",
    last_success=NOW - timedelta(hours=4, minutes=30),
)


def delivered(call: Call) -> list[AnyEvent]:
    """The end of every alert."""
    alerts = json.loads(call("alerts --json").stdout)
    return [
        AlertDelivered(alert=each["alert"], channel=each["channel"], attempt=1, at=NOW)
        for each in alerts
    ]


@pytest.fixture
def all_is_well(call: Call, folders: Folders) -> None:
    cli_state.record(*folders, "norland", *delivered(call))
    cli_state.polled(folders.state, cli_state.answering("harbour-post", POST), wire())


@pytest.mark.usefixtures("all_is_well")
def test_status_is_everything_at_a_glance(call: Call, folders: Folders) -> None:
    """Each tracker in a line or two, then who is silent since when and why."""
    failed = SourceFailed(
        source="coast-wire", address=WIRE, at=NOW - timedelta(hours=2), detail="it answered 503"
    )
    cli_state.record(*folders, "_sources", failed)
    cli_state.polled(folders.state, BLIND)
    result = call("status")
    assert (result.exit_code, result.stdout, result.stderr) == (0, STATUS, "")
    assert call("sources").stdout == SOURCES


@pytest.mark.usefixtures("all_is_well")
def test_check_is_content_when_all_is_well(call: Call) -> None:
    """Every source answers and every alert is delivered, daemon or not."""
    result = call("status --check")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize(
    ("state", "code", "complaint"),
    [
        (wire(failures=1, last_error="it answered 503"), 0, ""),
        (BLIND, 4, "blind: coast-wire\n"),
        (wire(gone=True, next_due=None), 4, "blind: coast-wire\n"),
        (wire(next_due=NOW - timedelta(hours=2)), 4, "late: coast-wire\n"),
        (wire(next_due=NOW - timedelta(minutes=50)), 0, ""),
        (wire(configured="https://elsewhere.example/rss"), 4, "never polled: coast-wire\n"),
    ],
)
def test_check_ends_with_four_when_a_source_is_silent(
    state: State, code: int, complaint: str, call: Call, folders: Folders
) -> None:
    """Blind, gone, overdue or never asked; one failure, or a short delay, is not that."""
    cli_state.polled(folders.state, state)
    result = call("status --check")
    assert (result.exit_code, result.stderr) == (code, complaint)


def test_check_ends_with_four_when_an_alert_waits(call: Call, folders: Folders) -> None:
    """Somebody should have been told."""
    cli_state.polled(folders.state, cli_state.answering("harbour-post", POST), wire())
    result = call("status --check")
    assert (result.exit_code, result.stderr) == (4, "4 alerts not delivered\n")
    assert "alerts       4 undelivered, 4 overdue" in result.stdout


def test_the_json_of_status_says_all_that_and_why_it_is_stale(call: Call) -> None:
    """What was never polled is told as such."""
    told = json.loads(call("status --json").stdout)
    assert told["topics"][0]["trackers"].keys() == {"strikes", "talks", "troops"}
    assert [each["state"] for each in told["sources"]] == ["never polled"] * 2
    assert told["daemon"] == {"running": False, "pid": None}
    assert told["last_round"] is None
    assert told["stale"] is True
    assert told["complaints"] == [
        "never polled: harbour-post, coast-wire",
        "4 alerts not delivered",
    ]


def test_sources_are_listed_before_anything_was_recorded(call: Call, folders: Folders) -> None:
    """A fresh installation knows what it is going to poll."""
    (folders.state / "log.db").unlink()
    result = call("sources")
    assert result.exit_code == 0
    assert result.stdout.count("never polled") == 2


def test_a_damaged_memory_of_the_sources_is_no_obstacle(call: Call, folders: Folders) -> None:
    """feeds.db may be deleted at any time: then nobody knows when they answered."""
    (folders.state / "feeds.db").write_bytes(b"x" * 5000)
    assert "2 never polled" in call("status").stdout
