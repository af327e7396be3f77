"""Whether reports of one strike come together: rows and the incidents in which their claims are put.

Measured by B-cubed: for each report, of those in its incident the share that tells of the same strike
(precision), and of those that tell of its strike the share that is in its incident (recall). Since a false
merge loses a strike, it is measured a second time with every wrong companion counted twice.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import structs

from monitor.backfill import by_day
from monitor.claims import Readers
from monitor.entries import Entry
from monitor.events import AnyEvent
from monitor.projections import View
from monitor.projections.ledger import Ledger, apply, standing
from monitor.registry import resolve
from monitor.reports import AnyClaim, IncidentReported
from monitor.stories.gate import Gate
from monitor.stories.index import MemoryIndex
from monitor.stories.taking import take
from monitor.topics import Topic, Tracker
from tests.eval import told
from tests.eval.reading import CORPUS, default_topic, entry_of
from tests.eval.texts import Set, StoryRow, lines
from tests.eval.told import ClaimRow

KIND = "merging"
"""How the measure is called among the kinds of questions."""
FOLDER = CORPUS / "merging"
"""The project's own claims without texts: another world than that of its texts."""
CHECKED = (date(2025, 11, 2), date(2025, 11, 7), date(2025, 11, 28))
"""Days on which the tally is laid beside the timeline: before, between and after the disputed totals."""
STANDING = {"asserted", "correction"}
"""The assertions that enter a figure."""
TWICE = 2
"""How often a wrong companion counts in the second measure."""

Pair = tuple[str, str]
"""The strike that is meant, and the incident that its report is in."""


class Merging(NamedTuple):
    """How well the reports of one set came together."""

    texts: int
    unread: int
    """Rows with a label in which no incident was read: not measured here."""
    precision: float
    recall: float
    f1: float
    strict: float
    """F1 with each wrong companion counted twice."""


class World(NamedTuple):
    """What a set tells, and how its reports came together."""

    name: str
    events: Sequence[AnyEvent]
    merging: Merging
    apart: Sequence[str]
    """A sentence for each report that is not with most of its strike."""


def worlds(sets: Iterable[Set], folder: Path) -> list[World]:
    """The story sets with labels of strikes, and the files of claims of a folder."""
    found = [
        _of_texts(each.name, [r for r in each.rows if isinstance(r, StoryRow)]) for each in sets
    ]
    timeline = _timeline(folder)
    for path in sorted(folder.glob("*.jsonl")):
        content = lines(path)
        if content and {"kind", "k", "pub"} <= content[0].keys():
            found.append(_of_claims(path.stem, told.rows(content), timeline))
    return [world for world in found if world.merging.texts]


def own(sets: Iterable[Set]) -> list[World]:
    """The project's own: its texts, then its claims without texts."""
    return [*worlds(sets, CORPUS), *worlds((), FOLDER)]


def _tally(topic: Topic) -> Tracker:
    return next(tracker for tracker in topic.trackers if tracker.kind == "tally")


def _view(events: Iterable[AnyEvent], as_of: datetime | None = None) -> View:
    tracker = _tally(default_topic())
    ledger = apply(Ledger(), events)
    view: View = resolve("projections", tracker.kind).view(
        tracker, standing(ledger, tracker.id, as_of)
    )
    return view


# --- texts ---------------------------------------------------------------------------------------


def _of_texts(name: str, rows: Sequence[StoryRow]) -> World:
    """The texts read as `monitor import` does: gate, copies and revisions, then the readers."""
    topic = default_topic()
    entries = {id(row): structs.replace(entry_of(row), guid="") for row in rows}
    stories, events = _taken_in(topic, list(entries.values()))
    first: dict[str, AnyClaim] = {}
    for event in events:
        if isinstance(event, IncidentReported) and event.assertion in STANDING:
            first.setdefault(event.story, event)
    labelled: list[tuple[str, AnyClaim | None, str]] = []
    for row in rows:
        if row.gold.incident_ref:
            entry = entries[id(row)]
            claim = first.get(stories.get(id(entry), ""))
            labelled.append((row.gold.incident_ref, claim, f"{row.id or row.url} {row.title}"))
    return _world(name, events, labelled)


def _taken_in(topic: Topic, entries: list[Entry]) -> tuple[dict[int, str], list[AnyEvent]]:
    """The story of each entry that passes, and all that was read, day by day."""
    gate, readers, index = Gate(topic), Readers(topic), MemoryIndex()
    stories: dict[int, str] = {}
    events: dict[str, AnyEvent] = {}
    for entry in (entry for day in by_day(entries) for entry in day):
        if gate.passes(entry) is None:
            continue
        taken = take(entry, index, topic.id)
        if taken.events:
            index.add(taken.known, taken.keys)
        stories[id(entry)] = taken.known.story
        told_now: list[AnyEvent] = [*taken.events]
        told_now += readers.read(taken.story) if taken.story is not None else []
        for event in told_now:
            events.setdefault(event.event_id(), event)
    return stories, list(events.values())


# --- claims --------------------------------------------------------------------------------------


def _of_claims(name: str, rows: Sequence[ClaimRow], timeline: Sequence[dict[str, Any]]) -> World:
    """The claims as they stand; which strike is meant is labelled, or follows from the timeline."""
    both = list(told.claims(rows, _tally(default_topic()).id))
    labelled: list[tuple[str, AnyClaim | None, str]] = []
    for row, claim in both:
        ref = row.incident_ref or _only_one(row, timeline)
        if row.kind == "inc" and row.status != "ambiguous" and ref:
            labelled.append((ref, claim, f"{row.id} {row.src} {row.pub}"))
    return _world(name, [claim for _, claim in both], labelled)


def _only_one(row: ClaimRow, timeline: Sequence[dict[str, Any]]) -> str | None:
    """The only strike of the timeline that day, toll and waters allow; None for several, or none."""
    days = row.occurred
    if days is None:
        return None
    low, high = row.k
    fitting = [
        strike["date"]
        for strike in timeline
        if days.from_ <= date.fromisoformat(strike["date"]) <= days.to
        and low <= strike["killed_best"] <= (high if high is not None else strike["killed_best"])
        and row.place in (None, strike["region"].lower().split()[-1])
    ]
    return fitting[0] if len(fitting) == 1 else None


# --- the measure ---------------------------------------------------------------------------------


def _world(
    name: str, events: Sequence[AnyEvent], labelled: Sequence[tuple[str, AnyClaim | None, str]]
) -> World:
    view = _view(events)
    put = placed(view)
    pairs = [(ref, put.get(claim.id, claim.id)) for ref, claim, _ in labelled if claim is not None]
    precision, recall, f1 = b_cubed(pairs)
    strict = b_cubed(pairs, wrong=TWICE)[2]
    unread = sum(claim is None for _, claim, _ in labelled)
    homes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for ref, incident in pairs:
        homes[ref][incident] += 1
    apart = [
        f"{ref}: in {put.get(claim.id, 'none')}: {what}"
        for ref, claim, what in labelled
        if claim is not None and put.get(claim.id) != homes[ref].most_common(1)[0][0]
    ]
    merging = Merging(len(pairs), unread, precision, recall, f1, strict)
    return World(name, events, merging, apart)


def placed(view: View) -> dict[str, str]:
    """Claim -> the incident that it is put in; what sums up several is in none."""
    mentioned = Counter(claim for one in view["incidents"] for claim in one["mentions"])
    found = {
        claim: one["id"]
        for one in view["incidents"]
        for claim in one["mentions"]
        if mentioned[claim] == 1
    }
    return found | {claim: one["id"] for one in view["incidents"] for claim in one["claims"]}


def b_cubed(pairs: Sequence[Pair], *, wrong: int = 1) -> tuple[float, float, float]:
    """Precision, recall and F1; each wrong companion counts `wrong` times against precision."""
    if not pairs:
        return 1.0, 1.0, 1.0
    together, meant, within = (
        Counter(pairs),
        Counter(r for r, _ in pairs),
        Counter(i for _, i in pairs),
    )
    precision = recall = 0.0
    for ref, incident in pairs:
        right = together[ref, incident]
        precision += right / (right + wrong * (within[incident] - right))
        recall += right / meant[ref]
    precision, recall = precision / len(pairs), recall / len(pairs)
    return precision, recall, 2 * precision * recall / (precision + recall)


# --- shown ---------------------------------------------------------------------------------------


def table(found: Sequence[World]) -> Iterator[str]:
    """How the reports of each set came together."""
    if not found:
        return
    width = max(len(world.name) for world in found)
    yield f"{'merging':{width}}  texts  unread      P      R     F1  F1, wrong companions twice"
    for world in found:
        one = world.merging
        shares = "  ".join(f"{share:.3f}" for share in one[2:])
        yield f"{world.name:{width}}  {one.texts:5}  {one.unread:6}  {shares}"


def course(found: Sequence[World], folder: Path) -> Iterator[str]:
    """The tallies on some days beside the timeline of the folder: strikes/vessels/killed (+ presumed dead)."""
    timeline = _timeline(folder)
    if not timeline or not found:
        return
    yield f"{'as of':10}  {'truth':14}" + "".join(f"  {world.name:16}" for world in found).rstrip()
    for day in _days(timeline):
        at = datetime.combine(day, time.max, UTC)
        cells = [_told(_view(world.events, at)) for world in found]
        yield f"{day}  {_truth(timeline, day):14}" + "".join(f"  {c:16}" for c in cells).rstrip()


def _days(timeline: Sequence[dict[str, Any]]) -> Sequence[date]:
    """The days of the default topic, or of another world its last."""
    last = max(date.fromisoformat(strike["announced_date"]) for strike in timeline)
    return CHECKED if last.year == CHECKED[0].year else (last,)


def _truth(timeline: Sequence[dict[str, Any]], day: date) -> str:
    known = [each for each in timeline if date.fromisoformat(each["announced_date"]) <= day]
    sums = "/".join(
        str(sum(each[name] for each in known)) for name in ("strikes", "vessels", "killed_best")
    )
    presumed = sum(each["presumed_dead"] for each in known)
    return f"{sums} (+{presumed})"


def _told(view: View) -> str:
    killed = view["killed"]
    counts = (view["strikes"]["best"], view["vessels"]["best"], killed["confirmed"])
    return f"{'/'.join(map(str, counts))} (+{killed['presumed_dead']})"


def _timeline(folder: Path) -> list[dict[str, Any]]:
    """The strikes as they happened; none when the folder does not say."""
    path = folder / "timeline.json"
    found: list[dict[str, Any]] = (
        json.loads(path.read_text("utf-8"))["strikes"] if path.exists() else []
    )
    return found
