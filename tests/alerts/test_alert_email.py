"""Mail: one contract, against a real server; and what the mail looks like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import registry
from monitor.alerts import Message, Sent
from monitor.alerts.email import EmailOptions
from monitor.alerts.letter import letter, page
from monitor.alerts.wording import AGAIN
from tests.alerts.alert_samples import NOW, message, part, told_message
from tests.alerts.channel_contract import CONTRACT, HOSTILE, LONG, SECRET, Bench, send
from tests.alerts.http_places import nobody
from tests.alerts.mail_server import Mail, MailServer, Says, breaks_off, hangs
from tests.alerts.mailing import DESK, FROM, options, sent_mail

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


def test_the_time_of_the_mail_is_that_of_the_sending() -> None:
    """Not that of the alert, which may have waited."""
    made = msgspec.convert(options(25), EmailOptions)
    raw = letter(structs.replace(message(), at=NOW.replace(hour=18)), made.sender, made.to)
    assert b"\r\nDate: Sun, 16 Nov 2025 18:00:00 +0000\r\n" in raw


def test_a_bench_can_be_looked_at(bench: Bench) -> None:
    """The first place of the bench takes mail."""
    assert isinstance(send(bench, bench.works, message()), Sent)
