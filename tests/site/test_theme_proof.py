"""A theme is proven before it is published: problems have file and line, and nothing breaks out."""

from datetime import date
from typing import Any

import pytest

from pipeline.core.own_theme import recorded_name
from pipeline.errors import Level, Problem
from pipeline.site.pages import render_site
from pipeline.site.theme_proof import prove_theme
from tests.builders import make_file
from tests.site.rich_show import ADDRESSES, make_rich_episodes, make_rich_show_record

TODAY = date(2026, 11, 6)
PAGE = "episodes/060-why-your-achilles-hurts.html"
BASE = '{% extends "airdate/base.html" %}\n{% block foot %}\nMINE\n{% endblock %}\n'


def make_record(texts: dict[str, str], *paths: str) -> Any:
    """A show with this theme, and pictures or fonts of these paths."""
    record = make_rich_show_record(theme=texts)
    files = {recorded_name(path): make_file(path) for path in paths}
    return record.model_copy(update={"files": {**record.files, **files}})


def prove(texts: dict[str, str], *paths: str) -> list[Problem]:
    record = make_record(texts, *paths)
    return prove_theme(record, make_rich_episodes(record), ADDRESSES, TODAY)


def pages(texts: dict[str, str], *paths: str) -> dict[str, str]:
    record = make_record(texts, *paths)
    found = render_site(record, make_rich_episodes(record), ADDRESSES, TODAY)
    assert found.problems == ()
    return {key: body.decode() for key, body in found.pages.items() if key.endswith(("html", "css"))}


def foot(text: str) -> dict[str, str]:
    """A theme that has this at the foot of every page, in line 3."""
    return {"base.html": BASE.replace("MINE", text)}


def test_a_theme_that_changes_nothing_renders_the_same_bytes() -> None:
    """Our own templates in the sandbox are our own templates."""
    ours = make_rich_show_record()
    expected = render_site(ours, make_rich_episodes(ours), ADDRESSES, TODAY).pages
    empty = make_record({})
    assert render_site(empty, make_rich_episodes(empty), ADDRESSES, TODAY).pages == expected
    assert prove({}) == []


def test_a_page_extends_ours_and_all_others_follow() -> None:
    """Every page that is built on base.html has what a theme's base.html says."""
    found = pages(foot("<p>Made by {{ site.author }} &amp; friends</p>"))
    for key in (PAGE, "index.html", "about.html", "subscribe.html", "404.html", "search.html"):
        assert "<p>Made by Second Wind Radio &amp; friends</p>" in found[key]


def test_values_are_escaped_in_templates_of_a_theme() -> None:
    """As in ours; nothing turns it off."""
    assert "&lt;rest&gt;" in pages(foot('{{ "<rest>" }}'))[PAGE]
    assert "No filter named 'safe'" in prove(foot("{{ site.title | safe }}"))[0].text
    off = foot("{% autoescape false %}{{ site.title }}{% endautoescape %}")
    assert [problem.text for problem in prove(off)] == ["values are always escaped"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ site.titel }}", "there is no value 'titel' here"),
        ("{{ sight }}", "there is no value 'sight' here"),
        ("{{ site.title }", "cannot be read"),
        ("{% if %}", "cannot be read"),
        ('{% include "blocks/foo.html" %}', 'there is no template "blocks/foo.html"'),
        ('{% include "blocks/" ~ "foo.html" %}', 'there is no template "blocks/foo.html"'),
        ('{{ theme_url("dot.png") }}', "there is no file theme/dot.png"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ 1 + site.title }}", "cannot be rendered"),
        ("{{ words.say('no_such_words') }}", "cannot be rendered"),
    ],
)
def test_an_error_is_said_with_file_and_line(text: str, said: str) -> None:
    """And with what to do about it."""
    (problem,) = prove(foot(text))
    assert (problem.path, problem.line, problem.level) == ("theme/base.html", 3, Level.ERROR)
    assert said in problem.text
    assert problem.fix


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ '' | attr('__class__') }}",
        "{{ '{0.__class__}'.format('') }}",
        "{{ site.listen[0].parse_file('/etc/hostname') }}",
        "{{ site.listen[0].parse_raw('x', allow_pickle=true) }}",
        "{{ site.listen[0].model_copy(update={}) }}",
        "{{ words.say.__globals__ }}",
        "{{ navigation.footer.append(1) }}",
        "{{ 'a' * 1000000000 }}",
        "{{ [1] * 1000000000 }}",
        "{{ 10 ** 100000000 }}",
        "{% for each in range(1000000000) %}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_nothing_breaks_out_of_the_sandbox(text: str) -> None:
    """A theme shows values: it reads no files, and fills no memory."""
    assert [problem.level for problem in prove(foot(text))] == [Level.ERROR]


def test_a_template_that_extends_itself_is_told_of_ours() -> None:
    """The name of ours begins with airdate/."""
    (problem,) = prove({"base.html": '{% extends "base.html" %}'})
    assert "airdate/" in str(problem.fix)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% macro feet() %}{% endmacro %}", "'foot' is missing"),
        ("{% macro foot(site) %}{% endmacro %}", "takes 1 values, and is given 4"),
    ],
)
def test_a_block_keeps_the_macro_that_others_draw_it_with(text: str, said: str) -> None:
    """The fix is its first line."""
    (problem,) = prove({"blocks/foot.html": text})
    assert said in problem.text
    assert "{% macro foot(site, navigation, words, here) %}" in str(problem.fix)


def test_an_error_on_a_page_that_the_show_does_not_have_yet_is_found() -> None:
    """A sponsor in a year's time stops no release: every block is tried now."""
    for name in ("sponsor", "call", "newsletter", "questions"):
        found = prove(
            {f"blocks/{name}.html": f"{{% macro {name}(a, b=0) %}}{{{{ a.nonsense }}}}{{% endmacro %}}"}
        )
        assert [problem.path for problem in found] == [f"theme/blocks/{name}.html"]


def test_errors_of_several_pages_are_said_together() -> None:
    """Nobody has to publish three times to see three mistakes."""
    found = prove({"about.html": "{{ one }}", "subscribe.html": "\n{{ two }}", "index.html": "{{ three }}"})
    assert [(each.path, each.line) for each in found] == [
        ("theme/index.html", 1),
        ("theme/about.html", 1),
        ("theme/subscribe.html", 2),
    ]


def test_a_template_that_nothing_uses_is_a_warning_with_the_likely_name() -> None:
    """One that another includes is used."""
    (problem,) = prove({"blocks/footer.html": "x"})
    assert (problem.level, problem.fix) == (Level.WARNING, "call it blocks/foot.html")
    assert prove({"mine/shed.html": "shed", **foot('{% include "mine/shed.html" %}')}) == []


@pytest.mark.parametrize(
    "text",
    [
        "<style>p { color: red }</style>",
        '<p style="color: red">x</p>',
        "<script>go()</script>",
        '<button onclick="go()">x</button>',
        '<a href="javascript:go()">x</a>',
        '<img src="https://x.example/a.png" alt="">',
        '<img src="//x.example/a.png" alt="">',
        '<img srcset="a.png 1x, https://x.example/a.png 2x" alt="">',
        '<link rel="stylesheet" href="https://x.example/a.css">',
        '<script src="https://x.example/a.js"></script>',
        '<iframe src="https://x.example/"></iframe>',
    ],
)
def test_what_browsers_refuse_is_a_warning_with_its_line(text: str) -> None:
    """The content security policy of the pages holds for a theme as well."""
    (problem,) = prove(foot(text))
    assert (problem.path, problem.line, problem.level) == ("theme/base.html", 3, Level.WARNING)
    assert problem.text.startswith("browsers will not")


def test_links_to_other_sites_and_data_are_no_matter() -> None:
    """They load nothing."""
    harmless = '<a href="https://x.example/">x</a><script type="application/ld+json">{}</script>'
    assert prove(foot(f'{harmless}<link rel="me" href="https://x.example/">')) == []


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ("a {}\nb { background: url(dot.png) }", Level.ERROR),
        ("a {}\nb { background: url(https://x.example/a.png) }", Level.WARNING),
        ("a {}\nb { background: url('data:image/png;base64,AA') }", Level.WARNING),
        ('a {}\n@import "more.css";', Level.WARNING),
    ],
)
def test_addresses_in_styles_are_looked_at(style: str, level: Level) -> None:
    """A file that is not there is an error, another host a warning."""
    (problem,) = prove({"extra.css": style})
    assert (problem.path, problem.line, problem.level) == ("theme/extra.css", 2, level)


def test_styles_replace_or_follow_ours() -> None:
    """page.css keeps the show's colours before it; extra.css comes after ours, on every page."""
    found = pages({"page.css": "p { margin: 0 }", "extra.css": "b { cursor: url(dot.png) }"}, "dot.png")
    (style,) = (text for key, text in found.items() if key.endswith("/page.css"))
    assert style.startswith(":root")
    assert style.endswith("p { margin: 0 }")
    for key in (PAGE, "index.html", "embed/060-why-your-achilles-hurts.html"):
        assert found[key].index("/page.css") < found[key].index("/extra.css")
    index = found["index.html"]
    assert index.index("/lists.css") < index.index("/extra.css")


def test_fonts_are_allowed_where_a_theme_brings_some() -> None:
    """And nowhere else: the policy stays as strict as can be."""
    style = "@font-face { font-family: own; src: url(fonts/own.woff2) }"
    with_font = pages({"extra.css": style}, "fonts/own.woff2")
    assert "font-src &#39;self&#39; https://wind.example/show/;" in with_font[PAGE]
    assert "font-src &#39;self&#39; https://wind.example/show/;" in with_font["index.html"]
    assert "font-src" not in pages({"extra.css": "p {}"})[PAGE]


def test_a_template_names_a_picture_by_its_path() -> None:
    """Where it is published, whatever its key is."""
    found = pages(foot('<img src="{{ theme_url("art/logo.svg") }}" alt="">'), "art/logo.svg")
    assert f'<img src="{ADDRESSES.url(make_file("art/logo.svg").key)}" alt="">' in found[PAGE]


def test_a_theme_that_fails_leaves_pages_in_our_look() -> None:
    """All of them, with a warning that says why."""
    ours = make_rich_show_record()
    broken = make_record(foot("{{ site.titel }}"))
    found = render_site(broken, make_rich_episodes(broken), ADDRESSES, TODAY)
    assert found.pages == render_site(ours, make_rich_episodes(ours), ADDRESSES, TODAY).pages
    (problem,) = found.problems
    assert (problem.path, problem.line, problem.level) == ("theme/base.html", 3, Level.WARNING)
