"""How to follow the show: directories, apps on this device, the feed's address, and a code for a phone."""

from markupsafe import Markup

from pipeline.site.apps import plan_app_links
from pipeline.site.keys import SUBSCRIBE, address_of
from pipeline.site.qr_code import render_qr_code
from pipeline.site.views import Card
from pipeline.site.whole import Pages, Whole


def render(whole: Whole) -> Pages:
    site, words = whole.site, whole.words
    url = address_of(SUBSCRIBE, whole.addresses)
    summary = words.say("subscribe_summary", show=site.title)
    title = words.say("subscribe_to", show=site.title)
    code = render_qr_code(site.feed_url, words.say("qr_code"))
    body = whole.render(
        "subscribe.html",
        card=Card("website", title, summary, url, site.artwork),
        heading=title,
        apps=plan_app_links(site.feed_url, site.title),
        code=Markup(code) if code else None,  # noqa: S704  # drawn here
        follow_url=f"{url}#fastfollow-podcast:{whole.show.guid}" if whole.show.guid else None,
    )
    return {SUBSCRIBE: body}
