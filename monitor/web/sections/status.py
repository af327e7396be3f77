"""A status on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from monitor.projections import Kind
from monitor.registry import resolve
from monitor.topics import Tracker
from monitor.views.reading import Row
from monitor.web.markup import Child, Markup, element
from monitor.web.sections.shown import Shown, evidence, witnesses
from monitor.web.wording import listed, time
from monitor.wording import day, many, plain, span


def draw(shown: Shown) -> list[Child]:
    """Each episode on its ladder, the main one first; then the parties."""
    kind: Kind = resolve("projections", shown.tracker.kind)
    ladder = ["none", *_stages(shown.tracker, kind)]
    main = shown.answer["main"]
    episodes = sorted(shown.answer["episodes"], key=lambda one: one["kind"] != main)
    alone = len(episodes) == 1
    return [
        [_episode(shown, one, ladder, alone=alone) for one in episodes],
        _positions(shown.answer["positions"]),
    ]


def _stages(tracker: Tracker, kind: Kind) -> list[str]:
    """The ladder: the topic's own, else the kind's; without "none"."""
    default = getattr(kind.options(), "stages", ())
    return [stage for stage in tracker.options.get("stages", default) if stage != "none"]


def _episode(shown: Shown, one: Mapping[str, Any], ladder: list[str], *, alone: bool) -> Markup:
    steps = ladder if one["stage"] in ladder else [*ladder, one["stage"]]
    at = steps.index(one["stage"])
    return element(
        "div",
        None if alone else element("h3", plain(one["kind"])),
        element(
            "ol", [_step(name, n, at, ladder) for n, name in enumerate(steps)], class_="ladder"
        ),
        _standing(one),
        evidence(shown, f"{one['kind']}.stage", plain(one["stage"])),
        _history(shown, one),
        class_="episode",
    )


def _step(name: str, n: int, at: int, ladder: list[str]) -> Markup | None:
    if name == "none" and at != n:
        return None
    state = "past" if n < at else "now" if n == at else "ahead"
    if n == at and name not in ladder:
        state = "now undone"
    current = "step" if n == at else None
    text = "nothing reported" if name == "none" else plain(name)
    return element("li", text, class_=state, aria_current=current)


def _standing(one: Mapping[str, Any]) -> Markup | None:
    first = one["first_reported"]
    if not first:
        return None
    by = f"first reported by {first['site']}" + (
        f" ({first['speaker']})" if first["speaker"] else ""
    )
    claimed = one["claimed"]
    more = listed(
        f"took place {span(one['occurred'])}" if one["occurred"] else "",
        f"set for {span(one['date'])}" if one["date"] else "",
        f"place: {plain(one['venue'])}" if one["venue"] else "",
        f"with {', '.join(one['participants'])}" if one["participants"] else "",
        f"{claimed['site']} alone says {plain(claimed['stage'])}" if claimed else "",
    )
    known = listed(f"since {day(one['since'])}", by, witnesses(one))
    return element("p", element("strong", more), " " if more else "", known, class_="standing")


def _history(shown: Shown, one: Mapping[str, Any]) -> Markup | None:
    """Each step when it was first told."""
    steps = one["steps"]
    if len(steps) < 2:  # noqa: PLR2004  # the only one has just been told
        return None
    rows = [
        element(
            "li",
            time(step["at"]),
            " ",
            element("b", plain(step["stage"])),
            " ",
            element("span", listed(step["speaker"], step["site"], many(step["voices"], "voice"))),
        )
        for step in sorted(steps, key=lambda step: str(step["at"]), reverse=True)
    ]
    return element(
        "details",
        element("summary", "Step by step ", element("small", "first told, newest first")),
        element("ul", rows, class_="steps"),
        class_="all",
    )


def _positions(found: Mapping[str, Any]) -> Markup | None:
    if not found:
        return None
    parties = [
        [
            element("dt", party),
            element(
                "dd",
                f"{plain(held['episode'])} {plain(held['stage'])}",
                " ",
                element("span", listed(held["site"], day(held["at"])), class_="note"),
            ),
        ]
        for party, held in found.items()
    ]
    return element("div", element("h3", "Last heard from"), element("dl", parties))


def headline(shown: Shown) -> tuple[str, str]:
    """ "meeting discussed, call held"."""
    main = shown.answer["main"]
    episodes = sorted(shown.answer["episodes"], key=lambda one: one["kind"] != main)
    named = len(episodes) > 1
    parts = [
        f"{plain(one['kind'])} {plain(one['stage'])}" if named else plain(one["stage"])
        for one in episodes
        if one["stage"] != "none"
    ]
    return ", ".join(parts) or "nothing reported", ""


def telling(answer: Row, field: str) -> Iterator[str]:
    """Who said it first, then one claim of each further voice."""
    for episode in answer["episodes"]:
        if field == f"{episode['kind']}.stage" and episode["first_reported"]:
            yield episode["first_reported"]["claim"]
            yield from (each["claim"] for each in episode["confirmed_by"])


def title(answer: Row, field: str) -> str:
    """ "call: held"."""
    for one in answer["episodes"]:
        if field == f"{one['kind']}.stage":
            return f"{plain(one['kind'])}: {plain(one['stage'])}"
    return plain(field)


def stages(answer: Row) -> Mapping[str, str]:
    """The stage of each episode."""
    return {one["kind"]: one["stage"] for one in answer["episodes"]}
