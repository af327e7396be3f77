"""No Python file speaks of what a topic is about: its names and its things stand in its own files only.

Looked at are the string literals of the program without docstrings and comments. A language pack may
show rules on sentences from the news, and its lexicon holds common words of its language ("ships",
"smugglers"); but no rule and no list of it names a person or a place of a topic.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor import registry
from monitor.config import load
from tests.scenario.following import CONFIG

MONITOR = CONFIG.parent / "monitor"
PACKS = MONITOR / "claims" / "packs"

THINGS = re.compile(
    r"(?i)\b(boats?|vessels?|speedboats?|submersibles?|lanchas?|embarcaci\w+|narco\w*|smuggl\w+|traffick\w+"
    r"|carriers?|wildfires?|blazes?|brush.fires?|incendios?|llamas)\b"
)
"""What the two topics are about, in both languages."""

OTHERS = {
    ("cli/claims.py", "vessels"): "the JSON of a tally always names this measure",
    ("stories/credits.py", "Agência Brasil"): "a news agency, whatever it writes about",
}
"""Literals that are names of something else, with the reason why they stand in code."""

SHORTEST = 4
"""Letters of a name: shorter ones ("Sea", "Sur") are words of many texts."""


def names() -> re.Pattern[str]:
    """Every capitalised word of a shipped topic's people and places."""
    words = {
        word
        for topic in load(CONFIG, CONFIG.parent / "state", deep=False).topics
        for forms in (*(person.names for person in topic.people.values()), *topic.places.values())
        for form in forms
        for word in re.findall(r"\w+", form)
        if word[0].isupper() and len(word) >= SHORTEST
    }
    assert {"Maduro", "Lahaina", "Maui", "Trump"} <= words
    return re.compile(rf"\b({'|'.join(sorted(words))})\b")


def literals(source: str) -> Iterator[str]:
    """The string literals of a file: no docstrings, and no comments of verbose expressions."""
    tree = ast.parse(source)
    documenting = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documenting
        ):
            yield re.sub(r"(?m)\s#.*$", "", node.value)


def spoken(source: str, words: re.Pattern[str], file: str = "") -> list[str]:
    """The words of a topic in the literals of a file, without names of something else."""
    return [
        found[0]
        for literal in literals(source)
        for found in words.finditer(literal)
        if (file, literal) not in OTHERS
    ]


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the program outside the packs, with its path below `monitor`."""
    for path in sorted(MONITOR.rglob("*.py")):
        if PACKS not in path.parents:
            yield path.relative_to(MONITOR).as_posix(), path


def test_no_module_speaks_of_a_topic() -> None:
    """Neither a person, a place nor a thing of the shipped topics is named in a literal."""
    people_and_places = names()
    files = dict(modules())
    assert len(files) > 50
    found = {
        file: words
        for file, path in files.items()
        if (
            words := [
                w
                for p in (people_and_places, THINGS)
                for w in spoken(path.read_text("utf-8"), p, file)
            ]
        )
    }
    assert found == {}


def test_every_exception_is_still_there() -> None:
    """A name that code no longer has is struck off the list."""
    files = dict(modules())
    for file, literal in OTHERS:
        assert literal in set(literals(files[file].read_text("utf-8")))


@pytest.mark.parametrize("lang", registry.names("claims.packs"))
def test_no_pack_names_a_person_or_a_place_of_a_topic(lang: str) -> None:
    """Rules speak of roles, and lists hold words of the language; only examples are from the news."""
    pack = registry.resolve("claims.packs", lang)
    parts = [
        *(rule.pattern for rule in (*pack.rules, *pack.contacts)),
        *(form for forms in pack.labels.values() for form in forms),
        *pack.sets.values(),
        *pack.marks.values(),
    ]
    words = names()
    assert [part for part in parts if words.search(part)] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('PATTERN = "the Lahaina fire"\n', ["Lahaina"]),
        ('def act(topic):\n    return f"{topic}: Maduro"\n', ["Maduro"]),
        ('KINDS = {"lancha": 1}\n', ["lancha"]),
        ('"""What the boats of the docstring are."""\n', []),
        ("# boats in a comment\nX = 1\n", []),
    ],
)
def test_a_seeded_word_is_found(source: str, said: list[str]) -> None:
    """In a literal, also of an f-string or a key; not in a docstring or a comment."""
    words = names()
    assert [*spoken(source, words), *spoken(source, THINGS)] == said
