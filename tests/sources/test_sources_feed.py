"""What is read out of a feed: every format, and which of its words are believed."""

import gzip
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.net.decode import BODY_LIMIT
from monitor.sources import Failure, Parsed
from monitor.sources.raw import ENTRIES_LIMIT
from monitor.text import TEXT_LIMIT, TITLE_LIMIT, printable
from tests.sources.documents import (
    ATOM,
    JSON_FEED,
    NOW,
    PAGE,
    RSS_091,
    RSS_10,
    failure,
    numbered,
    outcome_of,
    parsed,
    rss,
)


def only(*parts: str) -> msgspec.Struct:
    return parsed(rss("<title>A</title>" + "".join(parts))).entries[0]


BAD_REFERENCES = ("&#xD800;", "&#xdfff;", "&#55296;", "&#x110000;", "&#99999999999999999999;")


@pytest.mark.parametrize("reference", BAD_REFERENCES)
def test_a_reference_that_names_no_letter_costs_a_letter(reference: str) -> None:
    """Not the entry and not the feed; in the guid and the address, too."""
    bad = f"<title>A {reference} b</title><guid>x{reference}</guid><description>c</description>"
    first, second = parsed(rss(bad, "<title>Good &#233;</title><guid>2</guid>")).entries
    assert first.title in {"A \ufffd b", "A b"}
    assert second.title == "Good \u00e9"
    assert first.guid.encode() != second.guid.encode()


@pytest.mark.parametrize("half", [rb"\ud83d", rb"\uDE00", rb"\uDE00\ud83d", rb"\\\ud800"])
def test_half_a_pair_in_a_json_feed_costs_a_letter(half: bytes) -> None:
    """A whole pair beside it stays what it is, and so does an escaped backslash."""
    title = rb"Pier \ud83d\ude00 " + half + rb" \\ud800 built"
    first, second = parsed(JSON_FEED.replace(b"Pier built", title), "application/json").entries
    assert first.title.startswith("Pier \U0001f600 ")
    assert "\ufffd" in first.title
    assert first.title.endswith("\\ud800 built")
    assert second.text == "No title here."


# --- formats ----------------------------------------------------------------------------------


def test_rss_091() -> None:
    """The oldest: no guid, no date."""
    (entry,) = parsed(RSS_091).entries
    assert (entry.title, entry.text) == ("Lighthouse lit", "The lamp burns again.")
    assert (entry.url, entry.guid) == ("http://example.org/light", "")
    assert (entry.published, entry.day, entry.seen) == (None, None, NOW)
    assert (entry.source, entry.site, entry.lang) == ("harbour", "example.org", "en")


def test_rss_10() -> None:
    """RDF, with the date and the author of Dublin Core."""
    (entry,) = parsed(RSS_10).entries
    assert (entry.title, entry.guid) == ("Bridge opens", "http://example.org/bridge")
    assert entry.credit == "Ann Lee"
    assert entry.published == datetime(2025, 6, 3, 6, 0, tzinfo=UTC)


def test_rss_20() -> None:
    """The usual one."""
    found = parsed(
        rss(
            "<title>A</title><link>https://example.org/a</link><guid>x1</guid>"
            "<pubDate>Tue, 03 Jun 2025 23:30:00 +0000</pubDate><author>d@e.f (Ann)</author>",
            head="<ttl>30</ttl>",
        )
    )
    (entry,) = found.entries
    assert (entry.url, entry.guid) == ("https://example.org/a", "x1")
    assert "Ann" in entry.credit
    assert (found.title, found.ttl, found.broken, found.warnings) == ("T", 1800, False, ())


def test_atom() -> None:
    """Relative links, markup in a title, several authors, the longer of summary and content."""
    (entry,) = parsed(ATOM).entries
    assert entry.title == "Tide rises & falls"
    assert entry.url == "https://www.example.org/news/tide"
    assert entry.guid == "tag:example.org,2025:1"
    assert entry.credit == "Ann Lee, Bo Chu"
    assert entry.text == "A long report."
    assert entry.published == datetime(2025, 6, 3, 22, 30, tzinfo=UTC)


def test_json_feed() -> None:
    """Numbers as ids, an address elsewhere, an entry without a title."""
    first, second = parsed(JSON_FEED, "application/feed+json").entries
    assert (first.guid, first.title, first.text) == ("7", "Pier built", "Of wood.")
    assert (first.credit, first.published) == ("Ann Lee", datetime(2025, 6, 3, 6, 0, tzinfo=UTC))
    assert (second.url, second.title, second.text) == (
        "https://example.net/8",
        "",
        "No title here.",
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"{", "broken"),
        (b'{"a": 1}', "not a feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 3}', "not a feed"),
        (b"\xef\xbb\xbf" + b'{"a": "' + b"\xff" * 9 + b'"}', "not a feed"),
        (b"[" * 100_000, "broken"),
        (b'{"a":' * 100_000, "broken"),
        (b"Just words.", "broken"),
        (b"<opml><body/></opml>", "not a feed"),
        (PAGE, "not a feed"),
        (numbered(3)[:90], "broken"),
    ],
)
def test_what_is_no_feed_is_a_failure(body: bytes, kind: str) -> None:
    """Nothing came out: that is never the same as "no news"."""
    assert failure(body).kind == kind


def test_a_feed_that_lies_packed_on_its_server_is_read() -> None:
    """A .xml.gz that is sent as it is; within bounds, and whole."""
    assert len(parsed(gzip.compress(numbered(3))).entries) == 3
    assert len(parsed(gzip.compress(JSON_FEED)).entries) == len(parsed(JSON_FEED).entries)
    bomb = outcome_of(gzip.compress(b" " * (BODY_LIMIT + 1)))
    assert isinstance(bomb, Failure)
    assert bomb.kind == "too large"
    half = outcome_of(gzip.compress(numbered(3))[:-30])
    assert isinstance(half, Failure)
    assert half.kind == "encoding"


def test_a_web_page_names_its_feed() -> None:
    """The sentence helps whoever has configured the page in place of the feed."""
    expected = "this is a web page, not a feed; it names a feed at https://www.example.org/rss.xml"
    assert failure(PAGE, "text/html").sentence == expected


def test_a_feed_without_entries_is_no_failure() -> None:
    """A well-formed empty channel is an answer."""
    assert parsed(rss()).entries == ()


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    """With the mark that more may have been in it."""
    found = parsed(numbered(4)[:-150])
    assert found.broken
    assert 1 <= len(found.entries) <= 4
    assert "damaged or cut off" in found.warnings[-1]


def test_a_wrong_content_type_or_encoding_does_not_hide_a_feed() -> None:
    """Feeds come as text/html, and in Latin-1 called UTF-8."""
    assert len(parsed(numbered(2), "text/html").entries) == 2
    latin = rss("<title>Caf\u00e9 closes</title>").decode().encode("latin-1")
    assert parsed(latin).entries[0].title.startswith("Caf")
    declared = rss("<title>Caf\u00e9</title>").replace(b"utf-8", b"us-ascii")
    assert (
        parsed(declared, "application/xml; charset=iso-8859-1").entries[0].title.startswith("Caf")
    )


def test_no_file_is_opened(tmp_path: object) -> None:
    """A document that is a path, or has an external entity, brings nothing in."""
    assert failure(b"/etc/hostname").kind == "broken"
    entity = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = rss("<title>A &x; B</title>").replace(b"?>", b"?>" + entity, 1)
    found = outcome_of(body)
    assert isinstance(found, Failure) or "root" not in found.entries[0].title


# --- links and ids ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parts", "url"),
    [
        ("<link>/a?b=1&amp;c=2</link>", "https://www.example.org/a?b=1&c=2"),
        ("<link>//example.net/a</link>", "https://example.net/a"),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>file:///etc/passwd</link>", ""),
        ("<link>http://[</link>", ""),
        ("<guid>https://example.org/a</guid>", "https://example.org/a"),
        ("<guid>5b1c-uuid</guid>", ""),
        ("<guid>tag:example.org,2025:1</guid>", ""),
        ("<guid isPermaLink='false'>https://example.org/a</guid>", ""),
        (f"<link>https://example.org/{'a' * 3_000}</link>", ""),
    ],
)
def test_only_web_addresses_are_links(parts: str, url: str) -> None:
    """Relative ones are made whole; a guid is one only when it is a whole address."""
    assert only(parts).url == url  # type: ignore[attr-defined]


def test_a_guid_that_several_entries_share_is_no_guid() -> None:
    """Where addresses tell the entries apart, it does not make one a change of another."""
    same = [f"<title>{n}</title><link>https://example.org/{n}</link><guid>g</guid>" for n in "ab"]
    assert [entry.guid for entry in parsed(rss(*same)).entries] == ["", ""]


def test_a_very_long_guid_is_kept_as_its_hash() -> None:
    """Two that differ at the end stay two."""
    long = [f"<title>A</title><guid isPermaLink='false'>{'x' * 900}{n}</guid>" for n in "ab"]
    first, second = parsed(rss(*long)).entries
    assert len(first.guid) == len(second.guid) == 32
    assert first.guid != second.guid


# --- text -------------------------------------------------------------------------------------


def test_an_aggregator_gives_the_publisher() -> None:
    """Site and title are those of the outlet, as in the entries of a news search."""
    (entry,) = parsed(
        rss(
            "<title>Ferry - late - Harbour Post</title>"
            "<source url='https://www.harbourpost.example'>Harbour Post</source>"
        )
    ).entries
    assert (entry.title, entry.site) == ("Ferry - late", "harbourpost.example")


def test_text_is_clean() -> None:
    """Markup, escapes and direction marks do not get in."""
    (entry,) = parsed(
        rss("<title>A&lt;script&gt;x()&lt;/script&gt; \u202eB\x9d2J</title><description>"
            "&lt;img src=x onerror=alert(1)&gt;5 &amp;lt; 6</description>")
    ).entries  # fmt: skip
    assert (entry.title, entry.text) == ("A B2J", "5 < 6")


def test_a_reference_without_end_costs_one_letter() -> None:
    """Not the feed, in which others write as well."""
    found = parsed(rss(f"<title>A &amp;#{'9' * 5_000}; B</title>", "<title>C</title>"))
    assert [entry.title for entry in found.entries] == ["A \ufffd B", "C"]


def test_text_has_an_end() -> None:
    """Titles, texts and the number of entries are bounded."""
    (entry,) = parsed(
        rss(f"<title>{'a' * 5_000}</title><description>{'b' * 50_000}</description>")
    ).entries
    assert (len(entry.title), len(entry.text)) == (TITLE_LIMIT, TEXT_LIMIT)
    found = parsed(numbered(ENTRIES_LIMIT + 20))
    assert len(found.entries) == ENTRIES_LIMIT
    assert found.entries[0].guid == "g1"
    assert found.warnings[0] == "only the newest 500 of 520 entries were taken"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://e.example/a b", "https://e.example/a%20b"),
        ("/a b?c=d e", "https://www.example.org/a%20b?c=d%20e"),
        ("https://e exa.example/", ""),
        ("some words", ""),
    ],
)
def test_a_blank_in_a_link_does_not_cost_the_link(link: str, url: str) -> None:
    """As browsers read it; what is no address does not become one."""
    (entry,) = parsed(rss(f"<title>A</title><link>{link}</link>")).entries
    assert entry.url == url


@pytest.mark.parametrize(
    "item",
    ['{"id": "1", "title": "A\tb"}', '{"id": "1", "title": "A b", "n": NaN},',
     '{"id": "1", "title": "A b", "x": ",]", },'],
)  # fmt: skip
def test_a_slip_in_a_json_feed_does_not_cost_the_feed(item: str) -> None:
    """A bare tab in a text, a number that is none, a comma too many; commas in texts stay."""
    body = f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{item}]}}'
    assert [entry.title for entry in parsed(body.encode()).entries] == ["A b"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", f"1{'0' * 400}", "9" * 5_000, "NaN"])
@pytest.mark.parametrize("field", ["id", "date_published", "size"])
def test_a_number_out_of_range_costs_its_field(field: str, number: str) -> None:
    """The entry that has it stays, and so does the rest of the feed."""
    rest = '"title": "Pier built"}, {"title": "Pier paid", "id": "2"}]}'
    feed = (
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"{field}": {number}, {rest}'
    )
    found = parsed(feed.encode())
    assert [(each.title, each.published) for each in found.entries] == [
        ("Pier built", None),
        ("Pier paid", None),
    ]


@pytest.mark.parametrize("encoding", ["undefined", "punycode"])
@pytest.mark.parametrize("content_type", ["application/xml", "application/xml; charset={}"])
def test_an_encoding_that_is_none_is_a_damaged_feed(encoding: str, content_type: str) -> None:
    """Python has names of encodings that read nothing: a feed that uses one is broken, no fault of ours."""
    body = numbered(2).replace(b'"utf-8"', f'"{encoding}"'.encode())
    found = failure(body, content_type.format(encoding))
    assert (found.kind, "encoding" in found.sentence) == ("broken", True)


@pytest.mark.parametrize("undated", [0, 7])
def test_the_newest_are_kept_of_a_feed_that_begins_with_the_oldest(undated: int) -> None:
    """In its own order; one without a date goes with the one before it, one of the future too."""
    items = []
    for n in range(ENTRIES_LIMIT + 20):
        days, hour = divmod(n, 24)
        at = f"{days + 1:02} May {2099 if n == 30 else 2025} {hour:02}:00:00 +0000"
        date = "" if n == undated else f"<pubDate>{at}</pubDate>"
        items.append(f"<title>Story {n}</title><guid>g{n}</guid>{date}")
    for found in (parsed(rss(*items)), parsed(rss(*reversed(items)))):
        told = [entry.guid for entry in found.entries]
        assert len(told) == ENTRIES_LIMIT
        assert {f"g{n}" for n in range(31, ENTRIES_LIMIT + 20)} <= {*told}
        assert told in (sorted(told, key=_number), sorted(told, key=_number, reverse=True))


def _number(guid: str) -> int:
    return int(guid[1:])


def test_an_entry_that_says_nothing_is_left_out() -> None:
    """With a warning; one that only has a text is named by its beginning."""
    found = parsed(rss("<guid>a</guid>", "<description>Only words.</description>"))
    assert [entry.title for entry in found.entries] == ["Only words."]
    assert "1 of 2 entries with neither title nor text: left out" in found.warnings


# --- dates ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "published", "day"),
    [
        ("Tue, 03 Jun 2025 23:30:00 GMT", "2025-06-03T23:30:00+00:00", "2025-06-04"),
        ("Tue, 03 Jun 2025 19:30:00 EDT", "2025-06-03T23:30:00+00:00", "2025-06-04"),
        ("Tue, 03 Jun 2025 08:00:00", "2025-06-03T06:00:00+00:00", "2025-06-03"),
        ("2025-06-03T08:00:00Z", "2025-06-03T08:00:00+00:00", "2025-06-03"),
        ("2025-06-03T08:00:00", "2025-06-03T06:00:00+00:00", "2025-06-03"),
        ("2025-06-03", "2025-06-03T12:00:00+00:00", "2025-06-03"),
        ("Tue,3 Jun 2025 8:05:5 GMT+9", "2025-06-02T23:05:05+00:00", "2025-06-03"),
        ("Ter, 03 Jun 2025 08:00:00 -0300", "2025-06-03T11:00:00+00:00", "2025-06-03"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24T22:42:40+00:00", "2018-09-25"),
        ("mié, 5 feb 2025 10:00:00 GMT", "2025-02-05T10:00:00+00:00", "2025-02-05"),
        ("dim., 03 août 2024 08:00:00 +0200", "2024-08-03T06:00:00+00:00", "2024-08-03"),
        ("Mi, 04 Dez 2024 08:00:00 +0100", "2024-12-04T07:00:00+00:00", "2024-12-04"),
        ("Tue, 03 Jun 2025", "2025-06-03T12:00:00+00:00", "2025-06-03"),
        ("Tue, 31 Dec 2024 23:59:60 +0000", "2025-01-01T00:00:00+00:00", "2025-01-01"),
        ("Tue, 03 Jun 2025 08:00:00 BST", "2025-06-03T06:00:00+00:00", "2025-06-03"),
        ("Tue, 03 Jun 2025 08:00:00 CEST", "2025-06-03T06:00:00+00:00", "2025-06-03"),
        ("Tue, 03 Jun 2025 08:00:00 VET", "2025-06-03T12:00:00+00:00", "2025-06-03"),
        ("Tue, 03 Jun 2025 08:00:00 JST", "2025-06-02T23:00:00+00:00", "2025-06-03"),
        ("Tue, 03 Jun 2025 08:00:00 UTC", "2025-06-03T08:00:00+00:00", "2025-06-03"),
        ("Wed, 04 Jun 2025 23:00:00 GMT", "2025-06-04T23:00:00+00:00", "2025-06-05"),
    ],
)
def test_dates_become_utc_with_the_day_over_there(written: str, published: str, day: str) -> None:
    """In Berlin it is two hours later; a date without a zone that is known is Berlin's; without an hour, noon."""
    (entry,) = parsed(rss(f"<title>A</title><pubDate>{written}</pubDate>")).entries
    assert entry.published == datetime.fromisoformat(published)
    assert entry.published.tzinfo is UTC
    assert entry.day == date.fromisoformat(day)
    assert entry.day_only == (":" not in written)


@pytest.mark.parametrize(
    ("written", "warning"),
    [
        ("Sun, 08 Jun 2025 08:00:00 GMT",
         "1 of 1 entries dated in the future: the dates were dropped"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "1 of 1 entries without a date that can be read"),
        ("2025", "1 of 1 entries without a date that can be read"),
        ("2025-06", "1 of 1 entries without a date that can be read"),
        ("yesterday", "1 of 1 entries without a date that can be read"),
        ("9" * 5_000, "1 of 1 entries without a date that can be read"),
        ("", "1 of 1 entries without a date that can be read"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_none(written: str, warning: str) -> None:
    """The entry stays, its date does not; a warning says so."""
    found = parsed(rss(f"<title>A</title><pubDate>{written}</pubDate>"))
    assert (found.entries[0].published, found.entries[0].day) == (None, None)
    assert found.warnings == (warning,)


def test_a_date_in_a_tag_of_small_letters_is_a_date() -> None:
    """`pubdate` is not of RSS; a newspaper writes it all the same."""
    (entry,) = parsed(
        rss("<title>A</title><pubdate>Tue,03 Jun 2025 8:00:00 GMT+9</pubdate>")
    ).entries
    assert entry.published == datetime(2025, 6, 2, 23, 0, tzinfo=UTC)


def test_a_prefix_that_nobody_declares_hides_no_entries() -> None:
    """After a declaration that is none and a comment before it."""
    feed = b"""<!-- by hand --><?xml?xml version="1.0"??><rss rss:version=2.0><rss:channel>
    <rss:item><rss:title>A</rss:title><rss:link>https://example.org/a</rss:link></rss:item>
    <rss:item><rss:title>B</rss:title><rss:link>https://example.org/b</rss:link></rss:item>
    </rss:channel></rss>"""
    assert [(each.title, each.url) for each in parsed(feed).entries] == [
        ("A", "https://example.org/a"),
        ("B", "https://example.org/b"),
    ]


@pytest.mark.parametrize(
    ("head", "wishes"),
    [
        ("<ttl>30</ttl>", (1_800, 0, (), ())),
        ("<ttl>99999</ttl>", (0, 0, (), ())),
        ("<skipHours><hour>24</hour><hour> 5 </hour><hour>99</hour></skipHours>",
         (0, 0, (0, 5), ())),
        ("<skipDays><day>Sunday</day><day>monday</day><day>Someday</day></skipDays>",
         (0, 0, (), (0, 6))),
        ("<skipHours><hour>1", (0, 0, (), ())),
        ("<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily"
         "</sy:updatePeriod><sy:updateFrequency "
         "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>4</sy:updateFrequency>",
         (0, 21_600, (), ())),
    ],
)  # fmt: skip
def test_a_feed_says_when_it_wants_to_be_asked(
    head: str, wishes: tuple[int, int, tuple[int, ...], tuple[int, ...]]
) -> None:
    """ttl in minutes, hours in UTC, days, and how often it is updated; nonsense is nothing."""
    found = outcome_of(rss("<title>A</title>", head=head))
    assert isinstance(found, Parsed)
    assert (found.ttl, found.update, found.skip_hours, found.skip_days) == wishes


# --- laws -------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: rss(f"<title>{text}</title>"))
)
def test_any_bytes_give_a_value(body: bytes) -> None:
    """Never an exception, and never text that is not clean."""
    found = outcome_of(body)
    assert isinstance(found, Parsed | Failure)
    if isinstance(found, Parsed):
        assert all(printable(entry.title).strip() == entry.title for entry in found.entries)


hostile = st.text(
    st.sampled_from(
        "a <>&;'\"/=-[]()\x00\x07\x08\t\n\r\x1b\x7f\x85\x9b\x9d\u00ad\u061c\u200b\u200d\u200e"
        "\u2028\u202e\u2066\u2069\ufeff\ufffe\U000e0041"
    ),
    max_size=30,
)
"""Letters that move a cursor, turn a line round, ring, hide, or end a line of the log."""


def escaped(text: str) -> str:
    """As numeric references: so they pass any parser that lets them."""
    return "".join(f"&#{ord(letter)};" for letter in text)


def shown(found: Parsed | Failure) -> list[str]:
    """All text that may get to a person."""
    if isinstance(found, Failure):
        return [found.sentence]
    texts = [found.title, *found.warnings]
    for entry in found.entries:
        texts += [entry.title, entry.text, entry.credit, entry.site, entry.guid, entry.url]
    return texts


@settings(deadline=None)
@given(hostile, st.sampled_from(["plain", "escaped", "damaged", "json"]))
def test_nothing_that_moves_a_terminal_gets_in(text: str, way: str) -> None:
    """Neither out of a good document nor out of a damaged one, in no field, no sentence, no warning."""
    if way == "json":
        item = {name: text for name in ("id", "url", "title", "content_text", "date_published")} | {
            "authors": [{"name": text}]
        }
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": text, "items": [item]}
        body = msgspec.json.encode(feed)
    else:
        written = text if way == "plain" else escaped(text)
        names = ("title", "link", "guid", "author", "description", "pubDate")
        item_ = "".join(f"<{name}>A{written}</{name}>" for name in names)
        item_ += f'<source url="http://a{written}">{written}</source>'
        body = rss(item_, head=f"<title>{written}</title><ttl>{written}</ttl>")
        body = body[:-20] if way == "damaged" else body
    for each in shown(outcome_of(body)):
        assert printable(each) == each
        assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) <= 0x9F for letter in each)
