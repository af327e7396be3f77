"""What a language model was asked about a story, what it answered, and what was made of the answer.

Events like the others. Who asks is `monitor.asking`; who reads the answer, `monitor.claims.proposals`.
"""

from __future__ import annotations

from datetime import datetime

from monitor.values import Event


class ModelAnswered(Event, frozen=True, kw_only=True, tag=True):
    """A language model was asked about a story and has answered: its words as they came.

    Whatever is made of the answer is made from this, and the model is not asked again.
    """

    story: str
    reading: int
    """The reading of the story that it was asked about."""
    model: str
    prompt: str
    """Version of the question (`monitor.claims.question.VERSION`)."""
    asked: str
    """Digest of all that was sent: one question, one digest."""
    trackers: tuple[str, ...]
    """What was asked about."""
    parameters: str
    """What was sent beside the question, as JSON: temperature, seed ..."""
    answer: str
    answered_by: str = ""
    """The model as the endpoint names it; empty when it does not."""
    finish: str = ""
    """Why it stopped, in the endpoint's word: "stop", "length" (cut off), "refusal"."""
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float
    """How long it took."""
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Which question about which reading, answered when."""
        return (self.story, str(self.reading), self.asked, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it answered."""
        return self.at


class AnswerRead(Event, frozen=True, kw_only=True, tag=True):
    """An answer was read: how many claims it gave, and how many of its proposals were rejected, and why."""

    story: str
    reading: int
    """The reading of the story that the claims belong to."""
    asked: str
    """The question whose answer it is."""
    parser: str
    """What has read it, with its version; also the `pack` of the claims."""
    claims: int
    rejected: dict[str, int] = {}
    """Reason -> how many proposals."""
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Which answer was read by what for which reading, when."""
        return (self.story, str(self.reading), self.asked, self.parser, self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it was read."""
        return self.at


class ModelFailed(Event, frozen=True, kw_only=True, tag=True):
    """A language model was asked about a story and gave no answer; `detail` says why."""

    story: str
    reading: int
    model: str
    kind: str
    """What went wrong in a word (`monitor.models.FailureKind`)."""
    detail: str
    seconds: float
    at: datetime

    def identity(self) -> tuple[str, ...]:
        """Which reading, asked when."""
        return (self.story, str(self.reading), self.at.isoformat())

    @property
    def reported(self) -> datetime:
        """When it failed."""
        return self.at
