"""The health of sources and channels for people, and whether an answer may be stale or unheard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from monitor.cli.outline import SourceLine
from monitor.cli.times import minute
from monitor.views.health import Health
from monitor.views.health import health as health_of
from monitor.wording import many

Row = dict[str, Any]

UNDELIVERED = timedelta(minutes=10)
"""How long an alert may wait: a first failure and its first repetition are over by then."""
NAMED = 5
"""Sources of one ill, or alerts, that are named: a line or two. The rest is a number."""


def health(
    sources: Iterable[SourceLine],
    known: Mapping[str, Mapping[str, Any]],
    noted: Iterable[Row],
    now: datetime,
) -> list[Health]:
    """Each source once by its last poll (`known`) and the log (`noted`), in the order given."""
    logged = {row["source"]: row for row in noted}
    found = {
        each.id: health_of(each.id, each.address, known.get(each.id), logged.get(each.id), now)
        for each in sources
    }
    return list(found.values())


def last_round(known: Mapping[str, Mapping[str, Any]]) -> str | None:
    """When a source last answered."""
    return max(
        (row["last_success"] for row in known.values() if row.get("last_success")), default=None
    )


def next_round(found: Iterable[Health]) -> str | None:
    """When a source is to be asked next; None when none has ever been asked."""
    return min((each.next_poll for each in found if each.next_poll), default=None)


def given_up(alerts: Iterable[Row]) -> list[Row]:
    """Alerts that are not tried again, and that nobody has acknowledged."""
    return [row for row in alerts if row["state"] == "failed" and row["final"]]


def waiting(alerts: Iterable[Row], now: datetime) -> list[Row]:
    """Undelivered alerts that should have been delivered by now, and are still tried."""
    return [row for row in alerts if not row["final"] and _wanted(row) + UNDELIVERED < now]


def _wanted(row: Row) -> datetime:
    """When it was to be sent: when it was raised, or at the end of a snooze."""
    return max(datetime.fromisoformat(row[name]) for name in ("raised", "snoozed") if row[name])


def complaints(
    found: Iterable[Health], overdue: Sequence[Row], dead: Sequence[Row] = ()
) -> list[str]:
    """Why the answers may be stale, or unheard, as sentences; [] when all is well."""
    worse: dict[str, list[str]] = {}
    for each in found:
        if not each.heard:
            worse.setdefault(each.state, []).append(each.id)
    sentences = [f"{state}: {_named(names)}" for state, names in sorted(worse.items())]
    if overdue:
        sentences.append(f"{many(len(overdue), 'alert')} not delivered")
    if dead:
        names = ", ".join(sorted({row["channel"] for row in dead}))
        sentences.append(f"{many(len(dead), 'alert')} given up ({names})")
    return sentences


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def counted(found: Sequence[Health]) -> str:
    """`3 sources: 2 answering, 1 blind`."""
    counts: dict[str, int] = {}
    for each in found:
        counts[each.state] = counts.get(each.state, 0) + 1
    parts = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"{many(len(found), 'source')}: {parts}" if parts else "no source"


def ills(found: Iterable[Health]) -> Iterator[str]:
    """What ails which sources, those that ail alike in one sentence; then those that are quiet."""
    alike: dict[tuple[str, str], list[Health]] = {}
    quiet = []
    for each in found:
        if each.state != "answering":
            alike.setdefault((each.state, _ill(each)), []).append(each)
        elif each.quiet:
            quiet.append(each)
    for (state, ill), those in alike.items():
        reason = those[0].reason if len(those) == 1 else ill
        names = _named([each.id for each in those])
        told = f"{names}: {state}{_since(those)}"
        yield f"{told}; {reason}" if reason else told
    for each in quiet:
        since = minute(each.last_news)
        yield f"{each.id}: answers, with nothing new since {since}, longer than is usual there"


def _ill(each: Health) -> str:
    """The reason without what is the source's own: the name of its host, the time."""
    if each.state == "late" and not each.failures:
        return "not asked any more"
    name, _, rest = each.reason.partition(": ")
    return rest if rest and f"//{name}" in each.address else each.reason


def _since(those: Sequence[Health]) -> str:
    """When the first of them was found blind, when one of them answered last."""
    since = min((each.since for each in those if each.since), default="")
    last = max((each.last_success for each in those if each.last_success), default="")
    told = f" since {minute(since)}" if since else ""
    return f"{told}, last answer {minute(last)}" if last else told


def channel(row: Row) -> str:
    """`desk: took an alert last on 12 Jun 2025 18:00`, and whether it still does."""
    took, fails = row["last_delivered"], row["failing_since"]
    last = f"last delivered {minute(took)}" if took else "nothing delivered yet"
    if not fails:
        return f"{row['channel']}: {last}"
    return f"{row['channel']}: failing since {minute(fails)}, {last}; {row['detail']}"


def fate(row: Row) -> str:
    """`delivered to terminal`, `failed to desk: no answer`."""
    state = "given up for" if row["state"] == "failed" and row["final"] else _STATES[row["state"]]
    return f"{state} {row['channel']}"


_STATES = {
    "raised": "waiting for",
    "attempted": "sent to",
    "delivered": "delivered to",
    "failed": "not taken by",
    "acknowledged": "acknowledged,",
}
