"""Wire credits: of the whole text, never of one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.credits import dateline_end, wire
from tests.stories.story_samples import PATROL, entry


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"PORT CLARE (AP) — {PATROL}", "AP"),
        (f"(AP) {PATROL}", "AP"),
        (f"PORT CLARE, Esperia (AP) {PATROL}", "AP"),
        (f"PORT CLARE, Nov 16 (Reuters) - {PATROL}", "Reuters"),
        (f"Port Clare (AFP) – {PATROL}", "AFP"),
        (f"Puerto Claro, 16 nov (EFE).- {PATROL}", "EFE"),
        (f"PUERTO CLARO, 16 Nov. (EUROPA PRESS) - {PATROL}", "Europa Press"),
        (f"PORT CLARE, Nov. 16 (UPI) -- {PATROL}", "UPI"),
        (f"PORT CLARE, Nov. 16 (Xinhua) -- {PATROL}", "Xinhua"),
        (f"(CNN) — {PATROL}", "CNN"),
        (f"CNN — {PATROL}", "CNN"),
        (f"PORT CLARE (dpa-AFX) - {PATROL}", "dpa"),
        (f"[AP] {PATROL}", "AP"),
        (f"Port Clare, Esperia | AFP | {PATROL}", "AFP"),
        (f"TARN, November 16. /TASS/. {PATROL}", "TASS"),
        (f"Port Clare [Esperia], November 16 (ANI): {PATROL}", "ANI"),
        (f"Puerto Claro, 16 de nov (Prensa Latina) {PATROL}", "Prensa Latina"),
        (f"Porto Claro, 16 nov 2025 (Lusa) – {PATROL}", "Lusa"),
        (f"PORT CLARE (AFP-Jiji) - {PATROL}", "AFP"),
        (f"Por Redacción EFE {PATROL}", "EFE"),
        (f"By JOAN DOE, Associated Press {PATROL}", "AP"),
        (f"{PATROL} (AFP)", "AFP"),
        (f"{PATROL} (Yonhap)", "Yonhap"),
        (f"{PATROL} - Reuters", "Reuters"),
        (f"{PATROL} (Con información de EFE)", "EFE"),
        (f"{PATROL} (With inputs from AFP)", "AFP"),
        (f"{PATROL} With files from The Associated Press.", "AP"),
        (f"{PATROL} With inputs from agencies, Reuters", "Reuters"),
        (f"{PATROL} (With inputs from PTI and Reuters)", "PTI"),
        (f"{PATROL} Con información de AFP y agencias.", "AFP"),
        (f"{PATROL} Fuente: EFE", "EFE"),
        (f"{PATROL} (via AP)", "AP"),
        (f"{PATROL} Copyright 2025 The Associated Press. All rights reserved.", "AP"),
        (f"{PATROL} (Reporting by Joan Doe in Port Clare; Editing by John Roe)", "Reuters"),
        (f"{PATROL} Reporting by Joan Doe; Editing by John Roe; Our Standards", "Reuters"),
        (f"{PATROL} (Reportagem de Joana Dias; edição de João Roe)", "Reuters"),
        (f"{PATROL} *Com informações da AFP", "AFP"),
        (f"{PATROL} (avec AFP)", "AFP"),
        (f"{PATROL} Quelle: dpa", "dpa"),
        (f"{PATROL} Associated Press writer Joan Doe in Tarn contributed to this report.", "AP"),
        (f"{PATROL} This story was originally published by The Associated Press.", "AP"),
        (f"{PATROL} The-CNN-Wire ™ & © 2025 Cable News Network, Inc. All rights reserved.", "CNN"),
        (f"{PATROL} ©2025 Bloomberg L.P.", "Bloomberg"),
    ],
)
def test_a_credit_in_the_text(text: str, agency: str) -> None:
    """Dateline, byline at the beginning, and what stands after the last sentence."""
    assert wire(entry("T", text)) == agency


@pytest.mark.parametrize(
    "text",
    [
        f"An officer told the Associated Press that the crew was safe. {PATROL}",
        f"An officer told The Associated Press (AP) on Sunday that all was well. {PATROL}",
        f"{PATROL} The owner said so to Reuters.",
        f"{PATROL} The Associated Press contributed to this report.",
        f"The navy of Norland, on Nov 16 (AP) {PATROL}",
        f"A poll by Gazette/Reuters/Echo came first. {PATROL}",
        f"{PATROL} (With inputs from agencies)",
        f"{PATROL} He had copied it with a pen from the AP.",
        f"{PATROL} The price has doubled, Reuters reported.",
        f"{PATROL} The AP Stylebook calls it a trawler.",
        f"The CNN poll of Sunday was wrong. {PATROL}",
        f"Ap and ani are words, and reuters is none. {PATROL}",
        PATROL,
        "",
    ],
)
def test_a_sentence_is_no_credit(text: str) -> None:
    """An agency that is told something, or that reported it, has not written the text."""
    assert wire(entry("T", text)) is None


@pytest.mark.parametrize(
    ("credit", "agency"),
    [
        ("By Joan Doe, Associated Press", "AP"),
        ("AP", "AP"),
        ("THE ASSOCIATED PRESS", "AP"),
        ("Redacción / EFE", "EFE"),
        ("Agencia EFE", "EFE"),
        ("Reuters Staff", "Reuters"),
        ("Joan Doe, CBS News", "CBS"),
        ("Agence France-Presse", "AFP"),
        ("Agência Brasil", "Agência Brasil"),
        ("Ap Rhys", None),
        ("Joan Doe", None),
    ],
)
def test_a_credit_in_the_byline(credit: str, agency: str | None) -> None:
    """Abbreviations count in capitals only, names in any case."""
    assert wire(entry("T", PATROL, credit=credit)) == agency


def test_an_agency_s_own_site() -> None:
    """What it publishes itself is its own, unless the text is credited to another."""
    assert wire(entry("T", PATROL, site="apnews.com")) == "AP"
    assert wire(entry("T", PATROL, site="Reuters")) == "Reuters"
    assert wire(entry("T", PATROL, site="", url="https://www.upi.com/a-1")) == "UPI"
    assert wire(entry("T", f"PORT CLARE (AP) — {PATROL}", site="cnn.com")) == "AP"


@given(st.text(max_size=400))
def test_any_text_has_an_end_of_its_dateline(text: str) -> None:
    """It lies within the text."""
    assert 0 <= dateline_end(text) <= len(text)
