"""A language model asked about stories that the rules have read: their claims are in the log by then.

    story in the log --waiting: its turn?--> question --endpoint--> ModelAnswered --rules--> claims
                                                           `------> ModelFailed

Whatever the model or the network does, polling goes on. The answer is kept as it came; what follows from
it is worked out from the event and appended with it, as a batch of its own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from monitor.claims import Readers
from monitor.claims.proposals import pack_id, read
from monitor.claims.question import VERSION, question
from monitor.claims.reading import Context
from monitor.consulted import AnswerRead, ModelAnswered, ModelFailed
from monitor.entries import Story
from monitor.errors import NOT_NOW
from monitor.events import AnyEvent
from monitor.models import OURS, Answer, Heard, NoAnswer, Setup, body
from monitor.models.waiting import HISTORY, HOUR, Queue, Waiting
from monitor.pipeline import Pipeline, Taking
from monitor.tasks import Tasks
from monitor.telling import TOLD_FAILURES
from monitor.values import digest
from monitor.views.calls import asked, unasked
from monitor.views.reading import Reading, Row

JOB = "the model"
"""The task that asks; there is one at a time. No source can have that name."""

log = logging.getLogger(__name__)


class Put(NamedTuple):
    """A question as it goes out."""

    story: Story
    context: Context
    trackers: tuple[str, ...]
    body: bytes
    setup: Setup

    def answered(self, heard: Answer, at: datetime) -> ModelAnswered:
        """The event of an answer."""
        sent = {**self.setup.parameters, "response": self.setup.response}
        return ModelAnswered(
            story=self.story.id,
            reading=self.story.reading,
            model=self.setup.model,
            prompt=VERSION,
            asked=digest(self.body.decode()),
            trackers=self.trackers,
            parameters=json.dumps(sent, sort_keys=True),
            answer=heard.text,
            answered_by=heard.answered_by,
            finish=heard.finish,
            tokens_in=heard.tokens_in,
            tokens_out=heard.tokens_out,
            seconds=heard.seconds,
            at=at,
        )


def asked_about(story: Story, readers: Readers, setup: Setup) -> Put | None:
    """The question about a story; None when it is in no language of the topic, or nothing is wanted."""
    context = readers.context(story.lang)
    if context is None:
        return None
    trackers = context.topic.trackers
    wanted = [each.id for each in trackers if not setup.kinds or each.kind in setup.kinds]
    made = question(context.topic, context.pack, story, wanted)
    return Put(story, context, made.trackers, body(made, setup), setup) if made else None


class Asked(Protocol):
    """Whoever is asked (`monitor.models.endpoint`)."""

    async def ask(self, body: bytes, now: datetime) -> Heard:
        """The answer, or why there is none; nothing is raised for what a server or a network does."""
        ...


class Ground(NamedTuple):
    """What the daemon lends to whoever works beside its polls."""

    pipeline: Pipeline
    under_way: Tasks
    clock: Callable[[], datetime]
    say: Callable[[str, str], None]
    """Takes a word and a sentence for the person."""
    tell: Callable[[str, Taking], None]
    """Takes what has brought a batch, and what has come of it."""
    hold: Callable[[str, Exception], None]
    """Hears that nothing can be recorded now."""


class Asking:
    """Asks about one story after the other."""

    def __init__(self, setup: Setup, endpoint: Asked, ground: Ground) -> None:
        """Nothing waits yet."""
        self._setup, self._endpoint, self._ground = setup, endpoint, ground
        self._clock, self._say = ground.clock, ground.say
        self._followers = {
            each.topic.id: each
            for each in ground.pipeline.followers
            if not setup.topics or each.topic.id in setup.topics
        }
        self._queue = Queue(setup.per_hour)
        self._owed: tuple[Waiting, Sequence[AnyEvent]] | None = None
        """What has been answered and could not be recorded."""

    def recall(self, views: Path) -> None:
        """Let those wait that the tables know as not asked about. Raises StateError."""
        now = self._clock()
        with Reading.open(views) as reading:
            self._queue = Queue(self._setup.per_hour, asked(reading, now - HOUR))
            for topic in self._followers:
                for row in unasked(reading, topic, now - HISTORY, OURS):
                    story = _story(row)
                    self._queue.add(
                        Waiting(topic=topic, story=story, backfill=True, tries=row["tries"])
                    )

    def add(self, taking: Taking, *, backfill: bool) -> None:
        """Let the stories wait that a batch has brought."""
        for story in taking.fresh if taking.topic in self._followers else ():
            self._queue.add(Waiting(topic=taking.topic, story=story, backfill=backfill))

    def start_next(self) -> bool:
        """Ask about the story whose turn it is, beside the polls; False when there is none."""
        if JOB in self._ground.under_way:
            return False
        waiting = self._owed[0] if self._owed else self._queue.next(self._clock())
        if waiting is not None:
            self._ground.under_way.start(JOB, self._work(waiting))
        return waiting is not None

    async def _work(self, waiting: Waiting) -> None:
        """What cannot be recorded now is kept, and recorded the next time."""
        try:
            self._ground.tell(JOB, await self.ask(waiting))
        except NOT_NOW as error:
            self._ground.hold(JOB, error)

    async def ask(self, waiting: Waiting) -> Taking:
        """Ask about a story and record what comes of it. Raises LogError, StateError."""
        told = self._owed[1] if self._owed else await self._told(waiting)
        if not told:
            return Taking(topic=waiting.topic)
        self._owed = (waiting, told)
        follower, now = self._followers[waiting.topic], self._clock()
        taking = self._ground.pipeline.hear(follower, told, now, backfill=waiting.backfill)
        self._owed = None
        return taking

    async def _told(self, waiting: Waiting) -> list[AnyEvent]:
        """The events of a call; none when there is nothing to ask."""
        put = asked_about(waiting.story, self._followers[waiting.topic].readers, self._setup)
        if put is None:
            self._queue.done(waiting)
            return []
        self._queue.asked(self._clock())
        heard = await self._endpoint.ask(put.body, self._clock())
        now = self._clock()
        if isinstance(heard, NoAnswer):
            self._queue.failed(waiting, heard, now)
            self._tell(heard)
            return [_failed(waiting.story, heard, self._setup, now)]
        self._queue.answered(waiting)
        answered = put.answered(heard, now)
        return [answered, *self._read(answered, waiting.story, put.context)]

    def _read(self, answered: ModelAnswered, story: Story, context: Context) -> list[AnyEvent]:
        """What the rules make of an answer; nothing, and said, when they meet a bug of ours."""
        try:
            found = read(answered, story, context)
        except Exception:  # noqa: BLE001 - the boundary of a job; `say` tells where it was
            self._say("fault", f"an answer of the model about story {story.id} is not read")
            return []
        about = {"story": story.id}
        log.debug("the model has answered: %s claims", len(found.claims), extra=about)
        return [
            AnswerRead(
                story=story.id,
                reading=story.reading,
                asked=answered.asked,
                parser=pack_id(context),
                claims=len(found.claims),
                rejected=found.rejected,
                at=answered.at,
            ),
            *found.claims,
        ]

    def _tell(self, heard: NoAnswer) -> None:
        if self._queue.failures in TOLD_FAILURES:
            self._say("no answer", f"the model at {heard.sentence}; the rules read on")
        else:
            log.debug("no answer from the model at %s", heard.sentence)


@asynccontextmanager
async def asking(setup: Setup | None, views: Path, ground: Ground) -> AsyncIterator[Asking | None]:
    """Somebody who asks, while the block runs; None when no model is set up. Raises StateError."""
    if setup is None:
        yield None
        return
    from monitor.models.endpoint import Endpoint

    async with Endpoint(setup) as endpoint:
        made = Asking(setup, endpoint, ground)
        made.recall(views)
        yield made


def _failed(story: Story, heard: NoAnswer, setup: Setup, at: datetime) -> ModelFailed:
    return ModelFailed(
        story=story.id,
        reading=story.reading,
        model=setup.model,
        kind=heard.kind,
        detail=heard.sentence,
        seconds=heard.seconds,
        at=at,
    )


def _story(row: Row) -> Story:
    """A text that the tables keep, as it was read: it has not been revised."""
    published, day = row["published"], row["day"]
    return Story(
        id=row["id"],
        lineage=row["first_lineage"],
        reading=row["reading"],
        url=row["url"],
        site=row["site"],
        title=row["title"],
        text=row["text"],
        lang=row["lang"],
        wire=row["wire"],
        published=datetime.fromisoformat(published) if published else None,
        day=date.fromisoformat(day) if day else None,
        day_only=bool(row["day_only"]),
        seen=datetime.fromisoformat(row["seen"]),
    )
