import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.net import tls
from tests.alerts.channel_contract import SECRET
from tests.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    """A secret in a variable, as a channel finds it."""
    monkeypatch.setenv("ALERTS_SECRET", SECRET)
    return SECRET


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    subprocess.run([*made, *named, *files], check=True, capture_output=True)
    whole = folder / "both.pem"
    whole.write_text((folder / "key").read_text() + (folder / "certificate").read_text())
    return whole


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's side of TLS; the system trusts its certificate, as it may a company's own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls.context.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    yield context
    tls.context.cache_clear()
