"""Telling people: rules, the outbox, one file per channel."""
