"""Canonical addresses: variants of one page meet, pages of several texts have no key."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.stories.addresses import address_key, live, name_two, outlet, path_day, path_id

PAGE = "gazette.example/world/harbor-raid-90210"


@pytest.mark.parametrize(
    "url",
    [
        "https://gazette.example/world/harbor-raid-90210",
        "http://www.gazette.example/world/harbor-raid-90210/",
        "HTTPS://WWW2.Gazette.Example:443/world//harbor-raid-90210#comments",
        "https://m.gazette.example/world/harbor-raid-90210?utm_source=rss&utm_medium=feed",
        "https://amp.gazette.example/world/harbor-raid-90210/amp/",
        "https://mobile.gazette.example/world/harbor-raid-90210/amphtml?outputType=amp",
        "https://gazette.example/world/harbor-raid-90210/index.html",
        "https://gazette.example/world/harbor-raid-90210?at_medium=RSS&at_campaign=KARANGA",
        "https://gazette.example/world/harbor-raid-90210?cmpid=x&fbclid=y&ref=home&oc=5",
        "https://gazette.example/world/harbor%2Draid-90210",
        "https://www.google.com/url?q=https://gazette.example/world/harbor-raid-90210&sa=U",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fgazette.example%2Fworld%2Fharbor-raid-90210",
        "http://feedproxy.google.com/~r/gz/~3/abc/http://gazette.example/world/harbor-raid-90210",
        "https://www.google.com/amp/s/www.gazette.example/world/harbor-raid-90210",
        "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/world/harbor-raid-90210?amp=1",
        "gazette.example/world/harbor-raid-90210",
    ],
)
def test_variants_of_an_address_have_one_key(url: str) -> None:
    """What counts clicks, chooses a rendering or only forwards does not change the key."""
    assert address_key(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/?p=12", "https://e.example/?p=13"),
        ("https://e.example/news.php?nid=1", "https://e.example/news.php?nid=2"),
        ("https://e.example/view?eid=3&cid=10001", "https://e.example/view?eid=3&cid=10002"),
        ("https://e.example/show?ref=4711", "https://e.example/show?ref=4712"),
        ("https://e.example/watch?v=aB1", "https://e.example/watch?v=ab1"),
        ("https://a.example/x-1", "https://b.example/x-1"),
        ("https://e.example/a-1.html", "https://e.example/a-1.htm"),
    ],
)
def test_what_names_a_text_stays(one: str, other: str) -> None:
    """Unknown parameters, and numbers in known ones, tell two texts apart."""
    assert address_key(one) != address_key(other)
    assert address_key(one)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://gazette.example",
        "https://gazette.example/?utm_source=rss",
        "https://gazette.example/index.html",
        "https://gazette.example/?lang=es",
        "https://gazette.example/world/",
        "https://gazette.example/news/americas",
        "mailto:desk@gazette.example",
        "javascript:alert(1)",
        "https://[broken",
        "no address",
    ],
)
def test_a_page_of_many_texts_is_no_identity(url: str) -> None:
    """Homes, sections and what is no web address have no key."""
    assert address_key(url) == ""


def test_the_order_of_parameters_does_not_count() -> None:
    """Parameters are sorted."""
    assert address_key("https://e.example/a?b=1&c=2") == address_key("https://e.example/a?c=2&b=1")


URLS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "", "HTTPS://", "https:/", "https://https://"]),
    st.sampled_from(["www.", "m.", "amp.", "www.m.", "edition.", ""]).flatmap(
        lambda prefix: st.sampled_from(
            ["e.example", "cnn.com", "www.com", "E.Example:80", "l"]
        ).map(lambda host: prefix + host)
    ),
    st.text(st.sampled_from("/amphtml.index-19%25 &=?#é;+~"), max_size=30).map("/".__add__),
    st.one_of(st.just(""), st.text(max_size=20).map("?a=".__add__)),
)


@given(st.one_of(URLS, st.text(max_size=60)))
@example("https://e.example/amp/amp-123456.amp.html/index.html//")
@example("https://www.google.com/url?q=https://www.google.com/url?q=https://e.example/a-1")
def test_the_key_of_a_key_is_the_key(url: str) -> None:
    """Making a key again changes nothing."""
    assert address_key(address_key(url)) == address_key(url)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://e.example/man-18-hurt-13274095", ("e.example", "13274095")),
        ("https://www.e.example/2025/11/16/nx-s1-5609384/raid", ("e.example", "5609384")),
        ("https://e.example/a/art43600621-harbor", ("e.example", "art43600621")),
        ("https://e.example/articles/c8j2wqxpm4lo", ("e.example", "c8j2wqxpm4lo")),
        ("https://e.example/x/" + "0123abcd" * 4, ("e.example", "0123abcd" * 4)),
        (
            "https://e.example/a/5f0c1b1e-9d5b-4a54-8a0e-2f1f4f3d9a77",
            ("e.example", "5f0c1b1e-9d5b-4a54-8a0e-2f1f4f3d9a77"),
        ),
        ("https://e.example/1000001/then-2000002", ("e.example", "2000002")),
        ("https://e.example/20251116/harbor-raid", None),
        ("https://e.example/harbor-raid-catastrophic", None),
        ("https://e.example/articles/catastrophic", None),
        ("https://e.example/raid-12345", None),
        ("https://e.example/", None),
    ],
)
def test_the_id_in_a_path(url: str, place: tuple[str, str] | None) -> None:
    """The last long number, UUID or short code in the path; never a date or a word."""
    assert path_id(url) == place


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("https://e.example/a-1000001", "https://e.example/b-1000002", True),
        ("https://e.example/a-1000001", "https://e.example/b-1000001", False),
        ("https://e.example/2025/11/15/a", "https://e.example/2025/11/16/a", True),
        ("https://e.example/rates-48211", "https://e.example/rates-48290", True),
        ("https://e.example/rates-1", "https://e.example/rates-2", False),
        ("https://e.example/a-48211", "https://e.example/b-48290", False),
        ("https://e.example/watch?v=aB1", "https://e.example/watch?v=xY2", True),
        ("https://e.example/news.php?id=12", "https://e.example/news.php?id=13", True),
        ("https://e.example/a?id=12", "https://e.example/a?id=12&from=feed", False),
        ("https://e.example/a", "", False),
    ],
)
def test_two_texts_by_their_addresses(one: str, other: str, two: bool) -> None:
    """Another id, another day, another number in the same words, another value asked for: two texts."""
    assert name_two(one, other) == name_two(other, one) == two


def test_days_and_live_pages_are_seen_in_the_address() -> None:
    """The day in a path is read in its usual spellings; live pages are known by their path."""
    assert path_day("https://e.example/2025/11/6/raid") == "2025-11-06"
    assert path_day("https://e.example/20251106/raid") == "2025-11-06"
    assert path_day("https://e.example/raid-2025") == ""
    assert live("https://e.example/world/live/2025/nov/16/raid")
    assert live("https://e.example/news/raid-live-updates-1")
    assert not live("https://e.example/news/oliver-lives-on-1")


def test_who_publishes() -> None:
    """The site, else the host, else the source; prefixes of a host do not count."""
    assert outlet("Gazette.Example", "https://other.example/a-1", "s") == "gazette.example"
    assert outlet("", "https://edition.cnn.com/a-1", "s") == "cnn.com"
    assert outlet("www.gazette.example", "", "s") == "gazette.example"
    assert outlet("", "", "s") == "s"
