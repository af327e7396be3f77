"""Which texts are about a topic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import topics
from monitor.stories.gate import Gate, Group
from tests.stories.story_samples import entry

WORDS = {
    "actor": ("US", "U.S.", "coast guard", "estadounidense"),
    "target": ("boat", "narco*", "lancha*"),
    "act": ("strike", "ataque", "hit-and-run"),
    "sport": ("regatta",),
    "far": ("委内瑞拉", "катер"),
}


def gate(**fields: object) -> Gate:
    """The gate of a small topic."""
    given: dict[str, object] = {
        "id": "t",
        "title": "T",
        "words": WORDS,
        "gate": topics.Gate(any=(("actor", "target", "act"), ("far",)), none=("sport",)),
        "trackers": (),
        **fields,
    }
    return Gate(topics.Topic(**given))  # type: ignore[arg-type]  # the fields are named by the tests


@pytest.mark.parametrize(
    ("title", "text", "through"),
    [
        ("US strike on a boat", "", "actor+target+act"),
        ("Strike", "on a narcotics boat, said the U.S.", "actor+target+act"),
        ("ATAQUE ESTADOUNIDENSE", "contra una narcolancha", "actor+target+act"),
        ("Coast-guard strike", "Boat sunk", "actor+target+act"),
        ("The coast  guard’s strike on lanchas", "", "actor+target+act"),
        ("关于委内瑞拉的消息", "", "far"),
        ("Потоплен катер", "", "far"),
        ("They told us of a strike on a boat", "", None),
        ("US strike", "", None),
        ("US strikes boats", "", None),
        ("USA: lifeboat struck", "strike", None),
        ("US strike on a boat", "after the regatta", None),
        ("", "", None),
    ],
)
def test_what_is_let_in(title: str, text: str, through: str | None) -> None:
    """A word of each group of one combination, whole words, and none of the excluded ones."""
    assert gate().passes(entry(title, text)) == through


@pytest.mark.parametrize(
    ("day", "let_in"),
    [
        (date(2025, 8, 31), False),
        (date(2025, 9, 1), True),
        (date(2025, 11, 30), True),
        (date(2025, 12, 1), False),
    ],
)
def test_the_topic_s_days(day: date, let_in: bool) -> None:
    """Nothing published before its first or after its last day; both belong to it."""
    bounded = gate(since=date(2025, 9, 1), until=date(2025, 11, 30))
    assert bool(bounded.passes(entry("US strike on a boat", day=day))) is let_in


def test_without_a_date_the_day_of_sight_counts() -> None:
    """An undated text is as old as our sight of it."""
    undated = entry("US strike on a boat", published=None, day=None)
    assert gate(since=date(2025, 11, 16)).passes(undated)
    assert not gate(since=date(2025, 11, 17)).passes(undated)


def test_a_gate_without_combinations_is_shut() -> None:
    """No combination lets nothing in, and an empty group is never found."""
    nothing = gate(gate=topics.Gate(any=()))
    assert nothing.passes(entry("US strike on a boat")) is None
    assert not Group(()).found("US", "us")
    assert not Group(("", " ", "*")).found("a * b", "a * b")


def test_a_group_that_is_missing_is_a_mistake() -> None:
    """The name of a group that the topic does not have is an error, not silence."""
    with pytest.raises(KeyError):
        gate(gate=topics.Gate(any=(("actor", "weather"),)))


@given(st.text(max_size=15), st.text(max_size=30), st.text(max_size=30))
def test_any_word_is_found_where_it_stands(word: str, before: str, after: str) -> None:
    """Whatever the characters of a word, it is found between blanks and does not break the gate."""
    as_written = f"{before} {word} {after}"
    title = gate(words={"g": (word,)}, gate=topics.Gate(any=(("g",),)))
    outcome = title.passes(entry(as_written))
    if word.isascii() and word.strip("* -") and word.isalnum():
        assert outcome == "g"


@pytest.mark.parametrize(
    ("title", "fields", "misses"),
    [
        ("US strike on a boat", {}, []),
        ("A boat race", {}, []),
        ("US strike on land", {}, [("actor+target+act", "lacks", "target")]),
        ("US strike on a boat at the regatta", {}, [("actor+target+act", "has", "sport")]),
        ("US strike at the regatta", {}, []),
        ("US strike on a boat", {"since": date(2030, 1, 1)}, [("actor+target+act", "day", "")]),
        ("US strike", {"since": date(2030, 1, 1)}, []),
    ],
)
def test_what_all_but_passes_is_told_with_what_keeps_it_out(
    title: str, fields: dict[str, object], misses: list[tuple[str, str, str]]
) -> None:
    """One group of several that is missing, one that rules it out, or the day."""
    found = gate(**fields).misses(entry(title))
    assert [tuple(miss) for miss in found] == misses


def test_the_combination_with_the_most_groups_is_the_nearest() -> None:
    """Three of four words say more than one of two."""
    wide = topics.Gate(any=(("far", "act"), ("actor", "target", "act")))
    found = gate(gate=wide).misses(entry("US strike"))
    assert [miss.combination for miss in found] == ["actor+target+act", "far+act"]


@given(st.lists(st.sampled_from(["US", "boat", "strike", "regatta", "委内瑞拉"]), max_size=5))
def test_what_passes_misses_nothing(words: list[str]) -> None:
    """And what misses something does not pass."""
    text = entry(" ".join(words))
    assert not (gate().passes(text) and gate().misses(text))
