"""Lists of feeds: what is taken out of them, what is refused, what is written."""

import time

import pytest

from monitor.sources import opml
from monitor.sources.elements import Damaged

LIST = b"""<?xml version="1.0" encoding="utf-8"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="News"><outline title="World &amp; more" text="x">
<outline text="Harbour News" type="rss" xmlUrl="https://example.org/feed?a=1&amp;b=2" htmlUrl="https://example.org/"
 language="en-GB"/></outline>
<outline text="Twice" xmlUrl="https://example.org/feed?a=1&amp;b=2"/></outline>
<outline TEXT="Coast\x09Times" XMLURL=" https://coast.example/rss "/>
<outline text="evil" xmlUrl="exec:touch /tmp/owned"/>
<outline text="evil" xmlUrl="file:///etc/passwd"/>
<outline text="evil" xmlUrl="|cat /etc/passwd"/>
<outline text="evil" xmlUrl="javascript:alert(1)"/>
<outline text="folder only"/></body></opml>"""


def test_outlines_inside_each_other_are_feeds_in_folders() -> None:
    """Each address once, whatever the letters of the attributes' names."""
    harbour, coast = opml.read(LIST).feeds
    assert harbour == opml.Feed(
        title="Harbour News",
        address="https://example.org/feed?a=1&b=2",
        page="https://example.org/",
        lang="en",
        group="News / World & more",
    )
    assert (coast.title, coast.address, coast.group) == (
        "Coast Times",
        "https://coast.example/rss",
        "",
    )


def test_what_programs_write_wrong_is_understood() -> None:
    """A "&" that nobody has escaped, and addresses marked as a feed's in each of the usual ways."""
    written = (
        ("https://a.example/?b=1&c=2", "https://a.example/?b=1&c=2"),
        ("feed://b.example/rss", "http://b.example/rss"),
        ("feed:https://c.example/rss", "https://c.example/rss"),
        ("FEED://http://d.example/rss", "http://d.example/rss"),
    )
    outlines = "".join(f'<outline text="R&D &#233;" xmlUrl="{each}"/>' for each, _ in written)
    found = opml.read(f"<opml><body>{outlines}</body></opml>".encode())
    assert [feed.address for feed in found.feeds] == [address for _, address in written]
    assert {feed.title for feed in found.feeds} == {"R&D \u00e9"}
    assert opml.read(b'<opml><outline xmlUrl="feed:exec:true"/></opml>').feeds == ()


def test_only_addresses_of_the_web_come_through() -> None:
    """Other programs have run what such a list named."""
    assert opml.read(LIST).refused == (
        "exec:touch /tmp/owned",
        "file:///etc/passwd",
        "|cat /etc/passwd",
        "javascript:alert(1)",
    )


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no element found"),
        (b"not xml", "syntax error"),
        (b"<rss/>", "no OPML"),
        (LIST[:-20], "no element found|mismatched|unclosed"),
        (b"<opml>" + b"<outline>" * 200, "inside each other"),
        (b"<opml>" + b"<outline/>" * 400_001 + b"</opml>", "400,000 elements"),
        (b"<opml>" + b" " * (8 << 20) + b"</opml>", "bytes"),
        (b'<!DOCTYPE o [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "entities"),
        (b'<!DOCTYPE o [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><opml>&c;</opml>', "entities"),
        (b'<?xml version="1.0" encoding="klingon"?><opml/>', "encoding"),
    ],
    ids=lambda value: None if isinstance(value, str) else str(len(value)),
)
def test_a_hostile_list_is_refused_at_once(body: bytes, why: str) -> None:
    """Nothing is expanded, fetched, or read without end."""
    start = time.process_time()
    with pytest.raises(Damaged, match=why):
        opml.read(body)
    assert time.process_time() - start < 10


def test_many_feeds_are_bounded() -> None:
    """More than anybody follows."""
    outlines = (f'<outline xmlUrl="https://example.org/{n}"/>' for n in range(opml.FEEDS + 5))
    found = opml.read(f"<opml>{''.join(outlines)}</opml>".encode())
    assert len(found.feeds) == opml.FEEDS


def test_what_is_written_is_read_again() -> None:
    """Marks and quotes in titles and addresses stay what they are."""
    feed = opml.Feed(title='Pier "A" < 5 & more', address='https://example.org/?a="&b=<c>')
    written = opml.written("Mine & yours", [('Topic "x" < y', [feed])])
    [again] = opml.read(written.encode()).feeds
    assert (again.title, again.address, again.group) == (
        feed.title,
        feed.address,
        'Topic "x" < y',
    )
