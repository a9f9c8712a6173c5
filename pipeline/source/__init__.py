"""The producer's folder: podcast.toml, index.md and what lies beside it, with line numbers."""
