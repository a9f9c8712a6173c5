"""Where objects go: a folder or S3-compatible buckets, behind one protocol."""
