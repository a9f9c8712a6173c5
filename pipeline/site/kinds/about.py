"""The page about the show: what it says of itself, who makes it, and what people say."""

from markupsafe import Markup

from pipeline.core.notes.page_html import Picture, render_page_notes
from pipeline.core.notes.plain import plain_text, shorten
from pipeline.site.blocks_view import view_reviews
from pipeline.site.episode_view import plan_layout
from pipeline.site.keys import ABOUT, PEOPLE_LIST, SUBSCRIBE, address_of
from pipeline.site.list_view import view_person
from pipeline.site.listing import PREVIEW_CHARACTERS
from pipeline.site.views import Card
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    site, show = whole.site, whole.show
    title = whole.words.say("about_show", show=site.title)
    written = _written(whole)
    said = plain_text(written) if written else " ".join(" ".join(site.description).split())
    card = Card(
        "website", title, shorten(said, PREVIEW_CHARACTERS), address_of(ABOUT, whole.addresses), site.artwork
    )
    hosts = [whole.shelves.people[each] for each in show.hosts if each in whole.shelves.people]
    body = whole.render(
        "about.html",
        card=card,
        heading=title,
        written=Markup(written),  # noqa: S704  # sanitised
        hosts=[view_person(each, whole) for each in hosts],
        people_url=address_of(PEOPLE_LIST, whole.addresses),
        subscribe_url=address_of(SUBSCRIBE, whole.addresses),
        testimonials=view_reviews(whole.settings.testimonials, whole.words),
    )
    return {ABOUT: body}


def _written(whole: Whole) -> str:
    """What the producer wrote for this page, as clean HTML; empty where they left it to the description."""
    files, addresses = whole.record.files, whole.addresses
    pictures = {path: Picture(addresses.url(f.key), f.width, f.height) for path, f in files.items()}
    about = whole.settings.about
    return render_page_notes(about, pictures, plan_layout(whole.words)).html if about else ""
