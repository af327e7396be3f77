"""A kind of tracker that the page knows nothing of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from monitor.topics import Topic
from tests import made_up
from tests.web import web_samples as samples
from tests.web.web_samples import Page, Seen


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The sample topic, in which the troops are of another kind.

    What is served names a kind that cannot be imported: all that is shown stands in the tables.
    """
    state: Path = samples.build(tmp_path_factory.mktemp("made_up"), [topic_of(made_up.NAME)])
    with samples.served(state, topic_of("nowhere:KIND")) as running:
        yield running


def topic_of(kind: str) -> Topic:
    topic = samples.topic()
    trackers = (
        structs.replace(each, kind=kind, options={}) if each.id == "troops" else each
        for each in topic.trackers
    )
    return structs.replace(topic, trackers=tuple(trackers))


def text(page: str) -> str:
    return " ".join(" ".join(Seen(page).texts).split())


def test_an_answer_is_shown_by_the_lines_of_its_kind(page: Page) -> None:
    """On the page of the topic, at its head, and with the quotes behind its figures."""
    shown = page.get("/").text
    assert "loudest 15000 dB told 3 times calm no loudest 3 quotes" in text(shown)
    assert "About troops 15000 dB loudest" in text(shown)


def test_its_figures_lead_to_their_quotes(page: Page) -> None:
    """By the fields that it names itself, and by no others."""
    behind = page.get("/topics/boats/troops/loudest")
    assert behind.status == 200
    assert behind.text.count("<blockquote") == 3
    assert page.get("/topics/boats/troops/first_told").status == 200
    assert page.get("/topics/boats/troops/set-aside").status == 200
    assert page.get("/topics/boats/troops/incidents").status == 404


def test_machines_get_the_answer(page: Page) -> None:
    """Whole at its address; in the metrics a kind that nobody knows has no figures."""
    assert json.loads(page.get("/topics/boats/troops.json").body)["loudest"] == 15_000
    (topic,) = json.loads(page.get("/status.json").body)["topics"]
    assert any(each.get("kind") == "loudness" for each in topic["trackers"])
    metrics = page.get("/metrics")
    assert (metrics.status, 'tracker="troops"' in metrics.text) == (200, False)
    assert page.get("/topics/boats/feed.atom").status == 200
