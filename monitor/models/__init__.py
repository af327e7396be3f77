"""The language model that reads as well: how it is set up, and what asking it can come to.

    question --endpoint: one POST--> Answer | NoAnswer

Any endpoint that speaks OpenAI's chat completions will do, on this machine or elsewhere. Off unless
`monitor.toml` has a `[model]`. Here are the values; `endpoint` asks, `waiting` says who is next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import msgspec
from msgspec import Struct, field

from monitor.secret import Whereabouts

if TYPE_CHECKING:
    from monitor.claims.question import (
        Question,
    )  # the readers, which a configuration can do without

FailureKind = Literal[
    "unreachable",  # no name, no connection, no TLS, broken off
    "timeout",
    "refused",  # an address that may not be asked
    "busy",  # 429, 503
    "status",  # anything else that is not 200
    "too large",
    "encoding",
    "not an answer",  # 200, and no chat completion in it
    "no key",
]
OURS: frozenset[FailureKind] = frozenset({"timeout", "too large", "encoding", "not an answer"})
"""Failures that may lie in the story that was asked about: it is not asked about for ever."""


def parameters() -> dict[str, Any]:
    """As repeatable as can be had, which is not quite; long enough for a dozen claims."""
    return {"temperature": 0, "seed": 1, "max_tokens": 2000}


OWN = frozenset({"model", "messages", "stream", "response_format", "n"})
"""Parameters that are not the configuration's to set."""


class Setup(Struct, frozen=True, kw_only=True):
    """Where a model is, and how it is asked."""

    address: str
    """Of the API, as OpenAI's libraries take it: "http://127.0.0.1:11434/v1"."""
    model: str
    timeout: float = 60.0
    """Seconds for one answer."""
    key_env: str = ""
    """Environment variable that holds the key."""
    key_file: str = ""
    """File that holds it; a name without a slash is a credential of the service manager."""
    allow_private: bool = False
    """The address may be one of this machine or of a private network."""
    per_hour: int = 60
    topics: tuple[str, ...] = ()
    """Topics whose stories it reads; all that are followed when empty."""
    kinds: tuple[str, ...] = ()
    """Kinds of tracker that it is asked about; all when empty."""
    response: Literal["json_object", "json_schema", "text"] = "json_object"
    parameters: dict[str, Any] = field(default_factory=parameters)

    @property
    def key(self) -> Whereabouts:
        """Where the key is."""
        return Whereabouts("key", self.key_env, self.key_file)


class Answer(Struct, frozen=True, kw_only=True):
    """What the model has said, as it came."""

    text: str
    answered_by: str = ""
    finish: str = ""
    tokens_in: int | None = None
    tokens_out: int | None = None
    seconds: float = 0.0


class NoAnswer(Struct, frozen=True, kw_only=True):
    """Why there is none; `sentence` is for a person and holds neither key nor anything outside."""

    kind: FailureKind
    sentence: str
    retry_after: int = 0
    """Seconds for which the endpoint wants to be left alone; 0 when it does not say."""
    seconds: float = 0.0


Heard: TypeAlias = Answer | NoAnswer


def body(question: Question, setup: Setup) -> bytes:
    """The request: the same bytes for the same question."""
    told = {
        "model": setup.model,
        "messages": [
            {"role": "system", "content": question.system},
            {"role": "user", "content": question.user},
        ],
        **setup.parameters,
        **_response(question, setup),
        "stream": False,
    }
    return msgspec.json.encode(told)


def _response(question: Question, setup: Setup) -> dict[str, Any]:
    if setup.response == "json_schema":
        schema = {"name": "claims", "strict": False, "schema": question.schema}
        return {"response_format": {"type": "json_schema", "json_schema": schema}}
    if setup.response == "json_object":
        return {"response_format": {"type": "json_object"}}
    return {}
