"""A channel of mail to a server on this machine."""

from __future__ import annotations

import asyncio
from typing import Any

from monitor.alerts import Message, Outcome, Sent
from monitor.alerts.delivery import deliver
from tests.alerts.alert_samples import told_message
from tests.alerts.mail_server import Mail, MailServer

FROM, DESK = "monitor@example.org", "desk@example.org"


def options(port: int, **more: Any) -> dict[str, Any]:
    """Options for a server on this machine."""
    usual = {
        "host": "127.0.0.1",
        "port": port,
        "from": FROM,
        "to": [DESK],
        "security": "none",
        "allow_private": True,
        "timeout": 10,
    }
    return usual | more


def mailed(port: int, sent: Message | None = None, **more: Any) -> Outcome:
    """What becomes of a message that is sent there."""
    return asyncio.run(deliver("email", options(port, **more), sent or told_message()))


def sent_mail(sent: Message, **more: Any) -> Mail:
    """The mail as a server has taken it."""
    with MailServer() as server:
        assert mailed(server.port, sent, **more) == Sent("127.0.0.1: taken for 1 of 1")
        (mail,) = server.mails
    return mail
