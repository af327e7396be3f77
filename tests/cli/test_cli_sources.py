"""`sources check`, `sources import` and `sources export` against real servers and files."""

import json
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from monitor.config import load
from monitor.sources import page as page_kind
from monitor.sources import sitemap as sitemap_kind
from tests import loopback
from tests.cli import cli_state
from tests.cli.conftest import Call, Folders
from tests.loopback import Loopback

SENTENCE = (
    "The ferry of the harbour runs again after the storm of Monday, the company said on the pier. "
)


def feed(count: int = 6, *, minutes: int = 40, title: str = "Harbour News") -> bytes:
    """A feed with an entry every `minutes`, the newest of just now."""
    items = []
    for n in range(count):
        at = format_datetime(cli_state.NOW - timedelta(minutes=minutes * n))
        items.append(
            f"<item><title>Ferry {n} runs</title><link>/{n}</link><guid>g{n}</guid>"
            f"<pubDate>{at}</pubDate><description>{SENTENCE * 2}</description></item>"
        )
    head = f"<title>{title}</title><language>en</language>"
    return f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


PAGE = b"""<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed">
<link rel="alternate" type="application/atom+xml" href="/atom"></head><body></body></html>"""


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture(autouse=True)
def _loopback_may_be_asked(folders: Folders) -> None:
    (folders.config / "monitor.toml").write_text('allow_private = ["127.0.0.1"]\n', "utf-8")


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


# --- check ------------------------------------------------------------------------------------


def test_a_feed_is_shown_with_its_rhythm_and_a_block_to_paste(call: Call, server: Loopback) -> None:
    """What it is, how often it comes, what is newest; one request, and nothing is kept."""
    address = server.at("/feed", loopback.conditional(feed(), etag='"a"'))
    result = call(f"sources check {address}")
    assert (result.exit_code, result.stderr) == (0, "")
    shown = lines(result.stdout)
    assert shown[0] == "Harbour News"
    for line in (
        "kind feed",
        "entries 6 entries, 6 with a date",
        "rhythm one in 40 min as a rule",
        "language en",
        "caching ETag",
        "12 Jun 2025 18:30 Ferry 0 runs",
    ):
        assert line in shown
    assert "odd" not in shown
    block = result.stdout[result.stdout.index("[[source]]") :]
    assert tomllib.loads(block)["source"] == [
        {
            "id": "harbour-news",
            "address": address,
            "site": "127.0.0.1",
            "lang": "en",
            "every": 1200,
        }
    ]
    assert len(server.seen) == 1


def test_the_rhythm_is_the_one_by_which_it_would_be_asked(call: Call, server: Loopback) -> None:
    """Entries that come in one go are one, here as in the daemon."""
    twins = feed(6).replace(
        b"</item>", b"</item><item><title>Twin</title><pubDate>AT</pubDate></item>"
    )
    for n in range(6):
        at = format_datetime(cli_state.NOW - timedelta(minutes=40 * n, seconds=20))
        twins = twins.replace(b"AT<", f"{at}<".encode(), 1)
    found = json.loads(
        call(f"sources check --json {server.at('/feed', loopback.body(twins))}").stdout
    )
    assert found["entries"] == 12
    assert found["median_gap"] in range(2_370, 2_401)
    assert tomllib.loads(found["toml"])["source"][0]["every"] == 1200


def test_a_page_leads_to_its_feed(call: Call, server: Loopback) -> None:
    """The first that it names is looked at, the others are told."""
    server.at("/feed", loopback.body(feed()))
    address = server.at("/", loopback.body(PAGE, "text/html"))
    found = json.loads(call(f"sources check --json {address}").stdout)
    assert (found["kind"], found["found_at"]) == ("feed", server.url("/feed"))
    assert found["feeds"] == [server.url("/feed"), server.url("/atom")]
    assert f"the page names other feeds as well: {server.url('/atom')}" in found["odd"]
    assert [request.path for request in server.seen] == ["/", "/feed"]


def test_what_is_odd_is_told(call: Call, server: Loopback) -> None:
    """Moved, no validators, titles only, one guid for several, dates ahead and missing, too short a reach."""
    ahead = format_datetime(cli_state.NOW + timedelta(days=9))
    now = format_datetime(cli_state.NOW)
    body = (
        "<rss><channel>"
        f"<item><title>A</title><link>/a</link><guid>g</guid><pubDate>{ahead}</pubDate></item>"
        f"<item><title>B</title><link>/b</link><guid>g</guid><pubDate>{now}</pubDate></item>"
        f"<item><title>C</title><pubDate>{now}</pubDate></item>"
        "<item><title>D</title><link>/d</link></item></channel></rss>"
    ).encode()
    there = server.at("/there", loopback.body(body, "text/html", {"Cache-Control": "max-age=7200"}))
    address = server.at("/old", loopback.redirect("/there", 301))
    found = json.loads(call(f"sources check --json {address}").stdout)
    assert found["odd"] == [
        f"it has moved for good to {there}: use that address",
        "1 of 4 entries dated in the future: the dates were dropped",
        "1 of 4 entries without a date that can be read",
        "2 of 4 entries share their guid with another: it was dropped",
        "1 of 4 entries have no link to the web",
        "hardly more than titles: little can be read out of it without full_text = true",
        "its 2 entries reach back 1 min only: some may be missed between polls",
        "it gives no ETag and no Last-Modified: every poll brings the whole document",
        "it asks to be left alone for 120 minutes after each poll",
        "it says that it is a web page (Content-Type: text/html)",
    ]
    assert f'address = "{there}"' in found["toml"]


def test_a_source_that_sleeps_is_told_of(call: Call, server: Loopback) -> None:
    """Nothing new for a month."""
    old = feed().replace(b" 2025 ", b" 2024 ")
    found = json.loads(call("sources check --json " + server.at("/f", loopback.body(old))).stdout)
    assert "nothing new for 365 days" in found["odd"]


def test_a_sitemap_is_known_for_what_it_is(call: Call, server: Loopback) -> None:
    """Without being told the kind."""
    address = server.at("/map.xml", loopback.body(sitemap_kind.SAMPLE, "application/xml"))
    assert 'kind = "sitemap"' in call(f"sources check {address}").stdout


def test_a_page_without_a_feed_is_read_by_selectors(call: Call, server: Loopback) -> None:
    """First it is said how, then it is done; the options are in the block."""
    address = server.at("/bare", loopback.body(page_kind.SAMPLE, "text/html"))
    bare = call(f"sources check {address}")
    assert bare.exit_code == 1
    assert "--kind page and selectors" in bare.stderr
    result = call(f"sources check {address} --kind page --option entry=article --option date=time")
    assert result.exit_code == 0
    block = tomllib.loads(result.stdout[result.stdout.index("[[source]]") :])
    assert block["source"][0]["options"] == {"entry": "article", "date": "time"}


def test_json_is_said_to_be_json(call: Call, server: Loopback) -> None:
    """An API needs paths."""
    result = call("sources check " + server.at("/api", loopback.body(b'[{"a": 1}]')))
    assert (result.exit_code, "--kind json and paths" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("http://127.0.0.1:1/feed", 1, "127.0.0.1: "),
        ("http://10.0.0.1/feed", 1, "10.0.0.1: "),
        ("file:///etc/passwd", 3, '"file:///etc/passwd" is no http(s) address and no source'),
        ("coast-wir", 3, 'did you mean "coast-wire"?'),
        ("http://a.test/ --kind fed", 78, 'there is no source kind "fed"; did you mean "feed"?'),
        ("http://a.test/ --kind page", 78, "options.entry: missing; expected text"),
        ("http://a.test/ --kind feed --option a=1", 78, 'kind "feed" has no options'),
        ("http://a.test/ --kind page --option entry", 2, "--option: expected KEY=VALUE"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(call: Call, words: str, code: int, said: str) -> None:
    """What cannot be asked is not asked."""
    result = call(f"sources check {words}")
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr


def test_a_failure_is_a_value_in_json(call: Call, server: Loopback) -> None:
    """For programs, with the exit code of a failure."""
    result = call("sources check --json " + server.at("/gone", loopback.status(410)))
    found = json.loads(result.stdout)
    assert (result.exit_code, found["failure"]["kind"], found["toml"]) == (1, "gone", None)


def test_nothing_of_a_feed_is_obeyed(call: Call, server: Loopback) -> None:
    """No escape reaches the terminal, and a title cannot leave its line of TOML."""
    body = feed(title='A&#27;[2J"\nid = "evil')
    result = call("sources check " + server.at("/feed", loopback.body(body)))
    assert "\x1b" not in result.stdout
    assert len(tomllib.loads(result.stdout[result.stdout.index("[[source]]") :])["source"]) == 1


# --- import and export --------------------------------------------------------------------------

OPML = """<opml version="2.0"><body><outline text="x">
<outline text="Bay &quot;Post&quot; Ñ" xmlUrl="https://www.bay.example/rss"/>
<outline text="Bay &quot;Post&quot; Ñ" xmlUrl="https://feeds.bay.example/sport"/>
<outline text="Search" xmlUrl="https://news.google.com/rss/search?q=boat"/>
<outline text="evil" xmlUrl="exec:touch owned"/></outline></body></opml>"""


@pytest.fixture
def opml(tmp_path: Path) -> Path:
    path = tmp_path / "mine.opml"
    path.write_text(OPML, "utf-8")
    return path


def test_a_list_becomes_blocks(call: Call, opml: Path) -> None:
    """Each with an id of its own; what is no address of the web is named and left out."""
    result = call("sources import", str(opml))
    assert result.exit_code == 0
    assert tomllib.loads(result.stdout)["source"] == [
        {"id": "bay-post-n", "address": "https://www.bay.example/rss", "site": "bay.example"},
        {"id": "bay-post-n-2", "address": "https://feeds.bay.example/sport", "site": "bay.example"},
        {
            "id": "search",
            "kind": "google_news",
            "address": "https://news.google.com/rss/search?q=boat",
        },
    ]
    assert result.stderr == 'left out, it is no http(s) address: "exec:touch owned"\n'


def test_a_list_is_added_to_a_topic_once(call: Call, folders: Folders, opml: Path) -> None:
    """The file keeps every byte that it had, and is right; a second time nothing is added."""
    path = folders.config / "topics" / "norland.toml"
    before = path.read_text("utf-8")
    path.chmod(0o640)
    first = call("sources import --into norland", str(opml))
    assert (first.exit_code, "3 sources added, 0 there already" in first.stderr) == (0, True)
    after = path.read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert path.stat().st_mode & 0o777 == 0o640
    [topic] = load(folders.config, folders.state).topics
    assert [source.id for source in topic.sources[-3:]] == ["bay-post-n", "bay-post-n-2", "search"]
    second = call("sources import --into norland", str(opml))
    assert "0 sources added, 3 there already" in second.stderr
    assert path.read_text("utf-8") == after
    assert [each.name for each in path.parent.iterdir() if each.name.startswith(".")] == []


def test_a_file_that_cannot_take_sources_at_its_end_is_left(
    call: Call, folders: Folders, opml: Path
) -> None:
    """Its sources may be written in another form of TOML."""
    path = folders.config / "topics" / "norland.toml"
    text = path.read_text("utf-8")
    head = text.index("[[source]]")
    path.write_text(f"source = []\n{text[:head]}", "utf-8")
    before = path.read_bytes()
    result = call("sources import --into norland", str(opml))
    assert (result.exit_code, "cannot be added at its end" in result.stderr) == (1, True)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "content", "code", "said"),
    [
        ("--into norlend", OPML, 3, 'did you mean "norland"?'),
        ("", "<opml><outline", 1, "mine.opml: unclosed token"),
        ("", '<!DOCTYPE a [<!ENTITY b "c">]><opml>&b;</opml>', 1, "declares entities"),
        ("", "<opml/>", 3, "there is no feed in this list"),
    ],
)
def test_a_wrong_list_is_told(
    call: Call, opml: Path, words: str, content: str, code: int, said: str
) -> None:
    """What it is, and where."""
    opml.write_text(content, "utf-8")
    result = call(f"sources import {words}", str(opml))
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr


def test_what_is_exported_can_be_imported(call: Call, folders: Folders, tmp_path: Path) -> None:
    """All feeds of the topic; a source of another kind is named and left out."""
    path = folders.config / "topics" / "norland.toml"
    with path.open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "mine"\nkind = "command"\noptions = { argv = ["true"] }\n')
    result = call("sources export")
    assert (result.exit_code, result.stderr) == (0, "left out, they are no feeds: mine\n")
    (tmp_path / "out.opml").write_text(result.stdout, "utf-8")
    again = call("sources import --json", str(tmp_path / "out.opml"))
    [topic] = load(folders.config, folders.state).topics
    assert [each["id"] for each in json.loads(again.stdout)] == [
        source.id for source in topic.sources if source.address
    ]


def test_a_password_of_an_address_is_neither_listed_nor_exported(
    call: Call, folders: Folders
) -> None:
    """Such lists are passed on."""
    with (folders.config / "topics" / "norland.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "paid"\naddress = "https://me:secret@paid.example/feed"\n')
    for words in ("sources --json", "sources export", "sources export --json"):
        result = call(words)
        assert ("https://paid.example/feed" in result.stdout, "secret" in result.stdout) == (
            True,
            False,
        )
