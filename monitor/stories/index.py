"""What is kept about the texts of one topic, and how candidates for a new text are found.

An index is only a net: `find` may return too much, and `monitor.stories.matching` decides. What
it must not do is return too little: every kept text that shares an exact key, and every one that
shares enough of the lead, within the caps below. Keys are plain 63-bit integers that are the same
in every process, so a table can hold them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from monitor.entries import Entry
from monitor.stories.addresses import GOOGLE_NEWS, address_key, outlet, page_key, path_id
from monitor.stories.credits import wire
from monitor.stories.fingerprint import lead, lead_shingles, stable, title_tokens
from monitor.stories.titles import weighty
from monitor.text import host

SHARED = 3
"""Shingle postings that a candidate shares: 0.30 of the smallest set allowed (8) is 2.4."""
PER_KEY = 300
"""Newest texts looked at per exact key: more than an outlet writes with one word in its titles in a bucket."""
PER_SHINGLE = 50
"""Newest texts looked at per shingle: one that stands in more texts is boilerplate."""
BUCKET_HOURS = 36
"""Width of a bucket of one outlet's titles: with one on either side, all within 36 h are found."""
WIRE_HOURS = 24
"""The same for the texts of one agency."""
TITLE_WORDS = 3
"""Longest words of a title under which it is kept: near-equal titles share one of them, and an outlet that
writes hundreds of texts a day has few with one of them."""

HEADLINE_LISTS = frozenset({GOOGLE_NEWS})
"""Hosts whose summaries are headlines of several outlets: wording that nobody copied."""


class Text(Protocol):
    """What an entry, a kept text and a story event have in common."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def site(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def guid(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def published(self) -> datetime | None: ...  # noqa: D102
    @property
    def seen(self) -> datetime: ...  # noqa: D102


class Known(Struct, frozen=True, kw_only=True):
    """A text that is kept, in its latest revision: all that matching wants to know of it."""

    story: str
    lineage: str
    """Lineage at the time when it was taken; bridges that came later are not written back."""
    source: str
    site: str
    """The outlet as `outlet` gives it, never empty."""
    url: str = ""
    """First address."""
    also: tuple[str, ...] = ()
    """Canonical keys of further addresses, at most 8."""
    guid: str = ""
    title: str = ""
    text: str = ""
    wire: str | None = None
    published: datetime | None = None
    day: date | None = None
    seen: datetime
    reading: int = 1
    """The reading whose claims stand."""
    revisions: int = 0


class Keys(Struct, frozen=True):
    """Where a text is posted, or looked up: non-negative integers below 2**63, without repeats."""

    exact: tuple[int, ...] = ()
    """Address, guid, id in the path, bucket of the outlet: one shared key makes a candidate."""
    shingles: tuple[int, ...] = ()
    """Five-word shingles of the lead: `SHARED` shared ones make a candidate."""


class Index(Protocol):
    """The kept texts of one topic."""

    def find(self, keys: Keys) -> list[Known]:
        """Candidates in any order, each story once.

        Those that share an exact key (per key the `PER_KEY` last added), and those that share at
        least `SHARED` shingles (per shingle the `PER_SHINGLE` last added).
        """
        ...

    def add(self, known: Known, keys: Keys) -> None:
        """Keep a text under these keys.

        A story that is kept already is replaced and stays under its earlier keys as well. Adding
        the same twice changes nothing.
        """
        ...


def when(text: Text) -> datetime:
    """The time by which texts are compared: publication, else when we saw it."""
    return text.published or text.seen


def body(text: Text) -> str:
    """The text, or "" where an aggregator gives a list of other outlets' headlines instead.

    A story that was seen there first has a text when the outlet's own entry has come.
    """
    if host(text.url) not in HEADLINE_LISTS:
        return text.text
    also = text.also if isinstance(text, Known) else ()
    own = any(key.partition("/")[0] not in HEADLINE_LISTS for key in also)
    return text.text if own else ""


def posting_keys(text: Text) -> Keys:
    """The keys under which a text is kept."""
    return Keys(exact=tuple(_exact(text, (0,))), shingles=_shingles(text))


def query_keys(text: Text) -> Keys:
    """The keys under which candidates for a text are looked up: also the buckets on either side."""
    return Keys(exact=tuple(_exact(text, (0, -1, 1))), shingles=_shingles(text))


def wire_of(text: Text) -> str | None:
    """The agency that a text is credited to; a kept text has it already."""
    return text.wire if isinstance(text, Known) else wire(text) if isinstance(text, Entry) else None


def _exact(text: Text, steps: Iterable[int]) -> Iterator[int]:
    """Keys of what says by itself which text it is, then of its title and its agency around that time."""
    if address := address_key(text.url):
        yield stable("address", address)
    elif page := page_key(text.url):
        yield stable("page", page)
    if isinstance(text, Known):
        yield from (stable("address", address) for address in text.also)
    if text.guid:
        yield stable("guid", text.source, text.guid)
    if place := path_id(text.url):
        yield stable("path", *place)
    site, agency = outlet(text.site, text.url, text.source), wire_of(text)
    words = _title_words(text, site)
    for step in steps:
        bucket = _bucket(text, BUCKET_HOURS, step)
        yield from (stable("title", site, word, bucket) for word in words)
        if agency:
            yield stable("wire", agency, _bucket(text, WIRE_HOURS, step))


def _title_words(text: Text, site: str) -> list[str]:
    """The longest words of the title that count; of titles that say the same these are the same."""
    words = title_tokens(text.title, site)
    longest = sorted(set(weighty(words)), key=lambda word: (-len(word), word))[:TITLE_WORDS]
    return longest or [" ".join(words)]


def _bucket(text: Text, hours: int, step: int) -> str:
    """Number of the time in which the text falls, `step` later."""
    return str(int(when(text).timestamp()) // (hours * 3600) + step)


def _shingles(text: Text) -> tuple[int, ...]:
    """Shingles of the lead, sorted."""
    return tuple(sorted(lead_shingles(lead(text.title, body(text)))))


class MemoryIndex:
    """An index that lives as long as its process: for tests, dry runs and `extract`."""

    def __init__(self) -> None:
        """Nothing is kept yet."""
        self._known: dict[str, Known] = {}
        # Story ids as keys of a dict: a set that remembers the order of insertion.
        self._exact: defaultdict[int, dict[str, None]] = defaultdict(dict)
        self._shingles: defaultdict[int, dict[str, None]] = defaultdict(dict)

    def __len__(self) -> int:
        """How many stories are kept."""
        return len(self._known)

    def find(self, keys: Keys) -> list[Known]:
        """See `Index.find`."""
        found = dict.fromkeys(_last(self._exact, keys.exact, PER_KEY))
        shared = Counter(_last(self._shingles, keys.shingles, PER_SHINGLE))
        found.update((story, None) for story, count in shared.items() if count >= SHARED)
        return [self._known[story] for story in found]

    def add(self, known: Known, keys: Keys) -> None:
        """See `Index.add`."""
        self._known[known.story] = known
        for key in keys.exact:
            self._exact[key].setdefault(known.story)
        for key in keys.shingles:
            self._shingles[key].setdefault(known.story)


def _last(
    postings: defaultdict[int, dict[str, None]], keys: Iterable[int], most: int
) -> Iterable[str]:
    """The stories added last under each key, newest first."""
    for key in keys:
        if kept := postings.get(key):
            for _, story in zip(range(most), reversed(kept), strict=False):
                yield story
