"""The plan: order, reasons, and nothing left once it is applied."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.plan import Body, Plan, Rendered, order_steps, plan_rendered
from pipeline.core.serving import Group, serve_briefly

RENDERED = st.builds(
    Rendered,
    st.sampled_from(["a.html", "b.html", "c.html", "feed.xml"]),
    st.binary(max_size=4),
    st.sampled_from([Group.FILES, Group.PAGES, Group.FEED]),
    st.just(serve_briefly("text/html")),
)
WANTED = st.lists(RENDERED, unique_by=lambda each: each.key)


@given(WANTED, st.dictionaries(st.sampled_from(["a.html", "z.html"]), st.just("stale")))
def test_applying_a_plan_leaves_an_empty_plan(wanted: list[Rendered], written: dict[str, str]) -> None:
    """Plan, write, plan again: nothing is left to do."""
    steps = plan_rendered(
        wanted, written, {each.key: len(each.body) for each in wanted if each.key in written}
    )
    after = {**written, **{step.key: step.sha256 for step in steps}}
    assert plan_rendered(wanted, after, {each.key: len(each.body) for each in wanted}) == ()
    assert {step.reason for step in steps if step.key in written} <= {"changed"}
    assert {step.reason for step in steps if step.key not in written} <= {"new"}


@given(WANTED)
def test_the_feed_comes_after_all_it_names(wanted: list[Rendered]) -> None:
    """Whatever order steps are found in, files come first, then pages, then the feed."""
    steps = order_steps(reversed(plan_rendered(wanted, {}, {})))
    assert [step.group for step in steps] == sorted(step.group for step in steps)
    assert len(steps) == len(wanted)


def test_a_plan_counts_what_goes_over_the_wire() -> None:
    """Bodies and local files count; a plan without steps is false."""
    steps = plan_rendered([Rendered("a.html", b"12345", Group.PAGES, serve_briefly("text/html"))], {}, {})
    assert steps[0].source == Body(b"12345")
    assert Plan(steps).upload_bytes == 5
    assert Plan(steps)
    assert not Plan(())
