"""What queries read of corrections: those of a topic, and those about claims at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from monitor.views.reading import Reading

Row = dict[str, Any]


def corrections_of(reading: Reading, topic: str) -> list[Row]:
    """Every correction of a topic with the claims that it is about, oldest first, and its undoing."""
    rows = reading.select(
        "select c.id, c.tracker, c.incident, c.kind, c.counts, c.who, c.why, c.at,"
        " group_concat(c.claim, ' ') as claims, u.id as undoing, u.who as undone_by,"
        " u.why as undone_why, u.at as undone_at"
        " from corrections c left join undoings u on u.topic = c.topic and u.correction = c.id"
        " where c.topic = ? group by c.id order by c.at, c.id",
        topic,
    )
    return [{"topic": topic, **_correction(row)} for row in rows]


def corrections_about(
    reading: Reading, topic: str, claims: Iterable[str], until: datetime
) -> dict[str, list[Row]]:
    """By claim, what had been corrected by a time and not been undone by then, oldest first."""
    at = until.astimezone(UTC).isoformat()
    rows = reading.select(
        "select distinct id, claim, incident, kind, entered, counts, who, why, at from corrections c"
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
