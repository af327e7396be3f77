"""The second topic is of another kind: one disaster whose toll was counted for weeks and then corrected.

The archive goes the whole way into a state folder of its own. What a tracker says as of a day is held
against what Maui County had announced by then; the day ends at 23:59 UTC, which is 13:59 in Hawaii.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

from monitor.backfill import Imported, read_file
from monitor.cli.texts import story_of
from monitor.config import Configuration
from monitor.events import StoryCopied
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.pipeline import Pipeline
from monitor.projections.ledger import standing
from monitor.registry import resolve
from monitor.reports import AnyClaim, IncidentReported, QuantityReported, TotalReported
from monitor.stories.gate import Gate
from monitor.views.rebuild import check
from tests.claims.reading import topic
from tests.scenario.following import CONFIG, as_of, configured, following, read_archive

TOPIC = "maui-wildfires"
NOW = datetime(2024, 7, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Configuration:
    """The shipped configuration with this topic switched on, over an empty state folder."""
    return configured(tmp_path_factory.mktemp("maui"), enabled=TOPIC)


@pytest.fixture(scope="module")
def imported(configuration: Configuration) -> Iterator[tuple[Pipeline, Imported]]:
    """The archive, read once for all these tests, and what the import counted."""
    with following(configuration) as pipeline:
        yield pipeline, read_archive(pipeline, now=NOW)


@pytest.fixture(scope="module")
def pipeline(imported: tuple[Pipeline, Imported]) -> Pipeline:
    """The pipeline in which the archive has been read."""
    return imported[0]


@pytest.fixture(scope="module")
def noted(pipeline: Pipeline) -> list[DevelopmentNoted]:
    """The developments that the log holds, oldest first."""
    found = (recorded.event for recorded in pipeline.log.read(0, TOPIC))
    return sorted((e for e in found if isinstance(e, DevelopmentNoted)), key=lambda e: e.at)


def claims(pipeline: Pipeline, tracker: str) -> tuple[AnyClaim, ...]:
    """Every claim that stands about a tracker."""
    return standing(pipeline.followers[0].ledger, tracker).claims


# --- as it comes ------------------------------------------------------------------------------


def test_the_topic_is_shipped_switched_off() -> None:
    """It is an example to look at; only the default topic is followed."""
    assert topic(TOPIC).enabled is False
    assert topic("us-venezuela").enabled is True


def test_the_whole_archive_is_about_the_topic_and_is_read(
    imported: tuple[Pipeline, Imported],
) -> None:
    """No line is bad, every text passes the gate, and all but a few give claims."""
    pipeline, done = imported
    assert (done.bad, done.relevant) == ((), done.lines)
    assert done.lines >= 25
    told = {c.story for name in ("toll", "missing", "containment") for c in claims(pipeline, name)}
    assert len(told) == done.stories + done.copies


def test_the_topics_do_not_take_each_others_stories() -> None:
    """No text of one archive passes the gate of the other."""
    for mine, other in ((TOPIC, "us-venezuela"), ("us-venezuela", TOPIC)):
        gate = Gate(structs.replace(topic(other), since=None))
        entries, _ = read_file(CONFIG / "topics" / topic(mine).archive, NOW)
        assert [entry.title for entry in entries if gate.passes(entry)] == []


def test_one_text_in_two_papers_is_one_story_and_one_voice(
    imported: tuple[Pipeline, Imported],
) -> None:
    """The agency's text of 12 August is printed again on the next day as a copy."""
    pipeline, done = imported
    copies = [r.event for r in pipeline.log.read(0, TOPIC) if isinstance(r.event, StoryCopied)]
    assert done.copies == len(copies) == 1
    stand = standing(pipeline.followers[0].ledger, "toll")
    both = [claim for claim in stand.claims if claim.story in {copies[0].story, copies[0].of}]
    assert len({claim.site for claim in both}) == 2
    assert len({stand.voices[claim.lineage] for claim in both}) == 1


# --- the toll ---------------------------------------------------------------------------------

TOLLS = [
    # day, what two outlets bear out, the highest that one outlet says
    ("2023-08-09", 6, 6),
    ("2023-08-10", 36, 53),
    ("2023-08-11", 55, 55),
    ("2023-08-12", 80, 89),
    ("2023-08-13", 93, 93),
    ("2023-08-14", 96, 99),
    ("2023-08-15", 99, 99),
    ("2023-08-16", 101, 106),
    ("2023-08-17", 110, 111),
    ("2023-08-21", 111, 114),
    ("2023-08-22", 115, 115),
    ("2023-09-14", 115, 115),
    ("2023-09-15", 97, 97),
    ("2023-09-16", 97, 97),
    ("2023-09-17", 97, 97),
]


@pytest.mark.parametrize(("day", "best", "most"), TOLLS)
def test_the_toll_of_each_day_is_what_was_known_then(
    pipeline: Pipeline, day: str, best: int, most: int
) -> None:
    """It grows with two voices, one voice alone only widens it, and the correction takes it back."""
    killed = as_of(pipeline, "toll", day)["killed"]
    assert (killed["best"], killed["max"]) == (best, most)
    assert killed["gap"] == killed["floor"] - killed["best"]


def test_a_correction_told_by_several_is_borne_out(pipeline: Pipeline) -> None:
    """Three voices say 97 at three times: that is the floor from then on."""
    killed = as_of(pipeline, "toll", "2023-09-17")["killed"]
    assert (killed["floor"], killed["gap"]) == (97, 0)


def test_the_toll_grows_again_after_the_correction(pipeline: Pipeline) -> None:
    """Victims who died later and remains found later are added to 97: 102 in June 2024."""
    later = [
        as_of(pipeline, "toll", day)["killed"] for day in ("2023-11-18", "2024-02-14", "2024-06-26")
    ]
    assert [value["best"] for value in later] == [99, 100, 101]
    assert later[-1]["max"] == 102


def test_it_is_one_happening_however_many_report_it(pipeline: Pipeline) -> None:
    """There is one incident, on Maui, counted once."""
    view = as_of(pipeline, "toll")
    assert view["fires"]["best"] == 1
    (incident,) = view["incidents"]
    assert (incident["id"], incident["status"]) == ("MAUI-1", "counted")


def test_the_correction_is_a_development_with_its_reports(
    pipeline: Pipeline, noted: list[DevelopmentNoted]
) -> None:
    """115 to 97 is told as corrected, on the day, because of the report that says so; never alerted."""
    (correction,) = [
        e for e in noted if (e.tracker, e.field, e.before) == ("toll", "killed", "115")
    ]
    assert (correction.after, correction.severity) == ("97", "warning")
    assert "corrected" in correction.title
    assert f"{correction.at:%Y-%m-%d}" == "2023-09-15"
    because = [c for c in claims(pipeline, "toll") if c.id in correction.because]
    assert {claim.assertion for claim in because} == {"correction"}
    assert all(isinstance(claim, TotalReported) and "97" in claim.quote.text for claim in because)


def test_only_a_correction_lowers_the_toll(noted: list[DevelopmentNoted]) -> None:
    """Every other change of the toll goes up, one step after the other."""
    tolls = [
        (int(e.before), int(e.after)) for e in noted if (e.tracker, e.field) == ("toll", "killed")
    ]
    assert [before for before, _ in tolls][1:] == [after for _, after in tolls][:-1]
    assert [pair for pair in tolls if pair[1] < pair[0]] == [(115, 97)]


def test_the_dead_of_other_disasters_are_not_counted(pipeline: Pipeline) -> None:
    """The tsunamis and fires that reports compare it with stand in no claim."""
    quoted = {
        count.min
        for claim in claims(pipeline, "toll")
        for count in getattr(claim, "counts", {}).values()
    }
    assert quoted.isdisjoint({61, 85, 453})


def test_no_number_of_missing_is_taken_for_the_dead(pipeline: Pipeline) -> None:
    """That "the number of people missing dropped to 66" says nothing about the toll."""
    totals = [c for c in claims(pipeline, "toll") if isinstance(c, TotalReported)]
    assert {count.min for c in totals for count in c.counts.values()}.isdisjoint(
        {66, 41, 31, 850, 1100}
    )


# --- the missing, the fire itself ---------------------------------------------------------------

MISSING = [
    ("2023-08-12", 1000),
    ("2023-08-15", 1300),
    ("2023-08-22", 850),
    ("2023-08-25", 388),
    ("2023-09-02", 385),
    ("2023-09-08", 66),
    ("2023-09-16", 31),
]


@pytest.mark.parametrize(("day", "value"), MISSING)
def test_the_missing_of_each_day_are_what_was_known_then(
    pipeline: Pipeline, day: str, value: int
) -> None:
    """They go up and down without any correction: the newest figure that is borne out holds."""
    assert as_of(pipeline, "missing", day)["value"] == value


def test_a_fall_that_one_outlet_tells_waits_for_a_second(pipeline: Pipeline) -> None:
    """Six missing, in one paper in October, is shown as claimed beside 31."""
    view = as_of(pipeline, "missing", "2023-10-21")
    assert (view["value"], view["claimed"]["value"]) == (31, 6)


STAGES = [
    ("2023-08-09", "burning"),
    ("2023-08-13", "partly_contained"),
    ("2023-09-02", "partly_contained"),
    ("2023-09-04", "contained"),
]


@pytest.mark.parametrize(("day", "stage"), STAGES)
def test_containment_is_that_of_the_fire_in_lahaina(
    pipeline: Pipeline, day: str, stage: str
) -> None:
    """The fire near Kihei was contained three weeks before; that is another fire."""
    assert as_of(pipeline, "containment", day)["stage"] == stage


# --- in English as it is written ---------------------------------------------------------------

PHRASES = [
    (
        "The death toll from the Maui wildfires has risen from 99 to 101.",
        "toll",
        [(101, 101, "asserted")],
    ),
    (
        "The death toll of the Maui fire was lowered from 115 to 97.",
        "toll",
        [(97, 97, "correction")],
    ),
    (
        "Maui officials cut the death toll of the wildfire to at least 97.",
        "toll",
        [(97, None, "correction")],
    ),
    ("The Maui fire's death toll is 97, down from 115.", "toll", [(97, 97, "correction")]),
    ("The Maui wildfire death toll was revised up from 36 to 53.", "toll", [(53, 53, "asserted")]),
    ("The wildfire on Maui has taken the lives of 101 people.", "toll", [(101, 101, "asserted")]),
    ("The toll of the Maui fire could reach 200.", "toll", []),
    ("The number of people missing after the Maui fire fell from 41 to 31.", "toll", []),
    (
        "The number of people missing after the Maui fire fell from 41 to 31.",
        "missing",
        [(31, 31, "asserted")],
    ),
    (
        "On Maui 850 people are still listed as missing after the fire.",
        "missing",
        [(850, 850, "asserted")],
    ),
    ("About 2,000 people in shelters on Maui saw the fire.", "missing", []),
]


@pytest.mark.parametrize(("text", "tracker", "found"), PHRASES)
def test_tolls_and_missing_are_read_as_reports_of_disasters_word_them(
    pipeline: Pipeline, text: str, tracker: str, found: list[tuple[int, int | None, str]]
) -> None:
    """Rises and falls give the new number; what is only feared gives none."""
    (follower, *_) = pipeline.followers
    (entry, *_), _ = read_file(CONFIG / "topics" / follower.topic.archive, NOW)
    story = story_of(structs.replace(entry, title="", text=text, lang="en"), follower.topic)
    counts = []
    for claim in follower.readers.read(story):
        if claim.tracker == tracker:
            assert isinstance(claim, QuantityReported | IncidentReported | TotalReported)
            count = claim.value if isinstance(claim, QuantityReported) else claim.counts["killed"]
            counts.append((count.min, count.max, claim.assertion))
    assert counts == found


# --- what holds for every topic ------------------------------------------------------------------


def test_the_order_in_which_texts_come_in_does_not_matter(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    """Read backwards, all in one batch, the archive gives the same answers as of every day."""
    with following(configured(tmp_path / "state", enabled=TOPIC)) as other:
        (follower, *_) = other.followers
        entries, _ = read_file(CONFIG / "topics" / follower.topic.archive, NOW)
        other.follow(follower, entries[::-1], NOW, backfill=True)
        for day in ("2023-08-10", "2023-08-22", "2023-09-08", "2023-09-16", None):
            for tracker, keys in (
                ("toll", ("killed", "fires")),
                ("missing", ("value",)),
                ("containment", ("stage",)),
            ):
                there, here = as_of(other, tracker, day), as_of(pipeline, tracker, day)
                assert [there[key] for key in keys] == [here[key] for key in keys]


def test_old_texts_raise_no_alert_and_every_figure_has_its_quotes(pipeline: Pipeline) -> None:
    """An archive is silent; each claim's numbers stand in its quote."""
    events = [recorded.event for recorded in pipeline.log.read(0, TOPIC)]
    assert not any(isinstance(event, AlertRaised) for event in events)
    told = [event for event in events if isinstance(event, IncidentReported | TotalReported)]
    assert told
    for claim in told:
        for count in claim.counts.values():
            assert all(words in claim.quote.text for words in count.words)


def test_the_tables_are_those_that_the_log_gives(
    pipeline: Pipeline, configuration: Configuration
) -> None:
    """The readable tables can be deleted and made again from the log, for this topic too."""
    assert check(pipeline.log, configuration.topics, pipeline.views.path) == []


def test_the_kinds_are_those_of_the_program() -> None:
    """The topic needs no member of its own: every kind, reader and pack is resolved by its common name."""
    for tracker in topic(TOPIC).trackers:
        assert resolve("projections", tracker.kind).name == tracker.kind
        assert resolve("claims.readers", tracker.reader).name == tracker.reader
