"""Google News: whose an entry is, where it is, and how it becomes one story with the outlet's own."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from monitor.entries import Entry
from monitor.sources.google_news import GoogleNews, address_in
from monitor.stories.matching import Match, match
from monitor.topics import Source
from tests.sources.documents import NOW, rss
from tests.sources.kinds import parsed, source
from tests.stories.story_samples import known

OPAQUE = "https://news.google.com/rss/articles/CBMiwwFBVV95cUxQa2dqd043R002YmtMMzRmUTQ5?oc=5"
OLD = (
    "https://news.google.com/rss/articles/"
    "CBMiG2h0dHBzOi8vY29hc3QuZXhhbXBsZS9zdG9ybdIBAA?oc=5&hl=en-US"
)
TITLE = "Ferry service resumes after storm - the first in days"


def item(title: str, outlet: str, address: str, link: str = OPAQUE) -> str:
    return (
        f"<title>{title} - {outlet}</title><link>{link}</link><guid isPermaLink='false'>CBMi1</guid>"
        "<pubDate>Tue, 03 Jun 2025 06:30:00 GMT</pubDate>"
        "<description>&lt;ol&gt;&lt;li&gt;Nine drown off the pier&lt;/li&gt;&lt;/ol&gt;</description>"
        f"<source url='{address}'>{outlet}</source>"
    )


def found(**options: Any) -> Entry:
    body = rss(item(TITLE, "Harbour News", "https://www.harbour.example"))
    [entry] = parsed(source("google_news", **options), body).entries
    return entry


def matched(entry: Entry, *, hours: int = 1, **changes: object) -> Match:
    """What the outlet's own entry is to the one from Google News."""
    own = Entry(
        source="own",
        url="https://www.harbour.example/news/ferry-4711",
        guid="own-1",
        title=TITLE,
        site="Harbour",
        published=NOW - timedelta(days=1, hours=5, minutes=30) + timedelta(hours=hours),
        seen=NOW,
    )
    return match(structs.replace(own, **changes), [known(entry)])


def test_an_entry_is_its_outlets() -> None:
    """The outlet is the one that is named; its name is off the title, others' titles are gone."""
    entry = found()
    assert (entry.title, entry.site, entry.text) == (TITLE, "harbour.example", "")
    assert entry.url == OPAQUE


def test_it_becomes_one_story_with_the_outlets_own_entry() -> None:
    """Where the outlet is called as its own source calls it, the same title is the same story."""
    entry = found(outlets={"harbour.example": "Harbour"})
    assert entry.site == "Harbour"
    own = matched(entry)
    assert (own.kind, own.story) == ("revision", known(entry).story)
    assert own.why.startswith("same title")


def test_a_title_of_another_outlet_or_another_day_stays_apart() -> None:
    """A false merge loses a development."""
    entry = found(outlets={"harbour.example": "Harbour"})
    assert matched(entry, site="Coast Times").kind == "new"
    assert matched(entry, hours=72).kind == "new"
    assert matched(entry, title=TITLE.replace("first", "second")).kind == "new"
    assert matched(found()).kind == "new"


def test_outlets_are_called_as_their_own_sources_call_them() -> None:
    """By the host of these; what is said wins, and where two names are possible there is none."""
    own = [
        Source(id="a", address="https://rss.harbour.example/news", site="Harbour"),
        Source(id="b", address="https://www.coast.example/feed"),
        Source(id="c", address="https://feeds.bay.example/en", site="Bay"),
        Source(id="d", address="https://feeds.bay.example/es", site="Bahia"),
        Source(id="e", kind="command"),
        source("google_news", address="https://news.google.com/rss/search?q=boat"),
    ]
    made = source("google_news", outlets={"coast.example": "The Coast", "bay.test": "Bay"})
    assert GoogleNews().among(made, own).options == {
        "outlets": {
            "rss.harbour.example": "Harbour",
            "harbour.example": "Harbour",
            "coast.example": "The Coast",
            "bay.test": "Bay",
        }
    }


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (OLD, "https://coast.example/storm"),
        (OLD.replace("/rss/articles/", "/articles/"), "https://coast.example/storm"),
        (OPAQUE, ""),
        ("https://example.org/rss/articles/CBMiG2h0dHBzOi8vY29hc3QuZXhhbXBsZS9zdG9ybdIBAA", ""),
        ("https://news.google.com/rss/articles/" + "A" * 3_000, ""),
        ("https://news.google.com/rss/articles/____________________", ""),
        ("", ""),
    ],
)
def test_the_address_is_taken_out_of_links_that_hold_it(link: str, address: str) -> None:
    """Those of before 2024 do; nobody is asked about the others."""
    assert address_in(link) == address


def test_the_address_in_a_link_is_the_entrys() -> None:
    """Then it is the same story by its address alone."""
    body = rss(
        item(
            "Storm closes the port",
            "Coast Times",
            "https://coast.example",
            OLD.replace("&", "&amp;"),
        )
    )
    [entry] = parsed(source("google_news"), body).entries
    assert entry.url == "https://coast.example/storm"
