"""`monitor extract` and `monitor import`: texts from a file, read only or taken in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from monitor.backfill import bring_in, lines, read_file
from monitor.claims import Readers
from monitor.cli.claims import outward, shown
from monitor.cli.consulting import tried, wanted
from monitor.cli.run import bar
from monitor.config import load
from monitor.config.loading import SETTINGS
from monitor.entries import Entry, Story
from monitor.errors import NotFound
from monitor.opening import locked, opened
from monitor.pace import clock
from monitor.reports import AnyClaim
from monitor.sources.lines import BadLine, entries
from monitor.stories.credits import wire
from monitor.stories.gate import Gate
from monitor.telling import say
from monitor.text import printable
from monitor.topics import Topic
from monitor.values import short_id


def extract(
    config: Path | None, topic_id: str | None, file: Path, *, as_json: bool, model: bool = False
) -> int:
    """What would be read out of these texts, by `model` too: nothing is kept. The exit code."""
    configuration = load(config)
    setup = configuration.settings.model
    asked = wanted(setup, str(configuration.settings.config_dir / SETTINGS)) if model else None
    topic = configuration.topic(topic_id) if topic_id else _only(configuration.topics)
    gate, readers = Gate(topic), Readers(topic)
    code = 0
    for number, found in _lines(file):
        if isinstance(found, BadLine):
            say("not read", f"{file}, line {found.number}: {found.reason}")
            code = 1
            continue
        relevant = gate.passes(found) is not None
        story = story_of(found, topic)
        claims = readers.read(story) if relevant else []
        also = tried(asked, readers, story) if asked is not None and relevant else None
        claims += also.claims if also is not None else []
        if as_json:
            line = {"id": found.guid or str(number), "url": found.url, "relevant": relevant}
            line["claims"] = [outward(claim) for claim in claims]
            line |= {"model": also.plain()} if also is not None else {}
            click.echo(msgspec.json.encode(line).decode())
        else:
            _print(found, claims, relevant=relevant)
            if also is not None:
                click.echo(f"    model: {printable(also.line())}")
    return code


def import_file(
    config: Path | None, state: Path | None, topic_id: str | None, file: Path, *, as_json: bool
) -> int:
    """Take texts in with their own dates; never an alert. The exit code."""
    configuration = load(config, state)
    if topic_id and not configuration.topic(topic_id).enabled:
        raise NotFound(f'topic "{topic_id}" is not enabled: nothing is taken in for it')
    with locked(configuration.settings.state_dir), opened(configuration) as (_, pipeline):
        followers = [each for each in pipeline.followers if topic_id in {None, each.topic.id}]
        found, bad = read_file(file, clock())
        with bar(f"importing {file.name}", len(found)) as step:
            done = bring_in(pipeline, followers, found, bad, clock(), progress=step)
    for line in done.bad:
        say("not read", f"{file}, line {line.number}: {line.reason}")
    if as_json:
        click.echo(msgspec.json.encode(done).decode())
    else:
        click.echo(
            f"{done.lines} texts: {done.relevant} about the topic, {done.stories} new stories,"
            f" {done.copies} copies, {done.revisions} revisions, {done.claims} claims"
        )
    return 1 if done.bad else 0


def _only(topics: tuple[Topic, ...]) -> Topic:
    """The enabled topic, when there is one only."""
    enabled = [topic for topic in topics if topic.enabled]
    if len(enabled) == 1:
        return enabled[0]
    raise click.UsageError(
        f"which topic? --topic {' | '.join(topic.id for topic in enabled or topics)}"
    )


def _lines(file: Path) -> Iterator[tuple[int, Entry | BadLine]]:
    """Entries of a file with their line numbers."""
    with lines(file) as read:
        for found in entries(read, clock()):
            yield (found.number, found) if isinstance(found, BadLine) else found


def story_of(entry: Entry, topic: Topic) -> Story:
    """An entry as a story that nothing was compared with."""
    name = short_id(topic.id, entry.url, entry.title, entry.text)
    return Story(
        id=name,
        lineage=name,
        url=entry.url,
        site=entry.site,
        title=entry.title,
        text=entry.text,
        lang=entry.lang or topic.langs[0],
        wire=wire(entry),
        published=entry.published,
        day=entry.day,
        day_only=entry.day_only,
        seen=entry.seen,
    )


def _print(entry: Entry, claims: list[AnyClaim], *, relevant: bool) -> None:
    """One text and what was read out of it, for a person."""
    click.echo(printable(f"{entry.day or 'no date'}  {entry.site}  {entry.title}"))
    if not relevant:
        click.echo("    not about the topic")
    for claim in claims:
        for line in shown(claim):
            click.echo(line)
    sys.stdout.flush()
