"""What is behind a figure: its claims with quotes, grouped by what they tell of, and the rest.

The answer names claims by id; their quotes and addresses are read from the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from monitor.cli.corrected import corrected, decided
from monitor.cli.kinds import DRAWINGS, Heading, View
from monitor.cli.outline import listed
from monitor.cli.rendering import bold, dim, wrapped
from monitor.cli.times import day
from monitor.errors import NotFound
from monitor.text import printable
from monitor.views.correctings import SHORT, with_corrections
from monitor.views.reading import Reading
from monitor.views.then import Then
from monitor.wording import many, plain

Row = dict[str, Any]

MODEL = "model/"
"""How the pack of what a model has read begins (`monitor.reports`, which a query does not import)."""


class Reasons(NamedTuple):
    """The claims behind a figure, and what does not enter it."""

    field: str | None
    value: Any
    claims: list[Row]
    set_aside: list[Row]


def _incident(view: View, name: str) -> Row | None:
    """The incident of that id, however it is written."""
    if view.get("kind") != "tally":
        return None
    found: list[Row] = view["incidents"]
    return next((one for one in found if one["id"].casefold() == name.casefold()), None)


def _part_of(view: View, field: str) -> str | None:
    """The one figure of which it is a number: "gap" of "killed". None when there is none, or several have it."""
    because = view.get("because", {})
    parts = {name: view[name] for name in because if isinstance(view.get(name), dict)}
    found = [name for name, part in parts.items() if isinstance(part.get(field), int)]
    return found[0] if len(found) == 1 else None


def reasons(
    view: View, field: str | None, reading: Reading | Then, topic: str, until: datetime
) -> Reasons:
    """The claims behind a field of an answer, or behind all of it. Raises NotFound.

    The id of an incident has those of that incident, a part of a figure ("gap") those of the figure. A
    field of developments that is no figure ("killed.dispute", "position") has those of the last one that
    had been reported by `until`: an alert names it so.
    """
    because: dict[str, list[str]] = view.get("because", {})
    value: Any = None
    if field is None:
        wanted = [claim for ids in because.values() for claim in ids]
    elif field in because:
        value, wanted = valued(view, field), because[field]
    elif incident := _incident(view, field):
        value, wanted = incident["id"], incident["claims"]
    elif figure := _part_of(view, field):
        value, wanted = view[figure][field], because[figure]
    else:
        last = reading.last_development(topic, view.get("tracker", ""), field, until)
        if last is None:
            raise NotFound(
                f'there is no figure "{printable(field)}" in {view.get("tracker")}; '
                f"there are: {listed(because)}"
            )
        value, wanted = last["after"], last["because"]
    claims = with_corrections(reading, topic, reading.claims(topic, dict.fromkeys(wanted)), until)
    claims.sort(key=lambda claim: (claim["published"] or claim["seen"], claim["id"]))
    apart = view.get("set_aside", [])
    rest = reading.claims(topic, [one["claim"] for one in apart])
    told = {claim["id"]: claim for claim in with_corrections(reading, topic, rest, until)}
    return Reasons(
        field,
        value,
        claims,
        [_aside(one, told.get(one["claim"], {})) for one in apart],
    )


def valued(view: View, field: str | None) -> Any:
    """The figure itself, also when it is a part of another one ("confirmed", "call.stage")."""
    if field is None:
        return None
    if field in view:
        return view[field]
    parts = [each for name, each in view.items() if isinstance(each, dict) and name != "because"]
    drawing = DRAWINGS.get(view.get("kind", ""))
    if drawing is not None:
        parts.append(dict(drawing.parts(view)))
    return next((part[field] for part in parts if field in part), None)


def _aside(one: Row, claim: Row) -> Row:
    """A claim that is set aside, with what it says and where."""
    shown = ("quote", "url", "site", "title", "published", "rule", "pack", "attribution")
    found = one | {name: claim.get(name) for name in (*shown, "assertion")}
    return found | {"corrections": claim["corrections"]} if "corrections" in claim else found


# --- for people -------------------------------------------------------------------------------


def shown(found: Reasons, view: View, *, ids: bool = False) -> Iterator[str]:
    """The claims by what they tell of, then what was set aside; with `ids` each with its id."""
    for heading, claims in _grouped(found.claims, view):
        yield ""
        yield from map(bold, wrapped(heading))
        yield from decided(claims)
        yield from said_so(claims, ids=ids)
    if not found.claims:
        yield ""
        yield "No claim is behind it."
    if found.set_aside:
        yield ""
        yield from map(bold, wrapped(f"Set aside: {many(len(found.set_aside), 'claim')}"))
    by_reason: dict[str, list[Row]] = {}
    for one in found.set_aside:
        by_reason.setdefault(one["reason"], []).append(one)
    for reason, same in by_reason.items():
        yield from wrapped(f"{reason}:", "  ", "    ")
        yield from said_so(same, "    ", ids=ids)


def _grouped(claims: Sequence[Row], view: View) -> Iterator[tuple[str, list[Row]]]:
    """The claims of each happening or statement; then the others, by what kind they are."""
    left = {claim["id"]: claim for claim in claims}
    for heading, ids in _headings(view):
        mine = [left.pop(each) for each in dict.fromkeys(ids) if each in left]
        if mine:
            yield heading, mine
    kinds = dict.fromkeys(claim["kind"] for claim in left.values())
    for kind in kinds:
        mine = [claim for claim in left.values() if claim["kind"] == kind]
        yield HEADINGS[kind], mine


HEADINGS = {
    "incident": "Other reports",
    "total": "Reported totals",
    "adjustment": "Changes to earlier reports",
    "status": "Steps",
    "quantity": "Values",
    "statement": "Statements",
}
"""By the word for a claim (`monitor.reports`, which a query does not import)."""


def _headings(view: View) -> Iterator[Heading]:
    """What claims of this answer tell of, with their ids; of any kind: the figures they are behind."""
    drawing = DRAWINGS.get(view.get("kind", ""))
    if drawing is not None:
        return drawing.headings(view)
    return ((plain(field), ids) for field, ids in view.get("because", {}).items())


def said_so(claims: Iterable[Row], indent: str = "  ", *, ids: bool = False) -> Iterator[str]:
    """Claims in lines: a quote once, then who says so where, each with its address."""
    by_quote: dict[str | None, list[Row]] = {}
    for claim in claims:
        by_quote.setdefault(claim.get("quote"), []).append(claim)
    deeper = f"{indent}  "
    for quote, same in by_quote.items():
        if quote is None:
            for claim in same:
                yield f"{indent}claim {printable(claim['claim'])}, of which no text is kept"
            continue
        yield from wrapped(f'"{quote}"', indent)
        for claim in same:
            told = [*_said(claim), *([f"claim {_id(claim)}"] if ids else ())]
            yield from wrapped(", ".join(told), deeper, f"{deeper}  ")
            yield from corrected(claim, deeper)
            if address := printable(claim.get("url") or ""):
                yield f"{deeper}{dim(address)}"  # whole, however long: it is to be opened


def _id(claim: Row) -> str:
    """The beginning of the id of a claim that stands or is set aside."""
    return str(claim.get("id") or claim.get("claim"))[:SHORT]


def _said(claim: Row) -> Iterator[str]:
    """Outlet, day, speaker, how it is meant, the rule that found it."""
    yield claim["site"] or "no outlet"
    yield day(claim.get("day") or claim.get("published"))
    who = claim.get("attribution") or {}
    if who.get("speaker"):
        yield f"{who['speaker']} ({who['kind']})" if who.get("kind") else who["speaker"]
    if who.get("via"):
        yield f"via {who['via']}"
    if claim.get("assertion") not in {None, "asserted"}:
        yield str(claim["assertion"])
    if str(claim.get("pack") or "").startswith(MODEL):
        yield "read by a model"
    yield f"rule {claim['rule']}"
