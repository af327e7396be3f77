"""Which developments are told to whom. Pure: developments, rules and the time in, alerts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Literal

from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.reports import Claim
from monitor.text import printable, web_address
from monitor.topics import AlertRule, Topic
from monitor.values import digest

STALE = timedelta(hours=48)
"""A development reported longer ago is history: it was read late (a source that had failed, a new
source with an old archive). The outbox gives up after about as long."""

QUOTES = 3
"""Voices quoted for a development; `monitor why` has them all."""

QUOTE_LIMIT = 400
"""Characters of a quote in an alert: a long sentence."""

DEFAULT = AlertRule(id="default", tracker="*", severity="notice", channels=("terminal",))
"""The rule of a topic that has none."""

ORDER = ("info", "notice", "warning", "critical")

Severity = Literal["info", "notice", "warning", "critical"]


def raise_alerts(
    developments: Iterable[DevelopmentNoted],
    topic: Topic,
    now: datetime,
    claims: Mapping[str, Claim],
) -> list[AlertRaised]:
    """Alerts for the developments of one cycle: at most one for each rule and channel.

    `claims` holds those that brought the developments about, by id; one that is not there is not
    quoted. The same developments give the same alerts, in whatever order they come.
    """
    fresh = {each.development: each for each in developments if worth_telling(each, now)}
    ordered = sorted(fresh.values(), key=_rank)
    alerts = []
    for rule in topic.rules or (DEFAULT,):
        told = [development for development in ordered if matches(rule, development)]
        if told:
            body = "\n\n".join("\n".join(_told(each, topic, claims)) for each in told)
            alerts += [_alert(rule, name, told, body, now) for name in dict.fromkeys(rule.channels)]
    return alerts


def worth_telling(development: DevelopmentNoted, now: datetime) -> bool:
    """False for what was found in old texts, what is history by now, and what has not changed."""
    return (
        not development.backfill
        and now - development.at <= STALE
        and development.before != development.after
    )


def matches(rule: AlertRule, development: DevelopmentNoted) -> bool:
    """Whether a rule is about such a development."""
    return (
        rule.tracker in {"*", development.tracker}
        and (not rule.fields or development.field in rule.fields)
        and ORDER.index(development.severity) >= ORDER.index(rule.severity)
    )


def _rank(development: DevelopmentNoted) -> tuple[int, datetime, str]:
    """Worst first, then as they were reported."""
    return (-ORDER.index(development.severity), development.at, development.development)


def _alert(
    rule: AlertRule, channel: str, told: list[DevelopmentNoted], body: str, now: datetime
) -> AlertRaised:
    """One alert. Its id is made of what is told by which rule where: a retry is harmless."""
    ids = sorted(development.development for development in told)
    more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
    return AlertRaised(
        alert=digest("alert", rule.id, channel, *ids)[:16],
        rule=rule.id,
        channel=channel,
        severity=told[0].severity,
        title=printable(told[0].title) + more,
        body=body,
        developments=tuple(ids),
        at=now,
    )


def _told(
    development: DevelopmentNoted, topic: Topic, claims: Mapping[str, Claim]
) -> Iterator[str]:
    """The lines on one development: what has changed, who says so, where to go on."""
    before, after = development.before or "nothing", development.after or "nothing"
    yield printable(development.title)
    yield f"  {printable(f'{development.tracker} {development.field}: {before} -> {after}')}"
    voices = list(_voices(development, claims))
    for claim in voices[:QUOTES]:
        yield from _quoted(claim)
    if len(voices) > QUOTES:
        yield f"  and {len(voices) - QUOTES} more"
    yield f"  monitor why {development.tracker}.{development.field} --topic {topic.id}"


def _voices(development: DevelopmentNoted, claims: Mapping[str, Claim]) -> Iterator[Claim]:
    """The earliest claim of each voice: copies of a text, and texts of one agency, are one."""
    known = [claims[name] for name in development.because if name in claims]
    heard: set[tuple[str, str]] = set()
    for claim in sorted(known, key=lambda each: (each.reported, each.id)):
        voice = {("lineage", claim.lineage), ("wire", claim.wire or claim.lineage)}
        if not voice & heard:
            yield claim
        heard |= voice


def _quoted(claim: Claim) -> Iterator[str]:
    """The quote, then outlet, time and address; and that it is a model's reading, where it is."""
    quote = printable(claim.quote.text).strip()
    if len(quote) > QUOTE_LIMIT:
        quote = f"{quote[:QUOTE_LIMIT].rstrip()}..."
    where = f"{claim.site}, {claim.reported.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    where += ", read by a model" if claim.by_model else ""
    yield f'  "{quote}"'
    yield f"    {printable(f'{where} {web_address(claim.url)}').strip()}"
