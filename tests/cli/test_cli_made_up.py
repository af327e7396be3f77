"""A kind of tracker that the terminal knows nothing of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import made_up
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders
from tests.cli.test_cli_imports import HEAVY, imported

SHOWN = """\
How loud                                           as of 12 Jun 2025 18:30 (UTC)
  loudest  4500 dB (told 2 times)
  calm     no

monitor why troops.loudest
"""
WHY = """\
How loud: loudest 4500                             as of 12 Jun 2025 18:30 (UTC)

loudest
  "Norland has 4,500 troops at the coast"
    harbour-post.example, 12 Jun 2025, Navy (official), rule troops/count
    https://harbour-post.example/2025/06/5
  "Norland has 4,500 troops at the coast off Tarland, the navy said on
  Thursday."
    harbour-post.example, 12 Jun 2025, Navy (official), rule troops/count
    https://harbour-post.example/2025/06/5
"""


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The sample topic, in which the troops are of another kind."""
    topic = cli_state.TOPIC.replace('kind = "quantity"', f'kind = "{made_up.NAME}"')
    topic = topic.replace("Norland troops at the coast", "How loud")
    topic = topic.replace('[tracker.options]\nunit = "troops"\n', "")
    config = cli_state.configured(tmp_path / "config", norland=topic)
    cli_state.take_in(config, tmp_path / "state")
    return Folders(config, tmp_path / "state")


def test_an_answer_is_shown_by_the_lines_of_its_kind(call: Call) -> None:
    """From the tables as from the log, and the command that leads on names its first figure."""
    now = call("show troops")
    assert (now.exit_code, now.stdout, now.stderr) == (0, SHOWN, "")
    then = call("show troops --as-of 2025-06-12")
    assert then.stdout.splitlines()[1:] == SHOWN.splitlines()[1:]
    told = json.loads(call("show troops --json").stdout)
    assert (told["kind"], told["loudest"]) == ("loudness", 4500)


def test_it_stands_in_the_glance(call: Call) -> None:
    """In a line, as any other."""
    assert "  troops   loudest 4500 dB (told 2 times); calm no\n" in call("status").stdout


def test_why_lists_the_claims_behind_its_figures(call: Call) -> None:
    """By the fields that it names itself."""
    result = call("why troops.loudest")
    assert (result.exit_code, result.stdout) == (0, WHY)
    assert call("why troops").stdout.count("https://") == 2
    nothing = call("why troops.first_told")
    assert (nothing.exit_code, nothing.stdout.splitlines()[-1]) == (0, "No claim is behind it.")
    assert "there are: loudest, first_told" in call("why troops.incidents").stderr


@pytest.mark.parametrize("words", ["show troops", "status", "why troops.loudest"])
def test_its_package_is_not_imported_for_a_query(words: str, folders: Folders) -> None:
    """What it says stands in the tables, lines and all."""
    modules, output = imported(words, folders)
    assert "loudest" in output
    assert not modules & (HEAVY | {"tests"})
