"""Rules: a table of what directories and apps require."""
