"""The way of a mail to its server: with TLS and a password, and everything that servers do."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path
from typing import Any

import httpcore
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts import NotSent, Sent
from monitor.alerts.delivery import deliver
from monitor.alerts.smtp import PORTS, Refused, Security, Session, Unfit
from monitor.net.reasons import EXPECTED
from tests.alerts.alert_samples import message
from tests.alerts.channel_contract import SECRET
from tests.alerts.mail_server import MailServer, Says
from tests.alerts.mailing import DESK, FROM, mailed, sent_mail


def test_with_starttls_the_password_goes_over_tls(trusted: ssl.SSLContext) -> None:
    """The server offers no password before, and its certificate is checked."""
    with MailServer(tls=trusted, password=SECRET) as server:
        access: dict[str, Any] = {
            "user": "desk",
            "password_env": "ALERTS_SECRET",
            "security": "starttls",
        }
        assert isinstance(mailed(server.port, **access), Sent)
        (mail,) = server.mails
    assert (mail.secured, mail.user) == (True, "desk")


def test_with_tls_everything_goes_over_it(trusted: ssl.SSLContext) -> None:
    """From the first word on."""
    with MailServer(tls=trusted, implicit=True, password=SECRET) as server:
        access: dict[str, Any] = {
            "user": "desk",
            "password_env": "ALERTS_SECRET",
            "security": "tls",
        }
        assert isinstance(mailed(server.port, **access), Sent)
        (mail,) = server.mails
    assert (mail.secured, mail.user) == (True, "desk")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, security: str) -> None:
    """Nothing is handed over, the password least of all."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MailServer(tls=context, implicit=security == "tls", password=SECRET) as server:
        access: dict[str, Any] = {
            "user": "desk",
            "password_env": "ALERTS_SECRET",
            "security": security,
        }
        found = mailed(server.port, **access)
        assert server.mails == []
    assert isinstance(found, NotSent)
    assert "certificate is not valid" in found.reason
    assert (found.unknown, found.permanent) == (False, False)


def test_what_is_said_before_tls_is_no_answer_after_it() -> None:
    """Somebody on the way could have put it there."""
    early = b"220 go ahead\r\n250-mail.test\r\n250 AUTH PLAIN\r\n235 welcome\r\n"
    with Says([b"220 hi\r\n", b"250-mail.test\r\n250 STARTTLS\r\n", early]) as server:
        found = mailed(server.port, security="starttls")
    reason = f"127.0.0.1:{server.port}: it talks on where TLS is to begin"
    assert found == NotSent(reason)
    assert server.heard[:3] == [b"EHLO example.org\r\n", b"STARTTLS\r\n", b""]


@pytest.mark.parametrize(
    ("left_out", "works"), [("LOGIN", True), ("PLAIN", True), ("PLAIN LOGIN", False)]
)
def test_a_password_goes_in_the_way_that_the_server_takes(left_out: str, works: bool) -> None:
    """PLAIN or LOGIN; with neither it is said."""
    with MailServer(password=SECRET, refuse={"mechanisms": left_out}) as server:
        found = mailed(server.port, user="desk", password_env="ALERTS_SECRET")
        assert len(server.mails) == works
    if not works:
        assert isinstance(found, NotSent)
        assert "it takes no password in a way that is known here (PLAIN, LOGIN)" in found.reason


REFUSALS: dict[str, tuple[dict[str, str], str, bool]] = {
    "sender": ({"MAIL": "550 5.7.1 no"}, "it answers 550 (5.7.1) to MAIL FROM", True),
    "sender, later": ({"MAIL": "451 no"}, "it answers 451 to MAIL FROM", False),
    "recipient": ({DESK: "550 5.1.1 unknown"}, "it answers 550 (5.1.1) to RCPT TO", True),
    "greylisted": ({DESK: "450 4.7.1 wait"}, "it answers 450 (4.7.1) to RCPT TO", False),
    "mail": ({"DATA": "554 5.7.1 spam"}, "it answers 554 (5.7.1) to the mail", True),
    "full": ({"DATA": "452 4.2.2 full"}, "it answers 452 (4.2.2) to the mail", False),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_is_for_good_or_for_now(refusal: str) -> None:
    """5xx and 4xx, with the server's codes and none of its words; a refused mail has not arrived."""
    refuse, reason, permanent = REFUSALS[refusal]
    with MailServer(refuse=refuse) as server:
        found = mailed(server.port)
    assert found == NotSent(f"127.0.0.1:{server.port}: {reason}", permanent=permanent)


def test_who_is_refused_does_not_keep_it_from_the_others() -> None:
    """It is sent, and the outcome names who has not got it."""
    refuse = {"gone@example.org": "550 5.1.1 unknown"}
    with MailServer(refuse=refuse) as server:
        found = mailed(server.port, to=[DESK, "gone@example.org"])
        assert server.mails[0].to == (DESK,)
    left_out = "not for gone@example.org: it answers 550 (5.1.1) to RCPT TO"
    assert found == Sent(f"127.0.0.1: taken for 1 of 2; {left_out}")


def test_where_all_are_refused_one_that_may_be_taken_later_counts() -> None:
    """Then it is tried again."""
    refuse = {DESK: "450 4.7.1 wait", "gone@example.org": "550 5.1.1 unknown"}
    with MailServer(refuse=refuse) as server:
        found = mailed(server.port, to=["gone@example.org", DESK])
    reason = f"127.0.0.1:{server.port}: it answers 450 (4.7.1) to RCPT TO"
    assert found == NotSent(reason)


BAD: dict[str, list[bytes]] = {
    "no SMTP": [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
    "half a code": [b"22 hi\r\n"],
    "endless line": [b"220 " + b"x" * 100_000],
    "endless reply": [b"220 hi\r\n", b"250-x\r\n" * 20_000],
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_smtp_is_given_up(kind: str) -> None:
    """However much of it there is."""
    with Says(BAD[kind]) as server:
        found = mailed(server.port)
    assert found == NotSent(f"127.0.0.1:{server.port}: what it sends is not SMTP")


def test_a_dot_at_the_beginning_of_a_line_stays() -> None:
    """SMTP ends a mail with one: theirs are doubled on the way."""
    mail = sent_mail(message(body=".\n..\n.a\n."))
    plain = mail.parsed.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == ".\n..\n.a\n.\n"


def test_the_usual_port_is_that_of_the_way() -> None:
    """With STARTTLS 587; the reason names it."""
    given = {"host": "127.0.0.1", "from": FROM, "to": [DESK], "allow_private": True, "timeout": 5}
    for security, port in (("starttls", 587), ("tls", 465)):
        found = asyncio.run(deliver("email", given | {"security": security}, message()))
        assert found == NotSent(f"127.0.0.1:{port}: it refuses connections")


class Babbles(httpcore.AsyncNetworkStream):
    """A connection on which a server sends these pieces, whatever it hears."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._pieces.pop(0)[:max_bytes] if self._pieces else b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """It does not listen."""

    async def aclose(self) -> None:
        """Nothing to close."""

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        return self


class Line(httpcore.AsyncNetworkBackend):
    """Connects to what babbles."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._stream = Babbles(pieces)

    async def connect_tcp(self, *given: Any, **more: Any) -> httpcore.AsyncNetworkStream:
        return self._stream


replies = st.sampled_from(
    [
        b"220 hi\r\n",
        b"250-a\r\n250 STARTTLS\r\n",
        b"250 AUTH PLAIN\r\n",
        b"250 ok\n",
        b"235 ok\r\n",
        b"354 go\r\n",
        b"451 4.3.0 later\r\n",
        b"554",
        b" no\r\n",
        b"250-",
        b"\r\n",
        b"\xff\x00 \r\n",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    pieces=st.lists(replies | st.binary(max_size=12), max_size=12),
    security=st.sampled_from(tuple(PORTS)),
)
def test_whatever_a_server_says_the_session_ends_as_it_may(
    pieces: list[bytes], security: Security
) -> None:
    """Handed over, refused, or broken off; it is in doubt only from the mail itself on."""

    session = Session("mail.test", 25, "example.org")

    async def run() -> Exception | None:
        try:
            await session.connect(Line(list(pieces)), security)
            assert not session.handed_over
            assert await session.mail(FROM, [DESK], b"Subject: x\r\n\r\nx\r\n") == []
        except (Refused, Unfit, *EXPECTED) as error:
            return error
        return None

    ended = asyncio.run(run())
    assert str(ended).isprintable()
    if isinstance(ended, Refused):
        assert ended.permanent == (ended.code >= 500)
        assert not session.handed_over
    assert session.handed_over or ended is not None
