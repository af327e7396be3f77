"""The append-only log: the contract, and one file per store."""
