"""The configuration of a replay: the default topic, without its archive, over the newsroom's feeds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.newsroom.items import Feed

CHECKOUT = Path(__file__).resolve().parents[2]
TOPIC = "us-venezuela"
ARCHIVE = CHECKOUT / "config" / "topics" / TOPIC / "archive.jsonl"
SOURCES = re.compile(r"(?ms)^# --- sources -.*?(?=^# --- alerts -)")
"""The part of the topic that names the real sources."""


def write(
    config: Path,
    addresses: Mapping[str, str],
    feeds: Iterable[Feed],
    *,
    every: int,
    settings: str,
    channels: tuple[str, ...] = (),
) -> None:
    """Write topic and `monitor.toml`. With `channels`, they get every alert that the topic's rules raise."""
    topic = (CHECKOUT / "config" / "topics" / f"{TOPIC}.toml").read_text("utf-8")
    topic = re.sub(r"(?m)^archive = .*\n", "", topic, count=1)
    sources = "".join(_source(feed, addresses[feed.name], every) for feed in feeds)
    topic, replaced = SOURCES.subn(lambda _: sources, topic)
    if not replaced:
        raise ValueError("the topic has no part for its sources any more")
    if channels:
        topic = re.sub(r"(?m)^channels = .*$", f"channels = {json.dumps(channels)}", topic)
    (config / "topics").mkdir(parents=True, exist_ok=True)
    (config / "topics" / f"{TOPIC}.toml").write_text(topic, "utf-8")
    (config / "monitor.toml").write_text(settings, "utf-8")


def _source(feed: Feed, address: str, every: int) -> str:
    site = f'site = "{feed.site}"\n' if feed.site else ""
    return (
        f'[[source]]\nid = "{feed.name}"\naddress = "{address}"\n{site}lang = "{feed.lang}"\n'
        f"every = {every}\n\n"
    )
