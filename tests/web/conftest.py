from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor import web
from tests.web import web_samples as samples


@pytest.fixture(scope="session", autouse=True)
def _quick() -> Iterator[None]:
    """Servers end at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(web, "LOOK_S", 0.02)
        yield


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that tests only read."""
    return samples.build(tmp_path_factory.mktemp("state"), [samples.topic()])


@pytest.fixture(scope="session")
def page(state: Path) -> Iterator[samples.Page]:
    with samples.served(state) as running:
        yield running
