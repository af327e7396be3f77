"""What persons have decided of claims and incidents, as it holds at a time.

Decisions are a set: they are looked at in the order of their own times, whatever the order in which they
came in. One that was undone by then is as if it had never been made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct, structs

from monitor.corrections import (
    AnyDecision,
    ClaimEntered,
    CorrectionUndone,
    IncidentJudged,
    IncidentsMerged,
    IncidentSplit,
)

Done = Literal["entered", "adjusted", "confirmed", "dismissed", "merged", "split off"]


class Ruling(Struct, frozen=True):
    """A decision as a claim that it is about has it."""

    correction: str
    """Id of the event."""
    done: Done
    who: str
    why: str
    at: datetime

    @property
    def sentence(self) -> str:
        """`dismissed by ann: the same boat`."""
        return f"{self.done} by {self.who}: {self.why}"


class Rulings(Struct, frozen=True, kw_only=True):
    """All decisions that hold, by the claims that they are about."""

    groups: dict[str, str] = {}
    """Claim -> the name of what it belongs to: claims of one name are one incident, of two names two."""
    verdicts: dict[str, Ruling] = {}
    """Claim -> what was decided last of whether it is so."""
    meant: dict[str, frozenset[str]] = {}
    """A change that a person has entered -> the claims of the incident that it changes."""
    made: dict[str, tuple[Ruling, ...]] = {}
    """Claim -> every decision about it, in their order."""

    def dismissed(self, claim: str) -> str | None:
        """Why a claim is not so, as somebody says; None when nobody does."""
        found = self.verdicts.get(claim)
        return found.sentence if found and found.done == "dismissed" else None

    def confirmed(self, claim: str) -> bool:
        """Whether somebody says that a claim is so."""
        found = self.verdicts.get(claim)
        return found is not None and found.done != "dismissed"

    def verdict(self, claims: Iterable[str]) -> Ruling | None:
        """What was decided last of what these claims tell; None when nothing was."""
        found = (self.verdicts[claim] for claim in claims if claim in self.verdicts)
        return max(found, key=lambda each: (each.at, each.correction), default=None)

    def group(self, claim: str) -> str:
        """The name of what a claim belongs to; empty when nobody has said."""
        return self.groups.get(claim, "")

    def about(self, claims: Iterable[str]) -> list[Ruling]:
        """Every decision about these claims, each once, in their order."""
        found = {each.correction: each for name in claims for each in self.made.get(name, ())}
        return sorted(found.values(), key=lambda each: (each.at, each.correction))


NONE = Rulings()
"""Nobody has decided anything."""


def undone(
    undoings: Mapping[str, Mapping[str, CorrectionUndone]], correction: str, as_of: datetime | None
) -> bool:
    """Whether a correction has been undone by a time."""
    made = undoings.get(correction, {}).values()
    return any(as_of is None or each.at <= as_of for each in made)


def rulings(
    decided: Mapping[str, AnyDecision],
    undoings: Mapping[str, Mapping[str, CorrectionUndone]],
    replaced: Mapping[str, Mapping[str, bool]],
    tracker: str,
    as_of: datetime | None,
) -> Rulings:
    """What holds about a tracker by a time; `replaced` are the claims in the place of others."""
    held = [
        (each.at, name, each)
        for name, each in decided.items()
        if each.tracker == tracker
        and (as_of is None or each.at <= as_of)
        and not undone(undoings, name, as_of)
    ]
    if not held:
        return NONE
    folding = _Folding(replaced)
    for _, name, each in sorted(held, key=lambda one: one[:2]):
        folding.take(name, each)
    return folding.found()


def in_place(claims: Iterable[str], replaced: Mapping[str, Mapping[str, bool]]) -> Iterator[str]:
    """These claims, with those that stand in their place since their stories were read again."""
    waiting, seen = list(claims), set()
    while waiting:
        claim = waiting.pop()
        if claim not in seen:
            seen.add(claim)
            waiting.extend(replaced.get(claim, ()))
            yield claim


class _Folding:
    """Decisions taken one after the other."""

    def __init__(self, replaced: Mapping[str, Mapping[str, bool]]) -> None:
        self.replaced = replaced
        self.groups: dict[str, str] = {}
        self.verdicts: dict[str, Ruling] = {}
        self.meant: dict[str, frozenset[str]] = {}
        self.made: dict[str, list[Ruling]] = {}

    def found(self) -> Rulings:
        made = {claim: tuple(each) for claim, each in sorted(self.made.items())}
        return Rulings(
            groups=dict(sorted(self.groups.items())),
            verdicts=dict(sorted(self.verdicts.items())),
            meant=dict(sorted(self.meant.items())),
            made=made,
        )

    def take(self, name: str, each: AnyDecision) -> None:
        match each:
            case IncidentJudged():
                self.judge(self.told(name, each.verdict, each, each.claims))
            case IncidentsMerged():
                self.merge(name, self.told(name, "merged", each, each.claims))
            case IncidentSplit():
                self.split(name, each)
            case ClaimEntered(incident=""):
                self.enter(name, each)
            case ClaimEntered():
                self.told(name, "adjusted", each, (each.claim, *each.claims))
                self.meant[each.claim] = frozenset(self.wide(each.claims))

    def wide(self, claims: Iterable[str]) -> Iterator[str]:
        return in_place(claims, self.replaced)

    def told(
        self, name: str, done: Done, each: AnyDecision, claims: Iterable[str]
    ) -> dict[str, Ruling]:
        """The decision by every claim that it is about."""
        ruling = Ruling(name, done, each.who, each.why, each.at)
        found = dict.fromkeys(self.wide(claims), ruling)
        for claim in found:
            self.made.setdefault(claim, []).append(ruling)
        return found

    def judge(self, told: Mapping[str, Ruling]) -> None:
        self.verdicts.update(told)

    def merge(self, name: str, told: Mapping[str, Ruling]) -> None:
        """One group; confirmed when one of its parts was, and nothing that was said of parts is left."""
        touched = {self.groups[claim] for claim in told if claim in self.groups}
        whole = {*told, *(claim for claim, group in self.groups.items() if group in touched)}
        self.groups.update(dict.fromkeys(whole, name))
        known = [self.verdicts.pop(claim) for claim in whole if claim in self.verdicts]
        sure = [each for each in known if each.done != "dismissed"]
        last = max(sure, key=lambda each: (each.at, each.correction), default=None)
        if last is not None:
            self.verdicts.update(dict.fromkeys(whole, last))

    def split(self, name: str, each: IncidentSplit) -> None:
        """Two groups. That they are two says that both are so, unless it was said otherwise."""
        gone = self.told(name, "split off", each, each.claims)
        rest = self.told(name, "split off", each, each.rest)
        left = {claim: ruling for claim, ruling in rest.items() if claim not in gone}
        self.stay(name, left)
        self.groups.update(dict.fromkeys(gone, f"{name} off"))
        self.verdicts.update(gone)
        for claim, ruling in left.items():
            self.verdicts.setdefault(claim, ruling)

    def stay(self, name: str, claims: Iterable[str]) -> None:
        """A group of what stays: the one that some of it is in, or a new one."""
        claims = list(claims)
        known = sorted({self.groups[claim] for claim in claims if claim in self.groups})
        self.groups.update(dict.fromkeys(claims, known[0] if known else f"{name} left"))

    def enter(self, name: str, each: ClaimEntered) -> None:
        """An incident of its own."""
        self.verdicts.update(self.told(name, "entered", each, (each.claim,)))
        self.groups[each.claim] = name
        for number, claims in enumerate(each.apart):
            self.stay(f"{name} {number}", (c for c in self.wide(claims) if c != each.claim))


def shown(each: Ruling) -> dict[str, Any]:
    """A decision as a view has it."""
    return structs.asdict(each) | {"at": each.at.strftime("%Y-%m-%dT%H:%M:%SZ")}
