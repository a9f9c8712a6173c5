"""CloudFront, as moto plays it: what is named is forgotten."""

from urllib.parse import urlsplit

import boto3
import pytest

from pipeline.errors import StoreError
from pipeline.store.cloudfront import MOST_PATHS, purge_cloudfront
from tests.servers.running import S3Server
from tests.servers.scripted_server import Answer, answering

DISTRIBUTION = {
    "CallerReference": "once",
    "Comment": "",
    "Enabled": True,
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "o",
                "DomainName": "a-show.s3.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }
        ],
    },
    "DefaultCacheBehavior": {
        "TargetOriginId": "o",
        "ViewerProtocolPolicy": "redirect-to-https",
        "MinTTL": 0,
        "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
    },
}


def test_what_changed_is_purged(moto_server: S3Server) -> None:
    """One invalidation with every path once."""
    session = moto_server.session()
    client = session.client("cloudfront", endpoint_url=moto_server.endpoint_url)
    made = client.create_distribution(DistributionConfig=DISTRIBUTION)
    name = made["Distribution"]["Id"]
    paths = ["/show/index.html", "/show/feed.xml", "/show/feed.xml"]
    told = purge_cloudfront(name, paths, "run", session=session, endpoint_url=moto_server.endpoint_url)
    assert told == 2
    [row] = client.list_invalidations(DistributionId=name)["InvalidationList"]["Items"]
    batch = client.get_invalidation(DistributionId=name, Id=row["Id"])["Invalidation"]["InvalidationBatch"]
    assert batch["Paths"]["Items"] == ["/show/feed.xml", "/show/index.html"]


def test_a_distribution_that_is_not_there_is_told(moto_server: S3Server) -> None:
    """In words of ours, with its id."""
    with pytest.raises(StoreError, match="could not purge CloudFront distribution ENOTHERE00000: "):
        purge_cloudfront(
            "ENOTHERE00000",
            ["/feed.xml"],
            "run",
            session=moto_server.session(),
            endpoint_url=moto_server.endpoint_url,
        )


def test_many_paths_become_one() -> None:
    """With a wildcard, where their addresses part."""
    paths = [f"/show/episodes/{number}.html" for number in range(MOST_PATHS)] + ["/show/feed.xml"]
    session = boto3.Session("key", "secret", region_name="us-east-1")
    with answering(lambda _: Answer(201, b"<Invalidation/>")) as server:
        assert (
            purge_cloudfront("E123456789", paths, "r", session=session, endpoint_url=server.endpoint_url) == 1
        )
    [asked] = server.asked
    assert urlsplit(asked.path).path.endswith("/distribution/E123456789/invalidation")
    assert b"<Path>/show/*</Path>" in asked.body
