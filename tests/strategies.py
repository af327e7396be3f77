"""Hypothesis strategies for the program's values: any event, claim, story or entry there can be.

What a struct needs is read off its fields, so that a new event type is covered without an edit.
Claims get a quote that says their numbers.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from monitor.entries import Entry, Story
from monitor.events import AnyEvent
from monitor.reports import AnyClaim, Claim
from monitor.values import Basis, Count, Event, Quote, Window

S = TypeVar("S", bound=msgspec.Struct)

EVENTS: tuple[type[Event], ...] = get_args(AnyEvent)
"""Every type of event, in the order of the union."""
CLAIMS: tuple[type[Claim], ...] = get_args(AnyClaim)
"""Every type of claim."""

MEASURES = ("killed", "survivors", "vessels", "strikes", "presumed_dead")


def texts(max_size: int = 40) -> SearchStrategy[str]:
    """Text as `monitor.text.clean` lets it through: any script, no control characters."""
    return st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=max_size)


def times() -> SearchStrategy[datetime]:
    """Aware UTC times."""
    first, last = datetime(1970, 1, 1), datetime(2199, 12, 31)  # noqa: DTZ001  # bounds are naive
    return st.datetimes(first, last, timezones=st.just(UTC))


def days() -> SearchStrategy[date]:
    """Calendar days."""
    return st.dates(date(1970, 1, 1), date(2199, 12, 31))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """One day or several."""
    first, last = sorted([draw(days()), draw(days())])
    return Window(first, last, draw(of(Basis)))


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Exact, open, a range, or vague; its words are what a text would say."""
    least = draw(st.integers(0, 100_000))
    form = draw(st.sampled_from(("exact", "at least", "range", "vague")))
    if form == "at least":
        return Count(least, None, (str(least),))
    if form == "range":
        most = least + draw(st.integers(1, 100))
        return Count(least, most, (f"{least} to {most}",))
    if form == "vague":
        return Count(24, None, ("dozens",), vague=True)
    return Count(least, least, (f"{least:,}",))


@st.composite
def quotes(draw: st.DrawFn, said: Sequence[Count] = ()) -> Quote:
    """A span that says the counts."""
    words = [word for count in said for word in count.words]
    text = " ".join([draw(texts(20)), *words, draw(texts(20))])
    start = draw(st.integers(0, 20_000))
    return Quote(draw(st.sampled_from(("title", "text"))), start, start + len(text), text)


@st.composite
def claims(draw: st.DrawFn, kind: type[Claim] | None = None) -> Claim:
    """A claim of the type, else of any."""
    kind = kind or draw(st.sampled_from(CLAIMS))
    fields = {"id": st.just(""), "counts": measured(), "value": counts()}
    drawn = draw(fields_of(kind, fields))
    said = [*drawn.get("counts", {}).values(), *([drawn["value"]] if "value" in drawn else [])]
    return kind(**drawn | {"quote": draw(quotes(said))})


def measured() -> SearchStrategy[dict[str, Count]]:
    """Counts by measure."""
    return st.dictionaries(st.sampled_from(MEASURES), counts(), max_size=3)


def events(kind: type[Event] | None = None) -> SearchStrategy[Any]:
    """An event of the type, else of any."""
    if kind is None:
        return st.sampled_from(EVENTS).flatmap(events)
    return claims(kind) if issubclass(kind, Claim) else structs(kind)


def stories() -> SearchStrategy[Story]:
    """Texts to be read."""
    return structs(Story)


def entries() -> SearchStrategy[Entry]:
    """Entries as a feed gave them."""
    return structs(Entry)


def structs(kind: type[S]) -> SearchStrategy[S]:
    """Any value of a struct type."""
    return fields_of(kind, {}).map(lambda drawn: kind(**drawn))


def fields_of(
    kind: type[msgspec.Struct], special: dict[str, SearchStrategy[Any]]
) -> SearchStrategy[dict[str, Any]]:
    """A value for each field: from `special` by name, else by its type."""
    hints = {field.name: field.type for field in msgspec.structs.fields(kind)}
    return st.fixed_dictionaries(
        {name: special[name] if name in special else of(hint) for name, hint in hints.items()}
    )


def of(hint: Any) -> SearchStrategy[Any]:
    """Any value of a type as it stands in an annotation."""
    simple = _SIMPLE.get(hint)
    if simple is not None:
        return simple
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is types.UnionType:
        return st.one_of([of(each) for each in inner])
    if origin is tuple:
        return st.lists(of(inner[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(of(inner[0]), of(inner[1]), max_size=3)
    return structs(hint)


_SIMPLE: dict[Any, SearchStrategy[Any]] = {
    str: texts(),
    int: st.integers(0, 100_000),
    bool: st.booleans(),
    float: st.floats(0, 1),
    datetime: times(),
    date: days(),
    type(None): st.none(),
    Window: windows(),
    Count: counts(),
    Quote: quotes(),
}
