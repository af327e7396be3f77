"""Texts in languages that are not read: the gate of the default topic knows them by a few words.

All of them are made up. What only looks like the topic (another war, a shipwreck, a call with somebody
else) stays out.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.claims import Readers
from monitor.cli.texts import story_of
from monitor.entries import Entry
from monitor.sources import lines
from monitor.stories.gate import Gate
from tests.claims.reading import topic

SEEN = datetime(2025, 12, 10, 12, tzinfo=UTC)

ABOUT_IT = [
    ("fr", "Une frappe américaine contre un bateau dans les Caraïbes fait quatre morts, selon le Pentagone."),
    ("fr", "Nouvelles frappes des États-Unis sur des bateaux de narcotrafiquants dans le Pacifique."),
    ("fr", "Donald Trump dit avoir parlé au téléphone avec Nicolás Maduro."),
    ("fr", "L'espace aérien du Venezuela doit être considéré comme fermé, affirme le président américain."),
    ("it", "Attacco degli Stati Uniti contro una barca di narcos nei Caraibi: uccisi tre uomini."),
    ("it", "La Casa Bianca smentisce un incontro con Maduro."),
    ("de", "US-Militär greift erneut ein Boot in der Karibik an: Luftangriff mit vier Toten, Drogen an Bord."),
    ("de", "USA versenken weiteres Drogenboot im Ostpazifik."),
    ("de", "Trump will mit Maduro sprechen."),
    ("tr", "ABD Karayipler'de uyuşturucu taşıdığı öne sürülen bir tekneye saldırı düzenledi, üç kişi öldü."),
    ("tr", "Trump, Maduro ile telefonda görüştüğünü söyledi."),
    ("ru", "США нанесли удар по судну с наркотиками в Карибском море, погибли четыре человека."),
    ("ru", "Трамп и Мадуро поговорили по телефону."),
    ("ar", "الولايات المتحدة تشن غارة على قارب في الكاريبي ومقتل ثلاثة"),
    ("ar", "ترامب يقول إنه تحدث هاتفيا مع مادورو"),
    ("pl", "Trump rozmawiał przez telefon z Nicolásem Maduro."),
    ("nl", "VS vallen boot aan: Trump en Maduro praten niet meer."),
]  # fmt: skip

NOT_ABOUT_IT = [
    ("fr", "Une attaque des Houthis contre un navire en mer Rouge fait deux morts."),
    ("fr", "Un bateau de migrants coule au large de la Tunisie : douze morts."),
    ("fr", "Saisie record de cocaïne à bord d'un bateau au Havre."),
    ("it", "Naufragio di una barca di migranti a Lampedusa, dieci vittime."),
    ("it", "Attacco russo a Kiev, tre uccisi; la Casa Bianca condanna."),
    ("de", "Zwei Tote bei Unfall: Boote stoßen auf dem Bodensee zusammen."),
    ("de", "Trump und Putin wollen sich in Budapest treffen."),
    ("tr", "Ege'de tekne battı, sekiz kişi öldü."),
    ("tr", "ABD Başkanı Trump Erdoğan ile görüştü."),
    ("ru", "Трамп отменил встречу с Путиным в Будапеште."),
    ("ru", "Удар по Одессе: погибли четыре человека, повреждено судно."),
    ("ar", "غرق قارب مهاجرين قبالة ليبيا ومقتل عشرة"),
    ("ar", "غارة إسرائيلية على جنوب لبنان ومقتل ثلاثة"),
    ("pl", "Trump spotkał się z Putinem w Budapeszcie."),
    ("en", "Das Boot, the US series, strikes gold again: the ship is sunk in the last part."),
]  # fmt: skip


def entry(lang: str, text: str) -> Entry:
    """A headline of those days."""
    return lines.entry({"title": text, "text": "", "lang": lang, "published": "2025-12-10"}, SEEN)


@pytest.mark.parametrize(("lang", "text"), ABOUT_IT)
def test_a_text_about_the_topic_passes_in_any_language(lang: str, text: str) -> None:
    """It is kept as a story; nothing is read out of it, since there is no pack."""
    told = entry(lang, text)
    assert Gate(topic()).passes(told) is not None
    assert Readers(topic()).read(story_of(told, topic())) == []


@pytest.mark.parametrize(("lang", "text"), NOT_ABOUT_IT)
def test_what_only_looks_like_the_topic_stays_out(lang: str, text: str) -> None:
    """Words that another war, a shipwreck or another meeting share with it are not enough."""
    assert Gate(topic()).passes(entry(lang, text)) is None
