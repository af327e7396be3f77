"""Known items are left out of what is parsed: nothing else may come of it, and it may cost no time."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor.sources import Document, Failure, Parsed, slicing
from monitor.sources.answers import Answers
from monitor.sources.feed import read
from monitor.sources.poll import Outcome, Tools, keep, poll
from tests.feeds.proof import Given, Timed
from tests.sources.documents import NOW, RSS_10, SOURCE, document, numbered, rss

MOST = 500
QUARTER = timedelta(minutes=15)


def whole(body: bytes) -> Parsed:
    found = read(SOURCE, document(body))
    assert isinstance(found, Parsed)
    return found


def partly(body: bytes, known: frozenset[bytes]) -> Parsed:
    found = read(SOURCE, structs.replace(document(body), known=known))
    assert isinstance(found, Parsed)
    return found


def sliced(body: bytes, known: frozenset[bytes] = frozenset()) -> slicing.Slices | None:
    return slicing.sliced(body, "application/xml", known, MOST)


# --- the scan -------------------------------------------------------------------------------------


def test_known_items_are_cut_out() -> None:
    """The two that are known; the head, the tail and the third stay."""
    seen = slicing.split(whole(numbered(2)).items)
    found = sliced(numbered(3), seen)
    assert found is not None
    assert (found.cut, len(found.hashes)) == (2, 3)
    assert found.body == rss(
        "<title>Story 3</title><link>https://example.org/3</link><guid>g3</guid>"
    )


DOUBTS = {
    "nested": rss("<title>A</title><item><title>B</title></item>"),
    "open": rss("<title>A</title>").replace(b"</item>", b""),
    "half a comment": rss("<title>A</title><!-- "),
    "half a CDATA": rss("<title><![CDATA[A</title>"),
    "two of one guid": rss("<title>A</title><guid>g</guid>", "<title>B</title><guid>g</guid>"),
    "one guid in two spellings": rss("<guid>a&amp;b</guid>", "<guid><![CDATA[a&b]]></guid>"),
    "a base of its own": rss("<title xml:base='http://x.test/'>A</title>"),
    "wide letters": rss("<title>A</title>").decode().encode("utf-16"),
    "own entities": rss("<title>&x;</title>").replace(b"<rss", b'<!DOCTYPE r [<!ENTITY x "y">]><rss'),
    "an entry alone": b"<entry><title>A</title></entry>",
    "no root": b"just words",
    "too many": numbered(MOST + 1),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubt_makes_the_document_be_read_whole(name: str) -> None:
    """Wherever an item may not stand for itself."""
    assert sliced(DOUBTS[name]) is None


def test_another_encoding_is_another_item() -> None:
    """The same bytes mean something else under another declaration or another name space."""
    seen = slicing.split(whole(numbered(2)).items)
    for other in (
        numbered(2).replace(b"utf-8", b"latin1"),
        numbered(2).replace(b'version="2.0"', b'version="2.0" xmlns="urn:x"'),
    ):
        found = sliced(other, seen)
        assert found is not None
        assert found.cut == 0


HOSTILE = {
    "openers": b"<rss><item>" * 1,
    "many openers": b"<rss>" + b"<item>" * 700_000,
    "openers with text": b"<rss>" + b"<item>x" * 600_000,
    "half closers": b"<rss><item>" + b"</item" * 600_000,
    "blanks": b"<rss><item>" + b"</item" + b" " * 4_000_000,
    "comments": b"<rss><item>" + b"<!--" * 1_000_000 + b"</item>",
    "comments before the root": b"<!--" * 1_000_000,
    "tags in comments": b"<!-- <a -->" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_scan_gives_up_at_once_on_hostile_documents(name: str) -> None:
    """Megabytes of what a quadratic expression would take minutes for."""
    assert sliced(HOSTILE[name]) is None


# --- the same entries ------------------------------------------------------------------------------

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
)
markup = words.map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
)
parts = st.sampled_from(
    ["<title>{}</title>", "<title><![CDATA[{}]]></title>", "<!-- {} --><title>x</title>",
     "<description>&lt;b&gt;{}&lt;/b&gt;</description>", "<pubDate>Tue, 03 Jun 2025 08:30:00 GMT</pubDate>",
     "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>{}</dc:creator>", "<link>/{}</link>"]
)  # fmt: skip
item = st.lists(st.tuples(parts, markup), min_size=1, max_size=4).map(
    lambda chosen: "".join(part.replace("{}", text) for part, text in chosen)
)
items = st.lists(item, min_size=1, max_size=8)


@settings(deadline=None)
@given(items, st.lists(st.booleans(), min_size=8, max_size=8))
def test_any_half_of_the_items_and_the_other_half_are_the_whole(
    contents: list[str], chosen: list[bool]
) -> None:
    """Read with some items known and then with the others known, a feed gives each entry once."""
    body = rss(*(f"{each}<guid>g{n}</guid>" for n, each in enumerate(contents)))
    found = whole(body)
    if not found.items:  # a doubt
        return
    size = slicing.HASH_BYTES
    hashes = [found.items[at : at + size] for at in range(0, len(found.items), size)]
    some = frozenset(each for each, is_known in zip(hashes, chosen, strict=False) if is_known)
    first, second = partly(body, some), partly(body, frozenset(hashes) - some)
    assert first.cut + second.cut == len(hashes)
    together = {entry.guid: entry for entry in (*first.entries, *second.entries)}
    assert together == {entry.guid: entry for entry in found.entries}
    assert len(first.entries) + len(second.entries) == len(found.entries)


edit = st.tuples(st.integers(0, 9), st.sampled_from(["A", "B", "C<", "&amp;", "<b>D</b>"]))


@settings(deadline=None, max_examples=30)  # two files each
@given(st.lists(st.lists(edit, max_size=6, unique_by=lambda each: each[0]), max_size=6))
@example([[(0, "A"), (2, "A")], [(2, "C<")], [(2, "A")]])  # changed in a damaged one, and back
def test_a_run_of_documents_gives_the_same_news_as_if_each_were_read_whole(
    documents: list[list[tuple[int, str]]],
) -> None:
    """Entries come, go, come back, change their words and their places; some documents are broken."""
    bodies = [
        rss(*(f"<title>{title}</title><guid>g{n}</guid>" for n, title in each))
        for each in documents
    ]
    assert news(bodies, slices=True) == news(bodies, slices=False)


def news(bodies: list[bytes], *, slices: bool) -> list[list[tuple[str, str]]]:
    """What each poll brings, as (guid, title)."""
    with TemporaryDirectory() as folder, Answers(Path(folder) / "feeds.db") as answers:
        return [
            [(entry.guid, entry.title) for entry in each.fresh]
            for each in run(bodies, answers, slices=slices)
        ]


class Whole(Timed):
    """Reads everything, always."""

    async def run(self, reader: object, source: object, document: Document) -> Parsed | Failure:
        return await super().run(read, SOURCE, structs.replace(document, known=frozenset()))


def run(
    bodies: list[bytes], answers: Answers, *, slices: bool = True, start: datetime = NOW
) -> list[Outcome]:
    """Polled one after the other, a quarter of an hour apart, each remembered."""
    client, worker = Given(), Timed() if slices else Whole()

    async def polls() -> list[Outcome]:
        found = []
        for number, body in enumerate(bodies):
            client.body = body
            tools = Tools(client, worker, answers)
            found.append(await poll(SOURCE, tools, start + number * QUARTER))
            keep(answers, found[-1])
        return found

    return asyncio.run(polls())


def cut(outcome: Outcome) -> int:
    assert isinstance(outcome.result, Parsed)
    return outcome.result.cut


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path / "feeds.db")


def test_the_next_document_is_read_in_part(answers: Answers) -> None:
    """Nine of ten are known; the count of the feed is that of all."""
    *_, last = run([numbered(10), numbered(10, first=2)], answers)
    assert (cut(last), last.state.entries) == (9, 10)
    assert [entry.guid for entry in last.fresh] == ["g11"]
    assert last.steps == ()


def test_a_long_feed_is_read_in_part_as_well(answers: Answers) -> None:
    """Of 700 entries the first 500 are kept, but all are known; it counts as many as before."""
    first, last = run([numbered(700), numbered(701, first=0)], answers)
    assert (len(first.fresh), cut(last)) == (500, 700)
    assert [entry.guid for entry in last.fresh] == ["g0"]
    assert last.state.entries == first.state.entries


def test_once_a_day_a_document_is_read_whole(answers: Answers) -> None:
    """So it is known which of the old entries are still in it, and no mistake lasts."""
    run([numbered(10)], answers)
    (last,) = run([numbered(10, first=2)], answers, start=NOW + timedelta(days=1))
    assert cut(last) == 0
    assert [entry.guid for entry in last.fresh] == ["g11"]


COMMENTED = rss("<title>A</title><guid>a</guid>").replace(
    b"</channel>", b"<!-- <item><title>B</title></item> --></channel>"
)


def test_a_feed_that_the_scan_misreads_is_read_whole_for_ever(answers: Answers) -> None:
    """An item in a comment is none: the counts differ."""
    first, *_, last = run([COMMENTED, numbered(3), numbered(4)], answers)
    assert first.state.unsliced
    assert last.state.unsliced
    assert cut(last) == 0
    assert answers.items(SOURCE.id) == b""


def test_a_damaged_document_is_read_whole_and_so_is_all_that_follows(answers: Answers) -> None:
    """As many entries as before, but no XML."""
    bad = numbered(4).replace(b"Story 4", b"Story <4")
    *_, broken, last = run([numbered(3), bad, numbered(5)], answers)
    assert (cut(broken), broken.state.unsliced) == (0, True)
    assert cut(last) == 0
    assert [entry.guid for entry in last.fresh] == ["g4", "g5"]  # one had been misread


def test_a_download_that_is_cut_off_ends_no_reading_in_part(answers: Answers) -> None:
    """Where it has told something new the next document is read whole, the one after it in part again."""
    bodies = [numbered(9), numbered(9)[:-400], numbered(10), numbered(11)]
    _, cut_off, whole, last = run(bodies, answers)
    assert isinstance(cut_off.result, Parsed)
    assert cut_off.result.broken
    assert not cut_off.state.unsliced
    assert cut(whole) == (0 if cut_off.fresh else 9)
    assert cut(last) == 10
    assert [entry.guid for entry in last.fresh] == ["g11"]


def test_a_first_download_that_is_cut_off_is_held_against_nobody(answers: Answers) -> None:
    """What is known then is nothing; the feed is read in part from its second good document on."""
    *_, last = run([numbered(9)[:-400], numbered(9), numbered(10)], answers)
    assert not last.state.unsliced
    assert cut(last) == 9


def test_rdf_is_read_in_part(answers: Answers) -> None:
    """Its items stand beside the channel."""
    known = slicing.split(whole(RSS_10).items)
    assert len(known) == 1
    assert partly(RSS_10, known).entries == ()
