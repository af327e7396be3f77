"""The guard on the connection itself: a name is resolved once, its addresses are checked, and the
connection goes to a checked address. So neither a redirect nor a changing name server leads inside.

TLS still checks the name: the guard only chooses the address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Collection, Iterable

import httpcore
import httpx

from monitor.net.address import is_public
from monitor.net.aside import Aside
from monitor.net.head import HeadBackend, HeadStream

RESOLVERS = 32
"""Threads that wait for name servers: a few dead ones must not hold up the others."""
LAST_PORT = 65_535
ADDRESS_TRIES = 4
"""Addresses of one name that are tried."""
NEXT_ADDRESS_AFTER = 3.0
"""Seconds for an address when there is another to try."""

Resolve = Callable[[str, int], list[str]]
"""Addresses of a host and port, at least one. Raises OSError when there is no such host."""


class RefusedAddress(Exception):
    """The host has no public address; its text names the host."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only, and to those of the hosts in `allow_private`."""

    def __init__(self, allow_private: Collection[str] = (), resolve: Resolve | None = None) -> None:
        """Take names or addresses of hosts that may be private; `resolve` blocks, in a thread."""
        self._allowed = {host.lower().strip("[]") for host in allow_private}
        self._resolve = resolve or system_addresses
        self._inner = httpcore.AnyIOBackend()
        self._resolvers = Aside(RESOLVERS, "resolve")

    async def addresses(self, host: str, port: int) -> list[str]:
        """Checked addresses of a host. Raises RefusedAddress; OSError when there is none."""
        if port > LAST_PORT:
            raise RefusedAddress(f"there is no port {port}")
        found = await self._resolvers.run(lambda: self._resolve(host, port))
        return found if host.lower().strip("[]") in self._allowed else public_only(host, found)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first checked address that answers. Raises ConnectTimeout if none does."""
        try:
            async with asyncio.timeout(timeout):
                found = await self.addresses(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout("no name server answers") from error
        *others, last = found[:ADDRESS_TRIES]
        for address in others:
            wait = min(timeout or NEXT_ADDRESS_AFTER, NEXT_ADDRESS_AFTER)
            try:
                return await self._inner.connect_tcp(
                    address, port, wait, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(last, port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: a feed is never behind a local socket."""
        raise RefusedAddress(f"{path} is a local socket")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Let the waiting threads end by themselves."""
        self._resolvers.close()


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over a guarded pool that keeps no connections.

    Polls of one host are minutes apart, and the pool of httpcore 1.0 searches its idle connections
    in quadratic time. Errors stay those of httpcore.
    """

    def __init__(self, tls: ssl.SSLContext, backend: GuardedBackend, connections: int) -> None:
        """Share one TLS context: loading the authorities takes 20 to 40 ms."""
        self._backend = backend
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls,
            max_connections=connections,
            max_keepalive_connections=0,
            network_backend=HeadBackend(backend),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        answer = await self._pool.handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        connection = answer.extensions.get("network_stream")
        if isinstance(connection, HeadStream):
            connection.begun()
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
        self._backend.close()


class _Body(httpx.AsyncByteStream):
    """The body of an answer, still compressed."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._answer.aiter_stream():
            yield chunk

    async def aclose(self) -> None:
        await self._answer.aclose()


def public_only(host: str, addresses: Iterable[str]) -> list[str]:
    """The public ones among the addresses of a host. Raises RefusedAddress when there is none."""
    found = list(addresses)
    public = [address for address in found if is_public(ipaddress.ip_address(address))]
    if not public:
        raise RefusedAddress(f"{host} is at {', '.join(found[:2])}, which is not public")
    return public


def system_addresses(host: str, port: int) -> list[str]:
    """Addresses of a host in the system's order. Raises OSError when there is none."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or longer than 63 characters
        raise socket.gaierror(socket.EAI_NONAME, f"{host!r} is no name") from error
    return list(dict.fromkeys(str(place[4][0]).partition("%")[0] for place in found))
