"""Pinned figures below which no change may fall: `tests/corpus/floors.json`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from tests.eval import copying, happenings, matching
from tests.eval.copying import Copying
from tests.eval.matching import Streamed
from tests.eval.merging import KIND, World
from tests.eval.reading import CORPUS
from tests.eval.scores import Key, Measured

PATH = CORPUS / "floors.json"
STEPS = 1000
"""Three decimals, cut and not rounded: what was measured passes."""

Floors: TypeAlias = dict[str, dict[str, dict[str, dict[str, float]]]]
"""Set, language, kind, then "precision" and "f1"."""


def figures(measured: Measured, worlds: Iterable[World] = ()) -> Floors:
    """The figures that are pinned: F1, and precision by itself, since a wrong figure is worse than none.

    Of what comes together F1 is the one that counts a false merge twice.
    """
    found: Floors = {}
    for world in worlds:
        pinned = {"precision": _cut(world.merging.precision), "f1": _cut(world.merging.strict)}
        found.setdefault(world.name, {}).setdefault("all", {})[KIND] = pinned
    for key, score in sorted(measured.scores.items()):
        kinds = found.setdefault(key.set, {}).setdefault(key.lang, {})
        kinds[key.kind] = {"precision": _cut(score.precision), "f1": _cut(score.f1)}
    return found


def matched(streamed: Streamed | None = None, copied: Copying | None = None) -> Floors:
    """What matching does with the stream and with the copies: the part that is right is pinned."""
    streamed, copied = streamed or matching.measure(), copied or copying.measure()
    wrong = {"new": "lost", "repeat": "missed", "update": "swallowed"}
    shares = {truth: {"kept": _cut(1 - streamed.share(how, truth))} for truth, how in wrong.items()}
    pairs = {"precision": _cut(copied.precision), "recall": _cut(copied.recall)}
    together = {
        each.name: {"precision": _cut(each.precision), "f1": _cut(each.f1)}
        for each in happenings.measure()
    }
    return {
        "stream": {"all": shares},
        "copies": {"all": {"pairs": pairs}},
        "by event": {"all": together},
    }


def _cut(share: float) -> float:
    return math.floor(share * STEPS + 1e-9) / STEPS


def load(path: Path = PATH) -> Floors:
    """The pinned floors; none when there is no file."""
    if not path.exists():
        return {}
    floors: Floors = json.loads(path.read_text("utf-8"))
    return floors


def below(measured: Floors, floors: Floors) -> list[str]:
    """A sentence for each figure below its floor, and for each floor that was not measured."""
    now = dict(_flat(measured))
    return [
        f"{' '.join(key)}: {name} is {now.get((key, name), 0.0):.3f}, its floor {floor:.3f}"
        for (key, name), floor in _flat(floors)
        if now.get((key, name), 0.0) < floor
    ]


def raised(measured: Floors, floors: Floors, *, lower: bool) -> Floors:
    """The floors after an update: the higher of both, or what is measured now when `lower`."""
    if lower:
        return measured
    new: Floors = {}
    merged: Mapping[tuple[Key, str], float] = {**dict(_flat(floors)), **dict(_flat(measured))}
    before = dict(_flat(floors))
    for (key, name), share in sorted(merged.items()):
        kinds = new.setdefault(key.set, {}).setdefault(key.lang, {})
        kinds.setdefault(key.kind, {})[name] = max(share, before.get((key, name), 0.0))
    return new


def save(floors: Floors, path: Path = PATH) -> None:
    """Write them, one line per kind."""
    lines = []
    for name, langs in sorted(floors.items()):
        blocks = []
        for lang, kinds in sorted(langs.items()):
            rows = [
                f'      "{kind}": {json.dumps(pinned, sort_keys=True)}'
                for kind, pinned in sorted(kinds.items())
            ]
            blocks.append(f'    "{lang}": {{\n' + ",\n".join(rows) + "\n    }")
        lines.append(f'  "{name}": {{\n' + ",\n".join(blocks) + "\n  }")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _flat(floors: Floors) -> Iterator[tuple[tuple[Key, str], float]]:
    for name, langs in floors.items():
        for lang, kinds in langs.items():
            for kind, pinned in kinds.items():
                for figure, share in pinned.items():
                    yield (Key(name, lang, kind), figure), share
