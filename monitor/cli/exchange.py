"""`sources import` and `sources export`: lists of feeds as other programs have them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from monitor.cli.blocks import append, block, named, outlet
from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.outline import listed
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say
from monitor.config import load
from monitor.config.folders import topic_files
from monitor.errors import MonitorError, NotFound
from monitor.sources import opml
from monitor.sources.elements import Damaged
from monitor.stories.addresses import GOOGLE_NEWS
from monitor.text import host, without_password
from monitor.topics import Source, Topic
from monitor.wording import instead, many

FEEDS = ("feed", "google_news")
"""Kinds that any reader of feeds can read."""
TOLD = 5
"""Addresses that are refused which are told one by one."""


class NoList(MonitorError):
    """A file is no list of feeds."""


def bring_in(places: Places, file: Path, into: str | None) -> None:
    """Show the feeds of a list as blocks, or add those that a topic lacks to its file."""
    try:
        with file.open("rb") as opened:
            found = opml.read(opened.read(opml.LARGEST + 1))
    except (Damaged, OSError) as error:
        raise NoList(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    topics = load(places.config, places.state).topics
    _tell_refused(found.refused)
    known = {source.address for topic in topics if topic.id == into for source in topic.sources}
    new = [feed for feed in found.feeds if feed.address not in known]
    sources = _sources(new, topics)
    if into is not None:
        path = _file(places, topics, into)
        if sources:
            append(path, sources)
        say(
            f"{path}: {many(len(sources), 'source')} added, {len(known & _all(found))} there already"
        )
        return
    if places.as_json:
        out_json([{"id": each.id, "kind": each.kind, "address": each.address} for each in sources])
    elif sources:
        out("\n".join(block(each) for each in sources).rstrip())
    if not sources:
        say("there is no feed in this list")
        raise Ended(NOTHING_FOUND)


def _all(found: opml.Found) -> set[str]:
    return {feed.address for feed in found.feeds}


def _tell_refused(addresses: tuple[str, ...]) -> None:
    for address in addresses[:TOLD]:
        say(f'left out, it is no http(s) address: "{address}"')
    if len(addresses) > TOLD:
        say(f"{len(addresses) - TOLD} more left out")


def _sources(feeds: Iterable[opml.Feed], topics: Iterable[Topic]) -> list[Source]:
    """Each with an id of its own; a feed that another topic has is the same source here."""
    configured = {source.address: source for topic in topics for source in topic.sources}
    taken = {source.id for source in configured.values()}
    sources = []
    for feed in feeds:
        source = configured.get(feed.address) or _source(feed, taken)
        taken.add(source.id)
        sources.append(source)
    return sources


def _source(feed: opml.Feed, taken: set[str]) -> Source:
    google = host(feed.address) == GOOGLE_NEWS
    return Source(
        id=named(feed.title, feed.address, taken),
        kind="google_news" if google else "feed",
        address=feed.address,
        site="" if google else outlet(feed.page or feed.address),
    )


def _file(places: Places, topics: Iterable[Topic], wanted: str) -> Path:
    """The file of the topic of that id. Raises NotFound."""
    ids = [topic.id for topic in topics]  # in the order of their files
    for name, path in zip(ids, topic_files(places.config), strict=True):
        if name == wanted:
            return path
    raise NotFound(f'there is no topic "{wanted}"; {instead(wanted, ids)}')


def give(places: Places) -> None:
    """The feeds of the topics as a list; what is no feed is named, and left out."""
    topics = load(places.config, places.state).topics
    wanted = {outline.id for outline in places.topics()}
    topics = tuple(topic for topic in topics if topic.id in wanted)
    others = [each.id for topic in topics for each in topic.sources if each.kind not in FEEDS]
    if places.as_json:
        out_json(
            {
                topic.id: [
                    {"id": each.id, "address": without_password(each.address)}
                    for each in _feeds(topic)
                ]
                for topic in topics
            }
        )
    else:
        groups = (
            (
                topic.title,
                [
                    opml.Feed(title=each.id, address=without_password(each.address))
                    for each in _feeds(topic)
                ],
            )
            for topic in topics
        )
        out(opml.written("monitor", groups))
    if others:
        say(f"left out, they are no feeds: {listed(others)}")


def _feeds(topic: Topic) -> list[Source]:
    return [source for source in topic.sources if source.kind in FEEDS]
