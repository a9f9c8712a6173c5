"""The rules of how a feed and its files are served, one file for each kind."""
