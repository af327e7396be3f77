"""Options that all commands share, as a decorator; they stand behind the command's name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from monitor.cli.places import places

_SHARED = (
    click.option("--json", "as_json", is_flag=True, help="Print JSON for programs."),
    click.option("--topic", metavar="ID", help="The topic, where several are enabled."),
    click.option("--state", metavar="DIR", help="The folder of the state."),
    click.option("--config", metavar="DIR", help="The folder of the configuration."),
)


AS_OF = click.option(
    "--as-of",
    metavar="TIME",
    help='By what had been reported up to then: 2025-10-28 (its end, UTC), "2 weeks ago".',
)
"""For what can be asked about the past."""


def with_places(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --config, --state, --topic and --json, as its first argument `Places`.

    What stands before a subcommand ("topics --config DIR check") holds for it as well.
    """

    @wraps(command)
    def told(*arguments: Any, **options: Any) -> None:
        parent = click.get_current_context().parent
        above = parent.params if parent else {}
        config, state, topic, as_json = (
            options.pop(name) or above.get(name) for name in ("config", "state", "topic", "as_json")
        )
        command(*arguments, places(config, state, topic, as_json=bool(as_json)), **options)

    shared: Callable[..., None] = told
    for option in _SHARED:
        shared = option(shared)
    return shared
