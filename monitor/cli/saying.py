"""What an event says, in a line: by its fields, not by its type, so that none is forgotten."""

from __future__ import annotations

from typing import Any


def summary(body: dict[str, Any]) -> str:
    """What an event says, in a line: by its fields, not by its type, so that none is forgotten."""
    if "redacted" in body:
        return "redacted"
    quote = body.get("quote")
    if isinstance(quote, dict):
        return f'{body.get("tracker")}: "{quote.get("text")}" ({body.get("site")})'
    parts = (str(body[name]) for name in _TELLING if body.get(name))
    return ", ".join(parts) or str(body.get("story", ""))


_TELLING = (
    *("site", "source", "title", "alert", "claim", "who", "why", "detail"),
    *("model", "parser", "answer"),
)
"""Fields that tell a person what an event is about."""
