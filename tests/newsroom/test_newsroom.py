"""The newsroom itself: what is published when, what goes wrong, and how its time passes."""

from __future__ import annotations

import http.client
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from monitor.config import load
from monitor.entries import Entry
from monitor.stories.gate import Gate
from tests.loopback import NO_HEADERS
from tests.newsroom import archive, setting
from tests.newsroom.faults import DEAD, QUIET, Plan
from tests.newsroom.items import HELD, Feed
from tests.newsroom.replaying import BEGIN, END
from tests.newsroom.server import Newsroom
from tests.newsroom.simulated import Replay, SharedClock

DAY = datetime(2025, 10, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def feeds() -> list[Feed]:
    return archive.feeds(archive.read(setting.ARCHIVE), 20, END)


def test_the_same_seed_gives_the_same_news(feeds: list[Feed]) -> None:
    """Item by item; another seed gives other times and copies."""
    texts = archive.read(setting.ARCHIVE)
    assert archive.feeds(texts, 20, END) == feeds
    assert archive.feeds(texts, 20, END, seed=2) != feeds


def test_every_text_is_published_once_by_its_outlet_on_its_day(feeds: list[Feed]) -> None:
    """All of the archive, nothing changed; each feed has its items in the order of time."""
    published = [item for feed in feeds for item in feed.items if item.what == "archive"]
    told = {(item.url, item.site, item.text, f"{item.at:%Y-%m-%d}") for item in published}
    texts = archive.read(setting.ARCHIVE)
    assert told == {(t["url"], t["site"], t["text"], t["published"][:10]) for t in texts}
    assert len(published) == len(texts)
    assert all(list(feed.items) == sorted(feed.items) for feed in feeds)
    assert {feed.kind for feed in feeds} == {"rss", "atom"}


def test_copies_come_later_and_from_invented_outlets(feeds: list[Feed]) -> None:
    """A good part of the texts has one; none comes before its original."""
    items = [item for feed in feeds for item in feed.items]
    copies = [item for item in items if item.what == "copy"]
    assert len(copies) > 40
    first = {item.text[:60]: item.at for item in items if item.what == "archive"}
    assert all(item.site.endswith(".example") for item in copies)
    assert all(item.at > first[item.text[:60]] for item in copies)


def test_the_other_news_is_about_something_else(feeds: list[Feed]) -> None:
    """None of it passes the gate of the topic."""
    topics = load(setting.CHECKOUT / "config").topics
    (topic,) = (each for each in topics if each.id == setting.TOPIC)
    gate = Gate(topic)
    others = [item for feed in feeds for item in feed.items if item.what == "other"]
    assert len(others) > 500
    for item in others:
        entry = Entry(source="x", url=item.url, title=item.title, text=item.text, seen=item.at)
        assert gate.passes(entry) is None, item


def test_a_feed_holds_the_newest_items_and_none_of_tomorrow(feeds: list[Feed]) -> None:
    """At most as many as it may, newest first; full from the beginning."""
    for feed in feeds:
        held = feed.held(feed.count(DAY))
        assert len(held) == HELD
        assert list(held) == sorted(held, reverse=True)
        assert held[0].at <= DAY
        assert len(feed.held(feed.count(BEGIN))) > 1


# --- over HTTP ----------------------------------------------------------------------------------


@pytest.fixture
def clock(tmp_path: Path) -> SharedClock:
    return SharedClock(tmp_path / "clock", DAY)


def ask(address: str, headers: Mapping[str, str] = NO_HEADERS) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body."""
    parts = urlsplit(address)
    link = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=1)
    try:
        link.request("GET", parts.path, headers=dict(headers))
        answer = link.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        link.close()


def test_documents_are_whole_and_sent_again_only_when_they_have_changed(
    feeds: list[Feed], clock: SharedClock
) -> None:
    """RSS and Atom that a parser reads without a complaint; 304 to the tag of the last answer."""
    tag: dict[str, str] = {}
    with Newsroom(feeds, clock) as room:
        for feed in feeds:
            status, headers, body = ask(room.address(feed))
            found = feedparser.parse(body)
            assert (status, found.bozo) == (200, False)
            held = feed.held(feed.count(DAY))
            assert [each.link for each in found.entries] == [item.url for item in held]
            assert [each.summary for each in found.entries] == [item.text for item in held]
            tag = {"If-None-Match": headers["ETag"]}
            assert ask(room.address(feed), tag)[0] == 304
        clock.move(END)
        assert ask(room.address(feeds[2]), tag)[0] == 200


@pytest.fixture
def plan(feeds: list[Feed]) -> Plan:
    return Plan([feed.name for feed in feeds], BEGIN, END)


def test_the_plan_of_faults_is_the_same_each_time(feeds: list[Feed], plan: Plan) -> None:
    """Every kind of fault comes, none in the first days, and the same seed gives the same plan."""
    names = [feed.name for feed in feeds]
    again = Plan(names, BEGIN, END)
    hours = [BEGIN + timedelta(hours=n) for n in range(24 * 90)]
    seen = {name: [plan.at(name, hour) for hour in hours] for name in names}
    assert seen == {name: [again.at(name, hour) for hour in hours] for name in names}
    assert len(plan.kinds()) == 10
    assert not [fault for found in seen.values() for fault in found[: QUIET.days * 24] if fault]
    dead = [each for found in seen.values() for each in found if each and each.kind == "dead"]
    assert all(each.until - each.since >= timedelta(days=DEAD[0]) for each in dead)


def faults(plan: Plan, feeds: list[Feed]) -> Iterator[tuple[str, Feed, datetime]]:
    """One time at one feed for each kind of fault."""
    done = set()
    for feed in feeds:
        for hour in range(24 * 90):
            now = BEGIN + timedelta(hours=hour)
            fault = plan.at(feed.name, now)
            if fault and fault.kind not in done:
                done.add(fault.kind)
                yield fault.kind, feed, now


def test_each_fault_is_what_it_says(feeds: list[Feed], plan: Plan, clock: SharedClock) -> None:
    """Statuses with their headers, half a document, no connection, no answer."""
    expected = {
        "error": 500,
        "busy": 429,
        "resting": 503,
        "elsewhere": 302,
        "moved": 301,
        "gone": 410,
    }
    with Newsroom(feeds, clock, plan) as room:
        for kind, feed, now in faults(plan, feeds):
            clock.move(now)
            address = room.address(feed)
            if kind in {"dead", "timeout"}:
                with pytest.raises((ConnectionError, TimeoutError)):
                    ask(address)
                continue
            status, headers, body = ask(address)
            assert status == expected.get(kind, 200)
            if kind in {"busy", "resting"}:
                assert int(headers["Retry-After"]) > 0
            if "Location" in headers:
                assert len(feedparser.parse(ask(headers["Location"])[2]).entries) > 1
            if status == 200:
                assert feedparser.parse(body).bozo == (kind == "cut off")


# --- time ---------------------------------------------------------------------------------------


def test_time_moves_by_steps_to_its_end_and_outlives_its_process(clock: SharedClock) -> None:
    """Who opens the file again finds the time as it was; the end is said once it has been reached."""
    replay = Replay(clock, DAY + timedelta(hours=3), timedelta(hours=2))
    seen = []
    for _ in range(3):
        replay.idle()
        seen.append(clock() - DAY)
    assert seen == [timedelta(hours=2), timedelta(hours=3), timedelta(hours=3)]
    assert clock.ended
    again = SharedClock(clock.path, BEGIN)
    assert (again(), again.ended) == (DAY + timedelta(hours=3), True)


def test_time_goes_no_faster_than_it_may(clock: SharedClock) -> None:
    """An hour of the story for each second of the real time, however often there is nothing to do."""
    seconds = [0.0]
    replay = Replay(clock, END, timedelta(hours=1), speed=3600, real=lambda: seconds[0])
    for _ in range(5):
        replay.idle()
    assert clock() - DAY == timedelta(hours=1)
    seconds[0] = 1.5
    for _ in range(5):
        replay.idle()
    assert clock() - DAY == timedelta(hours=2)
