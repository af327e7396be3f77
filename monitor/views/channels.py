"""What a step of an alert does to the table of the channels."""

from __future__ import annotations

from collections.abc import Iterator

from monitor import notices

_TAKEN = """
    insert into channels (channel, delivered, failed, given_up, last_delivered, detail)
    values (?, 1, 0, 0, ?, '')
    on conflict do update set delivered = delivered + 1, detail = '', failing_since = null,
        last_delivered = max(coalesce(last_delivered, ''), excluded.last_delivered)
"""
_NOT_TAKEN = """
    insert into channels (channel, delivered, failed, given_up, failing_since, detail)
    values (?, 0, 1, ?, ?, ?)
    on conflict do update set failed = failed + 1, given_up = given_up + excluded.given_up,
        failing_since = coalesce(failing_since, excluded.failing_since), detail = excluded.detail
"""


def channel_changes(event: notices.AlertStep) -> Iterator[tuple[str, tuple[object, ...]]]:
    """A channel has taken an alert, or it has not: statements with what to bind to them."""
    at = event.at.isoformat()
    if isinstance(event, notices.AlertDelivered):
        yield _TAKEN, (event.channel, at)
    elif isinstance(event, notices.AlertFailed):
        yield _NOT_TAKEN, (event.channel, event.final, at, event.detail)
