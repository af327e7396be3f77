"""Spanish: words by which texts say who says something. Data only.

The names are those of `en_speech.py`. Accents are folded on entry: "público" and "publicó" are one word,
so a verb counts only where a speaker stands beside it.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    """Words parted by blanks, phrases with "_" for their blanks."""
    return tuple(word.replace("_", " ") for word in text.split())


LABELS = {
    "TELL": _words(
        "dice dicen dijo dijeron dicho decía diciendo anuncia anuncian anunció anunciaron anunciado"
        " anunciando confirma confirman confirmó confirmaron confirmado confirmando informa informan informó"
        " informaron informado informando reporta reportan reportó reportaron reportado señala señalan señaló"
        " señalaron señalado afirma afirman afirmó afirmaron afirmado afirmando asegura aseguran aseguró"
        " aseguraron asegurado indica indican indicó indicaron indicado declara declaran declaró declararon"
        " declarado agrega agregó agregaron agregado añade añaden añadió añadieron añadido explica explican"
        " explicó explicaron explicado sostiene sostienen sostuvo_que manifestó manifiesta manifestaron"
        " expresó expresa expresaron escribió escribe escribieron revela revelan reveló revelaron revelado"
        " detalla detallan detalló detallaron detallado precisa precisó precisaron apunta apuntan apuntó"
        " apuntaron reconoce reconoció reconocieron reconocido advierte advierten advirtió advirtieron"
        " advertido avisa avisó avisaron avisado alerta alertó alertaron amenaza amenazó amenazaron amenazado"
        " promete prometió prometieron acusa acusan acusó acusaron acusado denuncia denuncian denunció"
        " denunciaron denunciado condena condenan condenó condenaron comunica comunicó_que comunicaron_que"
        " comunicado_que adelanta adelantó adelantaron adelantado admite admiten admitió admitieron admitido"
        " insiste insisten insistió insistieron recuerda recordó recordaron comenta comentó comentaron"
        " describe describió relata relató relataron reitera reiteran reiteró reiteraron reiterado subraya"
        " subrayó destaca destacó calificó califica calificaron estima estimó estiman estimaron considera_que"
        " consideró_que sugiere sugirió sugirieron insinúa insinuó alega alegó alegan adujo tuiteó difunde"
        " difundió difundieron difundido cree creen creía opina opinó vaticinó predijo lamentó lamenta criticó"
        " critica concluyó concluye bromeó ironizó deja_claro dejó_claro dio_a_conocer dieron_a_conocer"
        " da_a_conocer hizo_saber no_descarta no_descartó no_descartan no_ha_descartado aclaró aclara"
        " puntualizó contó cuenta presume presumió se_jactó justificó justifica celebró_que rectificó"
        " rectifica rectificaron corrigió corrige corrigieron matizó respondió responde respondieron replicó"
        " contestó notificó notificaron informará elogió saludó_que tachó repudió repudia repudiaron ratificó"
        " ratifica reafirmó reafirma enfatizó ha_dicho ha_asegurado ha_afirmado ha_informado"
    ),
    "TOLD": _words("dijo dijeron declararon declaró contó aseguró explicó confirmó entrevista"),
    "FINDS": _words(
        "publica publican publicó publicaron publicado muestra muestran mostró arroja arrojó halló encuentra"
        " encontró registra registran registró contabiliza contabilizan contabilizó cifra cifran cifró recoge"
        " recogió documenta documentó lleva_la_cuenta refleja reflejó recuenta recopila sitúa sitúan"
    ),
    "ORDERS": _words(
        "exige exigió exigieron ordena ordenó pide pidió pidieron proclama proclamó autorizó compartió"
        " designó designa"
    ),
    "REFUSES": _words(
        "niega niegan negó negaron negado negando desmiente desmienten desmintió desmintieron desmentido"
        " rechaza rechazan rechazó rechazaron rechazado rechazando descarta descartan descartó descartaron"
        " descartado refuta refutó refutaron desestimó desechó se_niega se_negó se_negaron"
    ),
    "ACCORDING": _words(
        "según de_acuerdo_con de_acuerdo_a de_acuerdo_al conforme_a citando citado_por citados_por"
        " reportado_por informado_por en_palabras_de a_juicio_de anunciado_por anunciada_por confirmado_por"
        " confirmada_por publicado_por publicada_por difundido_por difundida_por revelado_por revelada_por"
        " cita citó citan divulgado_por divulgada_por realizada_por elaborada_por"
    ),
    "OWNWORDS": _words(
        "comunicado mensaje publicación tuit recuento conteo cifras análisis cronología encuesta sondeo"
        " informe informes reporte anuncio video vídeo investigación base_de_datos estimación exclusiva"
        " declaración nota balance designación decisión orden aviso notificación"
    ),
    "SPOKES": _words(
        "portavoz portavoces vocero vocera voceros jefe jefa titular director directora cabeza secretario"
        " secretaria secretaria_de_prensa cuenta oficina enviado responsable"
    ),
    "SOURCE": _words(
        "funcionario funcionaria funcionarios fuente fuentes persona personas allegados allegado asesor"
        " asesores diplomático diplomáticos alguien individuos conocedores fuentes_anónimas fuente_anónima"
        " personas_familiarizadas personas_con_conocimiento personas_cercanas"
    ),
    "OFFICE": _words(
        "ministerio gobierno oficina agencia ejército armada marina policía autoridades autoridad"
        " administración embajada tribunal guardia_costera comandante comandantes ministro ministra presidente"
        " presidenta secretario secretaria embajador embajadora fiscal fiscalía departamento comando"
        " parlamento congreso comisión comité consejo portavoz vocero vocera general almirante gobernador"
        " gobernadora alcalde jefe régimen líder delegación misión cancillería canciller mandatario mandataria"
        " vicepresidente vicepresidenta ejecutivo fuerzas_armadas organismo"
    ),
    "VOICE": _words(
        "analista analistas experto expertos experta rescatistas testigos testigo legisladores legislador"
        " familiares familia familias pescadores senador senadora senadores congresista congresistas críticos"
        " grupo grupos residentes observadores abogados abogado activistas demócratas republicanos"
        " investigadores científicos bomberos médicos vecinos sobrevivientes historiadores economistas"
        " columnista editorial autor organización organizaciones oposición opositora opositor aerolínea"
        " aerolíneas empresa diputado diputada diputados ong"
    ),
    "PAPER": _words(
        "el_diario el_periódico el_rotativo el_medio la_agencia la_cadena la_revista el_canal el_portal"
        " dicho_medio ese_medio este_diario ese_diario dicho_diario la_publicación"
    ),
    "REFERS": _words("él ella ellos ellas"),
    "NOBODY": _words(
        "algunos algunas muchos otros otras todos nadie uno una ninguno ambos varios varias esto eso este"
        " esta estos esos que quien quienes video videos vídeo vídeos imagen imágenes foto fotos rumor rumores"
        " blog pero y así entonces aunque además también si cuando mientras como tras porque"
    ),
    "TITLE": _words(
        "presidente presidenta senador senadora ministro ministra secretario secretaria general almirante"
        " gobernador gobernadora alcalde embajador embajadora juez profesor doctor dr sr sra fiscal"
        " vicepresidente vicepresidenta congresista diputado diputada portavoz vocero vocera canciller"
        " mandatario mandataria ex expresidente exministro"
    ),
    "PREP": _words(
        "de del en a al con por para sobre contra desde hasta entre tras sin ante bajo durante mediante"
        " después_de antes_de a_través_de hacia como dentro_de junto_a"
    ),
    "LIGHT": _words(
        "también ya luego después ahora además ha han había habían hoy ayer aún todavía le les se lo así este"
        " esta solo posteriormente previamente recientemente no mismo misma habría habrían"
    ),
}
LABELS["INVERTS"] = tuple(word for word in LABELS["TELL"] if not word.endswith("ndo"))

MARKS = {
    # "informó Hegseth"
    "inverted": "v:INVERTS",
    # "dijo", "el jueves avisó": the subject is left out; "el diario informó", "informó el diario"
    "taken_up": "PAPER ( LIGHT | DATE )* TELL | TELL ( LIGHT | DATE )* PAPER"
    " | REFERS ( LIGHT | DATE )* TELL | ( ^ | COMMA | QUOTE | STOP ) ( DET? DATE | LIGHT | COMMA )* TELL",
}
