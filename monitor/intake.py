"""What a poll has brought, put through for a topic; a text that meets a bug of ours keeps no other out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from monitor.entries import Entry
from monitor.errors import LogError, StateError
from monitor.pipeline import Follower, Pipeline, Taking
from monitor.sources.poll import Outcome
from monitor.telling import Say

log = logging.getLogger(__name__)


class Intake(NamedTuple):
    """How the entries of one poll are taken."""

    pipeline: Pipeline
    say: Say
    backfill: bool
    """It is the source's first answer: what it holds is old."""
    heard: datetime | None
    """When the source was heard last before."""

    def of(self, follower: Follower, outcome: Outcome) -> list[Taking]:
        """What has come of the entries; where a bug is in the way, of each by itself.

        Raises LogError, StateError.
        """
        try:
            return [self._follow(follower, outcome.fresh, outcome)]
        except (LogError, StateError):
            raise
        except Exception:  # the boundary of a job: one text must not keep out the others
            about = {"source": outcome.source.id}
            log.info("entries of %s, together", outcome.source.id, exc_info=True, extra=about)
        found = (self._alone(follower, each, outcome) for each in outcome.fresh)
        return [taking for taking in found if taking is not None]

    def _alone(self, follower: Follower, entry: Entry, outcome: Outcome) -> Taking | None:
        """What has come of one entry; None, and said, when it meets a bug of ours."""
        try:
            return self._follow(follower, [entry], outcome)
        except (LogError, StateError):
            raise
        except Exception:  # noqa: BLE001 - the boundary of a job; `say` tells where it was
            name = outcome.source.id
            what = f"{name}: {entry.url or entry.title} is left out"
            self.say("fault", f"{what}, a fault of this program", source=name)
            return None

    def _follow(self, follower: Follower, entries: Sequence[Entry], outcome: Outcome) -> Taking:
        return self.pipeline.follow(
            follower, entries, outcome.at, backfill=self.backfill, heard=self.heard
        )
