"""Spanish: words by which texts say who says something. Data only.

The names are those of `en_speech.py`. Accents are folded on entry: "público" and "publicó" are one word,
so a verb counts only where a speaker stands beside it.
"""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "TELL": words(
        "da_por dan_por dio_por dieron_por ha_dado_por registra registran registró contabiliza contabilizan"
        " sitúa sitúan reconocieron computa anota habla hablan trasladó transmitió alardeó alardea festejó"
        " aplaudió aplaude cuestionó cuestiona arremetió fustigó reprochó recriminó recalcó recalca remarcó"
        " remarca resaltó resalta acotó culpó culpa atribuyó atribuye achacó vinculó tachó bautizó comparó"
        " equiparó resumió resume zanjó sentenció espetó soltó deslizó filtró desveló desvela destapó divulgó"
        " colgó posteó emitió contabilizó calculó calcula situó dejó_en dejó_entrever dejó_caer dio_cuenta"
        " hizo_público hizo_pública juró garantizó avaló avala respaldó urgió instó exhortó conminó apeló rogó"
        " reclamó confesó lamentaron celebraron_que presumió_de publicitó testificó declararon testimonió"
        " vaticina pronostica pronosticó teme temen sospecha recordaron adelantaron alertan evidenció cifra"
        " cifran cifró comunicó comunicaron comunica tildó tilda justificó dice dicen dijo dijeron dicho decía"
        " diciendo anuncia anuncian anunció anunciaron anunciado anunciando confirma confirman confirmó"
        " confirmaron confirmado confirmando informa informan informó informaron informado informando reporta"
        " reportan reportó reportaron reportado señala señalan señaló señalaron señalado afirma afirman afirmó"
        " afirmaron afirmado afirmando asegura aseguran aseguró aseguraron asegurado indica indican indicó"
        " indicaron indicado declara declaran declaró declarado agrega agregó agregaron agregado añade añaden"
        " añadió añadieron añadido explica explican explicó explicaron explicado sostiene sostienen"
        " sostuvo_que manifestó manifiesta manifestaron expresó expresa expresaron escribió escribe"
        " escribieron revela revelan reveló revelaron revelado detalla detallan detalló detallaron detallado"
        " precisa precisó precisaron apunta apuntan apuntó apuntaron reconoce reconoció reconocido advierte"
        " advierten advirtió advirtieron advertido avisa avisó avisaron avisado alerta alertó alertaron"
        " amenaza amenazó amenazaron amenazado promete prometió prometieron acusa acusan acusó acusaron"
        " acusado denuncia denuncian denunció denunciaron denunciado condena condenan condenó condenaron"
        " comunicó_que comunicaron_que comunicado_que adelanta adelantó adelantado admite admiten admitió"
        " admitieron admitido insiste insisten insistió insistieron recuerda recordó comenta comentó"
        " comentaron describe describió relata relató relataron reitera reiteran reiteró reiteraron reiterado"
        " subraya subrayó destaca destacó calificó califica calificaron estima estimó estiman estimaron"
        " considera_que consideró_que sugiere sugirió sugirieron insinúa insinuó alega alegó alegan adujo"
        " tuiteó difunde difundió difundieron difundido cree creen creía opina opinó vaticinó predijo lamentó"
        " lamenta criticó critica concluyó concluye bromeó ironizó deja_claro dejó_claro dio_a_conocer"
        " dieron_a_conocer da_a_conocer hizo_saber no_descarta no_descartó no_descartan no_ha_descartado"
        " aclaró aclara puntualizó contó cuenta presume presumió se_jactó justifica celebró_que rectificó"
        " rectifica rectificaron corrigió corrige corrigieron matizó respondió responde respondieron replicó"
        " contestó notificó notificaron informará elogió saludó_que repudió repudia repudiaron ratificó"
        " ratifica reafirmó reafirma enfatizó ha_dicho ha_asegurado ha_afirmado ha_informado"
    ),
    "TOLD": words("dijo dijeron declararon declaró contó aseguró explicó confirmó entrevista"),
    "SPOKESMAN": words("portavoz vocero vocera"),
    "TRAILING": words(
        "estadounidense estadounidenses norteamericano norteamericana venezolano venezolana venezolanos"
        " venezolanas mexicano mexicana colombiano colombiana dominicano dominicana brasileño brasileña cubano"
        " cubana ruso rusa chino china trinitense ecuatoriano ecuatoriana panameño panameña local locales"
        " nacional nacionales oficial oficiales militar militares federal federales internacional"
        " internacionales demócrata demócratas republicano republicana republicanos anónimo anónima anónimas"
        " anónimos anónimamente cercano cercana cercanas cercanos familiarizado familiarizadas familiarizados"
        " consultado consultadas consultados independiente independientes regional extranjero extranjera"
        " extranjeros humanitaria humanitario chavista opositor opositora conservador conservadora progresista"
        " diplomático diplomática diplomáticas religioso policial judicial español española españoles europeo"
        " europea europeos latinoamericano latinoamericana neoyorquino capitalino jubilado retirado"
    ),
    "STATEMENT": words(
        "comunicado mensaje publicación tuit anuncio declaración nota aviso notificación palabras"
    ),
    "CREDIT": words("fuente fuentes anunciado_por informado_por confirmado_por crédito vía"),
    "PLAINLY": words("dijo dice dijeron dicen aseguró afirmó afirma asegura"),
    "POST": words(
        "funcionario funcionaria presidente mandatario mandataria secretario ministro ministra general"
        " almirante portavoz vocero vocera líder senador senadora gobernador alcalde embajador legislador"
        " analista comandante diplomático asesor republicano"
    ),
    "ADDS": words("agrega agregó agregaron añade añaden añadió añadieron"),
    "FINDS": words(
        "publica publican publicó publicaron publicado muestra muestran mostró arroja arrojó halló encuentra"
        " encontró recoge recogió documenta documentó lleva_la_cuenta refleja reflejó recuenta recopila"
    ),
    "ORDERS": words(
        "sostuvo sostiene sostuvieron defendió defiende rebaja rebajó rebajado eleva elevó elevado actualiza"
        " actualizó cancela canceló aplaza aplazó pospone pospuso ofrece ofreció propone propuso acepta aceptó"
        " acuerda acordó exige exigió exigieron ordena ordenó pide pidió pidieron proclama proclamó autorizó"
        " compartió designó designa"
    ),
    "REFUSES": words(
        "niega niegan negó negaron negado negando desmiente desmienten desmintió desmintieron desmentido"
        " rechaza rechazan rechazó rechazaron rechazado rechazando descarta descartan descartó descartaron"
        " descartado refuta refutó refutaron desestimó desechó se_niega se_negó se_negaron"
    ),
    "ACCORDING": words(
        "según de_acuerdo_con de_acuerdo_a de_acuerdo_al conforme_a citando citado_por citados_por"
        " citadas_por citada_por reportado_por informado_por en_palabras_de a_juicio_de anunciado_por"
        " anunciada_por confirmado_por confirmada_por publicado_por publicada_por difundido_por difundida_por"
        " revelado_por revelada_por cita citó citan divulgado_por divulgada_por realizada_por elaborada_por"
    ),
    "OWNWORDS": words(
        "palabras relato comentarios afirmaciones advertencia amenaza promesa documento documentos datos"
        " registros comunicado mensaje publicación tuit recuento conteo cifras análisis cronología encuesta"
        " sondeo informe informes reporte anuncio video vídeo investigación base_de_datos estimación exclusiva"
        " declaración nota balance designación decisión aviso notificación"
    ),
    "SPOKES": words(
        "portavoz portavoces vocero vocera voceros jefe jefa titular director directora cabeza secretario"
        " secretaria secretaria_de_prensa cuenta oficina enviado responsable"
    ),
    "SOURCE": words(
        "funcionario funcionaria funcionarios fuente fuentes persona personas allegados allegado asesor"
        " asesores diplomático diplomáticos alguien individuos conocedores fuentes_anónimas fuente_anónima"
        " personas_familiarizadas personas_con_conocimiento personas_cercanas"
    ),
    "OFFICE": words(
        "primer_ministro primera_ministra fiscal_general defensoría procuraduría rey papa junta tribunal"
        " capitanía ministros ministerio gobierno oficina agencia ejército armada marina policía autoridades"
        " autoridad administración embajada guardia_costera comandante comandantes ministro ministra"
        " presidente presidenta secretario secretaria embajador embajadora fiscal fiscalía departamento"
        " comando parlamento congreso comisión comité consejo portavoz vocero vocera general almirante"
        " gobernador gobernadora alcalde jefe régimen líder delegación misión cancillería canciller mandatario"
        " mandataria vicepresidente vicepresidenta ejecutivo fuerzas_armadas organismo"
    ),
    "VOICE": words(
        "madre padre hermana primo prima tío viuda amigos amigo pescador capitán patrón marineros tripulantes"
        " veteranos profesor académicos catedrático consultora asociación federación partido bloque obispo"
        " sacerdote forense juez hospital radio emisora televisión canal televisora periódico diario portal"
        " activista vecina vecino habitantes pobladores lugareños dirigente dirigentes sindicato cofradía"
        " legisladores parlamentarios parlamentario cónsul republicano demócrata medios medios_locales prensa"
        " prensa_local agencias relator relatora alto_comisionado analista analistas experto expertos experta"
        " rescatistas testigos testigo legislador familiares familia familias pescadores senador senadora"
        " senadores congresista congresistas críticos grupo grupos residentes observadores abogados abogado"
        " activistas demócratas republicanos investigadores científicos bomberos médicos vecinos"
        " sobrevivientes historiadores economistas columnista editorial autor organización organizaciones"
        " oposición opositora opositor aerolínea aerolíneas empresa diputado diputada diputados ong"
    ),
    "PAPER": words(
        "el_diario el_periódico el_rotativo el_medio la_agencia la_cadena la_revista el_canal el_portal"
        " dicho_medio ese_medio este_diario ese_diario dicho_diario la_publicación"
    ),
    "REFERS": words("él ella ellos ellas"),
    "NOBODY": words(
        "algunos algunas muchos otros otras todos nadie uno una ninguno ambos varios varias esto eso este"
        " esta estos esos que quien quienes video videos vídeo vídeos imagen imágenes foto fotos rumor rumores"
        " blog pero y así entonces aunque además también si cuando mientras como tras porque"
    ),
    "TITLE": words(
        "presidente presidenta senador senadora ministro ministra secretario secretaria general almirante"
        " gobernador gobernadora alcalde embajador embajadora juez profesor doctor dr sr sra fiscal"
        " vicepresidente vicepresidenta congresista diputado diputada portavoz vocero vocera canciller"
        " mandatario mandataria ex expresidente exministro"
    ),
    "PREP": words(
        "de del en a al con por para sobre contra desde hasta entre tras sin ante bajo durante mediante"
        " después_de antes_de a_través_de hacia como dentro_de junto_a"
    ),
    "LIGHT": words(
        "también ya luego después ahora además ha han había habían hoy ayer aún todavía le les nos me se lo"
        " así este esta solo posteriormente previamente recientemente no mismo misma habría habrían"
    ),
}
LABELS["INVERTS"] = tuple(
    dict.fromkeys(
        word
        for name in ("TELL", "FINDS", "ORDERS")
        for word in LABELS[name]
        if not word.endswith("ndo")
    )
)

MARKS = {
    # "informó Hegseth"
    "inverted": "v:INVERTS",
    # "dijo", "el jueves avisó": the subject is left out; "el diario informó", "informó el diario"
    "taken_up": "ACCORDING PAPER | PAPER OTHER? ( LIGHT | DATE )* TELL | TELL ( LIGHT | DATE )* PAPER"
    " | REFERS ( LIGHT | DATE )* TELL | ( ^ | COMMA | QUOTE | STOP ) ( DET? DATE | LIGHT | COMMA )* TELL",
}
