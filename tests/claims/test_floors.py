"""What is read out of the project's own labelled texts does not get worse."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec
import pytest

from monitor.claims import Readers
from monitor.entries import Story
from monitor.reports import AnyClaim, IncidentReported, TotalReported
from monitor.values import Count, Quote, Window
from tests.eval import floors, merging
from tests.eval.questions import Asked, asked
from tests.eval.reading import CORPUS, Reading, default_topic
from tests.eval.scores import Measured, Score, measure
from tests.eval.texts import CasualtyRow, Row, Set, StoryRow, load

SEEN = datetime(2025, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def sets() -> list[Set]:
    return load(CORPUS)[0]


@pytest.fixture(scope="module")
def measured(sets: list[Set]) -> Measured:
    return measure(sets)


@pytest.fixture(scope="module")
def together(sets: list[Set]) -> list[merging.World]:
    return merging.own(sets)


class Mute(Readers):
    """Reads nothing out of anything."""

    def read(self, story: Story) -> list[AnyClaim]:
        return []


class Rash(Readers):
    """Reads a death into every text."""

    def read(self, story: Story) -> list[AnyClaim]:
        return [incident(Count(1, 1, ("one",)))]


def incident(killed: Count, **fields: object) -> IncidentReported:
    """An incident with a toll, said by the words of its count."""
    text = " ".join(killed.words)
    given: dict[str, object] = {
        "tracker": "strikes",
        "story": "s",
        "lineage": "s",
        "url": "",
        "site": "",
        "quote": Quote("text", 0, len(text), text),
        "rule": "r",
        "pack": "en/1",
        "published": SEEN,
        "day": SEEN.date(),
        "seen": SEEN,
        "counts": {"killed": killed},
        **fields,
    }
    return IncidentReported(**given)  # type: ignore[arg-type]  # named by the tests


def total(killed: Count) -> TotalReported:
    """A running total, said by the words of its count."""
    said = incident(killed)
    return TotalReported(
        tracker=said.tracker,
        story=said.story,
        lineage=said.lineage,
        url="",
        site="",
        quote=said.quote,
        rule="r",
        pack="en/1",
        published=SEEN,
        day=SEEN.date(),
        seen=SEEN,
        counts={"killed": killed},
    )


# --- the floors -----------------------------------------------------------------------------------


def test_every_figure_reaches_its_floor(measured: Measured, together: list[merging.World]) -> None:
    """No set, language or kind falls below what was measured before; `python -m tests.eval` shows them."""
    assert floors.load(), "no floors are pinned"
    now = floors.figures(measured, together) | floors.matched()
    assert floors.below(now, floors.load()) == []


def test_every_figure_is_pinned(measured: Measured, together: list[merging.World]) -> None:
    """A new set or kind of question gets a floor at once."""
    pinned = floors.load()
    for name, langs in floors.figures(measured, together).items():
        for lang, kinds in langs.items():
            assert set(kinds) <= set(pinned.get(name, {}).get(lang, {}))


def test_readers_that_read_nothing_or_too_much_are_caught(sets: list[Set]) -> None:
    """The floors fail for a reader that is mute, and for one that reads a death into everything."""
    topic = default_topic()
    mute = floors.below(floors.figures(measure(sets, Mute(topic))), floors.load())
    rash = floors.below(floors.figures(measure(sets, Rash(topic))), floors.load())
    assert any("killed: f1" in sentence for sentence in mute)
    assert any("killed: precision" in sentence for sentence in rash)
    assert any("silence ungated: f1" in sentence for sentence in rash)


def test_floors_only_rise() -> None:
    """An update keeps the higher of both figures, unless it is told to lower them."""
    before: floors.Floors = {"a": {"en": {"day": {"f1": 0.5, "precision": 0.9}}}}
    now: floors.Floors = {"a": {"en": {"day": {"f1": 0.7, "precision": 0.8}}}}
    risen = floors.raised(now, before, lower=False)
    assert risen == {"a": {"en": {"day": {"f1": 0.7, "precision": 0.9}}}}
    assert floors.raised(now, before, lower=True) == now
    assert floors.below(now, before) == ["a en day: precision is 0.800, its floor 0.900"]
    assert len(floors.below({}, before)) == 2


# --- the labels -----------------------------------------------------------------------------------


def test_the_texts_are_enough(sets: list[Set]) -> None:
    """Every phenomenon has a text; languages and distractors have their share; ids occur once."""
    rows = [row for each in sets for row in each.rows]
    stories = [row for row in rows if isinstance(row, StoryRow)]
    assert len({row.id for row in rows}) == len(rows)
    assert {number for row in stories for number in row.phenomena} == set(range(1, 35))
    assert sum(row.lang == "en" for row in rows) >= 400
    assert sum(row.lang == "es" for row in rows) >= 150
    assert sum(yields_nothing(row) for row in rows) >= 120
    assert sum(isinstance(row, CasualtyRow) for row in rows) >= 200


def yields_nothing(row: Row) -> bool:
    """Whether no claim may come of it: it is of something else, or tells of no dead."""
    if isinstance(row, CasualtyRow):
        return row.killed_incident is row.killed_total is row.killed_background is None
    return not row.gold.relevant


def test_distractors_have_no_labels(sets: list[Set]) -> None:
    """A distractor has no label; an incident is not later than its text."""
    for row in (row for each in sets for row in each.rows if isinstance(row, StoryRow)):
        gold = row.gold
        if not gold.relevant:
            assert gold.incident is None
            assert gold.cumulative is None
        elif gold.incident and gold.incident.date:
            assert gold.incident.date <= (row.published or "")


def test_floors_are_written_as_they_are_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is saved is JSON and the same when loaded."""
    path = tmp_path_factory.mktemp("floors") / "floors.json"
    some: floors.Floors = {
        "a": {"en": {"day": {"f1": 0.5}, "killed": {"f1": 1.0}}, "es": {"day": {"f1": 0.0}}}
    }
    floors.save(some, path)
    assert floors.load(path) == some == json.loads(path.read_text("utf-8"))


# --- the measure ----------------------------------------------------------------------------------


def story(gold: dict[str, object]) -> StoryRow:
    """A row with these labels."""
    return msgspec.convert({"title": "", "text": "", "gold": {"relevant": True, **gold}}, StoryRow)


def answered(row: Row, *claims: AnyClaim) -> dict[str, Asked]:
    """The questions about a row, by kind."""
    reading = Reading(True, claims, 0.0)
    return {each.kind: each for each in asked(row, reading, default_topic())}


def test_a_wrong_value_counts_twice() -> None:
    """It is a wrong answer and a missed one; nothing where nothing is counts as neither."""
    score = Score()
    for gold, got in ((3, 3), (3, 4), (3, None), (None, 4), (None, None)):
        score.add(Asked("killed", gold, got, gold == got))
    assert (score.right, score.wrong, score.missed) == (1, 2, 2)
    assert score.precision == pytest.approx(1 / 3)
    assert score.recall == pytest.approx(1 / 3)
    assert score.accuracy == pytest.approx(2 / 5)


def test_only_asserted_incidents_are_answers() -> None:
    """Background and possible incidents are not; of several asserted ones the first is."""
    row = story({"incident": {"killed": 3}})
    four = incident(Count(4, 4, ("4",)), assertion="background")
    three, five = incident(Count(3, 3, ("3",))), incident(Count(5, 5, ("5",)))
    assert answered(row, four, three, five)["killed"].right
    assert answered(row, five, three)["killed"].got == 5
    assert answered(row, four)["killed"].got is None


def test_a_window_of_days_is_no_day() -> None:
    """One day answers; several days, or a guess, do not."""
    row = story({"incident": {"killed": 3, "date": "2025-11-15"}})
    day = SEEN.date().replace(day=15)
    three = Count(3, 3, ("3",))
    for window, got in (
        (Window(day, day, "weekday"), "2025-11-15"),
        (Window(day, SEEN.date(), "published"), None),
        (Window(day, day, "none"), None),
    ):
        assert answered(row, incident(three, occurred=window))["day"].got == got


def test_bounds_of_totals() -> None:
    """ "More than 80" is 80 or 81 and open; an exact 80 is found, but not as a bound."""
    row = story({"cumulative": {"killed": 80, "killed_is_lower_bound": True}})
    for count, right, bound in (
        (Count(81, None, ("more than 80",)), True, True),
        (Count(80, None, ("at least 80",)), True, True),
        (Count(80, 80, ("80",)), True, False),
        (Count(82, 82, ("82",)), False, None),
    ):
        found = answered(row, total(count))
        assert found["total killed"].right == right
        assert ("bound" in found) == (bound is not None)
        assert bound is None or found["bound"].right == bound


def test_of_an_unread_language_only_relevance_is_asked() -> None:
    """Of a language without a pack only relevance is asked."""
    row = story({"incident": {"killed": 3}})
    foreign = StoryRow(title="", text="", gold=row.gold, lang="tr")
    assert set(answered(foreign)) == {"relevance"}
