"""News sitemaps, and indexes of them."""

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.sources import (
    NO_VALIDATORS,
    Document,
    Failure,
    NotModified,
    Parsed,
    Retrieved,
    Validators,
)
from monitor.sources import sitemap as sitemap_kind
from monitor.sources.answers import Answers
from monitor.sources.client import PoliteClient
from monitor.sources.poll import Outcome, Tools, keep, poll
from monitor.sources.sitemap import FOLLOWED, SAMPLE, Sitemap
from tests import loopback
from tests.loopback import Loopback
from tests.sources.documents import NOW
from tests.sources.kinds import failure, parsed, source
from tests.sources.standins import LIMITS, OPEN, TLS, Inline

MAP = source("sitemap")


def url(number: int, title: str = "", extra: str = "") -> str:
    news = f"<n:news><n:title>{title}</n:title></n:news>" if title else ""
    return f"<url><loc>https://example.org/{number}</loc>{news}{extra}</url>"


def urlset(*urls: str) -> bytes:
    return f"<urlset>{''.join(urls)}</urlset>".encode()


def index(*addresses: str) -> bytes:
    inside = "".join(
        f"<sitemap><loc>{address}</loc><lastmod>2025-06-0{n}T00:00:00Z</lastmod></sitemap>"
        for n, address in enumerate(addresses, 1)
    )
    return f'<?xml version="1.0"?><sitemapindex>{inside}</sitemapindex>'.encode()


def retrieved(address: str, validators: Validators = NO_VALIDATORS) -> Retrieved:
    async def run() -> Retrieved:
        async with PoliteClient(allow_private=OPEN, limits=LIMITS, tls=TLS) as client:
            made = source("sitemap", address=address)
            return await Sitemap(pause=0).retrieve(made, validators, client, now=NOW)

    return asyncio.run(run())


def read(answer: Retrieved) -> Parsed | Failure:
    assert isinstance(answer, Document), answer
    return asyncio.run(Sitemap().parse(MAP, answer, Inline()))


def test_titles_dates_and_languages_are_those_of_the_news() -> None:
    """Not those of a picture; an address without news is no entry; the newest comes first."""
    found = parsed(MAP, SAMPLE)
    assert [(each.title, each.url, each.lang) for each in found.entries] == [
        ("Ferry service resumes", "https://example.org/ferry", "en"),
        ("Storm closes the port & the pier", "https://example.org/storm", "en"),
    ]
    assert found.entries[0].published == NOW.replace(day=3, hour=6, minute=30)


def test_the_newest_are_kept_of_a_sitemap_that_is_too_long() -> None:
    """A sitemap is in any order: the last of it may be the newest."""
    urls = [
        url(n, f"Story {n}", f"<lastmod>2025-06-03T{n // 60:02}:{n % 60:02}:00Z</lastmod>")
        for n in range(700)
    ]
    found = parsed(MAP, urlset(*urls))
    assert len(found.entries) == 500
    assert found.entries[0].title == "Story 699"
    assert "only the newest 500 of 700" in found.warnings[0]


@pytest.mark.parametrize(
    ("body", "kind", "why"),
    [
        (urlset(url(1), url(2)), "not a feed", "this sitemap has 2 addresses, but no titles"),
        (urlset(), "not a feed", "this is no sitemap with news"),
        (b"<rss><channel/></rss>", "not a feed", "this is no sitemap with news"),
        (index("https://example.org/a"), "not a feed", "this is no sitemap with news"),
        (b"<urlset><url>", "broken", "this is damaged, nothing came out: no element found"),
        (b"\x1f\x8bno", "broken", "this is damaged, nothing came out: it cannot be unpacked"),
        (
            gzip.compress(bytes(33 << 20)),
            "broken",
            "this is damaged, nothing came out: it has more",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a "'
            + b"x" * 99
            + b'"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>',
            "broken",
            "this is damaged, nothing came out: it declares entities",
        ),
        (
            b"<a>" * 200,
            "broken",
            "this is damaged, nothing came out: it has more than 100 elements",
        ),
        (
            b"<urlset>" + b"<a/>" * 400_001,
            "broken",
            "this is damaged, nothing came out: it has more",
        ),
    ],
)
def test_what_holds_no_news_is_a_failure(body: bytes, kind: str, why: str) -> None:
    """It is said what it is instead; nothing unpacks, expands or nests without end."""
    found = failure(MAP, body)
    assert (found.kind, found.sentence[: len(why)]) == (kind, why)


def test_a_sitemap_that_is_cut_off_gives_what_came() -> None:
    """And is marked, so that it is asked for again."""
    found = parsed(MAP, urlset(url(1, "Pier built"), url(2, "Pier opened"))[:-30])
    assert (len(found.entries), found.broken) == (1, True)


@pytest.mark.parametrize("encoding", ["gb2312", "euc-kr", "shift_jis", "utf-16", "iso-8859-1"])
def test_a_sitemap_is_read_in_its_own_encoding(encoding: str) -> None:
    """expat knows few; letters of several bytes are turned into UTF-8 first."""
    title = {"gb2312": "港口", "euc-kr": "항구", "shift_jis": "港"}.get(encoding, "Pier")
    text = f'<?xml version="1.0" encoding="{encoding}"?><urlset>{url(1, title)}</urlset>'
    assert [each.title for each in parsed(MAP, text.encode(encoding)).entries] == [title]


def test_a_packed_sitemap_is_unpacked() -> None:
    """Many lie on their servers as .xml.gz."""
    assert len(parsed(MAP, gzip.compress(SAMPLE)).entries) == 2


def test_an_index_is_followed_to_the_sitemaps_that_changed_last(server: Loopback) -> None:
    """One level, and a few of them."""
    addresses = [
        server.at(f"/{n}", loopback.body(urlset(url(n, f"Story {n}")))) for n in range(1, 7)
    ]
    start = server.at("/index", loopback.conditional(index(*addresses), etag='"a"'))
    answer = retrieved(start)
    found = read(answer)
    assert isinstance(answer, Document)
    assert isinstance(found, Parsed)
    assert [request.path for request in server.seen] == ["/index", "/6", "/5", "/4"]
    assert {entry.title for entry in found.entries} == {"Story 6", "Story 5", "Story 4"}
    assert answer.validators.etag == '"a"'


def test_a_sitemap_of_an_index_that_is_missing_is_told(server: Loopback) -> None:
    """The others are read."""
    good = server.at("/good", loopback.body(urlset(url(1, "Pier built"))))
    found = read(retrieved(server.at("/index", loopback.body(index(good, server.url("/no"))))))
    assert isinstance(found, Parsed)
    assert len(found.entries) == 1
    assert any("a sitemap of the index is missing: 127.0.0.1" in each for each in found.warnings)


def test_an_empty_sitemap_of_an_index_costs_none_of_the_others(server: Loopback) -> None:
    """A day on which nothing has been published yet."""
    empty = server.at("/empty", loopback.body(b"\n"))
    good = server.at("/good", loopback.body(urlset(url(1, "Pier built"))))
    found = read(retrieved(server.at("/index", loopback.body(index(good, empty)))))
    assert isinstance(found, Parsed)
    assert (len(found.entries), found.broken) == (1, False)
    alone = read(retrieved(server.at("/index", loopback.body(index(empty)))))
    assert isinstance(alone, Failure)
    assert alone.kind == "empty"


def test_an_index_out_of_which_nothing_comes_is_a_failure(server: Loopback) -> None:
    """Whether its sitemaps are missing, or it names none, or only places where we do not go."""
    for body in (index(server.url("/no")), index(), index("file:///etc/passwd")):
        answer = retrieved(server.at("/index", loopback.body(body)))
        assert isinstance(answer, Failure)
        assert answer.sentence.startswith("no sitemap of this index came: ")


def test_a_refusal_of_the_sitemaps_of_an_index_is_heard(server: Loopback) -> None:
    """Their host wants to be left alone for so long, though its index has been given."""
    busy = server.at("/busy", loopback.status(503, {"Retry-After": "900"}))
    answer = retrieved(server.at("/index", loopback.body(index(busy))))
    assert isinstance(answer, Failure)
    assert (answer.kind, answer.status, answer.retry_after) == ("status", 503, 900)
    ended = server.at("/ended", loopback.status(410))
    answer = retrieved(server.at("/index", loopback.body(index(ended))))
    assert isinstance(answer, Failure)
    assert answer.kind == "not a feed"  # the index is not gone


def test_each_sitemap_of_an_index_is_asked_whether_it_has_changed(
    server: Loopback, answers: Answers
) -> None:
    """The index may not have changed and its sitemaps have; what has not is not sent again, and no gap."""
    maps = [urlset(*(url(10 * n + m, f"Story {n} {m}") for m in range(6))) for n in range(3)]
    places = [
        server.at(f"/{n}", loopback.conditional(each, etag=f'"{n}"')) for n, each in enumerate(maps)
    ]
    start = server.at("/index", loopback.conditional(index(*places), etag='"i"'))
    first, same = polled(start, answers), polled(start, answers)
    assert len(first.fresh) == 18
    assert isinstance(same.result, NotModified)
    sent = [each.header("If-None-Match") for each in server.seen[4:]]
    assert sent == ['"i"', '"2"', '"1"', '"0"']
    changed = urlset(*(url(90 + m, f"Another {m}") for m in range(6)))
    server.at("/1", loopback.conditional(changed, etag='"new"'))
    last = polled(start, answers)
    assert len(last.fresh) == 6
    assert last.steps == ()
    assert isinstance(polled(start, answers).result, NotModified)
    server.at("/1", loopback.conditional(urlset(url(1)), etag='"no news"'))
    assert not isinstance(polled(start, answers).result, Failure)


def polled(address: str, answers: Answers) -> Outcome:
    """One poll of it, remembered."""

    async def run() -> Outcome:
        async with PoliteClient(allow_private=OPEN, limits=LIMITS, tls=TLS) as client:
            made = source("sitemap", address=address)
            outcome = await poll(made, Tools(client, Inline(), answers), NOW)
            keep(answers, outcome)
            return outcome

    return asyncio.run(run())


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "feeds.db") as made:
        yield made


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap_kind, "SOURCE", Sitemap(pause=0))


def test_an_index_of_indexes_ends(server: Loopback) -> None:
    """One level is followed, however they lead into each other."""
    start = server.at("/index", loopback.body(index(*[server.url("/index")] * 50)))
    found = read(retrieved(start))
    assert isinstance(found, Failure)
    assert len(server.seen) <= 1 + FOLLOWED
