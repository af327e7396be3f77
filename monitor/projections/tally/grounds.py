"""The grounds of what was news of a tally once."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.projections import View, options
from monitor.projections.grounds import all_of, as_told
from monitor.projections.tally.changing import (
    DISPUTE,
    TOTAL,
    best,
    beyond,
    changes,
    contested,
    measures,
    value_of,
)
from monitor.projections.tally.options import Options
from monitor.topics import Tracker
from monitor.wording import counted

_as_told = as_told(changes, things=frozenset({"incident", "unconfirmed"}))


def grounds(
    tracker: Tracker, view: View, field: str, after: str, because: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The claims behind a development in this view.

    Behind a sum that has moved are those that tell of the same happenings, not of all that it counts.
    """
    chosen = options(tracker, Options)
    if field in measures(chosen):
        same = str(best(view, field)) == after
        return all_of(because, *_same_happenings(view, because)) if same else None
    if field == "floor":
        same = str(view[chosen.dead]["floor"]) == after
        return all_of(because, view["because"].get("floor", ())) if same else None
    if field == TOTAL:
        return _same_total(view, after, because, chosen)
    if field.endswith(DISPUTE):
        return _same_number(view, field.removesuffix(DISPUTE), after, because)
    if field == "claimed":
        made = view["claimed"] or {"value": None}
        same = str(made["value"]) == after
        return (
            all_of(because, [made["claim"]], *_alike(view, made["value"], chosen)) if same else None
        )
    return _as_told(tracker, view, field, after, because)


def _alike(view: View, value: int, chosen: Options) -> Iterator[list[str]]:
    """The claims of such a total that is not borne out."""
    wanted = (chosen.dead, "claimed", value)
    for line in view["reported"]:
        if (line["measure"], line["verdict"], line["value"]) == wanted:
            yield line["claims"]


def _same_total(
    view: View, after: str, because: tuple[str, ...], chosen: Options
) -> tuple[str, ...] | None:
    """The claims of the total in dispute, whatever the incidents come to by now."""
    now, ours = beyond(view), counted(best(view, chosen.dead), chosen.dead)
    if now and after.endswith(f" or {counted(now, chosen.dead)}"):
        return all_of(because, *_alike(view, now, chosen))
    return because if not now and after == ours else None


def _same_happenings(view: View, because: tuple[str, ...]) -> Iterator[list[str]]:
    """The claims of the incidents, of the presumed dead and of the floor that have some of these."""
    for some in (
        *(one["claims"] for one in view["incidents"]),
        view["because"].get("presumed_dead", []),
        view["because"].get("floor", []),
    ):
        if not set(because).isdisjoint(some):
            yield some


def _same_number(
    view: View, name: str, after: str, because: tuple[str, ...]
) -> tuple[str, ...] | None:
    """The claims of the incident that has some of these, while outlets still give these numbers of it."""
    for one in view["incidents"]:
        if not set(because).isdisjoint(one["claims"]):
            told = contested(one, name) or value_of(one, name)
            return all_of(because, one["claims"]) if told == after else None
    return None
