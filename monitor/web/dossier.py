"""What the page of a topic shows, read from the tables in one go; drawing it is pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from monitor.topics import Topic
from monitor.views.reading import Reading, Row

SHOWN = 4
"""Quotes below a figure: enough to believe it; the rest has a page of its own."""
TOLD = 2
"""Quotes below a development."""
CANDIDATES = 3 * SHOWN
"""Claims that are read for it: of those of one voice only the first is shown."""
DEVELOPMENTS = 40
"""Developments on the page: some weeks of a busy story."""
WEIGHTY = frozenset({"notice", "warning", "critical"})
"""Severities that are shown. What is below follows from a development that has been told."""
ENOUGH = 500
"""Developments that are looked through for weighty ones."""
ROWS = ("incidents", "totals", "quantities")
"""Tables behind answers that the page draws."""


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
    developments: Sequence[Row]
    """The weighty ones, newest first."""
    claims: Mapping[str, Row]
    """Those that the page quotes, by id."""
    counts: Mapping[str, int]
    newest: Row | None
    """The story that was published last."""
    gaps: Sequence[Row]

    def evidence(self, tracker: str, field: str) -> Evidence:
        """The quotes behind a field of an answer."""
        answer = self.answers.get(tracker, {})
        behind = answer.get("because", {}).get(field, ())
        return Evidence(self.quoted(chosen(answer, field)), len(behind))

    def quoted(self, ids: Iterable[str], most: int = SHOWN) -> tuple[Row, ...]:
        """The first of these claims that are known, one of each voice."""
        voices: dict[str, Row] = {}
        for each in ids:
            if each in self.claims:
                voices.setdefault(self.claims[each]["lineage"], self.claims[each])
        return tuple(voices.values())[:most]


def gather(reading: Reading, topic: Topic) -> Dossier:
    """Read what the page of a topic shows. Raises Unreadable."""
    answers = reading.answers(topic.id)
    told = weighty(reading, topic.id)[:DEVELOPMENTS]
    rows = {
        (tracker, table): reading.rows(table, topic.id, tracker)
        for tracker in answers
        for table in ROWS
    }
    wanted = [*_quoted(answers), *(claim for each in told for claim in each["because"][:TOLD])]
    return Dossier(
        topic=topic,
        answers=answers,
        rows=rows,
        developments=told,
        claims={claim["id"]: claim for claim in reading.claims(topic.id, set(wanted))},
        counts=reading.counts(topic.id),
        newest=next(iter(reading.stories(topic.id, limit=1)), None),
        gaps=reading.gaps(),
    )


def weighty(reading: Reading, topic: str) -> list[Row]:
    """The developments that are worth telling, newest first."""
    found = reading.developments(topic, limit=ENOUGH)
    return [each for each in found if each["severity"] in WEIGHTY]


# --- which quotes ----------------------------------------------------------------------------------


def chosen(answer: Mapping[str, Any], field: str) -> list[str]:
    """The claims that bear a field out best, the most telling first."""
    behind: list[str] = answer.get("because", {}).get(field, [])
    first = _TELLING.get(answer.get("kind", ""), _nothing)(answer, field)
    return list(dict.fromkeys([*first, *behind]))[:CANDIDATES]


def _nothing(answer: Mapping[str, Any], field: str) -> Iterable[str]:
    return ()


def _totals(answer: Mapping[str, Any], measure: str) -> Iterator[str]:
    """One claim of each newest reported total of a measure that was borne out, then the others."""
    borne_out = [
        line
        for line in answer["reported"]
        if line["measure"] == measure and line["verdict"] == "supported"
    ]
    best = answer.get(measure, {}).get("best")
    borne_out.sort(key=lambda line: (line["value"] == best, line["day"] or ""), reverse=True)
    for line in borne_out:
        yield from line["claims"]


def _witnesses(answer: Mapping[str, Any], field: str) -> Iterator[str]:
    """Who said it first, then one claim of each further voice."""
    for episode in answer["episodes"]:
        if field == f"{episode['kind']}.stage" and episode["first_reported"]:
            yield episode["first_reported"]["claim"]
            yield from (each["claim"] for each in episode["confirmed_by"])


def _latest(answer: Mapping[str, Any], field: str) -> Iterator[str]:
    """Those of the value that stands, newest first."""
    behind = set(answer["because"].get(field, ()))
    for point in reversed(answer["series"]):
        yield from (claim for claim in point["claims"] if claim in behind)


_TELLING: Mapping[str, Callable[[Mapping[str, Any], str], Iterable[str]]] = {
    "tally": _totals,
    "status": _witnesses,
    "quantity": _latest,
}


def _quoted(answers: Mapping[str, Row]) -> Iterator[str]:
    """Every claim that is quoted below a figure."""
    for answer in answers.values():
        for field in answer.get("because", {}):
            yield from chosen(answer, field)
        if answer.get("kind") == "statements":
            for statement in answer["statements"]:
                yield from statement["claims"][:CANDIDATES]
        if answer.get("kind") == "tally" and answer["last_incident"]:
            yield from answer["last_incident"]["claims"][:CANDIDATES]
