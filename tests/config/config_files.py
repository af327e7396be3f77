"""Configurations written for a test, and what is found wrong with them."""

from pathlib import Path

import pytest

from monitor.config import load
from monitor.errors import ConfigError

FAKES = "tests.config.config_fakes"
TOPIC = f"""\
title = "A story"
since = 2025-09-01
until = 2025-12-31
langs = ["{FAKES}:PACK"]

[words]
us = ["united states", "washington"]
strike = ["strike*"]

[places]
pacific = ["eastern pacific"]

[people.trump]
names = ["trump"]
kind = "official"

[gate]
any = [["us", "strike"]]
none = []

[[tracker]]
id = "strikes"
kind = "{FAKES}:KIND"
title = "The strikes"
options = {{ window = 5 }}
read = {{ subject = "strike" }}

[[source]]
id = "wire"
kind = "{FAKES}:SOURCE"
address = "https://example.org/feed"
zone = "America/New_York"

[[alert]]
id = "toll"
tracker = "strikes"
channels = ["terminal"]
"""


def write(folder: Path, settings: str | None = "", **topics: str) -> Path:
    """A configuration folder with monitor.toml (None: without) and the topics by file name."""
    (folder / "topics").mkdir(parents=True, exist_ok=True)
    if settings is not None:
        (folder / "monitor.toml").write_text(settings, "utf-8")
    for name, text in topics.items():
        (folder / "topics" / f"{name}.toml").write_text(text, "utf-8")
    return folder


def mistakes(folder: Path) -> list[str]:
    """Every mistake as the person sees it, but for the path of the folder."""
    with pytest.raises(ConfigError) as caught:
        load(folder, folder / "state")
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]
