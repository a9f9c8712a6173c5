"""What the table cannot say of people: the taxonomy of roles, and hosts that vanish."""

from collections.abc import Iterator
from typing import Any

from pipeline.core.rules.feeds.cases import ItemCase, at
from pipeline.core.rules.feeds.podcasting.looking import Case, standing
from pipeline.core.rules.person_roles import PERSON_ROLES, is_role, suggest_role
from pipeline.core.rules.sources import NAMESPACE, TAXONOMY
from pipeline.core.rules.table import Finding, Rule, one_line
from pipeline.errors import Level

_GROUPS = {
    group.casefold(): frozenset(role.casefold() for role in roles) for group, roles in PERSON_ROLES.items()
}
_HOSTS = frozenset(("host", "co-host", "guest host"))
_LONGEST = 64


def check_roles(case: Case) -> Iterator[Finding]:
    for node in standing(case, "person"):
        role = node.attributes.get("role", "").strip()
        if role and not is_role(role):
            meant = suggest_role(role[:_LONGEST])
            fix = f'write role="{meant.lower()}"' if meant else 'write role="host" or role="guest"'
            yield at(
                node, f"role of <podcast:person> is {one_line(role)}, which the taxonomy does not have", fix
            )


def check_groups(case: Case) -> Iterator[Finding]:
    for node in standing(case, "person"):
        role = node.attributes.get("role", "host").strip().casefold()
        group = node.attributes.get("group", "").strip()
        roles = _GROUPS.get((group or "cast").casefold())
        of_role = next((name for name, theirs in _GROUPS.items() if role in theirs), None)
        if roles is None:
            fix = f'write group="{of_role or "cast"}"'
            yield at(
                node, f"group of <podcast:person> is {one_line(group)}, which the taxonomy does not have", fix
            )
        elif of_role and role not in roles:
            seen = (
                f"group of <podcast:person> is {one_line(group)}"
                if group
                else "<podcast:person> has no group"
            )
            text = f"{seen}: {one_line(role)} belongs to {of_role}" + (
                "" if group else ", and apps take cast"
            )
            yield at(node, text, f'write group="{of_role}"')


def check_hosts(case: ItemCase) -> Iterator[Finding]:
    people = list(standing(case, "person"))
    if not people or any(_role(node.attributes) in _HOSTS for node in people):
        return
    hosts = [each for each in case.channel.all("podcast:person") if _role(each.attributes) in _HOSTS]
    if hosts:
        name = one_line(hosts[0].text.strip(), 40)
        text = f"<podcast:person> names no host, so that {name} of the channel is not shown for this episode"
        yield at(people[0], text, "name the hosts in the item as well: its people replace the channel's")


def _role(attributes: Any) -> str:
    return str(attributes.get("role", "host")).strip().casefold()


BOTH: tuple[Rule[Any], ...] = (
    Rule(
        "p20-person-role",
        Level.ADVICE,
        *TAXONOMY,
        "role of <podcast:person> is one of the taxonomy, which apps translate and group",
        check_roles,
        fix="Write the nearest role of the list at podcasttaxonomy.com; say the rest in the notes.",
        wrong='<podcast:person role="physiotherapist">Ada Marsh</podcast:person>',
        right='<podcast:person role="guest">Ada Marsh</podcast:person>',
    ),
    Rule(
        "p20-person-group",
        Level.ADVICE,
        *TAXONOMY,
        "group of <podcast:person> is the one of its role; cast where there is none",
        check_groups,
        fix="Name the group that the role belongs to.",
        wrong='<podcast:person role="audio editor">Ada Marsh</podcast:person>',
        right='<podcast:person role="audio editor" group="audio post-production">Ada Marsh</podcast:person>',
    ),
)
ITEM: tuple[Rule[ItemCase], ...] = (
    Rule(
        "p20-person-hosts",
        Level.ADVICE,
        *NAMESPACE,
        "an episode that names its guests names its hosts as well",
        check_hosts,
        fix="Repeat the hosts in the item: the people of an item replace all of the channel's.",
        wrong='<item><podcast:person role="guest">Ben Hill</podcast:person></item>',
        right="<item><podcast:person>Ada Marsh</podcast:person>"
        '<podcast:person role="guest">Ben Hill</podcast:person></item>',
    ),
)
