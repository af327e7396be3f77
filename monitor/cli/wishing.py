"""What a person wants of alerts, on its way to the log.

It is written down in the inbox. Where a daemon runs, it takes it within a second, and the command waits to
see that; else the command takes the state folder and fulfils it itself. What it says is what has happened.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from monitor.cli.lock import holder
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out_json, say
from monitor.cli.times import minute, moment
from monitor.cli.written import parse, span
from monitor.config import load
from monitor.errors import AlreadyRunning, MonitorError, StateError
from monitor.events import AnyEvent
from monitor.inbox import Inbox, Refusal, fate, put
from monitor.opening import locked, opened
from monitor.pipeline import Pipeline
from monitor.text import printable
from monitor.wishes import (
    LONGEST_NAME,
    MOST_ALERTS,
    Acknowledge,
    AnyWish,
    Raised,
    Retry,
    Snooze,
    Whereabouts,
)
from monitor.wording import many

LONGEST_REASON = 2_000
"""Characters of a reason: it stays in the log for good."""

Row = dict[str, Any]

PATIENCE_S = 3.0
"""Seconds that a daemon is given to take a wish: it looks every second."""
NAMED = 5
"""Alerts that are named when all is well; of more it is told how many they are."""


class Handed(NamedTuple):
    """What has become of a wish."""

    recorded: bool
    process: int | None
    """Who has it, or had it: 0 when it does not say, None when it was this command."""


# --- what is wanted -------------------------------------------------------------------------------


def acknowledge(places: Places, rows: Sequence[Row], by: str | None) -> None:
    """These alerts have been seen."""
    who = name_of(by)
    if not rows:
        _nothing(places, "acknowledge", who, "there is nothing to acknowledge")
        return
    wishes = [
        Acknowledge(who=who, at=places.now, alerts=tuple(row["alert"] for row in some))
        for some in _parts(rows)
    ]
    handed = hand_in(places, wishes)
    _tell(places, "acknowledge", rows, who, handed, "acknowledged")


def snooze(places: Places, rows: Sequence[Row], until: datetime, by: str | None) -> None:
    """No more of what these alerts are about, until then."""
    who = name_of(by)
    alerts = tuple(row["alert"] for row in rows)
    handed = hand_in(places, [Snooze(who=who, at=places.now, alerts=alerts, until=until)])
    _tell(places, "snooze", rows, who, handed, f"snoozed until {minute(until.isoformat())} UTC")


def retry(places: Places, rows: Sequence[Row], by: str | None) -> None:
    """These alerts are to be sent now."""
    who = name_of(by)
    if not rows:
        _nothing(places, "retry", who, "no alert was given up")
        return
    wishes = [
        Retry(who=who, at=places.now, alerts={row["alert"]: row["attempts"] for row in some})
        for some in _parts(rows)
    ]
    handed = hand_in(places, wishes)
    when = "sent again now" if handed.process is not None else "sent again when `monitor run` runs"
    _tell(places, "retry", rows, who, handed, when)


def ending(now: datetime, length: str | None, until: str | None) -> datetime:
    """The time meant by --for or --until. Raises Usage."""
    if (length is None) == (until is None):
        raise Usage("until when? --for 2h, or --until 2025-11-30T08:00Z")
    try:
        end = now + span(length) if length is not None else parse(until or "", now, "start")
    except (ValueError, OverflowError) as error:
        raise Usage(str(error)) from error
    if end <= now:
        raise Usage(f"{moment(end)} has passed")
    return end


def name_of(by: str | None) -> str:
    """Who wants it: the name that is given, else the login name. Raises Usage."""
    if by is None:
        try:
            by = getpass.getuser()
        except (OSError, KeyError):  # a container's user may have no name
            by = f"user {os.getuid()}"
    name = printable(by).strip()[:LONGEST_NAME].strip()
    if not name:
        raise Usage("--by: expected a name")
    return name


def reason_of(text: str) -> str:
    """Why, as it is recorded for good; empty when nothing is said. Raises Usage: it is never cut."""
    why = printable(text).strip()
    if len(why) > LONGEST_REASON:
        raise Usage(f"--reason: at most {LONGEST_REASON:,} characters")
    return why


def _parts(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[at : at + MOST_ALERTS] for at in range(0, len(rows), MOST_ALERTS)]


# --- handing in -----------------------------------------------------------------------------------


def hand_in(places: Places, wishes: Sequence[AnyWish]) -> Handed:
    """Let wishes be fulfilled, and see what comes of it. Raises StateError, LogError, ConfigError.

    When it raises, what was not fulfilled by then is not wanted any more.
    """
    paths: list[Path] = []
    try:
        for wish in wishes:
            paths.append(put(places.state, wish))  # noqa: PERF401 - a later one may fail
        process, outcomes = _seen(places, paths)
        if not all(outcomes) and holder(places.state) is None:  # it was no daemon, and has ended
            process, outcomes = _seen(places, paths)
    except MonitorError:
        for path in paths:
            path.unlink(missing_ok=True)
        raise
    for outcome in outcomes:
        if isinstance(outcome, Refusal):
            raise StateError(f"refused: {outcome.reason}")
    return Handed(all(outcomes), process)


def _seen(places: Places, paths: Sequence[Path]) -> tuple[int | None, list[Refusal | bool]]:
    """Who was to fulfil the wishes, and what has become of them."""
    process = _taken(places)
    patience = 0.0 if process is None else PATIENCE_S
    return process, [fate(path, patience) for path in paths]


def _taken(places: Places) -> int | None:
    """Fulfil what waits, here; or the process that works on the state folder, and will do it."""
    try:
        with (
            locked(places.state),
            opened(load(places.config, places.state)) as (_, pipeline),
        ):
            inbox = Inbox(places.state, _where(pipeline), partial(_record, pipeline, places), _said)
            while inbox.fulfil():
                pass
            return None
    except AlreadyRunning:
        return holder(places.state) or 0


def _record(pipeline: Pipeline, places: Places, stream: str, wanted: list[AnyEvent]) -> None:
    """Record what somebody wants, and what it changes."""
    pipeline.fulfil(stream, wanted, places.now)


def _where(pipeline: Pipeline) -> Callable[[str], Raised | None]:
    """Where each alert of the log was raised."""
    raised = Whereabouts()
    for each in pipeline.log.read(types=Whereabouts.types):
        raised.add(each.stream, each.event)
    return raised.get


def _said(word: str, sentence: str) -> None:
    """What becomes of others' wishes is told when it is amiss; of one's own it is told below."""
    if word != "wish":
        say(f"{word}: {sentence}")


# --- what has come of it --------------------------------------------------------------------------


def _nothing(places: Places, wish: str, who: str, sentence: str) -> None:
    if places.as_json:
        told: Row = {
            "wish": wish,
            "alerts": [],
            "by": who,
            "outcome": "nothing to do",
            "process": None,
        }
        out_json(told)
    else:
        say(sentence)


def _tell(
    places: Places, wish: str, rows: Sequence[Row], who: str, handed: Handed, done: str
) -> None:
    if places.as_json:
        told = {
            "wish": wish,
            "alerts": [row["alert"] for row in rows],
            "by": who,
            "outcome": "recorded" if handed.recorded else "handed over",
            "process": handed.process or None,
        }
        out_json(told)
        return
    if not handed.recorded:
        say(waiting(places, handed))
    elif len(rows) > NAMED:
        say(f"{many(len(rows), 'alert')} {done}")
    else:
        say("\n".join(f"{done}: {row['title']}" for row in rows))


def waiting(places: Places, handed: Handed) -> str:
    """What to say of a wish that has not been recorded yet."""
    other = f"process {handed.process}" if handed.process else "another process"
    return (
        f"handed to {other}, which has not recorded it within {PATIENCE_S:g} s;"
        f" it waits in {places.state}/inbox until it has, also for the next `monitor run`"
    )
