"""Lines, tables, JSON and colour."""

import json
import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli import rendering
from monitor.text import printable
from tests.cli.cli_state import HOSTILE

TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would act on; a line break is ours."""


@given(TEXTS, st.sampled_from(("", "  ", "        ")))
def test_wrapped_lines_keep_their_width_and_every_word(text: str, indent: str) -> None:
    """No line is wider than 80 columns, and nothing but white space is lost."""
    lines = rendering.wrapped(text, indent)
    assert all(rendering.columns(line) <= rendering.WIDTH for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_a_table_has_no_line_that_a_terminal_obeys(rows: list[tuple[str, str, str]]) -> None:
    """Whatever a feed sends, the output is text."""
    assert not OBEYED.search("\n".join(rendering.table(rows)))


def test_a_table_is_aligned_and_wraps_below_itself() -> None:
    """The last column goes on in its own column, also below wide characters."""
    rows = [("one", "a", "word " * 20), ("東京", "long", "b")]
    assert rendering.table(rows) == [
        "  one   a     word word word word word word word word word word word word word",
        "              word word word word word word word",
        "  東京  long  b",
    ]


def test_a_word_that_is_too_wide_is_broken() -> None:
    """A title without spaces does not push the others out of line."""
    assert [len(line) for line in rendering.wrapped("x" * 170)] == [80, 80, 10]


def test_a_heading_puts_its_note_at_the_edge_or_below() -> None:
    """Both fit in 80 columns, whatever their length."""
    assert rendering.headed("Title", "note") == [f"Title{' ' * 71}note"]
    assert rendering.headed("T" * 79, "note") == ["T" * 79, f"{' ' * 76}note"]


@given(TEXTS)
def test_json_is_exact_and_obeyed_by_no_terminal(text: str) -> None:
    """A quote in JSON is the very text, with what a terminal would obey escaped."""
    dumped = rendering.dumped({"quote": text})
    assert json.loads(dumped) == {"quote": text}
    assert not OBEYED.search(dumped)


def test_hostile_text_stays_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Escapes, bidi marks and zero-width characters reach neither stdout nor stderr."""
    rendering.out(rendering.wrapped(HOSTILE))
    rendering.out_json(HOSTILE)
    rendering.say(HOSTILE)
    captured = capsys.readouterr()
    assert not OBEYED.search(captured.out.replace("\n", ""))
    assert not OBEYED.search(captured.err.replace("\n", ""))
    assert "\\u202e" in captured.out  # in JSON it is kept, escaped


@pytest.mark.parametrize(
    ("terminal", "variables", "expected"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    terminal: bool, variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never in a pipe, never with NO_COLOR."""
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    class Stream:
        def isatty(self) -> bool:
            return terminal

    stream: Any = Stream()
    monkeypatch.setattr(sys, "stdout", stream)
    assert ("\x1b" in rendering.bold("x")) is expected
