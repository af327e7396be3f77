"""Reports that share a paragraph of background are two; copies that share their news are one."""

from __future__ import annotations

from itertools import combinations

import pytest

from monitor.entries import Entry
from monitor.stories.matching import shared_wording
from tests.stories.story_samples import against, entry

NEWS = (
    "The navy of Norland struck a speedboat east of Port Clare on Tuesday and killed three men, its admiral said.",
    "Two sailors were hurt when a helicopter of the Norland fleet made a hard landing on the carrier on Tuesday.",
    "Senators of both parties asked the ministry on Tuesday for the unedited video of an attack on survivors.",
    "A boat that Norland hit late on Wednesday off Tarn burned to the waterline, leaving four dead, it was said.",
    "The families of two fishermen from Clare filed a complaint on Wednesday before the commission of rights.",
    "Fishermen in Port Clare stay ashore since the attacks began, and the price of tuna has doubled, they say.",
)
BACKGROUND = (
    "The campaign that began in early September has killed at least 87 people in 22 known strikes. The government "
    "has defended the attacks as a needed step to stem the flow of drugs and says that it is in an armed conflict "
    "with cartels. It has given no proof that the boats carried drugs.",
    "Relations between the two countries have been tense since last year, when Norland recalled its envoy over a "
    "disputed election and closed its air space to the national airline. Talks in Clare ended without a result in "
    "the spring, and both sides have sent ships to the strait since then.",
)
MORE = (
    "Officials gave no further details and would not say when more would be known about it.",
    "It was not clear at first what the consequences of this would be for the region.",
)


def told(name: str, text: str, hours: float = 0, credit: str = "") -> Entry:
    """A report at an outlet of its own."""
    return entry(
        f"As told by {name}", text, hours, site=f"{name}.example", source=name, credit=credit
    )


@pytest.mark.parametrize("credit", ["", "AP"])
@pytest.mark.parametrize("background", BACKGROUND)
@pytest.mark.parametrize("pair", list(combinations(NEWS, 2)))
def test_a_shared_background_makes_no_copy(
    pair: tuple[str, str], background: str, credit: str
) -> None:
    """Two reports of one agency over the same paragraphs are two, with a sentence between or without."""
    first = told("echo", f"{pair[0]} {background}", credit=credit)
    assert against(told("herald", f"{pair[1]} {background}", 5, credit), first).kind == "new"
    longer = told("echo", f"{pair[0]} {MORE[0]} {background}", credit=credit)
    other = told("herald", f"{pair[1]} {MORE[1]} {background}", 5, credit)
    assert against(other, longer).kind == against(longer, other).kind == "new"


@pytest.mark.parametrize("background", BACKGROUND)
@pytest.mark.parametrize("news", NEWS)
def test_shared_news_make_a_copy(news: str, background: str) -> None:
    """Whole, cut, with an own sentence before it, or with the first words written anew."""
    first = told("echo", f"PORT CLARE (AP) — {news} {background}")
    anew = " ".join(("In news that came in late:", *news.split()[6:]))
    own = "Here is what is known so far and why it matters to readers."
    cut = " ".join(background.split()[:12])
    for text in (
        f"{news} {background}",
        f"{news} {cut}",
        f"{own} {news} {background}",
        f"{anew} {background}",
    ):
        again = told("herald", text, 3)
        assert against(again, first).kind == "copy"
        assert shared_wording(again, first) == shared_wording(first, again)


def test_a_later_version_over_the_same_background_is_of_the_lineage() -> None:
    """Written anew, it tells the same of the happening itself."""
    first = told("echo", f"{NEWS[0]} {BACKGROUND[0]}", credit="AP")
    later = (
        "Esperia protested after a strike of Norland's navy on a speedboat killed three men on Tuesday off Port "
        "Clare; the admiral in command said that they were armed."
    )
    again = told("herald", f"{later} {BACKGROUND[0]}", 5, "AP")
    assert against(again, first).kind == "copy"
