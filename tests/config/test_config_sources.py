"""The kinds of source that the topics' files show: each example in a comment can be used as it stands."""

import re
from pathlib import Path

from monitor.config import load
from monitor.config.following import polled

CONFIG = Path(__file__).parents[2] / "config"
FILE = CONFIG / "topics" / "us-venezuela.toml"


def examples() -> str:
    """The commented blocks, without their comment signs."""
    lines = FILE.read_text("utf-8").splitlines()
    blocks: list[str] = []
    inside = False
    for line in lines:
        inside = line.startswith("# [[source]]") or (inside and line != "#" and line[:2] == "# ")
        if inside:
            blocks.append(line[2:])
    return "\n".join(blocks)


def test_every_example_of_a_source_can_be_pasted(tmp_path: Path) -> None:
    """A kind of source that is shown is checked like any other."""
    config = tmp_path / "config"
    topic = config / "topics" / FILE.name
    topic.parent.mkdir(parents=True)
    text = re.sub(r"^archive = .*$", "", FILE.read_text("utf-8"), flags=re.MULTILINE)
    topic.write_text(f"{text}\n{examples()}\n", "utf-8")
    [found] = load(config, tmp_path / "state").topics
    kinds = {source.kind for source in found.sources}
    assert kinds == {"feed", "google_news", "sitemap", "page", "json", "command"}
    gdelt = next(source for source in found.sources if source.id == "gdelt-boats")
    assert (gdelt.pause, gdelt.options["entries"]) == (5, "articles")


def test_a_search_knows_the_outlets_that_are_polled_as_well(tmp_path: Path) -> None:
    """By the hosts of their feeds, and by what the file says."""
    sources = polled(load(CONFIG, tmp_path / "state"))
    outlets = sources["google-news-southern-spear"].options["outlets"]
    assert (outlets["nytimes.com"], outlets["theguardian.com"], outlets["bbc.com"]) == (
        "New York Times",
        "Guardian",
        "BBC",
    )
    assert "bbci.co.uk" not in outlets  # of two outlets
