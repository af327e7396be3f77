"""Round after round: what is recorded once, what is told once, and what a restart makes of it."""

import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.events import StoryCopied
from monitor.notices import AlertFailed, AlertHeld, AlertRaised
from monitor.sources.answers import Answers
from tests.daemon.daemon_world import (
    ARCHIVE,
    PATIENCE,
    STRUCK,
    TROOPS,
    WEATHER,
    Feed,
    Told,
    World,
    rss,
)
from tests.loopback import conditional, status

BUG = """\
from monitor.claims import Readers

read = Readers.read

def faulty(self, story):
    assert "unspeakable" not in story.text
    return read(self, story)

Readers.read = faulty
"""
"""A sitecustomize module: the readers have a bug."""


def figures(world: World) -> str:
    """What the tally says, without the time at which it was asked."""
    told = world.call("tally")
    assert told.code == 0, told.err
    return told.out.partition("\n")[2]


def test_a_first_start_imports_polls_and_records_and_a_second_resumes(world: World) -> None:
    """Archive and feed once; nothing is read twice, and what has not changed is not sent again."""
    document = conditional(rss(STRUCK, WEATHER), etag='"1"')
    world.follow({"alpha": document, "beta": Feed(rss(WEATHER, site="b.example"))}, ARCHIVE)
    first = world.once()
    assert first.code == 0, first.err
    assert "3 texts: 3 stories, 0 copies" in first.err
    assert "alpha: 1 new, 0 copies, 0 revised" in first.err
    types = Counter(world.types())
    assert types["StoryPublished"] == 4
    assert types["IncidentReported"] >= 3
    assert types["TotalReported"] == 1
    known = figures(world)
    assert "3" in known

    second = world.once()
    assert second.code == 0, second.err
    assert "reading the archive" not in second.err
    assert "stories" not in second.err
    assert Counter(world.types()) == types
    assert figures(world) == known
    assert world.server.asked("/alpha")[-1].header("If-None-Match") == '"1"'


def test_an_archive_that_was_broken_off_is_read_to_its_end(world: World) -> None:
    """What a killed first start has taken in stays; only the rest comes with the next one."""
    world.follow({}, ARCHIVE[:1])
    assert world.once().code == 0
    begun = world.types()
    world.follow({}, ARCHIVE)
    told = world.once().err
    assert "2 texts: 2 stories, 0 copies" in told
    assert world.types()[: len(begun)] == begun
    whole = world.types()
    assert whole.count("StoryPublished") == 3
    assert "reading the archive" not in world.once().err
    assert world.types() == whole


def test_a_new_development_is_told_once(world: World) -> None:
    """None for the first round; for the second an alert raised, attempted, delivered; none again."""
    feed = Feed(rss(STRUCK, WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    assert world.once().code == 0
    assert not world.events("AlertRaised")

    feed.content = rss(TROOPS, STRUCK, WEATHER)
    assert world.once().code == 0
    assert world.types()[-3:] == ["AlertRaised", "AlertAttempted", "AlertDelivered"]
    (alert,) = world.alerts()
    assert alert["title"] == "Norland troops at the coast: 6,000 troops, was 4,500"
    (raised,) = world.events("AlertRaised")
    assert isinstance(raised, AlertRaised)
    assert raised.alert == alert["alert"]

    feed.content = rss(WEATHER, TROOPS, STRUCK)
    assert world.once().code == 0
    assert len(world.alerts()) == 1


def test_news_after_a_loss_of_the_memory_is_told_also_after_a_restart(world: World) -> None:
    """feeds.db was lost, and a restart came before all sources had been asked again."""
    beta = Feed(rss(STRUCK, site="b.example"))
    sources = {"alpha": Feed(rss(WEATHER)), "beta": beta}
    world.follow(sources, ARCHIVE)
    assert world.once().code == 0
    (world.state / "feeds.db").unlink()
    world.follow({"alpha": sources["alpha"]}, ARCHIVE)
    assert world.once().code == 0
    world.follow(sources, ARCHIVE)
    beta.content = rss(TROOPS, STRUCK, site="b.example")
    assert world.once().code == 0
    titles = [each["title"] for each in world.alerts()]
    assert titles == ["Norland troops at the coast: 6,000 troops, was 4,500"]


def test_a_copy_on_another_site_is_no_news(world: World) -> None:
    """It is recorded as a copy, counts no second time, and nobody is told."""
    other = Feed(rss(WEATHER, site="coast-wire.example"))
    world.follow({"alpha": Feed(rss(STRUCK)), "beta": other}, ARCHIVE)
    world.once()
    before = figures(world)
    other.content = rss(STRUCK, WEATHER, site="coast-wire.example")
    assert "beta: 0 new, 1 copies" in world.once().err
    (copy,) = world.events("StoryCopied")
    assert isinstance(copy, StoryCopied)
    assert not world.events("AlertRaised")
    assert before.splitlines()[:4] == figures(world).splitlines()[:4]


@pytest.mark.slow
def test_a_text_that_meets_a_bug_keeps_out_no_other(world: World, tmp_path: Path) -> None:
    """It is left out and named; the others of its feed are recorded, and the daemon goes on."""
    (tmp_path / "sitecustomize.py").write_text(BUG)
    bad = Told("bad", "Norland navy and a boat", "The boat of the Norland navy was unspeakable.")
    world.follow({"alpha": Feed(rss(STRUCK, bad, TROOPS))})
    with world.running("--once", python=str(tmp_path)) as daemon:
        assert daemon.process.wait(PATIENCE) == 0
        assert "fault        alpha: https://harbour-post.example/bad is left out" in daemon.told
    assert world.types().count("StoryPublished") == 2
    assert world.call("log", "verify").code == 0
    assert world.call("rebuild", "--check").code == 0


@pytest.mark.slow
def test_a_changed_text_at_its_address_is_a_revision(world: World) -> None:
    """The old claim goes with the old words: the figure is the new one, and somebody is told."""
    feed = Feed(rss(TROOPS))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    title, text = (each.replace("6,000", "6,500") for each in (TROOPS.title, TROOPS.text))
    feed.content = rss(Told("troops", title, text))
    assert "1 revised" in world.once().err
    assert "6,500" in world.call("show", "troops").out
    assert "6,500 troops, was 6,000" in world.alerts()[-1]["title"]


def test_killed_between_rounds_it_loses_nothing_and_repeats_nothing(world: World) -> None:
    """kill -9, then a start: what came meanwhile is read and told, the rest is known."""
    feed = Feed(rss(STRUCK, WEATHER))
    world.settings["log_level"] = '"debug"'
    world.follow({"alpha": feed}, ARCHIVE)
    with world.running(speed=60) as daemon:
        daemon.hears("polled alpha", 2)
        daemon.process.send_signal(signal.SIGKILL)
        assert daemon.process.wait(10) == -signal.SIGKILL
    before = world.types()
    feed.content = rss(TROOPS, STRUCK, WEATHER)
    world.make_due()
    with world.running(speed=60) as daemon:
        daemon.waits(world.alerts, "an alert")
        daemon.waits(lambda: world.events("AlertDelivered"), "its end")
        assert daemon.stop() == 0
    after = world.types()
    assert after[: len(before)] == before
    assert after.count("StoryPublished") == before.count("StoryPublished") + 1
    assert len(world.alerts()) == 1
    assert world.call("log", "verify").code == 0
    assert world.call("rebuild", "--check").code == 0


def test_without_feeds_db_sources_are_asked_anew_and_nothing_is_read_twice(world: World) -> None:
    """No validators are sent, known texts stay known; and what is new meanwhile is told."""
    feed = Feed(rss(STRUCK, WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    before = world.types()
    for path in world.state.glob("feeds.db*"):
        path.unlink()
    assert world.once().code == 0
    assert world.types() == before

    for path in world.state.glob("feeds.db*"):
        path.unlink()
    feed.content = rss(TROOPS, STRUCK)
    assert world.once().code == 0
    assert world.types().count("StoryPublished") == before.count("StoryPublished") + 1
    assert len(world.alerts()) == 1


@pytest.mark.slow
def test_a_new_source_tells_nothing_with_its_first_answer(world: World) -> None:
    """What it brings then may be old to everybody else."""
    world.follow({"alpha": Feed(rss(STRUCK))}, ARCHIVE)
    world.once()
    world.follow({"alpha": Feed(rss(STRUCK)), "beta": Feed(rss(TROOPS, site="b.example"))}, ARCHIVE)
    assert "beta: 1 new" in world.once().err
    assert "6,000" in world.call("show", "troops").out
    assert not world.alerts()


@pytest.mark.slow
def test_an_alert_cut_off_by_a_kill_is_sent_again(world: World) -> None:
    """Attempted and nothing more: nobody knows whether it arrived, so it is sent once more."""
    script = world.state.parent / "desk.sh"
    script.write_text(f"#!/bin/sh\necho sent >> {world.journal}\n[ -e {script}.go ] || sleep 30\n")
    script.chmod(0o755)
    world.channel = f'kind = "command"\nargv = ["{script}"]'
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    feed.content = rss(TROOPS)
    world.make_due()
    with world.running() as daemon:
        daemon.waits(world.journal.exists, "the first sending")
        daemon.process.send_signal(signal.SIGKILL)
        daemon.process.wait(10)
    assert world.types()[-1] == "AlertAttempted"
    (world.state.parent / "desk.sh.go").touch()
    with world.running(speed=60) as daemon:
        daemon.waits(lambda: world.events("AlertDelivered"), "a delivered alert")
        assert daemon.stop() == 0
    assert world.journal.read_text() == "sent\nsent\n"


@pytest.mark.slow
def test_an_alert_whose_channel_is_gone_is_passed_on_and_seen(world: World) -> None:
    """The configuration has another channel now: what the old one has not taken arrives there."""
    world.channel = f'kind = "file"\npath = "{world.state.parent}/missing/alerts"'
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    feed.content = rss(TROOPS)
    assert world.once().code == 0
    assert world.types()[-1] == "AlertFailed"
    world.channel = f'kind = "file"\npath = "{world.journal}"'
    world.follow({"alpha": feed}, ARCHIVE)
    for path in (world.config / "monitor.toml", world.config / "topics" / "norland.toml"):
        path.write_text(
            path.read_text().replace("journal]", "desk]").replace('"journal"', '"desk"')
        )
    with world.running(speed=60) as daemon:
        daemon.waits(lambda: world.events("AlertDelivered"), "what the other channel takes")
        assert daemon.stop() == 0
    given_up = world.events("AlertFailed")[-1]
    assert isinstance(given_up, AlertFailed)
    assert given_up.final
    assert "no channel journal" in given_up.detail
    title = "Not delivered to journal: Norland troops at the coast: 6,000 troops, was 4,500"
    assert title in world.journal.read_text()
    assert "given up for journal" in world.call("alerts").out


VOICES = """
[[alert]]
id = "sure"
severity = "info"
voices = 2
throttle = "0s"
channels = ["journal"]
"""


def test_a_rule_that_wants_two_voices_tells_when_the_second_has_spoken(world: World) -> None:
    """One outlet alone is held; the same number from another one, in its own words, lets it out."""
    alpha, beta = Feed(rss(WEATHER)), Feed(rss(WEATHER, site="coast-wire.example"))
    world.follow({"alpha": alpha, "beta": beta}, ARCHIVE)
    topic = world.config / "topics" / "norland.toml"
    head, rest = topic.read_text().split("[[alert]]")
    topic.write_text(head + VOICES + rest[rest.index("[[source]]") :])
    world.once()
    alpha.content = rss(TROOPS)
    world.once()
    (held,) = [each for each in world.events("AlertHeld") if not getattr(each, "final", True)]
    assert isinstance(held, AlertHeld)
    assert (held.reason, held.detail) == ("voices", "1 of 2")
    assert not world.events("AlertRaised")
    other = "The navy of Norland keeps 6,000 troops at the coast now, its staff told reporters."
    beta.content = rss(Told("own", "Norland: 6,000 troops", other), site="coast-wire.example")
    world.once()
    (alert,) = world.alerts()
    assert alert["title"] == "Norland troops at the coast: 6,000 troops, was 4,500"
    assert alert["parts"][0]["voices"] == 2


def test_a_clock_that_is_put_back_stops_no_polls(world: World, tmp_path: Path) -> None:
    """It ran five days ahead: what it had planned does not count, while it runs and after a restart."""
    ahead = tmp_path / "ahead"
    world.settings["log_level"] = '"debug"'
    world.follow({"alpha": Feed(rss(WEATHER))})
    words = [str(ahead), "--config", str(world.config), "--state", str(world.state)]
    command = [sys.executable, "-m", "tests.daemon.jumping", *words]

    ahead.write_text("432000")
    with world.started(command) as daemon:
        daemon.hears("polled alpha")
        ahead.write_text("0")
        daemon.hears("it has been put back")
        daemon.hears("polled alpha", 2)
        assert daemon.stop() == 0
    ahead.write_text("432000")
    with world.started(command) as daemon:
        daemon.hears("polled alpha")
        assert daemon.stop() == 0
    ahead.write_text("0")
    with world.started(command) as daemon:
        daemon.hears("polled alpha")
        assert daemon.stop() == 0


@pytest.mark.parametrize(("heard", "told"), [(timedelta(days=5), 1), (timedelta(hours=1), 0)])
def test_what_was_reported_while_nobody_heard_is_told_however_old(
    world: World, heard: timedelta, told: int
) -> None:
    """The source, or we, were off for five days; else it would be old news, and held with the reason."""
    feed = Feed(rss(WEATHER))
    world.follow({"alpha": feed}, ARCHIVE)
    world.once()
    with Answers(world.state / "feeds.db") as answers:
        for state in answers.states().values():
            before = datetime.now(UTC) - heard
            old = structs.replace(state, next_due=None, last_success=before, parsed=before)
            answers.keep((old, ()))
    feed.content = rss(TROOPS._replace(hours=72))
    world.once()
    assert len(world.alerts()) == told
    held = [each for each in world.events("AlertHeld") if getattr(each, "reason", "") == "old news"]
    assert len(held) == 1 - told


def test_rounds_of_a_timer_leave_alone_who_wants_to_be_left_alone(world: World) -> None:
    """Who is gone for good, or has said when he may be asked again: it is said, and the others are asked."""
    world.follow(
        {
            "gone": status(410),
            "busy": status(429, {"Retry-After": "7200"}),
            "broken": status(500),
            "alpha": Feed(rss(STRUCK)),
        }
    )
    first, second = world.once(), world.once()
    assert (first.code, second.code) == (0, 0)
    asked = Counter(request.path for request in world.server.seen)
    assert asked == {"/gone": 1, "/busy": 1, "/broken": 2, "/alpha": 2}
    assert (
        "gone: not asked any more: 127.0.0.1: it says that it is gone for good (410)" in second.err
    )
    assert "busy: not asked: it wants to be left alone for 120 minutes more" in second.err
