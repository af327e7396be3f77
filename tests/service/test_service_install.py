"""`monitor service`: a unit is written to its place, and what is in the way or missing is said."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import installing, units
from monitor.cli.commands import cli
from monitor.cli.installing import Unit
from tests.budgets import ROOT

Call = Callable[..., Result]
UNIT = "etc/systemd/system/monitor.service"
NO_TOPIC = 'title = "x'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a home of their own, and nothing of a service manager."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)
    for name in ("CONFIGURATION_DIRECTORY", "STATE_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


@pytest.fixture
def call(home: Path) -> Call:
    def called(*words: str) -> Result:
        return CliRunner().invoke(cli, ["service", *words])

    return called


@pytest.fixture
def booted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """systemd runs here."""
    monkeypatch.setattr(installing, "BOOTED", tmp_path)


def test_the_units_of_the_machine_and_the_next_steps(call: Call, tmp_path: Path) -> None:
    """The unit with the path of this program, the default configuration, and what to do then."""
    told = call("install", "--root", str(tmp_path), "--copy-config")
    assert told.exit_code == 0, told.stderr
    text = (tmp_path / UNIT).read_text()
    assert text == units.system(installing.program())
    topics = tmp_path / "etc" / "monitor" / "topics"
    assert (topics / "us-venezuela" / "archive.jsonl").exists()
    for part in (
        "follows us-venezuela",
        "systemctl daemon-reload && systemctl enable --now monitor",
        "sudo monitor status --config /etc/monitor --state /var/lib/monitor",
    ):
        assert part in told.stderr


def test_the_command_in_the_unit_starts_this_program() -> None:
    """From another folder, with nothing of this environment but the interpreter's own."""
    done = subprocess.run(
        [*installing.program(), "--version"],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "version" in done.stdout


def test_without_its_script_the_module_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the interpreter; a folder of that name in the working folder is not taken for it (-P)."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert installing.program() == [str(tmp_path / "python"), "-P", "-m", "monitor"]


def test_a_missing_configuration_is_told_with_the_command_that_helps(
    call: Call, tmp_path: Path
) -> None:
    """The unit is written, and the exit code is that of a wrong configuration."""
    told = call("install", "--root", str(tmp_path))
    assert told.exit_code == 78
    assert (tmp_path / UNIT).exists()
    assert "--copy-config" in told.stderr


def test_a_configuration_that_is_there_stays(call: Call, tmp_path: Path) -> None:
    """Its mistakes are told, all of them."""
    topics = tmp_path / "etc" / "monitor" / "topics"
    topics.mkdir(parents=True)
    (topics / "a.toml").write_text(NO_TOPIC)
    (topics / "b.toml").write_text(NO_TOPIC)
    told = call("install", "--root", str(tmp_path), "--copy-config")
    assert told.exit_code == 78
    assert "there is a configuration in" in told.stderr
    for name in ("a.toml: is not TOML", "b.toml: is not TOML", "does not start before"):
        assert name in told.stderr
    assert sorted(each.name for each in topics.iterdir()) == ["a.toml", "b.toml"]


def test_what_the_service_could_not_read_is_told(call: Call, tmp_path: Path) -> None:
    """It runs as a user of its own; secrets stay closed, and nobody is told to open them."""
    words = ("install", "--root", str(tmp_path), "--copy-config")
    secret = tmp_path / "etc" / "monitor" / "secrets" / "token"
    secret.parent.mkdir(parents=True, mode=0o700)
    secret.touch(mode=0o600)
    assert "closed " not in call(*words).stderr
    settings = tmp_path / "etc" / "monitor" / "monitor.toml"
    settings.chmod(0o600)
    told = call(*words).stderr
    assert f"closed       {settings}: " in told
    assert told.count("closed ") == 1


def test_a_unit_that_says_something_else_is_kept(call: Call, tmp_path: Path) -> None:
    """It may have been changed by hand; the same one again is no change, and --force overwrites."""
    words = ("install", "--root", str(tmp_path), "--copy-config")
    call(*words)
    again = call(*words)
    assert (again.exit_code, "unchanged" in again.stderr) == (0, True)
    path = tmp_path / UNIT
    path.write_text("mine")
    refused = call(*words)
    assert refused.exit_code == 1
    assert "systemctl edit monitor" in refused.stderr
    assert path.read_text() == "mine"
    assert call(*words, "--force").exit_code == 0
    assert path.read_text() != "mine"


def test_a_users_unit_works_on_the_users_folders(call: Call, home: Path, tmp_path: Path) -> None:
    """Named in the command, so that the service has what the commands have."""
    (home / ".config" / "monitor").mkdir(parents=True)
    told = call("install", "--user", "--root", str(tmp_path / "r"), "--copy-config")
    assert told.exit_code == 0, told.stderr
    unit = tmp_path / "r" / home.relative_to("/") / ".config/systemd/user/monitor.service"
    state = home / ".local/state/monitor"
    assert f"run --config {home}/.config/monitor --state {state}\n" in unit.read_text()
    for part in ("systemctl --user enable --now", "loginctl enable-linger"):
        assert part in told.stderr
    assert told.stderr.endswith("ask          monitor status\n")


def test_a_users_unit_takes_the_folders_it_is_given(call: Call, tmp_path: Path) -> None:
    """As whole paths; a question then names them, too."""
    config, state = tmp_path / "my config", tmp_path / "state"
    words = ("--config", str(config), "--state", os.path.relpath(state))
    shown = call("show", "--user", *words)
    assert f'run --config "{config}" --state {state}\n' in shown.stdout
    assert f"config       {config}\n" in shown.stderr
    told = call("install", "--user", "--root", str(tmp_path / "r"), *words)
    assert f'ask          monitor status --config "{config}" --state {state}\n' in told.stderr


def test_the_systems_folders_are_not_chosen_here(call: Call) -> None:
    """systemd makes them."""
    told = call("install", "--config", "c")
    assert (told.exit_code, "are for --user" in told.stderr) == (2, True)


def test_show_writes_nothing(call: Call, tmp_path: Path) -> None:
    """The unit goes to stdout, where everything would be to stderr."""
    told = call("show", "--root", str(tmp_path))
    assert told.stdout == units.system(installing.program())
    assert "unit         " in told.stderr
    assert "monitor.service: not there" in told.stderr
    assert "/var/lib/monitor, as STATE_DIRECTORY" in told.stderr
    assert not (tmp_path / "etc").exists()
    call("install", "--root", str(tmp_path))
    assert "monitor.service: this text" in call("show", "--root", str(tmp_path)).stderr


def test_without_systemd_nothing_is_written(
    call: Call, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what another supervisor has to know."""
    monkeypatch.setattr(installing, "BOOTED", tmp_path / "nothing")
    told = call("install", "--user")
    assert told.exit_code == 1
    for part in ("systemd does not run here", "@reboot", "SIGTERM", "exit code 78"):
        assert part in told.stderr
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("booted")
def test_with_systemd_the_users_unit_goes_to_its_place(call: Call, home: Path) -> None:
    """No root is needed."""
    assert call("install", "--user").exit_code in {0, 78}
    assert (home / ".config/systemd/user/monitor.service").exists()


@pytest.mark.usefixtures("booted")
def test_sudo_is_no_user(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The unit would be root's, and not that of who has asked for it."""
    monkeypatch.setenv("SUDO_USER", "anna")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    told = call("install", "--user")
    assert (told.exit_code, "without sudo" in told.stderr) == (2, True)
    assert list(home.iterdir()) == []


@pytest.fixture
def system_unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The machine's unit would go to a folder of the test."""
    path = tmp_path / "systemd" / "monitor.service"

    def unit(root: Path | None) -> Unit:
        return Unit(False, path, "text", tmp_path / "etc", tmp_path / "var", root)

    monkeypatch.setattr(installing, "of_system", unit)
    return path


@pytest.mark.usefixtures("booted")
def test_a_program_that_a_service_cannot_see_is_refused(
    call: Call, system_unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ProtectHome hides it: the service would not start, and systemd would not say why."""
    monkeypatch.setattr(installing, "HIDDEN", (Path("/"),))
    told = call("install")
    assert told.exit_code == 2
    assert "which is hidden from a service" in told.stderr
    assert "--user" in told.stderr
    assert not system_unit.exists()
    call("install", "--force")
    assert system_unit.read_text() == "text"


def test_a_program_that_is_closed_to_others_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dynamic user is one of the others."""
    closed = tmp_path / "closed"
    (closed / "venv").mkdir(parents=True)
    closed.chmod(0o700)
    monkeypatch.setattr(installing, "HIDDEN", ())
    monkeypatch.setattr(sys, "prefix", str(closed / "venv"))
    assert f"{closed / 'venv'} cannot be read by a service" in "\n".join(installing.out_of_reach())


@pytest.mark.usefixtures("booted")
def test_who_may_not_write_is_told_what_helps(
    call: Call, system_unit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root, or a service of one's own."""
    monkeypatch.setattr(installing, "out_of_reach", list)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "write_text", refused)
    told = call("install")
    assert told.exit_code == 1
    assert f"{system_unit} cannot be written: Permission denied; run it as root" in told.stderr
    assert "monitor service install --user" in told.stderr


def test_a_user_without_a_home_is_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no place for the unit."""
    monkeypatch.setenv("HOME", "nowhere")
    told = call("show", "--user")
    assert (told.exit_code, "no home folder" in told.stderr) == (1, True)
