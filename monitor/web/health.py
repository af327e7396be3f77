"""For machines: is it alive, is it ready, how does it stand, and the metrics of both.

Metrics follow prometheus.io: prefix, base units, `_total` for what only grows, hand-written text.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from monitor import __version__
from monitor.state import LOG
from monitor.topics import Topic
from monitor.views.calls import model
from monitor.views.reading import Reading, Row, log_position
from monitor.web.outlook import Outlook, outlook, silent
from monitor.web.sections import drawing

LONG = frozenset(
    {"because", "set_aside", "incidents", "reported", "series", "statements", "episodes"}
)
"""Parts of an answer that `status.json` leaves to the tracker's own address."""
PENDING = frozenset({"raised", "attempted", "failed"})
"""States of an alert that nobody has got yet."""
BOUNDS = ("min", "best", "max")


class Standing(NamedTuple):
    """Everything that is told of at this moment."""

    topics: tuple[Topic, ...]
    answers: Mapping[str, Mapping[str, Row]]
    """By topic and tracker."""
    counts: Mapping[str, Mapping[str, int]]
    sources: tuple[Outlook, ...]
    alerts: tuple[Row, ...]
    position: int
    """Of the last event in the tables ..."""
    log_position: int
    """... and in the log."""
    model: Row | None = None
    """How the language model does; None when none was ever asked."""

    @property
    def lag(self) -> int:
        """Events that the tables do not hold yet."""
        return max(0, self.log_position - self.position)


def standing(
    reading: Reading, state_dir: Path, topics: tuple[Topic, ...], now: datetime
) -> Standing:
    """Read it. Raises Unreadable."""
    head = reading.head()
    return Standing(
        topics=topics,
        answers={topic.id: reading.answers(topic.id) for topic in topics},
        counts={topic.id: reading.counts(topic.id) for topic in topics},
        sources=tuple(outlook(reading, state_dir, topics, now)),
        alerts=tuple(reading.alerts()),
        position=head.position if head else 0,
        log_position=log_position(state_dir / LOG),
        model=model(reading),
    )


def waiting(alert: Row) -> bool:
    """True when it has not been delivered and will still be tried."""
    return alert["state"] in PENDING and not alert["final"]


# --- status.json -----------------------------------------------------------------------------------


def status(now: Standing) -> bytes:
    """Every tracker in short, the sources, the alerts that wait."""
    shown = {
        "version": __version__,
        "position": now.position,
        "lag_events": now.lag,
        "topics": [_topic(now, topic) for topic in now.topics],
        "sources": {
            "configured": len(now.sources),
            "answering": sum(each.health.heard for each in now.sources),
            "silent": [
                {
                    "id": each.source.id,
                    "state": each.health.state,
                    "since": each.health.since,
                    "why": each.health.reason,
                }
                for each in silent(now.sources)
            ],
        },
        "alerts": {"undelivered": sum(map(waiting, now.alerts)), "given_up": _given_up(now.alerts)},
        "model": now.model,
    }
    return dumped(shown)


def _topic(now: Standing, topic: Topic) -> dict[str, Any]:
    answers = now.answers[topic.id]
    return {
        "id": topic.id,
        "title": topic.title,
        **now.counts[topic.id],
        "trackers": [
            {name: value for name, value in answers[each.id].items() if name not in LONG}
            for each in topic.trackers
            if each.id in answers
        ],
    }


def _given_up(alerts: Iterable[Row]) -> int:
    return sum(alert["state"] == "failed" and alert["final"] for alert in alerts)


def dumped(value: object) -> bytes:
    """JSON in ASCII: nothing in it that a terminal would obey."""
    return f"{json.dumps(value, indent=1)}\n".encode()


# --- metrics ---------------------------------------------------------------------------------------


def metrics(now: Standing | None) -> bytes:
    """The metrics; without the tables only that they cannot be read, so that a scrape can say so."""
    lines = [
        *_family("build_info", "gauge", "The version that runs.", [({"version": __version__}, 1)]),
        *_family(
            "views_readable",
            "gauge",
            "1 when the tables can be read.",
            [({}, int(now is not None))],
        ),
    ]
    if now is not None:
        lines += [
            *_log(now),
            *_kept(now),
            *_answers(now),
            *_polls(now.sources),
            *_outbox(now.alerts),
            *_model(now.model),
        ]
    return "".join(f"{line}\n" for line in lines).encode()


Samples = Iterable[tuple[Mapping[str, str], float]]


def _family(name: str, kind: str, about: str, samples: Samples) -> Iterator[str]:
    """One metric with its samples; nothing when there are none."""
    found = list(samples)
    if found:
        yield f"# HELP monitor_{name} {about}"
        yield f"# TYPE monitor_{name} {kind}"
    for labels, value in found:
        pairs = ",".join(f'{key}="{_label(text)}"' for key, text in labels.items())
        yield f"monitor_{name}{{{pairs}}} {value}" if pairs else f"monitor_{name} {value}"


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _log(now: Standing) -> Iterator[str]:
    yield from _family("events_total", "counter", "Events in the log.", [({}, now.log_position)])
    about = "Events in the log that the tables do not hold yet."
    yield from _family("projection_lag_events", "gauge", about, [({}, now.lag)])


def _kept(now: Standing) -> Iterator[str]:
    for name, kind, about in (
        ("stories_total", "counter", "Stories after deduplication."),
        ("copies_total", "counter", "Copies that were folded into a story."),
        ("claims", "gauge", "Claims that stand."),
        ("developments_total", "counter", "Changes of an answer."),
    ):
        column = name.removesuffix("_total")
        counts = [({"topic": topic}, count[column]) for topic, count in now.counts.items()]
        yield from _family(name, kind, about, counts)


def _answers(now: Standing) -> Iterator[str]:
    told = [
        ({"topic": topic, "tracker": tracker}, answer)
        for topic, answers in now.answers.items()
        for tracker, answer in answers.items()
    ]
    values = (
        ({**labels, "measure": measure, "bound": bound}, value[bound])
        for labels, answer in told
        for measure, value in drawing(answer).figures(answer).items()
        for bound in BOUNDS
    )
    yield from _family("tracker_value", "gauge", "A figure of a tracker.", values)
    stages = (
        ({**labels, "episode": episode, "stage": stage}, 1)
        for labels, answer in told
        for episode, stage in drawing(answer).stages(answer).items()
    )
    yield from _family(
        "tracker_stage", "gauge", "1 for the stage that a question has reached.", stages
    )


def _polls(sources: Iterable[Outlook]) -> Iterator[str]:
    named = [({"source": each.source.id}, each.health) for each in sources]
    up = [(labels, int(each.heard)) for labels, each in named]
    yield from _family("source_up", "gauge", "1 when what the source tells is heard.", up)
    failed = [(labels, each.failures) for labels, each in named]
    yield from _family("source_failures", "gauge", "Failed polls in a row.", failed)
    entries = [(labels, each.entries) for labels, each in named]
    yield from _family("source_entries", "gauge", "Entries of the last good document.", entries)
    last = [
        (labels, datetime.fromisoformat(each.last_success).timestamp())
        for labels, each in named
        if each.last_success is not None
    ]
    about = "When the source answered last."
    yield from _family("source_last_success_timestamp_seconds", "gauge", about, last)


def _model(told: Row | None) -> Iterator[str]:
    if told is None:
        return
    calls = [({"outcome": name}, told[name]) for name in ("answered", "failed")]
    yield from _family("model_calls_total", "counter", "Calls of the language model.", calls)
    about = "Claims that the rules have made of its answers."
    yield from _family("model_claims", "gauge", about, [({}, told["claims"])])
    about = "Proposals of the language model that the rules have rejected."
    rejected = [({"reason": why}, times) for why, times in told["reasons"].items()]
    yield from _family("model_rejected", "gauge", about, rejected)


def _outbox(alerts: Iterable[Row]) -> Iterator[str]:
    alerts = tuple(alerts)
    pending = sum(map(waiting, alerts))
    yield from _family(
        "outbox_pending", "gauge", "Alerts that nobody has got yet.", [({}, pending)]
    )
    states = Counter((alert["channel"], alert["state"]) for alert in alerts)
    counted = [
        ({"channel": channel, "state": state}, n) for (channel, state), n in sorted(states.items())
    ]
    yield from _family("alerts", "gauge", "Alerts by channel and state.", counted)
