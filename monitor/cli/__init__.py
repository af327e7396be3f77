"""The command line: one file per group of commands; nothing heavy is imported to answer a query.

Data goes to stdout, sentences to stderr; exit codes are in `ending`.

quick       the commonest questions, without click
commands    all commands: found by name, imported when called; `options` that they share
places      folders and the topic of a command; `outline`: topics as far as a query needs them
knowing     the tables that a query reads, or the log when they are of no use
answering   what a tracker says; `figures`: for people; `reasons`: the claims behind it
kinds       how each kind that comes with the program is shown
glance      everything at once; `health`: which sources answer, and since when they do not
rendering   lines of 80 columns, tables, JSON; `times`: times as people write them
lock        who works on the state folder
ending      exit codes
"""

from __future__ import annotations

import os
import sys


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
    from monitor.cli.commands import cli

    cli(prog_name="monitor")
