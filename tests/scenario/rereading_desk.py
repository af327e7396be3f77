"""A desk that takes texts in by some rules and reads them again by others, with its log in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from monitor.cli.figures import Said
from monitor.config import load
from monitor.entries import Entry
from monitor.eventlog.memory import MemoryLog
from monitor.events import AnyEvent
from monitor.pipeline import Pipeline
from monitor.projections.ledger import Ledger, apply, standing
from monitor.registry import resolve
from monitor.rereading import Plan, Rules, plan
from monitor.topics import Topic
from monitor.views.rebuild import catch_up, check
from monitor.views.store import Views
from tests.cli import cli_state

LATER = cli_state.NOW + timedelta(days=200)
"""When newer rules come."""
TOPIC = cli_state.TOPIC.replace('langs = ["en"]', 'langs = ["en", "es"]')
RULES = {
    "two languages": TOPIC,
    "no verb": TOPIC.replace('hit = ["struck", "hit", "sank"]', 'hit = ["sank"]'),
    "no noun": TOPIC.replace('strike = ["strike", "strikes", "attack"]', 'strike = ["raid"]'),
    "more troops": TOPIC.replace("least = 100", "least = 5000"),
    "English": cli_state.TOPIC,
    "no smugglers": TOPIC.replace('smuggler = ["smuggler*"]', 'smuggler = ["pirate*"]'),
    "no coast": TOPIC.replace('bay = ["bay", "coast"]', 'bay = ["bay"]'),
}
"""Topics with one gate, and other rules behind it."""


@cache
def rules_of(topic: str) -> Rules:
    """The rules of a topic's file, made ready once."""
    with TemporaryDirectory() as folder:
        config = cli_state.configured(Path(folder, "config"), norland=topic)
        return Rules(load(config, Path(folder)).topic("norland"))


def as_told(
    rules: Rules, events: Sequence[AnyEvent], as_of: datetime | None = None
) -> dict[str, Said]:
    """What every tracker says by these events, at a time."""
    ledger = apply(Ledger(), events)
    found = {}
    for tracker in rules.topic.trackers:
        kind = resolve("projections", tracker.kind)
        view = kind.view(tracker, standing(ledger, tracker.id, as_of))
        found[tracker.id] = Said(view, kind.lines(tracker, view))
    return found


class Desk:
    """A log and its tables."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "views.db"
        self.log = MemoryLog()
        self.views = Views.open(self.path)

    def take_in(self, rules: Rules, entries: Sequence[Entry]) -> None:
        """Follow with these rules; each text comes by itself."""
        pipeline = self._pipeline(rules)
        for each in entries:
            pipeline.take_in([each], each.seen)

    def record(self, *events: AnyEvent) -> None:
        """Events that no text has brought just now."""
        self.log.append("norland", events, self.log.head("norland").position)

    def plan(self, rules: Rules) -> Plan:
        """What these rules would change."""
        return plan(rules, self.events(), LATER)

    def reread(self, rules: Rules) -> Plan:
        """Read all again, and record it."""
        pipeline, found = self._pipeline(rules), self.plan(rules)
        if found.events:
            pipeline.amend(pipeline.followers[0], found.events, found.ledger, found.after, LATER)
        return found

    def events(self) -> list[AnyEvent]:
        """All that is recorded."""
        return [each.event for each in self.log.read()]

    def differences(self, topic: Topic) -> list[str]:
        """What of the tables is not as a rebuild gives it."""
        return check(self.log, [topic], self.path)

    def _pipeline(self, rules: Rules) -> Pipeline:
        ledgers = catch_up(self.views, self.log.read(), [rules.topic])
        pipeline = Pipeline(self.log, self.views, [rules.topic], ledgers)
        pipeline.followers[0].readers = rules.readers
        return pipeline


@contextmanager
def desks(count: int = 1) -> Iterator[list[Desk]]:
    """Desks with nothing on them."""
    with TemporaryDirectory() as folder:
        made = []
        for number in range(count):
            Path(folder, str(number)).mkdir()
            made.append(Desk(Path(folder, str(number))))
        try:
            yield made
        finally:
            for each in made:
                each.views.close()


# --- worlds ---------------------------------------------------------------------------------------

LEADS = {
    "en": (
        "The Norland navy struck a boat in the bay off Tarland on Tuesday and killed {n} people.",
        "A Norland strike on a boat killed {n} people; the toll of all strikes is at least 4{n}.",
        "Norland has {n},500 troops at the coast off Tarland, the navy said.",
        "President Orla spoke with Vesk by phone on Monday; they agreed to meet on June 2{n}.",
        "The Norland navy sank a boat. {n} smugglers were killed, and two survived the attack.",
    ),
    "es": (
        "La Norland navy: un attack contra un boat dejó {n} muertos el martes, dijo Vesk.",
        "Norland tiene {n}.500 troops en la bay de Tarland, dijo Orla.",
    ),
}
MORE = (
    "",
    " Reporters were kept from the harbour office while the patrol came in late, and relatives of"
    " the crew waited at the gate for a list of names that nobody had promised them.",
)


@st.composite
def worlds(draw: st.DrawFn) -> list[Entry]:
    """Texts of two outlets over some days: pages that change, copies, credits, two languages."""
    entries: list[Entry] = []
    for hour in range(draw(st.integers(1, 7))):
        lang = draw(st.sampled_from(("en", "en", "en", "es")))
        page, day = draw(st.integers(1, 3)), 10 + hour // 2
        lead = draw(st.sampled_from(LEADS[lang])).format(n=draw(st.integers(2, 9)))
        text = lead + draw(st.sampled_from(MORE))
        if entries and draw(st.integers(0, 2)) == 0:
            text, lang = draw(st.sampled_from([(each.text, each.lang) for each in entries]))
        source = draw(st.sampled_from(("harbour-post", "coast-wire")))
        entry = cli_state.entry(page, source, day, f"Norland boat {page}", text, hour)
        kept: dict[str, Any] = {"lang": lang, "credit": draw(st.sampled_from(("", "AP")))}
        if draw(st.integers(0, 4)) == 0:
            kept |= {"published": None, "day": None}
        elif draw(st.booleans()):  # the page keeps its first date
            first = next((each for each in entries if each.url == entry.url), entry)
            kept |= {"published": first.published, "day": first.day}
        entries.append(cli_state.changed(entry, **kept))
    return entries


@st.composite
def other_rules(draw: st.DrawFn) -> tuple[Rules, Rules]:
    """Two different rules."""
    one, other = draw(st.lists(st.sampled_from(sorted(RULES)), min_size=2, max_size=2, unique=True))
    return rules_of(RULES[one]), rules_of(RULES[other])
