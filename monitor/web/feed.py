"""Developments as an Atom feed (RFC 4287): for feed readers, and for another `monitor`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from monitor.text import web_address
from monitor.views.reading import Row
from monitor.web.dossier import TOLD, Dossier
from monitor.web.markup import Child, Markup, element, place
from monitor.web.quoting import quotations

NOTHING = "1970-01-01T00:00:00Z"
"""Atom wants a time of the last change, also when there was none."""


def feed(dossier: Dossier) -> bytes:
    """The weighty developments of a topic, newest first, each with its quotes.

    What has changed because newer rules read old stories again is no news, and is left to the page.
    """
    topic = dossier.topic
    told = [each for each in dossier.developments if not each["reread"]]
    updated = max((each["seen"] for each in told), default=NOTHING)
    root = element(
        "feed",
        element("id", _urn(topic.id)),
        element("title", topic.title),
        element("updated", updated),
        element("author", element("name", "monitor")),
        element("link", rel="self", href=place("topics", topic.id, "feed.atom")),
        element("link", rel="alternate", type="text/html", href=place("topics", topic.id)),
        [_entry(dossier, each) for each in told],
        xmlns="http://www.w3.org/2005/Atom",
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{root}\n'.encode()


def _entry(dossier: Dossier, told: Row) -> Markup:
    quotes = dossier.quoted(told["because"], most=TOLD)
    page = f"{place('topics', dossier.topic.id)}#d-{told['id']}"
    return element(
        "entry",
        element("id", _urn(dossier.topic.id, told["id"])),
        element("title", told["title"]),
        element("published", told["at"]),
        element("updated", told["seen"]),
        element("link", rel="alternate", type="text/html", href=page),
        _related(quotes),
        element("category", term=told["severity"]),
        element("content", str(_content(told, quotes)), type="html"),
    )


def _related(quotes: Iterable[Row]) -> Iterable[Child]:
    """The pages that are quoted."""
    addresses = {safe for claim in quotes if (safe := web_address(claim["url"]))}
    return (element("link", rel="related", href=each) for each in sorted(addresses))


def _content(told: Row, quotes: Iterable[Row]) -> Markup:
    return element("div", element("p", told["title"]), quotations(quotes))


def _urn(*parts: str) -> str:
    """The same for the same development, wherever the feed is read."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("monitor", *parts))).urn
