"""When it was reported and when it happened: `--as-of`, `--occurred-by`, and both."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli.commands import cli
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.views.filed import Filed
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

LATE = cli_state.entry(
    6,
    "coast-wire",
    12,
    "A boat was struck on June 7, too",
    "The Norland navy struck a boat off Tarland on June 7 and killed four people, the navy said.",
)
TIMES = ("2025-06-02", "2025-06-05", "2025-06-10T10:00", "2025-06-11 noon", "2025-06-12")
CUT = (*(f"show {name}" for name in ("strikes", "talks", "troops")), "stories", "timeline")
CUT += ("stories struck", "stories --by-event", "why strikes.killed", "why talks", "why troops")


@pytest.fixture
def late(call: Call, folders: Folders) -> Call:
    """The sample texts, and one that tells on 12 June of a strike on the 7th."""
    cli_state.take_in(folders.config, folders.state, [LATE])
    return call


def killed(call: Call, *times: str) -> Any:
    return json.loads(call("tally --json", *times).stdout)["killed"]["best"]


def test_what_had_been_reported_and_what_had_happened_are_two_questions(late: Call) -> None:
    """By 8 June two were dead as far as anybody had said, six as it is known now."""
    assert killed(late) == 9
    assert killed(late, "--as-of", "2025-06-08") == 2
    assert killed(late, "--occurred-by", "2025-06-08") == 6
    assert killed(late, "--occurred-by", "2025-06-08", "--as-of", "11 Jun 2025") == 2
    assert killed(late, "--occurred-by", "2025-06-08", "--as-of", "2025-06-12") == 6


def test_a_bounded_answer_says_what_it_leaves_out(late: Call) -> None:
    """Both times with their zone, what was left out, and what figure and floor mean."""
    assert late("tally --occurred-by 2025-06-08").stdout == (
        "Boats struck off Tarland\n"
        "                     as of 12 Jun 2025 18:30 (UTC); happened by 8 Jun 2025 (UTC)\n"
        "  strikes    2\n"
        "  boats      2\n"
        "  killed     6; no total is borne out\n"
        "  survivors  0\n"
        "  latest     7 Jun 2025: 4 killed; NOR-250607a\n"
        "             1 voice, 1 outlet; first coast-wire.example, 12 Jun 2025 09:15\n"
        "  up to      8 Jun 2025: what had ended or been reported by then; 1 incident\n"
        "             left out\n"
        "             numbers are those known now, with who is presumed dead since\n"
        "             floor: reported totals that count up to 8 Jun 2025\n"
        "  2 voices, 2 claims\n"
        "\n"
        "monitor why strikes.killed\n"
    )


def test_a_question_and_a_number_have_their_days_too(late: Call) -> None:
    """The call of 10 June was told on the 11th; the troops were counted on the 12th."""
    told = json.loads(late("show talks --json --occurred-by 2025-06-10").stdout)
    assert {one["kind"]: one["stage"] for one in told["episodes"]}["call"] == "held"
    assert told["occurred_by"]["day"] == "2025-06-10"
    before = json.loads(late("show talks --json --occurred-by 2025-06-09").stdout)
    assert {one["stage"] for one in before["episodes"]} == {"none"}
    troops = late("show troops --occurred-by 2025-06-11").stdout
    assert "up to  11 Jun 2025; 2 claims of later days left out" in troops


def test_why_explains_a_bounded_figure(late: Call) -> None:
    """Only the claims behind it, under both times."""
    told = late("why strikes.killed --occurred-by 2025-06-08").stdout
    assert "happened by 8 Jun 2025 (UTC)" in told
    assert "June 7" in told
    assert "Tuesday and killed three" not in told


@pytest.mark.parametrize("times", [(), ("--occurred-by", "2025-06-08"), ("--as-of", "2025-06-12")])
def test_why_tells_the_gap_of_the_answer_that_is_asked_for(
    times: tuple[str, ...], late: Call
) -> None:
    """Not that of a development that was noted at some time; with the claims of its figure."""
    toll = json.loads(late("tally --json", *times).stdout)["killed"]
    behind = [
        json.loads(late(f"why strikes.{name} --json", *times).stdout) for name in ("gap", "killed")
    ]
    assert behind[0]["value"] == toll["gap"] == toll["floor"] - toll["best"]
    assert behind[0]["claims"] == behind[1]["claims"] != []


def test_why_names_an_incident_once_and_as_it_is_written(late: Call) -> None:
    """However it was typed."""
    told = late("why strikes.nor-250607A --as-of 2025-06-12").stdout
    assert told.splitlines()[0].startswith("Boats struck off Tarland: NOR-250607a  ")


def test_of_a_time_without_any_claim_it_is_said_that_nothing_is_known(late: Call) -> None:
    """With what was left out."""
    told = late("show troops --occurred-by 2025-06-01").stdout
    assert "\n  nothing is known of then\n  up to  1 Jun 2025; " in told


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("words", CUT)
def test_as_of_a_time_is_what_a_log_says_that_ends_then(
    words: str, time: str, late: Call, folders: Folders, tmp_path: Path
) -> None:
    """Every answer: the whole log asked for a time, and a log without what was reported later."""
    until = datetime.fromisoformat(time.replace(" noon", "T12:00")).replace(tzinfo=UTC)
    until = until if "T" in time or "noon" in time else until.replace(hour=23, minute=59, second=59)
    ended = _ended(folders, tmp_path / "ended", until)
    whole = late(f"{words} --json --as-of", time)
    cut = CliRunner().invoke(cli, [*words.split(), "--json", *ended.options])
    assert whole.exit_code == cut.exit_code
    assert _timeless(whole.stdout) == _timeless(cut.stdout)


def _ended(folders: Folders, state: Path, until: datetime) -> Folders:
    """A state whose log holds what had been reported by then."""
    state.mkdir()
    whole = open_reader(folders.state / "log.db")
    assert whole is not None
    with whole, open_writer(state / "log.db") as log:
        for each in whole.read():
            if each.event.reported <= until:
                log.append(each.stream, [each.event], log.head(each.stream).position)
    return Folders(folders.config, state)


def _timeless(output: str) -> Any:
    """Without the time for which it was asked, and without places in a log."""
    told = json.loads(output) if output else None
    if isinstance(told, dict):
        told.pop("as_of")
        for claim in told.get("claims", ()) if isinstance(told.get("claims"), list) else ():
            claim.pop("retired")
    for row in told if isinstance(told, list) else ():
        row.pop("position", None)
    return told


@pytest.mark.parametrize("words", ["tally", "show talks", "why troops", "status"])
def test_without_tables_the_log_gives_the_same_answer(
    words: str, late: Call, folders: Folders
) -> None:
    """Tables that are missing or behind cost time, not truth."""
    quick = late(f"{words} --json --as-of 2025-06-11")
    (folders.state / "views.db").unlink()
    assert late(f"{words} --json --as-of 2025-06-11").stdout == quick.stdout


def test_the_tables_are_asked_while_they_are_current(
    late: Call, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log is folded as a whole only where there is no other way."""
    asked: list[str] = []
    stories = Filed.stories

    def counted(self: Filed, shelves: Any) -> Any:
        asked.extend(shelves)
        return stories(self, shelves)

    monkeypatch.setattr(Filed, "stories", counted)
    late("tally --as-of 2025-06-11")
    assert asked
    asked.clear()
    with open_writer(folders.state / "log.db") as log:
        log.append("other", [cli_state.DEVELOPMENT], 0)
    assert late("tally --as-of 2025-06-11").exit_code == 0
    assert not asked


def test_the_status_of_a_time_tells_the_trackers_alone(late: Call) -> None:
    """What was polled and sent is known of now."""
    assert late("status --as-of 2025-06-05").stdout == (
        "Norland and the boats off Tarland                         as of 5 Jun 2025 (UTC)\n"
        "  strikes  1 strikes, 1 boats, 2 killed, 0 survivors; latest 3 Jun 2025\n"
        "  talks    none\n"
        "  troops   nothing is known yet\n"
    )
    assert late("status --check --as-of 2025-06-05").exit_code == 2


@pytest.mark.parametrize(
    "words", ["tally --occurred-by x", "stories --as-of x", "status --as-of x"]
)
def test_a_time_that_is_none_is_told_with_its_option(words: str, call: Call) -> None:
    """The option, the word, and what would be understood."""
    result = call(words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f'{words.split()[1]}: "x" is no time; write 2025-10-28')


def test_nothing_by_then_is_said_with_the_time(call: Call) -> None:
    """An empty listing names the time that was asked for."""
    assert call("stories --as-of 2025-06-01").stderr == "no story by 1 Jun 2025 (UTC)\n"
    then = call("timeline --as-of 2025-06-01")
    assert then.stderr == "nothing has been noted that had been reported by 1 Jun 2025 (UTC)\n"
    assert "as of 5 Jun 2025 (UTC)" in call("stories --as-of 2025-06-05").stdout
