"""Alerts as plain text on the daemon's own stderr or stdout."""

from __future__ import annotations

import sys
from typing import Literal

from msgspec import Struct

from monitor.alerts import Message, NotSent, Outcome, Sent, describe, printable_lines
from monitor.alerts.wording import plain, titled
from monitor.telling import line


class TerminalOptions(Struct, frozen=True, kw_only=True):
    """Which of the two streams."""

    stream: Literal["stderr", "stdout"] = "stderr"


class Terminal:
    """Writes title and body, and a blank line after them."""

    options = TerminalOptions
    keyed = False

    async def send(self, message: Message, options: TerminalOptions) -> Outcome:
        """Sent when the stream has taken all of it."""
        stream = sys.stderr if options.stream == "stderr" else sys.stdout
        text = _text(message) if options.stream == "stdout" else _line(message) or _text(message)
        try:
            # A locale without the signs of other languages is no reason to lose an alert.
            encoding = stream.encoding or "ascii"
            stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            stream.flush()
        except OSError as error:
            return NotSent(f"{options.stream}: {describe(error)}")
        except (AttributeError, ValueError):  # started without the stream; the stream is closed
            return NotSent(f"{options.stream}: there is no such stream any more")
        return Sent(options.stream)


def _text(message: Message) -> str:
    """For a person: title, body, a blank line."""
    head = f"[{message.alert.severity}] {titled(message)}"
    return printable_lines(f"{head}\n{plain(message)}\n\n")


def _line(message: Message) -> str:
    """One line among those of a service's log; empty where a person reads."""
    alert = message.alert
    told = line("alert", titled(message), alert=alert.alert, severity=alert.severity)
    return told and f"{told}\n"


CHANNEL = Terminal()
