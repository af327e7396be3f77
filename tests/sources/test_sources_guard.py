"""Which addresses are of the open internet."""

import asyncio
import ipaddress
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from monitor.config.settings import Settings
from monitor.net import tls
from monitor.net.address import is_public
from monitor.net.guard import system_addresses
from monitor.opening import polite
from monitor.sources import Document, Failure, NotModified
from monitor.sources.client import PoliteClient
from tests.sources.documents import NOW

PRIVATE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fc00::1",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]
PUBLIC = ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_form(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, and IPv6 forms that hide such an IPv4."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_known(address: str) -> None:
    """The open internet, also through NAT64 and mapped."""
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1"])
def test_the_system_reads_odd_forms_as_addresses(host: str) -> None:
    """So they are checked like any other, after they have been read."""
    assert system_addresses(host, 80) == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["x" * 64 + ".test", "a..b"])
def test_an_impossible_name_is_no_host(host: str) -> None:
    """It gives the error of a name that does not exist."""
    with pytest.raises(OSError, match="name"):
        system_addresses(host, 80)


@pytest.fixture
def server_tls(tmp_path: Path) -> ssl.SSLContext:
    """The server's side of TLS, with a certificate of 127.0.0.1 in `both.pem` that nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=news.test", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "both.pem")]
    subprocess.run([*made, *named, *files], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem", tmp_path / "key.pem")
    return context


async def asked_over_tls(
    client: PoliteClient, host: str, context: ssl.SSLContext
) -> Document | NotModified | Failure:
    """What a source is given by a server that speaks HTTPS."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<rss/>")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = listening.sockets[0].getsockname()[1]
    async with listening, client:
        return await client.get(f"https://{host}:{port}/", now=NOW)


def test_tls_still_checks_the_name(server_tls: ssl.SSLContext) -> None:
    """The guard chooses the address; a certificate that nobody vouches for is refused."""
    client = PoliteClient(
        tls=tls.context(), allow_private=["news.test"], resolve=lambda *_: ["127.0.0.1"]
    )
    answer = asyncio.run(asked_over_tls(client, "news.test", server_tls))
    assert isinstance(answer, Failure)
    assert answer.kind == "unreachable"
    assert "certificate is not valid" in answer.sentence


def test_a_source_may_have_a_certificate_that_only_the_system_trusts(
    server_tls: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one of a company's own: sources are asked like channels."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
    tls.context.cache_clear()
    try:
        settings = Settings(config_dir=tmp_path, state_dir=tmp_path, allow_private=("127.0.0.1",))
        answer = asyncio.run(asked_over_tls(polite(settings), "127.0.0.1", server_tls))
    finally:
        tls.context.cache_clear()
    assert isinstance(answer, Document), answer
    assert answer.body == b"<rss/>"
