"""A real mail server on 127.0.0.1, in a thread, that answers as it is told; and one that says just these lines."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # it logs all that it hears

OK = "250 OK"
Answer = Callable[[SMTP], Awaitable[str]]


class Mail(NamedTuple):
    """A mail as it was handed over."""

    sender: str
    to: tuple[str, ...]
    raw: bytes
    secured: bool
    user: str

    @property
    def parsed(self) -> EmailMessage:
        """As a reader sees it."""
        return message_from_bytes(self.raw, policy=default)


class MailServer:
    """Takes every mail, unless `refuse` (by step or address) or `at_data` says otherwise."""

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        password: str = "",
        refuse: dict[str, str] | None = None,
        at_data: Answer | None = None,
    ) -> None:
        self.mails: list[Mail] = []
        self.refuse = refuse or {}
        self.port = 0
        self._tls, self._implicit = tls, implicit
        self._password = password
        self._at_data = at_data
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> MailServer:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *why: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        ssl_context = self._tls if self._implicit else None
        server = await self._loop.create_server(self._session, "127.0.0.1", 0, ssl=ssl_context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()

    def _session(self) -> SMTP:
        return SMTP(
            self,
            loop=self._loop,
            hostname="mail.test",
            ident="mail.test",
            tls_context=None if self._implicit else self._tls,
            authenticator=self._authenticated if self._password else None,
            auth_require_tls=not self._implicit and self._tls is not None,
            auth_exclude_mechanism=self.refuse.get("mechanisms", "").split(),
        )

    def _authenticated(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        given = data if isinstance(data, LoginPassword) else LoginPassword(b"", b"")
        return AuthResult(
            success=given.password.decode() == self._password,
            handled=False,
            auth_data=given.login.decode(),
        )

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.refuse.get("MAIL", OK)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.refuse.get(address, OK)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self._at_data is not None:
            return await self._at_data(server)
        assert isinstance(envelope.original_content, bytes)
        self.mails.append(
            Mail(
                str(envelope.mail_from),
                tuple(envelope.rcpt_tos),
                envelope.original_content,
                session.ssl is not None or self._implicit,
                str(getattr(session, "auth_data", None) or ""),
            )
        )
        return self.refuse.get("DATA", OK)


async def hangs(server: SMTP) -> str:
    """Takes the mail, and says nothing."""
    await asyncio.sleep(60)
    return OK


async def breaks_off(server: SMTP) -> str:
    """Takes the mail, and is gone."""
    assert server.transport is not None
    server.transport.close()
    return OK


class Says:
    """A server that sends these pieces, each after a line of the client (the first at once)."""

    def __init__(self, pieces: Sequence[bytes], *, close: bool = False) -> None:
        self._pieces, self._close = pieces, close
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(10)
        self.port = int(self._socket.getsockname()[1])
        self.heard: list[bytes] = []
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Says:
        self._thread.start()
        return self

    def __exit__(self, *why: object) -> None:
        self._closing.set()
        with suppress(OSError):  # nobody is connected
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(10)

    def _run(self) -> None:
        try:
            connection, _ = self._socket.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as lines:
            try:
                for piece in self._pieces:
                    connection.sendall(piece)
                    self.heard.append(lines.readline())
            except OSError:  # the client has gone
                return
            if not self._close:
                self._closing.wait(60)
