"""The unit as it is, under a real systemd."""

from pathlib import Path

import pytest

from monitor.cli import units
from tests.daemon.daemon_world import ARCHIVE, STRUCK, TROOPS, Feed, World, rss
from tests.loopback import Loopback
from tests.service.booted import PROGRAM, booted, obstacle

pytestmark = pytest.mark.slow

MODEL = (
    'address = "http://127.0.0.1:1/v1"\nmodel = "m"\nallow_private = true\nkey_file = "model-key"'
)
"""A model that nobody runs: what counts is whether its key can be read."""
CREDENTIAL = "LoadCredential=model-key:/etc/monitor/secrets/model-key"


def configuration(world: World) -> dict[str, str]:
    """The files of its configuration, below /etc."""
    paths = (path for path in world.config.rglob("*") if path.is_file())
    return {f"monitor/{path.relative_to(world.config)}": path.read_text("utf-8") for path in paths}


def test_the_unit_under_systemd(tmp_path: Path) -> None:
    """Started, reread, wrong, stopped: as the manager sees it; an alert and a credential arrive."""
    if why := obstacle():
        pytest.skip(why)
    with Loopback() as server:
        world = World(tmp_path / "world", server)
        world.channel = 'kind = "file"\nformat = "json"\npath = "/var/lib/monitor/alerts.jsonl"'
        world.model = MODEL
        alpha = Feed(rss(STRUCK))
        world.follow({"alpha": alpha}, ARCHIVE)
        files = {**configuration(world), "monitor/secrets/model-key": "a-key"}
        with booted(tmp_path / "boot", units.system(PROGRAM), files, CREDENTIAL) as machine:
            if machine is None:
                pytest.skip((tmp_path / "boot" / "boot.txt").read_text() or "systemd stays down")
            assert machine.systemctl("start", "monitor") == 0, machine.reads("/run/monitor.err")
            assert machine.shows("StatusText") == "following 1 topic"
            assert machine.shows("WatchdogUSec") == "2min"
            told = machine.waits("/run/monitor.err", "no answer    the model")
            assert "127.0.0.1:1: it refuses connections" in told
            assert "config       /etc/monitor\nstate        /var/lib/monitor\n" in told
            status = machine.reads(f"/proc/{machine.shows('MainPID')}/status")
            for wall in ("NoNewPrivs:\t1", "Seccomp:\t2", f"CapBnd:\t{0:016x}"):
                assert wall in status

            machine.waits("/run/monitor.err", "alpha: 1 new")
            alpha.content = rss(STRUCK, TROOPS)
            machine.waits("/var/lib/monitor/alerts.jsonl", "6,000 troops")

            machine.call("sed", "-i", "s/^deadline = 5/deadline = 0/", "/etc/monitor/monitor.toml")
            assert machine.systemctl("reload", "monitor") == 0
            machine.waits("/run/monitor.err", "it goes on with the one it has")
            assert machine.shows("StatusText").endswith(
                "as before: 1 mistake in the new configuration"
            )
            machine.call("sed", "-i", "s/^deadline = 0/deadline = 6/", "/etc/monitor/monitor.toml")
            assert machine.systemctl("reload", "monitor") == 0
            machine.waits("/run/monitor.err", "rereading")
            assert machine.shows("ActiveState") == "active"

            assert machine.systemctl("stop", "monitor") == 0
            assert (machine.shows("Result"), machine.shows("ExecMainStatus")) == ("success", "0")
            modes = machine.call("stat", "-c", "%a", "/var/lib/private/monitor").stdout
            assert modes == "700\n"
