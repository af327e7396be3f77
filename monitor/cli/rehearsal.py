"""`alerts try`: what the rules, as they are now, would have sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from msgspec import structs, to_builtins

from monitor.alerts.desk import Backing
from monitor.alerts.rehearsal import Rehearsal, rehearse
from monitor.alerts.rules import DEFAULT
from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json, say, table
from monitor.cli.times import minute
from monitor.cli.written import parse
from monitor.config import load
from monitor.errors import NotFound
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent
from monitor.notices import DevelopmentNoted
from monitor.pipeline import backing
from monitor.projections import Kind, Standing, View
from monitor.projections.ledger import Ledger, apply, find, standing
from monitor.registry import resolve
from monitor.reports import Claim
from monitor.topics import Topic, Tracker
from monitor.wording import instead, many

KEPT = 64
"""Answers of earlier times that are kept while the past is gone through."""


def show_rehearsal(places: Places, since: str | None, rule: str | None) -> None:
    """Print what would have been sent; nothing is. Raises NotFound, Usage, LogError."""
    topic = load(places.config, places.state).topic(places.topic().id)
    topic = _with_rule(topic, rule)
    start = _start(since, places.now)
    log = open_reader(places.log)
    if log is None:
        say("there is no log yet")
        raise Ended(NOTHING_FOUND)
    with log:
        events = [each.event for each in log.read(stream=topic.id)]
    found = _rehearsed(topic, events, places.now, start)
    if places.as_json:
        out_json(_plain(found))
    else:
        _show(topic, found)
    if not found.alerts:
        raise Ended(NOTHING_FOUND)


def _with_rule(topic: Topic, name: str | None) -> Topic:
    """The topic with that rule alone. Raises NotFound."""
    rules = topic.rules or (DEFAULT,)
    if name is None:
        return structs.replace(topic, rules=rules)
    chosen = tuple(rule for rule in rules if rule.id == name)
    if not chosen:
        known = instead(name, [rule.id for rule in rules])
        raise NotFound(f'topic {topic.id} has no rule "{name}"; {known}')
    return structs.replace(topic, rules=chosen)


def _start(since: str | None, now: datetime) -> datetime | None:
    try:
        return None if since is None else parse(since, now, "start")
    except ValueError as error:
        raise Usage(str(error)) from error


def _rehearsed(
    topic: Topic, events: list[AnyEvent], now: datetime, since: datetime | None
) -> Rehearsal:
    """The rules over the developments of these events."""
    ledger = apply(Ledger(), events)

    @lru_cache(KEPT)
    def at_that_time(tracker: str, at: datetime) -> tuple[Tracker, View, Standing] | None:
        found = topic.tracker(tracker)
        if found is None:
            return None
        kind: Kind = resolve("projections", found.kind)
        stand = standing(ledger, tracker, at, alone=found.model_alone)
        return found, kind.view(found, stand), stand

    def borne_out(development: DevelopmentNoted, at: datetime) -> Backing | None:
        then = at_that_time(development.tracker, at)
        if then is None:
            return None
        tracker, view, stand = then
        return backing(development, tracker, view, lambda: stand)

    noted = [event for event in events if isinstance(event, DevelopmentNoted)]
    voiced = [event.reported for event in events if isinstance(event, Claim)]
    return rehearse(
        topic, noted, voiced, now, lambda name: find(ledger, name), borne_out, since=since
    )


def _plain(found: Rehearsal) -> dict[str, Any]:
    return {
        "developments": found.developments,
        "alerts": [to_builtins(each) for each in found.alerts],
        "held": [to_builtins(each) for each in found.held],
        "waiting": list(found.waiting),
    }


def _show(topic: Topic, found: Rehearsal) -> None:
    lines = [
        (minute(each.at.isoformat()), each.severity, f"{each.title}  [{each.rule}, {each.channel}]")
        for each in found.alerts
    ]
    out(table(lines, ""))
    said = many(found.developments, "development")
    say(f"{topic.id}: {many(len(found.alerts), 'alert')} of {said}{_held(found)}")


def _held(found: Rehearsal) -> str:
    """`; held back: 3 throttle, 2 voices; 1 waits`."""
    counts: Counter[str] = Counter()
    for each in found.held:
        counts[each.reason] += len(each.developments)
    told = ", ".join(f"{count} for {reason}" for reason, count in _by_size(counts.items()))
    waits = f"; {many(len(found.waiting), 'development')} still waiting" if found.waiting else ""
    return (f"; held back: {told}" if told else "") + waits


def _by_size(counts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(counts, key=lambda each: (-each[1], each[0]))
