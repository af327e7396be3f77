"""`alerts`: what people were told, what was held back, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import click

from monitor.cli.health import fate, given_up
from monitor.cli.knowing import tables
from monitor.cli.options import with_places
from monitor.cli.places import Places, Usage
from monitor.cli.rendering import behind, out, out_json, say, wrapped
from monitor.cli.times import minute
from monitor.errors import NotFound
from monitor.text import printable
from monitor.views.reading import LIMIT
from monitor.wording import many

Row = dict[str, Any]

LONGEST = 16
"""Digits of a whole id: `monitor.values.ID_LENGTH`, which a query does not import."""
SHORTEST = 6
"""Digits of an id that are shown at least: one that is unique today should be so next month."""
SEEN = "acknowledged"
OVER = ("delivered", SEEN)
"""States of an alert that somebody has got."""

_ALERT = click.argument("alert")
_ALERTS = click.argument("alerts", nargs=-1, metavar="[ALERT]...")
_BY = click.option("--by", metavar="NAME", help="Who wants it; else your login name.")


@click.group(invoke_without_command=True)
@click.option("--undelivered", is_flag=True, help="Only those that nobody has got yet.")
@click.option("--held", is_flag=True, help="What rules have held back instead, and why.")
@click.option("--limit", type=click.IntRange(1), default=LIMIT, show_default=True)
@with_places
@click.pass_context
def alerts(ctx: click.Context, places: Places, undelivered: bool, held: bool, limit: int) -> None:
    """Alerts, newest first, and what became of them (times in UTC).

    Wherever an ALERT is expected, the beginning of its id will do.
    """
    if ctx.invoked_subcommand is not None:
        return
    if held:
        from monitor.cli.held import show_held

        show_held(places, limit)
        return
    topics = [topic.id for topic in places.topics()]
    with tables(places) as reading:
        short = _short(reading.alerts())
        found = [row for name in topics for row in reading.alerts(name, undelivered=undelivered)]
    found.sort(key=lambda row: str(row["raised"]), reverse=True)
    if places.as_json:
        out_json(found[:limit])
    elif found:
        out([line for row in found[:limit] for line in _lines(row, short, places.now)])
        if len(found) > limit:
            say(f"{many(len(found) - limit, 'older alert')}; --limit shows more")
    else:
        say("every alert has been delivered" if undelivered else "no alert has been raised")


def _lines(row: Row, short: int, now: datetime) -> Iterator[str]:
    """Id, time, severity and fate; below them the title."""
    head = f"{row['alert'][:short]}  {minute(row['raised']):>17}  {row['severity']:<8}  "
    yield from behind(head, _fate(row, now))
    yield from wrapped(row["title"], " " * (short + 2))


def _fate(row: Row, now: datetime) -> str:
    """What has become of it, and why it waits."""
    said = fate(row)
    if row["state"] == SEEN:
        return f"acknowledged by {row['detail'] or 'somebody'} ({row['channel']})"
    if row["state"] in OVER:
        return f"{said} (may be a repetition)" if row["repetition"] else said
    if row["snoozed"] and datetime.fromisoformat(row["snoozed"]) > now:
        return f"{said}, snoozed until {minute(row['snoozed'])}"
    return f"{said}: {row['detail']}" if row["state"] == "failed" and row["detail"] else said


def _short(rows: Sequence[Row]) -> int:
    """How many digits tell all ids apart."""
    ids = {row["alert"] for row in rows}
    lengths = range(SHORTEST, LONGEST)
    return next((n for n in lengths if len({each[:n] for each in ids}) == len(ids)), LONGEST)


# --- which alerts ---------------------------------------------------------------------------------


def meant(places: Places, names: Sequence[str]) -> list[Row]:
    """The alerts whose ids begin so, each once. Raises NotFound, Usage."""
    with tables(places) as reading:
        rows = reading.alerts()
    found = {row["alert"]: row for row in (_meant(rows, name) for name in names)}
    return list(found.values())


def _meant(rows: Sequence[Row], name: str) -> Row:
    fitting = [row for row in rows if name and row["alert"].startswith(name.lower())]
    exact = [row for row in fitting if row["alert"] == name]
    if not fitting:
        raise NotFound(f'there is no alert "{printable(name)}"; `monitor alerts` lists them')
    if len(fitting) > 1 and not exact:
        ids = ", ".join(row["alert"] for row in fitting[:3])
        more = f" and {len(fitting) - 3} more" if len(fitting) > 3 else ""  # noqa: PLR2004
        raise Usage(f'which alert is "{printable(name)}"? {ids}{more}')
    return (exact or fitting)[0]


def _chosen(places: Places, names: Sequence[str], every: bool, option: str) -> list[Row] | None:
    """The alerts that are named; None when all that fit are meant. Raises NotFound, Usage."""
    if bool(names) == every:
        raise Usage(f"which alerts? name them, or {option} for all")
    return None if every else meant(places, names)


def _all(places: Places) -> list[Row]:
    """Every alert of the topics that are asked for."""
    with tables(places) as reading:
        return [row for topic in places.topics() for row in reading.alerts(topic.id)]


# --- commands -------------------------------------------------------------------------------------


@alerts.command()
@_ALERT
@with_places
def show(places: Places, alert: str) -> None:
    """The whole text of an alert, and all steps of its delivery."""
    from monitor.cli.delivery import show_alert

    (row,) = meant(places, [alert])
    show_alert(places, row)


@alerts.command()
@_ALERTS
@click.option("--all", "every", is_flag=True, help="All that nobody has acknowledged.")
@_BY
@with_places
def ack(places: Places, alerts: tuple[str, ...], every: bool, by: str | None) -> None:
    """Say that alerts have been seen: they are not sent again."""
    from monitor.cli import wishing

    chosen = _chosen(places, alerts, every, "--all")
    rows = [row for row in (_all(places) if chosen is None else chosen) if row["state"] != SEEN]
    wishing.acknowledge(places, rows, by)


@alerts.command()
@_ALERT
@click.option("--for", "length", metavar="TIME", help='How long: 30m, 2h, "1 day".')
@click.option("--until", metavar="TIME", help='Until when: 2025-11-30T08:00Z, "tomorrow 08:00".')
@_BY
@with_places
def snooze(
    places: Places, alert: str, length: str | None, until: str | None, by: str | None
) -> None:
    """Hear no more, for a while, of what an alert is about."""
    from monitor.cli import wishing

    end = wishing.ending(places.now, length, until)
    wishing.snooze(places, meant(places, [alert]), end, by)


@alerts.command()
@_ALERTS
@click.option("--dead", is_flag=True, help="All that were given up.")
@_BY
@with_places
def retry(places: Places, alerts: tuple[str, ...], dead: bool, by: str | None) -> None:
    """Send alerts now that wait, or that were given up."""
    from monitor.cli import wishing

    chosen = _chosen(places, alerts, dead, "--dead")
    for row in chosen or ():
        if row["state"] in OVER:
            raise NotFound(f"{row['alert']} does not wait: it was {fate(row)}")
    rows = given_up(_all(places)) if chosen is None else chosen
    wishing.retry(places, rows, by)


@alerts.command(name="try")
@click.option("--since", metavar="TIME", help="Only what was reported after then.")
@click.option("--rule", metavar="ID", help="Only this rule of the topic.")
@with_places
def try_(places: Places, since: str | None, rule: str | None) -> None:
    """What the rules would have sent of the developments in the log. Nothing is sent.

    Each development is taken as if it had been seen when it was reported, also those of an archive.
    """
    from monitor.cli.rehearsal import show_rehearsal

    show_rehearsal(places, since, rule)


@alerts.command()
@click.argument("channel")
@with_places
def test(places: Places, channel: str) -> None:
    """Send a test message through CHANNEL, and say what came of it."""
    from monitor.cli.delivery import try_channel

    try_channel(places, channel)
