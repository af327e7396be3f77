"""Alerts to any program that takes HTTP: a JSON object, signed. `webhook.schema.json` says what is in it.

The same alert has the same `X-Monitor-Delivery` (and `Idempotency-Key`) in every attempt. With a secret,
`X-Monitor-Signature` is "sha256=" and the hexadecimal HMAC-SHA256 of `X-Monitor-Timestamp`, a full stop,
and the body as it came.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import datetime

import msgspec
from msgspec import Struct, structs

from monitor import secret
from monitor.alerts import Mark, Message, Outcome
from monitor.alerts.posting import HttpOptions, Request, post
from monitor.alerts.wording import fitted, titled
from monitor.net import address
from monitor.notices import Part, Severity
from monitor.secret import Whereabouts

BODY_LIMIT = 512 * 1024
"""Bytes of a body; many servers take no more than a million. Developments that find no room are counted."""
TEXT_LIMIT = 64 * 1024
"""Bytes of the alert as plain text in the body."""
HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?")
OURS = frozenset(
    "accept-encoding authorization connection content-encoding content-length content-type cookie host "
    "idempotency-key transfer-encoding user-agent".split()
)
"""Headers that are not the configuration's to set, beside X-Monitor-..."""


class WebhookOptions(HttpOptions, frozen=True, kw_only=True):
    """Where, and with which secrets."""

    address: str
    secret_env: str = ""
    """Variable that holds the secret by which it is signed."""
    secret_file: str = ""
    token_env: str = ""
    """Variable that holds a token for `Authorization: Bearer`."""
    token_file: str = ""
    headers: dict[str, str] = {}
    """Sent as well; none of them is a secret."""

    @property
    def secret(self) -> Whereabouts:
        """Where the secret is."""
        return Whereabouts("secret", self.secret_env, self.secret_file, words=True)

    @property
    def token(self) -> Whereabouts:
        """Where the token is."""
        return Whereabouts("token", self.token_env, self.token_file)


class TopicNamed(Struct, frozen=True, kw_only=True):
    """The topic as programs and as people know it."""

    id: str
    title: str


class Body(Struct, frozen=True, kw_only=True):
    """The object that is sent, in this order."""

    version: int = 1
    alert: str
    topic: TopicNamed
    rule: str
    channel: str
    severity: Severity
    title: str
    text: str
    raised: datetime
    attempt: int
    repetition: bool
    page: str | None
    acknowledge: str | None
    log: Mark | None
    developments: tuple[Part, ...]
    left_out: int = 0


class Webhook:
    """One POST an alert."""

    options = WebhookOptions
    keyed = True

    def problems(self, options: WebhookOptions) -> Iterator[tuple[str, str]]:
        """What is wrong with options whose types are right, by key."""
        wrong = address.web_problem(
            options.address,
            allow_private=options.allow_private,
            secret="token" if options.token else "",
            example="https://example.org/alerts",
            instead="a token goes into token_env or token_file",
        )
        if wrong:
            yield "address", wrong
        yield from secret.problems(options.secret)
        yield from secret.problems(options.token)
        for name, value in options.headers.items():
            yield from _header_problems(name, value)

    async def send(self, message: Message, options: WebhookOptions) -> Outcome:
        """Sent when it answers with 2xx."""
        made = body(message)
        request = Request(
            address=options.address,
            body=made,
            headers=lambda: _headers(message, made, options),
            now=message.when,
        )
        return await post(request, options)


def _header_problems(name: str, value: str) -> Iterator[tuple[str, str]]:
    key = f"headers.{name}" if HEADER.fullmatch(name) else "headers"
    if key == "headers":
        yield key, "expected names of HTTP headers"
    elif name.lower() in OURS or name.lower().startswith("x-monitor-"):
        yield key, "is not to be set here"
    elif not VALUE.fullmatch(value):
        yield key, "expected one line of ASCII without blanks at its ends"


def _headers(message: Message, sent: bytes, options: WebhookOptions) -> dict[str, str]:
    """The headers of one attempt. Raises NoSecret."""
    stamp = str(int(message.when.timestamp()))
    headers = {
        **options.headers,
        "X-Monitor-Delivery": message.alert.alert,
        "Idempotency-Key": message.alert.alert,
        "X-Monitor-Timestamp": stamp,
    }
    if token := secret.read(options.token):
        headers["Authorization"] = f"Bearer {token}"
    if key := secret.read(options.secret):
        headers["X-Monitor-Signature"] = f"sha256={signature(key, stamp, sent)}"
    return headers


def signature(key: str, stamp: str, sent: bytes) -> str:
    """HMAC-SHA256 over timestamp, full stop and body, in hexadecimal."""
    return hmac.new(key.encode(), stamp.encode() + b"." + sent, hashlib.sha256).hexdigest()


def body(message: Message) -> bytes:
    """The alert as JSON, with as many developments as find room: the worst ones come first."""
    alert = message.alert
    whole = Body(
        alert=alert.alert,
        topic=TopicNamed(id=alert.topic, title=message.topic),
        rule=alert.rule,
        channel=alert.channel,
        severity=alert.severity,
        title=titled(message, keyed=True),
        text=fitted(message, TEXT_LIMIT),
        raised=alert.at,
        attempt=message.attempt,
        repetition=message.repetition,
        page=message.page or None,
        acknowledge=message.acknowledge or None,
        log=message.log,
        developments=alert.parts,
    )
    room = BODY_LIMIT - len(msgspec.json.encode(structs.replace(whole, developments=())))
    kept: list[Part] = []
    for part in alert.parts:
        room -= len(msgspec.json.encode(part)) + 1
        if room < 0:
            break
        kept.append(part)
    left_out = len(alert.parts) - len(kept)
    return msgspec.json.encode(structs.replace(whole, developments=tuple(kept), left_out=left_out))


CHANNEL = Webhook()
