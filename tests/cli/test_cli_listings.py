"""Stories, developments, alerts, topics: lists, and what happens when they are empty."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec import structs

from monitor.cli.rendering import columns
from monitor.events import AnyEvent, SourceFailed
from monitor.notices import AlertRaised
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders

STORIES = """\
Orla and Vesk spoke by phone
  coast-wire.example, 11 Jun 2025 09:15
  https://coast-wire.example/2025/06/4

Norland strike on boat kills three
  coast-wire.example, 10 Jun 2025 09:15
  https://coast-wire.example/2025/06/2
  copy: harbour-post.example (same text, 100%)
    https://harbour-post.example/2025/06/3
"""
TIMELINE = """\
12 Jun 2025 09:15  notice    Norland troops at the coast: 4,500 troops
11 Jun 2025 09:15  critical  Talks between Orla and Vesk: call held
                             (coast-wire.example)
11 Jun 2025 09:15  notice    Talks between Orla and Vesk: meeting discussed
                             (coast-wire.example)
"""
TOPICS = """\
norland: Norland and the boats off Tarland
  strikes  tally     Boats struck off Tarland
  talks    status    Talks between Orla and Vesk
  troops   quantity  Norland troops at the coast
  2 sources: harbour-post, coast-wire
"""


def test_stories_are_paragraphs_with_their_copies(call: Call) -> None:
    """Newest first; a copy stands under its story."""
    result = call("stories tuesday --limit 2")
    assert (result.exit_code, result.stdout, result.stderr) == (0, STORIES, "")


def test_a_story_of_noon_is_told_from_one_with_a_day_alone(call: Call, folders: Folders) -> None:
    """What was recorded decides, not the look of the time."""
    noon = cli_state.NOW.replace(hour=12, minute=0)
    told = "Norland navy hit a boat"
    texts = [
        structs.replace(
            cli_state.entry(20 + number, "coast-wire", 12, f"{told}, {word} killed", word),
            published=noon,
            day_only=number == 0,
        )
        for number, word in enumerate(("seven", "eleven"))
    ]
    cli_state.take_in(*folders, texts)
    shown = call("stories", "navy", "hit").stdout
    assert "seven killed\n  coast-wire.example, 12 Jun 2025\n" in shown
    assert "eleven killed\n  coast-wire.example, 12 Jun 2025 12:00\n" in shown
    found = json.loads(call("stories", "navy", "hit", "--json").stdout)
    assert {each["day_only"] for each in found} == {True, False}


def test_the_json_of_stories_has_the_promised_fields(call: Call) -> None:
    """A list of stories, each with its copies."""
    (story,) = json.loads(call("stories --json", "navy said", "three").stdout)
    assert story.keys() >= {"id", "url", "title", "published", "copies", "revisions", "lineage"}
    (copy,) = story["copies"]
    assert copy.keys() >= {"url", "site", "kind", "score"}
    assert (story["revisions"], copy["site"]) == (0, "harbour-post.example")


def test_stories_stand_under_the_happening_they_tell_of(call: Call, folders: Folders) -> None:
    """Newest happening first; a story elsewhere in other words is under it, and still its own."""
    other = cli_state.entry(
        30,
        "harbour-post",
        10,
        "Three killed as Norland strikes boat",
        "Norland strike, three dead.",
    )
    cli_state.take_in(*folders, [other])
    shown = call("stories --by-event").stdout
    head, *_ = [part for part in shown.split("\n\n") if "as Norland strikes boat" in part]
    assert head.startswith("Norland strike on boat kills three\n  2 stories, 2 outlets\n")
    assert "(coast-wire.example and 1 copy)" in " ".join(head.split())
    events = json.loads(call("stories --by-event --json").stdout)
    assert [event["last"] for event in events] == sorted((e["last"] for e in events), reverse=True)
    (event,) = [each for each in events if len(each["stories"]) == 2]
    assert event.keys() == {"title", "first", "last", "outlets", "stories"}
    assert event["outlets"] == ["coast-wire.example", "harbour-post.example"]
    listed = json.loads(call("stories --json").stdout)
    by_id = {story["id"]: story for story in listed}
    assert all(by_id[story["id"]] == story for each in events for story in each["stories"])
    assert sum(len(each["stories"]) for each in events) == len(listed)
    assert len(json.loads(call("stories --by-event --json --limit 1").stdout)) == 1
    assert call("stories zebra --by-event").exit_code == 3


def test_developments_are_listed_newest_first(call: Call) -> None:
    """One line each, below itself where it is long."""
    result = call("timeline --limit 3")
    assert (result.exit_code, result.stdout, result.stderr) == (0, TIMELINE, "")


def test_the_timeline_since_a_day_holds_that_day(call: Call) -> None:
    """And nothing before it."""
    assert call("timeline --since 2025-06-11").stdout == TIMELINE
    assert len(json.loads(call("timeline --since 2025-06-10 --json").stdout)) > 3


def test_since_shows_what_the_user_has_not_seen(call: Call, folders: Folders) -> None:
    """The first look shows all, the next only what was noted after it."""
    assert call("since").stdout.startswith(TIMELINE)
    again = call("since")
    assert (again.exit_code, again.stdout) == (3, "")
    assert again.stderr == "nothing has changed since 12 Jun 2025 09:19 (UTC)\n"
    more = cli_state.entry(
        9, "coast-wire", 12, "Norland has 6,000 troops at the coast", "As said.", hour=17
    )
    cli_state.take_in(*folders, [more])
    told = json.loads(call("since --json").stdout)
    assert [each["field"] for each in told["developments"]] == ["value", "dispute"]
    assert told["since"] == "2025-06-12T09:19:00Z"
    assert call("since").exit_code == 3


def test_since_shows_what_is_noted_at_the_same_time_later(call: Call, folders: Folders) -> None:
    """A long batch that is looked at in the middle loses nothing: the rest has the same time."""
    call("since")
    assert cli_state.DEVELOPMENT.seen == cli_state.ENTRIES[-1].seen
    cli_state.record(*folders, "norland", cli_state.DEVELOPMENT)
    assert call("since").stdout == (
        "12 Jun 2025 09:16  notice  Norland troops at the coast: 6,000 troops, was 4,500\n"
    )


def test_since_shows_what_is_recorded_later_and_was_noted_earlier(
    call: Call, folders: Folders
) -> None:
    """A poll that began first may end last: what it brings has an earlier time and is news."""
    call("since")
    slow = structs.replace(
        cli_state.DEVELOPMENT, development="slow", seen=cli_state.NOW - timedelta(days=3)
    )
    cli_state.record(*folders, "norland", slow)
    assert [each["id"] for each in json.loads(call("since --json").stdout)["developments"]] == [
        "slow"
    ]
    assert call("since").exit_code == 3


def test_each_reader_has_a_place_of_its_own(call: Call, folders: Folders) -> None:
    """A program that looks under a name takes nothing from the person, nor from another program."""
    call("since --reader morning-mail")
    assert call("since --reader morning-mail").exit_code == 3
    assert call("since --reader evening-mail").stdout.startswith(TIMELINE)
    assert call("since").stdout.startswith(TIMELINE)
    (folders.state / "views.db").unlink()
    assert call("since --reader morning-mail").exit_code == 3
    assert call("since").exit_code == 3


def test_a_peek_counts_as_not_looked_at(call: Call) -> None:
    """The next look shows the same again."""
    assert call("since --peek").stdout.startswith(TIMELINE)
    assert call("since").stdout.startswith(TIMELINE)
    assert call("since --peek").exit_code == 3


def test_a_place_can_be_forgotten(call: Call) -> None:
    """Everything is shown as at the first look; then it goes on from there."""
    call("since")
    assert call("since --reset --peek").stdout.startswith(TIMELINE)
    assert call("since").exit_code == 3
    assert call("since --reset").stdout.startswith(TIMELINE)
    assert call("since").exit_code == 3


@pytest.mark.parametrize("words", ["--reader 0", "--reader ../x", "--reader A", "1h --peek"])
def test_a_reader_that_is_none_is_refused(words: str, call: Call, folders: Folders) -> None:
    """A number is a user's; a time needs no reader."""
    assert call(f"since {words}").exit_code == 2
    assert not (folders.state / "looked").exists()


def test_a_cursor_of_another_log_is_a_first_look(call: Call, folders: Folders) -> None:
    """A log that was begun anew has other developments at the same positions."""
    call("since")
    cursor = folders.state / "looked" / f"{os.getuid()}.json"
    kept = json.loads(cursor.read_text())
    kept["norland"]["id"] = "of the log before"
    cursor.write_text(json.dumps(kept))
    assert call("since").stdout.startswith(TIMELINE)


def test_since_a_time_leaves_the_cursor_alone(call: Call, folders: Folders) -> None:
    """Only what is asked for without a time counts as looked at."""
    assert call("since 2025-06-11").stdout == TIMELINE
    assert not (folders.state / "looked").exists()


def test_a_cursor_that_cannot_be_kept_is_told(call: Call, folders: Folders) -> None:
    """The developments are shown all the same."""
    (folders.state / "looked").write_text("in the way")
    result = call("since")
    assert (result.exit_code, result.stdout[: len(TIMELINE)]) == (0, TIMELINE)
    assert "cannot be written" in result.stderr


def test_a_damaged_cursor_is_a_first_look(call: Call, folders: Folders) -> None:
    """It is a convenience; nothing is lost by showing everything again."""
    call("since")
    (folders.state / "looked" / f"{os.getuid()}.json").write_text('{"norland": 3}')
    assert call("since").stdout.startswith(TIMELINE)
    assert call("since").exit_code == 3


@pytest.mark.parametrize("words", ["stories zebra", "timeline --since 2025-07-01", "since 1h"])
def test_an_empty_list_ends_with_three(words: str, call: Call) -> None:
    """A sentence on stderr and nothing on stdout; in JSON an empty list."""
    result = call(words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr
    told = json.loads(call(f"{words} --json").stdout)
    assert not (told["developments"] if isinstance(told, dict) else told)


def test_topics_are_listed_with_trackers_and_sources(call: Call) -> None:
    """What is followed, from the files alone."""
    assert call("topics").stdout == TOPICS
    (told,) = json.loads(call("topics --json").stdout)
    assert told["sources"][1] == {
        "id": "coast-wire",
        "address": "https://coast-wire.example/rss",
        "every": 600,
    }


def test_a_right_configuration_is_told_so(call: Call, folders: Folders) -> None:
    """The whole one, and one file."""
    result = call("topics check")
    assert (result.exit_code, result.stderr) == (0, "the configuration is right: norland\n")
    file = folders.config / "topics" / "norland.toml"
    assert call("topics check", str(file)).stderr == f"{file} is right: norland\n"


@pytest.mark.parametrize("one_file", [True, False])
def test_every_mistake_is_told_at_once(one_file: bool, call: Call, folders: Folders) -> None:
    """One line each, with file and key; exit code 78."""
    file = folders.config / "topics" / "norland.toml"
    wrong = cli_state.TOPIC.replace('kind = "tally"', 'kind = "tale"').replace("600", "6")
    file.write_text(wrong, "utf-8")
    result = call("topics check", *([str(file)] if one_file else []))
    assert (result.exit_code, result.stdout) == (78, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{file}: ") for line in lines)
    assert any("tracker" in line for line in lines)
    assert any("every" in line for line in lines)


def test_a_file_that_is_no_toml_is_told(call: Call, folders: Folders) -> None:
    """Wherever it is looked at."""
    file = folders.config / "topics" / "norland.toml"
    file.write_text("[[[", "utf-8")
    for words in ("topics", "tally", "topics check"):
        result = call(words)
        assert result.exit_code == 78
        assert f"{file}: is not TOML" in result.stderr
    assert call("topics check", str(file)).exit_code == 78


def test_a_configuration_without_a_topic_is_told(call: Call, folders: Folders) -> None:
    """Also a folder that is not there."""
    (folders.config / "topics" / "norland.toml").unlink()
    assert call("tally").exit_code == 78
    folders.config.joinpath("topics").rmdir()
    folders.config.rmdir()
    assert "there is no such folder" in call("tally").stderr


def test_which_topic_is_asked_where_several_are_enabled(call: Call, folders: Folders) -> None:
    """The one that is enabled is meant; of several one has to be named."""
    other = cli_state.TOPIC.replace('id = "norland"', 'id = "other"')
    file = folders.config / "topics" / "other.toml"
    file.write_text(other, "utf-8")
    result = call("tally")
    assert (result.exit_code, result.stderr) == (2, "which topic? --topic norland | other\n")
    assert call("tally --topic norland").exit_code == 0
    file.write_text(f"enabled = false\n{other}", "utf-8")
    assert call("tally").exit_code == 0


def test_options_before_a_subcommand_hold_for_it(call: Call, folders: Folders) -> None:
    """`topics --config DIR check` checks that folder."""
    (folders.config / "topics" / "norland.toml").write_text("[[[", "utf-8")
    from click.testing import CliRunner

    from monitor.cli.commands import cli

    before = CliRunner().invoke(cli, ["topics", "--config", str(folders.config), "check"])
    assert before.exit_code == 78


def hostile_events() -> list[AnyEvent]:
    """A development and an alert with what a feed has sent in their titles."""
    alert = AlertRaised(
        alert="a1",
        rule="all",
        channel="terminal",
        severity="notice",
        title=cli_state.HOSTILE,
        body=cli_state.HOSTILE,
        developments=("d1",),
        at=cli_state.NOW,
    )
    return [structs.replace(cli_state.DEVELOPMENT, title=cli_state.HOSTILE), alert]


def blind() -> SourceFailed:
    return SourceFailed(
        source="coast-wire",
        address="https://coast-wire.example/rss",
        at=cli_state.NOW,
        detail=cli_state.HOSTILE,
    )


EVERY = [
    "tally",
    "status",
    "stories",
    "stories --by-event",
    "timeline",
    "why strikes",
    "log tail",
    "alerts",
    "sources",
]


@pytest.mark.parametrize("words", EVERY)
def test_hostile_text_reaches_no_terminal_and_no_line_is_too_wide(
    words: str, call: Call, folders: Folders
) -> None:
    """Escapes and bidi marks in a title that got past the door are stopped at the other one."""
    hostile = cli_state.entry(7, "coast-wire", 12, cli_state.HOSTILE, cli_state.HOSTILE * 20)
    cli_state.take_in(*folders, [hostile])
    cli_state.record(*folders, "norland", *hostile_events())
    cli_state.record(*folders, "_sources", blind())
    for form in ("", " --json"):
        shown = call(words + form).stdout
        assert not {"\x1b", "\u202e", "\u202c", "\u200b"} & set(shown)
    if words not in {"tally", "sources"}:
        assert "nihtyna" in call(words).stdout
    lines = call(words).stdout.splitlines()
    assert all(columns(line) <= 80 for line in lines if "https://" not in line)


def test_the_outline_reads_what_the_configuration_reads(folders: Folders) -> None:
    """The short way through a topic's file gives the trackers, their options, and sources."""
    from monitor.cli.outline import outlines
    from monitor.cli.past import described as described_by
    from monitor.config import load
    from monitor.config.folders import CHECKOUT

    for folder in (folders.config, CHECKOUT / "config"):
        for short, whole in zip(outlines(folder).topics, load(folder).topics, strict=True):
            assert (short.id, short.title, short.enabled) == (whole.id, whole.title, whole.enabled)
            assert short.fingerprint == whole.fingerprint != ""
            described = [structs.replace(described_by(t), reader="") for t in short.trackers]
            unread = [structs.replace(t, reader="", read={}) for t in whole.trackers]
            assert [structs.replace(each, read={}) for each in described] == unread
            assert [s[:] for s in short.sources] == [
                (s.id, s.address, s.every) for s in whole.sources
            ]


def test_the_outline_is_not_misled_by_a_list(tmp_path: Path) -> None:
    """A line in a list that looks like a table makes the whole file be read."""
    from monitor.cli.outline import outlines

    text = 'id = "a"\nlist = [\n[tracker]\n]\n[[tracker]]\nid = "t"\nkind = "tally"\n'
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.toml").write_text(text.replace("[tracker]\n]", "[1]\n]"))
    (found,) = outlines(tmp_path).topics
    assert [each.id for each in found.trackers] == ["t"]
