"""The rules of a polite reader, each proved by the log of a real server over days of polling."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from monitor import __version__
from monitor.events import SourceGone, SourceMoved
from monitor.sources import Failure
from monitor.sources.answers import Answers
from monitor.sources.client import Limits, PoliteClient
from monitor.sources.poll import Outcome, Tools, keep
from monitor.sources.round import Round
from monitor.sources.schedule import first_due
from monitor.topics import Source
from tests import loopback
from tests.loopback import Exchange, Loopback, Mode, Seen
from tests.sources.documents import NOW, numbered, rss
from tests.sources.standins import TLS, Clock, Inline

FEED = numbered(3)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TENTH = 1.1
"""The jitter, upwards."""


class Asked(NamedTuple):
    """A request with the daemon's time."""

    after: timedelta
    """Since the start."""
    request: Seen
    outcome: Outcome


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "feeds.db") as opened:
        yield opened


def served(
    server: Loopback,
    answers: Answers,
    sources: Sequence[Source],
    span: timedelta,
    start: datetime = NOW,
) -> list[Asked]:
    """Each source polled whenever it is due, as the daemon does, for so long; every request of it."""
    clock = Clock()

    async def run() -> list[Asked]:
        client = PoliteClient(
            contact="https://desk.example.org",
            allow_private=["127.0.0.1"],
            limits=Limits(deadline=20.0, step=10.0),
            tls=TLS,
        )
        async with client:
            rounds = Round(Tools(client, Inline(), answers), clock, pause=0.0)
            return [each async for each in _polls(rounds)]

    async def _polls(rounds: Round) -> AsyncIterator[Asked]:
        states = answers.states()
        due = {
            each.id: first_due(
                start, each.id, states[each.id].next_due if each.id in states else None, 1
            )
            for each in sources
        }
        while due:
            soonest = min(due, key=lambda name: due[name])
            clock.now = due.pop(soonest)
            if clock.now > start + span:
                return
            before = len(server.seen)
            source = next(each for each in sources if each.id == soonest)
            outcome = await rounds.poll(source)
            keep(answers, outcome)
            if outcome.state.next_due is not None:
                due[soonest] = outcome.state.next_due
            for request in server.seen[before:]:
                yield Asked(clock.now - start, request, outcome)

    return asyncio.run(run())


def pauses(asked: Sequence[Asked]) -> list[timedelta]:
    return [later.after - earlier.after for earlier, later in pairwise(asked)]


def one(server: Loopback, mode: Mode, every: int = 0, fastest: int = 0) -> Source:
    address = server.at("/feed", mode)
    return Source(id="one", address=address, every=every, fastest=fastest)


# --- what a request says --------------------------------------------------------------------------


def test_nothing_but_the_feed_is_asked_for_and_every_request_says_by_whom(
    server: Loopback, answers: Answers
) -> None:
    """Over a day: one path, a User-Agent with an address, gzip only, no A-IM, cookie or referrer."""
    source = one(server, loopback.body(FEED, headers={"Set-Cookie": "a=b"}))
    asked = served(server, answers, [source], DAY)
    agent = f"monitor/{__version__} (+https://desk.example.org)"
    for each in asked:
        assert (each.request.method, each.request.path) == ("GET", "/feed")
        assert each.request.header("User-Agent") == agent
        assert each.request.header("Accept-Encoding") == "gzip"
        for name in ("A-IM", "Cookie", "Referer"):
            assert each.request.header(name) is None


@pytest.mark.parametrize(
    ("etag", "modified"),
    [('W/"abc-2gzip;x,y"', ""), ("", "Tue, 3 Jun 2025 08:00:00 CEST"), ('"a"', "yesterday")],
)
def test_every_request_but_the_first_is_conditional(
    server: Loopback, answers: Answers, etag: str, modified: str
) -> None:
    """With exactly what was given."""
    source = one(server, loopback.conditional(FEED, etag=etag, last_modified=modified))
    first, *others = served(server, answers, [source], DAY)
    assert first.request.header("If-None-Match") is None
    assert first.request.header("If-Modified-Since") is None
    assert others
    for each in others:
        assert each.request.header("If-None-Match") == (etag or None)
        assert each.request.header("If-Modified-Since") == (modified or None)


def test_the_newest_validators_are_sent(server: Loopback, answers: Answers) -> None:
    """Those of the last good document; what a 304 renews; never those of a page in its place."""
    other = loopback.conditional(numbered(4), etag='"2"')
    renewed = loopback.status(304, {"Last-Modified": "newer"})
    page = loopback.body(b"<html>busy</html>", "text/html", {"ETag": '"page"'})
    first = loopback.conditional(FEED, etag='"1"')
    source = one(server, loopback.in_turn(first, other, renewed, page, renewed), every=900)
    asked = served(server, answers, [source], 2 * HOUR)
    sent = [
        (each.request.header("If-None-Match"), each.request.header("If-Modified-Since"))
        for each in asked[:5]
    ]
    assert sent == [(None, None), ('"1"', None), ('"2"', None), ('"2"', "newer"), ('"2"', "newer")]


# --- when it is asked -----------------------------------------------------------------------------


class Rule(NamedTuple):
    """Over `span`, all pauses after the first request are within these bounds."""

    mode: Mode
    least: timedelta
    most: timedelta
    span: timedelta = 3 * DAY
    every: int = 0
    fastest: int = 0


def feed(head: str) -> Mode:
    return loopback.conditional(rss("<title>A</title><guid>a</guid>", head=head), etag='"a"')


def fresh(headers: dict[str, str]) -> Mode:
    return loopback.conditional(FEED, etag='"a"', headers=headers)


def expiring(exchange: Exchange) -> None:
    """Expires is compared with Date, which the server takes from the clock of the machine."""
    fresh({"Expires": format_datetime(datetime.now(UTC) + 2 * HOUR, usegmt=True)})(exchange)


SY = "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>{}</sy:updatePeriod>"
RULES = {
    "nothing said": Rule(feed(""), 13 * MINUTE, 17 * MINUTE, span=2 * HOUR),
    "every is kept": Rule(feed(""), 27 * MINUTE, 33 * MINUTE, every=1_800),
    "max-age": Rule(fresh({"Cache-Control": "max-age=7200"}), 2 * HOUR, 2 * HOUR * TENTH),
    "max-age of a year": Rule(
        fresh({"Cache-Control": "max-age=31536000"}), DAY, DAY * TENTH, span=9 * DAY
    ),
    "Expires": Rule(expiring, 2 * HOUR - MINUTE, 2 * HOUR * TENTH),
    "ttl": Rule(feed("<ttl>180</ttl>"), 3 * HOUR, 3 * HOUR * TENTH),
    "ttl, every configured": Rule(
        feed("<ttl>180</ttl>"), 3 * HOUR, 3 * HOUR * TENTH, every=900
    ),
    "updatePeriod": Rule(feed(SY.format("hourly")), 54 * MINUTE, 66 * MINUTE),
    "updatePeriod, every configured": Rule(
        feed(SY.format("daily")), 13 * MINUTE, 17 * MINUTE, every=900
    ),
    "all hours skipped": Rule(
        feed(f"<skipHours>{''.join(f'<hour>{n}</hour>' for n in range(24))}</skipHours>"),
        20 * MINUTE, 80 * MINUTE),
    "fastest goes before max-age": Rule(
        fresh({"Cache-Control": "max-age=7200"}), 13 * MINUTE, 17 * MINUTE, every=900, fastest=300
    ),
    "Retry-After goes before fastest": Rule(
        loopback.status(429, {"Retry-After": "86000"}), timedelta(seconds=86_000), 26 * HOUR * TENTH,
        every=900, fastest=60, span=9 * DAY),
    "Retry-After of a year": Rule(
        loopback.status(429, {"Retry-After": "31536000"}), 7 * DAY, 7 * DAY * TENTH, span=60 * DAY
    ),
    "the same for a whole host": Rule(
        loopback.status(503, {"Retry-After": "31536000"}), 7 * DAY, 7 * DAY * TENTH, span=60 * DAY
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_the_pauses_are_those_of_the_rule(server: Loopback, answers: Answers, name: str) -> None:
    """Between any two requests, as the server's log has them; and they never end."""
    rule = RULES[name]
    source = one(server, rule.mode, rule.every, rule.fastest)
    asked = served(server, answers, [source], rule.span)
    assert len(asked) >= rule.span / rule.most
    for pause in pauses(asked):
        assert rule.least <= pause <= rule.most


@pytest.mark.parametrize("code", [404, 500, 403])
def test_pauses_after_failures_grow_to_a_day_and_never_end(
    server: Loopback, answers: Answers, code: int
) -> None:
    """Over two months: none is shorter than the one before, none longer than a day, none is the last."""
    asked = served(server, answers, [one(server, loopback.status(code))], 60 * DAY)
    grown = pauses(asked)
    assert all(later >= earlier * 0.99 for earlier, later in pairwise(grown))
    assert grown[0] < 17 * MINUTE
    assert DAY * 0.9 <= grown[-1] <= DAY * TENTH
    assert asked[-1].after > 58 * DAY


def test_hours_and_days_that_a_feed_wants_skipped_have_one_poll_an_hour(
    server: Loopback, answers: Answers
) -> None:
    """At 13 and 14 o'clock and on Thursdays; at other times it is asked as usual."""
    head = (
        "<skipHours><hour>13</hour><hour>14</hour></skipHours>"
        "<skipDays><day>Thursday</day></skipDays>"
    )
    asked = served(server, answers, [one(server, feed(head), every=900)], 2 * DAY)
    counts: dict[tuple[int, int], int] = {}
    for each in asked:
        at = NOW + each.after
        counts[at.weekday(), at.hour] = counts.get((at.weekday(), at.hour), 0) + 1
    wednesday, thursday, friday = 2, 3, 4
    assert all(counts.get((wednesday, hour), 0) <= 1 for hour in (13, 14))
    assert all(counts.get((thursday, hour), 0) <= 1 for hour in range(24))
    assert sum(counts.get((thursday, hour), 0) for hour in range(24)) >= 20
    assert all(counts[friday, hour] >= 3 for hour in range(1, 10))


def test_a_source_is_asked_as_it_publishes(server: Loopback, answers: Answers) -> None:
    """Twice in the hour that lies between its entries, found in the dates of the first document."""
    dates = (format_datetime(NOW - n * HOUR, usegmt=True) for n in range(10))
    body = rss(*(f"<title>{date}</title><pubDate>{date}</pubDate>" for date in dates))
    asked = served(server, answers, [one(server, loopback.conditional(body, etag='"a"'))], 5 * HOUR)
    assert all(27 * MINUTE <= pause <= 33 * MINUTE for pause in pauses(asked))


def test_sources_do_not_run_in_step(server: Loopback, answers: Answers) -> None:
    """Twenty of one interval are spread over a tenth of it up and down, each always by the same."""
    mode = feed("")
    sources = [Source(id=f"s{n}", address=server.at(f"/{n}", mode), every=900) for n in range(20)]
    asked = served(server, answers, sources, HOUR)
    found = {}
    for source in sources:
        own = [each for each in asked if each.outcome.source.id == source.id]
        found[source.id] = {round(pause.total_seconds()) for pause in pauses(own)}
    assert all(len(each) == 1 for each in found.values())
    assert len({each.pop() for each in found.values()}) > 15


# --- where it is asked ------------------------------------------------------------------------------


def test_a_permanent_move_is_followed_after_a_day(server: Loopback, answers: Answers) -> None:
    """Until then the old address is asked each time; it is told once."""
    server.at("/new", loopback.body(FEED))
    source = one(server, loopback.redirect("/new", 308), every=21_600)
    asked = served(server, answers, [source], 4 * DAY)
    old = [each for each in asked if each.request.path == "/feed"]
    assert DAY <= old[-1].after <= 32 * HOUR
    moves = [step for each in asked for step in each.outcome.steps]
    assert {type(step) for step in moves} == {SourceMoved}
    assert len({id(step) for step in moves}) == 1


def test_a_temporary_move_is_never_followed_for_good(server: Loopback, answers: Answers) -> None:
    """302: the old address is asked each time."""
    server.at("/new", loopback.body(FEED))
    asked = served(
        server, answers, [one(server, loopback.redirect("/new", 302), every=21_600)], 4 * DAY
    )
    assert len([each for each in asked if each.request.path == "/feed"]) * 2 == len(asked)


def test_gone_is_asked_once(server: Loopback, answers: Answers) -> None:
    """410, and it is said."""
    (asked,) = served(server, answers, [one(server, loopback.status(410))], 60 * DAY)
    assert [type(step) for step in asked.outcome.steps] == [SourceGone]


# --- whole hosts ------------------------------------------------------------------------------------


def many(server: Loopback, mode: Mode, count: int = 10) -> list[Source]:
    return [Source(id=f"s{n}", address=server.at(f"/{n}", mode)) for n in range(count)]


@pytest.mark.parametrize("code", [403, 429, 503])
def test_a_host_that_refuses_again_and_again_is_left_alone(
    server: Loopback, answers: Answers, code: int
) -> None:
    """Ten sources: three are asked, then one at a time, after a pause that doubles to a day."""
    asked = served(server, answers, many(server, loopback.status(code)), 30 * DAY)
    times = [each.after for each in asked]
    assert times[2] < MINUTE
    assert times[3] - times[2] >= 10 * MINUTE
    assert times[4] - times[3] >= 20 * MINUTE
    assert times[5] - times[4] >= 40 * MINUTE
    assert DAY * 0.9 <= times[-1] - times[-2] <= 2 * DAY
    assert times[-1] > 27 * DAY
    assert len(asked) < 50


def test_one_source_that_is_refused_does_not_slow_its_host(
    server: Loopback, answers: Answers
) -> None:
    """The others answer between."""
    good = many(server, feed(""), count=3)
    bad = Source(id="bad", address=server.at("/bad", loopback.status(403)))
    asked = served(server, answers, [*good, bad], 6 * HOUR)
    assert len([each for each in asked if each.outcome.source.id == "s0"]) >= 18


def test_a_host_that_answers_again_is_asked_as_before(server: Loopback, answers: Answers) -> None:
    """After the first answer the refusals are forgotten."""
    refused = [loopback.status(429)] * 4
    mode = loopback.in_turn(*refused, feed(""))
    asked = served(server, answers, many(server, mode, count=4), 12 * HOUR)
    codes = [isinstance(each.outcome.result, Failure) for each in asked]
    assert codes[:4] == [True] * 4
    assert not any(codes[4:])
    assert len(asked) > 100


# --- after a restart --------------------------------------------------------------------------------


def restarted(
    server: Loopback, path: Path, sources: Sequence[Source], *spans: timedelta
) -> list[list[Asked]]:
    """The daemon in several lives, one right after the other."""
    start, lives = NOW, []
    for span in spans:
        with Answers(path) as answers:
            lives.append(served(server, answers, sources, span, start))
        start += span
    return lives


def test_a_restart_asks_nobody_before_its_time(server: Loopback, tmp_path: Path) -> None:
    """Ten lives of five minutes in an hour: each source is asked as often as in one, and conditionally."""
    sources = many(server, feed(""))
    lives = restarted(server, tmp_path / "feeds.db", sources, *[5 * MINUTE] * 12)
    asked = [each for life in lives for each in life]
    assert len(asked) <= 10 * 5
    assert all(each.request.header("If-None-Match") for each in asked[10:])


@pytest.mark.parametrize(
    ("code", "headers"), [(503, {"Retry-After": "7200"}), (403, {}), (429, {})]
)
def test_a_host_at_rest_rests_after_a_restart(
    server: Loopback, tmp_path: Path, code: int, headers: dict[str, str]
) -> None:
    """Those of its sources that had not been asked are not asked either."""
    sources = many(server, loopback.status(code, headers))
    _, second = restarted(server, tmp_path / "feeds.db", sources, 5 * MINUTE, 4 * MINUTE)
    assert second == []
