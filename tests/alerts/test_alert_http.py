"""The channels over HTTP: one contract, and what comes of every way in which a server may answer."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import structs

from monitor import __version__, registry
from monitor.alerts import NotSent, Outcome, Sent
from monitor.alerts.delivery import deliver
from tests import loopback
from tests.alerts.alert_samples import NOW, message, told_message
from tests.alerts.channel_contract import CONTRACT, LONG, SECRET, Bench, send
from tests.alerts.http_places import RECEIPT, bench, nobody
from tests.loopback import Loopback, Mode

TOKEN = {"token_env": "ALERTS_SECRET"}


def webhook(server: Loopback, **options: Any) -> Bench:
    secrets = {"secret_env": "ALERTS_SECRET", **TOKEN}
    channel = registry.resolve("alerts", "webhook")
    made = bench(server, channel, "address", {**secrets, **options}, "/hook")
    return structs.replace(made, limit=512 * 1024)


def ntfy(server: Loopback, **options: Any) -> Bench:
    channel = registry.resolve("alerts", "ntfy")
    made = bench(server, channel, "server", {"topic": "desk", **TOKEN, **options}, "/")
    return structs.replace(made, limit=8_192)


def gotify(server: Loopback, **options: Any) -> Bench:
    channel = registry.resolve("alerts", "gotify")
    made = bench(server, channel, "server", {**TOKEN, **options}, "/message")
    return structs.replace(made, limit=17_000)


BENCHES = [webhook, ntfy, gotify]


@pytest.mark.parametrize("law", CONTRACT)
@pytest.mark.parametrize("make", BENCHES)
def test_a_channel_over_http_keeps_the_contract(
    make: Callable[[Loopback], Bench], law: Callable[[Bench], None], server: Loopback
) -> None:
    """Webhook, ntfy and Gotify, against a server that does everything that servers do."""
    law(make(server))


# --- what comes of an answer ----------------------------------------------------------------------


def answered(server: Loopback, mode: Mode, **options: Any) -> Outcome:
    address = server.at("/hook", mode)
    given = {"address": address, "allow_private": True, **options}
    return asyncio.run(deliver("webhook", given, structs.replace(message(), at=NOW)))


def refused(server: Loopback, said: str, **more: Any) -> NotSent:
    return NotSent(f"127.0.0.1:{server.port}: {said}", **more)


ANSWERS: dict[int, dict[str, Any]] = {
    301: {"permanent": True},
    302: {},
    307: {},
    308: {"permanent": True},
    400: {"permanent": True},
    401: {"permanent": True},
    404: {"permanent": True},
    408: {},
    410: {"permanent": True},
    413: {"permanent": True},
    425: {},
    429: {},
    500: {},
    502: {"unknown": True},
    503: {},
    504: {"unknown": True},
    599: {},
}


@pytest.mark.parametrize("status", ANSWERS)
def test_a_status_says_whether_to_try_again(server: Loopback, status: int) -> None:
    """What is about the alert itself does not change; what is about the server may pass."""
    found = answered(server, loopback.status(status, {"Location": "http://127.0.0.1:9/"}))
    assert isinstance(found, NotSent)
    assert structs.replace(found, reason="") == NotSent("", **ANSWERS[status])
    assert found.reason.startswith(f"127.0.0.1:{server.port}: it answers {status}")
    assert len(server.seen) == 1


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_is_sent(server: Loopback, status: int) -> None:
    """With or without a body."""
    assert isinstance(answered(server, loopback.status(status)), Sent)


@pytest.mark.parametrize("status", [429, 503, 500])
@pytest.mark.parametrize(
    ("wish", "seconds"),
    [
        ("120", 120.0),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300.0),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), 0.0),
        ("soon", 0.0),
    ],
)
def test_a_server_says_when_to_come_back(
    server: Loopback, status: int, wish: str, seconds: float
) -> None:
    """In seconds, or by a date, which counts from the time of the sending."""
    found = answered(server, loopback.status(status, {"Retry-After": wish}))
    assert isinstance(found, NotSent)
    assert (found.retry_after, found.permanent) == (seconds, False)


RESTS: dict[str, Mode] = {
    "endless": loopback.endless(),
    "drip": loopback.drip(),
    "stalled": loopback.stalled(b"x"),
    "bomb": loopback.bomb(64),
}


@pytest.mark.parametrize("rest", RESTS)
def test_once_it_is_taken_the_rest_of_the_answer_is_not_waited_for(
    server: Loopback, rest: str
) -> None:
    """A body without end, one in drops, one that stops: the status has said it."""
    assert isinstance(answered(server, RESTS[rest], timeout=60), Sent)


def test_a_server_that_drips_its_head_is_given_up(server: Loopback) -> None:
    """The time of a sending is bounded in all, not by piece."""

    def drips(exchange: loopback.Exchange) -> None:
        while not exchange.server.closing.wait(0.05):
            exchange.write(b"HTTP/1.1 200 OK\r\n" if exchange.server.seen == [] else b"X")

    found = answered(server, drips, timeout=0.5)
    assert found == refused(server, "it has not answered within 0.5 s", unknown=True)


def test_who_does_not_listen_has_not_got_it() -> None:
    """A refused connection is no reason to mark a repetition."""
    address = nobody()
    options = {"address": address, "allow_private": True}
    found = asyncio.run(deliver("webhook", options, message()))
    assert found == NotSent(f"{address[7:-1]}: it refuses connections")


def test_a_name_that_leads_inside_is_refused(server: Loopback) -> None:
    """Also one that nobody can know to be private."""
    server.at("/hook", loopback.status(200))
    options = {"address": server.url("/hook", "127.1")}
    found = asyncio.run(deliver("webhook", options, message()))
    said = "127.1 is at 127.0.0.1, which is not public; allow_private = true lets it be asked"
    assert found == NotSent(f"127.1:{server.port}: {said} all the same")
    assert server.seen == []


async def over_tls(context: ssl.SSLContext) -> Outcome:
    """A sending to a server that speaks HTTPS."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        given = {"address": f"https://127.0.0.1:{port}/", "allow_private": True}
        return await deliver("webhook", given, message())


def test_a_certificate_that_the_system_trusts_is_good(trusted: ssl.SSLContext) -> None:
    """As one of a company's own."""
    assert isinstance(asyncio.run(over_tls(trusted)), Sent)


def test_any_other_certificate_is_refused(certificate: Path) -> None:
    """Before anything is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    found = asyncio.run(over_tls(context))
    assert isinstance(found, NotSent)
    assert "its certificate is not valid" in found.reason
    assert (found.unknown, found.permanent) == (False, False)


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_many_sendings_leave_nothing_open(server: Loopback) -> None:
    """Neither connections nor threads, whatever has come of them."""
    made = webhook(server)
    places = [made.works, *made.broken, *made.away]
    send(made, made.works, message())
    files = open_files()
    for options in places * 3:
        send(made, options, message())
    for thread in threading.enumerate():
        if thread.name == "resolve":
            thread.join(10)
    assert open_files() <= files + 1
    assert [each for each in threading.enumerate() if each.name == "resolve"] == []


def test_no_cookie_is_kept_and_no_proxy_asked(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sending has what the configuration says, and nothing of the environment or of earlier ones."""
    monkeypatch.setenv("HTTP_PROXY", nobody())
    for _ in range(2):
        assert isinstance(
            answered(server, loopback.status(200, {"Set-Cookie": "a=b; Path=/"})), Sent
        )
    assert server.seen[-1].header("Cookie") is None


@pytest.mark.parametrize("kind", ["ntfy", "gotify"])
def test_a_page_for_signing_in_is_no_delivery(server: Loopback, kind: str) -> None:
    """It answers 200 to everything, also to alerts that nobody will ever see."""
    page = loopback.body(b"<html>Sign in", "text/html")
    server.at("/", page)
    server.at("/message", page)
    options = {"server": server.url("/"), "allow_private": True}
    options |= {"topic": "desk"} if kind == "ntfy" else TOKEN
    found = asyncio.run(deliver(kind, options, message()))
    name = {"ntfy": "ntfy", "gotify": "Gotify"}[kind]
    assert found == refused(server, f"what answers there is no {name} server")


@pytest.mark.parametrize("start", [b'{"id"', b""])
def test_a_receipt_that_breaks_off_leaves_doubt(server: Loopback, start: bytes) -> None:
    """It may have been taken."""
    server.at("/", loopback.cut_off(start, 100))
    options = {"server": server.url("/"), "topic": "desk", "allow_private": True}
    found = asyncio.run(deliver("ntfy", options, message()))
    assert isinstance(found, NotSent)
    assert (found.unknown, found.permanent) == (True, False)


# --- ntfy -----------------------------------------------------------------------------------------


def published(server: Loopback, made: Bench, sent: Any) -> dict[str, Any]:
    assert isinstance(send(made, made.works, sent), Sent)
    found: dict[str, Any] = json.loads(server.seen[-1].body)
    return found


def test_ntfy_gets_all_that_it_can_show(server: Loopback) -> None:
    """Title, text, priority, tags, a tap that opens the page, two buttons, the alert's id."""
    told = published(server, ntfy(server, tags=("newspaper",)), told_message())
    assert told == {
        "topic": "desk",
        "title": "At least 83 killed \u2014 \u201cmuertos\u201d",
        "message": told["message"],
        "priority": 4,
        "tags": ["warning", "newspaper"],
        "actions": [
            {
                "action": "http",
                "label": "Seen it",
                "url": "https://m.example/ack/a1",
                "method": "POST",
                "clear": True,
            },
            {"action": "view", "label": "Open the page", "url": "https://m.example/story"},
        ],
        "sequence_id": "a1",
        "click": "https://m.example/story",
    }
    assert told["message"].splitlines()[0] == "  strikes killed: 80 -> 83"
    request = server.seen[-1]
    assert (request.method, request.path) == ("POST", "/")
    assert request.header("Authorization") == f"Bearer {SECRET}"
    assert request.header("User-Agent") == f"monitor/{__version__}"


@pytest.mark.parametrize(
    ("severity", "ntfy_priority", "gotify_priority"),
    [("info", 2, 1), ("notice", 3, 4), ("warning", 4, 6), ("critical", 5, 9)],
)
def test_a_severity_is_a_priority(
    server: Loopback, severity: str, ntfy_priority: int, gotify_priority: int
) -> None:
    """From quiet to what wakes people."""
    sent = message(severity=severity)
    assert published(server, ntfy(server), sent)["priority"] == ntfy_priority
    assert published(server, gotify(server), sent)["priority"] == gotify_priority


def test_ntfy_says_in_a_tag_what_older_servers_do_not_know(server: Loopback) -> None:
    """A repetition takes the first one's place; where it cannot, it says what it may be."""
    again = structs.replace(message(), repetition=True)
    told = published(server, ntfy(server), again)
    assert (told["sequence_id"], told["tags"]) == ("a1", ["warning", "may-be-a-repetition"])
    assert told["title"] == "At least 83 killed"


@pytest.mark.parametrize("letter", ["x", '"', "\\", "\n", "\u00e9", "\u4e2d", "\U0001f6a8"])
def test_ntfy_takes_the_longest_alert_as_a_message(server: Loopback, letter: str) -> None:
    """4,096 bytes of text and 8,192 of JSON, whatever the letters; more would be an attachment."""
    sent = message(title=letter * 3_000, body="\n\n".join([letter * 900 + "a"] * 90))
    told = published(server, ntfy(server), sent)
    assert len(told["message"].encode()) <= 4_096
    assert len(told["title"].encode()) <= 250
    assert len(server.seen[-1].body) <= 8_192
    assert told["message"].endswith("monitor alerts show a1")


def test_ntfy_takes_a_user_and_a_password(server: Loopback) -> None:
    """As basic authentication."""
    options = {"token_env": "", "user": "desk", "password_env": "ALERTS_SECRET"}
    published(server, ntfy(server, **options), message())
    assert server.seen[-1].header("Authorization") == "Basic ZGVzazpzM2NyZXQtMDEyMzQ1Njc4OQ=="


def test_a_server_may_have_a_path(server: Loopback) -> None:
    """Behind a proxy that serves other things as well."""
    server.at("/push/", RECEIPT)
    server.at("/push/message", RECEIPT)
    for kind, more in (("ntfy", {"topic": "desk"}), ("gotify", TOKEN)):
        options = {"server": server.url("/push/"), "allow_private": True, **more}
        assert isinstance(asyncio.run(deliver(kind, options, message())), Sent)
    assert [each.path for each in server.seen] == ["/push/", "/push/message"]


# --- Gotify ---------------------------------------------------------------------------------------


def test_gotify_gets_plain_text_and_a_page_to_open(server: Loopback) -> None:
    """The token goes in a header, never in the address."""
    told = published(server, gotify(server), told_message())
    assert told == {
        "title": "At least 83 killed \u2014 \u201cmuertos\u201d",
        "message": told["message"],
        "priority": 6,
        "extras": {
            "client::display": {"contentType": "text/plain"},
            "client::notification": {"click": {"url": "https://m.example/story"}},
        },
    }
    assert told["message"].endswith("Seen it: https://m.example/ack/a1")
    request = server.seen[-1]
    assert (request.path, request.header("X-Gotify-Key")) == ("/message", SECRET)


def test_a_link_that_is_none_is_left_out(server: Loopback) -> None:
    """Nothing but web addresses becomes a button."""
    sent = structs.replace(message(), page="javascript:alert(1)", acknowledge="ftp://a/b")
    assert published(server, ntfy(server), sent)["actions"] == []
    assert "click" not in published(server, ntfy(server), sent)
    assert set(published(server, gotify(server), sent)["extras"]) == {"client::display"}


# --- secrets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", BENCHES)
def test_without_its_secret_nothing_is_sent(
    make: Callable[[Loopback], Bench], server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is tried again: a person can put the secret there."""
    monkeypatch.delenv("ALERTS_SECRET")
    made = make(server)
    said = "the variable of token_env is empty or not set"
    assert send(made, made.works, message()) == refused(server, said)
    assert server.seen == []


def test_the_longest_alert_is_what_it_says() -> None:
    """The sample of the contract is beyond every limit."""
    assert len(msgspec.json.encode(LONG)) > 512 * 1024
