"""What a person or a shell can get wrong in a call: a sentence and an exit code, never a traceback."""

import os
import sqlite3
import subprocess
import sys

import pytest
from click.testing import CliRunner

from monitor.cli.commands import cli
from tests.budgets import ROOT
from tests.cli.conftest import Call, Folders

BYTES = "\udcff\udcfe"
"""What an argument becomes that is no UTF-8."""


@pytest.mark.parametrize(
    "words", [("stories", BYTES), ("show", BYTES), ("why", f"strikes.{BYTES}")]
)
def test_an_argument_that_is_no_utf_8_is_found_nowhere(call: Call, words: tuple[str, ...]) -> None:
    """The shell hands over what was typed, byte for byte."""
    result = call(*words)
    assert result.exit_code == 3
    assert "\ufffd\ufffd" in result.stderr


TIMED = "tally --as-of, meeting --as-of, show troops --as-of, why troops --as-of, timeline --since, since"


@pytest.mark.parametrize("words", TIMED.split(", "))
@pytest.mark.parametrize("time", ["", " "])
def test_an_empty_time_is_a_mistake(call: Call, words: str, time: str) -> None:
    """An empty variable of a shell must not give what is known now as what was known then."""
    result = call(words, time)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no time; write 2025-10-28" in result.stderr


def test_a_folder_in_the_place_of_the_tables_is_a_sentence(call: Call, folders: Folders) -> None:
    """A query is answered from the log; what would replace the folder is refused."""
    views = folders.state / "views.db"
    expected = call("tally").stdout
    views.unlink()
    views.mkdir()
    result = call("tally")
    assert (result.exit_code, result.stdout) == (0, expected)
    result = call("rebuild")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{views} is a folder; expected a file, or nothing\n"


@pytest.mark.parametrize("words", ["tally", "timeline", "why troops --json"])
def test_an_answer_that_cannot_be_written_is_told(words: str, made: Folders) -> None:
    """The disk is full: a sentence and exit code 1."""
    command = [sys.executable, "-m", "monitor", *words.split(), *made.options]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "the answer cannot be written: No space left on device\n"


def test_the_version_names_what_the_log_is_written_with() -> None:
    """Which SQLite it is depends on the machine, and some have faults."""
    result = CliRunner().invoke(cli, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("monitor, version ")
    assert f"SQLite {sqlite3.sqlite_version})" in result.stdout
