"""English: how texts tell a running toll: the dead of all happenings so far. Data only."""

from __future__ import annotations

from monitor.claims.language import Rule

TOLLS = (
    Rule(
        id="en/the-dead-number-n",
        says="killed",
        role="total",
        pattern="DET DEAD NUMBERS ( ADV )? n:NUM",
        ok=("After this strike the dead number at least 69. => 69..",),
        no=("The dead of the strike had numbers.",),
    ),
    Rule(
        id="en/toll-passes-n",
        says="killed",
        role="total",
        passed=True,
        pattern="TOLL (! WORDS ) ~28 PASS n:NUM (! _3 NOTDEAD )",
        ok=("The death toll of the strikes surpasses 80. => 81..",),
        no=("The toll of the strike was passed on.",),
    ),
    Rule(
        id="en/passes-n-deaths",
        says="killed",
        role="total",
        passed=True,
        pattern="PASS n:NUM =2 ( DEATHS | DEAD )",
        ok=("With this strike the country passes 2,000 deaths. => 2001..",),
        no=("The strike came when the boat passed 80 islands.",),
    ),
    Rule(
        id="en/toll-rises-to-n",
        says="killed",
        role="total",
        pattern="TOLL (! WORDS ) ~28 RISE ( BY NUM )? ( ADV | BE | AT | TO | TOTALOF | UPWARD )+ n:NUM"
        " (! _3 NOTDEAD )",
        ok=(
            "The death toll from the strikes off five states, above all in the north, increases to 64. => 64",
            "The toll of the strikes rose by three to 83. => 83",
        ),
        no=("The toll of the strike rose to new heights.",),
    ),
    Rule(
        id="en/toll-n",
        says="killed",
        role="total",
        pattern="TOLL (! WORDS ) ~9 ( TO | AT | OF | RISE | BE | NOW | REACH )"
        " ( ADV | BE | AT | TO | TOTALOF | QUOTE )? n:NUM (! _3 NOTDEAD )",
        ok=(
            "The strike brings the death toll to at least 83. => 83..",
            "Strike: toll at 70. => 70",
            "The death toll from the strikes rose to 57. => 57",
            "The death toll of the strike rose from 99 to 101. => 101",
            "The toll of the strike was lowered from 115 to at least 97. => 97..",
        ),
        no=("The toll of the strike is unknown.",),
    ),
    Rule(
        id="en/corrected-to-n",
        says="killed",
        role="total",
        pattern="( CORRECT | LOWER ) -4 ( TOLL | NUMBEROF | TOTAL ) -8 TO n:NUM",
        ok=(
            "After the strike the agency corrected the toll to 43. => 43",
            "The count of the strike lowered the number of those killed from 14 to 13. => 13",
        ),
        no=("After the strike the agency corrected the toll.",),
    ),
    Rule(
        id="en/toll-bare",
        says="killed",
        role="total",
        pattern="TOLL ( AT | HIT | NOW | REACH | STOP )? n:NUM (! _3 NOTDEAD )",
        ok=("US strikes another boat, toll 62. => 62",),
        no=("The toll fee of the strike.",),
    ),
    Rule(
        id="en/takes-to-n-number",
        says="killed",
        role="total",
        pattern="BRING TO n:NUM ( DET )? ( NUMBEROF | TOLL ) -4",
        ok=("The strike takes to 64 the number of people killed. => 64",),
        no=("The strike takes the crew to 64 islands.",),
    ),
    Rule(
        id="en/number-killed-n",
        says="killed",
        role="total",
        pattern="NUMBEROF =4 ( KILLED | DEAD | DEATHS | HUMAN (! -6 MISSING|WOUND|SURVIVE|SURVIVOR ) ) ~8"
        " ( TO | AT | BE | RISE | REACH ) ( ADV | BE | AT )? n:NUM (! _3 NOTDEAD )",
        ok=(
            "The number of those killed in the strikes rose to 76. => 76",
            "After the strike the number of victims stands at 20. => 20",
        ),
        no=(
            "The number of those killed in the strike is not known.",
            "The number of people missing after the strike dropped to 66.",
            "The number of missing people after the strike is 66.",
        ),
    ),
    Rule(
        id="en/bring-deaths-to-n",
        says="killed",
        role="total",
        pattern="BRING -5 ( DEATHS | DEAD | KILLED ) -4 ( TO | AT ) n:NUM (! _3 NOTDEAD )",
        ok=("Another strike killed three, bringing the campaign's deaths to 76. => 76",),
        no=("The strike brought death to the boat.",),
    ),
    Rule(
        id="en/deaths-rise-to-n",
        says="killed",
        role="total",
        pattern="( DEATHS | DEAD ) -4 RISE ( ADV | BE | AT | TO | TOTALOF )+ n:NUM (! _3 NOTDEAD )",
        ok=("With this strike the deaths add up to at least 98. => 98..",),
        no=("The deaths rise with each strike.",),
    ),
    Rule(
        id="en/total-stands-at-n",
        says="killed",
        role="total",
        pattern="TOTAL -6 ( RISE | REACH ) ( AT | TO )? n:NUM (! _3 NOTDEAD )",
        ok=("The total since the strikes began stands at 43. => 43",),
        no=("The total of strikes stands at 43 strikes.",),
    ),
    Rule(
        id="en/total-is-n",
        says="killed",
        role="total",
        pattern="DET TOTAL -4 BE ( ADV | AT )? n:NUM (! _3 NOTDEAD )",
        ok=("The strike killed 14; the total is at least 57. => 57..",),
        no=("The total is 21 strikes.",),
    ),
    Rule(
        id="en/bring-total-n",
        says="killed",
        role="total",
        pattern="BRING ~7 TOTAL ~5 ( TO | AT ) n:NUM (! _3 NOTDEAD )",
        ok=("Three died in the strike, bringing the total to 80. => 80",),
        no=("Three died, bringing the total of strikes to 20 strikes.",),
    ),
)
