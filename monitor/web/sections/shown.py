"""What every section of the page is drawn from, and what they draw alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from monitor.topics import Tracker
from monitor.views.reading import Line, Row
from monitor.web import chart
from monitor.web.dossier import Dossier
from monitor.web.markup import Markup, element, place
from monitor.web.quoting import quotations
from monitor.web.wording import listed
from monitor.wording import many


class Shown(NamedTuple):
    """A tracker with all that is needed to draw it."""

    dossier: Dossier
    tracker: Tracker
    answer: Row

    def rows(self, table: str) -> list[Row]:
        """A table behind the answer."""
        return list(self.dossier.rows.get((self.tracker.id, table), ()))

    @property
    def lines(self) -> Sequence[Line]:
        """The answer as its kind shows it: label, value, note."""
        return self.dossier.lines.get(self.tracker.id, ())

    def path(self, field: str) -> str:
        """Where everything behind a field is listed."""
        return place("topics", self.dossier.topic.id, self.tracker.id, field)

    @property
    def until(self) -> date | None:
        """The day up to which something is known at all."""
        newest = self.dossier.newest
        text = newest and (newest["published"] or newest["seen"])
        return date.fromisoformat(text[:10]) if text else None


def evidence(shown: Shown, field: str, label: str) -> Markup | None:
    """Some quotes behind a figure, folded up, and the way to all of them."""
    found = shown.dossier.evidence(shown.tracker.id, field)
    if not found.shown:
        return None
    rest = f"all {many(found.total, 'quote')} behind it"
    more = found.total > len(found.shown)
    return element(
        "details",
        element("summary", label, " ", element("small", many(found.total, "quote"))),
        quotations(found.shown, measure=field),
        element("p", element("a", rest, href=shown.path(field)), class_="more") if more else None,
        class_="evidence",
    )


def drawn(
    points: list[chart.Point],
    dots: list[chart.Point],
    until: date | None,
    title: str,
    legend: str,
) -> Markup | None:
    """The chart twice, for narrow and wide pages: text in a drawing does not reflow."""
    drawings = [
        element(
            "div",
            chart.steps(points, dots=dots, until=until, width=width, title=title),
            class_=name,
        )
        for name, width in (("narrow", chart.NARROW), ("wide", chart.WIDE))
        if len({point.best for point in points}) > 1
    ]
    if not drawings:
        return None
    return element("figure", drawings, element("figcaption", legend), class_="course")


def witnesses(one: Mapping[str, Any]) -> str:
    """ "4 voices · 5 outlets" of an incident or an episode."""
    return listed(many(one["voices"], "voice"), many(one["outlets"], "outlet"))
