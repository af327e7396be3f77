"""Which developments are told to whom, and in which words."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from monitor.alerts.desk import Desk
from monitor.alerts.rules import QUOTES
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.topics import AlertRule
from monitor.values import Quote
from tests.alerts.alert_samples import HOUR, NOW, claim, development, topic


def raised(
    developments: list[DevelopmentNoted], *rules: AlertRule, **claims: Any
) -> list[AlertRaised]:
    """Alerts of one cycle."""
    told = Desk(topic(*rules)).decide(developments, NOW, claims.get)
    return [each for each in told if isinstance(each, AlertRaised)]


def test_an_alert_says_what_changed_who_says_so_and_where_to_go_on() -> None:
    """Title, before and after, quote, outlet, time, address, the next command."""
    (alert,) = raised([development(because=("c1",))], c1=claim("c1"))
    assert alert.title == "At least 83 killed"
    assert alert.body == (
        "At least 83 killed\n"
        "  strikes killed: 80 -> 83\n"
        '  "bringing the toll to at least 83"\n'
        "    example.org, 16 Nov 2025 11:00 UTC https://example.org/c1\n"
        "  monitor why strikes.killed --topic story"
    )
    assert (alert.rule, alert.channel, alert.severity) == ("default", "terminal", "notice")
    assert (alert.developments, alert.at) == (("d1",), NOW)


def test_the_developments_of_a_cycle_are_one_alert() -> None:
    """For each rule and channel; the worst comes first and gives severity and title."""
    rules = [
        AlertRule(id="all", severity="info", channels=("terminal", "desk")),
        AlertRule(id="toll", fields=("killed",), channels=("pager",)),
    ]
    stage = development("d2", field="stage", title="Talks agreed", severity="critical")
    found = raised([development("d1"), stage, development("d3", field="strikes")], *rules)
    told = [(a.rule, a.channel, a.severity, a.title, a.developments) for a in found]
    assert told == [
        ("all", "terminal", "critical", "Talks agreed (and 2 more)", ("d1", "d2", "d3")),
        ("all", "desk", "critical", "Talks agreed (and 2 more)", ("d1", "d2", "d3")),
        ("toll", "pager", "notice", "At least 83 killed", ("d1",)),
    ]
    assert [block.split("\n")[0] for block in found[0].body.split("\n\n")] == [
        "Talks agreed",
        "At least 83 killed",
        "At least 83 killed",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"backfill": True},
        {"at": NOW - timedelta(hours=48, seconds=1)},
        {"before": "83"},
        {"severity": "info"},
    ],
)
def test_what_is_old_unchanged_or_slight_is_not_told(changes: dict[str, Any]) -> None:
    """Backfill and history never are; the default rule wants a notice or more."""
    assert raised([development(**changes)]) == []


@pytest.mark.parametrize("changes", [{"at": NOW - timedelta(hours=48)}, {"before": ""}])
def test_what_is_at_the_limit_is_told(changes: dict[str, Any]) -> None:
    """Two days old to the second, or the first of its kind."""
    assert len(raised([development(**changes)])) == 1


def test_a_rule_tells_backfill_and_history_to_nobody() -> None:
    """However low its severity."""
    rule = AlertRule(id="all", severity="info")
    old = development("d2", at=NOW - 72 * HOUR)
    assert raised([development(backfill=True, severity="critical"), old], rule) == []


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (AlertRule(id="r"), True),
        (AlertRule(id="r", tracker="strikes"), True),
        (AlertRule(id="r", tracker="meeting"), False),
        (AlertRule(id="r", fields=("killed", "strikes")), True),
        (AlertRule(id="r", fields=("strikes",)), False),
        (AlertRule(id="r", severity="info"), True),
        (AlertRule(id="r", severity="warning"), False),
        (AlertRule(id="r", channels=()), False),
    ],
)
def test_a_rule_chooses_by_tracker_field_and_severity(rule: AlertRule, told: bool) -> None:
    """All three have to fit; a rule without channels tells nobody."""
    assert bool(raised([development()], rule)) is told


def test_the_order_of_developments_does_not_matter() -> None:
    """The same alerts with the same ids, also when one comes twice."""
    some = [development(f"d{n}", at=NOW - n * HOUR) for n in range(3)]
    found = [raised([*order, order[0]]) for order in permutations(some)]
    assert all(each == found[0] for each in found)


def test_alerts_differ_by_rule_channel_and_what_is_told() -> None:
    """Only the same news by the same rule to the same channel is the same alert."""
    rules = [AlertRule(id=name, channels=("a", "b")) for name in ("r1", "r2")]
    found = [
        alert
        for told in ([development()], [development(), development("d2")])
        for rule in rules
        for alert in raised(told, rule)
    ]
    assert len({alert.alert for alert in found}) == 8
    assert len(raised([development()], AlertRule(id="r", channels=("a", "a")))) == 1


def test_copies_of_a_text_are_quoted_once() -> None:
    """One voice for a lineage and for an agency, the earliest; the unknown are left out."""
    first = claim("c1", wire="AP")
    copy = claim("c2", lineage="lineage-c1", site="copy.example", published=NOW)
    rewrite = claim("c3", wire="AP", site="rewrite.example", published=NOW)
    (alert,) = raised(
        [development(because=("c3", "c2", "c1", "gone"))], c1=first, c2=copy, c3=rewrite
    )
    assert "example.org, 16 Nov 2025" in alert.body
    assert "copy.example" not in alert.body
    assert "rewrite.example" not in alert.body


def test_more_voices_than_fit_are_counted() -> None:
    """An alert is read on a telephone."""
    claims = {f"c{n}": claim(f"c{n}") for n in range(QUOTES + 2)}
    (alert,) = raised([development(because=tuple(claims))], **claims)
    assert alert.body.count('"bringing') == QUOTES
    assert "\n  and 2 more\n" in alert.body


def test_a_long_quote_is_cut() -> None:
    """The whole of it is what `monitor why` is for."""
    said = "the toll is 83 " + "and so on " * 100
    long = claim("c1", quote=Quote("text", 0, len(said), said))
    (alert,) = raised([development(because=("c1",))], c1=long)
    assert f'  "{said[:400].rstrip()}..."\n' in alert.body


def test_no_text_from_outside_makes_lines_or_commands() -> None:
    """Titles, values, outlets and addresses are one printable line each."""
    bad = "x\x1b[2J\n\u202ey"
    hostile = claim("c1", site=bad, url="javascript:alert(1)")
    told = development(title=bad, before=bad, after="z", because=("c1",))
    (alert,) = raised([told], c1=hostile)
    assert alert.title == "x[2J y"
    assert all(line.isprintable() for line in alert.body.split("\n"))
    assert len(alert.body.split("\n")) == 5
    assert "javascript" not in alert.body


def test_nothing_is_said_by_its_name() -> None:
    """A first value comes from nothing, a withdrawn one goes to it."""
    (alert,) = raised([development(before="", after="1")])
    assert "killed: nothing -> 1" in alert.body


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"kind": "incident", "field": "incident", "after": "NOR-250610a"}, "strikes.NOR-250610a"),
        ({"kind": "rise"}, "strikes.killed"),
        ({"kind": "incident", "field": "incident", "after": "x; rm"}, "strikes.incident"),
    ],
)
def test_the_grounds_of_an_incident_are_asked_for_by_its_id(
    changes: dict[str, Any], asked: str
) -> None:
    """Not by the field, of which the next incident is the last; nothing else becomes a command."""
    (alert,) = raised([development(**changes)])
    assert alert.parts[0].why == f"monitor why {asked} --topic story"
