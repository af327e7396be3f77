"""An agency's later versions and translations are of its lineage; its other reports are not."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from monitor.entries import Entry
from monitor.stories.versions import same_report
from tests.eval.copying import PATH
from tests.stories.story_samples import against, entry, known

ROWS = [json.loads(line) for line in PATH.read_text("utf-8").splitlines()]
by_row = pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])


def told(row: dict[str, str], kind: str, hours: float = 0, credit: str = "") -> Entry:
    """One of the texts on a happening, at an outlet of its own."""
    host = f"{kind}.example"
    return entry(kind, row[kind], hours, site=host, source=host, lang=row["lang"], credit=credit)


@by_row
def test_versions_and_translations_share_the_lineage(row: dict[str, str]) -> None:
    """Where both are credited, within a day; the reason says so."""
    first = told(row, "wire", credit=row["agency"])
    again = told(row, "translated", 6, row["agency"])
    matched = against(again, first)
    assert (matched.kind, matched.joins) == ("copy", (known(first).lineage,))
    assert matched.why.startswith(f"credited to {row['agency']} too, with ")
    assert (
        same_report(first, again)
        == same_report(again, first)
        == pytest.approx(matched.score, abs=1e-3)
    )
    assert against(replace(again, credit=""), first).kind == "new"
    assert against(replace(again, credit="UPI"), first).kind == "new"
    assert against(told(row, "translated", 25, row["agency"]), first).kind == "new"


@by_row
def test_an_agency_s_other_reports_are_their_own(row: dict[str, str]) -> None:
    """The next happening told by one template, and a report on something else."""
    first = told(row, "wire", credit=row["agency"])
    assert against(told(row, "sibling", 5, row["agency"]), first).kind == "new"
    assert against(told(row, "own", 5, row["agency"]), first).kind == "new"
    for other in ROWS:
        if (other["lang"], other["id"]) != (row["lang"], row["id"]):
            assert against(told(other, "wire", 5, row["agency"]), first).kind == "new"


def test_a_headline_is_too_short_to_be_a_version() -> None:
    """A few words that count are shared by chance."""
    first = entry("Strike", "Strike on boat kills four off Clare.", credit="AP")
    again = entry(
        "Boat", "Four killed in boat strike off Clare.", site="b", source="b", credit="AP"
    )
    assert against(again, first).kind == "new"
