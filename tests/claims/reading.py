"""How the tests of readers read: one text, the shipped topic, claims out."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

from monitor.claims import Readers
from monitor.config import load
from monitor.entries import Story
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    StatusReported,
    TotalReported,
)
from monitor.topics import Topic
from monitor.values import Count, Window

CONFIG = Path(__file__).parents[2] / "config"
CORPUS = CONFIG.parent / "tests" / "corpus"
Sums = tuple[int, int | None]
"""Bounds of a number."""


@cache
def topic(name: str = "us-venezuela") -> Topic:
    """A topic that comes with the program."""
    return load(CONFIG, CONFIG.parent / "state").topic(name)


@cache
def casualties() -> Readers:
    """The readers of whatever kills, of the casualty sets."""
    return Readers(load(CORPUS).topic("casualties"))


@cache
def readers(name: str = "us-venezuela") -> Readers:
    """Its readers, made once."""
    return Readers(topic(name))


def read(
    text: str, day: str = "2025-11-28", *, title: str = "", lang: str = "en"
) -> list[AnyClaim]:
    """The claims of a text published on a day."""
    return readers().read(story(text, day, title=title, lang=lang))


def story(text: str, day: str, *, title: str = "", lang: str = "en") -> Story:
    """A text published on a day."""
    published = date.fromisoformat(day)
    at = datetime.combine(published, time(12), UTC)
    return Story(
        id="s",
        lineage="s",
        url="https://example.org/a",
        site="example.org",
        title=title,
        text=text,
        lang=lang,
        published=at,
        day=published,
        day_only=True,
        seen=at,
    )


def any_dead(text: str, day: str = "2025-11-28") -> list[Count]:
    """The dead of the happenings that a text of any kind tells as news."""
    claims = incidents(casualties().read(story(text, day)))
    return [claim.counts["killed"] for claim in claims if "killed" in claim.counts]


def incidents(claims: list[AnyClaim]) -> list[IncidentReported]:
    """The happenings that are told as news."""
    return [
        c
        for c in claims
        if isinstance(c, IncidentReported) and c.assertion in {"asserted", "correction"}
    ]


def totals(claims: list[AnyClaim]) -> dict[str, tuple[int, int | None]]:
    """The running totals of the whole, by measure: the first that is said."""
    found: dict[str, tuple[int, int | None]] = {}
    for claim in claims:
        if isinstance(claim, TotalReported) and claim.scope is None:
            for name, count in claim.counts.items():
                found.setdefault(name, (count.min, count.max))
    return found


def stages(claims: list[AnyClaim], tracker: str, episode: str | None = None) -> list[str]:
    """The stages told of a tracker's episode, in order of the text."""
    return [
        c.stage
        for c in claims
        if isinstance(c, StatusReported)
        and c.tracker == tracker
        and c.episode == (episode or c.episode)
    ]


def window(claim: AnyClaim) -> Window:
    """The days in which what a claim tells took place; a claim without them fails."""
    assert isinstance(claim, IncidentReported | IncidentAdjusted | StatusReported)
    assert claim.occurred is not None
    return claim.occurred
