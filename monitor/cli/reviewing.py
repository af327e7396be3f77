"""What of an answer waits for a person: each with its quotes, and what can be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from monitor.cli.kinds import happening, is_range
from monitor.cli.outline import Outline, TrackerLine
from monitor.cli.reasons import said_so
from monitor.cli.rendering import bold, wrapped
from monitor.cli.times import day
from monitor.views.correctings import corrections_about
from monitor.views.reading import Reading
from monitor.wording import many, plain

Row = dict[str, Any]
What = Literal["gap", "total", "incident", "change", "claim", "dispute"]

CHOICES: dict[What, tuple[str, ...]] = {
    "gap": ("add",),
    "total": ("confirm", "dismiss"),
    "incident": ("confirm", "dismiss", "merge"),
    "change": ("confirm", "dismiss"),
    "claim": ("confirm", "dismiss"),
    "dispute": ("number",),
}
"""What can be done about each, beside leaving it."""
UNBORNE = ("claimed", "outlier")
"""Verdicts of totals that nobody else bears out: a person may confirm or dismiss them."""


class Item(NamedTuple):
    """One thing that waits."""

    topic: str
    tracker: str
    what: What
    target: str
    """The incident or the claim that a correction would name; empty for a gap."""
    title: str
    reason: str
    claims: tuple[Row, ...]

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it this one, also when incidents are called otherwise."""
        ids = frozenset(claim["id"] for claim in self.claims)
        return (self.topic, self.tracker, self.what, ids or self.title)

    def outward(self) -> Row:
        """As JSON has it."""
        found = self._asdict() | {"claims": list(self.claims), "choices": CHOICES[self.what]}
        return found | {"target": self.target or None}


def waiting(reading: Reading, topic: Outline, now: datetime) -> list[Item]:
    """Everything of a topic that waits: by tracker, what weighs most first, the newest of it first."""
    found: list[Item] = []
    answers = reading.answers(topic.id)
    for tracker in topic.trackers:
        view = answers.get(tracker.id, {})
        if view.get("kind") == "tally":
            found += _Waiting(reading, topic.id, view, now).items()
        else:
            found += _claimed(reading, topic.id, tracker, view)
    return found


def _claimed(reading: Reading, topic: str, tracker: TrackerLine, view: Row) -> Iterator[Item]:
    """A value or a stage that one voice alone says."""
    parts = [(view, ""), *((one, f"{one['kind']}: ") for one in view.get("episodes", ()))]
    for one, of in parts:
        alone = one.get("claimed")
        if alone:
            said = plain(alone["stage"]) if "stage" in alone else f"{alone['value']:,}"
            unit = "" if "stage" in alone else f" {view.get('unit') or ''}".rstrip()
            told = tuple(reading.claims(topic, [alone["claim"]]))
            title = f"{tracker.title}: {of}{said}{unit}, {day(alone['at'])}"
            why = f"{alone['site']} alone says so"
            yield Item(topic, tracker.id, "claim", alone["claim"], title, why, told)


class _Waiting:
    """What waits of one tally."""

    def __init__(self, reading: Reading, topic: str, view: Row, now: datetime) -> None:
        self.reading, self.topic, self.view, self.now = reading, topic, view, now
        self.toll = next((n for n, v in view.items() if is_range(v) and "confirmed" in v), "")

    def items(self) -> Iterator[Item]:
        yield from self.gap()
        yield from self.totals()
        newest = list(reversed(self.view["incidents"]))
        for one in newest:
            if one["status"] != "counted" and not self.settled(one):
                title = f"{happening(one, self.view)} ({one['id']})"
                yield self.item("incident", one["id"], title, one["reason"], one["claims"])
        yield from self.changes()
        for one in newest:
            if one["status"] == "counted" and one["dissent"] and not _adjusted(one):
                title = f"{happening(one, self.view)} ({one['id']})"
                yield self.item("dispute", one["id"], title, _differ(one), one["claims"])

    def item(self, what: What, target: str, title: str, reason: str, claims: Iterable[str]) -> Item:
        told = tuple(self.reading.claims(self.topic, claims))
        return Item(self.topic, self.view["tracker"], what, target, title, reason, told)

    def gap(self) -> Iterator[Item]:
        missing = self.view.get("implied")
        if missing:
            sizes = (f"{n:,} {name}" for name, n in missing.items() if isinstance(n, int) and n)
            since = f"after {day(missing['from'])}" if missing["from"] else "from the beginning"
            title = f"{', '.join(sizes)} that no incident tells"
            days = f"{since} and by {day(missing['to'])}"
            behind = self.view["because"].get("floor", ())
            yield self.item("gap", "", title, f"reported totals know of them: {days}", behind)

    def totals(self) -> Iterator[Item]:
        """Each number once, the newest first."""
        lines: dict[int, list[Row]] = {}
        for line in sorted(self.view["reported"], key=lambda each: str(each["day"]), reverse=True):
            if line["measure"] == self.toll and line["verdict"] in UNBORNE:
                lines.setdefault(line["value"], []).append(line)
        reasons = {each["claim"]: each["reason"] for each in self.view["set_aside"]}
        for value, same in lines.items():
            claims = list(dict.fromkeys(claim for line in same for claim in line["claims"]))
            title = f"a total of {value:,} {self.toll}, {day(same[0]['day'])}"
            why = reasons.get(claims[0], "not borne out")
            yield self.item("total", claims[0], title, why, claims)

        alone = self.view.get("claimed")
        if alone and not self.view["reported"]:  # of one long happening
            title = f"{alone['value']:,} {self.toll}, {day(alone['at'])}"
            yield self.item(
                "total", alone["claim"], title, "one voice alone says so", [alone["claim"]]
            )

    def changes(self) -> Iterator[Item]:
        for each in self.view.get("doubted", ()):
            title = f"{each['number']:,} presumed dead of {each['incident']}"
            why = "one voice alone says so"
            yield self.item("change", each["claim"], title, why, [each["claim"]])

    def settled(self, one: Row) -> bool:
        """Whether a person has dismissed it and nobody has told it since."""
        verdicts = [each for each in one["corrections"] if each["done"] == "dismissed"]
        if not verdicts or not str(one["reason"]).startswith("dismissed by "):
            return False
        about = corrections_about(self.reading, self.topic, one["claims"], self.now)
        name = verdicts[-1]["correction"]
        return all(any(e["id"] == name for e in about.get(c, ())) for c in one["claims"])


def _adjusted(one: Row) -> bool:
    return any(each["done"] == "adjusted" for each in one["corrections"])


def _differ(one: Row) -> str:
    """`outlets differ: killed 6, but 7 by 1 voice`."""
    told = []
    for name, others in one["dissent"].items():
        said = " and ".join(f"{e['value']:,} by {many(e['voices'], 'voice')}" for e in others)
        told.append(f"{name} {one[name]['best']:,}, but {said}")
    return f"outlets differ: {'; '.join(told)}"


def shown(item: Item) -> Iterator[str]:
    """An item with its quotes."""
    yield from map(bold, wrapped(item.title))
    yield from wrapped(item.reason, "  ")
    yield from said_so(item.claims, ids=True)


def commands(item: Item) -> Iterator[str]:
    """The commands that would settle it."""
    target = item.target
    lines = {
        "confirm": f"monitor correct confirm {target} --reason ...",
        "dismiss": f"monitor correct dismiss {target} --reason ...",
        "merge": f"monitor correct merge {target} INCIDENT --reason ...",
        "number": f"monitor correct adjust {target} NAME=NUMBER --reason ...",
        "add": "monitor correct incident DAY NAME=NUMBER --reason ...",
    }
    for choice in CHOICES[item.what]:
        yield f"  {lines[choice]}"


def listed(items: Sequence[Item]) -> Iterator[str]:
    """Everything that waits, with the commands that would settle it."""
    for number, item in enumerate(items):
        if number:
            yield ""
        yield from shown(item)
        yield from commands(item)
