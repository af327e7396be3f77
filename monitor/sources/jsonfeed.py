"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not read."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

from monitor.sources import Document, Failure, Parsed, raw, written
from monitor.text import TITLE_LIMIT, clean
from monitor.topics import Source

_ESCAPE = re.compile(
    rb"\\(?:u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"  # a whole pair
    rb"|(u[Dd][89A-Fa-f][0-9A-Fa-f]{2})|.)",
    re.DOTALL,
)
"""An escape of JSON; its group is half a pair."""

LONGEST_NUMBER = 1_000
"""Digits of an integer: to read one takes time that grows with their square."""
_COMMA = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)|,\s*([\]}])', re.DOTALL)
"""A text (one that does not end goes to the end), or a comma that nothing follows."""


def is_json(body: bytes) -> bool:
    """True when a body is a JSON object rather than XML."""
    return body[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of a JSON Feed."""
    try:
        feed = msgspec.convert(decoded(document.body), dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Failure(kind="broken", sentence=f"this JSON is damaged: {error}")
    listed = feed.get("items")
    if "jsonfeed.org/version/" not in _text(feed, "version") or not isinstance(listed, list):
        return Failure(kind="not a feed", sentence="this is JSON, but not a JSON Feed")
    every = [each for each in listed if isinstance(each, dict)]
    raws = (_raw(each, feed) for each in every)
    lang = _text(feed, "language")
    found = raw.parsed(raws, source, document, total=len(every), lang=lang)
    return msgspec.structs.replace(found, title=clean(_text(feed, "title"), TITLE_LIMIT))


def decoded(body: bytes) -> Any:
    """The value. Raises msgspec.DecodeError, RecursionError.

    Half a pair of escapes ("\\ud83d" alone) and a letter that is no UTF-8 cost a letter, not the feed;
    a bare line break or tab in a text, NaN for a number, and a comma too many cost nothing; a number of
    thousands of digits is none.
    """
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        whole = _ESCAPE.sub(lambda found: rb"\ufffd" if found[1] else found[0], body)
        try:
            return json.loads(
                _COMMA.sub(_without_comma, whole.decode("utf-8", "replace")),
                strict=False,
                parse_int=_number,
            )
        except ValueError:
            raise msgspec.DecodeError(str(error)) from error


def _number(digits: str) -> int | None:
    """An integer; None where it is longer than any that means something."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else None


def _without_comma(found: re.Match[str]) -> str:
    """The bracket behind a comma; a text as it is."""
    return found[1] or found[0]


def _raw(each: dict[str, Any], feed: dict[str, Any]) -> raw.Raw:
    date = written.understood(_text(each, "date_published") or _text(each, "date_modified"))
    whole = _text(each, "content_html") or _text(each, "content_text")
    return raw.Raw(
        guid=_text(each, "id"),
        link=_text(each, "url") or _text(each, "external_url"),
        title=_text(each, "title"),
        text=max(whole, _text(each, "summary"), key=len),
        credit=_authors(each) or _authors(feed),
        date=date.date,
        moment=date.moment,
    )


def _authors(each: dict[str, Any]) -> str:
    """Names of `authors` (1.1) or `author` (1.0)."""
    authors = each.get("authors")
    listed = authors if isinstance(authors, list) else [each.get("author")]
    return ", ".join(_text(one, "name") for one in listed[:20] if isinstance(one, dict))


def _text(each: dict[str, Any], key: str) -> str:
    """A string, or a number as text (some ids are); all else is empty."""
    value = each.get(key)
    if isinstance(value, bool):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""
