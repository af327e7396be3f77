"""What a language model would make of a text: asked at once, and nothing is kept."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from monitor.asking import asked_about
from monitor.claims import Readers
from monitor.claims.proposals import read
from monitor.entries import Story
from monitor.errors import ConfigError, Problem
from monitor.models import Answer, NoAnswer, Setup
from monitor.models.endpoint import Endpoint
from monitor.pace import clock
from monitor.reports import AnyClaim
from monitor.wording import many


class Tried(NamedTuple):
    """What came of it."""

    outcome: str
    """"answered", "not asked", or what went wrong in a word."""
    detail: str
    claims: list[AnyClaim]
    rejected: dict[str, int]

    def plain(self) -> dict[str, Any]:
        """As JSON has it; the claims stand with the others."""
        return {"outcome": self.outcome, "detail": self.detail, "rejected": self.rejected}

    def line(self) -> str:
        """For a person."""
        if self.outcome != "answered":
            return f"{self.outcome}: {self.detail}" if self.detail else self.outcome
        why = ", ".join(f"{times} {reason}" for reason, times in self.rejected.items())
        told = f"{many(len(self.claims), 'claim')}, {sum(self.rejected.values())} rejected"
        return f"{told}: {why}" if why else told


def tried(setup: Setup, readers: Readers, story: Story) -> Tried:
    """Ask about a story as the daemon would."""
    put = asked_about(story, readers, setup)
    if put is None:
        return Tried("not asked", "nothing can be claimed in this language", [], {})
    heard = asyncio.run(_heard(setup, put.body))
    if isinstance(heard, NoAnswer):
        return Tried(heard.kind, heard.sentence, [], {})
    found = read(put.answered(heard, clock()), story, put.context)
    return Tried("answered", heard.finish, found.claims, found.rejected)


async def _heard(setup: Setup, sent: bytes) -> Answer | NoAnswer:
    async with Endpoint(setup) as endpoint:
        return await endpoint.ask(sent, clock())


def wanted(setup: Setup | None, file: str) -> Setup:
    """The model that is set up. Raises ConfigError when there is none."""
    if setup is None:
        raise ConfigError(
            [Problem(file, "model", "there is none; --model asks the one set up here")]
        )
    return setup
