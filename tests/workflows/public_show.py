"""A show that is served over https while it is published, with hubs and directories that listen."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, unquote

from pipeline.core.addresses import ANNOUNCED
from pipeline.core.announcing import Told, parse_announced
from pipeline.store.memory import MemoryStore
from pipeline.store.protocol import Roots
from pipeline.web.fetch import Limits, Network
from pipeline.web.outside import Endpoints, Outside
from pipeline.workflows.carry_out import Result
from pipeline.workflows.context import Context
from pipeline.workflows.follow_up import FollowedUp, follow_up
from tests.servers.scripted_server import Answer, Asked, ScriptedServer, answering
from tests.servers.show_server import File, serving
from tests.servers.tls_forwarder import tls_in_front_of
from tests.workflows.small_show import BASE_URL, NOW, Clone, Talk, make_clone, memory_roots

TOKEN = "canary-podping-1f6a"
KEY, SECRET = "canary-key-77", "canary-secret-5b"
PURGE = "canary-purge-9c"
CANARIES = (TOKEN, KEY, SECRET, PURGE)
SECRETS = {
    "AIRDATE_PODPING_TOKEN": TOKEN,
    "AIRDATE_PODCAST_INDEX_KEY": KEY,
    "AIRDATE_PODCAST_INDEX_SECRET": SECRET,
    "AIRDATE_PURGE_TOKEN": PURGE,
}
QUICK = Limits(connect_s=2, read_s=0.5, total_s=1.5, body_bytes=65_536)

Change = Callable[[Asked, Answer], Answer | None]


def unchanged(_asked: Asked, answer: Answer) -> Answer:
    return answer


@dataclass
class PublicHost:
    """What the public address serves: the public root, or what a test makes of it."""

    store: MemoryStore
    change: Change = unchanged
    cached: dict[str, File] | None = None
    """What a cache serves instead; None where there is no cache."""

    def files(self) -> dict[str, File]:
        """The public root as it is now."""
        return {
            f"/{key}": File(
                each.body,
                each.headers.content_type,
                may_pack=key.endswith((".xml", ".html")),
                headers={"Cache-Control": each.headers.cache_control},
            )
            for key, each in list(self.store.objects.items())
        }

    def answer(self, asked: Asked) -> Answer | None:
        files = self.files() | (self.cached or {})
        good = serving({f"/show{path}": file for path, file in files.items()})(
            replace(asked, path=unquote(asked.path))
        )
        return self.change(asked, good) if good else good

    def freeze_feed(self, **headers: str) -> None:
        """A cache keeps the feed as it is now."""
        told = {name.replace("_", "-"): text for name, text in headers.items()}
        feed = self.files()["/feed.xml"]
        self.cached = {"/feed.xml": replace(feed, headers={**feed.headers, **told})}


@dataclass
class Listeners:
    """A hub, Podping, the Podcast Index, Overcast and a webhook on one server."""

    server: ScriptedServer = field(default_factory=lambda: ScriptedServer(0))
    script: Callable[[Asked], Answer | None] = field(default=lambda _: Answer(204))
    """What they say; it may change meanwhile."""

    def answer(self, asked: Asked) -> Answer | None:
        return self.script(asked)

    def heard(self, path: str) -> list[Asked]:
        """What one of them was sent."""
        return [each for each in self.server.asked if each.path == path]

    @property
    def paths(self) -> list[str]:
        return [each.path for each in self.server.asked]


@dataclass(frozen=True)
class PublicShow:
    """A producer's folder, its store, its public host and those who listen."""

    clone: Clone
    host: PublicHost
    site: ScriptedServer
    listeners: Listeners
    outside: Outside
    base_url: str
    hub: str

    @property
    def feed_url(self) -> str:
        return f"{self.base_url}feed.xml"

    def context(self, now: datetime = NOW, talk: Talk | None = None) -> Context:
        return replace(self.clone.context(now, talk), outside=self.outside)

    def configure(self, *lines: str) -> None:
        """Add tables to podcast.toml."""
        path = self.clone.folder / "podcast.toml"
        path.write_text(path.read_text() + "\n" + "\n".join(lines) + "\n")

    def tell_everybody(self) -> None:
        """Announce to a hub and all directories."""
        self.configure("[announce]", f'websub = ["{self.hub}"]', "podping = true")
        self.configure("podcast_index = true", "overcast = true")

    def publish(self, *numbers: int, now: datetime = NOW, talk: Talk | None = None) -> FollowedUp:
        """Publish and follow up, as the command does."""
        talk = talk or Talk()
        result = self.clone.publish(*numbers, now=now, talk=talk)
        assert result is not None
        return self.follow(result, now, talk)

    def regenerate(self, now: datetime = NOW, talk: Talk | None = None) -> FollowedUp:
        talk = talk or Talk()
        return self.follow(self.clone.regenerate(now, talk).result, now, talk)

    def follow(self, result: Result, now: datetime = NOW, talk: Talk | None = None) -> FollowedUp:
        return follow_up(replace(self.context(now, talk), wait=lambda _: None), result)

    def told(self) -> dict[str, Told]:
        """What is remembered, a hub's address left out."""
        found = self.clone.roots.private.get(ANNOUNCED)
        states = parse_announced(found.body) if found else {}
        return {name.partition(" ")[0]: told for name, told in states.items()}


def form_of(asked: Asked) -> dict[str, str]:
    """The fields of a form, or of a query."""
    text = asked.body.decode() or asked.query
    return {name: values[0] for name, values in parse_qs(text).items()}


def json_of(asked: Asked) -> Mapping[str, list[str]]:
    document: Mapping[str, list[str]] = json.loads(asked.body)
    return document


@contextmanager
def public_show(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[PublicShow]:
    """A show without episodes, served below /show/ over https with a certificate that is trusted."""
    roots: Roots = memory_roots()
    assert isinstance(roots.public, MemoryStore)
    host = PublicHost(roots.public)
    with ExitStack() as stack:
        site = stack.enter_context(answering(host.answer))
        listeners = Listeners()
        listeners.server = stack.enter_context(answering(listeners.answer))
        (folder / "site").mkdir()
        (folder / "hub").mkdir()
        front = stack.enter_context(tls_in_front_of(site.port, folder / "site"))
        hub = stack.enter_context(tls_in_front_of(listeners.server.port, folder / "hub"))
        trust = ssl.create_default_context()
        trust.load_verify_locations(front.ca_file)
        trust.load_verify_locations(hub.ca_file)
        base_url = f"{front.endpoint_url}/show/"
        clone = make_clone(folder, roots)
        toml = clone.folder / "podcast.toml"
        toml.write_text(toml.read_text().replace(BASE_URL, base_url))
        outside = Outside(
            Network(trust=trust, proxy_for=lambda _: None),
            allow_private=True,
            endpoints=Endpoints(
                f"{hub.endpoint_url}/podping",
                f"{hub.endpoint_url}/index",
                f"{hub.endpoint_url}/overcast",
                f"{hub.endpoint_url}/cloudfront",
            ),
            environment=SECRETS if environment is None else environment,
            limits=QUICK,
        )
        yield PublicShow(clone, host, site, listeners, outside, base_url, f"{hub.endpoint_url}/hub")
