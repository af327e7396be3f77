"""Full texts on demand: which pages are read, when, what becomes of them, and who is left alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.asking import Ground
from monitor.config import load
from monitor.entries import Entry
from monitor.errors import Unavailable
from monitor.events import AnyEvent, StoryPublished, StoryRevised
from monitor.fulltext import Texts
from monitor.opening import locked, opened
from monitor.pipeline import Pipeline, Taking
from monitor.reports import IncidentReported
from monitor.sources import State
from monitor.sources.answers import Answers
from monitor.sources.client import Limits, PoliteClient
from monitor.sources.poll import Tools
from monitor.sources.round import Round
from monitor.sources.worker import GuardedWorker
from monitor.tasks import Tasks
from monitor.topics import Source
from tests import loopback
from tests.cli.cli_state import NOW, configured, entry
from tests.daemon.daemon_world import STRUCK, WEATHER, Feed, World, rss
from tests.loopback import Loopback, Mode
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
            lambda label, sentence: self.said.append(f"{label}: {sentence}"),
            lambda name, taking: self.told.append(taking),
            lambda what, error: self.held.append(f"{what}: {error}"),
        )
        rounds = Round(tools, lambda: self.now, pause=0)
        self.texts = Texts({source.id: source}, tools, rounds, ground)

    def crashed(self, error: BaseException) -> None:
        raise AssertionError("the daemon would have ended") from error

    async def take(self, *entries: Entry) -> None:
        """As the daemon does it: through the pipeline, then to the pages."""
        self.pipeline.take_in(entries, self.now)
        self.texts.add(entries, backfill=False)
        await self.work()

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


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@asynccontextmanager
async def bench(folder: Path, source: Source = SOURCE) -> AsyncIterator[Bench]:
    configuration = load(configured(folder / "config"), folder / "state")
    with locked(folder / "state"), opened(configuration) as (_, pipeline):
        limits = Limits(deadline=10.0)
        client = PoliteClient(allow_private=("127.0.0.1",), limits=limits, tls=TLS)
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


BAD = {
    "robots": (b"", {"/robots.txt": loopback.body(b"User-agent: monitor\nDisallow: /story*2025$")}),
    "robots down": (b"", {"/robots.txt": loopback.status(503)}),
    "gone": (b"", {"/story-one-2025": loopback.status(410)}),
    "empty": (b"<html></html>", {}),
    "consent": (page("We value your privacy. " * 30, "Before you continue"), {}),
    "deep": (b"<div>" * 30_000, {}),
    "binary": (bytes(range(256)) * 50, {}),
    "elsewhere": (b"", {"/story-one-2025": loopback.redirect("http://localhost.test/consent")}),
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
            if name == "robots":
                assert asked(server) == ["/robots.txt"]
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


def test_what_could_not_be_recorded_is_read_again(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room in the log: the page waits, and the daemon is told."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("four")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            made.pipeline.take_in([told(server)], NOW)
            made.texts.add([told(server)], backfill=False)
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
            made.pipeline.take_in([told(server)], NOW)
            made.texts.add([told(server)], backfill=False)
            with monkeypatch.context() as patched:
                patched.setattr(made.pipeline, "follow", _bug)
                await made.work()
            address = server.url("/story-one-2025")
            assert made.said == [f"fault: {address} is not read, a fault of this program"]
            await made.after(hours=1)
            assert made.killed() == [4]

    asyncio.run(run())


def _bug(*_: object, **__: object) -> None:
    raise KeyError("of ours")


def _no_room(*_: object, **__: object) -> None:
    raise Unavailable("no room")


def test_after_a_restart_pages_are_read_again_at_their_times(
    server: Loopback, tmp_path: Path
) -> None:
    """Out of the entries that are kept; what is past is not made good at once."""
    server.at("/story-one-2025", loopback.body(page(KILLED.format("six")), "text/html"))

    async def run() -> None:
        async with bench(tmp_path) as made:
            kept = told(server)
            with Answers(tmp_path / "state" / "feeds.db") as answers:
                answers.keep((State(source="coast-wire"), [kept]))
            made.pipeline.take_in([kept], NOW)
            made.now = NOW + timedelta(hours=2)
            made.texts.recall()
            await made.work()
            assert asked(server) == []
            await made.after(hours=6)
            assert made.killed() == [6]

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
