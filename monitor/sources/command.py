"""What a program of yours prints: a feed, or one JSON object a line, the same as for `monitor import`.

A time without a zone is in the source's, not in UTC: a source says where it is.

It is started without a shell, gets no input, and has a time and a size that it must keep; then it is
killed with all that it has started. It should print all that there is each time: what is known is not news.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Annotated, Literal, cast

import msgspec
from msgspec import Meta, Struct, structs

from monitor.net.decode import BODY_LIMIT
from monitor.registry import resolve
from monitor.sources import (
    Client,
    Document,
    Failure,
    Kind,
    Parsed,
    Retrieved,
    Validators,
    Worker,
    lines,
    raw,
)
from monitor.text import printable
from monitor.topics import Source

WORDS = 300
"""Characters of the program's stderr that are kept as the reason."""
LOOK = 0.05
"""Seconds between two looks at how much it has printed."""
TOLD = 3
"""Lines that cannot be read which are told one by one."""
OURS = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""Variables by which a service manager listens to the service: its children must not answer."""

SAMPLE = b"""\
{"id": "n-2", "url": "https://example.org/ferry", "title": "Ferry runs", "published": "2025-06-03T08:30:00+02:00"}

{"title": "Storm closes the port", "text": "No ship.", "published": "2025-06-02T23:30:00Z", "site": "Coast Times"}
"""


class CommandOptions(Struct, frozen=True, kw_only=True):
    """The program, and what it prints."""

    argv: Annotated[tuple[str, ...], Meta(min_length=1)]
    prints: Literal["lines", "feed"] = "lines"
    timeout: Annotated[float, Meta(gt=0, le=600)] = 30.0
    """Seconds; then it is killed with all that it has started."""


class Command:
    """A program of this machine. It runs as whoever runs the daemon."""

    sample = SAMPLE
    sample_type = "application/jsonl"
    options = CommandOptions
    sample_options = {"argv": ["printf", "%s\\n", '{"title": "Ferry service resumes"}']}
    addressed = False

    def problems(self, options: CommandOptions) -> Iterable[tuple[str, str]]:
        """A program without a name."""
        if not options.argv[0].strip():
            yield "argv", "expected a program and its arguments"

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """What it prints. It fails when it exits with anything but 0, or is too slow or too loud."""
        options = msgspec.convert(source.options, CommandOptions)
        name = printable(options.argv[0])
        # Files and no pipes: a program that leaves children behind blocks nobody.
        with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
            try:
                code = await _run(options, printed, said)
            except TimeoutError:
                return Failure(
                    kind="timeout", sentence=f"{name}: no end after {options.timeout:g} s"
                )
            except OverflowError:
                sentence = f"{name}: it prints more than {BODY_LIMIT:,} bytes"
                return Failure(kind="too large", sentence=sentence)
            except (OSError, ValueError) as error:  # not there, not to be run; a NUL in an argument
                reason = getattr(error, "strerror", None) or str(error)
                return Failure(kind="unreachable", sentence=f"{name}: {printable(reason)}")
            if code:
                return Failure(kind="status", sentence=f"{name}: {_why(code, said)}")
            printed.seek(0)
            body = printed.read(BODY_LIMIT)
        kind = self.sample_type if options.prints == "lines" else ""
        return Document(address="", body=body, content_type=kind, retrieved=now)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        if msgspec.convert(source.options, CommandOptions).prints == "feed":
            return await cast(Kind, resolve("sources", "feed")).parse(source, document, worker)
        return await worker.run(read, source, document)


SOURCE = Command()


async def _run(options: CommandOptions, printed: IO[bytes], said: IO[bytes]) -> int:
    """The exit code. Raises TimeoutError, OverflowError, and OSError when it cannot be started."""
    process = await asyncio.create_subprocess_exec(
        *options.argv,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=printed,
        stderr=said,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name not in OURS},
    )
    try:
        async with asyncio.timeout(options.timeout):
            return await _ended(process, printed, said)
    finally:
        # Also when it has ended by itself: what it has left behind belongs to nobody.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.wait()


async def _ended(process: asyncio.subprocess.Process, *files: IO[bytes]) -> int:
    """Wait for its end, and look at what it prints meanwhile."""
    waiting = asyncio.ensure_future(process.wait())
    try:
        while True:
            done, _ = await asyncio.wait([waiting], timeout=LOOK)
            if any(os.fstat(file.fileno()).st_size > BODY_LIMIT for file in files):
                raise OverflowError
            if done:
                return waiting.result()
    finally:
        waiting.cancel()


def _why(code: int, said: IO[bytes]) -> str:
    """How it ended, and what it said to that."""
    said.seek(0)
    words = printable(said.read(4 * WORDS).decode("utf-8", "replace")).strip()[:WORDS]
    how = f"exit {code}" if code > 0 else f"killed by signal {-code}"
    return f"{how}: {words}".removesuffix(": ")


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of lines of JSON. One that is wrong is told; the others go on."""
    if not document.body.strip():
        return Failure(kind="empty", sentence="the program has printed nothing")
    every: list[raw.Raw] = []
    bad: list[str] = []
    total = 0
    for number, line in enumerate(document.body.decode("utf-8", "replace").split("\n"), 1):
        if not line.strip():
            continue
        total += 1
        try:
            found = lines.told(line)
        except ValueError as error:
            bad.append(f"line {number} {error}")
            continue
        if len(every) < raw.LOOKED_AT:
            every.append(found)
    if not every:
        return Failure(kind="not a feed", sentence=f"no line can be read: {bad[0]}")
    result = raw.parsed(every, source, document, total=total - len(bad))
    warnings = result.warnings + tuple(bad[:TOLD])
    if len(bad) > TOLD:
        warnings += (f"{len(bad) - TOLD} more lines cannot be read",)
    return structs.replace(result, warnings=warnings)
