"""The commands. The only home of click and rich, and the only reader of the clock."""
