"""The pure heart: words, rules and decisions. No I/O, no clock, no environment."""
