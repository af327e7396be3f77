"""Who is said to have said it: the speaker of a sentence, the outlet through which it comes, or nobody."""

from __future__ import annotations

import pytest

from monitor.values import Attribution
from tests.claims.reading import read

CLAIM = "A US strike on a boat in the Caribbean killed four people."
AFTERWARDS = "El ataque de EE.UU. contra una lancha en el Caribe mató a cuatro personas."


def said_by(text: str, *, title: str = "", lang: str = "en") -> Attribution:
    """The attribution of the first claim of a text about a strike."""
    return read(text, title=title, lang=lang)[0].attribution


SAID = [
    ("Senator Jane Doe said {}", "Jane Doe", None, "named"),
    ("{}, Sen. Jane Doe told reporters.", "Jane Doe", None, "named"),
    ("Hegseth, in a post on X late on Monday, wrote that {}", "Hegseth", None, "official"),
    ("In a post on X, Hegseth said {}", "Hegseth", None, "official"),
    ("{}, Trump told Fox News.", "Trump", "Fox News", "official"),
    ("Trump told Maduro that {}", "Trump", None, "official"),
    ("In a call with Trump, Maduro said {}", "Maduro", None, "official"),
    ("Maduro, in a call with Trump, said {}", "Maduro", None, "official"),
    ("In a Thanksgiving call Trump said {}", "Trump", None, "official"),
    ("{}, said Hegseth.", "Hegseth", None, "official"),
    ("{}, said Pentagon spokesman Jim Doe.", "Pentagon", None, "official"),
    ("{}, according to a statement from Southern Command.", "SOUTHCOM", None, "official"),
    ("{}, according to figures given to lawmakers by the Pentagon.", "Pentagon", None, "official"),
    ("{}, by the Pentagon's own count.", "Pentagon", None, "official"),
    ("{}, it was announced on Tuesday by Hegseth.", "Hegseth", None, "official"),
    ("Reuters reported, citing two US officials, that {}", "US officials", "Reuters", "anonymous"),
    ("{}, three officials told Reuters.", "officials", "Reuters", "anonymous"),
    ("An official familiar with the matter said {}", "official familiar with the matter", None, "anonymous"),
    ("{}, a person close to Maduro said.", "person close to Maduro", None, "anonymous"),
    ("The war secretary said {}", "Hegseth", None, "official"),
    ("The war secretary, Pete Hegseth, said {}", "Hegseth", None, "official"),
    ("Jane Doe, a former Pentagon official, said {}", "Jane Doe", None, "named"),
    ("Jim Doe, the top Democrat on the Armed Services Committee, said {}", "Jim Doe", None, "named"),
    ("The White House press secretary said {}", "White House", None, "official"),
    ("A spokesman for the Pentagon said {}", "Pentagon", None, "official"),
    ("The military said {}", "military", None, "official"),
    ("Rescuers said {}", "Rescuers", None, "unknown"),
    ("The UN human rights office said {}", "UN human rights office", None, "official"),
    ("The New York Times and the Washington Post reported that {}", "New York Times", None, "outlet"),
    ("{}, an AP tally shows.", "AP", None, "agency"),
    ("Asked about reports that {}, Trump said it was lawful.", "Trump", None, "official"),
    ("The White House dismissed the claim that {}", "White House", None, "official"),
    ("{}, according to a statement that Southern Command put out.", "SOUTHCOM", None, "official"),
    ("{}, an analysis by OceanLens shows.", "OceanLens", None, "outlet"),
    ("{}, a Quinn-Marsh count found.", "Quinn-Marsh", None, "outlet"),
    ("{}, with officials saying it was lawful.", "officials", None, "anonymous"),
    ("The Pentagon knew that {}; it was lawful, a spokesman said.", "Pentagon", None, "official"),
    ("Sen. Jane Doe, D-Pa., said {}", "Jane Doe", None, "named"),
    ("{}, an old fish buyer said.", "old fish buyer", None, "unknown"),
    ("HEGSETH: {}", "Hegseth", None, "official"),
    ("The Pentagon, which had reported that {}", "Pentagon", None, "official"),
    ("{}. Source: Southern Command", "SOUTHCOM", None, "official"),
    ("Southern Command lowered the toll after {}", "SOUTHCOM", None, "official"),
    ("The strike was first reported in the Intercept; {}", "The Intercept", None, "outlet"),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "speaker", "via", "kind"), SAID)
def test_the_speaker_is_the_subject_of_the_saying(
    frame: str, speaker: str, via: str | None, kind: str
) -> None:
    """Not who is told, not who is spoken of, not who stands nearest."""
    claim = CLAIM.rstrip(".")
    text = frame.format(claim if frame.startswith("{}") else f"a {claim[2:]}.")
    found = said_by(text)
    assert (found.speaker, found.via, found.kind) == (speaker, via, kind)


DICHO = [
    ("Hegseth informó que {}", "Hegseth", None, "official"),
    ("{}, informó este martes en X el secretario de Defensa, Pete Hegseth.", "Hegseth", None, "official"),
    ("El presidente de EE.UU., Donald Trump, anunció que {}", "Trump", None, "official"),
    ("Según informó el Pentágono, {}", "Pentagon", None, "official"),
    ("{}, según fuentes oficiales.", "fuentes oficiales", None, "anonymous"),
    ("La portavoz de la Casa Blanca dijo que {}", "White House", None, "official"),
    ("Tres funcionarios dijeron a Reuters que {}", "funcionarios", "Reuters", "anonymous"),
    ("De acuerdo con el diario The New York Times, {}", "New York Times", None, "outlet"),
    ("El senador Marco Doe dijo que {}", "Marco Doe", None, "named"),
    ("Trump dijo a Maduro que {}", "Trump", None, "official"),
    ("Maduro, en una llamada con Trump, dijo que {}", "Maduro", None, "official"),
    ("Un comunicado del Comando Sur dice que {}", "SOUTHCOM", None, "official"),
    ("El ministro de Defensa de Colombia denunció que {}", "ministro de Defensa de Colombia", None, "official"),
    ("Familiares de las víctimas aseguran que {}", "Familiares de las víctimas", None, "unknown"),
    ("{}, escribió Hegseth en X.", "Hegseth", None, "official"),
    ("Un funcionario estadounidense confirmó a EFE que {}", "funcionario estadounidense", "EFE", "anonymous"),
    ("{}, confirmó el canciller dominicano, que dio detalles.", "canciller dominicano", None, "official"),
    ("{}, dijo el relator de la ONU.", "relator de la ONU", None, "unknown"),
    ("{}, contó un pescador de la zona.", "pescador", None, "unknown"),
    ("{}, publica The New York Times.", "New York Times", None, "outlet"),
    ("{}; el Pentágono lo registra como su ataque 35.", "Pentagon", None, "official"),
    ("Según las cifras que ha dado el propio Pentágono, {}", "Pentagon", None, "official"),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "speaker", "via", "kind"), DICHO)
def test_in_spanish_the_subject_may_follow_its_verb(
    frame: str, speaker: str, via: str | None, kind: str
) -> None:
    """ "Informó Hegseth", "según informó el Pentágono": the same speakers on either side."""
    claim = AFTERWARDS.rstrip(".")
    text = frame.format(claim if frame.startswith("{}") else f"el {claim[3:]}.")
    found = said_by(text, lang="es")
    assert (found.speaker, found.via, found.kind) == (speaker, via, kind)


def test_what_he_said_goes_back_to_who_spoke_before() -> None:
    """A pronoun takes up the speaker of an earlier sentence, not the nearest name."""
    found = said_by(f'Hegseth wrote on X. Maduro saw it. "{CLAIM}" he added.')
    assert found.speaker == "Hegseth"


def test_the_paper_is_the_one_that_was_named() -> None:
    """ "The paper reported" goes back to the outlet, past the people between."""
    found = said_by(
        "The Miami Herald had the scoop. Trump smiled. "
        f"{CLAIM.rstrip('.')}, the newspaper reported."
    )
    assert (found.speaker, found.kind) == ("Miami Herald", "outlet")


def test_the_sentence_after_may_name_the_speaker() -> None:
    """The lead tells it, the next sentence says who."""
    assert said_by(f"{CLAIM} Hegseth announced it on X.").speaker == "Hegseth"


def test_a_headline_names_its_speaker_before_a_colon() -> None:
    """ "Hegseth: four killed" is said by Hegseth; "Report:" names nobody."""
    title = "four killed in US strike on boat"
    assert said_by("", title=f"Hegseth: {title}").speaker == "Hegseth"
    assert said_by("", title=f"Report: {title}").speaker is None


def test_a_speaker_unknown_to_the_topic_is_given_as_written() -> None:
    """The words of the text, on one line, and no more than a name has."""
    found = said_by(f"{CLAIM.rstrip('.')}, Senator Jane   Doe said.")
    assert found.speaker == "Jane Doe"
    named = said_by(f"{CLAIM.rstrip('.')}, {'Very ' * 30}Doe said.").speaker
    assert named is None or len(named) <= 60


UNSAID = [
    f"Photo by Jim Doe/AFP. {CLAIM}",
    f"By Jim Doe, Reuters. {CLAIM}",
    f"{CLAIM} The Pentagon did not say who was aboard.",
    f"{CLAIM} Hegseth would not say more.",
    f"{CLAIM} Trump wants to say more.",
    f"{CLAIM} Reports of a second strike spread.",
]


@pytest.mark.parametrize("text", UNSAID)
def test_credits_and_what_is_not_said_name_no_speaker(text: str) -> None:
    """A byline, "did not say", "wants to say", a noun that looks like a verb: nobody says it."""
    assert said_by(text).speaker is None


def test_an_agency_that_signs_the_text_speaks_where_nobody_else_does() -> None:
    """The place line of a wire text, and an outlet in brackets behind a headline."""
    assert said_by(f"WASHINGTON (AP) - {CLAIM}").speaker == "AP"
    assert said_by(f"WASHINGTON (AP) - {CLAIM} Trump announced it.").speaker == "Trump"
    assert said_by("", title="Four killed in US strike on boat (CNN)").speaker == "CNN"


@pytest.mark.parametrize("between", ["He said so. ", "He said so. It was late. "])
def test_he_said_goes_back_through_any_number_of_sentences(between: str) -> None:
    """Each "he said" goes back to the one before: a long row of them breaks nothing, and ends at a name."""
    assert said_by(f"Jane Doe said so. {between * 2_000}{CLAIM} He said so.").speaker == "Jane Doe"
