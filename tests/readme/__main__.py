"""`python -m tests.readme`: write anew what the README's examples print."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from click.testing import CliRunner

from monitor.cli.commands import cli
from tests.scenario.following import configured, following, read_archive
from tests.test_readme import EXAMPLE, ROOT


def main() -> None:
    """Run each example on a state folder after the first start."""
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        with following(configured(Path(folder))) as pipeline:
            read_archive(pipeline)
        readme = ROOT / "README.md"
        text = readme.read_text("utf-8")
        for found in list(EXAMPLE.finditer(text)):
            command = found["command"]
            places = [] if command.startswith("extract") else ["--state", folder]
            output = CliRunner().invoke(cli, [*command.split(), *places]).stdout
            example = f"```console\n$ monitor {command}\n{output}```"
            text = text.replace(found.group(), example)
        readme.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
