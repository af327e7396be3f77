"""The pages for people: a topic, the list of topics, everything behind a figure, a sentence.

Pure: what they show is given to them. No script, nothing from elsewhere, no cookie; the style stands
in the page, so that a saved page looks as it did.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import groupby

from monitor.topics import Topic, Tracker
from monitor.upkeep import NOTHING, Upkeep
from monitor.values import ID_LENGTH
from monitor.views.reading import Row
from monitor.web.dossier import TOLD, Dossier
from monitor.web.markup import Child, Markup, document, element, outward, place
from monitor.web.outlook import Outlook, silent
from monitor.web.quoting import quotation, quotations
from monitor.web.sections import Shown, headline, section
from monitor.web.wording import listed, minute, number, time
from monitor.wording import day, many, plain

STYLE = files("monitor.web").joinpath("page.css").read_text("utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
"""For the Content-Security-Policy: this style and no other."""
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M2 13V9H6V6H10V3H14"'
    ' fill="none" stroke="#b0483a" stroke-width="2"/></svg>\n'
)
"""The sign in the tab of a browser."""
GAPS = 5
"""Times in which something may have been missed, that are listed."""


# --- a topic -------------------------------------------------------------------------------------


def topic_page(
    dossier: Dossier,
    sources: Sequence[Outlook],
    upkeep: Upkeep = NOTHING,
    *,
    alone: bool = True,
) -> bytes:
    """Everything that is known of a topic. `alone`: there is no other one to go to."""
    shown = [
        Shown(dossier, tracker, dossier.answers[tracker.id])
        for tracker in dossier.topic.trackers
        if tracker.id in dossier.answers
    ]
    said = f"{headline(shown[0])[0]}: " if shown else ""
    feed = place("topics", dossier.topic.id, "feed.atom")
    return _page(
        f"{said}{dossier.topic.title}",
        element("header", _home(alone), element("h1", dossier.topic.title), _extent(dossier)),
        _silence(sources),
        _damage(upkeep),
        element(
            "nav", element("ul", map(_glance, shown)), class_="glance", aria_label="At a glance"
        ),
        element(
            "div",
            element("main", map(section, shown)),
            element("aside", _timeline(dossier), _sources(sources, dossier.gaps)),
            class_="columns",
        ),
        _footer(dossier, feed, upkeep),
        feed=feed,
    )


def _extent(dossier: Dossier) -> Markup:
    newest, counts = dossier.newest, dossier.counts
    published = newest and (newest["published"] or newest["seen"])
    amount = listed(
        many(counts["stories"], "story", "stories"),
        many(counts["copies"], "copy", "copies"),
        many(counts["claims"], "claim"),
    )
    upto: list[Child] = ["Newest report ", time(published), " · "] if published else []
    return element("p", *upto, amount, class_="extent")


def _silence(sources: Sequence[Outlook]) -> Markup | None:
    """Whether no news is no news: said only when it is not."""
    found = silent(sources)
    if not found:
        return None
    names = ", ".join(each.source.site or each.source.id for each in found[:GAPS])
    more = f" and {len(found) - GAPS} more" if len(found) > GAPS else ""
    verb = "is" if len(found) == 1 else "are"
    text = f" of {many(len(sources), 'source')} {verb} silent: {names}{more}."
    tail = " What only they report is missing here."
    return element("p", element("strong", number(len(found))), text, tail, class_="blind")


def _glance(shown: Shown) -> Markup:
    said, course = headline(shown)
    return element(
        "li",
        element(
            "a",
            element("span", shown.tracker.title, class_="label"),
            element("span", said, class_="said"),
            element("span", course, class_="spark", aria_hidden="true") if course else None,
            href=f"#{shown.tracker.id}",
        ),
    )


def _timeline(dossier: Dossier) -> Markup:
    """What has changed, newest first, by day."""
    days = groupby(dossier.developments, key=lambda each: each["at"][:10])
    groups = [
        [element("h3", time(when)), element("ol", [_development(dossier, each) for each in found])]
        for when, found in days
    ]
    nothing = element("p", "Nothing yet.", class_="note")
    return element(
        "section",
        element("h2", "Developments"),
        groups or nothing,
        id="developments",
        class_="timeline",
    )


def _development(dossier: Dossier, told: Row) -> Markup:
    tracker = dossier.topic.tracker(told["tracker"])
    title = told["title"]
    if tracker is not None:
        title = title.removeprefix(f"{tracker.title}: ")
    quotes = dossier.quoted(told["because"], most=TOLD)
    return element(
        "li",
        element(
            "details",
            element("summary", element("small", _name(tracker, told)), title),
            quotations(quotes),
        )
        if quotes
        else element("p", title),
        id=f"d-{told['id']}",
        class_=told["severity"],
    )


def _name(tracker: Tracker | None, told: Row) -> str:
    return plain(tracker.id if tracker else told["tracker"])


# --- the sources ---------------------------------------------------------------------------------


def _sources(sources: Sequence[Outlook], gaps: Sequence[Row]) -> Markup:
    """Each with its state; those that do not answer first."""
    mute = silent(sources)
    heard = sum(each.health.heard for each in sources)
    rest = [each for each in sources if each not in mute]
    rest.sort(key=lambda each: each.health.state == "answering")
    return element(
        "section",
        element("h2", "Sources"),
        element("p", f"{number(heard)} of {many(len(sources), 'source')} answer.", class_="note"),
        element("ul", map(_source, mute), class_="sources") if mute else None,
        _folded(f"The other {number(len(rest))}" if mute else "All sources", rest),
        _missed(gaps),
        id="sources",
    )


def _folded(title: str, sources: Sequence[Outlook]) -> Markup | None:
    if not sources:
        return None
    rows = element("ul", map(_source, sources), class_="sources")
    return element("details", element("summary", title), rows, class_="all")


def _source(each: Outlook) -> Markup:
    found = each.health
    since = f"{found.state} since {minute(found.since)}" if found.since else found.state
    said = listed(
        "" if found.state == "answering" else since,
        f"last answer {minute(found.last_success)}" if found.last_success else "",
    )
    return element(
        "li",
        outward(each.source.address, each.source.site or each.source.id),
        element("span", said, class_="note"),
        element("span", found.reason, class_="why") if found.reason else None,
        class_="silent" if silent([each]) else None,
    )


def _missed(gaps: Sequence[Row]) -> Markup | None:
    if not gaps:
        return None
    rows = [
        element(
            "li",
            gap["source"],
            element("span", f"{minute(gap['since'])} to {minute(gap['until'])}"),
        )
        for gap in gaps[:GAPS]
    ]
    return element(
        "div", element("h3", "May have been missed"), element("ul", rows, class_="sources")
    )


# --- behind a figure -----------------------------------------------------------------------------


def evidence_page(
    topic: Topic, tracker: Tracker, what: str, claims: Sequence[Row], *, total: int, measure: str
) -> bytes:
    """Every quote behind a figure, newest first; `total` is how many there are.

    Of claims that have a number of `measure` only that one is marked.
    """
    ordered = sorted(
        claims, key=lambda claim: (claim["published"] or "", claim["id"]), reverse=True
    )
    voices = len({claim["lineage"] for claim in claims})
    less = f"; the newest {number(len(claims))} are shown" if len(claims) < total else ""
    lead = f"{many(total, 'quote')} from {many(voices, 'independent text')}{less}."
    return _behind(topic, tracker, what, lead, _by_day(ordered, measure))


def aside_page(
    topic: Topic, tracker: Tracker, claims: Sequence[tuple[Row, str]], *, total: int
) -> bytes:
    """What has entered no figure, and why not, newest first; `total` is how much there is."""
    less = f" The newest {number(len(claims))} of {number(total)}." if len(claims) < total else ""
    lead = f"Read, kept, and left out of the figures, each for its reason.{less}"
    quotes = [quotation(claim, note=reason) for claim, reason in reversed(claims)]
    return _behind(topic, tracker, "set aside", lead, quotes)


def _by_day(claims: Iterable[Row], measure: str) -> list[Child]:
    return [
        [element("h3", day(when) or "no date"), quotations(found, measure=measure)]
        for when, found in groupby(claims, key=lambda claim: (claim["published"] or "")[:10])
    ]


def _behind(topic: Topic, tracker: Tracker, what: str, lead: str, quotes: Sequence[Child]) -> bytes:
    back = f"{place('topics', topic.id)}#{tracker.id}"
    return _page(
        f"{what}: {tracker.title}",
        element(
            "header",
            element("p", element("a", topic.title, href=back), class_="home"),
            element("h1", what),
            element("p", tracker.title, " · ", lead, class_="extent"),
        ),
        element("main", quotes or element("p", "Nothing.", class_="note"), class_="quotes"),
    )


# --- the others ----------------------------------------------------------------------------------


def topics_page(dossiers: Sequence[Dossier]) -> bytes:
    """The topics, each with its answers in a line."""
    return _page(
        "monitor",
        element(
            "header", element("p", "monitor", class_="home"), element("h1", "What is followed")
        ),
        element("main", map(_in_short, dossiers), class_="topics"),
    )


def _in_short(dossier: Dossier) -> Markup:
    path = place("topics", dossier.topic.id)
    lines = [
        element("li", element("span", tracker.title, class_="label"), " ", element("span", said))
        for tracker in dossier.topic.trackers
        if tracker.id in dossier.answers
        for said, _ in [headline(Shown(dossier, tracker, dossier.answers[tracker.id]))]
    ]
    title = element("h2", element("a", dossier.topic.title, href=path))
    return element("section", title, _extent(dossier), element("ul", lines))


def alert_page(alert: Row) -> bytes:
    """An alert, and a button to say that it has been seen; or that it has been."""
    seen = alert["state"] == "acknowledged"
    parts = [element("li", part["title"]) for part in alert["parts"]] if alert["parts"] else []
    said = element(
        "p",
        f"Acknowledged by {alert['detail'] or 'somebody'}, ",
        time(alert["at"], exact=True),
        class_="seen",
    )
    return _page(
        alert["title"],
        element(
            "header",
            _home(alone=False),
            element("h1", alert["title"]),
            element(
                "p", alert["severity"], " · ", time(alert["raised"], exact=True), class_="extent"
            ),
        ),
        element(
            "main",
            element("ul", parts, class_="parts") if len(parts) > 1 else None,
            said if seen else _button(),
        ),
    )


def _button() -> Markup:
    """Sent to the address of the page, whatever it is called from outside."""
    return element(
        "form",
        element("button", "I have seen it", type="submit"),
        element("p", "Then it is not sent again.", class_="note"),
        method="post",
        class_="seen",
    )


def sentence_page(title: str, sentence: str) -> bytes:
    """What went wrong, in a sentence."""
    return _page(
        title,
        element("header", _home(alone=False), element("h1", title)),
        element("main", element("p", sentence)),
    )


def _home(alone: bool) -> Markup:
    return element("p", "monitor" if alone else element("a", "monitor", href="/"), class_="home")


def _damage(upkeep: Upkeep) -> Markup | None:
    """Said only when the log behind the page may be wrong; the reason names places of the machine."""
    if not upkeep.verify.corrupt:
        return None
    told = "The log did not pass its last check.", " What stands here may be wrong."
    return element("p", element("strong", told[0]), told[1], class_="blind")


def _mark(dossier: Dossier) -> Markup | None:
    """By which event of the log it was, to note down: `monitor log verify --head` takes it."""
    if dossier.log is None:
        return None
    short = f"{dossier.log['stream']}:{dossier.log['n']}:{dossier.log['hash'][:ID_LENGTH]}"
    return element("p", "Log ", element("code", short))


def _footer(dossier: Dossier, feed: str, upkeep: Upkeep) -> Markup:
    verify, backup = upkeep.verify, upkeep.backup
    kept: list[Child] = ["Log checked whole ", time(verify.good)] if verify.good else []
    kept += [" · backed up ", time(backup.good)] if backup.good else []
    kept += [" · the last check could not be made"] if verify.why and not verify.corrupt else []
    kept += [" · the last backup failed"] if backup.why else []
    return element(
        "footer",
        element(
            "p",
            "Every figure is read out of quotes and leads to them. Texts that go back to one agency or"
            " one original count as one voice. Nothing here is checked by a person unless it says so.",
        ),
        element(
            "p",
            element("a", "Feed of developments", href=feed),
            " · ",
            element("a", "for machines", href="/status.json"),
            " · ",
            element("a", "metrics", href="/metrics"),
        ),
        element("p", *kept) if kept else None,
        _mark(dossier),
    )


def _page(title: str, *body: Child, feed: str = "") -> bytes:
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="robots", content="noindex"),
        element("title", title),
        element("link", rel="icon", href="/mark.svg", type="image/svg+xml"),
        element("link", rel="alternate", type="application/atom+xml", href=feed) if feed else None,
        element("style", Markup(STYLE)),
    ]
    return document(element("html", element("head", head), element("body", body), lang="en"))
