"""Spanish: words of calls and meetings, of plans for them, and of polls. Data only.

The names are those of `en_contact_words.py`. Accents are folded on entry.
"""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    # meetings
    "MEET": words(
        "sentarse reunión reuniones reunirse encuentro encuentros encontrarse cumbre cumbres cara_a_cara"
        " reunirme frente_a_frente verse entrevista_personal entrevistarse cita reúna reúnan vernos"
        " mano_a_mano reunirnos"
    ),
    "RECEIVE": words("ver recibir verlo recibirlo recibirá acoger"),
    "MET": words(
        "se_ha_reunido se_han_reunido se_había_reunido se_habían_reunido se_vieron_las_caras haberse_reunido"
        " se_reunió se_reunieron se_encontró se_encontraron se_vieron se_entrevistó se_entrevistaron"
        " se_ha_visto se_han_visto se_vio se_dieron_la_mano se_estrecharon_la_mano"
    ),
    "MEETS": words("se_reúne se_reúnen se_ve_con se_ven se_encuentra_con se_encuentran"),
    "INPERSON": words("en_persona cara_a_cara frente_a_frente"),
    "TALKS": words(
        "conversaciones diálogo diálogos negociaciones negociación discusiones comunicaciones comunicación"
        " canales_diplomáticos contactos_diplomáticos diplomacia acercamiento dialogar negociar"
        " diálogo_directo"
    ),
    # calls
    "CALL": words(
        "llamada llamadas llamada_telefónica llamadas_telefónicas conversación_telefónica"
        " comunicación_telefónica conversaciones_telefónicas contacto_telefónico charla_telefónica"
        " diálogo_telefónico videollamada telefonazo"
    ),
    "CALLS": words("llame llamen llamar telefonear llamarlo llamarle"),
    "BYPHONE": words(
        "por_teléfono vía_telefónica telefónicamente por_vía_telefónica al_teléfono en_una_llamada"
        " en_una_llamada_telefónica durante_una_llamada teléfono telefónica telefónico"
    ),
    "CONVERSATION": words("conversación charla plática diálogo_telefónico intercambio"),
    "SPOKE": words(
        "habló hablaron conversó conversaron dialogaron charló charlaron ha_hablado han_hablado había_hablado"
        " habían_hablado ha_conversado han_conversado haber_hablado haber_conversado haber_dialogado"
        " habría_hablado habrían_hablado habría_conversado habrían_conversado había_conversado"
        " habían_conversado hablado conversado se_comunicó se_comunicaron platicó platicaron hablé"
        " haya_hablado"
    ),
    "RANG": words("llamó telefoneó llama ha_llamado había_llamado haber_llamado telefonea llamado"),
    "CALLSON": words("llamó_a_la llama_a_la llamado_a_la"),
    "THEIR": words("su"),
    "SPEAK": words(
        "hablar conversar charlar hablará hablaré hablarán hable hablen hablaría platicar conversará"
        " conversarán"
    ),
    "GOT": words(
        "mantuvo mantuvieron sostuvo sostuvieron tuvo tuvieron mantenido sostenido tenido recibió recibieron"
        " hizo habría_mantenido habrían_mantenido habría_sostenido habrían_sostenido mantiene mantienen"
        " sostienen mantuve tuve realizó realizaron atendió tomó ha_tenido ha_mantenido ha_sostenido"
        " haber_mantenido haber_sostenido haber_tenido"
    ),
    "HELD": words(
        "mantuvo mantuvieron sostuvo sostuvieron tuvo tuvieron tuvo_lugar se_produjo se_celebró celebraron"
        " celebró duró ocurrió mantenido sostenido tenido habría_mantenido celebran celebra habrían_mantenido"
        " habría_sostenido habrían_sostenido hubo ha_habido"
    ),
    "TOOKPLACE": words(
        "tuvo_lugar se_produjo se_celebró duró ocurrió se_llevó_a_cabo se_realizó ha_tenido_lugar"
    ),
    "BETWEEN": words("entre"),
    "THEY": words(
        "ellos ambos_mandatarios ambos_líderes ambos_presidentes ambos_dirigentes los_mandatarios"
        " ambos_gobernantes los_líderes los_presidentes los_dos_líderes los_dos_mandatarios"
        " los_dos_presidentes los_dos_hombres"
    ),
    "JOINED": words(
        "participó participaron participa participan participado presente presentes intervino intervinieron"
        " se_sumó estuvo estuvieron acompañado incluyó con_la_participación participación"
    ),
    # how far they have come
    "DISCUSS": words(
        "discutió discutieron discutir abordó abordaron abordar analizó analizaron trató trataron planteó"
        " plantearon mencionó mencionaron barajaron estudiaron exploraron explorar abren_posibilidad"
        " contemplaron debatieron debatió repasaron sondearon abrieron_la_puerta"
    ),
    "WEIGH": words(
        "sopesa sopesan sopesó considera consideran consideró estudia estudian estudió baraja barajan barajó"
        " evalúa evalúan evaluó contempla contemplan contempló valora valoran plantea sondea"
    ),
    "ABOUT": words("de sobre acerca_de acordar concretar para analizar organizar"),
    "OFFER": words(
        "ofrece ofrecen ofreció ofrecieron ofrecido ofreciendo ofrecer oferta ofertas propone proponía"
        " propuso proponen propuesto propuesta invita invitó invitación pide pidió pidieron proponer solicita"
        " solicitó solicitud busca buscó carta dispuesto dispuesta disposición abierto abierta llamado_al"
        " llamamiento_al disponible listo"
    ),
    "WANT": words("quiere quieren quería querría le_gustaría desea deseaba espera confía_en deseo"),
    "AGREE": words(
        "acordó acordaron acuerdan acuerda acepta aceptan aceptó aceptaron aceptado pactó pactaron pactan"
        " accedió accede acceden accedieron convinieron convienen acordado pactado accedido"
    ),
    "INVITATION": words("invitación oferta propuesta solicitud carta"),
    "SCHEDULE": words(
        "se_celebrará se_celebrarán tendrá_lugar se_llevará_a_cabo programado programada programadas previsto"
        " prevista agendado agendada fijado fijada fijó fijaron fecha_para fijan prevista_para programada_para"
        " agendó concertada convocada prevén_reunirse"
    ),
    "WILLMEET": words(
        "se_reunirá se_reunirán se_verá se_verán se_encontrará se_encontrarán se_entrevistará se_van_a_reunir"
        " se_va_a_reunir va_a_reunirse van_a_reunirse celebrarán_una mantendrán_una"
    ),
    "PLANS": words(
        "plan planes planea planean planeado planes_concretos plan_concreto prevé prevén tiene_previsto"
        " tienen_previsto pretende intención planeada planificada planificado prepara preparan preparando"
        " preparaba gestiona gestionan organiza organizan tramita ultiman"
    ),
    "EXPECT": words("se_espera se_prevé espera_que previsiblemente prevé_que"),
    "WOULDMEET": words("se_reuniría se_reunirían se_vería se_verían vería"),
    "CONTACT": words("contacto contactos canal canales vínculos"),
    "WILLSPEAK": words(
        "llamará llamaré llamarán hablará hablaré hablarán conversará conversarán telefoneará dialogará"
    ),
    "WOULD": words("viajaría acudiría iría hablaría llamaría conversaría"),
    "CALENDAR": words("agenda calendario mesa"),
    "WHEN": words("fecha día calendario"),
    "HINT": words(
        "insinúa insinuó insinuaron sugiere sugirió deja_abierta dejó_abierta abre_la_puerta abrió_la_puerta"
        " no_descarta no_descartó no_descartan plantea"
    ),
    "CANCEL": words(
        "canceló cancelan cancela cancelaron cancelado cancelada canceladas cancelar se_canceló se_cancela"
        " anula se_suspendió se_anuló anulada anulado anuló suspendida suspendió suspenden suspende fracasó"
        " frustró frustra"
    ),
    "ENDED": words(
        "rompió rompieron rompe rotos roto rotas deshechas deshecho cortó cortadas interrumpió suspendido"
        " interrumpidas puso_fin ponen_fin pone_fin dio_por_terminado dio_por_terminadas dio_por_terminados"
        " cerró cesó terminó terminaron congeló suspendidas"
    ),
    "GOAHEAD": words("se_celebrará se_producirá tendrá_lugar habrá se_realizará se_dará"),
    "CALLEDOFF": words(
        "cancelado cancelada suspendido suspendida anulado anulada se_canceló se_cancela se_suspendió"
        " se_anuló"
    ),
    "HADSPOKEN": words(
        "hablara hablase conversara haya_hablado hayan_hablado hubiera_hablado hubieran_hablado llamara"
    ),
    "POSTPONE": words(
        "aplaza aplazó aplazaron aplazado aplazada aplazan pospone posponen pospuso pospusieron pospuesto"
        " pospuesta postergó postergado postergada posterga postergan retrasa retrasan retrasó retrasada"
        " demora reprogramada reprograman se_aplaza se_pospone se_pospuso"
    ),
    "TURNDOWN": words(
        "declinó declina declinaron desoyó ignoró dejó_plantado no_quiere no_quiso sin_interés"
    ),
    "LAPSE": words("venció vence expiró expira caducó caduca dejó_pasar agotó agotado vencida"),
    "POSSIBLE": words(
        "sobre_la_mesa en_estudio posible posibles eventual futuro futura potencial hipotético hipotética"
        " posibilidad"
    ),
    "EXILE": words("exilio asilo refugio exiliarse asilarse"),
    "DELEGATE": words(
        "enviado enviados emisario emisarios asesor asesores aliado aliados equipo abogado abogados hijo"
        " esposa hermano representante representantes negociador negociadores delegado delegados"
        " intermediarios intermediario entorno allegados allegado"
    ),
    # when it begins
    "SOON": words(
        "muy_pronto en_breve en_los_próximos_días cualquier_día cualquier_momento"
        " en_un_futuro_próximo próximos_días"
    ),
    "BEGIN": words(
        "comenzar comenzará comenzarán comienza empezar empezará empezarán empieza iniciar iniciará inicia"
        " lanzar detener detendrá"
    ),
    # polls
    "OPPOSE": words(
        "se_opone se_oponen opone oponen opuesto opuestos contra en_contra rechaza rechazan desaprueba"
        " desaprueban oposición desfavorable"
    ),
    "SUPPORT": words(
        "apoya apoyan apoyo apoyaría apoyarían a_favor favorece aprueba aprueban respalda respaldan"
    ),
    "TWOTHIRDS": words("dos_tercios dos_terceras_partes dos_de_cada_tres"),
    "THREEQUARTERS": words("tres_cuartos tres_cuartas_partes tres_de_cada_cuatro"),
}

SETS = {"LINK": "WITH|BY|IN|AT|ON|COMMA|STOP|WHO|AND|BUT|SAY|TELL|QUOTE|AFTER|BEFORE"}
"""LINK ends the titles before a name: "su homólogo venezolano, Nicolás Maduro" has none before "Maduro"."""
