"""Links to acknowledge: who has one may acknowledge that alert, and no other."""

import stat
from pathlib import Path

import pytest

from monitor.errors import StateError
from monitor.links import Links, existing_key, key, token, valid

BASE = "https://monitor.example.org"


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """It survives restarts, so that links of yesterday work today."""
    assert existing_key(tmp_path) is None
    first = key(tmp_path)
    assert (len(first), key(tmp_path), existing_key(tmp_path)) == (32, first, first)
    assert stat.S_IMODE((tmp_path / "ack.key").stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["ack.key"]


def test_another_key_makes_other_tokens(tmp_path: Path) -> None:
    """Without the old one, links of yesterday lead nowhere, and new ones are made."""
    old = key(tmp_path)
    (tmp_path / "ack.key").unlink()
    new = key(tmp_path)
    assert not valid(new, "a1", token(old, "a1"))
    assert valid(new, "a1", token(new, "a1"))


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64, b"0" * 63 + b"g"])
def test_a_key_that_is_none_is_told(content: bytes, tmp_path: Path) -> None:
    """It is not used, and not replaced unasked."""
    (tmp_path / "ack.key").write_bytes(content)
    with pytest.raises(StateError, match=r"holds no key; delete it, and a new one is made"):
        key(tmp_path)
    assert (tmp_path / "ack.key").read_bytes() == content


def test_a_key_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """With the file's name."""
    with pytest.raises(StateError, match=r"none/ack.key cannot be written: No such file"):
        key(tmp_path / "none")


@pytest.mark.parametrize(
    "given", ["", "0" * 32, token(b"k" * 32, "a2"), token(b"k" * 32, "a1")[:-1], "é\ud800"]
)
def test_a_token_is_for_one_alert(given: str) -> None:
    """Neither another alert's, nor a part of it, nor anything else that can be sent."""
    assert not valid(b"k" * 32, "a1", given)


def test_a_token_has_128_bits() -> None:
    """In hex digits, which every channel leaves as they are."""
    made = token(b"k" * 32, "a1")
    assert len(bytes.fromhex(made)) == 16
    assert valid(b"k" * 32, "a1", made)


def test_links_lead_to_the_page_from_outside(tmp_path: Path) -> None:
    """To the topic, and to the page to acknowledge; an id is no path."""
    links = Links(BASE, tmp_path)
    assert links.front == f"{BASE}/"
    assert links.page("a topic/x") == f"{BASE}/topics/a%20topic%2Fx"
    assert links.acknowledge("a1") == f"{BASE}/ack/a1/{token(key(tmp_path), 'a1')}"
    assert links.acknowledge("../x").startswith(f"{BASE}/ack/..%2Fx/")


def test_without_a_page_there_is_no_link_and_no_key(tmp_path: Path) -> None:
    """Nothing is made that nobody needs."""
    links = Links("", tmp_path)
    assert (links.front, links.page("story"), links.acknowledge("a1")) == ("", "", "")
    assert list(tmp_path.iterdir()) == []
