"""A query from a cold start, beside a bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Figure, ms, side_by_side, times
from tests.eval.reading import CORPUS, ROOT

RUNS = 15
"""Starts vary more than anything else here."""


def figures(folder: Path) -> Iterator[Figure]:
    """`monitor tally` over a state with our own texts in it."""
    places = ["--config", str(ROOT / "config"), "--state", str(folder / "state")]
    _run(["-m", "monitor", "import", str(CORPUS / "story.jsonl"), *places])
    query = ["-m", "monitor", "tally", *places]
    _run(query)  # a query that fails is no fast query
    mine, bare = side_by_side(lambda: _run(query), lambda: _run(["-c", "pass"]), RUNS)
    yield Figure(
        "monitor tally, cold start",
        ms(mine),
        f"python -c pass: {ms(bare)}",
        times(mine / bare),
        "<= 3x",
    )


def _run(arguments: Sequence[str]) -> None:
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
