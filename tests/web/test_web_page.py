"""What the pages show, and that nothing from outside gets out of its place on them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from monitor.eventlog.sqlite import open_writer
from monitor.text import printable
from monitor.views.rebuild import open_or_rebuild
from monitor.web.markup import Markup, element, joined, outward
from monitor.web.quoting import marked, quotation
from tests.web import web_samples as samples
from tests.web.web_samples import Page, Seen

TOPIC = "/topics/boats"
PAGES = (
    "/",
    TOPIC,
    f"{TOPIC}/strikes/killed",
    f"{TOPIC}/strikes/set-aside",
    f"{TOPIC}/meeting/call.stage",
    f"{TOPIC}/troops/value",
    f"{TOPIC}/said/statements",
    f"{TOPIC}/nothing/here",
)


def text(page: str) -> str:
    return " ".join(" ".join(Seen(page).texts).split())


# --- what is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Boats & <people>",
        "1 of 2 sources is silent: mute.example. What only they report is missing here.",
        "18 killed, 3 strikes",
        "Reported totals reach 20: 2 killed more than the incidents below account for.",
        "What is missing lies in 6 to 13 Nov 2025.",
        "12 Nov 2025, pacific: 4 killed",
        "All 3 incidents",
        "meeting scheduled, call held",
        "took place 8 to 9 Nov 2025",
        "set for 1 to 2 Dec 2025 · place: qatar",
        "meeting no plans",
        "15,000 troops",
        "Speaker: threat (oil)",
        "the toll rises",
        "1 of 2 sources answer.",
        "15 Nov 2025 12:00 UTC to 15 Nov 2025 15:00 UTC",
        "Counted",
    ],
)
def test_the_page_tells_what_is_known(page: Page, said: str) -> None:
    """Figures, the gap, the last incident, stages, changes and silent sources stand on the page."""
    assert said in text(page.get("/").text)


def test_a_measure_may_be_called_missing(tmp_path: Path) -> None:
    """A topic names its measures as it likes: what is missing by the totals is told all the same."""
    boats = samples.topic()
    options = boats.trackers[0].options | {"others": ["missing"]}
    trackers = (structs.replace(boats.trackers[0], options=options), *boats.trackers[1:])
    only = structs.replace(boats, trackers=trackers)
    with samples.served(samples.build(tmp_path, [only]), only) as page:
        shown = text(page.get("/").text)
    assert "0 missing" in shown
    assert "What is missing lies in 6 to 13 Nov 2025." in shown


def test_what_follows_from_a_told_change_is_left_out(page: Page) -> None:
    """Developments below a notice are not on the page."""
    assert "only a figure" not in page.get("/").text


def test_a_figure_leads_to_every_quote_behind_it(page: Page) -> None:
    """The page behind a figure holds a quote for each claim, its number marked, with its address."""
    shown = page.get(f"{TOPIC}/strikes/killed").text
    answer = page.get(f"{TOPIC}/strikes.json").body
    behind = json.loads(answer)["because"]["killed"]
    assert shown.count("<blockquote") == len(behind)
    assert "<mark>at least 20</mark> killed" in shown
    assert 'href="https://site1.example/story"' in shown


def test_an_incident_has_its_own_page(page: Page) -> None:
    """The claims of an incident, and no others, are behind its name."""
    links = [link for link in Seen(page.get("/").text).values("href") if "/INC-251105" in link]
    shown = page.get(links[0]).text
    assert shown.count("<blockquote") == 2
    assert "killed <mark>3</mark>" in shown


def test_every_link_of_ours_leads_somewhere(page: Page) -> None:
    """Addresses of our own answer, and places in the page are in it."""
    seen = Seen(page.get("/").text)
    ids = set(seen.values("id"))
    ours = {link for link in seen.values("href") if link.startswith(("/", "#"))}
    assert len(ours) > 15
    for link in ours:
        path, _, place = link.partition("#")
        assert place in ids if not path else page.get(path).status == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_well_formed(page: Page, path: str) -> None:
    """Each page is also XML: every element is closed, every attribute quoted; ids occur once."""
    shown = page.get(path).text
    assert ET.fromstring(shown.removeprefix("<!DOCTYPE html>")).tag == "html"
    ids = Seen(shown).values("id")
    assert len(ids) == len(set(ids))


def test_several_topics_have_a_list(tmp_path: Path) -> None:
    """With more than one topic the first page lists them; a disabled one is not served."""
    first, second = samples.topic("boats"), samples.topic("storm", "The storm")
    off = structs.replace(samples.topic("off", "Switched off"), enabled=False)
    samples.build(tmp_path, [first, second, off])
    with samples.served(tmp_path, first, second, off) as page:
        shown = page.get("/").text
        assert {"/topics/boats", "/topics/storm"} <= set(Seen(shown).values("href"))
        assert "Switched off" not in shown
        assert page.get("/topics/off").status == 404


def test_nothing_known_is_a_page_as_well(tmp_path: Path) -> None:
    """Before the first story every section says that there is nothing."""
    only = samples.topic()
    with open_writer(tmp_path / "log.db") as log:
        open_or_rebuild(log, [only], tmp_path / "views.db").views.close()
    with samples.served(tmp_path, only) as page:
        shown = page.get("/")
    assert shown.status == 200
    assert "nothing reported" in shown.text
    assert "0 killed, 0 strikes" in text(shown.text)


# --- what is not ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Every text that can come from outside is an attack."""
    state = tmp_path_factory.mktemp("hostile")
    evil = samples.topic(title=samples.HOSTILE)
    texts = {"text": samples.HOSTILE, "speaker": samples.HOSTILE, "url": samples.LURE}
    samples.build(state, [evil], [*samples.ordinary(**texts), *samples.health(samples.HOSTILE)])
    with samples.served(state, evil) as page:
        yield page


@pytest.mark.parametrize("path", [*PAGES, f"/{quote(samples.HOSTILE)}"])
def test_hostile_text_is_only_text(hostile: Page, path: str) -> None:
    """Markup, control and bidi characters and script addresses from outside have no effect."""
    shown = hostile.get(path).text
    assert samples.dangers(shown) == []
    assert samples.SCRIPT not in shown
    assert samples.LURE not in Seen(shown).values("href")


def test_hostile_text_can_still_be_read(hostile: Page) -> None:
    """What was attacked with stands there as it was written, without what cannot be seen."""
    assert printable(samples.HOSTILE) in text(hostile.get("/").text)


@pytest.mark.parametrize(
    "seeded",
    [
        samples.SCRIPT,
        "<p onclick='x'>",
        f"<a href='{samples.LURE}'>x</a>",
        "<p>\u202ex</p>",
        "<p>\x1bx</p>",
    ],
)
def test_the_check_for_dangers_sees_them(seeded: str) -> None:
    """A page that is not escaped would not pass."""
    assert samples.dangers(f"<html><body>{seeded}</body></html>")


@given(st.text(), st.text())
def test_an_element_gives_back_what_it_was_given(inner: str, value: str) -> None:
    """Any text in an element or an attribute is read as that text, on one line."""
    (found,) = ET.fromstring(element("a", element("b", inner, title=value)))
    assert (found.text or "") == printable(inner)
    assert found.get("title") == printable(value)


@given(st.text(max_size=30), st.lists(st.text(max_size=4), max_size=3))
def test_marking_words_changes_no_text(quote: str, words: list[str]) -> None:
    """However words overlap, the quote can be read as it was said."""
    shown = ET.fromstring(element("q", marked(quote, words)))
    plain = "".join(shown.itertext())
    assert plain.replace(" ", "") == printable(quote).replace(" ", "")


@pytest.mark.parametrize(
    "address", [samples.LURE, "data:text/html,x", "//evil.example", "", "ftp://x/"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    """Another scheme is no link, only its text."""
    assert outward(address, "x") == "<span>x</span>"


def test_a_link_gives_no_password_away() -> None:
    """The page may be public; an address with a password is a source's own affair."""
    assert "secret" not in outward("https://me:secret@example.org/feed", "x")
    assert 'href="https://example.org/feed"' in outward("https://me:secret@example.org/feed", "x")


@pytest.mark.parametrize(
    ("pack", "note", "shown"),
    [("model/1+en/1", "", True), ("model/1+en/1", "why", False), ("en/1", "", False)],
)
def test_a_quote_that_a_model_has_read_says_so(pack: str, note: str, shown: bool) -> None:
    """Unless a note of ours says what there is to say."""
    who = {"speaker": None, "kind": None, "via": None}
    told = {
        "quote": "two dead",
        "attribution": who,
        "assertion": "asserted",
        "url": "",
        "site": "a",
    }
    found = str(quotation({**told, "pack": pack, "published": None, "day": None}, note=note))
    assert ("read by a model" in found) == shown


def test_markup_stands_as_it_is_and_text_does_not() -> None:
    """What has been escaped is not escaped again."""
    assert joined(Markup("<b>1</b>"), "<", None, [2, "&"]) == "<b>1</b>&lt;2&amp;"


def test_what_a_person_has_corrected_stands_beside_what_was_read() -> None:
    """Both numbers, who, when and why; a reason is text, whatever is in it."""
    made = {
        "id": "c1",
        "kind": "corrected",
        "counts": {"killed": {"min": 4, "max": None}},
        "who": "ann",
        "why": "<b>misread</b>",
        "at": "2025-11-16T12:00:00Z",
    }
    claim = {
        "quote": "three were killed",
        "counts": {"killed": {"min": 3, "max": 3, "words": ["three"]}},
        "attribution": {"speaker": "", "via": None, "kind": "unknown"},
        "assertion": "asserted",
        "url": "",
        "site": "a.example",
        "published": "2025-11-15T12:00:00Z",
        "corrections": [made, {**made, "kind": "retracted"}],
    }
    shown = str(quotation(claim))
    said = "killed 3 corrected to killed 4+ by ann, 16 Nov 2025: &lt;b&gt;misread&lt;/b&gt;"
    assert shown.count("by ann") == 1
    assert said in shown
