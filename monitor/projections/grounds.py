"""The grounds of a development that was noted earlier: does a view still say so, and because of what?

A rule may hold a development back until a second voice says the same. When the view has changed it is
looked at again, by its field, its value and its claims: the figure may have moved on, the happening may
be one with another now, or taken back.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.projections import Changes, Grounds, View
from monitor.topics import Tracker

NOTHING = frozenset({"", "0", "none"})
"""Values of which nobody is told who knows nothing yet."""


def as_told(changes: Changes, *, things: frozenset[str] = frozenset()) -> Grounds:
    """The grounds of a kind, by what it would tell somebody who knows nothing yet.

    `things` are fields whose values are happenings rather than figures: such a one is still there under
    another name when it has one of the claims.
    """

    def grounds(
        tracker: Tracker, view: View, field: str, after: str, because: tuple[str, ...]
    ) -> tuple[str, ...] | None:
        told = [change for change in changes(tracker, None, view) if change.field == field]
        same = [change for change in told if change.after == after]
        if field in things:
            same = [
                change for change in told if not set(because).isdisjoint(change.because)
            ] or same
        if same:
            return all_of(because, *(change.because for change in same))
        return because if not told and after in NOTHING else None

    return grounds


def all_of(*claims: Iterable[str]) -> tuple[str, ...]:
    """These ids, each once, sorted."""
    return tuple(sorted({name for some in claims for name in some}))
