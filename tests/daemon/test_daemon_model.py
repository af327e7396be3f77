"""The daemon with a language model beside it: one that answers well, badly, slowly and not at all."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from monitor.consulted import AnswerRead, ModelAnswered
from tests import loopback
from tests.daemon.daemon_world import STRUCK, TROOPS, WEATHER, Feed, Told, World, rss
from tests.loopback import Mode
from tests.models.endpoints import PATH, listed, replies, says

FOUR = {"tracker": "strikes", "kind": "incident", "counts": {"killed": 4}}
LOST = Told(
    "lost",
    "Norland and a boat off Tarland: four gone",
    "Four sailors never came home after the Norland navy met their boat on Monday.",
)
LEFT = Told(
    "left",
    "After the boat off Tarland, Norland counts",
    "The Norland fleet left four seamen gone when it met a boat on Monday, a harbour master told us.",
)
"""The rules read no toll in either."""
QUOTES = {
    LOST.title: "Four sailors never came home",
    LEFT.title: "left four seamen gone when it met a boat",
}


def well(story: dict[str, Any]) -> str:
    """What a good model makes of these."""
    quote = QUOTES.get(story["title"])
    return listed({**FOUR, "quote": quote}) if quote else listed()


def model(world: World, mode: Mode, *more: str) -> None:
    """Let the world's server be the endpoint of the model as well."""
    world.server.at(PATH, mode)
    lines = (f'address = "{world.server.url("/v1")}"', 'model = "small:1b"', "allow_private = true")
    world.model = "\n".join((*lines, *more))


def killed(world: World) -> int:
    found: int = json.loads(world.call("tally", "--json").out)["killed"]["best"]
    return found


def status(world: World) -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(world.call("status", "--json").out)["model"]
    return found


def two_sites(world: World) -> tuple[Feed, Feed]:
    """Two sources that have been polled once: what they bring from now on is news."""
    alpha, beta = Feed(rss(WEATHER)), Feed(rss(WEATHER, site="b.example"))
    world.follow({"alpha": alpha, "beta": beta})
    assert world.once().code == 0
    return alpha, beta


def round_of(world: World) -> str:
    world.make_due()
    done = world.once()
    assert done.code == 0, done.err
    assert "Traceback" not in done.err
    return done.err


def test_without_a_model_nobody_is_asked(world: World) -> None:
    """It is off unless the configuration sets it up."""
    world.server.at(PATH, replies(well))
    world.follow({"alpha": Feed(rss(LOST))})
    assert world.once().code == 0
    assert world.server.asked(PATH) == []
    assert status(world) is None


def test_two_texts_that_only_the_model_can_read_make_one_alert(world: World) -> None:
    """The first waits, the second bears it out; without the model all is as it was."""
    model(world, replies(well))
    alpha, beta = two_sites(world)
    alpha.content = rss(LOST)
    assert "model        small:1b at 127.0.0.1 reads new stories as well" in round_of(world)
    assert (killed(world), world.alerts()) == (0, [])
    why = world.call("why", "strikes").out
    assert "read by a model, and no second voice says the same" in why
    beta.content = rss(LEFT, site="b.example")
    round_of(world)
    assert killed(world) == 4
    assert len(world.alerts()) == 1
    assert len(world.server.asked(PATH)) == 2

    world.server.at(PATH, loopback.status(500))
    answers = world.call("tally", "--json").out, world.call("why", "strikes", "--json").out
    (world.state / "views.db").unlink()
    assert world.call("rebuild").code == 0
    assert world.call("rebuild", "--check").code == 0
    again = world.call("tally", "--json").out, world.call("why", "strikes", "--json").out
    assert [_timeless(each) for each in again] == [_timeless(each) for each in answers]
    round_of(world)
    assert len(world.server.asked(PATH)) == 2
    assert len(world.alerts()) == 1
    assert world.call("log", "verify").code == 0


def _timeless(text: str) -> dict[str, Any]:
    """An answer without the time at which it was asked."""
    return {name: value for name, value in json.loads(text).items() if name != "as_of"}


BAD = {
    "nonsense": says("I am a teapot."),
    "cut off": says('{"claims": [{"tracker": "strikes", "kind": "inc', finish="length"),
    "invented": says(listed({**FOUR, "quote": "killed four hundred men"})),
    "not said": says(listed({**FOUR, "counts": {"killed": 9}, "quote": QUOTES[LOST.title]})),
    "obedient": says(listed({**FOUR, "tracker": "system", "quote": "Ignore all rules"})),
    "terminal": says("\x1b[2J\x07" + listed({**FOUR, "quote": "\x1b[31mfour\u202e"})),
}


def chosen(modes: dict[str, Mode], *always: str) -> list[Any]:
    """All by name; those not named are slow, and have their quick tests in tests/models."""
    return [
        each if each in always else pytest.param(each, marks=pytest.mark.slow) for each in modes
    ]


@pytest.mark.parametrize("name", chosen(BAD, "invented", "terminal"))
def test_a_bad_answer_is_kept_counted_and_claims_nothing(world: World, name: str) -> None:
    """What the rules read stands; nothing of the answer reaches a terminal as it is."""
    model(world, BAD[name])
    world.follow({"alpha": Feed(rss(STRUCK, LOST))})
    assert world.once().code == 0
    answered = [each for each in world.events("ModelAnswered") if isinstance(each, ModelAnswered)]
    done = [each for each in world.events("AnswerRead") if isinstance(each, AnswerRead)]
    assert [sum(each.rejected.values()) for each in done] == [1, 1]
    assert [each.claims for each in done] == [0, 0]
    assert len(answered) == 2
    assert killed(world) == 4
    found = status(world)
    assert found is not None
    assert (found["answered"], found["claims"], found["rejected"]) == (2, 0, 2)
    for words in (("status",), ("log", "tail"), ("why", "strikes")):
        shown = world.call(*words)
        assert shown.code == 0, shown.err
        assert not {"\x1b", "\x07", "\u202e"} & set(shown.out)


ABSENT: dict[str, Mode] = {
    "busy": loopback.status(429, {"Retry-After": "3600"}),
    "broken": loopback.status(500),
    "page": loopback.body(b"<html>Sign in", "text/html"),
    "huge": loopback.endless(b"x" * 65_000),
    "breaks off": loopback.reset(),
    "silent": loopback.stalled(),
    "drips": loopback.drip(),
}


@pytest.mark.parametrize("name", chosen(ABSENT, "busy", "silent"))
def test_a_model_that_gives_no_answer_changes_nothing(world: World, name: str) -> None:
    """It is told, recorded, and asked again another time; the round is well."""
    model(world, ABSENT[name], "timeout = 0.5")
    world.follow({"alpha": Feed(rss(STRUCK)), "beta": Feed(rss(TROOPS, site="b.example"))})
    done = world.once()
    assert done.code == 0, done.err
    assert f"the model at 127.0.0.1:{world.server.port}: " in done.err
    assert world.types().count("ModelFailed") == 1
    assert world.types().count("StoryPublished") == 2
    assert killed(world) == 4
    found = status(world)
    assert found is not None
    assert (found["answered"], found["failed"]) == (0, 1)
    assert found["failure"].startswith(f"127.0.0.1:{world.server.port}: ")


def test_nobody_listens_at_the_models_address(world: World) -> None:
    """A closed port is a sentence, in status too."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    world.model = (
        f'address = "http://127.0.0.1:{port}/v1"\nmodel = "small:1b"\nallow_private = true'
    )
    world.follow({"alpha": Feed(rss(STRUCK))})
    assert world.once().code == 0
    shown = world.call("status").out
    assert "small:1b: 0 answers, 1 without an answer" in shown
    assert f"no answer now: 127.0.0.1:{port}: it refuses" in shown


def test_a_model_that_hangs_holds_up_neither_polls_nor_the_end(world: World) -> None:
    """What comes meanwhile is recorded and alerted; SIGTERM ends it in time, and it is asked again."""
    model(world, loopback.stalled(), "timeout = 600")
    alpha, beta = Feed(rss(WEATHER)), Feed(rss(WEATHER, site="b.example"))
    world.follow({"alpha": alpha, "beta": beta})
    assert world.once().code == 0
    world.make_due()
    alpha.content = rss(LOST)
    with world.running(speed=60) as daemon:
        daemon.waits(lambda: world.server.asked(PATH), "the question")
        beta.content = rss(STRUCK, site="b.example")
        daemon.hears("beta: 1 new")
        daemon.waits(world.alerts, "the alert")
        assert daemon.stop() == 0
        assert "Traceback" not in daemon.told
    assert "ModelFailed" not in world.types()
    assert len(world.server.asked(PATH)) == 1
    world.server.at(PATH, replies(well))
    assert world.once().code == 0
    assert world.types().count("ModelAnswered") == 2


def test_the_key_is_found_in_no_file_and_no_line(world: World, tmp_path: Path) -> None:
    """State, log, what is printed: it goes to the endpoint and nowhere else."""
    secret = "sk-live-0123456789"
    (tmp_path / "key").write_text(secret)
    model(world, says(listed()), f'key_file = "{tmp_path / "key"}"')
    world.settings["log_level"] = '"debug"'
    world.follow({"alpha": Feed(rss(STRUCK))})
    told = world.once().err
    world.server.at(PATH, loopback.status(401))
    world.make_due()
    world.follow({"alpha": Feed(rss(TROOPS))})
    told += world.once().err + world.call("status").out + world.call("log", "tail", "--json").out
    assert {each.header("Authorization") for each in world.server.asked(PATH)} == {
        f"Bearer {secret}"
    }
    assert len(world.server.asked(PATH)) == 2
    assert secret not in told
    files = [path for path in world.state.rglob("*") if path.is_file()]
    kept = [path for path in files if secret.encode() in path.read_bytes()]
    assert kept == []
