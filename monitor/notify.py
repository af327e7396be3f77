"""What a service manager wants to hear (sd_notify(3)); nothing happens without one."""

from __future__ import annotations

import os
import socket


def tell(*states: str) -> bool:
    """Send states ("READY=1", "WATCHDOG=1") to the service manager; False when there is none."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return False
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
        try:
            link.connect(address)
            link.sendall("\n".join(states).encode())
        except OSError:
            return False
    return True
