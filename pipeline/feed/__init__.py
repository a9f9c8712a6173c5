"""The RSS feed: built by feedgen and our extensions, and read back. The only home of feedgen."""
