"""The sections of a topic's page: one for each tracker, drawn as its kind asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from monitor.web.markup import Child, Markup, element
from monitor.web.sections import lines, quantity, statements, status, tally
from monitor.web.sections.shown import Shown
from monitor.web.wording import number
from monitor.wording import many

__all__ = ["Shown", "headline", "section"]


class Drawing(NamedTuple):
    """How a kind of tracker is shown."""

    draw: Callable[[Shown], list[Child]]
    headline: Callable[[Shown], tuple[str, str]]


DRAWINGS: Mapping[str, Drawing] = {
    "tally": Drawing(tally.draw, tally.headline),
    "status": Drawing(status.draw, status.headline),
    "quantity": Drawing(quantity.draw, quantity.headline),
    "statements": Drawing(statements.draw, statements.headline),
}
"""By the kind that an answer names."""
PLAIN = Drawing(lines.draw, lines.headline)


def section(shown: Shown) -> Markup:
    """The tracker's part of the page."""
    drawing = DRAWINGS.get(shown.answer.get("kind", ""), PLAIN)
    return element(
        "section",
        element("h2", shown.tracker.title),
        drawing.draw(shown),
        None if drawing is PLAIN else _footnote(shown),
        id=shown.tracker.id,
        class_="tracker",
    )


def headline(shown: Shown) -> tuple[str, str]:
    """The answer in a few words, and a line of bars for its course (empty: it has none)."""
    return DRAWINGS.get(shown.answer.get("kind", ""), PLAIN).headline(shown)


def _footnote(shown: Shown) -> Markup:
    """How much stands behind the section, and what was left out."""
    aside = len(shown.answer["set_aside"])
    read = many(shown.answer["claims"], "claim")
    voices = many(shown.answer["lineages"], "independent text")
    left = (
        element("a", f"{number(aside)} set aside", href=shown.path("set-aside")) if aside else None
    )
    return element("p", f"{read} in {voices}", " · " if left else "", left, class_="footnote")
