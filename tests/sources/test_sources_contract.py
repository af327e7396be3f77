"""The contract of the family: every kind of source keeps it, wrong ones are seen to break it."""

import asyncio
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from msgspec import Struct, ValidationError, convert, structs

from monitor import registry
from monitor.sources import (
    Client,
    Document,
    Failure,
    Kind,
    NotModified,
    Parsed,
    Reader,
    Retrieved,
    Validators,
    Worker,
)
from monitor.sources.feed import Feed
from monitor.text import printable, web_address
from monitor.topics import Source
from tests.sources.documents import NOW, PAGE, SOURCE
from tests.sources.standins import FakeClient, Inline

MEMBERS = [registry.resolve("sources", name) for name in registry.names("sources")]
BAD_BODIES = [
    b"",
    b"\x00" * 99,
    b"\xff\xfe\x00",
    b"<" * 5_000,
    b"{" * 5_000,
    b"[]",
    PAGE,
    b"\x1f\x8b",
]


class Stopped:
    """A worker that had to stop every reader; keeps what it was to run, as it would be sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        self.sent.append(pickle.dumps((reader, source, document)))
        return STOPPED


STOPPED = Failure(kind="parser", sentence="it took too long")


def configured(kind: Kind) -> Source:
    """A source of this kind: with the options that its sample needs, with an address if it asks one."""
    address = SOURCE.address if getattr(kind, "addressed", True) else ""
    options = getattr(kind, "sample_options", {})
    return structs.replace(SOURCE, address=address, options=options)


def sample(kind: Kind, body: bytes | None = None) -> Document:
    return Document(
        address=configured(kind).address,
        body=kind.sample if body is None else body,
        content_type=kind.sample_type,
        validators=Validators(SOURCE.address, '"a"'),
        retrieved=NOW,
    )


def parse(kind: Kind, document: Document) -> Parsed | Failure:
    return asyncio.run(kind.parse(configured(kind), document, Inline()))


def retrieve(kind: Kind, client: FakeClient, validators: Validators) -> Retrieved:
    return asyncio.run(kind.retrieve(configured(kind), validators, client, now=NOW))


# --- the contract -----------------------------------------------------------------------------


def check_answers_are_values(kind: Kind) -> None:
    """What the client gives comes through, asked for with the validators that are known."""
    known = Validators(SOURCE.address, '"a"')
    if not configured(kind).address:
        client = FakeClient(NotModified(validators=known))
        assert isinstance(retrieve(kind, client, known), Document | Failure)
        assert client.asked == []
        return
    answers: list[Retrieved] = [
        Failure(kind="unreachable", sentence="x: no"),
        NotModified(validators=known),
    ]
    for answer in answers:
        client = FakeClient(answer)
        assert retrieve(kind, client, known) == answer
        assert [validators for _, validators in client.asked] == [known]
    assert isinstance(retrieve(kind, FakeClient(sample(kind)), known), Document)


def check_bad_documents_are_failures(kind: Kind) -> None:
    """Nothing that a document holds is raised, and nothing is found where nothing is."""
    for body in BAD_BODIES:
        assert isinstance(parse(kind, sample(kind, body)), Failure), body[:20]


def check_entries_are_what_they_should_be(kind: Kind) -> None:
    """Of this source, named, clean, linked to the web, dated in UTC and not ahead of their time."""
    found = parse(kind, sample(kind))
    assert isinstance(found, Parsed)
    assert len(found.entries) >= 2
    for entry in found.entries:
        assert (entry.source, entry.seen, entry.lang) == (SOURCE.id, NOW, SOURCE.lang)
        assert entry.guid or entry.url or entry.title
        assert entry.site
        assert entry.url == web_address(entry.url)
        for text in (entry.title, entry.text, entry.credit, entry.site, entry.guid):
            assert text == printable(text).strip()
        assert entry.published is not None
        assert entry.published.utcoffset() == timedelta(0)
        assert entry.published <= NOW + timedelta(days=1)
        assert entry.day is not None


def check_the_outlets_zone_makes_the_day(kind: Kind) -> None:
    """East and west of the date line the same time is two days."""
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        source = structs.replace(configured(kind), zone=zone)
        found = asyncio.run(kind.parse(source, sample(kind), Inline()))
        assert isinstance(found, Parsed)
        days.append([entry.day for entry in found.entries])
    assert all(east > west for east, west in zip(*days, strict=True) if east and west)


def check_reading_twice_gives_the_same(kind: Kind) -> None:
    """Nothing is kept between documents."""
    first = parse(kind, sample(kind))
    parse(kind, sample(kind, b"<"))
    assert parse(kind, sample(kind)) == first


def check_documents_are_read_in_the_worker(kind: Kind) -> None:
    """What a document does to a parser, it does to the process that can be killed."""
    worker = Stopped()
    assert asyncio.run(kind.parse(configured(kind), sample(kind), worker)) == STOPPED
    [sent] = worker.sent
    reader, source, document = pickle.loads(sent)
    assert isinstance(reader(source, document), Parsed)


def check_options_say_what_they_are(kind: Kind) -> None:
    """A struct in which every key is known, and no fault is found with those of the sample."""
    struct = getattr(kind, "options", None)
    if struct is None:
        assert not configured(kind).options
        return
    assert issubclass(struct, Struct)
    made = convert(configured(kind).options, struct, strict=True)
    assert list(getattr(kind, "problems", lambda _: ())(made)) == []


Check: TypeAlias = Callable[[Kind], None]
CHECKS: list[Check] = [
    check_answers_are_values,
    check_bad_documents_are_failures,
    check_entries_are_what_they_should_be,
    check_the_outlets_zone_makes_the_day,
    check_reading_twice_gives_the_same,
    check_documents_are_read_in_the_worker,
    check_options_say_what_they_are,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("kind", MEMBERS, ids=registry.names("sources"))
def test_every_kind_keeps_the_contract(kind: Kind, check: Check) -> None:
    """A new kind of source is put through this without an edit here."""
    check(kind)


# --- wrong members ----------------------------------------------------------------------------


class Raises(Feed):
    """Takes a failure for a bug."""

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        answer = await super().retrieve(source, validators, client, now=now)
        if isinstance(answer, Failure):
            raise ConnectionError(answer.sentence)
        return answer


class Forgets(Feed):
    """Asks for everything every time."""

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        return await client.get(source.address, now=now)


class Shrugs(Feed):
    """Takes a broken document for an empty one."""

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        found = await super().parse(source, document, worker)
        return Parsed(entries=()) if isinstance(found, Failure) else found


class Unclean(Feed):
    """Hands through what the feed says."""

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        found = await super().parse(source, document, worker)
        if isinstance(found, Failure):
            return found
        spoilt = tuple(structs.replace(entry, title="A\x1b[2J") for entry in found.entries)
        return structs.replace(found, entries=spoilt)


class Zoneless(Feed):
    """Takes the day in UTC."""

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        return await super().parse(structs.replace(source, zone="UTC"), document, worker)


class Remembers(Feed):
    """Gives each entry once."""

    def __init__(self) -> None:
        self.known: set[str] = set()

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        found = await super().parse(source, document, worker)
        if isinstance(found, Failure):
            return found
        new = tuple(entry for entry in found.entries if entry.guid not in self.known)
        self.known.update(entry.guid for entry in new)
        return structs.replace(found, entries=new)


class AtHome(Feed):
    """Reads in the daemon's own process."""

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        return await super().parse(source, document, Inline())


class NoOptions(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Unread(Feed):
    """Its sample has options that it does not know."""

    options = NoOptions
    sample_options = {"entries": "items"}


class Pushy(Feed):
    """Asks the web, and says that it does not."""

    addressed = False


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (Raises, check_answers_are_values),
        (Forgets, check_answers_are_values),
        (Shrugs, check_bad_documents_are_failures),
        (Unclean, check_entries_are_what_they_should_be),
        (Zoneless, check_the_outlets_zone_makes_the_day),
        (Remembers, check_reading_twice_gives_the_same),
        (AtHome, check_documents_are_read_in_the_worker),
        (Unread, check_options_say_what_they_are),
        (Pushy, check_answers_are_values),
    ],
)
def test_a_wrong_kind_breaks_the_contract(wrong: type[Feed], check: Check) -> None:
    """A check that was never seen to fail is not trusted."""
    with pytest.raises((AssertionError, ConnectionError, ValidationError)):
        check(wrong())
