"""How the daemon ends, and what it says of itself meanwhile."""

import signal
import time
from pathlib import Path

import pytest

from monitor.config import Configuration, load
from monitor.daemon import Daemon
from monitor.opening import locked, opened
from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, WEATHER, Feed, World, rss
from tests.loopback import stalled, status

SLOW_NAMES = """\
import socket, time

real = socket.getaddrinfo

def slow(host, *rest, **options):
    if host == "slow.example":
        time.sleep(60)
    return real(host, *rest, **options)

socket.getaddrinfo = slow
"""
"""A sitecustomize module: one name server never answers."""


@pytest.mark.slow
def test_one_round_that_reaches_something_ends_with_0(world: World) -> None:
    """One source down, one up: the round has been worth it, and the one that is down is named."""
    world.follow({"alpha": Feed(rss(STRUCK)), "beta": status(500)}, ARCHIVE)
    told = world.once()
    assert told.code == 0
    assert "no answer    beta: localhost: it answers 500 (Internal Server Error)" in told.err


def test_with_all_sources_down_it_says_which_and_why(world: World) -> None:
    """Exit 1; what the archive says can be asked for all the same."""
    page = Feed(b"<html><body>Be back soon</body></html>")
    world.follow({"alpha": status(404), "beta": page, "gamma": "http://127.0.0.1:1/feed"}, ARCHIVE)
    told = world.once()
    assert told.code == 1
    assert "alpha: 127.0.0.1: it answers 404" in told.err
    assert "beta: " in told.err
    assert "gamma: 127.0.0.1: it refuses connections" in told.err
    tally = world.call("tally")
    assert tally.code == 0
    assert "5" in tally.out
    assert "404" in world.call("sources").out


@pytest.mark.slow
def test_a_start_names_the_sources_that_had_failed(world: World) -> None:
    """Three failures in a row are told once; after a restart the person hears of them again."""
    world.follow({"alpha": status(404), "gamma": "http://127.0.0.1:1/feed"})
    for _ in range(3):
        world.once()
    with world.running() as daemon:
        daemon.hears("blind        no answer lately from alpha, gamma; monitor sources says why")


def test_a_source_that_was_not_asked_has_not_failed(world: World) -> None:
    """Its host wants to be left alone: that is told once, of the source that was asked."""
    resting = status(503, {"Retry-After": "600"})
    world.follow({"alpha": resting, "beta": Feed(rss(STRUCK)), "gamma": resting})
    told = world.once()
    assert told.code == 0
    assert told.err.count("\nno answer ") == 1
    assert len(world.server.asked("/alpha")) + len(world.server.asked("/gamma")) == 1


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)],
    ids=["SIGTERM", "SIGINT"],
)
def test_a_signal_ends_it_while_a_source_hangs(world: World, number: int) -> None:
    """Within 10 s, with 0, and with what had come by then recorded."""
    world.settings["deadline"] = "300"
    world.follow({"alpha": stalled(), "beta": Feed(rss(STRUCK))}, ARCHIVE)
    with world.running(speed=60) as daemon:
        daemon.hears("beta: 1 new")
        daemon.waits(lambda: world.server.asked("/alpha"), "the source that hangs")
        assert daemon.stop(number) == 0
        assert "events in the log" in daemon.told
        assert "Traceback" not in daemon.told
    assert world.types().count("StoryPublished") == 4


@pytest.mark.slow
def test_a_signal_ends_it_while_a_name_server_hangs(world: World, tmp_path: Path) -> None:
    """The thread that waits for the name holds nothing up."""
    (tmp_path / "sitecustomize.py").write_text(SLOW_NAMES)
    world.settings["deadline"] = "300"
    world.follow({"alpha": "http://slow.example/feed"})
    with world.running(python=str(tmp_path)) as daemon:
        daemon.hears("next poll")
        time.sleep(2)
        begun = time.monotonic()
        assert daemon.stop() == 0
    assert time.monotonic() - begun < 10


@pytest.mark.slow
def test_a_signal_ends_the_reading_of_an_archive(world: World) -> None:
    """Exit 0, no traceback; the next start reads on where it was."""
    many = [
        {**each, "url": f"{each['url']}-{n}", "text": f"{each['text']} Notice {n} of the day {n}."}
        for n in range(2000)
        for each in ARCHIVE[:1]
    ]
    dated = [
        {**each, "published": f"2025-{n % 12 + 1:02}-{n % 27 + 1:02}"}
        for n, each in enumerate(many)
    ]
    world.follow({}, dated)
    with world.running() as daemon:
        daemon.hears("reading the archive")
        time.sleep(0.5)
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.told
        assert "goes on from here" in daemon.told
    assert world.call("log", "verify").code == 0


def test_a_second_daemon_on_the_same_state_is_refused(world: World) -> None:
    """Exit 1, with the process that is at work; that one goes on."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running() as daemon:
        daemon.hears("next poll")
        second = world.once()
        assert second.code == 1
        assert f"another monitor (process {daemon.process.pid}) works on" in second.err
        assert "Traceback" not in second.err
        assert "stop it first" in world.call("import", "-").err
        assert daemon.stop() == 0


def test_a_wrong_configuration_ends_with_78_and_every_mistake(world: World) -> None:
    """All of them at once, each with file and key; nothing is written."""
    world.settings = {"deadline": "0", "concurency": "5"}
    world.follow({"alpha": "gopher://example.org"})
    told = world.once()
    assert told.code == 78
    for part in ("deadline", 'did you mean "concurrency"?', "source[alpha].address"):
        assert part in told.err
    assert not world.state.exists()


@pytest.mark.slow
def test_nothing_to_follow_is_a_wrong_configuration(world: World) -> None:
    """A service that follows no topic would wait for ever."""
    world.follow()
    path = world.config / "topics" / "norland.toml"
    path.write_text(f"enabled = false\n{path.read_text()}")
    told = world.once()
    assert (told.code, "no topic is enabled; there are: norland" in told.err) == (78, True)


def test_sighup_goes_on_with_the_new_configuration(world: World) -> None:
    """A new source is asked; a wrong configuration is told with its mistakes, and nothing changes."""
    alpha = Feed(rss(STRUCK))
    world.follow({"alpha": alpha})
    with world.running(speed=60) as daemon:
        daemon.hears("alpha: 1 new")
        world.follow({"alpha": alpha, "beta": Feed(rss(TROOPS, site="b.example"))})
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears("beta: 1 new")
        path = world.config / "topics" / "norland.toml"
        right = path.read_text()
        path.write_text(right.replace('kind = "tally"', 'kind = "taly"'))
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears("it goes on with the one it has")
        assert 'did you mean "tally"?' in daemon.told
        asked = len(world.server.asked("/beta"))
        daemon.waits(lambda: len(world.server.asked("/beta")) > asked, "another poll")
        assert daemon.stop() == 0


@pytest.mark.slow
def test_sighup_keeps_a_service_that_would_have_nothing_to_do(world: World) -> None:
    """When the only topic has been switched off, it is a mistake, and the service goes on as it was."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(speed=60) as daemon:
        daemon.hears("alpha: 1 new")
        path = world.config / "topics" / "norland.toml"
        path.write_text(f"enabled = false\n{path.read_text()}")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears("no topic is enabled")
        asked = len(world.server.asked("/alpha"))
        daemon.waits(lambda: len(world.server.asked("/alpha")) > asked, "another poll")
        assert daemon.stop() == 0


def unsaid(word: str, sentence: str, /, **ids: str) -> None:
    """Nobody listens."""


def test_a_stop_while_the_configuration_is_read_again_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing goes on with the new configuration."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    configuration = load(world.config, world.state)
    with locked(world.state), opened(configuration) as (_, pipeline):
        daemon = Daemon(configuration, pipeline, unsaid)

        def stopped(*places: Path) -> Configuration:
            daemon.stop()
            return load(*places)

        monkeypatch.setattr("monitor.config.following.load", stopped)
        daemon.reload()
    assert daemon.told_to_stop
    assert daemon.successor is None


@pytest.mark.slow
@pytest.mark.parametrize("pause", [0.0, 0.05, 0.3], ids=["at once", "draining", "between"])
def test_a_stop_right_after_sighup_stops_it(world: World, pause: float) -> None:
    """No signal is lost between two daemons."""
    world.follow({"alpha": Feed(rss(STRUCK))})
    with world.running(speed=60) as daemon:
        daemon.hears("alpha: 1 new")
        daemon.process.send_signal(signal.SIGHUP)
        time.sleep(pause)
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.told


@pytest.mark.slow
def test_sighup_after_a_stop_revives_nothing(world: World) -> None:
    """Who has been told to stop ends."""
    world.settings["deadline"] = "300"
    world.follow({"alpha": stalled(), "beta": Feed(rss(STRUCK))})
    with world.running(speed=60) as daemon:
        daemon.hears("beta: 1 new")
        daemon.waits(lambda: world.server.asked("/alpha"), "the source that hangs")
        daemon.process.send_signal(signal.SIGTERM)
        daemon.process.send_signal(signal.SIGHUP)
        assert daemon.process.wait(10) == 0
        assert "rereading" not in daemon.told


@pytest.mark.slow
def test_sighup_while_the_archive_is_read_is_heard_afterwards(world: World) -> None:
    """It ends nothing; the configuration is read again once the daemon runs."""
    many = [
        {**each, "url": f"{each['url']}-{n}", "text": f"{each['text']} Notice {n} of the day {n}."}
        for n in range(400)
        for each in ARCHIVE[:1]
    ]
    world.follow({"alpha": Feed(rss(TROOPS))}, many)
    with world.running() as daemon:
        daemon.hears("reading the archive")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.hears("rereading")
        daemon.hears("next poll")
        assert daemon.stop() == 0


@pytest.mark.slow
def test_hostile_words_do_not_reach_the_terminal(world: World) -> None:
    """What servers say is printed without control characters."""
    bad = Feed(rss(WEATHER).replace(b"Rain", "\x9b31mRain\u202e".encode()))
    world.server.at("/alpha", bad)
    world.follow({"alpha": bad, "beta": status(302, {"Location": "ftp://\x1b[31mred.example/"})})
    told = world.once().err
    assert "beta" in told
    assert not {"\x1b", "\x9b", "\u202e"} & set(told)
