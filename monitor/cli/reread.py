"""`reread`: newer rules read the stored stories again; what would change is shown before it is recorded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.ending import FAILED, USAGE, Ended
from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json, say
from monitor.errors import AlreadyRunning, NotFound
from monitor.views.reading import LIMIT
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.config import Configuration
    from monitor.eventlog.sqlite import SqliteLog
    from monitor.rereading import Plan, Rules

FEW = 200
"""Stories that are read before a bar could be drawn: about a tenth of a second."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Show the difference; record nothing.")
@click.option("--yes", is_flag=True, help="Record it without asking.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=LIMIT,
    show_default=True,
    help="Texts shown; --json has all.",
)
@with_places
def reread(places: Places, dry_run: bool, yes: bool, limit: int) -> None:
    """Let newer rules read the stored stories again.

    What a changed pack, engine or topic changes is shown first: claims, and the figures before and
    after. Then it is recorded, without an alert. Needs the daemon stopped; --dry-run does not.
    """
    if dry_run and yes:
        raise Usage("--dry-run records nothing, and --yes does: leave one of them out")
    configuration, ids = _wanted(places)
    if dry_run:
        _show(places, _looked(places, configuration, ids), limit, recorded=0)
    elif yes or _terminal(places):
        _record(places, configuration, ids, limit, asks=not yes)
    else:
        plans = _looked(places, configuration, ids)
        _show(places, plans, limit, recorded=0)
        if any(plan.events for plan in plans):
            say("nothing was recorded: --yes records it without asking, --dry-run only looks")
            raise Ended(USAGE)


def _terminal(places: Places) -> bool:
    """Whether there is somebody to ask."""
    return not places.as_json and sys.stdin.isatty() and sys.stderr.isatty()


def _wanted(places: Places) -> tuple[Configuration, list[str]]:
    """The configuration, and the ids of the topics to be read again. Raises NotFound, ConfigError."""
    from monitor.config import load

    ids = [each.id for each in places.topics()]
    configuration = load(places.config, places.state)
    for each in ids:
        if not configuration.topic(each).enabled:
            raise NotFound(f'topic "{each}" is not enabled: nothing is read again for it')
    if not places.log.exists():
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    return configuration, ids


# --- looking ------------------------------------------------------------------------------------


def _looked(places: Places, configuration: Configuration, ids: Sequence[str]) -> list[Plan]:
    """What would change, by the log as it is at this moment; somebody may be writing to it."""
    from monitor.eventlog.sqlite import open_reader
    from monitor.rereading import Rules

    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with log:
        return [_planned(places, Rules(configuration.topic(each)), log) for each in ids]


def _planned(places: Places, rules: Rules, log: SqliteLog) -> Plan:
    """What would change of a topic; with a bar on a terminal when it takes a while."""
    from monitor.rereading import plan

    name = rules.topic.id
    with _progress(f"reading {name} again") as progress:
        events = (row.event for row in log.read(stream=name))
        return plan(rules, events, places.now, progress=progress)


@contextmanager
def _progress(title: str) -> Iterator[Callable[[int, int], None]]:
    """What is told how many of all have been read."""
    from contextlib import ExitStack

    from monitor.cli.run import Step, drawn

    with ExitStack() as stack:
        step = Step()

        def told(done: int, total: int) -> None:
            nonlocal step
            if done == 1 and total > FEW and sys.stderr.isatty():
                step = stack.enter_context(drawn(title, total))
            step(1)

        yield told


# --- recording ----------------------------------------------------------------------------------


def _record(
    places: Places, configuration: Configuration, ids: Sequence[str], limit: int, *, asks: bool
) -> None:
    """Show what changes, ask, and record it; the state folder is held from the first to the last."""
    from monitor.opening import opened
    from monitor.rereading import Rules

    with _held(places.state), opened(configuration) as (log, pipeline):
        followers = [each for each in pipeline.followers if each.topic.id in ids]
        plans = [
            _planned(places, Rules(each.topic, each.gate, each.readers), log) for each in followers
        ]
        size = sum(len(plan.events) for plan in plans)
        if not places.as_json:
            _show(places, plans, limit, recorded=0)
        if asks and size and not _agreed(size):
            say("nothing was recorded")
            raise Ended(FAILED)
        for follower, plan in zip(followers, plans, strict=True):
            if plan.events:
                pipeline.amend(follower, plan.events, plan.ledger, plan.after, places.now)
        if places.as_json:
            _show(places, plans, limit, recorded=size)
        elif size:
            out(f"{many(size, 'event')} recorded; no alert comes of it")
        if pipeline.behind is not None:
            say(f"{pipeline.behind}; the next command makes the tables again from the log")


@contextmanager
def _held(state: Path) -> Iterator[None]:
    """The state folder held; a refusal says what can be done beside a daemon."""
    from monitor.opening import locked

    try:
        with locked(state):
            yield
    except AlreadyRunning as error:
        raise AlreadyRunning(f"{error}; --dry-run shows the difference beside it") from error


def _agreed(size: int) -> bool:
    """Ask the person at the terminal."""
    question = f"Record {many(size, 'event')}? What is in the log stays there."
    return click.confirm(question, err=True)


def _show(places: Places, plans: Sequence[Plan], limit: int, *, recorded: int) -> None:
    """The difference, for a person or a program."""
    from monitor.cli import rereading

    if places.as_json:
        out_json(rereading.plain(plans, places.now, recorded))
    else:
        out(list(rereading.shown(plans, limit)))
    sys.stdout.flush()
