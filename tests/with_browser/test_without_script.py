"""Every page without JavaScript: all is there to be read, heard and followed, and nothing does nothing."""

from playwright.sync_api import Browser, expect

from tests.with_browser.sites import Site


def test_no_page_shows_what_would_not_work(browser: Browser, built_site: Site) -> None:
    """Buttons are those of forms that are sent; every picture, section and list is in sight."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for key in built_site.keys:
            if not key.endswith(".html"):
                continue
            page.goto(built_site.url + key)
            buttons = page.locator("button:visible, select:visible, input[type=search]:visible")
            sent = page.locator("form[action] button:visible")
            assert buttons.count() == sent.count(), key
            assert page.locator("h1").first.inner_text().strip(), key
            hidden = page.locator(
                "main h1:not(:visible), main h2:not(:visible), main p:not(:has(button)):not(:visible)"
            )
            assert [each for each in hidden.all_text_contents() if each.strip()] == [], key


def test_an_episode_can_be_heard_read_and_followed(browser: Browser, built_site: Site) -> None:
    """The audio plays from its own controls; chapters, transcript, video and code are links and words."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        for key in built_site.keys:
            if not (key.startswith("episodes/") and key.endswith(".html")):
                continue
            page.goto(built_site.url + key)
            player = page.locator("#player")
            expect(player).to_be_visible()
            reply = page.request.get(player.get_attribute("src") or "", headers={"Range": "bytes=0-99"})
            assert (reply.status, len(reply.body())) == (206, 100), key
            for link in page.locator(".chapters a[data-start], #transcript a, a[data-embed]").all():
                assert link.is_visible(), key
                assert (link.get_attribute("href") or "").startswith("http"), key
            for code in page.locator("code.code").all():
                assert code.is_visible(), key


def test_a_transcript_is_read_on_a_page_of_its_own(browser: Browser, built_site: Site) -> None:
    """Each episode that has one leads to it."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        found = 0
        for key in built_site.keys:
            if key.startswith("episodes/") and key.endswith(".html"):
                page.goto(built_site.url + key)
                online = page.locator("#transcript a[type='text/html']")
                if online.count():
                    online.first.click()
                    assert page.locator("main p").count() > 3, key
                    found += 1
        assert found >= 2
