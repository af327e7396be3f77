"""Why there is no answer, in words; nothing that a server has said is in them."""

from __future__ import annotations

import socket
import ssl
from typing import Literal, TypeAlias

import httpcore
import httpx

from monitor.net.address import ALLOW
from monitor.net.decode import BadCoding, TooLarge
from monitor.net.guard import RefusedAddress
from monitor.text import printable

Kind: TypeAlias = Literal["refused", "too large", "encoding", "timeout", "unreachable"]

EXPECTED = (
    RefusedAddress,
    TooLarge,
    BadCoding,
    OSError,  # no such host, for one
    httpx.InvalidURL,
    UnicodeError,  # a name like "xn--a", which is none
    httpx.HTTPError,
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
)
"""What a server, a network or an address in a feed may bring about; all else is a bug of ours."""
EXPLAINED: tuple[tuple[type[Exception], Kind, str], ...] = (
    (RefusedAddress, "refused", ""),
    (httpx.InvalidURL, "refused", "it is not a web address"),
    (UnicodeError, "refused", "it is not a web address"),
    (httpx.UnsupportedProtocol, "refused", "it is not a web address"),
    (TooLarge, "too large", ""),
    (BadCoding, "encoding", ""),
    (httpcore.ConnectTimeout, "unreachable", "it cannot be reached: nothing answers there"),
    (httpcore.TimeoutException, "timeout", "it was silent for too long"),
)
"""What an error means; without a sentence it has its own. All others are "unreachable"."""


def explained(error: Exception) -> tuple[Kind, str]:
    """What kind of failure an error is, and why there is no answer, in words."""
    for types, kind, sentence in EXPLAINED:
        if isinstance(error, types):
            return kind, sentence or str(error)
    return "unreachable", network_reason(error)


def why_not(error: Exception) -> str:
    """Why nothing has been taken there, and what to do where a configuration can do something."""
    kind, reason = explained(error)
    return f"{reason}; {ALLOW}" if kind == "refused" else reason


def network_reason(error: Exception) -> str:
    """Why a connection failed, in words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, socket.gaierror):
            return "there is no such host"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {cause.verify_message}"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {cause.reason or cause}"
        if isinstance(cause, ConnectionRefusedError):
            return "it refuses connections"
        if isinstance(cause, ConnectionResetError):
            return "it has broken off the connection"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ProtocolError) and "disconnected" not in str(error):
        return "the connection failed: what it sends is not HTTP"  # its text would quote the server
    return f"the connection failed: {printable(str(error))[:200] or type(error).__name__}"
