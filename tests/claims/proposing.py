"""How the tests of a model's answers propose: one story, the shipped topic, proposals in, claims out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from monitor.claims.proposals import Judged, judged
from monitor.claims.reading import Context
from monitor.entries import Story
from monitor.reports import AnyClaim
from tests.claims.reading import readers, topic

TRACKERS = tuple(tracker.id for tracker in topic().trackers)
RULE = "model/small@1"
AT = datetime(2025, 11, 28, 12, tzinfo=UTC)


def context(lang: str = "en") -> Context:
    """The shipped topic in a language."""
    found = readers().context(lang)
    assert found is not None
    return found


def told(text: str, title: str = "", lang: str = "en") -> Story:
    """A story of Friday, 28 November 2025."""
    return Story(
        id="s",
        lineage="s",
        url="https://example.org/a",
        site="example.org",
        title=title,
        text=text,
        lang=lang,
        published=AT,
        day=date(2025, 11, 28),
        seen=AT,
    )


def answered(answer: str, story: Story) -> Judged:
    """What comes of an answer as it stands."""
    return judged(answer, story, context(story.lang), TRACKERS, RULE)


def proposed(story: Story, *proposals: Mapping[str, Any]) -> Judged:
    """What comes of an answer that lists these proposals."""
    return answered(json.dumps({"claims": proposals}), story)


def only(found: Judged) -> AnyClaim:
    """The one claim; nothing was rejected."""
    assert found.rejected == {}
    assert len(found.claims) == 1, found
    return found.claims[0]


def incident(quote: str, **fields: Any) -> dict[str, Any]:
    """A proposal of a strike."""
    return {"tracker": "strikes", "kind": "incident", "quote": quote, **fields}


def total(quote: str, **counts: Any) -> dict[str, Any]:
    """A proposal of a running total."""
    return {"tracker": "strikes", "kind": "total", "quote": quote, "counts": counts}


def status(tracker: str, episode: str, stage: str, quote: str, **fields: Any) -> dict[str, Any]:
    """A proposal of a step."""
    named = {"tracker": tracker, "episode": episode, "stage": stage, "quote": quote}
    return {"kind": "status", **named, **fields}


def quantity(quote: str, value: Any, tracker: str = "troops", **fields: Any) -> dict[str, Any]:
    """A proposal of a number."""
    return {"tracker": tracker, "kind": "quantity", "quote": quote, "value": value, **fields}
