"""The metrics, by the conventions of prometheus.io: prefix, base units, `_total` for what only grows.

Hand-written text, format 0.0.4. What a counter counts is kept in the tables and in feeds.db: it goes on
after a restart, and begins again only where that memory was deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from monitor import __version__
from monitor.heartbeat import Pulse
from monitor.upkeep import Upkeep
from monitor.views.reading import Row
from monitor.web.health import Standing, given_up, waiting
from monitor.web.outlook import Outlook
from monitor.web.sections import drawing

BOUNDS = ("min", "best", "max")


def metrics(now: Standing | None, beat: Pulse | None = None) -> bytes:
    """The metrics; without the tables only that they cannot be read, so that a scrape can say so."""
    lines = [
        *_process(beat),
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
            *_upkeep(now.upkeep),
            *_kept(now),
            *_answers(now),
            *_polls(now.sources),
            *_alerts(now),
            *_model(now.model),
        ]
    return "".join(f"{line}\n" for line in lines).encode()


Samples = Iterable[tuple[Mapping[str, str], float]]


def _family(
    name: str, kind: str, about: str, samples: Samples, prefix: str = "monitor_"
) -> Iterator[str]:
    """One metric with its samples; nothing when there are none."""
    found = list(samples)
    if found:
        yield f"# HELP {prefix}{name} {about}"
        yield f"# TYPE {prefix}{name} {kind}"
    for labels, value in found:
        pairs = ",".join(f'{key}="{_label(text)}"' for key, text in labels.items())
        yield f"{prefix}{name}{{{pairs}}} {value}" if pairs else f"{prefix}{name} {value}"


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _process(beat: Pulse | None) -> Iterator[str]:
    """When the daemon was started and when it ticked last; nothing before its first tick."""
    if beat is None:
        return
    about = "When the process was started."
    yield from _family(
        "process_start_time_seconds", "gauge", about, [({}, beat.started.timestamp())], prefix=""
    )
    about = "When the daemon was last known to tick; older than a minute: it hangs."
    yield from _family("last_tick_timestamp_seconds", "gauge", about, [({}, beat.tick.timestamp())])


def _log(now: Standing) -> Iterator[str]:
    yield from _family("events_total", "counter", "Events in the log.", [({}, now.log_position)])
    about = "Events in the log that the tables do not hold yet."
    yield from _family("projection_lag_events", "gauge", about, [({}, now.lag)])
    about = "Room that the log takes on disk."
    yield from _family("log_size_bytes", "gauge", about, [({}, now.log_bytes)])


def _upkeep(found: Upkeep) -> Iterator[str]:
    """Nothing before the first night; with neither backups nor checks wanted, nothing at all."""
    if not found.known:
        return
    for name, did, work in (
        ("verify", "found whole", found.verify),
        ("backup", "backed up", found.backup),
    ):
        about = f"When the log was last {did}."
        yield from _family(
            f"last_{name}_timestamp_seconds", "gauge", about, _times([({}, work.good)])
        )
        about = f"Times in a row that the log could not be {did}."
        yield from _family(f"{name}_failures", "gauge", about, [({}, work.failures)])
    about = "Room that the last backup takes on disk."
    yield from _family("backup_size_bytes", "gauge", about, [({}, found.backup.bytes)])
    about = "Backups that were found damaged."
    yield from _family("damaged_backups", "gauge", about, [({}, len(found.damaged))])


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
    last = ((labels, each.last_success) for labels, each in named)
    about = "When the source answered last."
    yield from _family("source_last_success_timestamp_seconds", "gauge", about, _times(last))
    polls = (
        ({**labels, "outcome": outcome.replace(" ", "_")}, times)
        for labels, each in named
        for outcome, times in sorted(each.polls.items())
    )
    about = "Polls by what came of them: new, unchanged, or the kind of failure."
    yield from _family("polls_total", "counter", about, polls)
    news = [(labels, each.news) for labels, each in named]
    yield from _family("entries_total", "counter", "Entries that were new or had changed.", news)
    asked = max((each.last_poll for _, each in named if each.last_poll), default=None)
    about = "When a source was asked last."
    yield from _family("last_poll_timestamp_seconds", "gauge", about, _times([({}, asked)]))
    due = min((each.next_poll for _, each in named if each.next_poll), default=None)
    about = "When a source is to be asked next; in the past: it is overdue."
    yield from _family("next_poll_timestamp_seconds", "gauge", about, _times([({}, due)]))


def _times(samples: Iterable[tuple[Mapping[str, str], str | None]]) -> Samples:
    """ISO times as Unix time; what has none is left out."""
    return [
        (labels, datetime.fromisoformat(time).timestamp())
        for labels, time in samples
        if time is not None
    ]


def _outcomes(channel: Row) -> tuple[tuple[str, int], ...]:
    """Each sending in one of these."""
    again = channel["failed"] - channel["given_up"]
    return ("delivered", channel["delivered"]), ("failed", again), ("given_up", channel["given_up"])


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


def _alerts(now: Standing) -> Iterator[str]:
    about = "Alerts that nobody has got yet."
    pending = sum(map(waiting, now.alerts))
    yield from _family("alerts_pending", "gauge", about, [({}, pending)])
    about = "Alerts that nobody has got and that are not tried again."
    yield from _family("alerts_given_up", "gauge", about, [({}, given_up(now.alerts))])
    about = "Developments that a rule holds back for now."
    yield from _family("alerts_held", "gauge", about, [({}, now.held.waiting)])
    sendings = (
        ({"channel": each["channel"], "outcome": outcome}, times)
        for each in now.channels
        for outcome, times in _outcomes(each)
    )
    about = "Sendings of alerts by what came of them; after a failed one it is tried again."
    yield from _family("alerts_total", "counter", about, sendings)
    states = Counter((alert["channel"], alert["state"]) for alert in now.alerts)
    counted = [
        ({"channel": channel, "state": state}, n) for (channel, state), n in sorted(states.items())
    ]
    yield from _family("alerts", "gauge", "Alerts by channel and state.", counted)
    took = (({"channel": each["channel"]}, each["last_delivered"]) for each in now.channels)
    about = "When the channel took an alert last."
    yield from _family("channel_last_delivery_timestamp_seconds", "gauge", about, _times(took))
    up = [({"channel": each["channel"]}, int(not each["failing_since"])) for each in now.channels]
    about = "1 when the channel has taken what it was given last."
    yield from _family("channel_up", "gauge", about, up)
