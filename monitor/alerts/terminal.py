"""Alerts as plain text on the daemon's own stderr or stdout."""

from __future__ import annotations

import sys
from typing import Literal

from msgspec import Struct

from monitor.alerts import Message, NotSent, Outcome, Sent, describe, printable_lines
from monitor.alerts.wording import plain, titled


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
        head = f"[{message.alert.severity}] {titled(message)}"
        text = printable_lines(f"{head}\n{plain(message)}\n\n")
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


CHANNEL = Terminal()
