"""What the server takes, what it refuses, and that nobody holds up anybody."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from http import HTTPStatus
from pathlib import Path
from threading import Thread

import pytest

from monitor.web import CannotListen, routes, serve, server
from monitor.web.routes import Response, Site
from monitor.web.server import Server, is_local
from tests.web import web_samples as samples
from tests.web.web_samples import Page


def connected(page: Page) -> socket.socket:
    return socket.create_connection((page.host, page.port), timeout=10)


def stalled(page: Page) -> socket.socket:
    """A client that has sent half a request."""
    client = connected(page)
    client.sendall(b"GET / HTTP/1.1\r\nHost: local")
    return client


def rest(client: socket.socket) -> bytes:
    """All that still comes, until the other side closes."""
    return b"".join(iter(lambda: client.recv(65_536), b""))


@pytest.fixture
def own(state: Path) -> Iterator[Page]:
    """A server that a test may overload."""
    with samples.served(state) as running:
        yield running


# --- every answer -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/metrics", "/status.json", "/livez", "/mark.svg", "/nothing"]
)
def test_every_answer_is_closed_to_scripts_and_frames(page: Page, path: str) -> None:
    """No script, nothing from elsewhere, no sniffing, no referrer, no cookie, no version."""
    got = page.get(path)
    policy = got.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Referrer-Policy"] == "no-referrer"
    assert got.headers["Server"] == "monitor"
    assert "Set-Cookie" not in got.headers
    assert int(got.headers["Content-Length"]) == len(got.body)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/topics/boats/feed.atom", "application/atom+xml"),
        ("/topics/boats/strikes.json", "application/json"),
        ("/status.json", "application/json"),
        ("/metrics", "text/plain; version=0.0.4; charset=utf-8"),
        ("/mark.svg", "image/svg+xml"),
    ],
)
def test_head_says_what_get_would(page: Page, path: str, kind: str) -> None:
    """HEAD gives the headers of GET, and no body."""
    got, head = page.get(path), page.get(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"] == kind
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_what_the_client_has_is_not_sent_again(page: Page) -> None:
    """The same page has the same tag; asked with it, it is 304 without a body."""
    tag = page.get("/").headers["ETag"]
    got = page.get("/", If_None_Match=tag)
    assert (got.status, got.body) == (304, b"")
    assert page.get("/", If_None_Match='"other"').status == 200


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/topics/none",
        "/topics/boats/none.json",
        "/topics/boats/strikes/none",
        "/../etc/passwd",
    ],
)
def test_an_unknown_address_is_404(page: Page, path: str) -> None:
    """A page says so in a sentence."""
    got = page.get(path)
    assert got.status == 404
    assert "<h1>Not Found</h1>" in got.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_nothing_can_be_written(page: Page, method: str) -> None:
    """Every method but GET and HEAD is 405, also with a body."""
    got = page.get("/", method, body="x" * 10_000)
    assert (got.status, got.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("length", [server.LONGEST_TARGET, 70_000])
def test_a_long_address_is_414(page: Page, length: int) -> None:
    """Above our limit, and above the library's."""
    assert page.get("/" + "x" * length).status == 414


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET / HTTP/1.1\r\n" + b"".join(b"H%d: x\r\n" % n for n in range(200)) + b"\r\n", b"431"),
        (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", b"505"),
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", b"421"),
        (b"GET / HTTP/1.1\r\n\r\n", b"421"),
    ],
)
def test_what_is_no_proper_request_is_refused(
    page: Page, request_bytes: bytes, status: bytes
) -> None:
    """Too many headers, another protocol, no host or two: an answer, and the end."""
    with closing(connected(page)) as client:
        client.sendall(request_bytes)
        assert rest(client).split(b" ")[1] == status


def test_a_second_request_on_a_connection_is_not_read(page: Page) -> None:
    """One request a connection: what comes behind it cannot be taken for another one."""
    asked = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with closing(connected(page)) as client:
        client.sendall(asked * 2)
        assert rest(client).count(b"HTTP/1.1 200 OK") == 1


def test_another_site_cannot_take_our_name(page: Page) -> None:
    """A name of somebody else that leads here is refused, on every address (DNS rebinding)."""
    assert page.get("/status.json", Host=f"evil.example:{page.port}").status == 421
    assert page.get("/status.json", Host=f"localhost:{page.port}").status == 200


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.0.0.1:8080", True),
        ("[::1]:8080", True),
        ("LOCALHOST", True),
        ("page.localhost:1", True),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("evil.example", False),
        ("192.168.0.1", False),
        ("[::1", False),
        ("", False),
    ],
)
def test_names_of_this_machine(host: str, local: bool) -> None:
    """Only loopback names and addresses, with any port."""
    assert is_local([host]) is local


def test_what_listens_to_the_network_has_no_name_of_its_own(state: Path) -> None:
    """Bound to every address, it cannot know by which name it is called: all are answered."""
    answer = partial(routes.answer, Site(state, (samples.topic(),), lambda: samples.START))
    with Server("0.0.0.0:0", answer) as listening:
        assert not listening.local


# --- the tables ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/topics/boats/feed.atom", "text/html; charset=utf-8"),
        ("/status.json", "text/plain; charset=utf-8"),
    ],
)
def test_without_tables_it_says_so(tmp_path: Path, path: str, kind: str) -> None:
    """Missing tables are 503 with a sentence and a time to come back; the page itself is alive."""
    with samples.served(tmp_path) as page:
        got = page.get(path)
        assert (got.status, got.headers["Content-Type"]) == (503, kind)
        assert "are being made from the log" in got.text
        assert got.headers["Retry-After"] == "5"
        assert page.get("/livez").status == 200


def test_damaged_tables_are_told_from_missing_ones(tmp_path: Path) -> None:
    """A file that is no table is 503 with another sentence."""
    (tmp_path / "views.db").write_bytes(b"not a database " * 1_000)
    with samples.served(tmp_path) as page:
        got = page.get("/")
    assert got.status == 503
    assert "damaged" in got.text


def test_tables_that_come_are_seen(tmp_path: Path) -> None:
    """Each request opens the file anew: what was missing is there as soon as it is made."""
    with samples.served(tmp_path) as page:
        assert page.get("/status.json").status == 503
        samples.build(tmp_path, [samples.topic()])
        assert page.get("/status.json").status == 200


def test_a_bug_in_one_page_is_500_and_no_more(caplog: pytest.LogCaptureFixture) -> None:
    """The person gets a sentence, the log the trace, the next request an answer."""

    def answer(target: str) -> Response:
        if target == "/bug":
            raise ZeroDivisionError
        return routes.refused(HTTPStatus.OK, "fine")

    with Server("127.0.0.1:0", answer) as listening:
        thread = Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        page = Page(listening.url)
        got = page.get("/bug")
        assert (got.status, page.get("/").status) == (500, 200)
        assert "ZeroDivisionError" not in got.text
        listening.shutdown()
        thread.join()
    assert "ZeroDivisionError" in caplog.text


# --- clients that are slow, or many -----------------------------------------------------------------


def test_a_slow_client_holds_up_nobody(own: Page) -> None:
    """While clients stall in the middle of a request, others are answered."""
    with ExitStack() as clients:
        slow = [clients.enter_context(closing(stalled(own))) for _ in range(5)]
        assert own.get("/").status == 200
        slow[0].sendall(b"host\r\n\r\n")
        assert rest(slow[0]).startswith(b"HTTP/1.1 200 OK")


def test_a_client_that_never_ends_is_ended(own: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the deadline the connection is closed, however much has come of it."""
    with closing(stalled(own)) as client:
        monkeypatch.setattr(server, "DEADLINE_S", 0.0)
        assert rest(client) == b""


def test_too_many_connections_are_told_to_come_back(
    own: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above the limit there is a 503 at once; when one ends there is room again."""
    monkeypatch.setattr(server, "CONNECTIONS", 2)
    with closing(stalled(own)), closing(stalled(own)) as second:
        with closing(connected(own)) as third:
            assert rest(third).startswith(b"HTTP/1.1 503 ")
        second.sendall(b"host\r\n\r\n")
        rest(second)
        while own.get("/livez").status == 503:  # the thread of `second` is about to end
            pass


def test_the_end_waits_for_nobody(state: Path) -> None:
    """When the block is left, stalled connections are closed and nobody listens."""
    with samples.served(state) as page:
        client = stalled(page)
        assert page.get("/livez").status == 200
    with closing(client):
        assert rest(client) == b""
    with pytest.raises(ConnectionRefusedError):
        connected(page)


# --- where it listens ---------------------------------------------------------------------------


def test_it_tells_its_address(state: Path) -> None:
    """With port 0 the system chooses one; IPv6 addresses stand in brackets."""
    with serve(state, "127.0.0.1:0", [samples.topic()]) as url:
        assert url.startswith("http://127.0.0.1:")
    with serve(state, "[::1]:0", [samples.topic()]) as url:
        assert url.startswith("http://[::1]:")
    with serve(state, "localhost:0", [samples.topic()]) as url:
        assert not url.endswith(":0/")


@pytest.mark.parametrize("listen", ["192.0.2.1:8080", "127.0.0.1:99999", "no such host:80"])
def test_an_address_that_cannot_be_used_is_a_sentence(state: Path, listen: str) -> None:
    """Not of this machine, no port, no host."""
    with pytest.raises(CannotListen, match="the page cannot be shown at"), serve(state, listen, []):
        pass


def test_a_taken_port_is_a_sentence(page: Page, state: Path) -> None:
    """Another program listens there."""
    with pytest.raises(CannotListen, match="in use"), serve(state, f"127.0.0.1:{page.port}", []):
        pass
