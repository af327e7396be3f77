"""Corrections reach the log, the figures and the channels while the daemon alone may write."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.notices import AlertRaised
from tests.daemon.daemon_world import ARCHIVE, Feed, World, rss


def shown(world: World) -> Any:
    return json.loads(world.call("show", "strikes", "--json").out)


def corrected(world: World, *words: str) -> Any:
    told = world.call("correct", *words, "--by", "eva", "--reason", "the same boat", "--json")
    assert told.code == 0, told.err
    return json.loads(told.out)


@pytest.mark.slow
def test_a_correction_is_taken_within_a_second_and_told_at_once(world: World) -> None:
    """Figures move beside a running daemon, the alert goes out, and undone they are as before."""
    world.follow({"alpha": Feed(rss())}, ARCHIVE)
    world.once()
    first = shown(world)
    (name, *_) = [one["id"] for one in first["incidents"]]
    with world.running() as daemon:
        daemon.hears("following")
        told = corrected(world, "dismiss", name)
        assert (told["outcome"], told["process"]) == ("recorded", daemon.process.pid)
        assert shown(world)["killed"]["best"] == first["killed"]["best"] - 2
        daemon.hears("eva has corrected")
        daemon.waits(lambda: world.events("AlertDelivered"), "the correction is told")
        (alert,) = [e for e in world.events("AlertRaised") if isinstance(e, AlertRaised)]
        assert {part.kind for part in alert.parts} == {"correction"}
        assert "by eva: the same boat" in alert.body
        undone = corrected(world, "undo", told["corrections"][0])
        assert undone["process"] == daemon.process.pid
        assert shown(world) | {"as_of": ""} == first | {"as_of": ""}
        assert daemon.stop() == 0
    assert list((world.state / "inbox").iterdir()) == []
    assert world.call("log", "verify").code == 0
    assert world.call("rebuild", "--check").code == 0


@pytest.mark.slow
def test_a_correction_that_was_recorded_and_not_deleted_changes_nothing(world: World) -> None:
    """Killed between the two: it is taken again, and is in the log once, with one alert."""
    from datetime import UTC, datetime

    from monitor.corrections import IncidentJudged
    from monitor.inbox import put
    from monitor.wishes import Correct

    world.follow({"alpha": Feed(rss())}, ARCHIVE)
    world.once()
    one, now = shown(world)["incidents"][0], datetime.now(UTC)
    by: dict[str, Any] = {"who": "eva", "why": "the same boat", "at": now}
    judged = IncidentJudged(
        tracker="strikes", claims=tuple(one["claims"]), verdict="dismissed", **by
    )
    (topic,) = {each["id"] for each in json.loads(world.call("topics", "--json").out)}
    wish = Correct(who="eva", at=now, topic=topic, events=(judged,))
    for _ in range(2):
        put(world.state, wish)
        assert "refused" not in world.once().err
    assert len(world.events("IncidentJudged")) == 1
    noted = [each for each in world.events("DevelopmentNoted") if each.corrected_by]  # type: ignore[union-attr]
    assert len({each.field for each in noted}) == len(noted)  # type: ignore[union-attr]
    assert len(world.events("AlertRaised")) == 1
