"""Rules answer whatever comes: each problem is a message, none an accident."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.core.audio_facts import Chapter
from pipeline.core.rules.categories import APPLE_CATEGORIES, RETIRED, is_category, suggest_category
from pipeline.core.rules.check import check_episode, check_episodes_together, check_show
from tests.builders import make_audio, make_show
from tests.rules.candidates import COVER, make_candidate

TEXTS = st.text(max_size=80)
TIMES = st.floats(0, 1e6) | st.sampled_from([0.0, 180.0])
URLS = TEXTS | TEXTS.map("https://[".__add__) | TEXTS.map("http://e.example/".__add__)

LENGTHS = st.floats(min_value=0, allow_nan=False, allow_infinity=False)


@given(title=TEXTS, url=URLS, notes=TEXTS, length=LENGTHS | st.none(), body=st.binary(max_size=80))
def test_no_episode_is_too_odd_to_be_checked(
    title: str, url: str, notes: str, length: float | None, body: bytes
) -> None:
    """Imported feeds hold anything; the answer is a list of problems with one line each."""
    candidate = make_candidate(
        title=title,
        url=url,
        notes=notes,
        duration="3:00",
        probed=make_audio(duration_s=length, size_bytes=-5),
        transcripts={
            "transcript.vtt": b"WEBVTT\n\n" + body,
            "transcript.srt": b"1\n00:00:01,000 --> 00:00:02,000\n" + body,
            "transcript.json": b'[{"start": "' + body,
            "transcript.html": b"<time>0:00<p>" + body,
            "transcript.zz.txt": body,
        },
    )
    found = check_episode(candidate, make_show()) + check_episodes_together([candidate, candidate])
    assert "enclosure-length" in {each.rule for each in found}


@given(
    st.lists(st.builds(Chapter, start_s=TIMES, title=TEXTS, end_s=TIMES | st.none(), url=URLS | st.none()))
)
def test_no_chapters_are_too_odd_to_be_checked(chapters: list[Chapter]) -> None:
    """Whatever a chapters file holds, problems name that file."""
    found = check_episode(make_candidate(chapters_file=tuple(chapters)), make_show())
    told = [each for each in found if each.rule and each.rule.startswith("chapters-")]
    assert all(each.path.endswith("/chapters.json") for each in told)


@given(title=TEXTS, category=TEXTS, language=TEXTS, text=TEXTS, url=URLS)
def test_no_show_is_too_odd_to_be_checked(
    title: str, category: str, language: str, text: str, url: str
) -> None:
    """The fields of an imported show are answered one by one."""
    odd = make_show().model_copy(
        update={
            "title": title,
            "categories": [category],
            "language": language,
            "copyright": text,
            "link": url,
            "new_feed_url": url,
        }
    )
    found = {each.rule for each in check_show(odd, {}, COVER)}
    assert ("show-category" in found) == (not is_category(category))


@given(st.text(max_size=40) | st.sampled_from(sorted(RETIRED)))
def test_a_suggested_category_exists(text: str) -> None:
    """A fix that Apple refuses as well would be no fix."""
    meant = suggest_category(text)
    assert meant is None or is_category(meant)


def test_apples_table_is_complete() -> None:
    """19 categories and 91 subcategories, as Apple counts them."""
    assert (len(APPLE_CATEGORIES), sum(map(len, APPLE_CATEGORIES.values()))) == (19, 91)
