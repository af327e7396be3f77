"""The contract of all channels: a bench, and the laws that hold on it. Each channel's own test makes a bench."""

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import structs

from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.wording import REPEATED
from tests.alerts.alert_samples import message

HOSTILE = message(title="toll\x1b[2J\u202e83", body="toll \x1b]0;x\x07 83\nsecond\rline")
CONTROLS = {"\x1b", "\x07", "\r", "\u202e"}


class Bench(msgspec.Struct):
    """A channel with a place that takes alerts, one that does not, and a look at what arrived."""

    channel: Any
    works: dict[str, Any]
    broken: list[dict[str, Any]]
    arrived: Callable[[], str]
    escaped: bool = False
    """What arrives is JSON: its control characters are escaped, whoever reads it cleans them."""


# --- the contract -----------------------------------------------------------------------------


def send(bench: Bench, options: dict[str, Any], sent: Message) -> Outcome:
    chosen = msgspec.convert(options, bench.channel.options, strict=True)
    outcome: Outcome = asyncio.run(bench.channel.send(sent, chosen))
    return outcome


def offers_itself(bench: Bench) -> None:
    """A struct of options, and a sending that can be awaited."""
    assert issubclass(bench.channel.options, msgspec.Struct)
    assert inspect.iscoroutinefunction(bench.channel.send)


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
        assert outcome.reason.isprintable()
        assert outcome.reason


def a_repetition_is_known(bench: Bench) -> None:
    """By the alert's id where the channel has a key, else by what the text says of itself."""
    again = structs.replace(message("a7"), repetition=True, attempt=2)
    assert isinstance(send(bench, bench.works, again), Sent)
    assert ("a7" if bench.channel.keyed else REPEATED) in bench.arrived()


def nothing_is_obeyed(bench: Bench) -> None:
    """Control characters of a text do not reach who reads the alert."""
    assert isinstance(send(bench, bench.works, HOSTILE), Sent)
    arrived = bench.arrived()
    assert "83" in arrived
    assert CONTROLS & set(arrived) <= ({"\u202e"} if bench.escaped else set())


CONTRACT = [
    offers_itself,
    sent_is_sent,
    failure_is_a_value,
    nothing_is_obeyed,
    a_repetition_is_known,
]
