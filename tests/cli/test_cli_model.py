"""What people see of a language model: how it does, and what it would make of a text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.consulted import AnswerRead, ModelAnswered, ModelFailed
from monitor.events import AnyEvent
from tests import loopback
from tests.cli import cli_state
from tests.cli.cli_state import NOW
from tests.cli.conftest import Call, Folders
from tests.loopback import Loopback, Mode
from tests.models.endpoints import PATH, listed, says

QUOTE = "met a boat off Tarland and left four seamen gone"
TEXT = {
    "url": "https://harbour-post.example/1",
    "title": "Norland and a boat",
    "text": f"The Norland navy {QUOTE}.",
    "published": "2025-06-12",
}
OTHER = {"url": "https://harbour-post.example/2", "title": "Rain", "text": "Rain all week."}
FOUR = {"tracker": "strikes", "kind": "incident", "counts": {"killed": 4}, "quote": QUOTE}


def answered(story: str, **fields: Any) -> ModelAnswered:
    told: dict[str, Any] = {
        "story": story,
        "reading": 1,
        "model": "small:1b",
        "prompt": "1",
        "asked": f"q-{story}",
        "trackers": ("strikes",),
        "parameters": "{}",
        "answer": "{}",
        "finish": "stop",
        "seconds": 1.5,
        "at": NOW - timedelta(hours=2),
    }
    return ModelAnswered(**told | fields)


def done(story: str, claims: int, **rejected: int) -> AnswerRead:
    return AnswerRead(
        story=story,
        reading=1,
        asked=f"q-{story}",
        parser="model/1+en/1",
        claims=claims,
        rejected={why.replace("_", " "): times for why, times in rejected.items()},
        at=NOW - timedelta(hours=2),
    )


FAILED = ModelFailed(
    story="c",
    reading=1,
    model="small:1b",
    kind="unreachable",
    detail="127.0.0.1:11434: it refuses connections",
    seconds=0.1,
    at=NOW - timedelta(hours=1),
)


def test_status_counts_answers_claims_and_what_was_rejected(call: Call, folders: Folders) -> None:
    """With the reasons, the commonest first; a call in vain is told until one is answered."""
    assert "model" not in call("status").stdout
    assert json.loads(call("status --json").stdout)["model"] is None
    wrong = {"not_JSON": 1, "quote_not_in_the_text": 2}
    told: list[AnyEvent] = [
        answered("a"),
        done("a", 3, **wrong),
        answered("b"),
        done("b", 1, not_JSON=4),
    ]
    cli_state.record(*folders, "norland", *told)
    well = call("status").stdout
    assert "model        small:1b: 2 answers\n" in well
    assert "             4 claims, 7 rejected: 5 not JSON, 2 quote not in the text\n" in well
    cli_state.record(*folders, "norland", FAILED)
    ill = call("status").stdout
    assert "model        small:1b: 2 answers, 1 without an answer\n" in ill
    assert "             no answer now: 127.0.0.1:11434: it refuses connections\n" in ill
    assert json.loads(call("status --json").stdout)["model"] == {
        "model": "small:1b",
        "answered": 2,
        "failed": 1,
        "claims": 4,
        "rejected": 7,
        "last_answer": "2025-06-12T16:30:00Z",
        "reasons": {"not JSON": 5, "quote not in the text": 2},
        "failure": "127.0.0.1:11434: it refuses connections",
    }


def test_a_later_reading_of_an_answer_takes_the_place_of_the_earlier(
    call: Call, folders: Folders
) -> None:
    """What a newer parser makes of it counts, not both."""
    later = AnswerRead(
        story="a",
        reading=2,
        asked="q-a",
        parser="model/2+en/1",
        claims=5,
        rejected={"not JSON": 1},
        at=NOW,
    )
    cli_state.record(*folders, "norland", answered("a"), done("a", 3, not_JSON=3), later)
    found = json.loads(call("status --json").stdout)["model"]
    assert (found["claims"], found["rejected"], found["reasons"]) == (5, 1, {"not JSON": 1})


def test_the_log_shows_what_was_answered(call: Call, folders: Folders) -> None:
    """In a line each, with nothing in it that a terminal would obey."""
    hostile = answered("a", answer='\x1b[31m{"claims": []}\u202e')
    cli_state.record(*folders, "norland", hostile, done("a", 0), FAILED)
    shown = call("log tail -n 3").stdout
    assert 'small:1b, [31m{"claims": []}' in shown
    assert "model/1+en/1" in shown
    assert "127.0.0.1:11434: it refuses connections, small:1b" in shown


# --- extract --model -----------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def texts(tmp_path: Path) -> str:
    path = tmp_path / "texts.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in (TEXT, OTHER)), "utf-8")
    return str(path)


def set_up(folders: Folders, server: Loopback, mode: Mode) -> None:
    server.at(PATH, mode)
    lines = ("[model]", f'address = "{server.url("/v1")}"', 'model = "small:1b"', "timeout = 5")
    text = "\n".join((*lines, "allow_private = true\n"))
    (folders.config / "monitor.toml").write_text(text, "utf-8")


def test_extract_can_ask_the_model(
    call: Call, folders: Folders, server: Loopback, texts: str
) -> None:
    """Its claims beside those of the rules, what was rejected below; texts of no topic are spared."""
    set_up(folders, server, says(listed(FOUR, {**FOUR, "quote": "four hundred seamen"})))
    plain = call(f"extract {texts}").stdout
    assert server.seen == []
    found = call(f"extract --model {texts}").stdout
    assert "incident (strikes, asserted, by the model): " in found
    assert f'        "{QUOTE}"' in found
    assert "    model: 1 claim, 1 rejected: 1 quote not in the text\n" in found
    assert set(plain.splitlines()) < set(found.splitlines())
    assert len(server.seen) == 1
    first, second = map(json.loads, call(f"extract --json --model {texts}").stdout.splitlines())
    assert first["model"] == {
        "outcome": "answered",
        "detail": "stop",
        "rejected": {"quote not in the text": 1},
    }
    assert first["claims"][-1]["rule"] == "model/small:1b@1"
    assert "model" not in second
    assert "model" not in json.loads(call(f"extract --json {texts}").stdout.splitlines()[0])


def test_extract_tells_why_the_model_gave_no_answer(
    call: Call, folders: Folders, server: Loopback, texts: str
) -> None:
    """A sentence; what the rules read is there."""
    set_up(folders, server, loopback.status(500))
    found = call(f"extract --model {texts}")
    assert found.exit_code == 0
    assert "    model: status: 127.0.0.1:" in found.stdout
    assert "it answers 500 (Internal Server Error)" in found.stdout


def test_extract_with_a_model_that_is_not_set_up_is_a_mistake_of_the_configuration(
    call: Call, folders: Folders, texts: str
) -> None:
    """Named with its file and key."""
    found = call(f"extract --model {texts}")
    assert found.exit_code == 78
    assert f"{folders.config / 'monitor.toml'}: model: there is none" in found.stderr
