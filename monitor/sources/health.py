"""The health of a source: what a poll makes of its state, and which changes are worth an event.

Pure. There is hysteresis in it: a blip is no event, and a redirect is a move only once it lasts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import structs

from monitor.entries import Entry
from monitor.events import (
    CoverageGap,
    SourceFailed,
    SourceGone,
    SourceMoved,
    SourceRecovered,
    SourceStep,
)
from monitor.sources import Document, Failure, NotModified, Parsed, State, habit, raw, schedule
from monitor.text import without_password
from monitor.topics import Source
from monitor.wording import many

FAILURES = 3
"""In a row, before a source is said to have failed: about three quarters of an hour at the usual
interval, longer than a restart over there."""
MOVES = 3
"""Polls in a row for which a permanent redirect leads to the same address ..."""
MOVED_FOR = timedelta(hours=24)
"""... and how long, before it is believed: a network at fault may redirect everything."""
PAUSE_SHARE = 0.2
"""Of the newest pause in the usual one: a week of a slower rhythm becomes the rule, one day does not."""
GAP_ENTRIES = 5
"""Entries that must all be new before some may have been missed: a short feed changes whole."""
OURS = 3
"""Times the usual interval without an answer, and a gap is due to our absence, not to the interval."""
WHOLE = timedelta(days=1)
"""How often a document is read whole that is read in part otherwise: then it is known what is still in it."""


def fresh_state(source: Source) -> State:
    """A source of which nothing is known."""
    return State(source=source.id, configured=source.address, address=source.address)


def kept_state(source: Source, state: State | None) -> State:
    """What is known, unless the configuration has another address now: then nothing is."""
    if state is None or state.configured != source.address:
        return fresh_state(source)
    return state


def unheard(source: Source, state: State | None) -> bool:
    """Whether no answer of it is remembered: it is new, has never answered, or its state has been lost.

    Not one that has been given another address: that its next answer is the first from there is known.
    """
    return state is None or (state.configured == source.address and state.last_success is None)


def due(source: Source, state: State) -> datetime | None:
    """When it is to be asked next. Who has set `fastest` anew does not wait for a pause of before."""
    well = not (state.failures or state.host_rest)
    if not (source.fastest and well and state.polled and state.next_due):
        return state.next_due
    usual = habit.interval(source, state, state.polled)
    return min(state.next_due, schedule.next_due(state.polled, source.id, usual))


def unasked(state: State, now: datetime) -> str:
    """Why nobody may ask a source now, whoever wants it; empty when one may."""
    if state.gone:
        return f"not asked any more: {state.last_error}"
    until = state.left_alone
    if until is None or until <= now:
        return ""
    minutes = math.ceil((until - now).total_seconds() / 60)
    return f"not asked: it wants to be left alone for {many(minutes, 'minute')} more"


def after_failure(state: State, source: Source, failure: Failure, now: datetime) -> State:
    """The state after a poll that brought nothing. Validators stay as they were."""
    if failure.kind == "resting":  # it was not asked: that says nothing about it
        wait = timedelta(seconds=failure.retry_after)
        return structs.replace(state, next_due=max(state.next_due or now, now + wait))
    failures = state.failures + 1
    back = _moved_in_vain(state, failure, failures)
    gone = failure.kind == "gone" and not back
    usual = max(habit.interval(source, state, now), source.every or habit.UNKNOWN)
    due = schedule.next_due(
        now,
        source.id,
        usual,
        retry_after=failure.retry_after,
        failures=failures,
        longest=schedule.UNREACHED_CAP if failure.kind == "unreachable" else schedule.BACK_OFF_CAP,
    )
    return structs.replace(
        state,
        failures=failures,
        last_error=failure.sentence,
        address=state.configured if back else state.address,
        gone=gone,
        left_alone=_wish(failure, now),
        next_due=None if gone else due,
        announced=state.announced or (not gone and failures >= FAILURES),
    )


def _wish(failure: Failure, now: datetime) -> datetime | None:
    """Until when its server wants to be left alone."""
    wish = min(failure.retry_after, schedule.RETRY_AFTER_CAP)
    return now + timedelta(seconds=wish) if wish else None


def _moved_in_vain(state: State, failure: Failure, failures: int) -> bool:
    """Whether the address to which it had moved is dead: then the configured one is asked again.

    It may lead to yet another one by now.
    """
    moved = bool(state.configured) and state.address != state.configured
    return moved and (failure.kind == "gone" or failures >= FAILURES)


def after_unchanged(state: State, source: Source, answer: NotModified, now: datetime) -> State:
    """The state after "nothing new"."""
    state = structs.replace(_well(state, now), validators=answer.validators)
    return _due(_redirected(state, answer.moved, now), source, answer.max_age, now)


def after_parsed(
    state: State,
    source: Source,
    document: Document,
    parsed: Parsed,
    now: datetime,
    *,
    known: bool = True,
    fresh: Sequence[Entry] = (),
) -> State:
    """The state after a document. One that is cut off is asked for again: nothing of it is kept.

    `known` is whether any of its entries had been seen before, `fresh` are those that are new.
    """
    count = len(parsed.entries) + parsed.cut
    gap = _passed_by(state, parsed, known=known) and not _absent(state, source, now)
    good = structs.replace(
        _well(state, now),
        parsed=now,
        ttl=parsed.ttl,
        update=parsed.update,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
        last_warning=_warning(state, parsed),
    )
    if not _cut_off(state, parsed):
        good = structs.replace(
            good,
            validators=document.validators,
            body=document.fingerprint(),
            entries=min(count, raw.ENTRIES_LIMIT),  # no more count of one that is read whole
            unsliced=state.unsliced or parsed.mistaken or (parsed.broken and state.entries > 0),
            whole=state.whole if parsed.cut else now,
        )
    good = habit.learnt(habit.hurried(good, gap=gap, new=len(fresh), count=count), fresh, now)
    return _due(_redirected(good, document.moved, now), source, document.max_age, now)


def _cut_off(state: State, parsed: Parsed) -> bool:
    """Damaged, and with less than there was."""
    return parsed.broken and len(parsed.entries) + parsed.cut < state.entries


def _warning(state: State, parsed: Parsed) -> str:
    """What is odd about a document; of one that was read in part, what was odd about the whole."""
    if parsed.cut and not parsed.warnings:
        return state.last_warning
    fell = state.entries and not (parsed.entries or parsed.cut)
    none = (f"the feed had {state.entries} entries and now has none",) if fell else ()
    return "; ".join((*none, *parsed.warnings))


def items_known(state: State, now: datetime) -> bool:
    """Whether what is known of a source's items may be left out of its next document."""
    recent = state.whole is not None and now - state.whole < WHOLE
    return recent and not state.unsliced


def items_kept(before: State, after: State, parsed: Parsed, fresh: Sequence[Entry]) -> bytes | None:
    """The items to be known from now on: those of this document, none where it was damaged.

    None, as they were, where it was cut off and told nothing new. What is new in it is kept all the
    same: an item as it was before it is then a change.
    """
    if _cut_off(before, parsed) and not fresh:
        return None
    return b"" if after.unsliced or parsed.broken else parsed.items


def counted(state: State, outcome: str, now: datetime, news: int = 0) -> State:
    """The state with one more poll in its counts; `news` are its new and changed entries."""
    polls = state.polls | {outcome: state.polls.get(outcome, 0) + 1}
    state = structs.replace(state, polls=polls, polled=now)
    if not news:
        return state
    pause = state.pause
    if state.last_news is not None:
        newest = (now - state.last_news).total_seconds()
        pause = pause + PAUSE_SHARE * (newest - pause) if pause else newest
    return structs.replace(state, news=state.news + news, last_news=now, pause=pause)


def steps(
    before: State, after: State, now: datetime, *, parsed: Parsed | None = None, known: bool = True
) -> tuple[SourceStep, ...]:
    """Events of a poll. `known` is whether any of its entries had been seen before."""
    source, address = after.source, without_password(after.address)
    found: list[SourceStep] = []
    if after.address != before.address:
        detail = f"from {without_password(before.address)}"
        found.append(SourceMoved(source=source, address=address, at=now, detail=detail))
    if after.gone and not before.gone:
        found.append(SourceGone(source=source, address=address, at=now, detail=after.last_error))
    if after.announced and not before.announced:
        found.append(SourceFailed(source=source, address=address, at=now, detail=after.last_error))
    if before.announced and not after.announced:
        detail = f"after {before.failures} failures: {before.last_error}"
        found.append(SourceRecovered(source=source, address=address, at=now, detail=detail))
    since = before.last_success or before.parsed
    if since and parsed and _passed_by(before, parsed, known=known):
        detail = "none of the entries had been seen before: some may have come and gone"
        found.append(
            CoverageGap(source=source, address=address, at=now, since=since, detail=detail)
        )
    return tuple(found)


def _passed_by(before: State, parsed: Parsed, *, known: bool) -> bool:
    """Whether entries may have come and gone between two polls: no old one is there any more."""
    several = len(parsed.entries) >= GAP_ENTRIES
    return bool(before.parsed) and before.entries > 0 and several and not (known or parsed.cut)


def _absent(state: State, source: Source, now: datetime) -> bool:
    """Whether it was left alone for much longer than is usual."""
    last = state.last_success
    return last is not None and (now - last).total_seconds() > OURS * max(
        habit.interval(source, state, last), state.ttl
    )


def _well(state: State, now: datetime) -> State:
    """It has answered."""
    return structs.replace(
        state,
        failures=0,
        announced=False,
        gone=False,
        left_alone=None,
        last_success=now,
        last_error="",
        host_rest=None,
    )


def _due(state: State, source: Source, max_age: int, now: datetime) -> State:
    usual = habit.interval(source, state, now)
    hint = 0 if source.fastest else max(max_age, state.ttl)
    due = schedule.next_due(now, source.id, usual, hint=hint)
    if not source.fastest:
        due = schedule.after_skips(due, source.id, state.skip_hours, state.skip_days)
    return structs.replace(state, next_due=due)


def _redirected(state: State, moved: str, now: datetime) -> State:
    """Count permanent redirects; follow them when the same one has lasted."""
    if not moved or moved == state.address:
        return structs.replace(state, moved_to="", moved_times=0, moved_since=None)
    if moved != state.moved_to or state.moved_since is None:
        return structs.replace(state, moved_to=moved, moved_times=1, moved_since=now)
    times = state.moved_times + 1
    if times >= MOVES and now - state.moved_since >= MOVED_FOR:
        return structs.replace(state, address=moved, moved_to="", moved_times=0, moved_since=None)
    return structs.replace(state, moved_times=times)
