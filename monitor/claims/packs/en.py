"""English: words, labels and the rules of counting. Data only; `en_words.py` holds the labels."""

from __future__ import annotations

from monitor.claims.language import Dates, Numbers, Pack, Rule
from monitor.claims.packs.en_contacts import CONTACTS
from monitor.claims.packs.en_words import LABELS, MARKS, SETS

NUMBERS = Numbers(
    units={
        "zero": 0, "one": 1, "two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
        "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
        "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    },
    scales={"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9},
    ordinals={
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
        "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
        "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
        "twentieth": 20, "thirtieth": 30,
    },
    dozens={"dozen": 12},
    vague={
        "dozens": 12, "scores": 20, "tens": 10, "hundreds": 100, "thousands": 1000, "several": 3,
    },
    hedges={
        "at least": "at_least", "no fewer than": "at_least", "no less than": "at_least",
        "not less than": "at_least", "a minimum of": "at_least", "as few as": "at_least",
        "more than": "more_than", "over": "more_than", "upwards of": "more_than", "above": "more_than",
        "in excess of": "more_than", "well over": "more_than", "greater than": "more_than",
        "about": "about", "around": "about", "roughly": "about", "approximately": "about", "some": "about",
        "an estimated": "about", "estimated": "about", "circa": "about", "close to": "about",
        "nearly": "nearly", "almost": "nearly", "just under": "nearly", "just shy of": "nearly",
        "up to": "at_most", "as many as": "at_most", "at most": "at_most", "no more than": "at_most",
        "a maximum of": "at_most", "fewer than": "less_than", "less than": "less_than",
        "under": "less_than", "below": "less_than",
    },
    after={"or more": "at_least", "or so": "about", "at least": "at_least", "or fewer": "at_most"},
    between=("between",),
    left=("from",),
    joins=("to", "or", "and possibly"),
    conjunction="and",
    articles=("a", "an"),
    number_signs=("number", "no"),
    percent=("%", "percent", "per cent", "pct"),
    money=("dollars", "dollar", "euros", "pounds sterling", "usd", "bolivars"),
    amounts=(
        "mile", "miles", "km", "kilometers", "kilometres", "nautical", "feet", "foot", "ft", "meters",
        "metres", "inches", "yards", "pounds", "pound", "lbs", "tons", "tonnes", "tonne", "ton", "kilos",
        "kilograms", "kg", "barrels", "gallons", "liters", "litres", "acres", "hectares", "degrees",
        "knots", "mph", "kph",
        "year", "years", "day", "days", "hour", "hours", "hrs", "week", "weeks", "month", "months",
        "minute", "minutes", "mins", "min", "second", "seconds", "decade", "decades", "o'clock", "am", "pm",
        "a.m", "p.m", "gmt", "utc", "et", "points", "point", "percentage", "times", "comments", "photos",
        "articles", "words",
    ),
    in_ten=("in", "out of"),
)

DATES = Dates(
    months={
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
        "september": 9, "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3,
        "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    weekdays={
        "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    },
    relative={
        "yesterday": "day-1", "today": "day-0", "tonight": "day-0", "this morning": "day-0",
        "this afternoon": "day-0", "this evening": "day-0", "last night": "night", "overnight": "night",
        "earlier today": "day-0", "late last week": "lateweek-1", "later last week": "lateweek-1",
        "at the end of last week": "lateweek-1", "end of last week": "lateweek-1",
        "early last week": "earlyweek-1", "earlier last week": "week-1", "last week": "week-1",
        "the week before": "week-1", "previous week": "week-1",
        "earlier this week": "week", "this week": "week", "over the weekend": "weekend",
        "this weekend": "weekend", "at the weekend": "weekend", "weekend": "weekend",
        "last month": "month-1", "earlier this month": "month", "this month": "month",
        "in recent days": "days-7", "thanksgiving": "days-3",
    },
    ago=(r"{n}\s+{unit}\s+(?:ago|earlier|before)",),
    small={
        "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10,
    },
    spans={"days": 1, "day": 1, "weeks": 7, "week": 7},
    of=("of", "the"),
    last=("last",),
    coming=("next", "this coming", "coming"),
    month_first=True,
)

COUNTING = (
    Rule(
        id="en/kill-n", says="killed",
        pattern="( KILL | KILLED ) ( TOTALOF | ALL )? ANOTHER? n:NUM (! _3 NOTDEAD )",
        ok=("The strike killed three people. => 3", "A raid on the boat, killing at least 14. => 14..",
            "The strike on the vessel kills six men. => 6"),
        no=("The strike killed three boats.", "The strike, killing 20 dogs.",
            "Nobody was killed in two strikes."),
    ),
    Rule(
        id="en/n-killed", says="killed",
        pattern="n:NUM (! MORE? OF ) =5 ( KILLED | DEAD ) (! ( DET | ALL | ANOTHER )? NUM )",
        ok=("Six people were killed in the strike. => 6", "At least 83 people have been killed by strikes. => 83..",
            "Strike on boat: 3 dead. => 3"),
        no=("Three boats were destroyed in the strike.", "Two more of the dead of the strike were named."),
    ),
    Rule(
        id="en/n-people-killed", says="killed",
        pattern="n:NUM (! OF ) =3 HUMAN (! NUM ) -8 BE -2 ( KILLED | DEAD ) (! ( DET | ALL )? NUM )",
        ok=("Fourteen people aboard the boats were killed in the strike. => 14",
            "All four aboard the boat were killed in the strike. => 4"),
        no=("Two men were arrested after the strike on the boat.",),
    ),
    Rule(
        id="en/n-died", says="killed",
        pattern="n:NUM (! OF ) =5 ( DIE | KILLDIE )",
        ok=("Three people died in the strike. => 3",),
        no=("The strike came before three people danced.",),
    ),
    Rule(
        id="en/n-people-died", says="killed",
        pattern="n:NUM (! OF ) _3 HUMAN (! NUM ) -8 DIE",
        ok=("Two crew members of the boat perished in the strike. => 2",),
        no=("Two crew members of the boat were held.",),
    ),
    Rule(
        id="en/n-of-the-died", says="killed",
        pattern="n:NUM OF ( DET | THOSE | THEM ) _2 ( HUMAN )? -6 ( DIE | KILLED | DEAD ) (! ( DET | ALL )? NUM )",
        ok=("Two of the crew died in the strike on the boat. => 2", "Three of those aboard were killed in the strike. => 3"),
        no=("Two of the boats sank after the strike.",),
    ),
    Rule(
        id="en/left-n-dead", says="killed",
        pattern="LEAVE n:NUM =4 ( DEAD | KILLED )",
        ok=("A strike on a boat left 11 dead. => 11", "The strike left at least six people dead. => 6.."),
        no=("The strike left six people injured.",),
    ),
    Rule(
        id="en/n-deaths", says="killed",
        pattern="n:NUM (! OF ) _3 DEATHS",
        ok=("The strike caused six fatalities. => 6", "A strike with 3 deaths. => 3"),
        no=("The strike was the third in six days.",),
    ),
    Rule(
        id="en/deaths-of-n", says="killed",
        pattern="DEATHS OF ( DET | ALL )? =1 n:NUM (! _3 NOTDEAD )",
        ok=("The strike resulted in the deaths of 11 individuals. => 11",),
        no=("The strike followed the death of a captain.",),
    ),
    Rule(
        id="en/claimed-n-lives", says="killed",
        pattern="CLAIM =1 n:NUM =1 LIVES",
        ok=("Strikes have claimed 21 lives. => 21", "The strike cost at least 62 lives. => 62.."),
        no=("The strike claimed many lives.",),
    ),
    Rule(
        id="en/lives-of-n", says="killed",
        pattern="CLAIM DET? LIVES OF ( TOTALOF | DET | ALL | ADV )* n:NUM (! _3 NOTDEAD )",
        ok=("The strike has taken the lives of 11 people. => 11", "Strikes claimed the lives of at least 62. => 62.."),
        no=("The strike changed the lives of 11 people.",),
    ),
    Rule(
        id="en/n-lives-lost", says="killed",
        pattern="n:NUM =1 LIVES",
        ok=("Four lives were lost in the strike. => 4",),
        no=("The strike cost lives.",),
    ),
    Rule(
        id="en/n-more", says="killed",
        pattern="KILLED ( ALONG | TOGETHER ) WITH n:NUM",
        ok=("A captain was killed along with six others in the strike. => 6",),
        no=("He was killed along with his brother in the strike.",),
    ),
    Rule(
        id="en/toll-n", says="killed", role="total",
        pattern="TOLL (! WORDS ) ~9 ( TO | AT | OF | RISE | BE | NOW | REACH ) ( ADV | BE | AT | TO | TOTALOF )? n:NUM (! _3 NOTDEAD )",
        ok=("The strike brings the death toll to at least 83. => 83..", "Strike: toll at 70. => 70",
            "The death toll from the strikes rose to 57. => 57",
            "The death toll of the strike rose from 99 to 101. => 101",
            "The toll of the strike was lowered from 115 to at least 97. => 97.."),
        no=("The toll of the strike is unknown.",),
    ),
    Rule(
        id="en/corrected-to-n",
        says="killed",
        role="total",
        pattern="( CORRECT | LOWER ) -4 ( TOLL | NUMBEROF | TOTAL ) -8 TO n:NUM",
        ok=("After the strike the agency corrected the toll to 43. => 43",
            "The count of the strike lowered the number of those killed from 14 to 13. => 13"),
        no=("After the strike the agency corrected the toll.",),
    ),
    Rule(
        id="en/toll-bare", says="killed", role="total",
        pattern="TOLL ( AT | HIT | NOW | REACH | STOP )? n:NUM (! _3 NOTDEAD )",
        ok=("US strikes another boat, toll 62. => 62",),
        no=("The toll fee of the strike.",),
    ),
    Rule(
        id="en/takes-to-n-number", says="killed", role="total",
        pattern="BRING TO n:NUM ( DET )? ( NUMBEROF | TOLL ) -4",
        ok=("The strike takes to 64 the number of people killed. => 64",),
        no=("The strike takes the crew to 64 islands.",),
    ),
    Rule(
        id="en/number-killed-n", says="killed", role="total",
        pattern="NUMBEROF =4 ( KILLED | DEAD | DEATHS | HUMAN (! -6 MISSING|WOUND|SURVIVE|SURVIVOR ) ) ~8"
        " ( TO | AT | BE | RISE | REACH ) ( ADV | BE | AT )? n:NUM (! _3 NOTDEAD )",
        ok=("The number of those killed in the strikes rose to 76. => 76",
            "After the strike the number of victims stands at 20. => 20"),
        no=("The number of those killed in the strike is not known.",
            "The number of people missing after the strike dropped to 66.",
            "The number of missing people after the strike is 66."),
    ),
    Rule(
        id="en/bring-deaths-to-n", says="killed", role="total",
        pattern="BRING -5 ( DEATHS | DEAD | KILLED ) -4 TO n:NUM (! _3 NOTDEAD )",
        ok=("Another strike killed three, bringing the campaign's deaths to 76. => 76",),
        no=("The strike brought death to the boat.",),
    ),
    Rule(
        id="en/bring-total-n", says="killed", role="total",
        pattern="BRING ~7 TOTAL ~5 TO n:NUM (! _3 NOTDEAD )",
        ok=("Three died in the strike, bringing the total to 80. => 80",),
        no=("Three died, bringing the total of strikes to 20 strikes.",),
    ),
    Rule(
        id="en/n-events", says="events",
        pattern="n:NUM (! OF ) _4 EVENT (! DASHNOUN )",
        ok=("The military has carried out 21 strikes. => 21",),
        no=("The strike killed 21.",),
    ),
    Rule(
        id="en/n-objects", says="objects",
        pattern="n:NUM (! OF ) _5 OBJECT",
        ok=("Strikes have destroyed 22 vessels. => 22",),
        no=("The strike on vessels killed 22.",),
    ),
    Rule(
        id="en/one-object", says="object",
        pattern="( DET | ART | ANOTHER ) _5 n:OBJECT",
        ok=("A strike on a small boat. => 1",),
        no=("Strikes on small boats.",),
    ),
    Rule(
        id="en/nth-event", says="ordinal",
        pattern="o:ORD _4 ( EVENT | OBJECT | SUCHTIME )",
        ok=("It was the 21st known strike. => 21",),
        no=("The second officer saw it.",),
    ),
    Rule(
        id="en/event-number-n", says="ordinal",
        pattern="EVENT ( NUMBERSIGN | COMMA )? o:ORD",
        ok=("It was strike number 21. => 21",),
        no=("After the strike the second officer left.",),
    ),
    Rule(
        id="en/the-nth", says="ordinal",
        pattern="( BE | COMMA | MARK ) ADV? DET o:ORD ( SUCH | SOFAR | ONE | COMMA | STOP | SINCE | TOBE | IN )",
        ok=("The strike, the eighth so far, was in the Pacific. => 8", "The strike was the fifth such. => 5"),
        no=("The strike was on the first floor.",),
    ),
    Rule(
        id="en/n-survivors", says="survivors",
        pattern="n:NUM|ART|SOLE (! OF ) =4 ( SURVIVOR | SURVIVE )",
        ok=("The strike left two survivors. => 2", "One man survived the strike. => 1",
            "The sole survivor of the strike. => 1"),
        no=("No one survived the strike.",),
    ),
    Rule(
        id="en/n-who-survived", says="survivors",
        pattern="n:NUM|ART _3 HUMAN WHO ( HAVE )? SURVIVE",
        ok=("Two people who survived a strike on a boat go home. => 2",),
        no=("Two people who saw the strike survived it.",),
    ),
    Rule(
        id="en/presumed-dead", says="presumed",
        pattern="n:NUM|ART|SOLE _3 ( HUMAN | SURVIVOR ) ~10 PRESUMED ( TOBE )? DEAD",
        ok=("One survivor of the strike is now presumed dead. => 1",
            "At least 65 died in strikes, including a man who is presumed dead. => 1"),
        no=("The strike left four dead, it is presumed.",),
    ),
    Rule(
        id="en/n-presumed-dead", says="presumed",
        pattern="n:NUM|ONE BE? ADV? PRESUMED ( TOBE )? DEAD",
        ok=("Strikes killed 75, with one presumed dead. => 1",),
        no=("The boats are presumed lost after the strike.",),
    ),
)

PACK = Pack(
    lang="en",
    version=1,
    abbreviations=frozenset(
        "u.s u.n u.k e.u mr mrs ms dr gen col lt sgt capt adm rep sen gov sec st jr sr vs no nos jan feb mar apr"
        " jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun a.m p.m etc inc corp ltd co approx dept".split()
    ),
    numbers=NUMBERS,
    dates=DATES,
    labels=LABELS,
    sets=SETS,
    rules=COUNTING,
    contacts=CONTACTS,
    marks=MARKS,
)
