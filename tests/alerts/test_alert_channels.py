"""One contract for all channels, and what each of the first three does besides."""

import asyncio
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from monitor import registry
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.delivery import attempt, deliver
from monitor.alerts.file import FileOptions
from monitor.notices import AlertRaised
from tests.alerts.alert_samples import alert, message, program
from tests.alerts.channel_contract import (
    CONTRACT,
    Bench,
    a_repetition_is_known,
    doubt_is_told,
    failure_is_a_value,
    it_can_be_broken_off,
    it_fits,
    nothing_is_obeyed,
    nothing_repeats_without_cause,
    offers_itself,
    secrets_stay_secret,
    send,
    sent_is_sent,
)
from tests.alerts.wrong_channels import (
    Blabs,
    Blocks,
    Claims,
    Clings,
    Cuts,
    Despairs,
    Doubts,
    Forgets,
    Grumbles,
    Hides,
    Logs,
    Mutters,
    Obeys,
    Overflows,
    Raises,
    Stays,
    Sure,
    Wrong,
    WrongOptions,
    wrong_bench,
)


def file_bench(folder: Path) -> Bench:
    (folder / "blocked").mkdir()
    os.mkfifo(folder / "pipe")
    return Bench(
        channel=registry.resolve("alerts", "file"),
        works={"path": str(folder / "alerts.txt")},
        broken=[
            {"path": str(folder / name)} for name in ("blocked", "pipe", "none/alerts", "x" * 300)
        ]
        + [{"path": "/dev/full"}],
        arrived=(folder / "alerts.txt").read_text,
    )


def command_bench(folder: Path) -> Bench:
    keep = f"import sys; open({str(folder / 'got')!r}, 'a').write(sys.stdin.read())"
    return Bench(
        channel=registry.resolve("alerts", "command"),
        works={"argv": program(keep)},
        broken=[
            {"argv": [str(folder / "none")]},
            {"argv": program("raise SystemExit(3)")},
        ],
        lost=[
            {"argv": program("import os; os.kill(os.getpid(), 9)")},
            {"argv": program("import time; time.sleep(60)"), "timeout": 0.2},
        ],
        away=[{"argv": program("raise SystemExit(75)")}],
        arrived=(folder / "got").read_text,
        escaped=True,
    )


class Closed:
    """A stream that nobody reads."""

    encoding = "utf-8"

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


def terminal_bench(monkeypatch: pytest.MonkeyPatch) -> Bench:
    stderr = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stderr)
    monkeypatch.setattr(sys, "stdout", Closed())
    return Bench(
        channel=registry.resolve("alerts", "terminal"),
        works={"stream": "stderr"},
        broken=[{"stream": "stdout"}],
        arrived=stderr.getvalue,
    )


# --- the contract ---


@pytest.mark.parametrize("law", CONTRACT)
@pytest.mark.parametrize("make", [file_bench, command_bench])
def test_a_channel_keeps_the_contract(
    make: Callable[[Path], Bench], law: Callable[[Bench], None], tmp_path: Path
) -> None:
    """File and command: sent means arrived, and everything else is a value."""
    law(make(tmp_path))


@pytest.mark.parametrize("law", CONTRACT)
def test_the_terminal_keeps_the_contract(
    law: Callable[[Bench], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal, with stderr as it should be and stdout broken."""
    law(terminal_bench(monkeypatch))


def test_every_channel_is_under_contract() -> None:
    """A new channel is put through the suite before it ships."""
    under = {"command", "file", "terminal", "webhook", "ntfy", "gotify", "email", "apprise"}
    assert set(registry.names("alerts")) == under


def test_a_terminal_shows_the_lines_of_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    """Severity and title, then the body with its indents, then a blank line."""
    bench = terminal_bench(monkeypatch)
    send(bench, bench.works, message(body="a\n  b  c\n    d"))
    assert bench.arrived() == "[warning] At least 83 killed\na\n  b c\n    d\n\n"


# --- wrong members, which the contract must see -----------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        (Raises, failure_is_a_value),
        (Claims, failure_is_a_value),
        (Forgets, sent_is_sent),
        (Obeys, nothing_is_obeyed),
        (Blocks, offers_itself),
        (Grumbles, offers_itself),
        (Hides, a_repetition_is_known),
        (Mutters, nothing_repeats_without_cause),
        (Sure, doubt_is_told),
        (Doubts, doubt_is_told),
        (Despairs, doubt_is_told),
        (Overflows, it_fits),
        (Cuts, it_fits),
        (Blabs, secrets_stay_secret),
        (Logs, secrets_stay_secret),
        (Clings, it_can_be_broken_off),
        (Stays, it_can_be_broken_off),
    ],
)
def test_the_contract_sees_a_wrong_channel(
    wrong: type[Wrong], law: Callable[[Bench], None]
) -> None:
    """Each law fails for the channel that breaks it."""
    with pytest.raises((AssertionError, ConnectionError)):
        law(wrong_bench(wrong()))


@pytest.mark.parametrize("law", CONTRACT)
def test_a_right_channel_passes_where_the_wrong_ones_fail(law: Callable[[Bench], None]) -> None:
    """The wrong members are wrong in one thing only."""
    law(wrong_bench(Wrong()))


# --- delivery ---------------------------------------------------------------------------------


class Slow(Wrong):
    async def send(self, message: Message, options: WrongOptions) -> Outcome:
        await asyncio.sleep(60)
        return Sent()


@pytest.mark.parametrize(
    ("channel", "reason"),
    [(Raises(), "ConnectionError: refused"), (Slow(), "no answer after 0.05 s")],
)
def test_a_faulty_channel_has_an_outcome(channel: Wrong, reason: str) -> None:
    """One that raises or never comes back may have sent: it is tried again as a repetition."""
    options = WrongOptions(place="broken")
    outcome = asyncio.run(attempt(channel, message(), options, limit=0.05))
    assert outcome == NotSent(reason, unknown=True)


@pytest.mark.parametrize(
    ("kind", "options", "reason"),
    [
        ("fax", {}, f"alerts: there is no 'fax'; there are: {', '.join(registry.names('alerts'))}"),
        ("file", {}, "file: Object missing required field `path`"),
        (
            "file",
            {"path": "~nosuchuser/x"},
            'file: path: no home is known for "~nosuchuser/x"',
        ),
        ("file", {"path": "here"}, 'file: path: expected a whole path, found "here"'),
    ],
)
def test_a_channel_that_is_not_configured_any_more_is_permanent(
    kind: str, options: dict[str, Any], reason: str
) -> None:
    """No waiting mends a configuration."""
    assert asyncio.run(deliver(kind, options, message())) == NotSent(reason, permanent=True)


def test_an_alert_is_delivered_by_the_kind_of_its_channel(tmp_path: Path) -> None:
    """With the options as they stand in the configuration."""
    path = tmp_path / "alerts"
    options = {"path": str(path), "format": "json"}
    assert asyncio.run(deliver("file", options, message())) == Sent(str(path))
    assert json.loads(path.read_text())["alert"] == "a1"


# --- the channels' own ------------------------------------------------------------------------


def write_file(path: Path, **options: Any) -> Outcome:
    channel = registry.resolve("alerts", "file")
    outcome: Outcome = asyncio.run(channel.send(message(), FileOptions(path=str(path), **options)))
    return outcome


def test_a_line_of_text_is_time_severity_title(tmp_path: Path) -> None:
    """One line an alert, for grep."""
    write_file(tmp_path / "a")
    assert (tmp_path / "a").read_text() == "2025-11-16T12:00:00Z warning At least 83 killed [a1]\n"


def test_a_line_of_json_is_the_whole_alert(tmp_path: Path) -> None:
    """What was raised can be read back."""
    write_file(tmp_path / "a", format="json")
    write_file(tmp_path / "a", format="json")
    lines = (tmp_path / "a").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=AlertRaised) for line in lines] == [alert(), alert()]


def test_a_line_that_was_cut_off_is_not_continued(tmp_path: Path) -> None:
    """After a full disk the next alert has a line of its own."""
    (tmp_path / "a").write_text("2025-11-16T11:0")
    write_file(tmp_path / "a")
    assert (tmp_path / "a").read_text().splitlines()[0] == "2025-11-16T11:0"


@pytest.mark.parametrize(
    ("name", "permanent"), [("folder", True), ("folder/a/b", False), ("f/a", True)]
)
def test_a_path_that_cannot_be_is_permanent(name: str, permanent: bool, tmp_path: Path) -> None:
    """A missing folder may be mounted later; a folder in the file's place will not go away."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "f").touch()
    outcome = write_file(tmp_path / name)
    assert isinstance(outcome, NotSent)
    assert outcome.permanent is permanent


def test_a_home_folder_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """~/ is expanded when it is sent."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert write_file(Path("~/alerts")) == Sent(f"{tmp_path}/alerts")


def test_a_terminal_of_few_signs_still_shows_the_alert(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A sign that the locale does not have is escaped, not fatal."""
    with (tmp_path / "out").open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        outcome = asyncio.run(
            deliver("terminal", {"stream": "stdout"}, message(title="Petróleo — 83"))
        )
    assert outcome == Sent("stdout")
    assert (tmp_path / "out").read_text().startswith("[warning] Petr\\xf3leo \\u2014 83\n")


@pytest.mark.parametrize("stream", [None, "closed"])
def test_a_terminal_that_is_gone_is_a_failure(
    stream: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A service may be started without stdout, or lose it."""
    with (tmp_path / "out").open("w") as closed:
        pass
    monkeypatch.setattr(sys, "stdout", closed if stream else None)
    reason = "stdout: there is no such stream any more"
    assert asyncio.run(deliver("terminal", {"stream": "stdout"}, message())) == NotSent(reason)
