"""Hostile words in every place where words can stand: nothing of them runs, loads or becomes an element."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from fnmatch import filter as filter_names
from fnmatch import fnmatchcase
from pathlib import Path
from threading import Thread

import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Error, Page
from pydantic import ValidationError

import pipeline.site
from pipeline.core.front_matter import FrontMatter
from pipeline.core.show import Show
from pipeline.web.server import make_server
from tests.with_browser.hostile_show import (
    BASE_URL,
    EPISODE_SCHEMA,
    REASONS,
    SHOW_SCHEMA,
    TURNS,
    make_hostile,
    write_episode,
    write_show,
)
from tests.with_browser.hostile_texts import ATTACKS, EVALUATED, SCHEMES, Leaf, found_at

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy"[^>]*>')
ATTACK = re.compile("pwned=1|evil.invalid|7\\*7777777|</title>|<!--<script>|\u202e")

WALK = """
() => {
  const found = [];
  const ran = window.pwned !== undefined || [...document.querySelectorAll("iframe")].length;
  if (ran) found.push("something ran");
  const loaded = ["src", "srcset", "poster", "data", "action", "formaction", "background"];
  loaded.push("href", "xlink:href");
  const own = (url) => new URL(url, location.href).origin === location.origin;
  const links = new Set(["A", "FORM"]);
  for (const each of document.querySelectorAll("*")) {
    const name = each.nodeName;
    if (/^(IFRAME|OBJECT|EMBED|BASE|APPLET|FRAME)$/i.test(name)) found.push(each.outerHTML);
    if (name === "STYLE" && (each.parentNode !== document.head || document.styleSheets.length > 1)) {
      found.push(each.outerHTML);
    }
    for (const { name: key, value } of each.attributes) {
      const says = `${name} ${key}="${value}"`;
      if (/^on|^style$|^srcdoc$|^is$/i.test(key)) found.push(says);
      if (!loaded.includes(key)) continue;
      const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(new URL(value.split(/\\s/)[0], location.href).href)[0];
      if (/javascript|data|vbscript|blob/i.test(scheme)) found.push(says);
      const leads = links.has(name) || (name === "LINK" && /canonical|alternate|prev|next/.test(each.rel));
      if (!leads && !value.split(",").every((one) => own(one.trim().split(" ")[0]))) found.push(says);
    }
  }
  for (const each of document.scripts) {
    if (each.type === "application/ld+json") JSON.parse(each.textContent);
    else if (!each.src) found.push(each.outerHTML);
  }
  for (const each of document.querySelectorAll("[http-equiv]")) {
    if (each.httpEquiv !== "Content-Security-Policy") found.push(each.outerHTML);
  }
  const player = document.getElementById("player");
  if (player && !/^(AUDIO|VIDEO)$/.test(player.nodeName)) found.push(`#player is ${player.nodeName}`);
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  found.push(...ids.filter((each, place) => ids.indexOf(each) !== place).map((each) => `two #${each}`));
  return found;
}
"""
PARTS = """
() => [...new Set([...document.querySelectorAll("*:not(.scan *)")].flatMap((each) => (
  [each.localName, ...[...each.attributes].map(({ name }) => `${each.localName}[${name}]`)]
)))]
"""

TAG = re.compile(r"<([a-z][a-z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>")
VALUE = re.compile(r"\"[^\"]*\"|{{.*?}}|{%.*?%}")
OF_NOTES = """
h1[id] h2[id] h3[id] h4[id] h5[id] h6[id] p br hr div[id] div[class] div[role] div[tabindex] div[aria-label]
span blockquote pre code figure figcaption details summary ul ol ol[start] li li[id] dl dt dd table caption
thead tbody tfoot tr th td a[href] a[title] a[id] a[class] a[aria-label] img[src] img[alt] img[title]
strong em b i u s del ins mark small sup sup[class] sub kbd abbr[title] cite q time[datetime]
"""
"""What notes may hold: the cleaner's list, and what is made of footnotes and tables."""
OF_A_MACRO = "audio[data-title] audio[data-duration] audio[data-picture]"


@pytest.fixture(scope="session")
def hostile_public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile show, as a folder store would serve it."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "show").mkdir()
    make_hostile(root / "show", root / "public")
    return root / "public"


@pytest.fixture(scope="session")
def unguarded_public(hostile_public: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without the policies that would stop what ran."""
    root = tmp_path_factory.mktemp("unguarded") / "public"
    shutil.copytree(hostile_public, root)
    for page in root.rglob("*.html"):
        body, count = POLICY.subn(b"", page.read_bytes())
        assert count == 1, page
        page.write_bytes(body)
    return root


@contextmanager
def serving(root: Path) -> Iterator[str]:
    with make_server(root, 0, base_url=BASE_URL) as running:
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield running.url
        finally:
            running.shutdown()
            thread.join(timeout=10)


class Guarded:
    """A page, and everything about it that should not have happened."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.page: Page = context.new_page()
        self.found: list[str] = []
        self.page.on(
            "dialog", lambda dialog: (self.found.append(f"dialog {dialog.message}"), dialog.dismiss())
        )
        self.page.on("request", lambda each: self._asked(each.url, url))
        self.page.on("popup", lambda each: self.found.append(f"window {each.url}"))

    def _asked(self, asked: str, own: str) -> None:
        if not asked.startswith(own) and asked != f"{own.rstrip('/')}/favicon.ico":
            self.found.append(f"request {asked}")

    def look(self) -> None:
        self.found += self.page.evaluate(WALK)


@pytest.fixture(scope="session")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], list[dict[str, object]]]:
    """What the hostile show and its episodes say."""
    folder = tmp_path_factory.mktemp("said")
    return write_show(folder), [write_episode(folder, turn) for turn in range(TURNS)]


def test_every_text_that_can_be_written_is_hostile(
    said: tuple[dict[str, object], list[dict[str, object]]],
) -> None:
    """In `podcast.toml` and front matter; a new key is covered, has a form, or stands among the reasons."""
    show, episodes = said
    tame = [
        f"{name} {leaf}"
        for name, schema, documents in (("show", SHOW_SCHEMA, [show]), ("episode", EPISODE_SCHEMA, episodes))
        for leaf in schema.leaves()
        if not _is_attacked(leaf, documents) and not _has_a_form(leaf)
    ]
    unexplained = [each for each in tame if not any(fnmatchcase(each, reason) for reason in REASONS)]
    assert unexplained == [], "make it hostile in hostile_show.py, or say there why it cannot be"
    assert [reason for reason in REASONS if not filter_names(tame, reason)] == [], "no longer needed"


def _is_attacked(leaf: Leaf, documents: list[dict[str, object]]) -> bool:
    return any(ATTACK.search(text) for each in documents for text in found_at(each, leaf.path))


def _has_a_form(leaf: Leaf) -> bool:
    return leaf.pattern is not None and not leaf.pattern.startswith("^https?:")


def test_what_has_a_form_takes_no_attack(said: tuple[dict[str, object], list[dict[str, object]]]) -> None:
    """Nor do web addresses take another scheme, whatever case, blanks or entities hide it."""
    show, episodes = said
    for model, schema, document in ((Show, SHOW_SCHEMA, show), (FrontMatter, EPISODE_SCHEMA, episodes[0])):
        model.model_validate(document)
        for leaf in schema.leaves():
            attacks = (*SCHEMES, *ATTACKS) if leaf.pattern else ()
            taken = [each for each in attacks if not _is_refused(model, document, leaf, each)]
            assert taken == [], str(leaf)


def _is_refused(model: type[Show | FrontMatter], document: object, leaf: Leaf, attack: str) -> bool:
    try:
        model.model_validate(_with(document, leaf.path, attack))
    except ValidationError:
        return True
    return next(found_at(document, leaf.path), None) is None  # it does not stand in this document


def _with(value: object, path: tuple[str, ...], attack: str) -> object:
    """A copy with another text at a path."""
    if not path or path == (":",):
        return attack if isinstance(value, str) else value
    if path[0] == "*" and isinstance(value, list):
        return [_with(each, path[1:], attack) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _with(each, path[1:], attack) if path[0] in {"*", key} else each for key, each in value.items()
    }


@pytest.mark.parametrize("guard", ["with its policy", "without"])
def test_nothing_runs_or_loads_on_any_page(
    browser: Browser, hostile_public: Path, unguarded_public: Path, guard: str
) -> None:
    """Nor does anything become an element: there are no handlers, frames, scripts or foreign addresses."""
    root = hostile_public if guard == "with its policy" else unguarded_public
    with serving(root) as url, browser.new_context() as context:
        guarded = Guarded(context, url)
        for path in sorted(root.rglob("*.html")):
            guarded.page.goto(url + path.relative_to(root).as_posix())
            guarded.look()
            assert EVALUATED not in guarded.page.content(), path.name
            assert guarded.found == [], path.name


def test_every_element_is_one_of_the_themes_or_of_the_notes(browser: Browser, hostile_public: Path) -> None:
    """With no attribute that they do not give it."""
    known = {*_parts_of_the_theme(), *OF_NOTES.split(), *OF_A_MACRO.split()}
    with serving(hostile_public) as url, browser.new_context() as context:
        page = context.new_page()
        for path in sorted(hostile_public.rglob("*.html")):
            if path.is_relative_to(hostile_public / "files"):
                continue  # a transcript has no template
            page.goto(url + path.relative_to(hostile_public).as_posix())
            assert sorted(set(page.evaluate(PARTS)) - known) == [], path.name


def _parts_of_the_theme() -> Iterator[str]:
    """Names of elements, and of attributes in brackets, as they stand in the templates."""
    for template in (Path(pipeline.site.__file__).parent / "theme").rglob("*.html"):
        for name, rest in TAG.findall(template.read_text(encoding="utf-8")):
            yield name
            yield from (f"{name}[{each}]" for each in re.findall("[a-z][a-z-]*", VALUE.sub(" ", rest)))


def test_nothing_runs_while_the_page_is_used(browser: Browser, unguarded_public: Path) -> None:
    """Chapters, transcripts, the small player and the search make elements of words."""
    with serving(unguarded_public) as url, browser.new_context() as context:
        guarded = Guarded(context, url)
        page = guarded.page
        for turn in range(TURNS):
            page.goto(f"{url}episodes/06{turn}-talk.html")
            page.get_by_text("Read along and search").click()
            page.locator(".turn").first.wait_for()
            languages = page.locator(".reader select:visible option").all_inner_texts()
            assert len(languages) == (3 if turn % 2 else 0)
            for language in languages:
                page.get_by_label("Language").select_option(label=language)
                page.locator(".turn").first.wait_for()
                guarded.look()
            page.get_by_label("Search the transcript").fill("<svg onload")
            page.evaluate("document.getElementById('player').play()")
            for chapter in page.locator(".chapters a[data-start]").all():
                chapter.evaluate("(each) => each.click()")
            page.get_by_role("button", name="Copy code").first.click()
            guarded.look()
        page.goto(f"{url}search.html")
        for words in ("svg onload", "pwned", "{{7*7777777}}", "<script>"):
            page.get_by_role("searchbox").fill(words)
            page.get_by_role("searchbox").press("Enter")
            page.locator("#search-results li").first.wait_for()
            guarded.look()
        assert guarded.found == []


def test_nothing_runs_in_the_files_that_are_no_pages(browser: Browser, hostile_public: Path) -> None:
    """Feed, twins, JSON, captions and the rest, opened as a browser does."""
    texts = [
        each
        for each in sorted(hostile_public.rglob("*"))
        if each.is_file() and each.suffix not in {".html", ".mp3", ".jpg", ".png", ".js"}
    ]
    with serving(hostile_public) as url, browser.new_context() as context:
        guarded = Guarded(context, url)
        for path in texts:
            if path.name.startswith("."):
                continue
            try:
                guarded.page.goto(url + path.relative_to(hostile_public).as_posix())
            except Error as error:
                assert "Download is starting" in str(error), path.name  # noqa: PT017
                continue
            assert guarded.page.evaluate("window.pwned === undefined"), path.name
            assert EVALUATED not in path.read_text(encoding="utf-8"), path.name
        assert guarded.found == []


def test_the_html_that_apps_are_given_is_harmless(browser: Browser, hostile_public: Path) -> None:
    """Descriptions of the feed and the JSON Feed's contents, put into a page as a careless app does."""
    items = json.loads((hostile_public / "feed.json").read_text(encoding="utf-8"))["items"]
    feed = etree.parse(hostile_public / "feed.xml")
    names = ("description", "{http://purl.org/rss/1.0/modules/content/}encoded")
    told = [item.findtext(name) for item in feed.iterfind("channel/item") for name in names]
    given = [*told, *(each["content_html"] for each in items)]
    assert len(given) == 3 * TURNS
    with serving(hostile_public) as url, browser.new_context() as context:
        guarded = Guarded(context, url)
        guarded.page.route(
            "**/app", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html")
        )
        for html in given:
            assert html
            guarded.page.goto(f"{url}app")
            guarded.page.evaluate("(html) => { document.body.innerHTML = html; }", html)
            guarded.page.wait_for_timeout(50)
            guarded.look()
        assert guarded.found == []
