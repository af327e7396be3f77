"""A query imports nothing heavy, in a process of its own."""

import os
import subprocess
import sys

import pytest

from tests.budgets import ROOT
from tests.cli.conftest import Folders

HEAVY = {
    "httpx",
    "feedparser",
    "apscheduler",
    "rich",
    "sqlite_utils",
    "rapidfuzz",
    "msgspec",
    "asyncio",
}


def imported(words: str, folders: Folders) -> tuple[set[str], str]:
    """The top-level modules that a command imports, and its output."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "monitor", *words.split(), *folders.options],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.split("|") for line in done.stderr.splitlines() if line.count("|") == 2)
    return {name.strip().split(".")[0] for _, _, name in lines}, done.stdout


QUERIES = (
    "tally, show troops, meeting, status, tally --json, stories boat, timeline,"
    " why strikes.killed, sources, alerts, topics"
)


@pytest.mark.parametrize("words", QUERIES.split(", "))
def test_a_query_imports_nothing_heavy(words: str, made: Folders) -> None:
    """An answer from a cold start costs little more than the interpreter."""
    modules, output = imported(words, made)
    assert output
    assert "sqlite3" in modules or words == "topics"
    assert not modules & HEAVY


@pytest.mark.parametrize("words", ["tally", "show troops", "meeting", "status"])
def test_the_commonest_queries_do_without_click(words: str, made: Folders) -> None:
    """Its import takes longer than the answer."""
    assert "click" not in imported(words, made)[0]


def test_what_is_heavy_is_seen(made: Folders) -> None:
    """A command that decodes events does import a heavy package."""
    assert "msgspec" in imported("tally --as-of 2025-06-05", made)[0]
