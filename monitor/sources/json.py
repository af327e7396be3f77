"""A JSON API, by paths: where the list of entries is, and where in each of them title, link and date are.

A path is names of keys with full stops between them ("data.items", "fields.headline"); a number is a
place in a list ("authors.0.name"). Without a path the whole document is the list.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct, structs

from monitor.sources import (
    Client,
    Document,
    Failure,
    Parsed,
    Retrieved,
    Validators,
    Worker,
    jsonfeed,
    raw,
    written,
)
from monitor.text import clean
from monitor.topics import Source

ACCEPT = "application/json, */*;q=0.1"
SHOWN = 120
"""Characters of an answer that is no JSON which are told: APIs say what is wrong in plain words."""

SAMPLE = b"""{"status": "ok", "data": {"count": 2, "items": [
{"id": 2, "href": "/ferry", "fields": {"headline": "Ferry service resumes", "trail": "<p>Again.</p>"},
 "at": "20250603T083000+0200"},
{"id": 1, "href": "https://example.org/storm", "fields": {"headline": "Storm closes the port"},
 "at": "20250602T233000Z"}]}}"""


class JsonOptions(Struct, frozen=True, kw_only=True):
    """Where everything is. Every path but that of the list begins at an entry."""

    title: str
    entries: str = ""
    """Path to the list of entries; empty: the document is the list."""
    link: str = ""
    date: str = ""
    date_form: str = ""
    """As in Python's `strptime`; empty: ISO 8601, a date as in mail, or a number since 1970."""
    text: str = ""
    id: str = ""
    site: str = ""
    lang: str = ""


class Json:
    """An API at a web address."""

    sample = SAMPLE
    sample_type = "application/json"
    options = JsonOptions
    sample_options = {
        "entries": "data.items",
        "title": "fields.headline",
        "text": "fields.trail",
        "link": "href",
        "id": "id",
        "date": "at",
        "date_form": "%Y%m%dT%H%M%S%z",
    }

    def problems(self, options: JsonOptions) -> Iterable[tuple[str, str]]:
        """Paths with an empty part, and a form of dates that is none."""
        for key, path in structs.asdict(options).items():
            if key != "date_form" and path and not all(path.split(".")):
                yield key, f'expected names with full stops between them, found "{path}"'
        if options.date_form and (reason := written.bad_form(options.date_form)):
            yield "date_form", f'expected a form like "%Y-%m-%d %H:%M:%S": {reason}'

    async def retrieve(
        self, source: Source, validators: Validators, client: Client, *, now: datetime
    ) -> Retrieved:
        """Ask for the source's address."""
        return await client.get(source.address, validators, now=now, accept=ACCEPT)

    async def parse(self, source: Source, document: Document, worker: Worker) -> Parsed | Failure:
        """Read it in the worker."""
        return await worker.run(read, source, document)


SOURCE = Json()


def read(source: Source, document: Document) -> Parsed | Failure:
    """Entries of an API's answer."""
    options = msgspec.convert(source.options, JsonOptions)
    if not document.body.strip():
        return Failure(kind="empty", sentence="the answer is empty")
    try:
        answer = jsonfeed.decoded(document.body)
    except (ValueError, RecursionError) as error:
        said = clean(document.body[: 8 * SHOWN].decode("utf-8", "replace"), SHOWN)
        reason = f'this is no JSON: {clean(str(error), SHOWN)}; it begins "{said}"'
        return Failure(kind="broken", sentence=reason)
    listed = at(answer, options.entries)
    if answer == {}:  # how some APIs say that they have found nothing
        listed = []
    if not isinstance(listed, list):
        where = f'at "{options.entries}"' if options.entries else "as the whole answer"
        return Failure(kind="not a feed", sentence=f"there is no list {where}")
    every = [each for each in listed if isinstance(each, dict)]
    raws = (_raw(each, options) for each in every)
    found = raw.parsed(raws, source, document, total=len(every))
    if every and not found.entries:
        return Failure(kind="not a feed", sentence=f'no entry has a title at "{options.title}"')
    return found


def at(value: Any, path: str) -> Any:
    """What is at a path; None when there is nothing."""
    for name in filter(None, path.split(".")):
        if isinstance(value, dict):
            value = value.get(name)
        elif isinstance(value, list) and name.isdecimal() and int(name[:9]) < len(value):
            value = value[int(name[:9])]
        else:
            return None
    return value


def _raw(each: dict[str, Any], options: JsonOptions) -> raw.Raw:
    date = written.understood(_found(each, options.date), options.date_form)
    return raw.Raw(
        guid=_text(_found(each, options.id)),
        link=_text(_found(each, options.link)),
        title=_text(_found(each, options.title)),
        text=_text(_found(each, options.text)),
        date=date.date,
        moment=date.moment,
        publisher=_text(_found(each, options.site)),
        lang=_text(_found(each, options.lang)),
    )


def _found(each: dict[str, Any], path: str) -> Any:
    return at(each, path) if path else None


def _text(value: Any) -> str:
    """Text, a number as text (one that is out of range is none), or texts of a list with commas between."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value[:20])))
    if isinstance(value, bool) or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
