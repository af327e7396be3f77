"""Endpoints of a language model as tests want them: well, bad, slow; over a real server on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from monitor.models import Setup
from tests.loopback import Exchange, Loopback, Mode, Seen, body

PATH = "/v1/chat/completions"
JSON_TYPE = "application/json"


def completion(content: Any, **more: Any) -> bytes:
    """A chat completion that says this."""
    said = {"role": "assistant", "content": content, **more.pop("message", {})}
    told = {
        "id": "c-1",
        "model": "small-0625",
        "choices": [{"index": 0, "message": said, "finish_reason": more.pop("finish", "stop")}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 80},
    }
    return json.dumps({**told, **more}).encode()


def says(content: Any, **more: Any) -> Mode:
    """Answers so, whatever it is asked."""
    return body(completion(content, **more), JSON_TYPE)


def replies(answer: Callable[[dict[str, Any]], Any]) -> Mode:
    """Answers by the story that it is asked about."""

    def mode(exchange: Exchange) -> None:
        says(answer(story_in(exchange.request)))(exchange)

    return mode


def story_in(request: Seen) -> dict[str, Any]:
    """The story in a request."""
    found: dict[str, Any] = json.loads(sent(request)["messages"][1]["content"])
    return found


def sent(request: Seen) -> dict[str, Any]:
    """What was sent."""
    found: dict[str, Any] = json.loads(request.body)
    return found


def listed(*proposals: Mapping[str, Any]) -> str:
    """Proposals as a model lists them."""
    return json.dumps({"claims": proposals})


def at(server: Loopback, mode: Mode, **fields: Any) -> Setup:
    """The setup of a model that this server plays so."""
    server.at(PATH, mode)
    given: dict[str, Any] = {
        "address": server.url("/v1"),
        "model": "small:1b",
        "allow_private": True,
    }
    return Setup(**given | fields)
