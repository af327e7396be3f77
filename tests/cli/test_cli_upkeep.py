"""Tables that are missing, damaged or behind; the log; rebuild."""

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.lock import holder
from monitor.opening import LOCK, locked
from monitor.views import basis, rebuild
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders


def missing(views: Path) -> None:
    views.unlink()


def damaged(views: Path) -> None:
    views.write_bytes(b"x" * 5000)


def of_another_version(views: Path) -> None:
    with closing(sqlite3.connect(views)) as connection:
        connection.execute("pragma user_version = 99")


def behind_the_log(views: Path) -> None:
    """As after a crash between the log and the tables: an earlier state of the file."""
    with closing(sqlite3.connect(views)) as connection, connection:
        connection.execute("update checkpoint set position = 3 where stream = 'norland'")


FAULTS = [missing, damaged, of_another_version, behind_the_log]


@pytest.mark.parametrize("fault", FAULTS)
def test_tables_of_no_use_are_made_again_from_the_log(
    fault: Callable[[Path], None], call: Call, folders: Folders
) -> None:
    """The answer is the same, why it took longer is told, and the next one is quick again."""
    expected = call("tally")
    fault(folders.state / "views.db")
    result = call("tally")
    assert (result.exit_code, result.stdout) == (0, expected.stdout)
    why = fault.__name__.replace("of_another", "other").replace("_", " ")
    assert result.stderr == (
        f"{folders.state / 'views.db'} is {why}: it is made again from the log\n"
    )
    assert call("tally").stderr == ""
    assert call("rebuild --check").exit_code == 0


def answer(shown: str) -> str:
    """What is known, without how the service and its tables do."""
    return shown.partition("\ndaemon ")[0]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("words", ["tally", "stories", "why strikes.killed", "status"])
def test_beside_a_daemon_the_file_is_left_alone(
    words: str, fault: Callable[[Path], None], call: Call, folders: Folders
) -> None:
    """The answer is worked out from the log; only the daemon writes its tables."""
    expected = answer(call(words).stdout)
    views = folders.state / "views.db"
    fault(views)
    before = views.read_bytes() if views.exists() else None
    with locked(folders.state):
        result = call(words)
    assert (result.exit_code, answer(result.stdout)) == (0, expected)
    assert "worked out from the log" in result.stderr
    assert (views.read_bytes() if views.exists() else None) == before


def edited(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """The topic counts otherwise."""
    file = folders.config / "topics" / "norland.toml"
    file.write_text(cli_state.TOPIC.replace('prefix = "NOR"', 'prefix = "ORL"'), "utf-8")


def upgraded(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code of the kinds is another one."""
    monkeypatch.setattr(basis, "code", lambda: "0.2.0 of other files")


AGAIN = "not of this configuration and version: it is made again from the log"


@pytest.mark.parametrize("change", [edited, upgraded])
@pytest.mark.parametrize("words", ["tally", "show strikes", "status", "why strikes.killed"])
def test_answers_of_another_configuration_or_version_are_made_again(
    words: str,
    change: Callable[[Folders, pytest.MonkeyPatch], None],
    call: Call,
    folders: Folders,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A topic that was edited, or kinds that were exchanged, answer by what holds now; once told."""
    change(folders, monkeypatch)
    result = call(words)
    assert (result.exit_code, result.stderr) == (0, f"{folders.state / 'views.db'} is {AGAIN}\n")
    assert call(words).stderr == ""
    assert ("ORL-250610a" in call("tally").stdout) == (change is edited)


def test_beside_a_daemon_the_edited_topic_is_answered_aside(
    call: Call, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The daemon goes on with the topic that it has read; its tables stay as they are."""
    before = (folders.state / "views.db").read_bytes()
    edited(folders, monkeypatch)
    with locked(folders.state):
        result = call("tally")
    assert "ORL-250610a" in result.stdout
    assert "worked out from the log" in result.stderr
    assert (folders.state / "views.db").read_bytes() == before


def test_lists_do_not_depend_on_the_configuration(
    call: Call, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stories and developments are in the log: there is nothing to make again."""
    edited(folders, monkeypatch)
    for words in ("stories", "timeline", "alerts"):
        assert call(words).stderr == ""


def test_a_daemon_may_start_while_a_query_makes_tables(
    call: Call, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state folder is held for the exchange alone: the query gives way, and answers."""
    views = folders.state / "views.db"
    expected = call("tally").stdout
    views.unlink()
    with ExitStack() as daemon:

        def build(*told: Any) -> Any:
            daemon.enter_context(locked(folders.state))
            return made(*told)

        made = rebuild.build
        monkeypatch.setattr(rebuild, "build", build)
        result = call("tally")
    assert (result.exit_code, answer(result.stdout)) == (0, expected)
    assert "worked out from the log" in result.stderr
    assert not views.exists()


def test_tables_that_a_daemon_has_written_meanwhile_stay(
    call: Call, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a query has made is not put in the place of something newer."""
    (folders.state / "views.db").unlink()
    more = cli_state.entry(9, "coast-wire", 12, "Norland has 6,000 troops at the coast", "So.")

    def build(*told: Any) -> Any:
        done = made(*told)
        monkeypatch.setattr(rebuild, "build", made)
        cli_state.take_in(*folders, [more])
        return done

    made = rebuild.build
    monkeypatch.setattr(rebuild, "build", build)
    assert "1 voice, 2 claims" in call("show troops").stdout
    result = call("show troops")
    assert "2 voices, 3 claims" in result.stdout
    assert result.stderr == ""
    assert not list(folders.state.glob("views.db.*"))


def test_a_tracker_that_is_newer_than_the_tables_is_answered(call: Call, folders: Folders) -> None:
    """The configuration may have grown since the daemon was started."""
    file = folders.config / "topics" / "norland.toml"
    text = cli_state.TOPIC
    start, end = text.index("[[tracker]]"), text.index('[[tracker]]\nid = "talks"')
    again = text[start:end].replace('id = "strikes"', 'id = "again"')
    file.write_text(text.replace("[[source]]", f"{again}[[source]]", 1), "utf-8")
    result = call("show again")
    assert result.exit_code == 0
    assert "nothing" not in result.stderr
    assert "killed" in result.stdout


READING = (
    "tally, status, stories, timeline, since, why strikes, tally --as-of 2025-06-05, alerts,"
    " log tail, log head, log verify, rebuild, rebuild --check"
)


@pytest.mark.parametrize("words", READING.split(", "))
def test_a_state_in_which_nothing_was_recorded_is_told_apart(
    words: str, call: Call, folders: Folders
) -> None:
    """ "Never started", or a mistyped folder, is not "nothing happened"."""
    (folders.state / "log.db").unlink()
    (folders.state / "views.db").unlink()
    result = call(words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"nothing has been recorded in {folders.state} yet; `monitor run` starts\n"
    )


def test_a_damaged_log_is_told(call: Call, folders: Folders) -> None:
    """Exit code 1, also where the tables could still answer: they can no longer be trusted."""
    (folders.state / "log.db").write_bytes(b"x" * 5000)
    result = call("tally")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "the log is damaged" in result.stderr


# --- the log ----------------------------------------------------------------------------------

TAIL = """\
27  12 Jun 2025 09:19  norland  DevelopmentNoted
  Norland troops at the coast: 4,500 troops
"""


def test_the_end_of_the_log_is_shown(call: Call) -> None:
    """Position, time, stream, type and what it says."""
    result = call("log tail -n 2")
    assert result.exit_code == 0
    assert result.stdout.startswith(TAIL)
    told = json.loads(call("log tail -n 3 --json").stdout)
    assert [each["position"] for each in told] == [26, 27, 28]
    assert told[1]["event"]["title"] == "Norland troops at the coast: 4,500 troops"


def test_heads_and_figures_of_a_whole_log(call: Call) -> None:
    """The same hashes by both ways; they can be written down elsewhere."""
    heads = json.loads(call("log head --json").stdout)
    assert heads["norland"]["position"] == heads["norland"]["n"] == 28
    hash_ = heads["norland"]["hash"]
    assert call("log head").stdout == (
        f"stream   position  n   hash\nnorland  28        28  {hash_}\n"
    )
    result = call("log verify")
    assert (result.exit_code, result.stdout) == (
        0,
        f"28 events are whole: numbers, hashes, 28 ids, the file\n  norland  28 events  {hash_}\n",
    )
    assert json.loads(call("log verify --json").stdout)["events"] == 28


def test_verify_names_the_first_bad_position(call: Call, folders: Folders) -> None:
    """A changed event breaks the chain where it stands; exit code 1."""
    with closing(sqlite3.connect(folders.state / "log.db")) as connection, connection:
        guards = "select name, sql from sqlite_schema where type = 'trigger'"
        triggers = connection.execute(guards).fetchall()
        for name, _ in triggers:
            connection.execute(f"drop trigger {name}")
        changed = "cast(replace(cast(body as text), 'two', 'six') as blob)"
        connection.execute(f"update events set body = {changed} where position = 2")
        for _, statement in triggers:
            connection.execute(statement)
    result = call("log verify")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "the log is damaged at position 2: its hash is not that of its content\n"
    )


# --- rebuild ----------------------------------------------------------------------------------


def test_rebuild_refuses_beside_a_daemon_and_check_does_not(call: Call, folders: Folders) -> None:
    """Two programs must not write the same file; looking is allowed."""
    with locked(folders.state):
        refused = call("rebuild")
        assert (refused.exit_code, refused.stdout) == (1, "")
        assert f"process {os.getpid()}" in refused.stderr
        assert call("rebuild --check").exit_code == 0
    assert (
        call("rebuild").stdout == f"{folders.state / 'views.db'} holds the 28 events of the log\n"
    )


def test_check_tells_what_differs(call: Call, folders: Folders) -> None:
    """Exit code 1 and the first row that is not as the log gives it."""
    with closing(sqlite3.connect(folders.state / "views.db")) as connection, connection:
        connection.execute("update developments set title = 'forged' where field = 'value'")
    result = call("rebuild --check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("developments: missing: ")
    assert len(json.loads(call("rebuild --check --json").stdout)["differences"]) == 1


def rewritten(log: Path, statement: str) -> None:
    """What somebody does who owns the file; the guards are put back afterwards."""
    with closing(sqlite3.connect(log)) as db, db:
        guards = db.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"drop trigger {name}")
        db.execute(statement)
        for _, sql in guards:
            db.execute(sql)


FORGED = """
    update events set body = cast(replace(body, 'Norland', 'Morland') as blob) where position = 2
"""
CUT_OFF = "delete from events where position > 26"


@pytest.mark.parametrize("words", ["rebuild", "rebuild --check"])
def test_a_forged_log_gives_no_tables(words: str, call: Call, folders: Folders) -> None:
    """What `log verify` finds is found as well by whoever folds the log; nothing is replaced."""
    rewritten(folders.state / "log.db", FORGED)
    before = (folders.state / "views.db").read_bytes()
    assert call("log verify").exit_code == 1
    result = call(words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr == "the log is damaged at position 2: its hash is not that of its content\n"
    )
    assert (folders.state / "views.db").read_bytes() == before


# --- events that are missing ------------------------------------------------------------------


def shorter(folders: Folders, position: int, seen: int = 28) -> str:
    """How a log is described that ends too early."""
    return (
        f"{folders.state / 'log.db'} is shorter than what {folders.state / 'views.db'} has seen:"
        f" it ends at event {position}, not {seen}; the events between are missing"
        " (a backup restored? a log cut off?)"
    )


@pytest.mark.parametrize("words", ["tally", "status", "stories boat"])
def test_a_log_that_was_cut_off_is_told_by_every_query(
    words: str, call: Call, folders: Folders
) -> None:
    """The tables are the only trace of it: they stay until somebody follows again."""
    rewritten(folders.state / "log.db", CUT_OFF)
    for _ in range(2):
        result = call(words)
        assert result.exit_code == 0
        assert shorter(folders, 26) in result.stderr
        assert "behind" not in result.stderr
    assert shorter(folders, 26) in call("rebuild").stderr
    assert call(words).stderr == ""


def test_a_log_that_is_gone_is_told(call: Call, folders: Folders) -> None:
    """Tables without a log are not "nothing has been recorded"."""
    (folders.state / "log.db").unlink()
    result = call("tally")
    assert (result.exit_code, result.stdout) == (3, "")
    assert shorter(folders, 0) in result.stderr


# --- the lock ---------------------------------------------------------------------------------


def test_the_holder_of_the_state_is_who_opened_it(tmp_path: Path) -> None:
    """The query looks at the very lock that the daemon holds."""
    assert holder(tmp_path) is None
    with locked(tmp_path):
        assert holder(tmp_path) == os.getpid()
    assert (tmp_path / LOCK).exists()
    assert holder(tmp_path) is None
