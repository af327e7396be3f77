"""`make demo`: that it says what it is, shows what comes, and ends when it is told to."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console

from monitor.notices import AlertRaised, Part, Quoted
from tests.demo.showing import WIDTH, Figures, Screen
from tests.newsroom.setting import CHECKOUT

NOW = datetime(2025, 10, 3, 9, 5, tzinfo=UTC)
LONG = "Four people were killed, the navy said, when a boat was struck off the coast. " * 5
PART = Part(
    development="d1",
    tracker="strikes",
    field="killed",
    kind="rise",
    severity="warning",
    title="Strikes on boats and the people killed: 21 killed, was 17 after the third of the strikes",
    before="17",
    after="21",
    at=NOW,
    voices=4,
    quotes=(Quoted(text=LONG, site="harbour-post.example", url="", at=NOW),),
)
ALERT = AlertRaised(
    alert="a1",
    rule="developments",
    channel="inbox",
    severity="warning",
    title=PART.title,
    body="",
    developments=("d1", "d2", "d3"),
    at=NOW,
    parts=(PART, PART, PART),
)


def shown(terminal: bool) -> str:
    """An alert and three weeks of figures."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80, highlight=False)
    with Screen(console) as screen:
        screen.alert(ALERT)
        for days in range(21):
            screen.figures(Figures(NOW + timedelta(days=days), days / 21, 4, 21, 60, alerts=9))
    return out.getvalue()


def test_an_alert_has_before_and_after_a_quote_and_its_outlet() -> None:
    """In lines of at most 79 characters, with nothing of a terminal where there is none."""
    text = shown(terminal=False)
    assert "strikes killed: 17 -> 21" in text
    assert '"Four people were killed' in text
    assert "harbour-post.example, 3 Oct 2025, and 3 more" in text
    assert "and 1 more in this message" in text
    assert max(map(len, text.splitlines())) <= WIDTH
    assert "\x1b" not in text


def test_without_a_terminal_the_figures_come_once_a_week() -> None:
    """On a terminal they stay in the last line, in place."""
    lines = [line for line in shown(terminal=False).splitlines() if line.startswith("===")]
    assert len(lines) == 3
    assert "4 strikes   21 killed  60 texts  9 alerts" in lines[0]
    assert "===" not in shown(terminal=True)


def test_it_needs_nothing_but_the_packages_of_the_service() -> None:
    """What only tests need is not imported: a newcomer has just made the set-up of `make run`."""
    code = (
        "import sys, tests.demo.__main__, tests.newsroom.follow\n"
        "print(*sorted({'pytest', 'hypothesis', 'mypy', '_pytest', 'grimp'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def started(tmp_path: Path, *words: str) -> subprocess.Popen[str]:
    """The demonstration, with its folder below this one and no terminal."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.demo", *words],
        cwd=CHECKOUT,
        env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(CHECKOUT), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_the_whole_story_ends_with_the_figures_of_the_desks(tmp_path: Path) -> None:
    """Told as fast as the machine can; it says at both ends that it is a replay, and answers questions."""
    out, _ = started(tmp_path, "--seconds", "5").communicate(timeout=300)
    assert out.count("REPLAY") == 2
    assert "the tally: 0 strikes, 0 killed -> 1 strike, 11 killed" in out
    assert out.count("\n--- ") > 30
    tally = out.partition("$ monitor tally --as-of 2025-11-28")[2]
    assert re.search(r"strikes +21\n +vessels +22\n", tally)
    assert "82 confirmed + 1 presumed dead = 83" in tally
    assert not [line for line in out.splitlines() if len(line) > 80 and "/" not in line]
    (folder,) = tmp_path.glob("monitor-demo-*")
    why = subprocess.run(
        [folder / "ask", "why", "strikes.killed"], capture_output=True, text=True, check=True
    )
    assert "killed 83" in why.stdout


@pytest.mark.slow
def test_a_signal_breaks_it_off_cleanly(tmp_path: Path) -> None:
    """Ctrl-C: the daemon ends as well, what is known by then is shown, exit 0."""
    process = started(tmp_path, "--seconds", "200")
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("monitor-demo-*/state/views.db")):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    try:
        out, _ = process.communicate(timeout=60)
    finally:  # one that hangs must not fall into the next test
        process.kill()
        process.communicate()
    assert process.returncode == 0
    assert "broken off on" in out
    assert "Traceback" not in out
    daemon = int(re.findall(r"daemon +process (\d+)", out)[0])
    assert not Path(f"/proc/{daemon}").exists()


@pytest.mark.slow
def test_the_daemon_ends_with_a_demonstration_that_was_killed(tmp_path: Path) -> None:
    """Nobody is left behind who follows a newsroom that is gone."""
    process = started(tmp_path, "--seconds", "200")
    deadline = time.monotonic() + 60
    while (
        not (found := list(tmp_path.glob("monitor-demo-*/state/lock"))) or not found[0].read_text()
    ):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    daemon = int(found[0].read_text())
    time.sleep(1)
    process.kill()
    process.communicate()
    while Path(f"/proc/{daemon}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)
