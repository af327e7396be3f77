"""Every language pack against its own examples, and every fault shown to be seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import msgspec
import pytest

import monitor.claims
from monitor.claims.counting import PRECEDENCE, CountingRules
from monitor.claims.language import Pack, Rule
from monitor.claims.lexicon import SPECIAL
from monitor.claims.patterns import Sieve, compiled, labels_of, needed
from monitor.claims.reading import Context, text_of
from monitor.claims.sentences import prepare
from monitor.entries import Story
from monitor.registry import names, resolve
from monitor.topics import Gate, Person, Topic, Tracker

DAY = date(2025, 11, 28)
LANGS = names("claims.packs")
ROLES = {"EVENT", "OBJECT", "HIT", "A", "B", "SIDE"}
"""Labels that a tracker binds to word groups."""
FORMS = {*SPECIAL, "PLACE", "PERSON", "OUTLET"}
"""Labels that are given by form or by the topic."""
CONTACTS = Tracker(
    id="talks", kind="status", title="Talks", reader="contacts",
    read={"sides": [["one"], ["other"]], "parties": ["Trump", "Maduro"]},
)  # fmt: skip
TOPIC = Topic(
    id="examples",
    title="What the examples of the packs speak of",
    langs=LANGS,
    words={
        "happening": ("strike", "strikes", "attack*", "raid", "ataque*", "bombardeo*"),
        "target": ("boat*", "vessel*", "lancha*", "embarcación", "embarcaciones", "barco*"),
        "one": ("Trump", "White House", "Casa Blanca"),
        "other": ("Maduro", "Caracas"),
    },
    places={"ankara": ("Ankara",), "doha": ("Doha",)},
    people={"Trump": Person(names=("Trump",)), "Maduro": Person(names=("Maduro",))},
    gate=Gate(any=(("happening",),)),
    trackers=(CONTACTS,),
)

Check = Callable[[Pack], list[str]]


@cache
def context(lang: str) -> Context:
    """The topic in a language; the labels are the shipped pack's, whatever rules are tried on them."""
    return Context(TOPIC, resolve("claims.packs", lang))


# --- the checks -------------------------------------------------------------------------------


def counting_faults(pack: Pack) -> list[str]:
    """Examples of counting rules in which the rule does not find what it should."""
    ready = context(pack.lang)
    roles = ready.sets({"EVENT": ("happening",), "OBJECT": ("target",), "HIT": ("happening",)})
    sets = {**roles, **pack.sets}
    found = []
    for rule in pack.rules:
        rules = CountingRules((rule,), ready.lexicon, sets)
        for example in (*rule.ok, *rule.no):
            text, _, want = example.partition(" => ")
            got = [
                str(find.count.min)
                if find.count.exact
                else f"{find.count.min}..{find.count.max or ''}"
                for sentence in prepare(text, "text", ready.lens, DAY)
                for find in rules.finds(sentence)
            ]
            if got != ([want] if want else []) or bool(want) != (example in rule.ok):
                found.append(f"{rule.id}: {text!r} gives {got}")
    return found


def contact_faults(pack: Pack) -> list[str]:
    """Examples of contact rules that are read as another stage, or read at all."""
    ready = context(pack.lang)
    reader = resolve("claims.readers", "contacts").compile(CONTACTS, ready)
    sets = {**pack.sets, **ready.sets({"A": ("one",), "B": ("other",), "SIDE": ("one", "other")})}
    found = []
    for rule in pack.contacts:
        needs = needed(rule.pattern, ready.lexicon, sets)
        reader.rules = Sieve([((rule, compiled(rule.pattern, ready.lexicon, sets)), needs)])
        for example in (*rule.ok, *rule.no):
            claims = reader.read(text_of(story(example, pack.lang), ready))
            got = [f"{claim.episode} {claim.stage}" for claim in claims]
            if got != ([rule.says] if example in rule.ok else []):
                found.append(f"{rule.id}: {example!r} gives {got}")
    return found


def story(text: str, lang: str) -> Story:
    at = datetime(2025, 11, 28, 12, tzinfo=UTC)
    return Story(
        id="s", lineage="s", url="https://example.org/a", site="example.org", title="",
        text=text, lang=lang, published=at, day=DAY, seen=at,
    )  # fmt: skip


def id_faults(pack: Pack) -> list[str]:
    """Ids that come twice or do not begin with the language; rules that find an unknown thing."""
    rules = (*pack.rules, *pack.contacts)
    twice = [f"{name} comes {n} times" for name, n in Counter(r.id for r in rules).items() if n > 1]
    strange = [rule.id for rule in rules if not rule.id.startswith(f"{pack.lang}/")]
    unknown = [rule.id for rule in pack.rules if rule.says not in PRECEDENCE]
    bare = [rule.id for rule in rules if not rule.ok]
    return [*twice, *strange, *unknown, *bare]


def label_faults(pack: Pack) -> list[str]:
    """Labels in patterns, sets and marks that nothing gives."""
    given = {*pack.labels, *pack.sets, *ROLES, *FORMS}
    return [
        f"{where}: {label}"
        for where, pattern in patterns(pack).items()
        for label in sorted(labels_of(pattern) - given)
    ]


def patterns(pack: Pack) -> dict[str, str]:
    """Every pattern of a pack by where it stands, sets included."""
    rules = {rule.id: rule.pattern for rule in (*pack.rules, *pack.contacts)}
    return rules | pack.marks | {name: parts for name, parts in pack.sets.items() if parts}


def empty_faults(pack: Pack) -> list[str]:
    """Labels without words of which the pack's own patterns speak, and words written twice under one.

    A label that only readers ask for may be empty: so a pack says that it does without.
    """
    spoken = {label for pattern in patterns(pack).values() for label in labels_of(pattern)}
    return [
        label
        for label, words in pack.labels.items()
        if len(set(words)) != len(words) or (not words and label in spoken)
    ]


def unused_faults(pack: Pack) -> list[str]:
    """Labels and sets of which no pattern, set, mark, code or shipped topic speaks.

    A label of phrases only may be spoken of by nobody: it keeps them whole ("called on" is no call).
    """
    spoken = {label for pattern in patterns(pack).values() for label in labels_of(pattern)}
    asked = {name for names in classes_in_code() for name in names.split("|")}
    unused = {*pack.labels, *pack.sets} - spoken - asked - names_in_topics()
    return sorted(
        name for name in unused if not all(" " in w for w in pack.labels.get(name, ("",)))
    )


@cache
def names_in_topics() -> frozenset[str]:
    """Names in capitals in the shipped topics: their patterns speak of labels too."""
    files = sorted((Path(__file__).parents[2] / "config" / "topics").glob("*.toml"))
    return frozenset(
        name for file in files for name in re.findall(r"\b[A-Z]{2,}\b", file.read_text("utf-8"))
    )


def contraction_faults(pack: Pack) -> list[str]:
    """Contractions whose second word is not their last letters, or that stand in a phrase as they are."""
    cut = [
        word
        for word, (_, second) in pack.contractions.items()
        if word == second or not second or not word.endswith(second)
    ]
    counted = (*pack.numbers.hedges, *pack.numbers.after, *pack.numbers.percent)
    whole = [phrase for phrase in counted if set(phrase.split()) & set(pack.contractions)]
    return [*cut, *whole]


CHECKS: tuple[Check, ...] = (
    counting_faults,
    contact_faults,
    id_faults,
    label_faults,
    empty_faults,
    unused_faults,
    contraction_faults,
)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_is_without_faults(lang: str, check: Check) -> None:
    """Each rule finds its examples and nothing in what only looks like one; every label is given."""
    assert check(resolve("claims.packs", lang)) == []


# --- between the packs ------------------------------------------------------------------------


@cache
def classes_in_code() -> frozenset[str]:
    """What the room's code asks sentences for in capitals: a label, or several ("MEET|RECEIVE")."""
    room = Path(next(iter(monitor.claims.__path__)))
    files = [*room.glob("*.py"), *(room / "readers").glob("*.py")]
    return frozenset(
        name for file in files for name in re.findall(r'"([A-Z|]{2,})"', file.read_text("utf-8"))
    )


def labels_in_code() -> set[str]:
    """Names in capitals that the room's code asks sentences for; of several a pack may have one."""
    return {name for name in classes_in_code() if "|" not in name}


@pytest.mark.parametrize("lang", LANGS)
def test_every_pack_has_the_labels_that_the_readers_ask_for(lang: str) -> None:
    """A label that the code names and one pack knows is known to all."""
    packs = {name: resolve("claims.packs", name) for name in LANGS}
    asked = labels_in_code() & {label for pack in packs.values() for label in pack.labels}
    assert len(asked) > 20
    assert asked - set(packs[lang].labels) == set()


@pytest.mark.parametrize("lang", LANGS)
def test_every_pack_finds_the_same_kinds_of_things(lang: str) -> None:
    """What one language can tell, the others can: kinds of finds, stages, marks."""
    mine, theirs = resolve("claims.packs", lang), resolve("claims.packs", LANGS[0])
    for part in ("rules", "contacts"):
        kinds = [{rule.says for rule in getattr(pack, part)} for pack in (mine, theirs)]
        assert kinds[0] == kinds[1]
    assert mine.marks.keys() == theirs.marks.keys()


# --- every check can fail ---------------------------------------------------------------------


def first_pack() -> Pack:
    pack: Pack = resolve("claims.packs", LANGS[0])
    return pack


def seeded(part: str, **changes: object) -> Pack:
    """The first pack with one rule of a part changed: "killed three people", or its first of contacts."""
    pack = first_pack()
    rules = getattr(pack, part)
    which = next((rule for rule in rules if rule.id.endswith("/kill-n")), rules[0])
    changed = (
        rule if rule is not which else msgspec.structs.replace(rule, **changes) for rule in rules
    )
    return msgspec.structs.replace(pack, **{part: tuple(changed)})


def with_labels(**labels: tuple[str, ...]) -> Pack:
    pack = first_pack()
    return msgspec.structs.replace(pack, labels={**pack.labels, **labels})


def with_contractions(**contractions: tuple[str, str]) -> Pack:
    return msgspec.structs.replace(first_pack(), contractions=contractions)


def doubled() -> Pack:
    pack = first_pack()
    return msgspec.structs.replace(pack, rules=(*pack.rules, pack.rules[0]))


SEEDED: dict[str, tuple[Check, Callable[[], Pack]]] = {
    "finds too much": (counting_faults, lambda: seeded("rules", pattern="n:NUM")),
    "finds nothing": (counting_faults, lambda: seeded("rules", pattern="n:NUM SURVIVOR SURVIVOR")),
    "wrong number": (
        counting_faults,
        lambda: seeded("rules", ok=("The strike killed three people. => 4",)),
    ),
    "ok without number": (
        counting_faults,
        lambda: seeded("rules", ok=("The strike killed three people.",)),
    ),
    "no that is found": (
        counting_faults,
        lambda: seeded("rules", no=("The strike killed five people.",)),
    ),
    "contact that is not read": (
        contact_faults,
        lambda: seeded("contacts", ok=("Trump and Maduro dislike each other.",)),
    ),
    "reads everything": (contact_faults, lambda: seeded("contacts", pattern="A")),
    "past not asked for": (contact_faults, lambda: seeded("contacts", role="")),
    "id without language": (id_faults, lambda: seeded("rules", id="kill-n")),
    "unknown thing": (id_faults, lambda: seeded("rules", says="eaten")),
    "no example": (id_faults, lambda: seeded("contacts", ok=())),
    "twice": (id_faults, doubled),
    "unknown label": (label_faults, lambda: seeded("rules", pattern="n:NUM KILT")),
    "unknown label of two": (label_faults, lambda: seeded("contacts", pattern="A ~3 B|SEE")),
    "label without words": (empty_faults, lambda: with_labels(KILL=())),
    "label of which nobody speaks": (unused_faults, lambda: with_labels(UNSPOKEN=("umbrella",))),
    "contraction of other letters": (
        contraction_faults,
        lambda: with_contractions(cannot=("can", "do not")),
    ),
    "contraction within a hedge": (
        contraction_faults,
        lambda: with_contractions(least=("l", "east")),
    ),
    "word twice": (empty_faults, lambda: with_labels(KILL=("kill", "kill"))),
}


@pytest.mark.parametrize("fault", SEEDED)
def test_a_seeded_fault_is_seen(fault: str) -> None:
    """A wrong pattern, number, id, label or list is reported by the check that is there for it."""
    check, pack = SEEDED[fault]
    assert check(pack())


def test_a_label_that_only_readers_ask_for_may_be_empty() -> None:
    """A language need not have words for everything, and none are invented."""
    asked = labels_in_code() & set(first_pack().labels)
    spoken = {label for pattern in patterns(first_pack()).values() for label in labels_of(pattern)}
    unspoken = sorted(asked - spoken)
    assert unspoken
    assert empty_faults(with_labels(**dict.fromkeys(unspoken, ()))) == []


def test_every_check_has_a_seeded_fault() -> None:
    """A check that was never seen to fail is not trusted."""
    assert {check for check, _ in SEEDED.values()} == set(CHECKS)


def test_a_rule_is_hidden_by_no_other_of_its_number() -> None:
    """An example is judged by its rule alone: two rules may find the same number."""
    rule = Rule(id="en/a", says="killed", pattern="n:NUM DEAD", ok=("Three dead. => 3",))
    other = msgspec.structs.replace(rule, id="en/b")
    pack = msgspec.structs.replace(resolve("claims.packs", "en"), rules=(rule, other))
    assert counting_faults(pack) == []
