"""`alerts`: what people were told, and what nobody has got yet."""

from __future__ import annotations

import click

from monitor.cli.health import fate
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places
from monitor.cli.rendering import out, out_json, say, table
from monitor.cli.times import minute


@click.command()
@click.option("--undelivered", is_flag=True, help="Only those that nobody has got yet.")
@with_places
def alerts(places: Places, undelivered: bool) -> None:
    """Alerts, newest first, and what became of them (times in UTC)."""
    topics = [topic.id for topic in places.topics()]
    with tables(places) as reading:
        found = [row for name in topics for row in reading.alerts(name, undelivered=undelivered)]
    found.sort(key=lambda row: str(row["raised"]), reverse=True)
    if places.as_json:
        out_json(found)
    elif found:
        out(table([(minute(row["raised"]), fate(row), row["title"]) for row in found], ""))
    else:
        say("every alert has been delivered" if undelivered else "no alert has been raised")
