"""Two sets of tables compared: their content in one order, without what only the file knows.

Positions in the log are left out: they differ between stores, everything else must not.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from monitor.views import schema


def dump(connection: sqlite3.Connection) -> Iterator[bytes]:
    """A line per row: the table and what is not null in it, sorted; then the words of the texts."""
    for table in sorted(
        schema.COMPARED | schema.KEPT_APART | schema.answer_tables(connection).keys()
    ):
        names = sorted(
            row[1] for row in connection.execute(f'pragma table_info("{table}")')
            if (table, row[1]) not in schema.POSITIONS
        )  # fmt: skip
        columns = ", ".join(f'"{name}"' for name in names)
        for row in connection.execute(f'select {columns} from "{table}" order by {columns}'):
            cells = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            yield f"{table} {json.dumps(cells, ensure_ascii=False)}\n".encode()
    yield from _words(connection)


def _words(connection: sqlite3.Connection) -> Iterator[bytes]:
    """What the full-text index holds: every word, in how many texts, how often."""
    terms = f"create virtual table temp.words using fts5vocab(main, {schema.SEARCH}, row)"
    connection.execute(terms)
    try:
        for row in connection.execute("select term, doc, cnt from temp.words order by term"):
            yield f"{schema.SEARCH} {json.dumps(row, ensure_ascii=False)}\n".encode()
    finally:
        connection.execute("drop table temp.words")


def compare(stored: Iterable[bytes], rebuilt: Iterable[bytes]) -> str | None:
    """What differs first, as a sentence; None when the contents are the same."""
    for one, other in zip_longest(stored, rebuilt, fillvalue=b""):
        if one != other:
            # The row that sorts first is the one that the other side lacks.
            surplus = not other or (one and one < other)
            row = (one if surplus else other).decode().rstrip()
            table, _, cells = row.partition(" ")
            return f"{table}: {'kept but not in the log' if surplus else 'missing'}: {cells}"
    return None
