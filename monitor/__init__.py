"""`monitor` follows a developing news story."""

__version__ = "0.1.0"
