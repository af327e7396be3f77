"""A strike on land, told after the archive: the question shows it, and it is critical news."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from monitor.backfill import bring_in, read_file
from monitor.notices import DevelopmentNoted
from monitor.pipeline import Pipeline
from tests.scenario.following import NOW, as_of, configured, following, read_archive

Told = tuple[Pipeline, dict[str, Any]]
TOLD = {
    "url": "https://example.org/land",
    "site": "example.org",
    "title": "US conducts first strike on Venezuelan soil",
    "text": "US forces conducted an airstrike on Venezuelan soil on Friday, the Pentagon said.",
    "published": "2025-11-29",
    "lang": "en",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The pipeline after the archive and one story more, and what had been noted before that."""
    path = tmp_path_factory.mktemp("told") / "story.jsonl"
    path.write_text(json.dumps(TOLD) + "\n", encoding="utf-8")
    with following(configured(tmp_path_factory.mktemp("state"))) as pipeline:
        read_archive(pipeline)
        before = as_of(pipeline, "land-strikes")
        entries, bad = read_file(path, NOW)
        bring_in(pipeline, pipeline.followers, entries, bad, NOW)
        yield pipeline, before


def test_no_text_of_the_archive_tells_of_a_strike_on_land(told: Told) -> None:
    """Until 28 November they are announced, not made."""
    _, before = told
    (episode,) = before["episodes"]
    assert "carried_out" not in {step["stage"] for step in episode["steps"]}


def test_a_strike_on_land_is_shown_and_wakes_people(told: Told) -> None:
    """The stage of the question, its day, and a critical development."""
    pipeline, _ = told
    view = as_of(pipeline, "land-strikes")
    assert view["stage"] == "carried_out"
    assert view["episodes"][0]["occurred"] == {"from": "2025-11-28", "to": "2025-11-28"}
    noted = [
        record.event
        for record in pipeline.log.read(types=("DevelopmentNoted",))
        if isinstance(record.event, DevelopmentNoted) and record.event.after == "carried_out"
    ]
    assert [(event.tracker, event.severity) for event in noted] == [("land-strikes", "critical")]
    assert "carried out" in noted[0].title
