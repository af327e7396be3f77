"""Answers of trackers as people and programs read them, from the plain views that views.db keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from monitor.cli.kinds import DRAWINGS, Line, View, between, bounded, is_range
from monitor.cli.outline import TrackerLine
from monitor.cli.rendering import bold, dim, headed, table, wrapped
from monitor.views.reading import Line as OwnLine
from monitor.wording import many, plain

HEAD = ("topic", "tracker", "kind", "as_of")
"""What JSON begins with."""


class Said(NamedTuple):
    """What a tracker says: as its kind gives it, and as its kind would show it."""

    view: View
    lines: Sequence[OwnLine] = ()


def outward(view: View, topic: str, tracker: TrackerLine, as_of: str) -> View:
    """An answer as JSON has it."""
    head = (topic, tracker.id, view.get("kind", tracker.kind), as_of)
    rest = {name: value for name, value in view.items() if name not in HEAD}
    return dict(zip(HEAD, head, strict=True)) | rest


def shown(said: Said, tracker: TrackerLine, as_of: str) -> list[str]:
    """An answer in lines, with the command that leads on."""
    lines = headed(tracker.title, f"as of {as_of}")
    rows, limits = list(_lines(said)), list(_limits(said))
    if not rows:
        lines.append(f"  nothing is known {'of then' if limits else 'yet'}")
    lines += table([*rows, *limits], style=bold)
    lines += wrapped(counted, "  ") if (counted := _counted(said.view)) else []
    leading = _leading(said.view)
    return [*lines, "", dim(f"monitor why {tracker.id}{leading and f'.{leading}'}")]


def differing(before: Said, after: Said) -> list[tuple[str, str, str]]:
    """What two answers of a tracker do not have in common: label, value before, value after.

    A value that only one of them has stands beside an empty one.
    """
    old, new = _by_label(before), _by_label(after)
    rows = []
    for label in dict.fromkeys((*old, *new)):
        gone, come = Counter(old.get(label, ())), Counter(new.get(label, ()))
        pairs = zip_longest((gone - come).elements(), (come - gone).elements(), fillvalue="")
        rows += [(label, one, other) for one, other in pairs]
    return rows


def _by_label(said: Said) -> dict[str, list[str]]:
    """The lines of an answer with those that continue them, and what is behind it."""
    found: dict[str, list[str]] = {}
    last = ""
    for label, value in (*_lines(said), *_limits(said)):
        if label or not last:
            last = label or " "
            found.setdefault(last, []).append(value)
        else:
            found[last][-1] += f"; {value}"
    if counted := _counted(said.view):
        found["behind it"] = [counted]
    return found


def brief(said: Said) -> str:
    """An answer in a sentence."""
    drawing = DRAWINGS.get(said.view.get("kind", ""))
    if drawing is not None:
        return drawing.brief(said.view)
    told = "; ".join(f"{label} {value}" for label, value in _lines(said))
    return told or "nothing is known yet"


def _lines(said: Said) -> Iterator[Line]:
    drawing = DRAWINGS.get(said.view.get("kind", ""))
    if drawing is not None:
        yield from drawing.lines(said.view)
        return
    for label, value, note in said.lines:
        yield label, f"{value} ({note})" if note else value


def _limits(said: Said) -> Iterator[Line]:
    """What a bounded answer leaves out."""
    return bounded(said.view) if said.view.get("kind") in DRAWINGS else iter(())


def _counted(view: View) -> str:
    """`2 voices, 3 claims; 1 set aside`, as far as the kind counts them."""
    counts = ((view.get("lineages"), "voice"), (view.get("claims"), "claim"))
    read = ", ".join(many(count, noun) for count, noun in counts if isinstance(count, int))
    aside = f"{len(view['set_aside'])} set aside" if view.get("set_aside") else ""
    return "; ".join(filter(None, (read, aside)))


def _leading(view: View) -> str:
    """The figure that a person asks about first."""
    drawing = DRAWINGS.get(view.get("kind", ""))
    return drawing.leading(view) if drawing else next(iter(view.get("because", ())), "")


def amount(value: object) -> str:
    """A figure in a word or two; empty when it is none."""
    if isinstance(value, dict):
        return between(value) if is_range(value) else ""
    return plain(value) if isinstance(value, str) else "" if value is None else f"{value}"
