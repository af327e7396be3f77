"""An alert acknowledged by its link: GET asks, POST does it, and nothing is told to whoever has no link."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec import structs

from monitor import notices
from monitor.eventlog.sqlite import open_writer
from monitor.inbox import Inbox
from monitor.links import key, token
from monitor.views.store import Views
from monitor.web import routes, serve
from monitor.web.server import LONGEST_BODY, without_token
from monitor.wishes import Acknowledge, Raised, read
from tests.web import web_samples as samples
from tests.web.test_web_browser import CHROMIUM, picture
from tests.web.web_samples import Page, Seen, dangers

PUBLIC = "monitor.example.org"
ALERT = "8ffd1256e6635496"


def raised(title: str = "At least 83 killed") -> notices.AlertRaised:
    part = notices.Part(
        development="d1",
        tracker="strikes",
        field="killed",
        kind="rise",
        severity="warning",
        title=title,
        before="80",
        after="83",
        at=samples.START,
    )
    return notices.AlertRaised(
        alert=ALERT,
        rule="toll",
        channel="desk",
        severity="warning",
        title=title,
        body=title,
        developments=("d1", "d2"),
        at=samples.START,
        parts=(part, part),
    )


def told(state: Path, *events: notices.AlertRaised | notices.AlertAcknowledged) -> None:
    """Events in the log and in the tables."""
    with open_writer(state / "log.db") as log, Views.open(state / "views.db") as views:
        log.append("boats", events, log.head("boats").position)
        views.apply(list(log.read()))


@contextmanager
def shown(state: Path) -> Iterator[Page]:
    """The page, reached under a name from outside."""
    with serve(state, "127.0.0.1:0", [samples.topic()], public=f"https://{PUBLIC}/") as url:
        yield Page(url)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A state folder with an alert, and nobody who takes wishes."""
    state = samples.build(tmp_path, [samples.topic()])
    told(state, raised())
    return state


@pytest.fixture
def outside(own: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    monkeypatch.setattr(routes, "TAKEN_S", 0.05)
    with shown(own) as running:
        yield running


def link(state: Path, alert: str = ALERT) -> str:
    return f"/ack/{alert}/{token(key(state), alert)}"


def wishes(state: Path) -> list[object]:
    folder = state / "inbox"
    return [read(each.read_bytes()) for each in folder.iterdir()] if folder.exists() else []


# --- asking -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_asking_acknowledges_nothing(method: str, outside: Page, own: Path) -> None:
    """Programs that scan mail follow every link in it."""
    assert outside.get(link(own), method).status == 200
    assert wishes(own) == []


def test_the_page_names_the_alert_and_has_one_button(outside: Page, own: Path) -> None:
    """Sent to where the page is, and to nowhere else; without script and cookie like every page."""
    got = outside.get(link(own))
    seen = Seen(got.text)
    assert "At least 83 killed" in seen.texts
    assert [given for tag, given in seen.elements if tag == "form"] == [
        {"method": "post", "class": "seen"}
    ]
    assert [given["type"] for tag, given in seen.elements if tag == "button"] == ["submit"]
    assert "form-action 'self'" in got.headers["Content-Security-Policy"]
    assert got.headers.get_all("Content-Security-Policy") is not None
    assert len(got.headers.get_all("Content-Security-Policy") or ()) == 1
    assert "Set-Cookie" not in got.headers
    assert got.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", ["/", "/nothing", "/livez", "/ack/8ffd1256e6635496/0"])
def test_no_other_page_may_send_a_form(path: str, outside: Page) -> None:
    """Also not the one that refuses a wrong link."""
    assert "form-action 'none'" in outside.get(path).headers["Content-Security-Policy"]


def test_hostile_titles_do_no_harm(outside: Page, own: Path) -> None:
    """What a feed has sent stands there as text."""
    told(own, structs.replace(raised(samples.HOSTILE), alert="b2"))
    assert dangers(outside.get(link(own, "b2")).text) == ["form"]


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine")
def test_a_browser_has_nothing_against_the_page(outside: Page, own: Path, tmp_path: Path) -> None:
    """The style applies and the form is allowed."""
    address = f"http://127.0.0.1:{outside.port}{link(own)}"
    image, said = picture(tmp_path, address, 390)
    assert (said, len(image) > 1_000) == ([], True)


# --- acknowledging ------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [None, "", "anything=1", "x" * LONGEST_BODY])
def test_a_post_is_a_wish_in_the_inbox(body: str | None, outside: Page, own: Path) -> None:
    """Whatever is in it: a button in a message on a telephone sends nothing."""
    got = outside.get(link(own), "POST", body=body)
    assert (got.status, "is recorded as soon as monitor can" in got.text) == (202, True)
    (wish,) = wishes(own)
    assert isinstance(wish, Acknowledge)
    assert (wish.alerts, wish.who) == ((ALERT,), "whoever had the link")


def test_when_it_has_been_recorded_the_page_says_so(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for the daemon as long as that takes; a second time there is nothing to do."""
    stop = threading.Event()

    def record(stream: str, events: object) -> None:
        told(own, *events)  # type: ignore[misc]  # what an inbox gives

    def daemon() -> None:
        inbox = Inbox(own, lambda _: Raised("boats", "desk"), record, lambda *_: None)
        while not stop.wait(0.02):
            inbox.fulfil()

    thread = threading.Thread(target=daemon)
    thread.start()
    try:
        with shown(own) as page:
            got = page.get(link(own), "POST")
            assert got.status == 200
            assert "Acknowledged by whoever had the link" in got.text
            stop.set()
            thread.join()
            again = page.get(link(own), "POST")
            assert (again.status, wishes(own)) == (200, [])
            asked = page.get(link(own))
            assert "<form" not in asked.text
    finally:
        stop.set()
        thread.join()


def test_it_can_be_acknowledged_while_there_are_no_tables(outside: Page, own: Path) -> None:
    """They are being made again: the wish needs none."""
    (own / "views.db").unlink()
    assert outside.get(link(own)).status == 503
    assert outside.get(link(own), "POST").status == 202
    assert len(wishes(own)) == 1


def test_a_wish_that_cannot_be_written_is_told(outside: Page, own: Path) -> None:
    """With a time to come back, and without a word of the folder."""
    (own / "inbox").write_text("in the way")
    got = outside.get(link(own), "POST")
    assert (got.status, got.headers["Retry-After"]) == (503, "5")
    assert str(own) not in got.text


# --- who has no link ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wrong_link_is_like_any_address_where_there_is_nothing(
    method: str, outside: Page, own: Path
) -> None:
    """Nothing tells whether there is such an alert."""
    right = link(own)
    nothing = outside.get("/nothing").text
    wrong = [
        right[:-1] + ("0" if right[-1] != "0" else "1"),
        f"/ack/{ALERT}/{token(key(own), 'other')}",
        f"/ack/nonesuch/{right.rpartition('/')[2]}",
        f"/ack/{ALERT}/%00%ff",
    ]
    for path in wrong:
        got = outside.get(path, method)
        assert (got.status, got.text) == (404, nothing)
    assert wishes(own) == []


def test_a_right_link_to_an_alert_that_is_gone_is_like_that_too(outside: Page, own: Path) -> None:
    """The log was begun anew, and the key is still there."""
    assert outside.get(link(own, "ofold")).status == 404


def test_without_a_key_no_link_is_right(outside: Page, own: Path) -> None:
    """None was ever made; asking makes none."""
    for method in ("GET", "POST"):
        assert outside.get(f"/ack/{ALERT}/{'0' * 32}", method).status == 404
    assert not (own / "ack.key").exists()


def test_a_damaged_key_is_no_way_in(outside: Page, own: Path) -> None:
    """And no bug on the page."""
    right = link(own)
    (own / "ack.key").write_text("")
    assert outside.get(right, "POST").status == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (PUBLIC, 200),
        (PUBLIC.upper(), 200),
        (f"{PUBLIC}:8443", 200),
        ("localhost", 200),
        (f"evil.{PUBLIC}", 421),
        (f"{PUBLIC}.evil.example", 421),
        ("evil.example", 421),
        ("", 421),
    ],
)
def test_the_name_from_outside_is_answered_to(
    host: str, status: int, outside: Page, own: Path
) -> None:
    """A proxy may send it as it came; any other name is still refused, for both methods."""
    assert outside.get(link(own), Host=host).status == status
    assert outside.get(link(own), "POST", Host=host).status == (202 if status == 200 else status)


def test_without_a_name_from_outside_none_is_answered_to(own: Path) -> None:
    """As before."""
    with samples.served(own) as page:
        assert page.get(link(own), Host=PUBLIC).status == 421


# --- what is no proper form ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (b"Content-Length: 65537\r\n", b"413"),
        (b"Content-Length: " + b"9" * 5_000 + b"\r\n", b"413"),
        (b"Content-Length: -1\r\n", b"400"),
        (b"Content-Length: x\r\n", b"400"),
        (b"Transfer-Encoding: chunked\r\n", b"411"),
    ],
)
def test_a_body_without_bounds_is_refused(
    headers: bytes, status: bytes, outside: Page, own: Path
) -> None:
    """Before any of it is read."""
    request = f"POST {link(own)} HTTP/1.1\r\nHost: localhost\r\n".encode() + headers + b"\r\n"
    with closing(socket.create_connection((outside.host, outside.port), timeout=10)) as client:
        client.sendall(request)
        answer = b"".join(iter(lambda: client.recv(65_536), b""))
    assert answer.split(b" ")[1] == status
    assert wishes(own) == []


def test_the_log_does_not_give_the_link_away(
    outside: Page, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Who reads it could acknowledge alerts otherwise."""
    caplog.set_level(logging.DEBUG)
    right = link(own)
    outside.get(right)
    outside.get(f"{right}?from=mail")
    assert f"/ack/{ALERT}/..." in caplog.text
    assert right.rpartition("/")[2] not in caplog.text
    assert without_token("/topics/boats") == "/topics/boats"
