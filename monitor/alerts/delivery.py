"""One sending, through any channel: whatever happens in it, there is an outcome."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from monitor import registry
from monitor.alerts import Channel, Message, NotSent, Outcome
from monitor.errors import NotFound
from monitor.text import printable

LIMIT = 660.0
"""Seconds after which a channel that minds no limit of its own is given up: above all of theirs."""


async def deliver(
    kind: str, options: dict[str, Any], message: Message, *, limit: float = LIMIT
) -> Outcome:
    """Send a message through a channel of this kind with the options as configured."""
    try:
        channel = registry.resolve("alerts", kind)
        chosen = msgspec.convert(options, channel.options, strict=True)
        for key, reason in getattr(channel, "problems", _none)(chosen):
            return NotSent(f"{kind}: {key}: {reason}", permanent=True)
    except NotFound as error:
        return NotSent(str(error), permanent=True)
    except msgspec.ValidationError as error:
        return NotSent(f"{kind}: {error}", permanent=True)
    return await attempt(channel, message, chosen, limit=limit)


def _none(_: object) -> tuple[()]:
    return ()


async def attempt(
    channel: Channel[Any], message: Message, options: Any, *, limit: float = LIMIT
) -> Outcome:
    """Let a channel send; of one that raises or never comes back nobody knows whether it has sent."""
    try:
        async with asyncio.timeout(limit):
            return await channel.send(message, options)
    except TimeoutError:
        return NotSent(f"no answer after {limit:g} s", unknown=True)
    except Exception as error:  # noqa: BLE001 - the boundary: a faulty channel stops no other
        return NotSent(printable(f"{type(error).__name__}: {error}"), unknown=True)
