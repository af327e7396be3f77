"""What the page of a topic shows, as plain values: `gathering` reads it, drawing it is pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from monitor.topics import Topic
from monitor.views.reading import Line, Row

SHOWN = 4
"""Quotes below a figure: enough to believe it; the rest has a page of its own."""
CANDIDATES = 3 * SHOWN
"""Claims that are read for it: of those of one voice only the first is shown."""
TOLD = 2
"""Quotes below a development."""


class Evidence(NamedTuple):
    """The quotes behind a figure: some of them, and how many there are."""

    shown: tuple[Row, ...]
    total: int


class Dossier(NamedTuple):
    """A topic as the tables have it at this moment."""

    topic: Topic
    answers: Mapping[str, Row]
    """By tracker."""
    rows: Mapping[tuple[str, str], Sequence[Row]]
    """By tracker and table."""
    lines: Mapping[str, Sequence[Line]]
    """By tracker, as its kind shows the answer."""
    chosen: Mapping[tuple[str, str], Sequence[str]]
    """By tracker and field: the claims that bear it out best, the most telling first."""
    developments: Sequence[Row]
    """The weighty ones, newest first."""
    claims: Mapping[str, Row]
    """Those that the page quotes, by id."""
    counts: Mapping[str, int]
    newest: Row | None
    """The story that was published last."""
    gaps: Sequence[Row]
    log: Row | None = None
    """Stream, number and hash of its last event: all that is shown was made from what lies before."""

    def evidence(self, tracker: str, field: str) -> Evidence:
        """The quotes behind a field of an answer."""
        answer = self.answers.get(tracker, {})
        behind = answer.get("because", {}).get(field, ())
        return Evidence(self.quoted(self.chosen.get((tracker, field), ())), len(behind))

    def quoted(self, ids: Iterable[str], most: int = SHOWN) -> tuple[Row, ...]:
        """The first of these claims that are known, one of each voice."""
        voices: dict[str, Row] = {}
        for each in ids:
            if each in self.claims:
                voices.setdefault(self.claims[each]["lineage"], self.claims[each])
        return tuple(voices.values())[:most]
