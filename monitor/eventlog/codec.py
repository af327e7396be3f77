"""Events to stored bytes and back, over all versions that were ever written.

The stored type is the class name, with ".2" appended for version 2 and so on. Stored bytes are
never rewritten: an event of an older version is brought up to date while it is read, by a chain of
pure functions on dicts, `upcast_<type>_v1_v2`, registered in `UPCASTERS` under (class name, version
from). A change of `identity` needs a new version as well: the check of ids derives them anew from
events of the current version only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias, cast, get_args

import msgspec

from monitor.errors import Corrupt, QuoteError, UnknownEvent
from monitor.eventlog import Raw, is_note
from monitor.events import AnyEvent, Recorded
from monitor.values import Event

Upcaster: TypeAlias = Callable[[dict[str, Any]], dict[str, Any]]
"""The fields of one version, as JSON gives them, to those of the next."""

UPCASTERS: Mapping[tuple[str, int], Upcaster] = MappingProxyType({})
"""Every event is still in its first version."""

_ENCODER = msgspec.json.Encoder(order="deterministic")


class Codec:
    """The table of event types with their versions."""

    def __init__(
        self, kinds: Iterable[type[Event]], upcasters: Mapping[tuple[str, int], Upcaster]
    ) -> None:
        """Take the current classes. Raises TypeError when an older version has no upcaster."""
        self._upcasters = upcasters
        self._versions = {
            _stored_name(kind, version): (kind, version)
            for kind in kinds
            for version in range(1, kind.version + 1)
        }
        self._names = {
            kind: name for name, (kind, v) in self._versions.items() if v == kind.version
        }
        self._decoders: dict[str, msgspec.json.Decoder[Event]] = {}
        self._plain: dict[str, msgspec.json.Decoder[Event]] = {}
        for kind, version in self._versions.values():
            if version < kind.version and (kind.__name__, version) not in upcasters:
                raise TypeError(f"no upcaster for version {version} of {kind.__name__}")

    def stored_name(self, kind: type[Event]) -> str:
        """The name under which events of a class are stored now: with its version, but the first."""
        return self._names[kind]

    def stored_names(self, kind: type[Event]) -> list[str]:
        """The names under which events of a class have been stored, of every version."""
        return [name for name, (each, _) in self._versions.items() if each is kind]

    def encode(self, event: Event) -> tuple[str, bytes]:
        """The stored type and the body: JSON, the same bytes for the same event."""
        name = self._names.get(type(event))
        if name is None:
            raise TypeError(f"{type(event).__name__} is not an event that is recorded")
        return name, _ENCODER.encode(event)

    def decode(self, stored: str, body: bytes) -> Event:
        """The event, in its current version.

        Raises UnknownEvent for a type or version that is not in the table, and MsgspecError,
        ValueError, TypeError or QuoteError for a body that is not such an event.
        """
        decoder = self._decoders.get(stored) or self._decoder(stored)
        return decoder.decode(body) if decoder else self._upcast(stored, body)

    def event(self, row: Raw) -> AnyEvent:
        """The event of a stored row. Raises Corrupt or UnknownEvent."""
        try:
            return cast(AnyEvent, self.decode(row.type, row.body))
        except (msgspec.MsgspecError, QuoteError, ValueError, TypeError) as error:
            newer = isinstance(error, msgspec.ValidationError)
            why = "; a newer version of monitor may have written it" if newer else ""
            raise Corrupt(row.position, f"the body is no {row.type}: {error}{why}") from error

    def derived_id(self, row: Raw) -> str:
        """The id that the event of a row has by its content; for events of the current version.

        What an event checks of itself (that a number stands in its quote) was checked when it was
        made, and is when it is read: here it would take as long as all else. Raises Corrupt.
        """
        try:
            decoder = self._plain.get(row.type) or self._plain_decoder(row.type)
            return decoder.decode(row.body).event_id()
        except (msgspec.MsgspecError, ValueError, TypeError) as error:
            raise Corrupt(row.position, f"the body is no {row.type}: {error}") from error

    def _plain_decoder(self, stored: str) -> msgspec.json.Decoder[Event]:
        """For a class of the same name and fields that checks nothing."""
        kind, _ = self._versions[stored]
        name, unchecked = kind.__name__, {"__post_init__": lambda self: None}
        plain = msgspec.defstruct(
            name, [], bases=(kind,), namespace=unchecked, frozen=True, tag=name
        )
        self._plain[stored] = msgspec.json.Decoder(plain)
        return self._plain[stored]

    def recorded(self, row: Raw, passed: int = 0) -> Recorded:
        """The event of a stored row with its place. Raises Corrupt or UnknownEvent."""
        event = self.event(row)
        return Recorded(row.position, row.stream, row.n, row.id, row.hash, event, passed)

    def read(self, rows: Iterable[Raw], every: Callable[[], Iterable[str]]) -> Iterator[Recorded]:
        """The events of rows; what was redacted is left out. `every`: all stored types of the log.

        Raises Corrupt, or UnknownEvent with the name of every unknown type.
        """
        passed: Counter[str] = Counter()
        for row in rows:
            if is_note(row.body):
                passed[row.stream] += 1
                continue
            try:
                recorded = self.recorded(row, passed.pop(row.stream, 0) if passed else 0)
            except UnknownEvent as error:
                raise self.unknown(every()) from error
            yield recorded

    def knows(self, stored: str) -> bool:
        """Whether events of this stored type can be decoded."""
        return stored in self._versions

    def current(self, stored: str) -> bool:
        """Whether it is the newest version of its type."""
        kind, version = self._versions.get(stored, (Event, 0))
        return version == kind.version

    def unknown(self, stored: Iterable[str]) -> UnknownEvent:
        """The error that names those of the stored types that are not known."""
        names = ", ".join(sorted(name for name in set(stored) if not self.knows(name)))
        return UnknownEvent(f"the log was written by a newer version of monitor: it holds {names}")

    def _decoder(self, stored: str) -> msgspec.json.Decoder[Event] | None:
        """Made when first needed (0.2 ms each: a query needs few); None for an older version."""
        if stored not in self._versions:
            raise self.unknown([stored])
        kind, version = self._versions[stored]
        if version < kind.version:
            return None
        self._decoders[stored] = msgspec.json.Decoder(kind)
        return self._decoders[stored]

    def _upcast(self, stored: str, body: bytes) -> Event:
        """Through every version between the stored one and the current one."""
        kind, stored_version = self._versions[stored]
        fields = msgspec.json.decode(body, type=dict[str, Any])
        for version in range(stored_version, kind.version):
            fields = self._upcasters[kind.__name__, version](fields)
        return msgspec.convert(fields, kind)


def _stored_name(kind: type[Event], version: int) -> str:
    """Class name, with the version when it is not the first."""
    return kind.__name__ if version == 1 else f"{kind.__name__}.{version}"


CODEC = Codec(get_args(AnyEvent), UPCASTERS)
"""The table of this program's events."""
