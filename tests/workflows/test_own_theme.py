"""A show's own theme: published with the show, merged like it, and never in the way of an episode."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import InputError, Level
from pipeline.store.protocol import Headers, Roots
from pipeline.workflows.check import check
from tests.workflows.small_show import (
    BASE_URL,
    DAY,
    NOW,
    Clone,
    Talk,
    body_of,
    check_names,
    final_state,
    picture,
    show_record,
    slug_of,
    written_to,
)

FOOT = """\
{% from "airdate/blocks/foot.html" import foot as ours %}
{% macro foot(site, navigation, words, here) %}
<p class="own">Made in a shed.</p>
{{ ours(site, navigation, words, here) }}
{% endmacro %}
"""
BROKEN = FOOT.replace("Made in a shed.", "{{ site.shed }}")


@pytest.fixture
def themed(in_memory: Clone) -> Clone:
    """A show with one episode and a theme, both published."""
    in_memory.episode(1)
    in_memory.write("theme/blocks/foot.html", FOOT)
    in_memory.write("theme/extra.css", ".own { background: url(dot.png) }\n")
    in_memory.write("theme/extra.js", "document.title += '';\n")
    in_memory.write("theme/dot.png", picture(40, kind="PNG"))
    in_memory.publish(1)
    return in_memory


def page(clone: Clone, key: str = f"episodes/{slug_of(1)}.html") -> str:
    return body_of(clone.roots.public, key).decode()


def style(clone: Clone) -> tuple[str, str]:
    """Key and text of the stylesheet that the theme adds."""
    found = re.search(rf'href="{re.escape(BASE_URL)}([^"]+/extra\.css)"', page(clone))
    assert found is not None
    return found[1], body_of(clone.roots.public, found[1]).decode()


def test_publishing_takes_the_theme_along(themed: Clone) -> None:
    """Pages are drawn by it, load what it adds, and everything they name is there."""
    assert "Made in a shed." in page(themed)
    assert "Made in a shed." in page(themed, "index.html")
    assert "/extra.js" in page(themed)
    check_names(themed.roots.public)


def test_a_stylesheet_leads_to_the_picture_beside_it(themed: Clone) -> None:
    """The address is taken from where the stylesheet stands."""
    _, text = style(themed)
    found = re.search(r'url\("\.\./\.\./(files/[^"]+)"\)', text)
    assert found is not None
    assert body_of(themed.roots.public, found[1]) == picture(40, kind="PNG")


def test_texts_stand_in_the_record_and_pictures_among_its_files(themed: Clone) -> None:
    """The store alone can render everything again."""
    record = show_record(themed.roots)
    assert set(record.theme or {}) == {"blocks/foot.html", "extra.css", "extra.js"}
    assert "(theme) dot.png" in record.files


def test_a_clone_without_the_folder_serves_the_recorded_theme(themed: Clone) -> None:
    """Nothing is written, and it is said how a theme is taken off."""
    before = final_state(themed.roots)
    other = themed.copy("ci", without="theme *.mp3")
    written_to(themed.roots).clear()
    done = other.regenerate(NOW + DAY)
    assert [problem.path for problem in done.problems] == ["theme"]
    assert not done.has_errors
    assert written_to(themed.roots) == []
    assert final_state(themed.roots) == before


def test_an_edited_theme_goes_live_by_itself(themed: Clone) -> None:
    """Like an edit of podcast.toml, and the plan says what it is."""
    themed.edit_file("theme/blocks/foot.html", "a shed", "a garage")
    talk = Talk()
    themed.regenerate(NOW + DAY, talk)
    assert "the show's theme is edited" in talk.plans[0].notes
    assert "Made in a garage." in page(themed)


def test_an_older_theme_changes_nothing(themed: Clone) -> None:
    """Somebody who has not pulled undoes nobody's work."""
    old = themed.copy("old")
    themed.edit_file("theme/blocks/foot.html", "a shed", "a garage")
    themed.regenerate(NOW + DAY)
    done = old.regenerate(NOW + 2 * DAY)
    assert any("older" in problem.text for problem in done.problems if problem.path == "theme")
    assert "Made in a garage." in page(themed)


def test_settings_and_theme_are_merged_apart(themed: Clone) -> None:
    """A clone with old settings and a new theme brings the theme alone, and the other way round."""
    behind = themed.copy("behind")
    themed.edit_file("podcast.toml", "explained", "explained well")
    themed.regenerate(NOW + DAY)
    behind.edit_file("theme/blocks/foot.html", "a shed", "a garage")
    behind.regenerate(NOW + 2 * DAY)
    assert "Made in a garage." in page(themed)
    assert show_record(themed.roots).show.description == "Running injuries, explained well."
    assert {"cover.jpg", "(theme) dot.png"} <= show_record(themed.roots).files.keys()


def test_an_empty_folder_takes_the_theme_off(themed: Clone) -> None:
    """Pages have our look again, and the record names none of its files."""
    for path in (themed.folder / "theme").rglob("*.*"):
        path.unlink()
    themed.write("theme/.gitkeep", "")
    themed.regenerate(NOW + DAY)
    record = show_record(themed.roots)
    assert record.theme is None
    assert "(theme) dot.png" not in record.files
    assert "a shed" not in page(themed)


def test_a_broken_theme_is_refused_before_anything_is_written(in_memory: Clone) -> None:
    """With file and line; the record never holds it."""
    in_memory.episode(1)
    in_memory.write("theme/blocks/foot.html", BROKEN)
    with pytest.raises(InputError) as caught:
        in_memory.publish(1)
    (problem,) = (each for each in caught.value.problems if each.path.startswith("theme"))
    assert (problem.path, problem.line) == ("theme/blocks/foot.html", 3)
    assert "'shed'" in problem.text
    assert written_to(in_memory.roots) == []


def test_a_broken_edit_stops_only_itself_at_night(themed: Clone) -> None:
    """The recorded theme stays, edits of podcast.toml go out, and the run ends with the problem."""
    themed.edit_file("podcast.toml", 'Second Wind"', 'Third Wind"')
    themed.write("theme/blocks/foot.html", BROKEN)
    done = themed.regenerate(NOW + DAY)
    assert done.has_errors
    assert [problem.line for problem in done.problems if problem.path == "theme/blocks/foot.html"] == [3]
    assert "Made in a shed." in page(themed)
    assert "Third Wind" in page(themed)


def test_a_recorded_theme_that_fails_gives_way_to_ours(themed: Clone) -> None:
    """As after an upgrade that takes a value away: a warning, and pages that can be read."""
    record = show_record(themed.roots)
    body = body_of(themed.roots.private, "show.json").decode()
    assert record.theme is not None
    themed.roots.private.put(
        "show.json", body.replace("Made in a shed.", "{{ site.shed }}").encode(), Headers("", "")
    )
    other = themed.copy("ci", without="theme *.mp3")
    other.edit_file("podcast.toml", "explained", "explained well")
    done = other.regenerate(NOW + DAY)
    warned = [problem for problem in done.problems if problem.path == "theme/blocks/foot.html"]
    assert [problem.level for problem in warned] == [Level.WARNING]
    assert not done.has_errors
    assert "shed" not in page(themed, "about.html")


def test_a_pointer_of_git_lfs_says_what_the_file_says(themed: Clone) -> None:
    """A clone without the real pictures has nothing to publish, and nothing to complain of."""
    real = picture(40, kind="PNG")
    pointer = (
        "version https://git-lfs.github.com/spec/v1\n"
        f"oid sha256:{sha256(real).hexdigest()}\nsize {len(real)}\n"
    )
    themed.write("theme/dot.png", pointer)
    written_to(themed.roots).clear()
    assert themed.regenerate(NOW + DAY).problems == ()
    assert written_to(themed.roots) == []
    themed.edit_file("theme/blocks/foot.html", "a shed", "a garage")
    done = themed.regenerate(NOW + DAY)
    assert [problem.path for problem in done.problems] == ["theme/dot.png"]
    assert done.has_errors


def test_check_looks_at_the_theme(clone: Clone) -> None:
    """Without a store, and whether or not it was published."""
    clone.episode(1)
    clone.write("theme/blocks/foot.html", BROKEN)
    clone.write("theme/extra.css", "a { background: url(https://x.example/a.png) }\n")
    found = check(clone.context(), (), clone.folder).problems
    assert ("theme/extra.css", 1, Level.WARNING) in [(each.path, each.line, each.level) for each in found]
    assert ("theme/blocks/foot.html", 3, Level.ERROR) in [
        (each.path, each.line, each.level) for each in found
    ]


def test_a_show_without_a_theme_has_none_in_its_record(clone: Clone, roots: Roots) -> None:
    """Nothing about it is written."""
    clone.episode(1)
    clone.publish(1)
    assert b'"theme"' not in body_of(roots.private, "show.json")


def test_pictures_of_a_theme_tell_nothing_besides_themselves(in_memory: Clone, tmp_path: Path) -> None:
    """What cameras write into them stays at home, as with any other picture."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of somebody"
    Image.new("RGB", (40, 40), "teal").save(tmp_path / "dot.jpg", exif=exif)
    in_memory.episode(1)
    in_memory.write("theme/dot.jpg", (tmp_path / "dot.jpg").read_bytes())
    in_memory.write("theme/extra.css", "a { background: url(dot.jpg) }")
    in_memory.publish(1)
    stored = show_record(in_memory.roots).files["(theme) dot.jpg"]
    assert b"Camera of somebody" not in body_of(in_memory.roots.public, stored.key)
