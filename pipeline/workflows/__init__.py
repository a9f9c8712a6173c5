"""What a command does, as the five verbs: load, check, build, plan, apply."""
