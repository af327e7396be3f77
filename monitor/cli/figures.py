"""Answers of trackers as people read them, from the plain view that views.db keeps.

The kinds that come with the program are shown here, because a query does not import them. Another
kind shows itself (`Kind.lines`), which costs its import.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from monitor import wording
from monitor.cli.outline import TrackerLine
from monitor.cli.rendering import bold, dim, headed, table, wrapped
from monitor.cli.times import day, reported
from monitor.wording import many, plain

View = dict[str, Any]
Line = tuple[str, str]
"""Label and value."""
HEAD = ("topic", "tracker", "kind", "as_of")
"""What JSON begins with."""


def outward(view: View, topic: str, tracker: TrackerLine, as_of: str) -> View:
    """An answer as JSON has it."""
    head = (topic, tracker.id, view.get("kind", tracker.kind), as_of)
    rest = {name: value for name, value in view.items() if name not in HEAD}
    return dict(zip(HEAD, head, strict=True)) | rest


def shown(view: View, tracker: TrackerLine, as_of: str) -> list[str]:
    """An answer in lines, with the command that leads on."""
    lines = headed(tracker.title, f"as of {as_of}")
    lines += table(list(_lines(view, tracker)), style=bold) or ["  nothing is known yet"]
    aside = len(view.get("set_aside", ()))
    counted = f"{many(view.get('lineages', 0), 'voice')}, {many(view.get('claims', 0), 'claim')}"
    lines += wrapped(f"{counted}; {aside} set aside" if aside else counted, "  ")
    return [*lines, "", dim(f"monitor why {tracker.id}{_leading(view)}")]


def brief(view: View, tracker: TrackerLine) -> str:
    """An answer in a sentence."""
    make = _BRIEF.get(view.get("kind", ""))
    if make is None:
        return "; ".join(f"{label} {value}" for label, value in _lines(view, tracker))
    return make(view)


def _lines(view: View, tracker: TrackerLine) -> Iterator[Line]:
    make = _LINES.get(view.get("kind", ""))
    return make(view) if make else _own_lines(view, tracker)


def _own_lines(view: View, tracker: TrackerLine) -> Iterator[Line]:
    """As the kind itself shows the answer: one that did not come with the program."""
    from monitor.registry import resolve
    from monitor.topics import Tracker

    described = Tracker(id=tracker.id, kind=tracker.kind, title=tracker.title, reader="")
    for label, value, note in resolve("projections", tracker.kind).lines(described, view):
        yield label, f"{value}  {note}" if note else value


def _leading(view: View) -> str:
    """The figure that a person asks about first, with its point."""
    names = [name for name, value in view.items() if _is_range(value)]
    toll = [name for name in names if "confirmed" in view[name]]
    known = [name for name in ("stage", "value") if name in view]
    return next((f".{name}" for name in (*toll, *known)), "")


def span(days: View | None) -> str:
    """A window of days."""
    return wording.span(days) or "day unknown"


# --- tally ------------------------------------------------------------------------------------


def _is_range(value: object) -> bool:
    return isinstance(value, dict) and {"min", "best", "max"} <= value.keys()


def _tally(view: View) -> Iterator[Line]:
    for name, value in view.items():
        if _is_range(value):
            yield name, _toll(value) if "confirmed" in value else _between(value)
    if newest := view.get("last_incident"):
        yield "latest", f"{happening(newest, view)}; {newest['id']}"
        heard = f"{many(newest['voices'], 'voice')}, {many(newest['outlets'], 'outlet')}"
        yield "", f"{heard}; first {_first(newest)}"
    if implied := view.get("implied"):
        sizes = (f"{n} {name}" for name, n in implied.items() if isinstance(n, int) and n)
        first = day(implied["from"]) if implied["from"] else "the beginning"
        yield "missing", f"{', '.join(sizes)}, between {first} and {day(implied['to'])}"
    if alone := view.get("claimed"):
        dead = next(name for name, value in view.items() if _is_range(value) and "floor" in value)
        told = f"{alone['value']:,} {dead}, {_teller(alone)}, {reported(alone['at'])}"
        yield "claimed", f"{told}; one voice, not counted"
    for one in view.get("incidents", ()):
        if one["status"] != "counted":
            yield "not counted", f"{happening(one, view)}: {one['reason']}"


def amount(value: object) -> str:
    """A figure in a word or two; empty when it is none."""
    if isinstance(value, dict):
        return _between(value) if _is_range(value) else ""
    return plain(value) if isinstance(value, str) else "" if value is None else f"{value}"


def _toll(value: View) -> str:
    """`82 confirmed + 1 presumed dead = 83; floor 83, gap 0`."""
    total = _between(value)
    if value["presumed_dead"]:
        total = f"{value['confirmed']} confirmed + {value['presumed_dead']} presumed dead = {total}"
    if not value["floor"]:
        return f"{total}; no total is borne out"
    if value["gap"] < 0:  # the totals are older than the newest incidents
        return f"{total}; floor {value['floor']}"
    return f"{total}; floor {value['floor']}, gap {value['gap']}"


def _between(value: View) -> str:
    """One number, or the best one with its range."""
    if value["min"] == value["max"]:
        return f"{value['best']:,}"
    return f"{value['best']:,} ({value['min']:,} to {value['max']:,})"


def happening(one: View, view: View) -> str:
    """`15 Nov 2025, pacific: 3 killed, 1 survivors`: an incident by the measures of its tally."""
    where = ", ".join(part for part in (span(one["occurred"]), one.get("place")) if part)
    told = (f"{_between(one[name])} {name}" for name in _telling(one, view))
    counts = ", ".join(told)
    return f"{where}: {counts}" if counts else where


def _telling(one: View, view: View) -> Iterator[str]:
    """Measures that say something: "1 strikes, 1 vessels", which stand before the toll, do not."""
    usual = 1
    for name, value in view.items():
        if _is_range(value):
            usual = 0 if "confirmed" in value else usual
            if _is_range(one.get(name)) and one[name]["max"] > usual:
                yield name


def _teller(told: View) -> str:
    """Who said it, and on which site: `New York Times (in example.org)`."""
    speaker = told.get("speaker")
    return f"{speaker} (in {told['site']})" if speaker else str(told["site"])


def _first(one: View) -> str:
    first = one["first_reported"]
    return f"{first['site']}, {reported(first['at'])}"


def _tally_brief(view: View) -> str:
    counts = [f"{_between(v)} {plain(name)}" for name, v in view.items() if _is_range(v)]
    gaps = [v["gap"] for v in view.values() if _is_range(v) and v.get("floor") and v["gap"]]
    newest = view.get("last_incident")
    latest = f"; latest {span(newest['occurred'])}" if newest else ""
    return ", ".join(counts) + "".join(f" (gap {gap})" for gap in gaps) + latest


# --- status -----------------------------------------------------------------------------------


def _status(view: View) -> Iterator[Line]:
    for one in view.get("episodes", ()):
        yield one["kind"], _stage(one)
        if first := one.get("first_reported"):
            others = len(one.get("confirmed_by", ()))
            more = f"; {many(others, 'other voice')}" if others else ""
            yield "", f"first {_teller(first)}, {reported(first['at'])}{more}"
        if alone := one.get("claimed"):
            yield "", f"{alone['site']} alone says {plain(alone['stage'])}"
    for party, position in view.get("positions", {}).items():
        said = f"{plain(position['stage'])} ({position['episode']})"
        yield party, f"{said}, {position['site']}, {reported(position['at'])}"


def _stage(one: View) -> str:
    """`held, 21 Nov 2025`; `scheduled for 2 Dec 2025, qatar`."""
    when = f", {span(one['occurred'])}" if one.get("occurred") else ""
    planned = f" for {span(one['date'])}" if one.get("date") else ""
    venue = f", {one['venue']}" if one.get("venue") else ""
    return f"{plain(one['stage'])}{planned}{when}{venue}"


def _status_brief(view: View) -> str:
    since = f" since {day(view['since'])}" if view.get("since") else ""
    others = [
        f"{one['kind']}: {_stage(one)}"
        for one in view.get("episodes", ())
        if one["kind"] != view.get("main") and one["stage"] != "none"
    ]
    return "; ".join([f"{plain(view['stage'])}{since}", *others])


# --- quantity and statements --------------------------------------------------------------------


def _quantity(view: View) -> Iterator[Line]:
    if view.get("value") is None:
        return
    yield view["unit"] or "value", _amount(view)
    heard = f"{many(view['voices'], 'voice')}, {many(view['outlets'], 'outlet')}"
    first = f"; first {_first(view)}" if view.get("first_reported") else ""
    yield "", f"{heard}{first}"
    reach = view.get("range") or {}
    if reach.get("min") != reach.get("max"):
        yield "range", f"{reach['min']:,} to {reach['max']:,}"


def _amount(view: View) -> str:
    since = f", {day(view['day'])}" if view.get("day") else ""
    return f"{view['value']:,}{since}"


def _quantity_brief(view: View) -> str:
    if view.get("value") is None:
        return "nothing is known yet"
    return f"{view['value']:,} {view['unit']}".rstrip() + f", {day(view.get('day'))}"


def _statements(view: View) -> Iterator[Line]:
    for one in view.get("statements", ()):
        first = one["first_reported"]
        yield day(first["at"]), f"{statement(one)}; {many(one['voices'], 'voice')}"
        yield "", f'"{one["quote"]}" ({first["site"]})'


def statement(one: View) -> str:
    """`Trump: threat to Maduro, strikes on land`."""
    to = f" to {one['to']}" if one.get("to") else ""
    about = f", {one['about']}" if one.get("about") else ""
    return f"{one['speaker']}: {one['act']}{to}{about}"


def _statements_brief(view: View) -> str:
    told = view.get("statements", ())
    if not told:
        return "nothing is known yet"
    newest = told[0]
    at = day(newest["first_reported"]["at"])
    return f"{many(len(told), 'statement')}; newest {at}, {statement(newest)}"


_LINES: dict[str, Callable[[View], Iterator[Line]]] = {
    "tally": _tally,
    "status": _status,
    "quantity": _quantity,
    "statements": _statements,
}
_BRIEF: dict[str, Callable[[View], str]] = {
    "tally": _tally_brief,
    "status": _status_brief,
    "quantity": _quantity_brief,
    "statements": _statements_brief,
}
