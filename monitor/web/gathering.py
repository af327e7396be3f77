"""What the page of a topic shows, read from the tables in one go."""

from __future__ import annotations

from monitor.topics import Topic
from monitor.views.reading import Reading, Row
from monitor.web.dossier import CANDIDATES, TOLD, Dossier
from monitor.web.sections import drawing

DEVELOPMENTS = 40
"""Developments on the page: some weeks of a busy story."""
WEIGHTY = frozenset({"notice", "warning", "critical"})
"""Severities that are shown. What is below follows from a development that has been told."""
ENOUGH = 500
"""Developments that are looked through for weighty ones."""
ROWS = ("incidents", "totals", "quantities")
"""Tables behind answers that the page draws."""


def gather(reading: Reading, topic: Topic) -> Dossier:
    """Read what the page of a topic shows. Raises Unreadable."""
    answers = reading.answers(topic.id)
    told = weighty(reading, topic.id)[:DEVELOPMENTS]
    rows = {
        (tracker, table): reading.rows(table, topic.id, tracker)
        for tracker in answers
        for table in ROWS
    }
    best = {
        (tracker, field): chosen(answer, field)
        for tracker, answer in answers.items()
        for field in answer.get("because", {})
    }
    wanted = {claim for claims in best.values() for claim in claims}
    wanted.update(*(drawing(answer).quoted(answer) for answer in answers.values()))
    wanted.update(*(each["because"][:TOLD] for each in told))
    return Dossier(
        topic=topic,
        answers=answers,
        rows=rows,
        lines=reading.lines(topic.id),
        chosen=best,
        developments=told,
        claims={claim["id"]: claim for claim in reading.claims(topic.id, wanted)},
        counts=reading.counts(topic.id),
        newest=next(iter(reading.stories(topic.id, limit=1)), None),
        gaps=reading.gaps(),
        log=reading.mark(topic.id),
    )


def weighty(reading: Reading, topic: str) -> list[Row]:
    """The developments that are worth telling, newest first."""
    found = reading.developments(topic, limit=ENOUGH)
    return [each for each in found if each["severity"] in WEIGHTY]


def chosen(answer: Row, field: str) -> list[str]:
    """The claims that bear a field out best, the most telling first."""
    behind: list[str] = answer.get("because", {}).get(field, [])
    first = drawing(answer).telling(answer, field)
    return list(dict.fromkeys([*first, *behind]))[:CANDIDATES]
