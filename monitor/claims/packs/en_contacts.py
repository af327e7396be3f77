"""English: how texts tell of calls and meetings between two sides, by rank. Data only.

A and B are the sides, SIDE either of them. The first rule of an episode that fits a sentence tells its
stage. `role="past"` asks for no "not", "will" or "could" before the verb, "undone" for no "not" or "could".
"""

from __future__ import annotations

from monitor.claims.language import Rule

CONTACTS = (
    Rule(
        id="en/call-held-phone",
        says="call held",
        role="past",
        pattern="SPOKE ~10 PHONE | PHONE ~5 ( HELD | BETWEEN )"
        " | ( HELD | HAVE ) ( ART | DET | ANOTHER ) =2 ( PHONE | CONVERSATION )"
        " | ( IN | AFTER | OF ) ( DET | ART | THIS ) =2 PHONE ( WITH | BETWEEN | DATE )"
        " | PHONE ( WITH ) =3 SIDE -6 DATE | CONVERSATION -6 HELD",
        ok=(
            "Trump spoke with Maduro by phone last week.",
            "A phone call between Trump and Maduro was held.",
            "Trump had a call with Maduro.",
        ),
        no=(
            "Trump will speak with Maduro by phone.",
            "Trump has not spoken with Maduro by phone.",
            "Lula had asked Trump in a call to talk with Maduro.",
        ),
    ),
    Rule(
        id="en/call-held-spoke",
        says="call held",
        role="past",
        pattern="A -10 SPOKE -2 ( WITH | TO ) -3 B | B -10 SPOKE -2 ( WITH | TO ) -3 A"
        " | A AND -3 B -4 SPOKE | B AND -3 A -4 SPOKE | A -6 RANG -3 B | B -6 RANG -3 A | THEY -2 SPOKE",
        ok=(
            "Trump and Maduro spoke last week.",
            "Trump talked to Maduro, the paper said.",
            "Trump telephoned Maduro last week.",
        ),
        no=(
            "Trump could talk to Maduro.",
            "Trump spoke in Miami.",
            "In a call to sailors Trump spoke about Maduro.",
        ),
    ),
    Rule(
        id="en/call-denied",
        says="call denied",
        pattern="NOT -2 SPOKE -2 ( WITH | TO ) | A AND -3 B -1 NOT -1 SPOKE | B AND -3 A -1 NOT -1 SPOKE"
        " | (!< NOT ) DENY -6 SPOKE -2 ( WITH | TO )"
        " | (!< NOT ) DENY ( ART | DET | THIS )? =2 PHONE ( WITH | BETWEEN )"
        " | SPOKE ~14 STOP? ~6 DENY IT ( COMMA | STOP | AND | BUT | ON | $ )",
        ok=(
            "Trump has not spoken with Maduro by phone.",
            "The White House denied that Trump had spoken to Maduro.",
            "Trump spoke with Maduro, a blog said; Caracas denied it.",
        ),
        no=(
            "Trump spoke with Maduro by phone.",
            "Trump rejected calls to talk about Maduro.",
            "Maduro neither confirmed nor denied that he spoke with Trump.",
        ),
    ),
    Rule(
        id="en/call-mooted",
        says="call mooted",
        pattern="( PLANS | WILL | COULD | OFFER | MIGHT ) -6 ( SPEAK | PHONE )",
        ok=("Trump plans to speak directly with Maduro.", "Trump said he might talk to Maduro."),
        no=("Trump and Maduro dislike each other.",),
    ),
    Rule(
        id="en/meeting-cancelled",
        says="meeting cancelled",
        role="undone",
        pattern="CANCEL -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 CANCEL"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* BE -1 CANCEL",
        ok=(
            "Trump called off the talks with Maduro.",
            "The meeting of Trump and Maduro was cancelled.",
            "The meeting of Trump and Maduro planned for 15 December in Doha has been called off.",
        ),
        no=(
            "Trump called Maduro.",
            "The meeting of Trump and Maduro could be cancelled.",
            "The meeting of Trump and Maduro on 15 December in Doha comes after flights were cancelled.",
        ),
    ),
    Rule(
        id="en/meeting-postponed",
        says="meeting postponed",
        role="undone",
        pattern="POSTPONE -6 ( MEET | TALKS ) | ( MEET | TALKS ) -6 POSTPONE"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* BE -1 POSTPONE",
        ok=(
            "The meeting of Trump and Maduro was postponed.",
            "The meeting of Trump and Maduro, set for 15 December in Doha, has been postponed.",
        ),
        no=(
            "The meeting of Trump and Maduro was short.",
            "The meeting of Trump and Maduro was not postponed.",
        ),
    ),
    Rule(
        id="en/meeting-no-plans",
        says="meeting no_plans",
        pattern="( NO | NOT ) -5 PLANS -8 ( MEET | TALKS ) | ( MEET ) -10 ( NO | NOT ) -4 ( PLANS | SCHEDULE )"
        " | ( NO | NOT ) -5 ( SCHEDULE ) -4 MEET",
        ok=(
            "There are no plans for a meeting of Trump and Maduro.",
            "The White House said a meeting with Maduro is not scheduled.",
        ),
        no=("Trump plans a meeting with Maduro.",),
    ),
    Rule(
        id="en/meeting-denied",
        says="meeting denied",
        pattern="( DENY | NO ) -8 ( MEET | TALKS | OFFER ) (! -8 EXILE ) | NOT -3 ( MEET | SPEAK ) WITH"
        " | ( OFFER | MEET ) -8 DENY | NOT -2 MET (! DATE )"
        " | MET ~14 STOP? ~6 DENY IT ( COMMA | STOP | AND | BUT | ON | $ )",
        ok=(
            "Trump never met Maduro, the White House said.",
            "Trump met Maduro in Doha, a blog said; both governments denied it.",
            "Caracas denied that any meeting with Trump is planned.",
            "Trump dismissed Maduro's offer of direct talks.",
        ),
        no=("Trump offered Maduro talks.",),
    ),
    Rule(
        id="en/meeting-held",
        says="meeting held",
        role="past",
        pattern="A -8 MET WITH? (! DET !A|B ) -4 B | B -8 MET WITH? (! DET !A|B ) -4 A"
        " | A AND -3 B -3 MET | B AND -3 A -3 MET"
        " | HELD ( ART | DET )? =2 MEET ( WITH | BETWEEN ) -3 SIDE",
        ok=("Trump met Maduro in Doha on Tuesday.", "Trump and Maduro met on Tuesday."),
        no=(
            "Trump will meet Maduro.",
            "Trump met his advisers about Maduro.",
            "Trump should have met Maduro.",
            "A fabricated video claims that Trump met Maduro in Doha.",
            "Trump held a meeting with his security team on Maduro.",
        ),
    ),
    Rule(
        id="en/meeting-scheduled",
        says="meeting scheduled",
        pattern="( WILL | WILLMEET | SCHEDULE ) ~6 ( MEET | WILLMEET ) ~8 ( IN | ON | AT )"
        " ~3 ( DATE | PLACE | CAP )"
        " | WILLMEET ~6 SIDE ~4 ( IN | ON | AT ) ~3 ( DATE | PLACE | CAP ) | MEET ~6 SCHEDULE | SCHEDULE -4 MEET",
        ok=(
            "Maduro will meet Trump in Ankara on Dec. 10, Turkish officials said.",
            "A meeting of Trump and Maduro is scheduled for Dec. 10.",
        ),
        no=("Trump could meet Maduro.",),
    ),
    Rule(
        id="en/meeting-agreed",
        says="meeting agreed",
        pattern="AGREE -5 ( MEET | WILLMEET )",
        ok=("Trump and Maduro agreed to a meeting.",),
        no=("Trump and Maduro agreed on oil.",),
    ),
    Rule(
        id="en/meeting-discussed",
        says="meeting discussed",
        pattern="( DISCUSS | SPOKE ) ~8 ( POSSIBLE )? ~4 ( MEET | WILLMEET ) | MEET ~6 ( DISCUSS )",
        ok=(
            "They discussed a possible meeting of Trump and Maduro.",
            "Trump talked with Maduro about meeting face to face.",
        ),
        no=("Trump discussed Maduro's exile.",),
    ),
    Rule(
        id="en/meeting-offered",
        says="meeting offered",
        pattern="OFFER -8 ( MEET | TALKS | SPEAK ) | ( MEET | TALKS | SPEAK ) -6 OFFER",
        ok=(
            "Maduro offered direct talks with Trump.",
            "Maduro is ready to speak with Trump face to face.",
        ),
        no=("Maduro offered Trump oil.",),
    ),
    Rule(
        id="en/meeting-mooted",
        says="meeting mooted",
        pattern="( COULD | POSSIBLE | MIGHT | WILL | PLANS ) -6 ( MEET | TALKS | SPEAK )",
        ok=("Trump said he may be having some discussions with Maduro.",),
        no=("Trump and Maduro traded insults.",),
    ),
)
