"""Every episode's page as Markdown, for programs that read."""

from collections.abc import Iterator

from pipeline.core.episode import Episode
from pipeline.core.made_pictures import is_made_picture
from pipeline.core.notes.page_html import Picture
from pipeline.core.notes.twin import escape_markdown, render_link, render_twin
from pipeline.site.blocks_view import view_people, view_series, view_sponsors, view_topics
from pipeline.site.episode_view import view_episode
from pipeline.site.keys import twin_key
from pipeline.site.player_view import view_chapters, view_media, view_transcripts
from pipeline.site.views import SponsorView
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    return {twin_key(each.record.slug): _twin(each, whole) for each in whole.live}


def _twin(episode: Episode, whole: Whole) -> bytes:
    """The facts, then the notes, then what belongs to them."""
    record = episode.record
    blocks = [
        f"# {escape_markdown(episode.details.title)}",
        f"> {escape_markdown(episode.details.summary)}" if episode.details.summary else "",
        _list(_facts(episode, whole)),
        _section("in_this_episode", map(escape_markdown, record.front.questions), whole),
        render_twin(record.notes, _files(episode, whole), whole.addresses.page(record.slug)),
        _section("chapters", _chapters(episode, whole), whole),
        *(_sponsor(each, whole) for each in view_sponsors(episode.details.sponsors, whole)),
    ]
    return "\n\n".join(filter(None, blocks)).encode() + b"\n"


def _facts(episode: Episode, whole: Whole) -> Iterator[str]:
    page, words = view_episode(episode, whole), whole.words
    media = view_media(episode, whole.addresses, words)
    yield " · ".join(escape_markdown(each) for each in (page.label, page.date, page.duration) if each)
    yield render_link(whole.site.title, whole.site.index_url)
    yield render_link(page.title, page.url)
    yield f"{render_link(words.say('download'), media.url)} ({escape_markdown(media.details)})"
    series = view_series(episode, whole)
    if series:
        part = words.say("part_of" if series.of else "part", part=series.part, of=series.of)
        yield f"{render_link(series.title.label, series.title.url)}, {part}"
    people = [_person(each.name, each.role, each.page_url) for each in view_people(episode, whole)]
    topics = [render_link(each.label, each.url) for each in view_topics(episode, whole)]
    read = [render_link(each.label, each.url) for each in view_transcripts(episode, whole)]
    for label, links in (("people", people), ("topics", topics), ("transcript", read)):
        if links:
            yield f"{words.say(label)}{words.say('colon')} {', '.join(links)}"


def _person(name: str, role: str, url: str | None) -> str:
    return f"{render_link(name, url)} ({escape_markdown(role)})"


def _chapters(episode: Episode, whole: Whole) -> Iterator[str]:
    media = view_media(episode, whole.addresses, whole.words)
    for each in view_chapters(episode, media, whole.addresses):
        more = f" ({render_link(whole.words.say('more'), each.url)})" if each.url else ""
        yield f"{each.clock} {escape_markdown(each.title)}{more}"


def _sponsor(sponsor: SponsorView, whole: Whole) -> str:
    """The disclosure always; the offer only while it lasts."""
    name = render_link(sponsor.name, sponsor.url)
    offer = "" if sponsor.ended else f"{whole.words.say('colon')} {escape_markdown(sponsor.text)}"
    code = f" ({escape_markdown(sponsor.code)})" if sponsor.code and not sponsor.ended else ""
    return f"{escape_markdown(sponsor.disclosure)} {name}{offer}{code}"


def _section(key: str, rows: Iterator[str], whole: Whole) -> str:
    listed = _list(rows)
    return f"## {whole.words.say(key)}\n\n{listed}" if listed else ""


def _list(rows: Iterator[str]) -> str:
    return "\n".join(f"- {each}" for each in rows)


def _files(episode: Episode, whole: Whole) -> dict[str, Picture]:
    files = episode.record.files.items()
    return {path: Picture(whole.addresses.url(file.key)) for path, file in files if not is_made_picture(path)}
