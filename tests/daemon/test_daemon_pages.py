"""Full texts on demand: which pages are read, when, what becomes of them, and who is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import pytest
from msgspec import structs

from monitor.asking import Ground
from monitor.config import load
from monitor.entries import Entry
from monitor.errors import Unavailable
from monitor.events import AnyEvent, StoryPublished, StoryRevised
from monitor.intake import Intake
from monitor.notices import AlertRaised
from monitor.opening import locked, opened
from monitor.pages import reading
from monitor.pipeline import Follower, Pipeline, Taking
from monitor.reports import IncidentReported
from monitor.sources import Failure, State
from monitor.sources.answers import Answers
from monitor.sources.client import Limits, PoliteClient
from monitor.sources.poll import Tools
from monitor.sources.round import Round
from monitor.sources.worker import GuardedWorker
from monitor.tasks import Tasks
from monitor.topics import Source
from tests import loopback
from tests.budgets import ROOT
from tests.cli.cli_state import NOW, configured, entry
from tests.daemon.daemon_world import STRUCK, TROOPS, WEATHER, Feed, World, rss
from tests.loopback import Exchange, Loopback, Mode
from tests.sources.standins import TLS

TITLE = "Norland navy strike on boat off Tarland"
KILLED = (
    "The Norland navy struck a boat off Tarland on Tuesday and killed {} smugglers, the navy said. "
    "The boat had left the harbour of Vesk in the night with a load that nobody has seen, and was hit "
    "twice before it sank, a spokesman for the fleet told reporters at the base. Nobody was rescued."
)
SOURCE = Source(id="coast-wire", address="http://127.0.0.1/feed", full_text=True)


def page(text: str, title: str = TITLE) -> bytes:
    """A page as outlets make them: menus, the text, what else there is."""
    more = (
        "<p>The talks between Orla and Vesk go on in the capital, where both have sent envoys.</p>"
    )
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav><script>var x = 'killed 99';</script>"
        f"<article><h1>{title}</h1><p>{text}</p>{more * 3}</article>"
        "<footer>All rights reserved. Subscribe to our newsletter.</footer></body></html>"
    ).encode()


class Bench:
    """A pipeline, a client for 127.0.0.1, and a clock that stands."""

    def __init__(self, pipeline: Pipeline, tools: Tools, source: Source) -> None:
        self.pipeline = pipeline
        self.now = NOW
        self.held: list[str] = []
        self.said: list[str] = []
        self.told: list[Taking] = []
        self.tasks = Tasks(self.crashed)
        ground = Ground(
            pipeline,
            self.tasks,
            lambda: self.now,
            self.say,
            lambda name, taking: self.told.append(taking),
            lambda what, error: self.held.append(f"{what}: {error}"),
        )
        rounds = self.rounds = Round(tools, lambda: self.now, pause=0)
        intake = Intake(
            pipeline,
            self.say,
            lambda name, taking, old: self.told.append(taking),
        )
        self._begin = partial(reading, {source.id: source}, tools, rounds, ground, intake)
        self.answers = tools.answers
        self.texts = self._begin()

    def crashed(self, error: BaseException) -> None:
        raise AssertionError("the daemon would have ended") from error

    def say(self, word: str, sentence: str, /, **ids: str) -> None:
        self.said.append(f"{word}: {sentence}")

    async def take(self, *entries: Entry) -> None:
        """As the daemon does it: through the pipeline, then to the pages."""
        self.bring(*entries)
        await self.work()

    def bring(self, *entries: Entry, backfill: bool = False) -> None:
        """What a poll brings is put through and kept, and its pages wait."""
        self.pipeline.take_in(entries, self.now, backfill=backfill)
        pages = self.texts.wanted(entries, () if backfill else entries)
        self.answers.keep((State(source=entries[0].source), entries), pages=pages)
        self.texts.add(pages)

    def restart(self) -> None:
        """As at a start of the daemon, or at a rereading of its configuration."""
        self.texts = self._begin()

    async def work(self) -> None:
        while self.texts.start_due():
            await self.tasks.ended(unless=asyncio.Event())

    async def after(self, **time: float) -> None:
        self.now = NOW + timedelta(**time)
        await self.work()

    def events(self, *kinds: type[AnyEvent]) -> list[AnyEvent]:
        return [each.event for each in self.pipeline.log.read() if isinstance(each.event, kinds)]

    def killed(self) -> list[int | None]:
        """The counts of the claims, in the order in which they came."""
        return [
            each.counts["killed"].min
            for each in self.events(IncidentReported)
            if isinstance(each, IncidentReported) and "killed" in each.counts
        ]

    def days(self) -> list[date]:
        """When what was killed was struck, in the order in which it was told."""
        return [
            each.occurred.from_
            for each in self.events(IncidentReported)
            if isinstance(each, IncidentReported) and each.occurred and "killed" in each.counts
        ]


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@asynccontextmanager
async def bench(folder: Path, source: Source = SOURCE) -> AsyncIterator[Bench]:
    configuration = load(configured(folder / "config"), folder / "state")
    with locked(folder / "state"), opened(configuration) as (_, pipeline):
        limits = Limits(deadline=10.0)
        client = PoliteClient(allow_private=("127.0.0.1", "localhost"), limits=limits, tls=TLS)
        with Answers(folder / "state" / "feeds.db") as answers:
            async with client, GuardedWorker() as worker:
                yield Bench(pipeline, Tools(client, worker, answers), source)


def told(server: Loopback, path: str = "/story-one-2025", **changes: Any) -> Entry:
    """An entry of a feed that gives a title and hardly more."""
    made = entry(21, "coast-wire", 12, TITLE, "Read more.")
    return structs.replace(made, **{"url": server.url(path), "seen": NOW, **changes})


def asked(server: Loopback) -> list[str]:
    return [request.path for request in server.seen]


def test_the_page_of_a_short_entry_is_read_once(server: Loopback, tmp_path: Path) -> None:
    """Its robots.txt first; the text becomes a revision of the story, and what it says is read."""
    server.at("/robots.txt", loopback.body(b"User-agent: *\nDisallow: /private"))
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(told(server))
            await made.after(minutes=30)
            assert asked(server) == ["/robots.txt", "/story-one-2025"]
            [first] = made.events(StoryPublished)
            [second] = made.events(StoryRevised)
            assert isinstance(first, StoryPublished)
            assert isinstance(second, StoryRevised)
            assert (second.story, second.material) == (first.story, True)
            assert KILLED.format("four") in second.text
            assert "Subscribe" not in second.text
            assert made.killed() == [4]
            assert [each.revised for each in made.told] == [1]
            assert (
                KILLED.format("four") in made.told[0].fresh[0].text
            )  # what a model is asked about

    asyncio.run(run())


def test_a_silent_edit_becomes_a_revision(server: Loopback, tmp_path: Path) -> None:
    """The page is read again after 1, 6 and 24 hours; what has not changed changes nothing."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(told(server))
            await made.after(hours=1)
            assert len(made.events(StoryRevised)) == 1
            server.at("/story-one-2025", loopback.body(page(KILLED.format("six")), "text/html"))
            await made.after(hours=2)
            assert made.killed() == [4]
            await made.after(hours=6)
            assert made.killed() == [4, 6]
            await made.after(hours=24)
            await made.after(hours=99)
            assert len(server.asked("/story-one-2025")) == 4
            assert len(server.asked("/robots.txt")) == 2  # once a day

    asyncio.run(run())


@pytest.mark.parametrize(
    ("changes", "source"),
    [
        ({"text": "x" * 400}, SOURCE),
        ({"title": "Rain over the valleys"}, SOURCE),
        ({"published": NOW - timedelta(hours=30)}, SOURCE),
        ({"url": ""}, SOURCE),
        ({}, structs.replace(SOURCE, full_text=False)),
        ({"source": "harbour-post"}, SOURCE),
        ({}, structs.replace(SOURCE, address="https://coast-wire.example/feed")),
    ],
    ids=[
        "long enough",
        "about something else",
        "old",
        "no address",
        "not wanted",
        "other source",
        "inside, named by one outside",
    ],
)
def test_nobody_is_asked_without_need(
    server: Loopback, tmp_path: Path, changes: dict[str, Any], source: Source
) -> None:
    """Only where the source wants it, the story is the topic's and new, and the feed gave too little."""

    async def run() -> None:
        async with bench(tmp_path, source) as made:
            await made.take(told(server, **changes))
            await made.after(hours=30)
            assert asked(server) == []

    asyncio.run(run())


def elsewhere(exchange: Exchange) -> None:
    """A redirect to another site, where a page stands that would do."""
    to = exchange.server.at("/consent", loopback.body(page(KILLED.format("four")), "text/html"))
    loopback.redirect(to.replace("127.0.0.1", "localhost"))(exchange)


BAD: dict[str, tuple[bytes, dict[str, Mode]]] = {
    "robots": (
        page(KILLED.format("four")),
        {"/robots.txt": loopback.body(b"User-agent: monitor\nDisallow: /story*2025$")},
    ),
    "robots down": (page(KILLED.format("four")), {"/robots.txt": loopback.status(503)}),
    "gone": (b"", {"/story-one-2025": loopback.status(410)}),
    "empty": (b"<html></html>", {}),
    "consent": (page("We value your privacy. " * 30, "Before you continue"), {}),
    "deep": (b"<div>" * 30_000, {}),
    "binary": (bytes(range(256)) * 50, {}),
    "elsewhere": (b"", {"/story-one-2025": elsewhere}),
    "private": (b"", {"/story-one-2025": loopback.redirect("http://169.254.169.254/")}),
    "endless": (b"", {"/story-one-2025": loopback.drip(0.01)}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_page_that_cannot_be_had_costs_nothing(
    server: Loopback, tmp_path: Path, name: str
) -> None:
    """The story stays as its feed told it, and the next page is read."""
    content, modes = BAD[name]
    server.at("/story-one-2025", loopback.body(content, "text/html"))
    for path, mode in modes.items():
        server.at(path, mode)

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(told(server))
            assert len(made.events(StoryPublished)) == 1
            assert made.events(StoryRevised) == []
            asked_for = {
                "robots": ["/robots.txt"],
                "robots down": ["/robots.txt"],
                "elsewhere": ["/robots.txt", "/story-one-2025", "/consent"],
            }
            assert asked(server) == asked_for.get(name, ["/robots.txt", "/story-one-2025"])
            if not name.startswith("robots"):
                server.at("/other", loopback.body(page(KILLED.format("four")), "text/html"))
                server.at("/robots.txt", loopback.status(404))
                await made.take(told(server, "/other", guid="g-other", text="Read on."))
                assert len(made.events(StoryRevised)) >= 1

    asyncio.run(run())


@pytest.mark.parametrize(
    ("mode", "minutes"),
    [
        (loopback.status(429), 10),
        (loopback.status(503, {"Retry-After": "1800"}), 30),
    ],
    ids=["429", "Retry-After"],
)
def test_a_busy_host_is_asked_for_no_more_pages_for_a_while(
    server: Loopback, tmp_path: Path, mode: Mode, minutes: int
) -> None:
    """Those that wait are read when it is over, that of the refusal at its next time."""
    server.at("/story-one-2025", mode)
    server.at("/story-two", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(
                told(server), told(server, "/story-two", guid="g-other", text="Read on.")
            )
            await made.after(minutes=minutes - 1)
            assert asked(server) == ["/robots.txt", "/story-one-2025"]
            await made.after(minutes=minutes)
            assert server.asked("/story-two")
            assert made.killed() == [4]

    asyncio.run(run())


def test_polls_hear_what_a_host_has_answered_for_a_page(server: Loopback, tmp_path: Path) -> None:
    """All of the host wants to be left alone: its feed is not asked either, nor is it in the next round."""
    server.at("/story-one-2025", loopback.status(503, {"Retry-After": "1800"}))
    feed = Source(id="harbour-post", address=server.url("/feed"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(told(server))
            made.now = NOW + timedelta(minutes=29)
            outcome = await made.rounds.poll(feed)
            assert isinstance(outcome.result, Failure)
            assert outcome.result.kind == "resting"
            assert server.asked("/feed") == []
            made.now = NOW + timedelta(minutes=31)
            await made.rounds.poll(feed)
            assert len(server.asked("/feed")) == 1

    asyncio.run(run())


def test_pages_that_cost_money_keep_no_feed_from_being_asked(
    server: Loopback, tmp_path: Path
) -> None:
    """A host that refuses one page after the other (403) still gives its feed."""
    feed = Source(id="harbour-post", address=server.url("/feed"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            for path in ("/one", "/two", "/three", "/four"):
                server.at(path, loopback.status(403))
                await made.take(told(server, path, guid=path, text=f"Read {path}."))
            await made.rounds.poll(feed)
            assert len(server.asked("/feed")) == 1

    asyncio.run(run())


def test_what_could_not_be_recorded_is_read_again(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room in the log: the page waits, and the daemon is told."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            made.bring(told(server))
            with monkeypatch.context() as patched:
                patched.setattr(made.pipeline, "follow", _no_room)
                assert made.texts.start_due()
                await made.tasks.ended(unless=asyncio.Event())
            assert made.held == ["a page: no room"]
            await made.work()
            assert made.killed() == []
            await made.after(minutes=1)
            assert made.killed() == [4]

    asyncio.run(run())


def test_a_bug_costs_one_page_and_is_told(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daemon goes on; the page is read again at its next time."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            made.bring(told(server))
            with monkeypatch.context() as patched:
                patched.setattr(made.pipeline, "follow", _bug)
                await made.work()
            address = server.url("/story-one-2025")
            assert made.said == [
                f"fault: coast-wire: {address} is left out, a fault of this program"
            ]
            await made.after(hours=1)
            assert made.killed() == [4]

    asyncio.run(run())


def test_a_bug_in_one_topic_keeps_a_page_from_no_other(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told, and the page goes through for those behind it."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            made.bring(told(server))
            follow, [good] = made.pipeline.follow, made.pipeline.followers
            bad = copy(good)
            made.pipeline.followers = [bad, good]

            def one_bad(follower: Follower, *rest: Any, **named: Any) -> Taking:
                return _bug() if follower is bad else follow(follower, *rest, **named)

            monkeypatch.setattr(made.pipeline, "follow", one_bad)
            await made.work()
            assert made.killed() == [4]
            assert [each.partition(":")[0] for each in made.said] == ["fault"]

    asyncio.run(run())


def _bug(*_: object, **__: object) -> NoReturn:
    raise KeyError("of ours")


def _no_room(*_: object, **__: object) -> None:
    raise Unavailable("no room")


def test_after_a_restart_pages_are_read_again_at_their_times(
    server: Loopback, tmp_path: Path
) -> None:
    """What is past is not made good at once; what has been read for the last time is forgotten."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            await made.take(told(server))
            server.at("/story-one-2025", loopback.body(page(KILLED.format("six")), "text/html"))
            made.now = NOW + timedelta(hours=2)
            made.restart()
            await made.work()
            assert len(server.asked("/story-one-2025")) == 1
            await made.after(hours=6)
            assert made.killed() == [4, 6]
            made.now = NOW + timedelta(hours=25)
            made.restart()
            assert made.answers.pages() == []

    asyncio.run(run())


def test_a_restart_does_not_forget_a_first_reading_nor_that_it_is_old(
    server: Loopback, tmp_path: Path
) -> None:
    """It is made good at once, without an alert; what is changed after it is told."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            made.bring(told(server), backfill=True)
            made.restart()
            made.now = NOW + timedelta(minutes=5)
            await made.work()
            assert made.killed() == [4]
            assert made.events(AlertRaised) == []
            server.at("/story-one-2025", loopback.body(page(KILLED.format("six")), "text/html"))
            made.restart()
            await made.after(hours=1)
            assert made.killed() == [4, 6]
            assert made.events(AlertRaised) != []

    asyncio.run(run())


def test_what_cannot_wait_for_want_of_room_is_told(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that has been read makes room for one that has not; it is said once, and none is kept for ever."""
    monkeypatch.setattr("monitor.pages.MOST", 2)
    for path in ("/one", "/two", "/three", "/four"):
        server.at(path, loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            for path in ("/one", "/two", "/three", "/four"):
                await made.take(told(server, path, guid=path, text=f"Read {path}."))
            assert [each for each in asked(server) if each != "/robots.txt"] == [
                "/one",
                "/two",
                "/three",
                "/four",
            ]
            assert made.said == [
                "pages: more than 2 pages wait to be read again: those due last are not"
            ]
            assert len(made.answers.pages()) == 2
            made.now = NOW + timedelta(hours=24)
            await made.work()
            assert made.answers.pages() == []

    asyncio.run(run())


@pytest.mark.parametrize(
    ("zone", "changed"),
    [("UTC", date(2025, 6, 11)), ("America/New_York", date(2025, 6, 10))],
)
def test_days_in_a_page_are_those_of_its_publication(
    server: Loopback, tmp_path: Path, zone: str, changed: date
) -> None:
    """Not of when it is read, after midnight; and what has changed was said when we saw it, over there."""
    text = KILLED.replace("on Tuesday", "yesterday")
    server.at("/story-one-2025", loopback.body(page(text.format("four")), "text/html"))
    late = datetime(2025, 6, 11, 23, 30, tzinfo=UTC)
    source = structs.replace(SOURCE, zone=zone)

    async def run() -> None:
        async with bench(tmp_path, source) as made:
            made.now = late
            made.bring(told(server, published=late, day=late.date(), seen=late))
            made.now = late + timedelta(minutes=40)
            await made.work()
            server.at("/story-one-2025", loopback.body(page(text.format("six")), "text/html"))
            made.now = late + timedelta(hours=1)
            await made.work()
            assert made.days() == [date(2025, 6, 10), changed]

    asyncio.run(run())


def test_the_daemon_reads_the_page_of_what_a_feed_hints_at(world: World) -> None:
    """From the feed to the tally, in a process of its own; and what it said is kept on a second round."""
    text = KILLED.format("four")
    world.server.at("/struck", loopback.body(page(text, STRUCK.title), "text/html"))
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed})
    path = world.config / "topics" / "norland.toml"
    path.write_text(path.read_text("utf-8") + "full_text = true\n", "utf-8")
    assert world.once().code == 0
    short = STRUCK._replace(title="Norland navy strike on boat off Tarland", text="Read more.")
    site = world.server.url("").removeprefix("http://")
    feed.content = rss(short, site=site).replace(b"https://", b"http://")
    world.server.at("/struck", loopback.body(page(text, short.title), "text/html"))
    for _ in range(2):
        world.make_due()
        done = world.once()
        assert (done.code, "Traceback" in done.err) == (0, False), done.err
    assert [type(each).__name__ for each in world.events("StoryPublished", "StoryRevised")] == [
        "StoryPublished",
        "StoryRevised",
    ]
    assert [request.path for request in world.server.seen if request.path != "/alpha"] == [
        "/robots.txt",
        "/struck",
    ]
    assert len(world.events("IncidentReported")) >= 1


def test_what_is_short_of_a_package_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check of the configuration says what to install."""
    from monitor.errors import ConfigError

    config = configured(tmp_path / "config")
    path = config / "topics" / "norland.toml"
    text = path.read_text("utf-8").replace("[[source]]", "[[source]]\nfull_text = true", 1)
    path.write_text(text, "utf-8")
    assert load(config, tmp_path).topics[0].sources[0].full_text
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r'full_text: .*pip install "monitor\[fulltext\]"'):
        load(config, tmp_path)


SLOW = """\
import os, time
from monitor.sources import fulltext

read = fulltext.read

def slow(source, document):
    end = time.monotonic() + 20
    while not os.path.exists({go!r}) and time.monotonic() < end:
        time.sleep(0.02)
    return read(source, document)

slow.__module__, slow.__qualname__ = "monitor.sources.fulltext", "read"
fulltext.read = slow
"""
"""A sitecustomize module: a page is read only when there is a file."""


def test_a_slow_page_holds_up_no_poll(world: World, tmp_path: Path) -> None:
    """Pages are read in a process of their own: a feed is parsed while one is at it."""
    go = tmp_path / "go"
    (tmp_path / "sitecustomize.py").write_text(SLOW.format(go=str(go)))
    short = STRUCK._replace(title=TITLE, text="Read more.")
    site = world.server.url("").removeprefix("http://")
    world.server.at("/struck", loopback.body(page(KILLED.format("four"), TITLE), "text/html"))
    feed = Feed(rss(short, site=site).replace(b"https://", b"http://"))
    other = Feed(rss(WEATHER))
    world.follow({"alpha": feed, "beta": other})
    path = world.config / "topics" / "norland.toml"
    path.write_text(
        path.read_text("utf-8").replace("every = 60\n", "every = 60\nfull_text = true\n", 1)
    )
    with world.running(speed=60, python=str(tmp_path)) as daemon:
        daemon.waits(lambda: world.server.asked("/struck"), "the page")
        other.content = rss(WEATHER, TROOPS)
        daemon.hears("beta: 1 new")
        assert not world.events("StoryRevised")
        go.touch()
        daemon.waits(lambda: world.events("StoryRevised"), "its text")
        assert daemon.stop() == 0


KILLED_BEFORE_KEPT = """\
import os
from monitor import daemon

daemon.keep = lambda *given, **named: os._exit(9)
"""
"""A sitecustomize module: it dies when what has come of a poll is in the log, before that is remembered."""


def test_a_crash_in_the_first_round_makes_no_news_of_old_pages(
    world: World, tmp_path: Path
) -> None:
    """The stories are in the log, their pages unread: what those say is as old as the stories."""
    (tmp_path / "sitecustomize.py").write_text(KILLED_BEFORE_KEPT)
    short = STRUCK._replace(title=TITLE, text="Read more.")
    site = world.server.url("").removeprefix("http://")
    world.server.at("/struck", loopback.body(page(KILLED.format("four"), TITLE), "text/html"))
    world.follow({"alpha": Feed(rss(short, site=site).replace(b"https://", b"http://"))})
    path = world.config / "topics" / "norland.toml"
    path.write_text(path.read_text("utf-8") + "full_text = true\n", "utf-8")
    died = world.once(PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert died.code == 9
    assert len(world.events("StoryPublished")) == 1
    done = world.once()
    assert done.code == 0, done.err
    assert len(world.events("StoryRevised")) == 1
    assert len(world.events("IncidentReported")) >= 1
    assert world.events("AlertRaised") == []
