"""The smallest permissions that each role needs at a store with IAM, for a show's own places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.core.addresses import (
    ANNOUNCED,
    FEED,
    HISTORY,
    INDEX,
    MANIFEST,
    RECORDS,
    SHOW,
    SLUGS,
    SNAPSHOT,
    STAGING,
    STORE_PROFILE,
)

VERSION = "2012-10-17"
"""Of the language, not of the policy: AWS knows no newer one."""

MEDIA = "media/*"
PAGES = (
    "files/*",
    "episodes/*",
    "embed/*",
    "oembed/*",
    "series/*",
    "seasons/*",
    "people/*",
    "tags/*",
    "search/*",
    INDEX,
    "page-*.html",
    "series*.html",
    "seasons*.html",
    "people*.html",
    "tags*.html",
    "about.html",
    "subscribe.html",
    "search.html",
    "404.html",
    FEED,
    "feed-*.xml",
    "feed*.json",
    "sitemap*.xml",
    "robots.txt",
    "shows.opml",
    "llms*.txt",
)
"""Everything in the public root but the media, in IAM's wildcards."""

STAGED_MEDIA = f"{STAGING}{MEDIA}"
BOOKS = (
    f"{RECORDS}*",
    SHOW,
    f"{HISTORY}*",
    f"{STAGING}files/*",
    MANIFEST,
    SNAPSHOT,
    STORE_PROFILE,
    ANNOUNCED,
    "probe",
    "probe-absent",
)
"""What every run that writes needs of the private root."""


class Role(StrEnum):
    """Who a key belongs to."""

    PRODUCER = "producer"
    """Publishes, schedules, edits, goes back; deletes nothing."""
    NIGHTLY = "nightly"
    """Releases what is due and lets edits go live, from a checkout without audio."""
    WITHDRAW = "withdraw"
    """Takes episodes back and prunes: the only one that deletes."""

    @property
    def commands(self) -> tuple[str, ...]:
        """What can be run with it; whatever only looks can be run with each."""
        return _COMMANDS[self]


_COMMANDS = {
    Role.PRODUCER: (
        "publish",
        "regenerate",
        "replace-audio",
        "change-date",
        "reissue-guid",
        "rollback",
        "announce",
    ),
    Role.NIGHTLY: ("regenerate", "announce"),
    Role.WITHDRAW: ("withdraw", "prune", "announce"),
}


@dataclass(frozen=True)
class Spot:
    """One root's bucket and prefix."""

    bucket: str
    prefix: str = ""
    """Without slashes around it."""

    def arn(self, key: str, partition: str) -> str:
        """An object of it, as IAM names resources."""
        return f"arn:{partition}:s3:::{'/'.join(filter(None, (self.bucket, self.prefix, key)))}"


@dataclass(frozen=True)
class Ground:
    """Where a show is stored, as far as permissions care."""

    public: Spot | None
    """None where the root is a folder."""
    private: Spot | None
    region: str | None = None
    sends_acl: bool = False
    distribution: str | None = None
    """The id of the CloudFront distribution that forgets what changed."""

    @property
    def partition(self) -> str:
        """Which of AWS's worlds it is in; all other stores write it like the largest.

        >>> Ground(None, None, "eu-west-1").partition, Ground(None, None, "cn-north-1").partition
        ('aws', 'aws-cn')
        """
        region = self.region or ""
        return (
            "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
        )


@dataclass(frozen=True)
class Statement:
    """Some actions on some resources, and what for."""

    sid: str
    why: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class _Part:
    """A statement before the show's places are filled in."""

    sid: str
    why: str
    actions: tuple[str, ...]
    public: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


_WRITE = ("s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload")
_WRITE_WHY = "read and write what airdate makes, and abort uploads that a killed run left"
_READ_WHY = "copy the media of scheduled episodes when their time has come, and see whose each slug is"
_PARTS: Mapping[Role, Sequence[_Part]] = {
    Role.PRODUCER: (
        _Part("WriteTheShow", _WRITE_WHY, _WRITE, (MEDIA, *PAGES), (*BOOKS, f"{SLUGS}*", STAGED_MEDIA)),
    ),
    Role.NIGHTLY: (
        _Part("WriteTheShow", _WRITE_WHY, _WRITE, (MEDIA, *PAGES), BOOKS),
        _Part("ReadTheRest", _READ_WHY, ("s3:GetObject",), private=(f"{SLUGS}*", STAGED_MEDIA)),
    ),
    Role.WITHDRAW: (
        _Part("WriteTheShow", _WRITE_WHY, _WRITE, PAGES, BOOKS),
        _Part("ReadTheRest", "see whose each slug is", ("s3:GetObject",), private=(f"{SLUGS}*",)),
        _Part(
            "DeleteWhatIsNamedNoMore",
            "remove what was withdrawn, and what nothing names; never the feed or a record",
            ("s3:DeleteObject",),
            (MEDIA, *(key for key in PAGES if key not in {FEED, INDEX})),
            (f"{STAGING}files/*", STAGED_MEDIA),
        ),
    ),
}


def plan_permissions(role: Role, ground: Ground) -> tuple[Statement, ...]:
    """What a role's key has to be allowed, and nothing more.

    The list of a bucket cannot be narrowed to a prefix: requests for an
    object name none, and an absent one is then answered 403 instead of 404.
    No ACL is among them, unless the show sends some.
    """
    statements = [_fill(part, ground) for part in _PARTS[role]]
    if ground.sends_acl and ground.public:
        keys = PAGES if role is Role.WITHDRAW else (MEDIA, *PAGES)
        why = "podcast.toml has 'acl', which is sent with every public object"
        part = _Part("MakeObjectsPublic", why, ("s3:PutObjectAcl",), keys)
        statements.append(_fill(part, ground))
    spots = [each for each in (ground.public, ground.private) if each]
    buckets = tuple(dict.fromkeys(Spot(each.bucket).arn("", ground.partition) for each in spots))
    why = "see what is there, tell absent from forbidden, and find uploads that a killed run left"
    actions = ("s3:ListBucket", "s3:ListBucketMultipartUploads")
    statements.append(Statement("SeeWhatIsThere", why, actions, buckets))
    if ground.distribution:
        arn = f"arn:{ground.partition}:cloudfront::*:distribution/{ground.distribution}"
        why = "have the cache forget what changed"
        statements.append(Statement("PurgeTheCache", why, ("cloudfront:CreateInvalidation",), (arn,)))
    return tuple(each for each in statements if each.resources)


def _fill(part: _Part, ground: Ground) -> Statement:
    places = ((ground.public, part.public), (ground.private, part.private))
    arns = [spot.arn(key, ground.partition) for spot, keys in places if spot for key in keys]
    return Statement(part.sid, part.why, part.actions, tuple(arns))


def policy_document(statements: Sequence[Statement]) -> dict[str, object]:
    """The policy as it is pasted."""
    return {
        "Version": VERSION,
        "Statement": [
            {
                "Sid": each.sid,
                "Effect": "Allow",
                "Action": list(each.actions),
                "Resource": each.resources[0] if len(each.resources) == 1 else list(each.resources),
            }
            for each in statements
        ],
    }
