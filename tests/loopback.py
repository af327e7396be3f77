"""A real HTTP server on 127.0.0.1, in a thread, that behaves on each path as it is told.

    with Loopback() as server:
        server.at("/feed", conditional(FEED, etag='"a"'))
        server.url("/feed"), server.seen[-1].header("If-None-Match")

A mode is a function of an `Exchange`. Every request is kept in `seen`, in order. Stalled modes end
when the server closes.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, TypeAlias

FEED_TYPE = "application/rss+xml"
NO_HEADERS: Mapping[str, str] = {}


class Seen(NamedTuple):
    """A request as it came in."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: float
    """`time.monotonic()`."""

    def header(self, name: str) -> str | None:
        """Value of a header, None when it was not sent."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Exchange(NamedTuple):
    """What a mode works with."""

    request: Seen
    server: Loopback
    handler: BaseHTTPRequestHandler

    def head(self, status: int, headers: Mapping[str, str]) -> None:
        """Send status line and headers; the connection ends after the body."""
        self.handler.send_response(status)
        for name, value in headers.items():
            self.handler.send_header(name, value)
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()

    def write(self, piece: bytes) -> None:
        """Send a piece of the body."""
        self.handler.wfile.write(piece)

    def stall(self, seconds: float = 60.0) -> None:
        """Do nothing until the server closes, or `seconds` have passed."""
        self.server.closing.wait(seconds)


Mode: TypeAlias = Callable[[Exchange], None]


class Loopback:
    """The server. A path without a mode is answered with 404."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._modes: dict[str, Mode] = {}
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.loopback = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    def at(self, path: str, mode: Mode) -> str:
        """Let a path behave so; gives its address."""
        self._modes[path] = mode
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Address of a path."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Seen]:
        """Requests for a path."""
        return [request for request in self.seen if request.path == path]

    def answer(self, request: Seen, handler: BaseHTTPRequestHandler) -> None:
        """Called by the handler."""
        self.seen.append(request)
        mode = self._modes.get(request.path.partition("?")[0], status(404))
        mode(Exchange(request, self, handler))


# --- modes ------------------------------------------------------------------------------------


def body(
    content: bytes, content_type: str = FEED_TYPE, headers: Mapping[str, str] = NO_HEADERS
) -> Mode:
    """A document, whole, with its length."""
    fixed = {"Content-Type": content_type, "Content-Length": str(len(content)), **headers}

    def mode(exchange: Exchange) -> None:
        exchange.head(200, fixed)
        exchange.write(content)

    return mode


def conditional(
    content: bytes,
    *,
    etag: str = "",
    last_modified: str = "",
    headers: Mapping[str, str] = NO_HEADERS,
) -> Mode:
    """A document with validators; 304 only to exactly the same ones."""
    given = {"ETag": etag, "Last-Modified": last_modified}
    fixed = {**{name: value for name, value in given.items() if value}, **headers}
    whole = body(content, headers=fixed)

    def mode(exchange: Exchange) -> None:
        request = exchange.request
        same_tag = etag and request.header("If-None-Match") == etag
        same_time = last_modified and request.header("If-Modified-Since") == last_modified
        if same_tag or (same_time and not etag):
            exchange.head(304, fixed)
        else:
            whole(exchange)

    return mode


def status(code: int, headers: Mapping[str, str] = NO_HEADERS) -> Mode:
    """A status without a body."""
    return lambda exchange: exchange.head(code, {"Content-Length": "0", **headers})


def redirect(to: str, code: int = 302) -> Mode:
    """A redirect."""
    return status(code, {"Location": to})


def packed(content: bytes, coding: str = "gzip") -> Mode:
    """A document that is already packed."""
    return body(content, headers={"Content-Encoding": coding})


def gzipped(content: bytes) -> Mode:
    """A document packed with gzip."""
    return packed(gzip.compress(content))


def bomb(megabytes: int) -> Mode:
    """Zeros: a thousandth of the size on the wire."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    pieces = [packer.compress(block) for _ in range(megabytes)]
    return packed(b"".join(pieces) + packer.flush())


def endless(piece: bytes = b"<rss><!-- " + b"x" * 65_000) -> Mode:
    """A body without end or length."""

    def mode(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": FEED_TYPE})
        while not exchange.server.closing.is_set():
            exchange.write(piece)

    return mode


def stalled(start: bytes = b"") -> Mode:
    """Silence after the beginning of the body, or before any answer."""

    def mode(exchange: Exchange) -> None:
        if start:
            exchange.head(200, {"Content-Type": FEED_TYPE, "Content-Length": "1000000"})
            exchange.write(start)
            exchange.handler.wfile.flush()
        exchange.stall()

    return mode


def drip(gap: float = 0.05) -> Mode:
    """A byte of the body every `gap` seconds."""

    def mode(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": FEED_TYPE})
        while not exchange.server.closing.wait(gap):
            exchange.write(b" ")

    return mode


def cut_off(content: bytes, promised: int) -> Mode:
    """Less than was promised."""

    def mode(exchange: Exchange) -> None:
        exchange.head(200, {"Content-Type": FEED_TYPE, "Content-Length": str(promised)})
        exchange.write(content)

    return mode


def reset() -> Mode:
    """The connection is broken off."""

    def mode(exchange: Exchange) -> None:
        linger = struct.pack("ii", 1, 0)  # on, 0 s: closing sends RST
        exchange.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        exchange.handler.connection.close()

    return mode


def raw(content: bytes) -> Mode:
    """Just these bytes on the wire."""
    return lambda exchange: exchange.write(content)


def in_turn(*modes: Mode) -> Mode:
    """One mode for each request; the last one stays."""
    left = list(modes)
    lock = threading.Lock()

    def mode(exchange: Exchange) -> None:
        with lock:
            now = left.pop(0) if len(left) > 1 else left[0]
        now(exchange)

    return mode


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    loopback: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is what many tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(length) if length else b""
        headers = tuple(self.headers.items())
        request = Seen(self.command, self.path, headers, content, time.monotonic())
        self.close_connection = True
        assert isinstance(self.server, _Server)
        self.server.loopback.answer(request, self)

    do_POST = do_PUT = do_HEAD = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """The tests look at `seen`."""
