"""What is asked of every text: the label and what was read, side by side, one question per kind.

Numbers are right when their lower bounds agree ("at least 14" is 14), and when the label lies within
"about" or "nearly". The happening of a text is its first asserted incident; of totals and quantities
any may be the labelled one; vague totals ("dozens") set no figure and are not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from monitor.reports import (
    AnyClaim,
    IncidentReported,
    QuantityReported,
    StatusReported,
    TotalReported,
)
from monitor.topics import Topic
from monitor.values import Count
from tests.eval.reading import Reading
from tests.eval.texts import CasualtyRow, Gold, Incident, Interval, Row

STANDING = {"asserted", "correction"}
"""The assertions that enter a figure."""
MORE_THAN = 1
""""more than 80" is labelled 80 and read 81.."""
NEAR = 0.11
"""A tenth more or less is the same number of troops: "nearly 10,000"."""
ORDER = (
    "none",
    "no_plans",
    "mooted",
    "offered",
    "denied",
    "postponed",
    "cancelled",
    "discussed",
    "agreed",
    "scheduled",
    "held",
)
"""Stages of a meeting; of several in one text the last of these is its answer."""
NO_CALL = {"denied", "no_plans", "cancelled"}
"""Stages of a call that is neither held nor planned."""
UNNAMED = ("official", "person", "people", "individuals", "sources")
"""Words by which labels name speakers without a name."""
LABEL_OF = {"mooted": "speculated", "no_plans": "none", "lapsed": "none"}
"""Stages that have another name among the labels."""


class Asked(NamedTuple):
    """One question about one text; None is "nothing"."""

    kind: str
    gold: Any
    got: Any
    right: bool


def asked(row: Row, reading: Reading, topic: Topic) -> Iterator[Asked]:
    """All questions about a text; of a language that is not read only whether it is relevant."""
    if isinstance(row, CasualtyRow):
        yield from _casualties(row, reading.claims)
        return
    gold = row.gold
    yield _same("relevance", gold.relevant or None, reading.relevant or None)
    if not gold.relevant:
        yield _silence("silence", reading.claims)
        yield _silence("silence ungated", [*reading.claims, *reading.beyond])
    elif row.lang in topic.langs:
        yield from _tally(gold, reading.claims)
        yield from _stages(gold, reading.claims)
        yield from _quantities(gold, reading.claims)
        yield from _attribution(gold, reading.claims, topic)


def _silence(kind: str, claims: Sequence[AnyClaim]) -> Asked:
    """Nothing is to be read out of a distractor; without the gate the readers stand alone."""
    return Asked(kind, "nothing", None if claims else "nothing", not claims)


def _same(kind: str, gold: Any, got: Any) -> Asked:
    return Asked(kind, gold, got, gold == got)


# --- the tally ----------------------------------------------------------------------------------


def _tally(gold: Gold, claims: Iterable[AnyClaim]) -> Iterator[Asked]:
    told = [c for c in claims if isinstance(c, IncidentReported) and c.assertion in STANDING]
    totals = [c for c in claims if isinstance(c, TotalReported) and c.scope is None]
    yield from _incident(gold.incident, told[0] if told else None)
    for measure in ("killed", "strikes", "vessels"):
        label = getattr(gold.cumulative, measure, None)
        counts = [claim.counts[measure] for claim in totals if measure in claim.counts]
        found = [count for count in counts if not count.vague]
        yield from _total(measure, label, found)
        if measure == "killed" and gold.cumulative is not None and label is not None:
            yield from _bound(gold.cumulative.killed_is_lower_bound, label, found)


def _incident(label: Incident | None, told: IncidentReported | None) -> Iterator[Asked]:
    got = {name: count.min for name, count in told.counts.items()} if told else {}
    label = label or Incident()
    yield _same("killed", label.killed, got.get("killed"))
    yield _same("survivors", label.survivors, got.get("survivors"))
    if label.vessels is not None:  # a text about one boat need not count it
        yield _same("vessels", label.vessels, got.get("vessels"))
    if label.date is not None:
        yield _same("day", label.date, _day(told))
        yield _same("day in window", label.date, label.date if _covers(told, label.date) else None)
    if label.region is not None:
        yield _same("place", label.region.lower(), told.place if told else None)


def _day(told: IncidentReported | None) -> str | None:
    """The day when one is given; several days, or a guess, are none."""
    window = told.occurred if told else None
    if window is None or window.basis == "none" or window.from_ != window.to:
        return None
    return window.from_.isoformat()


def _covers(told: IncidentReported | None, day: str) -> bool:
    """Whether the labelled day lies in the days that are given, one or several."""
    window = told.occurred if told else None
    return window is not None and window.from_.isoformat() <= day <= window.to.isoformat()


def _total(measure: str, label: int | None, found: Sequence[Count]) -> Iterator[Asked]:
    hit = label is not None and any(_is(label, count) for count in found)
    got = label if hit else (found[0].min if found else None)
    yield Asked(f"total {measure}", label, got, got == label)


def _is(label: int, count: Count) -> bool:
    more_than = count.max is None and count.min == label + MORE_THAN
    around = count.max is not None and count.min <= label <= count.max
    return count.min == label or more_than or around


def _bound(lower: bool, label: int, found: Sequence[Count]) -> Iterator[Asked]:
    """Whether a total that was found is told from a bound."""
    hits = [count for count in found if _is(label, count)]
    if hits:
        got = any(count.max is None for count in hits)
        yield _same("bound", "open" if lower else "exact", "open" if got else "exact")


# --- statuses -----------------------------------------------------------------------------------


def _stages(gold: Gold, claims: Iterable[AnyClaim]) -> Iterator[Asked]:
    told = [claim for claim in claims if isinstance(claim, StatusReported)]
    contacts = [claim for claim in told if claim.tracker == "meeting"]
    call = _call(contacts)
    meeting = _meeting(contacts, call)
    right = meeting == gold.meeting or meeting in gold.meeting_also_ok
    yield Asked("meeting", _some(gold.meeting), _some(meeting), right)
    if gold.call is not None:
        yield _same("call", _some(gold.call), _some(call))
    land = [claim.stage for claim in told if claim.tracker == "land-strikes"]
    yield _same("land strikes", _some(gold.land_strikes), _land(land))
    designated = any(claim.tracker == "designation" for claim in told)
    label = gold.designation is not None and gold.designation != "none"
    yield _same("designation", label or None, designated or None)


def _some(label: str) -> str | None:
    return None if label == "none" else label


def _call(contacts: Iterable[StatusReported]) -> str:
    stages = {claim.stage for claim in contacts if claim.episode == "call"}
    if "held" in stages:
        return "held"
    return "planned" if stages - NO_CALL else "none"


def _meeting(contacts: Iterable[StatusReported], call: str) -> str:
    stages = [claim.stage for claim in contacts if claim.episode == "meeting"]
    best = max(stages, key=lambda stage: _rank(stage), default="none")
    label = LABEL_OF.get(best, best)
    return "call_held" if label == "none" and call == "held" else label


def _rank(stage: str) -> int:
    return ORDER.index(stage) if stage in ORDER else 0


def _land(stages: Sequence[str]) -> str | None:
    for stage in ("carried_out", "imminent", "threatened"):
        if stage in stages:
            return stage
    return None


# --- quantities, speakers -------------------------------------------------------------------------


def _quantities(gold: Gold, claims: Iterable[AnyClaim]) -> Iterator[Asked]:
    told = [claim for claim in claims if isinstance(claim, QuantityReported)]
    troops = [c.value.min for c in told if c.tracker == "troops" and not c.prospective]
    share = [c.value.min for c in told if c.tracker == "opposition"]
    for kind, label, found, near in (
        ("troops", gold.troops, troops, NEAR),
        ("poll", gold.poll_oppose_pct, share, 0.0),
    ):
        hit = label is not None and any(abs(each - label) <= label * near for each in found)
        got = label if hit else (found[0] if found else None)
        yield Asked(kind, label, got, got == label)


def _attribution(gold: Gold, claims: Sequence[AnyClaim], topic: Topic) -> Iterator[Asked]:
    """Whether a labelled speaker is among those that the claims name; not asked where nothing is to be read."""
    if gold.attribution is None or not (claims or _tells(gold)):
        return
    who = [claim.attribution for claim in claims]
    got = sorted({name for each in who for name in (each.speaker, each.via) if name})
    wanted = _called(gold.attribution)
    right = any(_names(label, name) for label in wanted for name in _also_called(got, topic))
    if any(each.kind == "anonymous" for each in who):
        right = right or any(word in label for label in wanted for word in UNNAMED)
    yield Asked("attribution", gold.attribution, ", ".join(got) or None, right)


def _tells(gold: Gold) -> bool:
    """Whether a label names something that a claim could say."""
    told = (gold.incident, gold.cumulative, gold.troops, gold.poll_oppose_pct)
    stages = (gold.meeting, gold.call or "none", gold.land_strikes, gold.designation or "none")
    return any(each is not None for each in told) or any(stage != "none" for stage in stages)


def _also_called(names: Iterable[str], topic: Topic) -> Iterator[str]:
    """The names with those that the topic has for the same: SOUTHCOM is the Comando Sur."""
    for name in names:
        yield name
        if name in topic.people:
            yield from topic.people[name].names


def _called(label: str) -> list[list[str]]:
    """The words of each speaker of a label: "White House (Leavitt); AP" has three."""
    parts = re.split(r"[;/()]", label)
    return [words for part in parts if (words := re.findall(r"\w+", part.lower()))]


def _names(label: Sequence[str], name: str) -> bool:
    """Whether both are one speaker: all words of the one are among those of the other."""
    words = set(re.findall(r"\w+", name.lower()))
    return bool(words) and (words <= set(label) or set(label) <= words)


# --- casualties -----------------------------------------------------------------------------------


def _casualties(row: CasualtyRow, claims: Sequence[AnyClaim]) -> Iterator[Asked]:
    incidents = [c for c in claims if isinstance(c, IncidentReported) and "killed" in c.counts]
    asserted = [c.counts["killed"] for c in incidents if c.assertion in STANDING]
    earlier = [c.counts["killed"] for c in incidents if c.assertion == "background"]
    totals = [
        c.counts["killed"] for c in claims if isinstance(c, TotalReported) and "killed" in c.counts
    ]
    yield _dead("incident killed", row.killed_incident, asserted[:1])
    yield _dead("total killed", row.killed_total, totals)
    if row.killed_background is not None:  # nobody is harmed by history that is not read
        yield _dead("background killed", row.killed_background, earlier)
        told = any(_meets(row.killed_background, count) for count in (*asserted, *totals))
        yield Asked("history no news", "history", "news" if told else "history", not told)


def _dead(kind: str, label: Interval | None, found: Sequence[Count]) -> Asked:
    hit = next((count for count in found if label is not None and _meets(label, count)), None)
    said = _interval(label) if label else None
    got = hit or (found[0] if found else None)
    return Asked(
        kind, said, _interval(got) if got else None, (hit is not None) == bool(said or got)
    )


def _meets(label: Interval, count: Count) -> bool:
    """The same interval, both bounds; of "dozens" only the lower one is a convention that all share."""
    return label.min == count.min and (
        label.max == count.max or (count.vague and label.max is None)
    )


def _interval(count: Interval | Count) -> str:
    return f"{count.min}..{'' if count.max is None else count.max}"
