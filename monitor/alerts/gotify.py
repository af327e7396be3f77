"""Alerts to phones and browsers over a Gotify server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from monitor import secret
from monitor.alerts import Message, Outcome
from monitor.alerts.posting import HttpOptions, Request, post
from monitor.alerts.wording import clipped, fitted, titled
from monitor.net import address
from monitor.notices import Severity
from monitor.secret import Whereabouts
from monitor.text import web_address

MESSAGE_LIMIT = 16_000
"""Bytes; the server takes more, nobody reads more on a phone."""
TITLE_LIMIT = 250
"""Bytes."""
PRIORITY: dict[Severity, int] = {"info": 1, "notice": 4, "warning": 6, "critical": 9}
"""Its app makes no sound below 4, and wakes people from 8 on."""


class GotifyOptions(HttpOptions, frozen=True, kw_only=True):
    """Which server, and the token of the application that was made there."""

    server: str
    token_env: str = ""
    token_file: str = ""

    @property
    def token(self) -> Whereabouts:
        """Where the token is."""
        return Whereabouts("token", self.token_env, self.token_file)


class Gotify:
    """One POST an alert. The server knows no repetitions."""

    options = GotifyOptions
    keyed = False

    def problems(self, options: GotifyOptions) -> Iterator[tuple[str, str]]:
        """What is wrong with options whose types are right, by key."""
        wrong = address.web_problem(
            options.server,
            allow_private=options.allow_private,
            secret="token",
            example="https://gotify.example.org",
            instead="the token goes into token_env or token_file",
        )
        if wrong:
            yield "server", wrong
        elif "?" in options.server:
            yield "server", 'expected an address without a "?"'
        if not options.token:
            yield "token_env", "missing; expected token_env or token_file"
        yield from secret.problems(options.token)

    async def send(self, message: Message, options: GotifyOptions) -> Outcome:
        """Sent when the server has taken it."""
        request = Request(
            address=f"{options.server.rstrip('/')}/message",
            body=body(message),
            headers=lambda: {"X-Gotify-Key": secret.read(options.token)},
            now=message.when,
            service="Gotify server",
        )
        return await post(request, options)


def body(message: Message) -> bytes:
    """The alert as Gotify takes it; a tap opens the page."""
    extras: dict[str, Any] = {"client::display": {"contentType": "text/plain"}}
    if page := web_address(message.page):
        extras["client::notification"] = {"click": {"url": page}}
    return msgspec.json.encode(
        {
            "title": clipped(titled(message), TITLE_LIMIT),
            "message": fitted(message, MESSAGE_LIMIT, headed=True),
            "priority": PRIORITY[message.alert.severity],
            "extras": extras,
        }
    )


CHANNEL = Gotify()
