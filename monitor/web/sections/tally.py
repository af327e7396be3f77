"""A tally on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from monitor.views.reading import Row
from monitor.web import chart
from monitor.web.dossier import CANDIDATES
from monitor.web.markup import Child, Markup, element, joined
from monitor.web.quoting import quotations
from monitor.web.sections.shown import Shown, drawn, evidence, witnesses
from monitor.web.wording import bounds, listed, number
from monitor.wording import day, many, plain, span


def measures(answer: Mapping[str, Any]) -> list[str]:
    """The measures of a tally in the order of the answer."""
    return [name for name, value in answer.items() if isinstance(value, dict) and "best" in value]


def toll(answer: Mapping[str, Any]) -> str:
    """The measure that is reconciled with reported totals; every tally has one."""
    return next(name for name in measures(answer) if "floor" in answer[name])


def draw(shown: Shown) -> list[Child]:
    """The figures, whether they agree, the course, the last incident, the quotes, all incidents."""
    answer, dead = shown.answer, toll(shown.answer)
    names = sorted(measures(answer), key=lambda name: name != dead)
    return [
        element("div", [_figure(shown, name) for name in names], class_="figures"),
        _agreement(answer, dead),
        _alone(answer, dead),
        _course(shown, dead),
        _last_incident(shown),
        element("h3", "Who says so"),
        [evidence(shown, name, f"{number(answer[name]['best'])} {plain(name)}") for name in names],
        _incidents(shown, names),
    ]


def _figure(shown: Shown, name: str) -> Markup:
    value = shown.answer[name]
    presumed = value.get("presumed_dead")
    parts = f"{number(value['confirmed'])} confirmed, {presumed} presumed dead" if presumed else ""
    return element(
        "p",
        element("a", number(value["best"]), href=shown.path(name), class_="number"),
        element("span", plain(name), class_="label"),
        element("span", listed(bounds(value), parts), class_="note"),
        class_="figure toll" if "floor" in value else "figure",
    )


def _agreement(answer: Mapping[str, Any], dead: str) -> Markup:
    """Whether the incidents and the reported totals say the same."""
    floor, gap, implied = answer[dead]["floor"], answer[dead]["gap"], answer["implied"]
    if gap > 0:
        text = f"Reported totals reach {number(floor)}: {number(gap)} {plain(dead)} more than the"
        text += " incidents below account for."
        text += f" What is missing lies {_within(implied)}." if implied else ""
        return element("p", element("strong", "Gap. "), text, class_="gap")
    if not floor:
        return element("p", "No reported total has been borne out yet.", class_="agreed")
    more = f", {number(-gap)} fewer than the incidents" if gap < 0 else ", and the incidents agree"
    text = f"Reported totals say at least {number(floor)} {plain(dead)}{more}."
    return element("p", text, class_="agreed")


def _alone(answer: Mapping[str, Any], dead: str) -> Markup | None:
    """A higher total that waits for further voices."""
    claimed = answer["claimed"]
    if not claimed:
        return None
    others = claimed["voices"] - 1
    who = f"{claimed['site']} and {others} more say" if others else f"{claimed['site']} alone says"
    text = f"{who} {number(claimed['value'])} {plain(dead)}: not counted yet."
    return element("p", text, class_="agreed")


def _within(days: Mapping[str, Any]) -> str:
    """The days in which something must lie; the first is not known before any total."""
    return f"in {span(days)}" if days["from"] else f"no later than {day(days['to'])}"


def _course(shown: Shown, dead: str) -> Markup | None:
    points = chart.running(shown.rows("incidents"), dead, added="presumed_dead")
    dots = chart.reported(shown.rows("totals"), dead)
    legend = f"{plain(dead)}, running sum of the incidents; circles: totals as they were reported"
    return drawn(points, dots, shown.until, f"{shown.tracker.title}: {legend}", legend)


def _last_incident(shown: Shown) -> Markup | None:
    one = shown.answer.get("last_incident")
    if not one:
        return None
    return element(
        "div",
        element("h3", "Last incident"),
        element(
            "p",
            element("a", _told(one, shown.answer), href=shown.path(one["id"])),
            element("span", witnesses(one), class_="note"),
            class_="incident",
        ),
        quotations(shown.dossier.quoted(one["claims"], most=2), measure=toll(shown.answer)),
    )


def _told(one: Mapping[str, Any], answer: Mapping[str, Any]) -> str:
    """ "15 Nov 2025, pacific: 3 killed, 3 survivors"; that it is one happening is not said."""
    names, dead = measures(answer), toll(answer)
    single = {name for name in names[: names.index(dead)] if (one.get(name) or {}).get("best") == 1}
    told = [name for name in sorted(names, key=lambda name: name != dead) if name not in single]
    what = [f"{number(one[name]['best'])} {plain(name)}" for name in told if one.get(name)]
    where = ", ".join(filter(None, (span(one["occurred"]) or "day unknown", one["place"])))
    return f"{where}: {', '.join(what) or 'no numbers'}"


def _incidents(shown: Shown, names: list[str]) -> Markup | None:
    """All incidents, newest first; those that are not counted say why."""
    found = list(reversed(shown.answer.get("incidents", ())))
    if len(found) < 2:  # noqa: PLR2004  # the only one has just been told
        return None
    counted = sum(one["status"] == "counted" for one in found)
    others = f", {many(len(found) - counted, 'other')} unconfirmed" if counted < len(found) else ""
    heads = ("day", *map(plain, names), "voices")
    rows = [_incident(shown, one, names) for one in found]
    return element(
        "details",
        element("summary", f"All {many(counted, 'incident')}{others}"),
        element(
            "table",
            element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
            element("tbody", rows),
        ),
        class_="all",
    )


def _incident(shown: Shown, one: Mapping[str, Any], names: list[str]) -> Markup:
    """A row; below one that is not counted, why not."""
    sure = one["status"] == "counted"
    when = element("a", span(one["occurred"]) or "unknown", href=shown.path(one["id"]))
    cells = [
        element("td", when, " ", element("small", one["place"]) if one["place"] else None),
        *(element("td", _cell(one.get(name)), class_="n") for name in names),
        element("td", number(one["voices"]), class_="n"),
    ]
    row = element("tr", cells, class_=None if sure else "doubtful")
    reason = element("td", one["reason"] or "", colspan=len(cells))
    return row if sure else joined(row, element("tr", reason, class_="doubtful why"))


def _cell(value: Mapping[str, Any] | None) -> Child:
    if value is None:
        return number(None)
    if value["min"] == value["max"]:
        return number(value["best"])
    return [number(value["best"]), element("small", bounds(value))]


def headline(shown: Shown) -> tuple[str, str]:
    """ "83 killed, 21 strikes", and what each week has added."""
    answer, dead = shown.answer, toll(shown.answer)
    names = sorted(measures(answer), key=lambda name: name != dead)[:2]
    points = chart.running(shown.rows("incidents"), dead, added="presumed_dead")
    course = chart.spark(chart.weekly(points, shown.until)) if len(points) > 1 else ""
    return ", ".join(f"{number(answer[name]['best'])} {plain(name)}" for name in names), course


def telling(answer: Row, field: str) -> Iterator[str]:
    """The newest reported totals of a measure that were borne out, the one that stands first."""
    borne_out = [
        line
        for line in answer["reported"]
        if line["measure"] == field and line["verdict"] == "supported"
    ]
    best = answer.get(field, {}).get("best")
    borne_out.sort(key=lambda line: (line["value"] == best, line["day"] or ""), reverse=True)
    for line in borne_out:
        yield from line["claims"]


def quoted(answer: Row) -> Iterable[str]:
    """Those of the last incident."""
    one = answer["last_incident"]
    return one["claims"][:CANDIDATES] if one else ()


def parts(answer: Row) -> Mapping[str, list[str]]:
    """The claims of each incident."""
    return {one["id"]: one["claims"] for one in answer["incidents"]}


def title(answer: Row, field: str) -> str:
    """ "83 killed"; an incident by its name."""
    if field in parts(answer):
        return field
    return (
        f"{number(answer[field]['best'])} {plain(field)}"
        if field in measures(answer)
        else plain(field)
    )


def figures(answer: Row) -> Mapping[str, Mapping[str, Any]]:
    """The measures."""
    return {name: answer[name] for name in measures(answer)}
