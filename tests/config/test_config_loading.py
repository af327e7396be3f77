"""Configurations that are right: where they are found, and what becomes of them."""

import re
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest

from monitor import config
from monitor.config import ChannelSetup, Configuration, Settings, load, topic_ids
from monitor.config.backup import BackupSetup, BackupTable
from monitor.config.folders import CHECKOUT
from monitor.config.model import ModelTable
from monitor.config.settings import SettingsFile, settings
from monitor.config.shape import Place
from monitor.errors import NotFound
from monitor.eventlog.retention import Keep
from monitor.models import Setup
from monitor.registry import resolve
from monitor.topics import AlertRule, Gate, Person, Source, Topic, Tracker
from tests.config.config_files import FAKES, TOPIC, write

SHIPPED = CHECKOUT / "config" / "monitor.toml"


def test_a_topic_is_what_its_file_says(tmp_path: Path) -> None:
    """Each table has its value; the id is the file's name and the reader the kind's."""
    (found,) = load(write(tmp_path, story=TOPIC)).topics
    assert (msgspec.structs.replace(found, fingerprint=""),) == (
        Topic(
            id="story",
            title="A story",
            since=date(2025, 9, 1),
            until=date(2025, 12, 31),
            langs=(f"{FAKES}:PACK",),
            words={"us": ("united states", "washington"), "strike": ("strike*",)},
            places={"pacific": ("eastern pacific",)},
            people={"trump": Person(names=("trump",), kind="official")},
            gate=Gate(any=(("us", "strike"),)),
            trackers=(
                Tracker(
                    id="strikes",
                    kind=f"{FAKES}:KIND",
                    title="The strikes",
                    reader=f"{FAKES}:READER",
                    options={"window": 5},
                    read={"subject": "strike"},
                ),
            ),
            sources=(
                Source(
                    id="wire",
                    kind=f"{FAKES}:SOURCE",
                    address="https://example.org/feed",
                    zone="America/New_York",
                ),
            ),
            rules=(AlertRule(id="toll", tracker="strikes", throttle=60),),
        ),
    )


def test_settings_are_what_the_file_says(tmp_path: Path) -> None:
    """What is not set has its default; the keys of a channel are its options."""
    text = 'concurrency = 7\ndeadline = 12\n[channels.desk]\nkind = "file"\npath = "/tmp/a"\n'
    assert load(write(tmp_path, text, story=TOPIC), "/var/state").settings == Settings(
        config_dir=tmp_path,
        state_dir=Path("/var/state"),
        concurrency=7,
        deadline=12.0,
        channels={
            "terminal": ChannelSetup(kind="terminal"),
            "desk": ChannelSetup(kind="file", options={"path": "/tmp/a"}),
        },
    )


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("", ""),
        ('listen = "127.0.0.1:8080"', "http://127.0.0.1:8080"),
        ('listen = "[::1]:8080"', "http://[::1]:8080"),
        ('listen = "0.0.0.0:8080"', ""),
        ('listen = "[::]:8080"', ""),
        ('listen = "127.0.0.1:0"', ""),
        ('listen = "0.0.0.0:8080"\npublic = "https://m.example/"', "https://m.example"),
        ('listen = "127.0.0.1:8080"\npublic = "https://m.example/a"', "https://m.example/a"),
        ('public = "https://m.example"', ""),
    ],
)
def test_where_the_page_is_reached(text: str, page: str, tmp_path: Path) -> None:
    """As `public` says, else where it listens; nowhere when nothing is served or nobody can know."""
    assert load(write(tmp_path, f"{text}\n", story=TOPIC)).settings.page == page


def test_settings_may_be_left_out(tmp_path: Path) -> None:
    """A topic alone is a configuration."""
    found = load(write(tmp_path, None, story=TOPIC)).settings
    assert found.channels == {"terminal": ChannelSetup(kind="terminal")}


def test_backups_are_made_unless_it_is_said_that_they_are_not(tmp_path: Path) -> None:
    """At three, in the state folder, unless another hour, folder or none is set."""
    found = load(write(tmp_path / "a", None, story=TOPIC)).settings.backup
    assert (found.hour, found.place(Path("/s"))) == (3, Path("/s/backups"))
    text = '[backup]\nhour = 22\nfolder = "/mnt/copies"\ndaily = 2\nmonthly = 0\n'
    found = load(write(tmp_path / "b", text, story=TOPIC)).settings.backup
    keep = Keep(daily=2, weekly=4, monthly=0)
    assert found == BackupSetup(hour=22, folder=Path("/mnt/copies"), keep=keep)
    assert found.place(Path("/s")) == Path("/mnt/copies")
    off = "[backup]\nnightly = false\n"
    assert load(write(tmp_path / "c", off, story=TOPIC)).settings.backup.hour is None


def test_a_member_without_options_of_its_own_is_not_asked(tmp_path: Path) -> None:
    """What a kind or reader does not declare cannot be wrong."""
    bare = TOPIC.replace(f"{FAKES}:KIND", f"{FAKES}:BARE")
    assert load(write(tmp_path, story=bare)).topics[0].trackers[0].reader == ""


def test_a_shallow_load_asks_no_members(tmp_path: Path) -> None:
    """Listing topics and trackers works while a member is missing, and imports none."""
    write(tmp_path, story=TOPIC.replace(f"{FAKES}:KIND", "none").replace(":PACK", ":NONE"))
    topic = load(tmp_path, deep=False).topics[0]
    assert (topic.trackers[0].kind, topic.trackers[0].reader) == ("none", "")


def test_two_topics_share_a_source(tmp_path: Path) -> None:
    """The same table in both files is one source."""
    found = load(write(tmp_path, story=TOPIC, tale=TOPIC))
    assert [topic.id for topic in found.topics] == ["story", "tale"]


def test_a_topic_is_found_by_its_id(tmp_path: Path) -> None:
    """An unknown one is answered with what there is."""
    found = load(write(tmp_path, story=TOPIC, tale=TOPIC))
    assert found.topic("tale").id == "tale"
    with pytest.raises(NotFound, match=r'there is no topic "tail"; did you mean "tale"\?'):
        found.topic("tail")
    with pytest.raises(NotFound, match='there is no topic "x"; there are none'):
        Configuration(found.settings, ()).topic("x")


def test_ids_of_topics_come_from_the_heads_of_their_files(tmp_path: Path) -> None:
    """Enabled ones only; a broken table further down does not matter, a broken head does."""
    write(
        tmp_path,
        a=TOPIC,
        b=f'id = "bee"\n{TOPIC}',
        c=f"enabled = false\n{TOPIC}",
        d=f"{TOPIC}[[broken",
        e="title = ",
        f="[words]\na = ['b']",
    )
    assert topic_ids(tmp_path) == ("a", "bee", "d", "f")


# --- the shipped file -------------------------------------------------------------------------


def undocumented(text: str) -> list[str]:
    """Keys and tables of a TOML text without a comment of their own above them."""
    lines = ["", *text.splitlines()]
    pairs = pairwise(lines)
    return [line for above, line in pairs if line[:1] not in {"", "#"} and above[:1] != "#"]


def test_the_shipped_settings_are_right() -> None:
    """No mistake, and what is written there is the default."""
    findings: list[Any] = []
    place = Place("monitor.toml", findings)
    table = msgspec.toml.decode(SHIPPED.read_bytes())
    found = settings(table, place, (Path("c"), Path("s")), deep=True)
    assert findings == []
    assert msgspec.structs.replace(found, channels={}) == Settings(
        config_dir=Path("c"), state_dir=Path("s")
    )


def test_every_shipped_key_is_documented() -> None:
    """A comment stands above each key, and each setting that there is has its key."""
    text = SHIPPED.read_text("utf-8")
    assert undocumented(text) == []
    assert set(re.findall(r"^(\w+) =", text.partition("[channels")[0], re.MULTILINE)) == {
        field.name
        for field in msgspec.structs.fields(SettingsFile)
        if field.name not in {"channels", "model", "backup"}
    } | set(BackupTable.__struct_fields__)
    commented = set(re.findall(r"^# (\w+) =", text.partition("# [model]")[2], re.MULTILINE))
    assert commented == set(ModelTable.__struct_fields__)


@pytest.mark.parametrize("kind", ["webhook", "ntfy", "gotify", "email", "apprise"])
def test_every_option_of_a_channel_over_a_network_is_shown(kind: str) -> None:
    """With its default, but for what has none and for where a secret is."""
    text = SHIPPED.read_text("utf-8").partition(f'# kind = "{kind}"\n')[2].partition("\n\n")[0]
    shown = msgspec.toml.decode(re.sub(r"^# ", "", text, flags=re.MULTILINE))
    options = msgspec.structs.fields(resolve("alerts", kind).options)
    assert set(shown) == {each.encode_name for each in options}
    for each in options:
        if not each.required and each.encode_name not in {"headers", "user"}:
            usual = list(each.default) if isinstance(each.default, tuple) else each.default
            found = shown[each.encode_name]
            assert found == usual or each.name.endswith(("_env", "_file"))


def test_a_key_without_a_comment_is_seen() -> None:
    """The check above fails on what it is there for."""
    assert undocumented("# why\na = 1\nb = 2\n\n[c]\n# d\nd = 3") == ["b = 2", "[c]"]


def test_the_commented_tables_are_right(tmp_path: Path) -> None:
    """What a person uncomments works, and what stands there holds without it."""
    text = SHIPPED.read_text("utf-8")
    uncommented = re.sub(r"^# (\[channels|\[model|\w+ = )", r"\1", text, flags=re.MULTILINE)
    found = load(write(tmp_path, uncommented, story=TOPIC)).settings
    kinds = {name: each.kind for name, each in found.channels.items()}
    assert kinds == {
        "terminal": "terminal",
        "journal": "file",
        "desk": "command",
        "newsroom": "webhook",
        "phone": "ntfy",
        "gotify": "gotify",
        "mail": "email",
        "telegram": "apprise",
    }
    assert found.model == Setup(
        address="http://127.0.0.1:11434/v1", model="qwen2.5:7b", allow_private=True
    )
    assert msgspec.structs.replace(found, channels={}, model=None) == Settings(
        config_dir=tmp_path, state_dir=found.state_dir
    )


# --- weight -----------------------------------------------------------------------------------

HEAVY = {
    "asyncio", "httpx", "feedparser", "apscheduler", "sqlite_utils", "rich", "rapidfuzz", "click",
    "difflib", "zoneinfo", "monitor.alerts", "monitor.sources", "monitor.claims",
    "monitor.projections",
}  # fmt: skip


def imported_by(code: str) -> set[str]:
    """The modules that a fresh interpreter has after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=CHECKOUT,
    )
    return set(done.stdout.split())


def test_listing_topics_takes_the_standard_library_alone(tmp_path: Path) -> None:
    """Folders and ids are all that a query over the views needs of the configuration."""
    write(tmp_path, story=TOPIC)
    found = imported_by(
        f"from monitor.config import folders, topic_ids; folders(); topic_ids({str(tmp_path)!r})"
    )
    assert "tomllib" in found
    assert (HEAVY | {"msgspec", "monitor.topics", "monitor.config.loading"}) & found == set()


def test_a_shallow_load_takes_no_heavy_packages(tmp_path: Path) -> None:
    """Neither a member nor what members need, nor what only mistakes need."""
    write(tmp_path, story=TOPIC.replace('zone = "America/New_York"\n', ""))
    found = imported_by(f"from monitor.config import load; load({str(tmp_path)!r}, deep=False)")
    assert "monitor.config.loading" in found
    assert HEAVY & found == set()


def test_the_package_has_the_names_that_it_promises() -> None:
    """Those that are imported late are there, others are not."""
    assert all(getattr(config, name) for name in config.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'lode'"):
        _ = config.lode
