"""Preview: a show over HTTP on this machine, as it is published, or as it is being written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pipeline.core.addresses import FEED, PREVIEW_URL, RECORDS, SHOW, page_key
from pipeline.core.episode import settle
from pipeline.core.record import EpisodeRecord, ShowRecord
from pipeline.errors import AirdateError, InputError, Problem
from pipeline.site.pages import render_some_pages
from pipeline.site.preview_marks import read_assets
from pipeline.source.show_file import ShowFile
from pipeline.store.folder import FolderStore
from pipeline.store.open import open_roots
from pipeline.web.live import LiveShow, Rendition
from pipeline.web.server import answering, open_server, serve
from pipeline.web.watching import watch_folder
from pipeline.workflows.build import MARKER
from pipeline.workflows.check import check
from pipeline.workflows.context import Context
from pipeline.workflows.preview_bars import Bars
from pipeline.workflows.rehearsal import AudioMemory, Rehearsal, Rehearser
from pipeline.workflows.render import Build, addresses_of, render_public, today_of
from pipeline.workflows.store_look import StoreLook

OnReady = Callable[[str], None]
Render = Callable[[ShowRecord, Iterable[EpisodeRecord], datetime], Build]
"""From records to everything public."""


def preview_published(
    folder: Path, file: ShowFile, root: Path | None, host: str, port: int, on_ready: OnReady
) -> None:
    """Serve what is published until Ctrl-C.

    Args:
        folder: The show folder.
        file: Its podcast.toml.
        root: What to serve; the public root of the show's folder store unless given.
        host: Where to listen.
        port: 0 takes a free one.
        on_ready: Told the address.

    Raises:
        AirdateError: There is nothing to serve yet, or the port is taken.
    """
    chosen = root or _public_root(folder, file)
    if not (chosen / "index.html").is_file():
        raise AirdateError(f"{chosen} holds no pages yet", "publish an episode first, or run airdate build")
    serve(chosen, port, host, file.show.base_url or PREVIEW_URL, on_ready)


def preview_folder(context: Context, host: str, port: int, on_ready: OnReady) -> None:
    """Serve the folder as if all of it were public, anew whenever it changes, until Ctrl-C.

    Args:
        context: The run; nothing is written to its store or folder.
        host: Where to listen.
        port: 0 takes a free one.
        on_ready: Told the address.

    Raises:
        AirdateError: The port is taken.
    """
    preview = Preview(context)
    with suppress(KeyboardInterrupt), open_server(preview.shown, port, host) as server:
        bursts = watch_folder(context.folder, preview.ignores)
        next(bursts)
        preview.refresh()
        with answering(server):
            on_ready(server.url)
            for burst in filter(None, bursts):
                context.talk.say(f"changed: {_shown(context, burst)}")
                preview.refresh()


class Preview:
    """What is shown, made anew whenever something has changed."""

    def __init__(self, context: Context, render: Render = render_public) -> None:
        self.context, self.render = context, render
        self.audio = AudioMemory()
        self.rehearser = Rehearser(context, self.audio)
        self.store = StoreLook(context.folder, context.talk)
        assets = {f"_airdate/{name}": body for name, body in read_assets().items()}
        self.shown = LiveShow(assets, Rendition(PREVIEW_URL))
        self.objects: Mapping[str, bytes] = {}
        self.checked: Sequence[Problem] = ()

    def refresh(self) -> None:
        """Look at everything again: show the pages first, and then what the rules say of them."""
        try:
            self._refresh()
        except OSError as error:
            # An editor replaces files as it saves them: the change that follows is looked at again.
            self.context.talk.warn(f"a file could not be read: {error}")

    def ignores(self, path: Path) -> bool:
        """Whether a change of this file is of no interest: it is a build, or an object of the store."""
        inside = (parent for parent in path.parents if parent.is_relative_to(self.context.folder))
        if any((parent / MARKER).exists() for parent in inside):
            return True
        roots = [root for root in (*self.store.roots, self.store.private) if root]
        return any(path.is_relative_to(root) for root in roots) and not self._is_record(path)

    def _is_record(self, path: Path) -> bool:
        """Whether somebody has published something from here."""
        private = self.store.private
        name = path.relative_to(private).as_posix() if private and path.is_relative_to(private) else ""
        return name == SHOW or (name.startswith(RECORDS) and name.endswith(".json"))

    def _refresh(self) -> None:
        self.store.refresh()
        rehearsal = self.rehearser.rehearse(self.store.state)
        for problem in rehearsal.problems:
            self.context.talk.warn(problem)
        if rehearsal.show and not rehearsal.is_stale:
            self._render_open(rehearsal, rehearsal.show)
            rehearsal = self._render(rehearsal, rehearsal.show)
        self._show(rehearsal, self.checked)
        self.checked = self._check()
        self._show(rehearsal, self.checked)

    def _render_open(self, rehearsal: Rehearsal, show: ShowRecord) -> None:
        """The episodes that somebody looks at, before all others: a long show takes seconds."""
        open_pages = self.shown.open_pages
        slugs = {slug for slug in rehearsal.episodes if page_key(slug) in open_pages}
        if not slugs:
            return
        episodes = [settle(each.record, show.show) for each in rehearsal.episodes.values()]
        try:
            pages = render_some_pages(
                show, episodes, addresses_of(show), today_of(show, self.context.now), slugs
            )
        except AirdateError:
            return  # rendering all of them says why
        self.objects = {**self.objects, **pages}
        self._show(rehearsal, self.checked)

    def _render(self, rehearsal: Rehearsal, show: ShowRecord) -> Rehearsal:
        """Feed and pages of it; where they cannot be rendered they stay, and the rehearsal says why."""
        records = [each.record for each in rehearsal.episodes.values()]
        try:
            build = self.render(show, records, self.context.now)
        except AirdateError as error:
            problem = Problem("", 0, error.text, error.fix)
            return replace(rehearsal, problems=[*rehearsal.problems, problem])
        self.objects = {FEED: build.feed, **{each.key: each.body for each in build.others}}
        return replace(rehearsal, problems=[*rehearsal.problems, *build.problems])

    def _check(self) -> Sequence[Problem]:
        try:
            return check(self.context, (), self.context.folder, read=self.audio.read).problems
        except InputError as error:
            return error.problems

    def _show(self, rehearsal: Rehearsal, checked: Sequence[Problem]) -> None:
        problems = list(dict.fromkeys([*rehearsal.problems, *checked]))
        is_known = self.store.is_known
        bars = Bars(rehearsal, self.objects, problems, self.context.now, is_known)
        base_url = addresses_of(rehearsal.show).base_url if rehearsal.show else PREVIEW_URL
        self.shown.put(
            Rendition(
                base_url,
                self.objects,
                rehearsal.files,
                self.store.roots,
                bars.render_bar,
                bars.render_own,
                bars.marks,
            )
        )


def _shown(context: Context, burst: Sequence[Path]) -> str:
    """What changed, in one line."""
    more = f" and {len(burst) - 1} more" if len(burst) > 1 else ""
    return f"{context.shown(burst[0])}{more}"


def _public_root(folder: Path, file: ShowFile) -> Path:
    public = open_roots(file.location, folder).public if _is_folder(file) else None
    if isinstance(public, FolderStore):
        return public.root
    raise AirdateError(
        "the show is published to a bucket, not to a folder", "airdate build, then airdate serve build"
    )


def _is_folder(file: ShowFile) -> bool:
    """Whether the public root is a folder; boto3 is not imported to find out."""
    place = file.location.public or file.location.store or "folder:"
    return place.startswith("folder:")
