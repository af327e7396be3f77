"""What trackers say, and why."""

import json

import pytest
from click.testing import CliRunner

from monitor.cli.commands import COMMANDS, cli
from monitor.cli.quick import QUICK, quick
from monitor.events import ClaimRetracted
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

TALLY = """\
Boats struck off Tarland                           as of 12 Jun 2025 18:30 (UTC)
  strikes    2
  boats      2
  killed     5; no total is borne out
  survivors  0
  latest     10 Jun 2025: 3 killed; NOR-250610a
             1 voice, 2 outlets; first coast-wire.example, 10 Jun 2025 09:15
  2 voices, 3 claims

monitor why strikes.killed
"""
EARLIER = """\
Boats struck off Tarland                                  as of 5 Jun 2025 (UTC)
  strikes    1
  boats      1
  killed     2; no total is borne out
  survivors  0
  latest     3 Jun 2025: 2 killed; NOR-250603a
             1 voice, 1 outlet; first harbour-post.example, 3 Jun 2025 09:15
  1 voice, 1 claim

monitor why strikes.killed
"""
TALKS = """\
Talks between Orla and Vesk                        as of 12 Jun 2025 18:30 (UTC)
  call     held, 10 Jun 2025
           first coast-wire.example, 11 Jun 2025 09:15
  meeting  discussed
           first coast-wire.example, 11 Jun 2025 09:15
  1 voice, 3 claims

monitor why talks.stage
"""
TROOPS = """\
Norland troops at the coast                        as of 12 Jun 2025 18:30 (UTC)
  troops  4,500, 12 Jun 2025
          1 voice, 1 outlet; first harbour-post.example, 12 Jun 2025 09:15
  1 voice, 2 claims

monitor why troops.value
"""
WHY = """\
Boats struck off Tarland: killed 5                 as of 12 Jun 2025 18:30 (UTC)

3 Jun 2025: 2 killed (NOR-250603a)
  "The Norland navy struck a boat off Tarland on Tuesday and killed two people."
    harbour-post.example, 3 Jun 2025, rule en/kill-n
    https://harbour-post.example/2025/06/1

10 Jun 2025: 3 killed (NOR-250610a)
  "The Norland navy struck a boat in the bay on Tuesday and killed three people,
  the navy said."
    coast-wire.example, 10 Jun 2025, Navy (official), rule en/kill-n
    https://coast-wire.example/2025/06/2
    harbour-post.example, 10 Jun 2025, Navy (official), rule en/kill-n
    https://harbour-post.example/2025/06/3
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("tally", TALLY),
        ("show strikes", TALLY),
        ("tally --as-of 2025-06-05", EARLIER),
        ("meeting", TALKS),
        ("show troops", TROOPS),
        ("why strikes.killed", WHY),
    ],
)
def test_an_answer_is_shown_to_people(words: str, expected: str, call: Call) -> None:
    """Figures first, then who says so, then the command that leads on; nothing on stderr."""
    result = call(words)
    assert (result.exit_code, result.stdout, result.stderr) == (0, expected, "")


def test_the_json_of_a_tally_has_the_promised_fields(call: Call) -> None:
    """Programs rely on these, in this order at the head."""
    told = json.loads(call("tally --json").stdout)
    assert list(told)[:4] == ["topic", "tracker", "kind", "as_of"]
    assert told["as_of"] == "2025-06-12T18:30:00Z"
    assert told["strikes"] == {"min": 2, "best": 2, "max": 2}
    toll = {"min": 5, "best": 5, "max": 5, "confirmed": 5, "presumed_dead": 0}
    assert toll.items() <= told["killed"].items()
    assert told["killed"].keys() >= {"floor", "gap"}
    assert (told["lineages"], told["claims"], told["set_aside"]) == (2, 3, [])
    assert told["last_incident"]["id"] == "NOR-250610a"


def test_the_json_of_a_status_has_the_promised_fields(call: Call) -> None:
    """Stage, episodes with their days, positions."""
    told = json.loads(call("meeting --json").stdout)
    assert (told["kind"], told["stage"]) == ("status", "discussed")
    episodes = {one["kind"]: one for one in told["episodes"]}
    assert episodes["call"]["stage"] == "held"
    assert episodes["call"]["occurred"] == {"from": "2025-06-10", "to": "2025-06-10"}
    assert episodes["meeting"].keys() >= {"venue", "date", "first_reported", "confirmed_by"}
    assert "positions" in told


def test_as_of_is_the_same_answer_as_now_when_nothing_came_later(call: Call) -> None:
    """The fold of the log up to a time and the kept tables agree."""
    now = json.loads(call("tally --json").stdout)
    then = json.loads(call("tally --json --as-of", "2025-06-30").stdout)
    assert now | {"as_of": ""} == then | {"as_of": ""}
    assert then["as_of"] == "2025-06-30T23:59:59Z"


def test_the_json_of_why_lists_quotes_and_addresses(call: Call) -> None:
    """Each claim with its exact quote, outlet, address, speaker and rule."""
    told = json.loads(call("why strikes.killed --json").stdout)
    assert {"topic": "norland", "tracker": "strikes", "field": "killed"}.items() <= told.items()
    assert told["value"]["best"] == 5
    assert {claim["url"] for claim in told["claims"]} == {
        "https://harbour-post.example/2025/06/1",
        "https://coast-wire.example/2025/06/2",
        "https://harbour-post.example/2025/06/3",
    }
    assert all(claim["quote"] and claim["rule"] and claim["site"] for claim in told["claims"])
    assert told["set_aside"] == []


def test_why_without_a_field_is_about_the_whole_answer(call: Call) -> None:
    """Also a part of another figure can be asked for."""
    assert len(json.loads(call("why troops --json").stdout)["claims"]) == 2
    assert json.loads(call("why talks.call.stage --json").stdout)["value"] == "held"
    assert json.loads(call("why strikes.confirmed --json").stdout)["value"] == 5


def test_why_of_what_an_alert_tells_has_the_claims_of_then(call: Call) -> None:
    """The field of a development that is no figure: the last one of it that had been reported."""
    now = json.loads(call("why strikes.incident --json").stdout)
    then = json.loads(call("why strikes.incident --as-of 2025-06-03 --json").stdout)
    assert [told["value"][-7:] for told in (now, then)] == ["250610a", "250603a"]
    assert {claim["url"] for claim in then["claims"]} == {
        "https://harbour-post.example/2025/06/1",
    }
    assert call("why strikes.incident --as-of 2025-06-01").exit_code == 3


def test_what_was_set_aside_is_told_with_its_reason(call: Call, folders: Folders) -> None:
    """A claim that a person has taken out is shown with quote, address and why."""
    claim = json.loads(call("why strikes --json").stdout)["claims"][0]
    retracted = ClaimRetracted(claim=claim["id"], who="the desk", why="a barge", at=cli_state.NOW)
    cli_state.record(*folders, "norland", retracted)
    assert call("tally").stdout.count("2 claims; 1 set aside") == 1
    assert call("why strikes.killed").stdout.endswith(
        """
Set aside: 1 claim
  retracted by the desk: a barge:
    "The Norland navy struck a boat off Tarland on Tuesday and killed two
    people."
      harbour-post.example, 3 Jun 2025, rule en/kill-n
      https://harbour-post.example/2025/06/1
"""
    )
    assert json.loads(call("why strikes --json").stdout)["set_aside"][0]["url"] == claim["url"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (
            "show nothing",
            3,
            'topic norland: there is no tracker "nothing"; there are: strikes, talks, troops\n',
        ),
        ("show strikes --topic x", 3, 'there is no topic "x"; there are: norland\n'),
        (
            "why troops.x",
            3,
            'there is no figure "x" in troops; there are: value\n',
        ),
        ("show", 2, "Missing argument 'TRACKER'"),
        ("tally --as-of never", 2, '--as-of: "never" is no time; write 2025-10-28'),
        ("nonsense", 2, "No such command 'nonsense'"),
    ],
)
def test_what_cannot_be_answered_has_its_exit_code(
    words: str, code: int, sentence: str, call: Call
) -> None:
    """Nothing on stdout, a sentence on stderr; 3 for what is not there, 2 for a wrong call."""
    result = call(words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert sentence in result.stderr


PLAIN = (
    "tally, meeting, show troops, status, tally --json, show x, status --topic x, tally --as-of 3h,"
    " show troops --occurred-by 2025-06-11, tally --as-of never"
).split(", ")


@pytest.mark.parametrize("words", PLAIN)
def test_the_quick_way_gives_what_click_gives(
    words: str, call: Call, folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without click the same bytes go out, and the same exit code."""
    by_click = call(words)
    code = quick([*words.split(), *folders.options])
    captured = capsys.readouterr()
    assert (code, captured.out, captured.err) == (
        by_click.exit_code,
        by_click.stdout,
        by_click.stderr,
    )


NOT_PLAIN = (
    ", run, tally --help, tally x, show, tally --as-of, tally --topic, -h, status --as-of 3h, tally --state=x,"
    " status --check, tally --topic --json"
)


@pytest.mark.parametrize("words", NOT_PLAIN.split(", "))
def test_the_quick_way_leaves_the_rest_to_click(words: str) -> None:
    """Whatever is not plain is not guessed at."""
    assert quick(words.split()) is None


def test_every_command_is_listed_and_found() -> None:
    """Also those that are answered quickly; the list imports none of them."""
    help_text = CliRunner().invoke(cli, ["--help"]).stdout
    assert QUICK.keys() <= COMMANDS.keys()
    for name in COMMANDS:
        assert f"\n  {name} " in help_text
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
