"""What a person or a shell can get wrong in a call: a sentence and an exit code, never a traceback."""

import pytest

from tests.cli.conftest import Call

BYTES = "\udcff\udcfe"
"""What an argument becomes that is no UTF-8."""


@pytest.mark.parametrize(
    "words", [("stories", BYTES), ("show", BYTES), ("why", f"strikes.{BYTES}")]
)
def test_an_argument_that_is_no_utf_8_is_found_nowhere(call: Call, words: tuple[str, ...]) -> None:
    """The shell hands over what was typed, byte for byte."""
    result = call(*words)
    assert result.exit_code == 3
    assert "\ufffd\ufffd" in result.stderr


TIMED = "tally --as-of, meeting --as-of, show troops --as-of, why troops --as-of, timeline --since, since"


@pytest.mark.parametrize("words", TIMED.split(", "))
@pytest.mark.parametrize("time", ["", " "])
def test_an_empty_time_is_a_mistake(call: Call, words: str, time: str) -> None:
    """An empty variable of a shell must not give what is known now as what was known then."""
    result = call(words, time)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is no time; write 2025-10-28" in result.stderr
