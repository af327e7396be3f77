"""`python -m tests.feeds DIR`: every file of a folder of real feeds through the real way of parsing.

Files under `series/` are consecutive documents of one source each: they also prove that a document of
which the known items are cut out gives what the whole one gives. Exit code 1 when something is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from tests.feeds import proof, suite


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.feeds", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", metavar="ANSWER", help="name the files that have this answer")
    options = parser.parse_args()
    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    found = asyncio.run(suite.answers(files))
    for line in suite.table(found):
        print(line)
    for each in found:
        if each.answer == options.show:
            print(f"{each.path.relative_to(options.folder)}: {each.detail}")
    proofs = [
        proof.alone(files),
        *map(
            proof.series, sorted(each for each in options.folder.glob("series/*") if each.is_dir())
        ),
    ]
    for line in ("", *proof.table(proofs)):
        print(line)
    bad = any(each.answer in suite.WRONG for each in found) or any(each.wrong for each in proofs)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
