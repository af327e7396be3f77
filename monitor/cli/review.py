"""`review`: what waits for a person, one after the other, with its quotes and the choices."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import click

from monitor.cli import places as clocks
from monitor.cli.ending import NOTHING_FOUND, Ended, ended
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say
from monitor.cli.reviewing import CHOICES, Item, listed, shown, waiting
from monitor.errors import MonitorError
from monitor.wording import many

Ask = Callable[[str], str | None]
"""Asks a person something; None when nobody answers any more."""

LEAVE, QUIT = "skip", "quit"


@click.command()
@click.option("--by", metavar="NAME", help="Who decides; else your login name.")
@with_places
def review(places: Places, by: str | None) -> None:
    """What waits for a person: gaps, lone totals, incidents that do not count, disputes.

    On a terminal each is shown with its quotes, and asked about; what is decided is recorded at once,
    as by `monitor correct`. With --json, and where nobody can answer, everything is listed.
    """
    if not places.as_json and sys.stdin.isatty():
        walk(places, by, _ask)
        return
    items = _waiting(places)
    if places.as_json:
        out_json([item.outward() for item in items])
    elif items:
        out(list(listed(items)))
    if not items:
        if not places.as_json:
            say("nothing waits for a person")
        raise Ended(NOTHING_FOUND)


def _waiting(places: Places) -> list[Item]:
    """What waits now. Raises as `tables` does."""
    topics = places.topics()
    with tables(places, topics) as reading:
        return [item for topic in topics for item in waiting(reading, topic, places.now)]


def _ask(question: str) -> str | None:
    """A line that somebody types, without blanks around it."""
    sys.stderr.write(question)
    sys.stderr.flush()
    line = sys.stdin.readline()
    return line.strip() if line else None


class _Way(NamedTuple):
    """How far the walk has come."""

    recorded: int = 0
    handed: int = 0
    """To a daemon that has not recorded them yet."""
    seen: frozenset[tuple[object, ...]] = frozenset()


def walk(places: Places, by: str | None, ask: Ask) -> None:
    """Show what waits one by one and do as is said, until nothing is left or it is enough.

    What waits is looked up anew after each decision: one can settle others.
    """
    way = _Way()
    while True:
        now = places._replace(now=clocks.clock())
        left = [item for item in _waiting(now) if item.key not in way.seen]
        if not left:
            break
        item = left[0]
        out(["", *shown(item)])
        said = _choice(item, len(left), ask)
        if said is None or said == QUIT:
            break
        way = way._replace(seen=way.seen | {item.key})
        if said != LEAVE:
            done = _done(now, by, item, said, ask)
            way = way._replace(
                recorded=way.recorded + (done is True), handed=way.handed + (done is False)
            )
    if not way.seen and not left:
        say("nothing waits for a person")
        raise Ended(NOTHING_FOUND)
    handed = f", {way.handed} handed over" if way.handed else ""
    say(f"{many(way.recorded, 'decision')} recorded{handed}; {many(len(left), 'thing')} left")


def _choice(item: Item, left: int, ask: Ask) -> str | None:
    """What is to be done, by its first letter or its word; asked until it is one of the choices."""
    choices = (*CHOICES[item.what], LEAVE, QUIT)
    question = "  ".join(f"[{each[0]}]{each[1:]}" for each in choices)
    while True:
        said = ask(f"{question}  ({left} left): ")
        if said is None:
            return None
        found = [each for each in choices if said and each.startswith(said.lower())]
        if len(found) == 1:
            return found[0]
        say(f"one of {', '.join(choices)}; the first letter will do")


def _done(places: Places, by: str | None, item: Item, said: str, ask: Ask) -> bool | None:
    """Ask what else is to be known, and record it; False when it was only handed over, None: nothing."""
    details = _details(said, ask)
    reason = ask("reason: ") if details is not None else None
    if details is None or not reason:
        say("left as it is: nothing was recorded")
        return None
    topical = places._replace(wanted=item.topic)
    try:
        return _correct(topical, by, item, said, details, reason)
    except MonitorError as error:  # a slip of the pen is told, and the walk goes on
        ended(error)
        return None


def _details(said: str, ask: Ask) -> list[str] | None:
    """What a choice needs to be known beside the reason; None when nobody says."""
    questions = {
        "merge": ["with which incident? "],
        "number": ["which numbers? (killed=4, killed=4+, killed=3-5) "],
        "add": ["which day? (2025-09-02) ", "which numbers? (killed=4) ", "address (or nothing): "],
    }
    answers = []
    for number, question in enumerate(questions.get(said, ())):
        answer = ask(question)
        if answer is None or (not answer and number < 2):  # noqa: PLR2004 - the address may be left out
            return None
        answers.append(answer)
    return answers


def _correct(
    places: Places, by: str | None, item: Item, said: str, details: list[str], reason: str
) -> bool:
    """Record it, or hand it over: False. Raises what `monitor correct` does."""
    from monitor.cli import amending, correcting

    asked = amending.Asked(by, reason)
    if said == "add":
        days, counts, source = details
        return amending.enter(
            places, asked, item.tracker, days=days, counts=tuple(counts.split()), source=source
        )
    makes: dict[str, Callable[[Any, Any], Any]] = {
        "confirm": lambda now, who: correcting.judged(now, item.target, "confirmed", who),
        "dismiss": lambda now, who: correcting.judged(now, item.target, "dismissed", who),
        "merge": lambda now, who: correcting.merged(now, [item.target, *details], who),
        "number": lambda now, who: correcting.adjusted(
            now, item.target, details[0].split(), "", who
        ),
    }
    return amending.correct(places, asked, f"{item.title}: {said}", makes[said])
