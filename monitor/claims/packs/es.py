"""Spanish: the rules of counting, and the pack. Data only; labels, numbers and contacts stand beside."""

from __future__ import annotations

from monitor.claims.language import Pack, Rule
from monitor.claims.packs.es_contact_words import LABELS as CONTACT_LABELS
from monitor.claims.packs.es_contact_words import SETS as CONTACT_SETS
from monitor.claims.packs.es_contacts import CONTACTS
from monitor.claims.packs.es_contacts import MARKS as CONTACT_MARKS
from monitor.claims.packs.es_deaths import DEATHS
from monitor.claims.packs.es_doubt import LABELS as DOUBT_LABELS
from monitor.claims.packs.es_doubt import MARKS as DOUBT_MARKS
from monitor.claims.packs.es_numbers import ABBREVIATIONS, DATES, NUMBERS
from monitor.claims.packs.es_people import LABELS as PEOPLE_LABELS
from monitor.claims.packs.es_speech import LABELS as SPEECH_LABELS
from monitor.claims.packs.es_speech import MARKS as SPEECH_MARKS
from monitor.claims.packs.es_words import LABELS, MARKS, SETS

COUNTING = (
    *DEATHS,
    Rule(
        id="es/n-events",
        says="events",
        pattern="n:NUM (! OF DET ) OF? _4 EVENT (! DASHNOUN )",
        ok=("El Ejército ha realizado 21 ataques. => 21", "Una veintena de ataques. => 20"),
        no=("El ataque mató a 21.",),
    ),
    Rule(
        id="es/number-of-events-n",
        says="events",
        role="total",
        pattern="NUMBEROF _2 EVENT ~5 ( RISE | REACH | BE ) FILL* n:NUM (! _3 HUMAN )",
        ok=("El número de ataques asciende a 21. => 21",),
        no=("El número de ataques no se conoce.",),
    ),
    Rule(
        id="es/bring-to-n-events",
        says="events",
        role="total",
        pattern="( BRING | RISE ) TO DET? n:NUM DET? NUMBEROF _2 EVENT",
        ok=("El bombardeo eleva a 21 el número de ataques. => 21",),
        no=("Eleva a 21 el número de soldados.",),
    ),
    Rule(
        id="es/are-n-events",
        says="events",
        role="total",
        pattern="( BE | SUM | NOW | RISE ) ( NOW | ADV | TO | DET )* n:NUM DET _3 EVENT",
        ok=(
            "Ya son nueve los ataques. => 9",
            "Suman 19 los ataques. => 19",
            "Han sido 21 los ataques. => 21",
        ),
        no=("Ya son tres los hombres que vieron los ataques.",),
    ),
    Rule(
        id="es/are-n-objects",
        says="objects",
        role="total",
        pattern="( BE | SUM | NOW | RISE ) ( NOW | ADV | TO | DET )* n:NUM DET _3 OBJECT",
        ok=("Tras el ataque ya son 22 las lanchas hundidas. => 22",),
        no=("Son tres los hombres de las lanchas.",),
    ),
    Rule(
        id="es/n-objects",
        says="objects",
        pattern="n:NUM (! OF DET ) OF? _5 OBJECT",
        ok=(
            "Los ataques hundieron 22 lanchas. => 22",
            "El ataque destruyó una decena de embarcaciones. => 10",
        ),
        no=("El ataque a las lanchas mató a 22.",),
    ),
    Rule(
        id="es/one-object",
        says="object",
        pattern="( DET | ART | ANOTHER ) _5 n:OBJECT",
        ok=("Un ataque a una pequeña lancha. => 1",),
        no=("Ataques contra pequeñas lanchas.",),
    ),
    Rule(
        id="es/event-number-n",
        says="ordinal",
        pattern="EVENT ( NUMBERSIGN STOP? | COMMA )? o:ORD",
        ok=("Fue el ataque número 22. => 22",),
        no=("Tras el ataque el segundo oficial se fue.",),
    ),
    Rule(
        id="es/event-n",
        says="ordinal",
        pattern="EVENT o:NUM (! _3 HUMAN|OBJECT|KILLED|DEAD|DIE|DEATHS|TIMEWORD|EVENT )",
        ok=("Es su ataque 33 a una lancha. => 33",),
        no=("En el ataque 33 personas murieron.", "Ataque: 33 muertos."),
    ),
    Rule(
        id="es/nth-event",
        says="ordinal",
        pattern="o:ORD _4 ( EVENT | OBJECT | SUCHTIME )",
        ok=(
            "Es el quinto ataque. => 5",
            "Fue el vigesimoprimer ataque conocido. => 21",
            "Es la segunda embarcación hundida. => 2",
        ),
        no=("El segundo oficial lo vio.",),
    ),
    Rule(
        id="es/the-nth",
        says="ordinal",
        pattern="( BE | COMMA | MARK ) ADV? DET NUMBERSIGN? o:ORD"
        " ( SUCH | SOFAR | ONE | COMMA | STOP | SINCE | IN | OF )",
        ok=(
            "El ataque dejó tres muertos, el segundo de ese tipo. => 2",
            "El ataque fue el octavo desde octubre. => 8",
        ),
        no=("El ataque fue en el primer piso.",),
    ),
    Rule(
        id="es/n-survivors",
        says="survivors",
        pattern="n:NUM|ART|SOLE (! OF DET ) =4 ( SURVIVOR | SURVIVE )",
        ok=(
            "El ataque dejó dos supervivientes. => 2",
            "Un hombre sobrevivió al ataque. => 1",
            "El único sobreviviente del ataque. => 1",
        ),
        no=("Nadie sobrevivió al ataque.",),
    ),
    Rule(
        id="es/survived-n",
        says="survivors",
        pattern="SURVIVE ( ADV | DET )? n:NUM|ART =1 ( HUMAN | COMMA | STOP )",
        ok=("Al ataque sobrevivieron dos hombres. => 2",),
        no=("La lancha sobrevivió a dos ataques.",),
    ),
    Rule(
        id="es/n-who-survived",
        says="survivors",
        pattern="n:NUM|ART _3 HUMAN WHO HAVE? SURVIVE",
        ok=("Dos personas que sobrevivieron al ataque vuelven a casa. => 2",),
        no=("Dos personas que vieron el ataque lo sobrevivieron.",),
    ),
    Rule(
        id="es/n-alive",
        says="survivors",
        pattern="n:NUM|SOLE _3 HUMAN? =3 ALIVE",
        ok=(
            "Tras el ataque hay tres rescatados. => 3",
            "Dos hombres fueron hallados con vida tras el ataque. => 2",
        ),
        no=("Tras el ataque hay dos lanchas rescatadas.",),
    ),
    Rule(
        id="es/rescued-n",
        says="survivors",
        pattern="RESCUE TO? ( ADV | DET )? n:NUM _2 HUMAN|SURVIVOR",
        ok=("Un barco rescató a dos hombres tras el ataque. => 2",),
        no=("Un barco rescató dos lanchas tras el ataque.",),
    ),
    Rule(
        id="es/survivors-field",
        says="survivors",
        pattern="SURVIVOR COLON n:NUM (! _3 NOTDEAD|HUMAN )",
        ok=("Ataque. Supervivientes: 2. => 2",),
        no=("Supervivientes del ataque: dos lanchas.",),
    ),
    Rule(
        id="es/killed-field",
        says="killed",
        pattern="( KILLED | DEAD | DEATHS ) COLON n:NUM (! _3 NOTDEAD|HUMAN )",
        ok=("Ataque | Muertos: 6 | => 6", "Ataque. Fallecidos: 104. => 104"),
        no=("Ataque con muertos: dos lanchas hundidas.",),
    ),
    Rule(
        id="es/events-field",
        says="events",
        pattern="EVENT COLON n:NUM (! _3 NOTDEAD|HUMAN|KILLED|DEAD )",
        ok=("Campaña hasta ahora. Ataques: 27 | => 27",),
        no=("Ataque: 3 muertos.",),
    ),
    Rule(
        id="es/objects-field",
        says="objects",
        pattern="OBJECT COLON n:NUM (! _3 NOTDEAD|HUMAN|KILLED|DEAD )",
        ok=("Ataque. Lanchas: 2 | => 2",),
        no=("Ataque a una lancha: 3 muertos.",),
    ),
    Rule(
        id="es/presumed-dead",
        says="presumed",
        pattern="n:NUM|ART|SOLE _3 ( HUMAN | SURVIVOR ) ~10 PRESUMED =2 ( DEAD | DIE )",
        ok=(
            "Un superviviente del ataque se da por muerto. => 1",
            "Al menos 65 murieron en los ataques, incluido un hombre presuntamente muerto. => 1",
        ),
        no=("El ataque dejó cuatro muertos, según se presume.",),
    ),
    Rule(
        id="es/n-presumed-dead",
        says="presumed",
        pattern="n:NUM|ONE BE? ADV? PRESUMED TOBE? DEAD",
        ok=("Los ataques mataron a 75, con uno dado por muerto. => 1",),
        no=("Las lanchas se dan por perdidas tras el ataque.",),
    ),
    Rule(
        id="es/presumed-dead-n",
        says="presumed",
        pattern="PRESUMED DEAD TO DET? n:NUM|ART|SOLE =1 ( HUMAN | SURVIVOR )",
        ok=(
            "Dan por muerto a un superviviente del ataque. => 1",
            "Dan por muerto al único superviviente del ataque. => 1",
        ),
        no=("Dan por muerto al proyecto del ataque.",),
    ),
)

PACK = Pack(
    lang="es",
    version=2,
    abbreviations=ABBREVIATIONS,
    numbers=NUMBERS,
    dates=DATES,
    labels={**LABELS, **PEOPLE_LABELS, **CONTACT_LABELS, **DOUBT_LABELS, **SPEECH_LABELS},
    sets={**SETS, **CONTACT_SETS},
    rules=COUNTING,
    marks={**MARKS, **CONTACT_MARKS, **DOUBT_MARKS, **SPEECH_MARKS},
    contacts=CONTACTS,
)
