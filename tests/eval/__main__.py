"""`python -m tests.eval [CORPUS_DIR]`: measure what is read out of labelled texts.

Without a folder the project's own texts, against their floors. Exit code 1 when one is not reached.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.eval import copying, floors, happenings, matching, merging, texts
from tests.eval.reading import CORPUS
from tests.eval.scores import Measured, Mistake, measure, table


def main() -> int:
    """Measure, print, compare."""
    options = _options()
    sets, passed_over = texts.load(options.corpus)
    own = options.corpus.resolve() == CORPUS
    worlds = merging.own(sets) if own else merging.worlds(sets, options.corpus)
    if not sets and not worlds:
        print(f"{options.corpus}: no labelled file", file=sys.stderr)
        return 2
    measured = measure(sets, warm=True)
    for line in (*table(measured), "", *merging.table(worlds)):
        print(line)
    for line in () if own else merging.course(worlds, options.corpus):
        print(line)
    if left := [name for name in passed_over if Path(name).stem not in {w.name for w in worlds}]:
        print(f"without labels, passed over: {', '.join(left)}")
    for line in (*_mistakes(measured, options.errors), *_apart(worlds, options.errors)):
        print(line)
    return _matched(floors.figures(measured, worlds), options) if own else 0


def _matched(now: floors.Floors, options: argparse.Namespace) -> int:
    """What matching does with streams that are made of our own texts, then all of it against the floors."""
    streamed, copied = matching.measure(), copying.measure()
    for line in ("", *matching.table(streamed), *copying.table(copied)):
        print(line)
    for line in happenings.table(happenings.measure()):
        print(line)
    return _compare(now | floors.matched(streamed, copied), options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.eval", description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=CORPUS, help="folder of *.jsonl")
    parser.add_argument("--errors", metavar="KIND", help='show the mistakes of a kind, or of "all"')
    parser.add_argument(
        "--update", action="store_true", help="raise the floors to what is measured"
    )
    parser.add_argument(
        "--allow-regression", action="store_true", help="with --update: lower them as well"
    )
    return parser.parse_args()


def _mistakes(measured: Measured, kind: str | None) -> Iterator[str]:
    for each in measured.mistakes:
        if kind in (each.key.kind, "all"):
            yield from _mistake(each)


def _mistake(each: Mistake) -> Iterator[str]:
    yield ""
    yield f"{' '.join(each.key)}  expected {each.asked.gold!r}, read {each.asked.got!r}"
    yield f"  {each.row.id} {each.row.published} | {each.row.title} | {each.row.text}"
    for claim in [*each.reading.claims, *each.reading.beyond]:
        said = ", ".join(claim.payload())
        yield f"    {type(claim).__name__} {claim.tracker} {claim.assertion} {claim.rule}: {said}"


def _apart(worlds: Sequence[merging.World], kind: str | None) -> Iterator[str]:
    if kind in (merging.KIND, "all"):
        yield from (f"{world.name}, {sentence}" for world in worlds for sentence in world.apart)


def _compare(now: floors.Floors, options: argparse.Namespace) -> int:
    pinned = floors.load()
    fallen = floors.below(now, pinned)
    print()
    for sentence in fallen:
        print(f"below its floor: {sentence}")
    if options.update:
        if fallen and not options.allow_regression:
            print("no floor was changed; --allow-regression lowers them", file=sys.stderr)
            return 1
        floors.save(floors.raised(now, pinned, lower=options.allow_regression))
        print(f"written: {floors.PATH}")
        return 0
    print("every figure reaches its floor" if not fallen else f"{len(fallen)} figures are too low")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
