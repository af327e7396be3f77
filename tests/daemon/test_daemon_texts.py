"""Texts from files: `extract` shows what would be read, `import` takes them in; wrong lines are named."""

import json
from pathlib import Path
from typing import Any

import pytest

from monitor.notices import DevelopmentNoted
from tests.daemon.daemon_world import ARCHIVE, World

BOAT = {
    "id": "a-1",
    "url": "https://bay-courier.example/2025/11/16/boat",
    "site": "Bay Courier",
    "title": "Norland strike on smugglers' boat kills three",
    "text": "TARLAND - The Norland navy struck a boat in the bay on Saturday, killing three people, the navy"
    " said. It was the 21st strike since June and brought the death toll to at least 83.",
    "published": "2025-11-16T14:00:00+00:00",
    "lang": "en",
}
TROOPS = {
    "url": "https://bay-courier.example/2025/11/24/troops",
    "title": "Norland has 4,500 troops at the coast",
    "text": "",
    "published": "2025-11-24",
}
CAKE = {"title": "A cake for the harbour fair", "text": "Three bakers won.", "published": None}
WRONG = (
    ("no json", "is not JSON"),
    (json.dumps({"url": "https://a.example/1", "text": " "}), "has neither title nor text"),
    (json.dumps({**BOAT, "published": "yesterday"}), "published: expected an ISO day or time"),
    (json.dumps({**BOAT, "text": "x" * 2_000_000}), "is longer than 1,000,000 characters"),
    (json.dumps({**BOAT, "title": 7}), "title: expected text, found int"),
    ("[1]", "expected an object"),
    ("[" * 100_000, "is not JSON"),
)
"""Lines that no text can be made of, and why."""


def written(folder: Path, *lines: object) -> str:
    """A file of these lines; what is no text yet becomes JSON."""
    path = folder / "texts.jsonl"
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return str(path)


def extracted(world: World, *lines: object) -> list[dict[str, Any]]:
    """What `extract --json` says of these lines."""
    path = written(world.config, *lines)
    told = world.call("extract", path, "--topic", "norland", "--json")
    assert told.code == 0, told.err
    assert told.err == ""
    return [json.loads(line) for line in told.out.splitlines()]


def test_extract_says_what_others_rely_on(world: World) -> None:
    """The names of all fields, and what they hold, for an incident, a total and a quantity."""
    world.follow()
    boat, troops, cake = extracted(world, BOAT, TROOPS, CAKE)
    assert [boat["id"], troops["id"], cake["id"]] == ["a-1", "2", "3"]
    assert (boat["url"], boat["relevant"]) == (BOAT["url"], True)
    assert cake == {"id": "3", "url": "", "relevant": False, "claims": []}

    incident, total = boat["claims"]
    said = "TARLAND - The Norland navy struck a boat in the bay on Saturday, killing three people, the navy said."
    assert set(incident) == {
        *(
            "kind",
            "tracker",
            "assertion",
            "id",
            "occurred",
            "place",
            "ordinal",
            "counts",
            "aggregate",
        ),
        *("another", "quote", "field", "start", "end", "rule", "attribution", "wire"),
    }
    assert (
        incident
        | {
            "kind": "incident",
            "tracker": "strikes",
            "assertion": "asserted",
            "occurred": {"from": "2025-11-15", "to": "2025-11-15", "basis": "weekday"},
            "place": None,
            "ordinal": 21,
            "quote": said,
            "field": "text",
            "start": 0,
            "end": len(said),
            "attribution": {"speaker": "Navy", "via": None, "kind": "official"},
            "wire": None,
        }
        == incident
    )
    assert set(incident["counts"]) == {"killed", "survivors", "vessels", "strikes"}
    assert incident["counts"]["killed"] == {"min": 3, "max": 3}
    assert incident["counts"]["survivors"] is None
    assert BOAT["text"][incident["start"] : incident["end"]] == incident["quote"]

    assert set(total) >= {"as_of", "since", "prior", "presumed", "scope", "counts", "quote"}
    assert total["kind"] == "total"
    assert total["counts"]["killed"] == {"min": 83, "max": None}

    (quantity,) = troops["claims"]
    assert (quantity["kind"], quantity["tracker"], quantity["field"]) == (
        "quantity",
        "troops",
        "title",
    )
    assert quantity["value"] == {"min": 4500, "max": 4500}
    assert (quantity["unit"], quantity["prospective"]) == ("troops", False)


def test_extract_of_the_shipped_topic_has_steps_and_statements(
    world: World, tmp_path: Path
) -> None:
    """A call with its days, a meeting with its stage, a land strike, a statement with its parts."""
    text = {
        "title": "Trump and Maduro spoke by phone",
        "text": "President Donald Trump and Nicolás Maduro spoke by phone on Friday and discussed a possible"
        " meeting in the United States. Trump said that strikes on land would begin very soon.",
        "url": "https://bay-courier.example/call",
        "published": "2025-11-23T14:00:00+00:00",
    }
    world.config = Path(__file__).parents[2] / "config"
    told = world.call("extract", written(tmp_path, text), "--topic", "us-venezuela", "--json")
    claims = json.loads(told.out)["claims"]
    steps = [claim for claim in claims if claim["kind"] == "status"]
    keys = {"episode", "stage", "parties", "party", "venue", "date", "occurred", "participants"}
    assert all(keys <= set(claim) for claim in steps)
    found = {(claim["tracker"], claim["episode"], claim["stage"]) for claim in steps}
    assert {
        ("meeting", "call", "held"),
        ("meeting", "meeting", "discussed"),
        ("land-strikes", "land-strikes", "imminent"),
    } <= found
    held = next(claim for claim in steps if claim["stage"] == "held" and claim["field"] == "text")
    assert (held["occurred"]["from"], held["occurred"]["to"]) == ("2025-11-21", "2025-11-21")
    (statement,) = (claim for claim in claims if claim["kind"] == "statement")
    assert {key: statement[key] for key in ("speaker", "act", "about", "to")} == {
        "speaker": "Trump",
        "act": "threat",
        "about": "strikes on land",
        "to": "Maduro",
    }


def test_wrong_lines_are_named_by_number_and_the_others_are_read(world: World) -> None:
    """Each with its reason; exit 1, also when everything else has been taken in."""
    world.follow()
    path = written(world.config, BOAT, *(line for line, _ in WRONG), "", TROOPS)
    told = world.call("extract", path, "--json")
    assert told.code == 1
    assert [json.loads(line)["id"] for line in told.out.splitlines()] == [
        "a-1",
        str(len(WRONG) + 3),
    ]
    for number, (_, reason) in enumerate(WRONG, 2):
        assert f"line {number}: {reason}" in told.err

    told = world.call("import", path, "--json")
    assert told.code == 1
    done = json.loads(told.out)
    assert [bad["number"] for bad in done["bad"]] == list(range(2, len(WRONG) + 2))
    assert (done["lines"], done["relevant"], done["stories"]) == (len(WRONG) + 2, 2, 2)
    assert done["claims"] == 3


def test_an_import_is_dated_by_its_texts_and_tells_nobody(world: World) -> None:
    """Developments have the days of the texts, from the first to the last; a repetition adds nothing."""
    world.follow()
    path = written(world.config, *reversed(ARCHIVE))
    assert world.call("import", path).out.startswith("3 texts: 3 about the topic, 3 new stories")
    noted = [
        event for event in world.events("DevelopmentNoted") if isinstance(event, DevelopmentNoted)
    ]
    assert [event.at for event in noted] == sorted(event.at for event in noted)
    assert {event.at.date().isoformat() for event in noted} == {
        "2025-06-03",
        "2025-06-05",
        "2025-06-09",
    }
    assert all(event.backfill for event in noted)
    assert "AlertRaised" not in world.types()
    before = world.types()
    assert "0 new stories, 0 copies, 0 revisions, 0 claims" in world.call("import", path).out
    assert world.types() == before


@pytest.mark.slow
def test_standard_input_and_a_byte_order_mark_are_read(world: World) -> None:
    """`-`, also for an import; what an editor put before the first line is no mistake."""
    world.follow()
    text = f"\ufeff{json.dumps(TROOPS)}\n"
    assert '"relevant":true' in world.call("extract", "-", "--json", feed=text).out
    assert "1 new stories" in world.call("import", "-", feed=text).out


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        pytest.param(
            *("import /no/such/file", 1, "cannot be read: No such file or directory"),
            marks=pytest.mark.slow,
        ),
        ("extract /no/such/file", 1, "/no/such/file cannot be read: No such file or directory"),
        pytest.param(
            *("extract - --topic nordland", 3, 'there is no topic "nordland"'),
            marks=pytest.mark.slow,
        ),
        ("import - --topic other", 3, 'topic "other" is not enabled'),
    ],
)
def test_a_call_in_vain_ends_with_a_sentence(
    world: World, words: str, code: int, reason: str
) -> None:
    """No traceback, whatever is wrong with the file or the topic."""
    world.follow()
    path = world.config / "topics" / "norland.toml"
    (world.config / "topics" / "other.toml").write_text(f"enabled = false\n{path.read_text()}")
    told = world.call(*words.split())
    assert (told.code, told.out) == (code, "")
    assert reason in told.err
    assert "Traceback" not in told.err
