"""How far one episode of a question has come, by the claims about it.

Stages form a ladder. What is reported late does not lead down it again: "they may talk", printed after
the call was held, is an older truth. Only a cancellation or a postponement that was reported later
undoes a stage, and only a stage that had not been carried out; denials are positions of parties.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from monitor.projections import Problem, Standing, options, witnesses
from monitor.reports import StatusReported
from monitor.topics import Tracker
from monitor.wording import instead

NONE = "none"
LATTICE = ("mooted", "offered", "discussed", "agreed", "scheduled", "held")
UNDOING = frozenset({"cancelled", "postponed", "lapsed"})
"""Steps that take back what was agreed or set."""
DENYING = frozenset({"denied", "no_plans"})
"""Positions; they are the stage only where nothing else is."""

ECHO = timedelta(days=1)
"""Copies and rewrites of the older state trail its cancellation by up to a day."""

CONSEQUENT = 2
"""So many stages at the top of the ladder need `voices_needed` voices."""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a topic says about its question."""

    episodes: tuple[str, ...] = ()
    """The questions of the tracker ("call", "meeting"); others are set aside. All when empty."""
    stages: tuple[str, ...] = LATTICE
    """The ladder, lowest first; "none" is below it."""
    main: str = ""
    """The episode whose stage is the tracker's; by default the one that has come furthest."""
    voices_needed: int = 1
    """How many voices make one of the two highest stages."""

    parties: tuple[str, ...] = ()
    """Whose positions can be against each other; of all who hold one when empty. Outlets hold some, too."""

    @property
    def ladder(self) -> dict[str, int]:
        """Stage -> rank, from 1; "none" is 0."""
        steps = [stage for stage in self.stages if stage != NONE]
        return {NONE: 0} | {stage: rank for rank, stage in enumerate(steps, 1)}


def problems(tracker: Tracker, counts: frozenset[str] | None) -> list[Problem]:
    """A main episode that is none of the episodes."""
    chosen = options(tracker, Options)
    if not chosen.main or not chosen.episodes or chosen.main in chosen.episodes:
        return []
    reason = f'there is no episode "{chosen.main}"; {instead(chosen.main, chosen.episodes)}'
    return [("main", reason)]


class Reached(Struct, frozen=True, kw_only=True):
    """How far an episode has come, and the claims that bear it out."""

    stage: str
    rank: int
    claims: tuple[StatusReported, ...] = ()
    claimed: tuple[StatusReported, ...] = ()
    """Of a higher stage that too few voices tell."""


def reached(claims: Sequence[StatusReported], standing: Standing, chosen: Options) -> Reached:
    """How far an episode has come; its claims are sorted by when they were reported."""
    steps, undoing = _walked(claims, chosen.ladder)
    if undoing:
        return Reached(stage=undoing[-1].stage, rank=0, claims=tuple(undoing))
    found = _highest(steps, standing, chosen)
    return found if found.rank else _nothing(claims, found)


def _walked(
    claims: Sequence[StatusReported], ladder: dict[str, int]
) -> tuple[list[StatusReported], list[StatusReported]]:
    """The steps that stand, and what has undone those before them; one of the two is empty."""
    top = max(ladder.values())
    steps: list[StatusReported] = []
    undoing: list[StatusReported] = []
    for claim in claims:
        if claim.stage in UNDOING:
            if any(ladder[step.stage] == top for step in steps):
                continue
            steps = []
            undoing = [each for each in undoing if each.stage == claim.stage] + [claim]
        elif claim.stage in ladder:
            echo = undoing and claim.reported <= undoing[0].reported + ECHO
            if not echo or ladder[claim.stage] == top:
                undoing = []
                steps.append(claim)
    return steps, undoing


def _highest(steps: Sequence[StatusReported], standing: Standing, chosen: Options) -> Reached:
    """The highest stage with enough voices, or that a person confirms; of one voice it is only claimed."""
    ladder = chosen.ladder
    voices = standing.voiced(steps)
    demanding = len(ladder) - CONSEQUENT
    claimed: list[StatusReported] = []
    told = sorted({step.stage for step in steps} - {NONE}, key=lambda stage: -ladder[stage])
    for stage in told:
        rank = ladder[stage]
        up_to = [step for step in steps if ladder[step.stage] >= rank]
        needed = chosen.voices_needed if rank >= demanding else 1
        sure = any(standing.rulings.confirmed(step.id) for step in up_to)
        if sure or witnesses(up_to, voices) >= needed:
            same = tuple(step for step in up_to if step.stage == stage)
            return Reached(stage=stage, rank=rank, claims=same, claimed=tuple(claimed))
        claimed = up_to
    return Reached(stage=NONE, rank=0, claimed=tuple(claimed))


def _nothing(claims: Sequence[StatusReported], found: Reached) -> Reached:
    """Where no stage is reached, the newest denial is what is known."""
    denials = [claim for claim in claims if claim.stage in DENYING]
    if not denials:
        return found
    same = tuple(claim for claim in denials if claim.stage == denials[-1].stage)
    return Reached(stage=denials[-1].stage, rank=0, claims=same, claimed=found.claimed)
