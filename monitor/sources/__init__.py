"""Sources: what is polled, in two steps with a value between them.

    source --retrieve--> Document | NotModified | Failure    (network, asynchronous)
    document --parse--> Parsed | Failure                     (in a process that can be killed)

What goes wrong with one source is a value, never raised. A kind of source is one module in this
package that offers `SOURCE`, something of the type `Kind`. What stands here:

    kinds      feed, sitemap, page, json, google_news, command
    formats    raw (what any of them says, made an `Entry`), jsonfeed, lines, written (dates), elements (XML),
               html, slicing (items that are known are cut out), hints (when a feed wants to be asked)
    asking     client (polite HTTP), worker (a process that can be killed), robots (robots.txt)
    polling    poll (one), round (many), answers (what each source last answered, in feeds.db),
               health (what that makes of its state), habit (how often it publishes), schedule (when next)
    pages      fulltext (the text of a story's own page)
    people     checking (a look at a source), discovery (what an address holds), opml (lists of feeds)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from msgspec import Struct

from monitor.entries import Entry
from monitor.topics import Source

FailureKind = Literal[
    "unreachable",  # no name, no connection, no TLS, broken off
    "timeout",
    "refused",  # an address that we do not ask: private, not http(s), too many redirects
    "status",  # 4xx, 5xx, and whatever is neither a document nor a redirect
    "gone",  # 410
    "too large",
    "encoding",  # compressed in a way that we did not ask for, or cut off
    "empty",
    "not a feed",
    "broken",  # a feed so damaged that nothing came out
    "parser",  # the parser took too long, too much memory, or died
    "resting",  # not asked: its host wants to be left alone for a while
    "fault",  # ours: a bug
]


class Validators(Struct, frozen=True):
    """What a server gave to ask "has it changed?", byte for byte (as Latin-1), and where."""

    address: str = ""
    """The address that gave them; they are sent to no other."""
    etag: str = ""
    last_modified: str = ""
    parts: dict[str, Part] = {}
    """Of a document that leads to others: what those gave, by the address that it has for them."""

    def __bool__(self) -> bool:
        """True when there is something to send to that address."""
        return bool(self.etag or self.last_modified)


class Part(Struct, frozen=True):
    """One of several documents that make up one."""

    validators: Validators
    entries: int
    """How many it held, nearly."""


NO_VALIDATORS = Validators()


class Document(Struct, frozen=True, kw_only=True):
    """A body as it was retrieved, decompressed."""

    address: str
    """Where it came from after all redirects, without credentials."""
    body: bytes
    content_type: str = ""
    validators: Validators = NO_VALIDATORS
    moved: str = ""
    """The address after those leading redirects that were permanent; empty when there were none."""
    max_age: int = 0
    """Seconds for which the server calls it fresh."""
    retrieved: datetime
    known: frozenset[bytes] = frozenset()
    """Hashes of items whose entries are known: a reader may leave these out."""

    def fingerprint(self) -> str:
        """128-bit hash of the body in hex: the same body needs no parsing."""
        return hashlib.blake2b(self.body, digest_size=16).hexdigest()


class NotModified(Struct, frozen=True, kw_only=True):
    """Nothing new: the server says 304, or the body is the last one again."""

    validators: Validators
    moved: str = ""
    max_age: int = 0


class Failure(Struct, frozen=True, kw_only=True):
    """What went wrong with one source; `sentence` is for a person and holds no credentials."""

    kind: FailureKind
    sentence: str
    status: int = 0
    """HTTP status when there was one, else 0."""
    retry_after: int = 0
    """Seconds for which the server wants to be left alone; 0 when it does not say."""


class Parsed(Struct, frozen=True, kw_only=True):
    """What a document holds."""

    entries: tuple[Entry, ...]
    title: str = ""
    ttl: int = 0
    """Seconds between polls that the feed asks for; 0 when it does not."""
    update: int = 0
    """Seconds between its updates, by its own word (sy:updatePeriod); 0 when it does not say."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day, in UTC, in which it does not want to be asked."""
    skip_days: tuple[int, ...] = ()
    """Days of the week (Monday is 0) in which it does not want to be asked."""
    items: bytes = b""
    """Hashes of all items of the document, one after the other; empty where it must be read whole."""
    cut: int = 0
    """Items that were left out because they are known."""
    mistaken: bool = False
    """Parser and scan do not see the same items."""
    broken: bool = False
    """The document is damaged or cut off: more may have been in it."""
    warnings: tuple[str, ...] = ()


Retrieved: TypeAlias = Document | NotModified | Failure
Reader: TypeAlias = Callable[[Source, Document], Parsed | Failure]
"""A pure function of a module (it is sent to another process): a document to what it holds."""


class Client(Protocol):
    """The polite HTTP client."""

    async def get(
        self,
        address: str,
        validators: Validators = ...,
        *,
        now: datetime,
        accept: str = ...,
        origin: str | None = ...,
    ) -> Retrieved:
        """Ask once, redirects followed. Never raises for what a server or a network does.

        `origin`: the address of the source that has named this one; None where it is configured itself.
        """
        ...


class Worker(Protocol):
    """Somewhere to run a reader, so that a document can neither hang nor crash the program."""

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        """What the reader gives, or a Failure of kind "parser" when it had to be stopped."""
        ...


class Kind(Protocol):
    """A kind of source; one module each, found by name (`SOURCE`).

    Besides, a kind may have: `options`, the struct of what it wants to know (`source.options` is
    checked against it); `problems(options)`, what a struct cannot say, as (key, reason);
    `sample_options`, those that go with the sample; `addressed`, False when it asks no address;
    `among(source, others)`, the source with what it takes from the others that are polled.
    """

    sample: bytes
    """A small document of this kind with at least two dated entries, for the contract suite."""
    sample_type: str
    """Content type of the sample."""

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Fetch the source's document. Never raises for what a server or a network does."""
        ...

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Entries of the document, in its order, clean. Never raises for what a document holds."""
        ...


class State(Struct, frozen=True, kw_only=True):
    """What is remembered of a source between polls."""

    source: str
    configured: str = ""
    """Address in the configuration when this was written: another one there means a fresh start."""
    address: str = ""
    """Address that is polled: the configured one, or the one to which the source has moved."""
    validators: Validators = NO_VALIDATORS
    body: str = ""
    """Fingerprint of the last body that was parsed well."""
    ttl: int = 0
    next_due: datetime | None = None
    """None when it was never polled, or is gone."""
    failures: int = 0
    """In a row."""
    announced: bool = False
    """The failure has been told (SourceFailed)."""
    last_success: datetime | None = None
    last_error: str = ""
    """Why the last poll failed; empty when it did not."""
    last_warning: str = ""
    entries: int = 0
    """How many the last good document held."""
    parsed: datetime | None = None
    """When a document was last parsed."""
    moved_to: str = ""
    """Where permanent redirects lead at present."""
    moved_times: int = 0
    moved_since: datetime | None = None
    gone: bool = False
    left_alone: datetime | None = None
    """Until then its server wants it not to be asked (Retry-After)."""
    polled: datetime | None = None
    """When it was last asked, whatever came of it."""
    polls: dict[str, int] = {}
    """How often which outcome: "new", "unchanged", or the kind of a failure. It only grows."""
    news: int = 0
    """Entries that were new or had changed, ever."""
    last_news: datetime | None = None
    """When there was one last, and ..."""
    pause: float = 0.0
    """... how many seconds lie between two such polls as a rule; 0: not known yet."""
    gaps: tuple[int, ...] = ()
    """Seconds between its latest new entries, in order."""
    newest: datetime | None = None
    """When the newest of them came."""
    haste: int = 0
    """How many times the interval is halved, so that nothing is missed."""
    update: int = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    host_rest: datetime | None = None
    """Until then its host is left alone, all its sources."""
    unsliced: bool = False
    """Its documents are read whole, always: what is an item cannot be told without the parser."""
    whole: datetime | None = None
    """When a document was last read whole."""
