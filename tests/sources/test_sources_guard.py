"""Which addresses are of the open internet."""

import asyncio
import ipaddress
import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from monitor.net.address import is_public
from monitor.net.guard import system_addresses
from monitor.sources import Failure
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


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_tls_still_checks_the_name(tmp_path: Path) -> None:
    """The guard chooses the address; a certificate that nobody vouches for is refused."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=news.test",
        "-keyout",
    ]
    subprocess.run([*command, key, "-out", certificate], check=True, capture_output=True)

    async def run() -> object:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        listening = await asyncio.start_server(
            lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=context
        )
        port = listening.sockets[0].getsockname()[1]
        client = PoliteClient(allow_private=["news.test"], resolve=lambda *_: ["127.0.0.1"])
        async with listening, client:
            return await client.get(f"https://news.test:{port}/", now=NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, Failure)
    assert answer.kind == "unreachable"
    assert "certificate is not valid" in answer.sentence
