"""`reread`: the difference first, then the events; never a question where nobody is."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.opening import locked
from tests.budgets import ROOT
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

PLACES = cli_state.TOPIC.replace("[gate]", '[places]\ntarland = ["Tarland"]\n\n[gate]')
FEWER = PLACES.replace("least = 100", "least = 5000")
"""Places are told, and troops below 5,000 are none."""

DIFFERENCE = """\
norland: 5 stories read again, 2 otherwise: claims 2 lost, 1 changed

Norland navy strike on boat off Tarland kills two
  harbour-post.example, 3 Jun 2025 09:15
  https://harbour-post.example/2025/06/1
  - incident (strikes, asserted): occurred 2025-06-03, killed 2
  + incident (strikes, asserted): occurred 2025-06-03, place tarland, killed 2
      "The Norland navy struck a boat off Tarland on Tuesday and killed two
      people."

Norland has 4,500 troops at the coast
  harbour-post.example, 12 Jun 2025 09:15
  https://harbour-post.example/2025/06/5
  - quantity (troops, asserted): value 4500, unit troops
      "Norland has 4,500 troops at the coast"
  - quantity (troops, asserted): value 4500, unit troops
      "Norland has 4,500 troops at the coast off Tarland, the navy said on
      Thursday."

Figures of norland
  troops  troops     4,500, 12 Jun 2025; 1 voice, 1 outlet; first
                     harbour-post.example, 12 Jun 2025 09:15 -> nothing
          behind it  1 voice, 2 claims -> 0 voices, 0 claims
  unchanged: strikes, talks
"""


@pytest.fixture(autouse=True)
def newer(folders: Folders) -> None:
    """The topic has been changed since its texts were read."""
    rules(folders, FEWER)


def rules(folders: Folders, topic: str) -> None:
    (folders.config / "topics" / "norland.toml").write_text(topic, "utf-8")


def content(state: Path) -> dict[str, bytes]:
    """What stands in the files that count."""
    return {name: (state / name).read_bytes() for name in ("log.db", "views.db")}


def test_a_dry_run_shows_claims_and_figures_and_writes_nothing(
    call: Call, folders: Folders
) -> None:
    """What is lost, gained and changed, with the quotes; each tracker before and after."""
    before = content(folders.state)
    result = call("reread --dry-run")
    assert (result.exit_code, result.stdout, result.stderr) == (0, DIFFERENCE, "")
    assert content(folders.state) == before


def test_what_was_shown_is_recorded_and_counts_from_then_on(call: Call, folders: Folders) -> None:
    """The tables are those of a rebuild, the log is whole, and once more changes nothing."""
    result = call("reread --yes")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"{DIFFERENCE}4 events recorded; no alert comes of it\n"
    assert "nothing is known yet" in call("show troops").stdout
    assert call("rebuild --check").exit_code == 0
    assert call("log verify").exit_code == 0
    before = content(folders.state)
    again = call("reread --yes")
    same = "norland: 5 stories read again, and nothing reads otherwise\n"
    assert (again.exit_code, again.stdout) == (0, same)
    assert content(folders.state)["log.db"] == before["log.db"]


def test_an_earlier_time_is_still_answered(call: Call) -> None:
    """By what had been reported, as newer rules read it; not by when they came."""
    assert call("reread --yes").exit_code == 0
    told = json.loads(call("show strikes --as-of 2025-06-05 --json").stdout)
    assert [one["place"] for one in told["incidents"]] == ["tarland"]
    assert "tarland" in call("why strikes.killed --as-of 2025-06-05 --json").stdout
    assert "nothing is known yet" in call("show troops --as-of 2025-06-12").stdout


def test_the_change_of_a_figure_is_traceable_and_no_alert(call: Call) -> None:
    """It is noted as what it is; nobody is told."""
    alerts = call("alerts --json").stdout
    noted = len(json.loads(call("timeline --json").stdout))
    call("reread --yes")
    assert call("alerts --json").stdout == alerts
    told = [row for row in json.loads(call("timeline --json").stdout) if row["reread"]]
    assert len(json.loads(call("timeline --json").stdout)) == noted + len(told)
    assert [(row["field"], row["before"], row["after"]) for row in told] == [("value", "4500", "")]
    assert told[0]["at"] == "2025-06-12T09:15:00Z"
    assert told[0]["seen"] == "2025-06-12T18:30:00Z"
    assert "unknown, was 4,500 (read again)" in " ".join(call("timeline").stdout.split())


def test_without_a_terminal_it_says_what_to_do(call: Call, folders: Folders) -> None:
    """The difference is shown; nobody can be asked, so nothing is recorded, and the call was wrong."""
    before = content(folders.state)
    result = call("reread")
    assert (result.exit_code, result.stdout) == (2, DIFFERENCE)
    assert result.stderr == (
        "nothing was recorded: --yes records it without asking, --dry-run only looks\n"
    )
    assert content(folders.state) == before
    rules(folders, cli_state.TOPIC)
    assert call("reread").exit_code == 0


def test_a_call_that_contradicts_itself_is_refused(call: Call) -> None:
    """To look only and to record at once is a slip."""
    result = call("reread --dry-run --yes")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "leave one of them out" in result.stderr


def test_beside_a_daemon_one_can_look_and_not_record(call: Call, folders: Folders) -> None:
    """One writer at a time; the sentence says what is possible."""
    with locked(folders.state):
        assert call("reread --dry-run").stdout == DIFFERENCE
        result = call("reread --yes")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"another monitor (process {os.getpid()}) works on {folders.state}" in result.stderr
    assert "--dry-run shows the difference beside it" in result.stderr


def test_few_texts_are_shown_when_few_are_wanted(call: Call) -> None:
    """What is left out is said; the figures are whole."""
    shown = call("reread --dry-run --limit 1").stdout
    assert "and 1 more text: --limit 2 shows all" in shown
    assert "4,500 troops" not in shown
    assert shown.endswith(DIFFERENCE[DIFFERENCE.index("Figures of") :])


def test_json_holds_all_of_it(call: Call) -> None:
    """Claims as `extract` gives them, trackers as `show` gives them, and how many were recorded."""
    told = json.loads(call("reread --dry-run --json --limit 0").stdout)
    (topic,) = told["topics"]
    assert told["recorded"] == 0
    assert {name: topic[name] for name in ("topic", "stories", "differing", "events")} == {
        "topic": "norland",
        "stories": 5,
        "differing": 2,
        "events": 4,
    }
    assert topic["claims"] == {"gained": 0, "lost": 2, "changed": 1}
    first, second = topic["texts"]
    place = ("text", "reading", "current", "relevant", "published")
    assert [first[name] for name in place] == [1, 2, True, True, "2025-06-03T09:15:00Z"]
    (pair,) = first["changed"]
    assert [pair[side]["place"] for side in ("before", "after")] == [None, "tarland"]
    assert pair["after"]["quote"] == cli_state.ENTRIES[0].text
    assert [claim["value"]["min"] for claim in second["lost"]] == [4500, 4500]
    strikes, _, troops = topic["trackers"]
    assert (strikes["changed"], strikes["lines"], troops["changed"]) == (False, [], True)
    assert (troops["before"]["value"], troops["after"]["value"]) == (4500, None)
    assert troops["lines"][0]["label"] == "troops"
    assert [each["field"] for each in topic["developments"]] == ["value"]
    assert json.loads(call("reread --yes --json").stdout)["recorded"] == 4
    told = json.loads(call("reread --json").stdout)
    assert (told["recorded"], told["topics"][0]["texts"]) == (0, [])


def test_topics_are_read_again_one_by_one_or_all(call: Call, folders: Folders) -> None:
    """Each with its own texts; one that is switched off is left alone."""
    other = cli_state.TOPIC.replace('id = "norland"', 'id = "again"')
    (folders.config / "topics" / "again.toml").write_text(other, "utf-8")
    off = other.replace('id = "again"', 'id = "off"\nenabled = false')
    (folders.config / "topics" / "off.toml").write_text(off, "utf-8")
    both = call("reread --dry-run").stdout
    assert both.startswith("again: 0 stories read again, and nothing reads otherwise\n\nnorland: 5")
    assert call("reread --dry-run --topic norland").stdout == DIFFERENCE
    result = call("reread --dry-run --topic off")
    assert (result.exit_code, result.stdout) == (3, "")
    assert 'topic "off" is not enabled' in result.stderr
    assert call("reread --topic nowhere").exit_code == 3


@pytest.mark.parametrize("words", ["reread --dry-run", "reread --yes", "reread"])
def test_where_nothing_was_recorded_nothing_is_made(
    words: str, call: Call, folders: Folders
) -> None:
    """A mistyped folder is told, and stays empty."""
    for name in ("log.db", "views.db"):
        (folders.state / name).unlink()
    result = call(words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "nothing has been recorded" in result.stderr
    assert not (folders.state / "log.db").exists()


def test_a_wrong_configuration_is_told_before_anything_is_read(
    call: Call, folders: Folders
) -> None:
    """Newer rules with a slip in them read nothing."""
    rules(folders, FEWER.replace('anchors = [["bay"]]', 'anchors = [["gulf"]]'))
    result = call("reread --yes")
    assert (result.exit_code, result.stdout) == (78, "")
    assert "gulf" in result.stderr


def test_hostile_text_reaches_no_terminal_and_no_line_is_too_wide(
    call: Call, folders: Folders
) -> None:
    """Titles, quotes and addresses are somebody else's."""
    rules(folders, cli_state.TOPIC)
    hostile = cli_state.entry(
        7, "coast-wire", 12, cli_state.HOSTILE, f"{cli_state.HOSTILE} Tarland"
    )
    cli_state.take_in(*folders, [hostile])
    rules(folders, FEWER)
    result = call("reread --dry-run")
    assert "navy struck a boat" in result.stdout
    assert not set("\x1b\u202e\u200b\x07") & set(result.stdout)
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if "://" not in line)
    plain = call("reread --dry-run --json").stdout
    assert not set("\x1b\u202e\u200b") & set(plain)


# --- on a terminal ----------------------------------------------------------------------------------


def at_a_terminal(folders: Folders, answer: str) -> tuple[int, str]:
    """Exit code and everything shown, of a process of its own whose terminal is answered once."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "monitor", "reread", *folders.options]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = ""
    try:
        while select.select([ours], [], [], 60)[0]:
            try:
                got = os.read(ours, 4096).decode("utf-8", "replace")
            except OSError:  # the other side is closed
                break
            shown += got
            if shown.rstrip().endswith("[y/N]:"):
                os.write(ours, answer.encode())
        return process.wait(60), shown.replace("\r\n", "\n")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def test_at_a_terminal_one_is_asked(call: Call, folders: Folders) -> None:
    """After the difference; yes records it."""
    code, shown = at_a_terminal(folders, "y\n")
    assert code == 0
    assert shown.startswith(DIFFERENCE)
    assert "Record 4 events? What is in the log stays there. [y/N]" in shown
    assert shown.endswith("4 events recorded; no alert comes of it\n")
    assert "nothing is known yet" in call("show troops").stdout


@pytest.mark.parametrize("answer", ["n\n", "\n", "\x04"])
def test_no_and_the_end_of_input_record_nothing(answer: str, call: Call, folders: Folders) -> None:
    """Whoever does not say yes has not said yes."""
    before = content(folders.state)["log.db"]
    code, shown = at_a_terminal(folders, answer)
    assert code == 1
    assert "recorded;" not in shown
    assert content(folders.state)["log.db"] == before
