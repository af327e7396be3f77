from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.daemon.daemon_world import World
from tests.loopback import Loopback


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A configuration, a state folder and a server of its own."""
    with Loopback() as server:
        yield World(tmp_path, server)
