"""robots.txt as RFC 9309 has it."""

import asyncio
import time
from datetime import timedelta

import pytest

from monitor.sources import Document, Failure, Retrieved
from monitor.sources.robots import KEEP, RETRY, Robots, fits, parsed, read
from tests.sources.documents import NOW
from tests.sources.standins import FakeClient

FILE = b"""\xef\xbb\xbf# for machines
User-agent: other
Disallow: /

User-agent: *
Crawl-delay: 3
Disallow: /private # not for you
Disallow: /*?print
Allow: /private/press$
Disallow:
nonsense
Sitemap: https://example.org/map.xml
"""


def answer(body: bytes) -> Document:
    return Document(address="https://example.org/robots.txt", body=body, retrieved=NOW)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("", True),
        ("/news/1", True),
        ("/private", False),
        ("/private/letters", False),
        ("/private/press", True),
        ("/private/press/2", False),
        ("/%70rivate", False),
        ("/news?print=1", False),
        ("/news?page=1", True),
    ],
)
def test_the_longest_rule_decides(path: str, allowed: bool) -> None:
    """Ours where we are named, else those for everybody; spelled either way."""
    assert parsed(FILE).allow(f"https://example.org{path}") is allowed


def test_what_is_said_of_us_holds_instead_of_what_is_said_of_all() -> None:
    """Several names may share their rules, and several groups a name."""
    rules = parsed(
        b"User-agent: a\nUser-Agent: MONITOR\nDisallow: /a\n\nUser-agent: *\nDisallow: /\n\n"
        b"user-agent: monitor\ndisallow: /b\n"
    )
    allowed = [rules.allow(f"https://example.org/{name}") for name in "abc"]
    assert allowed == [False, False, True]


@pytest.mark.parametrize(
    ("pattern", "path", "fitting"),
    [
        ("/a*b$", "/axxb", True),
        ("/a*b$", "/axxbc", False),
        ("/a*b", "/axxbc", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("*", "/x", True),
        ("/ab*b$", "/ab", False),
    ],
)
def test_stars_and_ends(pattern: str, path: str, fitting: bool) -> None:
    """A star is anything, a dollar is the end."""
    assert fits(pattern, path) is fitting


def test_a_hostile_file_costs_little() -> None:
    """Half a megabyte of stars against a long path."""
    rules = parsed(b"User-agent: *\n" + b"Disallow: /" + b"*a" * 900 + b"$\n" * 300)
    start = time.process_time()
    rules.allow("https://example.org/" + "a" * 2_000)
    parsed(b"User-agent: *\n" * 400_000)
    parsed(b"\xff" * 1_000_000)
    assert time.process_time() - start < 10


def test_only_what_is_said_of_us_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand names with a thousand rules are a thousand rules, not a million."""
    read_rules: list[str] = []

    def noted(value: str) -> str:
        read_rules.append(value)
        return value

    monkeypatch.setattr("monitor.sources.robots.unquote", noted)
    names = b"".join(b"User-agent: robot-%d\n" % number for number in range(1_000))
    rules = parsed(names + b"User-agent: *\n" + b"Disallow: /a\n" * 1_000)
    assert not rules.allow("https://example.org/a")
    assert len(read_rules) <= 1_001


@pytest.mark.parametrize(
    ("found", "allowed", "keep"),
    [
        (Failure(kind="status", sentence="", status=404), True, KEEP),
        (Failure(kind="gone", sentence="", status=410), True, KEEP),
        (Failure(kind="status", sentence="", status=403), False, RETRY),
        (Failure(kind="status", sentence="", status=429), False, RETRY),
        (Failure(kind="status", sentence="", status=503), False, RETRY),
        (Failure(kind="timeout", sentence=""), False, RETRY),
        (answer(b""), True, KEEP),
        (answer(b"<html>"), True, KEEP),
    ],
)
def test_a_host_that_does_not_say_is_asked_again_later(
    found: Retrieved, allowed: bool, keep: timedelta
) -> None:
    """No file: everything. No answer: nothing, for an hour."""
    rules, kept = read(found)
    assert (rules.allow("https://example.org/a"), kept) == (allowed, keep)


def test_a_host_is_asked_once_a_day() -> None:
    """And rested after; its wish for a pause is remembered."""
    client = FakeClient(answer(FILE))
    rests: list[float] = []

    async def run() -> None:
        robots = Robots(client)

        async def rest() -> None:
            rests.append(robots.delay("https://example.org/"))

        for hours in (0, 1, 23, 25):
            at = NOW + timedelta(hours=hours)
            assert await robots.allows("https://example.org/news/1", at, rest)
        assert await robots.allows("https://www.example.org/news/1", NOW, rest)

    asyncio.run(run())
    assert [address for address, _ in client.asked] == [
        "https://example.org/robots.txt",
        "https://example.org/robots.txt",
        "https://www.example.org/robots.txt",
    ]
    assert rests == [3.0, 3.0, 3.0]
