"""`topics`: what is followed; `check`: what is wrong with it; `try`: what a file would have found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.options import with_places
from monitor.cli.outline import Outline, listed, outlines
from monitor.cli.places import Places
from monitor.cli.rendering import bold, out, out_json, say, table, wrapped
from monitor.views.reading import LIMIT
from monitor.wording import many

if TYPE_CHECKING:
    from monitor.topics import Topic


@click.group(invoke_without_command=True)
@with_places
@click.pass_context
def topics(ctx: click.Context, places: Places) -> None:
    """The topics that are configured."""
    if ctx.invoked_subcommand is not None:
        return
    found, unreadable = outlines(places.config)
    if unreadable or not found:
        from monitor.config import load

        load(places.config, places.state)  # raises with what is wrong
    if places.as_json:
        out_json([_plain(each) for each in found])
        return
    out("\n\n".join("\n".join(_lines(each)) for each in found))


def _plain(topic: Outline) -> dict[str, object]:
    return {
        "id": topic.id,
        "title": topic.title,
        "enabled": topic.enabled,
        "trackers": [each._asdict() for each in topic.trackers],
        "sources": [each._asdict() for each in topic.sources],
    }


def _lines(topic: Outline) -> list[str]:
    state = "" if topic.enabled else " (not enabled)"
    return [
        *map(bold, wrapped(f"{topic.id}{state}: {topic.title}")),
        *table([(each.id, each.kind, each.title) for each in topic.trackers]),
        *wrapped(f"{many(len(topic.sources), 'source')}: {_names(topic)}", "  ", "    "),
    ]


def _names(topic: Outline) -> str:
    return listed(each.id for each in topic.sources)


@topics.command()
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@with_places
def check(places: Places, file: Path | None) -> None:
    """Every mistake in the configuration, or in one topic's FILE, at once."""
    if file is None:
        from monitor.config import load

        found = load(places.config, places.state)
        what, topic_ids = "the configuration", [each.id for each in found.topics]
    else:
        what, topic_ids = str(file), [checked(places, file).id]
    if places.as_json:
        out_json({"topics": topic_ids, "problems": []})
    else:
        say(f"{what} is right: {listed(topic_ids)}")


@topics.command(name="try")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=LIMIT,
    show_default=True,
    help="Texts shown; --json has all.",
)
@with_places
def try_(places: Places, file: Path, limit: int) -> None:
    """What the topic in FILE would have found in the stored entries and stories.

    These are the entries of the last 30 days, whatever source they came from, and every story that was
    recorded. Nothing is written.
    """
    from monitor.cli.trying import stored, tell
    from monitor.trying import trial

    topic = checked(places, file)
    tell(trial(topic, stored(places)), places, limit)


def checked(places: Places, file: Path) -> Topic:
    """The topic in a file. Raises ConfigError with all its mistakes."""
    import tomllib

    from monitor.config import members
    from monitor.config.loading import SETTINGS
    from monitor.config.settings import settings
    from monitor.config.shape import Place
    from monitor.config.topics import topic
    from monitor.errors import ConfigError, Problem

    findings: list[Problem] = []
    place = Place(str(file), findings)
    try:
        path = places.config / SETTINGS
        table = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        found = settings(table, Place(str(path), []), (places.config, places.state), deep=False)
        made = members.check_topic(
            topic(tomllib.loads(file.read_text("utf-8")), file, place, found.channels), place
        )
    except (OSError, ValueError) as error:
        raise ConfigError([Problem(str(file), "", f"cannot be read: {error}")]) from error
    if findings:
        raise ConfigError(findings)
    return made
