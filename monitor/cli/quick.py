"""The commonest questions without click, whose import takes longer than the answer.

Only plain calls are understood: the command, its tracker, shared options written out. All else,
mistakes included, is left to click (None).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from monitor.errors import MonitorError

QUICK = {"tally": 0, "meeting": 0, "show": 1, "status": 0}
"""Commands, and how many words stand behind them."""
_VALUED = {"--config": "config", "--state": "state", "--topic": "topic"}
_TIMES = {"--as-of": "as_of", "--occurred-by": "occurred_by"}
"""Of those commands that show one tracker."""


def quick(arguments: list[str]) -> int | None:
    """Answer, and give the exit code; None when this is a call for click."""
    name, *rest = arguments or [""]
    call = _read(rest) if name in QUICK else None
    if call is None or len(call[0]) != QUICK[name]:
        return None
    from monitor.cli.ending import ended
    from monitor.cli.places import places

    words, given, as_json = call
    times = {name: given[name] for name in _TIMES.values() if name in given}
    if times and name == "status":
        return None
    asked = places(given.get("config"), given.get("state"), given.get("topic"), as_json=as_json)
    try:
        _command(name, times)(asked, *words)
    except MonitorError as error:
        return ended(error)
    return 0


def _read(rest: list[str]) -> tuple[list[str], dict[str, str], bool] | None:
    """Words, options with values, --json; None for anything that is not plain."""
    words: list[str] = []
    given: dict[str, str] = {}
    as_json = False
    left = iter(rest)
    for each in left:
        if each == "--json":
            as_json = True
        elif option := (_VALUED | _TIMES).get(each):
            value = next(left, "-")
            if value.startswith("-"):
                return None
            given[option] = value
        elif each.startswith("-"):
            return None
        else:
            words.append(each)
    return words, given, as_json


def _command(name: str, times: dict[str, str]) -> Callable[..., None]:
    if name == "status":
        from monitor.cli.glance import status

        return status
    from monitor.cli import answering

    return partial(getattr(answering, name), times=answering.Times(**times))
