"""XML as plain elements, without entities and within bounds; for sitemaps and lists of feeds.

expat reads each byte once. Entities are refused before they mean anything, and so is what is nested
too deeply or has too many elements. Prefixes of names are dropped: half of the web declares none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

from msgspec import Struct

DEPTH = 100
"""Elements inside each other; sitemaps have 4, lists of feeds hardly 10."""
ELEMENTS = 400_000
"""A sitemap may have 50,000 addresses of up to eight elements."""
TEXT = 20_000
"""Characters of an element's text that are kept."""
TOO_LONG = 50_000_000
"""Bytes of a document."""
HEAD = 200
"""Bytes in which a document says how it is encoded."""

_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{1,40})")


class Damaged(ValueError):
    """The document is no XML, breaks off, or is beyond the bounds; the sentence says where."""


class Opened(Struct, frozen=True):
    """An element that begins: its path of names, the outermost first, and its attributes."""

    path: tuple[str, ...]
    attributes: Mapping[str, str]


class Closed(Struct, frozen=True):
    """An element that ends, with the text directly in it."""

    path: tuple[str, ...]
    text: str


def walk(
    body: bytes,
    closed: Callable[[Closed], None],
    opened: Callable[[Opened], None] = lambda _: None,
) -> None:
    """Tell of every element as it begins and ends. Raises Damaged; what was told before stands."""
    if len(body) > TOO_LONG:
        raise Damaged(f"it has more than {TOO_LONG:,} bytes")
    walker = _Walker(closed, opened)
    try:
        _parse(body, walker)
    except Damaged:
        raise
    except (
        LookupError,
        ValueError,
    ):  # an encoding of several bytes a letter, or none that is known
        _parse(_transcoded(body), walker, "utf-8")


def _parse(body: bytes, walker: _Walker, encoding: str | None = None) -> None:
    """Raises Damaged, and LookupError or ValueError for an encoding that expat does not know."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartElementHandler = walker.start
    parser.EndElementHandler = walker.end
    parser.CharacterDataHandler = walker.text
    parser.EntityDeclHandler = walker.entity
    try:
        parser.Parse(body, True)  # in one piece: long tokens in many pieces take quadratic time
    except expat.ExpatError as error:
        raise Damaged(f"{expat.errors.messages[error.code]}, line {error.lineno}") from error


def _transcoded(body: bytes) -> bytes:
    """The document in UTF-8. Raises Damaged."""
    named = _ENCODING.search(body[:HEAD])
    try:
        return body.decode(named[1].decode("ascii") if named else "utf-8", "replace").encode()
    except (LookupError, UnicodeError) as error:
        raise Damaged(f"its encoding is not known: {error}") from error


class _Walker:
    """Where the parser is."""

    def __init__(self, closed: Callable[[Closed], None], opened: Callable[[Opened], None]) -> None:
        self._closed, self._opened = closed, opened
        self._path: list[str] = []
        self._texts: list[list[str]] = []
        self._lengths: list[int] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > ELEMENTS:
            raise Damaged(f"it has more than {ELEMENTS:,} elements")
        if len(self._path) >= DEPTH:
            raise Damaged(f"it has more than {DEPTH} elements inside each other")
        self._path.append(_plain(name))
        self._texts.append([])
        self._lengths.append(0)
        self._opened(Opened(tuple(self._path), attributes))

    def end(self, _: str) -> None:
        text = "".join(self._texts.pop())[:TEXT].strip()
        self._lengths.pop()
        self._closed(Closed(tuple(self._path), text))
        self._path.pop()

    def text(self, piece: str) -> None:
        if self._texts and self._lengths[-1] < TEXT:
            self._texts[-1].append(piece)
            self._lengths[-1] += len(piece)

    def entity(self, *_: object) -> None:
        raise Damaged("it declares entities, which is how documents blow up")


def _plain(name: str) -> str:
    """Without its prefix."""
    return name.rpartition(":")[2]
