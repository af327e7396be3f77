"""Which agency a text is credited to.

A credit of the whole text stands in the dateline, in the byline, at the end, or is the site itself.
"The minister told the Associated Press" is no credit: that sentence is another outlet's.
"""

from __future__ import annotations

import re

from monitor.entries import Entry
from monitor.text import folded, host, straight

_AGENCIES = {
    "AP": ("ap", "associated press", "the associated press", "ap news", "apnews.com"),
    "Reuters": ("reuters", "thomson reuters", "reuters.com"),
    "AFP": ("afp", "agence france-presse", "agence france presse", "afp.com"),
    "EFE": ("efe", "agencia efe", "efe.com"),
    "CNN": ("cnn", "cnn newsource", "cnn newswire", "cnn en espanol", "cnn espanol", "cnn.com"),
    "Europa Press": ("europa press", "europa press noticias", "europapress.es"),
    "UPI": ("upi", "united press international", "upi.com"),
    "Xinhua": ("xinhua", "xinhua news agency", "xinhuanet.com", "news.cn"),
    "ABC": ("abc", "abc news", "abcnews.go.com", "abcnews.com"),
    "CBS": ("cbs", "cbs news", "cbsnews.com"),
    "NBC": ("nbc", "nbc news", "nbcnews.com"),
    "BBC": ("bbc", "bbc news", "bbc mundo", "bbc.com", "bbc.co.uk"),
    "Bloomberg": ("bloomberg", "bloomberg news", "bloomberg.com"),
    "dpa": ("dpa", "dpa-afx", "dpa international", "deutsche presse-agentur"),
    "ANSA": ("ansa", "ansa.it"),
    "TASS": ("tass", "itar-tass", "tass.com"),
    "Anadolu": ("anadolu", "anadolu agency", "aa.com.tr"),
    "PA": ("pa media", "press association"),
    "CP": ("canadian press", "the canadian press"),
    "AAP": ("aap", "australian associated press"),
    "Kyodo": ("kyodo", "kyodo news"),
    "Yonhap": ("yonhap", "yonhap news agency"),
    "PTI": ("pti", "press trust of india"),
    "ANI": ("ani",),
    "IANS": ("ians",),
    "Prensa Latina": ("prensa latina", "prensa-latina.cu", "plenglish.com"),
    "Notimex": ("notimex",),
    "Lusa": ("lusa", "agencia lusa", "lusa.pt"),
    "Agência Brasil": ("agencia brasil", "agenciabrasil.ebc.com.br"),
    "Folhapress": ("folhapress",),
    "Estadão": ("estadao conteudo",),
}
_SHORT = {name: short for short, names in _AGENCIES.items() for name in names}
"""Every name, folded, with the short one."""

# Capital abbreviations are words in small letters ("ap", "ani"): only names of some length are
# matched in any case.
_ANY_CASE = 6
_names = sorted({n for n in _SHORT if "." not in n}, key=len, reverse=True)
_AS_WRITTEN = ("dpa", "Efe", "Ansa", "Tass", "Kyodo", "Lusa")
"""Short names that are not, or not always, written in capitals."""
_ACCENTED = str.maketrans({"a": "[aáã]", "e": "[eéê]", "n": "[nñ]", "u": "[uú]", "o": "[oó]"})
"""In names of any case, which stand above without accents ("agencia brasil")."""
_NAME = "|".join(
    (
        *(
            f"(?i:{re.escape(name).translate(_ACCENTED)})"
            if len(name) >= _ANY_CASE
            else re.escape(name.upper())
            for name in _names
        ),
        *_AS_WRITTEN,
    )
)

DATELINE_LIMIT = 80
"""Characters before the agency in a dateline: "FORT LAUDERDALE, Florida, Nov 16, 2025"."""
_DASH = r"\s*[.:,]?\s*[-–—]{1,2}\s*"
_PLACE = r"[^()\"!?]"
_AGENCY_LINE = re.compile(
    rf"(?P<place>{_PLACE}{{0,{DATELINE_LIMIT}}}?)[(\[](?P<agency>{_NAME})(?:[/-][^()]{{2,30}})?[)\]]"
    rf"(?P<dash>{_DASH}|\s*[.:]\s*|\s+)"
)
# "Bogotá, Colombia | AFP | ", "MOSCOW, January 8. /TASS/. "
_BARRED_LINE = re.compile(rf"{_PLACE}{{2,40}}?[|/]\s*(?P<agency>{_NAME})\s*[|/][.\s]+")
# A place with the day behind it, in either order: such a beginning is no sentence.
_PLACE_AND_DAY = re.compile(
    r"[^\W\d_][\w .'\[\]-]{1,30},\s*(?:[^\W\d_]+\.?\s+\d{1,2}|\d{1,2}\s+(?:de\s+)?[^\W\d_]+\.?)"
    r"(?:,?\s*(?:de\s+)?\d{4})?[\s,]*"
)
_BARE_LINE = re.compile(rf"(?:{_PLACE}{{0,40}}?,\s)?(?P<agency>{_NAME})\s*[-–—]{{1,2}}\s+")
# "CARACAS, Venezuela - ", "WASHINGTON, Nov 16 — ": capitals, at most two parts, and a dash.
_CITY_LINE = re.compile(
    r"[^\W\d_a-zà-ÿ](?:[^\W\d_a-zà-ÿ]|[.' ]){2,30}(?:,\s[^\W\d_][\w.' ]{1,25}){0,2}\s?[-–—]{1,2}\s?"
)
_BY_LINE = re.compile(
    rf"(?i:by|por)\s(?:[^()\"!?.:]{{0,80}}?[,|/]\s|(?i:the\s|redacci[oó]n\s))?(?P<agency>{_NAME})(?=\W|$)"
)

END_LIMIT = 200
"""Characters at the end of a text in which a closing credit is looked for."""
# What only one agency writes below its texts.
_HOUSE_LINES = {
    "Reuters": re.compile(
        r"\(\s*Report(?:ing|e|agem) (?:by|de|por)\b.{0,160}$|Reporting by\b.{0,120}\bEditing by\b"
        r"|Thomson Reuters Trust Principles",
        re.IGNORECASE,
    ),
    "AP": re.compile(
        r"Associated Press (?:writers?|reporters?|journalists?)\b.{0,120}\bcontributed"
    ),
    "CNN": re.compile(r"The-CNN-Wire"),
}
_CLOSING = re.compile(
    rf"(?:^|[.!?\"\])]\s*)(?:[-–—(\[|/©:,*\s]|\d{{4}}|(?i:copyright|con|informaci[oó]n de|datos de|agencias?\b"
    rf"|with\b|inputs?\b|files\b|from\b|agenc(?:y|ies)\b|via\b|credits?\b|cr[eé]ditos?\b|source:|fuentes?:|the\b"
    rf"|com\b|informaç[oõ]es d[aeo]s?\b|fontes?:|avec\b|mit\b|material\b|von\b|der\b|quellen?:"
    rf"|(?:this|the) (?:story|article|report) (?:was )?(?:first|originally) (?:published|appeared)"
    rf" (?:by|on|in)\b))*"
    rf"(?P<agency>{_NAME})(?:(?:\s*[,/&]\s*|\s+(?i:and|y|e)\s+)(?:{_NAME}|(?i:agenc(?:y|ies|ias?)|others)))*"
    rf"[)\]\s.|/]*(?i:L\.P\.|inc\.)?\s*(?i:all rights reserved.*)?$"
)
_IN_CREDIT = re.compile(rf"(?<!\w)(?:{_NAME})(?!\w)")


def wire(entry: Entry) -> str | None:
    """The agency that the whole text is credited to, by its short name ("AP"), or None."""
    text = straight(entry.text)
    found = _dateline(text)[0] or _in_credit(entry.credit) or _closing(text)
    return found or _of_site(entry)


def dateline_end(text: str) -> int:
    """Where the text begins after its dateline; 0 when there is none. Quotes are straight."""
    end = _dateline(text)[1]
    city = _CITY_LINE.match(text, end)
    return city.end() if city else end


def _dateline(text: str) -> tuple[str | None, int]:
    """Agency of the dateline or of a byline at the beginning, and where it ends."""
    line = _AGENCY_LINE.match(text)
    if line and _is_place(line["place"], dashed=bool(re.search(r"[-–—]", line["dash"]))):
        return _short(line["agency"]), line.end()
    bare = _BARE_LINE.match(text) or _BARRED_LINE.match(text)
    if bare:
        return _short(bare["agency"]), bare.end()
    by = _BY_LINE.match(text)
    return (_short(by["agency"]), by.end()) if by else (None, 0)


def _is_place(before: str, *, dashed: bool) -> bool:
    """True for what stands before the agency in a dateline, not for the start of a sentence."""
    if folded(before).strip().removeprefix("the ") in _SHORT or not before.strip():
        return not before.strip()
    if dashed:
        return folded(before).strip().rpartition(" ")[2] not in {"press", "presse", "agency"}
    first = before.split(",")[0].strip()
    dated = _PLACE_AND_DAY.fullmatch(before) is not None
    return first.isupper() or before.rstrip().endswith(",") or dated


def _in_credit(credit: str) -> str | None:
    """The agency named in a byline; the first when there are several."""
    found = _IN_CREDIT.search(straight(credit))
    return _short(found[0]) if found else None


def _closing(text: str) -> str | None:
    """The agency named after the last sentence."""
    end = text[-END_LIMIT:]
    for agency, line in _HOUSE_LINES.items():
        if line.search(end):
            return agency
    found = _CLOSING.search(end)
    return _short(found["agency"]) if found else None


def _of_site(entry: Entry) -> str | None:
    """The agency whose own site it is."""
    names = (folded(entry.site).strip().removeprefix("www."), host(entry.url))
    return next((_SHORT[name] for name in names if name in _SHORT), None)


def _short(name: str) -> str:
    """The short name of an agency as it was written."""
    return _SHORT[folded(name)]
