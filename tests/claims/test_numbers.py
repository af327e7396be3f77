"""Numbers in figures and words: bounds, kinds and spans, in each language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.claims.numbers import Number, numbers
from monitor.claims.tokens import Token, tokenise
from monitor.registry import names, resolve

LANGS = names("claims.packs")
NONE = ""

ENGLISH = [
    # text, then for each number: what it spans, its bounds, its kind
    ("killed 3 people", "3 | 3 | NUM"),
    ("killed three people", "three | 3 | NUM"),
    ("Eleven people died", "Eleven | 11 | NUM"),
    ("twenty-one strikes", "twenty-one | 21 | NUM"),
    ("twenty one strikes", "twenty one | 21 | NUM"),
    ("one hundred and five dead", "one hundred and five | 105 | NUM"),
    ("two hundred fifty people", "two hundred fifty | 250 | NUM"),
    ("two thousand and five people", "two thousand and five | 2005 | NUM"),
    (
        "between two hundred and five hundred",
        "between two hundred and five hundred | 200..500 | NUM",
    ),
    (
        "between a thousand and two thousand",
        "between a thousand and two thousand | 1000..2000 | NUM",
    ),
    ("a hundred people", "a hundred | 100 | NUM"),
    ("three thousand four hundred homes", "three thousand four hundred | 3400 | NUM"),
    ("1,400 people", "1,400 | 1400 | NUM"),
    ("15,000 troops", "15,000 | 15000 | NUM"),
    ("1.3 million people", "1.3 million | 1300000 | NUM"),
    ("two million people", "two million | 2000000 | NUM"),
    ("two million three hundred thousand", "two million three hundred thousand | 2300000 | NUM"),
    ("a dozen people", "a dozen | 12 | NUM"),
    ("two dozen people", "two dozen | 24 | NUM"),
    ("half a dozen boats", "half a dozen | 6 | NUM"),
    ("both men", "both | 2 | NUM"),
    ("at least 83 people", "at least 83 | 83.. | NUM"),
    ("at least eleven people", "at least eleven | 11.. | NUM"),
    ("no fewer than 20 dead", "no fewer than 20 | 20.. | NUM"),
    ("more than 80 people", "more than 80 | 81.. | NUM"),
    ("over 80 people", "over 80 | 81.. | NUM"),
    ("a dispute over 2 agents", "2 | 2 | NUM"),
    ("about 65 people", "about 65 | 58..72 | NUM"),
    ("nearly 80 people", "nearly 80 | 72..80 | NUM"),
    ("about 12,000 troops", "about 12,000 | 10800..13200 | NUM"),
    ("up to 22 people", "up to 22 | 0..22 | NUM"),
    ("as many as 30 people", "as many as 30 | 0..30 | NUM"),
    ("fewer than 10 people", "fewer than 10 | 0..9 | NUM"),
    ("20 or more people", "20 or more | 20.. | NUM"),
    ("20 to 25 people", "20 to 25 | 20..25 | NUM"),
    ("between 20 and 25 people", "between 20 and 25 | 20..25 | NUM"),
    ("three or four people", "three or four | 3..4 | NUM"),
    ("the 21st strike", "21st | 21 | ORD"),
    ("the third strike", "third | 3 | ORD"),
    ("the twenty-first strike", "twenty-first | 21 | ORD"),
    ("the twentieth strike", "twentieth | 20 | ORD"),
    ("strike number 22 today", "22 | 22 | ORD"),
    ("70% of Americans", "70% | 70 | PCT"),
    ("70 percent of Americans", "70 percent | 70 | PCT"),
    ("seven in 10 Americans", "seven in 10 | 70 | PCT"),
    ("$50 million", "50 million | 50000000 | MONEY"),
    ("50 million dollars", "50 million | 50000000 | MONEY"),
    ("a 42-year-old man", "42 | 42 | AMOUNT"),
    ("COVID-19 and F-35", NONE),
    ("since 2019 nothing", "2019 | 2019 | YEAR"),
    ("200 miles away", "200 | 200 | AMOUNT"),
    ("at 10:30 today", NONE),
    ("three boats and four men", "three | 3 | NUM", "four | 4 | NUM"),
    ("nobody was hurt", NONE),
    ("3,14 is no group", NONE),
]

SPANISH = [
    ("mató a 3 personas", "3 | 3 | NUM"),
    ("mató a tres personas", "tres | 3 | NUM"),
    ("Once personas murieron", "Once | 11 | NUM"),
    ("dieciséis ataques", "dieciséis | 16 | NUM"),
    ("veintiuno", "veintiuno | 21 | NUM"),
    ("veintiún ataques", "veintiún | 21 | NUM"),
    ("veintidós lanchas", "veintidós | 22 | NUM"),
    ("treinta y dos muertos", "treinta y dos | 32 | NUM"),
    ("treinta y un ataques", "treinta y un | 31 | NUM"),
    ("ochenta y tres muertos", "ochenta y tres | 83 | NUM"),
    ("cien personas", "cien | 100 | NUM"),
    ("ciento cinco muertos", "ciento cinco | 105 | NUM"),
    ("ciento una personas", "ciento una | 101 | NUM"),
    ("doscientos muertos", "doscientos | 200 | NUM"),
    ("doscientas treinta y dos casas", "doscientas treinta y dos | 232 | NUM"),
    ("mil personas", "mil | 1000 | NUM"),
    ("dos mil trescientos hombres", "dos mil trescientos | 2300 | NUM"),
    ("quince mil soldados", "quince mil | 15000 | NUM"),
    ("15 mil soldados", "15 mil | 15000 | NUM"),
    ("15.000 soldados", "15.000 | 15000 | NUM"),
    ("1.400 personas", "1.400 | 1400 | NUM"),
    ("1,3 millones", "1,3 millones | 1300000 | NUM"),
    ("un millón y medio no", "un millón | 1000000 | NUM"),
    ("dos millones", "dos millones | 2000000 | NUM"),
    ("mil millones", "mil millones | 1000000000 | NUM"),
    ("dos millones trescientos mil", "dos millones trescientos mil | 2300000 | NUM"),
    ("una docena larga", "una docena | 12 | NUM"),
    ("media docena larga", "media docena | 6 | NUM"),
    ("medio centenar largo", "medio centenar | 50 | NUM"),
    ("un centenar largo", "un centenar | 100 | NUM"),
    ("una veintena larga", "una veintena | 20 | NUM"),
    ("tres y cuatro muertos", "tres | 3 | NUM", "cuatro | 4 | NUM"),
    ("cien y tres escaparon", "cien | 100 | NUM", "tres | 3 | NUM"),
    ("ambos hombres", "ambos | 2 | NUM"),
    ("al menos 83 personas", "al menos 83 | 83.. | NUM"),
    ("al menos un muerto", "al menos un | 1.. | NUM"),
    ("por lo menos once muertos", "por lo menos once | 11.. | NUM"),
    ("más de 80 muertos", "más de 80 | 81.. | NUM"),
    ("más de un centenar largo", "más de un centenar | 101.. | NUM"),
    ("unas 65 personas", "unas 65 | 58..72 | NUM"),
    ("cerca de 40 muertos", "cerca de 40 | 36..44 | NUM"),
    ("casi 80 muertos", "casi 80 | 72..80 | NUM"),
    ("hasta 22 muertos", "hasta 22 | 0..22 | NUM"),
    ("menos de 10 muertos", "menos de 10 | 0..9 | NUM"),
    ("20 o más muertos", "20 o más | 20.. | NUM"),
    ("entre 20 y 25 muertos", "entre 20 y 25 | 20..25 | NUM"),
    ("tres o cuatro hombres", "tres o cuatro | 3..4 | NUM"),
    ("el 21.º ataque", "21.º | 21 | ORD"),
    ("el 20º ataque", "20º | 20 | ORD"),
    ("la 3ra lancha", "3ra | 3 | ORD"),
    ("el tercer ataque", "tercer | 3 | ORD"),
    ("la segunda embarcación", "segunda | 2 | ORD"),
    ("el vigésimo ataque", "vigésimo | 20 | ORD"),
    ("el vigésimo primer ataque", "vigésimo primer | 21 | ORD"),
    ("la vigesimoprimera lancha", "vigesimoprimera | 21 | ORD"),
    ("la trigésima lancha", "trigésima | 30 | ORD"),
    ("el ataque número 22", "22 | 22 | ORD"),
    ("el 70 % de ellos", "70 % | 70 | PCT"),
    ("el 70 por ciento", "70 por ciento | 70 | PCT"),
    ("siete de cada diez", "siete de cada diez | 70 | PCT"),
    ("50 millones de dólares", "50 millones | 50000000 | MONEY"),
    ("a 200 millas", "200 | 200 | AMOUNT"),
    ("un hombre de 45 años", "45 | 45 | AMOUNT"),
    ("en 2019 no", "2019 | 2019 | YEAR"),
    ("un hombre y una mujer", NONE),
    ("una lancha", NONE),
]


def told(text: str, lang: str) -> list[str]:
    """Each number of a text as span, bounds and kind."""
    tokens = tokenise(text)
    found = numbers(tokens, resolve("claims.packs", lang).numbers, set())
    return [f"{span(text, tokens, number)} | {bounds(number)} | {number.kind}" for number in found]


def span(text: str, tokens: list[Token], number: Number) -> str:
    return text[tokens[number.begin].start : tokens[number.end - 1].end]


def bounds(number: Number) -> str:
    if number.min == number.max:
        return str(number.min)
    return f"{number.min}..{'' if number.max is None else number.max}"


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in ENGLISH])
def test_english_numbers_have_their_bounds_kind_and_span(text: str, want: list[str]) -> None:
    """A number is read with its hedge, and what it spans is what is printed."""
    assert told(text, "en") == [each for each in want if each]


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in SPANISH])
def test_spanish_numbers_have_their_bounds_kind_and_span(text: str, want: list[str]) -> None:
    """The same in Spanish, with its own signs, ordinals and joined tens."""
    assert told(text, "es") == [each for each in want if each]


def test_the_tables_are_long_enough_to_mean_something() -> None:
    """Forty rows a language at least, none twice."""
    for table in (ENGLISH, SPANISH):
        assert len({row[0] for row in table}) == len(table) >= 40


@pytest.mark.parametrize(
    ("text", "least"),
    [("dozens of people", 12), ("hundreds of people", 100), ("several people", 3)],
)
def test_vague_words_are_lower_bounds(text: str, least: int) -> None:
    """ "Dozens" is twelve and more, and says that it is vague."""
    (number,) = numbers(tokenise(text), resolve("claims.packs", "en").numbers, set())
    assert (number.min, number.max, number.vague) == (least, None, True)


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("decenas de muertos", 10),
        ("cientos de muertos", 100),
        ("miles de muertos", 1000),
        ("varios muertos", 3),
    ],
)
def test_spanish_vague_words_are_lower_bounds(text: str, least: int) -> None:
    """ "Decenas" is ten and more."""
    (number,) = numbers(tokenise(text), resolve("claims.packs", "es").numbers, set())
    assert (number.min, number.max, number.vague) == (least, None, True)


def test_a_token_of_a_date_is_no_number() -> None:
    """What is taken by a date is passed over, also behind a hedge."""
    words = resolve("claims.packs", "en").numbers
    assert numbers(tokenise("about 15 strikes"), words, {1}) == []


MIXED = (
    "a an one two ten twenty hundred thousand million dozen half dozens and or to between at least more than"
    " first 21st 3 1,400 1.400 2019 % $ - un una dos treinta y cien mil millón docena media decenas entre o al"
    " menos más de por ciento cada diez vigésimo primer 21.º , . people personas"
)
WORDS = st.sampled_from(MIXED.split())


@pytest.mark.parametrize("lang", LANGS)
@given(words=st.lists(WORDS, max_size=25))
def test_numbers_never_overlap_and_have_true_bounds(lang: str, words: list[str]) -> None:
    """Whatever words come together: numbers in order, apart, within the text, with min <= max."""
    tokens = tokenise(" ".join(words))
    end = 0
    for number in numbers(tokens, resolve("claims.packs", lang).numbers, set()):
        assert end <= number.begin <= number.core < number.end <= len(tokens)
        assert number.max is None or 0 <= number.min <= number.max
        end = number.end


@pytest.mark.parametrize("lang", LANGS)
@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading_of_numbers(lang: str, text: str) -> None:
    """Any text gives numbers or none, never an error."""
    numbers(tokenise(text), resolve("claims.packs", lang).numbers, set())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "piece", ["9", "9,", "1.", "and ", "de ", "y ", "hundred ", "mil ", "a ", "un ", "half "]
)
def test_hostile_repetition_is_read_without_a_huge_number(lang: str, piece: str) -> None:
    """A hundred kilobytes of one piece give bounded numbers, or none."""
    text = piece * (100_000 // len(piece))
    found = numbers(tokenise(text), resolve("claims.packs", lang).numbers, set())
    assert all(number.end - number.begin < 20 for number in found)
