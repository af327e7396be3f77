"""Hostile text from end to end: out of a feed, past a real daemon, to all that people and programs see.

Every field of every document, and of every answer that is none, holds letters that move a cursor, turn a
line round, hide, ring, forge a line or are markup. None of it may come out as what it is.
"""

from __future__ import annotations

import json
import unicodedata
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import pytest

from tests import loopback
from tests.daemon.daemon_world import ARCHIVE, Feed, World
from tests.daemon.test_daemon_telling import free_port, ready
from tests.loopback import Exchange, Mode
from tests.web.web_samples import Seen, dangers

FORGED = "2026-11-28 ERROR forged"
"""A line that nobody has written."""
LETTERS = (
    f"\x1b[31m\x1b]8;;http://evil.test\x07\x9b2J\x9d0;x\x9c\r\n{FORGED}\n\t\x00\x08\x7f\x85"
    "\u202egnp\u202c\u2066x\u2069\u200e\u200f\u061c\u200b\u2060\ufeff\u00ad\u2028\u2029\ufff9\ufffb"
    "\U000e0041\U000e007f\u3164\u115f\u034f\u180e"
)
"""What no terminal, page, header or log line may get."""
MARKUP = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>y</a>"
    '&lt;script&gt;alert(4)&lt;/script&gt;&lt;img src=x onerror=alert(5)&gt;"><svg onload=alert(6)>'
    "]]>--><!--{title.__class__}%s${x}{{7*7}}"
)
"""What no page may get as markup."""
UNSEEN = frozenset(sign for sign in LETTERS if not (sign.isascii() and sign.isprintable()))
JOINERS = frozenset("\u200c\u200d")
"""Scripts need them."""
EVIL = f"sly{LETTERS}{MARKUP}"
"""Put into every field; "sly" shows that it has come through."""
KILLED = ("four", "five", "six", "seven")


def told(killed: str) -> dict[str, str]:
    """An entry: something that is read, alerted and quoted, with all of it in it."""
    return {
        "id": f"=cmd|'/C calc'!A1 {killed} {EVIL}",
        "title": f"=HYPERLINK(1) Norland navy strike on boat off Tarland kills {killed} {EVIL}",
        "text": f"The Norland navy struck a boat {EVIL} off Tarland and killed {killed} people, the navy"
        f" said.{EVIL} Norland has 6,000 troops at the coast off {EVIL} Tarland, the navy said {EVIL}.",
        "author": f"+1 {EVIL}",
        "publisher": f"-1 {EVIL} {killed}",
        "link": f"https://harbour-post.example/{killed}/{EVIL}",
        "date": EVIL,
    }


def referenced(text: str) -> str:
    """As numeric references, once more escaped: text of HTML in XML."""
    return "".join(letter if letter.isalnum() else f"&amp;#{ord(letter)};" for letter in text)


def by_number(text: str) -> str:
    """As numeric references: a strict parser refuses them, a loose one lets them through."""
    return "".join(letter if letter.isalnum() else f"&#{ord(letter)};" for letter in text)


def rss(killed: str, written: Callable[[str], str]) -> bytes:
    entry = {name: written(value) for name, value in told(killed).items()}
    return f"""<rss version="2.0"><channel><title>{written(EVIL)}</title><ttl>{written(EVIL)}</ttl>
<language>{written(EVIL)}</language><item><guid>{entry["id"]}</guid><title>{entry["title"]}</title>
<link>{entry["link"]}</link><author>{entry["author"]}</author><pubDate>{entry["date"]}</pubDate>
<source url="https://{entry["publisher"]}">{entry["publisher"]}</source>
<description>{entry["text"]}</description></item><item>{written(EVIL)}</item></channel></rss>""".encode(
        "utf-8", "replace"
    )


def json_feed(killed: str) -> bytes:
    entry = told(killed)
    item = {
        "id": entry["id"],
        "url": entry["link"],
        "title": entry["title"],
        "content_text": entry["text"],
        "date_published": entry["date"],
        "authors": [{"name": entry["author"]}],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": EVIL, "language": EVIL}
    return json.dumps(feed | {"items": [item]}).encode()


def evil_head(status: str, name: str, body: bytes = b"") -> Mode:
    """An answer of which one header, and what its status means, hold what can stand there."""

    def mode(exchange: Exchange) -> None:
        value = "\x9b31m\u202egnp\u200b<script>".encode("utf-8") + b"\x9b31m\x9d0;x\x9c"
        head = f"HTTP/1.1 {status} ".encode() + value + f"\r\n{name}: ".encode() + value
        exchange.write(head + b'\r\nETag: "' + value + b'"\r\nConnection: close\r\n\r\n' + body)

    return mode


PAGE = f"""<html><head><title>{EVIL}</title><link rel="alternate" type="application/rss+xml"
href="/rss{EVIL.replace('"', "").replace(">", "")}"></head></html>""".encode("utf-8", "replace")
DOCUMENTS: dict[str, Mode] = {
    "numbers": Feed(rss("four", by_number)),
    "double": Feed(rss("five", referenced)),
    "raw": Feed(rss("six", escape)),
    "json": Feed(json_feed("seven")),
}
FAILURES: dict[str, Mode] = {
    "page": Feed(PAGE),
    "damaged": Feed(f"<rss><{EVIL}></rss>".encode()),
    "damaged-json": Feed(b'{"version": "https://jsonfeed.org/version/1", "' + EVIL.encode()),
    "status": evil_head("418", "Retry-After"),
    "redirect": evil_head("302", "Location"),
    "scheme": loopback.redirect("x\x9bevil:\x9b31m<script>"),
    "coding": evil_head("200", "Content-Encoding", b"x"),
    "type": evil_head("200", "Content-Type", b"no feed"),
    "not-http": loopback.raw(EVIL.encode()),
}
MORE = r"""
[[source]]
id = "api"
kind = "json"
address = "ADDRESS"
every = 60
[source.options]
title = "t"

[[source]]
id = "program"
kind = "command"
every = 60
[source.options]
argv = ["printf", '\033[31m {"title": "\233\033[31m\n{"\033[2J": 1}\n']

[[source]]
id = "failing"
kind = "command"
every = 60
[source.options]
argv = ["sh", "-c", 'printf "\033[31m\233\202\302\233 sly \007" >&2; exit 3']
"""
COMMANDS = (
    "stories",
    "stories --by-event",
    "stories sly",
    "show strikes",
    "show troops",
    "why strikes",
    "why troops",
    "tally",
    "timeline",
    "since 2020-01-01",
    "status",
    "sources",
    "alerts",
    "alerts --held",
    "log tail",
    "log tail -n 500",
    "topics",
)


KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Kinds of letters that do something, or that nobody sees."""
PAGES = 60
"""Pages that are looked at: more than there are."""


def hidden(text: str) -> set[str]:
    """Letters in it that do something, or that nobody sees; but for the ends of lines."""
    shown = set(text) - {"\n"} - JOINERS
    unseen = {sign for sign in shown if unicodedata.category(sign) in KINDS or sign in UNSEEN}
    return {f"U+{ord(sign):04X}" for sign in unseen} | (
        {FORGED} if f"\n{FORGED}" in text else set()
    )


def words(value: Any) -> Iterator[str]:
    """All text in a value of JSON."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from (name, *words(each))
    elif isinstance(value, list):
        for each in value:
            yield from words(each)
    elif isinstance(value, str):
        yield value


def in_json(text: str) -> set[str]:
    """What is hidden in JSON, as it is written and as it is read."""
    return hidden(text).union(*map(hidden, words(json.loads(text))))


@pytest.fixture
def polled(world: World) -> Iterator[tuple[World, list[str], int]]:
    """A daemon at work that has polled all of it, for nothing and then for news; what it has logged."""
    port = free_port()
    world.settings |= {
        "log_format": '"json"',
        "log_level": '"debug"',
        "listen": f'"127.0.0.1:{port}"',
    }
    nothing: dict[str, Mode | str] = {
        name: Feed(b"<rss><channel></channel></rss>") for name in DOCUMENTS
    }
    world.follow(nothing | FAILURES, ARCHIVE)
    world.server.at("/api", Feed(f"sorry {EVIL}".encode()))
    topic = world.config / "topics" / "norland.toml"
    topic.write_text(topic.read_text() + MORE.replace("ADDRESS", world.server.url("/api")))
    first = world.once()
    for name, document in DOCUMENTS.items():
        world.server.at(f"/{name}", document)
    world.make_due()
    second = world.once()
    assert first.out + second.out == ""
    with world.running() as daemon:
        daemon.waits(lambda: ready(port)[0] == 200, "ready")
        yield world, (first.err + second.err).splitlines(), port


@pytest.mark.slow
def test_nothing_hostile_comes_out_anywhere(polled: tuple[World, list[str], int]) -> None:
    """Of the daemon's log, of every command, of a file of alerts, of the page, its feed and its figures."""
    world, lines, port = polled
    check_log(lines)
    check_commands(world)
    check_page(port)


def check_log(lines: list[str]) -> None:
    """Each line is one value of JSON; each source that fails is told."""
    assert [line for line in lines if "\\n" in line or in_json(line)] == []
    told = {line["source"] for line in map(json.loads, lines) if line.get("event") == "no answer"}
    assert told >= {*FAILURES, "api", "program", "failing"}


def check_commands(world: World) -> None:
    """Each for people and for programs; alerts one by one; the file that a channel has written."""
    alerts = [alert["alert"] for alert in world.alerts()]
    assert len(alerts) >= 1
    shown = {}
    for command in (*COMMANDS, *(f"alerts show {alert}" for alert in alerts)):
        done = world.call(*command.split())
        assert (done.code, hidden(done.out + done.err)) == (0, set()), command
        shown[command] = done.out
        told = world.call(*command.split(), "--json")
        assert (told.code, [line for line in told.out.splitlines() if hidden(line)]) == (0, []), (
            command
        )
    for name in (*DOCUMENTS, *FAILURES):
        checked = world.call("sources", "check", world.server.url(f"/{name}"))
        assert (bool(checked.out + checked.err), hidden(checked.out + checked.err)) == (
            True,
            set(),
        ), name
    for command in (
        "stories",
        "stories sly",
        "why strikes",
        "log tail",
        f"alerts show {alerts[0]}",
    ):
        assert "sly" in shown[command], command
    assert [
        in_json(line) for line in world.journal.read_text("utf-8").splitlines() if in_json(line)
    ] == []


def check_page(port: int) -> None:
    """Every address that a page leads to, from the first on."""
    seen: dict[str, str] = {}
    waiting = ["/", "/status.json", "/metrics", "/topics/norland/feed.atom", "/readyz"]
    while waiting and len(seen) < PAGES:
        path = waiting.pop(0).partition("#")[0]
        if path in seen or not path.startswith("/"):
            continue
        content_type, text = got(port, path)
        seen[path] = text
        assert hidden(text) == set(), path
        if content_type.startswith("text/html"):
            assert dangers(text) == [], path
            waiting += Seen(text).values("href")
        elif content_type.startswith("application/json"):
            assert in_json(text) == set(), path
        elif "xml" in content_type:
            check_feed(text)
    assert len(seen) > 10
    assert sum("sly" in text for text in seen.values()) > 2


def check_feed(text: str) -> None:
    """It is XML, and what it says is HTML in it is harmless."""
    for element in ElementTree.fromstring(text).iter():
        assert hidden(element.text or "") == set()
        if element.get("type") in {"html", "xhtml"}:
            assert dangers(element.text or "") == []
        assert not (element.get("href") or "http").startswith("javascript")


def got(port: int, path: str) -> tuple[str, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        for name, value in answer.headers.items():
            assert not hidden(name + value)
        return answer.headers["Content-Type"], answer.read().decode()
