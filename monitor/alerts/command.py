"""Alerts handed to a program: one JSON object on its standard input, never a shell."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from typing import IO, Annotated, Any

import msgspec
from msgspec import Meta, Struct

from monitor.alerts import Message, NotSent, Outcome, Sent, describe
from monitor.text import printable

PERMANENT = (64, 65, 78)
"""EX_USAGE, EX_DATAERR and EX_CONFIG of sysexits.h: the program says that it never will."""

WORDS = 300
"""Characters of the program's stderr that are kept as the reason."""

OURS = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""Variables by which a service manager listens to the service: its children must not answer."""


class CommandOptions(Struct, frozen=True, kw_only=True):
    """The program, and how long it may take."""

    argv: Annotated[tuple[str, ...], Meta(min_length=1)]
    timeout: Annotated[float, Meta(gt=0, le=600)] = 30.0
    """Seconds; then it is killed with all that it has started."""


class Command:
    """Runs the program once for each alert. The object has the alert's id: a program can know repetitions."""

    options = CommandOptions
    keyed = True

    async def send(self, message: Message, options: CommandOptions) -> Outcome:
        """Sent when the program exits with 0."""
        # Files and no pipes: a program that reads nothing, or leaves children, blocks nobody.
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            try:
                given.write(msgspec.json.encode(_object(message)) + b"\n")
                given.seek(0)
                code = await _run(options, given, said)
            except TimeoutError:
                late = f"{options.argv[0]}: no end after {options.timeout:g} s"
                return NotSent(late, unknown=True)
            except OSError as error:
                return NotSent(f"{options.argv[0]}: {describe(error)}")
            return _outcome(options.argv[0], code, said)


def _object(message: Message) -> dict[str, Any]:
    """The alert as it was raised, and beside its keys what is known when it is sent."""
    sent = {
        "attempt": message.attempt,
        "repetition": message.repetition,
        "page": message.page,
        "acknowledge": message.acknowledge,
        "log": msgspec.to_builtins(message.log),
    }
    told: dict[str, Any] = msgspec.to_builtins(message.alert)
    return told | sent


async def _run(options: CommandOptions, given: IO[bytes], said: IO[bytes]) -> int:
    """The exit code. Raises TimeoutError, and OSError when it cannot be started."""
    process = await asyncio.create_subprocess_exec(
        *options.argv,
        stdin=given,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=said,
        start_new_session=True,
        env={name: value for name, value in os.environ.items() if name not in OURS},
    )
    try:
        async with asyncio.timeout(options.timeout):
            return await process.wait()
    finally:
        if process.returncode is None:  # too slow, or we are being stopped
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


def _outcome(name: str, code: int, said: IO[bytes]) -> Outcome:
    if code == 0:
        return Sent(name)
    said.seek(0)
    words = printable(said.read(4 * WORDS).decode("utf-8", "replace")).strip()[:WORDS]
    how = f"exit {code}" if code > 0 else f"killed by signal {-code}"
    reason = f"{name}: {how}: {words}".removesuffix(": ")
    return NotSent(reason, permanent=code in PERMANENT, unknown=code < 0)  # killed: after what?


CHANNEL = Command()
