"""What speaks HTTP: the preview server for people, and the one function that fetches."""
