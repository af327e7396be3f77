"""English: the pack, and the rules of counting but for the dead (`en_deaths.py`, `en_tolls.py`). Data only."""

from __future__ import annotations

from monitor.claims.language import Pack, Rule
from monitor.claims.packs.en_contact_words import LABELS as CONTACT_LABELS
from monitor.claims.packs.en_contact_words import SETS as CONTACT_SETS
from monitor.claims.packs.en_contacts import CONTACTS
from monitor.claims.packs.en_contacts import MARKS as CONTACT_MARKS
from monitor.claims.packs.en_deaths import DEATHS
from monitor.claims.packs.en_doubt import LABELS as DOUBT_LABELS
from monitor.claims.packs.en_doubt import MARKS as DOUBT_MARKS
from monitor.claims.packs.en_numbers import DATES, NUMBERS
from monitor.claims.packs.en_people import LABELS as PEOPLE_LABELS
from monitor.claims.packs.en_speech import LABELS as SPEECH_LABELS
from monitor.claims.packs.en_speech import MARKS as SPEECH_MARKS
from monitor.claims.packs.en_tolls import TOLLS
from monitor.claims.packs.en_words import LABELS, MARKS, SETS

AS_FAR = " ".join(["!NUM|STOP|INCLUDING|SURVIVOR?"] * 10)
"""Up to ten words in which no one else is counted: "11 people, including one presumed dead"."""
COUNTING = (
    Rule(
        id="en/n-events",
        says="events",
        pattern="n:NUM (! OF ) TOTAL? _4 EVENT (! DASHNOUN )",
        ok=("The military has carried out 21 strikes. => 21",),
        no=("The strike killed 21.",),
    ),
    Rule(
        id="en/n-objects",
        says="objects",
        pattern="n:NUM (! OF ) _5 OBJECT",
        ok=("Strikes have destroyed 22 vessels. => 22",),
        no=("The strike on vessels killed 22.",),
    ),
    Rule(
        id="en/one-object",
        says="object",
        pattern="( DET | ART | ANOTHER ) _5 n:OBJECT",
        ok=("A strike on a small boat. => 1",),
        no=("Strikes on small boats.",),
    ),
    Rule(
        id="en/nth-event",
        says="ordinal",
        pattern="o:ORD _4 ( EVENT | OBJECT EVENT | OBJECT (! EVENT ) | SUCHTIME (! _2 EVENT ) )",
        ok=("It was the 21st known strike. => 21",),
        no=("The second officer saw it.",),
    ),
    Rule(
        id="en/event-number-n",
        says="ordinal",
        pattern="EVENT ( NUMBERSIGN STOP? | COMMA )? o:ORD",
        ok=(
            "It was strike number 21. => 21",
            "Strike No. 26 was on Tuesday. => 26",
            "Strike #26. => 26",
        ),
        no=("After the strike the second officer left.",),
    ),
    Rule(
        id="en/the-nth",
        says="ordinal",
        pattern="( BE | OCCUR | COMMA | MARK ) ADV? DET ( ORD AND )? NUMBERSIGN? o:ORD"
        " ( WHO | DET | OVERALL | SUCH | SOFAR | SPELL | ONE | COMMA | STOP | SINCE | TOBE | IN | OF )",
        ok=(
            "The strike, the eighth so far, was in the Pacific. => 8",
            "The strike was the fifth such. => 5",
            "Tuesday's strike was the eighth of the campaign. => 8",
            "It was the 14th, officials said. => 14",
        ),
        no=("The strike was on the first floor.",),
    ),
    Rule(
        id="en/n-survivors",
        says="survivors",
        pattern="n:NUM|ART|SOLE (! OF ) =4 ( SURVIVOR | SURVIVE )",
        ok=(
            "The strike left two survivors. => 2",
            "One man survived the strike. => 1",
            "The sole survivor of the strike. => 1",
        ),
        no=("No one survived the strike.",),
    ),
    Rule(
        id="en/n-who-survived",
        says="survivors",
        pattern="n:NUM|ART _3 HUMAN WHO ( HAVE )? SURVIVE",
        ok=("Two people who survived a strike on a boat go home. => 2",),
        no=("Two people who saw the strike survived it.",),
    ),
    Rule(
        id="en/the-one-who-survived",
        says="survivors",
        pattern="n:DET _2 ONEPERSON WHO HAVE? SURVIVE",
        ok=("The man who lived through the strike is free. => 1",),
        no=("The man who saw the strike is free.",),
    ),
    Rule(
        id="en/n-alive",
        says="survivors",
        pattern="n:NUM|ART|SOLE (! _3 NOTDEAD ) _3 HUMAN? =3 ALIVE",
        ok=(
            "Two men were rescued after the strike. => 2",
            "A patrol boat pulled one man alive from the sea after the strike. => 1",
        ),
        no=(
            "Two boats were rescued after the strike.",
            "After the strike two boats, one turtle alive.",
        ),
    ),
    Rule(
        id="en/rescued-n",
        says="survivors",
        pattern="RESCUE ADV? n:NUM _2 HUMAN|SURVIVOR",
        ok=("The Coast Guard rescued two men after the strike. => 2",),
        no=("The Coast Guard rescued two boats after the strike.",),
    ),
    Rule(
        id="en/survivors-field",
        says="survivors",
        pattern="SURVIVOR COLON n:NUM (! _3 NOTDEAD|HUMAN )",
        ok=("Strike. Survivors: 2. => 2",),
        no=("Survivors of the strike: two boats.",),
    ),
    Rule(
        id="en/killed-field",
        says="killed",
        pattern="( KILLED | DEAD | DEATHS ) COLON n:NUM (! _3 NOTDEAD|HUMAN )",
        ok=("Strike | Killed: 6 | => 6", "Strike, deaths: 104. => 104"),
        no=("Strike, four killed: two boats hit.",),
    ),
    Rule(
        id="en/events-field",
        says="events",
        pattern="EVENT COLON n:NUM (! _3 NOTDEAD|HUMAN|KILLED|DEAD )",
        ok=("Campaign so far. Strikes: 27 | => 27",),
        no=("US strike: 3 killed.",),
    ),
    Rule(
        id="en/objects-field",
        says="objects",
        pattern="OBJECT COLON n:NUM (! _3 NOTDEAD|HUMAN|KILLED|DEAD )",
        ok=("Strike. Vessels: 2 | => 2",),
        no=("Strike on vessel: 3 killed.",),
    ),
    Rule(
        id="en/presumed-dead",
        says="presumed",
        pattern=f"n:NUM|ART|SOLE _3 ( HUMAN|SURVIVOR {AS_FAR} PRESUMED | SURVIVOR {AS_FAR} FEARED ) TOBE? DEAD",
        ok=(
            "One survivor of the strike is now presumed dead. => 1",
            "At least 65 died in strikes, including a man who is presumed dead. => 1",
            "Strikes have killed 11 people, counting a survivor presumed dead. => 1",
        ),
        no=("The strike left four dead, it is presumed.",),
    ),
    Rule(
        id="en/n-presumed-dead",
        says="presumed",
        pattern="n:NUM|ONE BE? ADV? PRESUMED ( TOBE )? DEAD",
        ok=("Strikes killed 75, with one presumed dead. => 1",),
        no=("The boats are presumed lost after the strike.",),
    ),
)

PACK = Pack(
    lang="en",
    version=2,
    abbreviations=frozenset(
        "u.s u.n u.k e.u mr mrs ms dr gen col lt sgt capt adm rep sen gov sec st jr sr vs no nos a.m p.m"
        " jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun"
        " etc inc corp ltd co approx dept".split()
    ),
    numbers=NUMBERS,
    dates=DATES,
    labels={**LABELS, **PEOPLE_LABELS, **CONTACT_LABELS, **DOUBT_LABELS, **SPEECH_LABELS},
    sets={**SETS, **CONTACT_SETS},
    rules=(*DEATHS, *TOLLS, *COUNTING),
    contacts=CONTACTS,
    marks={**MARKS, **CONTACT_MARKS, **DOUBT_MARKS, **SPEECH_MARKS},
)
