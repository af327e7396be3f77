"""What newer rules read otherwise, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from monitor.cli.claims import headline, outward
from monitor.cli.figures import Said, differing
from monitor.cli.figures import outward as answer_outward
from monitor.cli.outline import TrackerLine, listed
from monitor.cli.rendering import bold, dim, table, wrapped
from monitor.cli.times import iso, reported
from monitor.corrections import IncidentJudged
from monitor.events import ClaimCorrected
from monitor.projections import stamp
from monitor.reports import AnyClaim
from monitor.rereading import Lapsed, Otherwise, Plan, Verdict
from monitor.text import printable
from monitor.values import counts_text
from monitor.wording import many

NOWHERE = "nothing"
"""Stands for a value that only one of two answers has."""


def plain(plans: Iterable[Plan], now: datetime, recorded: int) -> dict[str, Any]:
    """All of it as JSON has it; `recorded` is the number of events that were appended."""
    return {"recorded": recorded, "topics": [_plan(each, now) for each in plans]}


def _plan(plan: Plan, now: datetime) -> dict[str, Any]:
    return {
        "topic": plan.topic.id,
        "stories": plan.stories,
        "differing": len(_stories(plan)),
        "claims": _sizes(plan),
        "events": len(plan.events),
        "texts": [_text(each) for each in plan.texts if each.difference or each.lapsed],
        "trackers": list(_trackers(plan, now)),
        "developments": [
            {
                "tracker": each.tracker,
                "field": each.field,
                "before": each.before,
                "after": each.after,
                "title": each.title,
                "severity": each.severity,
                "at": stamp(each.at),
            }
            for each in plan.noted
        ],
    }


def _stories(plan: Plan) -> set[str]:
    """The stories of which a text reads otherwise."""
    return {each.text.story.id for each in plan.texts if each.difference}


def _sizes(plan: Plan) -> dict[str, int]:
    """How many claims are gained, lost and changed."""
    differences = [each.difference for each in plan.texts]
    return {
        "gained": sum(len(each.gained) for each in differences),
        "lost": sum(len(each.lost) for each in differences),
        "changed": sum(len(each.changed) for each in differences),
    }


def _text(one: Otherwise) -> dict[str, Any]:
    story, difference = one.text.story, one.difference
    return {
        "story": story.id,
        "url": story.url,
        "site": story.site,
        "title": story.title,
        "published": stamp(story.published) if story.published else None,
        "text": one.text.number,
        "current": one.current,
        "relevant": one.relevant,
        "reading": one.reading,
        "gained": [outward(claim) for claim in difference.gained],
        "lost": [outward(claim) for claim in difference.lost],
        "changed": [
            {"before": outward(was), "after": outward(now)} for was, now in difference.changed
        ],
        "carried": [_verdict(each, each.claim) for each in one.carried],
        "lapsed": [
            _verdict(each.verdict, each.was.id) | {"now": each.now.id if each.now else None}
            for each in one.lapsed
        ],
    }


def _verdict(verdict: Verdict | IncidentJudged, claim: str) -> dict[str, Any]:
    """What a person has done to a claim."""
    done = "corrected" if isinstance(verdict, ClaimCorrected) else "retracted"
    if isinstance(verdict, IncidentJudged):
        done = verdict.verdict
    at = stamp(verdict.at)
    return {"claim": claim, "done": done, "who": verdict.who, "why": verdict.why, "at": at}


def _trackers(plan: Plan, now: datetime) -> Iterator[dict[str, Any]]:
    """Each tracker before and after, as `monitor show --json` gives it."""
    for each in plan.topic.trackers:
        line = TrackerLine(each.id, each.kind, each.title)
        before, after = _said(plan.before[each.id]), _said(plan.after[each.id])
        lines = [
            {"label": label, "before": old or None, "after": new or None}
            for label, old, new in differing(before, after)
        ]
        views = (
            answer_outward(said.view, plan.topic.id, line, iso(now)) for said in (before, after)
        )
        names = ("tracker", "changed", "lines", "before", "after")
        yield dict(zip(names, (each.id, bool(lines), lines, *views), strict=True))


def _said(answer: Any) -> Said:
    return Said(dict(answer.view), answer.lines)


# --- for people -----------------------------------------------------------------------------------


def shown(plans: Sequence[Plan], limit: int) -> Iterator[str]:
    """Each topic: the texts that read otherwise, at most `limit`, then the figures."""
    for number, plan in enumerate(plans):
        if number:
            yield ""
        yield from map(bold, wrapped(_head(plan)))
        if plan.events:
            differing = [each for each in plan.texts if each.difference or each.lapsed]
            for each in differing[:limit]:
                yield ""
                yield from _paragraph(each)
            if len(differing) > limit:
                left = many(len(differing) - limit, "more text")
                yield from ("", *wrapped(f"and {left}: --limit {len(differing)} shows all"))
            yield ""
            yield from _figures(plan)


def _head(plan: Plan) -> str:
    """How many stories read otherwise, and in how many claims."""
    read = f"{plan.topic.id}: {many(plan.stories, 'story', 'stories')} read again"
    if not plan.events:
        return f"{read}, and nothing reads otherwise"
    sizes = ", ".join(f"{size:,} {name}" for name, size in _sizes(plan).items() if size)
    return f"{read}, {len(_stories(plan)):,} otherwise: claims {sizes}"


def _paragraph(one: Otherwise) -> Iterator[str]:
    """A text, then its claims: + gained, - lost, and what stands in the place of what."""
    story = one.text.story
    when = stamp(story.published or story.seen)
    yield from wrapped(story.title or "(no title)")
    yield from wrapped(f"{story.site}, {reported(when, day_only=story.day_only)}", "  ")
    if story.url:
        yield f"  {dim(printable(story.url))}"
    if not one.current:
        yield "  an earlier text: a revision has replaced it"
    if not one.relevant:
        yield "  not about the topic by its present words"
    for claim in one.difference.lost:
        yield from _claim(claim, "-")
    for was, now in one.difference.changed:
        yield from _claim(was, "-", quoted=was.quote != now.quote)
        yield from _claim(now, "+")
    for claim in one.difference.gained:
        yield from _claim(claim, "+")
    for lapsed in one.lapsed:
        yield from wrapped(_lapsed(lapsed), "  ! ", "    ")


def _claim(claim: AnyClaim, sign: str, *, quoted: bool = True) -> Iterator[str]:
    yield from wrapped(headline(claim), f"  {sign} ", "    ")
    if quoted:
        yield from wrapped(f'"{claim.quote.text}"', "      ")


def _lapsed(lapsed: Lapsed) -> str:
    """That what a person has done does not hold any more, and what it was."""
    verdict = lapsed.verdict
    done = "retraction"
    if isinstance(verdict, IncidentJudged):
        done = "dismissal" if verdict.verdict == "dismissed" else "confirmation"
    if isinstance(verdict, ClaimCorrected):
        done = f"correction to {listed(counts_text(verdict.counts))}"
    said = f"{verdict.who}'s {done} ({verdict.why}) holds no longer"
    if lapsed.now is None:
        return f"{said}: the claim is not read any more"
    return f"{said}: something else is read there now, claim {lapsed.now.id}"


def _figures(plan: Plan) -> Iterator[str]:
    """What each tracker said before, and says after."""
    yield from map(bold, wrapped(f"Figures of {plan.topic.id}"))
    rows, same = [], []
    for each in plan.topic.trackers:
        lines = differing(_said(plan.before[each.id]), _said(plan.after[each.id]))
        rows += [
            (each.id if not n else "", label.strip(), f"{old or NOWHERE} -> {new or NOWHERE}")
            for n, (label, old, new) in enumerate(lines)
        ]
        if not lines:
            same.append(each.id)
    yield from table(rows, style=bold)
    if same:
        yield from wrapped(f"unchanged: {listed(same)}", "  ", "    ")
