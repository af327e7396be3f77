"""Spanish: how texts tell of calls and meetings between two sides: labels, and rules by rank. Data only.

A and B are the sides, SIDE either of them. The first rule of an episode that fits a sentence tells its
stage. `role="past"` asks for no "no", "podría" or future before the verb, "undone" for no "no" or "podría".
"""

from __future__ import annotations

from monitor.claims.language import Rule


def _words(text: str) -> tuple[str, ...]:
    """Words parted by blanks, phrases with "_" for their blanks."""
    return tuple(word.replace("_", " ") for word in text.split())


LABELS = {
    "MEET": _words(
        "reunión reuniones reunirse encuentro encuentros encontrarse cumbre cumbres cara_a_cara"
        " frente_a_frente verse entrevista_personal entrevistarse cita"
    ),
    "MET": _words(
        "se_ha_reunido se_han_reunido se_había_reunido se_habían_reunido"
        " se_reunió se_reunieron se_encontró se_encontraron se_vieron se_entrevistó se_entrevistaron"
    ),
    "PHONE": _words(
        "teléfono telefónica telefónicas telefónico telefónicamente llamada llamadas por_teléfono"
        " llamada_telefónica llamadas_telefónicas conversación_telefónica"
        " conversaciones_telefónicas contacto_telefónico vía_telefónica charla_telefónica"
        " diálogo_telefónico comunicación_telefónica"
    ),
    "SPOKE": _words(
        "habló hablaron conversó conversaron dialogó dialogaron charló charlaron ha_hablado"
        " han_hablado había_hablado habían_hablado ha_conversado han_conversado haber_hablado"
        " haber_conversado haber_dialogado habría_hablado habrían_hablado habría_conversado"
        " habrían_conversado había_conversado habían_conversado hablado conversado telefoneó"
        " llamó se_comunicó se_comunicaron"
    ),
    "SPEAK": _words(
        "hablar conversar dialogar llamar telefonear hablará hablaré hablarán hable hablaría"
        " charlar"
    ),
    "TALKS": _words(
        "conversaciones diálogo diálogos negociaciones negociación contactos contacto"
        " conversación discusiones comunicaciones comunicación canales_diplomáticos"
        " contactos_diplomáticos diplomacia acercamiento"
    ),
    "CONVERSATION": _words(
        "conversación conversación_telefónica charla plática llamada_telefónica"
    ),
    "HELD": _words(
        "mantuvo mantuvieron sostuvo sostuvieron tuvo tuvieron tuvo_lugar se_produjo se_celebró"
        " celebraron celebró duró ocurrió mantenido sostenido tenido habría_mantenido"
        " habrían_mantenido habría_sostenido habrían_sostenido"
    ),
    "BETWEEN": _words("entre"),
    "THEY": _words(
        "ellos ambos_mandatarios ambos_líderes ambos_presidentes ambos_dirigentes los_mandatarios"
        " los_líderes los_presidentes los_dos_líderes los_dos_mandatarios los_dos_presidentes"
    ),
    "DISCUSS": _words(
        "discutió discutieron discutir abordó abordaron abordar analizó analizaron analizar trató"
        " trataron tratar planteó plantearon mencionó mencionaron barajó barajaron considera"
        " consideraron estudian exploraron acordar concretar sobre para la_posibilidad_de"
        " posibilidad_de abren_posibilidad"
    ),
    "OFFER": _words(
        "ofrece ofrecen ofreció ofrecieron ofrecido ofreciendo ofrecer oferta ofertas propone"
        " propuso proponen propuesto propuesta invita invitó invitación pide pidió pidieron"
        " solicita solicitó solicitud busca buscó carta dispuesto dispuesta disposición abierto"
        " abierta llamado_al llamamiento_al"
    ),
    "AGREE": _words(
        "acordó acordaron acuerdan acepta aceptan aceptó aceptaron aceptado pactó pactaron accedió"
    ),
    "SCHEDULE": _words(
        "se_celebrará se_celebrarán tendrá_lugar se_llevará_a_cabo programado programada"
        " programadas previsto prevista agendado agendada fijado fijada fijó fijaron fecha_para"
        " prevista_para programada_para agendó"
    ),
    "WILLMEET": _words(
        "se_reunirá se_reunirán se_verá se_verán se_encontrará se_encontrarán se_entrevistará"
        " se_van_a_reunir se_va_a_reunir va_a_reunirse van_a_reunirse"
    ),
    "PLANS": _words(
        "plan planes planea planean planeado planes_concretos plan_concreto prevé prevén estudia"
        " estudian considera contempla contemplan sopesa baraja tiene_previsto tienen_previsto"
        " pretende fecha"
    ),
    "CANCEL": _words(
        "canceló cancelan cancela cancelaron cancelado cancelada suspendió suspendido suspendida"
        " rompió rompieron rotos roto rotas deshechas deshecho cortó cortadas interrumpió"
        " se_canceló se_cancela se_suspendió se_anuló anulada anulado"
        " interrumpió_las puso_fin ponen_fin pone_fin dio_por_terminado dio_por_terminadas cerró"
    ),
    "CALLEDOFF": _words(
        "cancelado cancelada suspendido suspendida anulado anulada se_canceló se_cancela"
        " se_suspendió se_anuló"
    ),
    "HADSPOKEN": _words(
        "hablara hablase conversara haya_hablado hayan_hablado hubiera_hablado hubieran_hablado"
    ),
    "POSTPONE": _words(
        "aplaza aplazó aplazaron aplazado aplazada pospone pospuso pospuesto pospuesta postergó"
        " postergado postergada"
    ),
    "POSSIBLE": _words(
        "posible posibles eventual futuro futura potencial hipotético hipotética posibilidad"
    ),
    "JOINED": _words(
        "participó participaron participa participan participado presente presentes intervino"
        " intervinieron se_sumó estuvo estuvieron acompañado incluyó en_la_llamada"
        " con_la_participación participación"
    ),
    "HOST": _words("anfitrión anfitriona acoger albergar sede"),
    "EXILE": _words("exilio asilo refugio exiliarse asilarse"),
    "SOON": _words(
        "pronto muy_pronto inminente inminentes inminentemente en_breve próximamente"
        " en_los_próximos_días cualquier_día cualquier_momento en_un_futuro_próximo próximos_días"
    ),
    "BEGIN": _words(
        "comenzar comenzará comenzarán comienza empezar empezará empezarán empieza iniciar"
        " iniciará inicia lanzar detener detendrá"
    ),
    "OPPOSE": _words(
        "se_opone se_oponen opone oponen opuesto opuestos contra en_contra rechaza rechazan"
        " desaprueba desaprueban oposición desfavorable"
    ),
    "SUPPORT": _words(
        "apoya apoyan apoyo apoyaría apoyarían a_favor favorece aprueba aprueban respalda respaldan"
    ),
    "POLL": _words(
        "encuesta encuestas sondeo sondeos encuestados encuestadora yougov gallup ipsos"
    ),
}

CONTACTS = (
    Rule(
        id="es/call-held-phone",
        says="call held",
        role="past",
        pattern="SPOKE ~10 PHONE | PHONE ~5 ( HELD | BETWEEN ) | HELD =5 ( PHONE | CONVERSATION )"
        " | ( AFTER | OF | IN ) ( DET | ART | THIS ) =2 PHONE ( WITH | BETWEEN | DATE )"
        " | PHONE WITH =3 SIDE -6 DATE | CONVERSATION -6 HELD"
        " | SAY DET? PHONE ( WITH | BETWEEN )",
        ok=(
            "Trump habló por teléfono la semana pasada con Maduro.",
            "Trump y Maduro mantuvieron una conversación en privado.",
            "Se produjo una llamada entre Trump y Maduro.",
            "Trump confirma llamada con Maduro.",
        ),
        no=(
            "Trump hablará por teléfono con Maduro.",
            "Trump no ha hablado por teléfono con Maduro.",
        ),
    ),
    Rule(
        id="es/call-held-spoke",
        says="call held",
        role="past",
        pattern="A -10 SPOKE -8 B | B -10 SPOKE -8 A | A AND -3 B -4 SPOKE | B AND -3 A -4 SPOKE | THEY -2 SPOKE",
        ok=(
            "Trump y Maduro conversaron la semana pasada.",
            "Trump habló la semana pasada con Maduro.",
            "Trump habría conversado con Maduro.",
        ),
        no=("Trump podría hablar con Maduro.", "Trump habló en Miami."),
    ),
    Rule(
        id="es/call-denied",
        says="call denied",
        pattern="NOT -1 SPOKE -4 WITH | A AND -3 B -1 NOT SPOKE | B AND -3 A -1 NOT SPOKE"
        " | (!< NOT ) DENY -6 SPOKE|HADSPOKEN -6 WITH | (!< NOT ) DENY -3 PHONE ( WITH | BETWEEN )"
        " | SPOKE ~14 STOP? ~6 ( IT HAVE? DENY | WHO -4 DENY ( COMMA | STOP | $ ) )",
        ok=(
            "Trump no ha hablado con Maduro.",
            "La Casa Blanca negó que Trump hablara por teléfono con Maduro.",
            "Trump habló con Maduro, dijo un blog; Caracas lo negó.",
        ),
        no=("Trump habló por teléfono con Maduro.", "Maduro no negó que Trump hablara con él."),
    ),
    Rule(
        id="es/call-mooted",
        says="call mooted",
        pattern="( PLANS | WILL | COULD | OFFER | MIGHT ) -6 ( SPEAK | PHONE ) | SPEAK -2 WITH -2 SIDE",
        ok=(
            "Trump estudia llamar a Maduro.",
            "Trump dijo que podría hablar con Maduro.",
            "Probablemente hablaré con Maduro, dijo Trump.",
        ),
        no=("Trump y Maduro se detestan.",),
    ),
    Rule(
        id="es/meeting-cancelled",
        says="meeting cancelled",
        role="undone",
        pattern="CANCEL -6 ( MEET | TALKS ) | ( MEET | TALKS ) -8 CANCEL"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* CALLEDOFF",
        ok=(
            "Trump canceló las conversaciones con Maduro.",
            "La reunión de Trump y Maduro fue cancelada.",
            "La reunión de Trump y Maduro prevista para el 15 de diciembre en Doha ha sido cancelada.",
        ),
        no=("Trump llamó a Maduro.", "La reunión de Trump y Maduro podría ser cancelada."),
    ),
    Rule(
        id="es/meeting-postponed",
        says="meeting postponed",
        role="undone",
        pattern="POSTPONE -6 ( MEET | TALKS ) | ( MEET | TALKS ) -6 POSTPONE"
        " | MEET ~10 SCHEDULE|PLANS|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|MIGHT|WILL* POSTPONE",
        ok=(
            "La reunión de Trump y Maduro fue aplazada.",
            "La reunión de Trump y Maduro, prevista para el 15 de diciembre en Doha, se pospuso.",
        ),
        no=(
            "La reunión de Trump y Maduro fue breve.",
            "La reunión de Trump y Maduro no fue aplazada.",
        ),
    ),
    Rule(
        id="es/meeting-no-plans",
        says="meeting no_plans",
        pattern="( NO | NOT ) -5 PLANS -8 ( MEET | TALKS ) | MEET -10 ( NO | NOT ) -4 ( PLANS | SCHEDULE )"
        " | ( NO | NOT ) -5 SCHEDULE -4 MEET | ( NO | NOT ) -3 MEET -2 SCHEDULE",
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
        pattern="( DENY | NO ) -8 ( MEET | TALKS | OFFER ) (! -8 EXILE ) | NOT -3 ( MEET | SPEAK ) WITH"
        " | ( OFFER | MEET ) -8 DENY | NOT WILL -2 ( MEET | TALKS ) | NOT -1 MET"
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
        pattern="A -8 MET -4 B | B -8 MET -4 A | A AND -3 B -3 MET | B AND -3 A -3 MET | HELD =3 MEET",
        ok=(
            "Trump se reunió con Maduro en Doha el martes.",
            "Trump y Maduro se reunieron el martes.",
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
        pattern="WILLMEET ~8 ( IN | ON | AT | DET ) ~3 ( DATE | PLACE | CAP )"
        " | SCHEDULE ~6 MEET ~8 ( IN | ON | AT | DET ) ~3 ( DATE | PLACE | CAP )"
        " | MEET ~6 SCHEDULE | SCHEDULE -4 MEET",
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
        pattern="AGREE -5 ( MEET | WILLMEET )",
        ok=("Trump y Maduro acordaron una reunión.",),
        no=("Trump y Maduro acordaron vender oro.",),
    ),
    Rule(
        id="es/meeting-discussed",
        says="meeting discussed",
        pattern="( DISCUSS | TALKS | SPOKE ) ~10 POSSIBLE? ~4 ( MEET | WILLMEET ) | MEET ~6 DISCUSS",
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
        pattern="OFFER -8 ( MEET | TALKS | SPEAK ) | ( MEET | TALKS | SPEAK ) -6 OFFER",
        ok=(
            "Maduro ofreció conversaciones directas a Trump.",
            "Maduro está dispuesto a hablar con Trump.",
        ),
        no=("Maduro ofreció petróleo a Trump.",),
    ),
    Rule(
        id="es/meeting-mooted",
        says="meeting mooted",
        pattern="( COULD | POSSIBLE | MIGHT | WILL | PLANS ) -6 ( MEET | TALKS | SPEAK )",
        ok=(
            "Trump dijo que podría tener conversaciones con Maduro.",
            "Trump no descarta una reunión con Maduro.",
        ),
        no=("Trump y Maduro cruzaron insultos.",),
    ),
)
