"""An answer of any kind: its lines, as a terminal shows them, and what every kind has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.views.reading import Row
from monitor.web.markup import Child, element
from monitor.web.sections.shown import Shown, evidence
from monitor.web.wording import number
from monitor.wording import plain


def draw(shown: Shown) -> list[Child]:
    """The lines, and the quotes of each field."""
    lines = [
        [element("dt", label), element("dd", value, " ", element("span", note, class_="note"))]
        for label, value, note in shown.lines
    ]
    fields = shown.answer.get("because", {})
    return [
        element("dl", lines) if lines else element("p", "Nothing reported.", class_="agreed"),
        [evidence(shown, field, plain(field)) for field in fields],
    ]


def headline(shown: Shown) -> tuple[str, str]:
    """The first of the lines."""
    return next((f"{value} {label}" for label, value, _ in shown.lines), "nothing reported"), ""


def telling(answer: Row, field: str) -> Iterable[str]:
    """The claims that bear a field out best: nothing is known of them here."""
    return ()


def quoted(answer: Row) -> Iterable[str]:
    """Claims that are quoted beside those behind a field: none."""
    return ()


def parts(answer: Row) -> Mapping[str, list[str]]:
    """What has a page of its own beside the fields, with its claims: nothing."""
    return {}


def title(answer: Row, field: str) -> str:
    """What is behind a field, as the heading of a page."""
    value = answer.get(field)
    if isinstance(value, dict) and "best" in value:
        return f"{number(value['best'])} {plain(field)}"
    return plain(field)


def figures(answer: Row) -> Mapping[str, Mapping[str, Any]]:
    """Figures with min, best and max, for metrics: none."""
    return {}


def stages(answer: Row) -> Mapping[str, str]:
    """Questions and the stage that each has reached, for metrics: none."""
    return {}
