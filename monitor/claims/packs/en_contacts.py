"""English: how texts tell of calls and meetings between two sides, by rank. Data only.

A and B are the sides, SIDE either of them. The first rule of an episode that fits a sentence tells its
stage. What may not govern the verb of a rule is known by its role: see `monitor.claims.readers.contacts`.
"""

from __future__ import annotations

from monitor.claims.language import Rule

NAMED = "!LINK? !LINK? !LINK?"
"""Titles before a name."""
MEANWHILE = (
    "( LIGHT | HAVE | DATE | (! TO ) PREP !LINK? !LINK? DATE? | COMMA ~12 COMMA | COMMA WHO )?"
)
"""What may stand between a side and its verb: "Trump, who arrived on Monday, met"."""
THEN = f"{MEANWHILE} {MEANWHILE} {MEANWHILE}"
BOTH = f"( A ( AND | COMMA ) {NAMED} B | B ( AND | COMMA ) {NAMED} A | THEY | DET NUM ) {THEN}"
"""Both as one subject."""
NOTMET = "(! !ABOUT? !ABOUT? !ABOUT? INPERSON ) (! ~14 ( IN | AT ) DET ORD? =1 MEET )"
"""What makes a meeting of it: "in their first meeting"."""
WHERE = "( PLACE | ( IN | AT | ON ) -3 ( PLACE | CAP ) )"
WHEN = "( DATE | ( IN | ON ) -2 DATE )"
WILLMEET = "( WILL MEET | WILLMEET | WILL RECEIVE | WILL -2 HELD -3 ( MEET | TALKS ) )"
ONE = f"( A | B | REFERS ) {THEN}"


def _either(verb: str) -> str:
    """One side, the verb, the other side."""
    return f"A {THEN} {verb} {NAMED} B | B {THEN} {verb} {NAMED} A"


CONTACTS = (
    Rule(
        id="en/call-held-spoke",
        says="call held",
        role="past",
        pattern=f"( {_either('SPOKE -8 ( WITH | TO )')} | {BOTH} SPOKE ) {NOTMET}"
        f" | ( A -2 B | B -2 A | {BOTH} ) -6 BYPHONE (! WITH | TO | BETWEEN )"
        f" | REFERS {THEN} SPOKE -8 ( WITH | TO ) {NAMED} SIDE",
        ok=(
            "Trump and Maduro spoke last week.",
            "Trump talked to Maduro, the paper said.",
            "Trump spoke last week by phone with his counterpart Maduro.",
            "Trump confirmed that he spoke with Maduro.",
        ),
        no=(
            "Trump could talk to Maduro.",
            "Trump spoke in Miami.",
            "Trump spoke with Lula about Maduro.",
            "Trump has not spoken with Maduro by phone.",
            "In a call to sailors Trump spoke about Maduro.",
        ),
    ),
    Rule(
        id="en/call-held-rang",
        says="call held",
        role="past",
        pattern=f"( {_either('RANG')} ) ( DATE | COMMA | STOP | AND | WHO | LIGHT | BYPHONE | PREP | $ )"
        f" | ( {_either('TELL')} ) -6 BYPHONE",
        ok=(
            "Trump telephoned Maduro last week.",
            "Trump told Maduro by phone to leave.",
        ),
        no=("Trump called Maduro a dictator.", "Trump called on Maduro to leave."),
    ),
    Rule(
        id="en/call-held-got",
        says="call held",
        role="past",
        pattern=f"GOT ( ART | DET | NUM | ORD | ANOTHER )? =4 ( CALL | CONVERSATION )"
        f" -3 ( ( WITH | FROM | BETWEEN ) {NAMED} | TO ( DET OTHER? | CAP )? CAP? ) SIDE"
        f" | {BOTH} GOT =5 ( CALL | CONVERSATION )",
        ok=("Trump had a call with Maduro.", "Trump took a call from Maduro on Friday."),
        no=(
            "Trump had a call with Lula about Maduro.",
            "Trump should have had a call with Maduro.",
        ),
    ),
    Rule(
        id="en/call-held-noun",
        says="call held",
        role="noun",
        pattern=f"( CALL | CALLS | CONVERSATION ) ( WITH | BETWEEN | OF ) {NAMED} SIDE"
        " | SIDE !LINK? CALL (! PREP DET | IF | QUESTION | TO ) | SAY -1 SPEAKING -4 ( WITH | TO ) !LINK? SIDE"
        " | ( CALL | CONVERSATION ) -6 ( TOOKPLACE | REPORTEDBY | ACCORDING ) | BE NUM CALL|CALLS"
        " | ( DET | THIS ) CALL TO TELL | SAY ( ON | OF )? ( ART | DET | THIS ) =2 CALL"
        f" | ( DET | THIS ) ( CALL | SPEAK ) WITH {NAMED} SIDE",
        ok=(
            "A phone call between Trump and Maduro was confirmed.",
            "Trump confirmed his call with Maduro.",
            "The Trump - Maduro phone call lasted ten minutes.",
        ),
        no=(
            "A call between Trump and Maduro could take place.",
            "Trump discussed Maduro in a call with Lula.",
            "Trump wants a call with Maduro.",
        ),
    ),
    Rule(
        id="en/call-held-during",
        says="call held",
        role="during",
        pattern="( IN | AFTER | SINCE | ON ) ( DET | THIS | ART | ORD | ANOTHER ) ORD? !CAP|LINK?"
        " CALL (! WITH | TO | BETWEEN | FROM )",
        ok=(
            "In the call Trump told Maduro to leave.",
            "After the phone call Maduro thanked Trump.",
        ),
        no=(
            "In a call to sailors Trump spoke about Maduro.",
            "Trump will raise it with Maduro in the call.",
        ),
    ),
    Rule(
        id="en/call-no-plans",
        says="call no_plans",
        pattern="NO =2 CALL -8 ( SCHEDULE | PLANS | CALENDAR ) | ( NO | NOT ) -3 PLANS -4 CALL",
        ok=("No call between Trump and Maduro is scheduled.",),
        no=("Trump plans a call with Maduro.",),
    ),
    Rule(
        id="en/call-cancelled",
        says="call cancelled",
        role="undone",
        pattern="CANCEL -4 CALL | CALL -6 CANCEL",
        ok=("Trump scrapped a call with Maduro.",),
        no=("Trump had a call with Maduro.",),
    ),
    Rule(
        id="en/call-denied",
        says="call denied",
        pattern=f"NOT -2 SPOKE -4 ( WITH | TO ) {NAMED} SIDE | NOT -2 RANG {NAMED} SIDE"
        f" | {BOTH} NOT -1 SPOKE | (!< NOT ) DENY -8 ( SPOKE | RANG )"
        " | (!< NOT ) DENY ( ART | DET | THIS )? =2 CALL"
        " | NO =2 CALL ( WITH | BETWEEN | OF | STOP | COMMA | QUOTE | TOOKPLACE | $ )"
        " | SPOKE ~14 STOP? ~6 DENY IT ( COMMA | STOP | AND | BUT | ON | $ )",
        ok=(
            "Trump has not spoken with Maduro by phone.",
            "The White House denied that Trump had spoken to Maduro.",
            "There was no call between Trump and Maduro.",
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
        role="open",
        pattern=f"( ( PLANS | WILL | EXPECT ) -4 SPEAK | WILLSPEAK ) -4 ( WITH | TO ) {NAMED} SIDE"
        f" | WOULD -3 SPEAK -4 ( WITH | TO ) {NAMED} SIDE -6 SOON"
        f" | ( PLANS | WILL | EXPECT | WANT | COULD | MIGHT ) -4 ( CALL | CALLS ) {NAMED} SIDE"
        " | ( PLANS | WILL | EXPECT | WANT | COULD | MIGHT | OFFER | POSSIBLE | WEIGH ) -6 CALL (! PREP DET )"
        " | CALL -8 ( COULD | MIGHT | WILL | SCHEDULE | POSSIBLE ) | ( WANT | PLANS | WILL ) -8 BYPHONE"
        " | WANT -2 SIDE BYPHONE",
        ok=(
            "Trump plans to speak directly with Maduro.",
            "Trump will call Maduro next week.",
            "A call between Trump and Maduro could take place.",
        ),
        no=("Trump said he might talk to Maduro.", "Trump is open to talks with Maduro."),
    ),
    Rule(
        id="en/meeting-cancelled",
        says="meeting cancelled",
        role="undone",
        pattern="CANCEL -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 CANCEL"
        " | ENDED -6 TALKS|CONTACT | TALKS|CONTACT -8 ENDED | ( MEET | TALKS ) -6 WILL NOT -2 GOAHEAD"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* BE -1 CANCEL",
        ok=(
            "Trump called off the talks with Maduro.",
            "The meeting of Trump and Maduro was cancelled.",
            "The meeting of Trump and Maduro planned for 15 December in Doha has been called off.",
            "Trump broke off the talks with Maduro.",
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
        pattern="POSTPONE -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 POSTPONE"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* BE -1 POSTPONE"
        " | MEET ~6 HELD !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* BE -1 POSTPONE",
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
        id="en/meeting-lapsed",
        says="meeting lapsed",
        role="undone",
        pattern="( OFFER | MEET | TALKS ) -8 LAPSE",
        ok=("Maduro's offer to meet Trump lapsed.",),
        no=("Maduro's offer to meet Trump stands.",),
    ),
    Rule(
        id="en/meeting-no-plans",
        says="meeting no_plans",
        pattern="( NO | NOT ) -3 PLANS -8 ( MEET | TALKS | RECEIVE ) | MEET -10 ( NO | NOT ) -4 ( PLANS"
        " | SCHEDULE )"
        " | ( NO | NOT ) -5 SCHEDULE -4 MEET | NO =3 MEET -8 ( SCHEDULE | PLANS | CALENDAR )"
        " | NO =1 WHEN -8 MEET | MEET -8 NO =1 WHEN",
        ok=(
            "There are no plans for a meeting of Trump and Maduro.",
            "The White House said a meeting with Maduro is not scheduled.",
            "No meeting of Trump and Maduro is planned.",
        ),
        no=("Trump plans a meeting with Maduro.",),
    ),
    Rule(
        id="en/meeting-denied",
        says="meeting denied",
        pattern="(!< NOT ) DENY|TURNDOWN -8 ( MEET | WILLMEET | TALKS | OFFER | RECEIVE ) (! -8 EXILE )"
        " | NO =3 ( MEET | TALKS ) (! ~8 EXILE )"
        f" | NOT -3 ( MEET | SPEAK ) WITH? {NAMED} SIDE | ( INVITATION | MEET ) -8 DENY|TURNDOWN"
        " | NOT -2 MET (! DATE )"
        " | MET ~14 STOP? ~6 DENY IT ( COMMA | STOP | AND | BUT | ON | $ )",
        ok=(
            "Trump never met Maduro, the White House said.",
            "Trump met Maduro in Doha, a blog said; both governments denied it.",
            "Caracas denied that any meeting with Trump is planned.",
            "Trump dismissed Maduro's offer of direct talks.",
            "Trump declined to meet Maduro.",
        ),
        no=("Trump offered Maduro talks.",),
    ),
    Rule(
        id="en/meeting-held",
        says="meeting held",
        role="past",
        pattern=f"{_either('MET WITH?')} | {_either('MEETS WITH?')} | {BOTH} MET (! BEFORE )"
        f" | {BOTH} ( HELD =2 ( MEET | TALKS ) | MEET ( {WHERE} | {WHEN} | $ ) )"
        f" | {ONE} HELD ( ART | DET )? =2 MEET ( WITH | BETWEEN ) {NAMED} SIDE"
        f" | {ONE} HELD =2 TALKS WITH {NAMED} SIDE -3 {WHERE}"
        f" | MEET -8 TOOKPLACE | AT THEIR ORD? MEET (! WITH ) | {BOTH} SPOKE -10 ( IN | AT ) DET ORD? =1 MEET"
        f" | {BOTH} SPOKE !ABOUT? !ABOUT? !ABOUT? INPERSON | {_either('SPOKE -3 INPERSON WITH')}",
        ok=(
            "Trump met Maduro in Doha on Tuesday.",
            "Trump and Maduro met on Tuesday.",
            "Trump and Maduro held talks in Doha.",
            "The meeting of Trump and Maduro took place in Doha.",
        ),
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
        role="open",
        pattern=f"( {_either(WILLMEET + ' WITH?')} | REFERS {WILLMEET} WITH? {NAMED} SIDE"
        f" | {BOTH} {WILLMEET} ) -6 ( {WHERE} | {WHEN} )"
        f" | ( A | B | {BOTH} ) BE? TO ( MEET | RECEIVE ) ( WITH? {NAMED} SIDE | {WHERE} | {WHEN} )"
        f" | ( A | B | {BOTH} ) BE? TO HELD =2 ( MEET | TALKS ) | SCHEDULE -3 ( MEET | RECEIVE )"
        f" | MEET -6 SCHEDULE | SCHEDULE {NAMED} SIDE",
        ok=(
            "Maduro will meet Trump in Ankara on Dec. 10, Turkish officials said.",
            "A meeting of Trump and Maduro is scheduled for Dec. 10.",
            "Trump to meet Maduro in Ankara",
        ),
        no=("Trump could meet Maduro.", "Trump is ready to meet Maduro."),
    ),
    Rule(
        id="en/meeting-agreed",
        says="meeting agreed",
        role="open",
        pattern="AGREE -6 ( MEET | WILLMEET | RECEIVE | INVITATION -6 ( MEET | TALKS ) )"
        f" | {BOTH} {WILLMEET}",
        ok=(
            "Trump and Maduro agreed to a meeting.",
            "Trump accepted Maduro's invitation to meet in Doha.",
        ),
        no=("Trump and Maduro agreed on oil.",),
    ),
    Rule(
        id="en/meeting-discussed",
        says="meeting discussed",
        role="talked",
        pattern="( SPOKE | CALL | CONVERSATION ) -8 ABOUT -5 ( MEET | WILLMEET )"
        f" | DISCUSS -6 MEET | {BOTH} WEIGH -6 MEET | MEET -3 BE -2 DISCUSS",
        ok=(
            "They discussed a possible meeting of Trump and Maduro.",
            "Trump talked with Maduro about meeting face to face.",
            "Trump and Maduro spoke about whether to meet.",
        ),
        no=("Trump discussed Maduro's exile.", "A meeting of Trump and Maduro was not discussed."),
    ),
    Rule(
        id="en/meeting-offered",
        says="meeting offered",
        role="open",
        pattern="OFFER -8 ( MEET | TALKS | SPEAK | RECEIVE ) | ( MEET | TALKS | SPEAK ) -6 OFFER"
        " | WANT -4 ( MEET | TALKS | SPEAK | RECEIVE )",
        ok=(
            "Maduro offered direct talks with Trump.",
            "Maduro is ready to speak with Trump face to face.",
            "Maduro wants to talk face to face with Trump.",
        ),
        no=("Maduro offered Trump oil.",),
    ),
    Rule(
        id="en/meeting-mooted",
        says="meeting mooted",
        role="open",
        pattern="( COULD | POSSIBLE | MIGHT | WILL | PLANS | HINT | WEIGH | EXPECT | WOULD"
        " | WILLSPEAK ) -6 ( MEET | TALKS | SPEAK | RECEIVE )"
        " | WILLSPEAK | WOULDMEET | ( PLANS | WILL | WANT | WEIGH | EXPECT ) -4 ( CALL | CALLS )"
        " | ( MEET | TALKS ) -8 ( COULD | MIGHT | POSSIBLE )",
        ok=(
            "Trump said he may be having some discussions with Maduro.",
            "Trump hinted at talks with Maduro.",
        ),
        no=("Trump and Maduro traded insults.",),
    ),
)

MARKS = {
    # whose man it is, not the side itself: "Trump's envoy", "aides of Trump and Maduro"
    "delegate": "( a:A | b:B ) OTHER? _1 DELEGATE | DELEGATE PREP ( ( c:A | d:B ) AND )? ( e:A | f:B )",
    # a sentence that goes on about them without naming both
    "goes_on": "SIDE | THEY | DET NUM LIGHT? ( SPOKE | MET ) | REFERS | ^ IT"
    " | ( DET | THIS | NO | ART ) =2 ( MEET | CALL | CONVERSATION"
    " | TALKS ) | NO WHEN",
}
