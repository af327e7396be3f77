"""One file per language: words, rules and their examples, as data."""
