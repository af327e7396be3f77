"""Folds over claims: one file per tracker kind; what is common once."""
