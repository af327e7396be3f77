"""What the tests of the kinds of source share: a source of a kind, read in this process."""

from __future__ import annotations

import asyncio
from typing import Any

from monitor import registry
from monitor.sources import Document, Failure, Parsed
from monitor.topics import Source
from tests.sources.documents import ADDRESS, NOW
from tests.sources.standins import Inline


def source(kind: str, *, address: str = ADDRESS, **options: Any) -> Source:
    return Source(id="harbour", kind=kind, address=address, zone="Europe/Berlin", options=options)


def outcome(made: Source, body: bytes, content_type: str = "") -> Parsed | Failure:
    """What the kind of a source reads out of a body."""
    kind = registry.resolve("sources", made.kind)
    document = Document(
        address=made.address,
        body=body,
        content_type=content_type or kind.sample_type,
        retrieved=NOW,
    )
    found: Parsed | Failure = asyncio.run(kind.parse(made, document, Inline()))
    return found


def parsed(made: Source, body: bytes, content_type: str = "") -> Parsed:
    found = outcome(made, body, content_type)
    assert isinstance(found, Parsed), found
    return found


def failure(made: Source, body: bytes, content_type: str = "") -> Failure:
    found = outcome(made, body, content_type)
    assert isinstance(found, Failure), found
    return found


def problems(kind: str, **options: Any) -> list[str]:
    """What a kind says of options, as "key: reason"."""
    from msgspec import convert

    member = registry.resolve("sources", kind)
    made = convert(options, member.options, strict=True)
    return [f"{key}: {reason}" for key, reason in member.problems(made)]
