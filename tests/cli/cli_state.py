"""A topic of its own, texts about it, and the state folder that they make."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import structs

from monitor.config import load
from monitor.entries import Entry
from monitor.events import AnyEvent
from monitor.heartbeat import Heartbeat
from monitor.notices import DevelopmentNoted
from monitor.opening import locked, opened
from monitor.sources import State
from monitor.sources.answers import Answers

NOW = datetime(2025, 6, 12, 18, 30, tzinfo=UTC)
"""When the commands are called."""
TOPIC = """\
id = "norland"
title = "Norland and the boats off Tarland"
langs = ["en"]

[words]
norland = ["Norland", "Norland navy", "Orla"]
strike = ["strike", "strikes", "attack"]
hit = ["struck", "hit", "sank"]
boat = ["boat", "boats", "vessel"]
tarland = ["Tarland", "Vesk"]
orla = ["Orla"]
vesk = ["Vesk"]
smuggler = ["smuggler*"]
troops = ["troops"]
bay = ["bay", "coast"]
# A line like the beginning of a table, in a list: the outline must not be led astray.
odd = [
"[tracker]",
]

[people."Orla"]
names = ["Orla", "President Orla"]
kind = "official"
[people."Navy"]
names = ["Norland navy", "the navy"]
kind = "official"

[people."Vesk"]
names = ["Vesk"]
kind = "official"

[gate]
any = [["norland", "boat"], ["orla", "vesk"], ["norland", "troops"]]

[[tracker]]
id = "strikes"
kind = "tally"
title = "Boats struck off Tarland"
[tracker.options]
event = "strikes"
object = "boats"
dead = "killed"
others = ["survivors"]
prefix = "NOR"
[tracker.read]
event = ["strike"]
hit = ["hit"]
object = ["boat"]
human = ["smuggler"]
anchors = [["strike", "boat"], ["hit", "boat"]]

[[tracker]]
id = "talks"
kind = "status"
reader = "contacts"
title = "Talks between Orla and Vesk"
[tracker.options]
episodes = ["call", "meeting"]
main = "meeting"
[tracker.read]
sides = [["orla"], ["vesk"]]
parties = ["Orla", "Vesk"]

[[tracker]]
id = "troops"
kind = "quantity"
title = "Norland troops at the coast"
[tracker.options]
unit = "troops"
[tracker.read]
unit = "troops"
of = ["troops"]
anchors = [["bay"]]
least = 100

[[source]]
id = "harbour-post"
address = "https://harbour-post.example/feed"

[[source]]
id = "coast-wire"
address = "https://coast-wire.example/rss"
every = 600
"""
DEVELOPMENT = DevelopmentNoted(
    development="d1",
    tracker="troops",
    field="value",
    before="4500",
    after="6000",
    title="Norland troops at the coast: 6,000 troops, was 4,500",
    severity="notice",
    because=(),
    at=datetime(2025, 6, 12, 9, 16, tzinfo=UTC),
    seen=datetime(2025, 6, 12, 9, 19, tzinfo=UTC),
)
"""Noted at the same time as those of the last text below."""
HOSTILE = "Norland navy struck a boat \x1b[31mred\x1b[0m \u202egnihtyna\u202c\u200b today, 4 killed"


def entry(number: int, source: str, day: int, title: str, text: str, hour: int = 9) -> Entry:
    """A text of June 2025."""
    at = datetime(2025, 6, day, hour, 15, tzinfo=UTC)
    return Entry(
        source=source,
        url=f"https://{source}.example/2025/06/{number}",
        guid=f"{source}-{number}",
        title=title,
        text=text,
        site=f"{source}.example",
        lang="en",
        published=at,
        day=at.date(),
        seen=at + timedelta(minutes=4),
    )


def changed(entry: Entry, **fields: object) -> Entry:
    """The text with other fields."""
    return structs.replace(entry, **fields)


WIRE = (
    "The Norland navy struck a boat in the bay on Tuesday and killed three people, the navy said."
)
ENTRIES: tuple[Entry, ...] = (
    entry(
        1,
        "harbour-post",
        3,
        "Norland navy strike on boat off Tarland kills two",
        "The Norland navy struck a boat off Tarland on Tuesday and killed two people.",
    ),
    entry(2, "coast-wire", 10, "Norland strike on boat kills three", WIRE),
    entry(3, "harbour-post", 10, "Three killed in Norland strike on boat", WIRE, hour=11),
    entry(
        4,
        "coast-wire",
        11,
        "Orla and Vesk spoke by phone",
        "President Orla spoke with Vesk by phone on Tuesday and they discussed a meeting.",
    ),
    entry(
        5,
        "harbour-post",
        12,
        "Norland has 4,500 troops at the coast",
        "Norland has 4,500 troops at the coast off Tarland, the navy said on Thursday.",
    ),
)


def configured(folder: Path, **topics: str) -> Path:
    """A configuration folder with these topics by file name; by default with the one above."""
    (folder / "topics").mkdir(parents=True)
    for name, text in (topics or {"norland": TOPIC}).items():
        (folder / "topics" / f"{name}.toml").write_text(text, "utf-8")
    return folder


def take_in(config: Path, state: Path, entries: Sequence[Entry] = ENTRIES) -> None:
    """Put the texts through, each when it was seen."""
    with locked(state), opened(load(config, state)) as (_, pipeline):
        for each in entries:
            pipeline.take_in([each], each.seen)


def record(config: Path, state: Path, stream: str, *events: AnyEvent) -> None:
    """Put events into the log that no text has brought."""
    with locked(state), opened(load(config, state)) as (_, pipeline):
        pipeline.record(stream, events)
    with locked(state), opened(load(config, state)):
        pass  # opening works out the answers again


def polled(state: Path, *states: State) -> None:
    """Remember polls of sources."""
    with Answers(state / "feeds.db") as answers:
        answers.keep(*((each, ()) for each in states))


@contextmanager
def ticking(state: Path, tick: datetime = NOW - timedelta(seconds=3)) -> Iterator[None]:
    """A daemon in this process works on the folder, and ticked last at that time."""
    with locked(state):
        Heartbeat(state, datetime(2025, 6, 10, 8, tzinfo=UTC)).beat()
        os.utime(state / "alive", (tick.timestamp(), tick.timestamp()))
        yield


def answering(source: str, address: str, **fields: object) -> State:
    """A source that has answered half an hour before the commands are called."""
    told: dict[str, object] = {
        "source": source,
        "configured": address,
        "address": address,
        "next_due": NOW + timedelta(minutes=5),
        "last_success": NOW - timedelta(minutes=30),
    }
    return msgspec.convert(told | fields, State)
