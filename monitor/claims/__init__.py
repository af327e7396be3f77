"""Reading claims out of texts: tokens, numbers, dates, packs, readers."""
