"""Web pages by selectors."""

import asyncio

import pytest
from msgspec import structs

from monitor import registry
from monitor.sources import Document, Failure, Parsed
from monitor.sources.worker import GuardedWorker
from tests.sources.documents import NOW
from tests.sources.kinds import failure, parsed, problems, source

PAGE = source(
    "page", entry="li", title="h3", link="a.more", date="b", date_form="%d.%m.%Y", text="p"
)
LIST = b"""<ul>
<li><a href="/author">Ann</a><h3>Pier &lt;built&gt; &amp; opened</h3><p>Of <i>wood</i>.</p>
<b>03.06.2025</b><a class=more href="pier">more</a></li>
<li><h3>Lighthouse lit</h3><a class=more href="javascript:alert(1)">more</a></li>
<li><h3>Pier built again</h3><a class=more href="pier">more</a></li>
<li><p>Advertisement</p></li></ul>"""


def test_selectors_say_what_is_what() -> None:
    """Title, link, day and text of each; what was written as a tag stays text, only web links stay."""
    pier, light = parsed(PAGE, LIST).entries
    assert (pier.title, pier.text) == ("Pier <built> & opened", "Of wood .")
    assert pier.url == "https://www.example.org/news/pier"
    assert (str(pier.day), pier.day_only) == ("2025-06-03", True)
    assert (light.title, light.url, light.published) == ("Lighthouse lit", "", None)


def test_a_link_is_taken_once() -> None:
    """Pages show one story in several places; the first one counts."""
    titles = [entry.title for entry in parsed(PAGE, LIST).entries]
    assert "Pier built again" not in titles


def test_an_entry_may_be_the_link_itself() -> None:
    """Without a selector for them, link and title are the entry's own or its first link's."""
    body = b'<a class=t href="/1">One more pier</a><div class=t><a href="/2">Two piers</a></div>'
    found = parsed(source("page", entry=".t"), body)
    assert [(each.title, each.url) for each in found.entries] == [
        ("One more pier", "https://www.example.org/1"),
        ("Two piers", "https://www.example.org/2"),
    ]


@pytest.mark.parametrize(
    ("content_type", "head", "encoding"),
    [
        ("text/html; charset=windows-1252", "", "cp1252"),
        ("text/html", '<meta charset="iso-8859-15">', "iso-8859-15"),
        ("text/html", "", "utf-8"),
        ("text/html; charset=klingon", "", "utf-8"),
        ("text/html; charset=zlib", "", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(content_type: str, head: str, encoding: str) -> None:
    """The server's word, else the page's, else UTF-8."""
    body = f'<html><head>{head}</head><a class=t href="/1">Café geöffnet €5</a>'.encode(encoding)
    [entry] = parsed(source("page", entry=".t"), body, content_type).entries
    assert entry.title == "Café geöffnet €5"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<p>Rebuilt</p>", 'nothing on this page fits entry = "li"'),
        (b"<li></li><li><a class=more href=x></a></li>", 'none of 2 elements that fit "li"'),
        (b" ", "the page is empty"),
    ],
)
def test_a_page_that_was_rebuilt_is_told_of(body: bytes, why: str) -> None:
    """Nothing found is never "no news"."""
    assert failure(PAGE, body).sentence.startswith(why)


def test_mistakes_in_selectors_are_named() -> None:
    """Before anything is polled."""
    assert problems("page", entry="li[", link="a@href", date_form="%Q") == [
        'entry: expected a CSS selector, found "li["',
        'link: expected a CSS selector, found "a@href"',
        "date_form: expected a form like \"%d.%m.%Y\": 'Q' is a bad directive in format '%Q'",
    ]


def test_without_the_parser_a_person_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is an extra: the check of the configuration says so, and so does a poll."""
    monkeypatch.setitem(__import__("sys").modules, "selectolax.lexbor", None)
    assert 'pip install "monitor[page]"' in failure(PAGE, LIST).sentence
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert problems("page", entry="li") == [
        'entry: the package selectolax is not installed: pip install "monitor[page]"'
    ]


def test_a_page_made_to_be_deep_is_stopped_and_the_next_one_is_read() -> None:
    """200 kB of open elements hold the parser for minutes; the process is killed."""
    made = structs.replace(PAGE, options={"entry": "a"})

    def page(body: bytes) -> Document:
        return Document(address=made.address, body=body, content_type="text/html", retrieved=NOW)

    async def run() -> list[Parsed | Failure]:
        kind = registry.resolve("sources", "page")
        async with GuardedWorker(seconds=0.5) as worker:
            bodies = (b"<div>" * 200_000, b'<a href="/1">One more pier</a>')
            return [await kind.parse(made, page(body), worker) for body in bodies]

    deep, good = asyncio.run(run())
    assert isinstance(deep, Failure)
    assert deep.kind == "parser"
    assert isinstance(good, Parsed)


@pytest.mark.parametrize("count", [700, 3_000])
def test_of_a_long_page_the_newest_are_taken_and_that_is_told(count: int) -> None:
    """Where it has dates the newest, though they stand behind the others."""
    rows = "".join(
        f'<li><a href="/{n}">Pier {n}</a><time>2025-{1 + n // 600:02}-01T08:00Z</time></li>'
        for n in range(count)
    )
    made = source("page", entry="li", link="a", title="a", date="time")
    found = parsed(made, f"<html><ul>{rows}</ul></html>".encode())
    assert len(found.entries) == 500
    assert f"only the newest 500 of {count} entries were taken" in found.warnings
    assert "Pier 650" in {each.title for each in found.entries} or count > 2_000
