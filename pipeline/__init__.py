"""airdate: publish a podcast from a folder."""

__version__ = "0.1.0"
