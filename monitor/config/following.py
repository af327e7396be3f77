"""What of a configuration is followed: its enabled topics and the sources they poll."""

from __future__ import annotations

from monitor.config import members
from monitor.config.loading import Configuration
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


def polled(configuration: Configuration) -> dict[str, Source]:
    """The sources of all topics that are followed, by id; one that serves several is polled once."""
    sources = {
        source.id: source
        for topic in configuration.topics
        if topic.enabled
        for source in topic.sources
    }
    return {name: members.among(source, sources.values()) for name, source in sources.items()}
