"""What somebody has who installs a wheel: no checkout, and the service all the same."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.budgets import ROOT


def pip(*words: str, python: str = sys.executable) -> None:
    command = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "-q"]
    subprocess.run([*command, *words, "--no-deps", "--no-index"], cwd=ROOT, check=True)


@pytest.mark.slow
def test_a_wheel_brings_the_units_and_the_default_configuration(tmp_path: Path) -> None:
    """`monitor service install` of an installed package, far from any checkout."""
    pip("wheel", "--no-build-isolation", "-w", str(tmp_path), ".")
    (wheel,) = tmp_path.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "opt"], check=True)
    pip("install", str(wheel), python=str(tmp_path / "opt" / "bin" / "python"))
    site = next((tmp_path / "opt" / "lib").glob("python*/site-packages"))
    (site / "others.pth").write_text(sysconfig.get_path("platlib"))  # what it depends on
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    program = tmp_path / "opt" / "bin" / "monitor"
    done = subprocess.run(
        [program, "service", "install", "--root", tmp_path / "root", "--copy-config"],
        cwd=tmp_path,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    unit = (tmp_path / "root/etc/systemd/system/monitor.service").read_text()
    assert f"\nExecStart={program} run\n" in unit
    shipped = (ROOT / "config/topics/us-venezuela.toml").read_bytes()
    assert (tmp_path / "root/etc/monitor/topics/us-venezuela.toml").read_bytes() == shipped
