"""What merges by address, guid and wording, what is told apart, and that neither depends on which came first."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.entries import Entry
from monitor.stories.matching import shared_wording
from tests.stories.story_samples import PATROL, VERDICT, against, entry, known, taken

WORDS = PATROL.split()
URL = "https://gazette.example/world/trawler-stopped-off-cape-1"


# --- one story ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        entry("Trawler stopped off the cape", PATROL, url=URL + "?utm_source=rss"),
        entry("Trawler stopped off the cape", PATROL, url=URL, source="gazette-world", hours=900),
        entry("Trawler stopped off the cape", PATROL, guid="g1", url="https://gazette.example/b-2"),
        entry("BREAKING: Trawler Stopped off the Cape", PATROL, url=URL),
        entry("Trawler stopped off the cape", "", url=URL),
        entry("", PATROL, url=URL),
    ],
)
def test_the_same_again_is_a_duplicate(again: Entry) -> None:
    """A known address or guid with nothing new in it is no event."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL, guid="g1")
    matched = against(again, first)
    assert (matched.kind, matched.story) == ("duplicate", known(first).story)


def test_an_old_guid_is_no_identity() -> None:
    """A guid counts for 30 days; then it may have been given again."""
    first = entry("Trawler stopped off the cape", PATROL, guid="17")
    other = "Judges weigh the flooded tunnel"
    assert against(entry(other, VERDICT, guid="17", hours=24 * 29), first).kind == "revision"
    assert against(entry(other, VERDICT, guid="17", hours=24 * 31), first).kind == "new"
    assert against(entry(other, VERDICT, guid="17", source="b", site="b"), first).kind == "new"


def test_one_address_for_several_texts_is_no_identity() -> None:
    """A feed that gives all its texts one address, each with its own guid, has many stories."""
    page = "https://gazette.example/live/harbor-2025"
    first = entry("Trawler stopped off the cape", PATROL, url=page, guid="block-1")
    second = entry("Judges weigh the flooded tunnel", VERDICT, url=page, guid="block-2")
    assert against(second, first).kind == "new"
    stories = {each.known.story for each in taken([first, second])}
    assert len(stories) == 2


def test_a_guid_that_counts_versions_is_no_second_id() -> None:
    """The address with a number behind it is the same text, rewritten."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL, guid=URL + "#0")
    later = entry("Crew brought ashore after a long chase", PATROL, url=URL, guid=URL + "#1")
    assert against(later, first).kind == "revision"


def test_a_new_slug_over_the_same_id() -> None:
    """The id in the path holds while the slug changes; not for a title about something else."""
    first = entry("Trawler stopped off cape", PATROL, url="https://e.example/stopped-1234567")
    moved = "https://e.example/chase-ends-1234567"
    assert against(entry("Trawler stopped off cape", PATROL, url=moved), first).kind == "duplicate"
    assert against(entry("Judges weigh tunnel", VERDICT, url=moved), first).kind == "new"


def test_a_moved_address_is_remembered() -> None:
    """The same title over the same text elsewhere is a revision that nobody needs to read."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL)
    moved = entry("Trawler stopped off the cape", PATROL, hours=30, url=URL.replace("-1", "-2"))
    matched = against(moved, first)
    assert (matched.kind, matched.material) == ("revision", False)
    outcome = taken([first, moved, moved, first])
    assert [len(each.events) for each in outcome] == [1, 1, 0, 0]


def test_an_edition_elsewhere_brings_its_address_and_no_words() -> None:
    """It takes neither words nor date with it: an update that follows at the first address counts."""
    first = entry("Strike on a boat off Clare kills four men", PATROL, url=URL)
    edition = entry("Strike on boat off Clare kills 4 men", PATROL, 20, url=URL + "/print")
    update = entry("Strike on a boat off Clare kills five men", PATROL, url=URL)
    moved, polled, updated = taken([first, edition, edition, update])[1:]
    assert (moved.match.kind, moved.known.title) == ("revision", first.title)
    assert polled.events == ()
    assert (updated.match.kind, updated.match.material) == ("revision", True)


# --- revisions ----------------------------------------------------------------------------------


def test_a_decision_tells_its_reason_and_how_alike() -> None:
    """What is recorded of a revision and of a copy says by which test, and how far from a perfect one."""
    title = "Rebels seize the northern harbor of Port Clare at dawn"
    longer = f"{title}, barely"
    assert against(entry(longer, PATROL, url=URL), entry(title, PATROL)).why == (
        "near title, 94% alike, at another address"
    )
    later = entry(title, PATROL.replace("nine", "ten"), url=URL)
    assert against(later, entry(title, PATROL, url=URL)).why == (
        "same address; a number or a status changed"
    )


def test_what_changes_places_has_changed() -> None:
    """Three dead and four hurt are not four dead and three hurt, and a title can be denied by its text."""
    first = entry("3 dead, 4 hurt in Tarn", PATROL, url=URL)
    assert against(entry("4 dead, 3 hurt in Tarn", PATROL, url=URL), first).material
    said = "It is not known when the trawler will leave the harbor."
    first = entry("Hale will meet the rebels", said, url=URL)
    assert against(entry("Hale will not meet the rebels", said, url=URL), first).material


def test_wording_is_not_material() -> None:
    """A better word in a known text is recorded and not read again."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL)
    polished = entry("Trawler halfway stopped", PATROL.replace("ashore", "to land"), url=URL)
    assert against(polished, first).material is False
    live = entry("Trawler stopped off", PATROL.replace("ashore", "to land"), url=URL + "/live/")
    assert against(live, entry("Trawler", PATROL, url=URL + "/live/")).material is True


@pytest.mark.parametrize(
    "text",
    [
        PATROL.replace("nine", "ten"),
        PATROL.replace("had stopped", "had not stopped"),
        PATROL.replace("the harbor office", "the harbor office on Monday"),
        PATROL.replace("harbor office", "former harbor office"),
        f"{PATROL} One of them has died.",
        " ".join((*WORDS[:20], *VERDICT.split())),
    ],
)
def test_news_in_a_known_text_is_material(text: str) -> None:
    """A number, a status word, or a third of the lead: it is read again."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL)
    later = entry("Trawler stopped off the cape", text, url=URL)
    matched = against(later, first)
    assert (matched.kind, matched.material) == ("revision", True)


def test_a_lead_written_anew_is_material() -> None:
    """Without a new number or status word, a third of its shingles is enough; a word is not."""
    old = "The museum keeps its old boats in a hall beside the canal where children paint them"
    plain = entry("Boats in the hall", old, url=URL)
    anew = "In a hall beside the canal children paint the boats which the museum keeps there"
    assert against(entry("Boats in the hall", anew, url=URL), plain).material is True
    touched = entry("Boats in the hall", old.replace("paint them", "love them"), url=URL)
    assert against(touched, plain).material is False
    bare = entry("Boats in the hall", url=URL)
    assert against(entry("Museum shows paintings", url=URL), bare).material is True


def test_a_shorter_summary_in_another_feed_takes_nothing_back() -> None:
    """What another feed leaves out is still said; the same feed may correct itself."""
    first = entry("Trawler stopped off the cape", PATROL, url=URL)
    short = " ".join(WORDS[:18])
    elsewhere = entry("Trawler stopped off the cape", short, url=URL, source="gazette-world")
    assert against(elsewhere, first).kind == "duplicate"
    corrected = entry("Trawler stopped off the cape", short, url=URL)
    assert against(corrected, first).material is True


# --- copies -------------------------------------------------------------------------------------


def elsewhere(text: str, name: str = "courier", hours: float = 1) -> Entry:
    """The text at another outlet, under another headline."""
    return entry(f"As told by the {name}", text, hours, site=f"{name}.example", source=name)


@pytest.mark.parametrize(
    "text",
    [
        PATROL,
        f"PORT CLARE (AP) — {PATROL}",
        f"{PATROL} {VERDICT}",
        " ".join(WORDS[:30]),
        " ".join((*WORDS[:24], "in an episode that nobody on shore had seen coming")),
    ],
)
def test_shared_wording_is_a_copy(text: str) -> None:
    """A lead that is another outlet's for a good part shares its lineage."""
    first = entry("Trawler stopped off the cape", PATROL)
    matched = against(elsewhere(text), first)
    assert (matched.kind, matched.story) == ("copy", known(first).story)
    assert matched.joins == (known(first).lineage,)
    assert 0.3 <= matched.score <= 1.0


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (VERDICT, 1),
        (PATROL, 73),
        (PATROL, -73),
        (PATROL.replace("300", "450").replace("nine", "six"), 1),
        (" ".join(WORDS[:11]), 1),
        (" ".join(WORDS[:12]), 1),
        (" ".join((*WORDS[:16], *VERDICT.replace("two ", "").split()[:44])), 1),
        (" ".join((*WORDS[:12], *VERDICT.split()[:12])), 1),
        (f'{VERDICT} "{PATROL}"', 1),
        ("", 1),
    ],
)
def test_what_is_no_copy(text: str, hours: float) -> None:
    """Other words, another week, other numbers, a formula, a quotation: two voices."""
    assert against(elsewhere(text, hours=hours), entry("Trawler stopped", PATROL)).kind == "new"


def test_a_bridge_joins_every_lineage() -> None:
    """A text that shares its wording with two others that are strangers names both."""
    first, second = entry("A", PATROL), elsewhere(VERDICT, "echo", 2)
    bridge = elsewhere(" ".join((*WORDS[:28], *VERDICT.split()[:32])), "herald", 3)
    matched = against(bridge, first, second)
    assert set(matched.joins) == {known(first).lineage, known(second).lineage}
    assert (
        matched.joins[0]
        == known(next(e for e in (first, second) if known(e).story == matched.story)).lineage
    )


SPANS = st.tuples(st.integers(0, len(WORDS)), st.integers(0, 60)).map(
    lambda span: " ".join(WORDS[span[0] : span[0] + span[1]])
)
TEXTS = st.lists(st.one_of(SPANS, st.just(VERDICT), st.just("4 of 20")), max_size=3).map(" ".join)


@given(TEXTS, TEXTS, st.integers(-80, 80))
def test_sharing_is_mutual(one: str, other: str, hours: int) -> None:
    """What A shares with B, B shares with A, whichever was published first."""
    first, second = entry("A", one), elsewhere(other, hours=hours)
    assert shared_wording(first, second) == shared_wording(second, first)
    assert against(first, second).kind == against(second, first).kind


def components(entries: tuple[Entry, ...]) -> set[frozenset[str]]:
    """Which outlets share a lineage in the end, when the entries arrive in this order."""
    groups: list[set[str]] = []
    for each in taken(entries):
        event = each.events[0]
        names = {each.known.lineage, each.known.story, *getattr(event, "joins", ())}
        touched = [group for group in groups if group & names]
        groups = [group for group in groups if not group & names]
        groups.append(names.union(*touched))
    story = {each.known.story: each.known.source for each in taken(entries)}
    return {frozenset(story[name] for name in group if name in story) for group in groups}


@settings(max_examples=25, deadline=timedelta(seconds=5))
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_lineages_do_not_depend_on_the_order(texts: list[str]) -> None:
    """Every order of arrival brings the same texts together."""
    entries = [elsewhere(text, f"outlet{n}", n) for n, text in enumerate(texts)]
    orders = {frozenset(components(order)) for order in itertools.permutations(entries)}
    assert len(orders) == 1


def test_a_chain_is_one_lineage_in_every_order() -> None:
    """A and C are strangers until B, which shares with both, arrives first, last or between."""
    middle = " ".join((*WORDS[:28], *VERDICT.split()[:32]))
    chain = [elsewhere(PATROL, "a"), elsewhere(middle, "b"), elsewhere(VERDICT, "c")]
    for order in itertools.permutations(chain):
        assert components(order) == {frozenset("abc")}
    assert components((chain[0], chain[2])) == {frozenset("a"), frozenset("c")}
