"""What a person means: the incident, the claim, the correction of an id; numbers and days as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, TypeAlias

from monitor.cli.outline import listed
from monitor.cli.places import Usage
from monitor.errors import NotFound
from monitor.events import AnyEvent
from monitor.projections import Counted, Kind, View
from monitor.projections.correcting import standing_corrections
from monitor.projections.ledger import Ledger, apply
from monitor.registry import resolve
from monitor.reports import AnyClaim
from monitor.text import printable
from monitor.topics import Topic, Tracker
from monitor.values import Count, Window
from monitor.views.correctings import SHORT
from monitor.views.rebuild import answer, stands
from monitor.wording import instead

Shown: TypeAlias = dict[str, Any]
"""An incident as a view has it."""

_INTERVAL = re.compile(r"(\d{1,9})(\+|-(\d{1,9}))?")
_NAMED = re.compile(r"([A-Za-z][\w-]*)=(.+)")


class Author(NamedTuple):
    """Who corrects, why and when."""

    who: str
    why: str
    at: datetime


class Known(NamedTuple):
    """What the log says of a topic now."""

    topic: Topic
    ledger: Ledger

    def tallies(self) -> list[Tracker]:
        """The trackers that have incidents."""
        return [each for each in self.topic.trackers if _kind(each).counted]

    def view(self, tracker: Tracker) -> View:
        """What a tracker says."""
        return dict(answer(tracker, self.ledger).view)

    def after(self, made: Iterable[AnyEvent]) -> Known:
        """The same with a correction."""
        return self._replace(ledger=apply(self.ledger, made))


class Meant(NamedTuple):
    """An incident with its tally."""

    tracker: Tracker
    incident: Shown

    @property
    def name(self) -> str:
        """Its id, as it is now."""
        return str(self.incident["id"])

    @property
    def claims(self) -> tuple[str, ...]:
        """Its claims."""
        return tuple(self.incident["claims"])


# --- what is meant ----------------------------------------------------------------------------


def incident_of(known: Known, name: str) -> Meant:
    """The incident of that id, however it is written. Raises NotFound."""
    for tracker in known.tallies():
        for one in known.view(tracker)["incidents"]:
            if one["id"].casefold() == name.casefold():
                return Meant(tracker, one)
    ids = [one["id"] for each in known.tallies() for one in known.view(each)["incidents"]]
    near = [each for each in ids if each[:-1].casefold() == name[:-1].casefold()]
    if near:
        raise NotFound(f'there is no incident "{printable(name)}"; of that day: {listed(near)}')
    raise NotFound(f'there is no incident "{printable(name)}"; `monitor why TRACKER` names them')


def claim_of(known: Known, name: str) -> AnyClaim:
    """The standing claim whose id begins so. Raises NotFound, Usage."""
    found = [each for each in _standing(known) if name and each.id.startswith(name.lower())]
    if not found:
        raise NotFound(_no_claim(known, name))
    if len(found) > 1:
        ids = listed(each.id for each in found[:3])
        raise Usage(f'which claim is "{printable(name)}"? {ids}')
    return found[0]


def _standing(known: Known) -> Iterator[AnyClaim]:
    for tracker in known.topic.trackers:
        yield from stands(tracker, known.ledger).claims


def same_voice(known: Known, claim: AnyClaim) -> Iterator[str]:
    """The ids of all claims by which the voice of one says the same of its tracker."""
    tracker = known.topic.tracker(claim.tracker)
    found = stands(tracker, known.ledger) if tracker else None
    for each in found.claims if found else ():
        voices = found.voices if found else {}
        alike = type(each) is type(claim) and each.payload() == claim.payload()
        if alike and voices.get(each.lineage) == voices.get(claim.lineage):
            yield each.id


def copied(known: Known, claim: AnyClaim) -> list[str]:
    """The ids of the claims that copies of its text make in the same words: one voice with it."""
    return [
        each.id
        for each in _standing(known)
        if each.id != claim.id
        and (each.tracker, each.lineage) == (claim.tracker, claim.lineage)
        and type(each) is type(claim)
        and each.payload() == claim.payload()
        and each.quote.text.casefold().split() == claim.quote.text.casefold().split()
    ]


def _no_claim(known: Known, name: str) -> str:
    """Why there is no such claim."""
    every = (claim for kept in known.ledger.claims.values() for claim in kept)
    found = [each for each in every if name and each.startswith(name.lower())]
    if len(found) == 1:
        return f"the claim {found[0]} does not stand: it enters no figure"
    return f'there is no claim "{printable(name)}"; `monitor why TRACKER --ids` names them'


def correction_of(known: Known, name: str) -> str:
    """The correction whose id begins so and that has not been undone. Raises NotFound, Usage."""
    every = standing_corrections(known.ledger)
    found = [each for each in every if name and each.startswith(name.lower())]
    if not found:
        gone = [each for each in known.ledger.undone if name and each.startswith(name.lower())]
        if len(gone) == 1:
            raise NotFound(f"correction {gone[0][:SHORT]} has been undone already")
        raise NotFound(
            f'there is no correction "{printable(name)}" that could be undone;'
            " `monitor correct list` names them"
        )
    if len(found) > 1:
        raise Usage(f'which correction is "{printable(name)}"? {listed(found[:3])}')
    return found[0]


def counts_of(words: Sequence[str], allowed: Iterable[str]) -> dict[str, Count]:
    """ "killed=4", "killed=4+", "killed=3-5" as counts. Raises Usage."""
    allowed = list(dict.fromkeys(allowed))
    found: dict[str, Count] = {}
    for each in words:
        pair = _NAMED.fullmatch(each)
        number = _INTERVAL.fullmatch(pair[2]) if pair else None
        if pair is None or number is None:
            raise Usage(f'"{printable(each)}": expected killed=4, killed=4+ or killed=3-5')
        if pair[1] not in allowed:
            raise Usage(f'there is no number "{pair[1]}" here; {instead(pair[1], allowed)}')
        low = int(number[1])
        high = None if number[2] == "+" else int(number[3] or low)
        if high is not None and high < low:
            raise Usage(f'"{printable(each)}": the second number is smaller than the first')
        found[pair[1]] = Count(low, high, (each,))
    if not found:
        raise Usage(f"which numbers? for one {allowed[0]}=4")
    return found


def window_of(text: str) -> Window:
    """ "2025-09-02", "2025-09-02..2025-09-04". Raises Usage."""
    first, _, last = text.partition("..")
    try:
        return Window(date.fromisoformat(first), date.fromisoformat(last or first))
    except ValueError as error:
        raise Usage(
            f'"{printable(text)}": expected a day, 2025-09-02, or days, 2025-09-02..2025-09-04'
        ) from error


def _kind(tracker: Tracker) -> Kind:
    found: Kind = resolve("projections", tracker.kind)
    return found


def counted(tracker: Tracker) -> Counted:
    """What the incidents of a tracker count; nothing when it has none."""
    of = _kind(tracker).counted
    return of(tracker) if of else Counted(())


def measures(tracker: Tracker) -> list[str]:
    """What its incidents count, and who is presumed dead."""
    found = counted(tracker)
    return [*found.measures, *([found.presumed] if found.presumed else [])]
