"""verify, announce, and the look at the public address that ends every writing command."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.core.content_types import served_type
from tests.cli.building import EPISODE, NOW, Ran, ShowFolder, finish, start
from tests.servers.running import free_port
from tests.servers.scripted_server import Answer, Asked, answering
from tests.servers.show_server import File, serving
from tests.servers.tls_forwarder import tls_in_front_of

CANARY = "canary-token-3e"


@dataclass
class Served:
    """A show folder whose `out/public` is served over https."""

    show: ShowFolder
    base_url: str
    environment: dict[str, str]
    broken: set[str] = field(default_factory=set)
    """Paths that are not there."""

    def run(self, *arguments: str, **environment: str) -> Ran:
        """As a program of its own: it reads the certificate to trust from the environment."""
        told = {**self.environment, "AIRDATE_NO_VERIFY": "", **environment}
        return finish(start(self.show.path, *arguments, "--now", NOW, env=told))

    def publish(self, *arguments: str, **environment: str) -> Ran:
        return self.run("publish", "--yes", *arguments, **environment)


@pytest.fixture
def served(show: ShowFolder, tmp_path: Path) -> Iterator[Served]:
    """One episode is ready, and the public root can be seen."""
    public = show.path / "out" / "public"

    def script(asked: Asked) -> Answer | None:
        if any(part in asked.path for part in held.broken):
            return Answer(404)
        found = {path: path.relative_to(public).as_posix() for path in public.rglob("*") if path.is_file()}
        files = {f"/{key}": File(path.read_bytes(), served_type(key)) for path, key in found.items()}
        return serving(files)(asked)

    with ExitStack() as stack:
        server = stack.enter_context(answering(script))
        front = stack.enter_context(tls_in_front_of(server.port, tmp_path))
        held = Served(show, f"{front.endpoint_url}/", {"SSL_CERT_FILE": str(front.ca_file)})
        show.change("podcast.toml", "explicit", f'base_url = "{held.base_url}"\nexplicit')
        yield held


def test_publish_sees_what_it_has_written(served: Served) -> None:
    """Nothing more is said where all is well; machines get the verdict."""
    ran = served.publish("--json", EPISODE)
    assert ran.code == 0, ran.stderr
    public = json.loads(ran.stdout)["public"]
    assert (public["freshness"], public["problems"]) == ("current", [])


def test_publish_exits_6_where_the_public_sees_something_else(served: Served) -> None:
    """It is written; the message says what is wrong and where."""
    served.broken.add("feed.xml")
    ran = served.publish(EPISODE)
    assert ran.code == 6
    assert f"error: {served.base_url}feed.xml: answers 404\n  Fix: " in ran.stderr
    assert (served.show.path / "out/public/feed.xml").exists()
    assert served.run("regenerate").code == 0


@pytest.mark.parametrize("way", ["option", "environment"])
def test_the_look_can_be_left_out(way: str, served: Served) -> None:
    """Where the machine that publishes cannot reach the public address."""
    served.broken.add("feed.xml")
    option = ["--no-verify"] if way == "option" else []
    ran = served.publish(*option, EPISODE, AIRDATE_NO_VERIFY="1" if way == "environment" else "")
    assert ran.code == 0, ran.stderr


def test_an_act_looks_as_well(served: Served) -> None:
    """Withdrawing is written and then seen, or not."""
    assert served.publish(EPISODE).code == 0
    served.broken.add("feed.xml")
    ran = served.run("withdraw", "--yes", "--json", EPISODE)
    assert ran.code == 6
    assert json.loads(ran.stdout)["public"]["freshness"] == "wrong"


def test_a_dry_run_looks_at_nothing(served: Served) -> None:
    """Nothing was written that could be seen."""
    served.broken.add("feed.xml")
    ran = served.publish("--dry-run", "--json", EPISODE)
    assert (ran.code, json.loads(ran.stdout)["public"]) == (0, None)


def test_a_hub_that_cannot_be_told_fails_nothing_and_no_token_is_printed(served: Served) -> None:
    """A warning, exit 0, and the state is kept for the next run."""
    hub = f"https://127.0.0.1:{free_port()}/"
    served.show.write(
        "podcast.toml",
        (served.show.path / "podcast.toml").read_text()
        + f'\n[announce]\nwebsub = ["{hub}"]\npodping = false\n',
    )
    ran = served.publish("--verbose", EPISODE, AIRDATE_PODPING_TOKEN=CANARY)
    assert ran.code == 0, ran.stderr
    assert f"warning: websub {hub} could not be told of the new feed: " in ran.stderr
    assert CANARY not in ran.stdout + ran.stderr
    ran = served.run("announce", "--json")
    assert ran.code == 1
    [target] = json.loads(ran.stdout)["targets"]
    assert (target["target"], target["told_now"], target["failures"]) == (f"websub {hub}", False, 2)


def test_verify_says_what_it_saw(served: Served) -> None:
    """The feed, the files, the pages, and what is out of reach."""
    assert served.publish(EPISODE).code == 0
    ran = served.run("verify")
    assert ran.code == 0, ran.stdout + ran.stderr
    first, *_, last = ran.stdout.splitlines()
    assert first == f"{served.base_url}feed.xml: the feed that was written is served"
    assert last == "all is well"
    assert "private objects are out of reach" in ran.stdout


def test_verify_exits_6_with_what_is_wrong(served: Served) -> None:
    """For a nightly job: one document, and a code."""
    assert served.publish(EPISODE).code == 0
    served.broken.add("/media/")
    ran = served.run("verify", "--json", "--newest", "3")
    assert ran.code == 6
    document = json.loads(ran.stdout)
    assert document["well"] is False
    assert "asset-reachable" in {each["rule"] for each in document["problems"]}


def test_verify_exits_4_where_nothing_answers(served: Served) -> None:
    """A host that is down is not a show that is wrong."""
    gone = f"https://127.0.0.1:{free_port()}/"
    served.show.change("podcast.toml", served.base_url, gone)
    assert served.publish("--no-verify", EPISODE).code == 0
    ran = served.run("verify")
    assert ran.code == 4
    assert f"error: {gone}feed.xml: nothing answers there" in ran.stderr


def test_a_preview_cannot_be_verified(show: ShowFolder) -> None:
    """Exit 3, with what to write."""
    assert show.publish(EPISODE).code == 0
    ran = show.run("verify", "--now", NOW)
    assert ran.code == 3
    assert "is a preview: nobody else sees it" in ran.stderr


def test_announce_says_that_nobody_is_told(served: Served) -> None:
    """And where to name them."""
    assert served.publish(EPISODE).code == 0
    ran = served.run("announce")
    assert (ran.code, ran.stdout) == (0, "Nobody is told: see [announce].\n")


def test_an_address_for_a_token_must_be_encrypted(show: ShowFolder) -> None:
    """It is refused before anything is sent, with its line."""
    text = (show.path / "podcast.toml").read_text()
    show.write("podcast.toml", text + '\n[purge]\nwebhook = "http://cache.example/"\n')
    ran = show.run("check", "--now", NOW)
    assert ran.code == 3
    assert '"http://cache.example/" is not encrypted' in ran.stdout + ran.stderr
