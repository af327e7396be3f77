"""Statements on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from monitor.views.reading import Row
from monitor.web.dossier import CANDIDATES
from monitor.web.markup import Child, Markup, element
from monitor.web.quoting import quotations
from monitor.web.sections.shown import Shown
from monitor.wording import day, many, plain


def draw(shown: Shown) -> list[Child]:
    """Each statement with a quote, newest first."""
    found = shown.answer["statements"]
    if not found:
        return [element("p", "Nothing reported.", class_="agreed")]
    return [element("ul", [_statement(shown, one) for one in found], class_="statements")]


def _statement(shown: Shown, one: Mapping[str, Any]) -> Markup:
    quotes = shown.dossier.quoted(one["claims"])
    about = f" ({plain(one['about'])})" if one["about"] else ""
    to = f" to {one['to']}" if one["to"] else ""
    return element(
        "li",
        element(
            "p",
            element("b", f"{one['speaker']}: {plain(one['act'])}{about}{to}"),
            " ",
            element("span", many(one["voices"], "voice"), class_="note"),
        ),
        quotations(quotes[:1]),
        _others(quotes[1:]),
    )


def _others(quotes: Sequence[Row]) -> Markup | None:
    if not quotes:
        return None
    return element("details", element("summary", element("small", "more")), quotations(quotes))


def headline(shown: Shown) -> tuple[str, str]:
    """The newest of them."""
    found = shown.answer["statements"]
    if not found:
        return "nothing reported", ""
    return (
        f"{found[0]['speaker']}: {plain(found[0]['act'])}, {day(found[0]['first_reported']['at'])}",
        "",
    )


def quoted(answer: Row) -> Iterator[str]:
    """Those of each statement."""
    for statement in answer["statements"]:
        yield from statement["claims"][:CANDIDATES]
