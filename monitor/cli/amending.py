"""A correction on its way: what it would change is worked out first, then it is handed in.

Whoever writes the log records it, as any other wish (`wishing`); with --dry-run nobody does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from monitor.cli import correcting, wishing
from monitor.cli.correcting import Made
from monitor.cli.figures import Said, differing
from monitor.cli.naming import Author, Known, window_of
from monitor.cli.outline import listed
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import bold, out, out_json, say, table
from monitor.config import load
from monitor.corrections import CorrectionUndone
from monitor.errors import NotFound
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent, ClaimCorrected, ClaimRetracted
from monitor.inbox import LARGEST
from monitor.projections.correcting import corrections, trackers
from monitor.projections.ledger import Ledger, apply
from monitor.text import printable
from monitor.topics import Tracker
from monitor.views.correctings import SHORT
from monitor.views.rebuild import answer
from monitor.wishes import Correct, written

NOWHERE = "nothing"
"""Stands for a value that only one of two answers has."""

RECORDED = "recorded"
"""The outcome that is final; the others are "handed over" and "dry run"."""

Make = Callable[[Known, Author], Made]
"""What a person says, as events."""


class Asked(NamedTuple):
    """How a correction is wanted."""

    by: str | None
    reason: str
    dry_run: bool = False


class Moved(NamedTuple):
    """A line of an answer that a correction changes."""

    tracker: str
    label: str
    before: str
    after: str


def known(places: Places) -> Known:
    """What the log says of the topic now. Raises NotFound, Usage, ConfigError, LogError."""
    outline = places.topic()
    topic = load(places.config, places.state).topic(outline.id)
    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log:
        return Known(topic, apply(Ledger(), (each.event for each in log.read(stream=topic.id))))


def author(places: Places, asked: Asked) -> Author:
    """Who it is, and why. Raises Usage."""
    why = wishing.reason_of(asked.reason)
    if not why:
        raise Usage("--reason: say why, in a few words; it stays beside the figure")
    return Author(wishing.name_of(asked.by), why, places.now)


def correct(
    places: Places, asked: Asked, done: str, make: Make, note: Callable[[], str] = str
) -> bool:
    """Work a correction out, hand it in unless it is only tried, and say what it changes.

    Whether it has been recorded: a daemon may be busy with something else and take it later.
    """
    by = author(places, asked)
    before = known(places)
    made = make(before, by)
    wish = Correct(who=by.who, at=by.at, topic=before.topic.id, events=tuple(made))
    if len(written(wish)) > LARGEST:
        raise Usage("that is about too many claims at once: correct some of them first")
    after = before.after(made)
    lines = list(moved(before, after, trackers(after.ledger, corrections(made))))
    handed = None if asked.dry_run else wishing.hand_in(places, [wish])
    outcome = "dry run" if handed is None else RECORDED if handed.recorded else "handed over"
    if places.as_json:
        out_json(_told(wish, done, lines, outcome, handed.process if handed else None))
        return outcome == RECORDED
    out(list(shown(lines)) or "no figure changes")
    if told := note():
        say(told)
    if handed is None:
        say("nothing was recorded: it was only tried (--dry-run)")
    elif not handed.recorded:
        say(wishing.waiting(places, handed))
    elif isinstance(made[0], CorrectionUndone):
        say(f"{done}; to have it again, make it again")
    else:
        say(f"{done}; {_way_back(made)}")
    return outcome == RECORDED


def _ids(made: Iterable[AnyEvent]) -> list[str]:
    """The ids of the corrections; what is done to copies of a claim with it is the same one."""
    every = (
        each.correction_id()
        if isinstance(each, ClaimRetracted | ClaimCorrected)
        else each.event_id()
        for each in corrections(made)
    )
    return list(dict.fromkeys(every))


def _way_back(made: Made) -> str:
    """How it is undone: a decision about several claims can be several corrections."""
    names = [each[:SHORT] for each in _ids(made)]
    if len(names) == 1:
        return f"`monitor correct undo {names[0]}` takes it back"
    return f"`monitor correct undo` takes back {listed(names)}, each by itself"


def enter(
    places: Places, asked: Asked, tracker: str | None, *, days: str, source: str, **told: Any
) -> bool:
    """One more incident; what looks like it and is another one is said. Whether it is recorded."""
    window = window_of(days)
    like: list[str] = []

    def make(now: Known, by: Author) -> Made:
        tally = _tally(now, tracker)
        made, others = correcting.entered(
            now, tally, correcting.Entry(window, source=source, **told), by
        )
        like.extend(others)
        return made

    def note() -> str:
        return f"it is another one than {listed(like)}, which looks like it" if like else ""

    return correct(places, asked, f"incident of {printable(days)} entered", make, note)


def _tally(now: Known, tracker: str | None) -> Tracker:
    """The tally of that id, else the first one. Raises NotFound."""
    found = [each for each in now.tallies() if tracker in {None, each.id}]
    if not found:
        ids = listed(each.id for each in now.tallies())
        raise NotFound(f'there is no tally "{printable(tracker or "")}"; there are: {ids}')
    return found[0]


def moved(before: Known, after: Known, about: Collection[str] | None = None) -> Iterator[Moved]:
    """What each tracker says otherwise, or each of these; the others are not reckoned."""
    for tracker in before.topic.trackers:
        if about is not None and tracker.id not in about:
            continue
        old, new = (_said(answer(tracker, each.ledger)) for each in (before, after))
        for label, one, other in differing(old, new):
            yield Moved(tracker.id, label.strip(), one, other)


def _said(found: Any) -> Said:
    return Said(dict(found.view), found.lines)


def shown(lines: list[Moved]) -> Iterator[str]:
    """Before and after, by tracker."""
    rows, last = [], ""
    for each in lines:
        head = each.tracker if each.tracker != last else ""
        rows.append((head, each.label, f"{each.before or NOWHERE} -> {each.after or NOWHERE}"))
        last = each.tracker
    yield from table(rows, style=bold)


def _told(
    wish: Correct, done: str, lines: list[Moved], outcome: str, process: int | None
) -> dict[str, Any]:
    made: list[AnyEvent] = list(wish.events)
    first = corrections(made)[0]
    return {
        "wish": "correct",
        "done": done,
        "corrections": _ids(made),
        "undoes": first.correction if isinstance(first, CorrectionUndone) else None,
        "topic": wish.topic,
        "by": wish.who,
        "reason": first.why,
        "outcome": outcome,
        "process": process or None,
        "lines": [
            {
                "tracker": each.tracker,
                "label": each.label,
                "before": each.before or None,
                "after": each.after or None,
            }
            for each in lines
        ],
    }
