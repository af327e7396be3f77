"""What one outlet's two titles say: the same in other writing, or another thing in nearly the same words."""

from __future__ import annotations

import pytest

from tests.stories.story_samples import PATROL, VERDICT, against, entry, known, taken

WORDS = PATROL.split()
URL = "https://gazette.example/world/trawler-stopped-off-cape-1"


def test_a_near_title_of_one_outlet() -> None:
    """Filler words do not make another story of it."""
    first = entry("Rebels seize the northern harbor of Port Clare at dawn", PATROL)
    again = entry("Rebels seize northern harbor of Port Clare at dawn", PATROL, hours=-5)
    assert against(again, first).kind == "revision"
    other = entry(
        "Rebels seize northern harbor of Port Clare at dawn", PATROL, site="b", source="b"
    )
    assert against(other, first).kind == "copy"


PAIRS = [
    ("20th strike on a boat off Esperia kills 4", "21st strike on a boat off Esperia kills 3"),
    (
        "Hale says he will meet the rebel leader soon",
        "Hale says he will not meet the rebel leader soon",
    ),
    (
        "Landslide leaves 26 people dead in the hills",
        "Landslide leaves 46 people dead in the hills",
    ),
    ("Talks confirmed for early December in Clare", "Talks cancelled for early December in Clare"),
    (
        "Man charged over the fire in Clare market",
        "Man denies charge over the fire in Clare market",
    ),
    (
        "Twelve hikers missing in northern hills of Clare",
        "Twelve hikers found in northern hills of Clare",
    ),
    ("Boy of 14 shot in the east of Port Clare", "Boy of 14 shot in the north of Port Clare"),
    (
        "Envoy Marlow arrives in Clare for peace talks",
        "Envoy Harlow arrives in Clare for peace talks",
    ),
    ("Esperia to pay $50M for the flooded tunnel", "Esperia to pay $25M for the flooded tunnel"),
    (
        "Strike on a boat off Esperia kills four men",
        "Another strike on a boat off Esperia kills four men",
    ),
    (
        "El gobierno confirma la reunión con los rebeldes",
        "El gobierno cancela la reunión con los rebeldes",
    ),
    ("Mueren cuatro hombres en ataque a una lancha", "Mueren tres hombres en ataque a una lancha"),
    (
        "Fiscales piden orden de captura contra Marlow",
        "Fiscales dictan orden de captura contra Marlow",
    ),
    (
        "Esperia threatens raids on the northern camps",
        "Esperia launches raids on the northern camps",
    ),
    (
        "Army says 20th boat strike killed four people",
        "Army says 21st boat strike killed four people",
    ),
    (
        "Storm kills 64 people on the islands, mayor says",
        "Storm kills 148 people on the islands, mayor says",
    ),
    (
        "Woman aged 34 treated for river fever in Clare",
        "Woman aged 43 treated for river fever in Clare",
    ),
    ("Talks to be held in Clare on 4 December", "Talks to be held in Clare on 14 December"),
    (
        "Parliament postpones its vote on the war budget",
        "Parliament holds its vote on the war budget",
    ),
    (
        "Sugar prices rise again on the Clare exchange",
        "Sugar prices fall again on the Clare exchange",
    ),
    ("Governor never agreed to the sale of the quay", "Governor agreed to the sale of the quay"),
    ("Senators vote without Marlow on the budget", "Senators vote with Marlow on the budget"),
    ("Esperia suspends flights to Port Clare", "Esperia resumes flights to Port Clare"),
    ("Court bans night fishing in the strait", "Court lifts ban on night fishing in the strait"),
    ("F35 jets land at the base in Clare", "F16 jets land at the base in Clare"),
    (
        "Hale dice que se reunirá con el jefe rebelde",
        "Hale dice que no se reunirá con el jefe rebelde",
    ),
    ("Sube el precio del pan en la capital", "Baja el precio del pan en la capital"),
    ("Hallan muertos a los mineros de Eldmoor", "Hallan vivos a los mineros de Eldmoor"),
    ("Suspenden el diálogo sobre el río Aldán", "Reanudan el diálogo sobre el río Aldán"),
    ("Detienen al quinto sospechoso del robo", "Detienen al sexto sospechoso del robo"),
    ("Boat strike kills four off Port Clare", "Ataque a una lancha mata a cuatro en Puerto Claro"),
    ("Un ataque mata a cuatro hombres en el este", "Un ataque mata a cuatro hombres en el oeste"),
    (
        "Mueren tres hombres en ataque a una lancha en el Caribe",
        "Mueren tres hombres en otro ataque a una lancha en el Caribe",
    ),
    (
        "Senators vote for the sale of the old quay",
        "Senators vote against the sale of the old quay",
    ),
    (
        "The governor of Tarn resigns over the flooded tunnel",
        "Former governor of Tarn resigns over the flooded tunnel",
    ),
    (
        "Navy captures rebel leader Marlow in raid on Port Clare",
        "Navy captures rebel leader Marlow aide in raid on Port Clare",
    ),
    (
        "Clare beats Tarn to win the cup of the islands",
        "Clare Women beats Tarn to win the cup of the islands",
    ),
    ("Esperia to pay $50m for the flooded tunnel", "Esperia to pay $50bn for the flooded tunnel"),
    ("Curfew in Port Clare to begin at 10am", "Curfew in Port Clare to begin at 10pm"),
    (
        "Norland beats Esperia 4-1 in the final at Clare",
        "Norland beats Esperia 1-4 in the final at Clare",
    ),
    (
        "Results and fixtures of group A in Port Clare",
        "Results and fixtures of group E in Port Clare",
    ),
    (
        "Results and fixtures of group A in Port Clare",
        "Results and fixtures of group B in Port Clare",
    ),
    ("Talks to be held in Clare on Monday morning", "Talks to be held in Clare on Tuesday morning"),
    (
        "Hale diz que vai se reunir com o chefe rebelde",
        "Hale diz que não vai se reunir com o chefe rebelde",
    ),
    ("Três homens morrem em ataque a uma lancha", "Quatro homens morrem em ataque a uma lancha"),
    (
        "Senado rejeita o acordo de paz com os rebeldes",
        "Senado aprova o acordo de paz com os rebeldes",
    ),
    ("Preso o chefe da aduana de Porto Claro", "Preso o ex-chefe da aduana de Porto Claro"),
    (
        "Minister trifft den Chef der Rebellen in Clare",
        "Minister trifft nicht den Chef der Rebellen in Clare",
    ),
]
"""What must never be one story when it stands at two addresses: the list of the pairs."""


ONLY_NAMES = ("Marlow arrives", "en el este", "group A")
"""Pairs in which a name is another and nothing that happened is."""


@pytest.mark.parametrize("text", ["", PATROL])
@pytest.mark.parametrize("pair", PAIRS)
def test_what_must_not_be_fuzzed_away(pair: tuple[str, str], text: str) -> None:
    """A number, a negation, a status, a name: two stories, in either order, at one outlet."""
    for one, other in (pair, pair[::-1]):
        assert against(entry(other, text, hours=1), entry(one, text)).kind == "new"


@pytest.mark.parametrize("pair", PAIRS)
def test_the_same_change_at_one_address_is_read_again(pair: tuple[str, str]) -> None:
    """There it is a revision, and material unless only a name differs."""
    first, later = (entry(title, PATROL, url=URL) for title in pair)
    matched = against(later, first)
    assert matched.kind == "revision"
    assert matched.material == (not any(names in pair[0] for names in ONLY_NAMES))


SAME = [
    ("Landslide leaves 26 dead", "LANDSLIDE LEAVES 26 DEAD \u2013 Gazette"),
    ("Strike on a boat off Clare kills four men", "Strike on boat off Clare kills 4 men"),
    ("Storm cuts power to 90,000 homes on the coast", "Storm cuts power to 90000 homes on coast"),
    ("Bank raises its rate to 6.5 percent again", "Bank raises its rate to 6.5% again"),
    ("Navy sinks boat off Port Clare", "UPDATE 2-Navy sinks boat off Port Clare"),
    ("Navy sinks boat off Port Clare", "BREAKING | Navy sinks boat off Port Clare, officials say"),
    ("Navy sinks boat off Port Clare", "[VIDEO] Navy sinks boat off Port Clare: report"),
    ("Governor of Tarn resigns after flood", "After flood, governor of Tarn resigns"),
    (
        "Mueren cuatro hombres tras el ataque de la armada",
        "MUEREN 4 HOMBRES TRAS ATAQUE DE LA ARMADA",
    ),
    (
        "Pía Morán, libre tras un año en prisión",
        "Última hora: Pia Moran, libre tras un ano en prision",
    ),
    (
        "La presa puede romperse esta noche",
        "La presa puede romperse esta noche, según las autoridades",
    ),
    ("Navy sinks boat off Port Clare", "\U0001f534 LIVE: Navy sinks boat off Port Clare"),
    ("Navy sinks boat off Port Clare", "Navy sinks boat off Port Clare \u2013 live updates"),
    ("Navy sinks boat off Port Clare", "DEVELOPING: Navy sinks boat off Port Clare (Updated)"),
    ("Navy sinks boat off Port Clare", "Navy sinks boat off Port Clare [VIDEO] - Gazette"),
    ("Navy sinks boat off Port Clare", "Navy si\u00adnks boat off\u200b Port Clare"),
    ("Esperia to pay $1.5bn for flooded tunnel", "Esperia to pay $1.5 billion for flooded tunnel"),
    ("Marinha afunda lancha em Porto Claro", "AO VIVO: Marinha afunda lancha em Porto Claro"),
    ("São três os mortos na inundação de Claro", "Sao 3 os mortos na inundacao de Claro"),
    (
        "Navy sinks boat in the strait off Port Clare before the storm",
        "Navy sinks fishing boat in the strait off Port Clare before storm",
    ),
]


@pytest.mark.parametrize("text", ["", PATROL])
@pytest.mark.parametrize("pair", SAME)
def test_other_writing_is_no_other_story(pair: tuple[str, str], text: str) -> None:
    """Capitals, articles, digits, labels, who says so, halves exchanged: one story at another address."""
    one, other = (entry(title, text, hours=n) for n, title in enumerate(pair))
    for first, again in ((one, other), (other, one)):
        assert against(again, first).story == known(first).story


TURNED = [
    ("Norland beats Esperia in the final at Clare", "Esperia beats Norland in the final at Clare"),
    ("Hale blames Marlow for the failed talks", "Marlow blames Hale for the failed talks"),
    ("Norlandia gana a Esperia en la copa", "Esperia gana a Norlandia en la copa"),
]


@pytest.mark.parametrize("pair", TURNED)
def test_who_did_it_to_whom_is_for_the_text_to_say(pair: tuple[str, str]) -> None:
    """The same words in another order are one story over one text, and two over what is only alike."""
    for one, other in (pair, pair[::-1]):
        assert against(entry(other, hours=1), entry(one)).kind == "new"
        alike = PATROL.replace("trawler", "ketch").replace("rifles", "mines").replace("cape", "bay")
        assert against(entry(other, alike, hours=1), entry(one, PATROL)).kind == "new"
        again = entry(other, PATROL, hours=1, url=URL)
        assert against(again, entry(one, PATROL)).kind == "revision"


def test_a_title_that_is_cut_off_needs_its_text() -> None:
    """Its last word may be any; a text below it tells, and the whole title stays."""
    whole = "Three men killed in strike on a boat in the Caribbean"
    cut = "Three men killed in strike on a boat in the…"
    assert against(entry(cut, hours=1), entry(whole)).kind == "new"
    for titles in ((whole, cut), (cut, whole)):
        told = [entry(title, PATROL, url=f"{URL}/{n}") for n, title in enumerate(titles)]
        again = taken(told)[1]
        assert (again.match.kind, again.known.title) == ("revision", whole)


def test_a_title_on_another_day_is_another_story() -> None:
    """Exactly the same title counts for 36 hours, before and after, and when its text agrees."""
    title = "Boat sunk off the northern cape"
    for hours, kind in ((30, "duplicate"), (-30, "duplicate"), (37, "new"), (-37, "new")):
        assert against(entry(title, PATROL, hours=hours), entry(title, PATROL)).kind == kind
    assert against(entry(title, VERDICT, hours=3), entry(title, PATROL)).kind == "new"
    other = PATROL.replace("nine", "seven")
    assert against(entry(title, other, hours=3), entry(title, PATROL)).kind == "new"


def test_a_near_title_needs_some_length_and_no_word_against_it() -> None:
    """Four words are too few to be alike, and two ids in the addresses are two texts."""
    short = entry("Rebel seizes northern harbors", hours=1)
    assert against(short, entry("Rebels seize northern harbors")).kind == "new"
    title = "Rebels seize the northern harbor of Port Clare at dawn"
    first = entry(title, PATROL, url="https://e.example/a-1234567")
    again = title.replace("the northern", "northern")
    for number, kind in (("1234568", "new"), ("1234", "revision")):
        other = entry(again, PATROL, url=f"https://e.example/b-{number}")
        assert against(other, first).kind == kind


def test_a_heading_is_no_title() -> None:
    """Short titles, and those that stand over two stories already, say nothing; the same text below does."""
    assert against(entry("Morning briefing", "", hours=20), entry("Morning briefing")).kind == "new"
    title = "What the papers say this morning"
    first = entry(title, PATROL, url="https://e.example/papers-1")
    second = entry(title, VERDICT, url="https://e.example/papers-2")
    bare = entry(title, url="https://e.example/papers-3")
    assert against(bare, second).kind == "revision"
    assert against(bare, first, second).kind == "new"
    again = entry(title, VERDICT, url="https://e.example/papers-3")
    assert against(again, first, second).story == known(second).story
    short = entry("Morning briefing", VERDICT, url="https://e.example/b-2", hours=20)
    assert against(short, entry("Morning briefing", VERDICT)).kind == "revision"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/2025/11/15/wrap", "https://e.example/2025/11/16/wrap"),
        ("https://e.example/wrap-1234567", "https://e.example/wrap-1234568"),
    ],
)
def test_addresses_can_speak_against_a_title(one: str, other: str) -> None:
    """Without texts to compare, another day or id in the path is another story."""
    title = "What the papers say this morning"
    assert against(entry(title, url=other), entry(title, url=one)).kind == "new"
    assert against(entry(title, url=other), entry(title, url=other + "/print")).kind != "new"


def test_titles_alone_never_merge_outlets() -> None:
    """The same headline elsewhere is another voice, however long it is."""
    title = " ".join(WORDS[:25])
    elsewhere = entry(title, "", site="b.example", source="b")
    assert against(elsewhere, entry(title, "")).kind == "new"
    assert against(entry(title, title, site="b", source="b"), entry(title, title)).kind == "new"
