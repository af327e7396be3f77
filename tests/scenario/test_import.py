"""Old texts taken in: their ids are their file's, their order is nobody's."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.backfill import bring_in, read_file
from monitor.entries import Entry
from monitor.events import StoryPublished, StoryRevised
from monitor.pipeline import Pipeline
from tests.scenario.following import CONFIG, NOW, as_of, configured, following

LINE = '{{"id": "1", "title": "{}", "text": "{}", "published": "2025-11-28", "lang": "en"}}\n'


def read_in(pipeline: Pipeline, entries: list[Entry]) -> None:
    """Take entries in for the topic that is followed."""
    bring_in(pipeline, pipeline.followers, entries, [], NOW)


def test_two_files_can_use_the_same_ids(tmp_path: Path) -> None:
    """Line "1" of one file is no revision of line "1" of another."""
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    first.write_text(
        LINE.format("US strike on boat kills 3", "A US strike on a drug boat killed three people.")
    )
    second.write_text(
        LINE.format("Trump spoke to Maduro", "Trump and Maduro spoke by phone last week.")
    )
    with following(configured(tmp_path / "state")) as pipeline:
        for path in (first, second):
            read_in(pipeline, read_file(path, NOW)[0])
        events = [recorded.event for recorded in pipeline.log.read()]
        assert sum(isinstance(event, StoryPublished) for event in events) == 2
        assert not [event for event in events if isinstance(event, StoryRevised)]
        assert as_of(pipeline, "strikes")["incidents"]


def without_times(view: dict[str, Any]) -> dict[str, Any]:
    """The figures of a view: who was first among reports of one day is the order of the ids."""
    return {name: view[name] for name in ("strikes", "vessels", "killed", "survivors", "lineages")}


def test_the_archive_in_any_order_and_batches_gives_the_same_tally(tmp_path: Path) -> None:
    """Lines shuffled and read in pieces: the figures are the same."""
    entries, _ = read_file(CONFIG / "topics" / "us-venezuela" / "archive.jsonl", NOW)
    with following(configured(tmp_path / "state")) as pipeline:
        read_in(pipeline, entries)
        whole = without_times(as_of(pipeline, "strikes"))
    random.Random(7).shuffle(entries)
    with following(configured(tmp_path / "other")) as pipeline:
        for start in range(0, len(entries), 40):
            read_in(pipeline, entries[start : start + 40])
        assert without_times(as_of(pipeline, "strikes")) == whole


def test_a_text_read_late_raises_no_alert(tmp_path: Path) -> None:
    """Whatever an import finds, nobody is woken."""
    line = LINE.format(
        "US strike on boat kills 9", "A US strike on a drug boat killed nine people on Thursday."
    )
    path = tmp_path / "a.jsonl"
    path.write_text(line)
    with following(configured(tmp_path / "state")) as pipeline:
        read_in(pipeline, read_file(path, NOW - timedelta(hours=1))[0])
        assert list(pipeline.log.read(types=("DevelopmentNoted",)))
        assert not list(pipeline.log.read(types=("AlertRaised",)))
