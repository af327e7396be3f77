"""How a bench is measured and shown: the best of several runs, ours beside a peer's, in turn."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import NamedTuple

RUNS = 5
"""Runs of each; the shortest counts: everything else on the machine only makes them longer."""


class Figure(NamedTuple):
    """One line: what was measured, ours, a peer's, their ratio and what is promised of it."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    promised: str = ""


HEAD = Figure("what", "ours", "peer", "ratio", "promised")
WIDTHS = (40, 22, 34, 9, 0)


def line(figure: Figure) -> str:
    """The figure in columns."""
    return "  ".join(cell.ljust(width) for cell, width in zip(figure, WIDTHS, strict=True)).rstrip()


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the shortest of several runs."""
    return min(_once(work) for _ in range(runs))


def side_by_side(
    ours: Callable[[], object], peer: Callable[[], object], runs: int = RUNS
) -> tuple[float, float]:
    """The same for two, run in turn, so that a slow moment of the machine meets both."""
    pairs = [(_once(ours), _once(peer)) for _ in range(runs)]
    return min(mine for mine, _ in pairs), min(other for _, other in pairs)


def _once(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ms(seconds: float) -> str:
    """A short time."""
    return f"{1000 * seconds:,.3f} ms" if seconds < 0.1 else f"{1000 * seconds:,.0f} ms"


def rate(count: float, seconds: float, of: str) -> str:
    """So many a second."""
    return f"{count / seconds:,.0f} {of}/s"


def times(ratio: float) -> str:
    """How many times as much."""
    return f"{ratio:.2f}x"
