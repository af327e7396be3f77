"""Who publishes what when: an archive's texts given back to feeds, with copies and all the rest of the news.

    texts of the archive --by outlet--> feeds (one outlet each in Atom, several in RSS)
                         --some, hours later--> a copy in another feed, at an invented outlet
    every feed           --every day or so--> something that is not about the topic

Deterministic: the same seed gives the same items. Nothing here looks at a clock.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from tests.newsroom.items import Feed, Item
from tests.newsroom.other_news import other_news

HOURS = (6, 21)
"""Where the archive knows the day alone, a text is published between these hours, UTC."""
COPIED = 0.4
"""Share of the texts that another outlet takes over ..."""
COPIED_WITHIN = (0.5, 20.0)
"""... so many hours later."""
BETWEEN = (1.2, 2.6)
"""Days between two items of a feed that are about something else."""
BEFORE = timedelta(days=40)
"""The feeds are full of other news when the story begins."""
SINGLE = 5
"""Every so manieth feed is that of one outlet, in Atom."""
SUBSCRIBERS = (
    "harbour-post.example",
    "valley-gazette.example",
    "coast-wire.example",
    "northern-herald.example",
    "river-times.example",
    "island-courier.example",
)
"""Outlets that take over the texts of others. Invented: no real one is said to have done so."""


Text = Mapping[str, Any]


def read(path: Path) -> list[Text]:
    """The texts of an archive."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def feeds(texts: Sequence[Text], count: int, until: datetime, seed: int = 1) -> list[Feed]:
    """So many feeds that publish these texts. The last one has nothing but copies and other news."""
    chance = random.Random(f"items {seed}")
    homes = _homes(texts, count - 1)
    items: dict[int, list[Item]] = defaultdict(list)
    dated = _dated(texts, chance)
    begin = min(item.at for item in dated) - BEFORE
    for text, item in zip(texts, dated, strict=True):
        lang = str(text["lang"])
        items[homes[_outlet(text)]].append(item)
        if chance.random() < COPIED:
            others = [home for home in range(count) if _lang(homes, home) == lang and home % SINGLE]
            items[chance.choice(others)].append(_copy(item, chance))
    for home in range(count):
        items[home] += other_news(_lang(homes, home), begin, until, BETWEEN, f"{seed} {home}")
    return [_feed(home, homes, items[home]) for home in range(count)]


def _outlet(text: Text) -> tuple[str, str]:
    return str(text["site"]), str(text["lang"])


def _homes(texts: Sequence[Text], count: int) -> dict[tuple[str, str], int]:
    """The feed of each outlet and language: by itself in a feed for one, or with others."""
    outlets = list(dict.fromkeys(map(_outlet, texts)))
    homes: dict[tuple[str, str], int] = {}
    single = [home for home in range(count) if home % SINGLE == 0]
    told = Counter(map(_outlet, texts))
    busiest = sorted((each for each in outlets if each[1] == "en"), key=lambda each: -told[each])
    homes.update(zip(busiest, single, strict=False))
    shared = [home for home in range(count) if home % SINGLE]
    foreign = shared[:: max(2, len(shared) // 4)]
    turns = {"en": [home for home in shared if home not in foreign]}
    for turn, outlet in enumerate(outlet for outlet in outlets if outlet not in homes):
        open_to = turns.get(outlet[1], foreign)
        homes[outlet] = open_to[turn % len(open_to)]
    return homes


def _lang(homes: Mapping[tuple[str, str], int], home: int) -> str:
    """The language of a feed; English where no outlet says."""
    return next((lang for (_, lang), where in homes.items() if where == home), "en")


def _feed(home: int, homes: Mapping[tuple[str, str], int], items: list[Item]) -> Feed:
    outlets = tuple(site for (site, _), where in homes.items() if where == home)
    return Feed(
        name=f"feed-{home:02}",
        kind="rss" if home % SINGLE or not outlets else "atom",
        lang=_lang(homes, home),
        items=tuple(sorted(items)),
        outlets=outlets,
    )


# --- times --------------------------------------------------------------------------------------


def _dated(texts: Sequence[Text], chance: random.Random) -> list[Item]:
    """The texts as items. Those of which only the day is known keep the order of the archive."""
    by_day: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        if _day_only(text):
            by_day[text["published"]].append(at)
    times: dict[int, datetime] = {}
    for day, found in by_day.items():
        seconds = sorted(chance.randrange(HOURS[0] * 3600, HOURS[1] * 3600) for _ in found)
        midnight = datetime.combine(date.fromisoformat(day), time(), UTC)
        times |= {
            at: midnight + timedelta(seconds=each) for at, each in zip(found, seconds, strict=True)
        }
    return [_item(text, times.get(at)) for at, text in enumerate(texts)]


def _day_only(text: Text) -> bool:
    return len(text["published"]) == len("2025-09-02")


def _item(text: Text, at: datetime | None) -> Item:
    at = at or datetime.fromisoformat(text["published"]).astimezone(UTC)
    return Item(at, text["site"], text["url"], text["title"], text["text"], "archive")


# --- copies -------------------------------------------------------------------------------------


def _copy(item: Item, chance: random.Random) -> Item:
    """The text at another outlet, hours later, with a small change."""
    site = chance.choice(SUBSCRIBERS)
    at = item.at + timedelta(seconds=int(3600 * chance.uniform(*COPIED_WITHIN)))
    slug = re.sub(r"\W+", "-", item.title.lower()).strip("-")
    title, text = chance.choice((_as_it_is, _with_a_note, _shortened, _headed))(item)
    return Item(at, site, f"https://{site}/{at:%Y/%m}/{slug}", title, text, "copy")


def _as_it_is(item: Item) -> tuple[str, str]:
    return item.title, item.text


def _with_a_note(item: Item) -> tuple[str, str]:
    return item.title, f"{item.text} This report may be updated."


def _shortened(item: Item) -> tuple[str, str]:
    """Without its last sentence, where there are enough."""
    sentences = list(_sentences(item.text))
    return item.title, " ".join(sentences[:-1] if len(sentences) > 3 else sentences)


def _headed(item: Item) -> tuple[str, str]:
    return f"World: {item.title}", item.text


def _sentences(text: str) -> Iterator[str]:
    yield from re.split(r"(?<=[.!?]) (?=[A-ZÁÉÍÓÚ])", text)
