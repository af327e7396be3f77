"""Which address shows what. Every answer opens the tables read-only, and closes them."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from monitor.errors import NotFound, StateError
from monitor.inbox import Refusal, fate, put
from monitor.links import existing_key, valid
from monitor.state import VIEWS
from monitor.text import printable
from monitor.topics import Topic, Tracker
from monitor.upkeep import recall
from monitor.views.correctings import with_corrections
from monitor.views.reading import Reading, Row, Unreadable, Why
from monitor.web import page
from monitor.web.feed import feed
from monitor.web.gathering import gather
from monitor.web.health import dumped, own_pulse, readiness, ready, standing, status
from monitor.web.metrics import metrics
from monitor.web.outlook import outlook
from monitor.web.sections import drawing
from monitor.wishes import Acknowledge

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
ATOM = "application/atom+xml"
SVG = "image/svg+xml"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

NOTHING = "There is nothing at this address."
SEEN = "acknowledged"
"""State of an alert that a person has seen."""
BY_LINK = "whoever had the link"
"""Who has acknowledged an alert on the page."""
TAKEN_S = 3.0
"""Seconds within which the daemon takes what was written down: it looks every second."""
MOST = 300
"""Quotes on one page: more than that nobody reads, and a browser on a telephone labours."""
WAIT_S = 5
"""Seconds after which to ask again when the tables are being made: 150,000 events take one."""

log = logging.getLogger(__name__)
REASONS: Mapping[Why, str] = {
    "missing": "The tables are being made from the log, or nothing has been recorded yet.",
    "other version": "The tables are of another version and are being made again from the log.",
    "locked": "The tables are locked by another program at this moment.",
    "damaged": "The tables are damaged. They are made again when monitor starts.",
    "forbidden": "The tables cannot be read by the user that monitor runs as.",
}


class Site(NamedTuple):
    """What is served."""

    state_dir: Path
    topics: tuple[Topic, ...]
    clock: Callable[[], datetime]
    """The time, in UTC."""


class Response(NamedTuple):
    """An answer without what every answer has."""

    status: HTTPStatus
    type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    form: bool = False
    """The page has a form, which is sent to where the page is."""


def answer(site: Site, target: str) -> Response:
    """What is at the address of a request; raises nothing that a request can bring about."""
    return _at(ROUTES, site, target) or refused(HTTPStatus.NOT_FOUND, NOTHING)


def take(site: Site, target: str) -> Response | None:
    """What comes of a form that is sent to an address; None where none can be sent."""
    return _at(FORMS, site, target)


def _at(routes: Routes, site: Site, target: str) -> Response | None:
    path = target.partition("?")[0]
    for pattern, show in routes:
        if match := pattern.fullmatch(path):
            try:
                return show(site, *(unquote(part) for part in match.groups()))
            except NotFound as error:
                return refused(HTTPStatus.NOT_FOUND, str(error))
            except Unreadable as error:
                return unreadable(error, path)
    return None


def refused(status: HTTPStatus, sentence: str, *headers: tuple[str, str]) -> Response:
    """An answer that says why there is none."""
    return Response(status, HTML, page.sentence_page(status.phrase, sentence), headers)


def unreadable(error: Unreadable, path: str) -> Response:
    """503, for people as a page, for machines as a line."""
    again = ("Retry-After", str(WAIT_S))
    sentence = f"{REASONS[error.why]} Try again in a few seconds."
    if path in MACHINES:
        return Response(HTTPStatus.SERVICE_UNAVAILABLE, TEXT, f"{sentence}\n".encode(), (again,))
    return refused(HTTPStatus.SERVICE_UNAVAILABLE, sentence, again)


# --- pages ---------------------------------------------------------------------------------------


def _reading(site: Site) -> Reading:
    return Reading.open(site.state_dir / VIEWS)


def _start(site: Site) -> Response:
    """The only topic, or the list of topics."""
    if len(site.topics) == 1:
        return _topic_page(site, site.topics[0].id)
    with _reading(site) as reading:
        dossiers = [gather(reading, topic) for topic in site.topics]
    return Response(HTTPStatus.OK, HTML, page.topics_page(dossiers))


def _topic_page(site: Site, name: str) -> Response:
    topic = _topic(site, name)
    with _reading(site) as reading:
        dossier = gather(reading, topic)
        sources = outlook(reading, site.state_dir, (topic,), site.clock())
    kept = recall(site.state_dir)
    body = page.topic_page(dossier, sources, kept, alone=len(site.topics) == 1)
    return Response(HTTPStatus.OK, HTML, body)


def _behind(site: Site, name: str, tracker_name: str, field: str) -> Response:
    """Every quote behind a field, an incident, or what was set aside."""
    topic = _topic(site, name)
    tracker = _tracker(topic, tracker_name)
    with _reading(site) as reading:
        found = reading.answer(topic.id, tracker.id) or {}
        if field == "set-aside":
            aside = [each for each in found.get("set_aside", ()) if each.get("claim")]
            return Response(HTTPStatus.OK, HTML, _set_aside(site, reading, topic, tracker, aside))
        ids = _ids(found, field)
        newest = _newest(reading.claims(topic.id, ids))
        claims = with_corrections(reading, topic.id, newest, site.clock())
    what = drawing(found).title(found, field)
    body = page.evidence_page(topic, tracker, what, claims, total=len(ids), measure=field)
    return Response(HTTPStatus.OK, HTML, body)


def _set_aside(
    site: Site, reading: Reading, topic: Topic, tracker: Tracker, aside: Sequence[Row]
) -> bytes:
    newest = aside[-MOST:]
    rows = reading.claims(topic.id, [one["claim"] for one in newest])
    claims = {row["id"]: row for row in with_corrections(reading, topic.id, rows, site.clock())}
    told = [(claims[one["claim"]], one["reason"]) for one in newest if one["claim"] in claims]
    return page.aside_page(topic, tracker, told, total=len(aside))


def _ids(found: Row, field: str) -> list[str]:
    """The claims behind a field, or of a part that has its own page. Raises NotFound."""
    behind = {**found.get("because", {}), **drawing(found).parts(found)}
    if field not in behind:
        fields = ", ".join(found.get("because", {})) or "none"
        raise NotFound(f"There is no such figure; there are: {fields}.")
    return [*behind[field]]


def _newest(claims: list[Row]) -> list[Row]:
    return sorted(claims, key=lambda claim: claim["published"] or claim["seen"])[-MOST:]


def _topic(site: Site, name: str) -> Topic:
    for topic in site.topics:
        if topic.id == name:
            return topic
    raise NotFound("There is no such topic.")


def _tracker(topic: Topic, name: str) -> Tracker:
    tracker = topic.tracker(name)
    if tracker is None:
        raise NotFound("There is no such tracker.")
    return tracker


# --- an alert acknowledged ----------------------------------------------------------------------


def _ask(site: Site, alert: str, token: str) -> Response:
    """The alert and a button. Asking changes nothing: programs that scan mail follow every link."""
    _check(site, alert, token)
    return Response(HTTPStatus.OK, HTML, page.alert_page(_alert(site, alert)), form=True)


def _acknowledge(site: Site, alert: str, token: str) -> Response:
    """Write down that it has been seen, and say what has come of that."""
    _check(site, alert, token)
    with suppress(Unreadable):  # the wish needs no tables
        found = _alert(site, alert)
        if found["state"] == SEEN:
            return Response(HTTPStatus.OK, HTML, page.alert_page(found))
    try:
        wish = Acknowledge(who=BY_LINK, at=site.clock(), alerts=(alert,))
        outcome = fate(put(site.state_dir, wish), TAKEN_S)
    except StateError as error:
        log.warning("alert %s cannot be acknowledged: %s", printable(alert), error)
        sentence = "It could not be written down: monitor's log says why. Try again later."
        return refused(HTTPStatus.SERVICE_UNAVAILABLE, sentence, ("Retry-After", str(WAIT_S)))
    if isinstance(outcome, Refusal):
        return refused(HTTPStatus.NOT_FOUND, NOTHING)
    if not outcome:
        sentence = "It is written down, and is recorded as soon as monitor can."
        return refused(HTTPStatus.ACCEPTED, sentence)
    return Response(HTTPStatus.OK, HTML, page.alert_page(_alert(site, alert)))


def _check(site: Site, alert: str, token: str) -> None:
    """Raise NotFound unless the link is ours: nothing is told of what there is."""
    try:
        key = existing_key(site.state_dir)
    except StateError as error:
        log.warning("no alert can be acknowledged by its link: %s", error)
        key = None
    if key is None or not valid(key, alert, token):
        raise NotFound(NOTHING)


def _alert(site: Site, alert: str) -> Row:
    with _reading(site) as reading:
        found = reading.select("select * from alerts where alert = ?", alert)
    if not found:  # of a log that is there no more
        raise NotFound(NOTHING)
    return {**found[0], "parts": json.loads(found[0]["parts"])}


# --- for machines --------------------------------------------------------------------------------


def _feed(site: Site, name: str) -> Response:
    topic = _topic(site, name)
    with _reading(site) as reading:
        dossier = gather(reading, topic)
    return Response(HTTPStatus.OK, ATOM, feed(dossier))


def _answer(site: Site, name: str, tracker_name: str) -> Response:
    """The whole answer of a tracker, as its kind gives it."""
    topic = _topic(site, name)
    tracker = _tracker(topic, tracker_name)
    with _reading(site) as reading:
        found = reading.answer(topic.id, tracker.id)
    if found is None:
        raise NotFound("The tracker has said nothing yet.")
    return Response(HTTPStatus.OK, JSON, dumped({"topic": topic.id, **found}))


def _alive(site: Site) -> Response:
    """The process answers, whatever the daemon in it does."""
    return Response(HTTPStatus.OK, JSON, dumped({"alive": True}))


def _ready(site: Site) -> Response:
    found = readiness(site.state_dir, site.clock())
    if found.reasons:
        again = ("Retry-After", str(WAIT_S))
        return Response(HTTPStatus.SERVICE_UNAVAILABLE, JSON, ready(found), (again,))
    return Response(HTTPStatus.OK, JSON, ready(found))


def _status(site: Site) -> Response:
    with _reading(site) as reading:
        now = standing(reading, site.state_dir, site.topics, site.clock())
    return Response(HTTPStatus.OK, JSON, status(now))


def _metrics(site: Site) -> Response:
    beat = own_pulse(site.state_dir)
    try:
        with _reading(site) as reading:
            body = metrics(standing(reading, site.state_dir, site.topics, site.clock()), beat)
    except Unreadable:
        body = metrics(None, beat)
    return Response(HTTPStatus.OK, PROMETHEUS, body)


def _mark(site: Site) -> Response:
    return Response(HTTPStatus.OK, SVG, page.MARK.encode())


MACHINES = frozenset({"/status.json"})
"""Addresses that nobody opens in a browser."""
PART = "([^/]+)"
Show = Callable[..., Response]
Routes = tuple[tuple[re.Pattern[str], Show], ...]


def _routes(*routes: tuple[str, Show]) -> Iterator[tuple[re.Pattern[str], Show]]:
    for path, show in routes:
        yield re.compile(re.escape(path).replace("PART", PART)), show


ROUTES: Routes = tuple(
    _routes(
        ("/", _start),
        ("/livez", _alive),
        ("/readyz", _ready),
        ("/status.json", _status),
        ("/metrics", _metrics),
        ("/mark.svg", _mark),
        ("/topics/PART", _topic_page),
        ("/topics/PART/feed.atom", _feed),
        ("/topics/PART/PART.json", _answer),
        ("/topics/PART/PART/PART", _behind),
        ("/ack/PART/PART", _ask),
    )
)
"""The first that fits. Each PART is percent-decoded and given to the function."""
FORMS: Routes = tuple(_routes(("/ack/PART/PART", _acknowledge)))
"""Where a form can be sent."""
