"""The podcast namespace as rules see it: a table of its tags, and what the table cannot say."""
