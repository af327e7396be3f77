"""From what a feed says of one thing to an `Entry`: links, dates, publisher, all of it clean.

Pure. Readers of every format make `Raw` values; the rules about what to believe are here, once.
"""

from __future__ import annotations

import calendar
import re
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_tz
from itertools import islice
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from monitor.entries import Entry
from monitor.sources import Document, Parsed
from monitor.text import TEXT_LIMIT, TITLE_LIMIT, clean, host, printable, web_address
from monitor.topics import Source
from monitor.values import digest

ENTRIES_LIMIT = 500
"""Entries of a document that are kept, the newest ones; real news feeds have up to 200."""
LOOKED_AT = 20_000
"""Entries of a document among which the newest are looked for, the first ones."""
CREDIT_LIMIT = 300
"""Characters of a byline."""
ADDRESS_LIMIT = 2_000
"""Characters of an address; browsers take no more everywhere."""
GUID_LIMIT = 500
"""Characters of a guid; a longer one is replaced by its hash."""
DATE_LIMIT = 100
"""Characters of a date; a longer one is none."""
STAND_IN = 120
"""Characters of the text that stand in for a title where nothing else names the entry."""
FUTURE = timedelta(days=1)
"""A date further ahead is a mistake or a trick, and would outrank everything."""
EARLIEST = 1990
"""A year before the web is an empty field (0001, 1970)."""

MONTHS = {
    foreign: english
    for english, names in {
        "Jan": "jan ene janv jän genn",
        "Feb": "fev fév févr febr",
        "Mar": "mär mars marz",
        "Apr": "abr avr avri",
        "May": "mai mayo maio magg mag",
        "Jun": "juin giu giug juni",
        "Jul": "juil lug lugl juli",
        "Aug": "ago agos août aout",
        "Sep": "set sept sett sete",
        "Oct": "out outu okt ott otto octu",
        "Nov": "novi nove",
        "Dec": "dez dic dici déc deze dice",
    }.items()
    for foreign in names.split()
}
"""By their first letters in Portuguese, Spanish, French, Italian and German."""
_DAY_NAME = re.compile(r"^[^\W\d_]{2,12}\.?,\s{0,9}")
_WORD = re.compile(r"[^\W\d_]{3,12}\.?")
_GMT = re.compile(r"\b(?:GMT|UTC)([+-])([0-9]{1,2})(?::?([0-9]{2}))?$")
_TIME = re.compile(r"T\d\d|\d:\d\d")
_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d|\b[A-Z]{2,5}|\b[A-Z]{1,4}[+-]\d+)\s*(?:\([^)]*\))?$")
_BLANK = re.compile(r"^(?:https?://[^\s/?#]+)?[/?#].* ", re.IGNORECASE)
"""A blank in the path of an address that is whole, or relative to a host."""
_ZONE_NAME = re.compile(r"\b([A-Z]{2,5})\s*(?:\([^)]*\))?$")
UNDERSTOOD = frozenset(
    "UT UTC GMT AT AST ADT ET EST EDT CT CST CDT MT MST MDT PT PST PDT MET MEST".split()
)
"""Names of zones that feedparser knows; it takes every other for UTC."""
AHEAD = {
    "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SAST": 2,
    "HKT": 8, "SGT": 8, "AWST": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12,
    "NZDT": 13, "NST": -3.5, "BRT": -3, "ART": -3, "UYT": -3, "VET": -4, "BOT": -4,
    "COT": -5, "PET": -5, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Hours of zones by names that mean one thing; "BST" and "IST" do not: those are the outlet's own zone."""
_YEAR_OR_MONTH = re.compile(r"\d{4}(-?\d\d)?")


class Raw(Struct, frozen=True, kw_only=True):
    """What a feed says of one entry, as it says it."""

    guid: str = ""
    link: str = ""
    link_from_guid: bool = False
    """The link is only a guid that may be one: believed when it is a whole web address."""
    title: str = ""
    text: str = ""
    credit: str = ""
    date: str = ""
    """The date as written."""
    moment: tuple[int, ...] | None = None
    """The date as understood: year, month, day, hour, minute, second in UTC."""
    publisher: str = ""
    """An aggregator's word for whose text this is."""
    publisher_link: str = ""
    lang: str = ""
    """Its own language; else that of the whole feed."""


class When(Struct, frozen=True):
    """A time of publication with its day in the outlet's zone."""

    published: datetime
    day: date
    day_only: bool = False


def parsed(
    raws: Iterable[Raw], source: Source, document: Document, *, total: int, lang: str = ""
) -> Parsed:
    """Entries of a document with warnings about what was not believed. `total` is its own count."""
    zone = ZoneInfo(source.zone)
    entries: list[Entry] = []
    undated = ahead = nameless = 0
    for raw in _newest(list(islice(raws, LOOKED_AT)), zone, document.retrieved):
        when = when_published(raw, zone)
        if when is not None and when.published > document.retrieved + FUTURE:
            when, ahead = None, ahead + 1
        elif when is None:
            undated += 1
        entry = entry_of(raw, source, document, when, lang)
        if entry is None:
            nameless += 1
            continue
        entries.append(entry)
    entries, shared = _told_apart(entries)
    doubts = (
        (total - ENTRIES_LIMIT, f"only the newest {ENTRIES_LIMIT} of {total} entries were taken"),
        (ahead, f"{ahead} of {total} entries dated in the future: the dates were dropped"),
        (undated, f"{undated} of {total} entries without a date that can be read"),
        (shared, f"{shared} of {total} entries share their guid with another: it was dropped"),
        (nameless, f"{nameless} of {total} entries with neither title nor text: left out"),
    )
    warnings = tuple(sentence for count, sentence in doubts if count > 0)
    return Parsed(entries=tuple(entries), warnings=warnings)


def _newest(raws: list[Raw], zone: ZoneInfo, now: datetime) -> list[Raw]:
    """As many as are kept, in the document's order: some lists begin with the oldest.

    One without a date that can be believed is as old as the one before it; the first one is new.
    """
    if len(raws) <= ENTRIES_LIMIT:
        return raws
    times: list[datetime] = []
    for raw in raws:
        when = when_published(raw, zone)
        believed = when is not None and when.published <= now + FUTURE
        before = times[-1] if times else now + FUTURE
        times.append(when.published if when and believed else before)
    # stable: among equals the first ones
    order = sorted(range(len(raws)), key=times.__getitem__, reverse=True)
    return [raws[place] for place in sorted(order[:ENTRIES_LIMIT])]


def entry_of(
    raw: Raw, source: Source, document: Document, when: When | None, lang: str = ""
) -> Entry | None:
    """The entry, or None when nothing is in it."""
    title = clean(raw.title, TITLE_LIMIT)
    text = clean(raw.text, TEXT_LIMIT)
    publisher = clean(raw.publisher, CREDIT_LIMIT)
    url = whole_link(raw, document)
    guid = printable(raw.guid).strip()
    if not (title or url or guid):
        title = text[:STAND_IN].rstrip()
    if not (title or text):
        return None
    return Entry(
        source=source.id,
        url=url,
        guid=guid if len(guid) <= GUID_LIMIT else digest(guid),
        title=_without_publisher(title, publisher),
        text=text,
        site=(
            host(raw.publisher_link)
            or publisher
            or source.site
            or host(document.address)
            or source.id  # of a program's output
        ),
        credit=clean(raw.credit, CREDIT_LIMIT),
        lang=source.lang or _language(raw.lang or lang),
        published=when.published if when else None,
        day=when.day if when else None,
        day_only=when.day_only if when else False,
        seen=document.retrieved,
    )


def when_published(raw: Raw, zone: ZoneInfo) -> When | None:
    """The date of an entry. Without an hour it is noon UTC; without a zone, the outlet's."""
    written = raw.date.strip()
    if len(written) > DATE_LIMIT or _YEAR_OR_MONTH.fullmatch(written):
        return None
    try:
        parts = raw.moment or _mail_date(written)
        if parts is None:
            return None
        # timegm takes the leap second 60 that datetime refuses
        moment = datetime.fromtimestamp(calendar.timegm((*parts[:6], 0, 0, 0)), UTC)
        if not _TIME.search(written):
            return _checked(When(moment.replace(hour=12, minute=0, second=0), moment.date(), True))
        moment = _in_utc(moment, written, zone)
        return _checked(When(moment, moment.astimezone(zone).date()))
    except (ValueError, OverflowError, OSError):
        return None


def _in_utc(moment: datetime, written: str, zone: ZoneInfo) -> datetime:
    """The time that has been read, by the zone that is written with it; without one, by the outlet's."""
    named = _ZONE_NAME.search(written)
    if named and named[1] in AHEAD:
        return moment - timedelta(hours=AHEAD[named[1]])
    if _ZONE.search(written) and (named is None or named[1] in UNDERSTOOD):
        return moment
    return moment.replace(tzinfo=zone).astimezone(UTC)


def _mail_date(written: str) -> tuple[int, ...] | None:
    """A date as in mail (RFC 5322) that feedparser refuses.

    Without a zone, in a leap second, with "GMT+9" for a zone, or with Romance or German names.
    """
    parts = parsedate_tz(_GMT.sub(_offset, _WORD.sub(_month, _DAY_NAME.sub("", written))))
    if parts is None:
        return None
    seconds = calendar.timegm((*parts[:6], 0, 0, 0)) - (parts[9] or 0)
    return tuple(time.gmtime(seconds)[:6])


def _offset(found: re.Match[str]) -> str:
    """`+0900` for `GMT+9`."""
    return f"{found[1]}{int(found[2]):02}{found[3] or '00'}"


def _month(found: re.Match[str]) -> str:
    """The English month for one in another language; every other word as it is."""
    return MONTHS.get(found[0][:4].lower().rstrip("."), found[0])


def moment_of(parts: time.struct_time | None) -> tuple[int, ...] | None:
    """The first six parts of a parser's date."""
    return tuple(parts[:6]) if parts else None


def _checked(when: When) -> When | None:
    return when if when.published.year >= EARLIEST else None


def whole_link(raw: Raw, document: Document) -> str:
    """The http(s) address of an entry, made whole against the document's; else empty."""
    link = printable(raw.link).strip()
    if _BLANK.search(link) and not raw.link_from_guid:
        link = link.replace(" ", "%20")  # as browsers do
    if not link or len(link) > ADDRESS_LIMIT:
        return ""
    if not raw.link_from_guid:
        try:
            link = urljoin(document.address, link)
        except ValueError:  # "http://[": half an IPv6 address
            return ""
    return web_address(link)


def _without_publisher(title: str, publisher: str) -> str:
    """Without the " - Publisher" that aggregators put at the end."""
    for dash in ("-", "–", "—", "|"):
        if publisher and title.endswith(f" {dash} {publisher}"):
            return title[: -len(publisher) - 3].rstrip()
    return title


def _told_apart(entries: list[Entry]) -> tuple[list[Entry], int]:
    """Without guids that several entries share, where an address tells them apart; how many did.

    Some feeds give all their entries one guid. As the key it would make each a change of another.
    """
    guids = Counter(entry.guid for entry in entries)
    shared = [bool(entry.guid and entry.url) and guids[entry.guid] > 1 for entry in entries]
    told = [
        structs.replace(entry, guid="") if drop else entry
        for entry, drop in zip(entries, shared, strict=True)
    ]
    return told, sum(shared)


def _language(lang: str) -> str:
    """ISO 639-1 from a feed's own language, "en-GB" for one; else empty."""
    found = re.match(r"([A-Za-z]{2})(?:[-_]|$)", lang.strip())
    return found[1].lower() if found else ""
