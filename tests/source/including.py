"""Texts of a show in several files: a whole podcast.toml, and pieces that an included file may hold."""

import json

REQUIRED = """\
title = "T"
description = "D"
language = "en"
author = "A"
artwork = "cover.jpg"
categories = ["Sports"]
explicit = false
"""
ANNA = '[people.anna]\nname = "Anna Berg"\n'
BEN = '[people.ben]\nname = "Ben"\n'
SHOES = '[sponsors.shoes]\nname = "Shoes"\ntext = "They fit."\nurl = "https://shoes.example/"\n'
LETTER = '[calls_to_action.letter]\ntext = "Monthly."\nurl = "https://x.org/letter"\nlabel = "Read"\n'
CLUB = '[reviews.club]\ntext = "We all listen."\nauthor = "The club"\n'


def including(*names: str) -> str:
    """A whole podcast.toml whose line 8 includes these files."""
    return f"{REQUIRED}include = {json.dumps(names)}\n"


def listen(*names: str) -> str:
    return "".join(f'[[listen]]\nname = "{name}"\nurl = "https://{name}.example/"\n' for name in names)


def funding(*names: str) -> str:
    return "".join(f'[[funding]]\nlabel = "{name}"\nurl = "https://{name}.example/"\n' for name in names)
