"""What waits for a person: listed for programs, walked through on a terminal."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli.commands import cli
from monitor.cli.ending import Ended
from monitor.cli.places import Places
from monitor.cli.review import walk
from monitor.cli.reviewing import Item, commands
from monitor.opening import locked
from tests.budgets import ROOT
from tests.cli import cli_state

TOLD = (
    cli_state.entry(
        11,
        "coast-wire",
        11,
        "Norland strike toll",
        "A Norland strike on a boat killed three people on Tuesday; the toll of all strikes is at"
        " least 48.",
    ),
    cli_state.entry(
        12,
        "bay-times",
        11,
        "Norland navy strike",
        "The Norland navy struck a boat in the bay on Tuesday and killed three people, witnesses"
        " told the Bay Times, which has its office near the quay.",
    ),
    cli_state.entry(
        13,
        "quay-news",
        12,
        "Norland strike on boat kills five",
        "A strike by the Norland navy sank a boat in the bay on June 10 and killed five people,"
        " Quay News reported from the harbour.",
    ),
)
"""One voice has a high total, and one another toll of a day that others have told."""
DOUBTFUL = "NOR-250610b"


class Desk:
    """Folders in which something waits, and a clock that goes on by a minute each time."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.config, self.state = folder / "config", folder / "state"
        cli_state.configured(self.config)
        cli_state.take_in(self.config, self.state, [*cli_state.ENTRIES, *TOLD])
        self.minutes = 0
        patch.setattr("monitor.cli.places.clock", self.clock)

    def clock(self) -> Any:
        self.minutes += 1
        return cli_state.NOW + timedelta(minutes=self.minutes)

    def call(self, words: str, *more: str) -> Result:
        folders = ["--config", str(self.config), "--state", str(self.state)]
        return CliRunner().invoke(cli, [*words.split(), *more, *folders])

    def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.call("review --json").stdout)
        return found

    def killed(self) -> int:
        found: int = json.loads(self.call("show strikes --json").stdout)["killed"]["best"]
        return found

    def walk(self, *answers: str) -> list[str]:
        """Answer one after the other; what was asked."""
        asked: list[str] = []
        waiting: Iterator[str] = iter(answers)

        def ask(question: str) -> str | None:
            asked.append(question)
            return next(waiting, None)

        walk(Places(self.config, self.state, self.clock()), "ann", ask)
        return asked


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(tmp_path, monkeypatch)


def whats(items: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["what"], each["title"]) for each in items]


def test_what_waits_is_listed_for_programs(desk: Desk) -> None:
    """Each with its quotes, its reason and what can be done."""
    total, incident = desk.items()
    assert (total["what"], total["choices"]) == ("total", ["confirm", "dismiss"])
    assert "at least 48" in total["claims"][0]["quote"]
    assert (incident["target"], incident["what"]) == (DOUBTFUL, "incident")
    assert incident["reason"].startswith("one voice; it may be NOR-250610a")
    assert incident["claims"][0]["url"].startswith("https://quay-news.example/")


def test_where_nobody_can_answer_it_is_listed(desk: Desk) -> None:
    """With the commands that would settle it."""
    told = desk.call("review")
    assert told.exit_code == 0
    assert "killed five people" in told.stdout.replace("\n  ", " ")
    assert f"monitor correct dismiss {DOUBTFUL} --reason ..." in told.stdout


def test_each_is_asked_about_and_what_is_said_is_recorded(desk: Desk) -> None:
    """Confirmed, dismissed: with the reason, and nothing is left."""
    before = desk.killed()
    asked = desk.walk("d", "a misprint", "c", "seen by our own reporter")
    assert asked[0] == "[c]onfirm  [d]ismiss  [s]kip  [q]uit  (2 left): "
    assert asked[1::2] == ["reason: ", "reason: "]
    assert desk.killed() == before + 5
    assert [row["why"] for row in json.loads(desk.call("correct list --json").stdout)] == [
        "seen by our own reporter",
        "a misprint",
    ]
    told = desk.call("review")
    assert (told.exit_code, told.stderr) == (3, "nothing waits for a person\n")
    assert json.loads(desk.call("review --json").stdout) == []


def test_what_a_daemon_has_not_recorded_yet_is_not_called_recorded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was handed over, and the walk goes on to the next."""
    monkeypatch.setattr("monitor.cli.wishing.PATIENCE_S", 0.1)
    with locked(desk.state):
        desk.walk("d", "a misprint", "q")
    assert "0 decisions recorded, 1 handed over; 1 thing left\n" in capsys.readouterr().err


def test_an_incident_of_a_long_name_is_named_whole() -> None:
    """The command that settles it can be copied."""
    item = Item("norland", "strikes", "incident", "NORLANDSTRIKE-251115a", "", "", ())
    first = next(commands(item))
    assert first.strip() == "monitor correct confirm NORLANDSTRIKE-251115a --reason ..."


def test_what_is_left_or_not_understood_stays(desk: Desk) -> None:
    """A slip is asked again, no reason is no decision, and quitting leaves the rest."""
    asked = desk.walk("x", "confirm", "", "q")
    assert [each.split("  ")[0] for each in asked] == [
        "[c]onfirm",
        "[c]onfirm",
        "reason: ",
        "[c]onfirm",
    ]
    assert len(desk.items()) == 2
    desk.walk("s", "s")
    desk.walk()
    assert desk.call("correct list").exit_code == 3


def test_an_incident_is_merged_into_another(desk: Desk) -> None:
    """What was thought to be another one is a dispute about that one now, and asked about next."""
    before = desk.killed()
    desk.walk("s", "m", "NOR-250610a", "the same boat", "number", "killed=4", "the hospital")
    assert desk.killed() == before + 1
    assert whats(desk.items()) == [("total", "a total of 48 killed, 11 Jun 2025")]


def test_a_mistake_in_an_answer_is_told_and_the_walk_goes_on(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no such incident: nothing is recorded."""
    desk.walk("s", "m", "NOR-1", "the same boat")
    assert 'there is no incident "NOR-1"' in capsys.readouterr().err
    assert len(desk.items()) == 2


def test_a_gap_is_filled_with_an_incident(desk: Desk) -> None:
    """The total is right: then somebody was killed of whom no incident tells."""
    desk.walk("c", "the ministry's own count", "q")
    (gap, *_) = desk.items()
    assert (gap["what"], gap["target"]) == ("gap", None)
    desk.walk(
        "add", "2025-06-07", "killed=43 boats=1", "https://ministry.example/7", "its list", "q"
    )
    assert "gap" not in {each["what"] for each in desk.items()}
    view = json.loads(desk.call("show strikes --json").stdout)
    assert (view["killed"]["best"], view["killed"]["gap"]) == (48, 0)


def test_what_was_dismissed_waits_again_when_others_tell_it(desk: Desk) -> None:
    """A second voice may know better than the person did."""
    desk.call(f"correct dismiss {DOUBTFUL} --by ann --reason", "a slip")
    assert "incident" not in {each["what"] for each in desk.items()}
    again = cli_state.entry(
        14,
        "tarland-times",
        12,
        "Five killed in Norland strike on boat",
        "The Norland navy sank a boat in the bay on June 10. The strike killed five people, the"
        " hospital in Tarland said, and gave their names to reporters at the gate.",
        hour=12,
    )
    cli_state.take_in(desk.config, desk.state, [again])
    (found,) = [each for each in desk.items() if each["what"] == "incident"]
    assert found["reason"].startswith("dismissed by ann")
    assert len(found["claims"]) == 2


def test_where_nothing_waits_there_is_nothing_to_walk_through(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 3."""
    desk.walk("d", "a misprint", "d", "another misprint")
    with pytest.raises(Ended) as end:
        desk.walk()
    assert end.value.code == 3


@pytest.mark.slow
def test_keys_are_read_from_a_terminal(desk: Desk) -> None:
    """A real one: what is typed there is what is recorded."""
    leader, follower = pty.openpty()
    os.write(leader, b"d\na misprint\nq\n")
    folders = ["--config", str(desk.config), "--state", str(desk.state)]
    told = subprocess.run(
        [sys.executable, "-m", "monitor", "review", "--by", "ann", *folders],
        stdin=follower,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=False,
    )
    os.close(leader)
    os.close(follower)
    assert told.returncode == 0, told.stderr
    assert "1 decision recorded; 1 thing left" in told.stderr
    (row,) = json.loads(desk.call("correct list --json").stdout)
    assert (row["kind"], row["who"], row["why"]) == ("dismissed", "ann", "a misprint")


def test_a_number_that_one_voice_alone_says_waits_as_well(desk: Desk) -> None:
    """Confirmed, it is the value."""
    leap = cli_state.entry(
        15,
        "quay-news",
        12,
        "Norland has 14,500 troops at the coast",
        "Norland has 14,500 troops at the coast off Tarland, a clerk told Quay News.",
        hour=15,
    )
    words = "Norland has 4,500 troops at the coast off Tarland, the ministry told reporters."
    before = cli_state.entry(16, "bay-times", 9, "Norland troops at the coast", words)
    cli_state.take_in(desk.config, desk.state, [before, leap])
    (found,) = [each for each in desk.items() if each["what"] == "claim"]
    assert found["title"].startswith("Norland troops at the coast: 14,500 troops, 12 Jun 2025")
    desk.call(f"correct confirm {found['target']} --by ann --reason", "seen from the air")
    assert json.loads(desk.call("show troops --json").stdout)["value"] == 14_500
    assert "claim" not in {each["what"] for each in desk.items()}
    why = desk.call("why troops.value").stdout
    assert "confirmed by ann, 12 Jun 2025: seen from the air" in why
