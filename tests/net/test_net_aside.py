"""Work that blocks: it is waited for, and holds up nobody who does not want to wait any more."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from monitor.net.aside import Aside
from tests.budgets import ROOT


@pytest.fixture
def aside() -> Iterator[Aside]:
    made = Aside(2, "aside-test")
    yield made
    made.close()


def threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "aside-test"]


def test_it_gives_what_the_work_gives_or_raises(aside: Aside) -> None:
    """As if it had been awaited here."""

    async def run() -> None:
        assert await aside.run(lambda: 7) == 7
        with pytest.raises(ZeroDivisionError):
            await aside.run(lambda: 1 // 0)
        assert await aside.run(lambda: 8) == 8

    asyncio.run(run())
    assert len(threads()) == 1


def test_so_much_goes_on_at_a_time(aside: Aside) -> None:
    """The third waits until one of the first two has ended."""
    gate = threading.Event()
    begun = threading.Semaphore(0)

    def work() -> int:
        begun.release()
        gate.wait(10)
        return threading.get_ident()

    async def run() -> set[int]:
        going = [asyncio.create_task(aside.run(work)) for _ in range(3)]
        await asyncio.sleep(0)
        assert begun.acquire(timeout=10)
        assert begun.acquire(timeout=10)
        assert not begun.acquire(timeout=0.05)
        gate.set()
        return set(await asyncio.gather(*going))

    assert len(asyncio.run(run())) <= 2
    assert len(threads()) <= 2


def test_who_gives_up_does_not_wait(aside: Aside) -> None:
    """The work that has not begun is left, the work under way ends by itself."""
    gate = threading.Event()
    done: list[str] = []

    async def run() -> None:
        first = [asyncio.create_task(aside.run(lambda: gate.wait(10))) for _ in range(2)]
        second = asyncio.create_task(aside.run(lambda: done.append("second")))
        await asyncio.sleep(0.05)
        for task in (*first, second):
            task.cancel()
        await asyncio.wait([*first, second], timeout=5)
        assert all(task.cancelled() for task in (*first, second))

    asyncio.run(run())
    gate.set()
    aside.close()
    for thread in threads():
        thread.join(10)
    assert done == []


def test_the_end_of_the_program_does_not_wait() -> None:
    """A name server that is silent for a minute holds up nothing."""
    code = (
        "import asyncio, time\n"
        "from monitor.net.aside import Aside\n"
        "async def main():\n"
        "    async with asyncio.timeout(0.2):\n"
        "        await Aside(1, 'a').run(lambda: time.sleep(600))\n"
        "try:\n"
        "    asyncio.run(main())\n"
        "except TimeoutError:\n"
        "    print('given up')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "given up\n"
