"""Addresses as identity: one key for all the spellings of one page's address.

No URL library is right as it is: some drop parameters that tell two texts apart (`?p=12`), some
keep those that only count clicks. Here only listed parameters are dropped; an unknown one stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from monitor.text import folded

GOOGLE_NEWS = "news.google.com"
"""The host of an aggregator whose links hide where they lead."""
UNWRAPS = 3
"""Redirectors inside redirectors that are followed."""

_REDIRECTORS = {
    "google.com/url": ("url", "q"),
    f"{GOOGLE_NEWS}/url": ("url", "q"),
    "facebook.com/l.php": ("u",),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
}
# "gazette-example.cdn.ampproject.org/c/s/gazette.example/a", "google.com/amp/s/gazette.example/a"
_AMP_CACHE = re.compile(
    r"https?://(?:[^/?#]+\.cdn\.ampproject\.org/[civ]|(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)/amp)/(?:s/)?([^/]+\..+)"
)
_FEEDPROXY = re.compile(r"/~r/.*?/(https?:/{1,2}.+)")
_SCHEME = re.compile(r"https?:/{1,2}", re.IGNORECASE)
_HOST_PREFIX = re.compile(r"(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")

# What only counts where a reader came from.
_DROPPED = frozenset(
    re.findall(
        r"\w+",
        """fbclid gclid dclid msclkid yclid igshid mc_cid mc_eid smid smtyp partner emc cmp cmpid
        cid ncid ocid taid icid ref ref_src referrer source feature share sr_share
        guccounter _hsenc _hsmi mkt_tok wt_mc xtor rss ftag traffic_source
        __twitter_impression oc amp outputtype noamp pfrom browser isexternal gdfp_req
        src""",
    )
)
_DROPPED_PREFIXES = ("utm_", "at_", "guce_", "vero_", "ns_")
# With a number of three or more digits these name a text, not a campaign.
_MAY_NAME = frozenset({"cid", "ref", "source", "src"})
_NUMBER = re.compile(r"\d{3,}")
_DIGITS = re.compile(r"(?<!\d)\d{3,}(?!\d)")

_AMP_NUMBER = re.compile(r"/amp-(\d+)(?=/|$)")
_AMP = re.compile(r"/amp(?:html)?(?=/|$)|\.amp(?=(?:\.html?)?$)")
_INDEX = re.compile(r"/(?:index\.html?|index\.php|default\.aspx)$")
_SLASHES = re.compile(r"/{2,}")
# "/world", "/news/americas": a page of many texts. A text's own path has a digit, a hyphen or an
# ending somewhere, or is longer.
_SECTION = re.compile(r"(?:/[a-z]{1,20}){1,2}")
# "/en", "/es-mx": the front page in a language; "/rss", "/news.xml": a feed. They stand for no text.
_NO_PAGE = re.compile(r"(?:/[a-z]{2}(?:-[a-z]{2})?)?|.*[/.](?:rss|feeds?|atom|rdf|xml)(?:/.*)?")

_ID = re.compile(
    r"""(?<![a-z0-9])(?:
        [0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
      | [0-9a-f]{32}
      | (?<=/)c(?=[a-z]*\d)[a-z0-9]{11}(?=$|/)
      | [a-z]{0,3}\d{6,}(?:-\d+)*
    )(?![a-z0-9])""",
    re.VERBOSE,
)
ID_LENGTH = 7
"""Characters of an id at least: six digits alone are a date or a section as often as a text."""
_DAY = re.compile(r"(?:19|20)\d\d[01]\d[0-3]\d")
_DATED = re.compile(r"/(20\d\d)[/-]?([01]?\d)[/-]?([0-3]?\d)(?=/|-|$)")
_LIVE = re.compile(r"/live(?:blog)?(?:/|$)|live-news|live-updates|-live-|/en-vivo|-en-vivo|-live$")


@lru_cache(maxsize=65_536)
def address_key(url: str) -> str:
    """Host, path and what is left of the query; "" when the address is not that of one text.

    The key of a key is the key. Bare hosts and section pages have none.
    """
    host, path, query = _parts(_unwrapped(url))
    if not host or (_page_of_many(path) and not any(map(str.isdecimal, query))):
        return ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


@lru_cache(maxsize=65_536)
def page_key(url: str) -> str:
    """The key of a page that may hold now one text and now another ("/live"), or "".

    It is no text's address, but what stands there, changed a little, is what stood there. Front
    pages and feeds have no such key.
    """
    host, path, query = _parts(_unwrapped(url))
    if not host or not _page_of_many(path) or _NO_PAGE.fullmatch(path):
        return ""
    return f"{host}{path}?{query}" if query else f"{host}{path}"


@lru_cache(maxsize=65_536)
def path_id(url: str) -> tuple[str, str] | None:
    """Host and the id of the text in its path, or None; the last one counts."""
    key = address_key(url)
    host, slash, path = key.partition("?")[0].partition("/")
    ids = [
        each
        for each in _ID.findall((slash + path).lower())
        if len(each) >= ID_LENGTH and not _DAY.fullmatch(each)
    ]
    return (host, ids[-1]) if ids else None


def path_day(url: str) -> str:
    """The day that stands in the path ("/2025/11/15/"), as "2025-11-15", or ""."""
    found = _DATED.search(address_key(url))
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""


def name_two(one: str, other: str) -> bool:
    """True when two addresses of one outlet name two texts: by an id or a day in the path, or by one number."""
    ids = {place for place in (path_id(one), path_id(other)) if place}
    days = {day for day in (path_day(one), path_day(other)) if day}
    return len(ids) > 1 or len(days) > 1 or _counted_on(address_key(one), address_key(other))


def _counted_on(one: str, other: str) -> bool:
    """True for two keys with one text and another number, or another value of the same parameter."""
    (ours, _, asked), (theirs, _, other_asked) = one.partition("?"), other.partition("?")
    if ours == theirs:
        pairs = dict(parse_qsl(asked)), dict(parse_qsl(other_asked))
        return pairs[0].keys() == pairs[1].keys() and pairs[0] != pairs[1]
    same_text = _DIGITS.split(ours) == _DIGITS.split(theirs)
    return same_text and _DIGITS.findall(ours) != _DIGITS.findall(theirs)


def live(url: str) -> bool:
    """True for a page that is written on and on: every change there is worth reading."""
    return _LIVE.search(address_key(url)) is not None


@lru_cache(maxsize=65_536)
def outlet(site: str, url: str, source: str) -> str:
    """Who publishes: the site, else the host of the address, else the source."""
    named = folded(site).strip()
    return _host(named) if named else _parts(_unwrapped(url))[0] or source


def _page_of_many(path: str) -> bool:
    """True for a home or section page: without a number in its query it is no text's address."""
    return not path or _SECTION.fullmatch(path) is not None


def _host(host: str) -> str:
    """Without the prefixes for machines and small screens."""
    host = _HOST_PREFIX.sub("", host)
    return host.removeprefix("edition.") if host.endswith("cnn.com") else host


def _parts(url: str) -> tuple[str, str, str]:
    """Canonical host, path and query; empty when it is no address."""
    scheme = _SCHEME.match(url)
    try:
        split = urlsplit("https://" + (url[scheme.end() :] if scheme else url))
    except ValueError:  # an unclosed bracket in the host
        return "", "", ""
    host = _settled(_host, (split.hostname or "").rstrip("."))
    if "." not in host or " " in host:
        return "", "", ""
    return host, _settled(_path, split.path), _query(split.query)


def _settled(once: Callable[[str], str], value: str) -> str:
    """`once` applied until nothing changes: "/amp/amp/" is not left half done."""
    while (changed := once(value)) != value:
        value = changed
    return value


def _path(path: str) -> str:
    """Without what only chooses a rendering."""
    path = quote(unquote(path), safe="/:@!$&'()*+,;=~-._")
    path = _SLASHES.sub("/", _AMP.sub("", _AMP_NUMBER.sub(r"/\1", path)))
    return _INDEX.sub("/", path).rstrip("/")


def _query(query: str) -> str:
    """The parameters that may name a text, sorted."""
    pairs = parse_qsl(query.replace("&amp;", "&"), keep_blank_values=True)
    return urlencode(sorted({pair for pair in pairs if not _counts_clicks(*pair)}))


def _counts_clicks(name: str, value: str) -> bool:
    """True for a parameter that says nothing about which text it is."""
    name = name.lower()
    if name in _MAY_NAME and _NUMBER.fullmatch(value):
        return False
    return name in _DROPPED or name.startswith(_DROPPED_PREFIXES)


def _unwrapped(url: str) -> str:
    """The address behind a redirector that carries it."""
    for _ in range(UNWRAPS):
        inner = _inner(url)
        if not inner:
            break
        url = inner
    return url


def _inner(url: str) -> str:
    """The address inside, or ""."""
    if "/~r/" in url and (found := _FEEDPROXY.search(url)):
        return found[1]
    if ("ampproject.org/" in url or ".com/amp/" in url) and (found := _AMP_CACHE.match(url)):
        return f"https://{found[1]}"
    if "google.com/url" not in url and "/l.php" not in url:
        return ""
    try:
        split = urlsplit(url)
    except ValueError:
        return ""
    names = _REDIRECTORS.get(f"{_host(split.hostname or '')}{split.path}", ())
    values = dict(parse_qsl(split.query))
    return next((values[name] for name in names if _SCHEME.match(values.get(name, ""))), "")
