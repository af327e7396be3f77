"""An alert with all steps of its delivery, and a test message that says whether a channel works."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from monitor.alerts import Message, NotSent, Outcome
from monitor.alerts.delivery import deliver
from monitor.alerts.outbox import EVENTS
from monitor.alerts.wording import block
from monitor.cli.ending import FAILED, Ended
from monitor.cli.outline import listed
from monitor.cli.places import Places
from monitor.cli.rendering import behind, bold, out, out_json, say, wrapped
from monitor.cli.times import iso, minute
from monitor.config import ChannelSetup, load
from monitor.errors import NotFound
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent
from monitor.links import Links
from monitor.notices import (
    AlertAcknowledged,
    AlertAttempted,
    AlertDelivered,
    AlertFailed,
    AlertRaised,
    AlertRetried,
    AlertSnoozed,
    Part,
)
from monitor.text import printable
from monitor.values import short_id

Row = dict[str, Any]


# --- one alert ------------------------------------------------------------------------------------


def show_alert(places: Places, row: Row) -> None:
    """Print an alert, whole, and what has been done with it."""
    steps = [(event, what) for event in _events(places, row) if (what := _step(event))]
    if places.as_json:
        told = [{"at": iso(event.reported), "step": what} for event, what in steps]
        out_json({**row, "steps": told})
        return
    lines = [*map(bold, wrapped(row["title"]))]
    lines += wrapped(
        f"alert {row['alert']}: {row['severity']}, rule {row['rule']} of {row['topic']}"
    )
    lines += ["", *_body(row["body"]), ""]
    for event, what in steps:
        lines += behind(f"{minute(iso(event.reported))}  ", what)
    out(lines)


def _body(text: str) -> Iterator[str]:
    """The text of an alert, with its indents; lines that are too long go on below themselves."""
    for line in text.split("\n"):
        indent = " " * (len(line) - len(line.lstrip(" ")))
        yield from wrapped(line, indent, f"{indent}  ") if line.strip() else [""]


def _events(places: Places, row: Row) -> list[AnyEvent]:
    """What the log says of an alert, in its order."""
    log = open_reader(places.log)
    if log is None:
        return []
    with log:
        told = [each.event for each in log.read(stream=row["topic"], types=EVENTS)]
    return [event for event in told if getattr(event, "alert", None) == row["alert"]]


def _step(event: AnyEvent) -> str:
    """A step in words."""
    match event:
        case AlertRaised():
            return f"raised for {event.channel}"
        case AlertAttempted():
            return f"attempt {event.attempt} begun"
        case AlertDelivered():
            again = ", may be a repetition" if event.repetition else ""
            return f"delivered{again}{_said(event.detail)}"
        case AlertFailed():
            return _failed(event)
        case AlertAcknowledged():
            return f"acknowledged by {event.detail}"
        case AlertSnoozed():
            return f"snoozed until {minute(iso(event.until))} by {event.who}"
        case AlertRetried():
            return f"to be sent again, wanted by {event.who}"
        case _:
            return ""


def _failed(event: AlertFailed) -> str:
    what = "given up" if event.final else "not taken"
    unknown = ", it may have arrived all the same" if event.unknown else ""
    return f"{what} after attempt {event.attempt}{unknown}{_said(event.detail)}"


def _said(detail: str) -> str:
    return f": {detail}" if detail else ""


# --- a channel ------------------------------------------------------------------------------------


def try_channel(places: Places, name: str) -> None:
    """Send a message that says that it is a test, and tell what the channel has said. Writes nothing."""
    settings = load(places.config, places.state).settings
    setup = settings.channels.get(name)
    if setup is None:
        names = listed(sorted(settings.channels))
        raise NotFound(
            f'there is no channel "{printable(name)}" in monitor.toml; there are: {names}'
        )
    outcome = asyncio.run(_sent(setup, _message(name, places.now, settings.page, places)))
    if places.as_json:
        out_json(_plain(name, setup, outcome))
    else:
        out(printable(_told(name, setup, outcome)))  # not wrapped: paths are copied from it
    if isinstance(outcome, NotSent):
        raise Ended(FAILED)


async def _sent(setup: ChannelSetup, message: Message) -> Outcome:
    say(f"sending a test message through {message.alert.channel} ({setup.kind}) ...")
    return await deliver(setup.kind, setup.options, message)


def _message(channel: str, now: datetime, base: str, places: Places) -> Message:
    """An alert as a rule would raise one, about nothing but itself."""
    part = Part(
        development="test",
        tracker="test",
        field="message",
        kind="change",
        severity="notice",
        title=f"Test message of monitor to {channel}: nothing has happened",
        before="",
        after="it has arrived",
        at=now,
        why="monitor status",
    )
    alert = AlertRaised(
        alert=short_id("test", channel, now.isoformat()),
        rule="test",
        channel=channel,
        severity=part.severity,
        title=part.title,
        body=block(part),
        developments=(),
        at=now,
        parts=(part,),
    )
    return Message(alert=alert, topic="test", page=Links(base, places.state).front)


def _told(name: str, setup: ChannelSetup, outcome: Outcome) -> str:
    if not isinstance(outcome, NotSent):
        return f"taken by {name} ({setup.kind}){_said(outcome.detail)}"
    unknown = "; it may have arrived all the same" if outcome.unknown else ""
    useless = "; trying again is of no use until that has changed" if outcome.permanent else ""
    return f"not taken by {name} ({setup.kind}): {outcome.reason}{unknown}{useless}"


def _plain(name: str, setup: ChannelSetup, outcome: Outcome) -> Row:
    told = {"channel": name, "kind": setup.kind, "taken": not isinstance(outcome, NotSent)}
    if isinstance(outcome, NotSent):
        failed = {"permanent": outcome.permanent, "unknown": outcome.unknown}
        return {**told, "detail": outcome.reason, **failed, "retry_after": outcome.retry_after}
    return {**told, "detail": outcome.detail}
