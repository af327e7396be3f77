"""`topics try`: what is kept of texts, and what a topic would have found there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from monitor.cli.claims import headline, outward
from monitor.cli.ending import NOTHING_FOUND, Ended
from monitor.cli.figures import Said, brief
from monitor.cli.figures import outward as answer_outward
from monitor.cli.outline import TrackerLine, listed
from monitor.cli.places import Places
from monitor.cli.rendering import bold, dim, out, out_json, say, table, wrapped
from monitor.cli.times import iso, reported
from monitor.entries import Entry
from monitor.errors import NotFound, StateError
from monitor.eventlog.sqlite import open_reader
from monitor.projections import stamp
from monitor.sources.answers import Answers
from monitor.stories.gate import Miss
from monitor.stories.recorded import recorded
from monitor.text import printable
from monitor.trying import Found, Near, Stored, Trial
from monitor.wording import many

STORIES = ("StoryPublished", "StoryCopied", "StoryRevised")
EXAMPLES = 10
"""Texts that nearly pass which a person is shown: enough to see which word is missing."""
REASONS = 5
"""Things that keep texts out which a person is shown: the commonest."""


def stored(places: Places) -> Stored:
    """The entries in feeds.db and the texts in the log. Raises NotFound when there are neither."""
    log = open_reader(places.log)
    texts: list[Entry] = []
    if log is not None:
        with log:
            for stream in log.streams():
                events = (row.event for row in log.read(stream=stream, types=STORIES))
                texts += (text.entry for each in recorded(events).values() for text in each.texts)
    entries = _entries(places)
    if not texts and not entries:
        raise NotFound(f"no text is kept in {places.state} yet; `monitor run` starts")
    return Stored(entries=entries, recorded=tuple(texts))


def _entries(places: Places) -> tuple[Entry, ...]:
    """The entries of the last 30 days; none, and said, where they cannot be read: a memory only."""
    if not places.feeds.exists():
        return ()
    try:
        with Answers(places.feeds, readonly=True) as answers:
            return tuple(answers.entries())
    except StateError as error:
        say(f"{error}: only the stories of the log are tried")
        return ()


def tell(found: Trial, places: Places, limit: int) -> None:
    """Print it; end with 3 when nothing is about the topic."""
    if places.as_json:
        out_json(_plain(found, iso(places.now)))
    else:
        out(list(_lines(found, limit)))
    if not found.passing:
        say(f"no text is about {found.topic.id}")
        raise Ended(NOTHING_FOUND)


# --- for programs ---------------------------------------------------------------------------------


def _plain(found: Trial, as_of: str) -> dict[str, Any]:
    return {
        "topic": found.topic.id,
        "entries": found.entries,
        "recorded": found.recorded,
        "texts": found.texts,
        "passing": found.passing,
        "combinations": found.combinations,
        **_counts(found),
        "stories": [_story(each) for each in found.found],
        "trackers": [
            answer_outward(dict(said.view), found.topic.id, line, as_of)
            for line, said in _answers(found)
        ],
        "nearly": [miss._asdict() | {"texts": count} for miss, count in found.nearly.items()],
        "nearest": [
            _where(each.entry) | {"misses": [miss._asdict() for miss in each.misses]}
            for each in found.nearest
        ],
        "silent": list(found.silent),
    }


def _counts(found: Trial) -> dict[str, int]:
    """What the passing texts are."""
    kinds = [each.kind for each in found.found]
    return {
        "new": kinds.count("new"),
        "copies": kinds.count("copy"),
        "revisions": kinds.count("revision"),
        "known": found.known,
        "claims": sum(len(each.claims) for each in found.found),
    }


def _story(one: Found) -> dict[str, Any]:
    told = {"story": one.story.id, "lineage": one.story.lineage, "kind": one.kind}
    claims = [outward(claim) for claim in one.claims]
    return told | _where(one.story) | {"combination": one.combination, "claims": claims}


def _where(text: Any) -> dict[str, Any]:
    """Title, outlet, address and time of an entry or a story."""
    at = stamp(text.published) if text.published else None
    return {"url": text.url, "site": text.site, "title": text.title, "published": at}


def _answers(found: Trial) -> Iterator[tuple[TrackerLine, Said]]:
    """What each tracker would say."""
    for each in found.topic.trackers:
        answer = found.answers[each.id]
        yield TrackerLine(each.id, each.kind, each.title), Said(dict(answer.view), answer.lines)


# --- for people -----------------------------------------------------------------------------------


def _lines(found: Trial, limit: int) -> Iterator[str]:
    yield from map(bold, wrapped(f"{found.topic.id}: {found.topic.title}"))
    yield from table(list(_summary(found)), style=bold)
    for each in found.found[:limit]:
        yield ""
        yield from _paragraph(each)
    if len(found.found) > limit:
        left = many(len(found.found) - limit, "earlier text")
        yield from ("", *wrapped(f"and {left}: --limit {len(found.found)} shows all"))
    if found.nearest:
        yield ""
        yield from _nearly(found)
    if found.passing:
        yield ""
        yield bold("It would say")
        yield from table([(line.id, brief(said)) for line, said in _answers(found)], style=bold)


def _summary(found: Trial) -> Iterator[tuple[str, str]]:
    kept = f"{many(found.entries, 'stored entry', 'stored entries')}, "
    kept += f"{many(found.recorded, 'text')} of recorded stories"
    yield "looked at", f"{kept}: {many(found.texts, 'different text')}"
    yield "about it", many(found.passing, "text")
    for combination, count in found.combinations.items():
        yield "", f"{count:,} by {combination}"
    counts = _counts(found)
    if found.passing:
        yield "stories", _stories(counts)
        yield "claims", f"{counts['claims']:,}"
    if found.silent:
        yield "no text of", listed(found.silent)


def _stories(counts: Mapping[str, int]) -> str:
    told = f"{counts['new']:,} new, {many(counts['copies'], 'copy', 'copies')}, "
    return f"{told}{many(counts['revisions'], 'revision')}; {counts['known']:,} told nothing new"


def _paragraph(one: Found) -> Iterator[str]:
    """A text, what has let it in, and its claims with their quotes."""
    yield from wrapped(one.story.title or "(no title)")
    kind = "" if one.kind == "new" else f", {one.kind}"
    yield from wrapped(f"{_told(one.story)}{kind}; by {one.combination}", "  ")
    if one.story.url:
        yield f"  {dim(printable(one.story.url))}"
    for claim in one.claims:
        yield from wrapped(headline(claim), "    ", "      ")
        yield from wrapped(f'"{claim.quote.text}"', "        ")


def _told(text: Any) -> str:
    """Outlet and time of an entry or a story."""
    when = reported(stamp(text.published or text.seen), day_only=text.day_only)
    return f"{text.site}, {when}" if text.site else when


def _nearly(found: Trial) -> Iterator[str]:
    """What has kept out texts that all but pass, and some of them."""
    total = sum(found.nearly.values())
    yield from map(bold, wrapped(f"Nearly about it: {many(total, 'text')}"))
    for miss, count in islice(found.nearly.items(), REASONS):
        yield from wrapped(f"{count:,}: {_reason(miss)}", "  ", "    ")
    for each in found.nearest[:EXAMPLES]:
        yield from wrapped(_example(each), "  - ", "    ")


def _example(near: Near) -> str:
    title = near.entry.title or near.entry.text
    return f"{_told(near.entry)}: {title} ({_reason(near.misses[0])})"


def _reason(miss: Miss) -> str:
    if miss.why == "lacks":
        return f"{miss.combination} without {miss.group}"
    if miss.why == "has":
        return f"{miss.combination}, ruled out by {miss.group}"
    return f"{miss.combination}, of another time"
