"""The sections of a topic's page, one for each tracker; what the page knows of kinds is one table.

Each kind that comes with the program has a module here; `lines` is for all others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from monitor.views.reading import Row
from monitor.web.markup import Child, Markup, element
from monitor.web.sections import lines, quantity, statements, status, tally
from monitor.web.sections.shown import Shown
from monitor.web.wording import number
from monitor.wording import many

__all__ = ["Shown", "drawing", "headline", "section"]


class Drawing(NamedTuple):
    """What the page knows of a kind of tracker; what it does not know is as for any kind."""

    draw: Callable[[Shown], list[Child]] = lines.draw
    headline: Callable[[Shown], tuple[str, str]] = lines.headline
    telling: Callable[[Row, str], Iterable[str]] = lines.telling
    quoted: Callable[[Row], Iterable[str]] = lines.quoted
    parts: Callable[[Row], Mapping[str, list[str]]] = lines.parts
    title: Callable[[Row, str], str] = lines.title
    figures: Callable[[Row], Mapping[str, Mapping[str, Any]]] = lines.figures
    stages: Callable[[Row], Mapping[str, str]] = lines.stages


DRAWINGS: Mapping[str, Drawing] = {
    "tally": Drawing(
        tally.draw,
        tally.headline,
        tally.telling,
        tally.quoted,
        tally.parts,
        tally.title,
        tally.figures,
    ),
    "status": Drawing(
        status.draw,
        status.headline,
        status.telling,
        title=status.title,
        stages=status.stages,
    ),
    "quantity": Drawing(
        quantity.draw,
        quantity.headline,
        quantity.telling,
        title=quantity.title,
        figures=quantity.figures,
    ),
    "statements": Drawing(statements.draw, statements.headline, quoted=statements.quoted),
}
"""By the kind that an answer names."""
PLAIN = Drawing()


def drawing(answer: Row) -> Drawing:
    """What the page knows of the kind of an answer."""
    return DRAWINGS.get(answer.get("kind", ""), PLAIN)


def section(shown: Shown) -> Markup:
    """The tracker's part of the page."""
    return element(
        "section",
        element("h2", shown.tracker.title),
        drawing(shown.answer).draw(shown),
        _footnote(shown),
        id=shown.tracker.id,
        class_="tracker",
    )


def headline(shown: Shown) -> tuple[str, str]:
    """The answer in a few words, and a line of bars for its course (empty: it has none)."""
    return drawing(shown.answer).headline(shown)


def _footnote(shown: Shown) -> Markup | None:
    """How much stands behind the section, and what was left out, as far as the kind counts it."""
    counts = (
        (shown.answer.get("claims"), "claim"),
        (shown.answer.get("lineages"), "independent text"),
    )
    read = " in ".join(many(count, noun) for count, noun in counts if isinstance(count, int))
    aside = len(shown.answer.get("set_aside", ()))
    left = (
        element("a", f"{number(aside)} set aside", href=shown.path("set-aside")) if aside else None
    )
    between = " · " if read and left else ""
    return element("p", read, between, left, class_="footnote") if read or left else None
