"""The contract of all channels: a bench, and the laws that hold on it. Each channel's own test makes a bench."""

import asyncio
import inspect
import logging
import threading
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import structs

from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.wording import AGAIN, REPEATED
from monitor.text import printable
from tests.alerts.alert_samples import message, part

HOSTILE = message(title="toll\x1b[2J\u202e83", body="toll \x1b]0;x\x07 83\nsecond\rline")
CONTROLS = {"\x1b", "\x07", "\r", "\u202e"}
LONG = message(
    title="At least 83 killed, " * 50,
    body="\n\n".join(f'Block {n}\n  a "quoted" word, \u00e9\u4e2d\u6587\n' * 9 for n in range(600)),
    parts=tuple(part(f"d{n}") for n in range(1_200)),
)
"""Far more than any channel with a limit takes; marks and letters that grow when they are written down."""
SECRET = "s3cret-0123456789"


class Bench(msgspec.Struct):
    """A channel with a place that takes alerts, one that does not, and a look at what arrived."""

    channel: Any
    works: dict[str, Any]
    broken: list[dict[str, Any]]
    arrived: Callable[[], str]
    escaped: bool = False
    """What arrives is JSON: its control characters are escaped, whoever reads it cleans them."""
    lost: list[dict[str, Any]] = []
    """Places where it may have been taken, and no answer comes."""
    away: list[dict[str, Any]] = []
    """Places where nobody is now: it has not arrived, and may later."""
    hangs: dict[str, Any] | None = None
    """A place that does not answer for a minute."""
    limit: int | None = None
    """Bytes of what arrives."""


# --- the contract -----------------------------------------------------------------------------


def send(bench: Bench, options: dict[str, Any], sent: Message) -> Outcome:
    chosen = msgspec.convert(options, bench.channel.options, strict=True)
    outcome: Outcome = asyncio.run(bench.channel.send(sent, chosen))
    return outcome


def offers_itself(bench: Bench) -> None:
    """A struct of options, and a sending that can be awaited; it finds no fault with what works."""
    assert issubclass(bench.channel.options, msgspec.Struct)
    assert inspect.iscoroutinefunction(bench.channel.send)
    chosen = msgspec.convert(bench.works, bench.channel.options, strict=True)
    assert list(getattr(bench.channel, "problems", lambda _: ())(chosen)) == []


def sent_is_sent(bench: Bench) -> None:
    """What is said to be sent has arrived, each time."""
    assert isinstance(send(bench, bench.works, message(title="The first")), Sent)
    assert isinstance(send(bench, bench.works, message(title="The second")), Sent)
    arrived = bench.arrived()
    assert 0 <= arrived.find("The first") < arrived.find("The second")


def failure_is_a_value(bench: Bench) -> None:
    """What has not been taken is said not to be, with a reason on one printable line."""
    assert bench.broken
    for options in bench.broken:
        outcome = send(bench, options, message())
        assert isinstance(outcome, NotSent), options
        assert printable(outcome.reason) == outcome.reason
        assert outcome.reason


def doubt_is_told(bench: Bench) -> None:
    """Without an answer nobody knows; where nobody was to be reached it is known not to have arrived."""
    for options in bench.lost:
        outcome = send(bench, options, message())
        assert isinstance(outcome, NotSent), options
        assert (outcome.unknown, outcome.permanent) == (True, False), options
    for options in bench.away:
        outcome = send(bench, options, message())
        assert isinstance(outcome, NotSent), options
        assert (outcome.unknown, outcome.permanent) == (False, False), options


def a_repetition_is_known(bench: Bench) -> None:
    """By the alert's id where the channel has a key, else by what the text says of itself."""
    again = structs.replace(message("a7"), repetition=True, attempt=2)
    assert isinstance(send(bench, bench.works, again), Sent)
    assert ("a7" if bench.channel.keyed else REPEATED) in bench.arrived()


def nothing_repeats_without_cause(bench: Bench) -> None:
    """A first sending does not call itself a repetition."""
    assert isinstance(send(bench, bench.works, message("a7")), Sent)
    arrived = bench.arrived()
    assert REPEATED not in arrived
    assert AGAIN not in arrived


def nothing_is_obeyed(bench: Bench) -> None:
    """Control characters of a text do not reach who reads the alert."""
    assert isinstance(send(bench, bench.works, HOSTILE), Sent)
    arrived = bench.arrived()
    assert "83" in arrived
    assert CONTROLS & set(arrived) <= ({"\u202e"} if bench.escaped else set())


def it_fits(bench: Bench) -> None:
    """A long alert is cut where the channel has a limit, and says how to read the rest."""
    assert isinstance(send(bench, bench.works, LONG), Sent)
    arrived = bench.arrived()
    if bench.limit is not None:
        assert len(arrived.encode()) <= bench.limit
        assert "monitor alerts show a1" in arrived
    assert "Block 0" in arrived or "At least 83 killed" in arrived


def secrets_stay_secret(bench: Bench) -> None:
    """No outcome, no log line and no look at the options has a secret."""
    lines: list[str] = []
    listener = logging.Handler(logging.DEBUG)
    listener.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(listener)
    root.setLevel(logging.DEBUG)
    try:
        for options in [bench.works, *bench.broken, *bench.lost, *bench.away]:
            chosen = msgspec.convert(options, bench.channel.options, strict=True)
            lines += [repr(send(bench, options, message())), repr(chosen)]
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
    assert [line for line in lines if SECRET in line] == []


def it_can_be_broken_off(bench: Bench) -> None:
    """A sending that is cancelled ends at once, and leaves nothing that holds up the end."""
    if bench.hangs is None:
        return
    before = {each for each in threading.enumerate() if not each.daemon}
    chosen = msgspec.convert(bench.hangs, bench.channel.options, strict=True)

    async def run() -> None:
        task = asyncio.create_task(bench.channel.send(message(), chosen))
        await asyncio.sleep(0.3)
        assert not task.done()
        task.cancel()
        await asyncio.wait([task], timeout=5)
        assert task.cancelled()
        assert {each for each in threading.enumerate() if not each.daemon} <= before

    asyncio.run(run())


CONTRACT = [
    offers_itself,
    sent_is_sent,
    failure_is_a_value,
    doubt_is_told,
    nothing_is_obeyed,
    a_repetition_is_known,
    nothing_repeats_without_cause,
    it_fits,
    secrets_stay_secret,
    it_can_be_broken_off,
]
