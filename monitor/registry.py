"""Members of a family, found by name: `resolve("projections", "tally")`.

A family is a package of `monitor`; a member is one module in it that offers one object under the
family's own word (`KIND`, `READER`, `SOURCE`, `CHANNEL`, `PACK`). Only what the configuration names is
imported. A name with a colon ("package.module:ATTRIBUTE") is a member of somebody else's package.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

from monitor.errors import NotFound

WORDS = {
    "projections": "KIND",
    "claims.readers": "READER",
    "claims.packs": "PACK",
    "sources": "SOURCE",
    "alerts": "CHANNEL",
}
"""Each family with the word under which a member offers itself."""


def names(family: str) -> tuple[str, ...]:
    """The names of a family's members that come with the program, sorted."""
    package = importlib.import_module(f"monitor.{family}")
    modules = (module.name for module in pkgutil.iter_modules(package.__path__))
    return tuple(sorted(name for name in modules if _member(family, name) is not None))


def resolve(family: str, name: str) -> Any:
    """The member called `name`. Raises NotFound, with the names there are."""
    if ":" in name:
        try:
            return pkgutil.resolve_name(name)
        except (ImportError, AttributeError, ValueError) as error:
            raise NotFound(f"{family}: {name!r} cannot be imported: {error}") from error
    member = _member(family, name) if name.isidentifier() else None
    if member is None:
        raise NotFound(f"{family}: there is no {name!r}; there are: {', '.join(names(family))}")
    return member


def _member(family: str, name: str) -> Any:
    """What the module offers, or None when there is no such module or it is no member."""
    path = f"monitor.{family}.{name}"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path:
            return None
        raise
    return getattr(module, WORDS[family], None)
