"""Spanish: how texts tell of calls and meetings between two sides, by rank. Data only.

A and B are the sides, SIDE either of them. The first rule of an episode that fits a sentence tells its
stage. What may not govern the verb of a rule is known by its role: see `monitor.claims.readers.contacts`.
"""

from __future__ import annotations

from monitor.claims.language import Rule

NAMED = "!LINK? !LINK? !LINK?"
"""Titles before a name: "con el presidente de Venezuela"."""
MEANWHILE = (
    "( LIGHT | HAVE | DATE | (! TO ) PREP !LINK? !LINK? DATE? | COMMA ~12 COMMA | COMMA WHO )?"
)
"""What may stand between a side and its verb: "Trump, que llegó el lunes, se reunió"."""
THEN = f"{MEANWHILE} {MEANWHILE} {MEANWHILE}"
BOTH = f"( A ( AND | COMMA ) {NAMED} B | B ( AND | COMMA ) {NAMED} A | THEY | DET NUM ) {THEN}"
"""Both as one subject."""
NOTMET = "(! !ABOUT? !ABOUT? !ABOUT? INPERSON ) (! ~14 AT DET ORD? =1 MEET )"
"""What makes a meeting of it: "en su primer encuentro"."""
WHERE = "( PLACE | ( IN | AT | ON ) -3 ( PLACE | CAP ) )"
ONE = f"( A | B ) {THEN}"


def _either(verb: str) -> str:
    """One side, the verb, the other side."""
    return f"A {THEN} {verb} {NAMED} B | B {THEN} {verb} {NAMED} A"


CONTACTS = (
    Rule(
        id="es/call-held-spoke",
        says="call held",
        role="past",
        pattern=f"( {_either('SPOKE -8 WITH')} | {BOTH} SPOKE ) {NOTMET} | SPOKE -6 WITH {NAMED} SIDE"
        f" | ( A -5 B | B -5 A | {BOTH} ) -4 BYPHONE (! WITH | TO | BETWEEN )"
        " | SPOKE -3 BYPHONE -5 SIDE",
        ok=(
            "Trump y Maduro conversaron la semana pasada.",
            "Trump habló la semana pasada con Maduro.",
            "Trump habría conversado con Maduro.",
            "Trump confirmó que habló con Maduro.",
        ),
        no=(
            "Trump podría hablar con Maduro.",
            "Trump habló en Miami.",
            "Trump habló con Lula sobre Maduro.",
            "Trump no ha hablado por teléfono con Maduro.",
        ),
    ),
    Rule(
        id="es/call-held-rang",
        says="call held",
        role="past",
        pattern=f"RANG -4 BYPHONE -4 TO {NAMED} SIDE"
        f" | ( A {THEN} RANG TO {NAMED} B | B {THEN} RANG TO {NAMED} A )"
        " DET? ( DATE | COMMA | STOP | QUOTE | AND | WHO | LIGHT | BYPHONE | $ )"
        f" | ( {_either('TELL TO')} ) -6 BYPHONE",
        ok=(
            "Trump llamó por teléfono a Maduro la semana pasada.",
            "Trump llamó a Maduro el viernes.",
            "Trump dijo a Maduro por teléfono que se fuera.",
        ),
        no=(
            "Trump llamó dictador a Maduro.",
            "Trump llamó a Maduro a negociar.",
            "Maduro llamó a la calma y Trump calló.",
        ),
    ),
    Rule(
        id="es/call-held-got",
        says="call held",
        role="past",
        pattern="GOT ( ART | DET | NUM | ORD | ANOTHER )? =4 ( CALL | CONVERSATION ) -6 ( WITH | OF"
        " | BETWEEN ) -4 SIDE"
        f" | {BOTH} GOT =5 ( CALL | CONVERSATION ) | SAY DET? CALL ( WITH | BETWEEN )",
        ok=(
            "Trump y Maduro mantuvieron una conversación en privado.",
            "Trump recibió una llamada de Maduro el viernes.",
            "Trump confirma llamada con Maduro.",
        ),
        no=(
            "Trump mantuvo una llamada con Lula.",
            "Trump no mantuvo ninguna llamada con Maduro.",
        ),
    ),
    Rule(
        id="es/call-held-noun",
        says="call held",
        role="noun",
        pattern=f"( CALL | CONVERSATION ) -3 ( WITH | BETWEEN ) {NAMED} SIDE"
        " | ( CALL | CONVERSATION ) -6 ( TOOKPLACE | REPORTEDBY | ACCORDING ) | TOOKPLACE -3 CALL"
        " | SIDE DASH? SIDE CALL | CALL SIDE DASH? SIDE",
        ok=(
            "Se produjo una llamada entre Trump y Maduro.",
            "La Casa Blanca confirmó la llamada entre Trump y Maduro.",
            "La conversación telefónica con Maduro duró diez minutos, dijo Trump.",
        ),
        no=(
            "Una llamada entre Trump y Maduro podría producirse.",
            "Trump habló de Maduro en una llamada con Lula.",
            "Trump quiere una llamada con Maduro.",
        ),
    ),
    Rule(
        id="es/call-held-during",
        says="call held",
        role="during",
        pattern="( IN | AT | AFTER | SINCE ) ( DET | THIS | ART | ORD | ANOTHER ) ORD? !CAP|LINK?"
        " CALL (! WITH | TO | BETWEEN )",
        ok=(
            "Durante la llamada, Trump dio a Maduro una semana.",
            "En la llamada Trump pidió a Maduro que se fuera.",
        ),
        no=(
            "En una llamada con Lula Trump habló de Maduro.",
            "Trump podría pedírselo a Maduro en la llamada.",
        ),
    ),
    Rule(
        id="es/call-no-plans",
        says="call no_plans",
        pattern="NO =2 CALL -8 ( SCHEDULE | PLANS | CALENDAR )"
        " | ( NO | NOT ) -4 ( PLANS | SCHEDULE ) -4 ( CALL | CALLS )",
        ok=("No hay ninguna llamada prevista entre Trump y Maduro.",),
        no=("Trump planea una llamada con Maduro.",),
    ),
    Rule(
        id="es/call-cancelled",
        says="call cancelled",
        role="undone",
        pattern="CANCEL -4 CALL | CALL -6 CANCEL",
        ok=("Trump canceló una llamada con Maduro.",),
        no=("Trump mantuvo una llamada con Maduro.",),
    ),
    Rule(
        id="es/call-denied",
        says="call denied",
        pattern=f"NOT -1 SPOKE -4 WITH | {BOTH} NOT SPOKE | NOT -2 RANG TO {NAMED} SIDE"
        " | (!< NOT ) DENY -6 ( SPOKE|HADSPOKEN|RANG ) | (!< NOT ) DENY -3 CALL ( WITH | BETWEEN )"
        " | ( NO | NOT ) =3 CALL ( WITH | BETWEEN | STOP | COMMA | QUOTE | $ )"
        " | SPOKE ~14 STOP? ~6 ( IT HAVE? DENY | WHO -4 DENY ( COMMA | STOP | $ ) )",
        ok=(
            "Trump no ha hablado con Maduro.",
            "La Casa Blanca negó que Trump hablara por teléfono con Maduro.",
            "No hubo ninguna llamada entre Trump y Maduro.",
            "Trump habló con Maduro, dijo un blog; Caracas lo negó.",
        ),
        no=("Trump habló por teléfono con Maduro.", "Maduro no negó que Trump hablara con él."),
    ),
    Rule(
        id="es/call-mooted",
        says="call mooted",
        role="open",
        pattern=f"( PLANS | WILL | WANT | EXPECT | WEIGH ) -4 ( SPEAK | CALLS ) -4 ( WITH | TO ) {NAMED} SIDE"
        f" | WILLSPEAK -4 ( WITH | TO ) {NAMED} SIDE"
        " | ( PLANS | WILL | EXPECT | WANT | COULD | MIGHT | POSSIBLE | WEIGH ) -6 ( CALL | BYPHONE )"
        " | CALL -8 ( COULD | MIGHT | WILL | SCHEDULE | POSSIBLE | NO WHEN )",
        ok=(
            "Trump estudia llamar a Maduro.",
            "Trump planea hablar directamente con Maduro.",
            "Probablemente hablaré con Maduro, dijo Trump.",
            "Una llamada entre Trump y Maduro podría producirse.",
        ),
        no=("Trump y Maduro se detestan.", "Trump dijo que podría hablar con Maduro."),
    ),
    Rule(
        id="es/meeting-cancelled",
        says="meeting cancelled",
        role="undone",
        pattern="CANCEL -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 CANCEL"
        " | ENDED -6 TALKS|CONTACT | TALKS|CONTACT -8 ENDED | MEET -6 NOT GOAHEAD"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* CALLEDOFF",
        ok=(
            "Trump canceló las conversaciones con Maduro.",
            "La reunión de Trump y Maduro fue cancelada.",
            "La reunión de Trump y Maduro prevista para el 15 de diciembre en Doha ha sido cancelada.",
            "Trump rompió el diálogo con Maduro.",
        ),
        no=("Trump llamó a Maduro.", "La reunión de Trump y Maduro podría ser cancelada."),
    ),
    Rule(
        id="es/meeting-postponed",
        says="meeting postponed",
        role="undone",
        pattern="POSTPONE -8 ( MEET | TALKS ) | ( MEET | TALKS ) -8 POSTPONE"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* POSTPONE",
        ok=(
            "La reunión de Trump y Maduro fue aplazada.",
            "La reunión de Trump y Maduro, prevista para el 15 de diciembre en Doha, se pospuso.",
            "Trump y Maduro posponen al 4 de marzo su reunión.",
        ),
        no=(
            "La reunión de Trump y Maduro fue breve.",
            "La reunión de Trump y Maduro no fue aplazada.",
        ),
    ),
    Rule(
        id="es/meeting-lapsed",
        says="meeting lapsed",
        role="undone",
        pattern="( OFFER | MEET | TALKS ) -8 LAPSE | LAPSE -6 ( OFFER | MEET )",
        ok=("La oferta de Maduro de reunirse con Trump caducó.",),
        no=("La oferta de Maduro de reunirse con Trump sigue en pie.",),
    ),
    Rule(
        id="es/meeting-no-plans",
        says="meeting no_plans",
        pattern="( NO | NOT ) -5 PLANS -8 ( MEET | TALKS ) | MEET -10 ( NO | NOT ) -4 ( PLANS | SCHEDULE )"
        " | ( NO | NOT ) -5 SCHEDULE -4 MEET | ( NO | NOT ) -3 MEET -4 ( SCHEDULE | PLANS | CALENDAR )"
        " | ( NO | NOT ) -2 WHEN -8 MEET | MEET -8 ( NO | NOT ) -2 WHEN",
        ok=(
            "No hay planes para una reunión de Trump y Maduro.",
            "La Casa Blanca dijo que una reunión con Maduro no está prevista.",
            "La Casa Blanca dijo que no hay ninguna reunión prevista con Maduro.",
        ),
        no=("Trump planea una reunión con Maduro.",),
    ),
    Rule(
        id="es/meeting-denied",
        says="meeting denied",
        pattern="(!< NOT ) DENY|TURNDOWN -8 ( MEET | TALKS | OFFER | WILLMEET ) (! -8 EXILE )"
        " | NO =3 ( MEET | TALKS ) (! ~8 EXILE )"
        f" | NOT -3 ( MEET | SPEAK ) WITH {NAMED} SIDE"
        " | ( INVITATION | MEET ) -8 DENY|TURNDOWN | NOT WILL -2 ( MEET | TALKS ) | NOT -1 MET"
        " | NOT WILLMEET WITH"
        " | MET ~14 STOP? ~6 ( IT HAVE? DENY | WHO -4 DENY ( COMMA | STOP | $ ) )",
        ok=(
            "Trump nunca se reunió con Maduro, dijo la Casa Blanca.",
            "Trump se reunió con Maduro en Doha, dijo un blog; Caracas lo negó.",
            "Caracas negó que haya una reunión con Trump.",
            "Trump rechazó la invitación de Maduro al diálogo.",
            "La Casa Blanca dijo que no habrá diálogo con Maduro.",
        ),
        no=("Trump ofreció diálogo a Maduro.",),
    ),
    Rule(
        id="es/meeting-held",
        says="meeting held",
        role="past",
        pattern=f"{_either('MET WITH')} | {_either('MEETS WITH?')} | {BOTH} ( MET | MEETS )"
        f" | {BOTH} HELD =3 MEET | {ONE} HELD =3 MEET ( WITH | BETWEEN ) {NAMED} SIDE"
        f" | {BOTH} HELD =3 TALKS -3 {WHERE}"
        " | MEET -8 TOOKPLACE | AT THEIR ORD? MEET (! WITH ) | TOOKPLACE -4 MEET"
        f" | {BOTH} SPOKE ~12 AT DET ORD? =1 MEET | {BOTH} SPOKE !ABOUT? !ABOUT? !ABOUT? INPERSON",
        ok=(
            "Trump se reunió con Maduro en Doha el martes.",
            "Trump y Maduro se reunieron el martes.",
            "Trump y Maduro celebraron una reunión en Doha.",
            "La reunión entre Trump y Maduro tuvo lugar en Doha.",
        ),
        no=(
            "Trump se reunirá con Maduro.",
            "Trump se reunió en Miami con sus asesores.",
            "Un video falso afirma que Trump se reunió con Maduro en Doha.",
        ),
    ),
    Rule(
        id="es/meeting-scheduled",
        says="meeting scheduled",
        role="open",
        pattern=f"( WILLMEET -3 WITH {NAMED} SIDE | {BOTH} WILLMEET ) -8 ( DATE | {WHERE} )"
        f" | WILLMEET -6 ( DATE | {WHERE} ) -3 WITH {NAMED} SIDE | SCHEDULE -6 MEET -8 ( DATE | {WHERE} )"
        " | MEET -6 SCHEDULE | SCHEDULE -4 MEET",
        ok=(
            "Maduro se reunirá con Trump en Ankara el 10 de diciembre.",
            "La reunión de Trump y Maduro está prevista para el 10 de diciembre.",
            "La reunión de Trump y Maduro se celebrará el 10 de diciembre.",
        ),
        no=("Trump podría reunirse con Maduro.",),
    ),
    Rule(
        id="es/meeting-agreed",
        says="meeting agreed",
        role="open",
        pattern=f"AGREE -6 ( MEET | WILLMEET | INVITATION -6 ( MEET | TALKS ) ) | {BOTH} WILLMEET",
        ok=("Trump y Maduro acordaron una reunión.",),
        no=("Trump y Maduro acordaron vender oro.",),
    ),
    Rule(
        id="es/meeting-discussed",
        says="meeting discussed",
        role="talked",
        pattern="( SPOKE | CALL | CONVERSATION | TALKS ) -8 ABOUT -5 ( MEET | WILLMEET )"
        f" | DISCUSS -6 MEET | {BOTH} WEIGH -6 MEET",
        ok=(
            "Trump habló con Maduro sobre un posible encuentro.",
            "Trump y Maduro hablaron de verse cara a cara.",
            "Trump y Maduro mencionaron una posible reunión.",
        ),
        no=("Trump y Maduro hablaron del exilio.",),
    ),
    Rule(
        id="es/meeting-offered",
        says="meeting offered",
        role="open",
        pattern="OFFER -8 ( MEET | TALKS | SPEAK ) | ( MEET | TALKS | SPEAK ) -6 OFFER"
        " | WANT -4 ( MEET | TALKS | SPEAK )",
        ok=(
            "Maduro ofreció conversaciones directas a Trump.",
            "Maduro está dispuesto a hablar con Trump.",
            "Maduro quiere reunirse con Trump.",
        ),
        no=("Maduro ofreció petróleo a Trump.",),
    ),
    Rule(
        id="es/meeting-mooted",
        says="meeting mooted",
        role="open",
        pattern="( COULD | POSSIBLE | MIGHT | WILL | PLANS | HINT | WEIGH | EXPECT | WOULD ) -6 ( MEET | TALKS"
        " | SPEAK )"
        " | ( MEET | TALKS ) -8 ( COULD | MIGHT | POSSIBLE )"
        " | WOULDMEET | ( PLANS | WILL | WANT | WEIGH | EXPECT ) -4 ( CALL | CALLS ) | ( MEET"
        " | TALKS ) -6 STOP? QUOTE? ( COULD | MIGHT )",
        ok=(
            "Trump dijo que podría tener conversaciones con Maduro.",
            "Trump no descarta una reunión con Maduro.",
        ),
        no=("Trump y Maduro cruzaron insultos.",),
    ),
)

MARKS = {
    # whose man it is, not the side itself: "el enviado de Trump", "asesores de Trump y Maduro"
    "delegate": "DELEGATE _1 OF DET? ( ( c:A | d:B ) AND )? ( a:A | b:B )",
    # a sentence that goes on about them without naming both
    "goes_on": "SIDE | THEY | DET NUM LIGHT? ( SPOKE | MET ) | REFERS"
    " | ( DET | THIS | NO | ART ) =2 ( MEET | CALL | CONVERSATION | TALKS )"
    " | NO WHEN"
    " | ^ LIGHT? ( SPOKE | MET )",
}
