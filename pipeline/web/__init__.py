"""What speaks HTTP for people: the preview server."""
