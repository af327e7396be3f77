"""The page for people and the addresses for machines."""
