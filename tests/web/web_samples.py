"""A state folder with something in every section of the page, and a page served from it."""

from __future__ import annotations

import http.client
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from monitor import events as e
from monitor import notices
from monitor import reports as r
from monitor.eventlog.sqlite import open_writer
from monitor.heartbeat import Heartbeat
from monitor.sources import State
from monitor.sources.answers import Answers
from monitor.topics import Gate, Source, Topic, Tracker
from monitor.values import Attribution, Count, Quote, Window
from monitor.views.rebuild import open_or_rebuild
from monitor.web import serve

START = datetime(2025, 11, 15, 12, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script>"
HOSTILE = f"{SCRIPT}\"'><img src=x onerror=alert(1)>\u202egnp\x1b[31m\x07 & <b>"
"""Text that is obeyed where it is not escaped."""
LURE = "javascript:alert(1)"
SOURCE = Source(id="wire", address="https://wire.example/feed", site="Wire <One>")
SILENT = Source(id="mute", address="https://mute.example/feed", site="mute.example")


def topic(name: str = "boats", title: str = "Boats & <people>") -> Topic:
    """A tracker of each kind; `lone` is of a kind without a drawing of its own."""
    kinds = {"strikes": "tally", "meeting": "status", "troops": "quantity", "said": "statements"}
    trackers = [
        Tracker(
            id=each, kind=kind, title=f"About {each}", reader="none", options=OPTIONS.get(each, {})
        )
        for each, kind in kinds.items()
    ]
    lone = Tracker(
        id="lone", kind="tests.views.views_samples:COUNTING", title="Counted", reader="none"
    )
    return Topic(
        id=name,
        title=title,
        gate=Gate(any=()),
        trackers=(*trackers, lone),
        sources=(SOURCE, SILENT),
    )


OPTIONS: dict[str, dict[str, Any]] = {
    "strikes": {"event": "strikes", "object": "vessels", "dead": "killed", "others": ["survivors"]},
    "meeting": {"episodes": ["call", "meeting"], "main": "meeting"},
    "troops": {"unit": "troops"},
}


class Telling:
    """Claims of one story after the other, each with its story."""

    def __init__(self, text: str = "said", speaker: str = "Speaker", url: str = "") -> None:
        self.text, self.speaker, self.url = text, speaker, url
        self.n = 0
        self.events: list[e.AnyEvent] = []

    def story(self, day: int) -> dict[str, Any]:
        """Record a story of that day of November; give what its claims have in common."""
        self.n += 1
        name = f"s{self.n}"
        at = datetime(2025, 11, day, 12, tzinfo=UTC)
        url = self.url or f"https://site{self.n}.example/story"
        told: dict[str, Any] = {"story": name, "url": url, "site": f"site{self.n}.example"}
        told |= {"published": at, "day": at.date(), "seen": at + timedelta(hours=1)}
        self.events.append(
            e.StoryPublished(
                **told, source="wire", guid=name, title=self.text, text=self.text, lang="en"
            )
        )
        return {
            **told,
            "reading": 1,
            "lineage": name,
            "rule": "en/x",
            "pack": "en/1",
            "attribution": Attribution(self.speaker, None, "official"),
        }

    def quote(self, said: str) -> Quote:
        """The quote of a claim."""
        text = f"{self.text}: {said}"
        return Quote("text", 0, len(text), text)

    def incident(self, day: int, killed: int) -> None:
        """So many were killed on that day."""
        counts = {
            "killed": Count(killed, killed, (str(killed),)),
            "vessels": Count(1, 1, ("a boat",)),
        }
        self.events.append(
            r.IncidentReported(
                **self.story(day),
                tracker="strikes",
                quote=self.quote(f"killed {killed} on a boat"),
                counts=counts,
                occurred=Window(date(2025, 11, day), date(2025, 11, day)),
                place="pacific",
            )
        )

    def total(self, day: int, killed: int) -> None:
        """So many have been killed until then."""
        self.events.append(
            r.TotalReported(
                **self.story(day),
                tracker="strikes",
                quote=self.quote(f"at least {killed} killed"),
                counts={"killed": Count(killed, None, (f"at least {killed}",))},
            )
        )

    def stage(self, day: int, episode: str, stage: str, **more: Any) -> None:
        """So far has it come."""
        self.events.append(
            r.StatusReported(
                **self.story(day),
                tracker="meeting",
                quote=self.quote(stage),
                episode=episode,
                stage=stage,
                **more,
            )
        )

    def troops(self, day: int, value: int) -> None:
        """So many are there."""
        count = Count(value, value, (f"{value:,}",))
        self.events.append(
            r.QuantityReported(
                **self.story(day),
                tracker="troops",
                quote=self.quote(f"{value:,} troops"),
                value=count,
                unit="troops",
            )
        )

    def statement(self, day: int, act: str) -> None:
        """Somebody has said it."""
        self.events.append(
            r.StatementReported(
                **self.story(day),
                tracker="said",
                quote=self.quote(act),
                speaker=self.speaker,
                act=act,
                about="oil",
            )
        )

    def development(self, title: str, severity: str = "warning", *, reread: bool = False) -> None:
        """Something has changed, by the newest claim."""
        claim = next(each for each in reversed(self.events) if isinstance(each, r.Claim))
        self.events.append(
            notices.DevelopmentNoted(
                development=f"d{len(self.events)}",
                tracker="strikes",
                field="killed",
                before="",
                after="",
                title=title,
                severity=severity,  # type: ignore[arg-type]  # named by the tests
                because=(claim.id,),
                reread=reread,
                at=START,
                seen=START + timedelta(hours=2),
            )
        )


def ordinary(**texts: str) -> list[e.AnyEvent]:
    """A little of everything."""
    telling = Telling(**texts)
    for day, killed in ((1, 11), (5, 3), (12, 4)):
        telling.incident(day, killed)
        telling.incident(day, killed)
    telling.total(6, 14)
    telling.total(13, 20)
    telling.total(13, 20)
    telling.stage(3, "call", "mooted")
    telling.stage(9, "call", "held", occurred=Window(date(2025, 11, 8), date(2025, 11, 9)))
    telling.stage(
        10, "meeting", "scheduled", venue="qatar", date=Window(date(2025, 12, 1), date(2025, 12, 2))
    )
    telling.stage(11, "meeting", "no_plans", party="Speaker")
    for day, value in ((2, 8_000), (7, 12_000), (12, 15_000)):
        telling.troops(day, value)
    telling.statement(4, "offer")
    telling.statement(6, "threat")
    telling.development("About strikes: the toll rises")
    telling.development("only a figure", "info")
    return telling.events


def ticked(state: Path, at: datetime = START) -> None:
    """A daemon in this process has ticked at that time."""
    Heartbeat(state, START - timedelta(hours=3)).beat()
    os.utime(state / "alive", (at.timestamp(), at.timestamp()))


def health(detail: str = "no answer") -> list[e.AnyEvent]:
    """One source is silent, and something may have been missed."""
    given: dict[str, Any] = {"source": SILENT.id, "address": SILENT.address, "detail": detail}
    return [
        e.SourceFailed(**given, at=START),
        e.CoverageGap(**given, at=START + timedelta(hours=3), since=START),
    ]


def build(
    state: Path, topics: Sequence[Topic], events: Sequence[e.AnyEvent] = (), **told: str
) -> Path:
    """A state folder in which every topic has these events (else the ordinary ones)."""
    with open_writer(state / "log.db") as log:
        for each in topics:
            log.append(each.id, events or ordinary(**told), 0)
        log.append("_sources", health(), 0)
        open_or_rebuild(log, topics, state / "views.db").views.close()
    with Answers(state / "feeds.db") as answers:
        state_of = State(
            source="wire",
            configured=SOURCE.address,
            entries=20,
            last_success=START,
            polled=START + timedelta(minutes=1),
            next_due=START + timedelta(minutes=15),
            polls={"new": 3, "unchanged": 40, "not a feed": 2},
            news=31,
        )
        answers.keep((state_of, []))
    return state


# --- asking -------------------------------------------------------------------------------------


class Got(NamedTuple):
    """What the server has answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Page:
    """A server on this machine, and how to ask it."""

    def __init__(self, url: str) -> None:
        self.host, self.port = "127.0.0.1", urlsplit(url).port or 0

    def get(self, path: str, method: str = "GET", body: str | None = None, **headers: str) -> Got:
        """Ask once."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=named)
            answer = connection.getresponse()
            return Got(answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def served(state: Path, *topics: Topic, now: datetime = START) -> Iterator[Page]:
    """The page of a state folder, at that time."""
    with serve(state, "127.0.0.1:0", topics or (topic(),), lambda: now) as url:
        yield Page(url)


# --- looking ------------------------------------------------------------------------------------


class Seen(HTMLParser):
    """The elements of a page as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        return [given[attribute] for _, given in self.elements if attribute in given]


def dangers(page: str) -> list[str]:
    """What a browser would obey, or a reader be fooled by, on a page that should have nothing of it."""
    seen = Seen(page)
    found = [
        tag
        for tag, _ in seen.elements
        if tag in {"script", "img", "iframe", "object", "base", "form"}
    ]
    found += [
        name
        for _, given in seen.elements
        for name in given
        if name.startswith("on") or name == "style"
    ]
    found += [
        address
        for address in (*seen.values("href"), *seen.values("src"))
        if not address.startswith(("/", "#", "http://", "https://"))
    ]
    return found + [
        repr(sign) for sign in page if (sign < " " and sign != "\n") or sign in "\u202e\x7f\u2066"
    ]
