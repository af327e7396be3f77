"""What the laws of reconciliation have in common: how often they are tried, and what of a view they look at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hypothesis import Phase, settings

from monitor.events import AnyEvent
from monitor.projections import View
from monitor.reports import IncidentAdjusted, IncidentReported, TotalReported
from monitor.values import Assertion
from tests.projections.projection_claims import (
    at,
)

CLAIMS = (IncidentReported, TotalReported, IncidentAdjusted)
NOT_ASSERTED: tuple[Assertion, ...] = ("planned", "conditional", "negated", "denied", "background")
FIGURES = ("strikes", "vessels", "killed", "survivors")

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
law = settings(max_examples=30, deadline=None, phases=PHASES)
few = settings(law, max_examples=8)
"""For laws that look at the archive again and again."""

COVERAGE = {"outlets", "claims", "mentions", "because", "set_aside", "reported"}
"""Keys of a view that say who reported, not what is so."""


def figures(value: Any) -> Any:
    """A view without its coverage."""
    if isinstance(value, dict):
        return {key: figures(each) for key, each in value.items() if key not in COVERAGE}
    return [figures(each) for each in value] if isinstance(value, list) else value


def counted(view: View) -> list[dict[str, Any]]:
    return [one for one in view["incidents"] if one["status"] == "counted"]


def told(events: Iterable[AnyEvent]) -> list[Any]:
    """The claims among events."""
    return [event for event in events if isinstance(event, CLAIMS)]


def days(events: Iterable[AnyEvent]) -> list[datetime]:
    """The end of each day on which something was reported."""
    found = {event.reported.date() for event in told(events)}
    return [
        datetime.combine(day, datetime.max.time(), at(0).tzinfo).replace(microsecond=0)
        for day in sorted(found)
    ]
