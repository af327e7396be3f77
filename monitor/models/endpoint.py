"""One question over HTTP to an endpoint that speaks OpenAI's chat completions.

What a server or a network does is a value. Nothing is retried here, no redirect is followed (the key
would follow it), no cookie kept, and what comes back is bounded in time and size. Only public addresses
are asked unless the configuration says otherwise.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from datetime import datetime
from typing import Any

import httpx
import msgspec

from monitor import __version__, secret
from monitor.models import Answer, FailureKind, Heard, NoAnswer, Setup
from monitor.net import decode
from monitor.net.guard import GuardedBackend, GuardedTransport, Resolve
from monitor.net.headers import retry_after
from monitor.net.reasons import EXPECTED, explained
from monitor.text import printable

PATH = "/chat/completions"
BODY_LIMIT = 256 * 1024
"""Bytes of a response; an answer of a dozen claims has five thousand."""
ANSWER_LIMIT = 32_000
"""Characters of an answer, which the log keeps as they are: more is no list of claims."""
WORD_LIMIT = 100
"""Characters of what an endpoint calls its model, or the end of an answer."""
BUSY = frozenset({429, 503})
KINDS: dict[str, FailureKind] = {
    "refused": "refused",
    "too large": "too large",
    "encoding": "encoding",
    "timeout": "timeout",
}
"""What `monitor.net` calls it; all else is "unreachable"."""


class Endpoint:
    """The endpoint of one setup. Use it as `async with Endpoint(...) as endpoint`."""

    def __init__(
        self, setup: Setup, *, tls: ssl.SSLContext | None = None, resolve: Resolve | None = None
    ) -> None:
        """Nothing is opened before it is needed."""
        for noisy in ("httpx", "httpcore"):  # they log addresses and headers, the key among them
            logging.getLogger(noisy).setLevel(logging.WARNING)
        self._setup = setup
        base = httpx.URL(setup.address)
        self._url = base.copy_with(path=base.path.rstrip("/") + PATH)
        self._name = base.netloc.decode("ascii", "replace")
        allowed = (base.host,) if setup.allow_private else ()
        self._http = httpx.AsyncClient(
            transport=GuardedTransport(
                tls or httpx.create_ssl_context(trust_env=False),
                GuardedBackend(allowed, resolve),
                connections=1,
            ),
            headers={"User-Agent": f"monitor/{__version__}", "Accept": "application/json"},
            timeout=httpx.Timeout(setup.timeout, pool=None),
            trust_env=False,
            follow_redirects=False,
        )

    async def __aenter__(self) -> Endpoint:
        """As it is."""
        return self

    async def __aexit__(self, *why: object) -> None:
        """Close."""
        await self._http.aclose()

    async def ask(self, body: bytes, now: datetime) -> Heard:
        """Send a request (`monitor.models.body`); the answer, or why there is none."""
        begun = time.monotonic()
        try:
            key = secret.read(self._setup.key)
            async with asyncio.timeout(self._setup.timeout):
                found = await self._asked(body, key, now)
        except secret.NoSecret as error:
            found = self._failed("no key", str(error))
        except TimeoutError:
            reason = f"it has not answered within {self._setup.timeout:g} s"
            found = self._failed("timeout", reason)
        except EXPECTED as error:
            kind, reason = explained(error)
            found = self._failed(KINDS.get(kind, "unreachable"), reason)
        return msgspec.structs.replace(found, seconds=round(time.monotonic() - begun, 3))

    async def _asked(self, body: bytes, key: str, now: datetime) -> Heard:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        asked = self._http.stream("POST", self._url, content=body, headers=headers)
        async with asked as response:
            if response.status_code != httpx.codes.OK:
                return self._refusal(response, now)
            coding = response.headers.get("content-encoding", "")
            raw = await decode.read(response.aiter_raw(), coding, BODY_LIMIT)
        found = heard(raw)
        if found is None:
            return self._failed("not an answer", "what it sends is no chat completion")
        if key and key in f"{found.text} {found.answered_by} {found.finish}":
            return self._failed("not an answer", "it repeats the key: what it says is not kept")
        if len(found.text) > ANSWER_LIMIT:
            return self._failed(
                "too large", f"its answer is longer than {ANSWER_LIMIT:,} characters"
            )
        return found

    def _refusal(self, response: httpx.Response, now: datetime) -> NoAnswer:
        """A status that brings no answer, in our words: what the server says is not repeated."""
        status = response.status_code
        phrase = httpx.codes.get_reason_phrase(status)
        wait = retry_after(response.headers.get("retry-after", ""), now)
        sentence = f"it answers {status}" + (f" ({phrase})" if phrase else "")
        failed = self._failed("busy" if status in BUSY else "status", sentence)
        return msgspec.structs.replace(failed, retry_after=wait)

    def _failed(self, kind: FailureKind, reason: str) -> NoAnswer:
        return NoAnswer(kind=kind, sentence=f"{self._name}: {reason}")


def heard(raw: bytes) -> Answer | None:
    """The answer in a response; None when there is none. Pure, and raises nothing."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None
    choice = _first(_table(found).get("choices"))
    told = choice.get("message")
    if not isinstance(told, dict):
        return None
    refusal = told.get("refusal")
    text = _text(told.get("content"))
    if text is None and not isinstance(refusal, str):
        return None
    usage = _table(_table(found).get("usage"))
    return Answer(
        text=text if text is not None else str(refusal),
        answered_by=_word(_table(found).get("model")),
        finish="refusal" if text is None else _word(choice.get("finish_reason")),
        tokens_in=_whole(usage.get("prompt_tokens")),
        tokens_out=_whole(usage.get("completion_tokens")),
    )


def _text(content: object) -> str | None:
    """What was said, in one piece or in parts."""
    if isinstance(content, list):
        parts = [_table(part).get("text") for part in content]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else None


def _table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(value: object) -> dict[str, Any]:
    return _table(value[0]) if isinstance(value, list) and value else {}


def _word(value: object) -> str:
    return printable(value)[:WORD_LIMIT] if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    bounded = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53
    return value if bounded and isinstance(value, int) else None
