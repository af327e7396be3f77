"""English: how texts count the dead, of one happening and of all. Data only."""

from __future__ import annotations

from monitor.claims.language import Rule

DEATHS = (
    Rule(
        id="en/kill-n",
        says="killed",
        pattern="( KILL | KILLED ) ( TOTALOF | ALL )? ANOTHER? n:NUM (! _3 NOTDEAD )",
        ok=(
            "The strike killed three people. => 3",
            "A raid on the boat, killing at least 14. => 14..",
            "The strike on the vessel kills six men. => 6",
        ),
        no=(
            "The strike killed three boats.",
            "The strike, killing 20 dogs.",
            "Nobody was killed in two strikes.",
        ),
    ),
    Rule(
        id="en/n-killed",
        says="killed",
        pattern="n:NUM (! MORE? OF ) =5 ( KILLED | DEAD ) (! ( DET | ALL | ANOTHER )? NUM )",
        ok=(
            "Six people were killed in the strike. => 6",
            "At least 83 people have been killed by strikes. => 83..",
            "Strike on boat: 3 dead. => 3",
        ),
        no=(
            "Three boats were destroyed in the strike.",
            "Two more of the dead of the strike were named.",
        ),
    ),
    Rule(
        id="en/n-people-killed",
        says="killed",
        pattern="n:NUM (! OF ) =3 HUMAN (! NUM ) -8 BE -2 ( KILLED | DEAD ) (! ( DET | ALL )? NUM )",
        ok=(
            "Fourteen people aboard the boats were killed in the strike. => 14",
            "All four aboard the boat were killed in the strike. => 4",
        ),
        no=("Two men were arrested after the strike on the boat.",),
    ),
    Rule(
        id="en/n-died",
        says="killed",
        pattern="n:NUM (! OF ) =5 ( DIE | KILLDIE )",
        ok=("Three people died in the strike. => 3",),
        no=("The strike came before three people danced.",),
    ),
    Rule(
        id="en/n-people-died",
        says="killed",
        pattern="n:NUM (! OF ) _3 HUMAN (! NUM ) -8 DIE",
        ok=("Two crew members of the boat perished in the strike. => 2",),
        no=("Two crew members of the boat were held.",),
    ),
    Rule(
        id="en/n-of-the-died",
        says="killed",
        pattern="n:NUM OF ( DET | THOSE | THEM ) _2 ( HUMAN )? -6 ( DIE | KILLED | DEAD ) (! ( DET | ALL )? NUM )",
        ok=(
            "Two of the crew died in the strike on the boat. => 2",
            "Three of those aboard were killed in the strike. => 3",
        ),
        no=("Two of the boats sank after the strike.",),
    ),
    Rule(
        id="en/left-n-dead",
        says="killed",
        pattern="LEAVE n:NUM =4 ( DEAD | KILLED )",
        ok=(
            "A strike on a boat left 11 dead. => 11",
            "The strike left at least six people dead. => 6..",
        ),
        no=("The strike left six people injured.",),
    ),
    Rule(
        id="en/n-deaths",
        says="killed",
        pattern="n:NUM (! OF ) _3 DEATHS",
        ok=("The strike caused six fatalities. => 6", "A strike with 3 deaths. => 3"),
        no=("The strike was the third in six days.",),
    ),
    Rule(
        id="en/deaths-of-n",
        says="killed",
        pattern="DEATHS OF ( DET | ALL )? =1 n:NUM (! _3 NOTDEAD )",
        ok=("The strike resulted in the deaths of 11 individuals. => 11",),
        no=("The strike followed the death of a captain.",),
    ),
    Rule(
        id="en/claimed-n-lives",
        says="killed",
        pattern="CLAIM =1 n:NUM =1 LIVES",
        ok=("Strikes have claimed 21 lives. => 21", "The strike cost at least 62 lives. => 62.."),
        no=("The strike claimed many lives.",),
    ),
    Rule(
        id="en/lives-of-n",
        says="killed",
        pattern="CLAIM DET? LIVES OF ( TOTALOF | DET | ALL | ADV )* n:NUM (! _3 NOTDEAD )",
        ok=(
            "The strike has taken the lives of 11 people. => 11",
            "Strikes claimed the lives of at least 62. => 62..",
        ),
        no=("The strike changed the lives of 11 people.",),
    ),
    Rule(
        id="en/n-lives-lost",
        says="killed",
        pattern="n:NUM =1 LIVES",
        ok=("Four lives were lost in the strike. => 4",),
        no=("The strike cost lives.",),
    ),
    Rule(
        id="en/n-more",
        says="killed",
        pattern="KILLED ( ALONG | TOGETHER ) WITH n:NUM",
        ok=("A captain was killed along with six others in the strike. => 6",),
        no=("He was killed along with his brother in the strike.",),
    ),
    Rule(
        id="en/toll-n",
        says="killed",
        role="total",
        pattern="TOLL (! WORDS ) ~9 ( TO | AT | OF | RISE | BE | NOW | REACH )"
        " ( ADV | BE | AT | TO | TOTALOF )? n:NUM (! _3 NOTDEAD )",
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
        pattern="BRING -5 ( DEATHS | DEAD | KILLED ) -4 TO n:NUM (! _3 NOTDEAD )",
        ok=("Another strike killed three, bringing the campaign's deaths to 76. => 76",),
        no=("The strike brought death to the boat.",),
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
        pattern="DET TOTAL BE ( ADV | AT )? n:NUM (! _3 NOTDEAD )",
        ok=("The strike killed 14; the total is at least 57. => 57..",),
        no=("The total is 21 strikes.",),
    ),
    Rule(
        id="en/bring-total-n",
        says="killed",
        role="total",
        pattern="BRING ~7 TOTAL ~5 TO n:NUM (! _3 NOTDEAD )",
        ok=("Three died in the strike, bringing the total to 80. => 80",),
        no=("Three died, bringing the total of strikes to 20 strikes.",),
    ),
)
