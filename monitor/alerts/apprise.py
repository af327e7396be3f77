"""Alerts to the hundred other services that Apprise knows. It is installed as an extra, and loaded only
when it sends: monitor[apprise].

Apprise connects by itself: a private address is refused by its name alone, not by what the name leads to.
It does not say why a service has not taken a message, so that a failure may be an answer that was lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta, Struct

from monitor import secret
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.wording import clipped, fitted, titled
from monitor.net import address
from monitor.net.aside import Aside
from monitor.notices import Severity
from monitor.secret import Whereabouts

BODY_LIMIT = 32_000
"""Bytes, where the service takes more."""
TITLE_LIMIT = 250
"""Bytes, where the service takes more."""
TYPES: dict[Severity, str] = {
    "info": "info",
    "notice": "info",
    "warning": "warning",
    "critical": "failure",
}
"""Its own four are info, success, warning and failure."""
NOT_THERE = 'the package apprise is not installed: pip install "monitor[apprise]"'


class AppriseOptions(Struct, frozen=True, kw_only=True):
    """Where the address of one service is, which holds the secrets."""

    url_env: str = ""
    url_file: str = ""
    allow_private: bool = False
    """The service may be on this machine or in a private network."""
    timeout: Annotated[float, Meta(gt=0, le=600)] = 60.0
    """Seconds; between two messages some services want five."""

    @property
    def url(self) -> Whereabouts:
        """Where the address is."""
        return Whereabouts("url", self.url_env, self.url_file)


class Apprise:
    """One message an alert, through one service. No service knows repetitions."""

    options = AppriseOptions
    keyed = False

    def problems(self, options: AppriseOptions) -> Iterator[tuple[str, str]]:
        """What is wrong with options whose types are right, by key."""
        if not options.url:
            yield "url_env", "missing; expected url_env or url_file"
        yield from secret.problems(options.url)

    async def send(self, message: Message, options: AppriseOptions) -> Outcome:
        """Sent when the service has taken it, as Apprise says."""
        aside = Aside(1, "apprise")
        try:
            url = secret.read(options.url)
            async with asyncio.timeout(options.timeout):
                return await aside.run(lambda: _notified(url, message, options))
        except secret.NoSecret as error:
            return NotSent(f"apprise: {error}")
        except TimeoutError:
            return NotSent(f"apprise: no end after {options.timeout:g} s", unknown=True)
        except ModuleNotFoundError as error:
            missing = f"apprise: it needs the package {error.name}"
            return NotSent(NOT_THERE if error.name == "apprise" else missing, permanent=True)
        finally:
            aside.close()


def _notified(url: str, message: Message, options: AppriseOptions) -> Outcome:
    """Blocks: Apprise sleeps between messages. Raises ModuleNotFoundError when it is not installed."""
    import apprise  # 90 ms and 20 MB

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it logs what services answer
    service = apprise.Apprise.instantiate(url)
    if service is None:
        return NotSent("apprise: what url_env or url_file says is no address of it", permanent=True)
    name = f"apprise, {service.service_name}"
    host = getattr(service, "host", None)
    if not options.allow_private and isinstance(host, str) and address.is_private(host):
        return NotSent(f"{name}: {address.not_public('its host')}")
    title = clipped(titled(message), min(service.title_maxlen or TITLE_LIMIT, TITLE_LIMIT))
    room = min(service.body_maxlen, BODY_LIMIT) - (
        0 if service.title_maxlen else len(title.encode()) + 2
    )
    sending = apprise.Apprise()
    sending.add(service)
    try:
        taken = sending.notify(
            title=title,
            body=fitted(message, room, headed=True),
            notify_type=TYPES[message.alert.severity],
            body_format="text",
        )
    except Exception as error:  # noqa: BLE001 - the boundary: of a hundred services; its text may hold the address
        return NotSent(f"{name}: {type(error).__name__}", unknown=True)
    return Sent(name) if taken else NotSent(f"{name}: it has not taken it", unknown=True)


CHANNEL = Apprise()
