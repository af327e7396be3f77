"""An alert as a mail: plain text first, HTML beside it, in the thread of its topic and tracker. Pure.

All lines are ASCII and short, whatever the text; nothing of it can begin a header. The HTML is ours
alone: each text is escaped, each link is a web address.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor import __version__
from monitor.alerts import Message, printable_lines
from monitor.alerts.wording import AGAIN, CUT, block, clipped, fitted, titled
from monitor.notices import Part, Quoted
from monitor.text import paired, printable, web_address
from monitor.values import short_id
from monitor.wording import minute

TEXT_LIMIT = 12_000
"""Bytes of the plain text ..."""
HTML_LIMIT = 20_000
"""... and of the HTML: 32 kB in all, before they are packed into ASCII. Readers cut off longer ones."""
BESIDES_LIMIT = 1_000
"""Bytes of what is about no development."""
SUBJECT_LIMIT = 250
"""Bytes."""
POLICY = SMTP.clone(cte_type="7bit", utf8=False)
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-][A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,63}"
    r"@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?"
)
"""An address without a name, as nearly all are."""


def letter(message: Message, sender: str, to: Iterable[str]) -> bytes:
    """The whole mail, as it goes over the wire."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = clipped(titled(message, keyed=True), SUBJECT_LIMIT)
    again = f"{AGAIN}\n\n" if message.repetition else ""
    text = again + fitted(message, TEXT_LIMIT - len(again))
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(page(message), subtype="html", cte="quoted-printable")
    ours = [f"{name}: {value}\r\n" for name, value in _headers(message, sender, to)]
    return "".join(ours).encode("ascii") + mail.as_bytes()


def _headers(message: Message, sender: str, to: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Headers made of nothing from outside. The library would fold and encode long ids among them."""
    alert = message.alert
    domain = sender.rpartition("@")[2]
    thread = f"<{_thread(message)}.thread@{domain}>"
    yield "From", f"monitor <{sender}>"
    yield "To", ",\r\n ".join(to)
    yield "Date", format_datetime(message.when.astimezone(UTC))
    yield "Message-ID", f"<{_word(alert.alert)}.alert@{domain}>"
    yield "In-Reply-To", thread
    yield "References", thread
    yield "List-Id", f"<{_word(alert.topic or alert.rule)}.monitor.{domain}>"
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "X-Mailer", f"monitor/{__version__}"
    yield "X-Monitor-Delivery", _word(alert.alert)
    yield "X-Monitor-Severity", alert.severity
    if alert.severity == "critical":
        yield "Importance", "high"


def _word(text: str) -> str:
    """An id as it may stand in a header."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,60}", text) else short_id(paired(text))


def _thread(message: Message) -> str:
    """The same for all alerts of a topic about a tracker; of the first, where there are several."""
    alert = message.alert
    about = alert.parts[0].tracker if alert.parts else alert.rule
    return short_id("thread", paired(alert.topic), paired(about))


def page(message: Message) -> str:
    """The alert as HTML: whole developments, as many as find room."""
    alert = message.alert
    head = [f"<p>{_safe(AGAIN)}</p>"] if message.repetition else []
    if besides := _besides(message):
        head.append(_text(besides))
    mark = [f"<p>Log: <code>{_safe(message.log.short)}</code></p>"] if message.log else []
    tail = "\n".join([*_links(message), *mark])
    room = HTML_LIMIT - len("".join([*head, tail]).encode()) - 500  # for what stands round it
    blocks = [_block(part) for part in alert.parts] or [
        _text(fitted(message, room // 6))
    ]  # an escaped sign takes up to six bytes
    kept: list[str] = []
    for each in blocks:
        room -= len(each.encode()) + 1
        if room < 0:
            kept.append(
                f"<p>{CUT} the rest: <code>monitor alerts show {_safe(alert.alert)}</code></p>"
            )
            break
        kept.append(each)
    inner = "\n".join([*head, *kept, tail])
    return f'<!doctype html>\n<html><head><meta charset="utf-8"></head><body>\n{inner}\n</body></html>\n'


def _besides(message: Message) -> str:
    """What the text says beside its developments: of an alert that is passed on, why."""
    told = {block(part) for part in message.alert.parts}
    others = [text for text in message.alert.body.split("\n\n") if told and text not in told]
    return clipped(printable_lines("\n\n".join(others)), BESIDES_LIMIT)


def _text(lines: str) -> str:
    return f'<pre style="white-space: pre-wrap">{html.escape(lines)}</pre>'


def _block(part: Part) -> str:
    change = f"{part.tracker} {part.field}: {part.before or 'nothing'} → {part.after or 'nothing'}"
    lines = [f"<h2>{_safe(part.title)}</h2>", f"<p><b>{_safe(change)}</b></p>"]
    lines += [_quote(quote) for quote in part.quotes]
    if part.voices > len(part.quotes):
        lines.append(f"<p>and {part.voices - len(part.quotes)} more</p>")
    if part.why:
        lines.append(f"<p><code>{_safe(part.why)}</code></p>")
    return "\n".join(lines)


def _quote(quote: Quoted) -> str:
    site = _safe(quote.site)
    url = web_address(quote.url)
    where = f'<a href="{html.escape(url)}">{site}</a>' if url else site
    by_model = ", read by a model" if quote.by_model else ""
    return (
        f"<blockquote><p>“{_safe(quote.text)}”</p>"
        f"<p>{where}, {_minute(quote.at)} UTC{by_model}</p></blockquote>"
    )


def _minute(at: datetime) -> str:
    return minute(at.astimezone(UTC).isoformat())


def _links(message: Message) -> Iterator[str]:
    for url, words in (
        (message.acknowledge, "Seen it"),
        (message.page, "Open the page"),
    ):
        if safe := web_address(url):
            yield f'<p><a href="{html.escape(safe)}">{words}</a></p>'


def _safe(text: str) -> str:
    return html.escape(printable(text))
