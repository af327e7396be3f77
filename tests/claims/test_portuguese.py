"""Portuguese as it is written: numbers, days, happenings and contacts that the pack reads."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.claims.dates import date_expression, dates_in
from monitor.claims.numbers import numbers
from monitor.claims.sentences import Lens, prepare
from monitor.claims.tokens import parted, tokenise
from monitor.registry import resolve
from tests.claims.reading import incidents, read, stages, totals, window
from tests.claims.test_packs import context

PACK = resolve("claims.packs", "pt")
FRIDAY = date(2025, 11, 28)
DAYS = date_expression(PACK.dates)

NUMBERS = [
    # text, then for each number: what it spans, its bounds, its kind
    ("matou 3 pessoas", "3 | 3 | NUM"),
    ("Onze pessoas morreram", "Onze | 11 | NUM"),
    ("dezesseis ou dezasseis", "dezesseis | 16 | NUM", "dezasseis | 16 | NUM"),
    ("vinte e um ataques", "vinte e um | 21 | NUM"),
    ("vinte e uma lanchas", "vinte e uma | 21 | NUM"),
    ("oitenta e três mortos", "oitenta e três | 83 | NUM"),
    ("cem pessoas", "cem | 100 | NUM"),
    ("cento e cinco mortos", "cento e cinco | 105 | NUM"),
    ("cento e vinte e três mortos", "cento e vinte e três | 123 | NUM"),
    ("duzentas e trinta e duas casas", "duzentas e trinta e duas | 232 | NUM"),
    ("mil e duzentos homens", "mil e duzentos | 1200 | NUM"),
    ("dois mil e vinte e cinco homens", "dois mil e vinte e cinco | 2025 | NUM"),
    ("vinte e cinco mil soldados", "vinte e cinco mil | 25000 | NUM"),
    ("15 mil soldados", "15 mil | 15000 | NUM"),
    ("15.000 soldados", "15.000 | 15000 | NUM"),
    ("1,3 milhão", "1,3 milhão | 1300000 | NUM"),
    ("uma dúzia", "uma dúzia | 12 | NUM"),
    ("meia dúzia", "meia dúzia | 6 | NUM"),
    ("mais de uma centena", "mais de uma centena | 101.. | NUM"),
    ("dois e três mortos", "dois | 2 | NUM", "três | 3 | NUM"),
    ("entre vinte e trinta mortos", "entre vinte e trinta | 20..30 | NUM"),
    ("entre mil e dois mil", "entre mil e dois mil | 1000..2000 | NUM"),
    ("pelo menos 83 pessoas", "pelo menos 83 | 83.. | NUM"),
    ("ao menos um morto", "ao menos um | 1.. | NUM"),
    ("no mínimo 20 mortos", "no mínimo 20 | 20.. | NUM"),
    ("mais de 80 mortos", "mais de 80 | 81.. | NUM"),
    ("cerca de 40 mortos", "cerca de 40 | 36..44 | NUM"),
    ("quase 80 mortos", "quase 80 | 72..80 | NUM"),
    ("até 22 mortos", "até 22 | 0..22 | NUM"),
    ("20 ou mais mortos", "20 ou mais | 20.. | NUM"),
    ("três ou quatro homens", "três ou quatro | 3..4 | NUM"),
    ("o 21º ataque", "21º | 21 | ORD"),
    ("a segunda embarcação", "segunda | 2 | ORD"),
    ("o décimo quinto ataque", "décimo quinto | 15 | ORD"),
    ("a trigésima segunda lancha", "trigésima segunda | 32 | ORD"),
    ("o ataque nº 22", "22 | 22 | ORD"),
    ("70 por cento", "70 por cento | 70 | PCT"),
    ("sete em cada dez", "sete em cada dez | 70 | PCT"),
    ("US$ 50 milhões", "50 milhões | 50000000 | MONEY"),
    ("um homem de 45 anos", "45 | 45 | AMOUNT"),
    ("em 2019", "2019 | 2019 | YEAR"),
    ("dezenas de mortos", "dezenas de | 10.. | NUM"),
    ("um homem e uma mulher",),
]

DATES = [
    # text, then each date: what it spans, its days (published on Friday, 28 November 2025)
    ("em 15 de novembro", "15 de novembro | 2025-11-15"),
    ("no dia 15 de novembro de 2025 um", "15 de novembro de 2025 | 2025-11-15"),
    ("em 1º de outubro", "1º de outubro | 2025-10-01"),
    ("a 15/11/2025 um", "15/11/2025 | 2025-11-15"),
    ("em 12 de março", "12 de março | 2025-03-12"),
    ("em março de 2024 um", "março de 2024 | 2024-03-01..2024-03-31"),
    ("disse Marco Rubio, um marco",),
    ("desde setembro", "setembro | 2025-09-01..2025-09-30"),
    ("nesta quinta-feira (27)", "nesta quinta-feira | 2025-11-27"),
    ("na terça", "na terça | 2025-11-25"),
    ("nesta segunda", "nesta segunda | 2025-11-24"),
    ("na segunda embarcação",),
    ("no sábado", "sábado | 2025-11-22"),
    ("na última sexta-feira", "última sexta-feira | 2025-11-21"),
    ("na próxima segunda-feira", "próxima segunda-feira | 2025-12-01"),
    ("no sábado, 15 de novembro", "sábado, 15 de novembro | 2025-11-15"),
    ("ontem", "ontem | 2025-11-27"),
    ("ontem à noite", "ontem à noite | 2025-11-27..2025-11-28"),
    ("na semana passada", "na semana passada | 2025-11-17..2025-11-23"),
    ("no fim da semana passada", "no fim da semana passada | 2025-11-20..2025-11-23"),
    ("no mês passado", "no mês passado | 2025-10-01..2025-10-31"),
    ("há dois dias", "há dois dias | 2025-11-26"),
    ("de 3 a 5 de novembro", "3 a 5 de novembro | 2025-11-03..2025-11-05"),
    ("em 10 de dezembro", "10 de dezembro | 2025-12-10"),
    ("em 30 de fevereiro",),
    ("no mar, às dez",),
]


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in NUMBERS])
def test_portuguese_numbers_have_their_bounds_kind_and_span(text: str, want: list[str]) -> None:
    """ "E" joins tens, hundreds and thousands; hedges with a contraction are printed as they were."""
    tokens = parted(tokenise(text), PACK.contractions)
    told = []
    for number in numbers(tokens, PACK.numbers, set()):
        span = text[tokens[number.begin].start : tokens[number.end - 1].end]
        top = "" if number.max is None else number.max
        bounds = number.min if number.min == number.max else f"{number.min}..{top}"
        told.append(f"{span} | {bounds} | {number.kind}")
    assert told == want


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in DATES])
def test_portuguese_days_are_resolved_against_the_day_of_publication(
    text: str, want: list[str]
) -> None:
    """Weekdays also without "-feira"; "Marco" is a name, "março" with a day or a year a month."""
    told = []
    for mention in dates_in(text, PACK.dates, DAYS, FRIDAY):
        first, last = mention.window.from_, mention.window.to
        days = f"{first}" if first == last else f"{first}..{last}"
        told.append(f"{text[mention.start : mention.end]} | {days}")
    assert told == want


@given(
    published=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    weekday=st.sampled_from(sorted(PACK.dates.weekdays)),
)
def test_a_portuguese_weekday_lies_within_the_last_week(published: date, weekday: str) -> None:
    """In every form of its name: today or at most six days back."""
    (mention,) = dates_in(weekday, PACK.dates, DAYS, published)
    assert mention.window.from_ == mention.window.to
    assert mention.window.from_.weekday() == PACK.dates.weekdays[weekday]
    assert timedelta(0) <= published - mention.window.from_ <= timedelta(days=6)


@settings(deadline=None)
@given(text=st.lists(st.sampled_from([*PACK.contractions, "Nos", "mar", "3", ","])).map(" ".join))
def test_contractions_keep_the_spans_of_a_sentence(text: str) -> None:
    """Whatever they stand beside: words in order and apart, within the text, a full stretch of it."""
    for sentence in prepare(text, "text", Lens(PACK, context("pt").lexicon), FRIDAY):
        ends = [0, *(word.end for word in sentence.words)]
        assert all(
            end <= word.start < word.end for end, word in zip(ends, sentence.words, strict=False)
        )
        assert sentence.span(0, len(sentence.words)).strip() == text.strip()


HAPPENINGS = [
    # text, killed, vessels, survivors, day, place (published on 28 November 2025)
    (
        "Forças americanas bombardearam um barco no Pacífico na segunda-feira (24), deixando três mortos.",
        (3, 1, None, "2025-11-24", "pacific"),
    ),
    (
        "Todos os três tripulantes da lancha morreram ontem no ataque dos Estados Unidos no Caribe.",
        (3, 1, None, "2025-11-27", "caribbean"),
    ),
    (
        "Segundo o Pentágono, dois dos quatro tripulantes morreram na quarta-feira no ataque à embarcação.",
        (2, 1, None, "2025-11-26", None),
    ),
    (
        "Os EUA atacaram ontem três embarcações no Pacífico, matando 14 pessoas e deixando um sobrevivente.",
        (14, 3, 1, "2025-11-27", "pacific"),
    ),
    (
        "Seis homens perderam a vida no sábado num bombardeamento norte-americano a uma lancha nas Caraíbas.",
        (6, 1, None, "2025-11-22", "caribbean"),
    ),
]


@pytest.mark.parametrize(("text", "want"), HAPPENINGS)
def test_a_portuguese_happening_is_read(
    text: str, want: tuple[int, int, int | None, str, str | None]
) -> None:
    """The dead, the boats, who survived, on which day and where; in the spelling of both countries."""
    (told,) = incidents(read(text, lang="pt"))
    counts = {name: count.min for name, count in told.counts.items()}
    days = window(told)
    assert days.from_ == days.to
    found = (counts.get(name) for name in ("killed", "vessels", "survivors"))
    assert (*found, f"{days.from_}", told.place) == want


TOTALS = [
    (
        "Desde setembro, os EUA já realizaram 21 ataques a embarcações, que deixaram ao menos 83 mortos.",
        {"strikes": (21, 21), "killed": (83, None)},
    ),
    ("Sobe para 90 o número de mortos em ataques dos EUA a barcos.", {"killed": (90, 90)}),
    ("Os 83 mortos nos ataques dos EUA a barcos eram pescadores.", {"killed": (83, 83)}),
    ("Os ataques dos EUA a barcos já mataram mais de 80 pessoas.", {"killed": (81, None)}),
    ("Foi o trigésimo segundo ataque dos EUA a um barco.", {"strikes": (32, 32)}),
]


@pytest.mark.parametrize(("text", "want"), TOTALS)
def test_a_portuguese_total_is_read(text: str, want: dict[str, tuple[int, int | None]]) -> None:
    """Running totals with their bounds; "nos ataques" are all of them."""
    claims = read(text, lang="pt")
    assert totals(claims) == want
    assert [told for told in incidents(claims) if "killed" in told.counts] == []


@pytest.mark.parametrize(
    "text",
    [
        "O Pentágono negou que um ataque a um barco no Caribe tenha matado seis pessoas.",
        "Ninguém morreu no ataque dos EUA ao barco no Caribe.",
        "Um furacão matou 12 pessoas no Caribe após o ataque dos EUA a uma lancha.",
        "Se os EUA atacarem outro barco no Caribe, haverá mortos, disse Maduro.",
    ],
)
def test_what_is_denied_or_supposed_in_portuguese_is_no_news(text: str) -> None:
    """Nor is another cause of death."""
    claims = read(text, lang="pt")
    assert [*incidents(claims), *totals(claims)] == []


CONTACTS = [
    ("Trump conversou por telefone com Maduro na semana passada.", "call", ["held"]),
    ("Trump telefonou a Maduro, revelou Lula.", "call", ["held"]),
    ("A Casa Branca negou que Trump tenha falado com Maduro.", "call", ["denied"]),
    ("Trump e Maduro discutiram um possível encontro.", "meeting", ["discussed"]),
    ("Trump vai se reunir com Maduro em Doha em 10 de dezembro.", "meeting", ["scheduled"]),
    ("O encontro previsto entre Trump e Maduro não vai acontecer.", "meeting", ["cancelled"]),
    ("Trump se reuniu com Maduro em Brasília no sábado.", "meeting", ["held"]),
    ("Trump e Lula se reuniram na Malásia e falaram de Maduro.", "meeting", []),
    ("Trump não pretende se reunir com Maduro.", "meeting", ["no_plans"]),
    ("Maduro está disposto a conversar com Trump.", "meeting", ["offered"]),
]


@pytest.mark.parametrize(("text", "episode", "want"), CONTACTS)
def test_a_portuguese_contact_is_read(text: str, episode: str, want: list[str]) -> None:
    """ "Se" before a verb is the other side of a meeting, not a condition."""
    assert stages(read(text, lang="pt"), "meeting", episode) == want
