"""Where configuration and state are: asked for, the service manager's, the user's, the checkout's."""

import sys
from pathlib import Path

import pytest

from monitor.config.folders import CHECKOUT, folders

SERVICE = {"CONFIGURATION_DIRECTORY": "/etc/monitor", "STATE_DIRECTORY": "/var/lib/monitor"}
MODULE = sys.modules["monitor.config.folders"]  # the package has a function of that name
NOWHERE = {"HOME": "/nowhere"}
OF_CHECKOUT = (CHECKOUT / "config", CHECKOUT / "state")


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package lies in a folder without a configuration beside it."""
    monkeypatch.setattr(MODULE, "CHECKOUT", tmp_path / "site-packages")


def test_the_folder_asked_for_comes_first(tmp_path: Path) -> None:
    """An argument beats the service manager."""
    assert folders("c", tmp_path, SERVICE) == (Path("c"), tmp_path)
    assert folders("c", None, SERVICE) == (Path("c"), Path("/var/lib/monitor"))


def test_the_service_manager_comes_second(tmp_path: Path) -> None:
    """It beats a configuration of the user; of several folders in one variable the first counts."""
    (tmp_path / ".config" / "monitor").mkdir(parents=True)
    environ = {"CONFIGURATION_DIRECTORY": "/etc/a:/etc/b", "STATE_DIRECTORY": "/var/a"}
    assert folders(environ=environ | {"HOME": str(tmp_path)}) == (Path("/etc/a"), Path("/var/a"))


@pytest.mark.parametrize("value", ["", ":", "monitor", "./state:", "~/state"])
def test_what_is_no_whole_path_is_not_the_service_managers(value: str) -> None:
    """systemd names whole paths: an empty or relative value is somebody's mistake, and not followed."""
    environ = NOWHERE | {"CONFIGURATION_DIRECTORY": value, "STATE_DIRECTORY": value}
    assert folders(environ=environ) == OF_CHECKOUT


def test_the_first_whole_path_counts() -> None:
    """An empty part before it does not become the working folder."""
    assert folders(environ=NOWHERE | {"STATE_DIRECTORY": ":a:/var/b:/var/c"})[1] == Path("/var/b")


def test_each_folder_is_found_by_itself() -> None:
    """A service manager that names one of them says nothing of the other."""
    environ = NOWHERE | {"CONFIGURATION_DIRECTORY": "/etc/monitor"}
    assert folders(environ=environ) == (Path("/etc/monitor"), CHECKOUT / "state")


def test_the_users_folders_come_third(tmp_path: Path) -> None:
    """Where a configuration of the user exists, the state is the user's, too."""
    (tmp_path / ".config" / "monitor").mkdir(parents=True)
    state = tmp_path / ".local" / "state" / "monitor"
    assert folders(environ={"HOME": str(tmp_path)}) == (tmp_path / ".config" / "monitor", state)


def test_the_users_folders_may_be_elsewhere(tmp_path: Path) -> None:
    """XDG_CONFIG_HOME and XDG_STATE_HOME count when they are whole paths."""
    (tmp_path / "c" / "monitor").mkdir(parents=True)
    environ = {"HOME": "/nowhere", "XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": "s"}
    state = Path("/nowhere/.local/state/monitor")
    assert folders(environ=environ) == (tmp_path / "c" / "monitor", state)


def test_a_state_of_the_user_alone_is_not_taken(tmp_path: Path) -> None:
    """The checkout's configuration is not mixed with the state of another one."""
    (tmp_path / "monitor").mkdir()
    environ = NOWHERE | {"XDG_STATE_HOME": str(tmp_path)}
    assert folders(environ=environ) == OF_CHECKOUT


def test_the_checkout_comes_last(tmp_path: Path) -> None:
    """Beside the package."""
    assert folders(environ={"HOME": str(tmp_path)}) == OF_CHECKOUT
    assert (CHECKOUT / "monitor" / "config" / "folders.py").exists()


@pytest.mark.usefixtures("installed")
def test_an_installed_package_keeps_nothing_beside_itself(tmp_path: Path) -> None:
    """Without a checkout the folders are the user's, also where there is nothing yet."""
    config, state = tmp_path / ".config" / "monitor", tmp_path / ".local" / "state" / "monitor"
    assert folders(environ={"HOME": str(tmp_path)}) == (config, state)


@pytest.mark.parametrize("home", [{}, {"HOME": ""}, {"HOME": "relative"}])
def test_a_user_without_a_home_has_no_folders(
    home: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A "~" in the working folder is nobody's home."""
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "~" / ".config" / "monitor").mkdir(parents=True)
    (tmp_path / "relative" / ".config" / "monitor").mkdir(parents=True)
    assert folders(environ=home) == OF_CHECKOUT
    monkeypatch.setattr(MODULE, "CHECKOUT", tmp_path / "site-packages")
    assert folders(environ=home) == (Path("/etc/monitor"), Path("/var/lib/monitor"))


def test_a_home_that_is_not_told_is_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without HOME, what the system knows of the user."""
    monkeypatch.setattr("os.path.expanduser", lambda path: str(tmp_path))
    (tmp_path / ".config" / "monitor").mkdir(parents=True)
    assert folders(environ={})[0] == tmp_path / ".config" / "monitor"
