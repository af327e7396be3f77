"""The polite HTTP client: one for all sources.

It asks conditionally with the validators just as they were given, follows at most five redirects by
hand, takes at most 8 MiB and 30 s, keeps no cookies, sends no referrer, and connects to public
addresses only.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx
from msgspec import Struct

from monitor import __version__
from monitor.net import decode
from monitor.net.guard import GuardedBackend, GuardedTransport, Resolve
from monitor.net.headers import max_age, retry_after
from monitor.net.reasons import EXPECTED, explained
from monitor.sources import (
    NO_VALIDATORS,
    Document,
    Failure,
    FailureKind,
    NotModified,
    Retrieved,
    Validators,
)
from monitor.text import printable

FEEDS = (
    "application/rss+xml, application/atom+xml, application/feed+json;q=0.9, "
    "application/xml;q=0.8, */*;q=0.1"
)
"""The Accept header for feeds."""
HOPS = 5
"""Redirects that are followed."""
PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
VALIDATOR_LIMIT = 2_048
"""Characters: a longer validator is not kept, it would blow up the next request."""
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Limits(Struct, frozen=True):
    """How long and how much one request may take."""

    deadline: float = 30.0
    """Seconds for all of it: names, redirects, body."""
    step: float = 10.0
    """Seconds for a connection or for the next piece."""
    body: int = decode.BODY_LIMIT
    connections: int = 100


USUAL = Limits()


class _Hop(Struct, frozen=True):
    """Where a redirect leads."""

    address: str
    permanent: bool


class PoliteClient:
    """See the module. Use it as `async with PoliteClient(...) as client`."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext,
        contact: str = "",
        allow_private: Collection[str] = (),
        limits: Limits = USUAL,
        resolve: Resolve | None = None,
    ) -> None:
        """`contact` is an address or mailbox for the User-Agent; `allow_private` names hosts."""
        # httpx logs every address at INFO, passwords in it and all
        logging.getLogger("httpx").setLevel(logging.WARNING)
        self._limits = limits
        self._private = {host.lower().strip("[]") for host in allow_private}
        agent = f"monitor/{__version__}" + (f" (+{printable(contact)})" if contact else "")
        headers = {"User-Agent": agent, "Accept-Encoding": "gzip", "Connection": "close"}
        self._http = httpx.AsyncClient(
            transport=GuardedTransport(
                tls, GuardedBackend(allow_private, resolve), limits.connections
            ),
            headers=headers,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            timeout=httpx.Timeout(limits.step, pool=None),
            trust_env=False,
            follow_redirects=False,
        )

    async def __aenter__(self) -> PoliteClient:
        """Nothing is opened before it is needed."""
        return self

    async def __aexit__(self, *why: object) -> None:
        """Close."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def get(
        self,
        address: str,
        validators: Validators = NO_VALIDATORS,
        *,
        now: datetime,
        accept: str = FEEDS,
        origin: str | None = None,
    ) -> Retrieved:
        """Ask for `address`, redirects followed. What a server or a network does is a value.

        `origin`: the address of the source that has named this one; None where it is configured itself.
        Only a source at an allowed private address may lead to another.
        """
        try:
            if origin is not None and (inward := self._inward(origin, address)):
                return inward
            async with asyncio.timeout(self._limits.deadline):
                return await self._follow(address, validators, now, accept)
        except TimeoutError:
            reason = f"it has not answered within {self._limits.deadline:g} s"
            return _failure("timeout", address, reason)
        except EXPECTED as error:
            kind, reason = explained(error)
            return _failure(kind, address, reason)

    async def _follow(
        self, address: str, validators: Validators, now: datetime, accept: str
    ) -> Retrieved:
        """Hop by hop; the address to keep moves on only while every hop is permanent."""
        moved, permanent = "", True
        for _ in range(HOPS + 1):
            answer = await self._hop(address, validators, moved, now, accept)
            if not isinstance(answer, _Hop):
                return answer
            if inward := self._inward(address, answer.address):
                return inward
            permanent = permanent and answer.permanent
            address = answer.address
            moved = address if permanent else moved
        return _failure("refused", address, f"it redirects more than {HOPS} times")

    def _inward(self, start: str, to: str) -> Failure | None:
        """The refusal of an address where only sources at such addresses may lead."""
        host = httpx.URL(to).host
        if host in self._private and httpx.URL(start).host not in self._private:
            return _failure("refused", start, f"it leads to {host}, which is not public")
        return None

    async def _hop(
        self, address: str, validators: Validators, moved: str, now: datetime, accept: str
    ) -> Retrieved | _Hop:
        """One request."""
        plain = _without_credentials(address)
        asked = validators if validators and validators.address == plain else NO_VALIDATORS
        async with self._request(address, asked, accept) as response:
            status, headers = response.status_code, response.headers
            if status in REDIRECTS and headers.get("location"):
                return _redirect(address, status, headers["location"])
            given = _validators(plain, headers)
            fresh = max_age(headers, now)
            if status == httpx.codes.NOT_MODIFIED and asked:
                kept = Validators(
                    plain, given.etag or asked.etag, given.last_modified or asked.last_modified
                )
                return NotModified(validators=kept, moved=moved, max_age=fresh)
            if status != httpx.codes.OK:
                return _refusal(plain, status, headers, now)
            return Document(
                address=plain,
                body=await self._body(response),
                content_type=printable(headers.get("content-type", ""))[:200],
                validators=given,
                moved=moved,
                max_age=fresh,
                retrieved=now,
            )

    @asynccontextmanager
    async def _request(
        self, address: str, asked: Validators, accept: str
    ) -> AsyncIterator[httpx.Response]:
        """Send it; the body is not read yet."""
        headers = [(b"Accept", accept.encode())]
        if asked.etag:
            headers.append((b"If-None-Match", asked.etag.encode("latin-1")))
        if asked.last_modified:
            headers.append((b"If-Modified-Since", asked.last_modified.encode("latin-1")))
        if not re.match(r"https?://[^/?#]", address, re.IGNORECASE):
            raise httpx.UnsupportedProtocol(address)
        async with self._http.stream("GET", address, headers=headers) as response:
            response.headers.encoding = "latin-1"
            yield response

    async def _body(self, response: httpx.Response) -> bytes:
        """The unpacked body. Raises TooLarge or BadCoding."""
        limit = self._limits.body
        length = response.headers.get("content-length", "")
        if length.isascii() and length.isdigit() and int(length[:18]) > limit:
            raise decode.TooLarge(f"it has {int(length[:18]):,} bytes, more than {limit:,}")
        coding = response.headers.get("content-encoding", "")
        return await decode.read(response.aiter_raw(), coding, limit)


def _redirect(address: str, status: int, location: str) -> _Hop | Failure:
    """Where a redirect leads, unless it is a place where we do not go."""
    before, given = httpx.URL(address), httpx.URL(_as_utf8(location))
    target = before.join(given)
    shown = printable(str(target.copy_with(userinfo=b"")))[:200]
    if target.scheme not in {"http", "https"} or not target.host:
        return _failure("refused", address, f"it redirects to {shown!r}, no web address")
    if given.userinfo:
        return _failure("refused", address, "it redirects to an address with a password")
    ours = before.userinfo if _origin(before) == _origin(target) else b""
    return _Hop(str(target.copy_with(userinfo=ours)), status in PERMANENT)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Where a password of ours may be sent."""
    return url.scheme, url.host, url.port


def _as_utf8(value: str) -> str:
    """A header read as Latin-1 in UTF-8, where it is that: some servers do not escape."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return value


def _refusal(address: str, status: int, headers: Mapping[str, str], now: datetime) -> Failure:
    """A status that brings no document."""
    if status == httpx.codes.GONE:
        return _failure("gone", address, "it says that it is gone for good (410)", status=status)
    phrase = httpx.codes.get_reason_phrase(status)
    wait = retry_after(headers.get("retry-after", ""), now)
    sentence = f"it answers {status}" + (f" ({phrase})" if phrase else "")
    if wait:
        sentence += f" and asks to be left alone for {wait} s"
    return _failure("status", address, sentence, status=status, retry_after=wait)


def _validators(address: str, headers: Mapping[str, str]) -> Validators:
    """What the server gave; nothing that could not be sent back as it is."""
    given = [headers.get(name, "") for name in ("etag", "last-modified")]
    etag, modified = (
        "" if len(value) > VALIDATOR_LIMIT or CONTROL.search(value) else value for value in given
    )
    return Validators(address, etag, modified)


def _without_credentials(address: str) -> str:
    """The address as it may be shown and kept."""
    return str(httpx.URL(address).copy_with(userinfo=b""))


def _failure(
    kind: FailureKind, address: str, reason: str, *, status: int = 0, retry_after: int = 0
) -> Failure:
    """A failure with a sentence that names the host, never a credential."""
    try:
        host = httpx.URL(address).host
    except (httpx.InvalidURL, UnicodeError):
        host = ""
    sentence = f"{host or 'the address'}: {reason}"
    return Failure(kind=kind, sentence=sentence, status=status, retry_after=retry_after)
