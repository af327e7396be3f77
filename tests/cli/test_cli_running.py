"""`extract` and `import` are reached with the folders and the topic that were asked for."""

import json
import threading
import time
from pathlib import Path

import pytest

from monitor.cli.run import leave
from tests.cli.conftest import Call

TEXT = {
    "url": "https://bay-news.example/2025/06/20",
    "title": "Norland sank a boat off Tarland, killing six",
    "text": "The Norland navy sank a boat off Tarland and killed six people on Friday.",
    "published": "2025-06-20",
}


def written(folder: Path) -> str:
    """A file with one text."""
    path = folder / "texts.jsonl"
    path.write_text(f"{json.dumps(TEXT)}\n", "utf-8")
    return str(path)


def test_the_end_waits_a_moment_for_threads_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that cleans up is let; one that hangs is left behind."""
    cut_short: list[int] = []
    monkeypatch.setattr("monitor.cli.run.os._exit", cut_short.append)
    cleaner = threading.Thread(target=time.sleep, args=(0.2,))
    cleaner.start()
    assert leave(3) == 3
    assert (cleaner.is_alive(), cut_short) == (False, [])
    stuck = threading.Event()
    hung = threading.Thread(target=stuck.wait)
    hung.start()
    monkeypatch.setattr("monitor.cli.run.THREADS_END_S", 0.05)
    leave(3)
    stuck.set()
    assert cut_short == [3]


def test_extract_reads_and_keeps_nothing(call: Call, tmp_path: Path) -> None:
    """One JSON object a text; the state stays as it is."""
    before = call("tally").stdout
    result = call("extract --topic norland --json", written(tmp_path))
    assert result.exit_code == 0
    (told,) = map(json.loads, result.stdout.splitlines())
    assert told["relevant"] is True
    assert {claim["counts"]["killed"]["min"] for claim in told["claims"]} == {6}
    assert call("tally").stdout == before


def test_import_takes_texts_in(call: Call, tmp_path: Path) -> None:
    """They count with their own date, and raise no alert."""
    alerts = call("alerts").stdout
    assert call("import", written(tmp_path)).exit_code == 0
    assert "20 Jun 2025: 6 killed" in call("tally").stdout
    assert call("alerts").stdout == alerts
