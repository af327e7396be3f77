"""What queries read of corrections: those of a topic, and those about claims at a time; and how they are told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Protocol

from monitor.wording import day

Row = dict[str, Any]

SHORT = 8
"""Digits of a correction's id that are shown: `monitor correct undo` takes a beginning of it."""
OF_CLAIMS = ("corrected", "entered")
"""Kinds of correction that are told below a claim; others are of all that tell of an incident."""
SAID = ("retracted", "dismissed")
"""Kinds that are said where a claim is set aside, with who and why."""


_COUNTS = """
    coalesce(c.counts, (select json_extract(k.body, '$.counts') from corrections own
                        join claims k on k.topic = own.topic and k.id = own.claim
                        where own.topic = c.topic and own.id = c.id and own.entered
                        and c.kind in (select value from json_each('{kinds}'))))
"""
"""SQL: the numbers that a correction gives; those of an incident are in the claim that was entered."""
_OF_ALL = _COUNTS.format(kinds='["adjusted", "entered"]')
_OF_INCIDENTS = _COUNTS.format(kinds='["adjusted"]')


class Selecting(Protocol):
    """Tables, as they are or as they were."""

    def select(self, query: str, *values: Any) -> list[Row]:
        """The rows of a query."""
        ...


def corrections_of(reading: Selecting, topic: str) -> list[Row]:
    """Every correction of a topic with the claims that it is about, oldest first, and its undoing."""
    rows = reading.select(
        f"select c.id, c.tracker, c.incident, c.kind, {_OF_ALL} as counts, c.who, c.why, c.at,"
        " group_concat(c.claim, ' ') as claims, u.id as undoing, u.who as undone_by,"
        " u.why as undone_why, u.at as undone_at"
        " from corrections c left join undoings u on u.topic = c.topic and u.correction = c.id"
        " where c.topic = ? group by c.id order by c.at, c.id",
        topic,
    )
    return [{"topic": topic, **_correction(row)} for row in rows]


def corrections_about(
    reading: Selecting, topic: str, claims: Iterable[str], until: datetime
) -> dict[str, list[Row]]:
    """By claim, what had been corrected by a time and not been undone by then, oldest first."""
    at = until.astimezone(UTC).isoformat()
    rows = reading.select(
        f"select distinct id, claim, incident, kind, entered, {_OF_INCIDENTS} as counts, who, why, at"
        " from corrections c"
        " where topic = :topic and at <= :at and claim in (select value from json_each(:claims))"
        " and not exists (select 1 from undoings u where u.topic = c.topic"
        "                 and u.correction = c.id and u.at <= :at)"
        " order by at, id",
        {"topic": topic, "at": at, "claims": json.dumps(list(claims))},
    )
    found: dict[str, list[Row]] = {}
    for row in rows:
        row["counts"] = json.loads(row["counts"]) if row["counts"] else None
        found.setdefault(row.pop("claim"), []).append(row)
    return found


def _correction(row: Row) -> Row:
    undone = {
        "id": row.pop("undoing"),
        "who": row.pop("undone_by"),
        "why": row.pop("undone_why"),
        "at": str(row.pop("undone_at") or "").replace("+00:00", "Z"),
    }
    claims = list(dict.fromkeys(row.pop("claims").split()))
    counts = json.loads(row["counts"]) if row["counts"] else None
    return {
        **row,
        "counts": counts,
        "claims": claims,
        "undone": undone if undone["id"] else None,
    }


def with_corrections(
    reading: Selecting, topic: str, claims: Iterable[Row], until: datetime
) -> list[Row]:
    """The claims, each with the corrections that are about it, where there are some."""
    claims = list(claims)
    about = corrections_about(reading, topic, [claim["id"] for claim in claims], until)
    return [
        {**claim, "corrections": about[claim["id"]]} if claim["id"] in about else claim
        for claim in claims
    ]


# --- in words ---------------------------------------------------------------------------------


def line(each: Row, claim: Row | None = None) -> str:
    """`killed 3 corrected to killed 4 by ann, 3 Dec 2025: misread`, with what was read of the claim."""
    to = counted(each.get("counts") or {})
    read = counted(_read(claim, each)) if claim else ""
    done = f"{each['kind']}{f' to {to}' if to else ''} by {each['who']}, {day(each['at'])}"
    return f"{read} {done}: {each['why']}".strip()


def corrected(claim: Row) -> list[str]:
    """What was corrected of a claim or of what it tells, but for what is said where it is set aside."""
    made = claim.get("corrections", ())
    return [line(each, claim) for each in made if each["kind"] not in SAID]


def _read(claim: Row, each: Row) -> Row:
    """The numbers of a claim as they were read that a person has corrected."""
    said = claim.get("counts") or ({"value": claim["value"]} if "value" in claim else {})
    return {name: said[name] for name in each.get("counts") or () if name in said}


def counted(counts: Row) -> str:
    """`killed 3, vessels 1`."""
    return ", ".join(f"{name} {number(count)}" for name, count in sorted(counts.items()))


def number(count: Row) -> str:
    """`4`, `4+`, `3-5`, as they are entered."""
    low, high = count["min"], count["max"]
    return f"{low}+" if high is None else f"{low}" if low == high else f"{low}-{high}"
