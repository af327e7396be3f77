"""Asking about stories in a state folder: what is recorded, what waits, what is never asked again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.asking import JOB, Asking, Ground
from monitor.claims.proposals import VERSION, read
from monitor.config import load
from monitor.consulted import AnswerRead, ModelAnswered, ModelFailed
from monitor.entries import Entry, Story
from monitor.errors import Unavailable
from monitor.events import AnyEvent, StoryPublished
from monitor.models import Answer, Heard, NoAnswer, Setup
from monitor.notices import AlertRaised
from monitor.opening import locked, opened
from monitor.pipeline import Pipeline, Taking
from monitor.registry import resolve
from monitor.reports import Claim, IncidentReported
from monitor.tasks import Tasks
from monitor.telling import TOLD_FAILURES
from tests.cli.cli_state import NOW, configured, entry
from tests.models.endpoints import listed

PACK = resolve("claims.packs", "en")
SETUP = Setup(address="https://a.example/v1", model="small:1b")
GONE = entry(
    11,
    "harbour-post",
    12,
    "Norland and a boat off Tarland: four gone",
    "Four sailors never came home after the Norland navy met their boat on Tuesday.",
)
LEFT = entry(
    12,
    "coast-wire",
    12,
    "After the boat off Tarland, Norland counts",
    "The Norland fleet left four seamen gone when it met a boat on Tuesday, a harbour master told us.",
    hour=11,
)
FOUR = {"tracker": "strikes", "kind": "incident", "counts": {"killed": 4}}
ANSWERS = {
    GONE.title: listed({**FOUR, "quote": "Four sailors never came home"}),
    LEFT.title: listed({**FOUR, "quote": "left four seamen gone"}, {**FOUR, "quote": "six lost"}),
}
"""What the model proposes about each: the rules read nothing there."""


class Model:
    """An endpoint of its own: answers by the title that it is asked about, or fails."""

    def __init__(self, *failures: NoAnswer) -> None:
        self.asked: list[str] = []
        self.failures = list(failures)
        self.while_asked: Callable[[], object] = lambda: None

    async def ask(self, body: bytes, now: datetime) -> Heard:
        title = next((title for title in ANSWERS if title in body.decode()), "")
        self.asked.append(title)
        self.while_asked()
        await asyncio.sleep(0)
        return self.failures.pop(0) if self.failures else Answer(text=ANSWERS.get(title, "Hm."))


class Bench:
    """A pipeline over a state folder, somebody who asks, and what the daemon would have heard."""

    def __init__(self, pipeline: Pipeline, model: Model, setup: Setup) -> None:
        self.pipeline, self.model = pipeline, model
        self.now = NOW
        self.said: list[tuple[str, str]] = []
        self.told: list[Taking] = []
        self.held: list[str] = []
        self.tasks = Tasks(self.crashed)
        ground = Ground(
            pipeline,
            self.tasks,
            lambda: self.now,
            lambda label, sentence: self.said.append((label, sentence)),
            lambda name, taking: self.told.append(taking),
            lambda what, error: self.held.append(f"{what}: {error}"),
        )
        self.asking = Asking(setup, model, ground)

    def crashed(self, error: BaseException) -> None:
        raise AssertionError("the daemon would have ended") from error

    def take(self, *entries: Entry, backfill: bool = False) -> None:
        for each in entries:
            for taking in self.pipeline.take_in([each], each.seen, backfill=backfill):
                self.asking.add(taking, backfill=backfill)

    def work(self, times: int = 20) -> None:
        """Let it ask until nothing is to be asked."""

        async def run() -> None:
            for _ in range(times):
                if not self.asking.start_next():
                    return
                assert not self.asking.start_next()
                await self.tasks.ended(unless=asyncio.Event())

        asyncio.run(run())

    def events(self, *kinds: type[Any]) -> list[AnyEvent]:
        found = [each.event for each in self.pipeline.log.read()]
        return [event for event in found if isinstance(event, kinds)] if kinds else found


@contextmanager
def bench(
    folder: Path, *failures: NoAnswer, setup: Setup = SETUP, recall: bool = False
) -> Iterator[Bench]:
    config = folder / "config"
    if not config.exists():
        configured(config)
    state = folder / "state"
    with locked(state), opened(load(config, state)) as (_, pipeline):
        made = Bench(pipeline, Model(*failures), setup)
        if recall:
            made.asking.recall(state / "views.db")
        yield made


def views(folder: Path) -> bytes:
    """The tables that the log of a folder gives."""
    with bench(folder) as made:
        return b"".join(made.pipeline.views.dump())


# --- what is recorded ----------------------------------------------------------------------------


def test_the_rules_are_in_the_log_before_the_model_is_asked(tmp_path: Path) -> None:
    """Then its answer, what was made of it, and the claims, in one batch."""
    with bench(tmp_path) as made:
        made.model.while_asked = lambda: seen.extend(map(type, made.events()))
        seen: list[type] = []
        made.take(LEFT)
        made.work()
        assert seen == [StoryPublished]
        types = [type(event) for event in made.events()]
        assert types == [StoryPublished, ModelAnswered, AnswerRead, IncidentReported]
        (answered,), (done,) = made.events(ModelAnswered), made.events(AnswerRead)
        assert isinstance(answered, ModelAnswered)
        assert isinstance(done, AnswerRead)
        assert answered.answer == ANSWERS[LEFT.title]
        assert (answered.model, answered.trackers) == ("small:1b", ("strikes", "talks", "troops"))
        assert (done.claims, done.rejected) == (1, {"quote not in the text": 1})
        assert (done.asked, done.parser) == (answered.asked, f"model/{VERSION}+{PACK.id}")


def test_no_figure_moves_and_no_alert_is_raised_on_one_text(tmp_path: Path) -> None:
    """The second voice makes one development of both, with both quotes in its alert."""
    with bench(tmp_path) as made:
        made.take(GONE)
        made.work()
        assert [taking.claims for taking in made.told] == [1]
        assert not made.told[0].developments
        made.now = LEFT.seen
        made.take(LEFT)
        made.work()
        assert {each.field for each in made.told[1].developments} >= {"incident", "killed"}
        (alert,) = made.told[1].alerts
        assert "Four sailors never came home" in alert.body
        assert "left four seamen gone" in alert.body
        assert alert.body.count("read by a model") == 2
        assert made.pipeline.followers[0].views["strikes"]["killed"]["best"] == 4


def test_what_came_with_old_texts_alerts_nobody(tmp_path: Path) -> None:
    """A first answer of a source is asked about, and only noted."""
    with bench(tmp_path) as made:
        made.take(GONE, LEFT, backfill=True)
        made.work()
        developments = [each for taking in made.told for each in taking.developments]
        assert developments
        assert all(each.backfill for each in developments)
        assert made.events(AlertRaised) == []


def test_copies_are_not_asked_about(tmp_path: Path) -> None:
    """They are one voice with their story; a material revision is another text."""
    copy = structs.replace(GONE, url="https://c.example/1", guid="c", site="c.example")
    changed = structs.replace(GONE, text=GONE.text.replace("Four", "Five"), seen=LEFT.seen)
    with bench(tmp_path) as made:
        made.take(GONE, copy, changed)
        made.work()
        assert made.model.asked == [GONE.title]
        (answered,) = made.events(ModelAnswered)
        assert isinstance(answered, ModelAnswered)
        assert answered.reading == 2


def test_only_what_is_wanted_is_asked(tmp_path: Path) -> None:
    """By topic and by kind of tracker; with nothing wanted nobody is asked."""
    with bench(tmp_path, setup=structs.replace(SETUP, topics=("elsewhere",))) as made:
        made.take(GONE)
        made.work()
        assert made.model.asked == []
    with bench(tmp_path, setup=structs.replace(SETUP, kinds=("statements",))) as made:
        made.take(LEFT)
        made.work()
        assert made.model.asked == []
        assert not made.asking.start_next()
    third = structs.replace(
        LEFT,
        url="https://d.example/1",
        guid="d",
        site="d.example",
        text="Norland met a boat.",
        title="Norland and the third boat",
    )
    with bench(tmp_path, setup=structs.replace(SETUP, kinds=("quantity",))) as made:
        made.take(third)
        made.work()
        (answered,) = made.events(ModelAnswered)
        assert isinstance(answered, ModelAnswered)
        assert answered.trackers == ("troops",)


# --- what goes wrong -----------------------------------------------------------------------------


def failing(kind: Any = "unreachable") -> NoAnswer:
    return NoAnswer(kind=kind, sentence="a.example: it refuses connections", seconds=0.5)


def test_a_failure_is_recorded_and_the_story_waits(tmp_path: Path) -> None:
    """The person hears of it at first, not of each."""
    with bench(tmp_path, *[failing()] * 4) as made:
        made.take(GONE)
        for _ in range(5):
            made.work()
            made.now += timedelta(hours=1)
        assert len(made.events(ModelFailed)) == 4
        assert len(made.events(ModelAnswered)) == 1
        told = [sentence for label, sentence in made.said if label == "no answer"]
        assert len(told) == len({1, 2, 3, 4} & TOLD_FAILURES)
        assert told[0] == "the model at a.example: it refuses connections; the rules read on"


def test_an_answer_that_cannot_be_recorded_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is recorded when there is room again; the model is not asked twice."""
    with bench(tmp_path) as made:
        made.take(GONE)
        with monkeypatch.context() as patch:
            patch.setattr(made.pipeline, "hear", no_room)
            made.work(times=1)
        assert made.held == [f"{JOB}: no room"]
        assert made.events(ModelAnswered) == []
        made.work()
        assert len(made.events(ModelAnswered)) == 1
        assert made.model.asked == [GONE.title]


def no_room(*args: object, **more: object) -> Taking:
    raise Unavailable("no room")


def test_a_bug_in_the_reading_keeps_the_answer_and_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program without the bug reads it again from the log."""

    def faulty(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("monitor.asking.read", faulty)
    with bench(tmp_path) as made:
        made.take(GONE)
        made.work()
        assert [type(each) for each in made.events()] == [StoryPublished, ModelAnswered]
        ((word, sentence),) = made.said
        assert (word, sentence.split(" about ")[0]) == ("fault", "an answer of the model")


def test_claims_that_are_there_already_are_no_conflict(tmp_path: Path) -> None:
    """Should the model be asked twice about one reading, the second answer adds what is new."""
    with bench(tmp_path) as made:
        made.take(GONE)
        made.work()
        (story,) = made.events(StoryPublished)
    with bench(tmp_path) as made:
        made.now += timedelta(minutes=1)
        made.asking.add(Taking(topic="norland", fresh=(read_story(made, story),)), backfill=False)
        made.work()
        assert len(made.events(ModelAnswered)) == 2
        assert len(made.events(IncidentReported)) == 1


def read_story(made: Bench, story: Any) -> Any:
    """The story as the rules have read it."""
    names = Story.__struct_fields__
    return Story(
        lineage=story.story,
        id=story.story,
        **{n: getattr(story, n) for n in names if hasattr(story, n)},
    )


# --- a restart -----------------------------------------------------------------------------------


def test_after_a_restart_those_wait_that_were_not_asked_about(tmp_path: Path) -> None:
    """Each once; what comes of them alerts nobody."""
    with bench(tmp_path, failing(), failing("timeout"), failing("timeout")) as made:
        made.take(GONE)
        made.work()
    with bench(tmp_path, recall=True) as made:
        made.take(LEFT)
        made.work()
        assert made.model.asked == [LEFT.title, GONE.title]
        assert made.events(AlertRaised) == []
    with bench(tmp_path, recall=True) as made:
        made.work()
        assert made.model.asked == []


def test_a_restart_forgets_neither_the_calls_of_the_hour_nor_the_tries(tmp_path: Path) -> None:
    """Nor what is history by then."""
    slow = failing("timeout")
    with bench(tmp_path, slow, slow) as made:
        made.take(GONE)
        made.work()
        made.now += timedelta(minutes=10)
        made.work()
        now = made.now
    with bench(tmp_path, slow, setup=structs.replace(SETUP, per_hour=2)) as made:
        made.now = now
        made.asking.recall(tmp_path / "state" / "views.db")
        made.work()
        assert made.model.asked == []
        made.now += timedelta(hours=1)
        made.work()
        assert made.model.asked == [GONE.title]
        made.now += timedelta(hours=1)
        made.work()
        assert made.model.asked == [GONE.title]
    with bench(tmp_path) as made:
        made.take(LEFT)
        made.now = LEFT.seen + timedelta(days=3)
        made.asking.recall(tmp_path / "state" / "views.db")
        made.work()
        assert made.model.asked == []


def test_a_story_that_is_recalled_is_the_one_that_was_read(tmp_path: Path) -> None:
    """The same question, to the letter."""
    with bench(tmp_path) as made:
        made.take(GONE)
        given = made.asking._queue.next(made.now)
        made.asking.recall(tmp_path / "state" / "views.db")
        recalled = made.asking._queue.next(made.now)
        assert given is not None
        assert recalled is not None
        assert recalled.story == given.story
        assert (given.backfill, recalled.backfill) == (False, True)


# --- without the model ---------------------------------------------------------------------------


def test_what_follows_from_an_answer_follows_from_its_event_alone(tmp_path: Path) -> None:
    """The tables from the log again, byte for byte; the claims from the answer again."""
    with bench(tmp_path) as made:
        made.take(GONE, LEFT)
        made.work()
        kept = b"".join(made.pipeline.views.dump())
        (answered, _), claims = made.events(ModelAnswered), made.events(Claim)
        assert isinstance(answered, ModelAnswered)
        follower = made.pipeline.followers[0]
        context = follower.readers.context("en")
        assert context is not None
        stories = {
            each.story: each
            for each in made.events(StoryPublished)
            if isinstance(each, StoryPublished)
        }
        story = read_story(made, stories[answered.story])
        assert [c.id for c in read(answered, story, context).claims] == [
            c.id for c in claims if isinstance(c, Claim) and c.story == answered.story
        ]
    (tmp_path / "state" / "views.db").unlink()
    assert views(tmp_path) == kept
