"""What the channel that runs a program does besides its contract."""

import asyncio
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor import registry
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.command import CommandOptions
from tests.alerts.alert_samples import message, program, told_message

PATIENCE_S = 20.0


def run_command(text: str, sent: Message | None = None, **options: Any) -> Outcome:
    channel = registry.resolve("alerts", "command")
    chosen = CommandOptions(argv=tuple(program(text)), **options)
    outcome: Outcome = asyncio.run(channel.send(sent or message(), chosen))
    return outcome


@pytest.mark.parametrize(("code", "permanent"), [(1, False), (75, False), (64, True), (78, True)])
def test_the_reason_is_the_exit_code_and_what_the_program_said(code: int, permanent: bool) -> None:
    """On one line without control characters; sysexits.h says which are final."""
    text = f"import sys; print('no\\x1b[1m\\nroute', file=sys.stderr); sys.exit({code})"
    reason = f"{sys.executable}: exit {code}: no[1m route"
    assert run_command(text) == NotSent(reason, permanent=permanent)


def test_a_program_gets_one_json_object() -> None:
    """The alert as it was raised."""
    text = "import json, sys; sys.exit(json.load(sys.stdin)['alert'] != 'a1')"
    assert isinstance(run_command(text), Sent)


def test_a_program_is_told_what_is_known_when_it_is_sent() -> None:
    """The attempt, whether an earlier one may have arrived, the page and the address to acknowledge it."""
    expected = {
        "attempt": 2,
        "repetition": True,
        "page": "https://m.example/story",
        "acknowledge": "https://m.example/ack/a1",
        "log": {"stream": "story", "n": 412, "hash": "9f3c5a0d7e214b68" * 2},
    }
    again = structs.replace(told_message(), attempt=2, repetition=True)
    text = (
        "import json, sys\n"
        f"given = json.load(sys.stdin)\nexpected = {expected}\n"
        "sys.exit(any(given[key] != expected[key] for key in expected) or given['alert'] != 'a1')"
    )
    assert isinstance(run_command(text, again), Sent)


def test_no_shell_reads_the_arguments(tmp_path: Path) -> None:
    """An argument is an argument, whatever is in it."""
    channel = registry.resolve("alerts", "command")
    argv = ("/bin/echo", f"$(touch {tmp_path}/x); touch {tmp_path}/y")
    assert asyncio.run(channel.send(message(), CommandOptions(argv=argv))) == Sent("/bin/echo")
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_reads_nothing_and_leaves_children_is_no_hindrance() -> None:
    """Its exit code is the answer, not the end of what its children write."""
    text = "import subprocess; subprocess.Popen(['/bin/sleep', '6'])"
    assert isinstance(run_command(text, timeout=5), Sent)


def test_a_program_that_takes_too_long_is_killed_with_its_children(tmp_path: Path) -> None:
    """Nothing of it is left to write later; what it has done by then nobody knows."""
    argv = ("/bin/sh", "-c", f"sleep 600 & {pid_to(tmp_path)}; wait".replace("$$", "$!"))
    channel = registry.resolve("alerts", "command")
    sending = channel.send(message(), CommandOptions(argv=argv, timeout=2))
    assert asyncio.run(sending) == NotSent("/bin/sh: no end after 2 s", unknown=True)
    wait_for(lambda: gone(tmp_path))


def test_a_program_does_not_speak_for_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the service manager stay with the service."""
    monkeypatch.setenv("NOTIFY_SOCKET", "/run/x")
    monkeypatch.setenv("KEPT", "1")
    text = "import os, sys; sys.exit('NOTIFY_SOCKET' in os.environ or 'KEPT' not in os.environ)"
    assert isinstance(run_command(text), Sent)


def test_a_sending_that_is_stopped_leaves_no_program(tmp_path: Path) -> None:
    """When the daemon ends, so do the programs that it has started."""

    async def stopped() -> None:
        argv = ("/bin/sh", "-c", f"{pid_to(tmp_path)}; exec sleep 600")
        channel = registry.resolve("alerts", "command")
        sending = asyncio.create_task(channel.send(message(), CommandOptions(argv=argv)))
        await asyncio.to_thread(wait_for, (tmp_path / "pid").exists)
        sending.cancel()
        await asyncio.wait([sending])
        assert sending.cancelled()

    asyncio.run(stopped())
    wait_for(lambda: gone(tmp_path))


def pid_to(folder: Path) -> str:
    """Shell words that leave the shell's process id in a folder."""
    return f"echo $$ > {folder}/new && mv {folder}/new {folder}/pid"


def gone(folder: Path) -> bool:
    """Whether that process has ended; that nobody has buried it does not matter."""
    try:
        stat = Path(f"/proc/{(folder / 'pid').read_text().strip()}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return (folder / "pid").exists()
    return stat.rpartition(")")[2].split()[0] in "ZX"


def wait_for(condition: Callable[[], bool]) -> None:
    """Until it holds, for as long as a busy machine may take."""
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
