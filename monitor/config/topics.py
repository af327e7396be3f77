"""`topics/*.toml`: what is followed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, structs

from monitor import text
from monitor.config.rules import RuleTable, check_rule, is_zone, no_zone, rule
from monitor.config.shape import Place, instead, read
from monitor.notices import COVERAGE, SOURCES, STORIES
from monitor.topics import AlertRule, Alone, Gate, Person, Source, Topic, Tracker

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
"""Ids stand in commands, addresses and streams of the log: nothing in them needs quoting."""

SHORTEST_POLL = 60
"""Seconds. Below it a poll mostly costs the outlet: its own caches are hardly ever that short."""

LONGEST_PAUSE = 60
"""Seconds. A round waits for it; a host that wants more is better given a longer `every`."""

PHRASE = re.compile(r"[^\s*][^*]*\*?")
"""A word or a phrase, or the beginning of one with a star at its end."""


class SourceTable(Struct, frozen=True, kw_only=True):
    """The layout of a `[[source]]`."""

    id: str
    kind: str = "feed"
    address: str = ""
    site: str = ""
    lang: str = ""
    zone: str = "UTC"
    every: Annotated[int, Meta(ge=SHORTEST_POLL)] = 0
    fastest: Annotated[int, Meta(ge=SHORTEST_POLL)] = 0
    pause: Annotated[float, Meta(ge=0, le=LONGEST_PAUSE)] = 0.0
    options: dict[str, Any] = {}
    full_text: bool = False


class TrackerTable(Struct, frozen=True, kw_only=True):
    """The layout of a `[[tracker]]`: as a tracker, but the reader may be left to the kind."""

    id: str
    kind: str
    title: str
    reader: str = ""
    options: dict[str, Any] = {}
    read: dict[str, Any] = {}
    model_alone: Alone = "set aside"


class TopicFile(Struct, frozen=True, kw_only=True):
    """The layout of a topic's file."""

    id: str = ""
    title: str
    enabled: bool = True
    since: date | None = None
    until: date | None = None
    langs: tuple[str, ...] = ("en",)
    archive: str = ""
    words: dict[str, tuple[str, ...]] = {}
    places: dict[str, tuple[str, ...]] = {}
    people: dict[str, Person] = {}
    gate: Gate
    tracker: tuple[TrackerTable, ...]
    source: tuple[SourceTable, ...] = ()
    alert: tuple[RuleTable, ...] = ()


def topic(table: dict[str, Any], path: Path, place: Place, channels: Iterable[str]) -> Topic:
    """The topic in a parsed file; `channels` are those that a rule may name."""
    file = read(TopicFile, table, place)
    made = Topic(
        id=file.id or path.stem,
        title=file.title,
        enabled=file.enabled,
        since=file.since,
        until=file.until,
        langs=file.langs,
        words=file.words,
        places=file.places,
        people=file.people,
        gate=file.gate,
        trackers=tuple(Tracker(**structs.asdict(each)) for each in file.tracker),
        sources=tuple(Source(**structs.asdict(each)) for each in file.source),
        rules=_rules(file, place),
        archive=file.archive,
    )
    _check_topic(made, path, place)
    _check_words(made, place)
    _check_gate(made, place)
    _check_ids(made, place)
    _check_reserved(made, place)
    for number, source in enumerate(made.sources, 1):
        _check_source(source, made.langs, place.at("source").nth(number, source.id))
    for number, each in enumerate(made.rules, 1):
        check_rule(each, made, channels, place.at("alert").nth(number, each.id))
    return made


def _rules(file: TopicFile, place: Place) -> tuple[AlertRule, ...]:
    tables = enumerate(file.alert, 1)
    return tuple(rule(each, place.at("alert").nth(n, each.id)) for n, each in tables)


def _check_topic(made: Topic, path: Path, place: Place) -> None:
    if not NAME.fullmatch(made.id):
        place.at("id").wrong(f'expected small letters, digits and hyphens, found "{made.id}"')
    if made.since and made.until and made.until < made.since:
        place.at("until").wrong(f"{made.until} is before since, {made.since}")
    if not made.langs and not place.at("langs").noted:
        place.at("langs").wrong("is empty; expected at least one language")
    if made.archive and not (path.parent / made.archive).exists():
        place.at("archive").wrong(f'there is no file "{made.archive}" beside the topic')


def _check_words(made: Topic, place: Place) -> None:
    """No group is empty, and a star stands at the end of a word only."""
    for key, groups in (("words", made.words), ("places", made.places)):
        for name, phrases in groups.items():
            _check_phrases(phrases, place.at(key).at(name))
    for name, person in made.people.items():
        _check_phrases(person.names, place.at("people").at(name).at("names"))


def _check_phrases(phrases: tuple[str, ...], place: Place) -> None:
    if not (phrases or place.noted):
        place.wrong("is empty; expected at least one word or phrase")
    for number, phrase in enumerate(phrases, 1):
        where = place.nth(number)
        if not (PHRASE.fullmatch(phrase.strip()) or where.noted):
            where.wrong(f'expected words, with a star at the end or none, found "{phrase}"')


def _check_gate(made: Topic, place: Place) -> None:
    gate = place.at("gate")
    if not (made.gate.any or gate.noted or gate.at("any").noted):
        gate.at("any").wrong("is empty; a story has to pass by a combination of word groups")
    for number, combination in enumerate(made.gate.any, 1):
        where = gate.at("any").nth(number)
        if not (combination or where.noted):
            where.wrong("is empty; every story would pass")
        _check_groups(combination, made.words, where)
    _check_groups(made.gate.none, made.words, gate.at("none"))


def _check_groups(names: Iterable[str], words: Mapping[str, object], place: Place) -> None:
    for number, name in enumerate(names, 1):
        if name not in words and not place.nth(number).noted:
            place.wrong(f'there is no word group "{name}"; {instead(name, words)}')


def _check_ids(made: Topic, place: Place) -> None:
    """Trackers, sources and rules have ids, each its own."""
    if not (made.trackers or place.at("tracker").noted):
        place.at("tracker").wrong("is empty; a topic asks at least one question")
    for key, each in (
        ("tracker", [tracker.id for tracker in made.trackers]),
        ("source", [source.id for source in made.sources]),
        ("alert", [each.id for each in made.rules]),
    ):
        for name, times in Counter(filter(None, each)).items():
            where = place.at(key).nth(1, name).at("id")
            if times > 1:
                where.wrong(f"there are {times} of this id")
            if not NAME.fullmatch(name):
                where.wrong(f'expected small letters, digits and hyphens, found "{name}"')


def _check_reserved(made: Topic, place: Place) -> None:
    """Names under which it is told what we can see of a topic are not free."""
    for number, tracker in enumerate(made.trackers, 1):
        if tracker.id == COVERAGE:
            where = place.at("tracker").nth(number, tracker.id).at("id")
            where.wrong(
                f'"{COVERAGE}" is what the health of the sources is told under; choose another'
            )
    for number, source in enumerate(made.sources, 1):
        if source.id in {SOURCES, STORIES}:
            where = place.at("source").nth(number, source.id).at("id")
            where.wrong(f'"{source.id}" is what is told of all of them together; choose another')


def _check_source(source: Source, langs: tuple[str, ...], place: Place) -> None:
    if source.address and not text.web_address(source.address):
        place.at("address").wrong(f'expected an http(s) address, found "{source.address}"')
    if source.lang and source.lang not in langs:
        place.at("lang").wrong(f'"{source.lang}" is not one of langs: {", ".join(langs)}')
    if source.every and source.fastest > source.every:
        place.at("fastest").wrong(f"{source.fastest} is more than every, {source.every}")
    if source.zone and not is_zone(source.zone):
        place.at("zone").wrong(no_zone(source.zone))
