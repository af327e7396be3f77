"""Where daemons come from that are killed by the hundred: a process that has imported all that they need.

For each line on its standard input it forks one and says its process id, then waits for it and says how it
ended. It is the same program over the same folders, only the second for the imports is saved.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.newsroom.setting import CHECKOUT

IMPORTED = (
    "apscheduler.schedulers.asyncio httpx monitor.alerts.gotify monitor.alerts.webhook monitor.cli.ending"
    " monitor.cli.run monitor.claims.packs.en monitor.projections.quantity monitor.projections.tally"
    " monitor.sources.feed"
).split()


class Nursery:
    """The process, seen from the test."""

    def __init__(self, words: Sequence[str], told: Path, env: dict[str, str]) -> None:
        """`words` are those of the daemon's command line, `told` is where it writes what it says."""
        self._told = told
        with told.open("ab") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.crash.nursery", *words],
                cwd=CHECKOUT,
                env={**os.environ, "PYTHONPATH": str(CHECKOUT), **env},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=sink,
            )

    def start(self) -> int:
        """A daemon; its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return self._heard()

    def ended(self) -> int:
        """Wait for the end of that daemon: its exit code, or the signal that killed it, negative."""
        return self._heard()

    def _heard(self) -> int:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self._told.read_text()[-3000:]
        return int(line)

    def close(self) -> None:
        """End it, and the daemon that may still be there: both read the end of their standard input."""
        self.process.communicate(timeout=20)


def main() -> None:
    """Fork until nobody asks any more."""
    for name in IMPORTED:
        importlib.import_module(name)
    while os.read(0, 1):  # no more than that: the daemon reads the end of the same pipe
        child = os.fork()
        if child == 0:
            live()
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def live() -> None:
    """The daemon, in the new process."""
    from tests.newsroom import follow

    os.dup2(2, 1)
    try:
        code = follow.main()
        sys.stderr.flush()
        os._exit(code)
    finally:
        os._exit(70)


if __name__ == "__main__":
    main()
