"""All files of a configuration read and checked together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from monitor.config import members
from monitor.config.folders import TOPICS, folders, topic_files
from monitor.config.model import check_topics
from monitor.config.settings import Settings, settings
from monitor.config.shape import Place, instead
from monitor.config.topics import topic
from monitor.errors import ConfigError, NotFound, Problem
from monitor.topics import Source, Topic
from monitor.views.basis import fingerprint

SETTINGS = "monitor.toml"


class Configuration(Struct, frozen=True):
    """How the program runs, and what it follows."""

    settings: Settings
    topics: tuple[Topic, ...]
    """In the order of their files' names; also those that are not enabled."""

    def topic(self, name: str) -> Topic:
        """The topic of that id. Raises NotFound, with the ids there are."""
        for each in self.topics:
            if each.id == name:
                return each
        known = [each.id for each in self.topics]
        raise NotFound(f'there is no topic "{name}"; {instead(name, known)}')


def load(
    config_dir: str | Path | None = None,
    state_dir: str | Path | None = None,
    *,
    deep: bool = True,
) -> Configuration:
    """Read and check everything. Raises ConfigError.

    `deep` resolves the members that are named (tracker kinds, readers, packs, channels) and checks
    their options, which imports them. Without it a tracker whose `reader` is left to its kind has
    none: enough to list topics and trackers.
    """
    where = folders(config_dir, state_dir)
    findings: list[Problem] = []
    found = _settings(where, findings, deep=deep)
    topics = _topics(where[0], found.channels, findings, deep=deep)
    place = Place(str(where[0] / SETTINGS), findings).at("model")
    check_topics(found.model, {topic.id for topic in topics}, place)
    if findings:
        raise ConfigError(findings)
    return Configuration(found, topics)


def _settings(where: tuple[Path, Path], findings: list[Problem], *, deep: bool) -> Settings:
    path = where[0] / SETTINGS
    place = Place(str(path), findings)
    if not where[0].is_dir():
        Place(str(where[0]), findings).wrong("there is no such folder")
    table = _parsed(path, findings) if path.exists() else {}
    return settings(table or {}, place, where, deep=deep)


def _topics(
    config_dir: Path, channels: Iterable[str], findings: list[Problem], *, deep: bool
) -> tuple[Topic, ...]:
    topics = []
    for path in topic_files(config_dir):
        mark = _mark(path)  # before it is read: changed in between, it counts as changed
        table = _parsed(path, findings)
        if table is None:
            continue
        place = Place(str(path), findings)
        made = structs.replace(topic(table, path, place, channels), fingerprint=mark)
        topics.append((place, members.check_topic(made, place) if deep else made))
    if not topics and not findings:
        Place(str(config_dir / TOPICS), findings).wrong("there is no topic; expected a TOML file")
    _check_across(topics)
    return tuple(made for _, made in topics)


def _mark(path: Path) -> str:
    """The fingerprint of a file; empty when it cannot be read, which `_parsed` tells."""
    try:
        return fingerprint([path.read_bytes()])
    except OSError:
        return ""


def _parsed(path: Path, findings: list[Problem]) -> dict[str, Any] | None:
    """The tables of a file; None, and the mistake noted, when there are none to be had."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        reason = f"is not UTF-8 at byte {error.start}"
    except tomllib.TOMLDecodeError as error:
        reason = f"is not TOML: {error}"  # names line and column
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
    findings.append(Problem(str(path), "", reason))
    return None


def _check_across(topics: Iterable[tuple[Place, Topic]]) -> None:
    """Topics have ids of their own; a source may serve several topics, but is the same in all."""
    ids: dict[str, str] = {}
    sources: dict[str, tuple[str, Source]] = {}
    for place, made in topics:
        if made.id in ids:
            place.at("id").wrong(f'"{made.id}" is already the topic of {ids[made.id]}')
        ids.setdefault(made.id, place.file)
        for source in made.sources:
            file, first = sources.setdefault(source.id, (place.file, source))
            if file != place.file and source != first:
                place.at("source").nth(1, source.id).wrong(
                    f"is another source than in {file}; expected the same, or an id of its own"
                )
