"""Output: aligned lines within 80 columns, JSON, colour on a terminal. Nothing raw from outside.

Every text goes through `monitor.text.printable` here. Only the standard library is imported.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from monitor.text import printable

WIDTH = 80
"""Columns of the narrowest terminal in use; longer lines are hard to read in wider ones, too."""
SHORTEST = 20
"""Columns that the last column of a table keeps at least, whatever the others need."""

# Control, bidi, zero-width and noncharacter code points, and lone surrogates: in JSON they are
# escaped instead of dropped, so that a quote stays the exact text.
_RAW = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def out(lines: str | Sequence[str] = "") -> None:
    """Lines, made by the functions below, to stdout."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    sys.stdout.write(f"{text}\n")


def say(sentence: str) -> None:
    """A sentence for the person, to stderr; each line of it is one line."""
    sys.stderr.write("".join(f"{printable(line)}\n" for line in sentence.split("\n")))
    sys.stderr.flush()


def out_json(value: Any) -> None:
    """One JSON value to stdout."""
    out(dumped(value))


def dumped(value: Any) -> str:
    """JSON that a terminal can show; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _RAW.sub(lambda found: json.dumps(found[0])[1:-1], text)


# --- colour ---------------------------------------------------------------------------------------


def coloured() -> bool:
    """Only on a terminal that knows colours, and never with NO_COLOR (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not plain and sys.stdout.isatty()


def bold(text: str) -> str:
    """Headings."""
    return _styled("1", text)


def dim(text: str) -> str:
    """What only leads on."""
    return _styled("2", text)


def _styled(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if coloured() else text


# --- lines ----------------------------------------------------------------------------------------


def columns(text: str) -> int:
    """How wide a terminal shows the text."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, indent: str = "", hanging: str | None = None) -> list[str]:
    """The text in lines of at most 80 columns; all but the first begin with `hanging`."""
    hanging = indent if hanging is None else hanging
    words = printable(text).split()
    whole = indent + " ".join(words)
    if len(whole) <= WIDTH and whole.isascii():  # most lines of a long answer
        return [whole]
    lines = [indent]
    empty = True
    for word in words:
        for piece in _pieces(word, WIDTH - max(columns(indent), columns(hanging))):
            if not empty and columns(lines[-1]) + 1 + columns(piece) > WIDTH:
                lines.append(hanging)
                empty = True
            lines[-1] += piece if empty else f" {piece}"
            empty = False
    return lines


def behind(head: str, text: str) -> list[str]:
    """The text behind a short head; what does not fit stands below its beginning."""
    head = head[: WIDTH - SHORTEST]
    hanging = " " * columns(head)
    first, *rest = wrapped(text, hanging)
    return [f"{head}{first[len(hanging) :]}", *rest]


def _pieces(word: str, room: int) -> list[str]:
    """A word that is wider than a line in parts that are not."""
    if columns(word) <= room:
        return [word]
    pieces = [""]
    for character in word:
        if columns(pieces[-1]) + _columns(character) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces


def table(
    rows: Sequence[Sequence[str]], indent: str = "  ", style: Callable[[str], str] = str
) -> list[str]:
    """Rows in aligned columns; the last one wraps below itself, `style` is for the first one."""
    cells = [[printable(cell) for cell in row] for row in rows]
    count = max((len(row) for row in cells), default=0)
    widths = [
        max(columns(row[n]) if n < len(row) - 1 else 0 for row in cells) for n in range(count)
    ]
    lines: list[str] = []
    for row in cells:
        head = indent + "".join(
            f"{cell}{' ' * (widths[n] + 2 - columns(cell))}" for n, cell in enumerate(row[:-1])
        )
        fitting = head[: WIDTH - SHORTEST]
        first, *rest = wrapped(row[-1], fitting, " " * columns(fitting))
        if len(row) > 1:
            name = row[0]
            first = first[: len(indent)] + style(name) + first[len(indent) + len(name) :]
        lines += [first.rstrip(), *rest]
    return lines


def headed(title: str, note: str) -> list[str]:
    """A title with a note at the right edge, or below it when both do not fit."""
    title, note = printable(title), printable(note)
    room = WIDTH - columns(title) - columns(note)
    if room >= 2:  # noqa: PLR2004  # two spaces tell two columns apart
        return [bold(title) + " " * room + note]
    return [*map(bold, wrapped(title)), " " * (WIDTH - columns(note)) + note]
