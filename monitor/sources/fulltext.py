"""The text of a page, without what stands round it (`trafilatura`, the extra "fulltext")."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

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
SHARED_BY_ALL = frozenset(
    "ac asso co com edu gen go gob gouv gov govt id info ltd me mil ne net nhs nom or org plc sch web".split()
)
"""Names that everybody in a country registers his own under: two outlets under "co.uk" are two. (The whole
list of such names has ten thousand; those of outlets are these. Where one is missing, two outlets may pass
for one, and the title still has to be the page's.)"""

_WORD = re.compile(r"\w{4,}")


class Page(Struct, frozen=True, kw_only=True):
    """The page of an entry that is to be read, for the first time or again."""

    entry: Entry
    """As its feed has it now."""
    since: datetime
    """When its entry was first seen."""
    due: datetime
    read: bool = False
    """Its text has been taken once: what it says otherwise from then on has been changed."""
    backfill: bool = False
    """Its entry is no news: what its first reading brings raises no alert."""

    @property
    def address(self) -> str:
        """By which it is known."""
        return self.entry.url


def is_short(entry: Entry) -> bool:
    """Whether a feed gave less than a lead of it."""
    return bool(host(entry.url)) and len(entry.text) < LEAD


def same_site(one: str, other: str) -> bool:
    """Whether a page is still its outlet's after redirects."""
    return _registered(host(one)) == _registered(host(other))


def _registered(name: str) -> list[str]:
    """The labels of a host name that somebody has registered: "bbc.co.uk" of "www.bbc.co.uk"."""
    labels = name.split(".")
    if labels[-1].isdecimal():  # an address
        return labels
    country = len(labels) > 2 and len(labels[-1]) == 2  # noqa: PLR2004  # letters: of a country
    return labels[-3:] if country and labels[-2] in SHARED_BY_ALL else labels[-2:]


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
