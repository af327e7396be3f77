"""The health of a source: the same word in the terminal, on the page and for machines."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import health as terminal
from monitor.cli.outline import SourceLine
from monitor.eventlog.sqlite import open_writer
from monitor.events import SourceFailed, SourceGone, SourceRecovered, SourceStep
from monitor.sources import State
from monitor.sources.answers import Answers
from monitor.views.health import remembered
from monitor.views.reading import Reading
from monitor.views.rebuild import open_or_rebuild
from monitor.web.routes import Site, answer
from tests.web import web_samples as samples
from tests.web.web_samples import SOURCE, START, Seen

HOUR = timedelta(hours=1)


def poll(**fields: object) -> State:
    told: dict[str, object] = {"source": "wire", "configured": SOURCE.address, "entries": 20}
    told |= {"last_success": START, "next_due": START}
    return State(**told | fields)  # type: ignore[arg-type]  # named by the tests


def step(kind: type[SourceStep]) -> Any:
    return kind(source="wire", address=SOURCE.address, at=START, detail="no answer")


CASES = [
    (poll(), None, "answering"),
    (poll(failures=1, last_error="it answered 503"), None, "failing"),
    (poll(failures=2, last_error="it answered 503"), None, "failing"),
    (poll(failures=3, announced=True, last_error="it answered 503"), SourceFailed, "blind"),
    (poll(gone=True, next_due=None), SourceGone, "blind"),
    (poll(next_due=START - 2 * HOUR), None, "late"),
    (poll(next_due=START - HOUR / 2), None, "answering"),
    (poll(last_success=None, next_due=None), None, "never polled"),
    (poll(configured="https://elsewhere.example/"), SourceFailed, "never polled"),
    (None, None, "never polled"),
    (None, SourceFailed, "blind"),
    (None, SourceGone, "blind"),
    (None, SourceRecovered, "never polled"),
]
"""What is remembered of the last poll, what the log says, and the word for both."""


def told(state: Path, path: str) -> str:
    """What the page answers at START."""
    return answer(Site(state, (samples.topic(),), lambda: START), path).body.decode()


@pytest.mark.parametrize(("known", "logged", "word"), CASES)
def test_a_source_has_one_word_everywhere(
    known: State | None, logged: type[SourceStep] | None, word: str, tmp_path: Path
) -> None:
    """Terminal, page and metrics decide alike what is failing, blind, late or was never asked."""
    with open_writer(tmp_path / "log.db") as log:
        if logged is not None:
            log.append("_sources", [step(logged)], 0)
        open_or_rebuild(log, [samples.topic()], tmp_path / "views.db").views.close()
    if known is not None:
        with Answers(tmp_path / "feeds.db") as answers:
            answers.keep((known, []))
    with Reading.open(tmp_path / "views.db") as reading:
        lines = [SourceLine("wire", SOURCE.address, 900)]
        kept = remembered(tmp_path / "feeds.db")
        (found,) = terminal.health(lines, kept, reading.health(), START)
    assert found.state == word
    assert bool(terminal.complaints([found], [])) == (word not in {"answering", "failing"})
    assert (word in " ".join(Seen(told(tmp_path, "/")).texts)) == (word != "answering")
    silent = json.loads(told(tmp_path, "/status.json"))["sources"]["silent"]
    assert [each["state"] for each in silent if each["id"] == "wire"] == (
        [word] if word in {"blind", "late"} else []
    )
    up = int(word in {"answering", "failing"})
    assert f'monitor_source_up{{source="wire"}} {up}\n' in told(tmp_path, "/metrics")
