"""A stream of entries of which it is known what each is: new, a repeat, or a revision that says more.

Headlines go out at an outlet; then come the ways in which feeds repeat them, in which outlets rewrite
them, and in which the next happening looks like the last. Everything follows from a seed.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple

from msgspec.structs import replace

from monitor.entries import Entry
from tests.eval.reading import CORPUS
from tests.eval.wordings import OTHER, SAME

PATH = CORPUS / "matching" / "headlines.jsonl"
START = datetime(2025, 11, 3, 6, tzinfo=UTC)
OUTLETS = ("Gazette", "Harbor Courier", "El Faro", "Norland Today", "The Lantern", "Radio Delta")
EVERY = timedelta(minutes=7)
"""Between two headlines: the whole list is out within a day and a half."""
SOON = timedelta(hours=30)
"""A repeat comes within so long."""
ANOTHER_DAY = timedelta(hours=80)
"""Behind every repeat and the 36 hours in which a title counts."""

_WORD = re.compile(r"\w+")


class Headline(NamedTuple):
    """A headline and its lead, which may be empty."""

    lang: str
    title: str
    text: str


class Item(NamedTuple):
    """An entry of the stream, and what it is."""

    entry: Entry
    truth: Literal["new", "repeat", "update"]
    """New; nothing new in it (a change of wording at most); a known text that says another thing."""
    kind: str
    first: int
    """Number of the headline: a repeat and an update are of the text that first said it."""


def headlines() -> list[Headline]:
    """The project's own."""
    rows = map(json.loads, PATH.read_text("utf-8").splitlines())
    return [Headline(row["lang"], row["title"], row["text"]) for row in rows]


def stream(texts: Sequence[Headline], seed: int) -> list[Item]:
    """All entries in the order in which they are seen."""
    chance = random.Random(seed)
    order = list(texts)
    chance.shuffle(order)
    items = [item for number, each in enumerate(order) for item in _of(number, each, order, chance)]
    items += _headings(chance)
    return sorted(items, key=lambda item: item.entry.seen)  # stable: a repeat follows its first


def variants(text: Headline, chance: random.Random) -> list[Item]:
    """One headline with all that follows it."""
    return list(_of(0, text, headlines(), chance))


def _of(
    number: int, text: Headline, rest: Sequence[Headline], chance: random.Random
) -> Iterator[Item]:
    """A headline with what follows it."""
    first = _first(number, text, chance)
    yield Item(first, "new", "first", number)
    for kind, again in _repeats(first, text, chance):
        yield Item(again, "repeat", kind, number)
    for kind, changed in _updates(first, text, chance):
        yield Item(changed, "update", kind, number)
    for kind, other in _others(first, text, rest, chance):
        yield Item(other, "new", kind, number)


def _first(number: int, text: Headline, chance: random.Random) -> Entry:
    outlet = OUTLETS[(number + chance.randrange(2)) % len(OUTLETS)]
    host = f"{outlet.lower().replace(' ', '')}.example"
    seen = START + number * EVERY
    slug = "-".join(_WORD.findall(text.title.lower())[:7])
    styles = (f"{seen:%Y/%m/%d}/{slug}", f"news/{slug}", f"world/{slug}-{4_000_000 + number * 17}")
    address = f"https://www.{host}/{chance.choice(styles)}"
    return Entry(
        source=f"{host}/rss",
        site=host,
        url=address,
        guid=chance.choice(("", address, f"tag:{host},2025:{number}")),
        title=text.title,
        text=text.text if chance.random() < 0.75 else "",
        lang=text.lang,
        published=seen - timedelta(minutes=chance.randrange(20)),
        day=seen.date(),
        seen=seen,
    )


# --- the same again -----------------------------------------------------------------------------


def _later(entry: Entry, chance: random.Random, **other: Any) -> Entry:
    """The entry with other fields, seen within `SOON`."""
    wait = timedelta(seconds=chance.randrange(60, int(SOON.total_seconds())))
    return replace(entry, seen=entry.seen + wait, **other)


def _moved(entry: Entry, chance: random.Random, mark: str) -> dict[str, Any]:
    """Another address without an id in it, and no guid that says which text it is."""
    host = entry.url.split("/")[2]
    slug = "-".join(_WORD.findall(entry.title.lower())[1:6])
    url = f"https://{host}/{chance.choice(('story', 'news', 'latest'))}/{slug}-{mark}"
    return {"url": url, "guid": chance.choice(("", url))}


def _repeats(first: Entry, text: Headline, chance: random.Random) -> Iterator[tuple[str, Entry]]:
    """What feeds do with a text that has not changed."""
    yield "polled again", _later(first, chance)
    if chance.random() < 0.5:
        yield from _respelled(first, chance)
    if chance.random() < 0.5:
        yield "guid changed", _later(first, chance, guid=f"v2:{chance.random()}")
    if chance.random() < 0.5:
        moved = _moved(first, chance, "moved")
        yield "moved", _republished(_later(first, chance, **moved), first)
    if chance.random() < 0.6:
        yield "another feed", _elsewhere(first, chance)
    if first.text and chance.random() < 0.4:
        words = first.text.split()
        short = " ".join(words[: len(words) // 2]) + "…"
        feed = f"{first.site}/short"
        yield "shorter in another feed", _later(first, chance, source=feed, text=short, guid="")
    for name, edit in chance.sample(list(SAME.items()), 4):
        if name == "cut off" and chance.random() < 0.7:
            continue  # few feeds cut their titles, and fewer under another address
        if title := edit(first.title, text.lang, chance):
            title = f"{title} - {_outlet(first)}" if chance.random() < 0.2 else title
            moved = _moved(first, chance, name.replace(" ", ""))
            later = _later(first, chance, title=title, **moved)
            yield f"retitled and moved: {name}", _republished(later, first)


def _republished(later: Entry, first: Entry) -> Entry:
    """With the date of its new edition, or the old one."""
    return replace(later, published=later.seen if later.seen.minute % 2 else first.published)


def _respelled(first: Entry, chance: random.Random) -> Iterator[tuple[str, Entry]]:
    """The address written otherwise."""
    url = first.url
    ways = {
        "tracking": f"{url}?utm_source=rss&utm_medium=feed&fbclid=x{chance.randrange(99)}",
        "http and slash": url.replace("https://www.", "http://") + "/",
        "for small screens": url.replace("www.", "m."),
        "amp": url + "/amp",
        "redirector": f"https://www.google.com/url?q={url}",
    }
    name = chance.choice(list(ways))
    yield f"address: {name}", _later(first, chance, url=ways[name])


def _elsewhere(first: Entry, chance: random.Random) -> Entry:
    """The outlet's text in an aggregator: its name behind the title, an opaque address."""
    return _later(
        first,
        chance,
        source="aggregator",
        url=f"https://news.google.com/rss/articles/CBMi{chance.getrandbits(64):x}",
        guid=f"CBMi{chance.getrandbits(64):x}",
        title=f"{first.title} - {_outlet(first)}",
        text="",
        published=first.published,
    )


def _outlet(entry: Entry) -> str:
    return next(name for name in OUTLETS if entry.site.startswith(name.lower().replace(" ", "")))


# --- the same text, changed ---------------------------------------------------------------------


def _updates(first: Entry, text: Headline, chance: random.Random) -> Iterator[tuple[str, Entry]]:
    """At its address the text says something else than before."""
    kinds = [name for name in ("number", "negation", "opposite") if chance.random() < 0.4]
    for name in kinds[:1]:
        if title := OTHER[name](first.title, text.lang, chance):
            changed = OTHER[name](first.text, text.lang, chance) if first.text else ""
            later = _later(first, chance, title=title, text=changed or first.text)
            yield f"update: {name}", replace(later, seen=later.seen + SOON)


# --- another story ------------------------------------------------------------------------------


def _others(
    first: Entry, text: Headline, rest: Sequence[Headline], chance: random.Random
) -> Iterator[tuple[str, Entry]]:
    """The next happening, or another outlet's own report."""
    for name, edit in OTHER.items():
        if chance.random() < 0.7 and (title := edit(first.title, text.lang, chance)):
            changed = edit(first.text, text.lang, chance) if first.text else ""
            fields = _moved(first, chance, name) | {"title": title, "text": changed}
            yield f"other: {name}", _dated(_later(first, chance, **fields))
    if chance.random() < 0.5:
        moved = _moved(first, chance, "again")
        another = replace(first, text="" if chance.random() < 0.5 else first.text, **moved)
        yield (
            "same title another day",
            _dated(_later(replace(another, seen=first.seen + ANOTHER_DAY), chance)),
        )
    if chance.random() < 0.3:
        host = "independent.example"
        own = {"source": host, "site": host, "url": f"https://{host}/{chance.getrandbits(40)}"}
        yield "same title elsewhere", _dated(_later(first, chance, guid="", text="", **own))
    if first.text and chance.random() < 0.1:
        moved = _moved(first, chance, "next")
        told = chance.choice([each.text for each in rest if each.text and each.lang == text.lang])
        if told != text.text:
            yield "same title, another text", _dated(_later(first, chance, text=told, **moved))


def _dated(entry: Entry) -> Entry:
    """Published when it is seen."""
    return replace(entry, published=entry.seen, day=entry.seen.date())


def _headings(chance: random.Random) -> Iterator[Item]:
    """Titles that return every day over other texts."""
    recurring = (
        ("Gazette", "What the papers say this morning"),
        ("El Faro", "Las noticias que debes saber hoy en Esperia"),
        ("Radio Delta", "Weather for the coast and the islands"),
        ("The Lantern", "Letters to the editor of the Lantern"),
    )
    for day in range(4):
        for place, (outlet, title) in enumerate(recurring):
            host = f"{outlet.lower().replace(' ', '')}.example"
            seen = START + timedelta(days=day, hours=place, minutes=chance.randrange(50))
            entry = Entry(
                source=f"{host}/rss",
                site=host,
                url=f"https://{host}/{seen:%Y/%m/%d}/daily-{place}",
                title=title,
                published=seen,
                day=seen.date(),
                seen=seen,
            )
            yield Item(entry, "new", "recurring title", -1 - place - 10 * day)
