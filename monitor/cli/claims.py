"""Claims as programs and people read them, straight from a reading (not from the tables)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    StatusReported,
    TotalReported,
)
from monitor.text import printable
from monitor.values import Count, Window

MEASURES = ("killed", "survivors", "vessels", "strikes")
"""Measures that the JSON of a tally always names, null when not said."""


def outward(claim: AnyClaim) -> dict[str, Any]:
    """A claim as others rely on it."""
    found: dict[str, Any] = {
        "kind": claim.word,
        "tracker": claim.tracker,
        "assertion": claim.assertion,
        "id": claim.id,
    }
    found |= _payload(claim)
    found |= {
        "quote": claim.quote.text,
        "field": claim.quote.field,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "rule": claim.rule,
        "attribution": msgspec.to_builtins(claim.attribution),
        "wire": claim.wire,
    }
    return found


def _payload(claim: AnyClaim) -> dict[str, Any]:
    if isinstance(claim, IncidentReported):
        return {
            "occurred": window(claim.occurred),
            "place": claim.place,
            "ordinal": claim.ordinal,
            "counts": counts(claim.counts),
            "aggregate": claim.aggregate,
            "another": claim.another,
        }
    if isinstance(claim, TotalReported):
        return {
            "counts": counts(claim.counts),
            "as_of": day(claim.as_of),
            "since": day(claim.since),
            "prior": claim.prior,
            "presumed": claim.presumed,
            "scope": claim.scope,
        }
    if isinstance(claim, IncidentAdjusted):
        return {
            "occurred": window(claim.occurred),
            "counts": {name: count(c) for name, c in claim.counts.items()},
        }
    if isinstance(claim, StatusReported):
        return {
            "episode": claim.episode,
            "stage": claim.stage,
            "parties": list(claim.parties),
            "party": claim.party,
            "venue": claim.venue,
            "date": window(claim.date),
            "occurred": window(claim.occurred),
            "participants": list(claim.participants),
        }
    if isinstance(claim, QuantityReported):
        return {"value": count(claim.value), "unit": claim.unit, "prospective": claim.prospective}
    return {"speaker": claim.speaker, "act": claim.act, "about": claim.about, "to": claim.to}


def counts(said: dict[str, Count]) -> dict[str, Any]:
    """Every usual measure, null when not said, and whatever else the tracker counts."""
    names = dict.fromkeys((*MEASURES, *sorted(said)))
    return {name: count(said[name]) if name in said else None for name in names}


def count(value: Count) -> dict[str, Any]:
    """The interval."""
    return {"min": value.min, "max": value.max}


def window(value: Window | None) -> dict[str, Any] | None:
    """The days, and where they come from."""
    if value is None:
        return None
    return {"from": value.from_.isoformat(), "to": value.to.isoformat(), "basis": value.basis}


def day(value: date | datetime | None) -> str | None:
    """An ISO day or null."""
    return value.isoformat() if value else None


def shown(claim: AnyClaim, indent: str = "    ") -> Iterator[str]:
    """What a claim says, and its quote below."""
    yield f"{indent}{headline(claim)}"
    yield f'{indent}    "{printable(claim.quote.text)}"'


def headline(claim: AnyClaim) -> str:
    """`total (strikes, asserted): killed 83 or more`: its kind, how it is meant, what it says."""
    by = ", by the model" if claim.by_model else ""
    return f"{claim.word} ({claim.tracker}, {claim.assertion}{by}): {sentence(claim)}"


def sentence(claim: AnyClaim) -> str:
    """What a claim says, in a line."""
    payload = _payload(claim)
    said = {key: value for key, value in payload.items() if key != "counts"}
    said |= payload.get("counts", {})
    return printable(", ".join(f"{key} {_words(value)}" for key, value in said.items() if value))


def _words(value: Any) -> str:
    """A value of the JSON for a person: an interval, a window, names."""
    if isinstance(value, dict) and "min" in value:
        low, high = value["min"], value["max"]
        return f"{low} or more" if high is None else f"{low}" if low == high else f"{low} to {high}"
    if isinstance(value, dict):
        first, last = value["from"], value["to"]
        return first if first == last else f"{first} to {last}"
    if isinstance(value, list):
        return " and ".join(value)
    return "yes" if value is True else str(value)
