"""Readers that misbehave in the worker; a module, because the worker imports what it runs."""

from __future__ import annotations

import os
import signal
import time

from monitor.sources import Document, Failure, Parsed
from monitor.topics import Source


def die(source: Source, document: Document) -> Parsed | Failure:
    os._exit(3)


def fail(source: Source, document: Document) -> Parsed | Failure:
    raise KeyError("no such thing")


def eat(source: Source, document: Document) -> Parsed | Failure:
    return Parsed(entries=(), title=str(len(bytearray(4 << 30))))


def recurse(source: Source, document: Document) -> Parsed | Failure:
    return recurse(source, document)


def deaf(source: Source, document: Document) -> Parsed | Failure:
    """Like C code that never lets the alarm through."""
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(60)
    return Parsed(entries=())


def whoami(source: Source, document: Document) -> Parsed | Failure:
    return Parsed(entries=(), title=str(os.getpid()))
