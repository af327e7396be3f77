"""Sources as they stand in a topic's file: blocks of TOML to paste, and appended to a file."""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.text import folded, host, printable
from monitor.topics import Source

LONGEST_ID = 40
"""Characters of an id that is made up: it stands in lists and in the log."""

_DEFAULTS = Source(id="")
_SAFE = re.compile(r"[A-Za-z0-9_-]+")
_SUBDOMAIN = re.compile(r"^(?:feeds?|rss|www|api|news)\d?\.(?=[^.]+\.)")


class CannotAdd(MonitorError):
    """The file was left as it is."""


def block(source: Source) -> str:
    """A `[[source]]`, without what holds anyway."""
    lines = ["[[source]]", f"id = {_value(source.id)}"]
    for key in [name for name in Source.__struct_fields__ if name not in {"id", "options"}]:
        value = getattr(source, key)
        if value != getattr(_DEFAULTS, key):
            lines.append(f"{key} = {_value(value)}")
    if source.options:
        lines.append("[source.options]")
        lines += [f"{_key(key)} = {_value(value)}" for key, value in source.options.items()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value)


def _key(key: str) -> str:
    return key if _SAFE.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    """A basic string: JSON's escapes are TOML's, but for letters beyond 16 bits, which stay letters."""
    return json.dumps(printable(text), ensure_ascii=False)


def named(title: str, address: str, taken: Collection[str] = ()) -> str:
    """An id out of a title, else out of an address, that is not taken."""
    words = re.findall(r"[a-z0-9]+", folded(title)) or re.findall(r"[a-z0-9]+", outlet(address))
    name = "-".join(words)[:LONGEST_ID].strip("-") or "source"
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def outlet(address: str) -> str:
    """The host without what only says that there are feeds."""
    return _SUBDOMAIN.sub("", host(address))


def append(path: Path, sources: Iterable[Source]) -> None:
    """Add sources at the end of a topic's file, whole or not at all. Raises CannotAdd."""
    sources = list(sources)
    try:
        old = path.read_bytes().decode("utf-8")
        tables = tomllib.loads(old)
    except (OSError, ValueError) as error:
        raise CannotAdd(f"{path}: cannot be read: {error}") from error
    line = "\r\n" if "\r\n" in old else "\n"
    blocks = "\n".join(block(source) for source in sources)
    new = f"{old.rstrip()}\n\n{blocks}".replace("\r\n", "\n").replace("\n", line)
    _check(path, tables, new, len(sources))
    try:
        _replace(path, new.encode())
    except OSError as error:
        raise CannotAdd(f"{path}: cannot be written: {error.strerror or error}") from error


def _check(path: Path, before: dict[str, Any], text: str, count: int) -> None:
    """Everything that stood there still does, and nothing but the sources came."""
    try:
        after = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotAdd(f"{path}: sources cannot be added at its end: {error}") from error
    kept = {**after, "source": after["source"][:-count]}
    if kept != {**before, "source": before.get("source", [])}:
        raise CannotAdd(f"{path}: sources cannot be added at its end; paste them by hand")


def _replace(path: Path, content: bytes) -> None:
    """The file anew, in one step; a link stays one."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), path.stat().st_mode & 0o7777)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
