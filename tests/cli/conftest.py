import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from monitor.cli.commands import cli
from tests.cli import cli_state


class Folders(NamedTuple):
    """A configuration and a state that belong to one test."""

    config: Path
    state: Path

    @property
    def options(self) -> list[str]:
        return ["--config", str(self.config), "--state", str(self.state)]


Call = Callable[..., Result]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    """The sample texts, put through once."""
    folder = tmp_path_factory.mktemp("cli")
    config = cli_state.configured(folder / "config")
    cli_state.take_in(config, folder / "state")
    return Folders(config, folder / "state")


@pytest.fixture
def folders(made: Folders, tmp_path: Path) -> Folders:
    """A copy of it."""
    return Folders(
        Path(shutil.copytree(made.config, tmp_path / "config")),
        Path(shutil.copytree(made.state, tmp_path / "state")),
    )


@pytest.fixture
def call(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call a command at NOW; the words of the call in one text, folders are added."""
    monkeypatch.setattr("monitor.cli.places.clock", lambda: cli_state.NOW)

    def called(words: str, *more: str) -> Result:
        return CliRunner().invoke(cli, [*words.split(), *more, *folders.options])

    return called
