"""How the kinds that come with the program are shown in a terminal: one table at the end, by name.

A query does not import the kinds: what they say is a plain view from views.db. A kind that is not in
the table is shown by its own lines, which stand in views.db beside its view (`figures`, `reasons`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from monitor import wording
from monitor.cli.times import day, reported
from monitor.wording import many, plain

View = dict[str, Any]
Line = tuple[str, str]
"""Label and value."""
Heading = tuple[str, Iterable[str]]
"""What claims tell of, and their ids."""


def span(days: View | None) -> str:
    """A window of days."""
    return wording.span(days) or "day unknown"


# --- tally ------------------------------------------------------------------------------------


def is_range(value: object) -> bool:
    """True for a figure with its bounds."""
    return isinstance(value, dict) and {"min", "best", "max"} <= value.keys()


def _tally(view: View) -> Iterator[Line]:
    for name, value in view.items():
        if is_range(value):
            yield name, _toll(value) if "confirmed" in value else between(value)
    if newest := view.get("last_incident"):
        yield "latest", f"{happening(newest, view)}; {newest['id']}"
        heard = f"{many(newest['voices'], 'voice')}, {many(newest['outlets'], 'outlet')}"
        yield "", f"{heard}; first {_first(newest)}"
    if implied := view.get("implied"):
        yield "missing", _missing(implied, view)
    if made := view.get("corrected"):
        toll = f"{made['before']:,} to {made['value']:,} {_toll_name(view)}"
        yield "corrected", f"{toll}, {_teller(made)}, {reported(made['at'])}"
    yield from _disputed(view)
    yield from _waiting(view)


def bounded(view: View) -> Iterator[Line]:
    """By when things had happened, what was left out, and what the floor says."""
    told = view.get("occurred_by")
    if told is None:
        return
    until = day(told["day"])
    if view.get("kind") != "tally":
        yield "up to", f"{until}; {many(told['later'], 'claim')} of later days left out"
        return
    maybe = f", {many(len(told['maybe']), 'more')} may have been" if told["maybe"] else ""
    later = many(told["later"], "incident")
    yield "up to", f"{until}: what had ended or been reported by then{maybe}; {later} left out"
    yield "", "numbers are those known now, with who is presumed dead since"
    yield "", f"floor: reported totals that count up to {until}"


def _missing(implied: View, view: View) -> str:
    """`4 killed, 1 strikes, between 28 Oct 2025 and 2 Nov 2025`: what totals know beyond the incidents."""
    sizes = [(name, n) for name, n in implied.items() if isinstance(n, int)]
    told = ", ".join(f"{n:,} {name}" if n else f"no further {name}" for name, n in sizes)
    first = day(implied["from"]) if implied["from"] else "the beginning"
    return f"{told}, between {first} and {day(implied['to'])}"


def _disputed(view: View) -> Iterator[Line]:
    """Incidents of which outlets give different numbers."""
    for one in view.get("incidents", ()):
        if one["status"] == "counted" and one.get("dissent"):
            where = ", ".join(part for part in (span(one["occurred"]), one.get("place")) if part)
            told = (
                f"{between(one[name])} {name}, but {_others(dissent)}"
                for name, dissent in one["dissent"].items()
            )
            yield "disputed", f"{where}: {'; '.join(told)}"


def _others(dissent: Iterable[View]) -> str:
    """`16 by 2 voices`."""
    return " and ".join(f"{each['value']:,} by {many(each['voices'], 'voice')}" for each in dissent)


def _waiting(view: View) -> Iterator[Line]:
    """What has been told and is not counted yet."""
    if alone := view.get("claimed"):
        told = f"{alone['value']:,} {_toll_name(view)}, {_teller(alone)}, {reported(alone['at'])}"
        yield "claimed", f"{told}; {many(alone['voices'], 'voice')}, not counted"
    for each in view.get("doubted", ()):
        told = f"{each['number']:,} presumed dead, {_teller(each)}, {reported(each['at'])}"
        yield "claimed", f"{told}; not borne out, not counted"
    for one in view.get("incidents", ()):
        if one["status"] != "counted":
            yield "not counted", f"{happening(one, view)}: {one['reason']}"


def _toll(value: View) -> str:
    """`82 confirmed + 1 presumed dead = 83; floor 83, gap 0`."""
    total = between(value)
    if value["presumed_dead"]:
        total = f"{value['confirmed']} confirmed + {value['presumed_dead']} presumed dead = {total}"
    if not value["floor"]:
        return f"{total}; no total is borne out"
    if value["gap"] < 0:  # the totals are older than the newest incidents
        return f"{total}; floor {value['floor']}"
    return f"{total}; floor {value['floor']}, gap {value['gap']}"


def between(value: View) -> str:
    """One number, or the best one with its range."""
    if value["min"] == value["max"]:
        return f"{value['best']:,}"
    return f"{value['best']:,} ({value['min']:,} to {value['max']:,})"


def happening(one: View, view: View) -> str:
    """`15 Nov 2025, pacific: 3 killed, 1 survivors`: an incident by the measures of its tally."""
    where = ", ".join(part for part in (span(one["occurred"]), one.get("place")) if part)
    told = (f"{between(one[name])} {name}" for name in _telling(one, view))
    counts = ", ".join(told)
    return f"{where}: {counts}" if counts else where


def _telling(one: View, view: View) -> Iterator[str]:
    """Measures that say something: "1 strikes, 1 vessels", which stand before the toll, do not."""
    usual = 1
    for name, value in view.items():
        if is_range(value):
            usual = 0 if "confirmed" in value else usual
            if is_range(one.get(name)) and one[name]["max"] > usual:
                yield name


def _teller(told: View) -> str:
    """Who said it, and on which site: `New York Times (in example.org)`."""
    speaker = told.get("speaker")
    return f"{speaker} (in {told['site']})" if speaker else str(told["site"])


def _first(one: View) -> str:
    first = one["first_reported"]
    return f"{first['site']}, {reported(first['at'])}"


def _tally_brief(view: View) -> str:
    counts = [f"{between(v)} {plain(name)}" for name, v in view.items() if is_range(v)]
    gaps = [v["gap"] for v in view.values() if is_range(v) and v.get("floor") and v["gap"] > 0]
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


# --- what claims tell of ------------------------------------------------------------------------


def _happenings(view: View) -> Iterator[Heading]:
    for one in view.get("incidents", ()):
        yield f"{happening(one, view)} ({one['id']})", (*one["claims"], *one.get("mentions", ()))


def _steps(view: View) -> Iterator[Heading]:
    for one in view.get("episodes", ()):
        for step in one.get("steps", ()):
            current = one.get("occurred") and one["stage"] == step["stage"]
            when = f", {span(one['occurred'])}" if current else ""
            yield f"{one['kind']}: {plain(step['stage'])}{when}", step["claims"]


def _spoken(view: View) -> Iterator[Heading]:
    for one in view.get("statements", ()):
        yield statement(one), one["claims"]


def _unnamed(view: View) -> Iterator[Heading]:
    """Of a number nothing can be told but the number."""
    return iter(())


# --- figures within figures -----------------------------------------------------------------------


def _toll_name(view: View) -> str:
    return next((name for name, v in view.items() if is_range(v) and "confirmed" in v), "")


def _stages(view: View) -> Mapping[str, Any]:
    """ "call.stage", "meeting.venue"."""
    episodes = view.get("episodes", ())
    return {f"{one['kind']}.{name}": value for one in episodes for name, value in one.items()}


def _none(view: View) -> Mapping[str, Any]:
    return {}


# --- the table --------------------------------------------------------------------------------


class Drawing(NamedTuple):
    """How the answers of a kind are shown."""

    lines: Callable[[View], Iterator[Line]]
    brief: Callable[[View], str]
    """In a sentence."""
    headings: Callable[[View], Iterator[Heading]]
    leading: Callable[[View], str]
    """The figure that a person asks about first; empty when there is none."""
    parts: Callable[[View], Mapping[str, Any]] = _none
    """Figures that are parts of others, by the name under which one asks why."""


DRAWINGS: Mapping[str, Drawing] = {
    "tally": Drawing(_tally, _tally_brief, _happenings, _toll_name),
    "status": Drawing(_status, _status_brief, _steps, lambda view: "stage", _stages),
    "quantity": Drawing(_quantity, _quantity_brief, _unnamed, lambda view: "value"),
    "statements": Drawing(_statements, _statements_brief, _spoken, lambda view: ""),
}
"""By the kind that an answer names."""
