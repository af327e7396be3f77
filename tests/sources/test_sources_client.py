"""The polite client against a real server: what it sends, what it accepts, where it stops."""

import asyncio
import gzip
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from email.utils import format_datetime

import pytest
from msgspec import structs

from monitor import __version__
from monitor.net.guard import system_addresses
from monitor.sources import Document, Failure, NotModified, Retrieved, Validators
from monitor.sources.client import HOPS, Limits, PoliteClient
from tests import loopback
from tests.loopback import Loopback, Mode
from tests.sources.documents import NOW, PAGE, numbered
from tests.sources.standins import LIMITS, OPEN, TLS

FEED = numbered(2)
IN_AN_HOUR = format_datetime(NOW + timedelta(hours=1), usegmt=True)
SHORT = Limits(deadline=0.5, step=10.0)


def get(
    address: str,
    validators: Validators | None = None,
    *,
    limits: Limits = LIMITS,
    allow: tuple[str, ...] = OPEN,
    resolve: Callable[[str, int], list[str]] = system_addresses,
) -> Retrieved:
    async def run() -> Retrieved:
        client = PoliteClient(
            contact="desk@example.org", allow_private=allow, limits=limits, tls=TLS, resolve=resolve
        )
        async with client:
            return await client.get(address, validators or Validators(), now=NOW)

    return asyncio.run(run())


def document(answer: Retrieved) -> Document:
    assert isinstance(answer, Document), answer
    return answer


def failure(answer: Retrieved) -> Failure:
    assert isinstance(answer, Failure), answer
    return answer


# --- what is sent -----------------------------------------------------------------------------


def test_a_request_says_who_asks_and_takes_gzip_only(server: Loopback) -> None:
    """The User-Agent names program, version and contact; no cookie, no referrer."""
    document(get(server.at("/feed", loopback.body(FEED))))
    request = server.seen[0]
    assert request.header("User-Agent") == f"monitor/{__version__} (+desk@example.org)"
    assert request.header("Accept-Encoding") == "gzip"
    assert "application/rss+xml" in (request.header("Accept") or "")
    assert request.header("Cookie") is None
    assert request.header("Referer") is None
    assert request.header("If-None-Match") is None


@pytest.mark.parametrize(
    ("etag", "last_modified"),
    [
        ('W/"abc-2gzip;x,y"', ""),
        ("unquoted", ""),
        ('"caf\u00e9"', ""),
        ("", "Tue, 3 Jun 2025 08:00:00 CEST"),
        ('"a"', "Tue, 03 Jun 2025 08:00:00 GMT"),
    ],
)
def test_validators_come_back_byte_for_byte(
    server: Loopback, etag: str, last_modified: str
) -> None:
    """A 304 is had only by whoever returns exactly what was given."""
    mode = loopback.conditional(FEED, etag=etag, last_modified=last_modified)
    address = server.at("/feed", mode)
    first = document(get(address))
    assert first.validators == Validators(address, etag, last_modified)
    second = get(address, first.validators)
    assert isinstance(second, NotModified)
    assert second.validators == first.validators


def test_a_304_may_renew_a_validator(server: Loopback) -> None:
    """The newer Last-Modified of a 304 is kept, the ETag that it leaves out stays."""
    newer = "Wed, 04 Jun 2025 08:00:00 GMT"
    address = server.at("/feed", loopback.status(304, {"Last-Modified": newer}))
    answer = get(address, Validators(address, '"a"', "Tue, 03 Jun 2025 08:00:00 GMT"))
    assert isinstance(answer, NotModified)
    assert answer.validators == Validators(address, '"a"', newer)


def test_validators_go_only_to_the_address_that_gave_them(server: Loopback) -> None:
    """On the way through a redirect nobody else sees them."""
    feed = server.at("/feed", loopback.conditional(FEED, etag='"a"'))
    start = server.at("/start", loopback.redirect("/feed", 301))
    given = document(get(start)).validators
    assert given.address == feed
    assert isinstance(get(start, given), NotModified)
    assert [request.header("If-None-Match") for request in server.seen] == [None, None, None, '"a"']


def test_a_304_to_an_unconditional_request_is_a_failure(server: Loopback) -> None:
    """Nothing was sent that could be unmodified."""
    answer = failure(get(server.at("/feed", loopback.status(304))))
    assert (answer.kind, answer.status) == ("status", 304)


def test_a_validator_too_long_to_send_back_is_not_kept(server: Loopback) -> None:
    """It would make the next request fail."""
    address = server.at("/feed", loopback.body(FEED, headers={"ETag": f'"{"x" * 3_000}"'}))
    assert document(get(address)).validators.etag == ""


def test_cookies_are_neither_kept_nor_sent(server: Loopback) -> None:
    """A cookie set on the first hop does not come back on the second."""
    server.at("/feed", loopback.body(FEED))
    headers = {"Location": "/feed", "Set-Cookie": "id=1; Path=/"}
    document(get(server.at("/start", loopback.status(302, headers))))
    assert [request.header("Cookie") for request in server.seen] == [None, None]


# --- bodies -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mode",
    [
        loopback.body(FEED),
        loopback.gzipped(FEED),
        loopback.packed(gzip.compress(FEED), "x-gzip"),
        loopback.packed(gzip.compress(FEED[:100]) + gzip.compress(FEED[100:])),
        loopback.packed(FEED, "identity"),
    ],
    ids=["plain", "gzip", "x-gzip", "two members", "identity"],
)
def test_a_body_arrives_unpacked(server: Loopback, mode: Mode) -> None:
    """Plain, packed, or packed in two members: the document is the same."""
    answer = document(get(server.at("/feed", mode)))
    assert (answer.body, answer.content_type) == (FEED, loopback.FEED_TYPE)


BOMB = loopback.bomb(50)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        (loopback.body(bytes(50 << 20)), "too large"),
        (loopback.cut_off(b"x", promised=50 << 20), "too large"),
        (loopback.endless(), "too large"),
        (BOMB, "too large"),
        (loopback.packed(gzip.compress(gzip.compress(FEED)), "gzip, gzip"), "encoding"),
        (loopback.packed(FEED, "br"), "encoding"),
        (loopback.packed(FEED, "gzip"), "encoding"),
        (loopback.packed(gzip.compress(FEED)[:-9], "gzip"), "encoding"),
        (loopback.cut_off(FEED, promised=len(FEED) + 9), "unreachable"),
        (loopback.reset(), "unreachable"),
        (loopback.raw(b"HTTP/1.1 nonsense\r\n\r\n"), "unreachable"),
        (loopback.raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 2_000_000), "unreachable"),
        (loopback.stalled(), "timeout"),
        (loopback.stalled(b"<rss>"), "timeout"),
        (loopback.drip(), "timeout"),
    ],
    ids=[
        "50 MB", "50 MB promised", "endless", "bomb", "gzip in gzip", "unasked", "not gzip",
        "gzip cut off", "cut off", "reset", "nonsense", "long header", "silent", "stalled", "drip",
    ],
)  # fmt: skip
def test_a_bad_answer_is_a_failure_of_its_kind(server: Loopback, mode: Mode, kind: str) -> None:
    """Neither size, nor packing, nor silence gets further than its bound."""
    limits = SHORT if kind == "timeout" else LIMITS
    answer = failure(get(server.at("/feed", mode), limits=limits))
    assert answer.kind == kind
    assert answer.sentence.startswith("127.0.0.1: ")


def test_a_connection_that_is_broken_off_is_told_in_words(server: Loopback) -> None:
    """No name of an exception of ours."""
    answer = failure(get(server.at("/feed", loopback.reset())))
    assert answer.sentence == "127.0.0.1: it has broken off the connection"


def test_silence_between_two_pieces_has_a_bound_of_its_own(server: Loopback) -> None:
    """A stalled server is left before the whole deadline has passed."""
    limits = Limits(deadline=30.0, step=0.2)
    assert failure(get(server.at("/feed", loopback.stalled()), limits=limits)).kind == "timeout"


# --- status -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "headers", "kind", "wait"),
    [
        (404, {}, "status", 0),
        (410, {}, "gone", 0),
        (429, {"Retry-After": "120"}, "status", 120),
        (503, {"Retry-After": IN_AN_HOUR}, "status", 3600),
        (500, {"Retry-After": "soon"}, "status", 0),
        (204, {}, "status", 0),
        (302, {}, "status", 0),
    ],
)  # fmt: skip
def test_a_status_without_a_document_is_a_failure(
    server: Loopback, code: int, headers: dict[str, str], kind: str, wait: int
) -> None:
    """The status and the wish to be left alone are kept, the wish in seconds."""
    answer = failure(get(server.at("/feed", loopback.status(code, headers))))
    assert (answer.kind, answer.status, answer.retry_after) == (kind, code, wait)
    assert str(code) in answer.sentence


def test_freshness_is_told(server: Loopback) -> None:
    """Cache-Control: max-age is handed on in seconds."""
    headers = {"Cache-Control": "public, max-age=7200", "Expires": "0"}
    address = server.at("/feed", loopback.conditional(FEED, etag='"a"', headers=headers))
    first = document(get(address))
    second = get(address, first.validators)
    assert isinstance(second, NotModified)
    assert (first.max_age, second.max_age) == (7200, 7200)


# --- redirects --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "moved"),
    [
        ((301,), "/1"),
        ((308, 301), "/2"),
        ((302,), ""),
        ((307,), ""),
        ((303,), ""),
        ((301, 302, 301), "/1"),
        ((302, 301), ""),
    ],
)
def test_a_move_counts_while_every_hop_is_permanent(
    server: Loopback, codes: tuple[int, ...], moved: str
) -> None:
    """The address to keep is the one before the first temporary hop."""
    for number, code in enumerate(codes):
        server.at(f"/{number}", loopback.redirect(f"/{number + 1}", code))
    last = server.at(f"/{len(codes)}", loopback.body(FEED))
    answer = document(get(server.url("/0")))
    assert answer.address == last
    assert answer.moved == (server.url(moved) if moved else "")


@pytest.mark.parametrize(
    "to",
    [
        "/loop",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:secret@127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://10.0.0.1/",
        "http://",
        "http://xn--a/",
        "http://127.0.0.1:70000/",
    ],
)
def test_a_redirect_to_a_wrong_place_is_refused(server: Loopback, to: str) -> None:
    """Loops, other schemes, passwords and private addresses are not followed."""
    answer = failure(get(server.at("/loop", loopback.redirect(to))))
    assert answer.kind == "refused"
    assert "secret" not in answer.sentence
    assert len(server.seen) <= HOPS + 1


def test_a_redirect_in_raw_utf8_is_understood(server: Loopback) -> None:
    """Some servers do not escape what they should."""
    server.at("/caf%C3%A9", loopback.body(FEED))
    location = "/caf\u00e9".encode().decode("latin-1")
    document(get(server.at("/start", loopback.redirect(location))))


# --- addresses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://example.org/", "/etc/passwd", "", "http://", "http:///x",
     "http://xn--a/", "http://127.0.0.1:70000/"],
)  # fmt: skip
def test_only_web_addresses_are_asked(address: str) -> None:
    """A path or another scheme is refused before anything is opened."""
    assert failure(get(address)).kind == "refused"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]",
     "0.0.0.0"],
)  # fmt: skip
def test_no_way_of_writing_it_leads_home(server: Loopback, host: str) -> None:
    """Every form of the loopback address is refused when it is not allowed by name."""
    server.at("/feed", loopback.body(FEED))
    assert failure(get(server.url("/feed", host), allow=())).kind == "refused"
    assert server.seen == []


def test_a_name_that_turns_private_is_refused_at_the_connection(server: Loopback) -> None:
    """What a name means is checked on the very lookup that is connected to."""
    address = server.url("/feed", "news.test")
    answer = failure(get(address, resolve=lambda host, port: ["127.0.0.1"]))
    assert (answer.kind, server.seen) == ("refused", [])
    assert "news.test" in answer.sentence


def test_an_allowed_name_may_be_private(server: Loopback) -> None:
    """The exception is for the name in the configuration, and works without its address there."""
    server.at("/feed", loopback.body(FEED))
    address = server.url("/feed", "news.test")
    document(get(address, allow=("News.Test",), resolve=lambda host, port: ["127.0.0.1"]))
    assert server.seen[0].header("Host") == f"news.test:{server.port}"


def test_the_next_address_of_a_name_is_tried(server: Loopback) -> None:
    """A dead address does not hide a live one."""
    server.at("/feed", loopback.body(FEED))
    address = server.url("/feed", "news.test")
    both = ["::1", "127.0.0.1"]
    document(get(address, allow=("news.test",), resolve=lambda host, port: both))


def test_what_cannot_be_reached_is_said_in_words(server: Loopback) -> None:
    """No such name, no connection: two sentences."""

    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    unknown = failure(get("http://nowhere.test/", resolve=nowhere))
    assert unknown.kind == "unreachable"
    assert unknown.sentence == "nowhere.test: there is no such host"
    closed = Loopback()
    address = closed.url("/feed")
    closed._http.server_close()
    assert failure(get(address)).sentence == "127.0.0.1: it refuses connections"


def test_a_network_that_swallows_everything_is_not_a_slow_server() -> None:
    """No name server answers, or no connection comes about: it was not reached."""
    end = threading.Event()

    def never(host: str, port: int) -> list[str]:
        end.wait(30)
        return ["127.0.0.1"]

    limits = structs.replace(LIMITS, step=0.3, deadline=10.0)
    with socket.socket() as full, ExitStack() as stack:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        place = full.getsockname()
        for _ in range(8):  # from then on the system answers nobody
            other = stack.enter_context(socket.socket())
            other.setblocking(False)
            other.connect_ex(place)
        addresses = (f"http://127.0.0.1:{place[1]}/", "http://nowhere.test/")
        for address, resolve in zip(addresses, (system_addresses, never), strict=True):
            found = failure(get(address, resolve=resolve, limits=limits))
            assert found.kind == "unreachable"
            assert "cannot be reached" in found.sentence
    end.set()


def test_credentials_of_an_address_show_nowhere(server: Loopback) -> None:
    """They are sent to the server, and are in no value that is kept or shown."""
    server.at("/feed", loopback.conditional(FEED, etag='"a"'))
    secret = server.url("/feed").replace("http://", "http://me:secret@")
    first = document(get(secret))
    assert "secret" not in repr(first)
    assert isinstance(get(secret, first.validators), NotModified)
    assert all((each.header("Authorization") or "").startswith("Basic ") for each in server.seen)
    assert "secret" not in repr(get(secret.replace("/feed", "/other")))


def test_a_password_goes_on_to_the_same_server_only(server: Loopback) -> None:
    """A redirect within it is followed with the password, one to another host or port without."""
    server.at("/feed", loopback.body(FEED))
    with Loopback() as other:
        other.at("/feed", loopback.body(FEED))
        ways = ("/feed", server.url("/feed"), other.url("/feed"))
        for number, to in enumerate(ways):
            start = server.at(f"/{number}", loopback.redirect(to))
            assert "secret" not in document(get(start.replace("//", "//me:secret@"))).address
        sent = [each.header("Authorization") for each in (*server.asked("/feed"), *other.seen)]
    assert [bool(each) for each in sent] == [True, True, False]


def test_a_page_is_a_document_like_any_other(server: Loopback) -> None:
    """What it holds is not for the client to judge."""
    address = server.at("/page", loopback.body(PAGE, "text/html; charset=utf-8"))
    assert document(get(address)).content_type == "text/html; charset=utf-8"
