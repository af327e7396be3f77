"""What the service tells: one line an event in every form, no secret, nothing twice."""

from __future__ import annotations

import io
import json
import logging
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor import events as e
from monitor import notices as n
from monitor.telling import LONGEST, line, recorded, safe, say, set_up, to_journal

AT = datetime(2025, 11, 15, 12, tzinfo=UTC)
HOSTILE = "the toll\nINFO rises \x1b[31mred\x1b[0m \u202eevil\x07\r\nagain"
log = logging.getLogger("monitor.tests")


@pytest.fixture(autouse=True)
def _no_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tests are run by a service manager, stderr may be its journal."""
    monkeypatch.setenv("JOURNAL_STREAM", "")


class Err:
    """What has come out on stderr."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture
        self._text = ""

    @property
    def lines(self) -> list[str]:
        self._text += self._capture.readouterr().err
        return self._text.split("\n")[:-1]


@pytest.fixture
def err(capfd: pytest.CaptureFixture[str]) -> Err:
    return Err(capfd)


class Journal(Err):
    """Stderr is the journal."""

    def set_up(self, level: str = "info", wanted: str = "text") -> str:
        found = os.fstat(sys.stderr.fileno())
        os.environ["JOURNAL_STREAM"] = f"{found.st_dev}:{found.st_ino}"
        return set_up(level, wanted)


@pytest.fixture
def journal(capfd: pytest.CaptureFixture[str]) -> Journal:
    return Journal(capfd)


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def all_kinds() -> None:
    """One of each kind of line."""
    say("stories", "wire: 1 new")
    say("development", "the toll rises")
    log.debug("polled wire: 1 new")
    log.info("a step")
    log.warning("amiss")


# --- for people -----------------------------------------------------------------------------------


def test_a_person_gets_sentences_and_what_is_amiss(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a word and a sentence; the log there is silent unless something is wrong."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    assert set_up() == "plain"
    all_kinds()
    assert screen.getvalue().splitlines() == [
        "stories      wire: 1 new",
        "development  the toll rises",
        "WARNING amiss",
    ]


def test_who_debugs_at_a_terminal_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the polls."""
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    set_up("debug")
    all_kinds()
    assert "DEBUG polled wire: 1 new" in screen.getvalue().splitlines()


def test_in_a_file_the_sentences_stay_and_the_log_has_its_level(err: Err) -> None:
    """A line a poll is for who debugs."""
    set_up("info")
    all_kinds()
    assert err.lines == [
        "stories      wire: 1 new",
        "development  the toll rises",
        "INFO a step",
        "WARNING amiss",
    ]


def test_a_setting_up_replaces_the_one_before(err: Err) -> None:
    """A configuration is read again: nothing is told twice."""
    for _ in range(3):
        set_up("warning")
    all_kinds()
    assert err.lines.count("WARNING amiss") == 1
    assert "INFO a step" not in err.lines


def test_what_is_said_before_all_that_is_said_all_the_same(err: Err) -> None:
    """Commands that set nothing up use the same words."""
    say("archive", "3 texts")
    assert err.lines == ["archive      3 texts"]


# --- for the journal -------------------------------------------------------------------------------


def test_the_journal_gets_priorities(journal: Journal) -> None:
    """Sentences are log lines with a level of their own; ids stand behind."""
    assert journal.set_up() == "journal"
    all_kinds()
    say("no answer", "wire: it answers 500", source="wire")
    say("not recorded", "no room")
    assert journal.lines == [
        "<6>development: the toll rises",
        "<6>a step",
        "<4>amiss",
        "<4>no answer: wire: it answers 500 [source=wire]",
        "<3>not recorded: no room",
    ]


def test_debugging_a_service_shows_its_polls(journal: Journal) -> None:
    """At priority 7."""
    journal.set_up("debug")
    all_kinds()
    assert "<7>polled wire: 1 new" in journal.lines
    assert "<7>stories: wire: 1 new" in journal.lines


def test_another_stream_than_the_journals_is_no_journal(
    err: Err, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program below a service may have its stderr redirected: device and inode tell."""
    for value in ("", "1:2", "x", "8:"):
        monkeypatch.setenv("JOURNAL_STREAM", value)
        assert not to_journal()
        assert set_up() == "plain"
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not to_journal()


# --- for machines ----------------------------------------------------------------------------------


def test_json_has_the_ids_as_fields_of_their_own(err: Err) -> None:
    """Time, level, logger, message, and what it is about."""
    assert set_up(wanted="json") == "json"
    log.info("polled %s", "wire", extra={"source": "wire"})
    say("development", "3 killed", topic="boats", development="d1", severity="warning")
    polled, development = map(json.loads, err.lines)
    assert datetime.fromisoformat(polled.pop("time")).tzinfo is not None
    assert polled == {
        "level": "info",
        "logger": "monitor.tests",
        "message": "polled wire",
        "source": "wire",
    }
    del development["time"]
    assert development == {
        "level": "info",
        "logger": "monitor.said",
        "message": "development: 3 killed",
        "event": "development",
        "topic": "boats",
        "development": "d1",
        "severity": "warning",
    }


def test_json_in_the_journal_has_priorities_as_well(journal: Journal) -> None:
    """The journal takes them off."""
    journal.set_up(wanted="json")
    log.warning("amiss")
    (told,) = journal.lines
    assert told[:3] == "<4>"
    assert json.loads(told[3:])["message"] == "amiss"


# --- in every form ---------------------------------------------------------------------------------

FORMS = ["text", "json"]


@pytest.mark.parametrize("wanted", FORMS)
def test_hostile_text_is_one_line_without_control_characters(wanted: str, err: Err) -> None:
    """Neither a second line nor anything that a terminal obeys, wherever it stands."""
    set_up(wanted=wanted)
    say("development", HOSTILE, topic=HOSTILE, development=HOSTILE)
    log.warning("%s", HOSTILE, extra={"source": HOSTILE})
    log.warning(HOSTILE)
    assert len(err.lines) == 3
    for told in err.lines:
        text = json.loads(told)["message"] if wanted == "json" else told
        assert text.isprintable()
        assert "the toll INFO rises" in text


def test_hostile_text_in_the_journal_is_one_line(journal: Journal) -> None:
    """The ids, too: they come from a configuration and from feeds."""
    journal.set_up()
    say("development", HOSTILE, topic=HOSTILE)
    (told,) = journal.lines
    assert told.isprintable()


def faulty() -> None:
    raise KeyError("killed\nby a newline")


@pytest.mark.parametrize("wanted", FORMS)
def test_a_fault_is_one_line_with_where_it_was(wanted: str, err: Err) -> None:
    """No traceback over twenty lines."""
    set_up(wanted=wanted)
    try:
        faulty()
    except KeyError:
        log.exception("poll of %s", "wire")
        say("fault", "a text is left out")
    assert len(err.lines) == 2
    for told in err.lines:
        assert "KeyError: 'killed" in told
        assert "tests/test_telling.py" in told
        assert " faulty" in told


def test_a_crash_of_a_service_is_one_line_too(journal: Journal) -> None:
    """Whatever ends it."""
    journal.set_up()
    try:
        faulty()
    except KeyError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    (told,) = journal.lines
    assert told.startswith("<2>ended by a fault of this program: KeyError: ")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("https://me:hunter2@x.example/feed", "https://x.example/feed"),
        ("https://x.example/hook?token=hunter2&n=1", "https://x.example/hook?token=...&n=1"),
        ("POST api_key=hunter2 refused", "POST api_key=... refused"),
        ("Authorization: Bearer hunter2", "Authorization: Bearer ..."),
        ("the secret talks = none", "the secret talks = none"),
        ("mail me@x.example", "mail me@x.example"),
    ],
)
def test_what_looks_like_a_secret_is_left_out(text: str, kept: str) -> None:
    """An error of a library may repeat an address as it was configured."""
    assert safe(text) == kept


def test_a_line_has_an_end() -> None:
    """The journal would cut it anyhow."""
    assert len(safe("x" * 100_000)) < LONGEST + 10


def test_a_stderr_that_is_gone_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal was closed; the service goes on."""
    stream = io.StringIO()
    stream.close()
    set_up()
    monkeypatch.setattr(sys, "stderr", stream)
    log.warning("nobody hears this")


def test_a_service_gets_an_alert_for_its_terminal_as_a_line(journal: Journal) -> None:
    """Whoever writes it there can: for a person there is none."""
    assert line("alert", "3 killed") == ""
    journal.set_up()
    assert line("alert", "3 killed", alert="a1") == "<6>alert: 3 killed [alert=a1]"
    assert journal.lines == []


# --- what has been recorded ------------------------------------------------------------------------


def development(**fields: Any) -> n.DevelopmentNoted:
    given: dict[str, Any] = {"development": "d1", "tracker": "strikes", "field": "killed"}
    given |= {"before": "80", "after": "83", "title": "at least 83 killed, was 80"}
    given |= {"severity": "warning", "because": (), "at": AT, "seen": AT}
    return n.DevelopmentNoted(**given | fields)


ALERT = n.AlertRaised(
    alert="a1",
    rule="all",
    channel="desk",
    severity="warning",
    title="at least 83 killed, was 80",
    body="",
    developments=("d1",),
    at=AT,
)
STEP: dict[str, Any] = {"alert": "a1", "channel": "desk", "attempt": 2, "at": AT}
SOURCE: dict[str, Any] = {"source": "wire", "address": "https://wire.example/", "at": AT}
HELD: dict[str, Any] = {"rule": "all", "developments": ("d1", "d2"), "at": AT}


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (
            development(),
            "<6>development: at least 83 killed, was 80 [topic=boats development=d1]",
        ),
        (development(backfill=True), None),
        (ALERT, "<6>alert a1 for desk: at least 83 killed, was 80 [topic=boats alert=a1]"),
        (n.AlertAttempted(**STEP), "<7>alert a1 goes to desk (attempt 2) [topic=boats alert=a1]"),
        (
            n.AlertDelivered(**STEP, detail="200"),
            "<6>alert a1 delivered to desk (attempt 2): 200 [topic=boats alert=a1]",
        ),
        (
            n.AlertFailed(**STEP, detail="it answers 500"),
            "<4>not sent: alert a1 to desk: it answers 500 [topic=boats alert=a1]",
        ),
        (
            n.AlertFailed(**STEP, detail="it answers 410", final=True),
            "<3>given up: alert a1 to desk: it answers 410 [topic=boats alert=a1]",
        ),
        (
            n.AlertHeld(**HELD, reason="quiet hours", until=AT + timedelta(hours=8)),
            "<6>rule all holds back 2 developments: quiet hours, until 2025-11-15T20:00+00:00"
            " [topic=boats]",
        ),
        (
            n.AlertHeld(**HELD, reason="backfill", final=True),
            "<7>rule all holds back 2 developments: backfill [topic=boats]",
        ),
        (
            n.AlertSnoozed(alert="a1", until=AT, who="me", at=AT),
            "<6>alert a1 is snoozed until 2025-11-15T12:00+00:00 by me [topic=boats alert=a1]",
        ),
        (
            n.AlertRetried(alert="a1", after=2, who="me", at=AT),
            "<6>alert a1 is to be sent again, says me [topic=boats alert=a1]",
        ),
        (e.SourceFailed(**SOURCE, detail="no answer"), None),
        (
            e.SourceRecovered(**SOURCE, detail="after 3 failures: no answer"),
            "<6>back: wire: it answers again, after 3 failures: no answer [source=wire]",
        ),
        (
            e.CoverageGap(**SOURCE, since=AT, detail="none had been seen before"),
            "<4>gap: wire: none had been seen before, since 2025-11-15T12:00+00:00 [source=wire]",
        ),
    ],
)
def test_what_is_recorded_is_told_once_with_its_ids(
    event: e.AnyEvent, told: str | None, journal: Journal
) -> None:
    """Each with a level of its own; what was told when it happened, or is no news, is not."""
    journal.set_up("debug")
    recorded("boats", [event])
    assert journal.lines == ([told] if told else [])


def test_most_events_need_no_line(journal: Journal) -> None:
    """What was told when it happened is not told again because it has been recorded."""
    journal.set_up("debug")
    missed = e.SourceGone(**SOURCE, detail="it answers 410")
    recorded("boats", [missed, n.AlertAcknowledged(**STEP, detail="me")])
    assert journal.lines == ["<6>alert a1 is acknowledged by me [topic=boats alert=a1]"]
