"""Calls and meetings in many wordings: of these two, made, planned, undone, or somebody else's."""

from __future__ import annotations

import pytest

from tests.claims.reading import read, stages

HELD_CALL = [
    ("en", "Trump took a call from Maduro on Friday, Axios reported."),
    ("en", "The Trump-Maduro phone call lasted ten minutes."),
    ("en", "Trump acknowledged speaking with Maduro."),
    ("en", 'Trump said he had a "very brief" conversation with Maduro.'),
    ("en", "Maduro asked Trump for amnesty during their phone conversation, Reuters reported."),
    ("en", "Trump told Maduro by phone to leave at once, the paper says."),
    ("en", "Trump gave Maduro an ultimatum in a phone call, sources say."),
    ("en", "US sources say a call took place between the US president and the Venezuelan leader."),
    ("en", "Trump and Maduro have been in touch by phone, two officials said."),
    ("en", "Trump said Sunday he'd talked to Maduro last week."),
    ("en", "Trump used the phone call to tell Maduro his time was up."),
    ("en", "Trump and Maduro are no friends. The two talked last week."),
    ("es", "Trump y Maduro no se quieren. Los dos hablaron la semana pasada."),
    ("es", "Trump llamó por teléfono a Maduro la semana pasada."),
    ("es", "Trump recibió una llamada de Maduro el viernes."),
    ("es", "En la llamada del 21 de noviembre Trump pidió a Maduro que dejara el poder."),
    ("es", "La conversación telefónica entre Trump y Maduro duró diez minutos."),
    ("es", "Trump dio un ultimátum a Maduro en una llamada telefónica."),
]


@pytest.mark.parametrize(("lang", "text"), HELD_CALL)
def test_a_call_between_the_two_was_held(lang: str, text: str) -> None:
    """The verb, the noun, or what was said in it: the call took place."""
    assert stages(read(text, lang=lang), "meeting", "call") == ["held"]


PLANNED_CALL = [
    ("en", "A call between Trump and Maduro could take place this week."),
    ("en", "Trump will call Maduro next week, officials said."),
    ("en", "Trump wants a call with Maduro, aides said."),
    ("en", "Aides are preparing a call between Trump and Maduro."),
    ("es", "Se espera que Trump llame a Maduro esta semana."),
    ("es", "Una llamada entre Trump y Maduro podría producirse esta semana."),
    ("es", "Trump llamará a Maduro la próxima semana."),
    ("es", "La Casa Blanca prepara una llamada entre Trump y Maduro."),
]


@pytest.mark.parametrize(("lang", "text"), PLANNED_CALL)
def test_a_call_that_is_to_come_is_mooted(lang: str, text: str) -> None:
    """ "Could take place", "will call", "is preparing": no call yet."""
    assert stages(read(text, lang=lang), "meeting", "call") == ["mooted"]


NO_CALL = [
    ("en", "Trump and Erdogan spoke by phone about Maduro."),
    ("en", "Trump discussed Maduro in a call with Lula."),
    ("en", "Trump spoke with Putin about Maduro's future."),
    ("en", "In a Thanksgiving call to troops Trump warned Maduro."),
    ("en", "Trump called Maduro a dictator."),
    ("en", 'Trump called Maduro "the head of a cartel".'),
    ("en", "Trump called on Maduro to leave."),
    ("en", "Trump made the call to strike Maduro's boats."),
    ("en", "It was Trump's call whether to attack Maduro."),
    ("en", "Trump's call for Maduro to resign was rejected."),
    ("en", "A port call by a US ship angered Maduro, Trump said."),
    ("en", "Trump refused to say whether he had called Maduro."),
    ("en", "Trump talked tough on Maduro."),
    ("es", "Trump y Erdogan hablaron por teléfono sobre Maduro."),
    ("es", "Trump llamó dictador a Maduro."),
    ("es", "Trump hizo un llamado a Maduro para que renuncie."),
    ("es", "Putin habló por teléfono con Maduro y criticó a Trump."),
]


@pytest.mark.parametrize(("lang", "text"), NO_CALL)
def test_what_is_no_call_between_the_two_is_none(lang: str, text: str) -> None:
    """Another pair, a name that is called, a call for something, a call at a port."""
    assert stages(read(text, lang=lang), "meeting", "call") == []


MEETING = [
    ("en", "Trump to meet Maduro in Doha next week", "scheduled"),
    ("en", "Trump, Maduro to hold summit in Doha on Dec. 12", "scheduled"),
    ("en", "Trump and Maduro are to meet on December 12 in Doha.", "scheduled"),
    ("en", "The White House announced that Trump will host Maduro in Washington on December 12.", "scheduled"),
    ("en", "Trump and Maduro held talks in Doha on Thursday.", "held"),
    ("en", "Trump meets Maduro in Doha", "held"),
    ("en", "Trump shook hands with Maduro before the start of their meeting in Doha.", "held"),
    ("en", "At their meeting in Doha on Friday Trump and Maduro signed an oil deal.", "held"),
    ("en", "Trump accepted Maduro's invitation to meet in Doha.", "agreed"),
    ("en", "Trump and Maduro spoke by phone about whether to meet.", "discussed"),
    ("en", "Trump said Maduro would like to talk.", "offered"),
    ("en", "Trump left the door open to a meeting with Maduro.", "mooted"),
    ("en", "Trump hinted at talks with Maduro.", "mooted"),
    ("en", "Maduro said he'd meet Trump any time, anywhere.", "mooted"),
    ("en", "A Trump-Maduro meeting is under discussion, Axios said.", "mooted"),
    ("en", "Trump and Maduro to meet in January, Qatar says", "scheduled"),
    ("en", "Trump would consider meeting Maduro, an aide said.", "mooted"),
    ("en", "Trump turned down a meeting with Maduro.", "denied"),
    ("en", "Trump sees no reason to meet Maduro.", "denied"),
    ("en", "No meeting is scheduled between Trump and Maduro.", "no_plans"),
    ("en", "No meeting with Maduro is on Trump's calendar.", "no_plans"),
    ("en", "Trump not planning to meet Maduro", "no_plans"),
    ("en", "The planned meeting between Trump and Maduro fell through.", "cancelled"),
    ("en", "The meeting between Trump and Maduro will not take place.", "cancelled"),
    ("en", "Trump backed out of talks with Maduro.", "cancelled"),
    ("en", "The summit of Trump and Maduro was pushed back to January.", "postponed"),
    ("en", "Trump put the meeting with Maduro on hold.", "postponed"),
    ("en", "Maduro's offer to meet Trump expired without an answer.", "lapsed"),
    ("es", "Trump se reúne con Maduro en Doha", "held"),
    ("es", "Trump y Maduro celebraron una reunión en Doha el jueves.", "held"),
    ("es", "Trump y Maduro conversaron dos horas en su primer encuentro en persona.", "held"),
    ("es", "Trump y Maduro pactan una cumbre en Doha.", "agreed"),
    ("es", "Trump evalúa una reunión con Maduro.", "mooted"),
    ("es", "Maduro está listo para hablar cara a cara con Trump.", "offered"),
    ("es", "No está prevista ninguna reunión entre Trump y Maduro.", "no_plans"),
    ("es", "Trump no se reunirá con Maduro, dijo la Casa Blanca.", "denied"),
    ("es", "La reunión entre Trump y Maduro no se celebrará.", "cancelled"),
    ("es", "Trump y Maduro posponen al 4 de marzo su reunión.", "postponed"),
    ("es", "La cumbre entre Trump y Maduro quedó aplazada hasta enero.", "postponed"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "stage"), MEETING)
def test_each_stage_has_many_wordings(lang: str, text: str, stage: str) -> None:
    """A headline's present and infinitive, possessives, passives, verbs of breaking off."""
    assert stages(read(text, lang=lang), "meeting", "meeting") == [stage]


NO_MEETING = [
    ("en", "Trump's envoy Grenell met Maduro in Caracas."),
    ("en", "Maduro met with Trump's envoy in Caracas in January."),
    ("en", "Negotiators for Trump and Maduro met in Doha."),
    ("en", "Trump's advisers met to discuss Maduro."),
    ("en", "Trump met with Hegseth and Rubio to weigh strikes on Maduro."),
    ("en", "Maduro met his generals after Trump's threat."),
    ("en", "Trump met Machado; Maduro called it treason."),
    ("en", "Trump will meet with Republican senators about Maduro on Thursday."),
    ("en", "Rubio will meet Trump on Friday to plan against Maduro."),
    ("es", "Trump se reunirá con senadores para hablar de Maduro."),
    ("en", "Trump was asked whether he would meet Maduro and did not answer."),
    ("en", "If Trump meets Maduro, it will be in Doha."),
    ("en", "Trump offered Maduro exile in Turkey."),
    ("es", "El enviado de Trump, Grenell, se reunió con Maduro en Caracas."),
    ("es", "Delegados de Trump y Maduro se reunieron en Doha."),
    ("es", "Trump se reunió con sus asesores para hablar de Maduro."),
    ("es", "Rubio se reunió con Trump para hablar sobre Maduro."),
    ("es", "Si Trump se reúne con Maduro, será en Doha."),
]


@pytest.mark.parametrize(("lang", "text"), NO_MEETING)
def test_envoys_advisers_and_suppositions_are_no_meeting(lang: str, text: str) -> None:
    """Whoever acts for a side is not the side; what is asked or supposed is no step."""
    assert stages(read(text, lang=lang), "meeting", "meeting") == []


CALLED_OFF = [
    ("en", "Trump scrapped a call with Maduro.", "cancelled"),
    ("en", "Trump has no plans to call Maduro, an aide said.", "no_plans"),
    ("es", "Trump no tiene previsto llamar a Maduro.", "no_plans"),
]


@pytest.mark.parametrize(("lang", "text", "stage"), CALLED_OFF)
def test_a_call_that_is_off_or_not_planned_is_told_so(lang: str, text: str, stage: str) -> None:
    """Neither planned nor held."""
    assert stages(read(text, lang=lang), "meeting", "call") == [stage]


def test_the_two_leaders_are_the_pair_that_was_named_before() -> None:
    """Paragraphs later "the two leaders" still are Trump and Maduro."""
    text = (
        "Trump has threatened Maduro for months. The strikes went on. Oil fell. Markets closed early."
        " The two leaders spoke by phone on November 21."
    )
    assert stages(read(text), "meeting", "call") == ["held"]


def test_what_only_stands_near_the_pair_is_not_theirs() -> None:
    """A line glued to the text speaks of another meeting."""
    text = "Trump says he will see Maduro soon. City council postpones meeting on marina."
    assert "postponed" not in stages(read(text), "meeting", "meeting")


def test_a_denial_is_the_position_of_who_denies() -> None:
    """Reported by one, denied by the other: the position is the other's."""
    claims = read("Trump met Maduro in Doha, a website wrote, but Caracas denied it.")
    assert [getattr(claim, "party", None) for claim in claims] == ["Maduro"]


@pytest.mark.parametrize(
    "text",
    [
        "Trump spoke by phone with Petro and they agreed to meet in February; Maduro was discussed.",
        "Trump will meet Machado at the White House on Thursday, officials said; Maduro was not invited.",
    ],
)
def test_a_meeting_with_another_leader_is_not_theirs(text: str) -> None:
    """That one of the two is spoken of makes him no side of it."""
    assert stages(read(text), "meeting", "meeting") == []
