"""`log verify`: that the log is what was appended, and what was written down of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.ending import FAILED, Ended
from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json, say, table, wrapped
from monitor.errors import ConfigError, NotFound, StateError
from monitor.text import printable
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.eventlog.backups import Compared
    from monitor.eventlog.proof import Noted, Proved
    from monitor.eventlog.sqlite import SqliteLog
    from monitor.eventlog.verify import Verified


@click.command()
@click.option(
    "--head",
    "heads",
    metavar="HASH",
    multiple=True,
    help="Prove that nothing up to this hash was changed: HASH, STREAM:N:HASH, or a file: what"
    " `log head --json` has written, or an export (- is standard input). May be repeated.",
)
@click.option("--no-ids", is_flag=True, help="Leave the ids: they are in the hashes, too. Faster.")
@with_places
def verify(places: Places, heads: tuple[str, ...], no_ids: bool) -> None:
    """Check every event: number, hash, id; every redaction; the file. Ends with 1 where one is wrong.

    That passes also where somebody cut events off at the end, or wrote the log anew with hashes worked
    out again. The backups that are there are compared; a hash noted down elsewhere proves more: --head.
    """
    from monitor.eventlog.inparts import verify_file
    from monitor.eventlog.proof import proved
    from monitor.eventlog.sqlite import open_reader

    wanted = list(_noted(heads))
    opened = open_reader(places.log)
    if opened is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with opened:
        found = verify_file(opened, ids=not no_ids, seek={each.short for each in wanted})
        compared = _compared(places, opened)
    proofs = [proved(each, found) for each in wanted]
    if places.as_json:
        out_json(_object(found, wanted, proofs) | {"compared": compared._asdict()})
    else:
        _tell(found, wanted, proofs)
        _tell_compared(compared, headed=bool(wanted))
    if compared.astray or any(isinstance(each, str) for each in proofs):
        raise Ended(FAILED)


def _compared(places: Places, log: SqliteLog) -> Compared:
    """The log beside its backups; where they cannot be read it is not compared."""
    from monitor.cli.backing import folder_of
    from monitor.eventlog.backups import Compared, compare
    from monitor.upkeep import recall

    try:
        return compare(log, folder_of(places), recall(places.state).parted)
    except (ConfigError, StateError) as error:
        say(f"the backups were not compared: {error}")
        return Compared()


def _tell_compared(found: Compared, *, headed: bool) -> None:
    from monitor.eventlog.backups import ADVICE

    for name, why in found.astray.items():
        say(f"not what was backed up as {name}: {why}")
    if found.astray:
        say("\n".join(wrapped(ADVICE, "")))
    elif found.backups:
        out(f"compared with {many(found.backups, 'backup')}: nothing was changed or cut off since")
    if found.others:
        say(
            f"{many(found.others, 'backup')} there of another log: it was begun anew, or written anew from"
            " its first event on"
        )
    if not headed:
        say(
            "that nothing was cut off, or written anew with new hashes, is proved by a hash noted down"
            " elsewhere: --head (hashes are in `log head`, exports and alerts)"
        )


def _noted(heads: Iterable[str]) -> Iterator[Noted]:
    """What was written down. Raises Usage."""
    from monitor.eventlog.proof import listed, noted

    for each in heads:
        try:
            if each == "-" or Path(each).is_file():
                with click.open_file(each, "rb") as file:
                    yield from listed(file.read())
            else:
                yield noted(each)
        except (ValueError, OSError) as error:
            raise Usage(f"--head {printable(each)}: {printable(str(error))}") from error


def _tell(found: Verified, wanted: list[Noted], proofs: list[Proved | str]) -> None:
    """For a person."""
    left = f"{found.redacted:,} of them redacted; " if found.redacted else ""
    out(f"{found.events:,} events are whole: {left}numbers, hashes, {found.ids:,} ids, the file")
    out(table([(name, f"{at.n:,} events", at.hash) for name, at in found.streams.items()]))
    for noted, proof in zip(wanted, proofs, strict=True):
        if isinstance(proof, str):
            say(f"not proved: {noted}: {proof}")
        else:
            since = many(proof.since, "event came", "events came") + " since"
            at = f"event {proof.head.n:,} of stream {printable(proof.stream)}"
            out(f"proved: nothing up to {at} was changed ({noted.hash}); {since}")


def _object(found: Verified, wanted: list[Noted], proofs: list[Proved | str]) -> dict[str, Any]:
    """For programs."""
    told: dict[str, Any] = {
        "events": found.events,
        "ids": found.ids,
        "redacted": found.redacted,
        "streams": {name: at._asdict() for name, at in found.streams.items()},
    }
    if wanted:
        told["heads"] = [_proof(*each) for each in zip(wanted, proofs, strict=True)]
    return told


def _proof(noted: Noted, proof: Proved | str) -> dict[str, Any]:
    if isinstance(proof, str):
        return {"noted": str(noted), "proved": False, "why": proof}
    at = {"stream": proof.stream, **proof.head._asdict()}
    return {"noted": str(noted), "proved": True, **at, "since": proof.since}
