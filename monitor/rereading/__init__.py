"""Newer rules over stored stories: what they read otherwise, and the events that say so.

The texts come from the log, word for word as they were taken in, and so do the answers of a language
model about them; nobody is asked again, and nothing is written here. A text about which the topic's gate
says no today has no claims; so have those of a language that the topic does not follow any more.

A story is touched only where its claims say something else. Then this text and those that came after it
in the same story get a reading of their own (`StoryReread`), so that the last text has the highest number
and every earlier time is answered by the newest reading of what there was then. Claims keep their dates:
that rules are better is no news, and `--as-of` answers from what had been reported.

What a person has done to a claim is done again to the one that takes its place: a retraction when it
claims the same, a correction when it quotes the same words as well. Otherwise it lapses, and is told. What
was decided of an incident by its claims holds for those that have their places (`ClaimsReplaced`).

rules       what reads a topic's texts now
verdicts    what persons have done to claims, done again
planning    what changes: claims, events, figures
"""

from monitor.rereading.planning import Otherwise, Plan, plan
from monitor.rereading.rules import Rules
from monitor.rereading.verdicts import Lapsed, Verdict

__all__ = ["Lapsed", "Otherwise", "Plan", "Rules", "Verdict", "plan"]
