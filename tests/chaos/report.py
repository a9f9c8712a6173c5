"""The outcome of the long run as a table: by command, by kind of fault, and what was broken."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tests.chaos.invariants import Harm
from tests.chaos.world import Outcome

HARMS = (Harm.LOST, Harm.DANGLING, Harm.VANISHED, Harm.DUPLICATE, Harm.INVALID)
OTHERS = (Harm.CHANGED, Harm.LEAKED, Harm.LIED, Harm.LEFT, Harm.STUCK)


def render_report(outcomes: Sequence[Outcome], seed: int, took_s: float) -> str:
    """Everything there is to say."""
    again = [each for each in outcomes if len(each.codes) > 1]
    converged = sum(each.has_converged for each in again)
    writes, polls = sum(each.writes for each in outcomes), sum(each.polls for each in outcomes)
    harms = Counter(harm for each in outcomes for harm in {harm for harm, _ in each.findings})
    lines = [
        *_table("command", outcomes, lambda outcome: outcome.case.command.name),
        "",
        *_table("fault", outcomes, lambda outcome: outcome.case.fault.name),
        "",
        f"{len(outcomes)} cases, {sum(each.hit is not None for each in outcomes)} of them hit a request; "
        f"seed {seed}; {took_s:.0f} s",
        f"{writes:,} writes looked at one by one, {polls:,} looks from outside",
        ", ".join(f"{harms[harm]} {harm}" for harm in HARMS),
        ", ".join(f"{harms[harm]} {harm}" for harm in OTHERS),
        f"{len(outcomes) - len(again)} runs finished by themselves; "
        f"{converged} of {len(again)} others converged with one rerun",
    ]
    return "\n".join([*lines, *_failures(outcomes)])


def _table(title: str, outcomes: Sequence[Outcome], name: Callable[[Outcome], str]) -> Iterator[str]:
    yield f"{title:<26}{'cases':>7}{'rerun':>7}{'broken':>8}"
    for row in dict.fromkeys(map(name, outcomes)):
        own = [each for each in outcomes if name(each) == row]
        reruns, broken = sum(len(each.codes) > 1 for each in own), sum(bool(each.findings) for each in own)
        yield f"{row:<26}{len(own):>7}{reruns:>7}{broken:>8}"


def _failures(outcomes: Sequence[Outcome]) -> Iterator[str]:
    for each in outcomes:
        if each.findings:
            where = each.hit.label if each.hit else "no request"
            yield f"\n{each.case.name} ({where}): exit {each.codes}"
            yield from (f"  {harm}: {text}" for harm, text in each.findings[:8])
