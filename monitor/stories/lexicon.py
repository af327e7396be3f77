"""The words that tell two near-equal titles apart: numbers, and what became of something.

English, Spanish and Portuguese in one list: the language of a title is not always known, and a word of
another language that slips in only keeps two texts separate.
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
        """one first uno primero primera primeiro primeira|two second dos segundo segunda dois duas
        |three third tres tercer tercero tercera terceiro terceira|four fourth cuatro cuarto cuarta quatro
        quarto quarta
        |five fifth cinco quinto quinta|six sixth seis sexto sexta
        |seven seventh siete septimo septima sete setimo setima|eight eighth ocho octavo octava oito oitavo oitava
        |nine ninth nueve noveno novena nove nono nona""",
        1,
    )
)
"""Words for 1 to 9. "un", "una", "um" and "uma" are articles and count for nothing."""

# "once" is 11 in Spanish and an adverb in English: it counts for nothing.
_TEENS = dict(
    _counted(
        """ten tenth diez decimo decima dez|eleven eleventh undecimo onze
        |twelve twelfth dozen dozens doce docena docenas duodecimo doze duzia
        duzias|thirteen thirteenth trece treze
        |fourteen fourteenth catorce catorze quatorze|fifteen fifteenth quince quinze
        |sixteen sixteenth dieciseis dezesseis dezasseis|seventeen seventeenth diecisiete dezessete dezassete
        |eighteen eighteenth dieciocho dezoito|nineteen nineteenth diecinueve dezenove dezanove""",
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
        """twenty twentieth veinte vigesimo vigesima vinte|thirty thirtieth treinta trigesimo trigesima trinta
        |forty fortieth cuarenta quarenta|fifty fiftieth cincuenta cinquenta|sixty sixtieth sesenta sessenta
        |seventy seventieth setenta|eighty eightieth ochenta oitenta|ninety ninetieth noventa""",
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
    **dict.fromkeys(
        ("hundred", "hundreds", "hundredth", "cien", "ciento", "cientos", "cem", "cento"), 100
    ),
    **dict.fromkeys(("thousand", "thousands", "mil", "miles"), 1000),
}
"""Every number word with its value, folded."""

SPELLINGS = {
    **dict.fromkeys(("mr", "mrs", "ms"), ""),
    "eeuu": "us",
    "usa": "us",
    "eua": "us",
    "bn": "billion",
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
    havent hadnt wouldnt shouldnt couldnt neither unlikely nunca jamas sin tampoco ni nao sem nem
    nie bez nicht kein keine keinen ohne ne pas sans non senza"""
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
    rescue recover escape collapse expand dismiss overturn uphold extend recall against oppose support back
    fail buy bought sell sold higher lower gain loss alive"""
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

# The same for Portuguese, where it differs.
_PORTUGUESE = _words(
    """rejeit retom absolv solt libert morr mort resgat renunci demit nome venc perd sob ca derrub bloque proib
    ameac inici encerr fech lanc atac apreend prend pres negoci orden ofere planej pretend adi mant romp outr nov
    assin recu aceit concord apoi contra apoy"""
)

QUALIFIERS = frozenset(
    _words(
        """am pm million millions billion billions trillion trillions millon millones billones milhao milhoes
        bilhao bilhoes
        former ex deputy vice acting interim assistant junior jr senior sr elect women womens men mens girl
        girls boy boys youth attempted alleged suspected fake false mock partial possible potential near
        nearly almost half quarter double only anti pro pre post non inter ally aide wife husband son
        daughter brother sister nephew niece cousin mother father family relatives lawyer bodyguard
        spokesman spokeswoman adviser advisor exministro exministra expresidente expresidenta presunto
        presunta supuesto supuesta falso falsa intento casi medio media posible mujeres femenino femenina
        juvenil esposa esposo marido hijo hija hermano hermana sobrino sobrina padre madre abogado asesor
        aliado suposto suposta tentativa quase meio meia possivel mulheres feminino feminina filho filha
        irmao irma sobrinho sobrinha pai mae advogado assessor"""
    )
)
"""What makes another thing or person of the word beside it: six billion, the former president, his son."""

INCIDENTAL = frozenset(
    _words(
        """a an the of in on at to for by with from and or as is are was were be been being has have
        had it its this that these those who which what than then into over about amid via per s el
        la los las un una de del al en con por para y e o u que se su sus lo le les es son fue ha
        han como mas segun sobre ante entre tras desde hasta os um uma do da dos das em na nos nas ao aos
        pelo pela com para foi sao sua seu seus suas apos"""
    )
)
"""What may be in one of two titles and not in the other without changing what they say."""

_STEMS = sorted({*_SPANISH, *_PORTUGUESE}, key=len, reverse=True)
# What comes after such a beginning: an ending of a verb, a participle or a noun.
_ENDING = (
    r"(?:a|o|e|i|as|os|es|an|en|ar|er|ir|ara|era|ira|aran|eran|iran|aba|aban|ia|ian|io|ieron|aron|ando"
    r"|iendo|ad[ao]s?|id[ao]s?|ido|uest[ao]s?|ue|ues|uen|ion|iones|acion|aciones|imiento|imientos|al"
    r"|ou|eu|iu|am|em|ao|acao|acoes|ece|eceu"
    r"|ada|adas|az[ao]s?|ir[aá]n|iera|ase|amos|emos|imos|ente|entes|ne|nen|us[oa]|ente|t[ao]s?)?"
)
_IBERIAN_WORD = re.compile(rf"({'|'.join(_STEMS)}){_ENDING}")


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
    iberian = _IBERIAN_WORD.fullmatch(word)
    return f"{iberian[1]}-" if iberian else ""


def telling(word: str) -> str:
    """What a folded word tells of what happened, or of which one of its kind: "deni", "former"; else ""."""
    return status(word) or (word if word in QUALIFIERS else "")


@lru_cache(maxsize=8_192)
def significant(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of the words that count: in near-equal titles an exchanged one is another story."""
    return frozenset(stem(word) for word in words if word not in INCIDENTAL)
