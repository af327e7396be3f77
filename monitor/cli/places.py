"""What every command is told: where configuration and state are, which topic, and in what form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from monitor.cli.outline import Outline, listed, outlines
from monitor.config.folders import folders
from monitor.errors import MonitorError, NotFound
from monitor.state import FEEDS, LOG, VIEWS
from monitor.text import printable


class Usage(MonitorError):
    """The command was called in a way that it does not understand."""


class Places(NamedTuple):
    """What a command works on."""

    config: Path
    state: Path
    now: datetime
    wanted: str | None = None
    """The topic that was asked for, if one was."""
    as_json: bool = False

    @property
    def log(self) -> Path:
        """The log: the truth."""
        return self.state / LOG

    @property
    def views(self) -> Path:
        """The tables that queries read."""
        return self.state / VIEWS

    @property
    def feeds(self) -> Path:
        """What each source last answered."""
        return self.state / FEEDS

    def topic(self) -> Outline:
        """The topic asked for, else the enabled one. Raises NotFound, Usage, ConfigError."""
        found = self.topics()
        if len(found) > 1:
            raise Usage(f"which topic? --topic {' | '.join(each.id for each in found)}")
        return found[0]

    def topics(self) -> Sequence[Outline]:
        """The topic asked for, else all that are enabled: at least one. Raises as `topic` does."""
        every, unreadable = outlines(self.config)
        known = listed(each.id for each in every)
        if self.wanted is None:
            found = [each for each in every if each.enabled]
            missing = f"no topic is enabled; there are: {known}"
        else:
            found = [each for each in every if each.id == self.wanted]
            missing = f'there is no topic "{printable(self.wanted)}"; there are: {known}'
        if not found:
            if unreadable or not every:
                from monitor.config import load

                load(self.config, self.state)  # raises with what is wrong
            raise NotFound(missing)
        return found


def places(
    config: str | Path | None,
    state: str | Path | None,
    topic: str | None = None,
    *,
    as_json: bool = False,
) -> Places:
    """The folders as asked for, else as `monitor.config.folders` finds them."""
    return Places(*folders(config, state), clock(), topic, as_json)


def clock() -> datetime:
    """The time, in UTC: the only place where a query reads a clock."""
    return datetime.now(UTC)
