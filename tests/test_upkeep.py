"""What is remembered of checks and backups, and what is an ill."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.upkeep import (
    NOTHING,
    OVERDUE,
    Upkeep,
    Work,
    change,
    complaints,
    missed,
    recall,
    remember,
)

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)


def at(ago: timedelta) -> str:
    return (NOW - ago).isoformat()


def spent(*, ago: timedelta = timedelta(hours=9), why: str = "") -> Work:
    return Work(last=at(ago), good=None if why else at(ago), why=why, events=12)


def nightly(**fields: object) -> Upkeep:
    """Wanted for a month, and done last night."""
    known = Upkeep(hour=3, since=at(timedelta(days=30)), verify=spent(), backup=spent())
    return known._replace(**fields)  # type: ignore[arg-type]


def test_a_failure_keeps_when_it_went_well(tmp_path: Path) -> None:
    """And counts until it goes well again."""
    work = Work().after("1", "", events=7, file="/b", size=9)
    assert work == Work("1", "", 0, "1", 7, "/b", 9)
    failed = work.after("2", "no room").after("3", "no room")
    assert (failed.last, failed.failures, failed.good, failed.file) == ("3", 2, "1", "/b")
    assert failed.after("4", "", events=8) == Work("4", "", 0, "4", 8)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """All of it, and nothing is left beside the file."""
    known = nightly(
        damaged={"log-1.db": "at position 5"}, told={"norland": "no"}, looked="log-0.db"
    )
    remember(tmp_path, known)
    assert recall(tmp_path) == known
    assert [each.name for each in tmp_path.iterdir()] == ["upkeep.json"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "[]",
        "{}",
        '{"verify": {}, "backup": 3}',
        '{"verify": {"late": 1}, "backup": {}}',
        '{"verify": {"last": "yesterday"}, "backup": {}}',
        '{"verify": {"last": "2025-11-28T03:00:00"}, "backup": {}}',
        '{"verify": {}, "backup": {}, "moon": 1}',
        '{"verify": {}, "backup": {}, "damaged": 5}',
        '{"verify": {}, "backup": {}, "damaged": ["x"]}',
        '{"verify": {}, "backup": {}, "told": {"norland": 1}}',
        '{"verify": {}, "backup": {}, "hour": "3"}',
        '{"verify": {"failures": null}, "backup": {}}',
        '{"verify": {"why": 5}, "backup": {}}',
        '{"verify": {"corrupt": 1}, "backup": {}}',
        "[" * 100_000,
    ],
)
def test_a_file_of_no_use_is_as_none(text: str | None, tmp_path: Path) -> None:
    """It is a memory that may be deleted."""
    if text is not None:
        (tmp_path / "upkeep.json").write_text(text)
    assert recall(tmp_path) == NOTHING
    assert not NOTHING.known


def test_a_part_of_the_file_is_enough(tmp_path: Path) -> None:
    """What is not there is nothing."""
    (tmp_path / "upkeep.json").write_text(json.dumps({"hour": 4, "verify": {}, "backup": {}}))
    assert recall(tmp_path) == Upkeep(hour=4)


def test_two_that_change_it_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """`monitor log backup` beside the daemon: each changes its own part."""

    def count(name: str) -> None:
        for _ in range(50):
            change(tmp_path, lambda known: _one_more(known, name))

    threads = [threading.Thread(target=count, args=(name,)) for name in ("verify", "backup")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    known = recall(tmp_path)
    assert (known.verify.failures, known.backup.failures) == (50, 50)


def _one_more(known: Upkeep, name: str) -> Upkeep:
    work: Work = getattr(known, name)
    return known._replace(**{name: work.after(at(timedelta()), "no room")})  # type: ignore[arg-type]


def test_all_is_well_after_a_good_night() -> None:
    """Also before the first, and where no nights are wanted."""
    assert complaints(nightly(), NOW) == []
    assert complaints(NOTHING, NOW) == []
    new = Upkeep(hour=3, since=at(timedelta(hours=1)))
    assert complaints(new, NOW) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"verify": spent(why="position 5")._replace(corrupt=True)},
            "the log did not pass its last check: position 5",
        ),
        ({"verify": spent(why="4 hours")}, "the log could not be checked: 4 hours"),
        ({"backup": spent(why="no room")}, "the last backup failed: no room"),
        (
            {"backup": spent(ago=OVERDUE * 2)},
            "a backup is overdue: the last good one is of 2025-11-24",
        ),
        ({"backup": Work()}, "a backup is overdue: there is none"),
        (
            {"damaged": {f"log-{n}.db": "cut" for n in range(5)}},
            "damaged backups: log-0.db, log-1.db, log-2.db and 2 more",
        ),
    ],
)
def test_each_ill_is_a_sentence(fields: dict[str, object], sentence: str) -> None:
    """One for each."""
    (found,) = complaints(nightly(**fields), NOW)
    assert found.startswith(sentence)


@pytest.mark.parametrize(
    ("tried", "hour", "is_missed"),
    [
        (None, 3, True),
        (NOW.replace(hour=3, second=5), 3, False),
        (NOW.replace(hour=2), 3, True),
        (NOW - timedelta(days=1), 3, True),
        (NOW - timedelta(hours=23), 13, False),
        (NOW - timedelta(hours=24), 13, True),
        (NOW + timedelta(days=300), 3, True),
    ],
)
def test_a_night_is_missed_when_nobody_has_tried_since(
    tried: datetime | None, hour: int, is_missed: bool
) -> None:
    """By the last time at which it was due; a time that is yet to come is of a clock put back."""
    known = Upkeep(verify=Work(last=tried.isoformat() if tried else None))
    assert missed(known, hour, NOW) is is_missed
