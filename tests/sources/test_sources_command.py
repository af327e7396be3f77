"""A program's output: what is read, and how a program that misbehaves ends."""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.sources import NO_VALIDATORS, Document, Failure, Retrieved
from monitor.sources.command import SAMPLE, Command
from monitor.sources.lines import BadLine, entries
from monitor.topics import Source
from tests.sources.documents import ATOM, NOW, PAGE
from tests.sources.kinds import failure, parsed, source
from tests.sources.standins import FakeClient


def python(code: str, **options: Any) -> Source:
    """A source that runs a piece of Python."""
    return source("command", address="", argv=[sys.executable, "-c", code], **options)


def retrieved(made: Source) -> Retrieved:
    client = FakeClient(Failure(kind="refused", sentence="nobody is to be asked"))
    answer = asyncio.run(Command().retrieve(made, NO_VALIDATORS, client, now=NOW))
    assert client.asked == []
    return answer


def failed(made: Source) -> Failure:
    answer = retrieved(made)
    assert isinstance(answer, Failure), answer
    return answer


def test_what_it_prints_is_the_document() -> None:
    """No shell reads the arguments, and nothing is to be had from its input."""
    code = "import sys; print(sys.argv[1], sys.stdin.read())"
    made = source("command", address="", argv=[sys.executable, "-c", code, "$HOME; ls"])
    answer = retrieved(made)
    assert isinstance(answer, Document)
    assert (answer.body, answer.address) == (b"$HOME; ls \n", "")


def test_lines_are_entries() -> None:
    """As `monitor import` reads them, but of this source; the outlet of a line is its own."""
    first, second = parsed(python(""), SAMPLE).entries
    assert (first.source, first.title, first.guid) == ("harbour", "Ferry runs", "n-2")
    assert (first.site, second.site) == ("harbour", "Coast Times")
    assert str(second.day) == "2025-06-03"  # in Berlin


LINES = [
    {"title": "Ferry &amp; <b>bus</b> - Coast Times", "text": "a" * 30_000, "site": "Coast Times"},
    {"id": "n" * 600, "title": "Pier", "url": "https://example.org/a b", "lang": "pt-BR"},
    {"text": "Ten boats.", "published": "2025-06-03"},
    {"title": "Dawn", "published": "2025-06-03T04:00:00+02:00", "lang": "english"},
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_read_by_one_rule(line: dict[str, str]) -> None:
    """A program's and an imported line become one entry, but for whose they are."""
    body = json.dumps(line)
    (printed,) = parsed(python(""), body.encode()).entries
    (imported,) = (found for found in entries([body], NOW) if not isinstance(found, BadLine))
    mine = structs.replace(imported[1], source=printed.source, site=printed.site)
    assert printed == mine
    if "site" in line:
        assert imported[1].site == printed.site


def test_a_time_without_a_zone_is_the_source_s() -> None:
    """A line that no source gives is in UTC."""
    body = json.dumps({"title": "Dawn", "published": "2025-06-03T00:30:00"})
    (printed,) = parsed(python(""), body.encode()).entries
    ((_, imported),) = (found for found in entries([body], NOW) if not isinstance(found, BadLine))
    assert str(printed.published) == "2025-06-02 22:30:00+00:00"  # Berlin
    assert str(imported.published) == "2025-06-03 00:30:00+00:00"
    assert str(printed.day) == str(imported.day) == "2025-06-03"


def test_lines_that_are_wrong_are_told_and_the_others_go_on() -> None:
    """Three by their number, the rest as a number."""
    body = SAMPLE + b'{"title": 7}\n{}\nno\n{"title": "x", "published": "soon"}\n[1]\n'
    found = parsed(python(""), body)
    assert len(found.entries) == 2
    told = found.warnings[-4:]
    assert [each.partition(":")[0] for each in told[:1]] == ["line 4 title"]
    assert told[-1] == "2 more lines cannot be read"


@pytest.mark.parametrize("body", [PAGE, b"{}\n", b'{"title": "x"', b"[" * 100_000])
def test_an_output_without_a_line_is_a_failure(body: bytes) -> None:
    """Nothing found is never "no news"."""
    assert failure(python(""), body).sentence.startswith("no line can be read: line 1 ")


def test_it_may_print_a_feed() -> None:
    """Whatever the kind `feed` reads."""
    found = parsed(python("", prints="feed"), ATOM, "text/plain")
    assert [entry.title for entry in found.entries] == ["Tide rises & falls"]


@pytest.mark.parametrize(
    ("code", "kind", "why"),
    [
        ("import sys; sys.exit('no\\x1b[2J key')", "status", "exit 1: no[2J key"),
        ("import os; os.kill(os.getpid(), 9)", "status", "killed by signal 9"),
        ("import time; time.sleep(60)", "timeout", "no end after 0.5 s"),
        ("import time; print('x', flush=True); time.sleep(60)", "timeout", "no end after 0.5 s"),
    ],
)
def test_a_program_that_fails_is_a_failure(code: str, kind: str, why: str) -> None:
    """With the reason that it gives, made safe."""
    found = failed(python(code, timeout=5.0 if kind == "status" else 0.5))
    assert (found.kind, found.sentence) == (kind, f"{sys.executable}: {why}")


@pytest.mark.parametrize("argv", [["/no/such/program"], ["/etc/passwd"], ["/"], ["a\0b"]])
def test_what_cannot_be_run_is_a_failure(argv: list[str]) -> None:
    """Not there, not to be run, no name at all."""
    assert failed(source("command", address="", argv=argv)).kind == "unreachable"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_without_end_is_stopped_by_its_size(stream: str) -> None:
    """Long before its time is over."""
    code = f"import sys\nwhile True: sys.{stream}.write('x' * 1_000_000)"
    found = failed(python(code, timeout=60.0))
    assert (found.kind, "prints more than" in found.sentence) == ("too large", True)


@pytest.mark.parametrize("after", ["time.sleep(60)", "sys.exit(0)", "sys.exit(1)"])
def test_what_it_has_started_ends_with_it(after: str, tmp_path: Path) -> None:
    """Whether it was stopped, or has left them behind."""
    file = tmp_path / "pid"
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(file)!r}, 'w').write(str(child.pid))\n{after}"
    )
    retrieved(python(code, timeout=3.0))
    child = int(file.read_text())
    for _ in range(200):
        if not _alive(child):
            break
        time.sleep(0.05)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    return state != "Z"  # dead, and nobody has asked how


def test_a_poll_that_is_broken_off_ends_the_program(tmp_path: Path) -> None:
    """A daemon that stops leaves nothing behind."""
    file = tmp_path / "pid"
    code = f"import os, time; open({str(file)!r}, 'w').write(str(os.getpid())); time.sleep(600)"

    async def run() -> None:
        client = FakeClient(Failure(kind="refused", sentence=""))
        poll = Command().retrieve(python(code), NO_VALIDATORS, client, now=NOW)
        task = asyncio.create_task(poll)
        while not (file.exists() and file.read_text()):
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.wait([task], timeout=10)
        assert task.cancelled()

    asyncio.run(run())
    assert not _alive(int(file.read_text()))
