"""A bound on what comes before an answer.

One head that is too long is refused by h11. But a server may send as many answers before the answer
(103, "early hints") as it likes, each of them small: it would keep this program busy till the deadline.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from monitor.net.decode import TooLarge

HEAD = 256 * 1024
"""Bytes: the head that h11 takes has 100 kB at most, and the last piece read may hold 64 kB of the body."""


class HeadBackend(httpcore.AsyncNetworkBackend):
    """Connections of another backend, on each of which an answer begins within the bound."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend) -> None:
        """Whatever that one refuses is refused."""
        self._backend = backend

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect."""
        return HeadStream(
            await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        )

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """As the other backend does."""
        return await self._backend.connect_unix_socket(path, timeout, socket_options)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._backend.sleep(seconds)


class HeadStream(httpcore.AsyncNetworkStream):
    """A connection for one request. Its bytes are counted until `begun` is called."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        """Nothing has come yet."""
        self._stream = stream
        self._left = HEAD
        self._begun = False

    def begun(self) -> None:
        """The answer has begun: its body is counted elsewhere."""
        self._begun = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next piece. Raises TooLarge."""
        piece = await self._stream.read(max_bytes, timeout)
        self._left -= len(piece)
        if self._left < 0 and not self._begun:
            raise TooLarge(f"it sends more than {HEAD:,} bytes before its answer")
        return piece

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """The same connection, encrypted, counted anew."""
        return HeadStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._stream.get_extra_info(info)
