"""The worker process: it is stopped, killed and replaced, and the next document is fine."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from monitor.sources import Failure, Parsed, Reader
from monitor.sources.feed import read
from monitor.sources.worker import GuardedWorker, guarded
from tests.sources import hostile
from tests.sources.documents import SOURCE, document, numbered, rss

AUTHOR = document(rss(f"<title>A</title><author>{'a' * 200_000}</author>"))
"""feedparser looks for a mail address in it, in quadratic time: minutes."""
GOOD = document(numbered(2))


def with_worker(work: Callable[[GuardedWorker], Awaitable[None]], seconds: float = 1.0) -> None:
    async def run() -> None:
        async with GuardedWorker(seconds=seconds) as worker:
            await work(worker)

    asyncio.run(run())


def entries(found: Parsed | Failure) -> int:
    assert isinstance(found, Parsed), found
    return len(found.entries)


def failure(found: Parsed | Failure) -> Failure:
    assert isinstance(found, Failure), found
    return found


def test_a_document_that_takes_for_ever_is_stopped_and_the_next_is_fine() -> None:
    """200 kB of author: the alarm ends it, in the same process the next feed is read."""

    async def work(worker: GuardedWorker) -> None:
        first = await worker.run(hostile.whoami, SOURCE, GOOD)
        stopped = failure(await worker.run(read, SOURCE, AUTHOR))
        assert (stopped.kind, "more than 1 s" in stopped.sentence) == ("parser", True)
        assert entries(await worker.run(read, SOURCE, GOOD)) == 2
        assert await worker.run(hostile.whoami, SOURCE, GOOD) == first

    with_worker(work)


def test_what_goes_wrong_in_the_worker_is_a_value() -> None:
    """Memory, recursion, a bug, death, deafness and sleep give a failure each; the next is fine."""
    expected: list[tuple[Reader, str]] = [
        (hostile.eat, "too much memory"),
        (hostile.recurse, "nested too deeply"),
        (hostile.fail, "KeyError: 'no such thing'"),
        (hostile.die, "died"),
        (hostile.deaf, "more than 0.2 s"),
        (hostile.sleep, "more than 0.2 s"),
    ]

    async def work(worker: GuardedWorker) -> None:
        for reader, sentence in expected:
            assert sentence in failure(await worker.run(reader, SOURCE, GOOD)).sentence
            assert entries(await worker.run(read, SOURCE, GOOD)) == 2

    with_worker(work, seconds=0.2)


def test_a_busy_machine_costs_no_document() -> None:
    """What counts is the time of the processor, within bounds."""

    async def work(worker: GuardedWorker) -> None:
        found = await worker.run(hostile.wait, SOURCE, GOOD)
        assert isinstance(found, Parsed), found
        assert found.title == "read"

    with_worker(work, seconds=0.3)


def test_a_cancelled_document_does_not_occupy_the_worker() -> None:
    """Whoever waits next gets a new process."""

    async def work(worker: GuardedWorker) -> None:
        await worker.run(hostile.whoami, SOURCE, GOOD)
        task = asyncio.create_task(worker.run(read, SOURCE, AUTHOR))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert entries(await worker.run(read, SOURCE, GOOD)) == 2

    with_worker(work, seconds=30.0)


def test_who_gives_up_while_he_waits_disturbs_nobody() -> None:
    """Documents are read one after the other; one that is not wanted any more is passed over."""

    async def work(worker: GuardedWorker) -> None:
        first = await worker.run(hostile.whoami, SOURCE, GOOD)
        three = [asyncio.create_task(worker.run(read, SOURCE, GOOD)) for _ in range(3)]
        await asyncio.sleep(0)
        three[1].cancel()
        found = await asyncio.gather(*three, return_exceptions=True)
        assert [isinstance(each, Parsed) for each in found] == [True, False, True]
        assert await worker.run(hostile.whoami, SOURCE, GOOD) == first

    with_worker(work, seconds=30.0)


def test_the_alarm_does_not_ring_after_the_document() -> None:
    """Run in this process: the timer is off when the reader has returned."""
    previous = signal.signal(signal.SIGPROF, signal.default_int_handler)
    try:
        assert entries(guarded(read, SOURCE, GOOD, 5.0)) == 2
        assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    finally:
        signal.signal(signal.SIGPROF, previous)


ORPHAN = """
import asyncio, os, signal
from monitor.sources.worker import GuardedWorker
from tests.sources import hostile
from tests.sources.documents import SOURCE, numbered, document

async def main():
    found = await GuardedWorker().run(hostile.whoami, SOURCE, document(numbered(1)))
    print(found.title, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_a_killed_program_leaves_no_worker_behind(tmp_path: Path) -> None:
    """The worker watches its parent."""
    script = tmp_path / "orphan.py"
    script.write_text(ORPHAN)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, script],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=30,
        check=False,
    )
    assert is_gone(int(done.stdout))


def is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":  # dead, not yet collected by whoever has inherited it
            return True
        time.sleep(0.05)
    return False
