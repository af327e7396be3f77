"""A disk whose power can be cut, under the very SQLite that Python uses: a VFS around the usual one.

Files are written as always. Beside that it is kept for each file what a cut would leave for certain (all
that was there at the last sync) and what has been written since, of which a cut leaves any part: each
sector is there or not, by chance. kill -9 proves nothing about this: the system keeps what was written.
"""

from __future__ import annotations

import _sqlite3
import ctypes
import os
import random
from collections.abc import Callable
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p, cast
from pathlib import Path
from typing import Any, Self

SECTOR = 512
"""Bytes that a disk writes whole or not at all."""
KEPT = 0.5
"""Chance of a sector that was not synced to be there after a cut."""

_OK = 0
_POINTERS = {1: 13, 2: 17, 3: 19}
"""Members of `sqlite3_io_methods` by its version, the number of the version included."""

# The name stays a pointer: SQLite keeps it as long as the file is open.
_Open = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = ctypes.CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_Write = ctypes.CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = ctypes.CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = ctypes.CFUNCTYPE(c_int, c_void_p, c_int)
_WRITE, _TRUNCATE, _SYNC = 3, 4, 5
"""Their places in `sqlite3_io_methods`."""


def reachable() -> bool:
    """Whether Python's SQLite is a library: in some builds it is a part of the interpreter, its names hidden."""
    place = getattr(_sqlite3, "__file__", None)
    return place is not None and hasattr(ctypes.CDLL(place), "sqlite3_vfs_find")


class _Vfs(Structure):
    """`sqlite3_vfs` of version 3 (sqlite.org/c3ref/vfs.html); what is not changed has no type here."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", _Open),
        ("xDelete", _Delete),
        ("others", c_void_p * 14),
    ]


class Kept:
    """What the disk has of one file."""

    def __init__(self, image: bytes) -> None:
        self._safe = bytearray(image)
        self._since: list[tuple[int, bytes] | int] = []

    def write(self, offset: int, data: bytes) -> None:
        """Sector by sector; nothing of it is safe yet."""
        while data:
            length = SECTOR - offset % SECTOR
            self._since.append((offset, data[:length]))
            offset, data = offset + length, data[length:]

    def cut_to(self, length: int) -> None:
        """The same."""
        self._since.append(length)

    def sync(self) -> None:
        """From now on all is safe."""
        for change in self._since:
            _make(self._safe, change)
        self._since.clear()

    def after_a_cut(self, chance: random.Random) -> bytes:
        """The file as it may be found."""
        image = bytearray(self._safe)
        for change in self._since:
            if chance.random() < KEPT:
                _make(image, change)
        return bytes(image)


def _make(image: bytearray, change: tuple[int, bytes] | int) -> None:
    if isinstance(change, int):
        del image[change:]
        return
    offset, data = change
    image.extend(bytes(max(0, offset - len(image))))
    image[offset : offset + len(data)] = data


class Disk:
    """The VFS, registered under `name` until it is closed; for one thread.

    What SQLite calls must not raise: `on_step` is to note, not to fail.
    """

    name = "cut"

    def __init__(self, on_step: Callable[[], None]) -> None:
        """`on_step` is called before each change of a file and before each sync."""
        self._on_step = on_step
        self._files: dict[str, Kept] = {}
        self._open: dict[int, str] = {}  # address of SQLite's file object -> path
        self._alive: list[Any] = []  # what SQLite holds pointers to
        library = ctypes.CDLL(_sqlite3.__file__)  # finds what the module itself is linked with
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = [c_char_p]
        self._usual: _Vfs = library.sqlite3_vfs_find(None).contents
        self._mine = _Vfs()
        ctypes.memmove(byref(self._mine), byref(self._usual), ctypes.sizeof(_Vfs))
        self._mine.pNext = None
        self._mine.zName = self.name.encode()
        self._mine.xOpen, self._mine.xDelete = _Open(self._opened), _Delete(self._deleted)
        self._unregister = library.sqlite3_vfs_unregister
        library.sqlite3_vfs_register(byref(self._mine), 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """No connection may be open any more."""
        self._unregister(byref(self._mine))

    def lay_down(self, folder: Path, chance: random.Random) -> None:
        """The files as they may be found if the power is cut now. The shared memory is gone."""
        for path, kept in self._files.items():
            if not path.endswith("-shm"):
                (folder / Path(path).name).write_bytes(kept.after_a_cut(chance))

    # --- called by SQLite -------------------------------------------------------------------------

    def _opened(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        code: int = self._usual.xOpen(vfs, name, file, flags, out)
        if code == _OK and name is not None:
            path = os.fsdecode(ctypes.string_at(name))
            self._open[file] = path
            if path not in self._files:
                self._files[path] = Kept(Path(path).read_bytes())
            self._watch(file)
        return code

    def _watch(self, file: int) -> None:
        """Put three methods of ours into a copy of the table that the file has."""
        place = cast(file, POINTER(c_void_p))
        version = cast(place[0], POINTER(c_int))[0]
        usual = (c_void_p * _POINTERS[version]).from_address(place[0])
        table = (c_void_p * len(usual))(*usual)
        ours = (
            (_WRITE, self._writing(_Write(usual[_WRITE] or 0))),
            (_TRUNCATE, self._truncating(_Truncate(usual[_TRUNCATE] or 0))),
            (_SYNC, self._syncing(_Sync(usual[_SYNC] or 0))),
        )
        for index, method in ours:
            table[index] = cast(method, c_void_p).value
        self._alive += [table, ours]
        place[0] = ctypes.addressof(table)

    def _writing(self, usual: Any) -> Any:
        def write(file: int, data: int, length: int, offset: int) -> int:
            self._on_step()
            self._files[self._open[file]].write(offset, ctypes.string_at(data, length))
            code: int = usual(file, data, length, offset)
            return code

        return _Write(write)

    def _truncating(self, usual: Any) -> Any:
        def truncate(file: int, length: int) -> int:
            self._on_step()
            self._files[self._open[file]].cut_to(length)
            code: int = usual(file, length)
            return code

        return _Truncate(truncate)

    def _syncing(self, usual: Any) -> Any:
        def sync(file: int, flags: int) -> int:
            self._on_step()
            code: int = usual(file, flags)
            self._files[self._open[file]].sync()
            return code

        return _Sync(sync)

    def _deleted(self, vfs: int, name: bytes, sync_folder: int) -> int:
        """SQLite has the folder synced where it matters; else a cut could bring the file back."""
        self._on_step()
        self._files.pop(os.fsdecode(name), None)
        code: int = self._usual.xDelete(vfs, name, sync_folder)
        return code
