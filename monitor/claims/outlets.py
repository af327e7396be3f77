"""Outlets and agencies that others quote: names as texts write them. Grows by a line at a time."""

from __future__ import annotations

OUTLETS: dict[str, tuple[str, ...]] = {
    "New York Times": ("New York Times", "NYT", "Times of New York"),
    "Washington Post": ("Washington Post", "WaPo"),
    "Wall Street Journal": ("Wall Street Journal", "WSJ"),
    "Miami Herald": ("Miami Herald", "Herald"),
    "Axios": ("Axios",),
    "Politico": ("Politico",),
    "CNN": ("CNN",),
    "CBS News": ("CBS News", "CBS"),
    "NBC News": ("NBC News", "NBC"),
    "ABC News": ("ABC News", "ABC"),
    "Fox News": ("Fox News",),
    "NPR": ("NPR",),
    "BBC": ("BBC",),
    "Guardian": ("Guardian",),
    "Al Jazeera": ("Al Jazeera",),
    "Bloomberg": ("Bloomberg",),
    "TIME": ("TIME",),
    "The Intercept": ("The Intercept", "Intercept"),
    "Just Security": ("Just Security",),
    "Airwars": ("Airwars",),
    "YouGov": ("YouGov",),
    "El País": ("El País",),
    "Infobae": ("Infobae",),
}
"""Newspapers, broadcasters and others that report on their own."""

AGENCIES: dict[str, tuple[str, ...]] = {
    "Reuters": ("Reuters",),
    "AP": ("Associated Press", "AP"),
    "AFP": ("Agence France-Presse", "AFP"),
    "EFE": ("EFE",),
    "UPI": ("UPI",),
    "Anadolu": ("Anadolu",),
    "Xinhua": ("Xinhua",),
    "Europa Press": ("Europa Press",),
    "dpa": ("dpa",),
}
"""Wire agencies."""
