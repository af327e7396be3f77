"""`status --as-of`: every tracker at a time. What was polled and sent is told as of now only."""

from __future__ import annotations

from datetime import datetime

from monitor.cli.figures import Said
from monitor.cli.glance import trackers
from monitor.cli.outline import Outline
from monitor.cli.past import answer, past
from monitor.cli.places import Places
from monitor.cli.rendering import bold, headed, out, out_json, table
from monitor.cli.times import iso, moment


def status(places: Places, until: datetime) -> None:
    """Print what every tracker said by what had been reported up to a time."""
    topics = places.topics()
    answers = {topic.id: _answers(places, topic, until) for topic in topics}
    if places.as_json:
        told = [_plain(topic, answers[topic.id]) for topic in topics]
        out_json({"as_of": iso(until), "topics": told})
        return
    for n, topic in enumerate(topics):
        head = headed(topic.title or topic.id, f"as of {moment(until)}")
        rows = table(list(trackers(topic, answers[topic.id])), style=bold)
        out([*([""] if n else []), *head, *rows])


def _answers(places: Places, topic: Outline, until: datetime) -> dict[str, Said]:
    with past(places, topic) as found:
        return {tracker.id: answer(found, tracker.id, until) for tracker in topic.trackers}


def _plain(topic: Outline, answers: dict[str, Said]) -> dict[str, object]:
    views = {name: said.view for name, said in answers.items()}
    return {"topic": topic.id, "title": topic.title, "trackers": views}
