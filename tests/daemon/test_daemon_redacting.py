"""A story that was redacted stays away; an alert proves later what the log was when it was sent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.events import StoryPublished
from tests.daemon.daemon_world import ARCHIVE, TROOPS, WEATHER, Feed, World, rss

WORDS = "up from 4,500 in June"


def held(state: Path) -> list[str]:
    """The files of the state folder that hold words of the story."""
    files = sorted(each for each in state.iterdir() if each.is_file())
    return [each.name for each in files if WORDS.encode() in each.read_bytes()]


@pytest.mark.slow
def test_a_redacted_story_is_not_taken_in_again(world: World) -> None:
    """Its feed still has it: it is neither recorded nor kept, and all else goes on."""
    feed = Feed(rss(TROOPS))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    assert held(world.state) == ["feeds.db", "log.db", "views.db"]
    (story,) = [
        event.story
        for event in world.events("StoryPublished")
        if isinstance(event, StoryPublished) and WORDS in event.text
    ]
    with world.running() as daemon:
        daemon.hears("next poll")
        refused = world.call("log", "redact", "--story", story, "--reason", "x")
        assert (refused.code, "stop it first" in refused.err) == (1, True)
        assert daemon.stop() == 0
    done = world.call("log", "redact", "--story", story, "--reason", "withdrawn", "--by", "ana")
    assert (done.code, held(world.state)) == (0, [])
    before = world.types()
    feed.content = rss(TROOPS, WEATHER)
    for _ in range(2):
        world.make_due()
        assert world.once().code == 0
        assert held(world.state) == []
    assert world.types() == before
    assert "6,000" not in world.call("show", "troops").out
    assert world.call("log", "verify").code == 0


@pytest.mark.slow
def test_an_alert_carries_where_the_log_was(world: World) -> None:
    """With it a person can prove later that nothing before was changed."""
    script = world.state.parent / "desk.sh"
    script.write_text(f"#!/bin/sh\ncat >> {world.journal}\n")
    script.chmod(0o755)
    world.channel = f'kind = "command"\nargv = ["{script}"]'
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    feed.content = rss(TROOPS)
    world.make_due()
    world.once()
    (alert,) = world.alerts()
    mark = alert["log"]
    assert mark["stream"] == "norland"
    sent = world.state.parent / "sent.json"
    sent.write_text(json.dumps(alert))
    told = world.call("log", "verify", "--json", "--head", str(sent))
    (proof,) = json.loads(told.out)["heads"]
    assert (told.code, proof["proved"], proof["n"]) == (0, True, mark["n"])
    assert world.types()[proof["position"] - 1] == "AlertAttempted"
    assert proof["since"] == 1
