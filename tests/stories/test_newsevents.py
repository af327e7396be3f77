"""Stories put together by the happening that they tell of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.newsevents import APART, Report, grouped

NOON = datetime(2025, 11, 16, 12, tzinfo=UTC)
FERRY = [
    ("Ferry runs aground off Harrow Point", "The ferry Santa Irene left the channel in fog."),
    ("Santa Irene stuck off Harrow Point", "A ferry sits on a sandbank after missing a buoy."),
    ("Captain of ferry Santa Irene suspended", "The radar failed off Harrow Point, he said."),
]
RATES = [
    ("Central bank raises its rate", "The board of the central bank wants lower rents."),
    ("Rate rises again, central bank says", "Rents and food left the central bank no choice."),
]


def reports(*texts: tuple[str, str], hours: float = 1) -> list[Report]:
    """One after the other, some hours apart."""
    at = [NOON + timedelta(hours=hours) * number for number in range(len(texts))]
    return [Report(f"{n}", *text, at[n]) for n, text in enumerate(texts)]


def test_reports_of_one_happening_stand_together() -> None:
    """Whatever comes between them, and in the order of their times."""
    told = reports(FERRY[0], RATES[0], FERRY[1], RATES[1], FERRY[2])
    assert grouped(told) == [["0", "2", "4"], ["1", "3"]]


def test_the_next_happening_of_the_kind_begins_a_group() -> None:
    """By its day, or after some days; without either the words alone put it to the last one."""
    strike = "Navy strikes a boat north of Clare", "The navy struck a boat {} and killed {} men."
    told = [
        (strike[0], strike[1].format(day, count)) for day, count in (("on Friday", "four"),) * 2
    ]
    assert len(grouped(reports(*told))) == 1
    other = strike[0], strike[1].format("on Saturday", "three")
    assert len(grouped(reports(told[0], other))) == 1 + 1
    again = reports(
        told[0], (strike[0], "The navy struck a boat."), hours=APART / timedelta(hours=1)
    )
    assert len(grouped(again)) == 1
    late = reports(*told, hours=APART / timedelta(hours=1) + 1)
    assert len(grouped(late)) == 2


def test_texts_that_share_nothing_stand_alone() -> None:
    """Also those without any word."""
    assert grouped(reports(FERRY[0], RATES[0], ("", ""), ("", ""))) == [["0"], ["1"], ["2"], ["3"]]
    assert grouped([]) == []


@given(st.permutations(reports(*FERRY, *RATES, ("Bread", "Flour is late."), hours=2)))
def test_the_order_in_which_they_are_given_does_not_count(told: list[Report]) -> None:
    """Only their times do."""
    assert grouped(told) == grouped(sorted(told, key=lambda report: report.at))


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=60)), max_size=6))
def test_every_report_is_in_one_group(texts: list[tuple[str, str]]) -> None:
    """None is lost and none is told twice."""
    told = reports(*texts)
    assert sorted(name for group in grouped(told) for name in group) == sorted(r.id for r in told)
