"""Claims as a reader sees them: the quote, its number marked, who said it, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.reports import MODEL
from monitor.views.correctings import corrected
from monitor.views.reading import Row
from monitor.web.markup import Child, Markup, element, outward
from monitor.web.wording import time

MEANT = {"asserted", "correction"}
"""Assertions that go without saying."""


def quotation(claim: Row, *, measure: str = "", note: str = "") -> Markup:
    """One claim: what is said, by whom, through whom, where, when; `note` is ours.

    The number of `measure` is marked, where the claim has one; else every number.
    """
    who = claim["attribution"]
    meant = "" if note or claim["assertion"] in MEANT else f"meant as {claim['assertion']}"
    return element(
        "figure",
        element("blockquote", marked(claim["quote"], said(claim, measure)), dir="auto"),
        element(
            "figcaption",
            _part("b", who["speaker"], who["kind"]),
            _part("span", who["via"] and f"via {who['via']}"),
            outward(claim["url"], claim["site"] or claim["url"], class_="site"),
            time(claim["published"] or claim["day"]),
            _part("em", note or meant),
            _part("em", "read by a model" if not note and _by_model(claim) else ""),
        ),
        [element("p", each, class_="note") for each in corrected(claim)],
        class_="quote",
    )


def _by_model(claim: Row) -> bool:
    return str(claim.get("pack") or "").startswith(MODEL)


def quotations(claims: Iterable[Row], *, measure: str = "") -> list[Markup]:
    """Several of them."""
    return [quotation(claim, measure=measure) for claim in claims]


def _part(name: str, text: str | None, title: str | None = None) -> Markup | None:
    return element(name, text, title=title or None) if text else None


def said(claim: Mapping[str, Any], measure: str = "") -> set[str]:
    """The words of a claim that say its numbers, or the one of a measure."""
    named = claim.get("counts") or {"": claim.get("value")}
    counts = [named[measure]] if measure in named else named.values()
    return {word for count in counts if isinstance(count, Mapping) for word in count["words"]}


def marked(quote: str, words: Iterable[str]) -> list[Child]:
    """The quote with every one of these words in a `mark`, where it stands as a word."""
    wanted = sorted(filter(None, words), key=len, reverse=True)
    if not wanted:
        return [quote]
    either = "|".join(map(re.escape, wanted))
    return list(_split(quote, re.compile(rf"(?<!\w)(?:{either})(?!\w)")))


def _split(quote: str, pattern: re.Pattern[str]) -> Iterator[Child]:
    end = 0
    for match in pattern.finditer(quote):
        yield quote[end : match.start()]
        yield element("mark", match.group())
        end = match.end()
    yield quote[end:]
