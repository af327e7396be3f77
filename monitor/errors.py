"""Everything that `monitor` raises on purpose, split by whose fault it is.

    MonitorError
    |-- ConfigError         the configuration is wrong (all mistakes at once); exit code 78
    |-- NotFound            somebody asked for a topic, tracker or member that is not there; exit code 3
    |-- AlreadyRunning      another daemon holds the state folder
    |-- StateError          the state folder cannot be used (read-only, no room)
    |-- QuoteError          a claim whose value does not occur in its quote: ours, a bug in a rule
    `-- LogError            the event log
        |-- Conflict        somebody else has appended since the position that was expected
        |-- Corrupt         the stored events are not what was appended; names the first bad position
        |-- Unavailable     no room, no disk, read-only: outcome unknown, safe to call again
        `-- UnknownEvent    the log was written by a newer version; names the types

What goes wrong with *one source* is not raised: it is a value (`monitor.sources.Failure`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class MonitorError(Exception):
    """What every error below has in common: its text is a sentence for a person."""


class Problem(NamedTuple):
    """One mistake in a configuration file: where it is and what was expected."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        """`file: key: reason`."""
        return (
            f"{self.file}: {self.key}: {self.reason}" if self.key else f"{self.file}: {self.reason}"
        )


class ConfigError(MonitorError):
    """The configuration cannot be used; `problems` holds every mistake that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep all problems, in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class NotFound(MonitorError):
    """There is nothing of that name; the text lists the names that there are."""


class AlreadyRunning(MonitorError):
    """Another daemon works on the same state folder."""


class StateError(MonitorError):
    """The state folder cannot be read or written."""


class QuoteError(MonitorError):
    """A claim was about to be built whose value does not occur in its quote."""


class LogError(MonitorError):
    """The event log could not do what was asked."""


class Conflict(LogError):
    """The stream has moved on: its last event is at `last`, not where the writer thought.

    When `last` is what was expected, the stream holds one of the events already; `why` says so.
    """

    def __init__(self, stream: str, expected: int, last: int, why: str = "") -> None:
        """Remember the position that the writer has to read from."""
        self.last = last
        text = f"stream {stream}: expected its last event at {expected}, it is at {last}"
        super().__init__(f"{text}; {why}" if why else text)


class Corrupt(LogError):
    """The log does not hold what was appended; `position` is the first bad one."""

    def __init__(self, position: int, reason: str) -> None:
        """Remember the first bad position and say what is wrong with it."""
        self.position, self.reason = position, reason
        super().__init__(f"the log is damaged at position {position}: {reason}")


class Unavailable(LogError):
    """The log could not be written; nothing is half written, and trying again is safe."""


class UnknownEvent(LogError):
    """The log holds event types or versions that this program does not know."""


NOT_NOW = (Unavailable, StateError)
"""What passes: no room, no disk, somebody else at it. All other errors of the log end the service."""
