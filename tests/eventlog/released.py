"""The logs of released versions: one event of every type, as that version has written it, kept for ever.

`logs/VERSION.jsonl` holds the rows of such a log, `logs/VERSION.fields.json` the fields of its events,
`logs/VERSION.golden.json` what was made from it; none of them is ever changed. `logs/next.jsonl` holds the
body of an event of every type and version that came since, `logs/next.fields.json` all fields as they are.

    python -m tests.eventlog.released            write next.fields.json anew
    python -m tests.eventlog.released 0.2.0      freeze what came since as that version's log
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast, get_args

import msgspec
from msgspec import inspect, structs

from monitor.eventlog import Raw, note
from monitor.eventlog.codec import CODEC
from monitor.eventlog.memory import MemoryLog
from monitor.events import AnyEvent, EventRedacted, SourceGone
from monitor.values import Event
from tests.eventlog.replaying import replayed

LOGS = Path(__file__).parent / "logs"
NEXT = LOGS / "next.jsonl"
NEXT_FIELDS = LOGS / "next.fields.json"
KINDS: tuple[type[Event], ...] = get_args(AnyEvent)


def versions() -> list[str]:
    """The released versions of which there is a log."""
    return sorted(path.stem for path in LOGS.glob("*.jsonl") if path != NEXT)


def rows(version: str) -> list[Raw]:
    """The log of a version, as it is stored."""
    lines = (LOGS / f"{version}.jsonl").read_text("utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return [Raw(**each | {"body": each["body"].encode()}) for each in found]


def log_of(version: str) -> MemoryLog:
    """The log of a version, to be read."""
    log = MemoryLog()
    log.take(rows(version))
    return log


def next_bodies() -> list[tuple[str, bytes]]:
    """Stored type and body of what no release has."""
    lines = NEXT.read_text("utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return [(each["type"], json.dumps(each["body"]).encode()) for each in found]


def golden(version: str) -> dict[str, Any]:
    """What was made from the log of a version."""
    found: dict[str, Any] = json.loads((LOGS / f"{version}.golden.json").read_text("utf-8"))
    return found


def fields(version: str) -> dict[str, Any]:
    """The fields of the events of a version, by the name under which they are stored."""
    found: dict[str, Any] = json.loads((LOGS / f"{version}.fields.json").read_text("utf-8"))
    return found


# --- the fields of the classes as they are ------------------------------------------------------


def current() -> dict[str, Any]:
    """The fields of every type of event, by the name under which it is stored."""
    return {CODEC.stored_name(kind): _struct(kind) for kind in KINDS}


def _struct(kind: type[msgspec.Struct]) -> dict[str, Any]:
    info = inspect.type_info(kind)
    assert isinstance(info, inspect.StructType)
    return {
        each.encode_name: {"type": _type(each.type), "required": each.required}
        for each in info.fields
    }


def _type(info: inspect.Type) -> Any:
    """A type in JSON: a word, or an object that says what it is made of."""
    match info:
        case inspect.LiteralType(values=values):
            return {"words": sorted(values)}
        case inspect.StructType(cls=cls):
            return {"struct": _struct(cls)}
        case inspect.UnionType(types=types):
            return {"union": sorted(map(_type, types), key=json.dumps)}
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return {"list": _type(item)}
        case inspect.DictType(value_type=value):
            return {"dict": _type(value)}
        case _:
            return type(info).__name__.removesuffix("Type").lower()


def incompatible(old: dict[str, Any], new: dict[str, Any], where: str) -> Iterator[str]:
    """What of the fields of an old event cannot be read by the new class of the same version."""
    for name, field in old.items():
        if name not in new:
            yield f"{where}.{name} is gone"
        elif not _reads(field["type"], new[name]["type"]):
            yield f"{where}.{name} has another type"
        elif new[name]["required"] and not field["required"]:
            yield f"{where}.{name} must be there now"
    for name in new.keys() - old.keys():
        if new[name]["required"]:
            yield f"{where}.{name} is new and must be there"


def _reads(old: Any, new: Any) -> bool:
    """Whether whatever is of the old type is of the new one as well: it may only have grown."""
    if isinstance(old, str) or isinstance(new, str):
        return bool(old == new)
    (kind, was), (other, now) = next(iter(old.items())), next(iter(new.items()))
    if kind != other:
        return False
    match kind:
        case "words":
            return set(was) <= set(now)
        case "struct":
            return not list(incompatible(was, now, ""))
        case "union":
            return all(any(_reads(one, another) for another in now) for one in was)
        case _:
            return _reads(was, now)


# --- at a release -------------------------------------------------------------------------------


def write_fields(path: Path) -> None:
    """Write the fields as they are."""
    path.write_text(f"{json.dumps(current(), indent=1, sort_keys=True)}\n", "utf-8")


def freeze(version: str) -> None:
    """Make what came since the last release a log of its own, with what it comes to."""
    log = MemoryLog()
    log.append(
        "norland", [SourceGone(source="x", address="", at=datetime(2025, 6, 1, tzinfo=UTC))], 0
    )
    first = next(log.raw())
    for stored, body in next_bodies():
        event = cast(AnyEvent, CODEC.decode(stored, body))
        if isinstance(event, EventRedacted):
            event = structs.replace(event, position=1, n=1, event=first.id, kind=first.type)
            log.rewrite(first._replace(body=note(first.body)))
        log.append("norland", [event], log.head("norland").position)
    lines = [json.dumps(row._asdict() | {"body": row.body.decode()}) for row in log.raw()]
    (LOGS / f"{version}.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    write_fields(LOGS / f"{version}.fields.json")
    with TemporaryDirectory() as folder:
        made = json.dumps(replayed(log, Path(folder)), indent=1, ensure_ascii=False)
    (LOGS / f"{version}.golden.json").write_text(f"{made}\n", "utf-8")
    NEXT.write_text("", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        freeze(sys.argv[1])
    write_fields(NEXT_FIELDS)
