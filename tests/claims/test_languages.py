"""A language is one file: a pack is found by its name and used, without an edit elsewhere."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec import structs

import monitor
import monitor.claims.packs as family
from monitor.claims import Readers
from monitor.entries import Story
from monitor.registry import names, resolve
from monitor.reports import AnyClaim, IncidentReported
from monitor.topics import Gate, Topic, Tracker

PORTUGUESE = Path(next(iter(family.__path__))) / "pt.py"
NEW = "gl"
"""A language that the program does not have."""
QUAKES = Topic(
    id="quakes",
    title="Earthquakes",
    langs=("pt",),
    words={"quake": ("terremoto*", "sismo*")},
    gate=Gate(any=(("quake",),)),
    trackers=(
        Tracker(
            id="toll",
            kind="tally",
            title="Toll",
            reader="incidents",
            read={"event": ["quake"], "anchors": [["quake"]], "any_happening": True},
        ),
    ),
)


@contextmanager
def one_more(folder: Path) -> Iterator[str]:
    """One more file in the room of the packs: the Portuguese one under another name, and nothing else."""
    source = PORTUGUESE.read_text("utf-8").replace('"pt"', f'"{NEW}"').replace("pt/", f"{NEW}/")
    (folder / f"{NEW}.py").write_text(source, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(family, "__path__", [*family.__path__, str(folder)])
        try:
            yield NEW
        finally:
            sys.modules.pop(f"{family.__name__}.{NEW}", None)
            if hasattr(family, NEW):
                delattr(family, NEW)


def told(text: str, topic: Topic, lang: str) -> list[AnyClaim]:
    """The claims of a text in a language."""
    at = datetime(2025, 11, 28, 12, tzinfo=UTC)
    return Readers(topic).read(
        Story(
            id="s", lineage="s", url="https://example.org/a", site="example.org", title="",
            text=text, lang=lang, published=at, day=at.date(), seen=at,
        )
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["pt", "pt-BR"])
def test_a_topic_names_a_language_and_its_pack_reads(lang: str) -> None:
    """The pack knows nothing of the topic, and the topic nothing of the pack but its name."""
    text = "Um terremoto matou vinte e uma pessoas no sábado."
    (claim,) = told(text, QUAKES, lang)
    assert isinstance(claim, IncidentReported)
    assert claim.pack == resolve("claims.packs", "pt").id
    assert claim.counts["killed"].min == 21


def test_a_language_that_the_topic_does_not_name_is_not_read() -> None:
    """Though there is a pack for it."""
    assert told("Un terremoto mató a 21 personas el sábado.", QUAKES, "es") == []


def test_one_more_file_is_one_more_language(tmp_path: Path) -> None:
    """It is listed, resolved and read with as soon as it lies beside the others, and gone with its file."""
    assert NEW not in names("claims.packs")
    with one_more(tmp_path) as lang:
        assert lang in names("claims.packs")
        text = "Um terremoto matou vinte e uma pessoas no sábado."
        (claim,) = told(text, structs.replace(QUAKES, langs=(lang,)), lang)
        assert isinstance(claim, IncidentReported)
        assert (claim.pack, claim.rule) == (f"{NEW}/1", f"{NEW}/kill-n")
    assert NEW not in names("claims.packs")


def test_no_module_but_the_pack_speaks_of_portuguese() -> None:
    """Neither its name nor its module stands in the code: nothing was edited to add it."""
    room = Path(next(iter(monitor.__path__)))
    files = [path for path in sorted(room.rglob("*.py")) if path != PORTUGUESE]
    assert len(files) > 50
    assert [path.name for path in files if names_it(path.read_text("utf-8"))] == []
    assert names_it(PORTUGUESE.read_text("utf-8"))


def names_it(source: str) -> bool:
    """Whether a source has the language's code as a literal, or imports its pack."""
    return any(
        (isinstance(node, ast.Constant) and node.value == "pt")
        or (isinstance(node, ast.ImportFrom) and (node.module or "").endswith("packs.pt"))
        for node in ast.walk(ast.parse(source))
    )
