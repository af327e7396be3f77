"""`python -m tests.bench [NAME ...]`: how fast the work is, beside a peer that does only that work.

Nothing fails here. Read the ratios: both sides ran on this machine at the same time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import claims, log, matching, polling, rounds, size, starting
from tests.bench.figures import HEAD, Figure, line

BENCHES = {
    "claims": lambda folder: claims.figures(),
    "matching": matching.figures,
    "log": log.figures,
    "size": size.figures,
    "starting": starting.figures,
    "polling": polling.figures,
    "rounds": rounds.figures,
}
NAMED = {"million": matching.million, "millionlog": size.million}
"""Benches that run only when they are named: they take minutes."""


def main() -> None:
    """Run the benches that are named, all by default."""
    begun = time.perf_counter()
    print(line(HEAD))
    for name in sys.argv[1:] or BENCHES:
        with TemporaryDirectory(prefix="bench-") as folder:
            for figure in _figures(name, Path(folder)):
                print(line(figure), flush=True)
    print(f"{time.perf_counter() - begun:.0f} s in all")


def _figures(name: str, folder: Path) -> Iterator[Figure]:
    """What a bench gives; one that cannot run says why, and the others go on."""
    try:
        yield from (BENCHES | NAMED)[name](folder)
    except Exception as error:  # noqa: BLE001  # the boundary of a job
        yield Figure(f"{name} could not be measured", f"{type(error).__name__}: {error}"[:300])


if __name__ == "__main__":
    main()
