"""Alerts by mail, over any SMTP server. `letter` writes the mail, `smtp` hands it over."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

from msgspec import Meta, Struct, field

from monitor import secret
from monitor.alerts import Message, NotSent, Outcome, Sent
from monitor.alerts.letter import ADDRESS, letter
from monitor.alerts.smtp import PORTS, Refused, Security, Session, Unfit
from monitor.net import address
from monitor.net.guard import GuardedBackend
from monitor.net.reasons import EXPECTED, why_not
from monitor.secret import Whereabouts

LEAVE_SECONDS = 1.0
"""For a farewell that nothing depends on."""
MOST = 20
"""Recipients; more is a list, which is for a list server."""


class EmailOptions(Struct, frozen=True, kw_only=True):
    """Which server, who sends, and to whom."""

    host: str
    sender: str = field(name="from")
    to: Annotated[tuple[str, ...], Meta(min_length=1)]
    security: Security = "starttls"
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    """0: the usual one (587; 465 with "tls", 25 with "none")."""
    user: str = ""
    password_env: str = ""
    password_file: str = ""
    allow_private: bool = False
    """The server may be this machine or one of a private network."""
    timeout: Annotated[float, Meta(gt=0, le=600)] = 30.0
    """Seconds for all of it."""

    @property
    def password(self) -> Whereabouts:
        """Where the password is."""
        return Whereabouts("password", self.password_env, self.password_file, words=True)


class Email:
    """One mail an alert. Its Message-ID is made of the alert's id: the same in every attempt."""

    options = EmailOptions
    keyed = True

    def problems(self, options: EmailOptions) -> Iterator[tuple[str, str]]:
        """What is wrong with options whose types are right, by key."""
        if not address.is_host(options.host):
            yield "host", 'expected the name of a mail server, like "smtp.example.org"'
        elif not options.allow_private and address.is_private(options.host):
            yield "host", address.not_public(options.host)
        if not ADDRESS.fullmatch(options.sender):
            yield "from", 'expected a mail address, like "monitor@example.org"'
        if len(options.to) > MOST:
            yield "to", f"expected at most {MOST} addresses"
        for number, each in enumerate(options.to, 1):
            if not ADDRESS.fullmatch(each):
                yield f"to[{number}]", 'expected a mail address, like "desk@example.org"'
        yield from secret.problems(options.password)
        if bool(options.user) != bool(options.password):
            yield "user", "expected a user and password_env or password_file, or none of them"
        elif options.user and options.security == "none" and not options.allow_private:
            yield "security", "a password is sent over TLS only, or to a private address"

    async def send(self, message: Message, options: EmailOptions) -> Outcome:
        """Sent when the server has taken it for at least one; who is left out is told."""
        port = options.port or PORTS[options.security]
        session = Session(options.host, port, options.sender.rpartition("@")[2])
        permanent = False
        try:
            async with asyncio.timeout(options.timeout):
                return await _handed_over(session, message, options)
        except TimeoutError:
            reason = f"no end after {options.timeout:g} s"
        except Refused as error:
            reason, permanent = str(error), error.permanent
        except (Unfit, secret.NoSecret) as error:
            reason = str(error)
        except EXPECTED as error:
            reason = why_not(error)
        name = f"{options.host}:{port}"
        return NotSent(f"{name}: {reason}", permanent=permanent, unknown=session.handed_over)


async def _handed_over(session: Session, message: Message, options: EmailOptions) -> Sent:
    """One mail, from hello to farewell."""
    password = secret.read(options.password)
    backend = GuardedBackend((options.host,) if options.allow_private else ())
    try:
        await session.connect(backend, options.security)
        if options.user:
            await session.log_in(options.user, password)
        written = letter(message, options.sender, options.to)
        refused = await session.mail(options.sender, options.to, written)
        with suppress(TimeoutError, Refused, Unfit, *EXPECTED):
            async with asyncio.timeout(LEAVE_SECONDS):
                await session.quit()
    finally:
        await session.close()
        backend.close()
    return Sent(_detail(options, refused))


def _detail(options: EmailOptions, refused: list[tuple[str, str]]) -> str:
    """Who has it, and who has not: sending it again would repeat it to those who have."""
    taken = f"{options.host}: taken for {len(options.to) - len(refused)} of {len(options.to)}"
    left_out = "; ".join(f"not for {name}: {why}" for name, why in refused)
    return f"{taken}; {left_out}" if left_out else taken


CHANNEL = Email()
