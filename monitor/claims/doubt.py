"""Whether a sentence tells of something as done: not denied, not fabricated, not only thought of.

Observations. "Has not carried out", "could have met", "denied that it had", "a fabricated video claims"
hold the same verb as the news itself. Theory. What governs a verb stands a few words before it in its
clause ("not", "could", "should"), or anywhere in the sentence ("if", "whether", "a fake video"); a denial
stands before it, or takes it up again with a pronoun ("both denied it"). Exceptions: a denial in the
next sentence is a position of its own, and what was told before it stands.
"""

from __future__ import annotations

import re

from monitor.claims.patterns import Mark
from monitor.claims.reading import Context
from monitor.claims.roles import Cues, clause_of
from monitor.claims.sentences import Sentence

REACH = 6
"""Words before a verb in which "not", "could" or "denied" still govern it."""
REFUSAL = 10
"""Words before a plan in which a denial governs it."""
NEAR = 4
"""Words before a plan in which "no" does."""
TAIL = 2
"""Words after it in which "would" makes a noun of it: "strikes carried out on land would be a crime"."""
GOVERN = (
    "NOT", "NO", "WILL", "COULD", "MIGHT", "SHOULD", "PLANS", "OFFER", "POSSIBLE", "DENY", "BEFORE",
    "QUESTION", "ONCE",
)  # fmt: skip
"""Words that make a plan, a wish or a denial of what follows them in their clause."""


class Doubt:
    """What takes the truth from a verb, for one tracker in one language."""

    def __init__(self, context: Context, sets: dict[str, str]) -> None:
        """Compile the pack's mark of a denial that takes up what was said."""
        self._cues = Cues(context.lexicon, sets)
        self._disowned = Mark(context.pack.marks["disowned"], context.lexicon, sets)

    def supposed(self, sentence: Sentence, end: int | None = None) -> bool:
        """Whether what stands up to `end` is asked or supposed: a question, "if" or "whether" before it.

        Without an `end` the whole sentence is looked at.
        """
        end = len(sentence.chars) if end is None else end
        if sentence.words[-1].low == "?" or self._cues.at(sentence, 0, "IFFIRST"):
            return True
        return self._cues.anywhere(sentence, "IF", "QUESTION") and self._cues.within(
            sentence, 0, end, "IF", "QUESTION"
        )

    def disowned(self, sentence: Sentence) -> bool:
        """Whether the sentence calls what it tells false, or ends in "they denied it"."""
        return self._disowned.stands(sentence)

    def refused(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """Whether a plan is denied ("ruled out strikes", "no order to strike") or only asked about.

        "Did not rule out" is no denial.
        """
        begin, end = match.span()
        clause = clause_of(sentence, self._cues, begin)
        start = max(clause.begin, begin - REFUSAL)
        if self._cues.within(sentence, max(clause.begin, begin - NEAR), begin, "NO"):
            return True
        return any(self._refuses(sentence, at) for at in range(start, end)) or (
            sentence.words[-1].low == "?"
            or self._cues.within(sentence, clause.begin, begin, "QUESTION")
        )

    def _refuses(self, sentence: Sentence, at: int) -> bool:
        """Whether the word denies or gives up a plan; "refused to rule out" does not."""
        negated = self._cues.within(sentence, at - 2, at, "NOT", "NO")
        if self._cues.at(sentence, at, "PLANS"):
            return negated
        return (
            self._cues.at(sentence, at, "DENY", "TURNDOWN")
            and not negated
            and not self._cues.within(sentence, at + 1, at + 4, "REFUSES")
        )

    def done(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """Whether no word near it makes what was found a plan, a wish or a denial."""
        begin, end = match.start(), match.end()
        clause = clause_of(sentence, self._cues, begin)
        return not (
            self._cues.within(sentence, max(clause.begin, begin - REACH), begin, *GOVERN)
            or self._cues.at(sentence, begin - 1, "TO")
            or self._cues.within(sentence, begin, end, "NOT", "NO", "WILL", "COULD", "MIGHT")
            or self._cues.within(sentence, end, end + TAIL, "COULD", "SHOULD", "WILL")
        )
