"""`status` and `sources`: at a glance, and whether it can be relied upon."""

import json
import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from monitor.cli.health import ills
from monitor.events import AnyEvent, SourceFailed
from monitor.notices import (
    AlertAcknowledged,
    AlertDelivered,
    AlertFailed,
    AlertHeld,
    AlertRaised,
)
from monitor.opening import locked
from monitor.sources import State
from monitor.upkeep import Upkeep, Work, remember
from monitor.views.health import Health
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
channels     terminal: last delivered 12 Jun 2025 18:30
daemon       running since 10 Jun 2025 08:00 (UTC), process PID, last tick 3 s
             ago
last answer  12 Jun 2025 18:00 (UTC), 30 min ago
next poll    12 Jun 2025 18:35 (UTC), in 5 min
log          LOG
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


@pytest.fixture
def ticking(all_is_well: None, folders: Folders) -> Iterator[None]:
    """And the daemon is at work."""
    with cli_state.ticking(folders.state):
        yield


def plain(text: str) -> str:
    """Without what is another one in every run: the process, the size of the log."""
    text = re.sub(rf"\b{os.getpid()}\b", "PID", text)
    return re.sub(r"(?m)^(log +)\d+ events, \d+ kB$", r"\1LOG", text)


# --- at a glance --------------------------------------------------------------------------------


@pytest.mark.usefixtures("all_is_well")
def test_status_is_everything_at_a_glance(call: Call, folders: Folders) -> None:
    """Each tracker in a line or two, who is silent since when and why, and how the service does."""
    failed = SourceFailed(
        source="coast-wire", address=WIRE, at=NOW - timedelta(hours=2), detail="it answered 503"
    )
    cli_state.record(*folders, "_sources", failed)
    cli_state.polled(folders.state, BLIND)
    with cli_state.ticking(folders.state):
        result = call("status")
    assert (result.exit_code, result.stderr) == (0, "")
    assert plain(result.stdout) == STATUS
    assert call("sources").stdout == SOURCES


@pytest.mark.usefixtures("all_is_well")
def test_a_daemon_that_has_ended_is_told_with_its_last_tick(call: Call, folders: Folders) -> None:
    """Then nobody polls, whatever was planned."""
    with cli_state.ticking(folders.state, NOW - timedelta(hours=1)):
        pass
    told = call("status").stdout
    assert "daemon       not running; last tick 12 Jun 2025 17:30 (UTC)\n" in told
    assert "next poll    none: the daemon is not running\n" in told


def failing(name: str, minutes: int) -> Health:
    """A source that has been blind for so long, at a host of its own."""
    return Health(
        id=name,
        state="blind",
        since=(NOW - timedelta(minutes=minutes)).isoformat(),
        reason=f"{name}.example: it refuses connections",
        last_success=(NOW - timedelta(minutes=minutes + 30)).isoformat(),
        next_poll=NOW.isoformat(),
        address=f"https://{name}.example/feed",
        failures=3,
        entries=10,
    )


def test_sources_that_fail_alike_are_one_sentence() -> None:
    """Thirty-three of them: some names, when it began, who answered last, and the one reason."""
    (told,) = ills([failing(f"s{n:02}", 30 + n) for n in range(33)])
    assert told == (
        "s00, s01, s02, s03, s04 and 28 more: blind since 12 Jun 2025 17:28,"
        " last answer 12 Jun 2025 17:30; it refuses connections"
    )


def test_sources_with_different_ills_are_told_apart() -> None:
    """One that is alone keeps its whole reason."""
    other = failing("mute", 30)._replace(reason="mute.example: it answers 404 (Not Found)")
    assert [each.partition(":")[0] for each in ills([failing("a", 1), other, failing("b", 2)])] == [
        "a, b",
        "mute",
    ]


def test_a_source_that_answers_and_brings_nothing_new_is_told(call: Call, folders: Folders) -> None:
    """By its own rhythm: ten days are nothing for one, and long for the other."""
    brought = {"last_news": NOW - timedelta(days=10)}
    slow = wire(pause=6 * 86_400.0, **brought)
    busy = cli_state.answering("harbour-post", POST, pause=3_600.0, **brought)
    cli_state.polled(folders.state, slow, busy)
    told = call("status").stdout
    assert "harbour-post: answers, with nothing new since 2 Jun 2025 18:30" in told
    assert "coast-wire:" not in told
    assert call("sources").stdout.count("nothing new since") == 1


# --- whether it can be relied upon --------------------------------------------------------------


@pytest.mark.usefixtures("ticking")
def test_check_is_content_when_all_is_well(call: Call) -> None:
    """The daemon ticks, every source answers and every alert is delivered."""
    result = call("status --check")
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.usefixtures("all_is_well")
def test_check_ends_with_four_when_no_daemon_runs(call: Call) -> None:
    """What nobody polls is stale, however fresh it still looks."""
    result = call("status --check")
    assert (result.exit_code, result.stderr) == (4, "the daemon is not running: nobody polls\n")


@pytest.mark.usefixtures("all_is_well")
def test_check_ends_with_four_when_the_daemon_hangs(call: Call, folders: Folders) -> None:
    """It holds the lock, and has not ticked for minutes."""
    with cli_state.ticking(folders.state, NOW - timedelta(minutes=4, seconds=10)):
        result = call("status --check")
        told = json.loads(call("status --json").stdout)
    sentence = f"process {os.getpid()} hangs: no tick for 4 min"
    assert (result.exit_code, result.stderr) == (4, f"{sentence}\n")
    assert f"daemon       {sentence}\n" in result.stdout
    assert (told["daemon"]["state"], told["daemon"]["running"]) == ("hanging", True)


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize(("minutes", "code"), [(4, 0), (6, 4)])
def test_a_start_or_an_import_may_take_a_while(
    minutes: int, code: int, call: Call, folders: Folders
) -> None:
    """Whoever holds the lock without a tick is no daemon yet; after minutes that is an ill."""
    with locked(folders.state):
        at = (NOW - timedelta(minutes=minutes)).timestamp()
        os.utime(folders.state / "lock", (at, at))
        result = call("status --check")
    assert result.exit_code == code
    assert f"process {os.getpid()} " in result.stdout
    assert result.stderr.count("without a tick") == (code == 4)


@pytest.mark.usefixtures("ticking")
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


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (BLIND, "it answered 503"),
        (wire(next_due=NOW - timedelta(hours=2)), "was due 12 Jun 2025 16:30"),
        (wire(configured="https://elsewhere.example/rss"), "not asked yet at this address"),
    ],
)
def test_every_state_but_a_good_one_has_its_reason(
    state: State, reason: str, call: Call, folders: Folders
) -> None:
    """A bare word helps nobody."""
    cli_state.polled(folders.state, state)
    assert reason in " ".join(call("sources").stdout.split())


def test_check_ends_with_four_when_an_alert_waits(call: Call, folders: Folders) -> None:
    """Somebody should have been told."""
    cli_state.polled(folders.state, cli_state.answering("harbour-post", POST), wire())
    with cli_state.ticking(folders.state):
        result = call("status --check")
    assert (result.exit_code, result.stderr) == (4, "4 alerts not delivered\n")
    assert "alerts       4 undelivered, 4 overdue" in result.stdout


@pytest.mark.usefixtures("all_is_well")
def test_check_ends_with_four_when_an_alert_is_given_up(call: Call, folders: Folders) -> None:
    """Its channel is named, with since when it fails and why; a person who knows settles it."""
    alert = AlertRaised(
        alert="a1",
        rule="all",
        channel="desk",
        severity="warning",
        title="3 killed",
        body="",
        developments=(),
        at=NOW - timedelta(days=2),
    )
    step: dict[str, Any] = {"alert": "a1", "channel": "desk"}
    failed = [
        AlertFailed(attempt=1, at=NOW - timedelta(days=2), detail="it answers 500", **step),
        AlertFailed(attempt=2, at=NOW, detail="it answers 410", final=True, **step),
    ]
    cli_state.record(*folders, "norland", alert, *failed)
    with cli_state.ticking(folders.state):
        result = call("status --check")
        told = json.loads(call("status --json").stdout)
    assert (result.exit_code, result.stderr) == (4, "1 alert given up (desk)\n")
    assert "alerts       1 undelivered, 1 given up" in result.stdout
    assert "10 Jun 2025, given up for desk: 3 killed" in result.stdout
    channel = "desk: failing since 10 Jun 2025 18:30, nothing delivered yet; it answers 410"
    assert channel in " ".join(result.stdout.split())
    assert (told["overdue"], told["given_up"]) == (0, 1)
    seen = AlertAcknowledged(attempt=2, at=NOW, detail="me", **step)
    cli_state.record(*folders, "norland", seen)
    with cli_state.ticking(folders.state):
        assert call("status --check").exit_code == 0


@pytest.mark.usefixtures("all_is_well")
def test_what_is_held_back_is_told_and_is_no_ill(call: Call, folders: Folders) -> None:
    """How much, until when, and why."""
    night = AlertHeld(
        rule="all",
        developments=("d1", "d2"),
        reason="quiet hours",
        until=NOW + timedelta(hours=8),
        at=NOW,
    )
    cli_state.record(*folders, "norland", night)
    with cli_state.ticking(folders.state):
        result = call("status --check")
    assert result.exit_code == 0
    assert "held back    2 developments, the first until 13 Jun 2025 02:30 (UTC)" in result.stdout


@pytest.mark.usefixtures("ticking")
def test_check_ends_with_four_when_the_log_cannot_be_read(call: Call, folders: Folders) -> None:
    """One sentence on stderr, and no answer that might be wrong."""
    (folders.state / "log.db").write_bytes(b"no log " * 1_000)
    result = call("status --check")
    assert (result.exit_code, result.stdout) == (4, "")
    assert "log.db" in result.stderr
    assert call("status").exit_code == 1


DONE = Work(
    "2025-06-12T03:00:09Z", "", 0, "2025-06-12T03:00:09Z", 28, "/srv/copies/log-1.db", 41_000
)
NIGHTLY = Upkeep(hour=3, since="2025-06-01T00:00:00Z", verify=DONE, backup=DONE)


@pytest.mark.usefixtures("all_is_well")
def test_checks_and_backups_of_the_log_are_told(call: Call, folders: Folders) -> None:
    """When they were last done well, and what came of them; that is no ill."""
    assert "backup" not in call("status").stdout
    remember(folders.state, NIGHTLY)
    with cli_state.ticking(folders.state):
        result = call("status --check")
    assert result.exit_code == 0
    assert "checked      12 Jun 2025 03:00 (UTC), 15 h ago: whole\n" in result.stdout
    assert (
        "backup       12 Jun 2025 03:00 (UTC), 15 h ago: 41 kB, /srv/copies/log-1.db\n"
        in result.stdout
    )
    told = json.loads(call("status --json").stdout)["upkeep"]
    assert told["backup"]["events"] == 28


@pytest.mark.usefixtures("all_is_well")
@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"verify": DONE.after("2025-06-12T04:00:00Z", "\x1b[1mno")._replace(corrupt=True)},
            "did not pass its last check: [1mno",
        ),
        (
            {"verify": DONE.after("2025-06-12T04:00:00Z", "4 hours")},
            "the log could not be checked: 4 hours",
        ),
        (
            {"backup": DONE.after("2025-06-12T04:00:00Z", "no room")},
            "the last backup failed: no room",
        ),
        ({"backup": DONE._replace(good="2025-06-10T03:00:00Z")}, "a backup is overdue"),
        ({"damaged": {"log-0.db": "cut"}}, "damaged backups: log-0.db"),
    ],
)
def test_check_ends_with_four_when_the_log_is_not_kept_well(
    changed: dict[str, Any], sentence: str, call: Call, folders: Folders
) -> None:
    """Damage, a night without a backup, none for days, a backup that is no good any more."""
    remember(folders.state, NIGHTLY._replace(**changed))
    with cli_state.ticking(folders.state):
        result = call("status --check")
    assert result.exit_code == 4
    assert sentence in result.stderr
    assert "\x1b" not in result.output


def test_many_alerts_that_wait_are_counted(call: Call, folders: Folders) -> None:
    """A screen is left for the rest."""
    more = [
        AlertRaised(
            alert=f"a{n}",
            rule="all",
            channel="desk",
            severity="info",
            title=f"alert {n}",
            body="",
            developments=(),
            at=NOW,
        )
        for n in range(30)
    ]
    cli_state.record(*folders, "norland", *more)
    told = call("status").stdout
    assert "34 undelivered" in told
    assert told.count("waiting for desk") == 5
    assert "and 29 more; monitor alerts --undelivered lists them" in told


def test_the_json_of_status_says_all_that_and_why_it_is_stale(call: Call) -> None:
    """What was never polled is told as such."""
    told = json.loads(call("status --json").stdout)
    assert told["topics"][0]["trackers"].keys() == {"strikes", "talks", "troops"}
    assert [each["state"] for each in told["sources"]] == ["never polled"] * 2
    nobody = {"running": False, "pid": None, "started": None, "last_tick": None}
    assert told["daemon"] == {**nobody, "state": "not running", "held": False}
    assert (told["last_round"], told["next_round"]) == (None, None)
    assert told["held"] == {"waiting": 0, "until": None, "reasons": {}}
    assert told["channels"] == []
    assert told["log"]["events"] > 0
    assert told["log"]["bytes"] > 4_096
    assert told["log"]["lag_events"] == 0
    assert told["stale"] is True
    assert told["complaints"] == [
        "the daemon is not running: nobody polls",
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
