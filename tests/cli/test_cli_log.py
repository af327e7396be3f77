"""`log verify`, `log redact`, and a log that a newer version has written."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor.corrections import CorrectionUndone, IncidentsMerged
from monitor.eventlog import link
from monitor.eventlog.sqlite import open_reader, open_writer
from monitor.events import AnyEvent, ClaimRetracted, StoryRevised
from monitor.notices import AlertDelivered
from monitor.opening import locked
from monitor.sources.answers import Answers
from tests.cli import cli_state
from tests.cli.cli_state import NOW
from tests.cli.conftest import Call, Folders
from tests.eventlog import moved
from tests.eventlog.contract import rows
from tests.eventlog.test_log_verify import rewrite

WIRE = "struck a boat in the bay"
"""Words of the second text and of its copy."""
PHONE = "spoke with Vesk by phone"
"""Words of the fourth text alone."""


def story(folders: Folders, words: str) -> str:
    """The first story that says so."""
    texts = (json.loads(row.body) for row in rows(folders.state / "log.db"))
    return next(str(each["story"]) for each in texts if words in each.get("text", ""))


def held(state: Path, words: str) -> list[str]:
    """The files of the state folder that hold these words."""
    return sorted(
        str(each.relative_to(state))
        for each in state.rglob("*")
        if each.is_file() and words.encode() in each.read_bytes()
    )


# --- verify ---------------------------------------------------------------------------------------


def test_a_log_is_verified_and_its_heads_are_shown(call: Call) -> None:
    """Every event, every id; with --no-ids the ids are left."""
    told = call("log verify --json")
    found = json.loads(told.stdout)
    assert (told.exit_code, found["events"], found["redacted"]) == (0, found["ids"], 0)
    assert found["streams"] == json.loads(call("log head --json").stdout)
    assert json.loads(call("log verify --no-ids --json").stdout)["ids"] == 0
    assert f"{found['events']} events are whole: numbers, hashes" in call("log verify").stdout


def test_a_log_that_was_cut_off_is_not_what_was_backed_up(call: Call, folders: Folders) -> None:
    """All that is left is whole, also without tables: only what was kept elsewhere tells."""
    assert call("log backup").exit_code == 0
    told = call("log verify")
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (
        0,
        "compared with 1 backup: nothing was changed or cut off since",
    )
    assert "--head" in told.stderr
    moved.cut(folders.state, 12)
    (folders.state / "views.db").unlink()
    told = call("log verify")
    assert (told.exit_code, told.stdout.splitlines()[0][:19]) == (1, "12 events are whole")
    assert "of stream norland, the log ends with event 12" in told.stderr
    assert len(json.loads(call("log verify --json").stdout)["compared"]["astray"]) == 1
    (backup,) = (folders.state / "backups").iterdir()
    assert call(f"log restore {backup}").exit_code == 0
    assert call("log verify").exit_code == 0


def test_an_export_proves_the_log(call: Call, tmp_path: Path) -> None:
    """Its heads stand in its last line; what export and backup tell of them as JSON does as well."""
    file = tmp_path / "log.jsonl"
    for command in (f"log export {file} --json", f"log backup {tmp_path} --json"):
        kept = tmp_path / "told.json"
        kept.write_text(call(command).stdout)
        for each in (file, kept):
            assert "proved: " in call(f"log verify --head {each}").stdout
    file.write_bytes(file.read_bytes()[:-40])
    told = call(f"log verify --head {file}")
    assert (told.exit_code, "expected what" in told.stderr) == (2, True)


def test_backups_of_another_log_are_named(call: Call, folders: Folders) -> None:
    """Who writes a log anew from its first event on makes it another one."""
    call("log backup")
    row = rows(folders.state / "log.db")[0]
    (folders.state / "log.db").unlink()
    with open_writer(folders.state / "log.db") as log:
        other = row._replace(body=row.body + b" ")
        hash_ = link("", stream=row.stream, n=1, id=row.id, type=row.type, body=other.body)
        log.take([other._replace(hash=hash_)])
    told = call("log verify --no-ids")
    assert told.exit_code == 0
    assert "1 backup there of another log" in told.stderr


def test_damage_is_named_by_its_position(call: Call, folders: Folders) -> None:
    """The first bad one, and the command fails."""
    rewrite(folders.state / "log.db", "UPDATE events SET type = 'X' WHERE position IN (5, 9)")
    told = call("log verify")
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == (
        "the log is damaged at position 5: its hash is not that of its content\n"
    )


def test_heads_that_were_written_down_prove_the_log(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """As a hash, with its place, short, or as a file; and it is said what has come since."""
    noted = tmp_path / "heads.json"
    noted.write_text(call("log head --json").stdout)
    head = json.loads(noted.read_text())["norland"]
    cli_state.record(folders.config, folders.state, "norland", cli_state.DEVELOPMENT)
    short = f"norland:{head['n']}:{head['hash'][:16]}"
    told = call(f"log verify --head {head['hash']} --head {short} --head {noted}")
    assert told.exit_code == 0
    assert told.stdout.count("proved: nothing up to event") == 3
    assert told.stdout.count("1 event came since") == 3
    found = json.loads(call(f"log verify --json --head {short}").stdout)
    assert found["heads"] == [
        {"noted": short, "proved": True, "stream": "norland", **head, "since": 1}
    ]


def test_a_head_that_is_not_in_the_chain_fails(call: Call, folders: Folders) -> None:
    """Also where the rest of the log is whole: events were cut off at the end."""
    head = json.loads(call("log head --json").stdout)["norland"]
    rewrite(folders.state / "log.db", f"DELETE FROM events WHERE position = {head['position']}")
    told = call(f"log verify --head norland:{head['n']}:{head['hash']}")
    assert told.exit_code == 1
    assert "events are whole" in told.stdout
    assert f"stream norland ends with event {head['n'] - 1}" in told.stderr
    found = json.loads(call(f"log verify --json --head {head['hash']}").stdout)
    assert not found["heads"][0]["proved"]


@pytest.mark.parametrize("head", ["x", "deadbeef", "a:b:deadbeefdeadbeef"])
def test_what_is_no_head_is_a_usage_error(head: str, call: Call) -> None:
    """It is not a log that was changed."""
    told = call(f"log verify --head {head}")
    assert told.exit_code == 2
    assert "expected" in told.stderr


# --- redact ---------------------------------------------------------------------------------------


def test_a_dry_run_lists_and_changes_nothing(call: Call, folders: Folders) -> None:
    """Also beside a daemon."""
    before = rows(folders.state / "log.db")
    with locked(folders.state):
        told = call(f"log redact --story {story(folders, PHONE)} --dry-run")
    assert told.exit_code == 0
    assert "StoryPublished" in told.stdout
    assert "StatusReported" in told.stdout
    assert "nothing was changed" in told.stderr
    assert rows(folders.state / "log.db") == before


def test_a_redacted_story_is_gone_from_every_file(call: Call, folders: Folders) -> None:
    """From the log, from the tables, from what its source last answered; the rest is as it was."""
    with Answers(folders.state / "feeds.db") as answers:
        source = cli_state.answering("coast-wire", "https://coast-wire.example/rss")
        answers.keep((source, [each for each in cli_state.ENTRIES if each.source == "coast-wire"]))
    heads = call("log head --json").stdout
    assert held(folders.state, PHONE) == ["feeds.db", "log.db", "views.db"]
    name = story(folders, PHONE)
    told = call(f"log redact --story {name} --by ana --reason", "the outlet\x1b has withdrawn it")
    assert (told.exit_code, held(folders.state, PHONE)) == (0, [])
    assert "without their body" in told.stderr
    assert "backups and exports made before hold it still" in " ".join(told.stderr.split())
    found = json.loads(call("log verify --json").stdout)
    assert found["redacted"] == len(told.stdout.split("\n\n")[0].splitlines())
    (noted,) = json.loads(heads).values()
    assert call(f"log verify --head {noted['hash']}").exit_code == 0
    assert call("rebuild --check").exit_code == 0
    assert "  call     none" in call("meeting").stdout
    with Answers(folders.state / "feeds.db", readonly=True) as answers:
        assert [each.title for each in answers.entries()] == ["Norland strike on boat kills three"]
    last = json.loads(call("log tail -n 1 --json").stdout)[0]
    assert last["type"] == "EventRedacted"
    assert (last["event"]["who"], last["event"]["why"]) == ("ana", "the outlet has withdrawn it")


def test_copies_are_named_and_stay(call: Call, folders: Folders) -> None:
    """They are texts of others: whoever wants them gone as well redacts them as well."""
    told = call(f"log redact --story {story(folders, WIRE)} --reason x --json")
    found = json.loads(told.stdout)
    assert len(found["copies"]) == 1
    assert held(folders.state, WIRE) == ["log.db", "views.db"]
    assert call(f"log redact --story {found['copies'][0]} --reason x").exit_code == 0
    assert held(folders.state, WIRE) == []


def test_one_event_is_redacted_by_its_position(call: Call, folders: Folders) -> None:
    """And it is said where else the story's words are."""
    claim = next(
        row.position for row in rows(folders.state / "log.db") if row.type == "StatusReported"
    )
    told = call(f"log redact {claim} --reason x")
    assert told.exit_code == 0
    assert f"log redact --story {story(folders, PHONE)}" in " ".join(told.stderr.split())
    shown = call("log tail -n 99").stdout
    assert f"\n{claim}  no date  norland  StatusReported\n  redacted\n" in shown
    found = json.loads(call("log tail -n 99 --json").stdout)[claim - 1]
    assert list(found["event"]) == ["redacted"]


def test_figures_that_move_are_told_before_and_after(call: Call, folders: Folders) -> None:
    """Nothing else would: an event that is gone is no news."""
    name = story(folders, PHONE)
    told = call(f"log redact --story {name} --dry-run").stdout
    assert "Figures would stand otherwise" in told
    assert "talks" in told
    moves = json.loads(call(f"log redact --story {name} --dry-run --json").stdout)["figures"]
    assert {each["tracker"] for each in moves} == {"talks"}
    done = json.loads(call(f"log redact --story {name} --reason x --json").stdout)
    assert done["figures"] == moves


def appended(folders: Folders, *events: AnyEvent) -> int:
    """Recorded, as the daemon does; the position of the last."""
    with open_writer(folders.state / "log.db") as log:
        return log.append("norland", events, log.head("norland").position)[-1]


def test_what_settles_something_does_not_go_alone(call: Call, folders: Folders) -> None:
    """A retracted claim would count again; said once more, the first time may go."""
    row = next(row for row in rows(folders.state / "log.db") if row.type == "StatusReported")
    claim = json.loads(row.body)["id"]
    retracted = ClaimRetracted(claim=claim, who="ana", why="Bob's own words", at=NOW)
    position = appended(folders, retracted)
    last = len(rows(folders.state / "log.db"))
    told = call(f"log redact {position} --reason x")
    assert (told.exit_code, f"redact event {row.position} as well" in told.stderr) == (1, True)
    assert len(rows(folders.state / "log.db")) == last
    appended(folders, structs.replace(retracted, why="mistaken", at=NOW + timedelta(hours=1)))
    assert call(f"log redact {position} --reason x").exit_code == 0
    assert call("log verify").exit_code == 0


def test_a_decision_is_undone_before_it_is_redacted(call: Call, folders: Folders) -> None:
    """Undoing is told; and without the undoing the decision would hold again."""
    merged = IncidentsMerged(
        tracker="strikes", claims=("a", "b"), incidents=("A", "B"), who="ana", why="same", at=NOW
    )
    position = appended(folders, merged)
    told = call(f"log redact {position} --reason x")
    assert (told.exit_code, f"correct undo {merged.event_id()}" in told.stderr) == (1, True)
    undone = CorrectionUndone(correction=merged.event_id(), who="ana", why="no", at=NOW)
    after = appended(folders, undone)
    told = call(f"log redact {after} --reason x")
    assert (told.exit_code, f"redact event {position} as well" in told.stderr) == (1, True)
    assert call(f"log redact {position} --reason x").exit_code == 0
    assert call(f"log redact {after} --reason x").exit_code == 0


def test_an_alert_that_was_delivered_stays_so(call: Call, folders: Folders) -> None:
    """Without what says so it would be sent again."""
    row = next(row for row in rows(folders.state / "log.db") if row.type == "AlertRaised")
    alert = json.loads(row.body)["alert"]
    sent = AlertDelivered(alert=alert, channel="terminal", attempt=1, at=NOW)
    position = appended(folders, sent)
    told = call(f"log redact {position} --reason x")
    assert told.exit_code == 1
    assert "the alert would be sent again" in told.stderr
    assert call(f"log redact {position} {row.position} --reason x").exit_code == 0


def test_a_revision_goes_with_its_story_only(call: Call, folders: Folders) -> None:
    """What the story said before, and has withdrawn, would count again."""
    name = story(folders, PHONE)
    revised = StoryRevised(
        story=name,
        url="https://coast-wire.example/2025/06/4",
        reading=2,
        title="Orla met Vesk",
        text="Orla met Vesk.",
        material=True,
        why="same address",
        published=None,
        seen=NOW,
    )
    position = appended(folders, revised)
    told = call(f"log redact {position} --reason x")
    assert told.exit_code == 1
    assert f"--story {name}" in told.stderr
    assert call(f"log redact --story {name} --reason x").exit_code == 0


def test_what_cannot_be_redacted_is_refused(call: Call, folders: Folders) -> None:
    """What is not there, what is gone already, that something is gone; without a reason; both at once."""
    assert call("log redact 2 --reason x").exit_code == 0
    last = len(rows(folders.state / "log.db"))
    for words, code, why in (
        ("log redact 2 --reason x", 1, "event 2 is redacted already"),
        (f"log redact {last} --reason x", 1, "says that another one was redacted"),
        (f"log redact {last + 1} --reason x", 3, f"the last one is {last}"),
        ("log redact --story nothing --reason x", 3, "no event holds words of a story nothing"),
        ("log redact 3", 2, "--reason"),
        ("log redact --reason x", 2, "which events?"),
        ("log redact 3 --story x --reason x", 2, "which events?"),
    ):
        told = call(words)
        assert (told.exit_code, why in told.stderr) == (code, True), (words, told.stderr)
    assert len(rows(folders.state / "log.db")) == last


def test_a_reason_is_never_cut(call: Call, folders: Folders) -> None:
    """It stays for good: one that is too long is refused before anything is done."""
    before = rows(folders.state / "log.db")
    told = call("log redact 2 --reason", "x" * 2_001)
    assert (told.exit_code, "at most 2,000 characters" in told.stderr) == (2, True)
    assert rows(folders.state / "log.db") == before


def test_tables_that_cannot_be_made_are_told_after_the_redaction(
    call: Call, folders: Folders
) -> None:
    """What is done cannot be undone: that the tables wait is no failure of it."""
    (folders.state / "views.db.new").mkdir()
    told = call("log redact 2 --reason x")
    assert (told.exit_code, "1 event redacted" in told.stderr) == (0, True)
    assert "could not be made anew" in told.stderr
    assert "is a folder" in told.stderr


@pytest.mark.parametrize(
    "body", ["00ff", "5b315d", "7b226174223a357d"], ids=["bytes", "list", "at"]
)
def test_a_body_that_cannot_be_read_is_told_in_its_place(
    body: str, call: Call, folders: Folders
) -> None:
    """The rest of the log is shown as ever."""
    path = folders.state / "log.db"
    rewrite(path, f"UPDATE events SET body = x'{body}' WHERE position = 3")
    told = call("log tail -n 99")
    assert told.exit_code == 0
    assert "\n3  no date  norland  " in told.stdout
    found = json.loads(call("log tail -n 99 --json").stdout)
    assert len(found) == len(rows(path))
    if body.startswith("7b"):
        return
    assert "its body cannot be read" in " ".join(told.stdout.split())
    assert (found[2]["event"], "cannot be read" in found[2]["damage"]) == (None, True)
    told = call("log redact 2 --reason x")
    assert told.exit_code == 1
    assert "damaged at position 3: its body cannot be read" in " ".join(told.stderr.split())


def test_beside_a_daemon_it_is_refused(call: Call, folders: Folders) -> None:
    """The daemon has the old log open: it must be stopped first, and the message says so."""
    before = rows(folders.state / "log.db")
    with locked(folders.state):
        told = call("log redact 2 --reason x")
    assert told.exit_code == 1
    assert f"process {os.getpid()}" in told.stderr
    assert "stop it first" in told.stderr
    assert rows(folders.state / "log.db") == before


def test_nothing_recorded_is_nothing_redacted(call: Call, folders: Folders) -> None:
    """In a mistyped folder no log is made."""
    for each in folders.state.iterdir():
        each.unlink()
    for words in ("log redact 1 --reason x", "log redact 1 --dry-run", "log verify"):
        assert call(words).exit_code == 3
    assert list(folders.state.iterdir()) == []


# --- a log of a newer version ---------------------------------------------------------------------


@pytest.fixture
def newer(folders: Folders) -> Folders:
    """A log to which a newer program has appended two types of events, with their hashes."""
    path = folders.state / "log.db"
    reader = open_reader(path)
    assert reader is not None
    with reader:
        head = reader.head("norland")
    body = b'{"type":"Rumour","text":"x","at":"2025-06-12T18:00:00Z"}'
    with closing(sqlite3.connect(path)) as db, db:
        position, n, last = head
        for id_, type_ in (("r1", "Rumour"), ("r2", "StoryPublished.2")):
            position, n = position + 1, n + 1
            last = link(last, stream="norland", n=n, id=id_, type=type_, body=body)
            row = (position, "norland", n, id_, type_, body, last)
            db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return folders


NAMED = "the log was written by a newer version of monitor: it holds Rumour, StoryPublished.2"


@pytest.mark.parametrize(
    "words",
    [
        *(
            "run --once",
            "tally",
            "show strikes",
            "why strikes.killed",
            "status",
            "stories",
            "since",
        ),
        *("timeline", "alerts", "log tail", "log verify", "log verify --no-ids", "rebuild"),
        *("rebuild --check", "reread --dry-run", "show strikes --as-of 2025-06-11"),
    ],
)
def test_a_newer_log_is_refused_by_name(words: str, call: Call, newer: Folders) -> None:
    """Whatever is asked: an older program says what it does not know, and changes nothing."""
    before = rows(newer.state / "log.db")
    told: Any = call(words)
    assert told.exit_code == 1, told.output
    assert NAMED in told.stderr
    assert rows(newer.state / "log.db") == before


def test_a_newer_log_is_verified_as_far_as_it_can_be(call: Call, newer: Folders) -> None:
    """Hashes need no knowledge of what they are about; heads can be noted down."""
    assert "numbers and hashes of all" in call("log verify").stderr
    assert "norland" in call("log head").stdout
