"""How it is measured whether reports of one strike come together; and what came together."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.reports import IncidentAdjusted, IncidentReported, TotalReported
from tests.eval import merging, told
from tests.eval.merging import b_cubed, placed
from tests.projections.projection_claims import incident, on, tallied


def test_what_is_together_and_apart_rightly_is_perfect() -> None:
    """Three reports of two strikes, in two incidents."""
    assert b_cubed([("a", "1"), ("a", "1"), ("b", "2")]) == (1.0, 1.0, 1.0)


def test_a_strike_in_two_incidents_costs_recall() -> None:
    """Each of two reports is with one of two."""
    precision, recall, _ = b_cubed([("a", "1"), ("a", "2")])
    assert (precision, recall) == (1.0, 0.5)


def test_two_strikes_in_one_incident_cost_precision_and_twice_as_much_in_the_strict_measure() -> (
    None
):
    """One of two companions is wrong, or counts as two of three."""
    pairs = [("a", "1"), ("b", "1")]
    assert b_cubed(pairs)[:2] == (0.5, 1.0)
    assert b_cubed(pairs, wrong=2)[0] == pytest.approx(1 / 3)


def test_nothing_to_put_together_is_right() -> None:
    """No labelled report: no figure falls."""
    assert b_cubed([]) == (1.0, 1.0, 1.0)


def test_a_part_is_in_its_incident_and_a_summary_of_two_in_none() -> None:
    """ "Five in two strikes" tells neither of the two."""
    whole = [incident(2, who, 14, 1, strikes=3) for who in "ab"]
    part = incident(2, "c", 8, 1)
    singles = [incident(n + 1, who, toll, n) for n, toll in ((9, 2), (10, 3)) for who in "ab"]
    summary = incident(11, "c", 5, on(9, 10), strikes=2)
    view = tallied(*whole, part, *singles, summary)
    found = placed(view)
    assert found[part.id] == found[whole[0].id]
    assert summary.id not in found


def row(**given: Any) -> told.ClaimRow:
    """A row of a file of claims."""
    (made,) = told.rows([{"id": "x", "src": "a", "pub": "2031-03-02", "k": [3, 3], **given}])
    return made


def test_rows_become_the_claims_that_their_texts_would_have_given() -> None:
    """An incident with its day, a total with its convention, somebody presumed dead."""
    rows = [
        row(kind="inc", ed="2031-03-01", ord=4, place="north", n=2, v=3, s=[1, None], group="g"),
        row(kind="inc", ed=["2031-02-27", "2031-03-01"], k=[0, None], status="ambiguous"),
        row(kind="cum", k=[83, None], strikes=[21, 21], prior=True, incl_presumed=1),
        row(kind="presumed", ed="2031-03-01", k=[1, 1]),
    ]
    one, vague, total, lost = (claim for _, claim in told.claims(rows, "strikes"))
    assert isinstance(one, IncidentReported)
    assert (one.ordinal, one.lineage, one.occurred and one.occurred.basis) == (4, "g", "explicit")
    assert {name: (c.min, c.max) for name, c in one.counts.items()} == {
        "killed": (3, 3), "survivors": (1, None), "strikes": (2, 2), "vessels": (3, 3),
    }  # fmt: skip
    assert isinstance(vague, IncidentReported)
    assert (vague.assertion, vague.counts) == ("possible", {})
    assert isinstance(total, TotalReported)
    assert (total.prior, total.presumed, total.counts["killed"].max) == (True, True, None)
    assert isinstance(lost, IncidentAdjusted)
    assert lost.counts["presumed_dead"].min == 1


@pytest.fixture(scope="module")
def made_up() -> merging.World:
    """The claims of an invented campaign, with errors as frequent as in real coverage."""
    (world,) = merging.worlds((), merging.FOLDER)
    return world


def test_the_invented_campaign_is_counted_as_it_happened(made_up: merging.World) -> None:
    """27 strikes on 28 boats and 102 dead, out of wrong days, boats numbered for strikes, late copies."""
    _, line = merging.course([made_up], merging.FOLDER)
    assert line.split() == ["2031-06-03", "27/28/102", "(+1)", "27/28/102", "(+1)"]


def test_the_timeline_is_the_truth_of_each_day() -> None:
    """Only what had been announced by then."""
    strikes = json.loads((merging.FOLDER / "timeline.json").read_text("utf-8"))["strikes"]
    assert all(
        date.fromisoformat(one["announced_date"]) >= date.fromisoformat(one["date"])
        for one in strikes
    )


def test_a_folder_without_claims_or_labels_has_no_worlds(tmp_path: Path) -> None:
    """Nothing is measured where nothing is labelled."""
    (tmp_path / "other.jsonl").write_text(json.dumps({"title": "x"}) + "\n", "utf-8")
    assert merging.worlds((), tmp_path) == []
    assert list(merging.table([])) == list(merging.course([], tmp_path)) == []
