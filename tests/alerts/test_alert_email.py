"""Mail: one contract, against a real server; what the mail looks like; and everything that servers do."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpcore
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import registry
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.delivery import deliver
from monitor.alerts.email import EmailOptions
from monitor.alerts.letter import letter, page
from monitor.alerts.smtp import PORTS, Refused, Security, Session, Unfit
from monitor.alerts.wording import AGAIN
from monitor.net.reasons import EXPECTED
from tests.alerts.alert_samples import NOW, message, part, told_message
from tests.alerts.channel_contract import CONTRACT, HOSTILE, LONG, SECRET, Bench, send
from tests.alerts.http_places import nobody
from tests.alerts.mail_server import Mail, MailServer, Says, breaks_off, hangs

FROM, DESK = "monitor@example.org", "desk@example.org"


def options(port: int, **more: Any) -> dict[str, Any]:
    """Options for a server on this machine."""
    usual = {
        "host": "127.0.0.1",
        "port": port,
        "from": FROM,
        "to": [DESK],
        "security": "none",
        "allow_private": True,
        "timeout": 10,
    }
    return usual | more


def mailed(port: int, sent: Message | None = None, **more: Any) -> Outcome:
    return asyncio.run(deliver("email", options(port, **more), sent or told_message()))


# --- the contract ---------------------------------------------------------------------------------


@pytest.fixture
def bench() -> Iterator[Bench]:
    secret = {"user": "desk", "password_env": "ALERTS_SECRET"}
    tells = f"535 5.7.8 {SECRET} is wrong\r\n".encode()
    hello = b"250-mail.test\r\n250 AUTH PLAIN\r\n"
    with (
        MailServer(password=SECRET) as works,
        MailServer(password=SECRET, refuse={"DATA": f"552 5.2.2 {SECRET}"}) as full,
        MailServer(password=SECRET, refuse={DESK: "450 4.2.1 later"}) as later,
        MailServer(password="another") as wrong,
        MailServer(password=SECRET, at_data=breaks_off) as breaks,
        MailServer(password=SECRET, at_data=hangs) as silent,
        Says([b"220 mail.test\r\n", hello, tells]) as repeats,
        Says([b"SSH-2.0-x\r\n"]) as other,
        Says([], close=True) as closes,
        Says([]) as waits,
    ):
        bad: list[MailServer | Says] = [full, later, wrong, repeats, other, closes]
        lonely = int(nobody().rpartition(":")[2].strip("/"))
        yield Bench(
            channel=registry.resolve("alerts", "email"),
            works=options(works.port, **secret),
            broken=[
                *(options(each.port, **secret) for each in bad),
                options(works.port, **secret, security="starttls"),
                options(works.port, **secret, security="tls"),
                options(works.port, **secret, allow_private=False),
                options(works.port, **secret, host="127.1", allow_private=False),
            ],
            arrived=lambda: "\n".join(map(read, works.mails)),
            lost=[options(breaks.port, **secret), options(silent.port, **secret, timeout=0.5)],
            away=[
                options(lonely, **secret),
                options(waits.port, **secret, timeout=0.3),
                options(works.port, **secret, host="nobody.invalid"),
            ],
            hangs=options(silent.port, **secret, timeout=60),
            limit=32 * 1024,
        )


def read(mail: Mail) -> str:
    """What a reader sees of a mail: subject, Message-ID, text and HTML."""
    parsed = mail.parsed
    bodies = [part.get_content() for part in parsed.iter_parts()]
    return "\n".join([parsed["Subject"], parsed["Message-ID"], *bodies]).replace("\r\n", "\n")


@pytest.mark.parametrize("law", CONTRACT)
def test_mail_keeps_the_contract(law: Callable[[Bench], None], bench: Bench) -> None:
    """With a user and a password, against servers that take it, refuse it, lose it or hang."""
    law(bench)


# --- the mail -------------------------------------------------------------------------------------


def sent_mail(sent: Message, **more: Any) -> Mail:
    with MailServer() as server:
        assert mailed(server.port, sent, **more) == Sent("127.0.0.1: taken for 1 of 1")
        (mail,) = server.mails
    return mail


def test_a_mail_says_what_it_is() -> None:
    """From, to, when, about what; that a program wrote it; which alert it is."""
    mail = sent_mail(told_message())
    parsed = mail.parsed
    assert (mail.sender, mail.to) == (FROM, (DESK,))
    assert {name: parsed[name] for name in parsed if not name.startswith(("Content", "MIME"))} == {
        "From": f"monitor <{FROM}>",
        "To": DESK,
        "Date": "Sun, 16 Nov 2025 12:00:00 +0000",
        "Message-ID": "<a1.alert@example.org>",
        "In-Reply-To": parsed["References"],
        "References": parsed["References"],
        "List-Id": "<story.monitor.example.org>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Mailer": "monitor/0.1.0",
        "X-Monitor-Delivery": "a1",
        "X-Monitor-Severity": "warning",
        "Subject": "At least 83 killed \u2014 \u201cmuertos\u201d",
    }
    assert parsed.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in parsed.iter_parts()] == ["text/plain", "text/html"]


def test_a_critical_alert_is_of_high_importance() -> None:
    """Only it."""
    assert sent_mail(message(severity="critical")).parsed["Importance"] == "high"
    assert sent_mail(message()).parsed["Importance"] is None


def test_the_text_comes_first_and_is_all_there_is_to_know() -> None:
    """Before and after, quotes with outlets and addresses, the command to go on with, a link."""
    plain, _ = (each.get_content() for each in sent_mail(told_message()).parsed.iter_parts())
    assert plain.replace("\r\n", "\n").rstrip("\n").split("\n") == [
        "At least 83 killed \u2014 \u201cmuertos\u201d",
        "  strikes killed: 80 -> 83",
        '  "bringing the toll to at least 83"',
        "    example.org, 16 Nov 2025 11:00 UTC https://example.org/c1?a=1&b=2",
        '  "83 muertos"',
        "    diario.example, 16 Nov 2025 12:00 UTC, read by a model",
        "  and 1 more",
        "  monitor why strikes.killed --topic story",
        "",
        "Log: story:412:9f3c5a0d7e214b68",
        "",
        "Seen it: https://m.example/ack/a1",
    ]


def test_the_html_says_what_the_text_says_beside_the_developments() -> None:
    """Of an alert that is passed on: where it has not arrived, and how to send it again."""
    usual = told_message()
    body = f"phone: it answers 401 <again>\n\n{usual.alert.body}"
    passed_on = structs.replace(usual, alert=structs.replace(usual.alert, body=body))
    _, page = (each.get_content() for each in sent_mail(passed_on).parsed.iter_parts())
    assert page.count("phone: it answers 401 &lt;again&gt;</pre>") == 1
    _, page = (each.get_content() for each in sent_mail(usual).parsed.iter_parts())
    assert "<pre" not in page


def test_mails_about_one_tracker_are_one_thread() -> None:
    """Each has an id of its own; the thread's is made of topic and tracker."""
    first = sent_mail(told_message())
    second = sent_mail(told_message(part(title="Another"), name="a2"))
    other = sent_mail(told_message(part(tracker="meeting"), name="a3"))
    threads = [each.parsed["References"] for each in (first, second, other)]
    assert threads[0] == threads[1] != threads[2]
    assert re.fullmatch(r"<[0-9a-f]{16}\.thread@example\.org>", threads[0])
    ids = [each.parsed["Message-ID"] for each in (first, second, other)]
    assert ids == [f"<a{n}.alert@example.org>" for n in (1, 2, 3)]


def test_every_attempt_is_the_same_mail_but_says_that_it_is_one_more() -> None:
    """The id stays; the text of a repetition says what it may be."""
    again = structs.replace(told_message(), repetition=True, attempt=2)
    first, second = sent_mail(told_message()), sent_mail(again)
    assert first.parsed["Message-ID"] == second.parsed["Message-ID"]
    assert read(second).count(AGAIN) == 2
    assert AGAIN not in read(first)


NASTY = "x\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script> \x1b[2J & \u202e\ud800 \u4e2d"


@pytest.mark.parametrize("name", ["alert", "topic", "rule", "title", "body", "severity"])
def test_nothing_from_outside_begins_a_header(name: str) -> None:
    """Whatever a text holds, the headers are the same ones."""
    usual = told_message()
    nasty = structs.replace(usual, alert=structs.replace(usual.alert, **{name: NASTY}))
    if name == "severity":
        nasty = usual
    mail = sent_mail(nasty).parsed
    assert mail.keys() == sent_mail(usual).parsed.keys()
    assert mail["Bcc"] is None


class Looked(HTMLParser):
    """Tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name not in {"charset", "style"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


OURS = {"html", "head", "meta", "body", "h2", "p", "b", "blockquote", "a", "code", "pre"}
anything = st.text(max_size=60) | st.sampled_from(
    [
        NASTY,
        "</blockquote><img src=x onerror=y>",
        "\" onclick='x",
        "javascript:alert(1)",
        "&lt;b&gt;",
    ]
)
addresses = st.sampled_from(
    ["javascript:alert(1)", 'https://a.example/"><b>', "https://a.example/"]
)


@settings(deadline=None, max_examples=60)
@given(text=anything, url=addresses)
def test_the_html_is_ours_alone(text: str, url: str) -> None:
    """Whatever a text holds, it stays text; every link is a web address."""
    quote = structs.replace(part().quotes[0], text=text, site=text, url=url)
    each = part(title=text, field=text, before=text, why=text, quotes=(quote,))
    sent = structs.replace(told_message(each), page=url, acknowledge=url)
    for made in (sent, structs.replace(sent, alert=structs.replace(sent.alert, parts=()))):
        seen = Looked(page(made))
        assert set(seen.tags) <= OURS
        assert all(link.startswith("https://a.example/") for link in seen.links)


def test_the_html_of_a_mail_is_the_page() -> None:
    """As it was made, after its way through the mail."""
    sent = told_message(part(title=NASTY, before="<b>&amp;"))
    body = Mail("", (), letter(sent, FROM, (DESK,)), False, "").parsed.get_body(("html",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == page(sent)


@settings(deadline=None, max_examples=60)
@given(
    title=st.text(max_size=400),
    body=st.text(max_size=400),
    topic=st.text(max_size=80),
)
def test_a_mail_is_short_lines_of_ascii(title: str, body: str, topic: str) -> None:
    """So that no server on the way has to change it; and its subject comes back as it was."""
    sent = message(title=title, body=body, topic=topic)
    raw = letter(sent, FROM, (DESK,) * 20)
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    subject = Mail("", (), raw, False, "").parsed["Subject"]
    assert "\n" not in subject


@pytest.mark.parametrize("sent", [LONG, HOSTILE, told_message(*(part(f"d{n}") for n in range(90)))])
def test_text_and_html_are_at_most_32_kilobytes(sent: Message) -> None:
    """Whole developments, then how to read the rest."""
    raw = letter(sent, FROM, (DESK,))
    bodies = [each.get_content() for each in Mail("", (), raw, False, "").parsed.iter_parts()]
    assert sum(len(each.replace("\r\n", "\n").encode()) for each in bodies) <= 32_000
    if sent is not HOSTILE:
        assert all("monitor alerts show a1" in each for each in bodies)


# --- the way to the server ------------------------------------------------------------------------


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


def test_the_time_of_the_mail_is_that_of_the_sending() -> None:
    """Not that of the alert, which may have waited."""
    made = msgspec.convert(options(25), EmailOptions)
    raw = letter(structs.replace(message(), at=NOW.replace(hour=18)), made.sender, made.to)
    assert b"\r\nDate: Sun, 16 Nov 2025 18:00:00 +0000\r\n" in raw


def test_a_bench_can_be_looked_at(bench: Bench) -> None:
    """The first place of the bench takes mail."""
    assert isinstance(send(bench, bench.works, message()), Sent)


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
