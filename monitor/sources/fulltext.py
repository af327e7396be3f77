"""The text of a page, without what stands round it (`trafilatura`, the extra "fulltext")."""

from __future__ import annotations

import re

from monitor.entries import Entry
from monitor.sources import Document, Failure, Parsed
from monitor.sources.html import decoded
from monitor.text import TEXT_LIMIT, clean, folded, host
from monitor.topics import Source

NOT_THERE = 'the package trafilatura is not installed: pip install "monitor[fulltext]"'
LEAD = 300
"""Characters: a feed that gives fewer gives less than a lead."""
SHARED = 0.5
"""Share of the title's words that its text has: a page that asks for consent has none of them."""

_WORD = re.compile(r"\w{4,}")


def is_short(entry: Entry) -> bool:
    """Whether a feed gave less than a lead of it."""
    return bool(host(entry.url)) and len(entry.text) < LEAD


def same_site(one: str, other: str) -> bool:
    """Whether a page is still its outlet's after redirects."""
    return host(one).split(".")[-2:] == host(other).split(".")[-2:]


def read(source: Source, document: Document) -> Parsed | Failure:
    """The page's text, as the only entry. Runs in the worker."""
    try:
        import trafilatura
    except ImportError:
        return Failure(kind="fault", sentence=NOT_THERE)
    page = decoded(document).replace("\0", "")
    found = trafilatura.extract(
        page,
        output_format="txt",
        include_comments=False,
        include_tables=False,
        favor_precision=True,
        deduplicate=False,
    )
    # what looks like a tag in this text was written as text
    text = clean((found or "").replace("&", "&amp;").replace("<", "&lt;"), TEXT_LIMIT)
    if not text:
        return Failure(kind="not a feed", sentence="there is no text on this page")
    entry = Entry(source=source.id, url=document.address, text=text, seen=document.retrieved)
    return Parsed(entries=(entry,))


def belongs(text: str, entry: Entry) -> bool:
    """Whether a page's text is the one that the entry's title announces, and more than is known."""
    if len(text) <= len(entry.text):
        return False
    wanted = set(_WORD.findall(folded(entry.title)))
    return len(wanted & set(_WORD.findall(folded(text)))) >= SHARED * len(wanted)
