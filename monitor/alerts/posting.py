"""One POST over HTTP, and what came of it: shared by the channels that speak HTTP. No channel itself.

Only public addresses are asked unless the channel may ask private ones; no redirect is followed (a
secret would follow it), no cookie kept. The status decides, and where a service is known by its receipt,
the receipt: a page for signing in is no delivery. Nothing that a server sends is repeated. Once a request
has begun to leave, a missing answer means that nobody knows.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Annotated

import httpx
import msgspec
from msgspec import Meta, Struct

from monitor import __version__
from monitor.alerts import NotSent, Outcome, Sent
from monitor.net import decode, tls
from monitor.net.guard import GuardedBackend, GuardedTransport
from monitor.net.headers import retry_after
from monitor.net.reasons import EXPECTED, why_not
from monitor.secret import NoSecret

PASSING = frozenset({408, 425, 429})
"""Refusals in the 400s that pass; all others are about what is sent, which does not change."""
MOVED = frozenset({301, 308})
GATEWAYS = frozenset({502, 504})
"""Somebody in between has had no proper answer: the alert may have arrived behind."""
REST_LIMIT = 64 * 1024
"""Bytes of an answer that are taken off the wire: some servers break off their work when nobody listens."""
NO_RECEIPT = (decode.TooLarge, decode.BadCoding)
REST_SECONDS = 1.0
"""How long: the outcome is known already."""
BEGUN = "http11.send_request_headers.started"
"""From this step of httpcore's trace on the request may have arrived."""


class HttpOptions(Struct, frozen=True, kw_only=True):
    """What all channels over HTTP want to know."""

    allow_private: bool = False
    """The address may be one of this machine or of a private network."""
    timeout: Annotated[float, Meta(gt=0, le=120)] = 15.0
    """Seconds for one sending, with names, TLS and answer."""


class Request(Struct, frozen=True, kw_only=True):
    """What is sent where. Neither is ever shown but for the host."""

    address: str
    body: bytes
    headers: Callable[[], dict[str, str]]
    """Made when it is sent. Raises NoSecret."""
    now: datetime
    service: str = ""
    """What it must be that answers: it gives a receipt, a JSON object with an `id`. Empty: anything."""

    @property
    def host(self) -> str:
        """Host and port, which may be shown."""
        return httpx.URL(self.address).netloc.decode("ascii", "replace")


async def post(request: Request, options: HttpOptions) -> Outcome:
    """Send JSON once. Raises nothing that a server, a network or an address may bring about."""
    for noisy in ("httpx", "httpcore"):  # they log addresses and headers, secrets among them
        logging.getLogger(noisy).setLevel(logging.WARNING)
    begun: list[str] = []
    try:
        headers = request.headers()
    except NoSecret as error:
        return NotSent(f"{request.host}: {error}")

    async def trace(step: str, _: object) -> None:
        if step == BEGUN:
            begun.append(step)

    try:
        async with (
            _client(request, headers, options) as http,
            asyncio.timeout(options.timeout) as limit,
        ):
            sent = http.stream(
                "POST", request.address, content=request.body, extensions={"trace": trace}
            )
            async with sent as response:
                outcome = told(request.host, response, request.now)
                if isinstance(outcome, Sent) and request.service:
                    return await _receipted(outcome, request, response)
                limit.reschedule(None)
                await _take_rest(response)
                return outcome
    except TimeoutError:
        reason = f"it has not answered within {options.timeout:g} s"
    except EXPECTED as error:
        reason = why_not(error)
    return NotSent(f"{request.host}: {reason}", unknown=bool(begun))


def _client(request: Request, headers: dict[str, str], options: HttpOptions) -> httpx.AsyncClient:
    allowed = (httpx.URL(request.address).host,) if options.allow_private else ()
    own = {
        "User-Agent": f"monitor/{__version__}",
        "Content-Type": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    return httpx.AsyncClient(
        transport=GuardedTransport(tls.context(), GuardedBackend(allowed), connections=1),
        headers={**own, **headers},
        timeout=httpx.Timeout(options.timeout, pool=None),
        trust_env=False,
        follow_redirects=False,
    )


def told(host: str, response: httpx.Response, now: datetime) -> Outcome:
    """What a status and its Retry-After say, in our words: what the server says is not repeated."""
    status = response.status_code
    phrase = httpx.codes.get_reason_phrase(status)
    answer = f"it answers {status}" + (f" ({phrase})" if phrase else "")
    if response.is_success:
        return Sent(f"{host}: {answer}")
    permanent = status in MOVED or (response.is_client_error and status not in PASSING)
    if response.is_redirect:
        answer += "; redirects are not followed, the address in monitor.toml is wrong"
    wait = 0 if permanent else retry_after(response.headers.get("retry-after", ""), now)
    return NotSent(
        f"{host}: {answer}",
        permanent=permanent,
        unknown=status in GATEWAYS,
        retry_after=float(wait),
    )


async def _take_rest(response: httpx.Response) -> None:
    """The outcome is known, and whatever happens now does not change it."""
    with suppress(TimeoutError, *EXPECTED):
        async with asyncio.timeout(REST_SECONDS):
            await _rest(response)


async def _rest(response: httpx.Response) -> bytes:
    coding = response.headers.get("content-encoding", "")
    return await decode.read(response.aiter_raw(), coding, REST_LIMIT)


async def _receipted(sent: Sent, request: Request, response: httpx.Response) -> Outcome:
    """Sent, if it is the service that has answered."""
    try:
        receipt = msgspec.json.decode(await _rest(response))
    except (msgspec.MsgspecError, ValueError, RecursionError, *NO_RECEIPT):
        receipt = None
    if isinstance(receipt, dict) and receipt.get("id"):
        return sent
    return NotSent(f"{request.host}: what answers there is no {request.service}")
