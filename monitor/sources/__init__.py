"""Where entries come from: retrieve and parse, one file per kind of source."""
