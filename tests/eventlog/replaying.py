"""What a log comes to, in the words that a person would check: for golden files that hold for ever.

Only what a table or an answer means is taken, not how it is laid out: new columns and new keys of answers
change nothing here.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from monitor.config import load
from monitor.projections.ledger import Ledger, apply, standing
from monitor.views.rebuild import Log, answer, rebuild

TOPIC = Path(__file__).parent / "logs" / "norland.toml"
SHOWN = {
    "stories": "id, kind, title, text, lineage, reading, revisions",
    "claims": "id, tracker, kind, story, reading, quote, retired",
    "corrections": "claim, kind, who, why",
    "developments": "id, kind, title",
    "alerts": "alert, state, attempts, repetition, snoozed, title",
    "held": "rule, reason, developments",
    "model_calls": "story, outcome, claims, rejected",
    "source_health": "source, state, since, address",
    "coverage_gaps": 'source, since, "until"',
}
"""Table -> columns."""


def replayed(log: Log, folder: Path) -> dict[str, Any]:
    """The tables, what stands, and the figures."""
    config = folder / "config"
    (config / "topics").mkdir(parents=True)
    shutil.copy(TOPIC, config / "topics" / TOPIC.name)
    (topic,) = load(config, folder).topics
    rebuild(log, (topic,), folder / "views.db")
    ledger = apply(Ledger(), (each.event for each in log.read() if each.stream == topic.id))
    stands = {each.id: standing(ledger, each.id) for each in topic.trackers}
    return {
        "tables": _tables(folder / "views.db"),
        "standing": {
            name: {
                "claims": [claim.id for claim in found.claims],
                "retired": sorted(each.claim for each in found.retired),
                "voices": dict(found.voices),
            }
            for name, found in stands.items()
        },
        "figures": _figures({each.id: answer(each, ledger).view for each in topic.trackers}),
    }


def _tables(path: Path) -> dict[str, list[list[Any]]]:
    with closing(sqlite3.connect(path)) as db:
        return {
            table: sorted(map(list, db.execute(f"select {columns} from {table}")), key=repr)
            for table, columns in SHOWN.items()
        }


def _figures(views: dict[str, Any]) -> dict[str, Any]:
    strikes, talks = views["strikes"], views["talks"]
    bounds = ("min", "best", "max")
    return {
        "killed": [strikes["killed"][each] for each in bounds],
        "strikes": [strikes["strikes"][each] for each in bounds],
        "episodes": [[each["kind"], each["stage"]] for each in talks["episodes"]],
        "troops": [views["troops"][each] for each in ("min", "value", "max")],
        "statements": len(views["statements"]["statements"]),
    }
