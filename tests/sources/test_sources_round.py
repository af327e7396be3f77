"""Polls of real servers, alone and many at once."""

import asyncio
import itertools
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.events import SourceFailed, SourceGone, SourceRecovered
from monitor.sources import Failure, NotModified, Parsed
from monitor.sources.answers import Answers
from monitor.sources.client import PoliteClient
from monitor.sources.poll import Outcome, Tools, keep
from monitor.sources.round import Round
from monitor.sources.sitemap import Sitemap
from monitor.topics import Source
from tests import loopback
from tests.loopback import Exchange, Loopback, Mode
from tests.sources.documents import NOW, PAGE, numbered
from tests.sources.standins import LIMITS, TLS, Clock, Inline


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "feeds.db") as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


Work = Callable[[Round], Awaitable[list[Outcome]]]


def polled(
    answers: Answers, clock: Clock, work: Work, *, pause: float = 0.0, at_once: int = 50
) -> list[Outcome]:
    """Run something with a round whose names all lead to 127.0.0.1."""

    async def run() -> list[Outcome]:
        client = PoliteClient(
            allow_private=["127.0.0.1", *(f"h{n}.test" for n in range(100))],
            limits=LIMITS,
            tls=TLS,
            resolve=lambda host, port: ["127.0.0.1"],
        )
        async with client:
            tools = Tools(client, Inline(), answers)
            return await work(Round(tools, clock, at_once=at_once, pause=pause))

    return asyncio.run(run())


def all_of(*sources: Source) -> Work:
    async def work(rounds: Round) -> list[Outcome]:
        return [outcome async for outcome in rounds.poll_all(sources)]

    return work


def source(name: str, address: str, every: int = 900) -> Source:
    return Source(id=name, address=address, every=every)


def once(answers: Answers, clock: Clock, one: Source) -> Outcome:
    """A poll that is kept."""
    (outcome,) = polled(answers, clock, all_of(one))
    keep(answers, outcome)
    return outcome


def guids(outcome: Outcome) -> list[str]:
    return [entry.guid for entry in outcome.fresh]


# --- one source -------------------------------------------------------------------------------


def test_the_second_poll_is_conditional_and_brings_nothing(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """304, with the validators of the first answer."""
    one = source("a", server.at("/feed", loopback.conditional(numbered(3), etag='W/"x"')))
    assert guids(once(answers, clock, one)) == ["g1", "g2", "g3"]
    second = once(answers, clock, one)
    assert isinstance(second.result, NotModified)
    assert second.fresh == ()
    assert server.seen[1].header("If-None-Match") == 'W/"x"'


def test_polls_are_counted_in_the_state(server: Loopback, answers: Answers, clock: Clock) -> None:
    """By what came of each; a source that was not asked has not been polled."""
    one = source("a", server.at("/feed", loopback.conditional(numbered(3), etag='W/"x"')))
    once(answers, clock, one)
    once(answers, clock, one)
    server.at("/feed", loopback.status(503, {"Retry-After": "600"}))
    outcomes = polled(answers, clock, twice(answers, one))
    kept = outcomes[-1].state
    assert isinstance(outcomes[-1].result, Failure)
    assert outcomes[-1].result.kind == "resting"
    assert kept.polls == {"new": 1, "unchanged": 1, "status": 1}
    assert (kept.news, kept.polled) == (3, NOW)


def twice(answers: Answers, one: Source) -> Work:
    """Polled twice by the same round, each kept."""

    async def work(rounds: Round) -> list[Outcome]:
        found = []
        for _ in range(2):
            outcome = await rounds.poll(one)
            keep(answers, outcome)
            found.append(outcome)
        return found

    return work


def test_nothing_is_remembered_before_it_is_kept(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Whoever dies between the poll and the keep gets everything again."""
    one = source("a", server.at("/feed", loopback.conditional(numbered(3), etag='"x"')))
    for _ in range(2):
        (outcome,) = polled(answers, clock, all_of(one))
        assert guids(outcome) == ["g1", "g2", "g3"]
    assert [request.header("If-None-Match") for request in server.seen] == [None, None]


def test_the_same_body_without_validators_is_not_parsed_again(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Its hash is known."""
    one = source("a", server.at("/feed", loopback.body(numbered(3))))
    assert len(once(answers, clock, one).fresh) == 3
    assert isinstance(once(answers, clock, one).result, NotModified)


def test_only_new_and_changed_entries_are_fresh(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """The feed moves on by one, and changes one."""
    changed = numbered(3, first=2).replace(b"Story 3", b"Story three")
    one = source("a", server.at("/feed", loopback.in_turn(
        loopback.body(numbered(3)), loopback.body(changed))))  # fmt: skip
    once(answers, clock, one)
    assert guids(once(answers, clock, one)) == ["g3", "g4"]


def test_a_bad_document_leaves_the_validators_of_the_good_one(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """A web page in place of the feed is a failure, and is asked for again with the old ETag."""
    feed, page = numbered(3), loopback.body(PAGE, "text/html", {"ETag": '"page"'})
    good = loopback.conditional(feed, etag='"x"')
    one = source("a", server.at("/feed", loopback.in_turn(good, page, good)))
    once(answers, clock, one)
    bad = once(answers, clock, one).result
    assert isinstance(bad, Failure)
    assert bad.kind == "not a feed"
    assert isinstance(once(answers, clock, one).result, NotModified)
    assert server.seen[2].header("If-None-Match") == '"x"'


def test_a_download_that_is_cut_off_is_fetched_again(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """What it has is taken, and nothing says that it was all."""
    whole, more = numbered(9), numbered(12)
    cut = loopback.body(more[:500], headers={"ETag": '"cut"'})
    one = source("a", server.at("/feed", loopback.in_turn(
        loopback.conditional(whole, etag='"x"'), cut, loopback.body(more))))  # fmt: skip
    once(answers, clock, one)
    once(answers, clock, one)
    assert guids(once(answers, clock, one)) == ["g10", "g11", "g12"]
    assert server.seen[2].header("If-None-Match") == '"x"'


def test_a_failing_source_is_told_and_asked_less_often(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Three failures, then a recovery."""
    down = loopback.status(500)
    good = loopback.body(numbered(1))
    one = source("a", server.at("/feed", loopback.in_turn(down, down, down, good)))
    outcomes = [once(answers, clock, one) for _ in range(4)]
    assert [[type(step) for step in each.steps] for each in outcomes] == [
        [], [], [SourceFailed], [SourceRecovered]
    ]  # fmt: skip
    waits = [each.state.next_due - NOW for each in outcomes if each.state.next_due]
    assert waits[0] < waits[1] < waits[2]
    assert waits[3] == waits[0]


def test_a_source_that_is_gone_has_no_next_time(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """410."""
    outcome = once(answers, clock, source("a", server.at("/feed", loopback.status(410))))
    assert [type(step) for step in outcome.steps] == [SourceGone]
    assert outcome.state.next_due is None


def test_a_source_that_moves_is_followed_in_the_end(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Over a day of permanent redirects; then the old address is no longer asked."""
    new = server.at("/new", loopback.body(numbered(1)))
    one = source("a", server.at("/old", loopback.redirect("/new", 301)))
    steps = []
    for _ in range(3):
        steps.append(once(answers, clock, one).steps)
        clock.now += timedelta(hours=12)
    assert [[step.address for step in each] for each in steps] == [[], [], [new]]
    once(answers, clock, one)
    assert len(server.asked("/old")) == 3
    assert len(server.asked("/new")) == 4


# --- many -------------------------------------------------------------------------------------


def test_a_source_that_hangs_holds_up_nobody(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """It answers only when all the others have been asked: all are there, it comes last."""

    def last(exchange: Exchange) -> None:
        while len(server.asked("/feed")) < 20 and not server.closing.wait(0.01):
            pass
        loopback.body(numbered(1))(exchange)

    server.at("/feed", loopback.body(numbered(1)))
    server.at("/hang", last)
    hung = source("hung", server.url("/hang", "h0.test"))
    others = [source(f"s{n}", server.url("/feed", f"h{n}.test")) for n in range(1, 21)]
    outcomes = polled(answers, clock, all_of(hung, *others), at_once=2)
    assert len(outcomes) == 21
    assert all(isinstance(each.result, Parsed) for each in outcomes)
    assert server.seen[0].path == "/hang" or server.seen[1].path == "/hang"


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Four sources of one host, in turn."""
    server.at("/feed", loopback.body(numbered(1)))
    same = [source(f"s{n}", server.url(f"/feed?{n}", "h1.test")) for n in range(4)]
    assert len(polled(answers, clock, all_of(*same), pause=0.1)) == 4
    times = [request.at for request in server.seen]
    assert all(later - earlier >= 0.1 for earlier, later in itertools.pairwise(times))


def test_a_host_has_the_longest_pause_that_one_of_its_sources_wants(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """Its limit is the host's, whichever source is asked next; other hosts have the usual one."""
    server.at("/feed", loopback.body(numbered(1)))
    same = [source(f"s{n}", server.url(f"/feed?{n}", "h1.test")) for n in range(3)]
    limited = structs.replace(same[0], pause=0.4)
    others = [source(f"o{n}", server.url(f"/other?{n}", "h2.test")) for n in range(3)]
    assert len(polled(answers, clock, all_of(limited, *same[1:], *others), pause=0.05)) == 6
    times = [request.at for request in server.seen if request.path.startswith("/feed")]
    assert all(later - earlier >= 0.4 for earlier, later in itertools.pairwise(times))
    elsewhere = [request.at for request in server.seen if request.path.startswith("/other")]
    assert max(elsewhere) < max(times)


def test_a_program_waits_for_no_other(answers: Answers, clock: Clock, tmp_path: Path) -> None:
    """Sources without an address have no host to be spared: each ends when the other has begun."""
    both = [meeting("a", "b", tmp_path), meeting("b", "a", tmp_path)]
    outcomes = polled(answers, clock, all_of(*both), pause=30.0)
    assert [len(each.fresh) for each in outcomes] == [1, 1]
    keep(answers, *outcomes)
    again = polled(answers, clock, all_of(*both), pause=30.0)
    assert [each.fresh for each in again] == [(), ()]
    assert [each.steps for each in again] == [(), ()]


def meeting(name: str, other: str, folder: Path) -> Source:
    """A program that says that it runs, and prints nothing before the other one has said so."""
    code = (
        "import pathlib, sys, time\n"
        "mine, other = map(pathlib.Path, sys.argv[1:])\n"
        "mine.touch()\n"
        "while not other.exists(): time.sleep(0.01)\n"
        'print(\'{"title": "Pier built"}\')'
    )
    argv = [sys.executable, "-c", code, str(folder / name), str(folder / other)]
    return Source(id=name, kind="command", options={"argv": argv, "timeout": 20})


def test_a_bug_of_ours_is_the_failure_of_one_source(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """The others are polled, the fault is in the outcome and in the log."""
    server.at("/feed", loopback.body(numbered(1)))
    server.at("/bug", loopback.body(b"<!-- BUG -->"))
    bad = source("bad", server.url("/bug", "h1.test"))
    good = source("good", server.url("/feed", "h2.test"))
    outcomes = {each.source.id: each for each in polled(answers, clock, all_of(bad, good))}
    fault = outcomes["bad"].result
    assert isinstance(fault, Failure)
    assert (fault.kind, "KeyError" in fault.sentence) == ("fault", True)
    assert isinstance(outcomes["good"].result, Parsed)


def test_a_host_that_wants_rest_is_not_asked_for_its_other_feeds(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """503 with Retry-After is about the host; 429 is about the one address."""
    busy = server.at("/busy", loopback.status(503, {"Retry-After": "600"}))
    limited = server.at("/limited", loopback.status(429, {"Retry-After": "600"}))
    feed = server.at("/feed", loopback.body(numbered(1)))

    async def work(rounds: Round) -> list[Outcome]:
        outcomes = [await rounds.poll(source(address[-4:], address)) for address in (limited, feed)]
        outcomes += [await rounds.poll(source(address[-3:], address)) for address in (busy, feed)]
        clock.now += timedelta(seconds=601)
        return [*outcomes, await rounds.poll(source("later", feed))]

    limit, good, down, resting, later = (each.result for each in polled(answers, clock, work))
    assert isinstance(good, Parsed)
    assert isinstance(later, Parsed)
    kinds = [each.kind for each in (limit, down, resting) if isinstance(each, Failure)]
    assert kinds == ["status", "status", "resting"]
    assert len(server.asked("/feed")) == 2


def test_leaving_the_loop_ends_the_other_polls(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """A daemon that stops does not wait for a server that hangs."""
    server.at("/feed", loopback.body(numbered(1)))
    server.at("/hang", loopback.stalled())
    both = [
        source("a", server.url("/feed", "h1.test")),
        source("b", server.url("/hang", "h2.test")),
    ]

    async def work(rounds: Round) -> list[Outcome]:
        polls = rounds.poll_all(both)
        first = await anext(polls)
        await polls.aclose()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not [task for task in others if task.get_name() in {"a", "b"}]
        return [first]

    assert polled(answers, clock, work)[0].source.id == "a"


# --- hosts that a poll asks besides its own ----------------------------------------------------------


def sitemaps(*addresses: str) -> bytes:
    """An index of these sitemaps."""
    places = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in addresses)
    return f"<sitemapindex>{places}</sitemapindex>".encode()


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.sources.sitemap.SOURCE", Sitemap(pause=0))


@pytest.mark.usefixtures("_no_pause")
def test_a_sitemap_of_another_host_is_asked_as_that_host_wants(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """What it answers counts for it, not for the host of the index; while it rests nobody asks it."""
    server.at("/map", loopback.status(503, {"Retry-After": "1800"}))
    server.at("/index", loopback.body(sitemaps(server.url("/map", "h1.test"))))
    server.at("/feed", loopback.body(numbered(3)))
    index = structs.replace(source("index", server.url("/index", "h0.test")), kind="sitemap")
    theirs = source("theirs", server.url("/feed", "h1.test"))
    ours = source("ours", server.url("/feed", "h0.test"))

    async def work(rounds: Round) -> list[Outcome]:
        return [await rounds.poll(each) for each in (index, theirs, ours, index)]

    first, second, third, fourth = polled(answers, clock, work)
    assert isinstance(second.result, Failure)
    assert second.result.kind == "resting"
    assert guids(third) == ["g1", "g2", "g3"]
    for outcome in (first, fourth):
        assert isinstance(outcome.result, Failure)
        assert "h1.test: " in outcome.result.sentence
        assert outcome.state.host_rest is None
        assert outcome.state.next_due is not None
        assert outcome.state.next_due >= NOW + timedelta(seconds=1800)
    assert [each.path for each in server.seen] == ["/index", "/map", "/feed", "/index"]


@pytest.mark.usefixtures("_no_pause")
def test_indexes_that_lead_to_each_others_hosts_do_not_wait_for_ever(
    server: Loopback, answers: Answers, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each holds its own host and wants the other: then it does without."""
    monkeypatch.setattr("monitor.sources.round.VISIT", 0.2)
    both = threading.Barrier(2)

    def at_once(content: bytes) -> Mode:
        whole = loopback.body(content)

        def mode(exchange: Exchange) -> None:
            both.wait(20)
            whole(exchange)

        return mode

    server.at("/one", at_once(sitemaps(server.url("/map", "h1.test"))))
    server.at("/two", at_once(sitemaps(server.url("/map", "h0.test"))))
    indexes = [
        structs.replace(source(name, server.url(f"/{name}", host)), kind="sitemap")
        for name, host in (("one", "h0.test"), ("two", "h1.test"))
    ]
    found = polled(answers, clock, all_of(*indexes))
    assert len(found) == len(indexes)
    told = [each.result.sentence for each in found if isinstance(each.result, Failure)]
    assert any("others have asked it for too long" in each for each in told)


def test_a_request_that_goes_wrong_is_one_that_its_host_has_had(
    server: Loopback, answers: Answers, clock: Clock
) -> None:
    """The next one keeps the pause."""
    waited: list[float] = []

    async def work(rounds: Round) -> list[Outcome]:
        loop = asyncio.get_running_loop()
        address = server.url("/page", "h0.test")
        with pytest.raises(KeyError):
            async with rounds.turn(address):
                raise KeyError("of ours")
        begun = loop.time()
        async with rounds.turn(address):
            waited.append(loop.time() - begun)
        return []

    polled(answers, clock, work, pause=0.3)
    assert waited[0] > 0.2
