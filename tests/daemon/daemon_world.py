"""A configuration, a state folder and a feed server of one test, and the daemon as its own process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from msgspec import structs

from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent
from monitor.sources.answers import Answers
from tests.budgets import ROOT
from tests.loopback import FEED_TYPE, Exchange, Loopback, Mode

PATIENCE = 20.0
"""Seconds until a test gives up waiting for what has to come; ten times what it takes."""
TOPIC = """\
title = "Norland and the boats off Tarland"
langs = ["en"]
{head}
[words]
norland = ["Norland", "Norland navy"]
strike = ["strike", "strikes", "attack"]
hit = ["struck", "hit", "sank"]
boat = ["boat", "boats", "vessel"]
smuggler = ["smuggler*"]
troops = ["troops"]
bay = ["bay", "coast"]

[people."Navy"]
names = ["Norland navy", "the navy"]
kind = "official"

[gate]
any = [["norland", "boat"], ["norland", "troops"]]

[[tracker]]
id = "strikes"
kind = "tally"
title = "Boats struck off Tarland"
[tracker.options]
event = "strikes"
object = "boats"
dead = "killed"
others = ["survivors"]
[tracker.read]
event = ["strike"]
hit = ["hit"]
object = ["boat"]
human = ["smuggler"]
anchors = [["strike", "boat"], ["hit", "boat"]]

[[tracker]]
id = "troops"
kind = "quantity"
title = "Norland troops at the coast"
[tracker.options]
unit = "troops"
[tracker.read]
unit = "troops"
of = ["troops"]
anchors = [["bay"]]
least = 100

[[alert]]
id = "all"
tracker = "*"
severity = "info"
channels = ["journal"]
"""
ARCHIVE = (
    {
        "url": "https://harbour-post.example/2025/06/1",
        "title": "Norland navy strike on boat off Tarland kills two",
        "text": "The Norland navy struck a boat off Tarland on 3 June and killed two people.",
        "published": "2025-06-03T09:15:00+00:00",
    },
    {
        "url": "https://harbour-post.example/2025/06/2",
        "title": "Norland has 4,500 troops at the coast",
        "text": "Norland has 4,500 troops at the coast off Tarland, the navy said on 5 June.",
        "published": "2025-06-05T09:15:00+00:00",
    },
    {
        "url": "https://coast-wire.example/2025/06/3",
        "title": "Norland navy sinks another boat, killing three",
        "text": "The Norland navy sank a boat off Tarland on 9 June, killing three smugglers.",
        "published": "2025-06-09T09:15:00+00:00",
    },
)
"""Three texts of 2025 about the topic."""


class Told(NamedTuple):
    """An item of a feed."""

    name: str
    title: str
    text: str
    hours: float = 2.0
    """Published so many hours ago."""


STRUCK = Told(
    "struck",
    "Norland navy strike on boat off Tarland kills four",
    "The Norland navy struck a boat off Tarland and killed four people, the navy said. It was the"
    " third strike, bringing the toll to at least nine.",
)
WEATHER = Told("weather", "Rain over the northern valleys", "Umbrellas are advised all week.")
TROOPS = Told(
    "troops",
    "Norland now has 6,000 troops at the coast",
    "Norland has 6,000 troops at the coast off Tarland, the navy said, up from 4,500 in June.",
    hours=1.0,
)


def rss(*items: Told, site: str = "harbour-post.example") -> bytes:
    """An RSS document of these items, at addresses of this site."""
    told = "".join(_item(each, site) for each in items)
    head = '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
    return f"{head}<title>{site}</title>{told}</channel></rss>".encode()


def _item(each: Told, site: str) -> str:
    when = format_datetime(datetime.now(UTC) - timedelta(hours=each.hours))
    return (
        f"<item><title>{escape(each.title)}</title><link>https://{site}/{each.name}</link>"
        f"<guid>{site}-{each.name}</guid><description>{escape(each.text)}</description>"
        f"<pubDate>{when}</pubDate></item>"
    )


class Feed:
    """A document at a path that may change while the daemon runs."""

    def __init__(self, content: bytes = b"") -> None:
        self.content = content

    def __call__(self, exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": FEED_TYPE, "Content-Length": str(len(self.content))})
        exchange.write(self.content)


class World:
    """What belongs to one test. Sources are at 127.0.0.1 and at localhost in turn: two hosts."""

    def __init__(self, folder: Path, server: Loopback) -> None:
        self.config = folder / "config"
        self.state = folder / "state"
        self.journal = folder / "alerts.jsonl"
        self.server = server
        (self.config / "topics").mkdir(parents=True)
        self.settings = {"deadline": "5"}
        """Keys of monitor.toml and their values, as TOML."""
        self.channel = f'kind = "file"\nformat = "json"\npath = "{self.journal}"'
        """The table of the channel "journal"."""
        self.model = ""
        """The table of a language model; empty: there is none."""

    def follow(
        self, sources: Mapping[str, Mode | str] = {}, archive: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Write the configuration: these sources by id (a mode or an address), and this archive."""
        head = ""
        if archive:
            lines = "".join(f"{json.dumps(each)}\n" for each in archive)
            (self.config / "topics" / "norland.jsonl").write_text(lines, "utf-8")
            head = 'archive = "norland.jsonl"'
        tables = [self._source(name, mode, at) for at, (name, mode) in enumerate(sources.items())]
        text = TOPIC.replace("{head}", head) + "".join(tables)
        (self.config / "topics" / "norland.toml").write_text(text, "utf-8")
        plain = "".join(f"{key} = {value}\n" for key, value in self.settings.items())
        channel = f"[channels.journal]\n{self.channel}\n"
        model = f"[model]\n{self.model}\n" if self.model else ""
        allowed = 'allow_private = ["127.0.0.1", "localhost"]\n'
        (self.config / "monitor.toml").write_text(plain + allowed + channel + model, "utf-8")

    def _source(self, name: str, mode: Mode | str, at: int) -> str:
        if isinstance(mode, str):
            address = mode
        else:
            self.server.at(f"/{name}", mode)
            address = self.server.url(f"/{name}", ("127.0.0.1", "localhost")[at % 2])
        return f'\n[[source]]\nid = "{name}"\naddress = "{address}"\nevery = 60\n'

    # --- the program ---------------------------------------------------------------------------

    def command(self, *words: str, speed: int = 1) -> list[str]:
        """The command line of `monitor WORDS`; with `speed`, its clock runs so many times faster."""
        start = ["-m", "monitor"] if speed == 1 else ["-m", "tests.daemon.fast", str(speed)]
        places = ["--config", str(self.config), "--state", str(self.state)]
        return [sys.executable, *start, *words, *places]

    def call(self, *words: str, feed: str = "", env: Mapping[str, str] = {}) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=environment(env),
            input=feed,
            capture_output=True,
            text=True,
            timeout=PATIENCE * 2,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def once(self, **env: str) -> Ended:
        """One round."""
        return self.call("run", "--once", env=env)

    @contextmanager
    def running(
        self, *words: str, speed: int = 1, python: str = "", **env: str
    ) -> Iterator[Running]:
        """The daemon while the block runs; it is killed when it has not ended by then.

        `python` is a folder of modules that come before all others.
        """
        if python:
            env["PYTHONPATH"] = os.pathsep.join((python, str(ROOT)))
        with self.started(self.command("run", *words, speed=speed), **env) as daemon:
            yield daemon

    @contextmanager
    def started(self, command: Sequence[str], **env: str) -> Iterator[Running]:
        """This command while the block runs; it is killed when it has not ended by then."""
        told = self.config.parent / "told.txt"
        with told.open("ab") as sink:
            begun = told.stat().st_size
            process = subprocess.Popen(command, cwd=ROOT, env=environment(env), stderr=sink)
        try:
            yield Running(process, told, begun)
        finally:
            process.kill()
            process.wait()

    # --- what it has left ----------------------------------------------------------------------

    def events(self, *types: str) -> list[AnyEvent]:
        """Events of the log, of these types or all."""
        log = open_reader(self.state / "log.db")
        if log is None:
            return []
        with log:
            return [each.event for each in log.read(types=types or None)]

    def types(self) -> list[str]:
        """The types of all events, in order."""
        return [type(event).__name__ for event in self.events()]

    def alerts(self) -> list[dict[str, Any]]:
        """What the file channel has written."""
        if not self.journal.exists():
            return []
        return [json.loads(line) for line in self.journal.read_text("utf-8").splitlines()]

    def make_due(self) -> None:
        """Let every source be due at the next start."""
        with Answers(self.state / "feeds.db") as answers:
            states = answers.states().values()
            answers.keep(*((structs.replace(state, next_due=None), ()) for state in states))


class Ended(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str


class Running:
    """A daemon at work."""

    def __init__(self, process: subprocess.Popen[bytes], path: Path, begun: int) -> None:
        self.process = process
        self._path = path
        self._begun = begun

    @property
    def told(self) -> str:
        """All that it has said."""
        return self._path.read_bytes()[self._begun :].decode()

    def hears(self, words: str, times: int = 1) -> None:
        """Wait until it has said this."""
        self.waits(lambda: self.told.count(words) >= times, words)

    def waits(self, condition: Any, what: str) -> None:
        """Wait until a condition holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            if self.process.poll() is not None and not condition():
                raise AssertionError(f"ended with {self.process.returncode}: {self.told}")
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain for {what!r}: {self.told}")
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal; the exit code. An end that takes longer than promised raises."""
        self.process.send_signal(number)
        return self.process.wait(10)


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """That of the test, with what is asked for, and without what a service manager has set."""
    managed = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}
    plain = {key: value for key, value in os.environ.items() if key not in managed}
    return plain | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"} | dict(more)
