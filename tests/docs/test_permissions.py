"""The permissions of docs/stores.md are enough to publish with, on a server that enforces them."""

import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError
from click.testing import CliRunner, Result

from pipeline.cli.program import airdate
from pipeline.core.iam_policy import Ground, Role, Spot, plan_permissions, policy_document
from tests.docs.markdown import DOCS, REPOSITORY, read_blocks
from tests.servers.running import S3Server, free_port, running

BUCKET = "my-show"
SETUP_REQUESTS = "4"
"""create_bucket, create_user, put_user_policy, create_access_key: made before permissions count."""
RECORDING = REPOSITORY / "tests" / "audio" / "files" / "cbr-with-everything.mp3"
LATER = "2026-11-06T07:00:00+00:00"

pytestmark = pytest.mark.xdist_group("permissions")


@pytest.fixture(scope="module")
def guarded_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """An S3 whose only key has just what the page says."""
    port = free_port()
    folder = tmp_path_factory.mktemp("guarded")
    command = [
        sys.executable,
        Path(sys.executable).parent / "moto_server",
        "-H",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    setup = {"INITIAL_NO_AUTH_ACTION_COUNT": SETUP_REQUESTS}
    with running(command, port, folder / "moto.log", setup):
        yield make_key(f"http://127.0.0.1:{port}")


def make_key(endpoint_url: str) -> S3Server:
    admin = boto3.Session("setup", "setup", region_name="us-east-1")
    admin.client("s3", endpoint_url=endpoint_url).create_bucket(Bucket=BUCKET)
    iam = admin.client("iam", endpoint_url=endpoint_url)
    iam.create_user(UserName="producer")
    iam.put_user_policy(UserName="producer", PolicyName="publish", PolicyDocument=policy())
    key = iam.create_access_key(UserName="producer")["AccessKey"]
    return S3Server(endpoint_url, key["AccessKeyId"], key["SecretAccessKey"])


def policy() -> str:
    """The one that names what the producer's key may write."""
    (found,) = [
        block.text for block in read_blocks(DOCS / "stores.md", "json") if "WriteTheShow" in block.text
    ]
    return found


@pytest.fixture
def show(guarded_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new show that is to be stored there, with an episode for 6 November."""
    for name, value in guarded_server.environment().items():
        monkeypatch.setenv(name, value)
    shutil.copy(RECORDING, tmp_path / "tape.mp3")
    folder = tmp_path / "show"
    run("init", folder, "--title", "Back on Foot", "--timezone", "Europe/London")
    store = f'store = "s3://{BUCKET}"\nbase_url = "https://podcast.example.org/"\n'
    endpoint = f'endpoint_url = "{guarded_server.endpoint_url}"\nregion = "us-east-1"'
    edit(folder / "podcast.toml", r'store = "folder:out"', store + endpoint)
    with chdir(folder):
        run("new", "../tape.mp3")
    (index,) = folder.glob("episodes/060-*/index.md")
    edit(index, "draft: true", "date: 2026-11-06 06:00")
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(re.sub(rf"^{re.escape(old)}$", new, text, flags=re.MULTILINE))


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(airdate, [str(word) for word in words])
    assert result.exit_code == 0, result.stderr
    return result


def test_the_page_has_the_policy_that_doctor_prints() -> None:
    """For the bucket and prefixes of the page."""
    ground = Ground(Spot(BUCKET, "public"), Spot(BUCKET, "private"))
    assert json.loads(policy()) == policy_document(plan_permissions(Role.PRODUCER, ground))


def test_the_permissions_are_enough_to_schedule_release_and_edit(show: Path) -> None:
    """Every request of an episode's life is allowed."""
    with chdir(show):
        run("publish", "--yes", "--now", "2026-11-05T12:00:00+00:00")
        assert "scheduled" in run("list").stdout
        run("regenerate", "--now", LATER)
        assert "live" in run("list").stdout
        (index,) = show.glob("episodes/060-*/index.md")
        index.write_text(index.read_text() + "\nOne more thing.\n")
        assert "edited" in run("regenerate", "--now", LATER).stdout
        assert "Nothing to do" in run("regenerate", "--now", LATER).stderr


@pytest.mark.parametrize("key", ["public/feed.xml", "private/show.json"])
def test_the_key_deletes_nothing(guarded_server: S3Server, key: str) -> None:
    """A key that was lost cannot empty the show."""
    with pytest.raises(ClientError) as refused:
        guarded_server.admin().delete_object(Bucket=BUCKET, Key=key)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_the_key_writes_nothing_beside_the_show(guarded_server: S3Server) -> None:
    """What airdate never writes stays forbidden."""
    with pytest.raises(ClientError) as refused:
        guarded_server.admin().put_object(Bucket=BUCKET, Key="public/other.html", Body=b"")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
