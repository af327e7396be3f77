"""Apprise: one contract over its JSON service, and how it is when it is not installed."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from monitor import registry
from monitor.alerts import NotSent, Outcome, Sent
from monitor.alerts.apprise import NOT_THERE
from monitor.alerts.delivery import deliver
from tests import loopback
from tests.alerts.alert_samples import message, told_message
from tests.alerts.channel_contract import CONTRACT, SECRET, Bench
from tests.alerts.http_places import BROKEN, LOST, arrived, nobody
from tests.budgets import ROOT
from tests.loopback import Loopback

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
"""Apprise loads all of its services at once, with what they need."""


@pytest.fixture
def bench(server: Loopback, tmp_path: Path) -> Bench:
    server.at("/take", loopback.status(200))
    for place, mode in {**BROKEN, **LOST}.items():
        server.at(place, mode)

    def at(place: str, **more: Any) -> dict[str, Any]:
        """Options for the service at a place of the server, its address in a file."""
        file = tmp_path / place.replace("/", "-")
        file.write_text(place if "//" in place else address(server, place))
        return {"url_file": str(file), "allow_private": True, "timeout": 20, **more}

    return Bench(
        channel=registry.resolve("alerts", "apprise"),
        works=at("/take"),
        broken=[
            *map(at, BROKEN),
            at("/take", allow_private=False),
            at("nothing://127.0.0.1/"),
            {"url_file": str(tmp_path / "none")},
        ],
        arrived=lambda: arrived(server.asked("/take")),
        lost=[at(place, timeout=0.5) for place in sorted(LOST.keys() - {"/half"})],
        hangs=at("/hangs"),
        limit=34_000,
    )


def address(server: Loopback, place: str) -> str:
    return server.url(place).replace("http://", f"json://desk:{SECRET}@")


@pytest.mark.parametrize("law", CONTRACT)
def test_apprise_keeps_the_contract(law: Callable[[Bench], None], bench: Bench) -> None:
    """It repeats no secret, and a failure of which it does not say why may be a lost answer."""
    law(bench)


def sent(monkeypatch: pytest.MonkeyPatch, url: str, what: Any, **more: Any) -> Outcome:
    monkeypatch.setenv("ALERTS_URL", url)
    return asyncio.run(deliver("apprise", {"url_env": "ALERTS_URL", **more}, what))


def test_a_service_gets_title_text_and_kind(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As plain text; a severity is one of its four kinds."""
    server.at("/take", loopback.status(200))
    url = address(server, "/take")
    assert sent(monkeypatch, url, told_message(), allow_private=True) == Sent("apprise, JSON")
    told = json.loads(server.seen[-1].body)
    assert (told["title"], told["type"]) == (
        "At least 83 killed \u2014 \u201cmuertos\u201d",
        "warning",
    )
    assert told["message"].splitlines()[0] == "  strikes killed: 80 -> 83"
    assert told["message"].endswith("Seen it: https://m.example/ack/a1")


def test_a_repetition_says_so(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """No service knows one."""
    server.at("/take", loopback.status(200))
    again = structs.replace(message(), repetition=True)
    sent(monkeypatch, address(server, "/take"), again, allow_private=True)
    title = json.loads(server.seen[-1].body)["title"]
    assert title == "(may be a repetition) At least 83 killed"


def test_what_is_no_address_is_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not repeated: it may be a secret with a slip of the pen."""
    found = sent(monkeypatch, f"jsonn://{SECRET}", message())
    reason = "apprise: what url_env or url_file says is no address of it"
    assert found == NotSent(reason, permanent=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "10.1.2.3"])
def test_a_private_host_is_refused_by_its_name(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is allowed."""
    found = sent(monkeypatch, f"json://{host}:9/", message())
    assert isinstance(found, NotSent)
    assert "its host is not public; allow_private = true" in found.reason
    allowed = sent(monkeypatch, nobody().replace("http", "json"), message(), allow_private=True)
    assert allowed == NotSent("apprise, JSON: it has not taken it", unknown=True)


def test_without_the_package_it_is_said_how_to_get_it(
    server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else works without it."""
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert sent(monkeypatch, "json://a.example/", message()) == NotSent(NOT_THERE, permanent=True)


def test_it_is_loaded_only_when_it_sends() -> None:
    """A hundred services are heavy; the configuration is checked without them."""
    code = (
        "import sys; from monitor import registry; registry.names('alerts');"
        "registry.resolve('alerts', 'apprise'); print('apprise' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
