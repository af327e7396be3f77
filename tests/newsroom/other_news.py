"""What else is in the feeds: items about nothing that is followed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.newsroom.items import Item

WORDS = {
    "en": (
        ("The town council", "A school choir", "The ferry company", "A museum", "The orchard fair"),
        ("opens", "postpones", "celebrates", "repairs", "asks for help with"),
        ("its garden", "the spring concert", "an old clock", "the bicycle path", "a bakery"),
        "Residents heard of it on {day}; {count} of them came to see it, and tea was served.",
    ),
    "es": (
        ("El ayuntamiento", "Un coro escolar", "La biblioteca", "Un museo", "La feria del libro"),
        ("abre", "aplaza", "celebra", "repara", "pide ayuda para"),
        ("su jardín", "el concierto", "un reloj antiguo", "la ciclovía", "una panadería"),
        "Los vecinos lo supieron el {day}; vinieron {count} y hubo chocolate para todos.",
    ),
}
"""Who, does, what, and a sentence on it, by language."""
SITE = "town-notes.example"


def other_news(
    lang: str, begin: datetime, until: datetime, between: tuple[float, float], seed: str
) -> Iterator[Item]:
    """One item every so many days between two times."""
    chance = random.Random(f"other news {seed}")
    who, does, what, sentence = WORDS[lang]
    at, number = begin, 0
    while at < until:
        number += 1
        title = f"{chance.choice(who)} {chance.choice(does)} {chance.choice(what)}"
        text = f"{title}. {sentence.format(day=f'{at:%d/%m}', count=chance.randrange(11, 90))}"
        url = f"https://{SITE}/{seed.replace(' ', '-')}/{number}"
        yield Item(at, SITE, url, title, text, "other")
        at += timedelta(seconds=int(86_400 * chance.uniform(*between)))
