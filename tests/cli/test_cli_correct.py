"""Corrections on the command line: figures move, both values are shown, and nothing is forgotten."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from monitor.cli.commands import cli
from monitor.eventlog.sqlite import open_reader
from monitor.events import AnyEvent
from monitor.notices import AlertRaised, DevelopmentNoted
from monitor.opening import locked
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

FIRST, SECOND = "NOR-250603a", "NOR-250610a"
WHY = "--by ann --reason"


def shown(call: Call) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("show strikes --json").stdout)
    return found


def killed(call: Call, more: str = "") -> int:
    found: int = json.loads(call(f"show strikes --json {more}").stdout)["killed"]["best"]
    return found


def incidents(call: Call) -> dict[str, Any]:
    return {one["id"]: one for one in shown(call)["incidents"]}


def claims(call: Call, incident: str) -> list[str]:
    found: list[str] = incidents(call)[incident]["claims"]
    return found


def events(folders: Folders, *kinds: type[AnyEvent]) -> list[Any]:
    log = open_reader(folders.state / "log.db")
    assert log is not None
    with log:
        return [each.event for each in log.read() if not kinds or isinstance(each.event, kinds)]


def done(call: Call, words: str, *more: str) -> dict[str, Any]:
    """A correction that is recorded, as JSON tells it."""
    told = call(f"correct {words} --json {WHY}", "checked", *more)
    assert told.exit_code == 0, told.output
    found: dict[str, Any] = json.loads(told.stdout)
    assert found["outcome"] == "recorded"
    return found


# --- each of them -----------------------------------------------------------------------------


def test_a_claim_is_retracted_and_its_figure_falls(call: Call) -> None:
    """The reason stands beside what was set aside; before it the claim stood."""
    (claim,) = claims(call, FIRST)
    assert killed(call) == 5
    done(call, f"retract {claim[:8]}")
    assert killed(call) == 3
    why = call("why strikes").stdout
    assert "retracted by ann: checked" in why
    assert killed(call, "--as-of 2025-06-12T18:00Z") == 5


def test_of_several_claims_retracted_at_once_each_way_back_is_named(call: Call) -> None:
    """One undoing takes back one of them."""
    both = [*claims(call, FIRST), *claims(call, SECOND)]
    told = call(f"correct retract {' '.join(both)} {WHY}", "checked").stderr
    assert "each by itself" in told
    ids = re.findall(r"\b[0-9a-f]{8,16}\b", told.split("takes back")[1])
    assert len(ids) == len(both) > 1
    for name in ids:
        done(call, f"undo {name}")
    assert killed(call) == 5


def test_a_claim_gets_other_numbers_and_why_shows_both(call: Call) -> None:
    """What was read stays quoted; what it was corrected to stands below."""
    (claim,) = claims(call, FIRST)
    done(call, f"value {claim} killed=4")
    assert killed(call) == 7
    why = call(f"why strikes.{FIRST}").stdout
    assert "killed two people" in " ".join(why.split())
    assert re.search(r"killed 2 corrected to killed 4 by ann, 12 Jun 2025: checked \(\w{8}\)", why)


@pytest.mark.parametrize(
    ("number", "low", "high"), [("4", 4, 4), ("4+", 4, None), ("3-5", 3, 5), ("0", 0, 0)]
)
def test_a_number_is_exact_or_at_least_or_between(
    call: Call, folders: Folders, number: str, low: int, high: int | None
) -> None:
    """As people write it."""
    from monitor.events import ClaimCorrected

    (claim,) = claims(call, FIRST)
    done(call, f"value {claim} killed={number}")
    (event,) = events(folders, ClaimCorrected)
    assert (event.counts["killed"].min, event.counts["killed"].max) == (low, high)


def test_an_incident_is_entered_with_its_source(call: Call) -> None:
    """It counts on the word of one person, and is quoted in the person's own words."""
    source = "https://navy.example/statement"
    done(call, "incident 2025-06-05 killed=4 boats=1 --place tarland", "--source", source)
    assert (killed(call), shown(call)["strikes"]["best"]) == (9, 3)
    why = call("why strikes.NOR-250605a").stdout
    assert '"2025-06-05 tarland killed=4 boats=1: checked"' in why
    assert "ann (analyst)" in why
    assert source in why
    assert killed(call, "--as-of 2025-06-12T18:00Z") == 5


def test_an_incident_entered_beside_one_that_looks_like_it_is_another(call: Call) -> None:
    """The same day, the same toll: the person says that there was one more, and is told so."""
    told = call(f"correct incident 2025-06-03 killed=2 {WHY}", "two boats that day")
    assert f"another one than {FIRST}" in told.stderr
    assert (killed(call), shown(call)["strikes"]["best"]) == (7, 3)


def test_numbers_of_an_incident_are_settled(call: Call) -> None:
    """Whatever outlets say; the claims stay behind it."""
    done(call, f"adjust {SECOND} killed=6 survivors=1")
    assert (killed(call), shown(call)["survivors"]["best"]) == (8, 1)
    why = call(f"why strikes.{SECOND}").stdout
    assert "adjusted to killed 6, survivors 1 by ann, 12 Jun 2025: checked" in " ".join(why.split())
    told = " ".join(call("correct list").stdout.split())
    assert f"adjusted {SECOND} to killed 6, survivors 1, by ann" in told


def test_an_incident_is_dismissed_and_confirmed_again(call: Call) -> None:
    """The last word holds; why has both."""
    done(call, f"dismiss {FIRST}")
    assert killed(call) == 3
    (one,) = [each for name, each in incidents(call).items() if name == FIRST]
    assert (one["status"], one["reason"]) == ("unconfirmed", "dismissed by ann: checked")
    later = call_later(call, f"correct confirm {FIRST.lower()} {WHY}", "seen it")
    assert later.exit_code == 0, later.output
    assert killed(call) == 5
    assert [each["done"] for each in incidents(call)[FIRST]["corrections"]] == [
        "dismissed",
        "confirmed",
    ]


def test_incidents_are_merged_and_split_again(call: Call) -> None:
    """One with the claims of both; the claims that are named go into one of their own."""
    whole = set(claims(call, FIRST)) | set(claims(call, SECOND))
    (mine,) = claims(call, FIRST)
    done(call, f"merge {FIRST} {SECOND}")
    ((name, one),) = incidents(call).items()
    assert set(one["claims"]) == whole
    call_later(call, f"correct split {name} {mine} {WHY}", "two after all")
    assert (killed(call), len(incidents(call))) == (5, 2)


def test_what_is_undone_is_as_if_it_had_not_been_done(call: Call, folders: Folders) -> None:
    """The answer is the same to the byte; the log has both, and the list says so."""
    before = shown(call)
    told = done(call, f"dismiss {FIRST}")
    assert shown(call) != before
    (name,) = told["corrections"]
    undone = done(call, f"undo {name[:8]}", "--by", "bob")
    assert (undone["undoes"], shown(call)) == (name, before)
    (row,) = json.loads(call("correct list --json").stdout)
    assert (row["id"], row["kind"], row["undone"]["who"]) == (name, "dismissed", "bob")
    assert "undone 12 Jun 2025 18:30 by bob: checked" in call("correct list").stdout
    assert call("log verify").exit_code == 0
    assert call("rebuild --check").exit_code == 0
    again = call(f"correct undo {name} {WHY}", "again")
    assert (again.exit_code, "undone already" in again.stderr) == (3, True)
    assert len(events(folders, DevelopmentNoted)) > 0


def test_nobody_is_told_to_undo_an_undoing(call: Call) -> None:
    """There is no such thing: what was undone is made again."""
    told = done(call, f"dismiss {FIRST}")
    undone = call(f"correct undo {told['corrections'][0]} {WHY}", "a slip")
    assert "make it again" in undone.stderr
    assert "takes it back" not in undone.stderr


def test_a_retracted_claim_is_known_by_the_beginning_of_its_id(call: Call) -> None:
    """It is not said that there is no such claim."""
    (claim,) = claims(call, FIRST)
    done(call, f"retract {claim[:8]}")
    again = call(f"correct retract {claim[:8]} {WHY}", "again")
    assert (again.exit_code, again.stderr) == (
        3,
        f"the claim {claim} does not stand: it enters no figure\n",
    )


def call_later(call: Call, words: str, *more: str) -> Any:
    """Call a command a minute later."""
    from monitor.cli import places

    first = places.clock
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "clock", lambda: first() + timedelta(minutes=1))
        return call(words, *more)


# --- how it is told -----------------------------------------------------------------------------


def test_it_is_told_as_a_correction_with_who_and_why(call: Call, folders: Folders) -> None:
    """A development of that kind, and an alert through the rules, though one voice alone says so."""
    known = {each.development for each in events(folders, DevelopmentNoted)}
    done(call, f"dismiss {FIRST}")
    new = [e for e in events(folders, DevelopmentNoted) if e.development not in known]
    assert {each.kind for each in new} == {"correction"}
    assert {each.corrected_by for each in new} == {"ann"}
    fell = next(each for each in new if each.field == "killed")
    assert (fell.before, fell.after, fell.severity) == ("5", "3", "warning")
    assert "by ann: checked" in fell.title
    raised = [e for e in events(folders, AlertRaised) if fell.development in e.developments]
    assert len(raised) == 1
    assert "by ann: checked" in call("timeline").stdout.replace("\n", " ")


def test_a_dry_run_shows_what_would_change_and_records_nothing(
    call: Call, folders: Folders
) -> None:
    """Before and after, as they would be."""
    length = len(events(folders))
    told = call(f"correct dismiss {FIRST} --dry-run {WHY}", "just a thought")
    assert "killed" in told.stdout
    assert "5 -> 3" in " ".join(re.sub(r"; no total is borne out", "", told.stdout).split())
    assert "nothing was recorded" in told.stderr
    assert (len(events(folders)), killed(call)) == (length, 5)
    as_json = json.loads(call(f"correct dismiss {FIRST} --dry-run --json {WHY}", "x").stdout)
    assert as_json["outcome"] == "dry run"


def test_ids_of_claims_are_shown_where_they_are_wanted(call: Call) -> None:
    """`why --ids`: what `retract`, `value` and `split` take."""
    (claim,) = claims(call, FIRST)
    assert f"claim {claim[:8]}" in call("why strikes --ids").stdout
    assert f"claim {claim[:8]}" not in call("why strikes").stdout


def test_nothing_corrected_is_nothing_found(call: Call) -> None:
    """Exit 3, as everywhere."""
    told = call("correct list")
    assert (told.exit_code, told.stderr) == (3, "nothing has been corrected\n")
    assert json.loads(call("correct list --json").stdout) == []


# --- mistakes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("retract ffff", 3, "there is no claim"),
        ("value {claim} kiled=4", 2, 'did you mean "killed"'),
        ("value {claim} killed=five", 2, "expected killed=4"),
        ("value {claim} killed=5-4", 2, "smaller than the first"),
        ("incident 2025-13-01 killed=1", 2, "expected a day"),
        ("incident 9999-12-31 killed=1", 2, "has not been yet"),
        ("incident 2025-06-01 killed=9999999999", 2, "expected killed=4"),
        ("incident 2025-06-01 killed=1 --source ftp://x", 2, "is no web address"),
        ("incident 2025-06-01 killed=1 --tracker talks", 3, "there is no tally"),
        ("adjust NOR-1 killed=1", 3, 'there is no incident "NOR-1"'),
        ("adjust NOR-250603z killed=1", 3, "of that day: NOR-250603a"),
        ("confirm {claim}", 2, "is no total"),
        ("confirm nothing", 3, "there is no incident"),
        ("merge NOR-250603a nor-250603A", 2, "which incidents are one"),
        ("split NOR-250603a {claim}", 2, "some, and not all"),
        ("split NOR-250610a {claim}", 2, "does not tell of"),
        ("undo 00", 3, "that could be undone"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_recorded(
    call: Call, folders: Folders, words: str, code: int, said: str
) -> None:
    """What was meant is asked, with what there is."""
    (claim,) = claims(call, FIRST)
    length = len(events(folders))
    told = call(f"correct {words.format(claim=claim)} {WHY}", "because")
    assert (told.exit_code, said in told.stderr) == (code, True), told.output
    assert len(events(folders)) == length


def test_a_reason_is_wanted(call: Call) -> None:
    """It is what others will read in years."""
    assert call(f"correct dismiss {FIRST}").exit_code == 2
    told = call(f"correct dismiss {FIRST} --reason", " \x07 ")
    assert (told.exit_code, "--reason" in told.stderr) == (2, True)


def test_an_escape_in_a_reason_never_reaches_a_terminal(call: Call) -> None:
    """Nor in a name."""
    call(f"correct dismiss {FIRST} --by", "ann\x1b[31m", "--reason", "red \x1b[31m alert\x07")
    for words in ("correct list", "why strikes", "timeline", "alerts"):
        assert "\x1b[31m" not in call(words).stdout
        assert "\x07" not in call(words).stdout


def test_while_another_works_on_the_state_it_waits(call: Call, folders: Folders) -> None:
    """Handed over: it is in the inbox, and recorded by whoever comes next."""
    with pytest.MonkeyPatch.context() as patch, locked(folders.state):
        patch.setattr("monitor.cli.wishing.PATIENCE_S", 0.1)
        told = json.loads(call(f"correct dismiss {FIRST} --json {WHY}", "checked").stdout)
    assert told["outcome"] == "handed over"
    assert killed(call) == 5
    done(call, f"dismiss {SECOND}")  # it takes what waits as well
    assert killed(call) == 0


def test_a_correction_of_what_is_gone_by_then_is_refused(call: Call, folders: Folders) -> None:
    """Somebody has written down a correction of a claim that there is not."""
    from monitor.events import ClaimRetracted
    from monitor.inbox import put
    from monitor.wishes import Correct

    gone = ClaimRetracted(claim="nothing", who="eve", why="x", at=cli_state.NOW)
    for topic, said in (("norland", "there is no claim"), ("elsewhere", "is not followed")):
        put(folders.state, Correct(who="eve", at=cli_state.NOW, topic=topic, events=(gone,)))
        told = call(f"correct dismiss {FIRST} {WHY}", "checked")
        assert said in told.stderr


def test_the_commands_are_explained() -> None:
    """Each with what it is for."""
    told = CliRunner().invoke(cli, ["correct", "--help"]).stdout
    for word in ("retract", "value", "incident", "adjust", "confirm", "dismiss", "merge", "split"):
        assert re.search(rf"\n  {word} +\w", told), word


def test_a_place_is_one_of_the_topics(call: Call, folders: Folders) -> None:
    """Else it would be another place than the same one in the news."""
    topic = folders.config / "topics" / "norland.toml"
    places = '[places]\ntarland = ["Tarland"]\nbay = ["bay"]\n\n[gate]'
    topic.write_text(topic.read_text("utf-8").replace("[gate]", places), "utf-8")
    told = call(f"correct incident 2025-06-05 killed=4 --place Tarlant {WHY}", "seen")
    assert (told.exit_code, 'did you mean "tarland"' in told.stderr) == (2, True)
    done(call, "incident 2025-06-05 killed=4 --place TARLAND")
    assert incidents(call)["NOR-250605a"]["place"] == "tarland"
