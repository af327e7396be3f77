"""Mistakes in a tracker that only its kind and its reader can see, in the topics that come along."""

import shutil
from pathlib import Path

import pytest

from monitor.config import load
from monitor.errors import ConfigError

CONFIG = Path(__file__).parents[2] / "config"
FILE = "us-venezuela.toml"


def mistakes(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str]]:
    """Key and reason of what is wrong with the topic after these changes."""
    config = Path(shutil.copytree(CONFIG, folder / "config"))
    path = config / "topics" / FILE
    text = path.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(config, folder / "state")
    assert {each.file for each in caught.value.problems} == {str(path)}
    return [(each.key, each.reason) for each in caught.value.problems]


PARTIES = ('parties = ["Trump", "Maduro"]', 'parties = ["Trump", "Madura"]')
READER = ('reader = "contacts"', 'reader = "contacs"')
MISTAKES = [
    (
        ('places = ["caribbean", "pacific"]', 'places = ["caribbean", "atlantis"]'),
        "tracker[strikes].read.places",
        'there is no place "atlantis"; ',
    ),
    (
        PARTIES,
        "tracker[meeting].read.parties",
        'there is no person "Madura"; did you mean "Maduro"?',
    ),
    (
        ('main = "meeting"', 'main = "meting"'),
        "tracker[meeting].options.main",
        'there is no episode "meting"; did you mean "meeting"?',
    ),
    (
        ('others = ["survivors"]', 'others = ["survivers"]'),
        "tracker[strikes].options.others",
        'the reader gives no measure "survivers"; did you mean "survivors"?',
    ),
    (
        ('dead = "killed"', 'dead = "dead"'),
        "tracker[strikes].options.dead",
        'the reader gives no measure "dead"; ',
    ),
    (
        ("plausible = [1000, 60000]", "plausible = [60000, 1000]"),
        "tracker[troops].options.plausible",
        "60000 is above 1000; expected the lower first",
    ),
]


@pytest.mark.parametrize(("change", "key", "reason"), MISTAKES)
def test_a_name_that_means_nothing_is_told(
    change: tuple[str, str], key: str, reason: str, tmp_path: Path
) -> None:
    """Each would be accepted, and give no figure or 0 for ever."""
    ((found, why),) = mistakes(tmp_path, change)
    assert found == key
    assert why.startswith(reason)


def test_all_mistakes_of_a_tracker_are_told_at_once(tmp_path: Path) -> None:
    """Those of its options, of its reader's name, and what the reader meant finds, too."""
    found = mistakes(tmp_path, READER, *(change for change, _, _ in MISTAKES))
    keys = ["tracker[meeting].reader", *(key for _, key, _ in MISTAKES)]
    assert sorted(key for key, _ in found) == sorted(keys)


def test_a_mistaken_pattern_is_told(tmp_path: Path) -> None:
    """What cannot be read in it, a group that does not close, a word group and a class not known."""
    stage = "[tracker.read.stage.patterns]\n"
    wrong = 'en = ["@designated ~~14 ( @sols", "KILLL"]\n'
    found = mistakes(tmp_path, (stage, stage + wrong))
    reasons = " ".join(reason for _, reason in found)
    assert "'~~14' cannot be read" in reasons
    assert "its groups do not fit" in reasons
    assert 'there is no word group "sols"; did you mean "soles"?' in reasons
    assert 'there is no word class "KILLL"; did you mean "KILL' in reasons
    assert all(key.endswith(".patterns.en") for key, _ in found)
