"""Show notes: one renderer for the page, one for the feed, one for plain text."""
