"""Answers in lines, from the very views that the kinds give."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from monitor.cli.figures import Said, brief, shown
from monitor.cli.outline import TrackerLine
from monitor.projections import View
from monitor.reports import AnyClaim
from tests.projections import projection_claims as claims

STRIKES = TrackerLine("t", "tally", "Strikes")
GAP: tuple[AnyClaim, ...] = (
    *(claims.incident(1, who, 2, 0) for who in "ab"),
    *(claims.incident(6, who, 3, 5) for who in "ab"),
    claims.total(6, "c", 5),
    *(claims.total(9, who, 9, strikes=3) for who in "cd"),
    *(claims.incident(11, who, 1, 10) for who in "ab"),
)
"""Between the second and the third incident the totals grow by what nobody has told."""


def kept(*told: AnyClaim, **options: Any) -> View:
    """A tally as the tables keep it: as JSON."""
    tracker = msgspec.structs.replace(claims.TALLY, options=claims.BOATS | options)
    view: View = json.loads(json.dumps(claims.shown(tracker, *told)))
    return view


def test_what_the_totals_know_and_the_incidents_do_not_is_shown() -> None:
    """How much is missing, and between which days it must lie."""
    lines = "\n".join(shown(Said(kept(*GAP)), STRIKES, "now"))
    assert "  missing    4 killed, 1 strikes, between 7 Mar 2031 and 10 Mar 2031\n" in lines


def test_a_measure_may_be_called_missing() -> None:
    """A topic names its measures as it likes: this one is no gap."""
    view = kept(claims.incident(1, "a", 2, 0), others=["missing"])
    assert view["missing"]["best"] == 0
    lines = "\n".join(shown(Said(view), STRIKES, "now"))
    assert "  missing  0\n" in lines
    assert "between" not in lines
    assert "0 missing" in brief(Said(view))


def test_totals_that_are_older_than_the_newest_incident_leave_no_gap() -> None:
    """The floor stays below the sum for a day; nothing is missing."""
    view = kept(
        *(claims.incident(1, who, 2, 0) for who in "ab"),
        claims.total(1, "c", 2),
        *(claims.incident(6, who, 3, 5) for who in "ab"),
    )
    assert (view["killed"]["best"], view["killed"]["gap"]) == (5, -3)
    lines = "\n".join(shown(Said(view), STRIKES, "now"))
    assert "  killed     5; floor 2\n" in lines
    assert "gap" not in lines + brief(Said(view))


def test_what_is_missing_without_a_strike_says_so() -> None:
    """One dead more in as many strikes is somebody presumed dead rather than a strike."""
    base = [claims.incident(1, who, 2, 0) for who in "ab"]
    sums = [claims.total(6, who, 3, strikes=1) for who in "cd"]
    lines = "\n".join(shown(Said(kept(*base, claims.total(2, "c", 2), *sums)), STRIKES, "now"))
    assert "  missing    1 killed, no further strikes, between 3 Mar 2031 and 7 Mar 2031\n" in lines


def test_what_outlets_disagree_about_is_shown_with_who_is_outvoted() -> None:
    """Three voices say three dead, one says five."""
    told = [claims.incident(2, who, 3, 1, ordinal=9, place="north") for who in "abc"]
    view = kept(*told, claims.incident(2, "d", 5, 1, ordinal=9, place="north"))
    lines = "\n".join(shown(Said(view), STRIKES, "now"))
    assert "  disputed   2 Mar 2031, north: 3 killed, but 5 by 1 voice\n" in lines


def test_a_stated_correction_of_the_totals_is_shown() -> None:
    """From what to what, who corrects, when."""
    base = [claims.incident(1, who, 2, 0) for who in "ab"]
    view = kept(*base, claims.total(6, "c", 4), claims.total(7, "c", 2, assertion="correction"))
    lines = " ".join("\n".join(shown(Said(view), STRIKES, "now")).split())
    assert "corrected 4 to 2 killed, c.example, 8 Mar 2031" in lines


def test_a_survivor_presumed_dead_by_one_voice_is_shown_as_claimed() -> None:
    """Told, not yet added."""
    base = [claims.incident(1, who, 2, 0, survivors=1) for who in "ab"]
    lines = "\n".join(shown(Said(kept(*base, claims.adjusted(4, "c", 0))), STRIKES, "now"))
    assert "1 presumed dead, c.example, 5 Mar 2031; not borne out, not counted" in " ".join(
        lines.split()
    )


def test_a_higher_total_of_one_voice_is_shown_as_claimed() -> None:
    """With who tells it; nothing is counted."""
    view = kept(*(claims.incident(1, who, 2, 0) for who in "ab"), claims.total(6, "d", 9))
    lines = "\n".join(shown(Said(view), STRIKES, "now"))
    assert "9 killed, d.example" in lines
    assert "1 voice, not counted" in " ".join(lines.split())
    assert view["killed"]["best"] == 2
