"""What sources and pages have brought, put through for every topic: this way all that is read goes.

A text that meets a bug of ours keeps no other out, and one topic no other topic.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from monitor.entries import Entry
from monitor.errors import LogError, StateError
from monitor.pipeline import Follower, Pipeline, Taking
from monitor.telling import Say

log = logging.getLogger(__name__)


class Brought(NamedTuple):
    """What one poll, or one page, has brought."""

    source: str
    entries: Sequence[Entry]
    at: datetime
    backfill: bool
    """They are no news: nothing that comes of them is alerted."""
    heard: datetime | None = None
    """When the source was heard last before; None: nothing depends on it."""


class Intake(NamedTuple):
    """How entries are taken."""

    pipeline: Pipeline
    say: Say
    told: Callable[[str, Taking, bool], None]
    """Hears what has come of what a source has brought, and whether it is no news."""

    def take(self, brought: Brought) -> list[Taking]:
        """What has come of the entries, for each topic; where a bug was in the way, of each by itself.

        Raises LogError, StateError.
        """
        found = []
        for follower in self.pipeline.followers if brought.entries else ():
            for taking in self._of(follower, brought):
                self.told(brought.source, taking, brought.backfill)
                found.append(taking)
        return found

    def _of(self, follower: Follower, brought: Brought) -> list[Taking]:
        try:
            return [self._follow(follower, brought.entries, brought)]
        except (LogError, StateError):
            raise
        except Exception:  # the boundary of a job: one text must not keep out the others
            about = {"source": brought.source}
            log.info("entries of %s, together", brought.source, exc_info=True, extra=about)
        found = (self._alone(follower, each, brought) for each in brought.entries)
        return [taking for taking in found if taking is not None]

    def _alone(self, follower: Follower, entry: Entry, brought: Brought) -> Taking | None:
        """What has come of one entry; None, and said, when it meets a bug of ours."""
        try:
            return self._follow(follower, [entry], brought)
        except (LogError, StateError):
            raise
        except Exception:  # noqa: BLE001 - the boundary of a job; `say` tells where it was
            name = brought.source
            what = f"{name}: {entry.url or entry.title} is left out"
            self.say("fault", f"{what}, a fault of this program", source=name)
            return None

    def _follow(self, follower: Follower, entries: Sequence[Entry], brought: Brought) -> Taking:
        return self.pipeline.follow(
            follower, entries, brought.at, backfill=brought.backfill, heard=brought.heard
        )


def unknown(entries: Iterable[Entry], takings: Iterable[Taking]) -> list[Entry]:
    """Entries whose words nobody knew before they were taken."""
    read = {story.url for taking in takings for story in taking.fresh}
    return [entry for entry in entries if entry.url in read]
