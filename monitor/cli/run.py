"""`monitor run`: the daemon, in plain words."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from monitor import notify
from monitor.backfill import bring_in, missing, read_file
from monitor.cli.ending import ended
from monitor.cli.signals import Signals
from monitor.config import Configuration, load
from monitor.config.following import followed, polled
from monitor.daemon import Daemon
from monitor.errors import MonitorError
from monitor.heartbeat import forget
from monitor.opening import locked, opened
from monitor.pace import REAL, Pace
from monitor.pipeline import Follower, Pipeline
from monitor.telling import Form, recorded, say, set_up
from monitor.text import host as host_of

THREADS_END_S = 1.0
"""Seconds for threads to end by themselves: that of a parse process that was just killed cleans up."""


def run(config: Path | None, state: Path | None, *, once: bool, pace: Pace = REAL) -> int:
    """Follow the enabled topics until told to stop; a replay has its own pace. The exit code."""
    plain = set_up() == "plain"
    try:
        configuration = followed(load(config, state))
        plain = wanted(configuration) == "plain"
        with locked(configuration.settings.state_dir):
            forget(configuration.settings.state_dir)
            try:
                code = follow_all(configuration, once=once, pace=pace)
            except KeyboardInterrupt:
                notify.tell("STOPPING=1")
                say("stopped", "`monitor run` goes on from here")
                code = 0
    except MonitorError as error:
        if plain:
            raise
        return ended(error, partial(say, "failed"))
    return leave(code)


def wanted(configuration: Configuration) -> Form:
    """Tell of the work as the configuration wants it."""
    return set_up(configuration.settings.log_level, configuration.settings.log_format)


def follow_all(configuration: Configuration, *, once: bool, pace: Pace) -> int:
    """Follow with this configuration, then with each that replaces it. The exit code."""
    signals = Signals()
    with signals.heard():
        while True:
            daemon = follow(configuration, signals, once=once, pace=pace)
            if daemon.successor is None:
                return failures(daemon, once=once)
            configuration = daemon.successor


def follow(configuration: Configuration, signals: Signals, *, once: bool, pace: Pace) -> Daemon:
    """Follow with one configuration, to its end. Raises what has stopped it, if it was a fault."""
    wanted(configuration)
    with opened(configuration) as (log, pipeline):
        pipeline.listener = recorded
        announce(configuration)
        for follower in pipeline.followers:
            import_archive(configuration, pipeline, follower, pace)
        daemon = Daemon(configuration, pipeline, say, pace)
        with page(configuration, once=once), signals.by(daemon):
            asyncio.run(daemon.run(once=once))
        if daemon.crash is not None:
            raise daemon.crash
        if daemon.successor is None:
            say("stopped", f"{log.position():,} events in the log; `monitor run` goes on from here")
    return daemon


@contextmanager
def page(configuration: Configuration, *, once: bool) -> Iterator[None]:
    """The page beside the daemon, where one is wanted. One that cannot be served stops nothing."""
    settings = configuration.settings
    with ExitStack() as stack:
        if settings.listen and not once:
            from monitor.web import CannotListen, serve

            try:
                where = serve(
                    settings.state_dir,
                    settings.listen,
                    configuration.topics,
                    public=settings.public,
                )
                say("page", stack.enter_context(where))
            except CannotListen as error:
                say("no page", str(error))
        yield


def leave(code: int) -> int:
    """The exit code; when something keeps a thread waiting, the end of the program all the same."""
    threads = (each for each in threading.enumerate() if each is not threading.current_thread())
    waiting = [each for each in threads if not each.daemon]
    until = time.monotonic() + THREADS_END_S
    for each in waiting:
        each.join(max(0.0, until - time.monotonic()))
    if any(each.is_alive() for each in waiting):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def announce(configuration: Configuration) -> None:
    """What is being done, and how to ask."""
    settings = configuration.settings
    say("config", str(settings.config_dir))
    say("state", str(settings.state_dir))
    for topic in configuration.topics:
        if topic.enabled:
            say("following", f"{topic.id}: {topic.title}")
    say("sources", f"{len(polled(configuration))}, asked in turn within the first minutes")
    if settings.model is not None:
        host = host_of(settings.model.address)
        say("model", f"{settings.model.model} at {host} reads new stories as well")
    say(
        "ask", "monitor status" + "".join(f", monitor show {name}" for name in asked(configuration))
    )
    say("stop", "Ctrl-C")


def asked(configuration: Configuration) -> list[str]:
    """The first trackers of what is followed: what one asks for first."""
    topics = [topic for topic in configuration.topics if topic.enabled]
    return [tracker.id for topic in topics for tracker in topic.trackers[:2]][:4]


def import_archive(
    configuration: Configuration, pipeline: Pipeline, follower: Follower, pace: Pace
) -> None:
    """Read the topic's archive at its first start, or the rest of it when that was broken off."""
    topic = follower.topic
    if not topic.archive:
        return
    path = configuration.settings.config_dir / "topics" / topic.archive
    found, bad = read_file(path, pace.clock())
    found = missing(pipeline, follower, found)
    if not found and pipeline.log.head(topic.id).position:
        return
    what = f"reading the archive of {topic.id}"
    busy = notify.Busy(what)
    with bar(what, len(found)) as step:

        def progress(count: int) -> None:
            step(count)
            busy.sign()

        done = bring_in(pipeline, [follower], found, bad, pace.clock(), progress=progress)
    say(
        "archive",
        f"{len(found)} texts: {done.stories} stories, {done.copies} copies, {done.claims} claims",
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
    with drawn(title, total) as step:
        yield step


@contextmanager
def drawn(title: str, total: int) -> Iterator[Step]:
    """A progress bar."""
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
    """The exit code: 1 when a round has reached nothing, or could not be recorded."""
    deaf = daemon.failed and not daemon.answered
    return 1 if once and (deaf or daemon.unrecorded) else 0
