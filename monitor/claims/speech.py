"""The classes of words between which speakers are found, made ready for one topic in one language."""

from __future__ import annotations

from monitor.claims.language import Pack
from monitor.claims.lexicon import Lexicon
from monitor.claims.patterns import characters

ENDS = ("PREP", "COMMA", "STOP", "QUOTE", "DASH", "WHO", "AND")
"""Classes that end a piece on both sides."""


class Words:
    """Characters of the classes that pieces are made of, known names taken out."""

    def __init__(self, known: frozenset[str], lexicon: Lexicon, pack: Pack) -> None:
        """Look up the classes of the pack."""

        def chars(*labels: str) -> frozenset[str]:
            return frozenset(characters("|".join(labels), lexicon, pack.sets)) - known

        self.comma, self.stop, self.prep = chars("COMMA"), chars("STOP"), chars("PREP")
        self.quoting, self.conjunction = chars("ACCORDING"), chars("AND")
        self.source, self.office, self.title = chars("SOURCE"), chars("OFFICE"), chars("TITLE")
        self.roles = self.source | self.office | chars("VOICE")
        self.stand_for = chars("SPOKES", "OWNWORDS")
        self.followers = self.source | chars("VOICE")
        verbs = chars("TELL", "FINDS", "REFUSES", "ORDERS")
        self.breaks = (verbs - self.stand_for) | chars(
            *ENDS, "BUT", "BE", "ACCORDING", "AFTER", "BEFORE", "SINCE"
        )
        self.opens = chars("DET", "ART", "NUM", "NO")
        self.light = chars("LIGHT", "DATE", "WILL", "COULD", "NOT", "HAVE")
        self.closing = chars(
            *ENDS, "DATE", "DET", "ART", "NUM", "LIGHT", "AFTER", "BEFORE", "SINCE", "ABOARD", "LATE", "NOW"
        )  # fmt: skip
        self.owning = chars("BY", "FROM", "OF")
        self.who = chars("WHO")
        self.loose = chars("WHO", "PREP")
        self.parts = chars("COMMA", "STOP", "QUOTE", "ACCORDING")
        self.nameless = self.breaks | self.opens | self.light | chars("NOBODY", "REFERS")
        self.apposed = self.roles | self.opens | self.title | chars("SPOKES")
        self.own, self.post, self.definite = chars("OWNWORDS"), chars("POST"), chars("DET", "THIS")
        self.spokesman = chars("SPOKESMAN")
        self.trailing = chars("TRAILING") - self.roles
        self.of, self.accompanying = chars("OF"), chars("WITH")
        self.capital = lexicon.special("CAP")
