"""The page in a real browser."""

from __future__ import annotations

import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from tests.web.web_samples import Page

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
PATIENCE_S = 60
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium on this machine"),
]


def chromium(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run it once, without a window and without asking anybody else."""
    fixed = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--hide-scrollbars",
        "--enable-logging=stderr",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
        f"--user-data-dir={folder / 'profile'}",
    )
    command = [CHROMIUM or "", *fixed, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True)


def complaints(log: str) -> list[str]:
    """What the browser itself has to say against a page."""
    return [line for line in log.splitlines() if "CONSOLE" in line]


def picture(folder: Path, address: str, width: int, *options: str) -> tuple[bytes, list[str]]:
    """A screenshot, and what the browser has complained of."""
    file = folder / "page.png"
    done = chromium(
        folder, f"--screenshot={file}", f"--window-size={width},1200", *options, address
    )
    return file.read_bytes(), complaints(done.stderr)


def test_a_browser_shows_the_page_and_has_nothing_against_it(page: Page, tmp_path: Path) -> None:
    """Wide and narrow, light and dark: the style applies, nothing is refused, the two differ."""
    address = f"http://127.0.0.1:{page.port}/"
    dark = "--blink-settings=preferredColorScheme=0"
    light, said = picture(tmp_path, address, 1100)
    assert said == []
    night, said = picture(tmp_path, address, 1100, dark)
    assert said == []
    phone, said = picture(tmp_path, address, 390)
    assert said == []
    assert struct.unpack(">II", light[16:24]) == (1100, 1200)
    assert struct.unpack(">II", phone[16:24]) == (390, 1200)
    assert len({light, night, phone}) == 3


def test_a_browser_reads_the_page_as_we_do(page: Page, tmp_path: Path) -> None:
    """Nothing is repaired on the way in: the tree holds both drawings, the quotes and one style."""
    done = chromium(tmp_path, "--dump-dom", f"http://127.0.0.1:{page.port}/")
    for part in ('<svg xmlns="http://www.w3.org/2000/svg"', "<blockquote", "<style>", "<details"):
        assert done.stdout.count(part) == page.get("/").text.count(part) > 0


def test_a_page_that_breaks_the_policy_is_complained_of(tmp_path: Path) -> None:
    """The browser does say so when something is refused: silence above means something."""
    file = tmp_path / "seeded.html"
    policy = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    file.write_text(f"<!DOCTYPE html>{policy}<style>p {{ color: red }}</style><p>x</p>")
    _, said = picture(tmp_path, file.as_uri(), 500)
    assert any("Content Security Policy" in line for line in said)
