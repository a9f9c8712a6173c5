"""Notes in the feed: everything apps do not render is rewritten with what they do."""

import pytest

from pipeline.core.notes.dom import render_inside_strictly
from pipeline.core.notes.feed_html import parse_feed_notes
from pipeline.core.notes.feed_lines import Context
from pipeline.core.notes.page_html import Picture

PAGE = "https://wind.example/episodes/060.html"
HEEL = "https://wind.example/files/1/heel.jpg"


def degrade(notes: str) -> str:
    return render_inside_strictly(parse_feed_notes(notes, Context(PAGE, {"heel.jpg": Picture(HEEL, 6, 4)})))


@pytest.mark.parametrize(
    ("notes", "html"),
    [
        ("## 1. Why *now*", "<p><strong>1. Why <em>now</em></strong></p>"),
        ("a **b** _c_ `d`", "<p>a <strong>b</strong> <em>c</em> d</p>"),
        ("a\nb  \nc", "<p>a b<br/>c</p>"),
        ("1 < 2 & 3 &nbsp;", "<p>1 &lt; 2 &amp; 3</p>"),
        ("- a\n  - b\n    - c\n  - d\n- e", "<ul><li>a<br/>– b<br/>– c<br/>– d</li><li>e</li></ul>"),
        ("- a\n  1. b\n  2. c", "<ul><li>a<br/>1. b<br/>2. c</li></ul>"),
        ("- a\n\n  b\n\n- c", "<ul><li>a<br/>b</li><li>c</li></ul>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n4. b", "<p>3. a<br/>4. b</p>"),
        ("> a *b*\n>\n> c", "<p>“a <em>b</em><br/>c”</p>"),
        ('> "said"', '<p>"said"</p>'),
        ("```\na  b\n  c\n```", "<p>a  b<br/>  c</p>"),
        ("a\n\n---\n\nb", "<p>a</p><p>b</p>"),
        ("10<sup>3</sup> m ~~old~~ new", "<p>10³ m new</p>"),
        ("[x](#why)", f'<p><a href="{PAGE}#why">x</a></p>'),
        ("[y](more.html)", '<p><a href="https://wind.example/episodes/more.html">y</a></p>'),
        ("[x](javascript:a) [y](<data:b>)", "<p>x y</p>"),
        ("[mail](mailto:a@b.example)", '<p><a href="mailto:a@b.example">mail</a></p>'),
        ("![the heel](heel.jpg)", f'<p><a href="{HEEL}">[the heel]</a></p>'),
        ("![](heel.jpg)", ""),
        ("![lost](lost.jpg)", "<p>[lost]</p>"),
        ("[![the heel](heel.jpg)](https://x.example)", '<p><a href="https://x.example">[the heel]</a></p>'),
        ("a[^1]\n\n[^1]: note", "<p>a[1]</p><p>[1] note</p>"),
        ("<dl><dt>T</dt><dd>D</dd></dl>", "<p><strong>T</strong></p><p>D</p>"),
        ("<details><summary>S</summary><i>in</i></details>", "<p><strong>S</strong></p><p><em>in</em></p>"),
        ("loose <div>block</div> end", "<p>loose</p><p>block</p><p>end</p>"),
        ("<b> </b><p></p><a href='https://x.example'></a>", ""),
        ("<table><caption>C</caption><tr><td>a</table>", "<p><strong>C</strong></p><ul><li>a</li></ul>"),
    ],
)  # fmt: skip
def test_what_apps_do_not_render_is_rewritten(notes: str, html: str) -> None:
    """Each piece of Markdown has one plain form."""
    assert degrade(notes) == html


def test_a_table_becomes_a_line_for_each_row() -> None:
    """Every value stands beside the name of its column; empty cells are left out."""
    html = degrade("|Week|Run|Rest|\n|-|-|-|\n|1|10 km|2 days|\n|2|[12](https://x.example)||\n")
    assert html == (
        "<ul><li>Week: 1 – Run: 10 km; Rest: 2 days</li>"
        '<li>Week: 2 – Run: <a href="https://x.example">12</a></li></ul>'
    )
