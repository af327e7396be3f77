"""What of a configuration is followed: its enabled topics and the sources they poll."""

from __future__ import annotations

from collections.abc import Callable

from monitor.config import members
from monitor.config.loading import Configuration, load
from monitor.config.settings import Settings
from monitor.errors import ConfigError, Problem
from monitor.topics import Source


def followed(configuration: Configuration) -> Configuration:
    """The configuration, when there is something to do; a service would do nothing for ever.

    Raises ConfigError when no topic is enabled.
    """
    if any(topic.enabled for topic in configuration.topics):
        return configuration
    folder = str(configuration.settings.config_dir / "topics")
    names = ", ".join(topic.id for topic in configuration.topics)
    raise ConfigError([Problem(folder, "", f"no topic is enabled; there are: {names}")])


def reread(settings: Settings, say: Callable[[str, str], None]) -> Configuration | int:
    """What its files say now and is followed; where they are wrong, how many mistakes have been said."""
    try:
        return followed(load(settings.config_dir, settings.state_dir))
    except ConfigError as error:
        for problem in error.problems:
            say("mistake", str(problem))
        say("not reread", "the configuration is wrong: it goes on with the one it has")
        return len(error.problems)


def polled(configuration: Configuration) -> dict[str, Source]:
    """The sources of all topics that are followed, by id; one that serves several is polled once."""
    sources = {
        source.id: source
        for topic in configuration.topics
        if topic.enabled
        for source in topic.sources
    }
    return {name: members.among(source, sources.values()) for name, source in sources.items()}
