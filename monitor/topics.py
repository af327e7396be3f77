"""What is followed: a topic with its words, trackers, sources and alert rules, as frozen values.

A topic is configuration. Nothing in the program knows the subject of one: it knows word groups, which
the topic names, and tracker kinds, which say how claims become a figure. `monitor.config` builds these
values from TOML and checks them; here they are only described.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any, Literal

from msgspec import Struct

from monitor.notices import DevelopmentKind, Severity


class Person(Struct, frozen=True, kw_only=True):
    """Somebody or some body that speaks or is spoken to, under the names that texts use."""

    names: tuple[str, ...]
    kind: Literal["official", "named", "agency", "outlet"] = "named"


class Gate(Struct, frozen=True, kw_only=True):
    """Which stories are about the topic: one whole combination of word groups, and none of `none`."""

    any: tuple[tuple[str, ...], ...]
    """Combinations of names of word groups; a story passes when it has a word of each group of one."""
    none: tuple[str, ...] = ()
    """Word groups that rule a story out."""


Alone = Literal["set aside", "counted"]
"""What becomes of a claim that only a language model has read, while no second voice says the same."""


class Tracker(Struct, frozen=True, kw_only=True):
    """One question of a topic. `kind` names a projection, `reader` what reads claims for it."""

    id: str
    kind: str
    title: str
    reader: str
    """Member of `monitor.claims.readers`; by default the one that the kind names."""
    options: dict[str, Any] = {}
    """What the kind wants to know; checked against its own options."""
    read: dict[str, Any] = {}
    """What the reader wants to know; checked against its own options."""
    model_alone: Alone = "set aside"
    """Set aside: it enters no figure and raises no alert. Counted: it is a claim like any other."""


class Source(Struct, frozen=True, kw_only=True):
    """A configured place that is polled."""

    id: str
    kind: str = "feed"
    """Member of `monitor.sources`."""
    address: str = ""
    """Empty for a kind that asks no address."""
    site: str = ""
    """The outlet; by default the host without www."""
    lang: str = ""
    zone: str = "UTC"
    """IANA zone of the outlet: in it the day of publication is taken."""
    every: int = 0
    """Seconds between polls at most, while all is well; 0: as its own habit has it."""
    fastest: int = 0
    """Seconds between polls at least, whatever its feed asks for; 0: a third of `every`, five minutes."""
    pause: float = 0.0
    """Seconds that its host wants between two requests of any kind; 0: the usual pause."""
    options: dict[str, Any] = {}
    """What the kind wants to know; checked against its own options."""
    full_text: bool = False
    """Pages of stories of which it gives less than a lead are read."""


class QuietHours(Struct, frozen=True):
    """From one time of day to another, which may be tomorrow's."""

    start: time
    end: time


class Digest(Struct, frozen=True):
    """When a rule tells what has gathered: at every full hour, or once a day."""

    at: time | None = None
    """Time of day; None: hourly."""


class AlertRule(Struct, frozen=True, kw_only=True):
    """When to tell whom: developments of a tracker (or all, "*") at or above a severity."""

    id: str
    tracker: str = "*"
    fields: tuple[str, ...] = ()
    """Only these fields; all when empty."""
    kinds: tuple[DevelopmentKind, ...] = ()
    """Only these kinds of development; all when empty."""
    severity: Severity = "notice"
    direction: Literal["any", "up", "down"] = "any"
    """Only figures that rise, or fall."""
    crosses: int | None = None
    """Only a figure that passes this number."""
    voices: int = 1
    """Independent voices that it takes before it goes out."""
    official: bool = False
    """An official source is enough, however few voices there are."""
    channels: tuple[str, ...] = ("terminal",)
    urgency: Severity | None = None
    """Severity of the alert, whatever that of the development; None: as the development's."""
    quiet: QuietHours | None = None
    """When nothing but what is critical goes out; the rest is told when they end."""
    digest: Digest | None = None
    zone: str = "UTC"
    """IANA zone of `quiet` and `digest`."""
    throttle: int = 0
    """Seconds from one alert to the next; what comes in between is told in one. Critical ones pass."""
    cooldown: int = 0
    """Seconds for which the same field of the same tracker is not told again, unless it is worse."""


class Topic(Struct, frozen=True, kw_only=True):
    """What is followed."""

    id: str
    title: str
    enabled: bool = True
    since: date | None = None
    """Nothing published before this day belongs to the topic."""
    until: date | None = None
    langs: tuple[str, ...] = ("en",)
    """Languages of its sources; each needs a pack in `monitor.claims.packs`."""
    words: dict[str, tuple[str, ...]] = {}
    """Word groups by name. An entry is a word, a phrase, or a beginning ("narco*"); any language."""
    places: dict[str, tuple[str, ...]] = {}
    """Places by name, with the phrases that mean them."""
    people: dict[str, Person] = {}
    """Speakers and parties by name."""
    gate: Gate
    trackers: tuple[Tracker, ...]
    sources: tuple[Source, ...] = ()
    rules: tuple[AlertRule, ...] = ()
    archive: str = ""
    """Path of the archive, relative to the topic's file; empty when there is none."""
    fingerprint: str = ""
    """Of the bytes of its file; empty when it was not read from one."""

    def tracker(self, name: str) -> Tracker | None:
        """The tracker of that id, or None."""
        return next((tracker for tracker in self.trackers if tracker.id == name), None)
