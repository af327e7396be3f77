"""The endpoint of a language model over a real connection: what is sent, and everything that comes back."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from monitor import __version__
from monitor.claims.question import Question, question
from monitor.models import Answer, Heard, NoAnswer, Setup, body
from monitor.models.endpoint import ANSWER_LIMIT, BODY_LIMIT, Endpoint, heard
from tests import loopback
from tests.claims.proposing import TRACKERS, context, told
from tests.claims.reading import topic
from tests.loopback import Loopback, Mode
from tests.models.endpoints import PATH, at, completion, says, sent

NOW = datetime(2025, 11, 28, 12, tzinfo=UTC)
TLS = ssl.create_default_context()
SECRET = "sk-live-0123456789"


def asked() -> Question:
    found = question(topic(), context().pack, told("Two dead at sea."), TRACKERS)
    assert found is not None
    return found


def ask(setup: Setup) -> Heard:
    async def run() -> Heard:
        async with Endpoint(setup, tls=TLS) as endpoint:
            return await endpoint.ask(body(asked(), setup), NOW)

    return asyncio.run(run())


def failed(found: Heard) -> NoAnswer:
    assert isinstance(found, NoAnswer), found
    return found


# --- what is sent --------------------------------------------------------------------------------


def test_it_asks_for_a_completion_as_repeatable_as_can_be(server: Loopback) -> None:
    """Model, task, story, temperature 0 and a seed; no key where none is set up, no cookie."""
    ask(at(server, says("{}")))
    (request,) = server.asked(PATH)
    assert request.method == "POST"
    assert request.header("Content-Type") == "application/json"
    assert request.header("User-Agent") == f"monitor/{__version__}"
    assert request.header("Authorization") is None
    assert request.header("Cookie") is None
    told = sent(request)
    assert [(each["role"], bool(each["content"])) for each in told.pop("messages")] == [
        ("system", True),
        ("user", True),
    ]
    assert told == {
        "model": "small:1b",
        "temperature": 0,
        "seed": 1,
        "max_tokens": 2000,
        "response_format": {"type": "json_object"},
        "stream": False,
    }


def test_the_parameters_are_those_of_the_configuration(server: Loopback) -> None:
    """Also none; and an endpoint can be held to a schema, or to nothing."""
    setup = at(server, says("{}"), parameters={"options": {"num_ctx": 8192}}, response="text")
    ask(setup)
    plain = sent(server.seen[-1])
    assert set(plain) == {"model", "messages", "options", "stream"}
    ask(structs.replace(setup, response="json_schema"))
    schema = sent(server.seen[-1])["response_format"]["json_schema"]
    assert schema == {"name": "claims", "strict": False, "schema": asked().schema}


def test_the_same_question_is_the_same_bytes() -> None:
    """What was asked can be known again by its digest."""
    setup = Setup(address="https://a.example/v1", model="m")
    assert body(asked(), setup) == body(asked(), setup)


@pytest.mark.parametrize("path", ["/v1", "/v1/", "/v1/?version=2"])
def test_the_address_is_that_of_the_api(server: Loopback, path: str) -> None:
    """As OpenAI's libraries take it; what stands behind a question mark stays."""
    server.at(PATH, says("{}"))
    setup = Setup(address=server.url(path), model="m", allow_private=True)
    assert isinstance(ask(setup), Answer)
    assert server.seen[0].path == f"{PATH}{'?version=2' if '?' in path else ''}"


# --- the key -------------------------------------------------------------------------------------


def test_the_key_comes_from_a_variable_or_a_file(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or from a credential of the service manager; it is read for each call."""
    monkeypatch.setenv("MODEL_KEY", SECRET)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    (tmp_path / "model").write_text(f"{SECRET}\n")
    ways = ({"key_env": "MODEL_KEY"}, {"key_file": str(tmp_path / "model")}, {"key_file": "model"})
    for way in ways:
        assert isinstance(ask(at(server, says("{}"), **way)), Answer)
        assert server.seen[-1].header("Authorization") == f"Bearer {SECRET}"


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        ("", "is empty or not set"),
        ("two words", "holds no key: it has blanks or odd letters"),
        ("k\u00e9y", "holds no key: it has blanks or odd letters"),
        ("x" * 9_000, "holds no key: it has blanks or odd letters"),
    ],
)
def test_without_a_usable_key_nobody_is_asked(
    server: Loopback, tmp_path: Path, key: str | None, reason: str
) -> None:
    """The reason says what is wrong, and repeats neither the key nor where it was looked for."""
    if key is not None:
        (tmp_path / "model").write_text(key, "utf-8")
    found = failed(ask(at(server, says("{}"), key_file=str(tmp_path / "model"))))
    assert found.kind == "no key"
    assert found.sentence == f"127.0.0.1:{server.port}: the file of key_file {reason}"
    assert server.seen == []


MODES: dict[str, Mode] = {
    "answers": says("{}"),
    "repeats it": says(f"The key is {SECRET}."),
    "repeats it, escaped": loopback.body(
        completion("").replace(b'""', f'"\\u0073{SECRET[1:]}"'.encode(), 1)
    ),
    "names it as its model": says("{}", model=SECRET),
    "refuses": loopback.status(401, {"WWW-Authenticate": f"Bearer {SECRET}"}),
    "sends it elsewhere": loopback.redirect(f"/other?key={SECRET}", 307),
    "breaks off": loopback.reset(),
}


@pytest.mark.parametrize("mode", MODES)
def test_the_key_stands_in_nothing_that_is_kept_or_logged(
    server: Loopback, mode: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the endpoint does with it."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MODEL_KEY", SECRET)
    found = ask(at(server, MODES[mode], key_env="MODEL_KEY"))
    assert server.seen[0].header("Authorization") == f"Bearer {SECRET}"
    assert SECRET not in repr(found)
    assert SECRET not in caplog.text
    assert len(server.seen) == 1


# --- what comes back -----------------------------------------------------------------------------


def test_the_answer_is_kept_as_it_came(server: Loopback) -> None:
    """Word for word, with what the endpoint says about it."""
    text = ' {"claims": []}\n\n```  \u00e9 \x1b[31m'
    found = ask(at(server, says(text)))
    assert isinstance(found, Answer)
    assert found.text == text
    assert (found.answered_by, found.finish) == ("small-0625", "stop")
    assert (found.tokens_in, found.tokens_out) == (900, 80)
    assert found.seconds > 0


@pytest.mark.parametrize(
    ("raw", "text", "finish"),
    [
        (completion("{}", finish="length"), "{}", "length"),
        (completion(None, message={"refusal": "No."}), "No.", "refusal"),
        (completion([{"type": "text", "text": "{"}, {"type": "text", "text": "}"}]), "{}", "stop"),
        (completion("{}", usage=None, model=7, finish=None), "{}", ""),
        (completion(""), "", "stop"),
    ],
)
def test_completions_come_in_several_forms(raw: bytes, text: str, finish: str) -> None:
    """Cut off, refused, in parts, with odd particulars."""
    found = heard(raw)
    assert found is not None
    assert (found.text, found.finish) == (text, finish)


COMPLETION = "what it sends is no chat completion"
FAILURES: dict[str, tuple[Mode, str, str]] = {
    "500": (loopback.status(500), "status", "it answers 500 (Internal Server Error)"),
    "400": (loopback.status(400), "status", "it answers 400 (Bad Request)"),
    "401": (loopback.status(401), "status", "it answers 401 (Unauthorized)"),
    "204": (loopback.status(204), "status", "it answers 204 (No Content)"),
    "302": (loopback.redirect("http://127.0.0.1:9/"), "status", "it answers 302 (Found)"),
    "429": (loopback.status(429), "busy", "it answers 429 (Too Many Requests)"),
    "503": (loopback.status(503), "busy", "it answers 503 (Service Unavailable)"),
    "reset": (loopback.reset(), "unreachable", "it has broken off the connection"),
    "no HTTP": (loopback.raw(b"SSH-2.0-A\r\n"), "unreachable", "the connection failed"),
    "cut off": (loopback.cut_off(completion("{}"), 9_000), "unreachable", "the connection failed"),
    "endless": (loopback.endless(b"x" * 65_000), "too large", f"larger than {BODY_LIMIT:,} bytes"),
    "bomb": (loopback.bomb(64), "too large", f"larger than {BODY_LIMIT:,} bytes"),
    "long": (says("x" * (ANSWER_LIMIT + 1)), "too large", "longer than 32,000 characters"),
    "packed": (loopback.packed(b"x", "br"), "encoding", "it is packed as 'br'"),
    "page": (loopback.body(b"<html>Sign in", "text/html"), "not an answer", COMPLETION),
    "empty": (loopback.body(b""), "not an answer", COMPLETION),
    "no text": (loopback.body(b"\xff\xfe"), "not an answer", COMPLETION),
    "error": (loopback.body(b'{"error": {"message": "no"}}'), "not an answer", COMPLETION),
    "no choice": (loopback.body(b'{"choices": []}'), "not an answer", COMPLETION),
    "deep": (loopback.body(b"[" * 200_000), "not an answer", COMPLETION),
    "null": (says(None), "not an answer", COMPLETION),
    "object": (says({"claims": []}), "not an answer", COMPLETION),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_is_no_answer_is_a_value_with_a_sentence(server: Loopback, name: str) -> None:
    """Nothing is raised, and nothing that the server says is repeated."""
    mode, kind, sentence = FAILURES[name]
    found = failed(ask(at(server, mode)))
    assert found.kind == kind
    assert found.sentence.startswith(f"127.0.0.1:{server.port}: ")
    assert sentence in found.sentence


SLOW = {
    "silent": loopback.stalled(),
    "silent in the middle": loopback.stalled(b'{"choices": '),
    "a byte now and then": loopback.drip(),
}


@pytest.mark.parametrize("name", SLOW)
def test_a_slow_endpoint_is_given_up(server: Loopback, name: str) -> None:
    """Silent from the start, silent in the middle, or a byte now and then."""
    found = failed(ask(at(server, SLOW[name], timeout=0.3)))
    assert (found.kind, found.sentence) == (
        "timeout",
        f"127.0.0.1:{server.port}: it has not answered within 0.3 s",
    )
    assert found.seconds >= 0.3


def test_nobody_at_home_is_a_sentence() -> None:
    """A port that is closed."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    setup = Setup(address=f"http://127.0.0.1:{port}/v1", model="m", allow_private=True)
    found = failed(ask(setup))
    assert (found.kind, found.sentence) == (
        "unreachable",
        f"127.0.0.1:{port}: it refuses connections",
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), (format_datetime(NOW + timedelta(minutes=5), usegmt=True), 300), ("soon", 0)],
)
def test_a_busy_endpoint_may_say_when_to_come_again(
    server: Loopback, header: str, seconds: int
) -> None:
    """As a number of seconds or as a date."""
    found = failed(ask(at(server, loopback.status(429, {"Retry-After": header}))))
    assert found.retry_after == seconds


def test_an_address_that_is_not_public_is_asked_only_when_that_is_said(server: Loopback) -> None:
    """A name may lead anywhere: it is looked at when it is asked."""
    found = failed(ask(at(server, says("{}"), allow_private=False)))
    assert found.kind == "refused"
    assert "127.0.0.1 is at 127.0.0.1, which is not public" in found.sentence
    assert server.seen == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "usage", "model", "refusal"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_an_answer_or_none(raw: bytes) -> None:
    """No exception, and what is kept can be written down."""
    found: Any = heard(raw)
    assert found is None or found.text.encode("utf-8") is not None
