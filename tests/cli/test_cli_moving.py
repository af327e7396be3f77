"""`log export`, `log import`, `log backup`, `log backups`, `log restore`, called as a person calls them."""

import csv
import io
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import sheet
from monitor.cli.commands import cli
from monitor.eventlog import Raw
from monitor.events import ClaimRetracted
from monitor.notices import AlertAcknowledged, AlertDelivered
from monitor.opening import locked
from monitor.text import printable
from monitor.upkeep import recall
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders
from tests.eventlog import moved

EVENTS = 28
"""In the log of the sample."""


def elsewhere(call: str, folders: Folders, state: Path, feed: bytes = b"") -> Result:
    """A command over another state folder."""
    places = ["--config", str(folders.config), "--state", str(state)]
    return CliRunner().invoke(cli, [*call.split(), *places], input=feed)


# --- export -------------------------------------------------------------------------------------


def test_the_log_goes_to_standard_output_as_lines(call: Call, folders: Folders) -> None:
    """Nothing else does: a program reads it."""
    result = call("log export")
    assert (result.exit_code, result.stderr) == (0, "")
    first, *events, last = map(json.loads, result.stdout.splitlines())
    assert (first["monitor"], first["version"], len(events)) == ("log", 1, EVENTS)
    assert last["heads"] == {name: at._asdict() for name, at in moved.heads(folders.state).items()}


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.db", "x.sqlite", "x", "X.CSV"])
def test_a_file_is_written_whole_and_the_heads_are_told(
    name: str, call: Call, folders: Folders, tmp_path: Path
) -> None:
    """Its form is that of its ending; nothing is left beside it."""
    out = tmp_path / "out"
    out.mkdir()
    result = call("log export", str(out / name))
    form = {"csv": "csv", "db": "sqlite", "sqlite": "sqlite"}.get(name.lower()[2:], "jsonl")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{out / name}: {EVENTS} events, as {form}\n")
    head = moved.heads(folders.state)["norland"]
    assert f"norland  {EVENTS}        {EVENTS}  {head.hash}" in result.stdout
    assert [each.name for each in out.iterdir()] == [name]
    begin = {"jsonl": b'{"monitor"', "csv": b"\xef\xbb\xbf", "sqlite": b"SQLite format 3"}[form]
    assert (out / name).read_bytes().startswith(begin)


def test_an_export_for_programs_is_told_as_json(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """File, form, events and heads."""
    told = json.loads(call("log export --json", str(tmp_path / "x.db")).stdout)
    assert (told["format"], told["events"]) == ("sqlite", EVENTS)
    assert told["heads"]["norland"]["hash"] == moved.heads(folders.state)["norland"].hash


def test_a_file_that_is_there_is_left_alone(call: Call, tmp_path: Path) -> None:
    """Unless it is said that it may go; what is no file never goes."""
    file = tmp_path / "x.jsonl"
    file.write_text("mine")
    result = call("log export", str(file))
    assert (result.exit_code, file.read_text()) == (2, "mine")
    assert "--force replaces it" in result.stderr
    assert call("log export --force", str(file)).exit_code == 0
    assert file.read_text() != "mine"
    os.mkfifo(tmp_path / "pipe")
    result = call("log export --force", str(tmp_path / "pipe"))
    assert (result.exit_code, (tmp_path / "pipe").is_fifo()) == (2, True)


@pytest.mark.parametrize("form", ["jsonl", "csv", "sqlite"])
def test_an_export_that_fails_leaves_what_was_there(
    form: str, call: Call, folders: Folders, tmp_path: Path
) -> None:
    """A damaged log is told with its position; the old file stays."""
    file = tmp_path / "x"
    file.write_text("mine")
    with closing(sqlite3.connect(folders.state / "log.db")) as db, db:
        (sql,) = db.execute(
            "select sql from sqlite_master where name = 'events_no_update'"
        ).fetchone()
        db.execute("drop trigger events_no_update")
        db.execute("update events set hash = 'x' where position = 20")
        db.execute(sql)
    result = call(f"log export --force --format {form}", str(file))
    assert result.exit_code == 1
    assert "damaged at position 20" in result.stderr
    assert file.read_text() == "mine"
    assert not list(tmp_path.glob("x.*"))


def test_where_nothing_can_be_written_it_is_told(call: Call, tmp_path: Path) -> None:
    """The folder is not there."""
    result = call("log export", str(tmp_path / "no" / "x.jsonl"))
    assert (result.exit_code, "No such file or directory" in result.stderr) == (1, True)


def test_parts_are_exported(call: Call) -> None:
    """A stream, what is behind a position; an unknown stream is told with those that there are."""
    lines = call("log export --after 20").stdout.splitlines()
    assert len(lines) == EVENTS - 20 + 2
    assert json.loads(lines[0])["after"] == 20
    assert len(call("log export --stream norland --after 27").stdout.splitlines()) == 3
    result = call("log export --stream no")
    assert (result.exit_code, "there are: norland" in result.stderr) == (3, True)


def test_a_database_needs_a_file(call: Call) -> None:
    """It cannot be written to standard output."""
    result = call("log export --format sqlite")
    assert (result.exit_code, result.stdout) == (2, "")


def test_without_a_log_there_is_nothing_to_export(folders: Folders, tmp_path: Path) -> None:
    """Nothing is made."""
    result = elsewhere("log export", folders, tmp_path / "none")
    assert (result.exit_code, (tmp_path / "none").exists()) == (3, False)


# --- as a table ---------------------------------------------------------------------------------


def test_a_table_has_a_row_an_event_and_the_heads(call: Call, folders: Folders) -> None:
    """With what it says, where and when, and its hash."""
    rows = list(csv.DictReader(io.StringIO(call("log export --format csv").stdout, newline="")))
    assert len(rows) == EVENTS + 1
    stored = moved.rows(folders.state)
    assert [row["hash"] for row in rows[:-1]] == [row.hash for row in stored]
    claim = next(row for row in rows if row["type"] == "IncidentReported")
    assert "killed two people" in claim["says"]
    assert (claim["tracker"], claim["site"]) == ("strikes", "harbour-post.example")
    assert (claim["reported"], claim["recorded"]) == (
        "2025-06-03T09:15:00Z",
        "2025-06-03T09:19:00Z",
    )
    assert (rows[-1]["type"], rows[-1]["hash"]) == (sheet.HEAD, stored[-1].hash)


FORMULAS = [
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u200b=1",
    "\u202e=1",
    "\ufeff=1",
    "\x00=1",
    "\x1b[31m=1",
    "＝1+1",
    "－1",
    "\xa0=1",
]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("field", ["site", "url", "tracker", "stream", "type", "title"])
def test_no_cell_is_a_formula(text: str, field: str) -> None:
    """Whatever stands in an event: no cell begins like one, or has anything that is not seen."""
    body = {"site": "a", "url": "b", "tracker": "c", field: text}
    if field == "title":
        body = {"title": text}
    stream, type_ = (text if field == name else name for name in ("stream", "type"))
    row = Raw(1, stream, 1, "i", type_, json.dumps(body).encode(), "h")
    for cell in sheet.cells(row):
        told = str(cell)
        assert told[:1] not in set("=+-@\t\r\n＝＋－＠")
        assert told == printable(told).strip()


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[1]", b"3", b'{"site": {"a": ["=1"]}}', b"[" * 9_999]
)
def test_a_body_of_another_shape_is_a_row_as_well(body: bytes) -> None:
    """It is not lost, and not obeyed."""
    cells = list(sheet.cells(Raw(7, "s", 1, "i", "T", body, "h")))
    assert len(cells) == len(sheet.COLUMNS)
    assert cells[0] == 7


@pytest.mark.parametrize("text", ["4 dead;=1+1", '4 dead; "=1+1', "4 dead;;@A1", 'a";\n-2'])
def test_no_cell_is_a_formula_where_semicolons_part_cells(text: str) -> None:
    """A program that is set so opens the same file: no part of a text begins like a formula there."""
    body = json.dumps({"title": text, "site": "s"}).encode()
    sink = io.StringIO(newline="")
    written = csv.writer(sink, quoting=csv.QUOTE_NONNUMERIC)
    written.writerow(list(sheet.cells(Raw(1, "s", 1, "i", "T", body, "h"))))
    (row,) = csv.reader(io.StringIO(sink.getvalue(), newline=""), delimiter=";")
    assert len(row) > 1
    assert [each for each in row if each.lstrip().strip('"')[:1] in tuple("=+-@")] == []


def test_cells_stay_in_their_place() -> None:
    """Quotes, commas and line breaks in a text do not make other cells of it."""
    hostile = 'a","=1+1\r\n"=2'
    body = json.dumps({"title": hostile, "site": "s"}).encode()
    sink = io.StringIO(newline="")
    written = csv.writer(sink, quoting=csv.QUOTE_NONNUMERIC)
    written.writerow(list(sheet.cells(Raw(1, "s", 1, "i", "T", body, "h"))))
    (row,) = csv.reader(io.StringIO(sink.getvalue(), newline=""))
    assert len(row) == len(sheet.COLUMNS)
    assert row[sheet.COLUMNS.index("says")] == 's, a","=1+1 "=2'


# --- import -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.jsonl", "x.db"])
def test_a_log_is_made_from_an_export(
    name: str, call: Call, folders: Folders, tmp_path: Path
) -> None:
    """With the same heads, which are told; the answers are the same."""
    call("log export", str(tmp_path / name))
    new = tmp_path / "new"
    result = elsewhere(f"log import {tmp_path / name}", folders, new)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{new / 'log.db'}: {EVENTS} events taken in\n")
    assert moved.heads(folders.state)["norland"].hash in result.stdout
    assert moved.rows(new) == moved.rows(folders.state)
    again = elsewhere("tally", folders, new)
    assert again.stdout == call("tally").stdout


def test_a_log_comes_through_a_pipe(call: Call, folders: Folders, tmp_path: Path) -> None:
    """`log export | log import -`, on another machine."""
    text = call("log export").stdout_bytes
    result = elsewhere("log import --json -", folders, tmp_path / "new", text)
    assert (result.exit_code, json.loads(result.stdout)["events"]) == (0, EVENTS)
    assert moved.heads(tmp_path / "new") == moved.heads(folders.state)


def test_a_log_with_events_is_not_written_over(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """What to do instead is told."""
    call("log export", str(tmp_path / "x.jsonl"))
    before = moved.rows(folders.state)
    result = call("log import", str(tmp_path / "x.jsonl"))
    assert (result.exit_code, moved.rows(folders.state)) == (1, before)
    assert "monitor log restore" in result.stderr


def test_nothing_is_taken_in_while_somebody_works_there(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """The daemon may be about to begin a log."""
    call("log export", str(tmp_path / "x.jsonl"))
    with locked(tmp_path / "new"):
        result = elsewhere(f"log import {tmp_path / 'x.jsonl'}", folders, tmp_path / "new")
    assert (result.exit_code, "stop it first" in result.stderr) == (1, True)
    assert not (tmp_path / "new" / "log.db").exists()


@pytest.mark.parametrize("text", ["", "x", '{"title": "T", "url": "https://a.example"}\n'])
def test_texts_belong_to_the_other_import(text: str, folders: Folders, tmp_path: Path) -> None:
    """The sentence says which."""
    (tmp_path / "x.jsonl").write_text(text)
    result = elsewhere(f"log import {tmp_path / 'x.jsonl'}", folders, tmp_path / "new")
    assert (result.exit_code, "by `monitor import`" in result.stderr) == (1, True)
    assert elsewhere("log import no.jsonl", folders, tmp_path / "new").exit_code == 1


def test_the_two_imports_are_told_apart_in_their_help() -> None:
    """Each names the other."""
    assert "monitor import" in CliRunner().invoke(cli, ["log", "import", "--help"]).output
    assert "monitor log import" in CliRunner().invoke(cli, ["import", "--help"]).output


# --- backups ------------------------------------------------------------------------------------


def test_a_backup_is_made_listed_and_checked(call: Call, folders: Folders) -> None:
    """In the state folder unless another one is named; it is remembered like one of the night."""
    with locked(folders.state):  # a daemon runs
        result = call("log backup")
    file = folders.state / "backups" / "log-20250612T183000Z.db"
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{file}: {EVENTS} events, ")
    assert moved.heads(folders.state)["norland"].hash in result.stdout
    known = recall(folders.state).backup
    assert (known.good, known.events, known.file) == ("2025-06-12T18:30:00Z", EVENTS, str(file))
    listed = call("log backups --check")
    assert (listed.exit_code, listed.stdout.split()[-1]) == (0, "whole")
    (told,) = json.loads(call("log backups --json --check").stdout)
    assert told == {
        "file": str(file),
        "at": "2025-06-12T18:30:00Z",
        "bytes": file.stat().st_size,
        "damage": None,
    }


def test_a_damaged_backup_is_named(call: Call, folders: Folders) -> None:
    """With where; the exit code says that one is."""
    call("log backup")
    (file,) = (folders.state / "backups").iterdir()
    content = bytearray(file.read_bytes())
    content[content.index(b"killed two people")] ^= 1
    file.write_bytes(content)
    result = call("log backups --check")
    assert result.exit_code == 1
    assert "at position" in result.stdout


def test_older_backups_are_deleted_as_is_configured(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """In the configured folder; elsewhere only when it is asked for."""
    for folder in (folders.state / "backups", tmp_path / "disk"):
        folder.mkdir()
        for day in range(1, 9):
            shutil.copy(folders.state / "log.db", folder / f"log-2025060{day}T030000Z.db")
    (folders.config / "monitor.toml").write_text("[backup]\ndaily = 2\nweekly = 0\nmonthly = 0\n")
    told = json.loads(call("log backup --json").stdout)
    assert len(told["deleted"]) == 7
    assert call("log backup", str(tmp_path / "disk")).exit_code == 0
    assert len(list((tmp_path / "disk").iterdir())) == 9
    (tmp_path / "disk" / "log-20250612T183000Z.db").unlink()
    result = call("log backup --prune", str(tmp_path / "disk"))
    assert "deleted, as newer ones are kept" in result.stderr
    assert len(list((tmp_path / "disk").iterdir())) == 2


def test_what_is_in_the_way_of_a_backup_is_told(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """A folder that is not there, one that is configured and away; nothing to back up, none made."""
    result = call("log backup", str(tmp_path / "no"))
    assert (result.exit_code, (tmp_path / "no").exists()) == (1, False)
    assert call("log backups").exit_code == 3
    (folders.config / "monitor.toml").write_text(f'[backup]\nfolder = "{tmp_path}/disk"\n')
    result = call("log backup")
    assert (result.exit_code, "is its disk mounted?" in result.stderr) == (1, True)
    assert elsewhere("log backup", folders, tmp_path / "none").exit_code == 3


def test_a_backup_is_put_back(call: Call, folders: Folders, tmp_path: Path) -> None:
    """The log is that of then, the other one aside; the answers are made anew."""
    before, answer = moved.rows(folders.state), call("show troops").stdout
    file = tmp_path / "log-20250612T183000Z.db"
    call("log backup", str(tmp_path))
    more = cli_state.entry(
        9, "coast-wire", 12, "Norland has 6,000 troops at the coast", "As said.", hour=17
    )
    cli_state.take_in(*folders, [more])
    later = moved.rows(folders.state)
    result = call("log restore", str(file))
    aside = folders.state / "aside-20250612T183000Z"
    assert (result.exit_code, moved.rows(folders.state)) == (0, before)
    first, *others = result.stderr.splitlines()
    assert first == f"what was there before is in {aside}, with {len(later)} events"
    count = len(later) - len(before)
    assert others[0] == f"{count} events came after the backup and are not in it"
    assert moved.rows(aside) == later
    assert call("show troops").stdout == answer
    assert call("log verify").exit_code == 0


def test_nothing_is_put_back_while_the_daemon_runs(
    call: Call, folders: Folders, tmp_path: Path
) -> None:
    """It would go on writing the other one."""
    call("log backup", str(tmp_path))
    file = str(tmp_path / "log-20250612T183000Z.db")
    with locked(folders.state):
        result = call("log restore", file)
    assert (result.exit_code, "stop it first" in result.stderr) == (1, True)
    assert call("log restore", str(tmp_path / "none.db")).exit_code == 1
    told = json.loads(call("log restore --json", file).stdout)
    assert (told["events"], told["events_before"]) == (EVENTS, EVENTS)


def test_what_a_restored_backup_lacks_is_told(call: Call, folders: Folders, tmp_path: Path) -> None:
    """What persons have done since is to be done again; above all the words that were taken out."""
    rows = moved.rows(folders.state)
    claim = next(json.loads(row.body)["id"] for row in rows if row.type == "StatusReported")
    alert = next(json.loads(row.body)["alert"] for row in rows if row.type == "AlertRaised")
    call("log backup", str(tmp_path))
    (file,) = tmp_path.glob("log-*.db")
    step = {"alert": alert, "channel": "terminal", "attempt": 1, "at": cli_state.NOW}
    moved.filled(
        folders.state,
        [
            (
                "norland",
                [
                    AlertDelivered(**step),
                    AlertAcknowledged(**step),
                    ClaimRetracted(claim=claim, who="ana", why="mistaken", at=cli_state.NOW),
                ],
            )
        ],
    )
    assert call("log redact 2 5 --reason x").exit_code == 0
    result = call("log restore", str(file))
    told = " ".join(result.stderr.split())
    assert "5 events came after the backup and are not in it" in told
    assert "1 alert was delivered since, and may be sent again" in told
    assert "1 acknowledgement is gone" in told
    assert "1 correction by persons is gone" in told
    assert "monitor log redact 2 5 --reason TEXT" in told
    assert moved.rows(folders.state) == rows
