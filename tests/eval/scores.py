"""Precision, recall and F1 per set, language and kind, and the table that shows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean, median
from typing import NamedTuple

from monitor.claims import Readers
from tests.eval.questions import Asked, asked
from tests.eval.reading import Reading, read_all, topic_for
from tests.eval.texts import Row, Set


class Score:
    """A count of answers to one kind of question."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = self.texts = self.answered_right = 0

    def add(self, each: Asked) -> None:
        """Count one: a wrong value is a wrong answer and a missed one."""
        self.texts += 1
        self.answered_right += each.right
        if each.right and each.gold is not None and each.got is not None:
            self.right += 1
        elif not each.right:
            self.wrong += each.got is not None
            self.missed += each.gold is not None

    @property
    def precision(self) -> float:
        """Of the answers, the share that is right; 1 when there were none."""
        given = self.right + self.wrong
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        """Of the labels, the share that was found; 1 when there were none."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean; 1 when nothing was there and nothing was answered."""
        size = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / size if size else 1.0

    @property
    def accuracy(self) -> float:
        """Of the texts, the share that was answered rightly, with nothing where nothing is."""
        return self.answered_right / self.texts if self.texts else 1.0


class Key(NamedTuple):
    """What a score is about."""

    set: str
    lang: str
    kind: str


class Mistake(NamedTuple):
    """A question that was answered wrongly."""

    key: Key
    row: Row
    asked: Asked
    reading: Reading


class Measured(NamedTuple):
    """All that was measured."""

    scores: dict[Key, Score]
    mistakes: list[Mistake]
    seconds: dict[str, list[float]]
    """By set: gate and readers, per text."""


def measure(sets: Iterable[Set], readers: Readers | None = None, *, warm: bool = False) -> Measured:
    """Read every set and compare. `readers` stand in for the real ones; times are for `warm` only."""
    scores: defaultdict[Key, Score] = defaultdict(Score)
    mistakes, seconds = [], {}
    for name, rows in sets:
        topic = topic_for(rows)
        readings = read_all(rows, topic, readers, warm=warm)
        seconds[name] = [reading.seconds for reading in readings]
        for row, reading in zip(rows, readings, strict=True):
            lang = row.lang if row.lang in topic.langs else "other"
            for each in asked(row, reading, topic):
                key = Key(name, lang, each.kind)
                scores[key].add(each)
                if not each.right:
                    mistakes.append(Mistake(key, row, each, reading))
    return Measured(dict(scores), mistakes, seconds)


HEAD = ("set", "lang", "kind", "texts", "right", "wrong", "missed", "P", "R", "F1", "acc")
LEFT = 3
"""Columns of words; the others are figures, to the right."""


def table(measured: Measured) -> Iterator[str]:
    """An aligned table, then the time per text."""
    rows = [HEAD, *(_cells(key, score) for key, score in measured.scores.items())]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    before = ""
    for row in sorted(rows[1:], key=lambda row: row[:2]):
        if before and before != row[0] + row[1]:
            yield ""
        if before != row[0] + row[1]:
            yield _line(HEAD, widths)
        before = row[0] + row[1]
        yield _line(row, widths)
    yield ""
    for name, spent in measured.seconds.items():
        ms = [1000 * each for each in spent]
        yield (
            f"{name}: {len(ms)} texts, median {median(ms):.3f} ms, mean {fmean(ms):.3f} ms, "
            f"longest {max(ms):.2f} ms a text (gate and readers, warm)"
        )


def _cells(key: Key, score: Score) -> tuple[str, ...]:
    counts = (score.texts, score.right, score.wrong, score.missed)
    shares = (score.precision, score.recall, score.f1, score.accuracy)
    return (*key, *(str(count) for count in counts), *(f"{share:.3f}" for share in shares))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = zip(row, widths, strict=True)
    return "  ".join(
        cell.ljust(width) if at < LEFT else cell.rjust(width)
        for at, (cell, width) in enumerate(cells)
    ).rstrip()
