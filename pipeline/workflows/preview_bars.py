"""What a preview says beside each page: the episode's state, its problems, and how an app shows its notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pipeline.core.addresses import FEED, INDEX, page_key
from pipeline.core.episode import Episode, settle
from pipeline.core.notes.feed_blocks import more_link
from pipeline.core.notes.feed_cut import LIMIT_BYTES
from pipeline.errors import Level, Problem
from pipeline.feed.descriptions import Described, read_descriptions
from pipeline.site.preview_marks import AppView, Bar, Link, render_app_view, render_bar, render_stand_in
from pipeline.site.words import read_words
from pipeline.source.folder import EPISODES
from pipeline.workflows.rehearsal import Rehearsal, Rehearsed
from pipeline.workflows.render import Noter, addresses_of, today_of
from pipeline.workflows.standing import Standing, stale, standing_of

APP = "_app/"
"""What the keys of views in an app begin with."""
_WORDS = read_words("en")
_LEVELS = list(Level)


@dataclass(frozen=True)
class Bars:
    """The bars of all pages at one moment."""

    rehearsal: Rehearsal
    objects: Mapping[str, bytes]
    """What was rendered, by key."""
    problems: Sequence[Problem]
    now: datetime
    is_known: bool
    """Whether the store could be asked what is published."""

    def render_bar(self, key: str) -> bytes:
        slug = key.removeprefix(APP) if key.startswith(APP) else self._slugs.get(key, "")
        each = self.rehearsal.episodes.get(slug)
        return render_bar(self._episode_bar(each, key) if each else self._show_bar())

    def render_own(self, key: str) -> bytes | None:
        """Views in an app, and what stands where there is no page."""
        each = self.rehearsal.episodes.get(key.removeprefix(APP)) if key.startswith(APP) else None
        if each:
            return render_app_view(self._app_view(each))
        if key.startswith("_") or key in self.objects or not key.endswith(".html"):
            return None
        if self.rehearsal.show is None:
            text = "podcast.toml cannot be read. This page comes to life by itself when it can."
            return render_stand_in("There is nothing to show yet", text, self._sorted(self.problems), ())
        slug = key.removeprefix(f"{EPISODES}/").removesuffix(".html")
        if key == page_key(slug) and (found := self._problems_of.get(slug)):
            text = "This page comes to life by itself when the episode can be read."
            return render_stand_in(f"{slug} cannot be shown yet", text, self._sorted(found), ())
        if key == INDEX:
            text = "The show has no pages of its own. This is how apps show its episodes:"
            return render_stand_in(self.rehearsal.show.show.title, text, (), list(self._all_links()))
        return None

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """What lists say of episodes that are not public yet, by the address of their page."""
        show = self.rehearsal.show
        if show is None or show.show.pages is None or self.rehearsal.is_stale:
            return {}
        standings = ((slug, self._standing(each)) for slug, each in self.rehearsal.episodes.items())
        page = addresses_of(show).page
        return {page(slug): standing.word for slug, standing in standings if standing.is_ahead}

    @cached_property
    def _slugs(self) -> Mapping[str, str]:
        return {page_key(slug): slug for slug in self.rehearsal.episodes}

    @cached_property
    def _problems_of(self) -> Mapping[str, Sequence[Problem]]:
        """By the name of the episode's folder or file; those of the show under an empty one."""
        found: dict[str, list[Problem]] = {}
        for problem in self.problems:
            room, _, rest = problem.path.partition("/")
            name = rest.partition("/")[0].removesuffix(".md") if room == EPISODES else ""
            found.setdefault(name, []).append(problem)
        return found

    @cached_property
    def _described(self) -> Mapping[str, Described]:
        return read_descriptions(self.objects[FEED]) if FEED in self.objects else {}

    def _problems(self, each: Rehearsed) -> Sequence[Problem]:
        return self._sorted(self._problems_of.get(each.local.slug if each.local else each.record.slug, ()))

    def _sorted(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """The worst first."""
        return sorted(problems, key=lambda each: (_LEVELS.index(each.level), each.path, each.line, each.text))

    def _episode_bar(self, each: Rehearsed, key: str) -> Bar:
        slug, is_app = each.record.slug, key.startswith(APP)
        standing, show = self._standing(each), self.rehearsal.show
        has_page = is_app and show is not None and show.show.pages is not None
        problems = self._problems(each)
        if self.rehearsal.is_stale:
            problems = [*self._sorted(self.rehearsal.problems), *problems]
        return Bar(
            state=standing.word,
            tone=standing.tone,
            text=standing.text,
            problems=list(dict.fromkeys(problems)),
            app_url=None if is_app else f"/{APP}{slug}",
            page_url=addresses_of(show).page(slug) if show and has_page else None,
            is_stale=self.rehearsal.is_stale or each.is_stale,
        )

    def _show_bar(self) -> Bar:
        count = len(self.rehearsal.episodes)
        text = f"{count} episode{'' if count == 1 else 's'}, as if all were public"
        shown = {each.local.slug if each.local else slug for slug, each in self.rehearsal.episodes.items()}
        problems = [
            problem for name, found in self._problems_of.items() if name not in shown for problem in found
        ]
        is_stale = self.rehearsal.is_stale
        standing = stale("podcast.toml") if is_stale else Standing("Preview", "quiet", text)
        return Bar(
            standing.word,
            standing.tone,
            standing.text,
            self._sorted(problems),
            links=self._links,
            is_stale=is_stale,
        )

    @cached_property
    def _links(self) -> Sequence[Link]:
        """Episodes that are not simply live, or have problems."""
        return [link for link in self._all_links() if link.note]

    def _all_links(self) -> Iterator[Link]:
        show = self.rehearsal.show
        if show is None:
            return
        for slug, each in sorted(self.rehearsal.episodes.items(), reverse=True):
            standing, problems = self._standing(each), self._problems(each)
            summary = Bar("", "", "", problems).summary if problems else ""
            note = ", ".join(filter(None, ["" if standing.tone == "good" else standing.word, summary]))
            url = addresses_of(show).page(slug) if show.show.pages else f"/{APP}{slug}"
            yield Link(url, each.record.front.title, note)

    def _standing(self, each: Rehearsed) -> Standing:
        show = self.rehearsal.show
        if self.rehearsal.is_stale or show is None:
            return stale("podcast.toml")
        return standing_of(each, show.show.timezone, self.now, is_known=self.is_known)

    def _app_view(self, each: Rehearsed) -> AppView:
        show = self.rehearsal.show
        assert show is not None  # there are no episodes otherwise
        addresses = addresses_of(show)
        episode: Episode = settle(each.record, show.show)
        stored = episode.artwork or show.files.get(show.show.artwork)
        described = self._described.get(each.record.guid)
        noter = Noter(show, {}, addresses, today_of(show, self.now))
        more = more_link(noter.page_of(episode), noter.words)
        facts = (
            _WORDS.date(each.record.date, show.show.timezone),
            _WORDS.duration(each.record.audio.duration_s),
        )
        return AppView(
            title=described.title if described else episode.details.title,
            show=show.show.title,
            facts=" · ".join(filter(None, facts)),
            artwork_url=addresses.url(stored.key) if stored else None,
            description=described.html if described else None,
            limit_bytes=LIMIT_BYTES,
            is_cut=described is not None and described.html.endswith(more),
        )
