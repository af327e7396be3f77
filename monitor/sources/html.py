"""Web pages as text of the right letters."""

from __future__ import annotations

import re

from monitor.sources import Document

HEAD = 2_048
"""Bytes in which a page says how it is encoded."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


def decoded(document: Document) -> str:
    """The text of a page in the encoding that the server, else the page itself, names; else UTF-8."""
    head = document.body[:HEAD].decode("latin-1")
    named = _CHARSET.search(document.content_type) or _CHARSET.search(head)
    try:
        return document.body.decode(named[1] if named else "utf-8", "replace")
    except (LookupError, UnicodeError):
        return document.body.decode("utf-8", "replace")
