from collections.abc import Iterator

import pytest

from tests.alerts.channel_contract import SECRET
from tests.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    """A secret in a variable, as a channel finds it."""
    monkeypatch.setenv("ALERTS_SECRET", SECRET)
    return SECRET
