"""Alerts to phones and desktops over ntfy (ntfy.sh, or a server of one's own), published as JSON.

The alert's id goes along as sequence id: from ntfy 2.16 on a repetition takes the place of the first. For
older servers and apps a tag says that it may be one.
"""

from __future__ import annotations

import base64
import re
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

MESSAGE_LIMIT = 4_096
"""Bytes: a longer message becomes an attachment, which a phone does not show."""
BODY_LIMIT = 8_192
"""Bytes of JSON that a server reads: twice the message."""
TITLE_LIMIT = 250
"""Bytes; a server takes a thousand, a phone shows two lines."""
PRIORITY: dict[Severity, int] = {"info": 2, "notice": 3, "warning": 4, "critical": 5}
TAGS: dict[Severity, tuple[str, ...]] = {
    "info": (),
    "notice": (),
    "warning": ("warning",),
    "critical": ("rotating_light",),
}
"""Shown as signs in front of the title."""
AGAIN = "may-be-a-repetition"
NAME = re.compile(r"[-_A-Za-z0-9]{1,64}")
"""Topics and sequence ids."""
TAG = re.compile(r"[^\s,\x00-\x1f]{1,50}")
MOST_TAGS = 5
"""A server takes 512 bytes of tags in all."""


class NtfyOptions(HttpOptions, frozen=True, kw_only=True):
    """Which server and topic, and who is allowed to publish there."""

    topic: str
    """Who knows it can read it, on a server without accounts: it is shown nowhere."""
    server: str = "https://ntfy.sh"
    token_env: str = ""
    token_file: str = ""
    user: str = ""
    password_env: str = ""
    password_file: str = ""
    tags: tuple[str, ...] = ()

    @property
    def token(self) -> Whereabouts:
        """Where the token is."""
        return Whereabouts("token", self.token_env, self.token_file)

    @property
    def password(self) -> Whereabouts:
        """Where the password is."""
        return Whereabouts("password", self.password_env, self.password_file, words=True)


class Ntfy:
    """One POST an alert."""

    options = NtfyOptions
    keyed = True

    def problems(self, options: NtfyOptions) -> Iterator[tuple[str, str]]:
        """What is wrong with options whose types are right, by key."""
        goes_along = "token" if options.token else "password" if options.password else ""
        wrong = address.web_problem(
            options.server,
            allow_private=options.allow_private,
            secret=goes_along,
            example="https://ntfy.sh",
            instead="a token goes into token_env or token_file",
        )
        if wrong:
            yield "server", wrong
        if not NAME.fullmatch(options.topic):  # not repeated: it is as good as a password
            yield "topic", 'expected a name of letters, digits, "-" and "_", at most 64'
        yield from secret.problems(options.token)
        yield from secret.problems(options.password)
        yield from _access_problems(options)
        if len(options.tags) > MOST_TAGS or not all(map(TAG.fullmatch, options.tags)):
            yield "tags", f"expected at most {MOST_TAGS} words without blanks and commas"

    async def send(self, message: Message, options: NtfyOptions) -> Outcome:
        """Sent when the server has taken it."""
        request = Request(
            address=options.server,
            body=body(message, options),
            headers=lambda: _access(options),
            now=message.when,
            service="ntfy server",
        )
        return await post(request, options)


def _access_problems(options: NtfyOptions) -> Iterator[tuple[str, str]]:
    if bool(options.user) != bool(options.password):
        yield "user", "expected a user and password_env or password_file, or none of them"
    elif options.user and options.token:
        yield "user", "there is a token as well; expected one of the two"
    if options.user and (not options.user.isprintable() or ":" in options.user):
        yield "user", "expected one line without a colon"


def _access(options: NtfyOptions) -> dict[str, str]:
    """The header by which one may publish, if one is needed. Raises NoSecret."""
    if token := secret.read(options.token):
        return {"Authorization": f"Bearer {token}"}
    if password := secret.read(options.password):
        pair = base64.b64encode(f"{options.user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"}
    return {}


def body(message: Message, options: NtfyOptions) -> bytes:
    """The alert as ntfy takes it. JSON writes quotes and line ends as two bytes: where that is too long
    for the server, less text goes along.
    """
    limit = MESSAGE_LIMIT
    made = _body(message, options, limit)
    while len(made) > BODY_LIMIT and limit > 0:
        limit -= len(made) - BODY_LIMIT
        made = _body(message, options, limit)
    return made


def _body(message: Message, options: NtfyOptions, limit: int) -> bytes:
    alert = message.alert
    told: dict[str, Any] = {
        "topic": options.topic,
        "title": clipped(titled(message, keyed=True), TITLE_LIMIT),
        "message": fitted(message, limit, headed=True),
        "priority": PRIORITY[alert.severity],
        "tags": [*TAGS[alert.severity], *options.tags, *([AGAIN] if message.repetition else [])],
        "actions": _actions(message),
    }
    if NAME.fullmatch(alert.alert):
        told["sequence_id"] = alert.alert
    if page := web_address(message.page):
        told["click"] = page
    return msgspec.json.encode(told)


def _actions(message: Message) -> list[dict[str, Any]]:
    """Buttons: one that acknowledges, one that opens the page."""
    buttons: list[dict[str, Any]] = []
    if url := web_address(message.acknowledge):
        buttons.append(
            {"action": "http", "label": "Seen it", "url": url, "method": "POST", "clear": True}
        )
    if url := web_address(message.page):
        buttons.append({"action": "view", "label": "Open the page", "url": url})
    return buttons


CHANNEL = Ntfy()
