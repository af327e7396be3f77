"""The `[model]` of `monitor.toml`: a language model that reads as well. Without the table there is none."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Collection
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from msgspec import Meta, Struct, field, structs

from monitor import text
from monitor.config import members
from monitor.config.shape import Place, instead
from monitor.models import OWN, Setup, parameters

NAME = re.compile(r"[\x21-\x7e]{1,200}")
"""Models are named like "qwen2.5:7b" or "org/name"; the name stands in claims and in the log."""
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ModelTable(Struct, frozen=True, kw_only=True):
    """The layout of `[model]`: as a setup, with bounds."""

    address: str
    model: str
    timeout: Annotated[float, Meta(gt=0, le=600)] = 60.0
    key_env: str = ""
    key_file: str = ""
    allow_private: bool = False
    per_hour: Annotated[int, Meta(ge=1, le=3600)] = 60
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    response: Literal["json_object", "json_schema", "text"] = "json_object"
    parameters: dict[str, Any] = field(default_factory=parameters)


def setup(table: ModelTable | None, place: Place, *, deep: bool) -> Setup | None:
    """The model in a settings file; `deep` also looks its kinds up. Its topics are checked later."""
    if table is None or place.noted:
        return None
    if table.model and not NAME.fullmatch(table.model):
        place.at("model").wrong("expected the model's name, without blanks")
    _check_address(table, place.at("address"))
    _check_key(table, place)
    _check_parameters(table.parameters, place.at("parameters"))
    for number, kind in enumerate(table.kinds if deep else (), 1):
        members.member("projections", kind, place.at("kinds").nth(number))
    return Setup(**structs.asdict(table))


def check_topics(made: Setup | None, topics: Collection[str], place: Place) -> None:
    """Note each topic of the model that is none."""
    for number, name in enumerate(made.topics if made is not None else (), 1):
        where = place.at("topics").nth(number)
        if name not in topics and not where.noted:
            where.wrong(f'there is no topic "{name}"; {instead(name, topics)}')


def _check_address(table: ModelTable, place: Place) -> None:
    """A whole address without a password, public unless it is said that it need not be."""
    if place.noted:
        return
    parts = _split(table.address)
    if parts is None:
        place.wrong('expected an http(s) address, like "http://127.0.0.1:11434/v1"')
    elif "@" in parts.netloc:  # not repeated: it holds a password
        place.wrong("expected an address without a password; a key goes into key_env or key_file")
    elif not table.allow_private and _private(parts.hostname or ""):
        place.wrong(
            f"{parts.hostname} is not public; allow_private = true lets it be asked all the same"
        )
    elif parts.scheme == "http" and not table.allow_private and (table.key_env or table.key_file):
        place.wrong("a key is sent over https only, or to a private address")


def _split(address: str) -> SplitResult | None:
    """The parts of a web address; None when it is none."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and parts.port != 0 and not parts.fragment
    except ValueError:  # half an IPv6 address, a port that is none
        return None
    return parts if whole and address.isascii() and text.web_address(address) == address else None


def _private(host: str) -> bool:
    """Whether a host is at hand, by its name alone; what a name leads to is checked when it is asked."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    from monitor.sources.guard import is_public  # brings in httpx: only where a model is set up

    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        return False


def _check_key(table: ModelTable, place: Place) -> None:
    """Where the key is. Nothing of it is repeated: it might be the key itself."""
    if table.key_env and not VARIABLE.fullmatch(table.key_env):
        place.at("key_env").wrong('expected the name of a variable, like "MODEL_KEY"')
    if table.key_file and "/" in table.key_file and not table.key_file.startswith(("/", "~/")):
        place.at("key_file").wrong("expected a whole path, or the name of a credential")
    if table.key_env and table.key_file:
        place.at("key_file").wrong("there is key_env as well; expected one of the two")


def _check_parameters(given: dict[str, Any], place: Place) -> None:
    """What is sent beside the question must be JSON, and leave the question alone."""
    for key, value in given.items():
        if key in OWN:
            place.at(key).wrong("is not to be set here")
        elif not _is_json(value):
            place.at(key).wrong("expected text, numbers, lists or tables")


def _is_json(value: object) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):  # a date, infinity
        return False
    return True
