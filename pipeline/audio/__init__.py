"""Audio files: what they are, whether they are whole, and the tagged copy. The only home of mutagen."""
