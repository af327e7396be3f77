"""A topic tried on kept texts finds what it would have found by following them."""

from __future__ import annotations

from hypothesis import given, settings

from monitor import topics
from monitor.cli.figures import Said, differing
from monitor.entries import Entry
from monitor.events import StoryCopied, StoryPublished
from monitor.stories.recorded import recorded
from monitor.trying import Stored, trial
from tests.cli import cli_state
from tests.scenario.rereading_desk import TOPIC, as_told, desks, rules_of, worlds

NOW = rules_of(TOPIC)


@settings(max_examples=8, deadline=None)
@given(worlds())
def test_a_trial_says_what_following_would_have_said(entries: list[Entry]) -> None:
    """The same stories, copies and claims, and the same answers of every tracker."""
    entries = sorted(entries, key=lambda each: (each.published is None, each.published, each.url))
    with desks() as (desk,):
        desk.take_in(NOW, entries)
        found = trial(NOW.topic, Stored(entries=tuple(entries)))
        events = desk.events()
    stories = [each for each in events if isinstance(each, StoryPublished)]
    copies = [each for each in stories if isinstance(each, StoryCopied)]
    assert sum(each.kind == "copy" for each in found.found) == len(copies)
    assert {each.story.id for each in found.found} == {each.story for each in stories}
    followed = as_told(NOW, events)
    answers = {name: Said(dict(said.view), said.lines) for name, said in found.answers.items()}
    assert [name for name, said in answers.items() if differing(said, followed[name])] == []


@settings(max_examples=8, deadline=None)
@given(worlds())
def test_a_text_that_is_kept_in_several_places_counts_once(entries: list[Entry]) -> None:
    """As an entry, and as a story of the log, whatever topic it was recorded for."""
    with desks() as (desk,):
        desk.take_in(NOW, entries)
        stories = recorded(desk.events()).values()
    texts = tuple(text.entry for story in stories for text in story.texts)
    alone, beside = (
        trial(NOW.topic, Stored(recorded=texts)),
        trial(NOW.topic, Stored(entries=texts, recorded=texts)),
    )
    assert beside.texts == alone.texts
    assert (beside.combinations, beside.answers) == (alone.combinations, alone.answers)


def test_what_keeps_texts_out_is_counted_and_the_nearest_are_shown() -> None:
    """By the one thing that is missing; sources that have given nothing are named."""
    gate = topics.Gate(any=(("norland", "boat", "troops"),), none=("orla",))
    topic = topics.Topic(
        id="t",
        title="T",
        words={name: (name,) for name in ("norland", "boat", "troops", "orla")},
        gate=gate,
        trackers=(),
        sources=(topics.Source(id="harbour-post", address=""), topics.Source(id="far", address="")),
    )
    titles = ("Norland boat", "Norland boat sunk", "Norland troops", "Orla: Norland boat troops")
    entries = tuple(
        cli_state.entry(n, "harbour-post", 3 + n, title, "") for n, title in enumerate(titles)
    )
    found = trial(topic, Stored(entries=entries))
    assert found.passing == 0
    counted = {(miss.why, miss.group): count for miss, count in found.nearly.items()}
    assert counted == {("lacks", "troops"): 2, ("lacks", "boat"): 1, ("has", "orla"): 1}
    assert found.nearest[0].entry.title == "Orla: Norland boat troops"
    assert found.silent == ("far",)
