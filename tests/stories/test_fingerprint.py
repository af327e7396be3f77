"""What is compared of a text: tokens, numbers, status words, leads and their shingles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.fingerprint import (
    FEWEST_SHINGLES,
    LEAD_WORDS,
    SHINGLE,
    containment,
    first_tokens,
    lead,
    lead_shingles,
    numbers,
    overlap,
    stable,
    statuses,
    title_tokens,
    tokens,
)
from tests.stories.story_samples import PATROL, VERDICT


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("kills four", {"4"}),
        ("kills 4", {"4"}),
        ("the 21st raid", {"21"}),
        ("the twenty-first raid", {"21"}),
        ("thirty two dead", {"32"}),
        ("treinta y dos muertos", {"32"}),
        ("veintidós muertos", {"22"}),
        ("a dozen boats", {"12"}),
        ("1,500 troops", {"1500"}),
        ("15.000 soldados", {"15000"}),
        ("up 2.5 percent", {"2.5"}),
        ("sube 2,5 por ciento", {"2.5"}),
        ("$50M", {"50"}),
        ("trinta e dois mortos", {"32"}),
        ("quatro mortos e dezessete feridos", {"4", "17"}),
        ("tercera incursión", {"3"}),
        ("cien lanchas y dos barcos", {"100", "2"}),
        ("una lancha, once again", set()),
        ("007 and 2024.", {"7", "2024"}),
    ],
)
def test_numbers_in_any_spelling(text: str, figures: set[str]) -> None:
    """Digits, words and ordinals of both languages give the same figures."""
    assert numbers(tokens(text)) == figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("they will meet", "they will not meet"),
        ("they will meet", "they won't meet"),
        ("meeting confirmed for May", "meeting cancelled for May"),
        ("man charged over blaze", "man denies charge over blaze"),
        ("hikers missing", "hikers found"),
        ("he threatens a raid", "he launches a raid"),
        ("prices rise", "prices fall"),
        ("confirman la reunión", "cancelan la reunión"),
        ("habrá diálogo", "no habrá diálogo"),
        ("el ministro niega el ataque", "el ministro confirma el ataque"),
        ("piden orden de captura", "dictan orden de captura"),
        ("amenaza con cerrar", "anuncia que va a cerrar"),
        ("vai se reunir", "não vai se reunir"),
        ("o juiz solta o ministro", "o juiz prende o ministro"),
        ("vote for the sale", "vote against the sale"),
    ],
)
def test_status_words_tell_apart(one: str, other: str) -> None:
    """What became of something is told apart in both languages."""
    assert statuses(tokens(one)) != statuses(tokens(other))


def test_inflections_are_one_status() -> None:
    """Tense and number of a word do not count."""
    seize = statuses(tokens("seize plan strikes"))
    assert seize == statuses(tokens("seized, planning a strike"))
    assert len(seize) == 3
    assert statuses(tokens("denies killing")) == statuses(tokens("deny killed"))
    assert statuses(tokens("rechazó, cancelan")) == statuses(tokens("rechazan, canceló"))


def test_spellings_are_one() -> None:
    """What has two spellings in two countries is one token; titles of courtesy are none."""
    british = tokens("The U.K. organisation's Defence Centre, Mr Hale: 5 per cent in the U.S.")
    american = tokens("the u k organizations defense center Hale 5% in the United States")
    assert british == american


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Trawler stopped off the cape", "gazette.example"),
        ("BREAKING: Trawler stopped off the cape", "gazette.example"),
        ("UPDATE 2 - Trawler stopped off the cape", "gazette.example"),
        ("Trawler stopped off the cape - The Gazette", "gazette.example"),
        ("Trawler stopped off the cape | Gazette News", "gazette.example"),
        ("Última hora: Trawler stopped off the cape", "The Gazette"),
    ],
)
def test_labels_around_a_title_do_not_count(title: str, site: str) -> None:
    """ "Breaking" before it and the outlet's own name behind it are not the title."""
    assert title_tokens(title, site) == ("trawler", "stopped", "off", "the", "cape")


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("The Port Clare Times", "pctimes.example"),
        ("Port Clare Post", "portcpost.example"),
        ("El Faro", "elfaro.example"),
        ("DER HAFEN", "hafen.example"),
        ("Harbor & Coast Review", "news.hcr.example"),
    ],
)
def test_an_outlet_may_shorten_its_name_in_its_address(name: str, site: str) -> None:
    """The address is put together of the beginnings of the words, and of nothing else."""
    assert title_tokens(f"Trawler stopped - {name}", site) == ("trawler", "stopped")


@pytest.mark.parametrize(
    "behind", ["minister", "Port Clare Posts", "Clare Port Times", "a a a a a a b"]
)
def test_another_name_behind_a_title_stays(behind: str) -> None:
    """What follows a dash is cut off only when it is the outlet."""
    title = title_tokens(f"Trawler stopped - {behind}", "pctimes.example")
    assert title == ("trawler", "stopped", *tokens(behind))


def test_of_what_is_counted_is_a_word_of_its_own() -> None:
    """The scale and the unit behind a figure are told apart, with a blank or without."""
    assert tokens("50m") == tokens("50 million") != tokens("50bn")
    assert tokens("at 10am") == tokens("at 10 am") != tokens("at 10pm")
    assert tokens("the 21st of the 4x4s") == ("the", "21st", "of", "the", "4", "x4s")


@pytest.mark.parametrize(
    "text",
    [
        f"PORT CLARE (AP) — {PATROL}",
        f"PORT CLARE, Esperia, Nov 16 (Reuters) - {PATROL}",
        f"PORT CLARE, Esperia — {PATROL}",
        f"(CNN) {PATROL}",
        f"CNN — {PATROL}",
        f'"We saw them at dawn and they ran," he said. {PATROL}'.replace(" he said.", ""),
        f"“We saw them at dawn and they ran” {PATROL}",
        f"“We saw them. “They’d run at dawn, our ‘friends’, as always.” {PATROL}",
        f"„We saw them at dawn and they ran“ {PATROL}",
        f"‘We couldn’t see them at dawn, when they ran’ {PATROL}",
        f"'We couldn't see them at dawn, when they ran' {PATROL}",
        f"«We saw them at dawn and they ran» {PATROL}",
        f"Trawler stopped: {PATROL}",
        f'{PATROL} <img src="https://e.example/wide.jpg" class="one two three',
    ],
)
def test_a_lead_is_bare(text: str) -> None:
    """Dateline, quoted spans, a repeated title and a cut-off tag are not part of a lead."""
    assert lead("Trawler stopped", text) == lead("", PATROL)


def test_a_lead_ends() -> None:
    """Only the first words count, and an unclosed quote runs to its end."""
    assert len(lead("", PATROL * 20)) == LEAD_WORDS
    assert lead("", 'He said: "all of it') == ("he", "said")
    assert lead("", "The boys' school and the girls' school") == tokens(
        "The boys school and the girls school"
    )


def test_containment_needs_something_to_contain() -> None:
    """Sets that are too small are contained in nothing; half a text is contained in the whole."""
    whole = lead_shingles(lead("", PATROL))
    few = frozenset(list(whole)[: FEWEST_SHINGLES - 1])
    half = frozenset(list(whole)[:FEWEST_SHINGLES])
    assert containment(few, whole) == 0.0
    assert containment(half, whole) == 1.0
    assert containment(whole, lead_shingles(lead("", VERDICT))) == 0.0
    assert lead_shingles(("only", "four", "words", "here")) == frozenset()


def test_numbers_that_are_missing_say_nothing() -> None:
    """The overlap is a share of the smaller set, and full where one has none."""
    assert overlap({"4", "20"}, {"3", "21"}) == 0.0
    assert overlap({"4", "20", "7"}, {"4", "21"}) == 0.5
    assert overlap((), {"4"}) == 1.0


SETS = st.frozensets(st.integers(0, 40), max_size=30)


@given(SETS, SETS)
def test_containment_is_symmetric_and_a_share(one: frozenset[int], other: frozenset[int]) -> None:
    """Which of two sets comes first makes no difference."""
    assert containment(one, other) == containment(other, one)
    assert 0.0 <= containment(one, other) <= 1.0


@given(st.lists(st.text(max_size=5), max_size=4))
def test_stable_numbers_fit(parts: list[str]) -> None:
    """They are below 2**63."""
    assert 0 <= stable(*parts) < 2**63


def test_stable_numbers_do_not_change() -> None:
    """Stored keys stay valid: this figure must never differ."""
    assert stable("address", "gazette.example/a-1") == 1008850877723260830


@given(st.text(max_size=300), st.text(max_size=600))
def test_any_text_can_be_compared(title: str, text: str) -> None:
    """No text makes it fail, and ASCII is folded like the rest."""
    words = lead(title, text)
    assert len(words) <= LEAD_WORDS
    numbers(words)
    statuses(words)
    assert tokens(f"{text}é")[:-1] == tokens(f"{text}e")[:-1]


PIECES = (
    "u. s.|u.s.a.|United States|ee. uu.|per cent|por ciento|50m|10bn,|«toll»|it's|killed|twenty-one|Bogotá|São|a"
    "|misunderstandings|\u00a0|21st|—"
).split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join), st.integers(1, 12))
def test_no_more_of_a_text_is_read_than_holds_the_first_words(text: str, most: int) -> None:
    """They are those of the whole text, wherever it is cut."""
    assert first_tokens(text, most) == tokens(text)[:most]


@given(st.lists(st.text(min_size=1, max_size=6), max_size=12).map(tuple))
def test_shingles_are_the_stable_numbers_of_their_words(words: tuple[str, ...]) -> None:
    """Tables hold them: made all at once they are what each is alone."""
    alone = [words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1)]
    assert lead_shingles(words) == {stable(*each) for each in alone}
