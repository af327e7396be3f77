"""A service manager as far as a daemon can tell: a socket that hears what is sent to it."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import NamedTuple

PATIENCE = 20.0
"""Seconds until a test gives up waiting for what has to come."""


class Message(NamedTuple):
    """What came in one datagram, by name, and when."""

    states: dict[str, str]
    usec: int
    """The system's monotonic clock when it was taken up."""

    @property
    def kind(self) -> str:
        """The first name."""
        return next(iter(self.states))


class Hearing:
    """The manager's end of the socket; an address of the abstract kind needs no folder."""

    def __init__(self) -> None:
        self._link = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._link.bind(f"\0monitor-test-{time.monotonic_ns()}")
        self._link.settimeout(PATIENCE)
        self.environ = {"NOTIFY_SOCKET": "@" + self._link.getsockname()[1:].decode()}

    def next(self) -> Message:
        """The next message; one that does not come fails the test."""
        text = self._link.recv(4096).decode()
        states = dict(line.partition("=")[::2] for line in text.splitlines())
        return Message(states, time.monotonic_ns() // 1_000)

    def until(self, name: str, value: str = "") -> Iterator[Message]:
        """All that comes, the first included that has a state of this name and this in its value."""
        while True:
            message = self.next()
            yield message
            if name in message.states and value in message.states[name]:
                return

    def hears(self, name: str, value: str = "") -> Message:
        """Wait for a state."""
        return list(self.until(name, value))[-1]

    def waiting(self) -> list[Message]:
        """What has come already."""
        found = []
        self._link.setblocking(False)
        try:
            while True:
                found.append(self.next())
        except BlockingIOError:
            return found
        finally:
            self._link.settimeout(PATIENCE)

    def fill(self) -> None:
        """Let it be so full that whoever sends has to wait."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as link:
            link.setblocking(False)
            link.connect(self._link.getsockname())
            with contextlib.suppress(BlockingIOError):
                while True:
                    link.send(b"STATUS=full")

    def close(self) -> None:
        self._link.close()
