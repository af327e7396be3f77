"""`log export` and `log import`: all of the log, or a part of it, as a file; a log made from such a file."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

import click

from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import out, out_json, say, table
from monitor.errors import NotFound, StateError
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.eventlog import Head
    from monitor.eventlog.incoming import Incoming
    from monitor.eventlog.parting import Leaving
    from monitor.eventlog.sqlite import SqliteLog

Form = Literal["jsonl", "csv", "sqlite"]
ENDINGS: dict[str, Form] = {".csv": "csv", ".db": "sqlite", ".sqlite": "sqlite"}
"""What a file's name says about its form; else it is jsonl."""
STDIO = Path("-")

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@contextmanager
def recorded(places: Places) -> Iterator[SqliteLog]:
    """The log, for reading. Raises NotFound, LogError."""
    from monitor.eventlog.sqlite import open_reader

    found = open_reader(places.log)
    if found is None:
        raise NotFound(f"nothing has been recorded in {places.state} yet; `monitor run` starts")
    with found:
        yield found


def headed(heads: dict[str, Head]) -> list[str]:
    """The heads of streams, as `log head` shows them."""
    rows = [(name, str(at.position), str(at.n), at.hash) for name, at in heads.items()]
    return table([("stream", "position", "n", "hash"), *rows], "")


def plain(heads: dict[str, Head]) -> dict[str, object]:
    """The heads of streams for JSON."""
    return {name: at._asdict() for name, at in heads.items()}


# --- out ----------------------------------------------------------------------------------------


@click.command()
@click.argument("file", type=_FILE, default=STDIO)
@click.option("--format", "form", type=click.Choice(get_args(Form)), help="Else by FILE's ending.")
@click.option("--stream", metavar="NAME", help="Only this stream (a topic, or _sources).")
@click.option("--after", type=click.IntRange(0), default=0, help="Only behind this position.")
@click.option("--force", is_flag=True, help="Replace FILE when it is there.")
@with_places
def export(
    places: Places, file: Path, form: Form | None, stream: str | None, after: int, force: bool
) -> None:
    """Write the log to FILE, or to standard output: every event with its position and its hash.

    jsonl and sqlite hold each body byte for byte: `log import` makes the same log of them. csv is a
    table for people; sqlite opens in Datasette. The heads of all streams stand at the end.
    """
    from monitor.eventlog.parting import Leaving, Part

    form = form or ENDINGS.get(file.suffix.lower(), "jsonl")
    if file == STDIO and form == "sqlite":
        raise Usage("a database cannot be written to standard output; name a FILE")
    with recorded(places) as log:
        leaving = Leaving(log, Part(stream, after))
        if file == STDIO:
            _to_stdout(leaving, form, places)
            return
        with beside(file, force=force) as part:
            _to_file(leaving, form, part, places)
    heads = leaving.heads
    if places.as_json:
        out_json(
            {"file": str(file), "format": form, "events": leaving.events, "heads": plain(heads)}
        )
    else:
        out([f"{file}: {many(leaving.events, 'event')}, as {form}", *headed(heads)])


@contextmanager
def beside(target: Path, *, force: bool) -> Iterator[Path]:
    """A new file beside the target, which takes its place when it is whole, or is taken away.

    Raises Usage when the target is there, unless it is to be replaced; StateError.
    """
    if target.exists() and not (force and target.is_file()):
        hint = "--force replaces it" if target.is_file() else "it is no file that can be replaced"
        raise Usage(f"{target} is there already; {hint}")
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        yield part
        if target.exists() and not force:
            raise StateError(f"{target} is there now: it was made meanwhile")
        part.replace(target)
    except OSError as error:
        raise StateError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


def _to_file(leaving: Leaving, form: Form, part: Path, places: Places) -> None:
    """Write it; on return it is on the disk."""
    if form == "sqlite":
        from monitor.eventlog import exported

        exported.write(leaving, part, places.now)
        return
    with part.open("wb") as sink:
        _written(leaving, form, sink, places, mark=True)
        sink.flush()
        os.fsync(sink.fileno())


def _to_stdout(leaving: Leaving, form: Form, places: Places) -> None:
    sys.stdout.flush()
    _written(leaving, form, sys.stdout.buffer, places, mark=False)
    sys.stdout.buffer.flush()


def _written(leaving: Leaving, form: Form, sink: BinaryIO, places: Places, *, mark: bool) -> None:
    """Lines or a table; `mark`: a table says that it is UTF-8."""
    if form == "jsonl":
        from monitor.eventlog.jsonlines import lines

        sink.writelines(lines(leaving, places.now))
        return
    from monitor.cli import sheet

    text = io.TextIOWrapper(sink, "utf-8", newline="", write_through=False)
    try:
        text.write(sheet.MARK if mark else "")
        sheet.write(leaving, text)
        text.flush()
    finally:
        text.detach()


# --- in -----------------------------------------------------------------------------------------


@click.command(name="import")
@click.argument("file", type=_FILE)
@with_places
def bring_in(places: Places, file: Path) -> None:
    """Make the log of a new state folder from FILE: an export (jsonl, sqlite) or a backup.

    Every event is taken as it is, and checked; the heads are the same. Only into a folder whose log
    has no events, with the daemon stopped. (Texts to be read are taken in by `monitor import`.)
    """
    from monitor.eventlog.arriving import bring_in as taken_in
    from monitor.opening import locked

    with locked(places.state), _opened(file) as incoming:
        found, aside = taken_in(incoming, places.state, places.now)
    if places.as_json:
        told = {"log": str(places.log), "events": found.events, "heads": plain(found.streams)}
        out_json(told | {"aside": str(aside) if aside else None})
        return
    out([f"{places.log}: {many(found.events, 'event')} taken in", *headed(found.streams)])
    if aside is not None:
        say(f"what belonged to the log that was there before is in {aside}")
    say("compare the heads with those that you have noted down")


@contextmanager
def _opened(file: Path) -> Iterator[Incoming]:
    """The file in whatever form it is. Raises Unfit, StateError."""
    from contextlib import closing

    from monitor.eventlog.exported import MAGIC, Table
    from monitor.eventlog.jsonlines import JsonLines

    if file == STDIO:
        yield JsonLines(sys.stdin.buffer, "standard input")
        return
    try:
        source = file.open("rb")
    except OSError as error:
        raise StateError(f"{file} cannot be read: {error.strerror}") from error
    with source:
        database = source.read(len(MAGIC)) == MAGIC
        if not database:
            source.seek(0)
            yield JsonLines(source, str(file))
            return
    with closing(Table(file)) as found:
        yield found
