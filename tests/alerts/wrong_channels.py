"""Channels that are wrong in one way each, for the laws of the contract to see."""

import asyncio
import logging
import threading
import time
from typing import Any, Literal

import msgspec
from msgspec import structs

from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.wording import fitted, plain, titled
from tests.alerts.channel_contract import SECRET, Bench


class WrongOptions(msgspec.Struct, frozen=True, kw_only=True):
    place: Literal["works", "broken", "lost", "away", "hangs"] = "works"


class Wrong:
    """Right as long as all is well; each child is wrong in one way."""

    options = WrongOptions
    keyed = False

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        if options.place == "hangs":
            await asyncio.sleep(60)
        if options.place in {"broken", "away"}:
            return NotSent("refused")
        self.taken.append(f"{titled(message)}\n{fitted(message, 9_000)}\n")
        return NotSent("no answer", unknown=True) if options.place == "lost" else Sent()


class Raises(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        if options.place == "broken":
            raise ConnectionError("refused")
        return await super().send(message, options)


class Claims(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        await super().send(message, options)
        return Sent()


class Forgets(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        self.taken[:-1] = []
        return outcome


class Obeys(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        self.taken.append(message.alert.body)
        return await super().send(message, options)


class Hides(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        return await super().send(structs.replace(message, repetition=False), options)


class Mutters(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        return await super().send(structs.replace(message, repetition=True), options)


class Blocks(Wrong):
    def send(self, message: Message, options: WrongOptions) -> Any:
        return super().send(message, options)


class Grumbles(Wrong):
    def problems(self, options: WrongOptions) -> list[tuple[str, str]]:
        return [("place", "is not to my liking")]


class Sure(Wrong):
    """Takes a lost answer for a refusal."""

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        return NotSent(outcome.reason) if isinstance(outcome, NotSent) else outcome


class Doubts(Wrong):
    """Knows nothing of where it has never been."""

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        return structs.replace(outcome, unknown=True) if isinstance(outcome, NotSent) else outcome


class Despairs(Wrong):
    """Gives up where nobody is at the moment."""

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        return structs.replace(outcome, permanent=True) if isinstance(outcome, NotSent) else outcome


class Overflows(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        self.taken.append(plain(message))
        return await super().send(message, options)


class Cuts(Wrong):
    """Keeps its limit, and does not say that there was more."""

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        self.taken.append(self.taken.pop()[:900])
        return outcome


class Blabs(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        outcome = await super().send(message, options)
        return NotSent(f"refused: {SECRET}") if options.place == "broken" else outcome


class Logs(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        logging.getLogger("wrong").debug("Authorization: %s", SECRET)
        return await super().send(message, options)


class Clings(Wrong):
    """Goes on in a thread for which everybody has to wait."""

    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        if options.place == "hangs":
            threading.Thread(target=time.sleep, args=(0.6,)).start()
        return await super().send(message, options)


class Stays(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        try:
            return await super().send(message, options)
        except asyncio.CancelledError:
            return NotSent("not now")


def wrong_bench(channel: Wrong) -> Bench:
    return Bench(
        channel,
        {},
        [{"place": "broken"}],
        lambda: "".join(channel.taken),
        lost=[{"place": "lost"}],
        away=[{"place": "away"}],
        hangs={"place": "hangs"},
        limit=11_000,
    )
