"""One poll of one source: retrieve, parse, compare with what is known, and say what follows.

Nothing is written. The caller makes safe what came of the entries and then calls `keep`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from msgspec import Struct, structs

from monitor.entries import Entry
from monitor.events import SourceStep
from monitor.registry import resolve
from monitor.sources import (
    Client,
    Document,
    Failure,
    Kind,
    NotModified,
    Parsed,
    State,
    Worker,
    health,
    slicing,
)
from monitor.sources.answers import Answers
from monitor.sources.fulltext import Page
from monitor.topics import Source

NEW, UNCHANGED = "new", "unchanged"
"""Outcomes of polls that brought a document; the others are the kinds of failures."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a poll."""

    source: Source
    result: Parsed | NotModified | Failure
    fresh: tuple[Entry, ...] = ()
    """Entries that are new or have changed, in the document's order."""
    state: State
    """What is to be remembered once `fresh` is safe."""
    items: bytes | None = None
    """Hashes of the document's items, to be remembered with it; None: as they were."""
    steps: tuple[SourceStep, ...] = ()
    """Changes of the source's health, for the log."""
    at: datetime

    @property
    def again(self) -> str:
        """When the source is asked again, in words."""
        due = self.state.next_due
        if due is None:
            return "not asked again"
        minutes = max(1, round((due - self.at).total_seconds() / 60))
        return f"asked again in {minutes} min"


class Tools(Struct, frozen=True):
    """What a poll works with."""

    client: Client
    worker: Worker
    answers: Answers


async def poll(source: Source, tools: Tools, now: datetime) -> Outcome:
    """Ask a source once. Nothing that a server, a network or a document does is raised."""
    before = health.kept_state(source, tools.answers.state(source.id))
    kind = cast(Kind, resolve("sources", source.kind))
    asked = structs.replace(source, address=before.address)
    answer = await kind.retrieve(asked, before.validators, tools.client, now=now)
    if isinstance(answer, Failure):
        return failed(source, before, answer, now)
    if isinstance(answer, NotModified):
        return _unchanged(source, before, answer, now)
    if answer.fingerprint() == before.body:
        same = NotModified(validators=answer.validators, moved=answer.moved, max_age=answer.max_age)
        return _unchanged(source, before, same, now)
    if health.items_known(before, now):
        answer = structs.replace(answer, known=slicing.split(tools.answers.items(source.id)))
    parsed = await kind.parse(asked, answer, tools.worker)
    if isinstance(parsed, Failure):
        return failed(source, before, parsed, now)
    return _parsed(source, before, answer, parsed, tools.answers)


def keep(answers: Answers, *outcomes: Outcome, pages: Sequence[Page] = ()) -> None:
    """Remember what came of these polls, and the pages to be read, in one transaction.

    Raises StateError.
    """
    answers.keep(
        *(
            (each.state, each.result.entries if isinstance(each.result, Parsed) else ())
            for each in outcomes
        ),
        items={each.source.id: each.items for each in outcomes if each.items is not None},
        pages=pages,
    )


def failed(source: Source, before: State, failure: Failure, now: datetime) -> Outcome:
    """The outcome of a poll that brought nothing."""
    after = health.after_failure(before, source, failure, now)
    if failure.kind != "resting":
        after = health.counted(after, failure.kind, now)
    found = health.steps(before, after, now)
    return Outcome(source=source, result=failure, state=after, steps=found, at=now)


def resting(outcome: Outcome, until: datetime) -> Outcome:
    """The same, with the host of the source left alone until then."""
    due = outcome.state.next_due
    after = structs.replace(
        outcome.state, host_rest=until, next_due=None if due is None else max(due, until)
    )
    return structs.replace(outcome, state=after)


def _unchanged(source: Source, before: State, answer: NotModified, now: datetime) -> Outcome:
    after = health.counted(health.after_unchanged(before, source, answer, now), UNCHANGED, now)
    found = health.steps(before, after, now)
    return Outcome(source=source, result=answer, state=after, steps=found, at=now)


def _parsed(
    source: Source, before: State, document: Document, parsed: Parsed, answers: Answers
) -> Outcome:
    now = document.retrieved
    known = parsed.cut > 0 or answers.knows_any(parsed.entries)
    fresh = answers.fresh(parsed.entries)
    after = health.after_parsed(before, source, document, parsed, now, known=known, fresh=fresh)
    return Outcome(
        source=source,
        result=parsed,
        fresh=fresh,
        state=health.counted(after, NEW if fresh else UNCHANGED, now, len(fresh)),
        items=health.items_kept(before, after, parsed, fresh),
        steps=health.steps(before, after, now, parsed=parsed, known=known),
        at=now,
    )
