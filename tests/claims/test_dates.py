"""Days in texts, resolved against the day of publication, in each language."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.claims import dates
from monitor.claims.dates import DateMention, date_expression, dates_in
from monitor.registry import names, resolve

LANGS = names("claims.packs")
FRIDAY = date(2025, 11, 28)
EXPRESSIONS = {lang: date_expression(resolve("claims.packs", lang).dates) for lang in LANGS}

ENGLISH = [
    # text, then each date: what it spans, its days (published on Friday, 28 November 2025)
    ("on Nov. 15", "Nov. 15 | 2025-11-15"),
    ("on November 15, 2025, the", "November 15, 2025 | 2025-11-15"),
    ("on 15 November 2025 the", "15 November 2025 | 2025-11-15"),
    ("on Sept. 2 the", "Sept. 2 | 2025-09-02"),
    ("on 15th of November", "15th of November | 2025-11-15"),
    ("on 2025-11-15 the", "2025-11-15 | 2025-11-15"),
    ("on 11/15/2025 the", "11/15/2025 | 2025-11-15"),
    ("on 27/11/2025 the", "27/11/2025 | 2025-11-27"),
    ("on 27.11.2025 the", "27.11.2025 | 2025-11-27"),
    ("on Friday", "Friday | 2025-11-28"),
    ("on Thursday", "Thursday | 2025-11-27"),
    ("on Saturday", "Saturday | 2025-11-22"),
    ("last Friday", "last Friday | 2025-11-21"),
    ("next Monday", "next Monday | 2025-12-01"),
    ("on Saturday, Nov. 15, the", "Saturday, Nov. 15 | 2025-11-15"),
    ("yesterday", "yesterday | 2025-11-27"),
    ("today", "today | 2025-11-28"),
    ("overnight", "overnight | 2025-11-27..2025-11-28"),
    ("last week", "last week | 2025-11-17..2025-11-23"),
    ("late last week", "late last week | 2025-11-20..2025-11-23"),
    ("this week", "this week | 2025-11-24..2025-11-28"),
    ("over the weekend", "over the weekend | 2025-11-22..2025-11-23"),
    ("last month", "last month | 2025-10-01..2025-10-31"),
    ("two days ago", "two days ago | 2025-11-26"),
    ("8 days ago", "8 days ago | 2025-11-20"),
    ("two weeks ago", "two weeks ago | 2025-11-11..2025-11-17"),
    ("in September", "September | 2025-09-01..2025-09-30"),
    ("in March 2024 the", "March 2024 | 2024-03-01..2024-03-31"),
    ("Nov. 15-17", "Nov. 15-17 | 2025-11-15..2025-11-17"),
    ("15-17 November", "15-17 November | 2025-11-15..2025-11-17"),
    ("on Dec. 10", "Dec. 10 | 2025-12-10"),
    ("on Feb. 10", "Feb. 10 | 2025-02-10"),
    ("on Jan. 20", "Jan. 20 | 2026-01-20"),
    ("on Feb. 30",),
    ("they may march on",),
    ("at 10:30 with 3.5 of 24/7",),
]

SPANISH = [
    ("el 15 de noviembre", "15 de noviembre | 2025-11-15"),
    ("el 15 de noviembre de 2025 un", "15 de noviembre de 2025 | 2025-11-15"),
    ("el 15 de noviembre del 2025 un", "15 de noviembre del 2025 | 2025-11-15"),
    ("el 2 de septiembre", "2 de septiembre | 2025-09-02"),
    ("el 2 de setiembre", "2 de setiembre | 2025-09-02"),
    ("el 1º de octubre", "1º de octubre | 2025-10-01"),
    ("el primero de octubre", "primero de octubre | 2025-10-01"),
    ("el 15 nov 2025 un", "15 nov 2025 | 2025-11-15"),
    ("el 15/11/2025 un", "15/11/2025 | 2025-11-15"),
    ("el 10/11 un", "10/11 | 2025-11-10"),
    ("el 15-11-2025 un", "15-11-2025 | 2025-11-15"),
    ("el viernes", "viernes | 2025-11-28"),
    ("este jueves", "jueves | 2025-11-27"),
    ("el miércoles", "miércoles | 2025-11-26"),
    ("el sábado", "sábado | 2025-11-22"),
    ("el pasado viernes", "pasado viernes | 2025-11-21"),
    ("el viernes pasado", "viernes pasado | 2025-11-21"),
    ("el próximo lunes", "próximo lunes | 2025-12-01"),
    ("el lunes que viene", "lunes que viene | 2025-12-01"),
    ("el sábado 15 de noviembre", "sábado 15 de noviembre | 2025-11-15"),
    ("el lunes, 15 de septiembre de 2025, un", "lunes, 15 de septiembre de 2025 | 2025-09-15"),
    ("ayer", "ayer | 2025-11-27"),
    ("hoy", "hoy | 2025-11-28"),
    ("anteayer", "anteayer | 2025-11-26"),
    ("anoche", "anoche | 2025-11-27..2025-11-28"),
    ("la semana pasada", "la semana pasada | 2025-11-17..2025-11-23"),
    ("a finales de la semana pasada", "a finales de la semana pasada | 2025-11-20..2025-11-23"),
    ("esta semana", "esta semana | 2025-11-24..2025-11-28"),
    ("el fin de semana", "el fin de semana | 2025-11-22..2025-11-23"),
    ("el mes pasado", "el mes pasado | 2025-10-01..2025-10-31"),
    ("hace dos días", "hace dos días | 2025-11-26"),
    ("hace 8 días", "hace 8 días | 2025-11-20"),
    ("dos días antes", "dos días antes | 2025-11-26"),
    ("hace una semana", "hace una semana | 2025-11-18..2025-11-24"),
    ("desde septiembre", "septiembre | 2025-09-01..2025-09-30"),
    ("en marzo de 2024 un", "marzo de 2024 | 2024-03-01..2024-03-31"),
    ("el 29 y 30 de octubre", "29 y 30 de octubre | 2025-10-29..2025-10-30"),
    ("del 3 al 5 de noviembre", "3 al 5 de noviembre | 2025-11-03..2025-11-05"),
    ("entre el 3 y el 5 de noviembre", "3 y el 5 de noviembre | 2025-11-03..2025-11-05"),
    ("el 10 de diciembre", "10 de diciembre | 2025-12-10"),
    ("el 10 de febrero", "10 de febrero | 2025-02-10"),
    ("el 30 de febrero",),
    ("el mar Caribe y los martinicos",),
]

YEAR_CHANGE = [
    # text, published, day
    ("on Dec. 30", date(2026, 1, 3), date(2025, 12, 30)),
    ("on Jan. 2", date(2025, 12, 30), date(2026, 1, 2)),
    ("on Nov. 15", date(2026, 1, 3), date(2025, 11, 15)),
    ("on Sunday", date(2026, 1, 2), date(2025, 12, 28)),
    ("yesterday", date(2026, 1, 1), date(2025, 12, 31)),
    ("on Feb. 29", date(2024, 3, 1), date(2024, 2, 29)),
]


def told(text: str, lang: str, day: date | None = FRIDAY) -> list[str]:
    """Each date of a text as span and days."""
    return [f"{text[m.start : m.end]} | {days(m)}" for m in mentions(text, lang, day)]


def mentions(text: str, lang: str, day: date | None = FRIDAY) -> list[DateMention]:
    return dates_in(text, resolve("claims.packs", lang).dates, EXPRESSIONS[lang], day)


def days(mention: DateMention) -> str:
    window = mention.window
    return f"{window.from_}" if window.from_ == window.to else f"{window.from_}..{window.to}"


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in ENGLISH])
def test_english_days_are_resolved_against_the_day_of_publication(
    text: str, want: list[str]
) -> None:
    """A weekday is the most recent one, a month's day the nearest, a week Monday to Sunday."""
    assert told(text, "en") == want


@pytest.mark.parametrize(("text", "want"), [(text, want) for text, *want in SPANISH])
def test_spanish_days_are_resolved_against_the_day_of_publication(
    text: str, want: list[str]
) -> None:
    """The same in Spanish, day before month."""
    assert told(text, "es") == want


def test_the_tables_are_long_enough_to_mean_something() -> None:
    """Twenty-five rows a language at least, none twice."""
    for table in (ENGLISH, SPANISH):
        assert len({row[0] for row in table}) == len(table) >= 25


@pytest.mark.parametrize(("text", "published", "day"), YEAR_CHANGE)
def test_a_day_near_the_change_of_the_year_takes_the_nearer_year(
    text: str, published: date, day: date
) -> None:
    """30 December read in January is last year's, 2 January read in December next year's."""
    (mention,) = mentions(text, "en", published)
    assert (mention.window.from_, mention.window.to) == (day, day)


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "on Friday and yesterday"), ("es", "el viernes y ayer")]
)
def test_without_a_day_of_publication_only_full_dates_are_read(lang: str, text: str) -> None:
    """A weekday needs a day to count from; a date with its year does not."""
    assert mentions(text, lang, None) == []
    assert told("2025-11-15", lang, None) == ["2025-11-15 | 2025-11-15"]


@pytest.mark.parametrize("day", [date.min, date.max, date(999, 1, 1), date(3000, 1, 1)])
@pytest.mark.parametrize("lang", LANGS)
def test_no_day_of_publication_breaks_the_reading_of_days(lang: str, day: date) -> None:
    """ "Tomorrow" on the last day of the calendar is no day; what stands beside it is read."""
    every = [*resolve("claims.packs", lang).dates.relative, "0001-01-01", "9999-12-31"]
    assert told(f"{', '.join(every)}, 2025-11-15", lang, day)[-1] == "2025-11-15 | 2025-11-15"


WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}


@pytest.mark.parametrize("lang", sorted(WEEKDAYS))
@given(published=st.dates(date(2000, 1, 1), date(2099, 12, 31)), number=st.integers(0, 6))
def test_a_weekday_lies_within_the_last_week(lang: str, published: date, number: int) -> None:
    """Whatever the day of publication: that weekday, today or at most six days back."""
    (mention,) = mentions(WEEKDAYS[lang][number], lang, published)
    assert mention.window.from_ == mention.window.to
    assert mention.window.from_.weekday() == number
    assert timedelta(0) <= published - mention.window.from_ <= timedelta(days=6)


@pytest.mark.parametrize("lang", LANGS)
@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_a_full_date_means_itself(lang: str, day: date) -> None:
    """The form with year, month and day needs nothing else."""
    assert told(f"{day:%Y-%m-%d}", lang, None) == [f"{day} | {day}"]


MIXED = (
    "Nov. november noviembre 15 3 30 2025 2024-02-30 99/99 24/7 , - de del of the el last next pasado"
    " próximo Friday viernes two dos days días ago hace antes primero y al week semana la yesterday ayer İ ß ﬁ"
)
PIECES = st.sampled_from(MIXED.split())


@pytest.mark.parametrize("lang", LANGS)
@given(
    pieces=st.lists(PIECES, max_size=15),
    published=st.none() | st.dates(date(1950, 1, 1), date(2090, 1, 1)),
)
def test_dates_never_overlap_and_stay_in_the_text(
    lang: str, pieces: list[str], published: date | None
) -> None:
    """Whatever words come together: mentions in order and apart, windows that do not end before they begin."""
    text = " ".join(pieces)
    end = 0
    for mention in mentions(text, lang, published):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.window.from_ <= mention.window.to
        end = mention.end


@pytest.mark.parametrize("lang", LANGS)
@given(text=st.text(max_size=200))
def test_no_text_breaks_the_reading_of_days(lang: str, text: str) -> None:
    """Any text gives dates or none, never an error."""
    mentions(text, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "piece", ["9", "9/", "1-", "de ", "hace ", "two ", "x", "  ", "Nov. ", "viernes "]
)
def test_hostile_repetition_ends(lang: str, piece: str) -> None:
    """A hundred kilobytes of one piece are read to the end, each mention at most a few words long."""
    text = piece * (100_000 // len(piece))
    assert all(mention.end - mention.start < 60 for mention in mentions(text, lang))


@pytest.mark.parametrize("lang", LANGS)
def test_asking_first_whether_a_date_can_begin_loses_none(lang: str) -> None:
    """The question that saves the time has every beginning: without it the same dates are found."""
    words = resolve("claims.packs", lang).dates
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_begins", lambda words: "")
        unasked = date_expression(words)
    named = (
        words.months,
        words.weekdays,
        words.relative,
        words.day_words,
        words.spans,
        words.small,
    )
    told = [
        word for each in (*named, words.of, words.last, words.coming, words.until) for word in each
    ]
    figures = ("3", "15", "2025", "21st", "2025-11-15", "11/15", "15.11.2025", "10:30", "24/7")
    others = ("ago", "before", "hace", "atras", "antes", "Mayor", "few", "x")
    marks = (" ", " ", " ", " ", ", ", ". ", "-", "'", "_", "’", "\u0301", "ⓜ", "ﬁ", "²", "\n")
    parts = st.sampled_from(told) | st.sampled_from((*figures, *others)) | st.sampled_from(marks)

    @given(
        text=st.lists(parts, max_size=20).map("".join) | st.lists(parts, max_size=20).map(" ".join)
    )
    def same(text: str) -> None:
        assert mentions(text, lang) == dates_in(text, words, unasked, FRIDAY)

    same()
