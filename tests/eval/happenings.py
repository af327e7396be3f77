"""How well stories are put together by the happening that they tell of (`monitor.stories.newsevents`).

Two kinds of text: reports of strikes of one campaign, which are worded nearly alike and are labelled by the day
of the strike; and an agency's texts among unrelated ones, each with another happening told by its template.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from monitor.stories.newsevents import Report, grouped
from tests.eval import copying
from tests.eval.reading import CORPUS
from tests.eval.stream import EVERY, START, headlines

SETS = ("story", "story-later", "story-later-es", "story-pt")
TOLD = (("wire", 0), ("translated", 5), ("own", 10), ("later", 20), ("sibling", 40))
"""The texts on a happening, and after how many hours they come; the last is another happening."""


class Together(NamedTuple):
    """B-cubed over the reports of one kind."""

    name: str
    reports: int
    happenings: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measure() -> list[Together]:
    """Both kinds."""
    return [
        _together("strikes", list(_strikes())),
        _together("agency texts", list(_agency_texts())),
    ]


def _strikes() -> Iterator[tuple[Report, str]]:
    for name in SETS:
        for line in (CORPUS / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            strike = row["gold"].get("incident_ref")
            if strike:
                at = datetime.fromisoformat(row["published"]).replace(tzinfo=UTC)
                ident = f"{name} {row['id']}"
                yield Report(ident, row["title"], row["text"], at), f"{name} {row['lang']} {strike}"


def _agency_texts() -> Iterator[tuple[Report, str]]:
    for line in copying.PATH.read_text("utf-8").splitlines():
        row = json.loads(line)
        for kind, hours in TOLD:
            title = row["title"] if kind == "wire" else " ".join(row[kind].split()[:9])
            at = START + timedelta(hours=hours)
            gold = f"{row['id']}, the next" if kind == "sibling" else row["id"]
            yield Report(f"{row['id']} {kind}", title, row[kind], at), gold
    for number, each in enumerate(headlines()):
        if each.text:
            ident = f"headline {number}"
            yield Report(ident, each.title, each.text, START + number * EVERY), ident


def _together(name: str, labelled: list[tuple[Report, str]]) -> Together:
    gold = {report.id: happening for report, happening in labelled}
    groups = grouped(report for report, _ in labelled)
    size = {happening: list(gold.values()).count(happening) for happening in set(gold.values())}
    precision = recall = 0.0
    for group in groups:
        for story in group:
            right = sum(gold[other] == gold[story] for other in group)
            precision += right / len(group)
            recall += right / size[gold[story]]
    return Together(name, len(gold), len(size), precision / len(gold), recall / len(gold))


def table(found: list[Together]) -> Iterator[str]:
    """The figures for people."""
    for each in found:
        yield (
            f"by event: {each.reports} {each.name} on {each.happenings} happenings, B-cubed P "
            f"{each.precision:.3f} R {each.recall:.3f} F1 {each.f1:.3f}"
        )
