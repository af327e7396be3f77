"""Corrections as they are told beside what they correct: what was done, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from monitor.cli.rendering import wrapped
from monitor.views.correctings import OF_CLAIMS, SHORT, line

Row = dict[str, Any]


def decided(claims: Iterable[Row]) -> Iterator[str]:
    """What persons have decided of the incident that these claims tell of."""
    made = {
        each["id"]: each
        for claim in claims
        for each in claim.get("corrections", ())
        if each["kind"] not in OF_CLAIMS and each["kind"] != "retracted"
    }
    for each in made.values():
        yield from wrapped(f"{line(each)} ({each['id'][:SHORT]})", "  ", "    ")


def corrected(claim: Row, indent: str) -> Iterator[str]:
    """What a person has done to a claim; its quote above is what was read."""
    for each in claim.get("corrections", ()):
        if each["kind"] in OF_CLAIMS:
            told = f"{line(each, claim)} ({each['id'][:SHORT]})"
            yield from wrapped(told, indent, f"{indent}  ")
