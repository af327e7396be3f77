"""Which developments a rule is about, and the alert that it makes of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from monitor.alerts.wording import block
from monitor.notices import (
    COVERAGE,
    SEVERITIES,
    AlertRaised,
    DevelopmentNoted,
    Part,
    Quoted,
    Severity,
)
from monitor.reports import Claim
from monitor.text import printable, web_address
from monitor.topics import AlertRule, Topic
from monitor.values import short_id

QUOTES = 3
"""Voices quoted for a development; `monitor why` has them all."""

QUOTE_LIMIT = 400
"""Characters of a quote in an alert: a long sentence."""


DEFAULT = AlertRule(id="default", severity="notice", channels=("terminal",), throttle=60)
"""The rule of a topic that has none."""

INCIDENTS = frozenset(("incident", "unconfirmed"))
"""Kinds of development whose value is the id of an incident: `monitor why` knows it by that. Their fields
are called so as well, also where a person has put it right."""
NAME = re.compile(r"[A-Za-z0-9-]+")

LookUp = Callable[[str], Claim | None]
"""The claim of an id; one that is not known is not quoted."""


def rank(severity: Severity) -> int:
    """From 0, which wakes nobody."""
    return SEVERITIES.index(severity)


def urgency(rule: AlertRule, development: DevelopmentNoted) -> Severity:
    """The severity with which a rule tells a development."""
    return rule.urgency or development.severity


def matches(rule: AlertRule, development: DevelopmentNoted) -> bool:
    """Whether a rule is about such a development. Nothing is about what has not changed."""
    return (
        development.before != development.after
        and rule.tracker in {"*", development.tracker}
        and (not rule.fields or development.field in rule.fields)
        and (not rule.kinds or development.kind in rule.kinds)
        and rank(development.severity) >= rank(rule.severity)
        and _moves(rule, development)
    )


def _moves(rule: AlertRule, development: DevelopmentNoted) -> bool:
    """The way of its figure, and the number that it passes."""
    if rule.direction == "any" and rule.crosses is None:
        return True
    before, after = _figure(development.before), _figure(development.after)
    if before is None or after is None or before == after:
        return False
    if rule.direction != "any" and (rule.direction == "up") != (after > before):
        return False
    low, high = sorted((before, after))
    return rule.crosses is None or low < rule.crosses <= high


def _figure(text: str) -> int | None:
    """The number that a side of a development is; nothing is 0, words are none."""
    plain = text.strip() or "0"
    return int(plain) if plain.lstrip("-").isascii() and plain.lstrip("-").isdigit() else None


def borne(rule: AlertRule, voices: int, *, official: bool) -> bool:
    """Whether so much support is enough for a rule."""
    return voices >= rule.voices or (rule.official and official)


def ordered(rule: AlertRule, told: Iterable[DevelopmentNoted]) -> list[DevelopmentNoted]:
    """Each once; worst first, then as they were reported."""
    once = {each.development: each for each in told}
    return sorted(
        once.values(), key=lambda each: (-rank(urgency(rule, each)), each.at, each.development)
    )


def alert(
    rule: AlertRule,
    channel: str,
    told: Sequence[DevelopmentNoted],
    topic: Topic,
    look_up: LookUp,
    now: datetime,
) -> AlertRaised:
    """One alert of `ordered` developments.

    Its id is made of what is told by which rule where: a retry is harmless.
    """
    ids = sorted(development.development for development in told)
    parts = tuple(_part(rule, development, topic, look_up) for development in told)
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return AlertRaised(
        alert=short_id("alert", topic.id, rule.id, channel, *ids),
        rule=rule.id,
        channel=channel,
        severity=parts[0].severity,
        title=parts[0].title + more,
        body="\n\n".join(map(block, parts)),
        developments=tuple(ids),
        at=now,
        topic=topic.id,
        parts=parts,
    )


def _part(rule: AlertRule, development: DevelopmentNoted, topic: Topic, look_up: LookUp) -> Part:
    """All that a channel needs to show a development."""
    voices = list(_voices(development, look_up))
    told = development.field if development.corrected_by else development.kind
    named = told in INCIDENTS and NAME.fullmatch(development.after)
    field = development.after if named else printable(development.field)
    why = f"monitor why {development.tracker}.{field} --topic {topic.id}"
    return Part(
        development=development.development,
        tracker=development.tracker,
        field=printable(development.field),
        kind=development.kind,
        severity=urgency(rule, development),
        title=printable(development.title),
        before=printable(development.before),
        after=printable(development.after),
        at=development.at,
        voices=max(len(voices), development.voices),
        quotes=tuple(_quoted(claim) for claim in voices[:QUOTES]),
        why="monitor status" if development.tracker == COVERAGE else why,
    )


def _voices(development: DevelopmentNoted, look_up: LookUp) -> Iterator[Claim]:
    """The earliest claim of each voice: copies of a text, and texts of one agency, are one."""
    known = [claim for name in development.because if (claim := look_up(name)) is not None]
    heard: set[tuple[str, str]] = set()
    for claim in sorted(known, key=lambda each: (each.reported, each.id)):
        voice = {("lineage", claim.lineage), ("wire", claim.wire or claim.lineage)}
        if not voice & heard:
            yield claim
        heard |= voice


def _quoted(claim: Claim) -> Quoted:
    """What the claim says, where and when; all of it made safe."""
    said = printable(claim.quote.text).strip()
    if len(said) > QUOTE_LIMIT:
        said = f"{said[:QUOTE_LIMIT].rstrip()}..."
    return Quoted(
        text=said,
        site=printable(claim.site),
        url=web_address(claim.url),
        at=claim.reported,
        speaker=printable(claim.attribution.speaker or ""),
        by_model=claim.by_model,
    )
