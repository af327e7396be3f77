"""The log as a table for people: a row an event, with what it says, as programs for tables open it.

Cells come from outside: one that such a program would take for a formula is made plain text, as OWASP
advises ("CSV Injection"), and nothing in a cell is obeyed by a terminal.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

from monitor.cli.recorded import summary
from monitor.errors import Corrupt
from monitor.text import printable

if TYPE_CHECKING:
    from monitor.eventlog import Raw
    from monitor.eventlog.parting import Leaving

COLUMNS = (
    *("position", "recorded", "reported", "stream", "n", "type", "tracker", "says", "site", "url"),
    *("id", "hash"),
)
HEAD = "(head of the stream)"
"""Type of the rows at the end: one a stream, with its last position, number and hash."""
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a cell may not begin with: the signs of formulas, full-width ones too."""
_BEHIND = re.compile(r';(?=[\s"]*[=+\-@＝＋－＠])')
"""Where a cell would begin like one for a program that takes semicolons for what parts cells: so Excel does
where the comma is in numbers."""
MARK = "\ufeff"
"""What tells Excel that a file is UTF-8."""


def write(leaving: Leaving, sink: TextIO) -> None:
    """The table, then the heads: without them it has been cut. Raises LogError."""
    written = csv.writer(sink, quoting=csv.QUOTE_NONNUMERIC)
    written.writerow(COLUMNS)
    for row in leaving:
        written.writerow(list(cells(row)))
    for stream, head in leaving.heads.items():
        last = {"position": head.position, "stream": cell(stream), "n": head.n, "type": HEAD}
        last |= {"hash": cell(head.hash)}
        written.writerow([last.get(name, "") for name in COLUMNS])


def cells(row: Raw) -> Iterator[str | int]:
    """The cells of an event."""
    body = _body(row)
    said: dict[str, Any] = {
        "recorded": body.get("seen") or body.get("at"),
        "reported": body.get("published"),
        "says": summary(body),
        **{name: body.get(name) for name in ("tracker", "site", "url")},
    }
    for name in COLUMNS:
        value = said[name] if name in said else getattr(row, name)
        yield value if type(value) is int else cell("" if value is None else str(value))


def _body(row: Raw) -> dict[str, Any]:
    """The fields of an event; none when its body is no such thing."""
    from monitor.eventlog import fields

    try:
        return fields(row)
    except Corrupt:
        return {}


def cell(text: str) -> str:
    """Text that no program takes for anything else: an apostrophe keeps it from being a formula."""
    if not (text.isascii() and text.isprintable()):
        text = printable(text)
    text = _BEHIND.sub(";'", text.strip())
    return f"'{text}" if text[:1] in FORMULA and text else text
