"""A state folder in which a topic's archive has been read, as `monitor run` does at its first start."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from monitor.backfill import Imported, bring_in, read_file
from monitor.config import Configuration, load
from monitor.opening import locked, opened
from monitor.pipeline import Pipeline
from monitor.projections.ledger import standing
from monitor.registry import resolve

CONFIG = Path(__file__).parents[2] / "config"
NOW = datetime(2025, 11, 29, 8, tzinfo=UTC)


def configured(state: Path, *, enabled: str = "us-venezuela") -> Configuration:
    """The shipped configuration with one topic switched on and the state folder somewhere else."""
    found = load(CONFIG, state)
    topics = tuple(structs.replace(topic, enabled=topic.id == enabled) for topic in found.topics)
    return structs.replace(found, topics=topics)


@contextmanager
def following(configuration: Configuration) -> Iterator[Pipeline]:
    """The pipeline over the state folder."""
    with locked(configuration.settings.state_dir), opened(configuration) as (_, pipeline):
        yield pipeline


def read_archive(pipeline: Pipeline, *, now: datetime = NOW) -> Imported:
    """Read the archive of the first topic that is followed."""
    (follower, *_) = pipeline.followers
    entries, bad = read_file(CONFIG / "topics" / follower.topic.archive, now)
    return bring_in(pipeline, [follower], entries, bad, now)


def as_of(pipeline: Pipeline, tracker_id: str, day: str | None = None) -> dict[str, Any]:
    """What a tracker said at the end of a day, by what had been reported by then."""
    (follower, *_) = pipeline.followers
    tracker = follower.topic.tracker(tracker_id)
    assert tracker is not None
    until = datetime.fromisoformat(f"{day}T23:59:59+00:00") if day else None
    view: dict[str, Any] = resolve("projections", tracker.kind).view(
        tracker, standing(follower.ledger, tracker.id, until)
    )
    return view
