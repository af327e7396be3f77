"""The key of an endpoint: read when it is needed, shown nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from monitor.models import Setup

KEY = re.compile(r"[\x21-\x7e]{1,4096}")
"""What an HTTP header can carry as a token."""
LARGEST = 8_192
"""Bytes of a key's file that are read."""


class NoKey(Exception):
    """There is no usable key. Names are not repeated: somebody may have put the key in their place."""


def read(setup: Setup, environ: Mapping[str, str] | None = None) -> str:
    """The key; empty when none is configured. Raises NoKey."""
    environ = os.environ if environ is None else environ
    if setup.key_env:
        return _checked(environ.get(setup.key_env, ""), "the variable of key_env")
    if setup.key_file:
        try:
            with where(setup.key_file, environ).open("rb") as file:
                raw = file.read(LARGEST)
        except (OSError, RuntimeError) as error:  # RuntimeError: "~" without a home
            why = getattr(error, "strerror", None) or "there is no home folder"
            raise NoKey(f"the file of key_file cannot be read: {why}") from error
        return _checked(raw.decode("ascii", "replace").strip(), "the file of key_file")
    return ""


def where(name: str, environ: Mapping[str, str]) -> Path:
    """The file of that name: a credential of the service manager, unless it is a whole path."""
    if "/" in name:
        return Path(name).expanduser()
    return Path(environ.get("CREDENTIALS_DIRECTORY", "/run/credentials")) / name


def _checked(key: str, place: str) -> str:
    if not KEY.fullmatch(key):
        what = "is empty or not set" if not key else "holds no key: it has blanks or odd letters"
        raise NoKey(f"{place} {what}")
    return key
