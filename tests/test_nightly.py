"""Who hears how the log does: each topic once, also where one of them could not be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from monitor.asking import Ground
from monitor.config.settings import Settings
from monitor.errors import Unavailable
from monitor.nightly import Nights
from monitor.notices import DevelopmentNoted
from monitor.upkeep import NOTHING, WELL, Work, recall

NIGHT = datetime(2025, 11, 28, 3, tzinfo=UTC)
FAILED = NOTHING._replace(backup=Work(last="2025-11-28T03:00:00Z", why="no room", failures=1))


class Log:
    """Takes what is noted of topics, but for those that are `full`."""

    def __init__(self, *topics: str) -> None:
        self.followers = [SimpleNamespace(topic=SimpleNamespace(id=t, title=t)) for t in topics]
        self.full: set[str] = set()
        self.noted: list[tuple[str, str, str, str]] = []

    def note(self, follower: Any, noted: Sequence[DevelopmentNoted], _now: datetime) -> None:
        if follower.topic.id in self.full:
            raise Unavailable("there is no room left")
        (each,) = noted
        self.noted.append((follower.topic.id, each.before, each.after, each.severity))

    def nights(self, state: Path) -> Nights:
        """Over this log."""
        ground = Ground(
            cast(Any, self),
            cast(Any, {}),
            lambda: NIGHT,
            lambda _word, _sentence: None,
            lambda _name, _taking: None,
            lambda _what, _error: None,
        )
        return Nights(Settings(config_dir=state, state_dir=state), ground)


def test_each_topic_hears_an_ill_once_and_its_end_once(tmp_path: Path) -> None:
    """The night in which one could not be recorded is made up for by the next, and by that alone."""
    log = Log("norland", "tarland")
    log.full = {"tarland"}
    nights = log.nights(tmp_path)
    nights.tell(FAILED, NIGHT, critical=False)
    assert log.noted == [("norland", WELL, "no backup", "warning")]
    log.full = set()
    nights.tell(
        recall(tmp_path)._replace(backup=FAILED.backup), NIGHT + timedelta(1), critical=False
    )
    assert log.noted[1:] == [("tarland", WELL, "no backup", "warning")]
    nights.tell(recall(tmp_path), NIGHT + timedelta(2), critical=False)
    ends = [(name, "no backup", WELL, "notice") for name in ("norland", "tarland")]
    assert log.noted[2:] == ends
    nights.tell(recall(tmp_path), NIGHT + timedelta(3), critical=False)
    assert len(log.noted) == 4
