"""Spanish labels: which words play which part in the rules. Data only.

The names are those of `en_words.py`: the readers speak of them. Accents are written and folded on entry,
so "está" and "esta", "sí" and "si" are one word; where that would mislead, the word is left out.
"""

from __future__ import annotations

from monitor.claims.language import words

LABELS = {
    "KILL": words(
        "matando matar asesinando asesinar abatiendo abatir dando_muerte_a dando_de_baja"
        " dar_de_baja dejando_sin_vida acribillando ultimando"
    ),
    "KILLS": words(
        "mata matan mató mataron mataba mataban m4ta m4tó m4tan asesina asesinan asesinó"
        " asesinaron abate abaten abatió abatieron ultimó ultimaron ejecutó ejecutaron"
        " dio_muerte_a dieron_muerte_a da_de_baja dio_de_baja dieron_de_baja deja_sin_vida"
        " dejó_sin_vida dejaron_sin_vida acribilló acribillaron neutralizó neutralizaron"
        " neutraliza neutralizan eliminó eliminaron elimina eliminan mata_a_tiros matan_a_tiros"
        " mató_a_tiros asesinan_a_tiros"
    ),
    "KILLED": words(
        "matado matados asesinado asesinados asesinada asesinadas abatido abatidos abatida"
        " abatidas ultimado ultimados ejecutado ejecutados masacrados masacradas acribillados"
        " neutralizados neutralizado eliminados dado_de_baja dados_de_baja dada_de_baja"
        " dadas_de_baja"
    ),
    "DIE": words(
        "muere mueren murió murieron muriendo moría morían morir fallece fallecen falleció"
        " fallecieron falleciendo fallecer perece perecen pereció perecieron pierde_la_vida"
        " pierden_la_vida perdió_la_vida perdieron_la_vida perdiendo_la_vida perdido_la_vida"
        " perder_la_vida ha_muerto han_muerto habían_muerto había_muerto hayan_muerto"
        " ha_fallecido han_fallecido habían_fallecido han_perecido se_ahogó se_ahogaron se_ahoga"
        " se_ahogan encontraron_la_muerte dejaron_de_vivir dejó_de_vivir"
    ),
    "DEAD": words(
        "muerto muertos muerta muertas mu3rtos mu3rto fallecido fallecidos fallecida fallecidas"
        " sin_vida cadáver cadáveres difuntos"
    ),
    "DEATHS": words(
        "muerte muertes fallecimiento fallecimientos deceso decesos víctima_mortal"
        " víctimas_mortales víctima_fatal víctimas_fatales bajas bajas_mortales pérdidas_humanas"
        " víctimas_fallecidas"
    ),
    "LIVES": words("vida vidas"),
    "CLAIM": words(
        "cobra cobró cobraron cobrado cobrando cuesta costó costaron costado costando acabó_con"
        " acaba_con acabaron_con acabando_con quitó quitaron quita segó segaron siega"
        " terminó_con terminaron_con"
    ),
    "LEAVE": words(
        "deja dejan dejó dejaron dejando dejado dejar dejaría causa causan causó causaron"
        " causando causado provoca provocan provocó provocaron provocando provocado ocasionó"
        " ocasionaron resultó_en resultaron_en arroja arrojó arrojaron arrojando dejara dejaran"
        " causara"
    ),
    "BE": words(
        "es son era eran fue fueron ser sido siendo está están estaba estaban sea sean resulta"
        " resultan resultó resultaron quedó quedaron yacían ha_sido han_sido había_sido"
        " habían_sido"
    ),
    "HAVE": words(
        "ha han había habían haber haya hayan habiendo he hemos ha_sido han_sido había_sido"
        " habían_sido ha_muerto han_muerto habían_muerto ha_fallecido han_fallecido"
        " habían_fallecido han_perecido"
    ),
    "TOLL": words(
        "número_de_muertos número_de_muertes número_de_fallecidos número_de_víctimas"
        " número_de_bajas número_de_decesos número_de_víctimas_mortales"
        " número_de_víctimas_fatales número_total_de_muertos número_total_de_muertes"
        " número_total_de_fallecidos número_total_de_víctimas número_de_personas_muertas"
        " número_de_personas_fallecidas número_de_personas_asesinadas número_de_asesinados"
        " número_de_abatidos cifra_de_muertos cifra_de_muertes cifra_de_fallecidos"
        " cifra_de_víctimas cifra_de_víctimas_mortales cifra_total_de_muertos"
        " cifra_total_de_víctimas cifra_oficial_de_muertos cifra_de_decesos"
        " cifra_de_personas_muertas cifra_mortal total_de_muertos total_de_muertes"
        " total_de_fallecidos total_de_víctimas total_de_víctimas_mortales"
        " total_de_personas_muertas total_de_asesinados balance_de_muertos balance_de_víctimas"
        " balance_de_fallecidos balance_mortal balance_de_víctimas_mortales saldo_mortal"
        " saldo_de_muertos saldo_de_víctimas saldo_total saldo_de_fallecidos conteo_de_muertos"
        " recuento_de_muertos recuento_de_víctimas cuenta_de_muertos balance_total"
        " muertes_totales"
    ),
    "TOLLWORD": words("saldo balance cifra recuento conteo"),
    "TOTAL": words("total"),
    "NUMBEROF": words("número_de cifra_de número_total_de cifra_total_de total_de cantidad_de"),
    "TOTALOF": words(
        "para_un_total_de hasta_un_total_de en_total el_total_de suma_un_total_de suman_un_total_de"
    ),
    "NUMBERS": words("número números numerado"),
    "BRING": words(
        "eleva elevan elevó elevaron elevando elevado elevar elevaría lleva llevan llevó"
        " llevaron llevando aumenta aumentan aumentó aumentaron aumentando sube suben subió"
        " subieron subiendo incrementa incrementó incrementando sitúa sitúan situó situando"
        " situaría coloca colocó pone puso"
    ),
    "RISE": words(
        "asciende ascienden ascendió ascendieron ascendiendo ascendía ascendían asciendan"
        " ascender sube suben subió subieron subía subido subiendo aumenta aumentan aumentó"
        " aumentaron aumentado aumentando eleva elevan elevó elevaron elevaba elevando crece"
        " crecen creció crecieron crecido incrementó incrementa alcanza alcanzó pasa pasó"
        " pasaron suma suman sumó sumaron sumando sumado totaliza totalizan totalizó acumula"
        " acumulan acumuló sitúa sitúan situó situaba ubica ubicó cifra cifran cifró baja_a"
        " bajó_a reduce redujo redujeron disminuye disminuyó desciende descendió descendieron"
        " descendido"
    ),
    "SUM": words(
        "suma suman sumaban sumando sumó totaliza totalizan totalizaron acumula acumulan"
        " acumulaban van iban llevan contabiliza contabilizan contabilizó"
    ),
    "REACH": words(
        "llega llegan llegó llegaron llegaba llegado llegando alcanza alcanzan alcanzó alcanzaron"
    ),
    "UPWARD": words("al_alza hacia_arriba"),
    "LOWER": words(
        "rebaja rebajan rebajó rebajaron rebajado reduce redujo redujeron reducido corrige"
        " corrigió corregido corregida revisó revisado revisada baja_a bajó_a baja_de bajó_de"
        " disminuyó desciende descendió descendieron descendido"
    ),
    "SELF": words("se_suicidó se_quitó_la_vida"),
    "PASS": words(
        "supera superan superó superaron superado superando rebasa rebasan rebasó rebasando"
        " sobrepasa sobrepasan sobrepasó pasa_de pasan_de pasó_de pasaron_de excede exceden"
    ),
    "DAILY": words(
        "en_24_horas en_las_últimas_24_horas en_las_pasadas_24_horas en_un_solo_día en_un_día"
        " diarios diarias récord"
    ),
    "FURTHER": words(
        "otro otra otros otras además asimismo también aparte adicionales por_separado"
    ),
    "WHILE": words("mientras mientras_que en_tanto entretanto"),
    "SURVIVOR": words("superviviente supervivientes sobreviviente sobrevivientes"),
    "SURVIVE": words(
        "sobrevive sobreviven sobrevivió sobrevivieron sobrevivido sobreviviendo sobrevivían"
        " sobreviviera sobrevivieran sobrevivir salió_con_vida salieron_con_vida salvó_la_vida"
        " salvaron_la_vida"
    ),
    "SOLE": words("único única solo sola"),
    "WOUND": words(
        "herido heridos herida heridas hiere hieren hirió hirieron hiriendo lesionado"
        " lesionados lesionada lesionadas entre_muertos_y_heridos muertos_y_heridos"
    ),
    "MISSING": words("desaparecido desaparecidos desaparecida desaparecidas paradero_desconocido"),
    "PRESUMED": words(
        "se_da_por se_le_da_por se_dan_por se_les_da_por se_dio_por se_le_dio_por se_daba_por"
        " dado_por dados_por dada_por dadas_por da_por dan_por dio_por dieron_por dándose_por"
        " presuntamente presumiblemente se_presume se_presumen se_le_presume se_cree se_creen"
        " se_considera se_teme presumido presumida declarado declarada declarados considerado"
        " considerada"
    ),
    "ABOARD": words("a_bordo"),
    "TIMEWORD": words(
        "día días semana semanas mes meses año años hora horas minutos veces década décadas"
    ),
    "THING": words(
        "tiendas ciudades casas viviendas edificios negocios empresas empleos vuelos coches"
        " autos carros camiones trenes aviones helicópteros drones misiles buques destructores"
        " libras kilos acuerdos proyectos planes puntos escaños votos partidos goles carreras"
        " reuniones llamadas preguntas páginas artículos países estados provincias municipios"
        " aerolíneas incidentes ocasiones misiones operaciones operativos"
    ),
    "WHO": words("que quien quienes cual cuales cuyo cuya cuyos cuyas donde"),
    "THOSE": words("aquellos aquellas quienes"),
    "THIS": words("este esta estos estas ese esa esos esas"),
    "DET": words("el la los las su sus"),
    "ART": words("un una"),
    "ANOTHERONE": words("otro_más otra_más uno_más una_más otro_de_ellos"),
    "ANOTHER": words("otro otra otros otras adicional adicionales"),
    "MORE": words("más"),
    "OCCUR": words(
        "ocurrió ocurrieron ocurrido ocurrida sucedió sucedieron sucedido se_produjo"
        " se_produjeron tuvo_lugar tuvieron_lugar se_registró se_registraron fue_llevado_a_cabo"
        " se_llevó_a_cabo se_llevaron_a_cabo realizado realizada perpetrado ejecutado"
        " fue_ordenado"
    ),
    "NEW": words("nuevo nueva nuevos nuevas último última reciente más_reciente"),
    "ALL": words("todos todas todo toda cada"),
    "EARLIER": words(
        "anterior anteriores anteriormente previo previa previos previas previamente antes"
        " precedente precedentes inicial primer_ataque primer_bombardeo primera_operación"
        " primer_hundimiento"
    ),
    "INITIAL": words("inicial primer_ataque el_primer_ataque primer_bombardeo"),
    "PER": words("cada_una cada_uno cada"),
    "SUCH": words(
        "de_este_tipo de_ese_tipo de_su_tipo de_esta_clase de_esa_clase de_esta_naturaleza"
        " similar de_estas_características de_esas_características"
    ),
    "SUCHTIME": words("vez ocasión incidente operación operativo caso acción"),
    "ONE": words("uno una"),
    "LATE": words("noche madrugada tarde mañana última_hora primera_hora"),
    "INCLUDING": words(
        "incluido incluida incluidos incluidas incluyendo entre_ellos entre_ellas entre_los_que"
        " contando"
    ),
    "ANONYMOUS": words("bajo_anonimato bajo_condición_de_anonimato"),
    "OF": words("de del"),
    "TO": words("a al hasta"),
    "TOBE": words("estar que_está que_están"),
    "AT": words("en"),
    "IN": words("en durante dentro_de"),
    "ON": words("sobre"),
    "BY": words("por"),
    "FROM": words(
        "desde_el_aire desde_un_avión desde_tierra procedente_de procedentes_de proveniente_de"
    ),
    "WITH": words("con"),
    "ALONG": words("junto junto_con junto_a junto_al"),
    "AFTER": words(
        "tras después_de luego_de a_raíz_de en_represalia_por en_respuesta_a en_venganza_por"
        " pese_a a_pesar_de en_medio_de"
    ),
    "PERIOD": words("de_la_semana del_mes aquel_mes esa_semana ese_mes"),
    "ASIDE": words(
        "foto_de_archivo pie_de_foto foto lea_también lee_también le_puede_interesar"
        " te_puede_interesar relacionado relacionadas más_noticias galería video"
    ),
    "OVER": words("por sobre acerca_de"),
    "BEFORE": words("antes_de antes_del antes_que previo_a hasta"),
    "SINCE": words(
        "desde desde_que desde_entonces desde_principios_de desde_inicios_de desde_comienzos_de"
        " desde_mediados_de desde_finales_de desde_el_pasado desde_el desde_el_mes_de desde_hace"
    ),
    "SOFAR": words(
        "hasta_ahora hasta_la_fecha hasta_el_momento hasta_este_momento hasta_la_actualidad"
        " a_la_fecha por_ahora por_el_momento de_momento hasta_el_presente"
    ),
    "OVERALL": words(
        "en_total en_conjunto en_su_conjunto total totales acumulado acumulada acumulados"
        " en_todas sumadas sumados combinados"
    ),
    "SPELL": words(
        "en_las_últimas_semanas en_los_últimos_meses en_las_semanas_recientes"
        " en_los_meses_recientes durante_los_últimos_meses durante_las_últimas_semanas"
        " en_dos_meses en_tres_meses en_más_de_dos_meses este_año en_lo_que_va_de_año"
        " en_lo_que_va_del_año la_campaña de_la_campaña en_la_campaña campaña campañas"
        " esta_campaña los_últimos_meses las_últimas_semanas últimos_meses ofensiva"
        " ofensiva_militar"
    ),
    "SCOPE": words(
        "de_la_semana del_mes del_día del_año en_una_semana en_un_día en_dos_días en_tres_días"
        " en_cuatro_días en_días en_pocos_días en_cuestión_de_días en_otros_tantos_días"
        " en_24_horas en_48_horas en_menos_de en_un_mes en_el_último en_la_última este_año allí"
        " ahí consecutivo consecutiva en_la_semana en_el_mes"
    ),
    "NOW": words("ahora ya actualmente"),
    "ADV": words(
        "ya ahora al_menos también actualmente presuntamente supuestamente oficialmente solo"
        " apenas casi aún todavía aproximadamente nuevamente además unos unas un_total_de"
    ),
    "MARK": words(
        "marca marcó representa constituye constituyó supone se_convierte se_trata_de sería"
    ),
    "AND": words("y e así_como además_de"),
    "BUT": words("pero aunque mientras mientras_que sin_embargo sino"),
    "NOT": words("no ni nunca jamás tampoco sin"),
    "NO": words(
        "ningún ninguna ninguno nadie cero sin no_hay no_hubo no_habrá no_existe no_existen"
    ),
    "IF": words("si en_caso_de a_menos_que de_confirmarse"),
    "MIGHT": words(
        "no_descarta no_descartó no_descartan podría podrían puede pueden pudiera podamos podremos"
    ),
    "COULD": words(
        "no_descarta no_descartó no_descartan podría podrían puede pueden pudo pudieron pudiera"
        " pudieran quizá quizás posiblemente probablemente tal_vez riesgo_de habría habrían"
    ),
    "WILL": words(
        "va_a van_a iba_a voy_a vamos_a será serán habrá planea planean prevé prevén pretende"
        " pretenden se_dispone se_disponen hablará hablaré hablarán"
        " llamará dialogará"
    ),
    "DENY": words(
        "niega niegan negó negaron negado negar negando desmiente desmienten desmintió"
        " desmintieron desmentido rechaza rechazan rechazó rechazaron rechazado rechazada"
        " rechazar rechazando descarta descartan descartó descartaron descartado descartar"
        " refuta refutó refutaron se_niega se_negó desestimó desechó"
    ),
    "UNCONFIRMED": words(
        "sin_confirmar no_confirmado no_confirmada no_se_ha_confirmado no_ha_confirmado"
        " no_confirmó sin_confirmación no_verificado sin_verificar no_ha_sido_confirmado"
        " no_ha_sido_confirmada no_han_confirmado insinuó extraoficial extraoficialmente"
        " aún_por_confirmar por_confirmar no_se_ha_podido_verificar"
    ),
    "SAY": words(
        "dice dicen dijo dijeron dicho decir diciendo anuncia anuncian anunció anunciaron"
        " anunciado anunciar confirma confirman confirmó confirmaron confirmado informa informan"
        " informó informaron informado reporta reportan reportó reportaron reportado señala"
        " señalan señaló señalaron afirma afirman afirmó afirmaron asegura aseguran aseguró"
        " aseguraron indica indican indicó indicaron declara declaran declaró declararon agrega"
        " agregó añade añadió añadieron explica explicó sostiene sostuvo manifestó expresó"
        " publica publicó publicaron publicado escribió revela revelan reveló revelaron detalla"
        " detalló precisó apunta apuntó reconoció reconoce advierte advirtió avisó cita citando"
        " según de_acuerdo_con de_acuerdo_a difundió comunicó adelantó admitió denuncia denunció"
        " denunciaron insistió recordó comentó describió relató"
    ),
    "REPORTEDBY": words(
        "según de_acuerdo_con de_acuerdo_a conforme_a citando citado_por citados_por"
        " reportado_por informado_por en_palabras_de de_acuerdo_al"
    ),
    "CORRECT": words(
        "corrige corrigió corregido corregida corrección rectifica rectificó rectificado revisada"
    ),
    "QUESTION": words("pregunta preguntó preguntado cuestionó incógnita"),
    "RESCUE": words("rescató rescataron rescata rescatan recogió recogieron rescatar"),
    "ALIVE": words("rescatado rescatados rescatada rescatadas con_vida vivos"),
    "ABED": words("a_bordo_de en de desde"),
    "NUMBERSIGN": words("número núm nro # n.º nº n"),
    "DASHNOUN": words(
        "grupo_de_ataque grupos_de_ataque helicóptero_de_ataque helicópteros_de_ataque"
        " submarino_de_ataque avión_de_ataque aviones_de_ataque capacidad_de_ataque"
        " drones_de_ataque"
    ),
    "RATE": words(
        "por_semana por_día por_mes por_año por_hora a_la_semana al_mes al_año a_diario"
        " semanales diarios diarias mensuales cada_semana cada_día cada_mes"
    ),
    "AVERAGE": words(
        "en_promedio un_promedio_de promedio_de promedio como_media una_media_de de_promedio"
    ),
    "REPORTS": words(
        "informes reportes versiones informaciones información noticias noticia rumores rumor"
        " acusaciones acusación denuncias afirmaciones versión informe reporte"
    ),
    "FALSE": words("falso falsa falsos falsas infundado infundada infundados infundadas"),
    "WORDS": words("comercial fiscal migratorio pendiente bancario hídrico energético"),
}

SETS = {
    "HARD": "COMMA|STOP|NUM|ORD|PCT|EVENT|OBJECT|WHO|KILL|KILLS|KILLED|DIE|DEAD|DEATHS|NO|SURVIVE"
    "|WOUND|MISSING|LEAVE|TOLL",
    "FRAME": "HARD|DET|ART|OF|TO|AT|IN|ON|BY|FROM|WITH|AFTER|BEFORE|SINCE|BE|HAVE|AND|HUMAN|SAY|LEAVE"
    "|ABOARD|DASH|QUOTE|DATE|TOLL|BRING|RISE|COULD|WILL|NOT|THIS|SURVIVOR|ANIMAL|TIMEWORD|LIVES|BUT",
    "NOTDEAD": "EVENT|OBJECT|ANIMAL|TIMEWORD|THING|WOUND|MISSING|SURVIVOR|PCT|AMOUNT|MONEY",
    "CLOSE": "NUM|STOP|COMMA|WOUND|MISSING|SURVIVE|KILLED|KILL|DIE|DEAD",
    "UP": "RISE|REACH|BE|NOW|PASS",
    "FILL": "ADV|NOW|BE|TO|AT|OF|DET|TOTALOF",
}

MARKS: dict[str, str] = {
    # a day that is the announcement's, not the happening's
    "announced": "SAY ( THIS | DET | ON )? ( LATE OF? DET? )? d:DATE",
    # "14, no 15", "no cuatro, sino tres"
    "not_this": "NUM COMMA AND? NOT NUM | NOT NUM COMMA? BUT NUM",
    # "cuatro personas por semana", "cada tres días"
    "rate": "RATE | ALL ( AMOUNT | TIMEWORD )",
    # "un ferri se hundió frente a Haití"
    "mishap": "( OBJECT | CRAFT ) =2 SINK"
    " | ( OBJECT | CRAFT ) HIT ( ART | DET | ANOTHER ) _3 ( CRAFT | OBSTACLE )",
    # "negó que", "negó haber matado", "desmintió informes"
    "denied": "v:DENY|FALSE ADV? ( HAVE | WHO | KILL | ( ART | ANOTHER ) _4 EVENT | ( DET | ART )? _4 REPORTS )",
    "part_without_verb": "( COMMA | AND ) DET ( ORD | ANOTHER ) OBJECT? A? n:NUM",
    # "en una tres, en la otra dos"; "en aquella murieron tres y en esta dos"
    "further_part": "( COMMA | AND ) ABED DET? ( ANOTHER | ORD | ONE | NEW | THIS | THOSE ) OBJECT? COMMA? n:NUM",
    "called_false": "REPORTS ( WHO | OF ) ~18 BE ADV? ( DENY | FALSE )",
    "presumed_in_total": "( INCLUDING | WITH ) -8 PRESUMED TOBE? DEAD | PRESUMED TOBE? DEAD",
    # "la cifra de desaparecidos bajó de 41 a 31"
    "number_of": "NUMBEROF !NUM|STOP|COMMA* ( ( RISE | LOWER ) OF? NUM TO"
    " | ( TO | AT | BE | REACH | RISE | LOWER ) FILL* ) n:NUM",
    # "la cifra de muertos bajó de 115 a 97", "redujeron el número de muertos"
    "lowered": "( TOLL | DEAD | DEATHS | KILLED ) !NUM|STOP|COMMA* LOWER (! UPWARD )"
    " | LOWER (! UPWARD ) TO? NUM? TO? DET? ( TOLL | NUMBEROF | DEATHS | DEAD )",
}
