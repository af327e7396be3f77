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
    signal.signal(signal.SIGPROF, signal.SIG_IGN)
    while True:
        pass


def sleep(source: Source, document: Document) -> Parsed | Failure:
    """Takes no time of the processor."""
    time.sleep(60)
    return Parsed(entries=())


def wait(source: Source, document: Document) -> Parsed | Failure:
    """Like a good document on a machine with much to do: long by the clock, next to nothing of its own."""
    time.sleep(1.0)
    return Parsed(entries=(), title="read")


def whoami(source: Source, document: Document) -> Parsed | Failure:
    return Parsed(entries=(), title=str(os.getpid()))
