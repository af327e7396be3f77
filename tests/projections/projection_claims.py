"""Claims and events as the tests tell them: short, with quotes that bear their numbers out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from monitor import registry
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted, StoryCopied, StoryRevised
from monitor.projections import Kind, Standing, View
from monitor.projections.ledger import Ledger, apply, standing
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.topics import Tracker
from monitor.values import Attribution, Basis, Count, Quote, Window

DAY = date(2031, 3, 1)
"""Day 0 of the made-up stories."""

BOATS = {
    "event": "strikes",
    "object": "vessels",
    "dead": "killed",
    "presumed": "presumed_dead",
    "others": ["survivors"],
    "prefix": "TEST",
}
TALLY = Tracker(id="t", kind="tally", title="Strikes", reader="incidents", options=BOATS)
DISASTER = Tracker(
    id="t",
    kind="tally",
    title="Flood",
    reader="incidents",
    options={"single": True, "dead": "killed", "others": ["missing", "injured"]},
)

Number = int | tuple[int, int | None] | Count


def day(n: int) -> date:
    """Day n of the story."""
    return DAY + timedelta(n)


def at(n: int, hour: int = 12) -> datetime:
    """A time on day n."""
    return datetime.combine(day(n), datetime.min.time(), UTC) + timedelta(hours=hour)


def count(number: Number) -> Count:
    """3 is exact, (3, None) at least 3, (2, 4) a range."""
    if isinstance(number, Count):
        return number
    low, high = (number, number) if isinstance(number, int) else number
    return Count(low, high, (str(low),))


def dozens(low: int = 24) -> Count:
    """A vague count."""
    return Count(low, None, ("dozens",), vague=True)


def on(first: int, last: int | None = None, basis: Basis = "explicit") -> Window:
    """Day `first`, or the days from `first` to `last`."""
    return Window(day(first), day(first if last is None else last), basis)


def source(n: int, who: str, *, hour: int = 12, **more: Any) -> dict[str, Any]:
    """What every claim has, told by the outlet `who` on day n."""
    story = more.pop("story", f"{who}-{n}-{hour}")
    given: dict[str, Any] = {
        "tracker": "t",
        "story": story,
        "lineage": story,
        "url": f"https://{who}.example/{story}",
        "site": f"{who}.example",
        "rule": "test",
        "pack": "en/1",
        "published": at(n, hour),
        "day": day(n),
        "seen": at(n, hour),
    }
    return given | more


def counts_of(numbers: dict[str, Number]) -> tuple[dict[str, Count], Quote]:
    """Counts by measure, and a quote that says them."""
    counts = {name: count(number) for name, number in numbers.items()}
    text = " ".join(word for each in counts.values() for word in each.words) or "no number"
    return counts, Quote("text", 0, len(text), text)


def incident(
    told: int, who: str, killed: Number | None = None, when: Window | int | None = None, **more: Any
) -> IncidentReported:
    """An incident told on day `told`; `when` is a day of the story or a window."""
    measures = ("strikes", "vessels", "survivors")
    numbers: dict[str, Number] = {name: more.pop(name) for name in measures if name in more}
    if killed is not None:
        numbers["killed"] = killed
    counts, quote = counts_of(numbers)
    occurred = on(when) if isinstance(when, int) else when
    how = {key: more.pop(key) for key in ("place", "ordinal", "another") if key in more}
    return IncidentReported(
        **source(told, who, **more), quote=quote, counts=counts, occurred=occurred, **how
    )


def total(told: int, who: str, killed: Number | None = None, **more: Any) -> TotalReported:
    """A running total told on day `told`."""
    measures = ("strikes", "vessels", "missing")
    numbers: dict[str, Number] = {name: more.pop(name) for name in measures if name in more}
    if killed is not None:
        numbers["killed"] = killed
    counts, quote = counts_of(numbers)
    how = {key: more.pop(key) for key in ("prior", "presumed", "scope", "as_of") if key in more}
    return TotalReported(**source(told, who, **more), quote=quote, counts=counts, **how)


def adjusted(
    told: int, who: str, when: Window | int | None = None, **more: Any
) -> IncidentAdjusted:
    """One survivor is presumed dead."""
    counts, quote = counts_of({"presumed_dead": more.pop("dead", 1)})
    occurred = on(when) if isinstance(when, int) else when
    return IncidentAdjusted(
        **source(told, who, **more), quote=quote, counts=counts, occurred=occurred
    )


def status(
    told: int, who: str, stage: str, episode: str = "meeting", **more: Any
) -> StatusReported:
    """A step told on day `told`."""
    keys = ("party", "venue", "date", "occurred", "participants")
    how = {key: more.pop(key) for key in keys if key in more}
    speaker = more.pop("speaker", None)
    return StatusReported(
        **source(told, who, **more),
        quote=Quote("text", 0, len(stage), stage),
        attribution=Attribution(speaker),
        episode=episode,
        stage=stage,
        **how,
    )


def quantity(told: int, who: str, value: Number, **more: Any) -> QuantityReported:
    """A number told on day `told`."""
    counts, quote = counts_of({"value": value})
    how = {"unit": more.pop("unit", "troops"), "prospective": more.pop("prospective", False)}
    return QuantityReported(**source(told, who, **more), quote=quote, value=counts["value"], **how)


def statement(
    told: int, who: str, speaker: str, act: str, about: str = "", **more: Any
) -> StatementReported:
    """A statement told on day `told`."""
    return StatementReported(
        **source(told, who, **more),
        quote=Quote("text", 0, 4, "said"),
        speaker=speaker,
        act=act,
        about=about,
    )


def copied(told: int, who: str, of: str, *joins: str) -> StoryCopied:
    """The story `who` is a copy of `of` and shares its lineage, or several."""
    return StoryCopied(
        story=who,
        source="feed",
        url=f"https://{who}.example/",
        site=f"{who}.example",
        title="",
        text="",
        lang="en",
        published=at(told),
        day=day(told),
        seen=at(told),
        of=of,
        joins=joins,
    )


def revised(told: int, story: str, reading: int, *, material: bool = True) -> StoryRevised:
    """The text of a story was replaced."""
    return StoryRevised(
        story=story,
        url="https://a.example/",
        title="",
        text=f"{reading}",
        material=material,
        reading=reading,
        published=None,
        seen=at(told),
    )


def retracted(told: int, claim: AnyClaim, why: str = "wrong") -> ClaimRetracted:
    """An analyst takes a claim out."""
    return ClaimRetracted(claim=claim.id, who="ann", why=why, at=at(told))


def corrected(told: int, claim: AnyClaim, **numbers: int) -> ClaimCorrected:
    """An analyst gives a claim other counts."""
    counts = {name: Count(number, number) for name, number in numbers.items()}
    return ClaimCorrected(claim=claim.id, counts=counts, who="ann", why="misread", at=at(told))


def stands(events: Iterable[AnyEvent], as_of: datetime | None = None) -> Standing:
    """What stands of tracker "t" after these events."""
    return standing(apply(Ledger(), events), "t", as_of)


def shown(tracker: Tracker, *events: AnyEvent, as_of: datetime | None = None) -> View:
    """The view of a tracker after these events."""
    kind: Kind = registry.resolve("projections", tracker.kind)
    return kind.view(tracker, stands(events, as_of))


def tallied(*events: AnyEvent, as_of: datetime | None = None) -> View:
    """The view of the tally of strikes."""
    return shown(TALLY, *events, as_of=as_of)


def encoded(view: View) -> bytes:
    """A view as it is written: key order counts."""
    return msgspec.json.encode(view)


def best(view: View, *names: str) -> tuple[int, ...]:
    """The best figures of some measures."""
    return tuple(view[name]["best"] for name in names)
