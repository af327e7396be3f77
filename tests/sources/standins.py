"""What stands in for the world in the tests of sources: a clock, a client, a worker, and one TLS context."""

from __future__ import annotations

import ssl
from datetime import datetime

from monitor.sources import Document, Failure, Parsed, Reader, Retrieved, Validators
from monitor.sources.client import Limits
from monitor.topics import Source
from tests.sources.documents import NOW

TLS = ssl.create_default_context()
"""One for all: loading the authorities takes its time."""
LIMITS = Limits(deadline=20.0, step=10.0)
OPEN = ("127.0.0.1",)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Inline:
    """Runs readers in this process; a document that says BUG makes it fail."""

    async def run(self, reader: Reader, source: Source, document: Document) -> Parsed | Failure:
        if b"BUG" in document.body:
            raise KeyError("a fault of ours")
        return reader(source, document)


class FakeClient:
    """Gives what it is told, and remembers what it was asked."""

    def __init__(self, answer: Retrieved) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Validators]] = []

    async def get(
        self,
        address: str,
        validators: Validators = Validators(),  # noqa: B008  # frozen
        *,
        now: datetime,
        accept: str = "",
        origin: str | None = None,
    ) -> Retrieved:
        self.asked.append((address, validators))
        return self.answer
