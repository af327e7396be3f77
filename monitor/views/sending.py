"""How the channels do, and what is held back. Light, like all that queries import."""

from __future__ import annotations

from typing import NamedTuple

from monitor.views.reading import Reading, Row


class Held(NamedTuple):
    """Developments that a rule has not told yet, and may still tell."""

    waiting: int
    until: str | None
    """ISO time at which the first of them is looked at again; None: when something changes."""
    reasons: dict[str, int]


def channels(reading: Reading) -> list[Row]:
    """Every channel that was ever to take an alert: what it took, and whether it does now.

    `failing_since` is null when it has taken what it was given last.
    """
    return reading.select("select * from channels order by channel")


def held(reading: Reading, topic: str | None = None) -> Held:
    """What is held back now, of a topic or of all: neither told since, nor given up."""
    rows = reading.select(_HELD, topic, topic)
    reasons: dict[str, int] = {}
    for row in rows:
        reasons[row["reason"]] = reasons.get(row["reason"], 0) + 1
    until = min((row["until"] for row in rows if row["until"]), default=None)
    return Held(len(rows), until, reasons)


# A bare column beside max() is that of the row with the maximum (sqlite.org/lang_select.html): what a
# rule has said last of a development.
_HELD = """
    with last as (
        select h.topic, h.rule, d.value as development, h.reason, h.until, h.final, h.at,
            max(h.rowid)
        from held h, json_each(h.developments) d where ? is null or h.topic = ?
        group by h.topic, h.rule, d.value
    ), told as (
        select a.topic, a.rule, d.value as development, max(a.raised) as raised
        from alerts a, json_each(a.developments) d group by a.topic, a.rule, d.value
    )
    select last.* from last left join told
        on told.topic = last.topic and told.rule = last.rule
        and told.development = last.development
    where not last.final and (told.raised is null or told.raised < last.at)
"""
