"""The rules of any feed, ours or not: one file for each part of it, each rule a row."""
