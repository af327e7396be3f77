"""The inbox: wishes are fulfilled once, whatever happens; what is none is set aside."""

import errno
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import inbox
from monitor.errors import StateError, Unavailable
from monitor.eventlog.memory import MemoryLog
from monitor.events import AnyEvent
from monitor.inbox import Full, Inbox, Refusal, fate, put
from monitor.wishes import Acknowledge, Raised, Retry

NOW = datetime(2025, 11, 16, 12, tzinfo=UTC)
RAISED = {"a1": Raised("boats", "desk", attempts=2), "a2": Raised("fires", "desk")}


def wish(*alerts: str, who: str = "eva", minutes: int = 0) -> Acknowledge:
    return Acknowledge(who=who, at=NOW + timedelta(minutes=minutes), alerts=alerts or ("a1",))


class Desk:
    """Who holds the state folder: a log, an inbox, and what was said."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.log = MemoryLog()
        self.said: list[tuple[str, str]] = []
        self.full = False
        self.inbox = self.opened()

    def opened(self) -> Inbox:
        """The inbox as after a restart."""
        return Inbox(
            self.state, RAISED.get, self.record, lambda word, said: self.said.append((word, said))
        )

    def record(self, stream: str, events: Sequence[AnyEvent]) -> None:
        if self.full:
            raise Unavailable("no room")
        self.log.append(stream, events, self.log.head(stream).position)

    @property
    def types(self) -> list[str]:
        return [type(each.event).__name__ for each in self.log.read()]

    @property
    def refused(self) -> list[str]:
        folder = self.state / "inbox" / "refused"
        return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what is wanted is recorded -----------------------------------------------------------------


def test_an_inbox_that_is_not_there_is_empty(desk: Desk) -> None:
    """Nobody has ever wanted anything; no folder is made for that."""
    assert desk.inbox.fulfil() == 0
    assert list(desk.state.iterdir()) == []


def test_a_wish_is_recorded_and_its_file_deleted(desk: Desk) -> None:
    """In the stream of each alert; whoever has written it sees that."""
    path = put(desk.state, wish("a1", "a2"))
    assert fate(path, 0.0) is False
    assert desk.inbox.fulfil() == 1
    assert fate(path, 0.0) is True
    assert {each.stream for each in desk.log.read()} == {"boats", "fires"}
    assert desk.said == [("wish", "eva has seen 2 alerts")]
    assert [each for each in path.parent.iterdir() if each.is_file()] == []


def test_the_oldest_wish_is_first(desk: Desk) -> None:
    """Whichever was written first: the time of the wish counts."""
    for minutes in (2, 0, 1):
        put(desk.state, wish(who=f"person {minutes}", minutes=minutes))
    desk.inbox.fulfil()
    assert [said.split(" has")[0] for _, said in desk.said] == ["person 0", "person 1", "person 2"]


def test_many_wishes_are_fulfilled_a_few_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Polls and sendings do not wait for all of them."""
    monkeypatch.setattr(inbox, "AT_A_TIME", 2)
    for minutes in range(5):
        put(desk.state, wish(minutes=minutes))
    assert [desk.inbox.fulfil() for _ in range(4)] == [2, 2, 1, 0]
    assert len(desk.types) == 5


def test_a_wish_that_was_recorded_and_not_deleted_changes_nothing(desk: Desk) -> None:
    """Killed between the two: after the restart it is taken again, and is in the log once."""
    path = put(desk.state, wish("a1", "a2"))
    kept = path.read_bytes()
    desk.inbox.fulfil()
    before = [(each.id, each.position) for each in desk.log.read()]
    path.write_bytes(kept)
    desk.opened().fulfil()
    assert [(each.id, each.position) for each in desk.log.read()] == before
    assert (desk.refused, path.exists()) == ([], False)


def test_where_nothing_can_be_recorded_a_wish_goes_on_waiting(desk: Desk) -> None:
    """The disk is full: whoever holds the state hears of it, and tries again."""
    path = put(desk.state, wish())
    desk.full = True
    with pytest.raises(Unavailable):
        desk.inbox.fulfil()
    assert path.exists()
    desk.full = False
    desk.inbox.fulfil()
    assert (path.exists(), len(desk.types)) == (False, 1)


def test_a_file_that_cannot_be_deleted_is_told_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not fulfilled every second for ever."""
    put(desk.state, wish())

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", unlink)
    assert [desk.inbox.fulfil() for _ in range(3)] == [1, 0, 0]
    assert [word for word, _ in desk.said] == ["wish", "inbox"]


@pytest.mark.parametrize("fault", [errno.EMFILE, errno.EIO])
def test_a_wish_that_cannot_be_read_for_the_moment_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    """It is told once, and fulfilled when it can be read."""
    path = put(desk.state, wish())
    usual = os.open

    def open_(name: Path, *rest: Any, **options: Any) -> int:
        if name == path:
            raise OSError(fault, os.strerror(fault))
        return usual(name, *rest, **options)

    monkeypatch.setattr("monitor.inbox.os.open", open_)
    assert [desk.inbox.fulfil() for _ in range(3)] == [0, 0, 0]
    assert [word for word, _ in desk.said] == ["inbox"]
    assert (path.exists(), desk.refused) == (True, [])
    monkeypatch.undo()
    assert desk.inbox.fulfil() == 1
    assert (path.exists(), desk.types) == (False, ["AlertAcknowledged"])


def test_a_wish_that_is_withdrawn_is_no_matter(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its writer deletes it between the look into the folder and the reading."""
    put(desk.state, wish())
    waiting = Inbox._waiting

    def late(self: Inbox) -> list[Path]:
        found = waiting(self)
        for path in found:
            path.unlink()
        return found

    monkeypatch.setattr(Inbox, "_waiting", late)
    assert desk.inbox.fulfil() == 0
    assert (desk.said, desk.refused) == ([], [])


# --- what is set aside --------------------------------------------------------------------------


def foreign(folder: Path) -> list[str]:
    """What is no wish, of every sort, beside what is there already; their names."""
    before = {each.name for each in folder.iterdir()}
    good = "20251116T120000000000Z-0123456789abcde"
    files = {
        f"{good}0.json": b"no wish",
        f"{good}1.json": b"",
        f"{good}2.json": b"x" * (inbox.LARGEST + 1),
        "letter.txt": b"hello",
        "..odd\x1b[31m.json": b"{}",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / f"{good}3.json").mkdir()
    os.mkfifo(folder / f"{good}4.json")
    (folder / f"{good}5.json").symlink_to("/etc/passwd")
    return [each.name for each in folder.iterdir() if each.name not in before]


def test_what_is_no_wish_is_set_aside_with_the_reason(desk: Desk) -> None:
    """Files of others, folders, pipes, links: nothing is waited for, nothing else is held up."""
    folder = put(desk.state, wish()).parent
    odd = foreign(folder)
    desk.inbox.fulfil()
    assert desk.types == ["AlertAcknowledged"]
    assert [each.name for each in folder.iterdir()] == ["refused"]
    assert len(desk.refused) == 2 * len(odd)
    assert not any("\x1b" in said for _, said in desk.said)
    why = (folder / "refused" / "letter.txt.why").read_text()
    assert why == "its name is not that of a wish\n"


def test_whoever_wrote_a_wish_hears_why_it_was_refused(desk: Desk) -> None:
    """A wish about an alert that there is not, and one that contradicts another one."""
    path = put(desk.state, wish("nonesuch"))
    desk.inbox.fulfil()
    assert fate(path, 0.0) == Refusal("there is no alert nonesuch")
    one = put(desk.state, Retry(who="eva", at=NOW, alerts={"a1": 1}))
    desk.inbox.fulfil()
    other = put(desk.state, Retry(who="eva", at=NOW, alerts={"a1": 2}))
    desk.inbox.fulfil()
    assert fate(one, 0.0) is True
    assert fate(other, 0.0) == Refusal(
        "another wish of the same person at the same time says otherwise"
    )


def test_what_cannot_be_set_aside_is_told_once(desk: Desk) -> None:
    """Something is in the way of the folder for it."""
    folder = put(desk.state, wish()).parent
    (folder / "refused").write_text("in the way")
    (folder / "letter.txt").write_text("hello")
    assert [desk.inbox.fulfil() for _ in range(3)] == [2, 0, 0]
    assert [word for word, _ in desk.said] == ["wish", "refused", "inbox"]


def test_only_the_newest_refused_files_are_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that goes on writing nonsense does not fill the disk."""
    monkeypatch.setattr(inbox, "MOST_REFUSED", 2)
    (desk.state / "inbox").mkdir()
    for name in "abcd":
        (desk.state / "inbox" / name).write_text("x")
        desk.inbox.fulfil()
    assert desk.refused == ["c", "c.why", "d", "d.why"]


def test_a_file_that_is_being_written_is_left_alone(desk: Desk) -> None:
    """It is a wish when it has its name."""
    path = put(desk.state, wish())
    path.rename(path.with_suffix(".new"))
    assert desk.inbox.fulfil() == 0
    assert path.with_suffix(".new").exists()


# --- writing it down ----------------------------------------------------------------------------


def test_an_inbox_that_nobody_empties_is_full_one_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And says what to do."""
    monkeypatch.setattr(inbox, "MOST_WAITING", 2)
    put(tmp_path, wish())
    put(tmp_path, wish())
    with pytest.raises(Full, match="holds 2 wishes that nobody takes; start `monitor run`"):
        put(tmp_path, wish())
    assert len(list((tmp_path / "inbox").iterdir())) == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With its name; nothing is left behind."""
    (tmp_path / "inbox").write_text("in the way")
    with pytest.raises(StateError, match="inbox cannot be written: File exists"):
        put(tmp_path, wish())
    assert [each.name for each in tmp_path.iterdir()] == ["inbox"]


def test_a_wish_is_waited_for_as_long_as_one_has_patience(tmp_path: Path) -> None:
    """Nobody takes it: it still waits."""
    path = put(tmp_path, wish())
    assert fate(path, 0.1) is False
    assert path.exists()
