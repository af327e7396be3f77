"""What the members of the families say about their own options; nothing else imports them."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from msgspec import ValidationError, structs, to_builtins

from monitor import registry
from monitor.config.shape import Place, instead, read
from monitor.errors import NotFound
from monitor.topics import Source, Topic, Tracker

NO_FULL_TEXT = 'the package trafilatura is not installed: pip install "monitor[fulltext]"'

FAMILIES = {
    "projections": "tracker kind",
    "claims.readers": "reader",
    "claims.packs": "language pack",
    "sources": "source kind",
    "alerts": "channel kind",
}
"""Each family in the words of a person who writes a configuration."""


def member(family: str, name: str, place: Place) -> Any:
    """The member of that name; None, and a mistake noted, when there is none."""
    if place.noted:
        return None
    try:
        return registry.resolve(family, name)
    except NotFound as error:
        if ":" in name:
            place.wrong(str(error))
        else:
            known = registry.names(family)
            place.wrong(f'there is no {FAMILIES[family]} "{name}"; {instead(name, known)}')
        return None


def check_channel(kind: str, options: dict[str, Any], place: Place) -> None:
    """Note what is wrong with a channel."""
    before = len(place.findings)
    channel = member("alerts", kind, place.at("kind"))
    struct = getattr(channel, "options", None)
    made = read(struct, options, place) if struct is not None else None
    if made is not None and len(place.findings) == before:
        _tell(place, getattr(channel, "problems", _none)(made))


def check_topic(topic: Topic, place: Place) -> Topic:
    """Note what the members find wrong with a topic; give it with the readers of its trackers."""
    for number, lang in enumerate(topic.langs, 1):
        member("claims.packs", lang, place.at("langs").nth(number))
    for number, source in enumerate(topic.sources, 1):
        check_source(source, place.at("source").nth(number, source.id))
    trackers = []
    for number, tracker in enumerate(topic.trackers, 1):
        where = place.at("tracker").nth(number, tracker.id)
        trackers.append(_check_tracker(topic, tracker, where))
    return structs.replace(topic, trackers=tuple(trackers))


def check_source(source: Source, place: Place) -> None:
    """Note what the kind of a source finds wrong with it."""
    kind = member("sources", source.kind, place.at("kind"))
    if kind is None:
        return
    if source.full_text and importlib.util.find_spec("trafilatura") is None:
        place.at("full_text").wrong(NO_FULL_TEXT)
    _check_address(source, getattr(kind, "addressed", True), place.at("address"))
    where, struct = place.at("options"), getattr(kind, "options", None)
    if struct is None:
        if source.options and not where.noted:
            where.wrong(f'the source kind "{source.kind}" has no options')
        return
    before = len(place.findings)
    made = read(struct, source.options, where)
    if len(place.findings) == before:
        _tell(where, getattr(kind, "problems", _none)(made))


def among(source: Source, others: Iterable[Source]) -> Source:
    """A source with what its kind takes from the others."""
    taking = getattr(registry.resolve("sources", source.kind), "among", None)
    made: Source = taking(source, others) if taking else source
    return made


def _check_address(source: Source, addressed: bool, place: Place) -> None:
    """One is needed, or it is of no use."""
    if place.noted:
        return
    if addressed and not source.address:
        place.wrong("missing; expected text")
    elif source.address and not addressed:
        place.wrong(f'the source kind "{source.kind}" asks no address')


def _check_tracker(topic: Topic, tracker: Tracker, place: Place) -> Tracker:
    kind = member("projections", tracker.kind, place.at("kind")) if tracker.kind else None
    name = tracker.reader or getattr(kind, "reader", "")
    reader = member("claims.readers", name, place.at("reader")) if name else None
    if name and reader is None:
        reader = _meant("claims.readers", name)
    tracker = structs.replace(tracker, reader=name)
    # What could be read of a table, blank where it could not: further mistakes are told as well.
    options = _check_options(kind, tracker.options, place.at("options"))
    told = _check_options(reader, tracker.read, place.at("read"))
    given = structs.replace(tracker, options=options, read=told)
    with suppress(ValidationError):  # of a blank, whose mistake is told
        _tell(place.at("read"), getattr(reader, "problems", _none)(topic, given))
    with suppress(ValidationError):
        counts = getattr(reader, "counts", None)
        counted = counts(given) if counts else None
        _tell(place.at("options"), getattr(kind, "problems", _none)(given, counted))
    return tracker


def _none(*_: object) -> tuple[()]:
    return ()


def _tell(place: Place, problems: Iterable[tuple[str, str]]) -> None:
    """Note problems, but of keys in which a mistake has been noted already."""
    noted = {each.key for each in place.findings if each.file == place.file}
    for key, reason in problems:
        first = place.at(re.split(r"[.\[]", key)[0]).key
        if not any(re.match(rf"{re.escape(first)}(?:[.\[]|$)", each) for each in noted):
            place.at(key).wrong(reason)


def _meant(family: str, name: str) -> Any:
    """The member that an unknown name comes close to: what it would say can be told already."""
    from difflib import get_close_matches  # only for a mistake

    close = get_close_matches(name, registry.names(family), n=1)
    return registry.resolve(family, close[0]) if close else None


def _check_options(found: Any, options: dict[str, Any], place: Place) -> dict[str, Any]:
    """Options against the member's own struct, when it has one; those that can be used."""
    struct = getattr(found, "options", None)
    made = read(struct, options, place) if struct is not None else None
    return to_builtins(made) if made is not None else options
