"""A tracker of a kind that has no drawing of its own: its lines, as a terminal shows them."""

from __future__ import annotations

from monitor.projections import Kind
from monitor.registry import resolve
from monitor.web.markup import Child, element
from monitor.web.sections.shown import Shown, evidence
from monitor.wording import plain


def draw(shown: Shown) -> list[Child]:
    """The lines, and the quotes of each field."""
    kind: Kind = resolve("projections", shown.tracker.kind)
    lines = [
        [element("dt", label), element("dd", value, " ", element("span", note, class_="note"))]
        for label, value, note in kind.lines(shown.tracker, shown.answer)
    ]
    fields = shown.answer.get("because", {})
    return [element("dl", lines), [evidence(shown, field, plain(field)) for field in fields]]


def headline(shown: Shown) -> tuple[str, str]:
    """The first of the lines."""
    kind: Kind = resolve("projections", shown.tracker.kind)
    lines = kind.lines(shown.tracker, shown.answer)
    return (f"{lines[0][1]} {lines[0][0]}" if lines else "nothing reported"), ""
