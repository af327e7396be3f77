"""SMTP as far as one mail needs it (RFC 5321, 3207, 4954), over guarded connections. No channel itself.

What a server says is used for its numbers alone, and bounded. Everything can be broken off at any time.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from typing import Literal

import httpcore
from msgspec import Struct

from monitor.net import tls

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
REPLY_LIMIT = 64 * 1024
"""Bytes of one reply; a real one has less than a thousand."""
PIECE = 4_096
"""Bytes that are read at a time."""
READY, BYE, ACCEPTED, OK, FORWARDED, MORE, GO_AHEAD = 220, 221, 235, 250, 251, 334, 354
FINAL = 500
"""From this code on a refusal is for good."""
ENHANCED = re.compile(rb"[245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$)")


class Refused(Exception):
    """The server says no; its text is ours, with its code."""

    def __init__(self, code: int, enhanced: str, step: str) -> None:
        """Keep the code."""
        self.code = code
        self.permanent = code >= FINAL
        super().__init__(f"it answers {code}{f' ({enhanced})' if enhanced else ''} to {step}")


class Unfit(Exception):
    """The server does not do what is needed, or does not speak SMTP."""


class Reply(Struct, frozen=True):
    """A code, and the lines that came with it."""

    code: int
    lines: tuple[bytes, ...]

    @property
    def enhanced(self) -> str:
        """The code of RFC 3463, when there is one."""
        found = ENHANCED.match(self.lines[-1])
        return found[0].decode() if found else ""


class Session:
    """One connection; `handed_over` says that the mail has begun to leave and nobody has refused it."""

    def __init__(self, host: str, port: int, own_name: str) -> None:
        """Nothing is opened yet."""
        self.handed_over = False
        self._host, self._port = host, port
        self._own_name = own_name
        self._buffer = b""
        self._abilities: dict[str, str] = {}
        self._stream: httpcore.AsyncNetworkStream | None = None

    async def connect(self, backend: httpcore.AsyncNetworkBackend, security: Security) -> None:
        """Open the connection and say hello, by way of TLS unless that is not wanted."""
        self._stream = await backend.connect_tcp(self._host, self._port)
        if security == "tls":
            await self._secure()
        await self._expect("the connection", READY)
        await self._hello()
        if security == "starttls":
            if "STARTTLS" not in self._abilities:
                raise Unfit("it offers no STARTTLS")
            await self._ask("STARTTLS", "STARTTLS", READY)
            if self._buffer:  # whoever put it there would speak for the server later
                raise Unfit("it talks on where TLS is to begin")
            await self._secure()
            await self._hello()

    async def close(self) -> None:
        """Close the connection, if there is one."""
        if self._stream is not None:
            await self._stream.aclose()

    @property
    def _open(self) -> httpcore.AsyncNetworkStream:
        if self._stream is None:
            raise httpcore.LocalProtocolError("there is no connection")
        return self._stream

    async def log_in(self, user: str, password: str) -> None:
        """Say who sends."""
        offered = self._abilities.get("AUTH", "").split()
        if "PLAIN" in offered:
            pair = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
            await self._ask(f"AUTH PLAIN {pair}", "AUTH", ACCEPTED)
        elif "LOGIN" in offered:
            await self._ask("AUTH LOGIN", "AUTH", MORE)
            await self._ask(base64.b64encode(user.encode()).decode(), "AUTH", MORE)
            await self._ask(base64.b64encode(password.encode()).decode(), "AUTH", ACCEPTED)
        else:
            raise Unfit("it takes no password in a way that is known here (PLAIN, LOGIN)")

    async def mail(self, sender: str, to: Sequence[str], letter: bytes) -> list[tuple[str, str]]:
        """Hand a mail over; whoever does not get it, and why. Raises Refused when nobody does."""
        await self._ask(f"MAIL FROM:<{sender}>", "MAIL FROM", OK)
        refused = []
        for each in to:
            try:
                await self._ask(f"RCPT TO:<{each}>", "RCPT TO", OK, FORWARDED)
            except Refused as error:
                refused.append((each, error))
        if len(refused) == len(to):
            raise min((error for _, error in refused), key=lambda error: error.code)
        await self._ask("DATA", "DATA", GO_AHEAD)
        self.handed_over = True
        stuffed = re.sub(rb"^\.", b"..", letter, flags=re.MULTILINE)
        end = b"" if stuffed.endswith(b"\r\n") else b"\r\n"
        await self._open.write(stuffed + end + b".\r\n")
        try:
            await self._expect("the mail", OK)
        except Refused:
            self.handed_over = False
            raise
        return [(address, str(error)) for address, error in refused]

    async def quit(self) -> None:
        """Take leave."""
        await self._ask("QUIT", "QUIT", BYE)

    async def _secure(self) -> None:
        self._stream = await self._open.start_tls(tls.context(), self._host.strip("[]"))

    async def _hello(self) -> None:
        reply = await self._ask(f"EHLO {self._own_name}", "EHLO", OK)
        words = [line.decode("ascii", "replace").upper().partition(" ") for line in reply.lines[1:]]
        self._abilities = {name: rest for name, _, rest in words}

    async def _ask(self, line: str, step: str, *expected: int) -> Reply:
        await self._open.write(line.encode("ascii") + b"\r\n")
        return await self._expect(step, *expected)

    async def _expect(self, step: str, *expected: int) -> Reply:
        reply = await self._reply()
        if reply.code not in expected:
            raise Refused(reply.code, reply.enhanced, step)
        return reply

    async def _reply(self) -> Reply:
        """The next reply, of one line or of several."""
        lines: list[bytes] = []
        size = 0
        while True:
            line = await self._line()
            size += len(line)
            found = re.fullmatch(rb"([2-5][0-9][0-9])(?:([ -])(.*))?", line, re.DOTALL)
            if found is None or size > REPLY_LIMIT:
                raise Unfit("what it sends is not SMTP")
            lines.append(found[3] or b"")
            if found[2] != b"-":
                return Reply(int(found[1]), tuple(lines))

    async def _line(self) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > REPLY_LIMIT:
                raise Unfit("what it sends is not SMTP")
            piece = await self._open.read(PIECE)
            if not piece:
                raise httpcore.ReadError("it has closed the connection")
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r")
