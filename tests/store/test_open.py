"""From `podcast.toml` to two roots, and every way to get it wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.core.location import Location
from pipeline.errors import AccessError, InputError
from pipeline.store.folder import FolderStore
from pipeline.store.open import open_roots
from pipeline.store.patience import Patience
from pipeline.store.protocol import Headers
from pipeline.store.retrying import RetryingStore
from pipeline.store.s3 import S3Store
from tests.servers.running import S3Server
from tests.store.conftest import BUCKET, SESSION, prepare


def names_of(location: Location, base_dir: Path) -> tuple[str, str]:
    roots = open_roots(location, base_dir, session=SESSION)
    return roots.public.name, roots.private.name


@pytest.mark.parametrize(
    ("location", "public", "private"),
    [
        (Location(), "out/public", "out/private"),
        (Location(store="folder:site/"), "site/public", "site/private"),
        (Location(store="s3://show"), "s3://show/public", "s3://show/private"),
        (Location(store="s3://show/a/b/"), "s3://show/a/b/public", "s3://show/a/b/private"),
        (Location(public="s3://pub", private="s3://priv/x"), "s3://pub", "s3://priv/x"),
        (Location(public="folder:www", private="s3://priv"), "www", "s3://priv"),
        (Location(public="folder:public", private="folder:public-not"), "public", "public-not"),
        (Location(public="s3://show/p", private="s3://show/pp"), "s3://show/p", "s3://show/pp"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_two_roots_are_where_the_file_says(
    location: Location, public: str, private: str, tmp_path: Path
) -> None:
    """One store for both, or each for itself."""
    assert names_of(location, tmp_path) == (public, private)


def test_a_relative_folder_is_relative_to_the_show(tmp_path: Path) -> None:
    """Wherever the command was started; absolute ones and ~ are taken as they are."""
    roots = open_roots(Location(), tmp_path)
    roots.public.put("feed.xml", b"x", Headers("text/xml", ""))
    assert (tmp_path / "out" / "public" / "feed.xml").read_bytes() == b"x"
    elsewhere = open_roots(Location(store=f"folder:{tmp_path}/abs"), Path("/nowhere")).private
    assert isinstance(elsewhere, FolderStore)
    assert elsewhere.root == tmp_path / "abs" / "private"
    at_home = open_roots(Location(store="folder:~/show"), tmp_path).public
    assert isinstance(at_home, FolderStore)
    assert at_home.root == Path.home() / "show" / "public"


@pytest.mark.parametrize(
    ("location", "said", "fix"),
    [
        (Location(store="s4://show"), "'store' is \"s4://show\"", "did you mean s3://show?"),
        (Location(store="S3://show"), "'store' is \"S3://show\"", "did you mean s3://show?"),
        (Location(store="fodler:out"), "'store' is \"fodler:out\"", "did you mean folder:out?"),
        (Location(store="out"), "'store' is \"out\"", "write folder:out, or s3://BUCKET/PREFIX"),
        (Location(store="ftp://x"), "'store' is \"ftp://x\"", "write folder:PATH or s3://BUCKET/PREFIX"),
        (Location(store="folder:"), "'store' is \"folder:\"", "name the folder: folder:out"),
        (Location(store="s3:show"), "'store' is \"s3:show\"", "write s3://BUCKET or s3://BUCKET/PREFIX"),
        (Location(store="s3://"), "'store' is \"s3://\"", "write s3://BUCKET or s3://BUCKET/PREFIX"),
        (Location(store="s3://sh ow"), "'store' is", "write s3://BUCKET or s3://BUCKET/PREFIX"),
        (Location(store="s3://show/../x"), "'store' is", "use only plain letters"),
        (Location(store="s3://show/ä"), "'store' is", "use only plain letters"),
        (Location(public="s3://aaa"), "'private' is missing", 'name both roots: private = "s3://BUCKET"'),
        (Location(private="s3://aaa"), "'public' is missing", 'name both roots: public = "s3://BUCKET"'),
        (Location(store="s3://aaa", public="s3://bbb"), "'store' stands beside", "keep 'store'"),
        (
            Location(public="s3://aaa", private="s3://aaa"),
            "'private' is inside 'public'",
            "a place of its own",
        ),
        (Location(public="s3://aaa", private="s3://aaa/b"), "'private' is inside 'public'", "of its own"),
        (Location(public="s3://aaa/b", private="s3://aaa"), "'public' is inside 'private'", "of its own"),
        (Location(public="folder:a", private="folder:a/../a/b"), "'private' is inside", "of its own"),
        (Location(public="folder:.", private="folder:private"), "'private' is inside", "of its own"),
    ],
    ids=lambda value: "" if isinstance(value, str) else value.store or f"{value.public} {value.private}",
)
def test_a_place_that_is_none_is_explained(location: Location, said: str, fix: str, tmp_path: Path) -> None:
    """With the file, the key, the value and what to write."""
    with pytest.raises(InputError) as caught:
        open_roots(location, tmp_path)
    (problem,) = caught.value.problems
    assert problem.path == "podcast.toml"
    assert said in problem.text
    assert fix in str(problem.fix)


def test_every_bad_place_is_reported(tmp_path: Path) -> None:
    """Not only the first."""
    with pytest.raises(InputError) as caught:
        open_roots(Location(public="x:y", private="z:y"), tmp_path)
    assert len(caught.value.problems) == 2


def test_private_may_not_reach_into_public_by_a_link(tmp_path: Path) -> None:
    """Folders are compared by where they really are."""
    (tmp_path / "www").mkdir()
    (tmp_path / "secret").symlink_to(tmp_path / "www")
    with pytest.raises(InputError, match="'private' is inside 'public'"):
        open_roots(Location(public="folder:www", private="folder:secret/records"), tmp_path)


def test_both_roots_share_their_connections_and_their_patience(tmp_path: Path) -> None:
    """So they copy on the server; the ACL is for the public one alone."""
    patience = Patience()
    location = Location(store="s3://show", acl="public-read")
    roots = open_roots(location, tmp_path, session=SESSION, patience=patience)
    assert isinstance(roots.public, RetryingStore)
    assert isinstance(roots.private, RetryingStore)
    public, private = roots.public.inner, roots.private.inner
    assert isinstance(public, S3Store)
    assert isinstance(private, S3Store)
    assert public.clients is private.clients
    assert roots.public.patience is roots.private.patience is public.patience is patience
    assert (public.acl, private.acl) == ("public-read", None)


def test_credentials_come_from_the_environment(
    moto_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As boto3 finds them."""
    prepare(moto_server)
    for name, text in moto_server.environment().items():
        monkeypatch.setenv(name, text)
    location = moto_server.location(store=f"s3://{BUCKET}/from-environment")
    roots = open_roots(location, tmp_path)
    roots.private.put("staging/a.txt", b"x", Headers("text/plain", "no-store"))
    roots.public.copy_from(roots.private, "staging/a.txt", "a.txt", Headers("text/plain", "no-store"))
    assert [row.key for row in roots.public.list()] == ["a.txt"]


def test_an_unknown_profile_is_an_access_error(tmp_path: Path) -> None:
    """Before anything is sent."""
    with pytest.raises(AccessError, match="nobody"):
        open_roots(Location(store="s3://show", profile="nobody"), tmp_path)


def test_a_folder_does_not_pay_for_boto3() -> None:
    """It is neither imported by the module nor by opening folders."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from pipeline.core.location import Location\nfrom pipeline.store.open import open_roots\n"
        "open_roots(Location(), Path('x'))\n"
        "sys.exit(any(name.split('.')[0] in {'boto3', 'botocore', 's3transfer'} for name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=False)
    assert result.returncode == 0
