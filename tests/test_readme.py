"""The README's examples: every command in it is run, and what it shows is what comes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli.commands import cli
from tests.scenario.following import configured, following, read_archive

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = re.compile(
    r"^```console\n\$ monitor (?P<command>[^\n]+)\n(?P<output>.*?)^```$", re.MULTILINE | re.DOTALL
)
EXAMPLES = [(found["command"], found["output"]) for found in EXAMPLE.finditer(README)]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder after the first start."""
    folder = tmp_path_factory.mktemp("state")
    with following(configured(folder)) as pipeline:
        read_archive(pipeline)
    return folder


@pytest.mark.parametrize(("command", "output"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_each_example_gives_what_the_readme_shows(
    command: str, output: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command, run after the first start, prints the lines that stand below it."""
    monkeypatch.chdir(ROOT)
    places = [] if command.startswith("extract") else ["--state", str(state)]
    result = CliRunner().invoke(cli, [*command.split(), *places], catch_exceptions=False)
    assert result.exit_code == 0
    assert output == result.stdout


def test_there_are_examples_and_no_command_is_made_up() -> None:
    """Every `monitor ...` in the text names a command that there is."""
    assert len(EXAMPLES) >= 5
    named = set(re.findall(r"`monitor ([a-z]+)", README))
    assert named
    assert named <= set(cli.list_commands(None))  # type: ignore[arg-type]
