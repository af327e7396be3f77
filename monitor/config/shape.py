"""A TOML table read into a struct, with every mistake noted instead of the first one raised.

`msgspec` stops at the first mistake; a person who edits a file wants them all. So tables, lists and
structs are walked here, and only the values at the ends are left to `msgspec`.
"""

from __future__ import annotations

import types
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, TypeVar, Union, cast, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from monitor.errors import Problem
from monitor.wording import instead as instead

S = TypeVar("S", bound=Struct)

CLIP = 40
"""Characters of a found value that a sentence repeats: enough to find it again in the file."""

_WORDS: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a day like 2025-09-02",
    tuple: "a list",
    list: "a list",
    dict: "a table",
}
_BLANKS: dict[Any, Any] = {str: "", int: 0, float: 0.0, bool: False, tuple: (), list: [], dict: {}}
_UNIONS = (Union, types.UnionType)
_OPTIONAL = 2  # the members of `X | None`
_BOUNDS = {
    "ge": "at least",
    "gt": "above",
    "le": "at most",
    "lt": "below",
    "min_length": "length at least",
    "max_length": "length at most",
    "pattern": "fitting",
}


class Place(Struct, frozen=True):
    """A file, a key in it, and the list to which every mistake found there is added."""

    file: str
    findings: list[Problem]
    key: str = ""

    def at(self, name: str) -> Place:
        """The key `name` below this one."""
        return Place(self.file, self.findings, f"{self.key}.{name}" if self.key else name)

    def nth(self, number: int, name: object = None) -> Place:
        """One of a list: by its name when it has one, else by its number, counted from 1."""
        label = name if name and isinstance(name, str) else str(number)
        return Place(self.file, self.findings, f"{self.key}[{label}]")

    @property
    def noted(self) -> bool:
        """True when a mistake has been found in this very place: what is there is blank."""
        return any(self.file == each.file and self.key == each.key for each in self.findings)

    def wrong(self, reason: str) -> None:
        """Note a mistake."""
        self.findings.append(Problem(self.file, self.key, reason))


def read(struct: type[S], table: object, place: Place) -> S:
    """`table` as `struct`. What is missing or wrong is noted and left blank: "", 0, () or {}."""
    before = len(place.findings)
    values = table if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        place.wrong(f"expected a table, found {found(table)}")
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key in values:
        if key not in fields:
            place.at(key).wrong(f"unknown key; {instead(key, fields)}")
    out = {}
    for key, field in fields.items():
        if key in values:
            out[field.name] = _value(field.type, values[key], place.at(key))
            if field.required and out[field.name] == "" == values[key]:
                place.at(key).wrong(f"is empty; expected {expected(field.type)}")
        elif field.required:
            if isinstance(table, dict):
                place.at(key).wrong(f"missing; expected {expected(field.type)}")
            out[field.name] = _blank(field.type)
    return _build(struct, out, place, whole=len(place.findings) == before)


def _build(struct: type[S], values: dict[str, Any], place: Place, *, whole: bool) -> S:
    """The struct; None when it checks itself and fails, or has mistakes already.

    Only the options of members check themselves, and those are read for their mistakes alone.
    """
    if not whole and hasattr(struct, "__post_init__"):
        return cast("S", None)
    try:
        return struct(**values)
    except (ValueError, TypeError) as error:
        place.wrong(str(error))
        return cast("S", None)


def _value(kind: Any, value: object, place: Place) -> Any:
    """`value` as `kind`; blank, with its mistakes noted, when it is not."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated and isinstance(value, list | dict):
        before = len(place.findings)
        inner = _value(arguments[0], value, place)
        return inner if len(place.findings) > before else _end(kind, value, place)
    if origin in _UNIONS and len(arguments) == _OPTIONAL and type(None) in arguments:
        return _value(next(a for a in arguments if a is not type(None)), value, place)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return read(kind, value, place)
    if isinstance(value, list) and (origin is list or (origin is tuple and arguments[-1] is ...)):
        each = (_value(arguments[0], v, place.nth(n, _id(v))) for n, v in enumerate(value, 1))
        return origin(each)
    if isinstance(value, dict) and origin is dict and arguments[0] is str:
        return {key: _value(arguments[1], v, place.at(key)) for key, v in value.items()}
    return _end(kind, value, place)


def _id(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else None


def _end(kind: Any, value: object, place: Place) -> Any:
    """A value without parts of ours."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        wanted = expected(kind)
        place.wrong(f"expected {wanted}, found {found(value)}" if wanted else str(error))
        return _blank(kind)


def _blank(kind: Any) -> Any:
    """The nothing of a type, for the checks that follow."""
    if get_origin(kind) is Annotated:
        return _blank(get_args(kind)[0])
    if isinstance(kind, type) and issubclass(kind, Struct):
        fields = msgspec.structs.fields(kind)
        blanks = {field.name: _blank(field.type) for field in fields if field.required}
        return None if hasattr(kind, "__post_init__") else kind(**blanks)
    return _BLANKS.get(get_origin(kind) or kind)


def expected(kind: Any) -> str:
    """What a type wants, in words; empty when there are none for it."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        bounds = [bound for meta in arguments[1:] for bound in _bounds(meta)]
        return ", ".join([expected(arguments[0]), *bounds])
    if origin is Literal:
        return f"one of {', '.join(str(argument) for argument in arguments)}"
    if origin in _UNIONS:
        return " or ".join(expected(a) for a in arguments if a is not type(None))
    if isinstance(kind, type) and issubclass(kind, Struct):
        return "a table"
    return _WORDS.get(origin or kind, "")


def _bounds(meta: object) -> Iterable[str]:
    if isinstance(meta, Meta):
        for name, words in _BOUNDS.items():
            if (limit := getattr(meta, name)) is not None:
                yield f"{words} {limit}"


def found(value: object) -> str:
    """A value of a TOML file in words."""
    if isinstance(value, str):
        shown = value if len(value) <= CLIP else f"{value[:CLIP]}..."
        return f'text "{shown}"'
    if isinstance(value, bool):
        return str(value).lower()
    return (
        "a table"
        if isinstance(value, dict)
        else "a list"
        if isinstance(value, list)
        else str(value)
    )
