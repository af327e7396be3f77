"""What we can see of a topic, as developments: sources that go blind or come back, and silence.

They look like those of a tracker called `COVERAGE`; `field` is the id of a source, `SOURCES` for all of
them together, or `STORIES`. To wire it up, keep one `Known` for each topic:

- at the start, fold every event of the topic's stream and of the sources' stream into it: `advance`;
- after a poll has been recorded: `observe(topic, known, steps, now, heard=...)` with the new steps (also
  with none, once after the start: what a crash has left untold is told then), and the ids of sources that
  have just answered;
- once in a while, a minute or an hour: `silent(topic, known, times, now, ...)` with the times at which the
  stories of the topic were reported, of the last `WINDOW` and of one more;
- what they give is recorded in the topic's stream and folded into `Known` as well, as are the steps.

Pure and harmless to repeat: what `Known` holds already is not told again, and the ids of developments are
made of what they tell. A source's own hysteresis is that of its steps; here there is one for how many are
blind, so that a source that comes and goes at a threshold is told once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil
from typing import NamedTuple, TypeVar

from msgspec import Struct, structs

from monitor.events import AnyEvent, SourceFailed, SourceGone, SourceRecovered, SourceStep
from monitor.notices import (
    COVERAGE,
    SEVERITIES,
    SOURCES,
    STORIES,
    DevelopmentKind,
    DevelopmentNoted,
    Severity,
)
from monitor.text import printable
from monitor.topics import Topic
from monitor.values import short_id
from monitor.wording import many, minute

DETAIL = 120
"""Characters of the reason why a source does not answer: the beginning of an error says enough."""
NAMED = 3
"""So many blind sources are named; of more, their number is enough."""

MOST = 2
"""The level from which on nothing that we do not hear means anything. A level is that of a severity: few
sources are blind, a third, more than half, all."""

WINDOW = timedelta(days=30)
"""Before the newest story: how often a topic is told of changes within weeks."""
STORIES_NEEDED = 20
"""In that time: of fewer the rhythm cannot be known."""
LONG = 0.95
"""Share of the pauses between stories that are shorter than a long, but usual one."""
UNUSUAL = 3
"""Times a long pause: a quiet weekend is about twice one."""
LEAST = timedelta(hours=24)
"""No shorter pause is silence, whatever the topic's rhythm: a night is none."""

IN_DAYS = timedelta(days=3)
"""From here on a time is told in days."""

_Kept = TypeVar("_Kept")
_COUNTED = re.compile(r"(\d+) of (\d+) blind")


class Failing(NamedTuple):
    """A source that does not answer."""

    at: datetime
    detail: str
    gone: bool


class Known(Struct, frozen=True, kw_only=True):
    """What the log says of the sources of a topic, and what has been told of it."""

    failing: dict[str, Failing] = {}
    """By source, those of other topics included."""
    answered: dict[str, datetime] = {}
    """When a source that had failed answered again."""
    told: dict[str, str] = {}
    """Source -> the development that told of its being blind; while it is."""
    level: int = 0
    """As told: few are blind, a third, more than half, all."""
    count: str = ""
    """As told: "12 of 33 blind"."""
    last: str = ""
    """The development that told it."""
    dark: datetime | None = None
    """Until when more than half were blind, as told."""
    silence: str = ""
    """The development that told of a silence; while it lasts."""
    quiet: str = ""
    """As told: since when."""


def advance(known: Known, event: AnyEvent | SourceStep) -> Known:
    """What is known with one more event, of the topic's stream or of the sources'; most change nothing."""
    if isinstance(event, SourceFailed | SourceGone):
        made = Failing(event.at, event.detail, isinstance(event, SourceGone))
        answered = {name: at for name, at in known.answered.items() if name != event.source}
        failing = known.failing | {event.source: made}
        return structs.replace(known, failing=failing, answered=answered)
    if isinstance(event, SourceRecovered):
        answered = known.answered | {event.source: event.at}
        return structs.replace(
            known, failing=_without(known.failing, event.source), answered=answered
        )
    if isinstance(event, DevelopmentNoted) and event.tracker == COVERAGE:
        return _told(known, event)
    return known


def _told(known: Known, event: DevelopmentNoted) -> Known:
    name, blind = event.field, event.kind == "blind"
    if name == SOURCES:
        count, of = _numbers(event.after)
        level = _level(known.level, count, of)
        dark = event.at if max(level, known.level) >= MOST else known.dark
        return structs.replace(
            known, level=level, count=event.after, last=event.development, dark=dark
        )
    if name == STORIES:
        silent = event.kind == "silence"
        return structs.replace(
            known, silence=event.development if silent else "", quiet=event.after if silent else ""
        )
    if blind:
        return structs.replace(known, told=known.told | {name: event.development})
    since = known.failing.get(name)
    failing = _without(known.failing, name) if since and since.at <= event.at else known.failing
    return structs.replace(known, told=_without(known.told, name), failing=failing)


def _without(kept: dict[str, _Kept], name: str) -> dict[str, _Kept]:
    return {key: value for key, value in kept.items() if key != name}


# --- blind and back --------------------------------------------------------------------------


def observe(
    topic: Topic,
    known: Known,
    steps: Iterable[SourceStep],
    now: datetime,
    *,
    heard: Collection[str] = (),
) -> list[DevelopmentNoted]:
    """What is new in what we can see of a topic: first of all sources together, then of each.

    `heard` are sources that have just answered, whatever the log says: when state/feeds.db was deleted
    or an address was changed while they failed, no step tells that they have come back.
    """
    for step in steps:
        known = advance(known, step)
    ids = [source.id for source in topic.sources]
    blind = [name for name in ids if name in known.failing and name not in heard]
    whole = _whole(topic, known, blind, now)
    found = [whole] if whole else []
    for name in ids:
        if name in blind and name not in known.told:
            found.append(_blind(topic, name, known.failing[name], now, alone=whole is None))
        elif name in known.told and name not in blind:
            found.append(_back(topic, name, known, now))
    return found


def _entered(count: int, of: int) -> int:
    """The level that so many reach: a third, more than half, all."""
    return (3 * count >= of) + (2 * count > of) + (count == of) if of and count else 0


def _kept(count: int, of: int) -> int:
    """The level that so many do not leave: more than a quarter, a third, three quarters."""
    return (4 * count > of) + (3 * count > of) + (4 * count > 3 * of)


def _level(level: int, count: int, of: int) -> int:
    return max(_entered(count, of), min(level, _kept(count, of)))


def _numbers(text: str) -> tuple[int, int]:
    found = _COUNTED.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _whole(topic: Topic, known: Known, blind: list[str], now: datetime) -> DevelopmentNoted | None:
    """That a threshold has been crossed."""
    count, of = len(blind), len(topic.sources)
    level = _level(known.level, count, of)
    before, after = known.count or f"0 of {of} blind", f"{count} of {of} blind"
    if level == known.level or before == after:
        return None
    worse = level > known.level
    ends = level == 0 or known.level == len(SEVERITIES) - 1
    return _noted(
        topic,
        ("blind" if worse else "back", SOURCES),
        (before, after),
        _blind_title(blind, of) if worse else _back_title(count, of),
        SEVERITIES[level] if worse else "notice" if ends else "info",
        (now, now),
        known.last,
    )


def _blind_title(blind: list[str], of: int) -> str:
    count = len(blind)
    if count == of:
        none = "its only source does not answer" if of == 1 else f"none of the {of} sources answers"
        return f"monitor is blind: {none}"
    if 2 * count > of:
        return f"more than half of the sources are blind: {count} of {of} do not answer"
    names = f": {', '.join(blind)}" if count <= NAMED else ""
    return f"{count} of {of} sources {'does' if count == 1 else 'do'} not answer{names}"


def _back_title(count: int, of: int) -> str:
    return f"{of - count} of {of} sources answer again" if count else "all sources answer again"


def _blind(
    topic: Topic, name: str, failing: Failing, now: datetime, *, alone: bool
) -> DevelopmentNoted:
    """One source; one that is gone for good is a matter for a person."""
    why = printable(failing.detail).strip()[:DETAIL].rstrip()
    how = "is gone for good" if failing.gone else "does not answer"
    return _noted(
        topic,
        ("blind", name),
        ("answering", "gone" if failing.gone else "not answering"),
        f"{name} {how}{f': {why}' if why else ''}",
        "notice" if failing.gone and alone else "info",
        (failing.at, now),
        failing.at.isoformat(),
    )


def _back(topic: Topic, name: str, known: Known, now: datetime) -> DevelopmentNoted:
    at = known.answered.get(name, now)
    return _noted(
        topic,
        ("back", name),
        ("not answering", "answering"),
        f"{name} answers again",
        "info",
        (at, now),
        known.told[name],
    )


# --- silence ---------------------------------------------------------------------------------


def silent(
    topic: Topic,
    known: Known,
    times: Iterable[datetime],
    now: datetime,
    *,
    listening: datetime | None = None,
) -> DevelopmentNoted | None:
    """That nothing has been told of a topic for longer than is usual for it, or that this is over.

    `times` are when its stories were reported. `listening` is since when we have polled without a long
    break: while we were off, or more than half of the sources were blind, nothing was to be heard.
    """
    heard = sorted({at for at in times if at <= now})
    if not heard:
        return None
    last, since = heard[-1], f"none since {minute(heard[-1].isoformat())}"
    if known.silence:
        return _over(topic, known, last, now) if known.quiet != since else None
    usual = _usual(heard)
    begun = max(at for at in (last, known.dark, listening) if at is not None)
    blind = sum(source.id in known.failing for source in topic.sources)
    dark = known.level >= MOST or 2 * blind > len(topic.sources)
    if usual is None or dark or now - begun <= usual:
        return None
    answering = f"{len(topic.sources) - blind} of {many(len(topic.sources), 'source')} answer"
    return _noted(
        topic,
        ("silence", STORIES),
        (f"a pause of {_long(usual)} at most", since),
        f"no story since {minute(last.isoformat())} UTC, longer than its usual pauses; {answering}",
        "notice",
        (now, now),
        last.isoformat(),
    )


def _over(topic: Topic, known: Known, last: datetime, now: datetime) -> DevelopmentNoted:
    return _noted(
        topic,
        ("back", STORIES),
        (known.quiet, f"a story at {minute(last.isoformat())}"),
        f"stories again; there had been {known.quiet}",
        "info",
        (last, now),
        known.silence,
    )


def _usual(heard: list[datetime]) -> timedelta | None:
    """How long a pause may be without being silence; None when too little is known of the topic."""
    lately = [at for at in heard if at > heard[-1] - WINDOW]
    if len(lately) < STORIES_NEEDED:
        return None
    pauses = sorted(after - before for before, after in pairwise(lately))
    return max(LEAST, UNUSUAL * pauses[ceil(LONG * len(pauses)) - 1])


def _long(time: timedelta) -> str:
    """`26 hours`, `3 days`."""
    if time >= IN_DAYS:
        return many(round(time / timedelta(days=1)), "day")
    return many(round(time / timedelta(hours=1)), "hour")


# --- what is noted ---------------------------------------------------------------------------


def _noted(
    topic: Topic,
    what: tuple[DevelopmentKind, str],
    change: tuple[str, str],
    title: str,
    severity: Severity,
    times: tuple[datetime, datetime],
    after: str,
) -> DevelopmentNoted:
    """A development; `after` is what it comes after: the same change at another time is another one."""
    (kind, field), (was, stands), (at, now) = what, change, times
    return DevelopmentNoted(
        development=short_id(COVERAGE, topic.id, kind, field, was, stands, after),
        tracker=COVERAGE,
        field=field,
        kind=kind,
        before=was,
        after=stands,
        title=f"{topic.title}: {title}",
        severity=severity,
        because=(),
        at=at,
        seen=now,
    )
