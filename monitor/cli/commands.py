"""The commands as click sees them: found by name, and imported only then."""

from __future__ import annotations

import importlib
from typing import Any

import click

from monitor.cli.ending import Ended, ended
from monitor.errors import MonitorError

COMMANDS = {
    "run": ("running", "Follow the topics: the daemon; --once for one round."),
    "tally": ("answers", "The main tally of the topic."),
    "meeting": ("answers", "The main question of the topic: has it taken place?"),
    "show": ("answers", "One tracker, also --as-of or --occurred-by a time."),
    "why": ("answers", "The claims, quotes and addresses behind a figure."),
    "since": ("developments", "What has changed since a time, or since you last looked."),
    "timeline": ("developments", "Developments, newest first."),
    "stories": ("stories", "Stories with their copies and revisions; full-text search."),
    "status": ("status", "Every tracker, the sources, the alerts, the daemon."),
    "sources": ("sources", "Which sources answer; `sources check`, `import`, `export`."),
    "alerts": ("alerts", "Alerts and their fate; `alerts show`, `ack`, `snooze`, `retry`, `test`."),
    "topics": ("topics", "The topics that are configured; `topics check`, `topics try`."),
    "extract": ("running", "What is read out of texts in a file; nothing is kept."),
    "import": ("running", "Take in texts with their own dates; never an alert."),
    "correct": ("correct", "What a person knows better: `correct incident`, `undo`, `list` ..."),
    "review": ("review", "What waits for a person: one by one, with quotes and choices."),
    "reread": ("reread", "Newer rules read the stored stories again: the difference first."),
    "log": ("log", "The log: `tail`, `head`, `verify`, `export`, `import`, `backup`, `restore`."),
    "service": ("service", "Run it for good under systemd: `service install`, `service show`."),
    "rebuild": ("rebuild", "Make the tables anew from the log; --check compares them."),
}
"""Command -> its module, and a line for the list of commands."""


class Commands(click.Group):
    """The commands; a module is imported when one of its commands is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the list above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        for each in vars(module).values():
            if isinstance(each, click.Command) and each.name == cmd_name:
                return each
        raise LookupError(f"{module.__name__} has no command {cmd_name}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong is a sentence and an exit code."""
        try:
            return super().invoke(ctx)
        except MonitorError as error:
            ctx.exit(ended(error))
        except Ended as end:
            ctx.exit(end.code)


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """With what a report of a fault needs: SQLite is the one that Python was built with."""
    if not wanted:
        return
    import platform
    import sqlite3

    from monitor import __version__

    python, sqlite = platform.python_version(), sqlite3.sqlite_version
    click.echo(f"monitor, version {__version__} (Python {python}, SQLite {sqlite})")
    context.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version, of Python and SQLite as well, and exit.",
)
def cli() -> None:
    """Follow a developing news story: what is known, since when, and who says so."""
