"""Places that take alerts over HTTP, well and badly: what each says of itself, on a real server."""

from __future__ import annotations

import base64
import json
import socket
from typing import Any

from tests import loopback
from tests.alerts.channel_contract import SECRET, Bench
from tests.loopback import Exchange, Loopback, Mode, Seen

PAIR = base64.b64encode(f"desk:{SECRET}".encode()).decode()
TELLS = f"{SECRET} {PAIR}"
"""What a server says that repeats what it was sent."""


def repeats(exchange: Exchange) -> None:
    """Repeats the secret in every part of its answer."""
    exchange.write(
        f"HTTP/1.1 401 {TELLS}\r\nWWW-Authenticate: {TELLS}\r\nLocation: /{SECRET}\r\n"
        f"Retry-After: {SECRET}\r\nContent-Length: {len(TELLS)}\r\n\r\n{TELLS}".encode()
    )


BROKEN: dict[str, Mode] = {
    "/400": loopback.status(400),
    "/429": loopback.status(429, {"Retry-After": "120"}),
    "/500": loopback.status(500),
    "/redirect": loopback.redirect(f"http://127.0.0.1:9/{SECRET}"),
    "/repeats": repeats,
    "/no-http": loopback.raw(f"SSH-2.0-{SECRET}\r\n".encode()),
}
NO_RECEIPT: dict[str, Mode] = {
    "/page": loopback.body(f"<html>Sign in with {SECRET}".encode(), "text/html"),
    "/list": loopback.body(b"[1, 2]", "application/json"),
    "/bare": loopback.status(200),
    "/endless": loopback.endless(b"x" * 65_000),
    "/brotli": loopback.packed(b"x", "br"),
}
"""Something answers that all is well, and it is not the service that was meant."""
RECEIPT = loopback.body(b'{"id": "sPs71M8A2T", "event": "message"}', "application/json")
LOST: dict[str, Mode] = {
    "/hangs": loopback.stalled(),
    "/resets": loopback.reset(),
    "/closes": loopback.raw(b""),
    "/half": loopback.raw(b"HTTP/1.1 200"),
    "/cut": loopback.raw(b"HTTP/1.1 500 Internal"),
}


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def bench(server: Loopback, channel: Any, at: str, options: dict[str, Any], path: str) -> Bench:
    """A bench of a channel whose address is the option `at`, and that posts to `path` under it."""
    known = at == "server"
    server.at(path, RECEIPT if known else loopback.status(200))
    broken = {**BROKEN, **(NO_RECEIPT if known else {})}
    for place, mode in {**broken, **LOST}.items():
        server.at(place + path.rstrip("/"), mode)
    usual = {"allow_private": True, **options}

    def placed(place: str, **more: Any) -> dict[str, Any]:
        return {**usual, at: server.url(place), **more}

    own = path if at == "address" else "/"
    return Bench(
        channel=channel,
        works=placed(own),
        broken=[
            *(placed(place + (own.rstrip("/"))) for place in broken),
            placed(own, allow_private=False),
            {**usual, at: server.url(own, "localhost"), "allow_private": False},
        ],
        arrived=lambda: arrived(server.asked(path)),
        lost=[placed(place + own.rstrip("/"), timeout=0.3) for place in LOST],
        away=[{**usual, at: nobody()}, {**usual, at: "http://nobody.invalid/"}],
        hangs=placed("/hangs" + own.rstrip("/"), timeout=60),
    )


def arrived(requests: list[Seen]) -> str:
    """All texts in what came in."""
    return "\n".join("\n".join(texts(json.loads(request.body))) for request in requests)


def texts(value: object) -> list[str]:
    """Every text in a JSON value."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []
