"""Stories as they were at a time: what had been reported by then, in the words and lineages of then.

What was revised later stands in `versions`; a copy that has bridged two lineages later has made them one in
the table, and here they are told apart again. The answer is the one that the tables gave at that time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from monitor.views.reading import LIMIT, Reading, Row, phrases, shown
from monitor.views.schema import SEARCH, TOKENS

_IN_FORCE = """
    versions v on v.topic = s.topic and v.story = s.id and v.n = (
        select max(n) from versions where topic = s.topic and story = s.id and at <= :until)
"""


def _then(columns: str, chosen: str = "1") -> str:
    """A query for stories as they were: those that were never revised, and the others by their versions."""
    mine = ", ".join(f"s.{name}" for name in columns.split())
    there = f"s.topic = :topic and s.told <= :until and ({chosen})"
    return f"""
        select {mine}, s.title, s.text, s.published, 0 as revisions from stories s
        where {there} and s.revisions = 0
        union all
        select {mine}, v.title, v.text, v.published, v.n from stories s join {_IN_FORCE}
        where {there} and s.revisions > 0
    """


_CHANGED_LATER = f"""
    select s.n, v.title, v.text from stories s join {_IN_FORCE}
    where s.topic = :topic and s.told <= :until and s.revisions > v.n
"""
_FOUND = f"""
    (:words = '' or (s.n in (select rowid from "{SEARCH}" where "{SEARCH}" match :words)
        and s.n not in (select value from json_each(:changed)))
        or s.n in (select value from json_each(:found)))
"""
_NEWEST = f"""
    select s.id, s.lineage, s.told as at from stories s
    where s.topic = :topic and s.told <= :until and s.revisions = 0 and {_FOUND}
    order by s.told desc limit :most
"""
_REVISED = f"""
    select s.id, s.lineage, coalesce(v.published, s.seen) as at from stories s join {_IN_FORCE}
    where s.topic = :topic and s.told <= :until and s.revisions > 0 and {_FOUND}
"""
_KEPT = "n id kind lineage url site seen day_only lang wire score"
_NAMED = """s.n in (
    select n from stories where topic = :topic and lineage in (select value from json_each(:lineages))
    union
    select n from stories where topic = :topic and id in (select value from json_each(:members)))
"""
_TEXTS = f"select * from ({_then(_KEPT, _NAMED)}) order by kind <> 'original', n"
_OPENING = f"select substr(text, 1, :length) as text from ({_then('id', 's.id = :story')})"
_GROWN_LATER = """
    select lineage from stories where topic = :topic
    group by lineage having min(told) <= :until and max(told) > :until
"""
_MEMBERS = """
    select id, of, joins, lineage from stories
    where topic = :topic and told <= :until and lineage in (select value from json_each(:lineages))
    order by n
"""
_TITLES = f"""
    select s.id as story, v.title from stories s join {_IN_FORCE}
    where s.topic = :topic and s.id in (select value from json_each(:stories))
"""


PAGES = 4
"""Texts that are looked at for each story that is listed, at first: more than half are copies."""


class Then:
    """The stories of the tables as they were at a time."""

    def __init__(self, reading: Reading, until: datetime) -> None:
        """By what had been reported up to and including that time."""
        self._reading = reading
        self._until = until.astimezone(UTC).isoformat()
        self._lineages: dict[str, dict[str, str]] = {}

    def stories(self, topic: str, words: str = "", *, limit: int = LIMIT) -> list[Row]:
        """As `Reading.stories` gives them."""
        moved = self._moved(topic)
        match = phrases(words) if words.strip() else ""
        changed = self._rows(_CHANGED_LATER, topic) if match else []
        chosen = {
            "words": match,
            "changed": json.dumps([row["n"] for row in changed]),
            "found": json.dumps(_matching(changed, match)),
        }
        return list(self._told(topic, self._heads(topic, moved, limit, chosen), moved))

    def _heads(
        self, topic: str, moved: dict[str, str], limit: int, chosen: dict[str, str]
    ) -> list[str]:
        """The lineages that were told last, newest first."""
        most = limit
        while True:
            most *= PAGES
            rows = self._rows(_NEWEST, topic, most=most, **chosen)
            last = _last(rows, moved)
            ends = sorted(last.values(), reverse=True)[limit - 1 : limit]
            if len(rows) < most or (ends and rows[-1]["at"] < ends[0]):
                break
        revised = _last(self._rows(_REVISED, topic, **chosen), moved)
        for lineage, at in revised.items():
            last[lineage] = max(at, last.get(lineage, at))
        return sorted(sorted(last), key=lambda name: last[name], reverse=True)[:limit]

    def opening(self, topic: str, story: str, length: int) -> str:
        """As `Reading.opening` gives it."""
        rows = self._rows(_OPENING, topic, story=story, length=length)
        return str(rows[0]["text"]) if rows else ""

    def claims(self, topic: str, ids: Iterable[str]) -> list[Row]:
        """As `Reading.claims` gives them. Those that stood then are asked for: none is retired."""
        found, moved = self._reading.claims(topic, ids), self._moved(topic)
        stories = json.dumps(sorted({row["story"] for row in found}))
        titles = {r["story"]: r["title"] for r in self._rows(_TITLES, topic, stories=stories)}
        for row in found:
            row["title"] = titles.get(row["story"], row["title"])
            row["lineage"] = moved.get(row["story"], row["lineage"])
            row["retired"] = None
        return found

    def select(self, query: str, *values: Any) -> list[Row]:
        """As `Reading.select` gives them."""
        return self._reading.select(query, *values)

    def last_development(self, topic: str, tracker: str, field: str, until: datetime) -> Row | None:
        """As `Reading.last_development` gives it."""
        return self._reading.last_development(topic, tracker, field, until)

    def _told(self, topic: str, heads: Collection[str], moved: dict[str, str]) -> Iterator[Row]:
        """Each lineage as a story with its copies."""
        members = [name for name, head in moved.items() if head in heads]
        wanted = {"lineages": json.dumps(list(heads)), "members": json.dumps(members)}
        texts: dict[str, list[Row]] = {}
        for text in self._rows(_TEXTS, topic, **wanted):
            lineage = moved.get(text["id"]) or str(text["lineage"])
            texts.setdefault(lineage, []).append(text)
        for head in heads:
            first, *copies = texts[head]
            yield shown(first, copies, head)

    def _moved(self, topic: str) -> dict[str, str]:
        """Story -> its lineage then, of lineages to which something has come since: it may have bridged some."""
        if topic not in self._lineages:
            self._lineages[topic] = self._told_apart(topic)
        return self._lineages[topic]

    def _told_apart(self, topic: str) -> dict[str, str]:
        grown = [row["lineage"] for row in self._rows(_GROWN_LATER, topic)]
        lineages: dict[str, str] = {}
        for row in self._rows(_MEMBERS, topic, lineages=json.dumps(grown)):
            joins = json.loads(row["joins"]) if row["joins"] else []
            known = {lineages[name] for name in (row["of"], *joins) if name in lineages}
            mine = min(known, default=row["of"] or row["id"])
            if len(joins) > 1:
                lineages |= {name: mine for name, head in lineages.items() if head in known}
            lineages[row["id"]] = mine
        return lineages

    def _rows(self, query: str, topic: str, **values: Any) -> list[Row]:
        return self._reading.select(query, {"topic": topic, "until": self._until, **values})


def _last(rows: Iterable[Row], moved: dict[str, str]) -> dict[str, str]:
    """When each lineage was told last."""
    found: dict[str, str] = {}
    for row in rows:
        lineage = moved.get(row["id"]) or str(row["lineage"])
        found[lineage] = max(row["at"], found.get(lineage, row["at"]))
    return found


def _matching(changed: Collection[Row], words: str) -> list[int]:
    """Of texts that read otherwise today those that had the words then."""
    if not changed:
        return []
    with closing(sqlite3.connect(":memory:")) as memory:
        memory.execute(f"create virtual table then_ using fts5(title, text, tokenize='{TOKENS}')")
        rows = [(row["n"], row["title"], row["text"]) for row in changed]
        memory.executemany("insert into then_ (rowid, title, text) values (?, ?, ?)", rows)
        found = memory.execute("select rowid from then_ where then_ match ?", (words,))
        return [number for (number,) in found]
