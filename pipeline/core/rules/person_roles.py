"""The Podcast Taxonomy: the roles people may have, which apps group and translate."""

import difflib

PERSON_ROLES: dict[str, tuple[str, ...]] = {
    "Creative Direction": (
        *("Director", "Assistant Director", "Executive Producer", "Senior Producer", "Producer"),
        *("Associate Producer", "Development Producer", "Creative Director"),
    ),
    "Cast": (
        *("Host", "Co-Host", "Guest Host", "Guest", "Voice Actor", "Narrator", "Announcer", "Reporter"),
    ),
    "Writing": (
        *(
            "Author",
            "Editorial Director",
            "Co-Writer",
            "Writer",
            "Songwriter",
            "Guest Writer",
            "Story Editor",
        ),
        *("Managing Editor", "Script Editor", "Script Coordinator", "Researcher", "Editor", "Fact Checker"),
        *("Translator", "Transcriber", "Logger"),
    ),
    "Audio Production": (
        *("Studio Coordinator", "Technical Director", "Technical Manager", "Audio Engineer"),
        *("Remote Recording Engineer", "Post Production Engineer"),
    ),
    "Audio Post-Production": (
        *("Audio Editor", "Sound Designer", "Foley Artist", "Composer", "Theme Music"),
        *("Music Production", "Music Contributor"),
    ),
    "Administration": (
        *("Production Coordinator", "Booking Coordinator", "Production Assistant", "Content Manager"),
        *("Marketing Manager", "Sales Representative", "Sales Manager"),
    ),
    "Visuals": ("Graphic Designer", "Cover Art Designer"),
    "Community": ("Social Media Manager",),
    "Misc.": ("Consultant", "Intern"),
    "Video Production": ("Camera Operator", "Lighting Designer", "Camera Grip", "Assistant Camera"),
    "Video Post-Production": ("Editor", "Assistant Editor"),
}

_ROLES = {role.casefold(): role for roles in PERSON_ROLES.values() for role in roles}


def is_role(text: str) -> bool:
    """Whether the taxonomy has it; case does not matter.

    >>> is_role("co-host"), is_role("Physiotherapist")
    (True, False)
    """
    return text.casefold() in _ROLES


def suggest_role(text: str) -> str | None:
    """The role that was probably meant.

    >>> suggest_role("Cohost"), suggest_role("Physiotherapist")
    ('Co-Host', None)
    """
    close = difflib.get_close_matches(text.casefold(), _ROLES, n=1, cutoff=0.75)
    return _ROLES[close[0]] if close else None
