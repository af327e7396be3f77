"""`run`, `extract`, `import` as click sees them; what they do is in `run` and `texts`."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.ending import Ended
from monitor.cli.options import with_places
from monitor.cli.places import Places

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@click.option("--once", is_flag=True, help="One round over all sources, then end.")
@with_places
def run(places: Places, once: bool) -> None:
    """Follow the enabled topics: poll, read, record, alert; until told to stop."""
    from monitor.cli.run import run as follow

    raise Ended(follow(places.config, places.state, once=once))


@click.command()
@click.argument("file", type=_FILE)
@click.option("--model", is_flag=True, help="Ask the language model of monitor.toml as well.")
@with_places
def extract(places: Places, file: Path, model: bool) -> None:
    """What is read out of the texts of FILE (JSON, one a line; - is standard input)."""
    from monitor.cli.texts import extract as read

    raise Ended(read(places.config, places.wanted, file, as_json=places.as_json, model=model))


@click.command(name="import")
@click.argument("file", type=_FILE)
@with_places
def import_(places: Places, file: Path) -> None:
    """Take in the texts of FILE with their own dates; never an alert.

    They are read like those of a source. (A log that was exported is taken in by `monitor log import`.)
    """
    from monitor.cli.texts import import_file

    raise Ended(
        import_file(places.config, places.state, places.wanted, file, as_json=places.as_json)
    )
