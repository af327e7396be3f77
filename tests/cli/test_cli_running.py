"""`extract` and `import` are reached with the folders and the topic that were asked for."""

import json
from pathlib import Path

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
