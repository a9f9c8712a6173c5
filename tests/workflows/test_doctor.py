"""Doctor: each thing that can be wrong with a set-up is found, told with a fix, and left as it is."""

import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.core.findings import Finding, Outcome
from pipeline.source.show_file import read_location
from pipeline.store.open import open_roots
from pipeline.web.fetch import Network
from pipeline.web.outside import Outside
from pipeline.workflows.doctor import Desk, Examined, examine
from tests.servers.fake_s3 import FakeS3, fake_s3
from tests.servers.fake_s3_manners import PERSONALITIES, Manners
from tests.servers.fake_s3_state import FakeObject
from tests.servers.policed import ADMIN, Policed
from tests.servers.running import free_port
from tests.servers.tls_forwarder import tls_in_front_of
from tests.workflows.small_show import DAY, NOW, Clone, Talk, make_clone, memory_roots, record, slug_of

BUCKET = "a-bucket"
OPEN = Policed(open_to_all=(f"{BUCKET}/show/public/*",), allows_origin="*")


@dataclass(frozen=True)
class Patient:
    """A published show in a bucket whose public part everybody can read, over https."""

    clone: Clone
    fake: FakeS3
    outside: Outside
    objects: Mapping[str, FakeObject]

    def examine(self, clock: datetime | None = None, *, offline: bool = False) -> Examined:
        def read_clock() -> datetime:
            return clock or datetime.now(UTC)  # noqa: TID251  # the server has this one

        return examine(Desk(self.clone.folder, read_clock, Talk(), self.outside), offline=offline)

    def restore(self) -> None:
        self.fake.manners = OPEN
        self.fake.state.objects = dict(self.objects)
        self.fake.state.listings = [dict(self.objects)]
        self.fake.state.uploads.clear()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Patient]:
    """One episode is live, with chapters and a transcript; another waits for its date."""
    folder = tmp_path_factory.mktemp("doctor")
    with (
        pytest.MonkeyPatch.context() as changes,
        fake_s3(OPEN, BUCKET) as fake,
        tls_in_front_of(fake.port, folder) as front,
    ):
        server = fake.server(ADMIN)
        for name, value in server.environment().items():
            changes.setenv(name, value)
        clone = make_clone(folder, memory_roots())
        places = (
            f'store = "s3://{BUCKET}/show"\nendpoint_url = "{server.endpoint_url}"\naddressing = "path"\n'
        )
        clone.edit_file("podcast.toml", "explicit = false", f"explicit = false\n{places}")
        clone.edit_file(
            "podcast.toml", "https://wind.example/show/", f"{front.endpoint_url}/{BUCKET}/show/public/"
        )
        clone = replace(clone, roots=open_roots(read_location(clone.folder), clone.folder))
        clone.write(f"episodes/{slug_of(1)}/t.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n<v Ada>Hello.\n")
        clone.episode(1, more="transcript: t.vtt", notes="Notes.\n\n(00:00) Start\n(00:01) End\n")
        clone.episode(2, date=NOW + DAY)
        clone.publish(1, 2)
        trust = ssl.create_default_context()
        trust.load_verify_locations(front.ca_file)
        outside = Outside(Network(trust=trust, proxy_for=lambda _: None), allow_private=True)
        yield Patient(clone, fake, outside, dict(fake.state.objects))


@pytest.fixture
def patient(published: Patient, tmp_path: Path) -> Patient:
    """It again, as it was published, in a folder that a test may break."""
    published.restore()
    return replace(published, clone=replace(published.clone.copy(tmp_path.name), roots=published.clone.roots))


def find(seen: Examined, topic: str, check: str) -> Finding:
    """The worst finding of a check."""
    order = list(Outcome)
    found = [each for each in seen.findings if (each.topic, each.check) == (topic, check)]
    assert found, (topic, check, seen.findings)
    return max(found, key=lambda each: (each.outcome is Outcome.PROBLEM, order.index(each.outcome)))


def unwell(seen: Examined) -> dict[str, str]:
    return {
        f"{each.topic}/{each.check}": each.text
        for each in seen.findings
        if each.outcome in {Outcome.WARNING, Outcome.PROBLEM}
    }


def test_a_set_up_that_is_well_has_a_line_for_each_check(patient: Patient) -> None:
    """Nothing is skipped but what this show does not have."""
    seen = patient.examine()
    assert unwell(seen) == {}
    assert seen.exit_code == 0
    skipped = {each.check for each in seen.findings if each.outcome is Outcome.SKIPPED}
    assert skipped <= {"cors_chapters"}
    assert find(seen, "public", "ranges").outcome is Outcome.OK
    assert seen.personality
    assert seen.personality.serves_ranges


def test_nothing_is_written_but_the_scratch_object(patient: Patient) -> None:
    """Neither in the store nor in the folder."""
    files = {path: path.read_bytes() for path in patient.clone.folder.rglob("*") if path.is_file()}
    patient.fake.requests.clear()
    patient.examine()
    now = patient.fake.state.objects
    assert {key for key in now if now[key] is not patient.objects.get(key)} <= {
        f"{BUCKET}/show/private/probe"
    }
    assert set(now) == set(patient.objects)
    written = {each.split("?")[0] for each in patient.fake.requests if not each.startswith(("GET", "HEAD"))}
    assert {each.rpartition("/")[2] for each in written} <= {"probe", "probe-absent"}
    assert files == {path: path.read_bytes() for path in patient.clone.folder.rglob("*") if path.is_file()}


def test_offline_nobody_is_asked(patient: Patient) -> None:
    """The folder and this machine alone."""
    patient.fake.requests.clear()
    seen = patient.examine(offline=True)
    assert {each.topic for each in seen.findings} == {"configuration", "tools"}
    assert patient.fake.requests == []


# Configuration


def test_every_problem_of_the_files_is_a_line(patient: Patient) -> None:
    """With the line it is in, and the exit code of wrong input; the store is looked at all the same."""
    patient.clone.edit_file(
        "podcast.toml", "explicit = false", 'explicit = "maybe"\ninclude = ["people.toml"]'
    )
    seen = patient.examine()
    assert seen.exit_code == 3
    texts = [each.text for each in seen.findings if each.outcome is Outcome.PROBLEM]
    assert any(text.startswith("podcast.toml:") and "'explicit' is \"maybe\"" in text for text in texts)
    assert any("people.toml" in text for text in texts)
    assert find(seen, "records", "records").outcome is Outcome.OK


def test_a_store_that_is_none_ends_the_look(patient: Patient) -> None:
    """Nobody can be asked then."""
    patient.clone.edit_file("podcast.toml", f"s3://{BUCKET}/show", "ftp://somewhere")
    seen = patient.examine()
    assert (seen.exit_code, seen.personality) == (3, None)
    assert "ftp://somewhere" in unwell(seen)["configuration/podcast.toml"]


def test_an_address_without_https_is_a_preview(patient: Patient) -> None:
    """A warning, and the public part is left out."""
    patient.clone.edit_file("podcast.toml", "https://127.", "http://127.")
    seen = patient.examine()
    assert "is not encrypted" in unwell(seen)["configuration/base_url"]
    assert find(seen, "public", "address").outcome is Outcome.SKIPPED
    assert seen.exit_code == 0


# Credentials and clock


def test_without_credentials_the_cause_is_told_once(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is not asked; what strangers see still is."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    seen = patient.examine()
    assert seen.exit_code == 4
    assert unwell(seen) == {"credentials/source": "nobody gives any for both roots"}
    assert find(seen, "public", "address").outcome is Outcome.OK


def test_credentials_are_named_by_their_source_never_shown(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even in part."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "CANARY-KEY-ID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary-secret")
    seen = patient.examine()
    assert find(seen, "credentials", "source").text == "both roots: the environment (AWS_ACCESS_KEY_ID)"
    assert "canary" not in repr(seen).lower()


def test_a_profile_is_named(patient: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's, for the root that has it; one that does not exist is a problem of the other."""
    (tmp_path / "keys").write_text(
        f"[open]\naws_access_key_id = {ADMIN}\naws_secret_access_key = fake-secret\n"
    )
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "keys"))
    patient.clone.edit_file("podcast.toml", "explicit = false", 'explicit = false\npublic_profile = "open"')
    seen = patient.examine()
    texts = [each.text for each in seen.findings if each.check == "source"]
    assert texts == [
        "the public root: the file ~/.aws/credentials, profile open",
        "the private root: the environment (AWS_ACCESS_KEY_ID)",
    ]
    patient.clone.edit_file("podcast.toml", '"open"', '"nobody"')
    seen = patient.examine()
    assert seen.exit_code == 4
    assert "nobody" in unwell(seen)["credentials/source"]


@pytest.mark.parametrize(
    ("ends_in", "outcome"), [(timedelta(hours=9), Outcome.OK), (timedelta(minutes=40), Outcome.WARNING)]
)
def test_credentials_that_end_soon_are_a_warning(
    ends_in: timedelta, outcome: Outcome, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload may take longer."""
    ends = datetime.now(UTC) + ends_in  # noqa: TID251  # boto3 compares it with this clock
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", ends.isoformat())
    found = find(patient.examine(), "credentials", "expiry")
    assert found.outcome is outcome
    assert f"{ends:%H:%M} UTC" in found.text


@pytest.mark.parametrize(
    ("off", "text"),
    [
        (timedelta(minutes=20), "your clock is wrong: it is 20 min ahead of the store's"),
        (timedelta(hours=-5), "your clock is wrong: it is 5 h behind the store's"),
    ],
)
def test_a_clock_that_is_wrong_is_a_problem(off: timedelta, text: str, patient: Patient) -> None:
    """By the store's own Date."""
    seen = patient.examine(datetime.now(UTC) + off - timedelta(seconds=1 if off < timedelta(0) else -5))  # noqa: TID251
    assert find(seen, "clock", "skew").text == text
    assert seen.exit_code == 1


# The store


@pytest.mark.parametrize("name", PERSONALITIES)
def test_each_personality_is_told_with_what_it_means(name: str, patient: Patient) -> None:
    """For several producers; only what enforces is no warning."""
    conditions = PERSONALITIES[name]
    habits = {key: getattr(conditions, key) for key in ("if_absent", "if_match", "complete_if_absent")}
    patient.fake.manners = replace(OPEN, **habits)
    found = find(patient.examine(), "store", "conditions")
    assert (found.outcome is Outcome.OK) is (name == "enforces")
    assert (found.fix is None) is (name == "enforces")
    assert found.text.startswith("the store ")


@pytest.mark.parametrize(
    ("manners", "check", "words"),
    [
        (replace(OPEN, lists_uploads="501"), "uploads", "cannot be seen"),
        (replace(OPEN, serves_ranges=False), "ranges", "players cannot seek"),
        (replace(OPEN, stale_reads=True), "freshness", "not seen at once"),
    ],
)
def test_other_habits_are_warnings(manners: Manners, check: str, words: str, patient: Patient) -> None:
    """One line each."""
    patient.fake.manners = manners
    found = find(patient.examine(), "store", check)
    assert found.outcome is Outcome.WARNING
    assert words in found.text


def test_a_store_that_refuses_is_exit_code_4(patient: Patient) -> None:
    """The fix names the action that is missing."""
    patient.fake.manners = replace(OPEN, rules=(), policies={})
    with pytest.MonkeyPatch.context() as changes:
        changes.setenv("AWS_ACCESS_KEY_ID", "nobody")
        seen = patient.examine()
    assert seen.exit_code == 4
    assert find(seen, "store", "conditions").outcome is Outcome.PROBLEM
    assert "s3:PutObject" in (find(seen, "store", "conditions").fix or "")


def test_a_store_that_does_not_answer_is_exit_code_4(patient: Patient) -> None:
    """And it does not take long to say so."""
    port = patient.fake.port
    patient.clone.edit_file("podcast.toml", f"http://127.0.0.1:{port}", f"http://127.0.0.1:{free_port()}")
    seen = patient.examine()
    assert seen.exit_code == 4
    assert find(seen, "clock", "skew").outcome is Outcome.SKIPPED


def test_uploads_left_for_days_are_a_warning(patient: Patient) -> None:
    """Counted, with the age of the oldest; they stay."""
    for name in "ab":
        patient.fake.state.begin(f"{BUCKET}/show/public/media/{name}", {})
    patient.fake.state.age_uploads(timedelta(days=3, hours=1))
    found = find(patient.examine(), "store", "leftovers")
    assert found.outcome is Outcome.WARNING
    assert found.text == "2 unfinished uploads are older than a day, the oldest of 3 days"
    assert len(patient.fake.state.uploads) == 2


def test_a_record_that_cannot_be_read_is_a_problem(patient: Patient) -> None:
    """With its name and what to copy over it."""
    (key,) = [key for key in patient.objects if "/records/" in key][:1]
    patient.fake.state.put(key, b"{", {})
    found = find(patient.examine(), "records", "records")
    assert found.outcome is Outcome.PROBLEM
    assert key.removeprefix(f"{BUCKET}/") in found.text


@pytest.mark.parametrize(("number", "place"), [(1, "public/"), (2, "private/staging/")])
def test_media_that_is_not_there_is_a_problem(number: int, place: str, patient: Patient) -> None:
    """Of a live episode, and of one that waits."""
    media = record(patient.clone.roots, number).media
    patient.fake.state.delete(f"{BUCKET}/show/{place}{media.key}")
    found = find(patient.examine(), "records", "media")
    assert found.outcome is Outcome.PROBLEM
    assert slug_of(number) in found.text


# What everybody sees


def test_an_address_where_nobody_answers_is_a_problem(patient: Patient) -> None:
    """The rest of the public part is left out."""
    patient.clone.edit_file("podcast.toml", "https://127.0.0.1:", f"https://127.0.0.1:{free_port()}/x/")
    seen = patient.examine()
    assert "nothing answers there" in unwell(seen)["public/address"]
    assert not [each for each in seen.findings if each.check == "cors_media"]
    assert seen.exit_code == 1


def test_a_certificate_that_nobody_trusts_is_a_problem(patient: Patient) -> None:
    """As apps see it."""
    network = replace(patient.outside.network, trust=ssl.create_default_context())
    stranger = replace(patient, outside=replace(patient.outside, network=network))
    assert "certificate" in unwell(stranger.examine())["public/address"]


def test_a_public_root_that_is_closed_is_a_problem(patient: Patient) -> None:
    """The feed answers 403."""
    patient.fake.manners = Policed()
    assert "answers 403" in unwell(patient.examine())["public/address"]


def test_players_in_other_pages_need_cors(patient: Patient) -> None:
    """A warning for each kind that they read."""
    patient.fake.manners = replace(OPEN, allows_origin=None)
    seen = unwell(patient.examine())
    assert {"public/cors_media", "public/cors_transcripts"} <= set(seen)
    assert "Access-Control-Allow-Origin" in seen["public/cors_media"]


def test_pretty_urls_need_index_documents(patient: Patient) -> None:
    """S3 serves none."""
    patient.clone.edit_file("podcast.toml", "explicit = false", "explicit = false\npretty_urls = true")
    found = find(patient.examine(), "public", "index_documents")
    assert found.outcome is Outcome.PROBLEM
    assert "'pretty_urls' is set" in found.text


def test_a_bucket_that_everybody_can_list_is_a_problem(patient: Patient) -> None:
    """It would name what is scheduled."""
    patient.fake.manners = replace(OPEN, anonymous=frozenset({"s3:ListBucket"}))
    seen = patient.examine()
    assert unwell(seen)["private/listing"].startswith("everybody can list ")
    assert seen.exit_code == 1


def test_a_private_root_that_everybody_can_read_is_a_problem(patient: Patient) -> None:
    """Whichever address gives it away: the bucket's own, and the one beside the public root."""
    patient.fake.manners = replace(OPEN, open_to_all=(f"{BUCKET}/*",))
    texts = [each.text for each in patient.examine().findings if each.check == "private"]
    at = patient.fake.server().endpoint_url
    assert f"{at}/{BUCKET}/show/private/show.json: everybody can read show.json, which is private" in texts
    assert [each for each in texts if each.startswith("https://") and "/show/private/show.json" in each]


def test_no_private_network_is_asked_but_the_shows_own(patient: Patient) -> None:
    """The endpoint is on this machine: strangers elsewhere cannot reach it."""
    outside = replace(patient.outside, allow_private=False)
    patient.fake.manners = replace(OPEN, open_to_all=(f"{BUCKET}/*",))
    seen = replace(patient, outside=outside).examine()
    texts = [each.text for each in seen.findings if each.check == "private"]
    assert texts
    assert all(text.startswith("https://127.0.0.1:") for text in texts)
