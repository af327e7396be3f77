"""The `[model]` of `monitor.toml`: a language model that reads as well. Without the table there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field, structs

from monitor import secret
from monitor.config import members
from monitor.config.shape import Place, instead
from monitor.models import OWN, Setup, parameters
from monitor.net import address

NAME = re.compile(r"[\x21-\x7e]{1,200}")
"""Models are named like "qwen2.5:7b" or "org/name"; the name stands in claims and in the log."""


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
    for key, reason in secret.problems(secret.Whereabouts("key", table.key_env, table.key_file)):
        place.at(key).wrong(reason)
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
    problem = address.web_problem(
        table.address,
        allow_private=table.allow_private,
        secret="key" if table.key_env or table.key_file else "",
        example="http://127.0.0.1:11434/v1",
        instead="a key goes into key_env or key_file",
    )
    if problem and not place.noted:
        place.wrong(problem)


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
