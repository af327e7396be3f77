"""Where stories were seen, and which of them are one voice: copies, and copies that bridge lineages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from sys import intern

from msgspec import Struct

from monitor.events import StoryCopied, StoryPublished
from monitor.projections import head, join
from monitor.reports import AnyClaim


class Address(Struct, frozen=True):
    """Where a story was seen, and the stories and lineages that it is one voice with."""

    site: str
    at: datetime
    links: tuple[str, ...] = ()


def address(event: StoryPublished) -> Address:
    """Where a story was seen."""
    links: tuple[str, ...] = ()
    if isinstance(event, StoryCopied):
        links = tuple(sorted({event.story, event.of, *event.joins}))
    return Address(intern(event.site), event.reported, links)


def voices(
    addresses: Mapping[str, Address],
    linked: Mapping[str, Mapping[str, bool]],
    claims: tuple[AnyClaim, ...],
    as_of: datetime | None,
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Lineage -> voice, and voice -> sites, walking only from the lineages of these claims."""
    heads: dict[str, str] = {}
    found: dict[str, set[str]] = {}
    lineages = {claim.lineage for claim in claims}
    waiting, known, copies = list(lineages), set(lineages), set()
    while waiting:
        name = waiting.pop()
        for story in linked.get(name, ()):
            if story in copies:
                continue
            where = addresses[story]
            if as_of is not None and where.at > as_of:
                continue
            copies.add(story)
            for other in where.links:
                join(heads, name, other)
                if other not in known:
                    known.add(other)
                    waiting.append(other)
    for story in known:
        there = addresses.get(story)
        if there is not None and (as_of is None or there.at <= as_of):
            found.setdefault(head(heads, story), set()).add(there.site)
    sites = {voice: tuple(sorted(names)) for voice, names in sorted(found.items())}
    return {name: head(heads, name) for name in sorted(lineages)}, sites
