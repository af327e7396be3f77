"""`alerts --held`: what rules have held back, and why. An import holds hundreds: a line a reason and day."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from monitor.cli.knowing import tables
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say, table
from monitor.cli.times import day, minute
from monitor.views.reading import Reading
from monitor.wording import many

Row = dict[str, Any]

TITLES = 2
"""Developments that are named in a line."""


def show_held(places: Places, limit: int) -> None:
    """Print it, newest first."""
    with tables(places) as reading:
        found = [row for topic in places.topics() for row in _held(reading, topic.id)]
    found.sort(key=lambda row: str(row["at"]), reverse=True)
    if places.as_json:
        out_json(found[:limit])
        return
    lines = _grouped(found)
    if not lines:
        say("no rule has held anything back")
        return
    out(table([_line(group) for group in lines[:limit]], ""))
    if len(lines) > limit:
        say(f"{many(len(lines) - limit, 'older line')}; --limit shows more")


def _held(reading: Reading, topic: str) -> list[Row]:
    """What was held back of a topic, with the titles of the developments, and which were told since."""
    titles = {
        row["id"]: row["title"]
        for row in reading.select("select id, title from developments where topic = ?", topic)
    }
    told = {(row["rule"], name) for row in reading.alerts(topic) for name in row["developments"]}
    rows = reading.select("select * from held where topic = ? order by rowid desc", topic)
    return [
        {
            **row,
            "final": bool(row["final"]),
            "developments": [
                {"id": name, "title": titles.get(name, ""), "told": (row["rule"], name) in told}
                for name in json.loads(row["developments"])
            ],
        }
        for row in rows
    ]


def _grouped(found: Iterable[Row]) -> list[list[Row]]:
    """Those of one day that were held for one reason, and until one time."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in found:
        key = (day(row["at"]), row["topic"], row["reason"], row["final"], row["until"])
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def _line(group: Sequence[Row]) -> tuple[str, str, str]:
    """Day, reason, and how many of what until when."""
    first = group[0]
    held = {each["id"]: each for row in group for each in row["developments"]}
    titles = list(dict.fromkeys(each["title"] for each in held.values() if each["title"]))
    named = "; ".join(titles[:TITLES])
    more = f"; and {len(held) - TITLES} more" if len(held) > TITLES else ""
    details = {row["detail"] for row in group if row["detail"]}
    detail = f" ({details.pop()})" if len(details) == 1 else ""
    return (
        day(first["at"]),
        first["reason"],
        f"{_until(first, held.values())}{detail}: {named}{more}",
    )


def _until(row: Row, held: Iterable[Row]) -> str:
    """What has become of them."""
    told = [each["told"] for each in held]
    count = many(len(told), "development")
    if all(told):
        return f"{count}, told since"
    some = f", {sum(told)} told since" if any(told) else ""
    if row["final"]:
        return f"{count} not told{some}"
    when = minute(row["until"]) if row["until"] else "something changes"
    return f"{count} held until {when}{some}"
