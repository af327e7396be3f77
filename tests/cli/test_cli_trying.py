"""`topics try`: what a file that nobody follows would have found in what is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.entries import Entry
from monitor.opening import locked
from monitor.sources.answers import Answers
from tests.budgets import ROOT
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

TOPIC = """\
id = "patrols"
title = "Patrols off Tarland"

[words]
navy = ["navy", "patrol*"]
tarland = ["Tarland"]
race = ["regatta"]
troops = ["troops"]
bay = ["coast"]

[gate]
any = [["navy", "tarland"]]
none = ["race"]

[[tracker]]
id = "men"
kind = "quantity"
title = "Troops"
[tracker.options]
unit = "troops"
[tracker.read]
unit = "troops"
of = ["troops"]
anchors = [["bay"]]
least = 100

[[source]]
id = "harbour-post"
address = "https://harbour-post.example/feed"

[[source]]
id = "nobody"
address = "https://nobody.example/feed"
"""
STORED = (
    cli_state.entry(
        20,
        "harbour-post",
        14,
        "Patrols off Tarland doubled",
        "The navy now has 5,200 troops at the coast off Tarland.",
    ),
    cli_state.entry(21, "harbour-post", 14, "Navy wins the Tarland regatta", "By a length."),
    cli_state.entry(22, "coast-wire", 14, "Tarland votes", "A quiet day."),
    cli_state.ENTRIES[4],
)
SHOWN = """\
patrols: Patrols off Tarland
  looked at   4 stored entries, 5 texts of recorded stories: 8 different texts
  about it    3 texts
              3 by navy+tarland
  stories     3 new, 0 copies, 0 revisions; 0 told nothing new
  claims      3
  no text of  nobody

Patrols off Tarland doubled
  harbour-post.example, 14 Jun 2025 09:15; by navy+tarland
  https://harbour-post.example/2025/06/20
    quantity (men, asserted): value 5200, unit troops
        "The navy now has 5,200 troops at the coast off Tarland."

and 2 earlier texts: --limit 3 shows all

Nearly about it: 4 texts
  2: navy+tarland without tarland
  1: navy+tarland, ruled out by race
  1: navy+tarland without navy
  - harbour-post.example, 14 Jun 2025 09:15: Navy wins the Tarland regatta
    (navy+tarland, ruled out by race)
  - coast-wire.example, 10 Jun 2025 09:15: Norland strike on boat kills three
    (navy+tarland without tarland)
  - harbour-post.example, 10 Jun 2025 11:15: Three killed in Norland strike on
    boat (navy+tarland without tarland)
  - coast-wire.example, 14 Jun 2025 09:15: Tarland votes (navy+tarland without
    navy)

It would say
  men  5,200 troops, 14 Jun 2025
"""


@pytest.fixture
def file(tmp_path: Path, folders: Folders) -> Path:
    """A topic that is not followed; entries beside the stories of another one."""
    store(folders.state, *STORED)
    path = tmp_path / "patrols.toml"
    path.write_text(TOPIC, "utf-8")
    return path


def store(state: Path, *entries: Entry) -> None:
    """Remember entries as a poll does, by source."""
    with Answers(state / "feeds.db") as answers:
        for each in entries:
            answers.keep((cli_state.answering(each.source, ""), [each]))


def test_it_shows_what_passes_what_is_read_and_what_nearly_passes(call: Call, file: Path) -> None:
    """Entries and stories of the log, each text once; the answer that they would give."""
    result = call("topics try --limit 1", str(file))
    assert (result.exit_code, result.stdout, result.stderr) == (0, SHOWN, "")


def test_nothing_is_written_also_beside_a_daemon(call: Call, file: Path, folders: Folders) -> None:
    """One may try while it runs."""
    before = {path.name: path.read_bytes() for path in folders.state.iterdir() if path.is_file()}
    with locked(folders.state):
        assert call("topics try --limit 1", str(file)).stdout == SHOWN
    after = {path.name: path.read_bytes() for path in folders.state.iterdir() if path.is_file()}
    assert {name: after[name] for name in before if name != "lock"} == {
        name: content for name, content in before.items() if name != "lock"
    }
    assert [path.name for path in (folders.config / "topics").iterdir()] == ["norland.toml"]


def test_json_holds_all_of_it(call: Call, file: Path) -> None:
    """Claims as `extract` gives them, answers as `show` gives them, all texts."""
    told = json.loads(call("topics try --json --limit 0", str(file)).stdout)
    sizes = ("entries", "recorded", "texts", "passing", "new", "copies", "revisions", "known")
    assert [told[name] for name in sizes] == [4, 5, 8, 3, 3, 0, 0, 0]
    assert (told["topic"], told["combinations"]) == ("patrols", {"navy+tarland": 3})
    newest = told["stories"][0]
    assert (newest["title"], newest["combination"], newest["kind"]) == (
        "Patrols off Tarland doubled",
        "navy+tarland",
        "new",
    )
    (claim,) = newest["claims"]
    assert (claim["kind"], claim["value"]["min"]) == ("quantity", 5200)
    assert claim["quote"] == STORED[0].text
    (men,) = told["trackers"]
    assert (men["topic"], men["tracker"], men["value"]) == ("patrols", "men", 5200)
    assert {"combination": "navy+tarland", "why": "has", "group": "race", "texts": 1} in told[
        "nearly"
    ]
    assert told["nearest"][0]["title"] == STORED[1].title
    assert told["silent"] == ["nobody"]


def test_a_topic_that_finds_nothing_ends_with_three(
    call: Call, file: Path, folders: Folders
) -> None:
    """What came nearest is shown all the same."""
    file.write_text(TOPIC.replace('["navy", "tarland"]', '["navy", "race"]'), "utf-8")
    result = call("topics try", str(file))
    assert (result.exit_code, result.stderr) == (3, "no text is about patrols\n")
    assert "about it    0 texts" in result.stdout
    assert "Nearly about it" in result.stdout
    assert "It would say" not in result.stdout
    assert json.loads(call("topics try --json", str(file)).stdout)["passing"] == 0


def test_mistakes_in_the_file_are_told_as_by_check(call: Call, file: Path) -> None:
    """All of them, and nothing is tried."""
    file.write_text(TOPIC.replace('kind = "quantity"', 'kind = "quantty"'), "utf-8")
    result, checked = call("topics try", str(file)), call("topics check", str(file))
    assert (result.exit_code, result.stdout) == (78, "")
    assert result.stderr == checked.stderr
    assert 'did you mean "quantity"?' in result.stderr
    assert call("topics try", str(file.parent / "none.toml")).exit_code == 2


def test_where_nothing_is_kept_nothing_can_be_tried(
    call: Call, file: Path, folders: Folders
) -> None:
    """Exit code 3 and what to do; nothing is made."""
    for path in folders.state.iterdir():
        path.unlink()
    result = call("topics try", str(file))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"no text is kept in {folders.state} yet; `monitor run` starts\n"
    assert list(folders.state.iterdir()) == []


def test_a_memory_of_no_use_leaves_the_log(call: Call, file: Path, folders: Folders) -> None:
    """Entries that cannot be read are told; the stories that are recorded are tried."""
    (folders.state / "feeds.db").write_bytes(b"x" * 5000)
    result = call("topics try", str(file))
    assert result.exit_code == 0
    assert "0 stored entries, 5 texts" in result.stdout
    assert "only the stories of the log are tried" in result.stderr
    (folders.state / "feeds.db").unlink()
    assert "0 stored entries, 5 texts" in call("topics try", str(file)).stdout


def test_entries_alone_are_enough(call: Call, file: Path, folders: Folders) -> None:
    """Before the first story of any topic."""
    (folders.state / "log.db").unlink()
    assert "4 stored entries, 0 texts of recorded" in call("topics try", str(file)).stdout


def test_a_text_that_changed_and_one_of_another_time(
    call: Call, file: Path, folders: Folders
) -> None:
    """A revision is one; what lies before the topic's days is told as nearly passing."""
    first = cli_state.changed(STORED[0], text=f"Norland: {STORED[0].text}")
    later = cli_state.changed(
        first, text=first.text.replace("5,200", "6,100"), seen=first.seen + timedelta(hours=3)
    )
    cli_state.take_in(folders.config, folders.state, [first])
    store(folders.state, later)
    file.write_text(TOPIC.replace("\n[words]", "since = 2025-06-13\n[words]"))
    result = call("topics try", str(file))
    assert "1 new, 0 copies, 1 revision" in result.stdout
    assert "men  6,100 troops, 14 Jun 2025" in result.stdout
    assert "navy+tarland, of another time" in result.stdout


def test_hostile_text_reaches_no_terminal_and_no_line_is_too_wide(
    call: Call, file: Path, folders: Folders
) -> None:
    """Titles, quotes and what nearly passed are somebody else's."""
    text = f"{cli_state.HOSTILE} Tarland " * 3
    store(
        folders.state,
        cli_state.entry(30, "harbour-post", 15, cli_state.HOSTILE + " Tarland", text),
        cli_state.entry(31, "coast-wire", 15, cli_state.HOSTILE, cli_state.HOSTILE),
    )
    result = call("topics try", str(file))
    assert "navy struck a boat" in result.stdout
    assert not set("\x1b\u202e\u200b\x07") & set(result.stdout)
    assert all(len(line) <= 80 for line in result.stdout.splitlines() if "://" not in line)
    assert not set("\x1b\u202e\u200b") & set(call("topics try --json", str(file)).stdout)


def test_a_process_of_its_own_tries_the_shipped_topics(folders: Folders) -> None:
    """As a person calls it: another story's topic finds nothing here, and says so."""
    command = [sys.executable, "-m", "monitor", "topics", "try"]
    file = str(ROOT / "config" / "topics" / "maui-wildfires.toml")
    done = subprocess.run(
        [*command, file, *folders.options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.startswith("maui-wildfires: ")
    assert done.stderr == "no text is about maui-wildfires\n"
