"""The words that tell two near-equal titles apart: numbers, and what became of something.

English and Spanish in one list: the language of a title is not always known, and a word of the
other language that slips in only keeps two texts separate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


def _words(rows: str) -> list[str]:
    """The words of a list."""
    return rows.split()


def _counted(rows: str, start: int) -> Iterator[tuple[str, int]]:
    """Every word with its number: rows are parted by "|", the first one is `start`."""
    for value, row in enumerate(rows.split("|"), start):
        for word in row.split():
            yield word, value


UNITS = dict(
    _counted(
        """one first uno primero primera|two second dos segundo segunda
        |three third tres tercer tercero tercera|four fourth cuatro cuarto cuarta
        |five fifth cinco quinto quinta|six sixth seis sexto sexta
        |seven seventh siete septimo septima|eight eighth ocho octavo octava
        |nine ninth nueve noveno novena""",
        1,
    )
)
"""Words for 1 to 9. "un" and "una" are articles and count for nothing."""

# "once" is 11 in Spanish and an adverb in English: it counts for nothing.
_TEENS = dict(
    _counted(
        """ten tenth diez decimo decima|eleven eleventh undecimo
        |twelve twelfth dozen dozens doce docena docenas duodecimo|thirteen thirteenth trece
        |fourteen fourteenth catorce|fifteen fifteenth quince|sixteen sixteenth dieciseis
        |seventeen seventeenth diecisiete|eighteen eighteenth dieciocho
        |nineteen nineteenth diecinueve""",
        10,
    )
)
_TWENTIES = dict(
    _counted(
        """veintiun veintiuno veintiuna|veintidos|veintitres|veinticuatro|veinticinco|veintiseis
        |veintisiete|veintiocho|veintinueve""",
        21,
    )
)
TENS = {
    word: 10 * tens
    for word, tens in _counted(
        """twenty twentieth veinte vigesimo vigesima|thirty thirtieth treinta trigesimo trigesima
        |forty fortieth cuarenta|fifty fiftieth cincuenta|sixty sixtieth sesenta
        |seventy seventieth setenta|eighty eightieth ochenta|ninety ninetieth noventa""",
        2,
    )
}
"""Words for 20, 30 ... 90, to which a unit can be added ("treinta y dos")."""

NUMBERS = {
    "zero": 0,
    "cero": 0,
    **UNITS,
    **_TEENS,
    **_TWENTIES,
    **TENS,
    **dict.fromkeys(("hundred", "hundreds", "hundredth", "cien", "ciento", "cientos"), 100),
    **dict.fromkeys(("thousand", "thousands", "mil", "miles"), 1000),
}
"""Every number word with its value, folded."""

SPELLINGS = {
    **dict.fromkeys(("mr", "mrs", "ms"), ""),
    "eeuu": "us",
    "usa": "us",
    "defence": "defense",
    "offence": "offense",
    "centre": "center",
    "centres": "centers",
    "labour": "labor",
    "programme": "program",
    "programmes": "programs",
    "neighbour": "neighbor",
    "neighbours": "neighbors",
    "neighbouring": "neighboring",
    "harbour": "harbor",
    "honour": "honor",
    "rumours": "rumors",
    "travelling": "traveling",
    "cancelled": "canceled",
    "cancelling": "canceling",
    "organisation": "organization",
    "organisations": "organizations",
    "organised": "organized",
    "authorise": "authorize",
    "authorised": "authorized",
    "authorisation": "authorization",
    "recognise": "recognize",
    "recognised": "recognized",
    "criticise": "criticize",
    "criticised": "criticized",
    "militarised": "militarized",
    "mobilisation": "mobilization",
    "mobilised": "mobilized",
}
"""British spellings and what is left out ("mr"), by what takes their place."""

_NOT = _words(
    """not no nor never without cannot cant wont dont doesnt didnt isnt arent wasnt werent hasnt
    havent hadnt wouldnt shouldnt couldnt neither unlikely nunca jamas sin tampoco ni"""
)

_ENGLISH = _words(
    """deny refuse reject confirm cancel postpone delay suspend resume agree accept sign vow rule
    arrest charge convict acquit sentence indict release free detain die died dying dead
    death deadly kill injure wound miss find found survive survivor resign quit fire appoint
    win won lose lost rise rose fall fell up down increase decrease cut raise drop gain
    approve block ban lift veto pass threaten threat warn halt stop end begin began begun
    start continue close open reopen launch strike struck attack hit bomb seize capture
    ceasefire truce invade withdraw withdrew withdrawn send sent deploy order urge demand
    offer talk meet met call plan consider may might could will would expect east west north
    south eastern western northern southern before after more less first last new ask seek
    sought join leave left return again another hold held impose admit break broke expel evacuate
    rescue recover escape collapse expand dismiss overturn uphold extend recall"""
)

# Beginnings: a Spanish verb has many endings and few homonyms at this length.
_SPANISH = _words(
    """neg nieg rechaz confirm cancel pospon pospus suspend reanud acord acuerd acept firm arrest
    deten detien detuv acus conden absuelv absolv liber muer muri mata mato matar herid
    desaparec hall encontr encuentr sobreviv renunci despid nombr gana gano ganar perd pierd
    sub baja bajo cae cayo caid aprob aprueb bloque prohib levant vet amenaz advirt adviert
    termin fin empez empiez comenz comienz inici cerr cierr abre abri abrir reabr lanz atac
    ataqu captur incaut treg alto reun llam dialog orden dict pid pidi ofrec planea podria
    prev env despleg despliegu retir nuev otr aplaz celebr admit impon impus expuls evacu rescat recuper
    prorrog extend destitu"""
)

INCIDENTAL = frozenset(
    _words(
        """a an the of in on at to for by with from and or as is are was were be been being has have
        had it its this that these those who which what than then into over about amid via per s el
        la los las un una de del al en con por para y e o u que se su sus lo le les es son fue ha
        han como mas segun sobre ante entre tras desde hasta"""
    )
)
"""What may be in one of two titles and not in the other without changing what they say."""

_SPANISH_STEMS = sorted(set(_SPANISH), key=len, reverse=True)
# What comes after a Spanish beginning: an ending of a verb, a participle or a noun.
_ENDING = (
    r"(?:a|o|e|i|as|os|es|an|en|ar|er|ir|ara|era|ira|aran|eran|iran|aba|aban|ia|ian|io|ieron|aron|ando"
    r"|iendo|ad[ao]s?|id[ao]s?|ido|uest[ao]s?|ue|ues|uen|ion|iones|acion|aciones|imiento|imientos|al"
    r"|ada|adas|az[ao]s?|ir[aá]n|iera|ase|amos|emos|imos|ente|entes|ne|nen|us[oa]|ente|t[ao]s?)?"
)
_SPANISH_WORD = re.compile(rf"({'|'.join(_SPANISH_STEMS)}){_ENDING}")


def stem(word: str) -> str:
    """Without its English ending: "denies" and "deny" are "deni", "planned" and "plans" "plan"."""
    for ending, longer_than in (("ing", 5), ("ed", 4), ("es", 4), ("s", 3)):
        if word.endswith(ending) and len(word) > longer_than and not word.endswith("ss"):
            word = word.removesuffix(ending)
            if ending in ("ing", "ed") and word[-1] == word[-2:-1] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) <= _SHORT:
        return word
    return f"{word[:-1]}i" if word.endswith("y") else word.removesuffix("e")


_SHORT = 3  # "may", "die": too short to lose anything
_STATUS_STEMS = frozenset(map(stem, _ENGLISH))


@lru_cache(maxsize=65_536)
def status(word: str) -> str:
    """The stem of a folded word when it says what became of something, else ""."""
    if word in _NOT:
        return "not"
    short = stem(word)
    if short in _STATUS_STEMS:
        return short
    spanish = _SPANISH_WORD.fullmatch(word)
    return f"{spanish[1]}-" if spanish else ""


@lru_cache(maxsize=8_192)
def significant(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of the words that count: in near-equal titles an exchanged one is another story."""
    return frozenset(stem(word) for word in words if word not in INCIDENTAL)
