"""`correct`: what a person knows better, with author and reason; nothing is forgotten by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click

from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import behind, out, out_json, say, wrapped
from monitor.cli.times import minute
from monitor.text import printable
from monitor.views.correctings import SHORT, corrections_of, counted
from monitor.views.reading import LIMIT
from monitor.wording import many

Row = dict[str, Any]

_INCIDENT = click.argument("incident")
_COUNTS = click.argument("counts", nargs=-1, required=True, metavar="NAME=NUMBER...")
_SOURCE = click.option("--source", metavar="URL", default="", help="Where it stands.")


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --reason, --by and --dry-run, as its second argument `Asked`."""

    def told(places: Places, by: str | None, reason: str, dry_run: bool, **options: Any) -> None:
        from monitor.cli.amending import Asked

        command(places, Asked(by, reason, dry_run), **options)

    told.__name__, told.__doc__ = command.__name__, command.__doc__
    told.__dict__.update(command.__dict__)  # click keeps parameters there
    shared: Callable[..., None] = with_places(told)
    for option in (
        click.option("--dry-run", is_flag=True, help="Show what would change; record nothing."),
        click.option("--by", metavar="NAME", help="Who says so; else your login name."),
        click.option("--reason", metavar="TEXT", required=True, help="Why; it stays in the log."),
    ):
        shared = option(shared)
    return shared


@click.group()
def correct() -> None:
    """What a person knows better than what was read.

    Each correction has an author and a reason, and is an event: figures move, `monitor why` shows what
    was read and what was corrected, and `--as-of` a time before shows what was said then. A NUMBER is 4,
    4+ (at least 4) or 3-5. Ids of claims: `monitor why TRACKER --ids`; the beginning of an id will do.
    """


@correct.command()
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@_asked
def retract(places: Places, asked: Any, claims: tuple[str, ...]) -> None:
    """Take claims out of every figure."""
    from monitor.cli import amending, correcting

    done = f"{many(len(claims), 'claim')} retracted"
    amending.correct(places, asked, done, lambda now, by: correcting.retracted(now, claims, by))


@correct.command()
@click.argument("claim")
@_COUNTS
@_asked
def value(places: Places, asked: Any, claim: str, counts: tuple[str, ...]) -> None:
    """Give a claim other numbers than were read: killed=4, killed=4+, killed=3-5."""
    from monitor.cli import amending, correcting

    done = f"claim corrected to {', '.join(counts)}"
    amending.correct(places, asked, done, lambda now, by: correcting.valued(now, claim, counts, by))


@correct.command()
@click.argument("days", metavar="DAY")
@_COUNTS
@click.option("--place", help="Where, as the topic calls its places.")
@click.option("--ordinal", type=click.IntRange(1), help='21 for "the 21st strike".')
@_SOURCE
@click.option("--tracker", metavar="ID", help="The tally; else the first one of the topic.")
@_asked
def incident(places: Places, asked: Any, tracker: str | None, **told: Any) -> None:
    """Add an incident that nobody has told: DAY is 2025-09-02, or 2025-09-02..2025-09-04."""
    from monitor.cli import amending

    amending.enter(places, asked, tracker, **told)


@correct.command()
@_INCIDENT
@_COUNTS
@_SOURCE
@_asked
def adjust(places: Places, asked: Any, incident: str, counts: tuple[str, ...], source: str) -> None:
    """Settle numbers of an incident, or say how many of it are presumed dead.

    `presumed_dead=1` is added to the dead; every other number takes the place of what outlets say.
    """
    from monitor.cli import amending, correcting

    def make(now: Any, by: Any) -> Any:
        return correcting.adjusted(now, incident, counts, source, by)

    amending.correct(places, asked, f"{printable(incident)} adjusted: {', '.join(counts)}", make)


def _judge(places: Places, asked: Any, target: str, verdict: Any) -> None:
    from monitor.cli import amending, correcting

    done = f"{printable(target)} {verdict}"
    amending.correct(
        places, asked, done, lambda now, by: correcting.judged(now, target, verdict, by)
    )


@correct.command()
@click.argument("target", metavar="INCIDENT|CLAIM")
@_asked
def confirm(places: Places, asked: Any, target: str) -> None:
    """It is so: an incident that does not count yet, or a total that one voice alone says."""
    _judge(places, asked, target, "confirmed")


@correct.command()
@click.argument("target", metavar="INCIDENT|CLAIM")
@_asked
def dismiss(places: Places, asked: Any, target: str) -> None:
    """It is not so: it is shown with your reason, and counted no more."""
    _judge(places, asked, target, "dismissed")


@correct.command()
@click.argument("incidents", nargs=-1, required=True, metavar="INCIDENT INCIDENT...")
@_asked
def merge(places: Places, asked: Any, incidents: tuple[str, ...]) -> None:
    """Several incidents are one."""
    from monitor.cli import amending, correcting

    done = f"{many(len(incidents), 'incident')} merged"
    amending.correct(places, asked, done, lambda now, by: correcting.merged(now, incidents, by))


@correct.command()
@_INCIDENT
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@_asked
def split(places: Places, asked: Any, incident: str, claims: tuple[str, ...]) -> None:
    """Claims of an incident tell of another one, which becomes an incident of its own."""
    from monitor.cli import amending, correcting

    done = f"{printable(incident)} split"
    amending.correct(
        places, asked, done, lambda now, by: correcting.split(now, incident, claims, by)
    )


@correct.command()
@click.argument("correction")
@_asked
def undo(places: Places, asked: Any, correction: str) -> None:
    """Take a correction back: from now on figures are as if it had not been made."""
    from monitor.cli import amending, correcting

    done = f"correction {printable(correction)[:SHORT]} undone"
    amending.correct(places, asked, done, lambda now, by: correcting.undone(now, correction, by))


# --- what was corrected -----------------------------------------------------------------------


@correct.command(name="list")
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True)
@with_places
def list_(places: Places, limit: int) -> None:
    """Corrections, newest first, with those that were undone (times in UTC)."""
    topics = [topic.id for topic in places.topics()]
    with tables(places) as reading:
        found = [row for topic in topics for row in corrections_of(reading, topic)]
    found.sort(key=lambda row: (str(row["at"]), row["id"]), reverse=True)
    if places.as_json:
        out_json(found[:limit])
    elif found:
        out([line for row in found[:limit] for line in _lines(row)])
        if len(found) > limit:
            say(f"{many(len(found) - limit, 'older correction')}; --limit shows more")
    if not found:
        if not places.as_json:
            say("nothing has been corrected")
        raise Ended(NOTHING_FOUND)


def _lines(row: Row) -> Iterator[str]:
    """Id, time and what was done; below them the reason."""
    head = f"{row['id'][:SHORT]}  {minute(row['at']):>17}  "
    yield from behind(head, f"{_what(row)}, by {row['who']}")
    yield from wrapped(row["why"], " " * (SHORT + 2))
    if row["undone"]:
        undone = row["undone"]
        told = f"undone {minute(undone['at'])} by {undone['who']}: {undone['why']}"
        yield from wrapped(told, " " * (SHORT + 2))


def _what(row: Row) -> str:
    """`merged USSTRIKE-251115a USSTRIKE-251116a`, `corrected claim 0123abcd to killed 4`."""
    target = row["incident"] or _claims(row["claims"])
    to = counted(row["counts"] or {})
    return f"{row['kind']} {target}{f' to {to}' if to else ''}"


def _claims(claims: Sequence[str]) -> str:
    if len(claims) == 1:
        return f"claim {claims[0][:SHORT]}"
    return many(len(claims), "claim")
