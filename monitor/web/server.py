"""HTTP for one page: the standard library's server, with its limits.

GET and HEAD, and POST where a form can be sent; one request a connection. Nobody is waited for longer
than DEADLINE_S, and nobody waits for anybody else. Where it listens on this machine only, it answers to
the names of this machine and to the one under which others reach it: another site that makes its own name
point here (DNS rebinding) is refused.
"""

from __future__ import annotations

import hashlib
import logging
import re
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from socketserver import TCPServer
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from monitor.errors import MonitorError
from monitor.text import printable
from monitor.web.page import STYLE_HASH
from monitor.web.routes import Response, refused

CONNECTIONS = 32
"""Open at a time; one more is told to come back. A browser opens six."""
PATIENCE_S = 5.0
"""Seconds without a byte from the client, or without room for one of ours."""
DEADLINE_S = 20.0
"""Seconds for a connection in all: a client that sends a byte now and then ends, too."""
LAST_PORT = 65_535
LONGEST_TARGET = 2_000
"""Characters of an address: ours have some hundred."""
LONGEST_BODY = 65_536
"""Bytes of a request's body that are read, and thrown away: a form of ours has nothing to say."""

POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; img-src 'self'; base-uri 'none';"
    " form-action {forms}; frame-ancestors 'none'"
)
HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
)
"""On every answer: no script, nothing from elsewhere, no frame around it."""
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Type: text/plain\r\n"
    b"Content-Length: 26\r\nConnection: close\r\n\r\nToo many open connections\n"
)

log = logging.getLogger(__name__)
Answer = Callable[[str], Response]
"""From the target of a request; may be called in several threads."""
Take = Callable[[str], Response | None]
"""From where a form is sent to; None: nothing can be sent there."""


class CannotListen(MonitorError):
    """The address of the page cannot be used: taken, forbidden, or not of this machine."""


class Server(ThreadingHTTPServer):
    """Listens; a thread for each connection."""

    daemon_threads = False  # closing waits for them; it has closed their sockets by then
    request_queue_size = CONNECTIONS

    def __init__(
        self, listen: str, answer: Answer, take: Take = lambda _: None, public: str = ""
    ) -> None:
        """Bind "host:port"; `public` is the address under which others reach it. Raises CannotListen."""
        self.answer = answer
        self.take = take
        self.public = urlsplit(public).hostname or ""
        self._lock = threading.Lock()
        self._open: dict[socket.socket, float] = {}
        try:
            self.address_family, address = resolved(listen)
            super().__init__(address, Exchange)
        except (OSError, ValueError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CannotListen(f"the page cannot be shown at {listen}: {reason}") from error
        self.local = ip_address(str(self.server_address[0])).is_loopback

    def server_bind(self) -> None:
        """Bind, without asking a resolver for the name of this machine."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    @property
    def url(self) -> str:
        """Where the page is."""
        shown = f"[{self.server_name}]" if ":" in self.server_name else self.server_name
        return f"http://{shown}:{self.server_port}/"

    # --- connections -------------------------------------------------------------------------------

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give it a thread, unless too many have one."""
        with self._lock:
            busy = len(self._open) >= CONNECTIONS
            if not busy:
                self._open[request] = monotonic()
        if busy:
            with suppress(OSError):
                request.setblocking(False)
                request.sendall(BUSY)
            self.shutdown_request(request)
        else:
            super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """It is over."""
        with self._lock:
            self._open.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Twice a second: end what has taken too long."""
        self.break_off(older=DEADLINE_S)

    def break_off(self, *, older: float) -> None:
        """End the connections that are older, in seconds; their threads notice at once."""
        until = monotonic() - older
        with self._lock:
            late = [request for request, begun in self._open.items() if begun <= until]
        for request in late:
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """What went wrong with one connection is a line in the log: most often the client has left."""
        error = sys.exception()
        level = logging.DEBUG if isinstance(error, OSError) else logging.ERROR
        log.log(level, "connection from %s ended: %r", client_address[0], error)


def resolved(listen: str) -> tuple[socket.AddressFamily, tuple[str, int]]:
    """Family and address of "host:port". Raises OSError, ValueError."""
    host, _, port = listen.rpartition(":")
    if int(port) > LAST_PORT:  # the resolver would take the rest of a division
        raise ValueError(f"there is no port {port}")
    found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
    family, _, _, _, address = found[0]
    return family, (str(address[0]), int(address[1]))


class Exchange(BaseHTTPRequestHandler):
    """One request and its answer."""

    server: Server
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE_S

    def do_GET(self) -> None:
        """Answer."""
        if self._is_for_us():
            self.respond(self._answer(self.server.answer))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Take a form, where there is one; that it is sent is all it says."""
        if not self._is_for_us():
            return
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers:
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif not (length.isascii() and length.isdigit()):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif len(length) > len(str(LONGEST_BODY)) or int(length) > LONGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._discard_body()
            self.respond(self._answer(self.server.take))

    def _is_for_us(self) -> bool:
        """Whether the request can be meant for this page; if not, it is refused."""
        if len(self.path) > LONGEST_TARGET:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
        elif self.server.local and not is_local(
            self.headers.get_all("Host", []), self.server.public
        ):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        else:
            return True
        return False

    def _answer(self, answer: Take) -> Response:
        try:
            return answer(self.path) or refused(HTTPStatus.METHOD_NOT_ALLOWED, READ_ONLY, READING)
        except Exception:  # the boundary: a bug in one page is a line in the log and a sentence
            log.exception("no answer to %s", without_token(self.path))
            sentence = "Something went wrong here; the log says what."
            return refused(HTTPStatus.INTERNAL_SERVER_ERROR, sentence)

    def respond(self, response: Response) -> None:
        """Send it; nothing but the headers to HEAD, nothing at all when the client has it already."""
        tag = f'"{hashlib.blake2b(response.body, digest_size=16).hexdigest()}"'
        good = response.status is HTTPStatus.OK
        same = good and self.headers.get("If-None-Match") == tag
        self.send_response(HTTPStatus.NOT_MODIFIED if same else response.status)
        policy = POLICY.format(forms="'self'" if response.form else "'none'")
        self.send_header("Content-Security-Policy", policy)
        for name, value in (*HEADERS, *response.headers):
            self.send_header(name, value)
        if good:
            self.send_header("ETag", tag)
        if not same:
            self.send_header("Content-Type", response.type)
            self.send_header("Content-Length", str(len(response.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if not same and self.command != "HEAD":
            self.wfile.write(response.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A refusal, as a page of ours. The library calls it for what it cannot read."""
        status = HTTPStatus(code)
        if status is HTTPStatus.NOT_IMPLEMENTED:  # the library's word for a method without a `do_`
            status = HTTPStatus.METHOD_NOT_ALLOWED
            self._discard_body()
        allowed = (READING,) if status is HTTPStatus.METHOD_NOT_ALLOWED else ()
        self.close_connection = True
        self.request_version = self.protocol_version  # also to what was no HTTP we send headers
        self.respond(
            refused(status, SENTENCES.get(status, "The request cannot be read."), *allowed)
        )

    def _discard_body(self) -> None:
        length = self.headers.get("Content-Length", "")
        if length.isascii() and length.isdigit():
            self.rfile.read(min(int(length), LONGEST_BODY))

    def version_string(self) -> str:
        """The Server header: no versions."""
        return "monitor"

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are for who debugs."""
        log.debug("%s %s", self.client_address[0], without_token(format % args))


READING = ("Allow", "GET, HEAD")
READ_ONLY = "This page can be read, and nothing else: GET or HEAD."
SENTENCES = {
    HTTPStatus.METHOD_NOT_ALLOWED: READ_ONLY,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The form is larger than any of ours.",
    HTTPStatus.LENGTH_REQUIRED: "A form has to say how long it is.",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The address is longer than any of ours.",
    HTTPStatus.MISDIRECTED_REQUEST: "This page answers to localhost, 127.0.0.1, [::1] and the host of `public`"
    " in monitor.toml only. A proxy in front of it has to send one of these as the Host.",
}


_TOKEN = re.compile(r"(/ack/[^/\s]*/)[^/?\s]+")


def without_token(target: str) -> str:
    """An address for the log: who reads that must not be able to acknowledge alerts with it."""
    return printable(_TOKEN.sub(r"\1...", target))


def is_local(hosts: list[str], public: str = "") -> bool:
    """Whether a request names this machine as its host; the port may be that of a tunnel.

    `public`: the name by which others call it, if there is one.
    """
    if len(hosts) != 1:
        return False
    try:
        name = urlsplit(f"//{hosts[0]}").hostname or ""
        if public and name == public:
            return True
        return name == "localhost" or name.endswith(".localhost") or ip_address(name).is_loopback
    except ValueError:
        return False
