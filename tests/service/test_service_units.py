"""The units: what they say, that systemd understands it, and how much they take away."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from monitor.cli import units
from tests.budgets import ROOT

SYSTEM = ROOT / "systemd" / "monitor.service"
USER = ROOT / "systemd" / "user" / "monitor.service"
BAR = 1.5
"""The score of `systemd-analyze security` that the system's unit has to keep; a bare unit has 9.6."""
ANOTHER = 0.3
"""What another version of systemd may make of the same unit."""
USERS_BAR = 6.6
"""That of a user's unit, which a user's manager cannot hide more from."""

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there"
)


def test_the_files_of_the_checkout_are_what_is_written() -> None:
    """`systemd/` holds the units with the usual paths."""
    assert SYSTEM.read_text("utf-8") == units.system()
    assert USER.read_text("utf-8") == units.user()


def test_the_paths_stand_in_the_command() -> None:
    """Program and folders, each a word of its own."""
    assert "\nExecStart=/opt/m/bin/monitor run\n" in units.system(["/opt/m/bin/monitor"])
    text = units.user(["/opt/m/bin/python", "-P", "-m", "monitor"], "/a b/config", "/state")
    command = '/opt/m/bin/python -P -m monitor run --config "/a b/config" --state /state'
    assert f"\nExecStart={command}\n" in text


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("/usr/bin/monitor", "/usr/bin/monitor"),
        ("/a b", '"/a b"'),
        ("/100%", '"/100%%"'),
        ("/$HOME", '"/$$HOME"'),
        ('/"x\\', '"/\\"x\\\\"'),
        ("/Añá", '"/Añá"'),
        ("", '""'),
        (";", '";"'),
    ],
)
def test_what_systemd_would_read_otherwise_is_quoted(word: str, written: str) -> None:
    """Blanks, specifiers, variables, quotes."""
    assert units.words([word]) == written


def analyzed(*words: str) -> tuple[int, str]:
    done = subprocess.run(
        ["systemd-analyze", *words], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def exposure(path: Path) -> float:
    """The score of a unit; lower is better."""
    code, told = analyzed("security", "--offline=true", str(path))
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert found, (code, told)
    return float(found[1])


@needs_systemd
@pytest.mark.slow
def test_the_unit_takes_away_what_it_can(tmp_path: Path) -> None:
    """1.5 or better, about what the comment in it says; without its protections it would not be."""
    score = exposure(SYSTEM)
    assert score <= BAR
    told = re.search(r"--offline=true`, 252: ([\d.]+) ", SYSTEM.read_text("utf-8"))
    assert told
    assert abs(score - float(told[1])) < ANOTHER
    bare = tmp_path / "monitor.service"
    bare.write_text("[Service]\nExecStart=/usr/bin/monitor run\n")
    assert exposure(bare) > 9


@needs_systemd
@pytest.mark.slow
def test_the_users_unit_takes_away_the_calls() -> None:
    """What a user's manager can do without namespaces."""
    assert BAR < exposure(USER) <= USERS_BAR


@needs_systemd
@pytest.mark.slow
@pytest.mark.parametrize("user", [False, True], ids=["system", "user"])
def test_systemd_understands_every_line(user: bool, tmp_path: Path) -> None:
    """`systemd-analyze verify` has nothing to say; it names a wrong line."""
    program = ["/bin/true"]
    text = units.user(program, "/c", "/s") if user else units.system(program)
    path = tmp_path / "monitor.service"
    path.write_text(text)
    # a user's unit is read by the same parser: its manager would need a session
    verify = ("verify", "--recursive-errors=no", "--man=no", str(path))
    assert analyzed(*verify) == (0, "")
    path.write_text(text.replace("WatchdogSec=120", "WatchdogSecs=120"))
    assert "WatchdogSecs" in analyzed(*verify)[1]
