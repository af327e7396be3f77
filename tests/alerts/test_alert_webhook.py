"""The webhook: a body as its schema says, field by field, and a signature that can be checked."""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, get_args

import pytest
from msgspec import structs

from monitor import __version__
from monitor.alerts import Message, Sent
from monitor.alerts.webhook import BODY_LIMIT, body
from monitor.notices import SEVERITIES, DevelopmentKind
from tests.alerts.alert_samples import NOW, alert, message, part, told_message
from tests.alerts.channel_contract import LONG, SECRET, send
from tests.alerts.test_alert_http import webhook
from tests.budgets import ROOT
from tests.loopback import Loopback

SCHEMA = json.loads((ROOT / "monitor" / "alerts" / "webhook.schema.json").read_text("utf-8"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
SAID = {"description", "title", "$schema", "$defs"}


def wrong(value: Any, schema: dict[str, Any], where: str = "body") -> Iterator[str]:
    """What of a value is not as a schema says. A word of the schema that is not known here is an error."""
    checks: dict[str, Callable[[Any], bool]] = {
        "const": lambda wanted: value == wanted and type(value) is type(wanted),
        "enum": lambda wanted: value in wanted,
        "type": lambda wanted: any(_is(value, each) for each in _listed(wanted)),
        "minLength": lambda wanted: len(value) >= wanted,
        "minimum": lambda wanted: value >= wanted,
        "format": lambda _: value.endswith("Z") and bool(datetime.fromisoformat(value)),
        "required": lambda wanted: set(wanted) <= value.keys(),
        "anyOf": lambda wanted: any(not list(wrong(value, each, where)) for each in wanted),
        "additionalProperties": lambda _: value.keys() <= schema["properties"].keys(),
    }
    for word, wanted in schema.items():
        if word == "$ref":
            yield from wrong(value, SCHEMA["$defs"][wanted.rpartition("/")[2]], where)
        elif word == "properties":
            for name in wanted.keys() & value.keys():
                yield from wrong(value[name], wanted[name], f"{where}.{name}")
        elif word == "items":
            for number, each in enumerate(value):
                yield from wrong(each, wanted, f"{where}[{number}]")
        elif word not in SAID and not checks[word](wanted):
            yield f"{where}: {word}"


def _listed(wanted: str | list[str]) -> list[str]:
    return [wanted] if isinstance(wanted, str) else wanted


def _is(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and not (name == "integer" and isinstance(value, bool))


def decoded(sent: Message) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(body(sent))
    return found


# --- the body -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        message(),
        told_message(),
        told_message(part(quotes=(), before="", after="", voices=0), part("d2")),
        structs.replace(told_message(), page="", acknowledge="", repetition=True, attempt=7),
        LONG,
    ],
    ids=["older", "whole", "bare", "again", "long"],
)
def test_every_body_is_as_the_schema_says(sent: Message) -> None:
    """Also that of an alert of an older version, without developments."""
    assert list(wrong(decoded(sent), SCHEMA)) == []


def test_a_body_says_all_there_is_to_know(server: Loopback) -> None:
    """Field by field."""
    made = webhook(server)
    assert isinstance(send(made, made.works, told_message()), Sent)
    found = json.loads(server.seen[-1].body)
    assert found == {
        "version": 1,
        "alert": "a1",
        "topic": {"id": "story", "title": "A story"},
        "rule": "toll",
        "channel": "desk",
        "severity": "warning",
        "title": "At least 83 killed \u2014 \u201cmuertos\u201d",
        "text": found["text"],
        "raised": "2025-11-16T12:00:00Z",
        "attempt": 1,
        "repetition": False,
        "page": "https://m.example/story",
        "acknowledge": "https://m.example/ack/a1",
        "log": {"stream": "story", "n": 412, "hash": "9f3c5a0d7e214b68" * 2},
        "developments": [
            {
                "development": "d1",
                "tracker": "strikes",
                "field": "killed",
                "kind": "rise",
                "severity": "warning",
                "title": "At least 83 killed \u2014 \u201cmuertos\u201d",
                "before": "80",
                "after": "83",
                "at": "2025-11-16T11:00:00Z",
                "voices": 3,
                "quotes": [
                    {
                        "text": "bringing the toll to at least 83",
                        "site": "example.org",
                        "url": "https://example.org/c1?a=1&b=2",
                        "at": "2025-11-16T11:00:00Z",
                        "speaker": "Pentagon",
                        "by_model": False,
                    },
                    {
                        "text": "83 muertos",
                        "site": "diario.example",
                        "url": "",
                        "at": "2025-11-16T12:00:00Z",
                        "speaker": "",
                        "by_model": True,
                    },
                ],
                "why": "monitor why strikes.killed --topic story",
            }
        ],
        "left_out": 0,
    }
    assert found["text"].splitlines()[:2] == [
        "At least 83 killed \u2014 \u201cmuertos\u201d",
        "  strikes killed: 80 -> 83",
    ]


def test_developments_that_find_no_room_are_counted() -> None:
    """The first ones stay, whole."""
    found = decoded(LONG)
    kept = len(found["developments"])
    assert 0 < kept < len(LONG.alert.parts)
    assert kept + found["left_out"] == len(LONG.alert.parts)
    assert BODY_LIMIT - 2_000 < len(body(LONG)) <= BODY_LIMIT


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), 2),
        (("version",), True),
        (("severity",), "loud"),
        (("raised",), "yesterday"),
        (("attempt",), 0),
        (("attempt",), True),
        (("page",), 1),
        (("topic", "title"), None),
        (("log",), {"stream": "story"}),
        (("log", "n"), 0),
        (("log", "hash"), "9f3c"),
        (("more",), "x"),
        (("developments", 0, "kind"), "rumour"),
        (("developments", 0, "quotes", 0, "by_model"), "no"),
        (("developments", 0, "quotes", 0, "mood"), "bad"),
    ],
)
def test_the_schema_sees_a_wrong_body(path: tuple[Any, ...], value: Any) -> None:
    """Each of its parts can fail."""
    found = copy.deepcopy(decoded(told_message()))
    at: Any = found
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    try:
        assert list(wrong(found, SCHEMA))
    except ValueError:
        assert path == ("raised",)


@pytest.mark.parametrize("missing", SCHEMA["required"])
def test_the_schema_misses_what_is_missing(missing: str) -> None:
    """Every key is always there."""
    found = decoded(told_message())
    del found[missing]
    assert list(wrong(found, SCHEMA)) == ["body: required"]


def test_the_schema_knows_the_words_of_the_log() -> None:
    """A new kind of development is a new word of the schema."""
    kinds = SCHEMA["$defs"]["development"]["properties"]["kind"]["enum"]
    assert kinds == list(get_args(DevelopmentKind))
    assert SCHEMA["properties"]["severity"]["enum"] == list(SEVERITIES)


def test_every_key_is_always_there_and_documented() -> None:
    """Required is what there is, at every level."""
    for each in (SCHEMA, *SCHEMA["$defs"].values(), SCHEMA["properties"]["topic"]):
        assert each["required"] == list(each["properties"])


# --- the headers ----------------------------------------------------------------------------------


def test_whoever_has_the_secret_can_check_a_delivery(server: Loopback) -> None:
    """The signature covers time and body as they came."""
    made = webhook(server)
    later = structs.replace(told_message(), at=NOW.replace(hour=18))
    send(made, made.works, later)
    (request,) = server.seen
    stamp = request.header("X-Monitor-Timestamp") or ""
    assert stamp == str(int(NOW.replace(hour=18).timestamp()))
    signed = hmac.new(SECRET.encode(), stamp.encode() + b"." + request.body, hashlib.sha256)
    assert request.header("X-Monitor-Signature") == f"sha256={signed.hexdigest()}"


def test_every_attempt_has_the_same_id(server: Loopback) -> None:
    """The body says which attempt it is, and that an earlier one may have arrived."""
    made = webhook(server)
    send(made, made.works, message())
    send(made, made.works, structs.replace(message(), attempt=2, repetition=True))
    for request in server.seen:
        assert request.header("X-Monitor-Delivery") == "a1"
        assert request.header("Idempotency-Key") == "a1"
    told = [json.loads(request.body) for request in server.seen]
    assert [(each["attempt"], each["repetition"]) for each in told] == [(1, False), (2, True)]


def test_headers_are_ours_and_those_of_the_configuration(server: Loopback) -> None:
    """Without a secret there is no signature, without a token no authorization."""
    bare = {"secret_env": "", "token_env": "", "headers": {"X-Team": "desk one"}}
    made = webhook(server, **bare)
    send(made, made.works, message())
    (request,) = server.seen
    names = {name.lower() for name, _ in request.headers}
    assert names == {
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "user-agent",
        "x-monitor-delivery",
        "x-monitor-timestamp",
        "x-team",
    }
    assert request.header("User-Agent") == f"monitor/{__version__}"
    assert request.header("Content-Type") == "application/json"
    assert request.header("X-Team") == "desk one"


def test_a_token_is_sent_as_a_bearer(server: Loopback) -> None:
    """Beside the signature."""
    made = webhook(server)
    send(made, made.works, message())
    assert server.seen[0].header("Authorization") == f"Bearer {SECRET}"


def test_the_title_of_a_body_is_not_marked() -> None:
    """A program knows a repetition by its id; people who read the text in it are told by `repetition`."""
    again = structs.replace(message(), repetition=True)
    assert decoded(again)["title"] == alert().title
