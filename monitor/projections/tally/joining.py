"""A second look at the happenings, when all reports have been laid to one.

The first report of a happening decides what is laid to it, and the reports stand in an order that knows
nothing of what comes after. So here happenings that turn out to be one are joined, and reports that sum
up several happenings, or tell a part of one, are laid to those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from monitor.projections.tally.clusters import SLIP_DAYS, Cluster


def joined(found: Sequence[Cluster]) -> list[Cluster]:
    """The happenings, each once."""
    return _without_parts(_without_summaries(_once(found)))


def _once(found: Sequence[Cluster]) -> list[Cluster]:
    """Happenings that share their number and toll, or their day and toll, are one."""
    left = dict(enumerate(found))
    for one, other in _pairs(found):
        if one in left and other in left and _one(left[one], left[other]):
            left[one].absorb(left.pop(other))
    return list(left.values())


def _pairs(found: Sequence[Cluster]) -> Iterator[tuple[int, int]]:
    """Those of one number, then those of one day; of a pair first the one that more outlets tell."""
    same: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, cluster in enumerate(found):
        if cluster.ordinal is not None:
            same["number", cluster.ordinal].append(number)
        if cluster.firm:
            same["day", cluster.first].append(number)
    for key in sorted(same, key=lambda key: (key[0] == "day", key[1])):
        numbers = sorted(same[key], key=lambda n: (-len(found[n].sites), n))
        for place, one in enumerate(numbers):
            yield from ((one, other) for other in numbers[place + 1 :])


def _one(one: Cluster, other: Cluster) -> bool:
    """True when nothing keeps them apart, and the toll with the number or with the day holds them together."""
    if one.group and other.group:  # a person says that they are two
        return False
    if None not in (one.place, other.place) and one.place != other.place:
        return False
    if not one.tolls & other.tolls or _clash(one, other) or _told_apart(one, other):
        return False
    near = abs(one.first - other.first) <= SLIP_DAYS
    if one.ordinal is not None and one.ordinal == other.ordinal:
        return near
    same_day = one.firm and other.firm and one.first == other.first
    return same_day and (not one.ordinals or not other.ordinals or _beside(one, other))


def _clash(one: Cluster, other: Cluster) -> bool:
    """True when one is known to be single and the other to be several: one boat is not two."""
    return any(
        one.known[name]
        and other.known[name]
        and 1 in one.known[name] | other.known[name]
        and not one.known[name] & other.known[name]
        for name in one.known.keys() & other.known.keys()
        if one.several != other.several
    )


def _told_apart(one: Cluster, other: Cluster) -> bool:
    """True when a text that tells both says that they are two."""
    both = one.stories & other.stories
    return any(r.another and r.stories & both for r in (*one.reports, *other.reports))


def _beside(one: Cluster, other: Cluster) -> bool:
    """True when a number of the one is that of the other, or the next to it (boats run ahead)."""
    numbers = sorted({(n, 0) for n in one.ordinals} | {(n, 1) for n in other.ordinals})
    return any(a[1] != b[1] and b[0] - a[0] <= 1 for a, b in pairwise(numbers))


def _without_summaries(found: list[Cluster]) -> list[Cluster]:
    """ "Five killed in two strikes" is no happening where two happenings in a row make five."""
    parts = sorted((c for c in found if not c.several), key=lambda c: (c.last, c.first))
    kept = []
    for cluster in found:
        run = _summed_up(cluster, parts) if cluster.several and not cluster.group else ()
        for part in run:
            part.mentions.extend(cluster.reports)
        if not run:
            kept.append(cluster)
    return kept


def _summed_up(cluster: Cluster, parts: list[Cluster]) -> Sequence[Cluster]:
    """The consecutive happenings, as many as it says, whose tolls make its toll; the latest such."""
    size = max((report.events[0] for report in cluster.reports), default=0)
    toll = cluster.toll
    if toll is None or size <= 1:
        return ()
    near = [c for c in parts if c.first <= cluster.last and cluster.first <= c.last]
    near = [c for c in near if cluster.place is None or c.place in (None, cluster.place)]
    for start in range(len(near) - size, -1, -1):
        run = near[start : start + size]
        if all(c.toll is not None for c in run) and sum(c.toll or 0 for c in run) == toll:
            return run
    return ()


def _without_parts(found: list[Cluster]) -> list[Cluster]:
    """One of several blows told on its own by one outlet is part of the happening that tells them all."""
    wholes = [c for c in found if c.several and c.firm and c.toll]
    parts: set[int] = set()
    for number, cluster in enumerate(found):
        for whole in wholes:
            if _part(cluster, whole):
                whole.mentions.extend(cluster.reports)
                parts.add(number)
                break
    return [cluster for number, cluster in enumerate(found) if number not in parts]


def _part(cluster: Cluster, whole: Cluster) -> bool:
    """True for the same day and place, a smaller toll, one outlet, and no number of its own."""
    return (
        not cluster.several
        and not cluster.group
        and cluster.firm
        and not cluster.ordinals
        and cluster.first == whole.first
        and (cluster.place is None or cluster.place == whole.place)
        and cluster.toll is not None
        and cluster.toll < (whole.toll or 0)
        and len(cluster.sites) == 1 < len(whole.sites)
    )
