"""The text of a page: whose page it is."""

import pytest

from monitor.sources.fulltext import same_site


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.bbc.co.uk/news/1", "https://amp.bbc.co.uk/news/1"),
        ("https://harbour-post.example/1", "https://www.harbour-post.example/1?x=2"),
        ("https://eltiempo.com/1", "https://m.eltiempo.com/1"),
        ("https://m.clarin.com.ar/1", "https://clarin.com.ar/1"),
        ("https://lemonde.fr/1", "https://www.lemonde.fr/1"),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/b"),
    ],
)
def test_an_outlets_hosts_are_one_site(one: str, other: str) -> None:
    """Whatever stands before the name that it has registered."""
    assert same_site(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.dailymail.co.uk/1", "https://www.bbc.co.uk/1"),
        ("https://www.clarin.com.ar/1", "https://consent.com.ar/1"),
        ("https://gov.uk/1", "https://bbc.co.uk/1"),
        ("https://a.org.au/1", "https://b.org.au/1"),
        ("https://harbour-post.example/1", "https://consent.example/1"),
        ("http://127.0.0.1/a", "http://10.1.0.1/a"),
    ],
)
def test_two_outlets_under_a_name_that_all_share_are_two(one: str, other: str) -> None:
    """A page that leads to the other is not the one that was announced."""
    assert not same_site(one, other)
