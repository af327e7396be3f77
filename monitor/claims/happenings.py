"""Sentences that tell of one happening, put together: the text's account of it.

A report spreads one strike over its title and three sentences: the toll in one, the day in the next, the
place in a third. Sentences join the same draft while nothing in them disagrees (tolls, ordinals, stated
days); what disagrees opens another draft. Counts must stand in the draft's quote, which is the stretch
of sentences that carry them; day and place may come from any sentence of the draft.
"""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from monitor.claims.sentences import Sentence
from monitor.values import Assertion, Count, Window

QUOTE_SENTENCES = 4
"""A quote runs over at most so many sentences; numbers further away are left out."""
APART = {"possible", "denied", "negated"}
"""What is meant so is told of another happening than what is asserted."""
FIRM = {"explicit", "weekday"}
"""Bases of a window that was stated."""
ANNOUNCED_AFTER = timedelta(days=1)
"""Most strikes are announced on their day or the day after."""
UNDATED = timedelta(days=2)
"""A report without a day tells of the last days."""


class Draft(Struct):
    """What some sentences of one field say of one happening."""

    sentences: list[Sentence]
    counts: dict[str, Count]
    rule: str
    assertion: Assertion = "asserted"
    ordinal: int | None = None
    window: Window | None = None
    place: str | None = None
    another: bool = False
    light: bool = False
    """It only says when or where: it helps another draft and never stands alone."""
    dead: str = "killed"
    """Name of the measure whose disagreement parts happenings."""

    @property
    def firm(self) -> Window | None:
        """The stated window, if one is."""
        return self.window if self.window is not None and self.window.basis in FIRM else None


def announced_on(day: date) -> Window:
    """The window of a happening of which only the announcement's day is known."""
    return Window(day - ANNOUNCED_AFTER, day, "published")


def undated(day: date) -> Window:
    """The window of a happening told without any day."""
    return Window(day - UNDATED, day, "published")


def meets(one: Window, other: Window) -> bool:
    """Whether two windows share a day."""
    return one.from_ <= other.to and other.from_ <= one.to


def agree(one: Count, other: Count) -> bool:
    """Whether two intervals share a number."""
    top_one = one.max if one.max is not None else 10**9
    top_other = other.max if other.max is not None else 10**9
    return one.min <= top_other and other.min <= top_one


def compatible(draft: Draft, other: Draft) -> bool:
    """Whether two drafts can be one happening."""
    if draft.assertion != other.assertion and APART & {draft.assertion, other.assertion}:
        return False
    mine, theirs = draft.counts.get(draft.dead), other.counts.get(other.dead)
    if mine is not None and theirs is not None and not agree(mine, theirs):
        return False
    if draft.ordinal is not None and other.ordinal is not None and draft.ordinal != other.ordinal:
        return False
    firm, theirs_firm = draft.firm, other.firm
    return firm is None or theirs_firm is None or meets(firm, theirs_firm)


def joined(drafts: list[Draft], new: Draft) -> None:
    """Put a sentence's draft to the one that it goes on with, else open another. Changes `drafts`."""
    for draft in reversed(drafts):
        if (
            draft.assertion != "background"
            and new.assertion != "background"
            and compatible(draft, new)
        ):
            if draft.light and not new.light:
                fill(new, draft)
                drafts[drafts.index(draft)] = new
            else:
                _merge(draft, new)
            return
    drafts.append(new)


def _merge(draft: Draft, new: Draft) -> None:
    """Fill the draft with what the new one knows better."""
    near = new.sentences[-1].order - draft.sentences[0].order < QUOTE_SENTENCES
    same = new.sentences[0].field == draft.sentences[0].field
    added = False
    for name, count in new.counts.items():
        if same and near and (name not in draft.counts or narrower(count, draft.counts[name])):
            draft.counts[name] = count
            added = True
            if name == draft.dead:
                draft.rule = new.rule
    if added:
        draft.sentences.extend(s for s in new.sentences if s not in draft.sentences)
        draft.sentences.sort(key=lambda sentence: sentence.order)
    fill(draft, new)


def fill(draft: Draft, other: Draft) -> None:
    """Take day, place and ordinal from another account of the same happening, where they are missing."""
    if (
        draft.firm is None
        and other.window is not None
        and (draft.window is None or other.firm is not None)
    ):
        draft.window = other.window
    elif draft.firm is not None and other.firm is not None and _sharper(other.firm, draft.firm):
        draft.window = other.firm
    draft.place = draft.place or other.place
    if draft.ordinal is None:
        draft.ordinal = other.ordinal
    draft.another = draft.another or other.another


def _sharper(one: Window, other: Window) -> bool:
    """Whether `one` is the narrower window; an explicit day beats a weekday of the same width."""
    wide_one, wide_other = (one.to - one.from_).days, (other.to - other.from_).days
    return wide_one < wide_other or (
        wide_one == wide_other and one.basis == "explicit" != other.basis
    )


def narrower(one: Count, other: Count) -> bool:
    """Whether `one` says the number more exactly ("800" against "hundreds")."""
    if one.vague != other.vague:
        return other.vague
    return one.exact and not other.exact


def _says_more(title: Draft, body: Draft) -> bool:
    """Whether the headline has the toll that the text lacks, or the same toll and more besides."""
    if title.dead not in title.counts:
        return False
    if body.dead not in body.counts:
        return True
    same = title.counts[title.dead].min == body.counts[body.dead].min
    return same and set(title.counts) > set(body.counts)


def told_once(title: list[Draft], body: list[Draft]) -> list[Draft]:
    """Title and text as one account: what both tell is told by the one that has the toll."""
    told = list(body)
    for draft in title:
        alike = (
            other for other in told if other.assertion != "background" and compatible(other, draft)
        )
        same = next(alike, None)
        if same is None:
            told.insert(0, draft)
        elif _says_more(draft, same):
            fill(draft, same)
            told[told.index(same)] = draft
        else:
            fill(same, draft)
    return told
