"""A made-up log of any size, as a busy topic leaves it: stories and copies, claims, what people were told.

Of a thousand events some six hundred are texts, a hundred and fifty claims of all trackers of the default
topic, and the rest revisions, readings by newer rules, developments, alerts with their steps, and the
health of sources. The same number gives the same events. Nothing is kept: a million take no more room.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from monitor import notices
from monitor.events import (
    AnyEvent,
    ClaimRetracted,
    SourceFailed,
    SourceRecovered,
    StoryCopied,
    StoryPublished,
    StoryReread,
    StoryRevised,
)
from monitor.reports import (
    AnyClaim,
    IncidentAdjusted,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.values import Attribution, Count, Quote, Window, short_id

TOPIC = "us-venezuela"
SOURCES = "_sources"
START = datetime(2025, 9, 1, tzinfo=UTC)
DAY = timedelta(days=1)
A_DAY = 120
"""Events of a day."""
SITES = 120
HAPPENS = 4
"""Days from one strike to the next."""
WORDS = tuple(
    "boat strike harbor officials said killed people the of in on after week Pacific Caribbean navy"
    " military released video cartel senators asked whether order second survivors briefing on".split()
)
TROOPS = (10_000, 12_000, 15_000)
STAGES = ("mooted", "offered", "discussed", "agreed")


class Batch(NamedTuple):
    """Events that are appended together."""

    stream: str
    events: list[AnyEvent]


def history(count: int, topic: str = TOPIC) -> Iterator[Batch]:
    """That many events in all, a few hours at a time."""
    maker = _Maker()
    made = 0
    while made < count:
        for stream, events in maker.hours(topic):
            kept = events[: count - made]
            made += len(kept)
            if kept:
                yield Batch(stream, kept)


class _Maker:
    """Makes one batch after the other; remembers the newest texts only."""

    def __init__(self) -> None:
        self.chance = random.Random(1)
        self.number = self.said = 0
        self.killed: list[int] = []
        self.recent: list[StoryPublished] = []
        self.claimed = ""
        other = (self.status, self.stage, self.troops, self.statement, self.statement)
        self.makers = (self.incident, self.incident, self.total, *other)
        self.texts = tuple(" ".join(self.chance.choices(WORDS, k=70)) for _ in range(200))

    def hours(self, topic: str) -> Iterator[Batch]:
        """Twenty texts with all that comes of them, then a step of a source."""
        events: list[AnyEvent] = []
        for _ in range(20):
            events += self.text()
        events += self.told()
        yield Batch(topic, events)
        at = self.now()
        source, back = f"feed{self.number % SITES}", at + timedelta(minutes=20)
        failed = SourceFailed(source=source, address="", at=at, detail="connection refused")
        yield Batch(SOURCES, [failed, SourceRecovered(source=source, address="", at=back)])

    def now(self) -> datetime:
        return START + self.number * DAY / (A_DAY * 0.6)

    def text(self) -> Iterator[AnyEvent]:
        """A story or a copy; of one in six the claims; of one in forty what becomes of it later."""
        story = self.copy() if self.recent and self.chance.random() < 0.4 else self.story()
        yield story
        self.recent = [*self.recent[-30:], story]
        if self.chance.random() < 1 / 6:
            yield from self.claims(story)
        if self.chance.random() < 1 / 40:
            yield from self.later(story)

    def story(self, **more: Any) -> StoryPublished:
        self.number += 1
        at, site = self.now(), f"outlet{self.chance.randrange(SITES)}.example"
        kind = StoryCopied if more else StoryPublished
        return kind(
            story=short_id("story", str(self.number)),
            source=f"feed{self.number % SITES}",
            url=f"https://{site}/2025/11/{self.number}-what-happened-at-sea",
            guid=f"{site}-{self.number}",
            site=site,
            title=self.texts[self.number % 200][:70],
            text=self.texts[self.number * 7 % 200],
            lang="en",
            published=at,
            day=at.date(),
            seen=at + timedelta(minutes=3),
            why="boat, strike",
            **more,
        )

    def copy(self) -> StoryPublished:
        of = self.chance.choice(self.recent)
        lead = of.of if isinstance(of, StoryCopied) else of.story
        return self.story(of=lead, joins=(lead,), score=0.9)

    def later(self, story: StoryPublished) -> Iterator[AnyEvent]:
        at = story.seen + timedelta(hours=2)
        yield StoryRevised(
            story=story.story,
            url=story.url,
            title=story.title,
            text=self.texts[0],
            material=False,
            reading=1,
            published=story.published,
            seen=at,
        )
        if self.chance.random() < 0.5:
            yield StoryReread(
                story=story.story,
                reading=2,
                of=1,
                pack="en/9",
                published=story.published,
                seen=story.seen,
                at=at,
            )

    # --- claims -------------------------------------------------------------------------------

    def claims(self, story: StoryPublished) -> Iterator[AnyClaim]:
        """One or two of one tracker."""
        make = self.chance.choice(self.makers)
        for _ in range(self.chance.choice((1, 1, 2))):
            claim = make(story)
            self.claimed = claim.id
            yield claim

    def common(self, story: StoryPublished, tracker: str, text: str) -> dict[str, Any]:
        lead = story.of if isinstance(story, StoryCopied) else story.story
        self.said += 1
        start = self.said % 10_000  # no two claims are the same one
        return {
            "tracker": tracker,
            "story": story.story,
            "lineage": lead,
            "url": story.url,
            "site": story.site,
            "quote": Quote("text", start, start + len(text), text),
            "rule": "bench",
            "pack": "en/1",
            "attribution": Attribution("Hegseth", None, "official"),
            "published": story.published,
            "day": story.day,
            "seen": story.seen,
        }

    def strike(self, at: datetime) -> int:
        """The newest strike by then; it becomes known on its day."""
        newest = (at - START).days // HAPPENS
        while len(self.killed) <= newest:
            self.killed.append(self.chance.randint(1, 6))
        return newest

    def incident(self, story: StoryPublished) -> AnyClaim:
        at = story.reported
        number = max(self.strike(at) - self.chance.choice((0, 0, 0, 1)), 0)
        day = (START + number * HAPPENS * DAY).date()
        dead = self.killed[number]
        said = f"{dead} men were killed in the strike, Hegseth said, in international waters"
        return IncidentReported(
            **self.common(story, "strikes", said),
            occurred=Window(day, day, self.chance.choice(("explicit", "weekday"))),
            place=self.chance.choice(("pacific", "pacific", None)),
            counts={"killed": _exact(dead)},
        )

    def total(self, story: StoryPublished) -> AnyClaim:
        if self.chance.random() < 0.02:
            said = "1 survivor is presumed dead after the search was called off"
            common = self.common(story, "strikes", said)
            return IncidentAdjusted(**common, counts={"presumed_dead": _exact(1)})
        strikes = self.strike(story.reported) + 1
        killed = sum(self.killed[:strikes])
        said = f"at least {killed} people in {strikes} strikes since the campaign began"
        counts = {"killed": Count(killed, None, (str(killed),)), "strikes": _exact(strikes)}
        return TotalReported(**self.common(story, "strikes", said), counts=counts)

    def status(self, story: StoryPublished) -> AnyClaim:
        said = "Trump said that he was open to a meeting with Maduro"
        stage = STAGES[self.chance.choice((0, 0, 1, 1, 2, 3))]
        common = self.common(story, "meeting", said)
        episode = self.chance.choice(("call", "meeting"))
        return StatusReported(**common, episode=episode, stage=stage, party="Trump")

    def stage(self, story: StoryPublished) -> AnyClaim:
        tracker = self.chance.choice(("land-strikes", "designation"))
        stage = "threatened" if tracker == "land-strikes" else "planned"
        common = self.common(story, tracker, "strikes on land will start very soon, he said")
        return StatusReported(**common, episode=tracker, stage=stage)

    def troops(self, story: StoryPublished) -> AnyClaim:
        value = TROOPS[min(self.number // 20_000, 2)]
        said = f"some {value:,} troops are in the region"
        count = Count(value, value, (f"{value:,}",))
        return QuantityReported(**self.common(story, "troops", said), value=count, unit="troops")

    def statement(self, story: StoryPublished) -> AnyClaim:
        tracker, act = self.chance.choice((("statements", "offer"), ("deployments", "deployment")))
        about = self.chance.choice(("oil", "talks", "carrier", f"matter {self.number // 500}"))
        common = self.common(story, tracker, "he offered to talk about it face to face")
        return StatementReported(**common, speaker="Maduro", act=act, about=about, to="Trump")

    # --- what people were told ----------------------------------------------------------------

    def told(self) -> Iterator[AnyEvent]:
        """A development, its alert on two channels, and now and then a retraction by a person."""
        at, number = self.now(), str(self.number)
        note = short_id("development", number)
        yield notices.DevelopmentNoted(
            development=note,
            tracker="strikes",
            field="killed",
            before=number,
            after=f"{self.number + 3}",
            title=f"Strikes on boats and the people killed: {number} killed",
            severity="warning",
            because=(short_id("claim", number),),
            kind="rise",
            voices=2,
            at=at,
            seen=at + timedelta(minutes=4),
        )
        for channel in ("mail", "ntfy"):
            yield from self.alert(channel, note, at)
        if self.claimed and self.chance.random() < 0.02:
            yield ClaimRetracted(claim=self.claimed, who="ann", why="misread", at=at)

    def alert(self, channel: str, note: str, at: datetime) -> Iterator[AnyEvent]:
        alert = short_id("alert", channel, note)
        yield notices.AlertRaised(
            alert=alert,
            rule="toll",
            channel=channel,
            severity="warning",
            title="Strikes on boats and the people killed",
            body=self.texts[self.number % 200],
            developments=(note,),
            at=at,
            topic=TOPIC,
        )
        step: dict[str, Any] = {"alert": alert, "channel": channel, "attempt": 1, "at": at}
        yield notices.AlertAttempted(**step)
        yield notices.AlertDelivered(**step)


def _exact(number: int) -> Count:
    return Count(number, number, (str(number),))
