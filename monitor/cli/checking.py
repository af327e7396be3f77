"""`sources check`: one polite look at a source, told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import structs

from monitor.cli.blocks import block, named, outlet
from monitor.cli.ending import FAILED, Ended
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import bold, out, out_json, say, table, wrapped
from monitor.cli.times import duration, iso, reported
from monitor.config import Configuration, load, members
from monitor.config.shape import Place
from monitor.entries import Entry
from monitor.errors import ConfigError, NotFound, Problem
from monitor.opening import polite
from monitor.sources import Failure, Parsed, checking
from monitor.sources.checking import Look
from monitor.sources.worker import GuardedWorker
from monitor.text import clean, printable, web_address
from monitor.topics import Source
from monitor.wording import instead, many

SHOWN = 5
"""Entries that are shown: enough to see what they are."""
TITLE = 60
"""Characters of a title out of which an id is made."""


def check(places: Places, asked: str, kind: str, given: Iterable[str]) -> None:
    """Look at an address, or at a source of that id, and tell."""
    configuration = load(places.config, places.state)
    source = _wanted(configuration, asked, kind, _options(given))
    found = asyncio.run(_looked(configuration, source, places))
    found = structs.replace(found, source=_proposed(found, asked))
    if places.as_json:
        out_json(_plain(found, places))
    else:
        _tell(found, places)
    if isinstance(found.result, Failure):
        raise Ended(FAILED)


def _options(given: Iterable[str]) -> dict[str, Any]:
    """KEY=VALUE; a value that is JSON is what it says, anything else is text. Raises Usage."""
    options: dict[str, Any] = {}
    for each in given:
        key, mark, value = each.partition("=")
        if not (key and mark):
            raise Usage(f'--option: expected KEY=VALUE, found "{printable(each)}"')
        try:
            options[key] = json.loads(value) if value[:1] in "[{" else value
        except ValueError:  # a selector may begin so: [data-story]
            options[key] = value
    return options


def _wanted(configuration: Configuration, asked: str, kind: str, options: dict[str, Any]) -> Source:
    """The source to look at. Raises NotFound, ConfigError."""
    address = web_address(asked)
    configured = {each.id: each for topic in configuration.topics for each in topic.sources}
    if not address and not (kind == "command" and asked not in configured):
        if asked not in configured:
            known = instead(asked, configured)
            raise NotFound(f'"{printable(asked)}" is no http(s) address and no source; {known}')
        found = configured[asked]
        return structs.replace(found, kind=kind or found.kind, options={**found.options, **options})
    source = Source(id="checked", kind=kind, address=address, options=options)
    if kind:
        findings: list[Problem] = []
        members.check_source(source, Place("monitor sources check", findings))
        if findings:
            raise ConfigError(findings)
    return source


async def _looked(configuration: Configuration, source: Source, places: Places) -> Look:
    async with polite(configuration.settings) as client, GuardedWorker() as worker:
        return await checking.look(source, client, worker, places.now)


def _proposed(found: Look, asked: str) -> Source:
    """As it would be configured; a source that is configured stays as it is."""
    source = found.source
    if source.id == asked:
        return source
    title = found.result.title if isinstance(found.result, Parsed) else ""
    return structs.replace(
        source,
        id=named(clean(title, TITLE), source.address),
        site="" if source.kind == "google_news" else outlet(source.address),
        lang=checking.language(found),
        every=checking.proposed(found),
    )


def _plain(found: Look, places: Places) -> dict[str, Any]:
    result, document, gap = found.result, found.document, checking.median_gap(found)
    dated = sum(each.published is not None for each in found.entries)
    failure = result if isinstance(result, Failure) else None
    parsed = result if isinstance(result, Parsed) else None
    return {
        "address": found.asked,
        "kind": found.source.kind,
        "failure": structs.asdict(failure) if failure else None,
        "found_at": document.address if document else None,
        "title": parsed.title if parsed else None,
        "entries": len(found.entries),
        "dated": dated,
        "median_gap": None if gap is None else round(gap.total_seconds()),
        "language": checking.language(found) or None,
        "newest": [_entry(each) for each in checking.newest_first(found)[:SHOWN]],
        "odd": checking.oddities(found, places.now),
        "feeds": list(found.feeds),
        "bytes": len(document.body) if document else None,
        "etag": bool(document and document.validators.etag),
        "last_modified": bool(document and document.validators.last_modified),
        "max_age": document.max_age if document else None,
        "ttl": parsed.ttl if parsed else None,
        "toml": _pasted(found.source) if parsed else None,
    }


def _pasted(source: Source) -> str:
    """The block, with what only a person can know."""
    text = block(source)
    if source.zone != "UTC":
        return text
    head, mark, options = text.partition("[source.options]\n")
    return f'{head}# zone = "Europe/London"  # where the outlet counts its days\n{mark}{options}'


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "title": entry.title,
        "url": entry.url or None,
        "site": entry.site,
        "published": iso(entry.published) if entry.published else None,
        "text": len(entry.text),
    }


def _tell(found: Look, places: Places) -> None:
    """For people: what it is, what is newest, what is odd, what to paste."""
    if isinstance(found.result, Failure):
        say(f"{found.asked or found.source.id}: {found.result.sentence}")
        for sentence in checking.oddities(found, places.now):
            say(sentence)
        return
    title = found.result.title or found.source.site or found.source.id
    lines = [*map(bold, wrapped(title)), *table(list(_facts(found)))]
    newest = checking.newest_first(found)[:SHOWN]
    if newest:
        lines += ["", bold("newest"), *(line for each in newest for line in _lines(each))]
    odd = checking.oddities(found, places.now)
    if odd:
        lines += ["", bold("odd"), *(line for each in odd for line in wrapped(each, "  ", "    "))]
    out([*lines, "", bold("for the topic's file"), *_pasted(found.source).splitlines()])


def _facts(found: Look) -> Iterator[tuple[str, str]]:
    document, entries = found.document, found.entries
    yield "kind", found.source.kind
    if document and document.address:
        yield "address", document.address
    yield "entries", _count(entries)
    gap = checking.median_gap(found)
    yield "rhythm", f"one in {duration(gap)} as a rule" if gap else "does not show"
    yield "language", checking.language(found) or "it does not say"
    if document and document.address:
        given = [
            name
            for name, value in (
                ("ETag", document.validators.etag),
                ("Last-Modified", document.validators.last_modified),
                (f"max-age {document.max_age} s", document.max_age),
            )
            if value
        ]
        yield "caching", ", ".join(given) or "none"


def _count(entries: tuple[Entry, ...]) -> str:
    dated = sum(each.published is not None for each in entries)
    return f"{many(len(entries), 'entry', 'entries')}, {dated} with a date"


def _lines(entry: Entry) -> list[str]:
    when = reported(iso(entry.published), day_only=entry.day_only) if entry.published else "no date"
    return wrapped(f"{when}  {entry.title}", "  ", "    ")
