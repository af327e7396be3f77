"""Statements with their values: how what is recorded is written into tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

Values = tuple[object, ...] | dict[str, object]
Change = tuple[str, Values]
"""A statement and what to bind to it."""

_encode = msgspec.json.Encoder(order="deterministic").encode


def stamp(moment: datetime | None) -> str | None:
    """A time as the tables write it. All are in UTC: then text compares as time."""
    return moment.isoformat() if moment else None


def encoded(value: object) -> str:
    """JSON text, the same for the same value."""
    return _encode(value).decode()


def insert(table: str, columns: dict[str, Any], **computed: str) -> str:
    """An insert by names that keeps the row that is there; `computed` columns are SQL."""
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(computed.get(name, f":{name}") for name in columns)
    return f"insert into {table} ({names}) values ({values}) on conflict do nothing"
