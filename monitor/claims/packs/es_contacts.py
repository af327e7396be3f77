"""Spanish: how texts tell of calls and meetings between two sides, by rank. Data only.

A and B are the sides, SIDE either of them. The first rule of an episode that fits a sentence tells its
stage. `role="past"` asks for no "no", "podría" or future before the verb.
"""

from __future__ import annotations

from monitor.claims.language import Rule

CONTACTS = (
    Rule(
        id="es/call-held-phone", says="call held", role="past",
        pattern="SPOKE ~10 PHONE | PHONE ~5 ( HELD | BETWEEN ) | HELD =5 ( PHONE | CONVERSATION )"
        " | ( AFTER | OF | IN ) ( DET | ART | THIS ) =2 PHONE ( WITH | BETWEEN | DATE )"
        " | PHONE WITH =3 SIDE -6 DATE | CONVERSATION -6 HELD",
        ok=("Trump habló por teléfono la semana pasada con Maduro.",
            "Trump y Maduro mantuvieron una conversación en privado.",
            "Se produjo una llamada entre Trump y Maduro."),
        no=("Trump hablará por teléfono con Maduro.", "Trump no ha hablado por teléfono con Maduro."),
    ),
    Rule(
        id="es/call-held-spoke", says="call held", role="past",
        pattern="A -10 SPOKE -8 B | B -10 SPOKE -8 A | A AND -3 B -4 SPOKE | B AND -3 A -4 SPOKE | THEY -2 SPOKE",
        ok=("Trump y Maduro conversaron la semana pasada.", "Trump habló la semana pasada con Maduro.",
            "Trump habría conversado con Maduro."),
        no=("Trump podría hablar con Maduro.", "Trump habló en Miami."),
    ),
    Rule(
        id="es/call-mooted", says="call mooted",
        pattern="( PLANS | WILL | COULD | OFFER | MIGHT ) -6 ( SPEAK | PHONE ) | SPEAK -2 WITH -2 SIDE",
        ok=("Trump estudia llamar a Maduro.", "Trump dijo que podría hablar con Maduro.",
            "Probablemente hablaré con Maduro."),
        no=("Trump y Maduro se detestan.",),
    ),
    Rule(
        id="es/meeting-cancelled", says="meeting cancelled",
        pattern="CANCEL -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 CANCEL",
        ok=("Trump canceló las conversaciones con Maduro.", "La reunión de Trump y Maduro fue cancelada."),
        no=("Trump llamó a Maduro.",),
    ),
    Rule(
        id="es/meeting-postponed", says="meeting postponed",
        pattern="POSTPONE -6 ( MEET | TALKS ) | ( MEET | TALKS ) -6 POSTPONE",
        ok=("La reunión de Trump y Maduro fue aplazada.",),
        no=("La reunión de Trump y Maduro fue breve.",),
    ),
    Rule(
        id="es/meeting-no-plans", says="meeting no_plans",
        pattern="( NO | NOT ) -5 PLANS -8 ( MEET | TALKS ) | MEET -10 ( NO | NOT ) -4 ( PLANS | SCHEDULE )"
        " | ( NO | NOT ) -5 SCHEDULE -4 MEET",
        ok=("No hay planes para una reunión de Trump y Maduro.",
            "La Casa Blanca dijo que una reunión con Maduro no está prevista."),
        no=("Trump planea una reunión con Maduro.",),
    ),
    Rule(
        id="es/meeting-denied", says="meeting denied",
        pattern="( DENY | NO ) -8 ( MEET | TALKS | OFFER ) (! -8 EXILE ) | NOT -3 ( MEET | SPEAK ) WITH"
        " | ( OFFER | MEET ) -8 DENY | NOT WILL -2 ( MEET | TALKS )",
        ok=("Caracas negó que haya una reunión con Trump.", "Trump rechazó la invitación de Maduro al diálogo.",
            "La Casa Blanca dijo que no habrá diálogo con Maduro."),
        no=("Trump ofreció diálogo a Maduro.",),
    ),
    Rule(
        id="es/meeting-held", says="meeting held", role="past",
        pattern="A -8 MET -4 B | B -8 MET -4 A | A AND -3 B -3 MET | B AND -3 A -3 MET | HELD =3 MEET",
        ok=("Trump se reunió con Maduro en Doha el martes.", "Trump y Maduro se reunieron el martes."),
        no=("Trump se reunirá con Maduro.", "Trump se reunió en Miami con sus asesores."),
    ),
    Rule(
        id="es/meeting-scheduled", says="meeting scheduled",
        pattern="WILLMEET ~8 ( IN | ON | AT | DET ) ~3 ( DATE | PLACE | CAP )"
        " | SCHEDULE ~6 MEET ~8 ( IN | ON | AT | DET ) ~3 ( DATE | PLACE | CAP )"
        " | MEET ~6 SCHEDULE | SCHEDULE -4 MEET",
        ok=("Maduro se reunirá con Trump en Ankara el 10 de diciembre.",
            "La reunión de Trump y Maduro está prevista para el 10 de diciembre."),
        no=("Trump podría reunirse con Maduro.",),
    ),
    Rule(
        id="es/meeting-agreed", says="meeting agreed",
        pattern="AGREE -5 ( MEET | WILLMEET )",
        ok=("Trump y Maduro acordaron una reunión.",),
        no=("Trump y Maduro acordaron vender oro.",),
    ),
    Rule(
        id="es/meeting-discussed", says="meeting discussed",
        pattern="( DISCUSS | TALKS | SPOKE ) ~10 POSSIBLE? ~4 ( MEET | WILLMEET ) | MEET ~6 DISCUSS",
        ok=("Trump habló con Maduro sobre un posible encuentro.", "Trump y Maduro hablaron de verse cara a cara.",
            "Trump y Maduro mencionaron una posible reunión."),
        no=("Trump y Maduro hablaron del exilio.",),
    ),
    Rule(
        id="es/meeting-offered", says="meeting offered",
        pattern="OFFER -8 ( MEET | TALKS | SPEAK ) | ( MEET | TALKS | SPEAK ) -6 OFFER",
        ok=("Maduro ofreció conversaciones directas a Trump.", "Maduro está dispuesto a hablar con Trump."),
        no=("Maduro ofreció petróleo a Trump.",),
    ),
    Rule(
        id="es/meeting-mooted", says="meeting mooted",
        pattern="( COULD | POSSIBLE | MIGHT | WILL | PLANS ) -6 ( MEET | TALKS | SPEAK )",
        ok=("Trump dijo que podría tener conversaciones con Maduro.",),
        no=("Trump y Maduro cruzaron insultos.",),
    ),
)
