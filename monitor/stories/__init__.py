"""Which texts are one story: canonical addresses, matching, lineage."""
