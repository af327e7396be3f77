"""Secrets: named in the configuration, read when they are needed, shown nowhere."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
"""What an HTTP header can carry as a token."""
WORDS = re.compile(r"[\x20-\x7e]{1,4096}")
"""A password may have blanks."""
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LARGEST = 8_192
"""Bytes of a secret's file that are read."""


class NoSecret(Exception):
    """There is no usable secret. Names are not repeated: somebody may have put it in their place."""


class Whereabouts(Struct, frozen=True):
    """Where a secret is: what `NAME_env` and `NAME_file` say in the configuration."""

    name: str
    """The word for it: "key", "token", "password"."""
    env: str = ""
    """Environment variable that holds it."""
    file: str = ""
    """File that holds it; a name without a slash is a credential of the service manager."""
    words: bool = False
    """It may have blanks inside."""

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.env or self.file)


def read(place: Whereabouts, environ: Mapping[str, str] | None = None) -> str:
    """The secret; empty when none is configured. Raises NoSecret."""
    environ = os.environ if environ is None else environ
    if place.env:
        where = f"the variable of {place.name}_env"
        return _checked(environ.get(place.env, ""), place, where)
    if place.file:
        where = f"the file of {place.name}_file"
        try:
            with path(place.file, environ).open("rb") as file:
                raw = file.read(LARGEST)
        except (OSError, RuntimeError) as error:  # RuntimeError: "~" without a home
            why = getattr(error, "strerror", None) or "there is no home folder"
            raise NoSecret(f"{where} cannot be read: {why}") from error
        return _checked(raw.decode("ascii", "replace").strip(), place, where)
    return ""


def path(name: str, environ: Mapping[str, str]) -> Path:
    """The file of that name: a credential of the service manager, unless it is a whole path."""
    if "/" in name:
        return Path(name).expanduser()
    return Path(environ.get("CREDENTIALS_DIRECTORY", "/run/credentials")) / name


def problems(place: Whereabouts) -> Iterator[tuple[str, str]]:
    """What is wrong with where it is said to be. Nothing is repeated: it might be the secret itself."""
    if place.env and not VARIABLE.fullmatch(place.env):
        example = f"MODEL_{place.name.upper()}" if place.name == "key" else "ALERTS_SECRET"
        yield f"{place.name}_env", f'expected the name of a variable, like "{example}"'
    if place.file and "/" in place.file and not place.file.startswith(("/", "~/")):
        yield f"{place.name}_file", "expected a whole path, or the name of a credential"
    if place.env and place.file:
        yield (
            f"{place.name}_file",
            f"there is {place.name}_env as well; expected one of the two",
        )


def _checked(secret: str, place: Whereabouts, where: str) -> str:
    if not (WORDS if place.words else TOKEN).fullmatch(secret):
        odd = "control or odd letters" if place.words else "blanks or odd letters"
        what = f"holds no {place.name}: it has {odd}" if secret else "is empty or not set"
        raise NoSecret(f"{where} {what}")
    return secret
