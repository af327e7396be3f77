"""Portuguese: the whole pack in one file. Data only.

Contractions are parted before anything is looked up ("nos ataques" is "em os ataques"); in the words for
numbers they stand parted, everywhere else as they are written. Accents are folded: "é" is "e", "à" is "a".
"""

from __future__ import annotations

import re

from monitor.claims.language import Dates, Hedge, Numbers, Pack, Rule, words

# Tables read better in rows:
# fmt: off


def _values(text: str) -> dict[str, int]:
    """Words, each with its value behind it."""
    parts = words(text)
    return dict(zip(parts[::2], map(int, parts[1::2]), strict=True))


def _labels(table: str) -> dict[str, tuple[str, ...]]:
    """ "LABEL words", parted by ";" or a new line; a line that is indented goes on."""
    entries = (entry.split(maxsplit=1) for entry in re.split(r";|\n(?! )", table) if entry.strip())
    return {name: words(listed) for name, listed in entries}


def _rule(name: str, says: str, pattern: str, ok: str, no: str, role: str = "", passed: bool = False) -> Rule:
    """A rule with its examples, which are parted by " / "."""
    found, left = tuple(ok.split(" / ")), tuple(no.split(" / "))
    return Rule(id=f"pt/{name}", says=says, pattern=pattern, ok=found, no=left, role=role, passed=passed)


CONTRACTIONS = {
    short + word: (full, word)
    for short, full, endings in (
        ("d", "de", "o a os as um uma este esta estes estas esse essa esses essas aquele aquela"),
        ("n", "em", "o a os as um uma uns umas este esta estes estas esse essa esses essas aquele aquela"),
        ("pel", "por", "o a os as"), ("a", "a", "o os"),
    )
    for word in endings.split()
}

HEDGES: dict[Hedge, str] = {
    "at_least": "por_o_menos a_o_menos em_o_minimo um_minimo_de nao_menos_de", "nearly": "quase perto_de",
    "more_than": "mais_de mais_de_o_que acima_de", "less_than": "menos_de abaixo_de", "at_most": "ate em_o_maximo",
    "about": "cerca_de aproximadamente em_torno_de por_volta_de uns umas",
}
NUMBERS = Numbers(
    units=_values(
        "zero 0 dois 2 duas 2 ambos 2 ambas 2 tres 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 onze 11"
        " doze 12 treze 13 catorze 14 quatorze 14 quinze 15 dezesseis 16 dezasseis 16 dezessete 17 dezassete 17"
        " dezoito 18 dezenove 19 dezanove 19 vinte 20 trinta 30 quarenta 40 cinquenta 50 sessenta 60 setenta 70"
        " oitenta 80 noventa 90 cem 100 cento 100 duzentos 200 duzentas 200 trezentos 300 trezentas 300"
        " quatrocentos 400 quatrocentas 400 quinhentos 500 quinhentas 500 seiscentos 600 seiscentas 600 setecentos"
        " 700 setecentas 700 oitocentos 800 oitocentas 800 novecentos 900 novecentas 900"
    ),
    scales=_values("mil 1000 milhao 1000000 milhoes 1000000 bilhao 1000000000 bilhoes 1000000000"),
    ordinals={
        stem + ending: value
        for stem, value in _values(
            "primeir 1 segund 2 terceir 3 quart 4 quint 5 sext 6 setim 7 oitav 8 non 9 decim 10 vigesim 20"
            " trigesim 30 quadragesim 40 quinquagesim 50 sexagesim 60 septuagesim 70 octogesim 80 nonagesim 90"
            " centesim 100"
        ).items()
        for ending in ("o", "a")
    },
    dozens=_values("par 2 dezena 10 duzia 12 vintena 20 centena 100 milhar 1000"),
    vague=_values("dezenas 10 duzias 12 centenas 100 milhares 1000 varios 3 varias 3"),
    hedges={phrase: hedge for hedge, phrases in HEDGES.items() for phrase in words(phrases)},
    after={
        "ou mais": "at_least", "por o menos": "at_least", "em o minimo": "at_least", "ou menos": "at_most",
    },
    between=("entre",), joins=("ou",), conjunction="e", articles=("um", "uma"),
    number_signs=("#", "numero", "no"),  # "nº" folds to "no"; the word "no" has been parted
    names=words("voo rota rodovia boeing airbus artigo"), percent=words("% por_cento porcento"),
    money=words("dolares dolar euros euro reais pesos bolivares usd"),
    amounts=words(
        "milha milhas km quilometro quilometros metro metros pes toneladas tonelada quilo quilos kg gramas barris"
        " litros hectares graus ano anos dia dias hora horas semana semanas mes meses minuto minutos segundos"
        " decadas seculos ponto pontos vez vezes h gmt utc"
    ),
    in_ten=words("em_cada de_cada"), tens_join=20, alone=("mil",), halves=("meia", "meio"), ties=("de",),
    partitive=("de",), decimal=",",
)

DAYS = _values("segunda 0 terca 1 quarta 2 quinta 3 sexta 4")
DATES = Dates(
    months=_values(
        "janeiro 1 fevereiro 2 marco 3 abril 4 maio 5 junho 6 julho 7 agosto 8 setembro 9 outubro 10 novembro 11"
        " dezembro 12 jan 1 fev 2 abr 4 jun 6 jul 7 ago 8 nov 11"
    ),
    namesakes=("marco",),
    weekdays={
        "sabado": 5, "domingo": 6, **{f"{name}-feira": day for name, day in DAYS.items()},
        # "na terça"; "na segunda" may be "in the second"
        **{f"{this} {name}{end}": day for name, day in DAYS.items() for end in ("", "-feira")
           for this in ("nesta", "desta", "esta", "na") if (this, name, end) != ("na", "segunda", "")},
    },
    feasts={"reveillon": (12, 31), "vespera de natal": (12, 24), "dia de natal": (12, 25)},
    relative={
        phrase: code
        for code, phrases in (
            ("day-1", "ontem na_vespera"), ("day-2", "anteontem"), ("month", "este_mes neste_mes"),
            ("day-0", "hoje nesta_madrugada esta_manha esta_tarde esta_noite"), ("days-7", "nos_ultimos_dias"),
            ("night", "ontem_a_noite na_noite_de_ontem na_noite_passada"), ("week", "esta_semana nesta_semana"),
            ("week-1", "semana_passada na_semana_passada"), ("earlyweek-1", "no_inicio_da_semana_passada"),
            ("lateweek-1", "no_fim_da_semana_passada no_final_da_semana_passada"),
            ("month-1", "mes_passado no_mes_passado"), ("weekend", "fim_de_semana no_fim_de_semana"),
        )
        for phrase in words(phrases)
    },
    ago=(r"ha\s+(?:cerca\s+de\s+|quase\s+|apenas\s+)?{n}\s+{unit}", r"{n}\s+{unit}\s+(?:antes|atras)"),
    small=_values("um 1 uma 1 dois 2 duas 2 tres 3 quatro 4 cinco 5 seis 6 sete 7 oito 8 nove 9 dez 10 quinze 15"),
    spans=_values("dias 1 dia 1 semanas 7 semana 7"), of=("de", "do"),
    last=words("passado passada ultimo ultima"), coming=words("proximo proxima que_vem"),
    month_first=False, day_words={"primeiro": 1}, until=words("a ao e e_o"),
)

LABELS = _labels("""
KILL matar matando assassinar assassinando executar executando abater abatendo eliminando
KILLS mata matam matou mataram matava assassinou assassinaram executou abate abateu abateram eliminou neutralizou
KILLED assassinado assassinados assassinadas abatido abatidos abatidas executados eliminados neutralizados
DIE morre morrem morreu morreram morrendo morrer morriam morrido faleceu faleceram perdeu_a_vida perderam_a_vida
  perdem_a_vida perdendo_a_vida; DEAD morto mortos morta mortas falecido falecidos sem_vida cadáver cadáveres
DEATHS morte mortes óbito óbitos vítima_fatal vítimas_fatais vítima_mortal vítimas_mortais baixas
CLAIM custou custaram tirou tiraram ceifou; SOLE único única; SELF suicidou-se; ABOARD a_bordo; MORE mais
PER cada_um cada_uma cada
LEAVE deixa deixam deixou deixaram deixando deixado causa causou causaram causando provocou faz fez fizeram
BE foi foram ser sendo sido são eram ficou ficaram estava estavam estão; ALL todos todas todo toda cada
HAVE tem têm tinha tinham ter terem tenha tenham haver havia haviam já; NOW agora já atualmente
TOLL número_de_mortos número_de_mortes número_de_vítimas número_de_óbitos total_de_mortos total_de_mortes
  total_de_vítimas balanço_de_mortos saldo_de_mortos contagem_de_mortos número_total_de_mortos saldo_mortal
TOTAL total; TOTALOF um_total_de no_total ao_todo; OVERALL no_total ao_todo total totais acumulado somados
NUMBEROF número_de número_total_de total_de quantidade_de; NUMBERSIGN número nº; NUMBERS número números
TWOTHIRDS dois_terços; THREEQUARTERS três_quartos; AVERAGE em_média média_de
BRING eleva elevam elevou elevaram elevando elevar leva levou levando aumenta aumentou aumentando
RISE sobe sobem subiu subiram subindo aumenta aumentou aumentaram eleva elevou elevando cresce cresceu
REACH chega chegam chegou chegaram chegando alcança alcançou atinge atingiu atingem
SUM soma somam somou somando totaliza totalizam totalizando contabiliza contabilizam acumula
PASS passa passam passou passaram supera superam superou superaram ultrapassa ultrapassam ultrapassou
LOWER reduz reduziu reduziram corrigiu baixou caiu diminuiu; CORRECT corrige corrigiu corrigido correção errata
DAILY em_24_horas nas_últimas_24_horas num_só_dia diárias recorde; RATE por_semana por_dia por_mês por_ano por_hora
SURVIVOR sobrevivente sobreviventes náufrago náufragos; SURVIVE sobrevive sobreviveu sobreviveram sobrevivido
ALIVE com_vida vivo vivos resgatado resgatados resgatada resgatadas; RESCUE resgatou resgataram resgata recolheu
WOUND ferido feridos ferida feridas feriu feriram; MISSING desaparecido desaparecidos desaparecida desapareceu
PRESUMED dado_como dados_como dada_como dá_como dão_como deu_como deram_como presumivelmente
ANIMAL cão cães cachorro cachorros gato gatos baleia baleias peixes cavalos vacas gado tartarugas aves animais
TIMEWORD dia dias semana semanas mês meses ano anos hora horas minutos vezes décadas
THING casas prédios empresas voos carros caminhões aviões drones projetos planos países cidades ilhas quilos
WHO que quem qual quais cujo cuja cujos cujas onde; THOSE aqueles aquelas aquele aquela; REFERS ele ela eles elas
THIS este esta estes estas esse essa esses essas; DET o a os as seu sua seus suas; ART um uma; ONE um uma
ANOTHER outro outra outros outras mais_um mais_uma; ANOTHERONE outro_mais; FURTHER outro outra outros outras além
OCCUR ocorreu ocorreram ocorrido aconteceu aconteceram foi_realizado foi_lançado realizado
NEW novo nova novos novas último última; INITIAL inicial primeiro_ataque; SUCH deste_tipo desse_tipo do_tipo
EARLIER anterior anteriores anteriormente prévio primeiro_ataque inicial; LATE noite madrugada manhã tarde
SUCHTIME vez ocasião incidente operação ação; INCLUDING incluindo entre_eles entre_elas entre_os_quais; OF de
TO a para até; AT em; IN em durante dentro_de; ON sobre; BY por; WITH com; BETWEEN entre; ABED a_bordo_de em
FROM vindo_de vindos_de proveniente_de; OVER por sobre acerca_de; ABOUT de sobre acerca_de; AND e bem_como além_de
AFTER após depois_de na_sequência_de em_resposta_a; BEFORE antes_de antes_que até; SINCE desde a_partir_de
SOFAR até_agora até_o_momento até_ao_momento por_enquanto; PERIOD da_semana do_mês; WHILE enquanto ao_passo_que
SPELL nas_últimas_semanas nos_últimos_meses campanha campanhas ofensiva; ADV já agora também apenas só ainda
SCOPE da_semana do_mês do_dia do_ano numa_semana em_uma_semana em_dois_dias em_três_dias no_mês na_semana neste_ano
BUT mas porém embora; NOT não nem nunca jamais sem; NO nenhum nenhuma ninguém zero não_há não_houve não_haverá sem
IF se_o se_a se_os se_as se_houver se_for se_forem se_confirmado; QUESTION pergunta perguntou questionado
MIGHT pode podem poderia poderiam possa não_descarta não_descartou; SHOULD deveria deveriam deve devem
COULD pode podem poderia poderiam possa talvez possivelmente provavelmente não_descarta não_descartou
WILL vai vão irá irão vou será serão haverá; ONCE assim_que uma_vez_que quando; BEGIN começar começa iniciar
DENY nega negam negou negaram negado negar negando desmente desmentiu rejeita rejeitou descarta descartou
UNCONFIRMED sem_confirmação não_confirmado não_confirmada não_foi_confirmado não_foi_confirmada não_confirmou
TELL diz dizem disse disseram dito dizendo afirma afirmam afirmou afirmaram anuncia anunciou anunciaram informa
  informou informaram confirma confirmou confirmaram relata relatou relataram declarou declararam garante garantiu
  explicou acrescentou alertou advertiu revela revelou revelaram escreveu divulgou admitiu reconheceu prometeu
  avisou contou comunicou indicou indicaram; TOLD disse disseram contou afirmou declarou entrevista
ORDERS oferece ofereceu oferece-se ofereceu-se exige exigiu ordenou pediu autorizou designou acusa acusou
FINDS publica publicou noticiou mostra mostrou registrou registou aponta apontou contabiliza
ACCORDING segundo_o segundo_a segundo_os segundo_as segundo_um segundo_dois segundo_duas segundo_fontes
  de_acordo_com conforme citando citado_por citados_por divulgado_por divulgados_por
OWNWORDS comunicado mensagem publicação balanço contagem levantamento dados pesquisa sondagem relatório nota
ADDS acrescentou acrescenta; PLAINLY disse diz disseram dizem afirmou; SPOKESMAN porta-voz; CREDIT fonte fontes
STATEMENT comunicado mensagem publicação nota declaração
TRAILING americano americana americanos americanas norte-americano norte-americana norte-americanos militar
  venezuelano venezuelana brasileiro local oficial federal anônimo anônimos costeira
POST funcionário presidente secretário ministro general almirante porta-voz líder senador governador
SPOKES porta-voz porta-vozes chefe diretor diretora secretário secretária; PAPER o_jornal a_agência a_revista
SOURCE funcionário funcionários fonte fontes assessor assessores pessoas diplomata diplomatas autoridades
OFFICE ministério governo agência exército marinha polícia administração embaixada presidente ministro ministra
  general secretário almirante governador departamento comando congresso comissão guarda_costeira
VOICE analista analistas especialista especialistas testemunhas familiares senador senadores deputado deputados
NOBODY alguns muitos todos ninguém isso este esta esse essa vídeo vídeos imagens fotos assim quando enquanto
TITLE presidente senador ministro ministra secretário general almirante governador juiz deputado chanceler
PREP de em a com por para sobre contra desde até entre após sem sob durante como; ASIDE foto leia_também
LIGHT também já ainda ontem hoje depois agora não o se lhe tem têm tinha mesmo
RIVAL furacão tempestade tempestades ciclone terremoto terremotos sismo tremor tsunami enchente enchentes tiroteio
  inundações deslizamento incêndio incêndios acidente acidentes naufrágio naufragou colisão surto operação_policial
CRAFT ferry balsa iate cruzeiro petroleiro pesqueiro; SINK afundou naufragou
REPORTS relatos informações notícia notícias rumores versões versão; FALSE falso falsa falsos falsas
FAKE falso falsa falsos falsas montagem boato boatos; IT isso; FAMILY família famílias familiares viúva mãe pai
HUMAN pessoas pessoa homens homem mulheres mulher indivíduos suspeitos suspeito tripulantes tripulante ocupantes
  pescadores pescador passageiros vítimas vítima crianças criança jovens civis soldados soldado militares agentes
  policiais migrantes terroristas traficantes corpos; ANYBODY pessoas pessoa outros outras corpos
FUNERAL funeral velório enterro; REACTION condena condenou protesto
COURT condenado_a condenados_a julgamento aniversário homenagem processou; LEGAL tribunal justiça detido acusado
MEET reunião reuniões reunir-se encontro encontros encontrar-se se_reunir se_encontrar cimeira cúpula cara_a_cara
MET se_reuniu se_reuniram se_encontrou se_encontraram reuniu-se reuniram-se encontrou-se encontraram-se
MEETS se_reúne se_reúnem reúne-se reúnem-se; TALKS conversações conversas negociações negociação diálogo diálogos
CALL telefonema telefonemas ligação ligação_telefônica chamada conversa_telefônica; CONVERSATION conversa
BYPHONE por_telefone ao_telefone pelo_telefone; SPOKE falou falaram conversou conversaram falado conversado
RANG ligou ligaram telefonou; SPEAK falar conversar ligar; GOT teve tiveram manteve mantiveram recebeu
HELD teve tiveram manteve mantiveram houve ocorreu durou; TOOKPLACE ocorreu aconteceu realizou-se se_realizou durou
THEY os_dois_líderes os_dois_presidentes ambos_os_presidentes; JOINED participou participaram presente presentes
DISCUSS discutiu discutiram debateram abordou abordaram; WEIGH avalia avaliam considera consideram estuda estudam
OFFER oferece ofereceu ofereceram ofereceu-se oferta propõe propôs proposta convidou convite disposto aberto
WANT quer querem queria deseja; AGREE aceita aceitou aceitaram concordou concordaram acertou acertaram combinaram
SCHEDULE marcado marcada marcou marcaram previsto prevista agendado agendada agendou agendaram
WILLMEET vai_se_reunir vão_se_reunir se_reunirá se_reunirão vai_reunir-se vão_reunir-se vai_se_encontrar
  vão_se_encontrar vai_encontrar-se vão_encontrar-se
PLANS plano planos planeja planejam planeia planeiam prevê preveem pretende pretendem; EXPECT espera-se prevê-se
CANCEL cancelou cancela cancelam cancelaram cancelado cancelada canceladas não_vai_acontecer
LAPSE expirou venceu caducou; ENDED rompeu romperam interrompeu encerrou suspendeu suspensas
TURNDOWN recusou recusa declinou; POSTPONE adia adiou adiaram adiado adiada adiar
POSSIBLE possível eventual possibilidade; DELEGATE enviado assessor assessores aliado aliados advogado
OPPOSE contra se_opõe se_opõem opõem-se rejeita rejeitam desaprova; SUPPORT apoia apoiam apoio aprova aprovam
""")
LABELS |= {"SAY": (*LABELS["TELL"], *LABELS["ACCORDING"]), "REFUSES": LABELS["DENY"], "WOULD": (), "IFFIRST": ()}

SETS = {
    "HARD": "COMMA|STOP|NUM|ORD|PCT|EVENT|OBJECT|WHO|KILL|KILLS|KILLED|DIE|DEAD|DEATHS|NO|SURVIVE|WOUND|MISSING"
    "|LEAVE|TOLL",
    "FRAME": "HARD|DET|ART|OF|TO|AT|IN|ON|BY|FROM|WITH|AFTER|BEFORE|SINCE|BE|HAVE|AND|HUMAN|SAY|ABOARD|DASH|QUOTE"
    "|DATE|BRING|RISE|COULD|WILL|NOT|THIS|SURVIVOR|ANIMAL|TIMEWORD|BUT",
    "NOTDEAD": "EVENT|OBJECT|ANIMAL|TIMEWORD|THING|WOUND|MISSING|SURVIVOR|PCT|AMOUNT|MONEY",
    "CLOSE": "NUM|STOP|COMMA|WOUND|MISSING|SURVIVE|KILLED|KILL|DIE|DEAD",
    "UP": "RISE|REACH|BE|NOW|SUM|PASS",
    "FILL": "ADV|NOW|BE|TO|AT|OF|DET|TOTALOF",
    "THESE": "TOTALOF|ALL|DET|ADV|MORE|ANOTHER|DATE",
    "LINK": "WITH|BY|IN|AT|ON|COMMA|STOP|WHO|AND|BUT|SAY|QUOTE|AFTER|BEFORE",
}

COUNTING = (
    _rule("kill-n", "killed", "KILL|KILLS|KILLED THESE* n:NUM (! _3 NOTDEAD )",
        "O ataque matou outras 14 pessoas. => 14 / Ataque mata mais de 80. => 81..", "O ataque matou três cães."),
    _rule("kill-one", "killed", "KILL|KILLS n:ART =1 HUMAN", "O ataque matou um homem. => 1", "Mata um cão."),
    _rule("n-killed", "killed", "n:NUM (! OF DET ) =5 KILLED|DEAD|DIE (! THESE* NUM )",
        "Pelo menos três pessoas foram mortas no ataque. => 3.. / Ataque a lancha: trinta e um mortos. => 31",
        "Três lanchas ficaram destruídas no ataque. / O ataque deixou 20 feridos e causou mortes."),
    _rule("n-people-killed", "killed",
        "n:NUM (! OF DET ) OF? =3 HUMAN (! NUM | AND NUM|ART ) !CLOSE* ( DIE | BE -2 KILLED|DEAD )",
        "Dois tripulantes da lancha morreram no ataque. => 2", "Dois tripulantes da lancha viram o ataque."),
    _rule("n-of-m", "killed", "n:NUM OF ( DET | ALL )+ NUM =4 KILLED|DEAD|DIE",
        "Seis dos oito ocupantes morreram no ataque. => 6", "Seis dos oito ocupantes sobreviveram ao ataque."),
    _rule("died-n", "killed", "DIE THESE* n:NUM (! _3 NOTDEAD )",
        "Morreram na quarta-feira três homens num ataque. => 3", "Morreu aos 87 anos, antes do ataque."),
    _rule("one-died", "killed", "(!< AND ) n:ART ( =1 HUMAN =2 ( BE KILLED|DEAD | DIE ) | DEAD )",
        "Um homem morreu no ataque. => 1 / O ataque deixou um morto. => 1", "A família de um pescador morto."),
    _rule("n-deaths", "killed", "n:NUM (! OF DET ) OF? _3 DEATHS",
        "Um ataque com três vítimas fatais. => 3", "O ataque foi o terceiro em seis dias."),
    _rule("deaths-of-n", "killed", "DEATHS OF THESE* =1 n:NUM (! _3 NOTDEAD )",
        "O ataque causou a morte de três pessoas. => 3", "O ataque seguiu-se à morte de um capitão."),
    _rule("toll-passes-n", "killed", "TOLL|DEAD|DEATHS ~14 PASS OF? ADV? n:NUM (! _3 NOTDEAD | TO DET? NUM )",
        "Os mortos nos ataques passam de 80. => 81..", "Os mortos passam de 80 para 83.", "total", passed=True),
    _rule("toll-n", "killed", "TOLL ~14 UP ( OF? NUM TO )? FILL* n:NUM (! _3 NOTDEAD | TO DET? NUM )",
        "O número de mortos no ataque subiu de 80 para 83. => 83", "O número de mortos no ataque.", "total"),
    _rule("toll-bare", "killed", "TOLL ( NOW | STOP )? n:NUM (! _3 NOTDEAD )",
        "Ataque no mar. Número de mortos: 83. => 83", "O número de mortos em 20 ataques.", "total"),
    _rule("rise-to-toll-n", "killed", "BRING|RISE|REACH|SUM THESE* TO? DET? n:NUM =4 TOLL|DEAD|DEATHS|KILLED",
        "O ataque eleva para 27 o número de mortos. => 27 / Os ataques já somam 83 mortos. => 83",
        "O ataque leva a tripulação a 64 ilhas.", "total"),
    _rule("bring-toll-n", "killed", "BRING|RISE ~4 TOLL|DEATHS|DEAD|TOTAL -5 TO DET? n:NUM (! _3 NOTDEAD )",
        "O ataque matou três, elevando o total para 80. => 80", "Eleva o total para 20 ataques.", "total"),
    _rule("deaths-rise-toll-n", "killed", "DEAD|DEATHS|TOTAL -12 RISE|REACH FILL* n:NUM (! _3 NOTDEAD )",
        "As mortes nos ataques chegam a 76. => 76", "Os mortos no ataque são pescadores.", "total"),
    _rule("killed-field", "killed", "KILLED|DEAD|DEATHS COLON n:NUM (! _3 NOTDEAD|HUMAN )",
        "Ataque | Mortos: 6 | => 6", "Ataque com mortos: duas lanchas afundadas."),
    _rule("n-events", "events", "n:NUM (! OF DET ) OF? _4 EVENT", "Uma vintena de ataques. => 20", "Matou 21."),
    _rule("number-of-events-n", "events", "NUMBEROF _2 EVENT ~5 RISE|REACH|BE FILL* n:NUM (! _3 HUMAN )",
        "O número de ataques chega a 21. => 21", "O número de ataques é desconhecido.", "total"),
    _rule("n-objects", "objects", "n:NUM (! OF DET ) OF? _5 OBJECT",
        "Os ataques afundaram 22 lanchas. => 22", "O ataque às lanchas matou 22."),
    _rule("one-object", "object", "DET|ART|ANOTHER _5 n:OBJECT",
        "Um ataque a uma pequena lancha. => 1", "Ataques contra pequenas lanchas."),
    _rule("event-number-n", "ordinal", "EVENT ( NUMBERSIGN STOP? | COMMA )? o:ORD",
        "Foi o ataque número 22. => 22", "Após o ataque o segundo oficial saiu."),
    _rule("nth-event", "ordinal", "o:ORD _4 EVENT|OBJECT|SUCHTIME",
        "É o 21º ataque. => 21 / Foi o trigésimo segundo ataque. => 32", "O segundo oficial viu tudo."),
    _rule("the-nth", "ordinal", "BE|COMMA|AND ADV? DET o:ORD SUCH|SOFAR|COMMA|STOP|SINCE|IN|OF",
        "Três morreram no ataque, o segundo deste tipo. => 2", "O ataque foi no primeiro andar."),
    _rule("n-survivors", "survivors", "n:NUM|ART|SOLE (! OF DET ) =4 SURVIVOR|SURVIVE",
        "Um homem sobreviveu ao ataque. => 1 / O único sobrevivente do ataque. => 1", "Ninguém sobreviveu."),
    _rule("survived-n", "survivors", "SURVIVE|RESCUE THESE* n:NUM|ART =1 HUMAN|SURVIVOR|STOP",
        "Um barco resgatou dois homens após o ataque. => 2", "Um barco resgatou duas lanchas após o ataque."),
    _rule("n-alive", "survivors", "n:NUM|SOLE _3 HUMAN? =3 ALIVE",
        "Após o ataque, dois homens foram achados com vida. => 2", "Após o ataque há duas lanchas resgatadas."),
    _rule("presumed-dead", "presumed", "n:NUM|ART|SOLE _3 HUMAN|SURVIVOR ~10 PRESUMED =2 DEAD",
        "Um sobrevivente do ataque é dado como morto. => 1", "O ataque deixou quatro mortos, presume-se."),
)

NAMED = "!LINK? !LINK? !LINK?"  # titles before a name: "com o presidente venezuelano"
BOTH = f"( A ( AND | COMMA ) {NAMED} B | B ( AND | COMMA ) {NAMED} A | THEY ) LIGHT?"
EITHER = f"( A -8 {{0}} {NAMED} B | B -8 {{0}} {NAMED} A )"
CONTACTS = (
    _rule("call-held-spoke", "call held",
        f"{EITHER.format('SPOKE -8 WITH')} | {BOTH} SPOKE | {BOTH} -4 BYPHONE | SPOKE -6 WITH {NAMED} SIDE",
        "Trump e Maduro conversaram na semana passada. / Trump falou por telefone com Maduro.",
        "Trump poderia falar com Maduro. / Trump falou em Miami. / Trump não falou com Maduro.", "past"),
    _rule("call-held-rang", "call held", f"{EITHER.format('RANG TO')} | RANG TO {NAMED} SIDE",
        "Trump ligou para Maduro na sexta-feira.", "Trump não ligou para Maduro.", "past"),
    _rule("call-held-noun", "call held", f"CALL|CONVERSATION -3 WITH|BETWEEN {NAMED} SIDE",
        "Caracas confirmou o telefonema de Trump com Maduro.", "Trump quer um telefonema de Maduro.", "noun"),
    _rule("call-no-plans", "call no_plans", "NO|NOT =4 CALL -8 SCHEDULE|PLANS",
        "Não há nenhum telefonema previsto entre Trump e Maduro.", "Trump planeja um telefonema a Maduro."),
    _rule("call-denied", "call denied",
        "NOT -1 SPOKE|RANG -4 WITH|TO | (!< NOT ) DENY -8 SPOKE|CALL|CONVERSATION | NO|NOT =3 CALL WITH|BETWEEN",
        "Trump não falou com Maduro. / A Casa Branca negou que Trump tenha falado com Maduro.",
        "Trump falou por telefone com Maduro. / Maduro não negou que Trump tenha falado com ele."),
    _rule("call-mooted", "call mooted", f"PLANS|WILL|WANT|EXPECT|WEIGH -4 SPEAK -4 WITH|TO {NAMED} SIDE"
        " | PLANS|WILL|WANT|COULD|WEIGH -6 CALL | CALL -8 COULD|WILL|SCHEDULE|POSSIBLE",
        "Trump avalia ligar para Maduro.", "Trump e Maduro se detestam.", "open"),
    _rule("call-cancelled", "call cancelled", "CANCEL -4 CALL | CALL -6 CANCEL",
        "Trump cancelou um telefonema com Maduro.", "Trump teve um telefonema com Maduro.", "undone"),
    _rule("meeting-cancelled", "meeting cancelled", "CANCEL|ENDED -6 MEET|TALKS | MEET|TALKS -8 CANCEL|ENDED"
        " | MEET ~10 SCHEDULE|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|WILL* CANCEL",
        "A reunião de Trump e Maduro prevista para 15 de dezembro em Doha foi cancelada.",
        "A reunião de Trump e Maduro poderia ser cancelada.", "undone"),
    _rule("meeting-postponed", "meeting postponed", "POSTPONE -8 MEET|TALKS | MEET|TALKS -8 POSTPONE"
        " | MEET ~10 SCHEDULE|DATE !STOP|WHO|AFTER|SAY|BUT|NOT|COULD|WILL* POSTPONE",
        "O encontro de Trump e Maduro previsto para 15 de dezembro em Doha foi adiado.",
        "A reunião de Trump e Maduro não foi adiada.", "undone"),
    _rule("meeting-lapsed", "meeting lapsed", "OFFER|MEET|TALKS -8 LAPSE", "A oferta de Maduro a Trump expirou.",
        "A oferta de Maduro a Trump segue de pé.", "undone"),
    _rule("meeting-no-plans", "meeting no_plans", "NO|NOT -5 PLANS|SCHEDULE -8 MEET|TALKS"
        " | NO|NOT -3 MEET -9 PLANS|SCHEDULE | MEET -10 NO|NOT -4 PLANS|SCHEDULE",
        "Não há planos para uma reunião de Trump e Maduro. / Nenhum encontro de Trump com Maduro está marcado.",
        "Trump planeja uma reunião com Maduro."),
    _rule("meeting-denied", "meeting denied", "(!< NOT ) DENY -8 MEET|TALKS|OFFER|WILLMEET|MET | NO =3 MEET|TALKS"
        f" | NOT -3 MEET|SPEAK WITH {NAMED} SIDE | OFFER|MEET -8 DENY | NOT -1 MET | NOT WILLMEET",
        "Trump nunca se reuniu com Maduro, disse a Casa Branca. / Trump rejeitou o convite de Maduro ao diálogo.",
        "Trump ofereceu diálogo a Maduro."),
    _rule("meeting-held", "meeting held",
        f"{EITHER.format('MET|MEETS WITH')} | {BOTH} MET|MEETS | {BOTH} HELD =3 MEET | MEET -8 TOOKPLACE",
        "Trump se reuniu com Maduro em Doha na terça-feira. / A reunião entre Trump e Maduro ocorreu em Doha.",
        "Trump reuniu-se em Miami com assessores. / Vídeo falso diz que Trump se reuniu com Maduro.", "past"),
    _rule("meeting-scheduled", "meeting scheduled", "WILLMEET -8 DATE|PLACE | MEET -6 SCHEDULE | SCHEDULE -4 MEET",
        "Maduro vai se reunir com Trump no dia 10 de dezembro. / A reunião de Trump e Maduro está marcada.",
        "Trump poderia se reunir com Maduro.", "open"),
    _rule("meeting-agreed", "meeting agreed", "AGREE -6 MEET|WILLMEET | WILLMEET WITH",
        "Trump e Maduro acertaram um encontro.", "Trump e Maduro concordaram em vender ouro.", "open"),
    _rule("meeting-discussed", "meeting discussed",
        "SPOKE|CALL|CONVERSATION|TALKS -8 ABOUT -5 MEET | DISCUSS|WEIGH -6 MEET",
        "Trump falou com Maduro sobre um possível encontro.", "Trump e Maduro falaram do exílio.", "talked"),
    _rule("meeting-offered", "meeting offered", "OFFER|WANT -8 MEET|TALKS|SPEAK | MEET|TALKS|SPEAK -6 OFFER",
        "Maduro está disposto a falar com Trump.", "Maduro ofereceu petróleo a Trump.", "open"),
    _rule("meeting-mooted", "meeting mooted",
        "COULD|POSSIBLE|WILL|PLANS|WEIGH|EXPECT -6 MEET|TALKS|SPEAK | MEET|TALKS -8 COULD|POSSIBLE",
        "Trump não descarta uma reunião com Maduro.", "Trump e Maduro trocaram insultos.", "open"),
)

MARKS = {
    "announced": "SAY IN? ( THIS | DET )? ( LATE OF? DET? )? d:DATE",
    "not_this": "NUM COMMA AND? NOT NUM | NOT NUM COMMA? BUT NUM",
    "rate": "RATE | ALL AMOUNT|TIMEWORD",
    "mishap": "OBJECT|CRAFT =2 SINK",
    "denied": "v:DENY|FALSE ADV? ( HAVE | WHO | KILL | ( ART | ANOTHER ) _4 EVENT | ( DET | ART )? _4 REPORTS )",
    "called_false": "REPORTS ( WHO | OF ) ~18 BE ADV? DENY|FALSE",
    "part_without_verb": "COMMA|AND DET ORD|ANOTHER OBJECT? n:NUM",
    "further_part": "COMMA|AND ABED DET? ANOTHER|ORD|ONE|NEW|THIS|THOSE OBJECT? COMMA? n:NUM",
    "presumed_in_total": "INCLUDING|WITH -8 PRESUMED DEAD | PRESUMED DEAD",
    "number_of": "NUMBEROF !NUM|STOP|COMMA* ( RISE|LOWER OF? NUM TO | TO|AT|BE|REACH|RISE|LOWER FILL* ) n:NUM",
    "lowered": "TOLL|DEAD|DEATHS !NUM|STOP|COMMA* LOWER | LOWER TO? NUM? TO? DET? TOLL|NUMBEROF|DEATHS|DEAD",
    # "um vídeo falso diz", "Caracas negou essa versão", "..., o que Caracas desmentiu"
    "disowned": "FAKE | DENY IT | DENY DET|THIS _2 REPORTS | WHO -4 DENY ( COMMA | STOP | $ )",
    # "o enviado de Trump", "assessores de Trump e Maduro"
    "delegate": "DELEGATE _1 OF DET? ( ( c:A | d:B ) AND )? ( a:A | b:B )",
    "goes_on": "SIDE | THEY | REFERS | DET|THIS|NO|ART =2 MEET|CALL|CONVERSATION|TALKS | ^ LIGHT? SPOKE|MET",
    "inverted": "v:TELL|FINDS",
    "taken_up": "ACCORDING PAPER | PAPER LIGHT|DATE* TELL | TELL LIGHT|DATE* PAPER | REFERS LIGHT|DATE* TELL"
    " | ( ^ | COMMA | QUOTE | STOP ) ( DET? DATE | LIGHT | COMMA )* TELL",
}

PACK = Pack(
    lang="pt", version=1, contractions=CONTRACTIONS, numbers=NUMBERS, dates=DATES, labels=LABELS, sets=SETS,
    rules=COUNTING, contacts=CONTACTS, marks=MARKS,
    abbreviations=frozenset(words("sr sra dr dra gen cel cap alm nº etc jan fev abr jun jul ago set out nov")),
)
