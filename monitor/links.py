"""Addresses that a message carries: of the page about a topic, and of the page to acknowledge an alert.

Who has the link may acknowledge the alert, and nothing else: the token in it is made of the alert's id with
a key of this state folder.
"""

from __future__ import annotations

import hmac
import os
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

from monitor.errors import StateError
from monitor.state import ACK_KEY

KEY_BYTES = 32
"""256 bits, as long as the hash."""
TOKEN_DIGITS = 32
"""Hex digits of a token: 128 bits, which nobody guesses over a network."""


def token(key: bytes, alert: str) -> str:
    """What only whoever has the key can make of the alert's id."""
    return hmac.digest(key, alert.encode("utf-8", "replace"), "sha256").hex()[:TOKEN_DIGITS]


def valid(key: bytes, alert: str, given: str) -> bool:
    """Whether the token is that of the alert; takes as long for any that is not."""
    return hmac.compare_digest(token(key, alert).encode(), given.encode("utf-8", "replace"))


def existing_key(state: Path) -> bytes | None:
    """The key of the state folder; None when no link was ever made. Raises StateError."""
    path = state / ACK_KEY
    try:
        text = path.read_bytes()[: 2 * KEY_BYTES]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}") from error
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StateError(f"{path} holds no key; delete it, and a new one is made")
    return key


def key(state: Path) -> bytes:
    """The key of the state folder, made when there is none yet. Raises StateError."""
    found = existing_key(state)
    if found is None:
        _make(state / ACK_KEY)
        found = existing_key(state)
    if found is None:
        raise StateError(f"{state / ACK_KEY} was deleted while it was made")
    return found


def _make(path: Path) -> None:
    """Write a new key, whole or not at all; one that somebody else has made meanwhile stays."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(f"{token_hex(KEY_BYTES)}\n".encode())
                file.flush()
                os.fsync(handle)
            os.link(fresh, path)
        finally:
            fresh.unlink(missing_ok=True)
    except FileExistsError:
        return
    except OSError as error:
        raise StateError(f"{path} cannot be written: {error.strerror}") from error


class Links:
    """Addresses under which a state folder's page is reached; none when it is not reached."""

    def __init__(self, base: str, state: Path) -> None:
        """`base`: the address of the page without a slash at its end; empty: there is no page."""
        self._base = base
        self._state = state

    @property
    def front(self) -> str:
        """The first page."""
        return f"{self._base}/" if self._base else ""

    def page(self, topic: str) -> str:
        """The page about a topic."""
        return f"{self._base}/topics/{quote(topic, safe='')}" if self._base else ""

    def acknowledge(self, alert: str) -> str:
        """Where the alert is acknowledged. Raises StateError when there is no key."""
        if not self._base:
            return ""
        return f"{self._base}/ack/{quote(alert, safe='')}/{token(key(self._state), alert)}"
