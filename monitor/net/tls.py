"""One TLS context for all who speak to hosts of the configuration."""

from __future__ import annotations

import functools
import ssl

import httpx


@functools.cache
def context() -> ssl.SSLContext:
    """Authorities of the web, and those that this system knows: a company's own may be among them.

    Made once: loading them takes 20 to 40 ms.
    """
    made = httpx.create_ssl_context(trust_env=False)
    made.load_default_certs()
    return made
