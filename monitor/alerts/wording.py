"""An alert in words: plain text first, all lines safe, the same for every channel that takes text.

plain     the whole alert as lines of text
titled    its title, marked where it may be a repetition; `clipped` to a number of bytes
fitted    plain text cut to what a channel can take, at the end of a development
"""

from __future__ import annotations

from collections.abc import Iterator

from monitor.alerts import Message, printable_lines
from monitor.notices import Part, Quoted
from monitor.text import printable
from monitor.wording import minute

REPEATED = "(may be a repetition) "
AGAIN = "This may be a repetition: nobody has answered to an earlier attempt."
MORE = "... the rest: "
CUT = "..."


def titled(message: Message, *, keyed: bool = False) -> str:
    """The title; through a channel without a key, one that may have arrived before says so."""
    mark = REPEATED if message.repetition and not keyed else ""
    return printable(f"{mark}{message.alert.title}").strip()


def clipped(text: str, limit: int) -> str:
    """One line in at most `limit` bytes of UTF-8."""
    if len(text.encode()) <= limit:
        return text
    return text.encode()[: limit - len(CUT)].decode("utf-8", "ignore").rstrip() + CUT


def plain(message: Message) -> str:
    """What has changed, who says so, and where to go on; one block a development."""
    return "\n\n".join([_body(message), *_ends(message)])


def fitted(message: Message, limit: int, *, headed: bool = False) -> str:
    """`plain` in at most `limit` bytes of UTF-8: whole blocks, then how to read the rest.

    `headed`: the channel shows the title above it, which is not said twice.
    """
    body = _body(message)
    if headed:
        body = body.removeprefix(f"{titled(message, keyed=True)}\n") or body
    whole = "\n\n".join([body, *_ends(message)])
    if len(whole.encode()) <= limit:
        return whole
    end = "\n\n".join([f"{MORE}monitor alerts show {message.alert.alert}", *_ends(message)])
    room = limit - len(end.encode()) - 2
    kept: list[str] = []
    for block in body.split("\n\n"):
        if len("\n\n".join([*kept, block]).encode()) > room:
            break
        kept.append(block)
    if not kept:  # one development alone is too long: as much of it as fits
        cut = body.encode()[: max(0, room)].decode("utf-8", "ignore")
        kept = [cut.rpartition("\n")[0] or cut]
    return "\n\n".join([*kept, end])


def _body(message: Message) -> str:
    return printable_lines(message.alert.body)


def _ends(message: Message) -> Iterator[str]:
    if message.log:
        yield f"Log: {printable(message.log.short)}"
    if message.acknowledge:
        yield f"Seen it: {message.acknowledge}"


def block(part: Part) -> str:
    """The lines on one development: what has changed, who says so, the command to go on with."""
    return "\n".join(_lines(part))


def _lines(part: Part) -> Iterator[str]:
    yield part.title
    yield f"  {part.tracker} {part.field}: {part.before or 'nothing'} -> {part.after or 'nothing'}"
    for quote in part.quotes:
        yield f'  "{quote.text}"'
        yield f"    {told(quote)}"
    if part.voices > len(part.quotes):
        yield f"  and {part.voices - len(part.quotes)} more"
    if part.why:
        yield f"  {part.why}"


def told(quote: Quoted) -> str:
    """Outlet, time and address of a quote; and that it is a model's reading, where it is."""
    where = f"{quote.site}, {minute(quote.at.isoformat())} UTC"
    by_model = ", read by a model" if quote.by_model else ""
    return f"{where}{by_model} {quote.url}".rstrip()
