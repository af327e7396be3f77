"""What a server or a document may try: each has an answer, and none keeps the others waiting."""

import asyncio
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.net.guard import system_addresses
from monitor.sources import Document, Failure, Parsed, Retrieved
from monitor.sources.answers import Answers
from monitor.sources.client import Limits, PoliteClient
from monitor.sources.feed import read
from monitor.sources.poll import Outcome, Tools
from monitor.sources.round import Round
from monitor.sources.worker import GuardedWorker
from monitor.text import printable
from monitor.topics import Source
from tests import loopback
from tests.loopback import Exchange, Loopback, Mode
from tests.sources import mixture
from tests.sources.documents import NOW, SOURCE, document, numbered, rss
from tests.sources.standins import TLS

FEED = numbered(3)
NEWS = "news.test"
"""The only name that may be at home; it leads to the loopback server."""


def get(address: str, *, deadline: float = 20.0, step: float = 10.0) -> Retrieved:
    async def run() -> Retrieved:
        def resolve(host: str, port: int) -> list[str]:
            return ["127.0.0.1"] if host == NEWS else system_addresses(host, port)

        limits = Limits(deadline=deadline, step=step)
        async with PoliteClient(
            allow_private=[NEWS], limits=limits, tls=TLS, resolve=resolve
        ) as client:
            return await client.get(address, now=NOW)

    return asyncio.run(run())


def failure(found: Retrieved) -> Failure:
    assert isinstance(found, Failure), found
    return found


# --- addresses --------------------------------------------------------------------------------------

SPELLINGS = [
    "127.0.0.1", "127.1", "localhost", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "0",
    "[::1]", "[::]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1",
    "169.254.169.254", "192.0.0.8", "[fe80::1]", "[fc00::1]", "[fec0::1]", "224.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("way", ["asked for", "301", "302", "307", "308"])
@pytest.mark.parametrize("host", SPELLINGS)
def test_no_spelling_and_no_redirect_leads_inside(server: Loopback, host: str, way: str) -> None:
    """Neither an address that is configured nor one to which a public server sends us."""
    server.at("/inside", loopback.body(FEED))
    inside = server.url("/inside", host)
    address = inside
    if way != "asked for":
        server.at("/start", loopback.redirect(inside, int(way)))
        address = server.url("/start", NEWS)
    # what is no address at all in a redirect breaks the protocol: httpx says so before we can
    assert failure(get(address)).kind in {"refused", "unreachable"}
    assert server.asked("/inside") == []


@pytest.mark.parametrize("code", [301, 302])
def test_what_is_allowed_for_one_source_is_not_open_to_another(
    server: Loopback, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by a redirect nor by an address that it names; a source that is inside may lead there."""
    monkeypatch.setattr(
        "monitor.net.guard.is_public", lambda _: True
    )  # the server is all of the web
    inside = server.at("/inside", loopback.body(FEED))
    start = server.at("/start", loopback.redirect(inside, code))
    outside = server.url("/start", "outside.test")

    async def run() -> list[bool]:
        async with PoliteClient(
            allow_private=["127.0.0.1"], tls=TLS, resolve=lambda *_: ["127.0.0.1"]
        ) as client:
            found = [
                await client.get(outside, now=NOW),
                await client.get(inside, now=NOW, origin="https://outside.test/feed"),
                await client.get(inside, now=NOW, origin=""),
                await client.get(inside, now=NOW),
                await client.get(start, now=NOW),
                await client.get(inside, now=NOW, origin=start),
            ]
        return [isinstance(each, Document) for each in found]

    assert asyncio.run(run()) == [False, False, False, True, True, True]
    assert len(server.asked("/inside")) == 3


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "gopher://x/", "ftp://x/", "data:,x", "unix:/x"]
)
def test_no_redirect_leads_to_another_scheme(server: Loopback, to: str) -> None:
    """Only the web is asked."""
    server.at("/start", loopback.redirect(to))
    assert failure(get(server.url("/start", NEWS))).kind == "refused"


def test_a_name_is_looked_up_once_and_that_address_is_used(server: Loopback) -> None:
    """A name server that says something else the second time is not asked a second time."""
    server.at("/feed", loopback.body(FEED))
    asked: list[str] = []

    def turning(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    async def run() -> Retrieved:
        limits = Limits(deadline=0.3, step=0.2)
        async with PoliteClient(limits=limits, tls=TLS, resolve=turning) as client:
            return await client.get(server.url("/feed", "turning.test"), now=NOW)

    assert failure(asyncio.run(run())).kind in {"timeout", "unreachable"}
    assert (asked, server.seen) == (["turning.test"], [])


# --- answers ----------------------------------------------------------------------------------------


def dripping_head(exchange: Exchange) -> None:
    """A byte of the head now and then."""
    exchange.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not exchange.server.closing.wait(0.02):
        exchange.write(b"y")


def slow_hops(exchange: Exchange) -> None:
    exchange.stall(0.25)
    loopback.redirect(f"/start?{len(exchange.server.seen)}")(exchange)


def again_and_again(head: bytes, piece: bytes) -> Mode:
    """As fast as it is taken."""

    def mode(exchange: Exchange) -> None:
        exchange.write(head)
        while not exchange.server.closing.is_set():
            exchange.write(piece * 500)

    return mode


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

BAD: dict[str, tuple[Mode, str]] = {
    "head that drips": (dripping_head, "timeout"),
    "hops that take their time": (slow_hops, "timeout"),
    "20,000 headers": (
        loopback.raw(
            b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n"
        ),
        "unreachable",
    ),
    "hints for ever": (again_and_again(b"", b"HTTP/1.1 103 Hint\r\n\r\n"), "too large"),
    "chunks of a byte": (again_and_again(CHUNKED, b"1\r\nx\r\n"), "too large"),
    "gzip of a bomb": (
        loopback.packed(gzip.compress(gzip.compress(bytes(64 << 20))), "gzip, gzip"),
        "encoding",
    ),
    "gzip in gzip, said once": (
        loopback.packed(gzip.compress(gzip.compress(bytes(9 << 20)))),
        "",
    ),
    "deflate that is none": (loopback.packed(FEED, "deflate"), "encoding"),
    "zstd": (loopback.packed(FEED, "zstd"), "encoding"),
    "chunks that are none": (
        loopback.raw(CHUNKED + b"zz\r\nabc"),
        "unreachable",
    ),
    "nothing": (loopback.raw(b""), "unreachable"),
}


@pytest.mark.parametrize("name", BAD)
def test_every_bad_answer_has_an_end(server: Loopback, name: str) -> None:
    """Total time counts over head, hops and body; sizes are counted as they come."""
    mode, kind = BAD[name]
    server.at("/start", mode)
    deadline = 0.5 if kind == "timeout" else 20.0
    found = get(server.url("/start", NEWS), deadline=deadline)
    if kind:
        assert failure(found).kind == kind
    else:  # it is a document, packed as it was sent; unpacked it is too large
        assert isinstance(found, Document)
        assert isinstance(read(SOURCE, found), Failure)


def test_redirects_are_counted(server: Loopback) -> None:
    """Five are followed, the sixth is not."""
    for number in range(9):
        server.at(f"/{number}", loopback.redirect(f"/{number + 1}"))
    assert failure(get(server.url("/0", NEWS))).kind == "refused"
    assert len(server.seen) == 6


# --- documents --------------------------------------------------------------------------------------

ITEM = "<title>A</title><guid>a</guid>"
LAUGHS = b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a 'ha'>%s]><rss><channel><item><title>&z;</title></item></channel></rss>"  # noqa: E501
ENTITIES = b"".join(b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(25))


def inside(text: str) -> bytes:
    return rss(ITEM + text)


DOCUMENTS: dict[str, Callable[[int], bytes]] = {
    "<": lambda n: b"<" * n,
    "&lt;": lambda n: inside(f"<description>{'&lt;' * (n // 4)}</description>"),
    "<a in CDATA": lambda n: inside(f"<description><![CDATA[{'<a ' * (n // 3)}]]></description>"),
    "<! in CDATA": lambda n: inside(f"<description><![CDATA[{'<!' * (n // 2)}]]></description>"),
    "<!-- in CDATA": lambda n: inside(f"<description><![CDATA[{'<!--' * (n // 4)}]]></description>"),
    "<!--": lambda n: b"<rss>" + b"<!--" * (n // 4),
    "<?": lambda n: b"<rss>" + b"<?" * (n // 2),
    "<!DOCTYPE": lambda n: b"<!DOCTYPE " * (n // 10),
    "<![": lambda n: b"<rss>" + b"<![" * (n // 3),
    "div": lambda n: inside(f"<description><![CDATA[{'<div>' * (n // 5)}]]></description>"),
    "style": lambda n: inside(
        f"<description><![CDATA[<p style='{' ' * n}x'>]]></description>"
    ),
    "attributes": lambda n: inside(f"<a {' '.join(f'b{k}=c' for k in range(n // 8))}>x</a>"),
    "name spaces": lambda n: b"<rss %s>" % b" ".join(b"xmlns:a%d='b'" % k for k in range(n // 16)),
    "&": lambda n: inside(f"<description>{'&' * n}</description>"),
    "&#65;": lambda n: inside(f"<description>{'&#65;' * (n // 5)}</description>"),
    "nested tags": lambda n: inside("<b>" * (n // 3)),
    "items that are open": lambda n: b"<rss><channel>" + b"<item>" * (n // 6),
    "entries that are open": lambda n: b"<feed>" + b"<entry><title>x" * (n // 15),
    "many items": lambda n: rss(*["<title>A</title>"] * (n // 29)),
    "many items, damaged": lambda n: rss(*["<title>A & B</title>"] * (n // 33)),
    "blanks in a title": lambda n: rss(f"<title>a{' ' * n}b</title>"),
    "a date of digits": lambda n: inside(f"<pubDate>{'1' * n}</pubDate>"),
    "a date of days": lambda n: inside(f"<pubDate>{'Mon, ' * (n // 5)}</pubDate>"),
    "a date of dashes": lambda n: inside(f"<pubDate>{'2025-' * (n // 5)}</pubDate>"),
    "an author": lambda n: inside(f"<author>{'a' * n}</author>"),
    "an author of dots": lambda n: inside(f"<author>{'a.' * (n // 2)}@</author>"),
    "an author in brackets": lambda n: inside(f"<author>{'(' * n}</author>"),
    "dots in a link": lambda n: inside(f"<link>{'/..' * (n // 3)}</link>"),
    "base64": lambda n: inside(f"<content type='x' mode='base64'>{'QUJD' * (n // 4)}</content>"),
    "categories": lambda n: inside("<category>a</category>" * (n // 22)),
    "links": lambda n: inside("<link href='a'/>" * (n // 16)),
    "an open CDATA": lambda n: b"<rss><channel><item><title><![CDATA[" + b"x" * n,
    "a declaration": lambda n: b"<?xml " + b"version='1.0' " * (n // 14),
    "NUL": lambda n: inside("<title>A</title>").replace(b"A", b"\x00" * n),
    "wide": lambda n: ("<" * (n // 2)).encode("utf-16"),
    "skipHours": lambda n: rss(ITEM, head=f"<skipHours>{'<hour>1</hour>' * (n // 14)}"),
    "laughs": lambda n: LAUGHS % ENTITIES,
    "JSON": lambda n: b'{"a":' * (n // 5),
    "JSON of escapes": lambda n: b'{"version": "' + rb"\ud800" * (n // 6),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("size", [20_000, 400_000])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_has_an_answer_and_the_next_is_fine(name: str, size: int) -> None:
    """Read or stopped: and what is read is clean."""
    bad = document(DOCUMENTS[name](size))

    async def run() -> tuple[Parsed | Failure, Parsed | Failure]:
        async with GuardedWorker(seconds=2.0) as worker:
            return (
                await worker.run(read, SOURCE, bad),
                await worker.run(read, SOURCE, document(FEED)),
            )

    found, after = asyncio.run(run())
    assert not (isinstance(found, Failure) and found.kind == "fault"), found
    for entry in found.entries if isinstance(found, Parsed) else ():
        for text in (entry.title, entry.text, entry.credit, entry.guid, entry.url):
            assert printable(text).strip() == text
    assert isinstance(after, Parsed)
    assert len(after.entries) == 3


# --- all of them at once -----------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with Answers(tmp_path / "feeds.db") as opened:
        yield opened


@pytest.mark.slow
def test_a_third_that_misbehaves_costs_none_of_the_others(
    server: Loopback, answers: Answers
) -> None:
    """500 feeds in one round: each good one brings its entries, each bad one its failure."""
    sources = mixture.sources(server, 500)

    async def run() -> dict[str, Outcome]:
        client = mixture.client(sources, TLS)
        async with client, GuardedWorker(seconds=1.0) as worker:
            rounds = Round(Tools(client, worker, answers), lambda: NOW, pause=0.0)
            return {each.source.id: each async for each in rounds.poll_all(sources)}

    found = asyncio.run(run())
    assert len(found) == 500
    for source in sources:
        check(source, found[source.id])


def check(source: Source, outcome: Outcome) -> None:
    kind = mixture.expected(source)
    if kind is None:
        assert isinstance(outcome.result, Parsed), (source.id, outcome.result)
        assert len(outcome.fresh) == mixture.ENTRIES
    else:
        assert isinstance(outcome.result, Failure), source.id
        assert outcome.result.kind == kind, (source.id, outcome.result)
