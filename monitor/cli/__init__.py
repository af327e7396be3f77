"""The command line: one file per group of commands; nothing heavy is imported to answer a query.

Data goes to stdout, sentences to stderr; exit codes are in `ending`.

quick       the commonest questions, without click
commands    all commands: found by name, imported when called; `options` that they share
places      folders and the topic of a command; `outline`: topics as far as a query needs them
knowing     the tables that a query reads, or the log when they are of no use
past        what trackers said at a time; `lookback`: all of them
answering   what a tracker says; `figures`: for people; `reasons`: the claims behind it
reread      newer rules over stored stories; `rereading`: the difference, shown
trying      what a topic's file would have found; `claims`: claims that stand in no table
kinds       how each kind that comes with the program is shown
held        what rules have held back; `delivery`: an alert with its steps, a test of a channel
wishing     what a person wants, handed to whoever writes the log
correct     corrections by a person; `naming`: what is meant, `correcting`: the events, `amending`: before
            and after, handed in; `corrected`: told beside what they correct
review      what waits for a person; `reviewing`: what that is
moving      a log out and in again; `sheet`: as a table for people
backing     backups of the log, and one put in its place; `lost`: what that one lacks
glance      everything at once; `health`: which sources answer, and since when they do not
rendering   lines of 80 columns, tables, JSON; `times`: as they are shown, `written`: as people write them
service     the units of systemd: `installing` puts them in their place, `units` is their text
recorded    an event of the log in words; `proving`: `log verify`; `redacting`: `log redact`
lock        who works on the state folder
ending      exit codes
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import NoReturn

FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))
"""What writing to stdout fails with when it is a file on a full or broken disk."""


def main() -> None:
    """The entry point."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character gets a question mark, not a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    from monitor.cli.quick import quick

    try:
        code = quick(sys.argv[1:])
        if code is not None:
            sys.stdout.flush()
            os._exit(code)  # nothing is left open, and taking the interpreter down takes a while
    except BrokenPipeError:  # the reader, a pager, has seen enough
        os._exit(1)
    except OSError as error:
        _unwritten(error)
    from monitor.cli.commands import cli

    try:
        try:
            cli(prog_name="monitor")
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)
    except OSError as error:
        _unwritten(error)


def _unwritten(error: OSError) -> NoReturn:
    """Say why the answer could not be written, and end: what is left of it cannot be, either.

    Raises an error that is none of stdout's: a bug.
    """
    if error.errno not in FULL or error.filename is not None:
        raise error
    with suppress(OSError):
        sys.stderr.write(f"the answer cannot be written: {error.strerror or error}\n")
        sys.stderr.flush()
    os._exit(1)
