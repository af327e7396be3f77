"""`monitor run`: the daemon, in plain words."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from monitor.backfill import bring_in, read_file
from monitor.config import Configuration, load
from monitor.daemon import Daemon, clock, polled
from monitor.opening import locked, opened
from monitor.pipeline import Follower, Pipeline
from monitor.text import printable

LABEL = 12
"""Width of the first column."""


def run(config: Path | None, state: Path | None, *, once: bool) -> int:
    """Follow the enabled topics until told to stop. The exit code."""
    configuration = load(config, state)
    settings = configuration.settings
    logging.basicConfig(
        level=settings.log_level.upper(), stream=sys.stderr, format="%(levelname)s %(message)s"
    )
    for noisy in ("apscheduler", "httpx"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if not sys.stderr.isatty() or settings.log_level == "debug":
        logging.getLogger("monitor").setLevel(settings.log_level.upper())
    else:
        logging.getLogger("monitor").setLevel(logging.WARNING)
    with locked(settings.state_dir), opened(configuration) as (log, pipeline):
        announce(configuration)
        for follower in pipeline.followers:
            import_archive(configuration, pipeline, follower)
        daemon = Daemon(configuration, pipeline, say)
        asyncio.run(daemon.run(once=once))
        say("stopped", f"{log.position():,} events in the log; `monitor run` goes on from here")
    return failures(daemon, once=once)


def say(label: str, sentence: str) -> None:
    """A word and a sentence for the person at the terminal, or for the journal."""
    click.echo(f"{label:<{LABEL}} {printable(sentence)}", err=True)


def announce(configuration: Configuration) -> None:
    """What is being done, and how to ask."""
    settings = configuration.settings
    say("state", str(settings.state_dir))
    for topic in configuration.topics:
        if topic.enabled:
            say("following", f"{topic.id}: {topic.title}")
    say("sources", f"{len(polled(configuration))}, asked in turn within the first minutes")
    say("ask", "monitor status" + "".join(f", monitor show {name}" for name in asked(configuration)))
    say("stop", "Ctrl-C")


def asked(configuration: Configuration) -> list[str]:
    """The first trackers of what is followed: what one asks for first."""
    topics = [topic for topic in configuration.topics if topic.enabled]
    return [tracker.id for topic in topics for tracker in topic.trackers[:2]][:4]


def import_archive(configuration: Configuration, pipeline: Pipeline, follower: Follower) -> None:
    """Read the topic's archive at its first start: before any event of the topic is in the log."""
    topic = follower.topic
    if not topic.archive or pipeline.log.head(topic.id).position:
        return
    path = configuration.settings.config_dir / "topics" / topic.archive
    found, bad = read_file(path, clock())
    with bar(f"reading the archive of {topic.id}", len(found)) as step:
        done = bring_in(pipeline, [follower], found, bad, clock(), progress=step)
    say(
        "archive",
        f"{done.lines} texts: {done.stories} stories, {done.copies} copies, {done.claims} claims",
    )
    for line in done.bad:
        say("not read", f"{path}, line {line.number}: {line.reason}")


class Step:
    """Hears of progress; draws nothing."""

    def __call__(self, count: int) -> None:
        """So many more are done."""


@contextmanager
def bar(title: str, total: int) -> Iterator[Step]:
    """A progress bar on a terminal; a line elsewhere."""
    if not sys.stderr.isatty():
        say("archive", f"{title}: {total} texts")
        yield Step()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
    ) as progress:
        task = progress.add_task(title, total=total)

        class Drawn(Step):
            def __call__(self, count: int) -> None:
                progress.advance(task, count)

        yield Drawn()


def failures(daemon: Daemon, *, once: bool) -> int:
    """The exit code: 1 when a single round has reached nothing, or a bug has stopped the daemon."""
    if daemon.crash is not None:
        raise daemon.crash
    return 1 if once and daemon.failed and not daemon.answered else 0
