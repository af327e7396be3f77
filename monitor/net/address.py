"""Addresses: which are of the open internet, and what is wrong with one in a configuration. Asks nobody."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from monitor import text

HOST = re.compile(r"[0-9A-Za-z._-]+|\[?[0-9A-Fa-f:.]+\]?")

ALLOW = "allow_private = true lets it be asked all the same"

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Called global by Python 3.11, but they lead into the local network or hold a hidden IPv4 address.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b:1::/48", "::/96", "192.0.0.0/24", "fec0::/10")
)


def is_host(text: str) -> bool:
    """Whether it is a name or an address; whether it means anything only a resolver can say."""
    return HOST.fullmatch(text) is not None


def is_public(address: IPAddress) -> bool:
    """True for an address of the open internet, also when an IPv6 form hides an IPv4 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    if any(address.version == net.version and address in net for net in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast


def is_private(host: str) -> bool:
    """Whether a host is at hand, by its name alone; what a name leads to is checked when it is asked."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return False


def not_public(host: str) -> str:
    """The sentence about a private host, and what to do."""
    return f"{host} is not public; {ALLOW}"


def web_problem(
    address: str, *, allow_private: bool, secret: str, example: str, instead: str
) -> str:
    """What is wrong with a configured web address; empty when nothing is.

    `secret`: what goes along, if anything: then the way must be safe; `instead`: where a password belongs.
    """
    parts = _split(address)
    if parts is None:
        return f'expected an http(s) address, like "{example}"'
    if "@" in parts.netloc:  # not repeated: it holds a password
        return f"expected an address without a password; {instead}"
    if not allow_private and is_private(parts.hostname or ""):
        return not_public(parts.hostname or "")
    if parts.scheme == "http" and not allow_private and secret:
        return f"a {secret} is sent over https only, or to a private address"
    return ""


def _split(address: str) -> SplitResult | None:
    """The parts of a web address; None when it is none."""
    try:
        parts = urlsplit(address)
        whole = bool(parts.hostname) and parts.port != 0 and not parts.fragment
    except ValueError:  # half an IPv6 address, a port that is none
        return None
    return parts if whole and address.isascii() and text.web_address(address) == address else None
