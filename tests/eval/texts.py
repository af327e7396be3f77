"""Labelled texts: the rows of a corpus folder, in the format that `tests/corpus/README.md` gives."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct


class Incident(Struct, frozen=True):
    """The happening that a text is about."""

    date: str | None = None
    killed: int | None = None
    vessels: int | None = None
    survivors: int | None = None
    region: str | None = None
    date_basis: str | None = None


class Cumulative(Struct, frozen=True):
    """The running totals that a text gives."""

    strikes: int | None = None
    vessels: int | None = None
    killed: int | None = None
    killed_is_lower_bound: bool = False


class Gold(Struct, frozen=True):
    """What a text on the default topic says; of a distractor only that it is none."""

    relevant: bool
    incident: Incident | None = None
    cumulative: Cumulative | None = None
    meeting: str = "none"
    meeting_also_ok: tuple[str, ...] = ()
    call: str | None = None
    land_strikes: str = "none"
    troops: int | None = None
    poll_oppose_pct: int | None = None
    designation: str | None = None
    attribution: str | None = None
    incident_ref: str | None = None
    """The strike that is meant: its day, with more where a day has several."""
    distractor_kind: str | None = None


class Interval(Struct, frozen=True):
    """A number of dead; `max` is None when open."""

    min: int
    max: int | None = None


class StoryRow(Struct, frozen=True):
    """A text on the default topic, or one that only looks like it."""

    title: str
    text: str
    gold: Gold
    lang: str = "en"
    published: str | None = None
    id: str = ""
    url: str = ""
    site: str = ""
    phenomena: tuple[int, ...] = ()


class CasualtyRow(Struct, frozen=True):
    """A text on any happening, with the dead of it, of a running total, and of earlier happenings."""

    text: str
    killed_incident: Interval | None
    killed_total: Interval | None
    killed_background: Interval | None
    title: str = ""
    lang: str = "en"
    published: str | None = None
    id: str = ""
    flags: str = ""


Row: TypeAlias = StoryRow | CasualtyRow


class Set(NamedTuple):
    """One labelled file."""

    name: str
    rows: list[Row]


MARKS: Mapping[str, type[StoryRow] | type[CasualtyRow]] = {
    "gold": StoryRow,
    "killed_incident": CasualtyRow,
}
"""The key by which the rows of a labelled file are known, and their kind."""


def load(folder: Path) -> tuple[list[Set], list[str]]:
    """The labelled files of a folder, and the names of those without labels."""
    sets, passed_over = [], []
    for path in sorted(folder.glob("*.jsonl")):
        content = lines(path)
        kind = next((kind for mark, kind in MARKS.items() if content and mark in content[0]), None)
        if kind is None:
            passed_over.append(path.name)
        else:
            sets.append(Set(path.stem, [_row(line, kind) for line in content]))
    return sets, passed_over


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file, one a line."""
    # not splitlines(): news text holds line separators of its own
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def _row(line: dict[str, Any], kind: type[StoryRow] | type[CasualtyRow]) -> Row:
    """A line as a row; keys that are null are as if left out, but for the labels of casualties."""
    if kind is StoryRow:
        gold = {key: value for key, value in line["gold"].items() if value is not None}
        line = {**line, "gold": gold}
    return msgspec.convert(line, kind, strict=True)
