"""What a language model proposes about a story, held against the story: the model proposes, rules judge.

    answer -> proposals -> each: known tracker? words that stand there? a number that they say? -> claim
                                  `-- else rejected, with the reason, and counted

Pure, and the same for the same answer, text and topic; `VERSION` goes up when it gives other claims.
The model chooses the words and what they are about. Everything that can be read off the words is read
by the rules: how the number is bounded, the day, the place, who says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast, get_args

import msgspec

from monitor.claims.doubt import Doubt
from monitor.claims.reading import Context, Text, attributed, provenance, text_of
from monitor.claims.spans import Span, located, quotables, too_long, too_short
from monitor.claims.vocabulary import Saying, Spoken, Vocabulary, spoken
from monitor.consulted import ModelAnswered
from monitor.entries import Story
from monitor.errors import QuoteError
from monitor.reports import (
    MODEL,
    AnyClaim,
    IncidentReported,
    QuantityReported,
    StatementReported,
    StatusReported,
    TotalReported,
)
from monitor.values import Assertion, Count, Window

VERSION = 1
"""Of what is made of an answer."""
MOST = 50
"""Proposals of one answer that are looked at: a news story makes a handful."""
LARGEST = 10**12
"""As for numbers in texts."""
THOUGHT = "</think>"
"""Some models print their reasoning before the answer; it ends so."""
FIRM = frozenset({"asserted", "correction"})
"""Assertions that a doubt in the text speaks against."""
UNSURE = frozenset({"planned", "possible", "conditional"})
"""Assertions whose number is one to come, not one that is."""

Proposal = Mapping[str, Any]


class Judged(NamedTuple):
    """What has come of an answer."""

    claims: list[AnyClaim]
    rejected: dict[str, int]
    """Reason -> how many proposals."""


class Rejected(Exception):
    """A proposal that is no claim; its text is the reason, in our words."""


def pack_id(context: Context) -> str:
    """What stands as `pack` in the claims: this parser, and the language it reads numbers in."""
    return f"{MODEL}{VERSION}+{context.pack.id}"


def read(answered: ModelAnswered, story: Story, context: Context) -> Judged:
    """The claims of an answer that was kept, about the text that it was asked about."""
    rule = f"{MODEL}{answered.model}@{answered.prompt}"
    return judged(answered.answer, story, context, answered.trackers, rule)


def judged(
    answer: str, story: Story, context: Context, trackers: Iterable[str], rule: str
) -> Judged:
    """The claims of an answer about these trackers. Whatever the answer is, nothing is raised."""
    rejected: Counter[str] = Counter()
    try:
        proposals = _proposals(answer)
    except Rejected as reason:
        return Judged([], {str(reason): 1})
    if len(proposals) > MOST:
        rejected["too many"] = len(proposals) - MOST
    judge = Judge(story, context, trackers, rule)
    claims: dict[str, AnyClaim] = {}
    for proposal in proposals[:MOST]:
        try:
            claim = judge.claim(proposal)
            claims.setdefault(claim.id, claim)
        except Rejected as reason:
            rejected[str(reason)] += 1
        except QuoteError:
            rejected["value not in the quote"] += 1
    return Judged(list(claims.values()), dict(sorted(rejected.items())))


def _proposals(answer: str) -> list[Any]:
    """The list in the answer, which may stand in a code fence or behind a train of thought."""
    said = answer.rpartition(THOUGHT)[2]
    begin, end = said.find("{"), said.rfind("}")
    try:
        found = msgspec.json.decode(said[begin : end + 1].encode() if begin >= 0 else b"")
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise Rejected("not JSON") from error
    claims = found.get("claims") if isinstance(found, dict) else None
    if not isinstance(claims, list):
        raise Rejected("no list of claims")
    return claims


class Judge:
    """Looks at the proposals about one story."""

    def __init__(self, story: Story, context: Context, trackers: Iterable[str], rule: str) -> None:
        """Take the story apart as for the rules."""
        self.text: Text = text_of(story, context)
        self.quotables = quotables(self.text)
        self.context = context
        self.doubt = Doubt(context, context.sets({}))
        self.asked = spoken(context.topic, context.pack, trackers)
        self.rule = rule

    def claim(self, proposal: object) -> AnyClaim:
        """The claim that a proposal comes to. Raises Rejected; QuoteError for a value not quoted."""
        if not isinstance(proposal, dict):
            raise Rejected("not a claim")
        asked = self.asked.get(_word(proposal, "tracker"))
        if asked is None:
            raise Rejected("unknown tracker")
        make = _KINDS.get(_word(proposal, "kind"))
        if make is None:
            raise Rejected("unknown kind")
        assertion = proposal.get("assertion", "asserted")
        if not isinstance(assertion, str) or assertion not in get_args(Assertion):
            raise Rejected("unknown assertion")
        span = self._span(proposal)
        if assertion in FIRM and any(
            self.doubt.supposed(sentence, len(sentence.words)) for sentence in span.sentences
        ):
            raise Rejected("the text only supposes it")
        return make(_Case(self, asked, proposal, span, cast("Assertion", assertion)))

    def _span(self, proposal: Proposal) -> Span:
        span = located(_word(proposal, "quote"), self.quotables)
        if span is None:
            raise Rejected("quote not in the text")
        if too_short(span):
            raise Rejected("quote too short")
        if too_long(span):
            raise Rejected("quote too long")
        return span


class _Case(NamedTuple):
    """One proposal, with what is known of it before its kind is looked at."""

    judge: Judge
    asked: Spoken
    proposal: Proposal
    span: Span
    assertion: Assertion

    @property
    def words(self) -> Vocabulary:
        """What can be claimed about the tracker."""
        return self.asked.words

    def given(self) -> dict[str, Any]:
        """What every claim carries."""
        judge = self.judge
        return {
            **provenance(judge.text, self.asked.tracker, judge.context.pack),
            "pack": pack_id(judge.context),
            "quote": self.span.quote,
            "rule": judge.rule,
            "assertion": self.assertion,
            "attribution": attributed(self.span.sentences, judge.text, judge.context.speakers),
        }

    def owned(self) -> None:
        """Raise Rejected when it is told as a fact and the text calls it false."""
        if self.assertion in FIRM and any(map(self.judge.doubt.disowned, self.span.sentences)):
            raise Rejected("the text disowns it")

    def counts(self, ordinals: str = "") -> dict[str, Count]:
        """The numbers by measure, each said by words of its own; `ordinals` may be an ordinal."""
        if not self.words.counts:
            raise Rejected("unknown kind")
        proposed = self.proposal.get("counts") or {}
        if not isinstance(proposed, dict):
            raise Rejected("no number")
        found: dict[str, Count] = {}
        taken: set[int] = set()
        for name, value in proposed.items():
            if value is None:
                continue
            if name not in self.words.counts:
                raise Rejected("unknown measure")
            kinds = ("NUM", "ORD") if name == ordinals else ("NUM",)
            found[name] = self.number(value, kinds, taken)
        return found

    def number(self, value: object, kinds: tuple[str, ...], taken: set[int]) -> Count:
        """The first number of the quote that the proposed one can mean, bounded as the quote bounds it."""
        low, high = _bounds(value)
        for at, number, count in self.span.numbers(kinds):
            if at not in taken and not number.broken and _means(count, low, high):
                taken.add(at)
                return count
        raise Rejected("value not in the quote")


def _word(proposal: Proposal, name: str) -> str:
    value = proposal.get(name)
    return value if isinstance(value, str) else ""


def _bounds(value: object) -> tuple[int, int | None]:
    """A proposed number: 83, or bounds of which the upper one may be open."""
    low, high = (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)
    if not _whole(low) or not (high is None or _whole(high)):
        raise Rejected("no number")
    return cast("int", low), cast("int | None", high)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _means(said: Count, low: int, high: int | None) -> bool:
    """Whether a proposed number can be the one that the words say.

    A bound may be off by the one that "more than 80" or "fewer than 10" leave out.
    """
    if said.exact:
        return low == said.min and high in {None, low}
    if said.max is None:
        return said.min - 1 <= low <= said.min and (high is None or high == low)
    return all(said.min - 1 <= each <= said.max + 1 for each in (low, high) if each is not None)


# --- by kind ---------------------------------------------------------------------------------


def _incident(case: _Case) -> AnyClaim:
    case.owned()
    counts = case.counts()
    ordinal = case.proposal.get("ordinal")
    if ordinal is not None:
        ordinal = case.number(ordinal, ("ORD",), set()).min
    if not counts and ordinal is None:
        raise Rejected("no number")
    events = counts.get(case.words.events)
    day = case.judge.text.day if case.assertion != "background" else None
    return IncidentReported(
        **case.given(),
        occurred=case.span.happened(day),
        place=_place(case),
        ordinal=ordinal,
        counts=counts,
        aggregate=events is not None and events.min > 1,
    )


def _place(case: _Case) -> str | None:
    """The one place that the quote names, or its sentences when it names none."""
    places = case.judge.context.places
    wanted = case.words.places or places.values()
    for words in case.span.around():
        named = {places[each.char] for each in words if each.char in places}.intersection(wanted)
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _total(case: _Case) -> AnyClaim:
    case.owned()
    counts = case.counts(ordinals=case.words.events)
    if not counts:
        raise Rejected("no number")
    return TotalReported(**case.given(), counts=counts)


def _status(case: _Case) -> AnyClaim:
    episode, stage = _word(case.proposal, "episode"), _word(case.proposal, "stage")
    if not episode and len(case.words.stages) == 1:
        episode = next(iter(case.words.stages))
    if stage not in case.words.stages.get(episode, ()):
        raise Rejected("unknown stage")
    if stage in case.words.done:
        case.owned()
    return StatusReported(
        **case.given(),
        episode=episode,
        stage=stage,
        parties=case.words.parties,
        date=_day(case, stage, "date"),
        occurred=_day(case, stage, "occurred"),
    )


def _day(case: _Case, stage: str, field: str) -> Window | None:
    """The one day that the quote gives, where the stage has one: set ahead, or past when it was done."""
    windows, day = case.span.windows(), case.judge.text.day
    if case.words.days.get(stage) != field or len(windows) != 1 or day is None:
        return None
    (window,) = windows
    fits = window.to >= day if field == "date" else window.from_ <= day
    return window if fits else None


def _quantity(case: _Case) -> AnyClaim:
    words = case.words
    if not words.unit:
        raise Rejected("unknown kind")
    case.owned()
    value = case.number(case.proposal.get("value"), ("PCT" if words.share else "NUM",), set())
    if value.min < words.least or (
        words.most is not None and (value.max or value.min) > words.most
    ):
        raise Rejected("number out of bounds")
    return QuantityReported(
        **case.given(), value=value, unit=words.unit, prospective=case.assertion in UNSURE
    )


def _statement(case: _Case) -> AnyClaim:
    act, about = _word(case.proposal, "act"), _word(case.proposal, "about")
    offered = [each for each in case.words.sayings if each.act == act]
    meant = [each for each in offered if each.about == about or not (about or offered[1:])]
    if not meant:
        raise Rejected("unknown act")
    given = case.given()
    for saying in meant:
        speaker = _speaker(case, saying) or (
            given["attribution"].speaker if not saying.speakers else None
        )
        if speaker is not None:
            return StatementReported(
                **given, speaker=speaker, act=saying.act, about=saying.about, to=saying.to
            )
    raise Rejected("speaker not in the quote")


def _speaker(case: _Case, saying: Saying) -> str | None:
    """The first of its possible speakers that the quoted sentences name."""
    people = case.judge.context.speakers
    named = [name for each in case.span.sentences for _, name in people.people_in(each)]
    return next((name for name in named if name in saying.speakers), None)


_KINDS: dict[str, Callable[[_Case], AnyClaim]] = {
    IncidentReported.word: _incident,
    TotalReported.word: _total,
    StatusReported.word: _status,
    QuantityReported.word: _quantity,
    StatementReported.word: _statement,
}
"""By the word for a claim. What changes an earlier incident is left to the rules."""
