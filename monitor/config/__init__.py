"""The configuration: TOML files as settings and topics, every mistake named with file and key.

`monitor.toml` says how the program runs (`settings`), each file in `topics/` what it follows
(`topics`). `load` gives both, or raises ConfigError with all mistakes of all files at once
(`loading`). `folders` and `topic_ids` are for queries: the rest is imported when it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from monitor.config.folders import folders, topic_ids

if TYPE_CHECKING:
    from monitor.config.loading import Configuration, load
    from monitor.config.settings import ChannelSetup, Settings

__all__ = ["ChannelSetup", "Configuration", "Settings", "folders", "load", "topic_ids"]

_LATER = {
    "ChannelSetup": "settings",
    "Configuration": "loading",
    "Settings": "settings",
    "load": "loading",
}
"""Which module has a name; they bring in `msgspec`, half of what a query takes."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LATER[name]}"), name)
