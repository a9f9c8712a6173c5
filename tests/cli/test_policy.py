"""doctor --policy: each role can do its work with it on a store that enforces it, and needs all of it."""

import json
import shutil
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from pipeline.core.iam_policy import Ground, Role, Spot, plan_permissions, policy_document
from tests.cli.building import EPISODE, NOW, TAPE, Ran, ShowFolder, make_show_folder
from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_state import FakeObject
from tests.servers.policed import ADMIN, Policed, Policy, listed
from tests.servers.running import free_port

BUCKET = "a-bucket"
LATER = "2026-11-06T12:00:00+00:00"
NEXT_YEAR = "2027-11-06T12:00:00+00:00"
GROUND = Ground(Spot(BUCKET, "show/public"), Spot(BUCKET, "show/private"))
LOOKING = (("list",), ("next",), ("history", "001-heel"))
WORK: Mapping[Role, tuple[tuple[str, ...], ...]] = {
    Role.PRODUCER: (
        ("publish", "--yes", "--now", LATER, "004-toe", "005-arm"),
        ("regenerate", "--now", LATER),
        ("replace-audio", "--yes", "--now", LATER, "001-heel"),
        ("change-date", "--yes", "--now", LATER, "001-heel", "2026-11-04"),
        ("rollback", "--yes", "--now", LATER, "001-heel", "1"),
        ("reissue-guid", "--yes", "--now", LATER, "003-hip"),
        ("announce",),
    ),
    Role.NIGHTLY: (("regenerate", "--now", LATER), ("announce",), ("diff",)),
    Role.WITHDRAW: (
        ("withdraw", "--yes", "--now", NOW, "002-knee"),
        ("withdraw", "--yes", "--now", LATER, "003-hip"),
        ("announce",),
        ("diff",),
        ("prune", "--yes", "--now", NEXT_YEAR),
    ),
}


def policy_of(role: Role) -> dict[str, Any]:
    document = json.loads(json.dumps(policy_document(plan_permissions(role, GROUND))))
    assert isinstance(document, dict)
    return document


@dataclass(frozen=True)
class World:
    """A published show, and a store that knows who may do what."""

    fake: FakeS3
    folder: ShowFolder
    objects: Mapping[str, FakeObject]

    def restore(self, path: Path) -> ShowFolder:
        """The store as it was published, and a fresh copy of the folder."""
        self.fake.state.objects = dict(self.objects)
        self.fake.state.listings = [dict(self.objects)]
        self.fake.state.uploads.clear()
        shutil.copytree(self.folder.path, path)
        return ShowFolder(path)

    def allow(self, role: Role, policy: Policy) -> None:
        self.fake.manners = Policed(policies={role.value: policy})

    def leave_uploads(self) -> None:
        """What killed runs left two days ago, one in each root."""
        for key in ("public/files/0123456789abcdef/a.jpg", "private/staging/files/0123456789abcdef/a.jpg"):
            self.fake.state.begin(f"{BUCKET}/show/{key}", {})
        self.fake.state.age_uploads(timedelta(days=2))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two live episodes, one scheduled, two ready; the first edited and with other audio since."""
    with fake_s3(Policed(), BUCKET) as fake:
        show = make_show_folder(tmp_path_factory.mktemp("policy") / "show")
        show.use_bucket(fake.server().endpoint_url)
        show.change("podcast.toml", "https://feet.example/", f"https://127.0.0.1:{free_port()}/")
        show.add_episode("002-knee", date="2026-11-06")
        show.add_episode("003-hip")
        published = show.publish("001-heel", "002-knee", "003-hip", **keys_of(ADMIN))
        assert published.code == 0, published.stderr
        show.add_episode("004-toe")
        show.add_episode("005-arm", date="2026-11-20")
        show.write(f"{EPISODE}/t.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>Hello.\n")
        show.add_front("transcript: t.vtt")
        show.write(f"{EPISODE}/heel.mp3", TAPE + TAPE)
        yield World(fake, show, dict(fake.state.objects))


def keys_of(name: str) -> dict[str, str]:
    return {"AWS_ACCESS_KEY_ID": name, "AWS_SECRET_ACCESS_KEY": "fake-secret"}


def work(show: ShowFolder, role: Role, commands: tuple[tuple[str, ...], ...]) -> Iterator[Ran]:
    for words in commands:
        yield show.run(*words, **keys_of(role.value))


@pytest.mark.parametrize("role", Role)
def test_a_role_can_run_its_commands_with_its_policy(role: Role, world: World, tmp_path: Path) -> None:
    """Every one of them, and whatever only looks."""
    show = world.restore(tmp_path / "show")
    world.leave_uploads()
    world.allow(role, policy_of(role))
    for words, done in zip(WORK[role], work(show, role, WORK[role]), strict=True):
        assert done.code == 0, (words, done.stderr)
    assert world.fake.state.uploads == {}
    for words in LOOKING:
        done = show.run(*words, **keys_of(role.value))
        assert done.code == 0, (words, done.stderr)
    assert {words[0] for words in WORK[role]} - {"diff"} == set(role.commands)


@pytest.mark.parametrize("role", Role)
def test_doctor_is_content_with_each_roles_policy(role: Role, world: World, tmp_path: Path) -> None:
    """Credentials, store and records are well; nobody answers at the public address here."""
    show = world.restore(tmp_path / "show")
    world.allow(role, policy_of(role))
    seen = show.run("doctor", "--json", **keys_of(role.value)).document
    worst = {
        (each["topic"], each["check"]) for each in seen["checks"] if each["outcome"] in ("warning", "problem")
    }
    assert worst - {("clock", "skew")} == {("public", "address")}


def removals() -> Iterator[tuple[Role, str, str, str]]:
    """Every action of every statement of every role, for each root that it is about."""
    for role in Role:
        for each in policy_of(role)["Statement"]:
            roots = [
                name
                for name in ("public", "private")
                if any(f"/{name}/" in arn for arn in listed(each["Resource"]))
            ]
            for action, root in product(each["Action"], roots or [""]):
                yield role, each["Sid"], action, root


@pytest.mark.parametrize(("role", "sid", "action", "root"), list(removals()))
def test_no_permission_is_without_use(
    role: Role, sid: str, action: str, root: str, world: World, tmp_path: Path
) -> None:
    """Without it a command fails; without those that tidy up, something stays behind."""
    show = world.restore(tmp_path / "show")
    world.leave_uploads()
    world.allow(role, without(policy_of(role), sid, action, root))
    fails = any(done.code for done in work(show, role, WORK[role]))
    assert fails or world.fake.state.uploads


def without(policy: dict[str, Any], sid: str, action: str, root: str) -> dict[str, Any]:
    """The policy without one action at one root."""
    smaller = deepcopy(policy)
    (found,) = [each for each in smaller["Statement"] if each["Sid"] == sid]
    arns = listed(found["Resource"])
    kept = [arn for arn in arns if not root or f"/{root}/" not in arn]
    rest = {**found, "Sid": f"{sid}Rest", "Action": [action], "Resource": kept}
    found["Action"] = [each for each in found["Action"] if each != action]
    smaller["Statement"].append(rest if root else {**rest, "Resource": []})
    return smaller


def test_only_who_withdraws_may_delete() -> None:
    """And nobody deletes the feed, a record or a revision, or sends ACLs."""
    for role in Role:
        statements = policy_of(role)["Statement"]
        actions = {action for each in statements for action in listed(each["Action"])}
        assert ("s3:DeleteObject" in actions) is (role is Role.WITHDRAW)
        assert not [each for each in actions if "Acl" in each or "*" in each]
    (deleting,) = [
        each for each in policy_of(Role.WITHDRAW)["Statement"] if "s3:DeleteObject" in each["Action"]
    ]
    assert not [arn for arn in deleting["Resource"] if arn.endswith(("feed.xml", "records/*", "history/*"))]


def test_the_policy_is_for_the_shows_own_places(tmp_path: Path) -> None:
    """Two buckets of China, an ACL and a distribution."""
    show = make_show_folder(tmp_path / "show")
    lines = 'public = "s3://open/p"\nprivate = "s3://closed"\nregion = "cn-north-1"\nacl = "public-read"\n'
    show.change("podcast.toml", "explicit", f'{lines}base_url = "https://feet.example/"\nexplicit')
    show.write(
        "podcast.toml", (show.path / "podcast.toml").read_text() + '\n[purge]\ncloudfront = "E1234567890"\n'
    )
    document = show.run("doctor", "--policy", "withdraw", "--json").document
    by_sid = {each["Sid"]: each for each in document["Statement"]}
    assert by_sid["SeeWhatIsThere"]["Resource"] == ["arn:aws-cn:s3:::open", "arn:aws-cn:s3:::closed"]
    assert "arn:aws-cn:s3:::open/p/feed.xml" in by_sid["WriteTheShow"]["Resource"]
    assert "arn:aws-cn:s3:::closed/records/*" in by_sid["WriteTheShow"]["Resource"]
    assert by_sid["MakeObjectsPublic"]["Action"] == ["s3:PutObjectAcl"]
    assert by_sid["PurgeTheCache"]["Resource"] == "arn:aws-cn:cloudfront::*:distribution/E1234567890"


def test_the_policy_is_told_in_words_as_well(tmp_path: Path) -> None:
    """The last line says how to get the document."""
    show = make_show_folder(tmp_path / "show")
    show.use_bucket("https://s3.example.org")
    said = show.run("doctor", "--policy", "producer")
    assert said.code == 0
    assert said.stdout.startswith("For publish, regenerate, ")
    assert "\n  s3:PutObject\n" in said.stdout
    assert said.stdout.endswith("airdate doctor --policy producer --json\n")


def test_a_folder_needs_no_policy(tmp_path: Path) -> None:
    """It says so, and what would."""
    said = make_show_folder(tmp_path / "show").run("doctor", "--policy", "nightly")
    assert said.code == 3
    assert "stored in a folder, which needs no policy\n  Fix: name a bucket" in said.stderr


def test_an_unknown_role_is_wrong_usage(tmp_path: Path) -> None:
    """The message names those there are."""
    said = make_show_folder(tmp_path / "show").run("doctor", "--policy", "owner")
    assert said.code == 2
    assert "'producer', 'nightly', 'withdraw'" in said.stderr
