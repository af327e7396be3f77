"""Alerts on the command line: listed, shown, acknowledged, snoozed, sent again; a channel tried."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.cli import wishing
from monitor.cli.health import waiting
from monitor.cli.places import Usage
from monitor.cli.written import parse, span
from monitor.events import AnyEvent
from monitor.inbox import Inbox
from monitor.notices import (
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertHeld,
    AlertRaised,
    AlertSnoozed,
)
from monitor.opening import locked
from tests.budgets import ROOT
from tests.cli import cli_state
from tests.cli.cli_state import NOW
from tests.cli.conftest import Call, Folders

LISTED = """\
NEWEST  12 Jun 2025 09:19  notice    waiting for terminal
        Norland troops at the coast: 4,500 troops
"""
MINUTE = timedelta(minutes=1)


def raised(name: str, minutes: int = 0, **fields: Any) -> AlertRaised:
    """An alert of the toll, newer than those of the sample texts."""
    told: dict[str, Any] = {
        "alert": name,
        "rule": "toll",
        "channel": "desk",
        "severity": "warning",
        "title": f"At least 83 killed ({name})",
        "body": f"At least 83 killed ({name})\n  strikes killed: 80 -> 83\n\n  monitor why strikes",
        "developments": ("d1",),
        "at": NOW + minutes * MINUTE,
    }
    return AlertRaised(**(told | fields))


def tried(name: str, *, final: bool = False, attempt: int = 1) -> list[AnyEvent]:
    """An attempt that failed."""
    step: dict[str, Any] = {"alert": name, "channel": "desk", "attempt": attempt}
    at = NOW + attempt * MINUTE
    return [
        AlertAttempted(**step, at=at),
        AlertFailed(**step, at=at, detail="no route", final=final),
    ]


def sent(name: str) -> AlertDelivered:
    return AlertDelivered(alert=name, channel="desk", attempt=1, at=NOW, detail="250 OK")


@pytest.fixture
def desk(folders: Folders) -> Folders:
    """Alerts in every state: delivered, given up, tried, waiting."""
    steps: list[AnyEvent] = [raised("aa00000000000001", 1), raised("aa00000000000002", 2)]
    steps += [raised("bb00000000000003", 3), raised("bb00000000000004", 4)]
    steps += [sent("aa00000000000001"), *tried("aa00000000000002", final=True)]
    steps += tried("bb00000000000003")
    cli_state.record(*folders, "norland", *steps)
    return folders


def newest(call: Call) -> str:
    """The beginning of the id of the newest alert: it is made of what the rules have read."""
    return str(json.loads(call("alerts --json").stdout)[0]["alert"])[:6]


def states(call: Call) -> dict[str, str]:
    """State of each alert by its id, short."""
    rows = json.loads(call("alerts --json").stdout)
    return {row["alert"][-4:]: row["state"] for row in rows if row["rule"] == "toll"}


@contextmanager
def daemon(folders: Folders) -> Iterator[list[str]]:
    """A stand-in for the daemon: it holds the folder, and takes wishes as long as the block runs."""
    said: list[str] = []
    stop = threading.Event()

    def work() -> None:
        from monitor.config import load
        from monitor.opening import opened

        with locked(folders.state), opened(load(*folders)) as (_, pipeline):
            where = wishing._where(pipeline)
            inbox = Inbox(folders.state, where, pipeline.record, lambda _, what: said.append(what))
            ready.set()
            while not stop.wait(0.02):
                inbox.fulfil()

    ready = threading.Event()
    thread = threading.Thread(target=work)
    thread.start()
    assert ready.wait(20)
    try:
        yield said
    finally:
        stop.set()
        thread.join()


# --- listing ------------------------------------------------------------------------------------


def test_alerts_are_listed_with_their_fate(call: Call) -> None:
    """Newest first; nothing was delivered: no daemon has run."""
    result = call("alerts --undelivered")
    assert result.stdout.startswith(LISTED.replace("NEWEST", newest(call)))
    assert len(json.loads(call("alerts --json").stdout)) == 4


def test_the_list_says_why_an_alert_waits(call: Call, desk: Folders) -> None:
    """Delivered, given up, not taken, snoozed."""
    until = NOW + timedelta(hours=3)
    snooze = AlertSnoozed(alert="bb00000000000004", until=until, who="eva", at=NOW)
    cli_state.record(*desk, "norland", snooze)
    heads = [line for line in call("alerts --limit 4").stdout.splitlines() if line[0] != " "]
    assert heads == [
        "bb00000000000004  12 Jun 2025 18:34  warning   waiting for desk, snoozed until",
        "bb00000000000003  12 Jun 2025 18:33  warning   not taken by desk: no route",
        "aa00000000000002  12 Jun 2025 18:32  warning   given up for desk: no route",
        "aa00000000000001  12 Jun 2025 18:31  warning   delivered to desk",
    ]


def test_a_long_list_ends_and_says_so(call: Call) -> None:
    """How to see the rest."""
    result = call("alerts --limit 1")
    assert result.stdout == LISTED.replace("NEWEST", newest(call))
    assert result.stderr == "3 older alerts; --limit shows more\n"
    assert len(json.loads(call("alerts --limit 2 --json").stdout)) == 2


def test_what_was_held_back_is_listed_by_reason_and_day(call: Call, folders: Folders) -> None:
    """An import holds hundreds: one line; what was told since is told from what was not."""
    import_: dict[str, Any] = {"rule": "toll", "reason": "backfill", "final": True, "at": NOW}
    held = [
        AlertHeld(**import_, developments=tuple(f"old{each}" for each in range(200))),
        AlertHeld(**import_, developments=("old200", "d1")),
        AlertHeld(
            rule="toll",
            reason="digest",
            detail="daily at 08:00",
            developments=("d1",),
            until=NOW + timedelta(hours=13),
            at=NOW - timedelta(days=1),
        ),
        AlertHeld(rule="all", reason="voices", developments=("d1",), at=NOW - timedelta(days=2)),
    ]
    told = structs.replace(raised("aa00000000000001"), rule="all")
    cli_state.record(*folders, "norland", cli_state.DEVELOPMENT, told, *held)
    lines = call("alerts --held").stdout.splitlines()
    assert lines == [
        "12 Jun 2025  backfill  202 developments not told: Norland troops at the coast:",
        "                       6,000 troops, was 4,500; and 200 more",
        "11 Jun 2025  digest    1 development held until 13 Jun 2025 07:30 (daily at",
        "                       08:00): Norland troops at the coast: 6,000 troops, was",
        "                       4,500",
        "10 Jun 2025  voices    1 development, told since: Norland troops at the coast:",
        "                       6,000 troops, was 4,500",
    ]
    rows = json.loads(call("alerts --held --json").stdout)
    assert [row["reason"] for row in rows] == ["backfill", "backfill", "digest", "voices"]
    assert rows[2]["developments"] == [
        {"id": "d1", "title": cli_state.DEVELOPMENT.title, "told": False}
    ]
    assert call("alerts --held --limit 1").stderr == "2 older lines; --limit shows more\n"


def test_when_nothing_was_held_back_it_says_so(call: Call) -> None:
    """It is no mistake."""
    result = call("alerts --held")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "no rule has held anything back\n"


# --- one alert ----------------------------------------------------------------------------------


def test_an_alert_is_shown_with_all_steps_of_its_delivery(call: Call, desk: Folders) -> None:
    """Its whole text, then what was done, in the order of the log."""
    call("alerts retry aa00000000000002 --by eva")
    call("alerts ack aa00000000000002 --by bob")
    assert call("alerts show aa00000000000002").stdout == (
        "At least 83 killed (aa00000000000002)\n"
        "alert aa00000000000002: warning, rule toll of norland\n"
        "\n"
        "At least 83 killed (aa00000000000002)\n"
        "  strikes killed: 80 -> 83\n"
        "\n"
        "  monitor why strikes\n"
        "\n"
        "12 Jun 2025 18:32  raised for desk\n"
        "12 Jun 2025 18:31  attempt 1 begun\n"
        "12 Jun 2025 18:31  given up after attempt 1: no route\n"
        "12 Jun 2025 18:30  to be sent again, wanted by eva\n"
        "12 Jun 2025 18:30  acknowledged by bob\n"
    )
    told = json.loads(call("alerts show aa00000000000001 --json").stdout)
    assert told["body"].startswith("At least 83 killed")
    assert [each["step"] for each in told["steps"]] == ["raised for desk", "delivered: 250 OK"]


def test_the_beginning_of_an_id_will_do(call: Call, desk: Folders) -> None:
    """Where it is the beginning of one alone."""
    oldest = json.loads(call("alerts --json").stdout)[-1]["alert"]
    assert call("alerts show", oldest[:6]).exit_code == 0
    result = call("alerts show bb")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'which alert is "bb"? bb00000000000004, bb00000000000003\n'
    result = call("alerts show zz")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == 'there is no alert "zz"; `monitor alerts` lists them\n'


def test_an_alert_of_hostile_text_is_shown_safely(call: Call, folders: Folders) -> None:
    """In its title, its body and what a channel has said."""
    odd = structs.replace(raised("cc"), title=cli_state.HOSTILE, body=cli_state.HOSTILE * 9)
    said = structs.replace(sent("cc"), detail=cli_state.HOSTILE)
    cli_state.record(*folders, "norland", odd, said)
    for form in ("", " --json"):
        shown = call(f"alerts show cc{form}").stdout
        assert "nihtyna" in shown
        assert not {"\x1b", "\u202e", "\u200b"} & set(shown)


# --- without a daemon ---------------------------------------------------------------------------


def test_without_a_daemon_a_wish_is_recorded_at_once(call: Call, desk: Folders) -> None:
    """By name or by login name; nothing is left in the inbox."""
    result = call("alerts ack bb00000000000004 aa00000000000001 --by eva")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "acknowledged: At least 83 killed (bb00000000000004)\n"
        "acknowledged: At least 83 killed (aa00000000000001)\n"
    )
    assert states(call) == {
        "0001": "acknowledged",
        "0002": "failed",
        "0003": "failed",
        "0004": "acknowledged",
    }
    assert list((desk.state / "inbox").iterdir()) == []
    assert "acknowledged by eva (desk)" in call("alerts").stdout


def test_all_alerts_can_be_acknowledged_at_once(
    call: Call, desk: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In as many wishes as it takes; then there is nothing left to do."""
    monkeypatch.setattr(wishing, "MOST_ALERTS", 3)
    assert call("alerts ack --all").stderr == "8 alerts acknowledged\n"
    assert set(states(call).values()) == {"acknowledged"}
    told = json.loads(call("alerts ack --all --by eva --json").stdout)
    assert told == {
        "wish": "acknowledge",
        "alerts": [],
        "by": "eva",
        "outcome": "nothing to do",
        "process": None,
    }


def test_what_somebody_has_seen_is_not_taken_up_again(call: Call, desk: Folders) -> None:
    """Also when the sending that was under way by then has failed for good."""
    call("alerts ack bb00000000000003 --by eva")
    cli_state.record(*desk, "norland", *tried("bb00000000000003", attempt=2, final=True))
    assert "acknowledged by eva (desk)" in call("alerts").stdout
    result = call("alerts retry --dead --by eva --json")
    assert json.loads(result.stdout)["alerts"] == ["aa00000000000002"]


def test_of_a_wish_that_is_too_long_nothing_is_left_when_it_fails(
    call: Call, desk: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes several files, and there is room for the first one only."""
    monkeypatch.setattr("monitor.inbox.MOST_WAITING", 1)
    monkeypatch.setattr("monitor.cli.wishing.MOST_ALERTS", 1)
    result = call("alerts ack --all --by eva")
    assert result.exit_code == 1
    assert "wishes that nobody takes" in result.stderr
    assert list((desk.state / "inbox").iterdir()) == []


def test_what_was_given_up_is_taken_up_again(call: Call, desk: Folders) -> None:
    """By name, or all of it; it says when that will be."""
    result = call("alerts retry --dead --by eva")
    assert result.stderr == (
        "sent again when `monitor run` runs: At least 83 killed (aa00000000000002)\n"
    )
    assert states(call)["0002"] == "raised"
    assert call("alerts retry --dead").stderr == "no alert was given up\n"
    assert call("alerts retry bb00000000000003").exit_code == 0
    result = call("alerts retry aa00000000000001")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "aa00000000000001 does not wait: it was delivered to desk\n"


def test_an_alert_can_be_snoozed(call: Call, desk: Folders) -> None:
    """For a while, or until a time."""
    name = "bb00000000000004"
    result = call(f"alerts snooze {name} --for 2h")
    assert result.stderr == (
        "snoozed until 12 Jun 2025 20:30 UTC: At least 83 killed (bb00000000000004)\n"
    )
    call("alerts snooze", name, "--until", "tomorrow 08:00", "--by", "eva")
    rows = {row["alert"]: row for row in json.loads(call("alerts --json").stdout)}
    assert rows[name]["snoozed"] == "2025-06-13T08:00:00Z"


def test_a_snoozed_alert_is_not_overdue() -> None:
    """It waits because somebody wants that; when that time is over, it is."""
    row = {"final": False, "raised": "2025-06-12T10:00:00Z", "snoozed": "2025-06-12T20:00:00Z"}
    assert waiting([row], NOW) == []
    assert waiting([row], NOW + timedelta(hours=2)) == [row]
    assert waiting([row | {"snoozed": None}], NOW) == [row | {"snoozed": None}]
    assert waiting([row | {"final": True}], NOW + timedelta(hours=2)) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("snooze NEWEST", "until when? --for 2h, or --until 2025-11-30T08:00Z"),
        ("snooze NEWEST --for 2h --until 2026-01-01", "until when? "),
        ("snooze NEWEST --for soon", '"soon" is no length of time; write 30m, 2h, "1 day"'),
        ("snooze NEWEST --for 999999w", ""),
        ("snooze NEWEST --until someday", '"someday" is no time; write '),
        ("snooze NEWEST --until 2025-06-01", "1 Jun 2025 00:00 (UTC) has passed"),
        ("ack", "which alerts? name them, or --all for all"),
        ("ack NEWEST --all", "which alerts? name them, or --all for all"),
        ("retry", "which alerts? name them, or --dead for all"),
        ("ack NEWEST --by \x07", "--by: expected a name"),
    ],
)
def test_what_is_no_wish_ends_with_two(words: str, sentence: str, call: Call) -> None:
    """With a sentence that says what would be one; nothing is recorded."""
    result = call(f"alerts {words.replace('NEWEST', newest(call))}")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(sentence)
    assert result.stderr


def test_lengths_of_time_are_understood() -> None:
    """As people write them; tomorrow is a day like yesterday."""
    assert span("2h") == span("120 min") == span("2 hours") == timedelta(hours=2)
    assert span("1 Day") == timedelta(days=1)
    with pytest.raises(ValueError, match="no length of time"):
        span("2 hours ago")
    assert parse("tomorrow 08:00", NOW, "start") == datetime(2025, 6, 13, 8, tzinfo=UTC)


def test_somebody_without_a_name_may_want_something(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the user may have none."""

    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert wishing.name_of(None) == f"user {os.getuid()}"
    assert wishing.name_of("  e\x1bva  ") == "eva"
    with pytest.raises(Usage):
        wishing.name_of(" ")


# --- beside a daemon ----------------------------------------------------------------------------


def test_beside_a_daemon_the_wish_is_its_to_record(call: Call, desk: Folders) -> None:
    """The command waits to see it, and says so."""
    with daemon(desk) as said:
        result = call("alerts ack bb00000000000004 --by eva")
        told = json.loads(call("alerts retry --dead --by eva --json").stdout)
    assert (result.exit_code, result.stderr) == (
        0,
        "acknowledged: At least 83 killed (bb00000000000004)\n",
    )
    assert (told["outcome"], told["process"]) == ("recorded", os.getpid())
    assert said == ["eva has seen 1 alert", "eva wants 1 alert sent again"]
    assert states(call)["0004"] == "acknowledged"


def test_a_daemon_that_does_not_take_it_is_told_of(
    call: Call, desk: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written down: the next one that runs will take it."""
    monkeypatch.setattr(wishing, "PATIENCE_S", 0.1)
    with locked(desk.state):
        result = call("alerts ack bb00000000000004 --by eva")
        told = json.loads(call("alerts ack bb00000000000003 --by eva --json").stdout)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        f"handed to process {os.getpid()}, which has not recorded it within 0.1 s; it waits in"
        f" {desk.state}/inbox until it has, also for the next `monitor run`\n"
    )
    assert (told["outcome"], told["process"]) == ("handed over", os.getpid())
    assert states(call)["0004"] == "raised"
    call("alerts ack aa00000000000001")  # takes the others along
    assert (states(call)["0003"], states(call)["0004"]) == ("acknowledged", "acknowledged")


def test_another_command_that_has_ended_meanwhile_is_no_daemon(
    call: Call, desk: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It held the folder for itself: then the wish is recorded here."""
    monkeypatch.setattr(wishing, "PATIENCE_S", 0.5)
    with ExitStack() as other:
        other.enter_context(locked(desk.state))
        timer = threading.Timer(0.3, other.pop_all().close)
        timer.start()
        result = call("alerts ack bb00000000000004 --by eva")
        timer.join()
    assert result.stderr == "acknowledged: At least 83 killed (bb00000000000004)\n"
    assert states(call)["0004"] == "acknowledged"


def test_what_cannot_be_recorded_is_not_wanted_any_more(call: Call, desk: Folders) -> None:
    """The person has been told that it failed: it must not happen later, unasked."""
    (desk.config / "monitor.toml").write_text("concurrency = 0", "utf-8")
    result = call("alerts ack bb00000000000004")
    assert (result.exit_code, result.stdout) == (78, "")
    assert list((desk.state / "inbox").iterdir()) == []


def test_a_folder_that_cannot_be_written_ends_with_one(call: Call, desk: Folders) -> None:
    """And says which."""
    (desk.state / "inbox").write_text("in the way")
    result = call("alerts ack bb00000000000004")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "inbox cannot be written: File exists" in result.stderr


# --- a channel ----------------------------------------------------------------------------------

CHANNELS = """\
[channels.desk]
kind = "command"
argv = ["{python}", "-c", "{program}"]
[channels.journal]
kind = "file"
path = "{path}"
"""


def with_channels(folders: Folders, program: str) -> Path:
    """Two channels; the file of the second one."""
    path = folders.config.parent / "alerts.txt"
    text = CHANNELS.format(python=sys.executable, program=program, path=path)
    (folders.config / "monitor.toml").write_text(text, "utf-8")
    return path


def test_a_test_message_goes_through_the_real_channel(call: Call, folders: Folders) -> None:
    """It says that it is a test, and the log knows nothing of it."""
    before = call("log head").stdout
    path = with_channels(folders, "pass")
    result = call("alerts test journal")
    assert (result.exit_code, result.stdout) == (0, f"taken by journal (file): {path}\n")
    assert result.stderr == "sending a test message through journal (file) ...\n"
    assert "Test message of monitor to journal: nothing has happened" in path.read_text()
    assert call("log head").stdout == before
    assert json.loads(call("alerts test journal --json").stdout) == {
        "channel": "journal",
        "kind": "file",
        "taken": True,
        "detail": str(path),
    }


def test_a_channel_that_does_not_take_it_is_told_with_what_it_said(
    call: Call, folders: Folders
) -> None:
    """Exit 1; whether trying again is of any use, too."""
    with_channels(folders, "raise SystemExit('no such desk')")
    result = call("alerts test desk")
    assert result.exit_code == 1
    assert result.stdout.startswith("not taken by desk (command): ")
    assert "no such desk" in result.stdout
    with_channels(folders, "raise SystemExit(78)")
    told = json.loads(call("alerts test desk --json").stdout)
    assert (told["taken"], told["permanent"], told["unknown"]) == (False, True, False)


def test_a_channel_that_there_is_not_ends_with_three(call: Call, folders: Folders) -> None:
    """With the names there are."""
    with_channels(folders, "pass")
    result = call("alerts test mail")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        'there is no channel "mail" in monitor.toml; there are: desk, journal, terminal\n'
    )


@pytest.mark.slow
def test_a_channel_can_be_tested_beside_a_daemon(folders: Folders) -> None:
    """Somebody else holds the state folder: the test does not need it."""
    path = with_channels(folders, "pass")
    with locked(folders.state):
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "alerts", "test", "journal", *folders.options],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
    assert done.stdout == f"taken by journal (file): {path}\n"
