"""A tracker kind of somebody else's package: how loudly a number is told. It has no drawing anywhere.

Its answer has names that the kinds of the program have, too, and means something else by them.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from monitor.projections import NOBODY, Change, Kind, Standing, View
from monitor.projections.grounds import as_told
from monitor.reports import QuantityReported
from monitor.topics import Tracker

NAME = f"{__name__}:KIND"


class NoOptions(Struct):
    """Nothing to choose."""


def _view(tracker: Tracker, standing: Standing) -> View:
    loud = [claim for claim in standing.claims if isinstance(claim, QuantityReported)]
    return {
        "tracker": tracker.id,
        "kind": "loudness",
        "loudest": max((claim.value.min for claim in loud), default=None),
        "claims": [claim.id for claim in loud],
        "incidents": len(loud),
        "episodes": ["loud"],
        "statements": None,
        "because": {"loudest": [claim.id for claim in loud], "first_told": []},
        "set_aside": [],
    }


def _changes(
    tracker: Tracker, before: View | None, after: View, /, taken_back: frozenset[str] = NOBODY
) -> list[Change]:
    return []


def _rows(tracker: Tracker, view: View) -> dict[str, list[dict[str, Any]]]:
    return {}


def _lines(tracker: Tracker, view: View) -> list[tuple[str, str, str]]:
    if view["loudest"] is None:
        return []
    return [
        ("loudest", f"{view['loudest']} dB", f"told {view['incidents']} times"),
        ("calm", "no", ""),
    ]


KIND = Kind(
    name="loudness",
    version=1,
    reader="quantities",
    options=NoOptions,
    view=_view,
    changes=_changes,
    grounds=as_told(_changes),
    rows=_rows,
    lines=_lines,
)
