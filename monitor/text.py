"""Text from outside made safe, and text made comparable.

`clean` is the one door: everything that a feed or a file gives goes through it, and no terminal, page,
header or log line gets anything else. It runs in linear time on any input. What it gives is text, not
HTML: whoever writes a page still escapes.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

TITLE_LIMIT = 1_000
"""Characters of a title that are kept; real ones end below 300."""
TEXT_LIMIT = 20_000
"""Characters of a text that are kept: a long lead or a full report."""

_TAG = re.compile(r"/?[A-Za-z!?]")
_TOO_LONG = re.compile(r"&#[0-9]{9,};?")
"""A numeric reference that is no letter; Python refuses to make a number of 4,300 digits."""
_RAW = ("script", "style")
_WHITE = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Control, escape, bidi, tag and noncharacter code points, and what nobody sees: a soft hyphen in a word, a
# filler. Of these U+FE0E, U+FE0F (how a sign is drawn) and the joiners stay, which scripts and signs need.
# Line breaks and tabs have become spaces by then.
_HOSTILE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e"
    "\u200f\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_CREDENTIALS = re.compile(r"^(\s*https?://)[^/?#]*@", re.IGNORECASE)
_JOINERS = re.compile("(?<![^\x00-\u024f])[\u200c\u200d]+")
"""Joiners behind a Latin letter or a figure, which join nothing: they hide a word from those who look for it."""
_WORDS = re.compile("[\u3200-\u33ff\ufdfa\ufdfb]")
"""Signs that are written for whole words: spelled out, one has up to 18 letters."""
BEYOND_ASCII = re.compile("[^\x00-\x7f]+")
"""What alone can have an accent: a few letters of a European text."""
_QUOTES = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201a": "'",
    "\u201b": "'",
    "\u2039": "'",
    "\u203a": "'",
    "\u2032": "'",
    "\u00b4": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u201e": '"',
    "\u00ab": '"',
    "\u00bb": '"',
}
_NOT_STRAIGHT = re.compile(f"[{''.join(_QUOTES)}]")
"""A text has few: to look for them takes a tenth of the time of `str.translate`, which looks up each letter."""


def clean(raw: str, limit: int = TEXT_LIMIT) -> str:
    """Plain text of a feed's text: no tags, entities resolved once, one line, at most `limit` long."""
    text = _without_tags(raw[: 8 * limit])
    text = printable(html.unescape(_TOO_LONG.sub("\ufffd", text)))
    text = _WORDS.sub(_spelled, text)  # before the limit, or a text that is compared would pass it
    return unicodedata.normalize("NFC", text).strip()[:limit].rstrip()


def _spelled(sign: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", sign[0])


def paired(text: str) -> str:
    """With U+FFFD for each half of a surrogate pair: it is no letter, and UTF-8 cannot hold it.

    They come from JSON escapes, from numeric references, and from arguments that are not UTF-8.
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def printable(text: str) -> str:
    """One line without control, escape, bidi or zero-width characters."""
    visible = _JOINERS.sub("", _HOSTILE.sub("", _WHITE.sub(" ", paired(text))))
    return _WHITE.sub(" ", visible)  # what stood between two blanks has left them side by side


def _without_tags(raw: str) -> str:
    """Everything that is not in a tag, a script or a style; "5 < 6" stays."""
    first, *pieces = raw.split("<")
    out = [first]
    inside = ""
    for piece in pieces:
        name = piece[:8].lower()
        if inside:
            if not name.startswith(f"/{inside}"):
                continue
            inside = ""
        end = piece.find(">")
        if end < 0 or not _TAG.match(piece):
            out.append(f"<{piece}")
            continue
        inside = next((raw_name for raw_name in _RAW if name.startswith(raw_name)), "")
        out.append(" " if inside else f" {piece[end + 1 :]}")
    return "".join(out)


def straight(text: str) -> str:
    """Typographic quotes and apostrophes as plain ones; the length stays the same."""
    return text if text.isascii() else _NOT_STRAIGHT.sub(_straightened, text)


def _straightened(found: re.Match[str]) -> str:
    return _QUOTES[found[0]]


def folded(text: str) -> str:
    """For comparing: compatibility forms, plain quotes, lower case, no accents."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", straight(text)).lower()
    return BEYOND_ASCII.sub(_without_marks, text)


def _without_marks(found: re.Match[str]) -> str:
    return "".join([c for c in found[0] if not unicodedata.combining(c)])


def one_of(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest that fits first.

    It is a tree of their letters: at each place the engine asks for one letter, not for every word.
    """
    return _branches({word for word in words if word}) or r"(?!)"


def _branches(words: set[str]) -> str:
    """The expression for what is left of words; an empty one among them may end there."""
    if words <= {""}:
        return ""
    rest: dict[str, set[str]] = {}
    for word in sorted(words - {""}):
        rest.setdefault(word[0], set()).add(word[1:])
    branches = [re.escape(letter) + _branches(more) for letter, more in rest.items()]
    grouped = f"(?:{'|'.join(branches)})"
    return f"{grouped}?" if "" in words else grouped


def host(address: str) -> str:
    """Host of an http(s) address in lower case without "www."; empty when it is none."""
    match = re.match(r"https?://(?:[^/@?#]*@)?([^/?#:]+)", address.strip(), re.IGNORECASE)
    return printable(match.group(1)).strip().lower().removeprefix("www.") if match else ""


def without_password(address: str) -> str:
    """An http(s) address as it may be shown and kept: what is before an "@" is for its host alone."""
    return _CREDENTIALS.sub(r"\1", address)


def web_address(address: str) -> str:
    """The address when it is a clean http(s) one, else empty."""
    address = printable(address).strip()
    return (
        address
        if re.match(r"https?://[^\s/?#]+", address, re.IGNORECASE) and " " not in address
        else ""
    )
