"""Ways in which a headline is written otherwise and says the same, and ways in which it says another thing.

Each takes a title and gives the other one, or "" where it has nothing to work on. What another outlet or
another edition does to a headline is in `SAME`; what makes another story of it is in `OTHER`.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Mapping

Edit = Callable[[str, str, random.Random], str]
"""Title, language and chance to the other title."""

_FILLERS = {
    "en": frozenset("the a an".split()),
    "es": frozenset("el la los las un una".split()),
}
_WORDS = {
    "en": dict(
        enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
    ),
    "es": dict(
        enumerate("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce".split())
    ),
}
_TAILS = {
    "en": (
        ", officials say",
        ": report",
        ", police say",
        " | Report",
        " – live updates",
        " (Updated)",
    ),
    "es": (", según fuentes", ": informe", ", dicen las autoridades", " | Informe"),
}
_HEADS = {
    "en": (
        "BREAKING: ",
        "Update 1: ",
        "UPDATE 2-",
        "EXCLUSIVE | ",
        "Watch: ",
        "Just in - ",
        "DEVELOPING: ",
    ),
    "es": ("ÚLTIMA HORA: ", "Actualización: ", "EN VIVO | ", "Video: ", "Urgente: "),
}
_OPPOSITES = {
    "en": (
        ("rejects", "approves"),
        ("confirms", "denies"),
        ("resume", "suspend"),
        ("acquits", "convicts"),
        ("closes", "opens"),
        ("delays", "holds"),
        ("raises", "cuts"),
        ("lifts", "imposes"),
        ("denies", "admits"),
        ("threatens", "drops"),
        ("freed", "killed"),
        ("begins", "ends"),
        ("fall", "rise"),
        ("holds", "breaks"),
        ("approves", "blocks"),
    ),
    "es": (
        ("rechaza", "aprueba"),
        ("confirma", "niega"),
        ("reanudan", "suspenden"),
        ("absuelven", "condenan"),
        ("cierra", "abre"),
        ("sube", "baja"),
        ("levantan", "imponen"),
        ("niega", "admite"),
        ("liberan", "detienen"),
        ("aplazan", "celebran"),
        ("cierran", "abren"),
        ("aprueba", "veta"),
    ),
}
_NAMES = (
    ("Clare", "Maren"),
    ("Claro", "Marén"),
    ("Oster", "Wester"),
    ("Lindow", "Window"),
    ("Sorrel", "Morrel"),
    ("Aldan", "Eldan"),
    ("Aldán", "Eldán"),
    ("Arle", "Orle"),
    ("Norland", "Nordland"),
    ("Norlandia", "Nordlandia"),
    ("Marlow", "Harlow"),
    ("Harlow", "Marlow"),
    ("Hale", "Dale"),
    ("northern", "southern"),
    ("norte", "sur"),
    ("east", "west"),
    ("este", "oeste"),
    ("Tarn", "Tarnby"),
    ("Harrow", "Barrow"),
    ("Esperia", "Asperia"),
)
_AUXILIARY = re.compile(r"\b(will|holds|says|se|ha|deja|deja|acusa|ordena|amenaza)\b")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def _case(title: str, lang: str, chance: random.Random) -> str:
    """Headline capitals, or all of them."""
    return title.upper() if chance.random() < 0.3 else title.title().replace("'S", "'s")


def _marks(title: str, lang: str, chance: random.Random) -> str:
    """Other quotes, dashes and blanks, and a point or three at the end."""
    end = chance.choice((".", "…", "", " "))
    return title.replace("'", "\u2019").replace(" ", "\u00a0", 1).replace(", ", " \u2014 ") + end


def _accents(title: str, lang: str, chance: random.Random) -> str:
    """Typed without accents, or with combining ones."""
    parts = unicodedata.normalize("NFD", title)
    if parts == title:
        return ""
    return (
        parts
        if chance.random() < 0.3
        else "".join(c for c in parts if not unicodedata.combining(c))
    )


def _without_fillers(title: str, lang: str, chance: random.Random) -> str:
    """Articles left out."""
    words = title.split()
    kept = [word for word in words if word.lower() not in _FILLERS[lang]]
    return " ".join(kept) if len(kept) < len(words) else ""


def _with_filler(title: str, lang: str, chance: random.Random) -> str:
    """An article put in before a later word."""
    words = title.split()
    place = chance.randrange(1, len(words))
    return " ".join([*words[:place], "the" if lang == "en" else "la", *words[place:]])


def _numerals(title: str, lang: str, chance: random.Random) -> str:
    """Words for figures, or figures for words; "percent" and "%"."""
    table = _WORDS[lang]
    words = {word: str(number) for number, word in table.items() if word != "once"}
    figures = {str(number): word for number, word in table.items() if number > 1}
    swap = {**words, **figures}
    changed = " ".join(swap.get(word.lower(), word) for word in title.split())
    changed = changed.replace(" percent", "%").replace(" por ciento", "%")
    return changed if changed != title else ""


def _thousands(title: str, lang: str, chance: random.Random) -> str:
    """A thousands mark left out, or the other one."""
    found = re.sub(r"(\d)[.,](\d{3})\b", r"\1\2", title)
    return found if found != title else ""


def _tail(title: str, lang: str, chance: random.Random) -> str:
    """Who says so, behind."""
    return title + chance.choice(_TAILS[lang])


def _head(title: str, lang: str, chance: random.Random) -> str:
    """A label before."""
    return chance.choice(_HEADS[lang]) + title


def _turned(title: str, lang: str, chance: random.Random) -> str:
    """The second half first: the words are the same."""
    words = title.split()
    place = next((n for n, word in enumerate(words) if n > 2 and word in _TURNS), 0)
    if not place or place > len(words) - 2:
        return ""
    return f"{' '.join(words[place:]).capitalize()}, {' '.join(words[:place])}"


_TURNS = frozenset("after before for over with in of at por tras en con para".split())


def _cut(title: str, lang: str, chance: random.Random) -> str:
    """Cut off by the feed, where it was long."""
    words = title.split()
    return " ".join(words[:-1]) + "…" if len(words) > 10 else ""


def _number(title: str, lang: str, chance: random.Random) -> str:
    """Another number: a figure, else a number word."""
    if found := _DIGITS.search(title):
        plain = found[0].replace(",", "").replace(".", "")
        other = str(int(plain) + chance.randrange(1, 9))
        return title[: found.start()] + other + title[found.end() :]
    table = _WORDS[lang]
    numbers = {word: number for number, word in table.items() if number > 1 and word != "once"}
    words = title.split()
    for place, word in enumerate(words):
        if (value := numbers.get(word.lower())) is not None:
            words[place] = table[value + 1 if value + 1 in table and value != 10 else value - 1]
            return " ".join(words)
    return ""


def _negated(title: str, lang: str, chance: random.Random) -> str:
    """With "not" behind or "no" before the verb."""
    if lang == "en":
        found = re.sub(r"\bwill\b", "will not", title)
    else:
        found = re.sub(r"\b(se reunirá|se cumple|vaya|quiere|apoya)\b", r"no \1", title)
    return found if found != title else ""


def _opposite(title: str, lang: str, chance: random.Random) -> str:
    """The verb that says the opposite."""
    for one, other in _OPPOSITES[lang]:
        found = re.sub(rf"\b{one}\b", other, title.replace(one.capitalize(), one) if one else title)
        if found != title and other in found:
            return found[0].upper() + found[1:]
    return ""


def _name(title: str, lang: str, chance: random.Random) -> str:
    """Another place or person."""
    for one, other in _NAMES:
        found = re.sub(rf"\b{one}\b", other, title)
        if found != title:
            return found
    return ""


def _former(title: str, lang: str, chance: random.Random) -> str:
    """Somebody beside the one who was named, or one who was it before."""
    found = re.sub(r"\b(?:[Tt]he )?(president|governor|minister|mayor)\b", r"former \1", title)
    found = (
        re.sub(r"\b(Hale|Marlow)\b(?!')", r"\1 aide", found, count=1) if found == title else found
    )
    found = re.sub(r"\bfor\b", "against", found, count=1) if found == title else found
    return found[0].upper() + found[1:] if lang == "en" and found != title else ""


def _another(title: str, lang: str, chance: random.Random) -> str:
    """The next one of its kind, told in the same words."""
    word = {"en": ("Another ", "New ", "Second "), "es": ("Otra vez: ", "Nuevo: ", "Segundo ")}
    return chance.choice(word[lang]) + title[0].lower() + title[1:]


SAME: Mapping[str, Edit] = {
    "capitals": _case,
    "marks": _marks,
    "accents": _accents,
    "articles left out": _without_fillers,
    "article put in": _with_filler,
    "numerals": _numerals,
    "thousands": _thousands,
    "who says so": _tail,
    "label": _head,
    "turned round": _turned,
    "cut off": _cut,
}
"""The same said in other writing, by name."""
OTHER: Mapping[str, Edit] = {
    "number": _number,
    "negation": _negated,
    "opposite": _opposite,
    "name": _name,
    "another": _another,
    "former": _former,
}
"""Another story in nearly the same words, by name."""
