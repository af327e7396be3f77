"""Titles of one outlet laid side by side."""

from __future__ import annotations

import pytest

from monitor.stories import titles
from monitor.stories.fingerprint import said_numbers


def test_a_title_is_searched_for_numbers_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of its outlet it is held against: a flood of long titles took minutes."""
    searched: list[tuple[str, ...]] = []

    def noted(words: tuple[str, ...]) -> list[str]:
        searched.append(words)
        return said_numbers(words)

    monkeypatch.setattr(titles, "said_numbers", noted)
    long = tuple(f"word{number}" for number in range(300))
    others = [(*long, f"other{number}", str(number)) for number in range(50)]
    for ours in (long, *others[:3]):
        assert not any(titles.alike(ours, other) for other in others if other != ours)
    assert len(searched) == len({long, *others})
