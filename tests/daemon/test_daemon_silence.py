"""Nobody is woken for what is no news: a first run, a restart, a rebuild, an import, newer rules."""

import json
from collections.abc import Callable

import pytest

from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, WEATHER, Feed, World, rss

MORE = "Norland has 9,000 troops at the coast off Tarland, the navy said on 12 June."


@pytest.fixture
def feed() -> Feed:
    """What the only source holds."""
    return Feed(rss(WEATHER))


@pytest.fixture
def told(world: World, feed: Feed) -> World:
    """An archive was read, a source answered for the first time, and then it brought news: one alert."""
    feed.content = rss(STRUCK, WEATHER)
    world.follow({"alpha": feed}, ARCHIVE)
    assert world.once().code == 0
    feed.content = rss(TROOPS, STRUCK, WEATHER)
    assert world.once().code == 0
    assert len(world.alerts()) == 1
    return world


def held(world: World) -> str:
    """What the rules have held back, and why."""
    return world.call("alerts", "--held").out


def started_again(world: World, feed: Feed) -> None:
    """Another start, over the same folders."""


def rebuilt(world: World, feed: Feed) -> None:
    """The tables are made anew from the log."""
    for path in world.state.glob("views.db*"):
        path.unlink()
    assert world.call("rebuild").code == 0


def without_memory(world: World, feed: Feed) -> None:
    """What the sources had answered is forgotten: all of it comes in again."""
    for path in (*world.state.glob("feeds.db*"), *world.state.glob("views.db*")):
        path.unlink()


def imported(world: World, feed: Feed) -> None:
    """An old text that nobody had seen changes the figure of then."""
    line = {
        "url": "https://b.example/9",
        "title": "Troops",
        "text": MORE,
        "published": "2025-06-12",
    }
    path = world.config.parent / "more.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    assert "1 new stories" in world.call("import", str(path)).out


def read_again(world: World, feed: Feed) -> None:
    """The topic calls troops otherwise now: what was read before is taken back."""
    path = world.config / "topics" / "norland.toml"
    path.write_text(path.read_text().replace("least = 100", "least = 50000"), "utf-8")
    done = world.call("reread", "--yes")
    assert done.code == 0, done.err
    assert "troops" in done.out


@pytest.mark.slow
@pytest.mark.parametrize(
    "happens",
    [started_again, rebuilt, without_memory, imported, read_again],
    ids=["restart", "rebuild", "all anew", "import", "reread"],
)
def test_nothing_of_it_is_an_alert(
    told: World, feed: Feed, happens: Callable[[World, Feed], None]
) -> None:
    """Neither then nor with the next rounds; the next true news is told, once."""
    happens(told, feed)
    raised = len(told.events("AlertRaised"))
    assert told.once().code == 0
    assert told.once().code == 0
    assert raised == len(told.events("AlertRaised")) == len(told.alerts()) == 1
    news = STRUCK._replace(
        name="fourth",
        title="Norland navy strike on boat off Tarland kills six",
        text="The Norland navy struck a boat off Tarland and killed six people, the navy said today.",
        hours=0.1,
    )
    feed.content = rss(news, TROOPS, STRUCK, WEATHER)
    assert told.once().code == 0
    assert len(told.alerts()) == 2
    assert "6 killed" in told.alerts()[-1]["title"]


def test_a_first_run_says_what_it_has_held_back(world: World, feed: Feed) -> None:
    """Archive and first answers make developments, and each is there with its reason."""
    feed.content = rss(STRUCK, WEATHER)
    world.follow({"alpha": feed}, ARCHIVE)
    assert world.once().code == 0
    assert not world.alerts()
    assert world.types().count("DevelopmentNoted") > 4
    assert "AlertRaised" not in world.types()
    assert "backfill" in held(world)


@pytest.mark.slow
def test_what_newer_rules_change_is_held_as_such(told: World, feed: Feed) -> None:
    """It is no backfill and no news: the reason says that it was read again."""
    read_again(told, feed)
    assert "read again" in held(told)
