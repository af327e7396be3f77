"""Corrections as they are told beside what they correct: what was done, by whom, when and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from monitor.cli.rendering import wrapped
from monitor.cli.times import day

Row = dict[str, Any]

SHORT = 8
"""Digits of a correction's id that are shown: `monitor correct undo` takes a beginning of it."""
OF_CLAIMS = ("retracted", "corrected", "entered")
"""Kinds of correction that are of one claim; others are of all that tell of an incident."""


def decided(claims: Iterable[Row]) -> Iterator[str]:
    """What persons have decided of the incident that these claims tell of."""
    made = {
        each["id"]: each
        for claim in claims
        for each in claim.get("corrections", ())
        if each["kind"] not in OF_CLAIMS
    }
    for each in made.values():
        yield from wrapped(_line(each), "  ", "    ")


def corrected(claim: Row, indent: str) -> Iterator[str]:
    """What a person has done to a claim; its quote above is what was read."""
    for each in claim.get("corrections", ()):
        if each["kind"] in OF_CLAIMS:
            yield from wrapped(_line(each, _read(claim, each)), indent, f"{indent}  ")


def _line(each: Row, read: str = "") -> str:
    """`killed 3 corrected to killed 4 by ann, 3 Dec 2025: misread (1a2b3c4d)`."""
    to = counted(each.get("counts") or {})
    done = f"{read}{each['kind']}{f' to {to}' if to else ''} by {each['who']}, {day(each['at'])}"
    return f"{done}: {each['why']} ({each['id'][:SHORT]})"


def _read(claim: Row, each: Row) -> str:
    """The numbers of a claim as they were read that a person has corrected."""
    said = claim.get("counts") or ({"value": claim["value"]} if "value" in claim else {})
    changed = {name: said[name] for name in each.get("counts") or () if name in said}
    return f"{counted(changed)} " if changed else ""


def counted(counts: Row) -> str:
    """`killed 3, vessels 1`."""
    return ", ".join(f"{name} {number(count)}" for name, count in sorted(counts.items()))


def number(count: Row) -> str:
    """`4`, `4+`, `3-5`, as they are entered."""
    low, high = count["min"], count["max"]
    return f"{low}+" if high is None else f"{low}" if low == high else f"{low}-{high}"
