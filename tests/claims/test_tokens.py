"""Tokens with true spans, and where a sentence ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.claims.lexicon import Lexicon
from monitor.claims.tokens import parted, sentences, tokenise
from monitor.registry import names, resolve

LANGS = names("claims.packs")

TOKENS = [
    ("U.S. forces", ["U.S.", "forces"]),
    ("EE.UU. atacó", ["EE.UU.", "atacó"]),
    ("EE. UU. atacó", ["EE. UU.", "atacó"]),
    ("Trump's call", ["Trump", "'s", "call"]),
    ("Trump’s call", ["Trump", "’s", "call"]),
    ("narco-terrorists", ["narco-terrorists"]),
    ("COVID-19 cases", ["COVID-19", "cases"]),
    ("1,400 dead", ["1,400", "dead"]),
    ("15.000 muertos.", ["15.000", "muertos", "."]),
    ("3.5%", ["3.5", "%"]),
    ("the 21st strike", ["the", "21st", "strike"]),
    ("el 20º ataque", ["el", "20º", "ataque"]),
    ("el 21.º ataque", ["el", "21.º", "ataque"]),
    ("la 3ra vez", ["la", "3ra", "vez"]),
    ("a 20mm gun", ["a", "20mm", "gun"]),
    ("at 10:30, he", ["at", "10:30", ",", "he"]),
    ("$50m", ["$", "50m"]),
    ("“seis” «siete»", ["“", "seis", "”", "«", "siete", "»"]),
    ("¿Qué?", ["¿", "Qué", "?"]),
    ("don't", ["don't"]),
    ("", []),
    ("   ", []),
]

SENTENCES = [
    ("en", "Two U.S. soldiers died. Three lived.", 2),
    ("en", "It was on Nov. 15 in the Caribbean. Four died.", 2),
    ("en", "Gen. Dan Caine spoke. So did J. Smith.", 2),
    ("en", 'He said "Four died." Then he left.', 2),
    ("en", "He said “Four died.” Then he left.", 2),
    ("en", "He left. “Four died,” he said.", 2),
    ("es", "Dijo: «Murieron tres.» «Eso es todo.»", 2),
    ("en", "Four died! Did three? Yes…", 3),
    ("en", "The toll of 3.5 per day", 1),
    ("es", "EE.UU. atacó el lunes. Murieron tres.", 2),
    ("es", "El Sr. Petro habló. ¿Qué dijo?", 2),
    ("es", "Es el 21.º ataque. Murieron tres.", 2),
    ("es", "Murieron 15.000 personas. Eso dijo.", 2),
]


@pytest.mark.parametrize(("text", "want"), TOKENS)
def test_a_token_is_a_word_a_number_as_printed_or_a_sign(text: str, want: list[str]) -> None:
    """Abbreviations, hyphens, groups of thousands and endings of ordinals stay whole."""
    assert [token.text for token in tokenise(text)] == want


@pytest.mark.parametrize(("lang", "text", "count"), SENTENCES)
def test_a_sentence_ends_where_a_reader_ends_it(lang: str, text: str, count: int) -> None:
    """Stops of abbreviations, initials and numbers end none."""
    abbreviations = resolve("claims.packs", lang).abbreviations
    assert len(list(sentences(tokenise(text), abbreviations))) == count


CONTRACTIONS = {"del": ("de", "el"), "nos": ("em", "os")}


def test_a_contraction_is_two_words_over_its_span() -> None:
    """They share out its letters; a capital stays; other words are untouched."""
    found = parted(tokenise("Nos mares del Sur, no nosotros"), CONTRACTIONS)
    assert [(token.text, token.low, token.start, token.end) for token in found] == [
        ("Em", "em", 0, 1), ("os", "os", 1, 3), ("mares", "mares", 4, 9), ("de", "de", 10, 11),
        ("el", "el", 11, 13), ("Sur", "sur", 14, 17), (",", ",", 17, 18), ("no", "no", 19, 21),
        ("nosotros", "nosotros", 22, 30),
    ]  # fmt: skip


def test_phrases_of_a_lexicon_are_parted_as_texts_are() -> None:
    """ "Costa del Sur" is found where the text has "del" as two words."""
    lexicon = Lexicon({"coast": ("costa del Sur",)}, CONTRACTIONS)
    words = [token.fold for token in parted(tokenise("la costa del Sur"), CONTRACTIONS)]
    assert [phrase for phrase, _ in lexicon.phrases("costa")[words[2]]] == [tuple(words[1:])]


@given(st.text())
def test_spans_are_true_in_any_text(text: str) -> None:
    """Every token is what stands at its span; tokens are in order, apart and never empty."""
    tokens = tokenise(text)
    assert all(token.text == text[token.start : token.end] != "" for token in tokens)
    assert all(one.end <= two.start for one, two in pairwise(tokens))


@given(st.text())
def test_no_letter_or_figure_is_lost(text: str) -> None:
    """What lies between the tokens is white or a mark that belongs to no word."""
    covered = {at for token in tokenise(text) for at in range(token.start, token.end)}
    assert not [c for at, c in enumerate(text) if c.isalnum() and c.isascii() and at not in covered]


@given(st.text(), st.sampled_from(LANGS))
def test_sentences_share_out_the_tokens(text: str, lang: str) -> None:
    """Put together again they are the tokens, each once, in order; ends of lines belong to none."""
    tokens = tokenise(text)
    parts = list(sentences(tokens, resolve("claims.packs", lang).abbreviations))
    words = [token for token in tokens if token.text != "\n"]
    assert [token for part in parts for token in part] == words
    assert all(parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Six killed\nTotals: 43 strikes", 2),
        ("Six killed\n\nfour boats", 2),
        ("- Strike on\n- Oct. 3", 2),
        ("the strike killed\nsix people", 1),
        ("o ataque matou seis\nàs dez horas", 1),
    ],
)
def test_a_line_that_ends_parts_sentences_and_a_wrapped_one_does_not(text: str, parts: int) -> None:
    """Lists and tables have a line each; running text goes on in small letters."""
    abbreviations = resolve("claims.packs", "en").abbreviations
    assert len(list(sentences(tokenise(text), abbreviations))) == parts


@pytest.mark.parametrize(
    ("piece", "each"),
    [
        ("9", 0),
        ("9,", 2),
        ("and ", 1),
        ("de ", 1),
        ("a-", 0),
        ("U.S. ", 1),
        ("'s ", 2),
        (". ", 1),
        ('"', 1),
    ],
)
def test_the_number_of_tokens_grows_with_the_text_and_no_faster(piece: str, each: int) -> None:
    """Ten times a hostile text gives ten times its tokens (or the one token that it is)."""
    short, long = piece * 1_000, piece * 10_000
    assert len(tokenise(long)) <= max(10 * len(tokenise(short)), each * 10_000, 2)
