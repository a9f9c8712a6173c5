"""What search engines are told of the show, an episode and people, in schema.org's words (JSON-LD)."""

import json
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from pipeline.core.episode import Episode
from pipeline.core.slugs import same_name
from pipeline.core.video import parse_video
from pipeline.site.keys import address_of, season_key, series_key
from pipeline.site.moments import changed_at, render_moment
from pipeline.site.views import Card, PageView, PersonView, TranscriptView
from pipeline.site.whole import Whole
from pipeline.site.wording import iso_duration

Node = dict[str, Any]

_ESCAPES = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


def render_data(*nodes: Node) -> Markup:
    r"""Nodes as a script's content, which nothing in them can end.

    >>> str(render_data({"name": "</script>"}))
    '{"@context":"https://schema.org","@graph":[{"name":"\\u003c/script\\u003e"}]}'
    """
    graph = {"@context": "https://schema.org", "@graph": nodes}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_ESCAPES))  # noqa: S704  # escaped above


def series_data(whole: Whole) -> Node:
    """The show, for its front page."""
    show, site = whole.show, whole.site
    return {
        **_series_reference(whole),
        **_said(
            description=" ".join(" ".join(site.description).split()),
            alternateName=show.alternate_title,
            author=_author(whole),
            image=site.artwork.url if site.artwork else None,
            inLanguage=show.language,
            genre=show.categories,
            keywords=show.tags,
            identifier=show.guid,
            isFamilyFriendly=not show.explicit,
            sameAs=[*([show.link] if show.link else []), *(each.url for each in show.listen)],
        ),
    }


def episode_data(episode: Episode, page: PageView, card: Card, whole: Whole) -> Node:
    """One episode, for its own page.

    Args:
        episode: The episode.
        page: The same as its page shows it.
        card: How the page looks where it is shared.
        whole: The site.
    """
    record, details = episode.record, episode.details
    length = {"duration": page.duration_iso, "timeRequired": page.duration_iso}
    return {
        "@type": "PodcastEpisode",
        "@id": f"{page.url}#episode",
        "url": page.url,
        "name": page.title,
        **_said(
            description=page.summary,
            datePublished=page.date_iso,
            dateModified=render_moment(changed_at(episode)),
            **length,
            episodeNumber=details.number,
            image=card.image.url if card.image else None,
            inLanguage=whole.show.language,
            isFamilyFriendly=not details.explicit,
            isAccessibleForFree=True,
            keywords=list(record.front.tags),
            author=_author(whole),
            contributor=[person_data(each) for each in page.people],
            partOfSeason=_season(episode, whole),
        ),
        "partOfSeries": _series_reference(whole),
        "associatedMedia": _media(episode, page, card),
        **_said(video=_video(episode, page, card)),
    }


def breadcrumbs(whole: Whole, *steps: tuple[str, str]) -> Node:
    """The way from the front page to a page.

    Args:
        whole: The site.
        steps: Name and address of each page on the way, the page itself last.
    """
    way = [(whole.show.title, whole.site.index_url), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(way, 1)
        ],
    }


def episode_steps(episode: Episode, page: PageView, whole: Whole) -> Iterator[tuple[str, str]]:
    """The way to an episode: through its series where it has one."""
    series = episode.record.front.series
    if series:
        yield series.title, address_of(series_key(series.id), whole.addresses)
    yield page.title, page.url


def person_data(person: PersonView) -> Node:
    """Somebody on the show."""
    return {
        "@type": "Person",
        "name": person.name,
        **_said(
            url=person.page_url,
            sameAs=person.own_url,
            honorificSuffix=person.credentials,
            description=person.bio,
            image=person.picture.url if person.picture else None,
        ),
    }


def _series_reference(whole: Whole) -> Node:
    """The show where something belongs to it: enough to know it by."""
    url = whole.site.index_url
    return {
        "@type": "PodcastSeries",
        "@id": f"{url}#podcast",
        "url": url,
        "name": whole.show.title,
        "webFeed": whole.site.feed_url,
    }


def _author(whole: Whole) -> Node:
    """A person where the author is one of the people, an organisation otherwise."""
    name = whole.show.author
    known = {same_name(each.name) for each in whole.show.people.values()}
    return {"@type": "Person" if same_name(name) in known else "Organization", "name": name}


def _season(episode: Episode, whole: Whole) -> Node | None:
    number = episode.details.season
    if number is None:
        return None
    shelf = whole.shelves.seasons[number]
    return {
        "@type": "PodcastSeason",
        "seasonNumber": number,
        "name": shelf.name or whole.words.say("season", season=number),
        "url": address_of(season_key(number), whole.addresses),
    }


_MEDIA_TYPES = {"audio": "AudioObject", "video": "VideoObject"}


def _media(episode: Episode, page: PageView, card: Card) -> Node:
    """What is played, at the same address as in the feed's enclosure without its counters."""
    media, duration_s = episode.record.media, episode.record.audio.duration_s
    captions = [_caption(each) for each in page.transcripts if each.content_type == "text/vtt"]
    return {
        "@type": _MEDIA_TYPES.get(page.media.kind, "MediaObject"),
        "name": page.title,
        "contentUrl": page.media.url,
        "encodingFormat": media.content_type,
        "contentSize": f"{media.size_bytes} B",
        "uploadDate": page.date_iso,
        **_said(
            description=page.summary,
            duration=None if duration_s is None else iso_duration(duration_s),
            thumbnailUrl=card.image.url if card.image else None,
            caption=captions if page.media.kind in _MEDIA_TYPES else None,
        ),
    }


def _caption(transcript: TranscriptView) -> Node:
    return {
        "@type": "MediaObject",
        "contentUrl": transcript.url,
        "encodingFormat": transcript.content_type,
        "inLanguage": transcript.language,
    }


def _video(episode: Episode, page: PageView, card: Card) -> Node | None:
    """A video elsewhere; engines want a name, a picture and a day of it."""
    url = episode.record.front.video
    if url is None or card.image is None:
        return None
    player = parse_video(url)
    return {
        "@type": "VideoObject",
        "name": page.title,
        "url": url,
        "thumbnailUrl": card.image.url,
        "uploadDate": page.date_iso,
        **_said(description=page.summary, embedUrl=player.embed_url if player else None),
    }


def _said(**values: Any) -> Node:
    """Without what there is nothing to say about."""
    return {name: value for name, value in values.items() if value not in (None, "", [])}
