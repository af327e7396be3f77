"""Secrets: where they come from, and that nothing but the secret itself holds them."""

from pathlib import Path

import pytest

from monitor.secret import NoSecret, Whereabouts, path, problems, read

SECRET = "s3cret-0123456789"


def test_a_secret_comes_from_a_variable_or_a_file(tmp_path: Path) -> None:
    """A name without a slash is a credential of the service manager; a line end at its end is none of it."""
    (tmp_path / "token").write_text(f"{SECRET}\n")
    environ = {"TOKEN": SECRET, "CREDENTIALS_DIRECTORY": str(tmp_path)}
    for place in (
        Whereabouts("token", env="TOKEN"),
        Whereabouts("token", file="token"),
        Whereabouts("token", file=str(tmp_path / "token")),
    ):
        assert place
        assert read(place, environ) == SECRET


def test_where_none_is_configured_there_is_none() -> None:
    """That is no mistake."""
    assert not Whereabouts("token")
    assert read(Whereabouts("token"), {}) == ""


def test_a_home_folder_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """~/ is expanded; credentials have a folder of their own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path("~/token", {}) == tmp_path / "token"
    assert path("token", {}) == Path("/run/credentials/token")


@pytest.mark.parametrize(
    ("value", "words", "reason"),
    [
        ("", False, "is empty or not set"),
        ("two words", False, "holds no token: it has blanks or odd letters"),
        ("two words", True, ""),
        ("tab\tbed", True, "holds no token: it has control or odd letters"),
        ("caf\u00e9", True, "holds no token: it has control or odd letters"),
        ("x" * 4_097, False, "holds no token: it has blanks or odd letters"),
    ],
)
def test_what_cannot_be_a_secret_is_said_without_it(value: str, words: bool, reason: str) -> None:
    """Neither the value nor the name of its place is repeated."""
    place = Whereabouts("token", env="ODD_NAME", words=words)
    if not reason:
        assert read(place, {"ODD_NAME": value}) == value
        return
    with pytest.raises(NoSecret) as caught:
        read(place, {"ODD_NAME": value})
    assert str(caught.value) == f"the variable of token_env {reason}"


def test_a_file_that_cannot_be_read_is_not_named(tmp_path: Path) -> None:
    """Somebody may have put the secret in the place of its name."""
    for file in (str(tmp_path / SECRET), str(tmp_path)):
        with pytest.raises(NoSecret, match=r"^the file of token_file cannot be read: ") as caught:
            read(Whereabouts("token", file=file), {})
        assert SECRET not in str(caught.value)


def test_mistakes_name_the_key_and_nothing_else() -> None:
    """All at once."""
    place = Whereabouts("token", env=f"{SECRET} a", file=f"./{SECRET}")
    found = list(problems(place))
    assert [key for key, _ in found] == ["token_env", "token_file", "token_file"]
    assert SECRET not in repr(found)
    assert list(problems(Whereabouts("token", env="TOKEN"))) == []
    assert list(problems(Whereabouts("token", file="~/token"))) == []
