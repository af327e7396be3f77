"""What the members of the families say about their own options; nothing else imports them."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from monitor import registry
from monitor.config.shape import Place, instead, read
from monitor.errors import NotFound
from monitor.topics import Topic, Tracker

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
    _check_options(member("alerts", kind, place.at("kind")), options, place)


def check_topic(topic: Topic, place: Place) -> Topic:
    """Note what the members find wrong with a topic; give it with the readers of its trackers."""
    for number, lang in enumerate(topic.langs, 1):
        member("claims.packs", lang, place.at("langs").nth(number))
    for number, source in enumerate(topic.sources, 1):
        where = place.at("source").nth(number, source.id)
        member("sources", source.kind, where.at("kind"))
    trackers = []
    for number, tracker in enumerate(topic.trackers, 1):
        where = place.at("tracker").nth(number, tracker.id)
        trackers.append(_check_tracker(topic, tracker, where))
    return structs.replace(topic, trackers=tuple(trackers))


def _check_tracker(topic: Topic, tracker: Tracker, place: Place) -> Tracker:
    before = len(place.findings)
    kind = member("projections", tracker.kind, place.at("kind")) if tracker.kind else None
    name = tracker.reader or getattr(kind, "reader", "")
    reader = member("claims.readers", name, place.at("reader")) if name else None
    tracker = structs.replace(tracker, reader=name)
    _check_options(kind, tracker.options, place.at("options"))
    _check_options(reader, tracker.read, place.at("read"))
    problems = getattr(reader, "problems", None)
    if problems is not None and len(place.findings) == before:
        for key, reason in problems(topic, tracker):
            place.at("read").at(key).wrong(reason)
    return tracker


def _check_options(found: Any, options: dict[str, Any], place: Place) -> None:
    """Options against the member's own struct, when it has one."""
    struct = getattr(found, "options", None)
    if struct is not None:
        read(struct, options, place)
