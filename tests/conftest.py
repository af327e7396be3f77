"""For every test: what a command sets up for its whole process is as it was afterwards."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

NAMES = ("monitor", "monitor.said", "apscheduler", "httpx")
"""Loggers that a command which runs in the test's own process sets up."""


@pytest.fixture(autouse=True)
def _logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Loggers and hooks are everybody's."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    named = [logging.getLogger(), *map(logging.getLogger, NAMES)]
    before = [(each, each.level, [*each.handlers]) for each in named]
    yield
    logging.captureWarnings(False)
    for each, level, handlers in before:
        each.setLevel(level)
        each.handlers = handlers
