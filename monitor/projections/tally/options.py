"""What a tally is told about its topic: the names of its measures. Nothing else here knows any."""

from __future__ import annotations

from msgspec import Struct

from monitor.projections import Counted, Problem, options
from monitor.topics import Tracker
from monitor.wording import instead

VIEW_KEYS = frozenset(
    {
        "tracker",
        "kind",
        "last_incident",
        "lineages",
        "claims",
        "claimed",
        "confirmed",
        "floor",
        "gap",
        "corrected",
        "doubted",
        "implied",
        "totals",
        "reported",
        "incidents",
        "because",
        "set_aside",
        "topic",
        "as_of",
        "occurred_by",
    }
)
"""Keys that a view has, or that its figures have, whatever is counted: no measure may be called so."""
INCIDENT_KEYS = frozenset(
    {
        "id",
        "status",
        "reason",
        "occurred",
        "window",
        "place",
        "ordinal",
        "presumed_dead",
        "voices",
        "outlets",
        "disputed",
        "dissent",
        "first_reported",
        "mentions",
        "corrections",
    }
)
"""Keys that every incident of a view has whatever is counted: no measure may be called so."""


def problems(tracker: Tracker, counts: frozenset[str] | None) -> list[Problem]:
    """Measures that no claim gives: their figure would be 0 for ever."""
    if counts is None:
        return []
    chosen = options(tracker, Options)
    wanted = (("dead", chosen.dead), ("presumed", chosen.presumed))
    return [
        (key, f'the reader gives no measure "{name}"; {instead(name, counts)}')
        for key, name in (*wanted, *(("others", name) for name in chosen.others))
        if name and name not in counts
    ]


def counted(tracker: Tracker) -> Counted:
    """What the incidents of a tally count."""
    chosen = options(tracker, Options)
    return Counted(chosen.measures, chosen.presumed, chosen.single)


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which counts of a claim mean what. Every name is a key of `counts` in the claims."""

    event: str = "events"
    """Counts happenings ("strikes")."""
    object: str = ""
    """Counts what was hit ("vessels"); empty when nothing is counted between events and the dead."""
    dead: str = "killed"
    """The toll: it is summed over incidents and reconciled with reported totals."""
    presumed: str = ""
    """Added to an incident later, once ("presumed_dead"); empty when there is no such thing."""
    others: tuple[str, ...] = ()
    """Further measures, summed and not reconciled ("survivors"). Whoever is presumed dead later
    is looked for where the first of them is told."""
    single: bool = False
    """One incident only, whose toll grows or is corrected: a disaster."""
    prefix: str = "INC"
    """Incident ids are PREFIX-YYMMDD and a letter."""

    def __post_init__(self) -> None:
        """A measure cannot have the name of something else in the view."""
        taken = (VIEW_KEYS | INCIDENT_KEYS).intersection(self.measures)
        if taken:
            raise ValueError(f"{', '.join(sorted(taken))}: not free as the name of a measure")

    @property
    def measures(self) -> tuple[str, ...]:
        """The names in use, the toll first; `presumed` is not among them."""
        named = (self.dead, self.event, self.object, *self.others)
        return tuple(name for name in named if name)
