"""Pages whose text changes: what is said anew takes the old back, what is only put there does not."""

from __future__ import annotations

import pytest

from monitor.stories.addresses import page_key
from tests.stories.story_samples import PATROL, VERDICT, against, entry, known, taken

ARTICLE = "https://gazette.example/world/trawler-stopped-1"
LIVE = ["https://gazette.example/live", "https://gazette.example/live/harbor-2025"]
TITLE = "Trawler stopped off the northern cape"


@pytest.mark.parametrize("url", [ARTICLE, *LIVE])
def test_a_new_toll_at_one_address_is_a_revision(url: str) -> None:
    """The old number is taken back, also at a page that looks like a section."""
    first = entry(f"{TITLE}, nine held", PATROL, url=url)
    later = entry(f"{TITLE}, ten held", PATROL.replace("nine", "ten"), 2, url=url)
    matched = against(later, first)
    assert (matched.kind, matched.material) == ("revision", True)
    assert matched.story == known(first).story
    assert taken([first, later, later])[2].match.kind == "duplicate"


@pytest.mark.parametrize("url", LIVE)
def test_another_text_at_a_live_page_takes_nothing_back(url: str) -> None:
    """Other words under the same title, or the same words about another day, are another story."""
    first = entry(TITLE, PATROL, url=url)
    other = entry(TITLE, VERDICT, 2, url=url)
    assert against(other, first).kind == "new"
    assert taken([first, other, other])[2].match.kind == "duplicate"
    next_day = entry(TITLE, PATROL.replace("Sunday", "Monday"), 24, url=url)
    assert against(next_day, first).kind == "new"


def test_an_entry_put_above_the_old_one_is_a_revision() -> None:
    """A live page that still says what it said is read again as a whole."""
    first = entry(TITLE, PATROL, url=LIVE[1])
    above = " ".join(VERDICT.split()[:30])
    assert against(entry(TITLE, f"{above}. {PATROL}", 2, url=LIVE[1]), first).kind == "revision"


def test_an_article_is_one_text_whatever_it_says() -> None:
    """The address of an article is enough: it may be written anew, about another day too."""
    first = entry(TITLE, PATROL, url=ARTICLE)
    for text in (VERDICT, PATROL.replace("Sunday", "Monday").replace("nine", "ten")):
        assert (
            against(entry("Judges weigh the tunnel", text, 24, url=ARTICLE), first).kind
            == "revision"
        )


def test_a_page_of_many_texts_needs_the_outlet_and_the_days() -> None:
    """Another outlet, another guid, or three days later: what stands there is another text."""
    url, later = LIVE[0], PATROL.replace("nine", "ten")
    first = entry("Nine held", PATROL, url=url, guid="a")
    assert against(entry("Ten held", later, 71, url=url), first).kind == "revision"
    assert against(entry("Ten held", later, 73, url=url), first).kind == "new"
    assert against(entry("Ten held", later, 2, url=url, guid="b"), first).kind == "new"
    elsewhere = entry("Ten held", later, 2, url=url, site="courier.example", source="courier")
    assert against(elsewhere, first).kind == "new"


def test_a_page_without_a_text_is_known_by_its_title() -> None:
    """A number may be another; a heading of two words says nothing."""
    first = entry("Nine sailors held after chase off cape", url=LIVE[0])
    assert against(
        entry("Ten sailors held after chase off cape", hours=2, url=LIVE[0]), first
    ).kind == ("revision")
    assert against(entry("Judges weigh flooded tunnel", hours=2, url=LIVE[0]), first).kind == "new"
    short = entry("Latest news", "Nine held.", url=LIVE[0])
    assert against(entry("Latest news", "Two hurt.", 2, url=LIVE[0]), short).kind == "new"
    assert against(entry("Latest news", "Nine held.", 2, url=LIVE[0]), short).kind == "duplicate"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.gazette.example/live?utm_source=x", "gazette.example/live"),
        ("https://gazette.example/world/latest/", "gazette.example/world/latest"),
        (ARTICLE, ""),
        ("https://gazette.example/", ""),
        ("https://gazette.example/es", ""),
        ("https://gazette.example/rss", ""),
        ("https://gazette.example/world/feed", ""),
        ("", ""),
    ],
)
def test_front_pages_and_feeds_are_no_pages(url: str, key: str) -> None:
    """They stand for no text, not even for a changing one."""
    assert page_key(url) == key


@pytest.mark.parametrize("url", [ARTICLE, LIVE[0]])
def test_an_earlier_version_takes_nothing_back(url: str) -> None:
    """Versions read a second time, or the newest first, end with what was said last."""
    first = entry(TITLE, PATROL, url=url)
    later = entry(TITLE, PATROL.replace("nine", "ten"), 2, url=url)
    kinds = [each.match.kind for each in taken([first, later, first, later])]
    assert kinds == ["new", "revision", "duplicate", "duplicate"]
    assert against(first, later).kind == "duplicate"
