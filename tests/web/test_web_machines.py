"""The feed, the metrics, the states: what other programs read."""

from __future__ import annotations

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from monitor import events as e
from monitor import notices
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.upkeep import Upkeep, Work, remember
from monitor.views.reading import Reading
from monitor.views.rebuild import open_or_rebuild
from monitor.web.health import FAR_BEHIND, standing
from monitor.web.metrics import metrics
from tests.web import web_samples as samples
from tests.web.web_samples import Page

NAME = re.compile(r"monitor_[a-z_]+|process_start_time_seconds")
SAMPLE = re.compile(
    r'(?P<name>[a-z_]+)(?:\{(?P<labels>(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (?P<value>\S+)'
)
"""A line of the text format, version 0.0.4."""
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"')
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(text: str) -> tuple[dict[str, str], Samples]:
    """Types by name, and samples; raises AssertionError for what a scraper would not take."""
    types: dict[str, str] = {}
    found: Samples = {}
    helped = set()
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# HELP "):
            helped.add(line.split(" ")[2])
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind in {"counter", "gauge"}
            assert name not in types
            types[name] = kind
        else:
            match = SAMPLE.fullmatch(line)
            assert match, line
            assert [match["name"]] == [*types][-1:], line  # the samples of a metric stand together
            key = (match["name"], frozenset(LABEL.findall(match["labels"] or "")))
            assert key not in found
            found[key] = float(match["value"])
    assert helped == types.keys()
    return types, found


def value(found: Samples, name: str, **labels: str) -> float:
    return found[f"monitor_{name}", frozenset(labels.items())]


# --- metrics ----------------------------------------------------------------------------------


def test_metrics_can_be_scraped(page: Page) -> None:
    """Every line is the text format; names have the prefix, what only grows ends with `_total`."""
    types, found = parsed(page.get("/metrics").text)
    assert all(NAME.fullmatch(name) for name in types)
    assert all(name.endswith("_total") == (kind == "counter") for name, kind in types.items())
    assert {name for name, _ in found} == types.keys()


def test_metrics_say_what_is_known(page: Page) -> None:
    """Figures, stages, sources and the lag of the tables."""
    _, found = parsed(page.get("/metrics").text)
    strikes = {"topic": "boats", "tracker": "strikes", "measure": "killed"}
    assert value(found, "tracker_value", **strikes, bound="best") == 18
    call = {"topic": "boats", "tracker": "meeting", "episode": "call", "stage": "held"}
    assert value(found, "tracker_stage", **call) == 1
    assert value(found, "projection_lag_events") == 0
    assert value(found, "developments_total", topic="boats") == 2
    assert value(found, "source_up", source="wire") == 1
    assert value(found, "source_up", source="mute") == 0
    since = value(found, "source_last_success_timestamp_seconds", source="wire")
    assert since == samples.START.timestamp()
    assert value(found, "log_size_bytes") > 4_096


def test_metrics_count_polls_by_what_came_of_them(page: Page) -> None:
    """New, unchanged, or the kind of failure; when one was made last, and when the next is due."""
    types, found = parsed(page.get("/metrics").text)
    counted = {
        outcome: value(found, "polls_total", source="wire", outcome=outcome)
        for outcome in ("new", "unchanged", "not_a_feed")
    }
    assert counted == {"new": 3, "unchanged": 40, "not_a_feed": 2}
    assert types["monitor_polls_total"] == "counter"
    assert value(found, "entries_total", source="wire") == 31
    assert value(found, "entries_total", source="mute") == 0
    start = samples.START.timestamp()
    assert value(found, "last_poll_timestamp_seconds") == start + 60
    assert value(found, "next_poll_timestamp_seconds") == start + 15 * 60


def test_metrics_say_when_the_process_was_started_and_ticked(tmp_path: Path) -> None:
    """By the names that Prometheus knows; also where the tables cannot be read."""
    samples.ticked(tmp_path)
    with samples.served(tmp_path) as page:
        _, found = parsed(page.get("/metrics").text)
    assert value(found, "views_readable") == 0
    start = samples.START.timestamp()
    assert value(found, "last_tick_timestamp_seconds") == start
    assert found["process_start_time_seconds", frozenset()] == start - 3 * 3_600


def test_metrics_without_tables_say_that(tmp_path: Path) -> None:
    """A scrape never fails: a rule can ask whether the tables can be read."""
    with samples.served(tmp_path) as page:
        got = page.get("/metrics")
    _, found = parsed(got.text)
    assert got.status == 200
    assert value(found, "views_readable") == 0


def test_metrics_count_the_calls_of_a_model_where_there_is_one(tmp_path: Path) -> None:
    """Its answers, its silence, and the reasons for which proposals were rejected."""
    only = samples.topic()
    samples.build(tmp_path, [only])
    with Reading.open(tmp_path / "views.db") as reading:
        now = standing(reading, tmp_path, (only,), samples.START)
    assert now.model is None
    assert b"model_" not in metrics(now)
    told = {"answered": 7, "failed": 2, "claims": 5, "reasons": {"not JSON": 3}}
    _, found = parsed(metrics(now._replace(model=told)).decode())
    assert value(found, "model_calls_total", outcome="answered") == 7
    assert value(found, "model_calls_total", outcome="failed") == 2
    assert value(found, "model_claims") == 5
    assert value(found, "model_rejected", reason="not JSON") == 3


NIGHT = Upkeep(
    hour=3,
    since="2025-11-01T00:00:00Z",
    verify=Work("2025-11-28T03:00:00Z", "position 5", 2, "2025-11-26T03:00:00Z", 40, corrupt=True),
    backup=Work("2025-11-28T03:00:00Z", "", 0, "2025-11-28T03:00:00Z", 40, "/srv/log-1.db", 9_000),
    damaged={"log-0.db": "cut"},
)
"""The log has not passed its last two checks."""


def test_metrics_say_when_the_log_was_checked_and_backed_up(tmp_path: Path) -> None:
    """The last good time of each, the failures since; nothing before the first night."""
    only = samples.topic()
    samples.build(tmp_path, [only])
    with Reading.open(tmp_path / "views.db") as reading:
        now = standing(reading, tmp_path, (only,), samples.START)
        assert b"backup" not in metrics(now)
        remember(tmp_path, NIGHT)
        now = standing(reading, tmp_path, (only,), samples.START)
    _, found = parsed(metrics(now).decode())
    assert value(found, "last_verify_timestamp_seconds") == 1764126000
    assert value(found, "last_backup_timestamp_seconds") == 1764298800
    assert value(found, "verify_failures") == 2
    assert value(found, "backup_failures") == 0
    assert value(found, "backup_size_bytes") == 9_000
    assert value(found, "damaged_backups") == 1


def test_the_page_says_that_the_log_is_not_whole(tmp_path: Path) -> None:
    """And when it was checked and backed up; places of the machine are told to nobody."""
    samples.build(tmp_path, [samples.topic()])
    with samples.served(tmp_path) as running:
        assert "last check" not in running.get("/").text
        remember(tmp_path, NIGHT)
        text = " ".join(samples.Seen(running.get("/").text).texts)
        assert "The log did not pass its last check." in text
        assert "Log checked whole" in text
        assert "backed up" in text
        told = json.loads(running.get("/status.json").body)["upkeep"]
        assert told == {
            "verified": "2025-11-26T03:00:00Z",
            "verify_failures": 2,
            "backed_up": "2025-11-28T03:00:00Z",
            "backup_failures": 0,
            "damaged_backups": 1,
        }
        assert "/srv" not in running.get("/").text + running.get("/status.json").text
        remember(tmp_path, NIGHT._replace(verify=NIGHT.verify._replace(corrupt=False)))
        text = " ".join(samples.Seen(running.get("/").text).texts)
        assert "did not pass" not in text
        assert "the last check could not be made" in text


def test_labels_are_escaped(tmp_path: Path) -> None:
    """Quotes, backslashes and line ends in a name cannot end a label."""
    name = 'a"b\\c\nd'
    only = samples.topic(name)
    samples.build(tmp_path, [only])
    with Reading.open(tmp_path / "views.db") as reading:
        _, found = parsed(metrics(standing(reading, tmp_path, (only,), samples.START)).decode())
    assert value(found, "stories_total", topic='a\\"b\\\\c\\nd') > 0


@pytest.mark.parametrize(
    "seeded",
    [
        "monitor_x 1\n",
        "# HELP monitor_x x\n# TYPE monitor_x gauge\nmonitor_x{a=b} 1\n",
        "# HELP monitor_x x\n# TYPE monitor_x gauge\nmonitor_x one two\n",
        "# HELP monitor_x x\n# TYPE monitor_x gauge\nmonitor_x 1\nmonitor_x 1\n",
        "# TYPE monitor_x gauge\nmonitor_x 1\n",
        "# HELP monitor_x x\n# TYPE monitor_x gauge\n# HELP monitor_y y\n# TYPE monitor_y gauge\n"
        "monitor_y 1\nmonitor_x 1\n",
    ],
)
def test_the_reader_of_metrics_sees_mistakes(seeded: str) -> None:
    """Metrics without a type, labels without quotes, samples twice are not taken."""
    with pytest.raises((AssertionError, ValueError)):
        parsed(seeded)


# --- states -----------------------------------------------------------------------------------


def grown(state: Path, events: int) -> None:
    """The log of a folder has so many events that the tables do not hold."""
    with open_writer(state / "log.db") as log:
        more: list[e.AnyEvent] = [
            e.SourceRecovered(source="mute", address="x", at=samples.START + timedelta(seconds=n))
            for n in range(events)
        ]
        log.append("_sources", more, log.head("_sources").position)


def readiness(page: Page) -> tuple[int, list[str], int | None]:
    """Status, reasons and lag."""
    got = page.get("/readyz")
    told = json.loads(got.body)
    assert told["ready"] == (got.status == 200)
    return got.status, told["reasons"], told["lag_events"]


def test_ready_says_how_far_the_tables_are(tmp_path: Path) -> None:
    """Tables that are a little behind the log are ready, and say by how much."""
    samples.build(tmp_path, [samples.topic()])
    samples.ticked(tmp_path)
    grown(tmp_path, 1)
    with samples.served(tmp_path) as page:
        assert readiness(page) == (200, [], 1)
        assert json.loads(page.get("/status.json").body)["lag_events"] == 1
        assert json.loads(page.get("/readyz").body)["last_tick"] == "2025-11-15T12:00:00Z"


def test_not_ready_while_the_tables_are_far_behind(tmp_path: Path) -> None:
    """What it would answer is old."""
    samples.build(tmp_path, [samples.topic()])
    samples.ticked(tmp_path)
    grown(tmp_path, FAR_BEHIND + 1)
    with samples.served(tmp_path) as page:
        far = "the tables are 1,001 events behind the log"
        assert readiness(page) == (503, [far], FAR_BEHIND + 1)


def test_not_ready_once_the_daemon_hangs_and_alive_all_the_same(tmp_path: Path) -> None:
    """The page has a thread of its own: it answers, and tells that the tick has stopped."""
    samples.build(tmp_path, [samples.topic()])
    samples.ticked(tmp_path)
    with samples.served(tmp_path, now=samples.START + timedelta(seconds=59)) as page:
        assert readiness(page) == (200, [], 0)
    with samples.served(tmp_path, now=samples.START + timedelta(minutes=4)) as page:
        assert readiness(page) == (503, ["the daemon hangs: no tick for 240 s"], 0)
        assert page.get("/readyz").headers["Retry-After"] == "5"
        assert json.loads(page.get("/livez").body) == {"alive": True}
        _, found = parsed(page.get("/metrics").text)
        assert value(found, "last_tick_timestamp_seconds") == samples.START.timestamp()


def test_not_ready_before_the_first_tick(tmp_path: Path) -> None:
    """What a daemon before this one has left behind is no tick of this one."""
    samples.build(tmp_path, [samples.topic()])
    samples.ticked(tmp_path)
    told = {"process": os.getpid() + 1, "started": "2025-11-15T09:00:00+00:00"}
    (tmp_path / "alive").write_text(json.dumps(told))
    with samples.served(tmp_path) as page:
        assert readiness(page) == (503, ["the daemon has not begun to tick yet"], 0)


@pytest.mark.parametrize("file", ["views.db", "log.db"])
def test_not_ready_when_a_file_cannot_be_read(file: str, tmp_path: Path) -> None:
    """It is named, with what is wrong with it; where it lies is nobody's business."""
    samples.build(tmp_path, [samples.topic()])
    samples.ticked(tmp_path)
    (tmp_path / file).write_bytes(b"not a database " * 1_000)
    with samples.served(tmp_path) as page:
        assert readiness(page) == (503, [f"{file} cannot be read: damaged"], None)
        assert page.get("/metrics").status == 200


def test_the_page_and_status_json_say_where_the_log_was(page: Page, state: Path) -> None:
    """What is shown can be kept, and the log behind it proved: short on the page, whole for programs."""
    reader = open_reader(state / "log.db")
    assert reader is not None
    with reader:
        heads = {stream: reader.head(stream) for stream in reader.streams()}
    for topic in json.loads(page.get("/status.json").body)["topics"]:
        head = heads[topic["id"]]
        assert topic["log"] == {"stream": topic["id"], "n": head.n, "hash": head.hash}
        assert (
            f"Log <code>{topic['id']}:{head.n}:{head.hash[:16]}</code>".encode()
            in page.get("/").body
        )


def test_status_has_every_tracker_in_short(page: Page) -> None:
    """Figures and stages, the silent sources with their reason, the alerts that wait."""
    told = json.loads(page.get("/status.json").body)
    (topic,) = told["topics"]
    trackers = {each["tracker"]: each for each in topic["trackers"] if "tracker" in each}
    assert trackers["strikes"]["killed"]["best"] == 18
    assert trackers["meeting"]["stage"] == "scheduled"
    assert "incidents" not in trackers["strikes"]
    (silent,) = told["sources"]["silent"]
    assert (silent["id"], silent["state"], silent["why"]) == ("mute", "blind", "no answer")
    assert told["alerts"] == {"undelivered": 0, "given_up": 0, "held": 0}


def test_alerts_that_wait_are_counted(tmp_path: Path) -> None:
    """Raised and not delivered: it waits; failed for good: it is given up."""
    raised = [
        notices.AlertRaised(
            alert=name,
            rule="r",
            channel="desk",
            severity="notice",
            title="t",
            body="b",
            developments=(),
            at=samples.START,
        )
        for name in ("one", "two", "three")
    ]
    at = {"channel": "desk", "attempt": 1, "at": samples.START}
    steps: list[e.AnyEvent] = [
        notices.AlertDelivered(alert="two", **at),  # type: ignore[arg-type]  # as above
        notices.AlertFailed(alert="three", final=True, **at),  # type: ignore[arg-type]
    ]
    samples.build(tmp_path, [samples.topic()], [*raised, *steps])
    with samples.served(tmp_path) as page:
        told = json.loads(page.get("/status.json").body)
        _, found = parsed(page.get("/metrics").text)
    assert told["alerts"] == {"undelivered": 1, "given_up": 1, "held": 0}
    assert value(found, "alerts_pending") == 1
    assert value(found, "alerts_given_up") == 1
    assert value(found, "alerts", channel="desk", state="delivered") == 1
    outcomes = ("delivered", "failed", "given_up")
    sent = [value(found, "alerts_total", channel="desk", outcome=each) for each in outcomes]
    assert sent == [1, 0, 1]
    assert value(found, "channel_up", channel="desk") == 0
    last = value(found, "channel_last_delivery_timestamp_seconds", channel="desk")
    assert last == samples.START.timestamp()


def test_developments_held_back_are_counted(tmp_path: Path) -> None:
    """Until they are told, or until it is settled that they are not."""
    at = samples.START
    night = {"rule": "r", "reason": "quiet hours", "at": at, "until": at + timedelta(hours=8)}
    told: list[e.AnyEvent] = [
        notices.AlertHeld(developments=("d1", "d2", "d3"), **night),  # type: ignore[arg-type]
        notices.AlertHeld(developments=("d4",), rule="r", reason="backfill", final=True, at=at),
    ]
    samples.build(tmp_path, [samples.topic()], told)
    with samples.served(tmp_path) as page:
        _, found = parsed(page.get("/metrics").text)
        assert json.loads(page.get("/status.json").body)["alerts"]["held"] == 3
    assert value(found, "alerts_held") == 3


def test_the_answer_of_a_tracker_is_whole(page: Page) -> None:
    """A tracker's own address gives everything that its kind gives."""
    told = json.loads(page.get("/topics/boats/strikes.json").body)
    assert (told["topic"], told["tracker"]) == ("boats", "strikes")
    assert len(told["incidents"]) == 3
    assert told["because"]["killed"]


# --- the feed ---------------------------------------------------------------------------------


def test_the_feed_can_be_read(page: Page) -> None:
    """A feed reader gets each weighty development, with its quotes and a place on the page."""
    found = feedparser.parse(page.get("/topics/boats/feed.atom").body)
    assert (found.bozo, found.version) == (False, "atom10")
    assert found.feed.title == "Boats & <people>"
    (entry,) = found.entries
    assert entry.title == "About strikes: the toll rises"
    assert entry.published == "2025-11-15T12:00:00Z"
    assert entry.link.startswith("/topics/boats#d-")
    assert "<blockquote" in entry.content[0].value
    assert {each.rel for each in entry.links} == {"alternate", "related"}


def test_ids_in_the_feed_stay_the_same(page: Page, tmp_path: Path) -> None:
    """A rebuilt folder gives the same feed: no reader shows a development twice."""
    with open_writer(tmp_path / "log.db") as log:
        log.append("boats", samples.ordinary(), 0)
        open_or_rebuild(log, [samples.topic()], tmp_path / "views.db").views.close()
    with samples.served(tmp_path) as again:
        assert again.get("/topics/boats/feed.atom").body == page.get("/topics/boats/feed.atom").body


def test_the_feed_says_what_atom_wants(page: Page) -> None:
    """Feed and entries have an id, a title and a time; the author is named (RFC 4287)."""
    atom = "{http://www.w3.org/2005/Atom}"
    root = ET.fromstring(page.get("/topics/boats/feed.atom").body)
    for each in (root, *root.iter(f"{atom}entry")):
        assert all(each.findtext(f"{atom}{name}") for name in ("id", "title", "updated"))
    assert root.findtext(f"{atom}author/{atom}name") == "monitor"


def test_what_newer_rules_have_brought_about_is_on_the_page_and_not_in_the_feed(
    tmp_path: Path,
) -> None:
    """A feed reader tells news; that old stories were read again is none."""
    telling = samples.Telling()
    telling.incident(3, 4)
    telling.development("the toll rises")
    telling.development("the toll, mended", reread=True)
    samples.build(tmp_path, [samples.topic()], telling.events)
    with samples.served(tmp_path, samples.topic()) as page:
        feed = feedparser.parse(page.get("/topics/boats/feed.atom").body)
        assert "the toll, mended" in page.get("/topics/boats").text
    assert [entry.title for entry in feed.entries] == ["the toll rises"]


def test_hostile_text_in_the_feed_is_only_text(tmp_path: Path) -> None:
    """Markup from outside is escaped twice: once for the page in it, once for the feed."""
    evil = samples.topic(title=samples.HOSTILE)
    telling = samples.Telling(samples.HOSTILE, samples.HOSTILE, samples.LURE)
    telling.incident(3, 4)
    telling.development(samples.HOSTILE)
    samples.build(tmp_path, [evil], telling.events)
    with samples.served(tmp_path, evil) as page:
        got = page.get("/topics/boats/feed.atom")
    root = ET.fromstring(got.body)
    content = root.findtext(".//{http://www.w3.org/2005/Atom}content") or ""
    assert samples.dangers(content) == []
    assert "\u202e" not in got.text
    links = [each.get("href", "") for each in root.iter("{http://www.w3.org/2005/Atom}link")]
    assert samples.LURE not in links
