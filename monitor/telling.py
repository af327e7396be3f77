"""What the service tells of its work: one line an event, on a terminal, in the journal, or as JSON.

    say(word, sentence)     for the person who started it
    recorded(events)        of what has gone into the log: developments, steps of alerts, sources
    logging                 everything else

All of it goes through one handler to stderr. On a terminal, and in a file, what is said is a word and a
sentence; where a service manager listens or JSON is wanted, it is a log line like all others, with the
level of its word. Nothing is told twice, no text from outside makes a second line, and what looks like a
secret is left out.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Protocol

from monitor import notices as n
from monitor.events import AnyEvent, CoverageGap, SourceMoved, SourceRecovered
from monitor.text import printable

Form = Literal["plain", "journal", "json"]

LABEL = 12
"""Width of the word before a sentence."""
LONGEST = 4_000
"""Characters of a line: more than that nobody reads, and the journal cuts it."""
TOLD_FAILURES = {1, 3, 10}
"""Failures in a row that are told to the person; the others are in the service's log."""
FRAMES = 6
"""Places in the code that are named for a fault, the innermost first."""
FIELDS = ("topic", "source", "story", "tracker", "development", "alert", "channel", "severity")
"""What a line may be about: attributes of a log record, fields of their own in JSON."""
IDS = ("topic", "source", "story", "development", "alert")
"""Those that the journal shows behind the sentence."""
LEVELS: Mapping[str, int] = {
    **dict.fromkeys(("ask", "stop", "stories"), logging.DEBUG),
    **dict.fromkeys(
        ("blind", "no answer", "no page", "not read", "not sent", "gap"), logging.WARNING
    ),
    **dict.fromkeys(
        ("fault", "failed", "mistake", "not reread", "not recorded", "given up"), logging.ERROR
    ),
}
"""Of the words that are said; all others are information."""
PRIORITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
"""Levels as the journal numbers them (sd-daemon(3)); below them all: 7."""

# A password in an address, and what is named like a secret.
_SECRETS = (
    (re.compile(r"(?<=://)[^/\s@]+@"), ""),
    (
        re.compile(r"(?i)\b((?:[\w-]*(?:token|secret|passw(?:or)?d|api_?key|signature))=)[^&\s]+"),
        r"\1...",
    ),
    (re.compile(r"(?i)\b(authorization: *(?:\w+ +)?)\S+"), r"\1..."),
)

said = logging.getLogger("monitor.said")


class Say(Protocol):
    """Takes a word and a sentence for the person, and the ids of what it is about."""

    def __call__(self, word: str, sentence: str, /, **ids: str) -> None:
        """Say it once."""
        ...


def say(word: str, sentence: str, /, **ids: str) -> None:
    """A word and a sentence for the person who started it. A fault comes with where it happened."""
    if not any(isinstance(each, Lines) for each in logging.getLogger().handlers):
        _write(f"{word:<{LABEL}} {safe(sentence)}")
        return
    fault = word == "fault" and sys.exception() is not None
    level = LEVELS.get(word, logging.INFO)
    said.log(level, "%s", sentence, extra={"word": word, **ids}, exc_info=fault)


def line(word: str, sentence: str, /, **ids: str) -> str:
    """It as a line of a service's log, for who writes it there whatever the level; empty for a person."""
    form = next((h.formatter for h in logging.getLogger().handlers if isinstance(h, Lines)), None)
    if form is None or isinstance(form, Plain):
        return ""
    extra = {"word": word, **ids}
    record = said.makeRecord(said.name, logging.INFO, "", 0, "%s", (sentence,), None, extra=extra)
    return form.format(record)


# --- where it goes -----------------------------------------------------------------------------------


class Lines(logging.Handler):
    """Writes each record as one line to what is stderr at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it. Where nobody listens any more, nobody misses it."""
        try:
            _write(self.format(record))
        except (OSError, ValueError):
            return
        except Exception:  # noqa: BLE001 - the boundary, as in the library: a bad record is no end
            self.handleError(record)


def _write(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def set_up(level: str = "info", wanted: str = "text") -> Form:
    """Tell from now on in this form, from this level on; may be called again."""
    form: Form = "json" if wanted == "json" else "journal" if to_journal() else "plain"
    root = logging.getLogger()
    for each in [each for each in root.handlers if isinstance(each, Lines)]:
        root.removeHandler(each)
    handler = Lines()
    handler.setFormatter(Json() if form == "json" else Journal() if form == "journal" else Plain())
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for noisy in ("apscheduler", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A person at a terminal is told by `say`; the log there is what is amiss, unless all is wanted.
    person = form == "plain" and sys.stderr.isatty() and level != "debug"
    logging.getLogger("monitor").setLevel(logging.WARNING if person else level.upper())
    said.setLevel(logging.DEBUG if form == "plain" else level.upper())
    plain = form == "plain"
    sys.excepthook = sys.__excepthook__ if plain else _ended_by
    sys.unraisablehook = sys.__unraisablehook__ if plain else _ignored
    logging.captureWarnings(not plain)  # of Python itself: a line like any other
    return form


def _ended_by(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What has ended the program, as one line."""
    said.critical("ended by a fault of this program", exc_info=(kind, error, trace))


def _ignored(found: sys.UnraisableHookArgs) -> None:
    """What went wrong where nobody could be told, while something was taken down."""
    error = found.exc_value or found.exc_type
    logging.getLogger(__name__).warning("ignored: %s: %r", found.err_msg or found.object, error)


def to_journal() -> bool:
    """Whether stderr is the journal: JOURNAL_STREAM names its device and inode (systemd.exec(5))."""
    try:
        found = os.fstat(sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{found.st_dev}:{found.st_ino}"


# --- its forms ---------------------------------------------------------------------------------------


def safe(text: str) -> str:
    """One line without secrets, and without what a terminal would obey."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    line = printable(text)
    return line if len(line) <= LONGEST else f"{line[:LONGEST]} ..."


class Plain(logging.Formatter):
    """For people: `development  the toll rises`; what was not said to them with its level."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        word = getattr(record, "word", "")
        head = f"{word:<{LABEL}}" if word else record.levelname
        return f"{head} {sentence(record)}"


class Journal(logging.Formatter):
    """For the journal, with its priority: `<6>development: the toll rises [topic=boats]`."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        ids = " ".join(f"{name}={value}" for name, value in fields(record).items() if name in IDS)
        told = f"{worded(record)}{sentence(record)}{f' [{ids}]' if ids else ''}"
        return f"<{priority(record.levelno)}>{told}"


class Json(logging.Formatter):
    """For machines: an object a line. In the journal it has its priority before it all the same."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of ASCII."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: dict[str, Any] = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": safe(f"{worded(record)}{record.getMessage()}"),
        }
        if word := getattr(record, "word", ""):
            told["event"] = word
        told |= fields(record)
        if record.exc_info and record.exc_info[1]:
            told["error"] = safe(named(record.exc_info[1]))
            told["trace"] = frames(record.exc_info[1])
        head = f"<{priority(record.levelno)}>" if to_journal() else ""
        return f"{head}{json.dumps(told)}"


def worded(record: logging.LogRecord) -> str:
    """The word before a sentence, for who reads the sentence alone."""
    word = getattr(record, "word", "")
    return f"{word}: " if word else ""


def sentence(record: logging.LogRecord) -> str:
    """What the record says, with the fault and where it was, if there was one."""
    told = record.getMessage()
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        told = f"{told}: {named(error)} ({' < '.join(frames(error))})"
    return safe(told)


def named(error: BaseException) -> str:
    """`KeyError: 'killed'`."""
    return f"{type(error).__name__}: {error}"


def frames(error: BaseException) -> list[str]:
    """Where it happened, the innermost first: `claims/reading.py:120 read`."""
    found = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return [
        f"{'/'.join(Path(each.filename).parts[-2:])}:{each.lineno} {each.name}"
        for each in reversed(found)
    ]


def fields(record: logging.LogRecord) -> dict[str, str]:
    """What the record is about."""
    found = {name: getattr(record, name, None) for name in FIELDS}
    return {name: safe(str(value)) for name, value in found.items() if value}


def priority(level: int) -> int:
    """A level as the journal numbers it."""
    return next((number for least, number in PRIORITIES if level >= least), 7)


# --- what has been recorded --------------------------------------------------------------------------

alerts = logging.getLogger("monitor.alerts")


def recorded(stream: str, events: Sequence[AnyEvent]) -> None:
    """Tell of events that have gone into a stream; most need no line."""
    for event in events:
        tell = _TOLD.get(type(event))
        if tell is not None:
            tell(stream, event)


def _noted(topic: str, event: n.DevelopmentNoted) -> None:
    """Old texts bring developments, too: those are no news."""
    if not event.backfill:
        ids = {"topic": topic, "development": event.development, "tracker": event.tracker}
        say("development", event.title, severity=event.severity, **ids)


def _raised(topic: str, event: n.AlertRaised) -> None:
    about = {"topic": topic, "alert": event.alert, "channel": event.channel}
    extra = about | {"severity": event.severity}
    alerts.info("alert %s for %s: %s", event.alert, event.channel, event.title, extra=extra)


def _held(topic: str, event: n.AlertHeld) -> None:
    count = len(event.developments)
    until = f", until {event.until.isoformat(timespec='minutes')}" if event.until else ""
    level = logging.DEBUG if event.final else logging.INFO
    told = "rule %s holds back %s developments: %s%s"
    alerts.log(level, told, event.rule, count, event.reason, until, extra={"topic": topic})


def _snoozed(topic: str, event: n.AlertSnoozed) -> None:
    until = event.until.isoformat(timespec="minutes")
    about = {"topic": topic, "alert": event.alert}
    alerts.info("alert %s is snoozed until %s by %s", event.alert, until, event.who, extra=about)


def _acknowledged(topic: str, event: n.AlertAcknowledged) -> None:
    about = {"topic": topic, "alert": event.alert, "channel": event.channel}
    alerts.info("alert %s is acknowledged by %s", event.alert, event.detail, extra=about)


def _retried(topic: str, event: n.AlertRetried) -> None:
    about = {"topic": topic, "alert": event.alert}
    alerts.info("alert %s is to be sent again, says %s", event.alert, event.who, extra=about)


def _stepped(topic: str, event: n.AlertStep) -> None:
    """Attempts are for who debugs."""
    level, what = _STEPS[type(event)]
    detail = f": {event.detail}" if event.detail else ""
    told = "alert %s %s %s (attempt %s)%s"
    told_of = (event.alert, what, event.channel, event.attempt, detail)
    about = {"topic": topic, "alert": event.alert, "channel": event.channel}
    alerts.log(level, told, *told_of, extra=about)


_STEPS: dict[type, tuple[int, str]] = {
    n.AlertAttempted: (logging.DEBUG, "goes to"),
    n.AlertDelivered: (logging.INFO, "delivered to"),
}


def _failed(topic: str, event: n.AlertFailed) -> None:
    """Also to the person: they would wait for it in vain."""
    word = "given up" if event.final else "not sent"
    ids = {"topic": topic, "alert": event.alert, "channel": event.channel}
    say(word, f"alert {event.alert} to {event.channel}: {event.detail}", **ids)


def _back(_: str, event: SourceRecovered) -> None:
    say("back", f"{event.source}: it answers again, {event.detail}", source=event.source)


def _moved(_: str, event: SourceMoved) -> None:
    say("moved", f"{event.source}: to {event.address} {event.detail}", source=event.source)


def _missed(_: str, event: CoverageGap) -> None:
    since = event.since.isoformat(timespec="minutes")
    say("gap", f"{event.source}: {event.detail}, since {since}", source=event.source)


# That a source has failed is told when it does (`no answer`): the event is no second line.
_TOLD: dict[type, Callable[[str, Any], None]] = {
    n.DevelopmentNoted: _noted,
    n.AlertRaised: _raised,
    n.AlertHeld: _held,
    n.AlertSnoozed: _snoozed,
    n.AlertAcknowledged: _acknowledged,
    n.AlertRetried: _retried,
    n.AlertFailed: _failed,
    SourceRecovered: _back,
    SourceMoved: _moved,
    CoverageGap: _missed,
    **dict.fromkeys(_STEPS, _stepped),
}
