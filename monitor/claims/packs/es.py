"""Spanish: the rules of counting, and the pack. Data only; labels, numbers and contacts stand beside."""

from __future__ import annotations

from monitor.claims.language import Pack, Rule
from monitor.claims.packs.es_contacts import CONTACTS
from monitor.claims.packs.es_numbers import DATES, NUMBERS
from monitor.claims.packs.es_words import LABELS, MARKS, SETS

COUNTING = (
    Rule(
        id="es/kill-n", says="killed",
        pattern="( KILL | KILLS | KILLED ) ( THIS | DET )? DATE? TO? ( TOTALOF | ALL | DET | ADV )* ANOTHER? n:NUM"
        " (! _3 NOTDEAD )",
        ok=("El ataque mató a 14 personas. => 14", "Un ataque a una lancha, matando a cuatro. => 4",
            "Los ataques han matado a más de 80 personas. => 81..",
            "El ataque a la lancha mató a los tres tripulantes. => 3",
            "Abatieron el martes a seis hombres en un ataque. => 6"),
        no=("El ataque mató a tres perros.", "Nadie ha sido asesinado en dos ataques."),
    ),
    Rule(
        id="es/kill-one", says="killed",
        pattern="( KILL | KILLS | KILLED ) TO n:ART =1 HUMAN",
        ok=("El ataque mató a un hombre. => 1",),
        no=("El ataque mató a un perro.",),
    ),
    Rule(
        id="es/n-killed", says="killed",
        pattern="n:NUM (! OF DET ) =5 ( KILLED | DEAD ) (! ( TO | DET | ALL | ANOTHER )* NUM )",
        ok=("Tres personas fueron abatidas en el ataque. => 3", "Ataque a una lancha: seis muertos. => 6",
            "El ataque, con 14 muertos. => 14", "Una decena de muertos en un ataque. => 10",
            "El ataque dejó tres personas muertas. => 3", "Seis fueron dados de baja en el ataque. => 6"),
        no=("Tres lanchas quedaron destruidas en el ataque.", "El ataque dejó 20 heridos y causó muertos."),
    ),
    Rule(
        id="es/n-people-killed", says="killed",
        pattern="n:NUM (! OF DET ) OF? =3 HUMAN (! NUM | AND ( NUM | ART ) ) -8 BE -2 ( KILLED | DEAD ) (! ( TO | DET | ALL )* NUM )",
        ok=("Cuatro personas que iban en la lancha fueron abatidas en el ataque. => 4",),
        no=("Dos hombres fueron detenidos tras el ataque a la lancha.",),
    ),
    Rule(
        id="es/n-died", says="killed",
        pattern="n:NUM (! OF DET ) =5 DIE (! ( THIS | DET | ADV )* DATE? ( TO | DET | ADV )* NUM )",
        ok=("Tres personas fallecieron en el ataque. => 3", "Los tres hombres murieron en el ataque. => 3",
            "Al menos 83 personas han muerto en los ataques. => 83..", "Tres perdieron la vida en el ataque. => 3"),
        no=("El ataque llegó antes de que tres personas bailaran.",),
    ),
    Rule(
        id="es/n-people-died", says="killed",
        pattern="n:NUM (! OF DET ) OF? _3 HUMAN (! NUM | AND ( NUM | ART ) ) -8 DIE",
        ok=("Dos tripulantes de la lancha murieron en el ataque. => 2",),
        no=("Dos tripulantes de la lancha fueron retenidos.",),
    ),
    Rule(
        id="es/n-of-m-died", says="killed",
        pattern="n:NUM OF ( DET | ALL )+ NUM? =4 ( DIE | BE? KILLED | BE? DEAD )",
        ok=("Seis de los ocho ocupantes murieron en el ataque. => 6",),
        no=("Seis de los ocho ocupantes sobrevivieron al ataque.",),
    ),
    Rule(
        id="es/n-people-all-died", says="killed",
        pattern="n:NUM (! OF DET ) _3 HUMAN -3 ( COMMA | STOP | AND ) ( WHO | DET HUMAN | ALL )+ ADV? DIE",
        ok=("Un ataque a una lancha con tres hombres; los ocupantes murieron. => 3",
            "Atacó una lancha con cuatro personas a bordo, que murieron. => 4"),
        no=("Un ataque a una lancha con tres hombres; los pescadores huyeron.",),
    ),
    Rule(
        id="es/died-n", says="killed",
        pattern="DIE ( THIS | DET )? ( LATE OF )? DATE? ( TOTALOF | DET | ALL | ADV )* ANOTHER? n:NUM"
        " (! _3 NOTDEAD )",
        ok=("En el ataque murieron tres. => 3", "Han muerto al menos 83 personas en los ataques. => 83..",
            "Murieron este lunes tres hombres en un ataque. => 3", "En el ataque perdieron la vida seis personas. => 6"),
        no=("En el ataque murieron tres perros.", "Murió a los 87 años, antes del ataque."),
    ),
    Rule(
        id="es/died-in-n", says="killed",
        pattern="DIE IN -5 n:NUM _2 HUMAN",
        ok=("Murieron en el ataque tres personas. => 3",),
        no=("Murieron en tres ataques.",),
    ),
    Rule(
        id="es/died-one", says="killed",
        pattern="DIE ( THIS | DET )? DATE? ADV? n:ART =1 HUMAN",
        ok=("Murió un hombre en el ataque. => 1",),
        no=("Murió un perro en el ataque.",),
    ),
    Rule(
        id="es/one-died", says="killed",
        pattern="(!< AND ) n:ART ( =1 HUMAN =2 ( BE ( KILLED | DEAD ) | DIE ) | DEAD )",
        ok=("Un hombre murió en el ataque. => 1", "El ataque dejó un muerto. => 1",
            "Una persona fue abatida en el ataque. => 1"),
        no=("Un hombre vio el ataque.", "Un hombre vio el ataque y una mujer murió.",
            "La familia de un pescador muerto en un ataque."),
    ),
    Rule(
        id="es/and-one-died", says="killed",
        pattern="NUM =2 HUMAN AND n:ART =1 HUMAN =2 BE? ( KILLED | DEAD | DIE )",
        ok=("Tres hombres y una mujer murieron en el ataque. => 1",),
        no=("Tres hombres y una mujer vieron el ataque.",),
    ),
    Rule(
        id="es/left-n-dead", says="killed",
        pattern="LEAVE TO? ( DET | ADV )? n:NUM =4 ( DEAD | KILLED )",
        ok=("El ataque dejó once muertos. => 11", "El ataque dejó a tres personas sin vida. => 3"),
        no=("El ataque dejó seis heridos.",),
    ),
    Rule(
        id="es/n-deaths", says="killed",
        pattern="n:NUM (! OF DET ) OF? _3 DEATHS",
        ok=("El ataque causó seis muertes. => 6", "Un ataque con tres víctimas mortales. => 3"),
        no=("El ataque fue el tercero en seis días.",),
    ),
    Rule(
        id="es/deaths-of-n", says="killed",
        pattern="DEATHS ( OF | TO ) ( TOTALOF | DET | ALL | ADV )* =1 n:NUM (! _3 NOTDEAD )",
        ok=("El ataque causó la muerte de tres personas. => 3",),
        no=("El ataque siguió a la muerte de un capitán.",),
    ),
    Rule(
        id="es/lives-of-n", says="killed",
        pattern="CLAIM DET? LIVES ( OF | TO ) ( TOTALOF | DET | ALL | ADV )* n:NUM (! _3 NOTDEAD )",
        ok=("El ataque se cobró la vida de tres personas. => 3", "Los ataques costaron la vida a 62 hombres. => 62"),
        no=("El ataque cambió la vida de tres personas.",),
    ),
    Rule(
        id="es/claimed-n-lives", says="killed",
        pattern="CLAIM =1 n:NUM =1 LIVES",
        ok=("Los ataques se han cobrado 21 vidas. => 21",),
        no=("El ataque se cobró muchas vidas.",),
    ),
    Rule(
        id="es/n-more", says="killed",
        pattern="( KILLED | DIE ) ALONG TO? DET? ANOTHER? n:NUM (! _3 NOTDEAD )",
        ok=("El capitán murió junto a otras seis personas en el ataque. => 6",),
        no=("Murió junto a su hermano en el ataque.",),
    ),
    Rule(
        id="es/toll-n", says="killed", role="total",
        pattern="( TOLL | TOLLWORD (! WORDS | OF ) ) ~9 UP ( OF NUM TO )? FILL* n:NUM (! _3 NOTDEAD | TO DET? NUM )",
        ok=("La cifra de muertos pasó de 80 a 83 tras el ataque. => 83", "El número de muertos asciende a 83 tras el ataque. => 83",
            "El balance de víctimas del ataque es de 57. => 57",
            "Tras el ataque, la cifra sube hasta 83. => 83"),
        no=("El número de muertos del ataque se desconoce.",),
    ),
    Rule(
        id="es/toll-bare", says="killed", role="total",
        pattern="TOLL ( NOW | REACH | STOP )? n:NUM (! _3 NOTDEAD )",
        ok=("Ataque en el mar. Número de muertos: 83. => 83",),
        no=("El número de muertos en 20 ataques.",),
    ),
    Rule(
        id="es/rise-to-toll-n", says="killed", role="total",
        pattern="( BRING | RISE | REACH ) ( NOW | ADV )* TO? DET? n:NUM =4 ( TOLL | DEAD | DEATHS | KILLED )",
        ok=("El ataque eleva a 27 el número de muertos. => 27", "Suben a 83 los muertos por los ataques. => 83",
            "El saldo de los ataques asciende a 83 muertos. => 83"),
        no=("El ataque lleva a 64 islas a la tripulación.",),
    ),
    Rule(
        id="es/sum-toll-n", says="killed", role="total",
        pattern="( NOW BE | BE NOW | NOW? SUM ) ( NOW | ADV )* n:NUM =3 ( DEAD | DEATHS | KILLED )",
        ok=("Suman ya 83 los muertos en los ataques. => 83", "Ya van 64 muertos en los ataques. => 64",
            "Con este ataque ya son 83 los muertos. => 83"),
        no=("Van 20 ataques con muertos.",),
    ),
    Rule(
        id="es/and-toll-n", says="killed", role="total",
        pattern="( AND | BE ) n:NUM DET ( DEAD | DEATHS )",
        ok=("Suman 19 los ataques y 75 los muertos. => 75",),
        no=("El ataque dejó 19 heridos y 3 muertos.",),
    ),
    Rule(
        id="es/number-killed-toll-n", says="killed", role="total",
        pattern="NUMBEROF -4 ( KILLED | DEAD | DEATHS ) ~8 UP FILL* n:NUM (! _3 NOTDEAD )",
        ok=("El número de personas que han sido asesinadas en los ataques asciende a 76. => 76",),
        no=("El número de personas asesinadas en el ataque no se conoce.",),
    ),
    Rule(
        id="es/bring-toll-n", says="killed", role="total",
        pattern="( BRING | RISE ) -4 ( TOLL | DEATHS | DEAD | KILLED ) -5 TO DET? n:NUM (! _3 NOTDEAD )",
        ok=("El ataque eleva la cifra de muertos a 80. => 80", "Otro ataque eleva las muertes a 76. => 76"),
        no=("El ataque llevó la muerte a la lancha.",),
    ),
    Rule(
        id="es/deaths-rise-toll-n", says="killed", role="total",
        pattern="( DEAD | DEATHS ) -9 ( NOW BE | BE NOW | RISE | REACH ) FILL* n:NUM (! _3 NOTDEAD )",
        ok=("Los muertos por los ataques ya son 83. => 83", "Las muertes en los ataques ascienden a 76. => 76"),
        no=("Los muertos en el ataque son pescadores.",),
    ),
    Rule(
        id="es/bring-total-toll-n", says="killed", role="total",
        pattern="BRING ~7 TOTAL ~5 TO DET? n:NUM (! _3 NOTDEAD )",
        ok=("Tres murieron en el ataque, elevando el total a 80. => 80",),
        no=("El ataque eleva el total a 20 ataques.",),
    ),
    Rule(
        id="es/total-toll-n", says="killed", role="total",
        pattern="TOTAL -3 ( RISE | REACH ) FILL* n:NUM (! _3 NOTDEAD )",
        ok=("Cuatro murieron en el ataque; el total asciende a 87. => 87",),
        no=("El total asciende a 20 ataques.",),
    ),
    Rule(
        id="es/n-events", says="events",
        pattern="n:NUM (! OF DET ) OF? _4 EVENT (!< OBJECT ) (! DASHNOUN )",
        ok=("El Ejército ha realizado 21 ataques. => 21", "Una veintena de ataques. => 20"),
        no=("El ataque mató a 21.",),
    ),
    Rule(
        id="es/number-of-events-n", says="events", role="total",
        pattern="NUMBEROF _2 EVENT ~5 ( RISE | REACH | BE ) FILL* n:NUM (! _3 HUMAN )",
        ok=("El número de ataques asciende a 21. => 21",),
        no=("El número de ataques no se conoce.",),
    ),
    Rule(
        id="es/bring-to-n-events", says="events", role="total",
        pattern="( BRING | RISE ) TO DET? n:NUM DET? NUMBEROF _2 EVENT",
        ok=("El bombardeo eleva a 21 el número de ataques. => 21",),
        no=("Eleva a 21 el número de soldados.",),
    ),
    Rule(
        id="es/are-n-events", says="events", role="total",
        pattern="( BE | SUM | NOW | RISE ) ( NOW | ADV | TO | DET )* n:NUM DET _3 EVENT",
        ok=("Ya son nueve los ataques. => 9", "Suman 19 los ataques. => 19", "Han sido 21 los ataques. => 21"),
        no=("Ya son tres los hombres que vieron los ataques.",),
    ),
    Rule(
        id="es/are-n-objects", says="objects", role="total",
        pattern="( BE | SUM | NOW | RISE ) ( NOW | ADV | TO | DET )* n:NUM DET _3 OBJECT",
        ok=("Tras el ataque ya son 22 las lanchas hundidas. => 22",),
        no=("Son tres los hombres de las lanchas.",),
    ),
    Rule(
        id="es/n-objects", says="objects",
        pattern="n:NUM (! OF DET ) OF? _5 OBJECT",
        ok=("Los ataques hundieron 22 lanchas. => 22", "El ataque destruyó una decena de embarcaciones. => 10"),
        no=("El ataque a las lanchas mató a 22.",),
    ),
    Rule(
        id="es/one-object", says="object",
        pattern="( DET | ART | ANOTHER ) _5 n:OBJECT",
        ok=("Un ataque a una pequeña lancha. => 1",),
        no=("Ataques contra pequeñas lanchas.",),
    ),
    Rule(
        id="es/event-number-n", says="ordinal",
        pattern="EVENT ( NUMBERSIGN | COMMA )? o:ORD",
        ok=("Fue el ataque número 22. => 22",),
        no=("Tras el ataque el segundo oficial se fue.",),
    ),
    Rule(
        id="es/nth-event", says="ordinal",
        pattern="o:ORD _4 ( EVENT | OBJECT | SUCHTIME )",
        ok=("Es el quinto ataque. => 5", "Fue el vigesimoprimer ataque conocido. => 21",
            "Es la segunda embarcación hundida. => 2"),
        no=("El segundo oficial lo vio.",),
    ),
    Rule(
        id="es/the-nth", says="ordinal",
        pattern="( BE | COMMA | MARK ) ADV? DET o:ORD ( SUCH | SOFAR | ONE | COMMA | STOP | SINCE | IN )",
        ok=("El ataque dejó tres muertos, el segundo de ese tipo. => 2", "El ataque fue el octavo desde octubre. => 8"),
        no=("El ataque fue en el primer piso.",),
    ),
    Rule(
        id="es/n-survivors", says="survivors",
        pattern="n:NUM|ART|SOLE (! OF DET ) =4 ( SURVIVOR | SURVIVE )",
        ok=("El ataque dejó dos supervivientes. => 2", "Un hombre sobrevivió al ataque. => 1",
            "El único sobreviviente del ataque. => 1"),
        no=("Nadie sobrevivió al ataque.",),
    ),
    Rule(
        id="es/survived-n", says="survivors",
        pattern="SURVIVE ( ADV | DET )? n:NUM|ART =1 ( HUMAN | COMMA | STOP )",
        ok=("Al ataque sobrevivieron dos hombres. => 2",),
        no=("La lancha sobrevivió a dos ataques.",),
    ),
    Rule(
        id="es/n-who-survived", says="survivors",
        pattern="n:NUM|ART _3 HUMAN WHO HAVE? SURVIVE",
        ok=("Dos personas que sobrevivieron al ataque vuelven a casa. => 2",),
        no=("Dos personas que vieron el ataque lo sobrevivieron.",),
    ),
    Rule(
        id="es/presumed-dead", says="presumed",
        pattern="n:NUM|ART|SOLE _3 ( HUMAN | SURVIVOR ) ~10 PRESUMED =2 ( DEAD | DIE )",
        ok=("Un superviviente del ataque se da por muerto. => 1",
            "Al menos 65 murieron en los ataques, incluido un hombre presuntamente muerto. => 1"),
        no=("El ataque dejó cuatro muertos, según se presume.",),
    ),
    Rule(
        id="es/n-presumed-dead", says="presumed",
        pattern="n:NUM|ONE BE? ADV? PRESUMED TOBE? DEAD",
        ok=("Los ataques mataron a 75, con uno dado por muerto. => 1",),
        no=("Las lanchas se dan por perdidas tras el ataque.",),
    ),
    Rule(
        id="es/presumed-dead-n", says="presumed",
        pattern="PRESUMED DEAD TO DET? n:NUM|ART|SOLE =1 ( HUMAN | SURVIVOR )",
        ok=("Dan por muerto a un superviviente del ataque. => 1", "Dan por muerto al único superviviente del ataque. => 1"),
        no=("Dan por muerto al proyecto del ataque.",),
    ),
)

PACK = Pack(
    lang="es",
    version=1,
    abbreviations=frozenset(
        "sr sra srta dr dra gral gen cnel cap tte alm lic ing núm num nro pág art av etc aprox vs dpto depto"
        " ee uu ej ene feb mar abr jun jul ago sep sept oct nov dic a.m p.m ntra sto sta st".split()
    ),
    numbers=NUMBERS,
    dates=DATES,
    labels=LABELS,
    sets=SETS,
    rules=COUNTING,
    marks=MARKS,
    contacts=CONTACTS,
)
