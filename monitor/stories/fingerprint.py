"""What of a title or a text is compared: tokens, numbers, status words, shingles of the lead.

Everything here is the same in every process and on every day: `stable` numbers can be stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from struct import iter_unpack

from monitor.stories.credits import dateline_end
from monitor.stories.lexicon import NUMBERS, SPELLINGS, TENS, UNITS, status
from monitor.text import folded, straight

LEAD_WORDS = 60
"""Words of a lead that are compared: later ones are background, which outlets share by chance."""
LEAD_SOURCE = 4_000
"""Characters in which a lead is looked for: 60 words and several long quotes fit."""
SHINGLE = 5
"""Words of a shingle: with 3, stock phrases are shared by chance (recall at full precision .62)."""
FEWEST_SHINGLES = 8
"""A smaller set says too little to be contained in anything."""
_WORD_LENGTH = 8
"""Characters in which there is nearly always a word, its blank included."""
_CUT_THROUGH = 4
"""Tokens before a cut that may have been others: "u. s.", "united states", "per cent" are one."""
_TITLES_CACHED = 8_192
_LEADS_CACHED = 2_048
# A cache holds its keys: titles and cut leads, never whole texts.

# "21st" is one token, "50bn" and "10am" are two: what is counted, and of what, are told apart.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*(?:(?:st|nd|rd|th)(?![^\W\d_]))?|[^\W_]+|[$%]")
_SCALES = {"m": "million", "b": "billion", "bn": "billion", "tn": "trillion", "k": "thousand"}
_SCALED = re.compile(rf"(\d)({'|'.join(_SCALES)})\b")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")  # soft hyphen, zero width
_NUMERIC = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_UNITED_STATES = re.compile(r"\bu\.\s?s\.(?:\s?a\.)?|\bunited states\b|\bee\.\s?uu\.?")
_PERCENT = re.compile(r"\bper cent\b|\bpercent\b|\bpor ciento\b")
_PREFIX = re.compile(
    r"""[\W_]*(?:breaking(?:\ news)?|update\ ?\d*|updated|live(?:\ updates|\ ?blog)?|watch|exclusive|just\ in
    |developing(?:\ story)?|urgent|flash|opinion|analysis|the\ latest|alert|photos?|pictures|explainer|correction
    |ultima\ hora|urgente|en\ vivo|en\ directo|minuto\ a\ minuto|actualizacion|actualiza|exclusiva|alerta|fotos?
    |analisis|video|ao\ vivo|agora|atualizacao|exclusivo|analise|opiniao)
    (?:[\])]\s*|\s*[:|–—]\s*|\s*-\s+)""",
    re.VERBOSE,
)
# "– live updates", "(Updated)", "[VIDEO]": how it is told, behind.
_BEHIND = re.compile(
    r"""\s*(?:\s[-–—|]\s*|[:|–—]\s*|[\[(])(?:updated?|live(?:\ updates|\ ?blog|\ news)?|as\ it\ happened|video
    |watch(?:\ live)?|photos?|pictures|fotos?|en\ vivo|en\ directo|minuto\ a\ minuto|actualizad[oa]|ao\ vivo
    |atualizad[oa])[\])]?\s*$""",
    re.VERBOSE,
)
# "UPDATE 2-Strike kills ...", as an agency marks its versions: no blank behind the dash.
_VERSION = re.compile(r"\s*(?:update|refile|wrapup|corrected)\s?\d*\s?-\s*")
_SAYS = r"(?:says?|said|reports?|dicen?|dijo|dijeron|informan?|informo|segun)"
_SAYER = (
    r"(?:officials?|police|authorities|reports?|sources?|state\ media|local\ media|witnesses|ministry|fuentes"
    r"|autoridades|policia|medios(?:\ locales)?|testigos|informes?)"
)
# ", officials say", ": report", ", según fuentes": who says so, behind a title that is whole without it.
_SOURCED = re.compile(
    rf"\s*(?:[,:|–—]|\s-)\s*(?:(?:the|las?|los|el)\ )?"
    rf"(?:{_SAYER}(?:\ {_SAYS})?|{_SAYS}\ (?:(?:the|las?|los|el)\ )?{_SAYER})\s*$"
)
_SUFFIX = re.compile(r"\s+[-–—|]\s+([^-–—|]{2,40})$")
_CUT_TAG = re.compile(r"<[a-zA-Z/!][^<>]*$")  # a summary cut off inside a tag
# A quotation of several paragraphs opens each of them and closes the last.
_TURNED_QUOTES = re.compile("„[^“”]{0,600}[“”]|“[^”]{0,900}”")
# Between single marks a quotation of some length, in which an apostrophe stands between letters.
_QUOTED = re.compile(
    r""""[^"]{0,600}(?:"|$)|(?<!\w)'(?=\w)(?:[^'"]|(?<=\w)'(?=\w)){25,600}'(?!\w)"""
)
_AND = ("y", "e")
"""Between tens and units: "treinta y dos", "trinta e dois"."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(?:the|el|la|los|las|o|a|os|as|le|les|il|der|die|das) ")


def stable(*parts: str) -> int:
    """A number below 2**63 from the parts, the same in every process."""
    body = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(body, digest_size=8).digest(), "big") >> 1


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers and the signs $ and %, folded, with one spelling for what has several."""
    # In ASCII the same, ten times faster.
    text = text.lower() if text.isascii() else folded(_INVISIBLE.sub("", text))
    # To look for a word that must be there takes a hundredth of the time of the expression.
    if "u." in text or "ted states" in text:
        text = _UNITED_STATES.sub(" us ", text)
    if "cent" in text or "ciento" in text:
        text = _PERCENT.sub("%", text)
    text = text.replace("'", "")
    text = _SCALED.sub(_scale, text)
    spelled = SPELLINGS.get
    return tuple([word for token in _TOKEN.findall(text) if (word := spelled(token, token))])


def _scale(found: re.Match[str]) -> str:
    """ "0 million" for the "0m" of "50m": with it, it is not "50bn"."""
    return f"{found[1]} {_SCALES[found[2]]}"


@lru_cache(maxsize=_TITLES_CACHED)
def title_tokens(title: str, site: str) -> tuple[str, ...]:
    """Tokens of a title without "Breaking:" before, and without the outlet and who says so behind."""
    plain = folded(_INVISIBLE.sub("", title))
    while prefix := _PREFIX.match(plain) or _VERSION.match(plain):
        plain = plain[prefix.end() :]
    suffix = _SUFFIX.search(plain)
    if suffix and _names(suffix[1], site):
        plain = plain[: suffix.start()]
    for behind in (_BEHIND, _SOURCED):
        if (found := behind.search(plain)) and found.start():
            plain = plain[: found.start()]
    return tokens(plain)


@lru_cache(maxsize=_TITLES_CACHED)
def sorted_title(title: str, site: str) -> str:
    """Its tokens in the order of the alphabet: their plain ratio is then the token_sort ratio."""
    return " ".join(sorted(title_tokens(title, site)))


def _names(suffix: str, site: str) -> bool:
    """True when the suffix is the outlet: "The Guardian" is theguardian.com, "New York Times" nytimes.com."""
    labels = {_bare(label) for label in [site, *folded(site).split(".")]} - {""}
    if _NOT_LETTERS.sub("", suffix) == _NOT_LETTERS.sub("", site):
        return True
    hosts = folded(site).split(".")[:-1]
    for name in (suffix, _ARTICLE.sub("", suffix)):
        words = tuple(filter(None, _NOT_LETTERS.split(name)))
        if _bare(name) in labels or any(_shortened(words, host) for host in hosts):
            return True
    return False


def _bare(name: str) -> str:
    """The letters of a name without "the", "news" and what follows the dot."""
    name = folded(name).removeprefix("the ").removesuffix(".com")
    return _NOT_LETTERS.sub("", name).removeprefix("the").removesuffix("news")


@lru_cache(maxsize=_LEADS_CACHED)
def _shortened(words: tuple[str, ...], label: str) -> bool:
    """True when the label is put together of the beginnings of the words, each of them there, in their order."""
    if not words:
        return not label
    return any(
        _shortened(words[1:], label[size:])
        for size in range(1, len(words[0]) + 1)
        if label[:size] == words[0][:size]
    )


def numbers(words: tuple[str, ...]) -> frozenset[str]:
    """Every number said, in digits or in words, English or Spanish: "twenty-first" is 21."""
    return frozenset(said_numbers(words))


def said_numbers(words: tuple[str, ...]) -> list[str]:
    """The numbers in their order, each as often as it is said."""
    return [number for number, word in valued(words) if not word]


def valued(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Every word and every number in their order: "" and the word, or the number in digits and ""."""
    found: list[tuple[str, str]] = []
    tens = 0
    for word in words:
        if tens and word in UNITS:
            while found[-1][1]:  # "treinta y dos"
                found.pop()
            found[-1] = (str(tens + UNITS[word]), "")
        elif word in NUMBERS:
            found.append((str(NUMBERS[word]), ""))
        elif word[0].isdigit():
            found.append((_figure(word), ""))
        else:
            found.append(("", word))
        tens = tens if tens and word in _AND else TENS.get(word, 0)
    return found


def _figure(word: str) -> str:
    """Digits without thousands separators, suffix ("21st", "50m") and closing point."""
    match = _NUMERIC.match(word)
    figure = match[0] if match else word
    if _THOUSANDS.fullmatch(figure):
        return re.sub(r"[.,]", "", figure)
    return figure.replace(",", ".").lstrip("0") or "0"


def statuses(words: tuple[str, ...]) -> frozenset[str]:
    """What is said to have become of something: "confirm", "cancel", "not" ... (stems)."""
    return frozenset(found for word in words if (found := status(word)))


def lead(title: str, text: str) -> tuple[str, ...]:
    """The first words of a text without dateline, quoted spans and a repetition of its title.

    Two outlets that quote one statement share up to 44 % of their shingles; without the quotes the
    same agency's text is what is left to share.
    """
    return _lead(title, text[:LEAD_SOURCE])


def opening(text: str) -> tuple[str, ...]:
    """As `lead`, and twice as long: what is said otherwise may stand in a later sentence.

    A repetition of the title stays: the day and the number may stand there alone.
    """
    return _unquoted("", text[:LEAD_SOURCE], 2 * LEAD_WORDS)


@lru_cache(maxsize=_LEADS_CACHED)
def _lead(title: str, text: str) -> tuple[str, ...]:
    return _unquoted(title, text, LEAD_WORDS)


def _unquoted(title: str, text: str, most: int) -> tuple[str, ...]:
    """The first words without dateline, quoted spans and a repetition of the title."""
    start = _CUT_TAG.sub("", text)
    if not start.isascii():
        start = straight(_TURNED_QUOTES.sub(" ", start))
    head = tokens(title)
    words = first_tokens(_QUOTED.sub(" ", start[dateline_end(start) :]), len(head) + most)
    if head and words[: len(head)] == head:
        words = words[len(head) :]
    return words[:most]


def first_tokens(text: str, most: int) -> tuple[str, ...]:
    """The first so many of `tokens`; of a long text no more is read than holds them."""
    end = text.find(" ", most * _WORD_LENGTH)
    if end >= 0:
        words = tokens(text[:end])
        if len(words) >= most + _CUT_THROUGH:
            return words[:most]
    return tokens(text)[:most]


@lru_cache(maxsize=_LEADS_CACHED)
def lead_shingles(words: tuple[str, ...]) -> frozenset[int]:
    """A lead's five-word shingles as stable numbers; empty when it is shorter."""
    # The numbers of `stable`, each word encoded once: a rebuild makes sixty of them a story.
    said = [word.encode("utf-8", "surrogatepass") for word in words]
    digests = b"".join(
        [
            blake2b(b"\0".join(said[start : start + SHINGLE]), digest_size=8).digest()
            for start in range(len(said) - SHINGLE + 1)
        ]
    )
    return frozenset([number >> 1 for (number,) in iter_unpack(">Q", digests)])


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared part of the smaller set, 0..1; symmetric, and 0 when a set is too small to tell."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller >= FEWEST_SHINGLES else 0.0


def overlap(one: Iterable[str], other: Iterable[str]) -> float:
    """Shared part of the smaller set of numbers; 1 when one of them has none."""
    left, right = frozenset(one), frozenset(other)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 1.0
