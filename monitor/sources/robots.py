"""What a host lets programs read (robots.txt, RFC 9309). Feeds are offered to programs; pages are not.

The longest rule that fits decides, and "*" and "$" mean what they mean there: the standard library's
parser knows neither. Without the file everything may be read; where it cannot be had, nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from monitor.sources import NO_VALIDATORS, Client, Document, Failure, Retrieved

AGENT = "monitor"
"""Our name in such a file; where it does not stand, what is said of "*" holds."""
OURS = frozenset({AGENT, "*"})
"""Names whose rules are kept."""
LARGEST = 512_000
"""Bytes that are looked at; RFC 9309 asks for 500 kiB at least."""
LONGEST_LINE = 2_000
"""Characters of a line that may be a rule."""
RULES = 5_000
"""Rules of a host that are kept."""
LONGEST_DELAY = 60.0
"""Seconds between two requests (Crawl-delay) that are kept to; more would hold up the host's feeds."""
KEEP = timedelta(hours=24)
"""How long an answer holds (RFC 9309, 2.4)."""
RETRY = timedelta(hours=1)
"""How long a host that does not answer is taken to refuse."""
HOSTS = 1_000
"""Hosts whose answers are kept."""
CLOSED = frozenset({401, 403, 429})
"""A host that keeps even this file to itself means everything."""
MISSING = range(400, 500)


class Rules(Struct, frozen=True, kw_only=True):
    """What a host says."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Patterns of paths, and whether these may be read."""
    otherwise: bool = True
    """Whether what no rule is about may be read."""
    delay: float = 0.0
    """Seconds between two requests that it wants."""

    def allow(self, address: str) -> bool:
        """Whether this page may be read: the longest rule says, and of two the one that allows."""
        parts = urlsplit(address)
        path = unquote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
        fitting = [(len(pattern), allow) for pattern, allow in self.rules if fits(pattern, path)]
        return max(fitting)[1] if fitting else self.otherwise


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; each part of it is looked for once."""
    whole = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if whole and parts else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= at
    return not whole or at == len(path)


class Robots:
    """The rules of the hosts that have been asked."""

    def __init__(self, client: Client) -> None:
        """Nothing is known yet."""
        self._client = client
        self._known: dict[str, tuple[Rules, datetime]] = {}

    def delay(self, address: str) -> float:
        """Seconds between two requests that its host wants, as far as is known."""
        known = self._known.get(_place(address))
        return known[0].delay if known else 0.0

    async def allows(
        self,
        address: str,
        now: datetime,
        rest: Callable[[], Awaitable[None]],
        *,
        origin: str | None = None,
    ) -> bool:
        """Whether a page may be read. Asks its host when that is not known; `rest` follows a request.

        `origin` is the address of the source that names the page.
        """
        place = _place(address)
        rules, until = self._known.get(place, (Rules(), now))
        if until <= now:
            answer = await self._client.get(
                f"{place}/robots.txt",
                NO_VALIDATORS,
                now=now,
                accept="text/plain, */*;q=0.1",
                origin=origin,
            )
            if isinstance(answer, Failure) and answer.kind == "refused":
                return False  # not remembered: another source may lead there
            if len(self._known) >= HOSTS:
                self._known.clear()
            rules, keep = read(answer)
            self._known[place] = rules, now + keep
            await rest()
        return rules.allow(address)


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def read(answer: Retrieved) -> tuple[Rules, timedelta]:
    """The rules in an answer, and how long they hold."""
    if isinstance(answer, Document):
        return parsed(answer.body), KEEP
    if isinstance(answer, Failure) and (answer.kind == "gone" or _is_missing(answer.status)):
        return Rules(), KEEP
    return Rules(otherwise=False), RETRY


def _is_missing(status: int) -> bool:
    return status in MISSING and status not in CLOSED


def parsed(body: bytes) -> Rules:
    """What a file says of us; what is no rule is passed over."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    names: set[str] = set()
    open_ = False
    for key, value in _lines(body):
        if key == "user-agent":
            if not open_:
                names = set()
            open_ = True
            if (name := value.lower()) in OURS:  # thousands of others may be named
                names.add(name)
                groups.setdefault(name, [])
            continue
        open_ = False
        for name in names:
            if key in {"allow", "disallow"} and value and len(groups[name]) < RULES:
                groups[name].append((unquote(value), key == "allow"))
            elif key == "crawl-delay":
                delays[name] = _seconds(value)
    ours = AGENT if AGENT in groups else "*"
    return Rules(rules=tuple(groups.get(ours, ())), delay=delays.get(ours, 0.0))


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """Key and value of each line that has them."""
    text = body[:LARGEST].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    for line in text.splitlines():
        key, mark, value = line[:LONGEST_LINE].partition("#")[0].partition(":")
        if mark:
            yield key.strip().lower(), value.strip()


def _seconds(value: str) -> float:
    try:
        wanted = float(value)
    except ValueError:
        return 0.0
    return min(wanted, LONGEST_DELAY) if wanted > 0 else 0.0
