"""What is told of what we can see: with a real log and tables, the rules, and a clock of its own."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.config import load
from monitor.eventlog.memory import MemoryLog
from monitor.events import SourceFailed, SourceRecovered
from monitor.lookout import Lookout, blind
from monitor.notices import AlertHeld, AlertRaised, DevelopmentNoted
from monitor.pipeline import SOURCES_STREAM, Pipeline
from monitor.sources import State
from monitor.topics import AlertRule
from monitor.views.rebuild import catch_up
from monitor.views.store import Views
from tests.cli import cli_state

START = cli_state.NOW
DAY = timedelta(days=1)
RULES = (
    AlertRule(id="all", severity="notice", throttle=60),
    AlertRule(id="each", tracker="coverage", severity="info", channels=("mail",)),
)


class Watch:
    """A lookout over a topic of two sources; its clock stands where it is put."""

    def __init__(self, folder: Path) -> None:
        config = cli_state.configured(folder / "config", norland=cli_state.TOPIC)
        self.topic = structs.replace(load(config, folder).topic("norland"), rules=RULES)
        self.log, self.views, self.now = MemoryLog(), Views.open(folder / "views.db"), START
        self.start()

    def start(self, heard: datetime | None = None) -> None:
        """The program starts, or starts again; a source last answered at a time."""
        ledgers = catch_up(self.views, self.log.read(), [self.topic])
        self.pipeline = Pipeline(self.log, self.views, [self.topic], ledgers)
        self.lookout = Lookout(self.pipeline, lambda: self.now, since=heard)

    def sees(self, *steps: SourceFailed | SourceRecovered) -> None:
        """Steps are recorded, then told."""
        self.now += timedelta(minutes=5)
        self.pipeline.record(SOURCES_STREAM, steps)
        list(self.lookout.observe(steps))

    def waits(self, span: timedelta) -> None:
        """Time passes, with a look in each hour."""
        end = self.now + span
        while self.now < end:
            self.now += timedelta(hours=1)
            list(self.lookout.listen())

    def of(self, kind: type[Any]) -> list[Any]:
        """Events of the topic."""
        return [each.event for each in self.log.read() if isinstance(each.event, kind)]

    @property
    def told(self) -> list[str]:
        """Titles of what was noted, without the topic's."""
        return [each.title.partition(": ")[2] for each in self.of(DevelopmentNoted)]


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Watch]:
    """Nothing is known yet."""
    made = Watch(tmp_path)
    yield made
    made.views.close()


def failed(source: str) -> SourceFailed:
    return SourceFailed(source=source, address="", at=START, detail="it answers 500")


def back(source: str, at: datetime = START + DAY) -> SourceRecovered:
    return SourceRecovered(source=source, address="", at=at)


def test_when_no_source_answers_that_is_told_at_once(watch: Watch) -> None:
    """The first is one of two; with the second monitor is blind, which is critical."""
    watch.sees(failed("harbour-post"))
    watch.sees(failed("coast-wire"))
    assert "monitor is blind: none of the 2 sources answers" in watch.told
    worst = [each for each in watch.of(AlertRaised) if each.severity == "critical"]
    assert [each.channel for each in worst] == ["terminal", "mail"]
    assert worst[0].parts[0].why == "monitor status"


def test_each_source_is_told_through_the_rule_for_sources(watch: Watch) -> None:
    """Blind and back, once each."""
    watch.sees(failed("harbour-post"))
    watch.sees(back("harbour-post"))
    mails = [each.body for each in watch.of(AlertRaised) if each.channel == "mail"]
    assert sum("harbour-post does not answer: it answers 500" in body for body in mails) == 1
    assert sum("harbour-post answers again" in body for body in mails) == 1


def test_a_restart_tells_nothing_again_and_what_was_left_untold(watch: Watch) -> None:
    """A step that was recorded just before a crash is told by the next start."""
    watch.sees(failed("harbour-post"))
    before = watch.told
    watch.start()
    list(watch.lookout.observe())
    assert watch.told == before
    watch.pipeline.record(SOURCES_STREAM, [failed("coast-wire")])
    watch.start()
    list(watch.lookout.observe())
    assert len(watch.told) > len(before)
    watch.start()
    list(watch.lookout.observe())
    assert watch.told.count("monitor is blind: none of the 2 sources answers") == 1


def stories(watch: Watch) -> None:
    """Thirty texts, six hours apart, up to now."""
    for n in range(30):
        title = f"Norland has 5,{n:03} troops at the coast"
        at = START - timedelta(hours=6 * (30 - n))
        each = cli_state.entry(n, "harbour-post", 1, title, f"Notice {n}.", 0)
        told = structs.replace(each, published=at, day=at.date(), seen=at)
        watch.pipeline.take_in([told], at)
    watch.start()


def silences(watch: Watch) -> int:
    """How often silence was told."""
    return len([title for title in watch.told if "no story since" in title])


def test_a_silence_longer_than_usual_is_told_once(watch: Watch) -> None:
    """Not before a day has passed, and not again while it lasts."""
    stories(watch)
    watch.waits(timedelta(hours=12))
    assert silences(watch) == 0
    watch.waits(2 * DAY)
    assert silences(watch) == 1


def test_a_machine_that_slept_has_not_listened(watch: Watch) -> None:
    """After a weekend without a look nothing is called silence before it has been listened for."""
    stories(watch)
    watch.waits(timedelta(hours=2))
    watch.now += 3 * DAY
    watch.waits(timedelta(hours=20))
    assert silences(watch) == 0
    watch.waits(timedelta(hours=20))
    assert silences(watch) == 1


def test_a_restart_is_no_break_in_listening(watch: Watch) -> None:
    """Nor is a rereading of the configuration once a day; a night without polls is one."""
    stories(watch)
    for _ in range(3):
        watch.waits(timedelta(hours=12))
        watch.start(heard=watch.now - timedelta(minutes=5))
    watch.waits(timedelta(hours=2))
    assert silences(watch) == 1


def test_a_start_after_a_night_begins_to_listen(watch: Watch) -> None:
    """What was not polled cannot be called silent."""
    stories(watch)
    watch.now += 3 * DAY
    watch.start(heard=watch.now - 2 * DAY)
    watch.waits(timedelta(hours=20))
    assert silences(watch) == 0


def test_the_held_and_the_told_are_every_development(watch: Watch) -> None:
    """Nothing that a rule is about is lost between noting and telling."""
    watch.sees(failed("harbour-post"))
    watch.sees(failed("coast-wire"))
    watch.sees(back("coast-wire"), back("harbour-post"))
    noted = {each.development for each in watch.of(DevelopmentNoted)}
    told = {name for each in watch.of(AlertRaised) for name in each.developments}
    held = {name for each in watch.of(AlertHeld) for name in each.developments}
    assert noted == told | held


def test_a_start_names_the_first_of_those_that_had_failed() -> None:
    """And how many more there are."""
    states = [State(source=f"s{n}", configured="", address="", announced=True) for n in range(7)]
    assert blind(states) == (
        "no answer lately from s0, s1, s2, s3, s4 and 2 more; monitor sources says why"
    )
    assert blind([structs.replace(states[0], announced=False)]) == ""
