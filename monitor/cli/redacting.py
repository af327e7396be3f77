"""`log redact`: a body taken out of the log for good."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.recorded import described
from monitor.cli.rendering import bold, out, out_json, say, wrapped
from monitor.cli.times import minute
from monitor.errors import ConfigError, MonitorError, NotFound
from monitor.text import printable
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.cli.amending import Moved
    from monitor.eventlog.sqlite import SqliteLog
    from monitor.eventlog.verify import Verified
    from monitor.redacting import Plan


@click.command()
@click.argument("positions", metavar="[POSITION]...", nargs=-1, type=click.IntRange(1))
@click.option("--story", metavar="ID", help="Every event that holds words of this story.")
@click.option(
    "--reason", metavar="TEXT", help="Why; it is recorded, and must not repeat the words."
)
@click.option("--by", metavar="NAME", help="Who wants it; else your login name.")
@click.option("--dry-run", is_flag=True, help="Change nothing: list the events.")
@with_places
def redact(
    places: Places,
    positions: tuple[int, ...],
    story: str | None,
    reason: str | None,
    by: str | None,
    dry_run: bool,
) -> None:
    """Take the content of events out of the log for good; what is left proves that they were there.

    Needs the daemon stopped. Backups, exports and alerts that were sent are not reached.
    """
    from monitor.cli.wishing import name_of, reason_of
    from monitor.opening import locked

    if bool(positions) == (story is not None):
        raise Usage("which events? their positions (`monitor log tail`), or --story ID")
    why = reason_of(reason or "")
    if not (why or dry_run):
        raise Usage("why? --reason TEXT")
    who = name_of(by)
    if dry_run:
        _tell(places, *_plan(places, positions, story), None)
        return
    if not places.log.exists():
        raise NotFound(f"nothing has been recorded in {places.state} yet")
    with locked(places.state):
        plan, moved = _plan(places, positions, story)
        verified = _done(places, plan, who, why)
        _tell(places, plan, moved, verified)
        _rebuild(places)


def _plan(
    places: Places, positions: tuple[int, ...], story: str | None
) -> tuple[Plan, list[Moved]]:
    """What is to be redacted, and which figures move. Raises NotFound, StateError, LogError."""
    from monitor import redacting
    from monitor.eventlog.sqlite import open_reader

    log = open_reader(places.log)
    if log is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet")
    with log:
        plan = (
            redacting.at_positions(log, positions)
            if story is None
            else redacting.of_story(log, story)
        )
        return plan, list(_moved(places, plan, log))


def _moved(places: Places, plan: Plan, log: SqliteLog) -> Iterator[Moved]:
    """What the trackers say otherwise without the events; nothing where the configuration is wrong."""
    from monitor.cli.amending import moved
    from monitor.cli.naming import Known
    from monitor.config import load
    from monitor.projections.ledger import FOLDED, Ledger, apply

    gone = {row.position for row in plan.rows}
    streams = {row.stream for row in plan.rows}
    types = {each.__name__ for each in FOLDED}
    try:
        topics = load(places.config, places.state).topics
    except ConfigError:
        return
    for topic in (each for each in topics if each.id in streams):
        recorded = list(log.read(stream=topic.id, types=types))
        before = apply(Ledger(), (each.event for each in recorded))
        after = apply(Ledger(), (each.event for each in recorded if each.position not in gone))
        yield from moved(Known(topic, before), Known(topic, after))


def _done(places: Places, plan: Plan, who: str, why: str) -> Verified:
    """Redact; the state folder is held. Raises StateError, LogError."""
    from monitor import redacting

    return redacting.carry_out(places.state, plan, who=who, why=why, at=places.now)


def _rebuild(places: Places) -> None:
    """The tables without what is gone. What hinders that is told: the redaction is done all the same."""
    from monitor.config import load
    from monitor.eventlog.sqlite import open_reader
    from monitor.eventlog.verify import Checked
    from monitor.views import rebuild as views

    try:
        topics = load(places.config, places.state).topics
        log = open_reader(places.log)
        if log is not None:
            with log:
                views.rebuild(Checked(log), topics, places.views)
    except ConfigError:
        say(f"the configuration is wrong: {places.views} is made when it is right again")
    except (MonitorError, OSError) as error:
        say(
            f"{places.views} could not be made anew, the next command tries again: {printable(str(error))}"
        )


# --- what is told ---------------------------------------------------------------------------------


def _tell(places: Places, plan: Plan, moved: list[Moved], verified: Verified | None) -> None:
    from monitor.cli.amending import shown

    if places.as_json:
        figures = [each._asdict() for each in moved]
        out_json(_object(plan, verified) | {"figures": figures})
        return
    for row in plan.rows:
        if verified is None:
            out(list(described(row)))
        else:
            out(bold(printable(f"{row.position}  {row.stream}  {row.type}")))
    if verified is None:
        say(f"{many(len(plan.rows), 'event')} would be redacted; nothing was changed")
    else:
        say(
            f"{many(len(plan.rows), 'event')} redacted; the log is whole: {verified.events:,} events,"
            f" {verified.redacted:,} of them without their body"
        )
    if moved:
        how = "stand" if verified else "would stand"
        out(["", f"Figures {how} otherwise, and no alert tells of it:", *shown(moved)])
    for sentence in _beyond(places, plan, done=verified is not None):
        say("\n".join(wrapped(sentence, "")))


def _beyond(places: Places, plan: Plan, *, done: bool) -> Iterator[str]:
    """What is not reached."""
    for sent in plan.sent:
        yield (
            f"alert {sent.alert} was delivered through {sent.channel} on"
            f" {minute(sent.at.isoformat())} UTC: it cannot be taken back"
        )
    for alert in plan.unsent:
        yield f"alert {alert} was not delivered yet, and {'is' if done else 'would be'} sent no more"
    for story, count in plan.rest.items():
        yield (
            f"{many(count, 'more event')} may hold words of story {story}:"
            f" monitor log redact --story {story} --dry-run"
        )
    if plan.others:
        names = ", ".join(plan.others)
        yield f"the same words may be in {many(len(plan.others), 'copy', 'copies')}: {names}"
    if done:
        yield (
            "backups and exports made before hold it still, and so may files and journals in which"
            f" alerts or lines of the service were kept: delete them yourself (look in {places.state})"
        )


def _object(plan: Plan, verified: Verified | None) -> dict[str, Any]:
    shown = ("position", "stream", "n", "id", "type", "hash")
    return {
        "done": verified is not None,
        "events": [{name: getattr(row, name) for name in shown} for row in plan.rows],
        "sent": [
            {"alert": each.alert, "channel": each.channel, "at": each.at.isoformat()}
            for each in plan.sent
        ],
        "unsent": list(plan.unsent),
        "rest": plan.rest,
        "copies": list(plan.others),
        "redacted": None if verified is None else verified.redacted,
    }
