"""`make demo`: ninety days of the default topic in a minute, told again by feeds on this machine.

A newsroom on 127.0.0.1 publishes the topic's archive as feeds; the daemon follows them with a clock of its
own; what it has sent through a channel, and what its tables say, is shown here as it comes.
"""

from __future__ import annotations

import argparse
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from types import FrameType

import msgspec
from rich.console import Console

from monitor.notices import AlertRaised
from monitor.views.reading import Reading, Unreadable
from monitor.wording import many
from tests.demo.showing import WIDTH, Figures, Screen, best, day, wrapped
from tests.newsroom import setting
from tests.newsroom.replaying import BEGIN, END, Run, Story, replay

FEEDS = 12
EVERY = 28_800
"""Seconds of the story: 12 feeds asked thrice a day for 90 days are 3,240 polls, work for half a minute."""
SECONDS = 60.0
"""Of the real time, for all of it."""
LOOK_S = 0.1
"""Seconds between two looks at what has come."""
LAST_DAY = date(2025, 11, 28)
"""Of the archive."""
NOT_LIVE = (
    "This is a REPLAY, nothing here is live. A server on this machine publishes the reports of September to"
    " November 2025 that come with the topic, paraphrased, under the addresses of the originals. Invented"
    " are the outlets called something.example with their copies, the other news in the feeds, the hours"
    " of publication and the faults of the feeds. Nothing is asked for or sent outside this machine."
)


class Inbox:
    """The file to which the daemon's channel writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def new(self) -> list[AlertRaised]:
        """What has arrived since the last look."""
        if not self._path.exists():
            return []
        with self._path.open("rb") as file:
            file.seek(self._read)
            whole = file.read().rpartition(b"\n")[0]
        self._read += len(whole) + bool(whole)
        return [msgspec.json.decode(line, type=AlertRaised) for line in whole.splitlines()]


class Demo:
    """One showing."""

    def __init__(self, run: Run, screen: Screen) -> None:
        self.run, self.screen = run, screen
        self.inbox = Inbox(inbox(run.folder))
        self.figures = Figures(run.clock(), 0.0)
        self.known = self.seen = self.figures.tally

    def opening(self) -> None:
        """What this is, and where everything is."""
        story, run = self.run.story, self.run
        for line in wrapped(NOT_LIVE):
            self.screen.print(line, "bold")
        days = (story.until - story.begin).days
        told = f"{day(story.begin).strip()} to {day(story.until).strip()}, {days} days"
        self.screen.print()
        self.fact("newsroom", f"{FEEDS} feeds at {run.newsroom.server.url('/')}")
        self.fact(
            "daemon", f"process {run.process.pid}, the one of `monitor run`, its clock sped up"
        )
        self.fact("story", f"{told}; a second is {story.speed / 86_400:.1f} of them")
        self.fact("kept in", str(run.folder))
        self.fact("stop", "Ctrl-C")
        self.screen.print()

    def fact(self, name: str, value: str) -> None:
        """A word and what there is to say to it."""
        self.screen.print(f"  {name:<9} {value}")

    def follow(self) -> None:
        """Show what comes, until the story is over."""
        while not self.run.over:
            self.look()
            time.sleep(LOOK_S)
        self.look()

    def look(self) -> None:
        """Show what is new."""
        arrived = self.inbox.new()
        for alert in arrived:
            self.screen.alert(alert)
        now, story = self.run.clock(), self.run.story
        done = (now - story.begin) / (story.until - story.begin)
        self.figures = self.figures._replace(
            now=now, done=done, alerts=self.figures.alerts + len(arrived)
        )
        try:
            with Reading.open(self.run.state / "views.db") as reading:
                answers = reading.answers(setting.TOPIC)
                counts = reading.counts(setting.TOPIC)
        except Unreadable:  # it has just been started
            pass
        else:
            self.figures = self.figures._replace(
                strikes=best(answers, "strikes"),
                killed=best(answers, "killed"),
                texts=counts["stories"],
                copies=counts["copies"],
            )
        self.tally()
        self.screen.figures(self.figures)

    def tally(self) -> None:
        """A line where the tally has moved: from what to what.

        A look later than it is seen: the tables are there before the alert has arrived.
        """
        before, after = self.known, self.seen
        if after != before:
            self.known = after
            self.screen.print(f"    the tally: {before} -> {after}", "bold")
        self.seen = self.figures.tally

    def closing(self, *, whole: bool) -> None:
        """What it was, what is known at its end, and how to go on."""
        self.screen.rest()
        self.screen.print("=" * WIDTH)
        how = "told to its end" if whole else f"broken off on {day(self.figures.now).strip()}"
        for line in wrapped(f"That was a REPLAY with paraphrased reports, {how}. {self.counted()}"):
            self.screen.print(line, "bold")
        self.screen.print()
        last = min(LAST_DAY, self.figures.now.date()).isoformat()
        self.answer("tally", "--as-of", last)
        self.screen.print("Ask on, with `monitor` over the two folders of the replay:")
        for words in (f"why strikes.killed --as-of {last}", "meeting", "timeline", "alerts"):
            self.screen.print(f"  {self.run.folder / 'ask'} {words}")
        self.screen.print()
        self.screen.print(f"What the daemon said   {self.run.told}")
        self.screen.print(f"Away with all of it    rm -r {shlex.quote(str(self.run.folder))}")
        self.screen.print("The story as it goes on now, from its real sources: make run")

    def counted(self) -> str:
        """How much there was."""
        polls = len(self.run.newsroom.server.seen)
        texts, copies, alerts = self.figures.texts, self.figures.copies, self.figures.alerts
        return (
            f"{many(polls, 'request')}, {many(texts, 'text')} about the topic and"
            f" {many(copies, 'copy', 'copies')} of them, {many(alerts, 'alert')}."
        )

    def answer(self, *words: str) -> None:
        """A question, and what the command says to it."""
        self.screen.print(f"$ monitor {' '.join(words)}", "bold")
        ask = [str(self.run.folder / "ask"), *words]
        done = subprocess.run(ask, capture_output=True, text=True, check=False)
        self.screen.print((done.stdout + done.stderr).rstrip())
        self.screen.print()


def write_ask(run: Run) -> None:
    """A script that is `monitor` over the folders of the replay, from wherever it is called."""
    script = run.folder / "ask"
    program = shlex.join([sys.executable, "-m", "monitor"])
    places = shlex.join(["--config", str(run.config), "--state", str(run.state)])
    checkout = shlex.quote(str(setting.CHECKOUT))
    script.write_text(f'#!/bin/sh\nPYTHONPATH={checkout} exec {program} "$@" {places}\n')
    script.chmod(0o755)


def inbox(folder: Path) -> Path:
    """Where the daemon's channel writes."""
    return folder / "alerts.jsonl"


def main() -> int:
    """Show it; the exit code is that of the daemon."""
    options = argparse.ArgumentParser(prog="make demo", description=(__doc__ or "").split("\n")[0])
    options.add_argument("--seconds", type=float, default=SECONDS, help="of the real time")
    options.add_argument("--days", type=int, default=(END - BEGIN).days, help="of the story")
    given = options.parse_args()
    for number in (
        signal.SIGINT,
        signal.SIGTERM,
    ):  # SIGINT is ignored in the background of a script
        signal.signal(number, interrupted)
    folder = Path(tempfile.mkdtemp(prefix="monitor-demo-"))
    story = Story(
        feeds=FEEDS,
        every=EVERY,
        until=BEGIN + timedelta(days=given.days),
        speed=given.days * 86_400 / given.seconds,
        settings=(
            "deadline = 0.5\n"
            f'[channels.inbox]\nkind = "file"\nformat = "json"\npath = "{inbox(folder)}"\n'
        ),
        channels=("inbox",),
    )
    console = Console(highlight=False)
    with replay(folder, story) as run, Screen(console) as screen:
        write_ask(run)
        return show(Demo(run, screen))


def show(demo: Demo) -> int:
    """From the beginning to the end, or to Ctrl-C."""
    whole = False
    try:
        demo.opening()
        demo.follow()
        whole = demo.run.clock.ended
    except KeyboardInterrupt:
        demo.screen.print()
    code = demo.run.process.poll()
    if code is not None:
        demo.screen.print(f"The daemon has ended by itself, with {code}: see {demo.run.told}")
    else:
        code = demo.run.stop()
    demo.look()
    demo.closing(whole=whole)
    return code


def interrupted(number: int, frame: FrameType | None) -> None:
    """Ctrl-C, and SIGTERM like it."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    raise SystemExit(main())
