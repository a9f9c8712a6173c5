"""The plan as people read it, and as machines do."""

from pipeline.core.plan import Plan, Staged, Step
from pipeline.core.serving import Group

TITLES = {
    Group.CLAIM: "Claim",
    Group.MEDIA: "Media",
    Group.FILES: "Files",
    Group.RECORDS: "Records",
    Group.OPENING: "Manifest",
    Group.PAGES: "Pages",
    Group.FEED: "Feed",
    Group.MANIFEST: "Manifest",
}
SHOWN_PAGES = 8
"""More pages than this are counted rather than listed, unless asked for."""


def render_plan(plan: Plan, *, verbose: bool = False) -> str:
    """The plan in words: what goes where, in the order it happens, with reasons."""
    lines = list(plan.notes)
    for group in Group:
        steps = plan.of(group)
        if not steps or (group in {Group.MANIFEST, Group.OPENING, Group.CLAIM} and not verbose):
            continue
        shown = steps if verbose or len(steps) <= SHOWN_PAGES else steps[: SHOWN_PAGES - 1]
        lines.append(f"{TITLES[group]}:")
        lines.extend(_line(step) for step in shown)
        if len(shown) < len(steps):
            lines.append(f"  … and {len(steps) - len(shown)} more (--verbose lists them)")
    lines.extend(_removal_lines(plan, verbose=verbose))
    if verbose:
        lines.extend(f"  skip   {skip.what}  ({skip.reason})" for skip in plan.skips)
    removed = f", {len(plan.removals)} to delete" if plan.removals else ""
    total = f"{len(plan.steps)} objects to write{removed}, {format_size(plan.upload_bytes)} to upload."
    if plan.removals and not plan.steps:
        freed = sum(each.size_bytes or 0 for each in plan.removals)
        total = f"{len(plan.removals)} objects to delete, {format_size(freed)} in all."
    nothing = "Nothing to upload." if lines else "Nothing to do: everything is already there."
    return "\n".join([*lines, total if plan else nothing])


def _removal_lines(plan: Plan, *, verbose: bool) -> list[str]:
    if not plan.removals:
        return []
    shown = plan.removals if verbose else plan.removals[:SHOWN_PAGES]
    more = len(plan.removals) - len(shown)
    return [
        "Delete:",
        *(f"  delete {each.root}/{each.key}{_size(each.size_bytes)}  ({each.reason})" for each in shown),
        *([f"  … and {more} more (--verbose lists them)"] if more else []),
    ]


def _size(size_bytes: int | None) -> str:
    return "" if size_bytes is None else f"  {format_size(size_bytes)}"


def _line(step: Step) -> str:
    verb = "copy  " if isinstance(step.source, Staged) else "write "
    return f"  {verb} {step.root}/{step.key}  {format_size(step.size_bytes)}  ({step.reason})"


def render_feed_sizes(plan: Plan) -> list[str]:
    """How large the feed is, and each episode in it, where it is written."""
    return [
        f"{step.key}: {format_size(step.size_bytes)}; {step.reason.partition('; ')[2]}"
        for step in plan.of(Group.FEED)
    ]


def plan_document(plan: Plan) -> dict[str, object]:
    """The plan for `--json`."""
    return {
        "notes": list(plan.notes),
        "steps": [
            {
                "group": step.group.name.lower(),
                "root": step.root.value,
                "key": step.key,
                "action": "copy" if isinstance(step.source, Staged) else "write",
                "reason": step.reason,
                "size_bytes": step.size_bytes,
                "sha256": step.sha256,
            }
            for step in plan.steps
        ],
        "removals": [
            {
                "root": each.root.value,
                "key": each.key,
                "reason": each.reason,
                **({} if each.size_bytes is None else {"size_bytes": each.size_bytes}),
            }
            for each in plan.removals
        ],
        "skips": [{"what": skip.what, "reason": skip.reason} for skip in plan.skips],
        "upload_bytes": plan.upload_bytes,
    }


def format_size(size_bytes: int) -> str:
    """A size that people can picture.

    >>> format_size(950), format_size(4_200), format_size(2_600_000)
    ('950 bytes', '4.2 kB', '2.6 MB')
    """
    if size_bytes < 1000:
        return f"{size_bytes} bytes"
    size = float(size_bytes)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 1000 or unit == "GB":
            break
    return f"{size:.1f} {unit}"
