"""Items that are known are cut out of a document before it is parsed: the parser is nearly all the cost.

A linear scan, never one expression over the whole: what a hostile document holds may not cost more than
its length. It gives up at the first doubt, and the document is read whole. An item is known by the hash
of its bytes together with what the rest of the document says of how they are to be read.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection, Iterator

from msgspec import Struct

HASH_BYTES = 12
"""Of one item: two different ones of a feed are never the same by chance."""
PROLOG = 65_536
"""Bytes in which the root of a document begins."""
NUL_IN = 64
"""Bytes in which UTF-16 and UTF-32 show themselves."""

_OPENER = re.compile(rb"<(item|entry)[\s>]")
_CLOSER = {name: re.compile(rb"</" + name + rb"[\s>]") for name in (b"item", b"entry")}
_ROOT = re.compile(rb"<[A-Za-z]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NAMES = (b"guid", b"id", b"link")


class Slices(Struct, frozen=True):
    """A document without the items that are known."""

    body: bytes
    hashes: tuple[bytes, ...]
    """Of all its items, in order."""
    cut: int
    """How many were cut out."""


def sliced(body: bytes, content_type: str, known: Collection[bytes], most: int) -> Slices | None:
    """The document without known items; None where it must be read whole: a doubt, or over `most` items."""
    reading = _how_to_read(body, content_type)
    if reading is None:
        return None
    places = _places(body, most)
    if places is None:
        return None
    items = [body[start:end] for start, end in places]
    if _share_a_name(items):
        return None
    hashes = tuple(
        hashlib.blake2b(item, digest_size=HASH_BYTES, key=reading).digest() for item in items
    )
    kept, at = [], 0
    for (start, end), each in zip(places, hashes, strict=True):
        if each in known:
            kept.append(body[at:start])
            at = end
    return Slices(b"".join([*kept, body[at:]]), hashes, len(kept))


def _how_to_read(body: bytes, content_type: str) -> bytes | None:
    """A hash of what bears on every item: the encoding, and the names of the root; None: a doubt."""
    if body.startswith(_WIDE) or b"\x00" in body[:NUL_IN]:
        return None
    root = _root(body)
    if root is None:
        return None
    prolog = body[: root.start()]
    if _OPENER.match(body, root.start()) or b"<!ENTITY" in prolog or b"<!ATTLIST" in prolog:
        return None
    start = prolog.find(b"<?xml ")
    declaration = prolog[start : prolog.find(b"?>", start)] if start >= 0 else b""
    tag = body[root.start() : body.find(b">", root.start())]
    about = b"\n".join((content_type.encode(), declaration, tag))
    return hashlib.blake2b(about, digest_size=16).digest()


def _root(body: bytes) -> re.Match[bytes] | None:
    """Where the root begins; what looks like a tag in a comment before it is none."""
    at = 0
    while (found := _ROOT.search(body, at, PROLOG)) is not None:
        comment = body.find(b"<!--", at, found.start())
        if comment < 0:
            return found
        at = body.find(b"-->", comment)
        if at < 0:
            return None
    return None


def _places(body: bytes, most: int) -> list[tuple[int, int]] | None:
    """Beginning and end of each item; None where one is nested, open, or half a comment."""
    places: list[tuple[int, int]] = []
    end = 0
    for opener in _OPENER.finditer(body):
        start = opener.start()
        if start < end or len(places) == most:
            return None
        closer = _CLOSER[opener[1]].search(body, opener.end() - 1)
        if closer is None:
            return None
        end = body.find(b">", closer.start()) + 1
        if not end or not _by_itself(body, start, end):
            return None
        places.append((start, end))
    return places


def _by_itself(body: bytes, start: int, end: int) -> bool:
    """Whether no comment and no CDATA reaches into an item or out of it, and it moves no other's links.

    feedparser takes the `xml:base` of one entry for that of the next.
    """
    pairs = ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"))
    return body.find(b"xml:base", start, end) < 0 and all(
        body.count(opening, start, end) == body.count(closing, start, end)
        for opening, closing in pairs
    )


def _share_a_name(items: list[bytes]) -> bool:
    """Whether two items have one guid or address: what they are then depends on each other."""
    seen: set[bytes] = set()
    for item in items:
        for name in _named(item):
            if name in seen:
                return True
            seen.add(name)
    return False


def _named(item: bytes) -> Iterator[bytes]:
    """What an item is known by, as it is written: the first that it has of guid, id and link."""
    for name in _NAMES:
        start = item.find(b"<" + name + b">")
        if start < 0:
            start = item.find(b"<" + name + b" ")
        if start < 0:
            continue
        inside = item.find(b">", start) + 1
        end = item.find(b"</" + name, inside)
        written = item[inside:end] if end > 0 else item[start:inside]
        yield name + b" " + _plain(written)
        return


def _plain(written: bytes) -> bytes:
    """The same for all ways of writing it."""
    plain = written.replace(b"<![CDATA[", b"").replace(b"]]>", b"")
    if b"&" in plain:
        plain = html.unescape(plain.decode("utf-8", "replace")).encode("utf-8", "replace")
    return plain.strip()


def joined(hashes: tuple[bytes, ...]) -> bytes:
    """Hashes as they are kept."""
    return b"".join(hashes)


def split(kept: bytes) -> frozenset[bytes]:
    """The hashes again."""
    return frozenset(kept[at : at + HASH_BYTES] for at in range(0, len(kept), HASH_BYTES))
