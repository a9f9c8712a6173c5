"""Where providers serve buckets: every address that can be derived, and no other."""

import pytest

from pipeline.core.bucket_addresses import bucket_urls, object_urls


@pytest.mark.parametrize(
    ("bucket", "endpoint_url", "region", "urls"),
    [
        (
            "show",
            None,
            "eu-west-1",
            [
                "https://s3.eu-west-1.amazonaws.com/show/",
                "https://show.s3.eu-west-1.amazonaws.com/",
                "http://show.s3-website-eu-west-1.amazonaws.com/",
                "http://show.s3-website.eu-west-1.amazonaws.com/",
            ],
        ),
        (
            "show",
            "https://s3.us-west-004.backblazeb2.com",
            None,
            [
                "https://s3.us-west-004.backblazeb2.com/show/",
                "https://show.s3.us-west-004.backblazeb2.com/",
                "https://f004.backblazeb2.com/file/show/",
            ],
        ),
        (
            "show",
            "https://fra1.digitaloceanspaces.com",
            "fra1",
            [
                "https://fra1.digitaloceanspaces.com/show/",
                "https://show.fra1.digitaloceanspaces.com/",
                "https://show.fra1.cdn.digitaloceanspaces.com/",
            ],
        ),
        ("show", "http://[::1]:9000/s3/", None, ["http://[::1]:9000/s3/show/"]),
    ],
)
def test_each_provider_has_its_addresses(
    bucket: str, endpoint_url: str | None, region: str | None, urls: list[str]
) -> None:
    """The bucket in the path, in the host, and the provider's own ways."""
    assert bucket_urls(bucket, endpoint_url, region) == urls


def test_a_bucket_with_dots_is_not_asked_for_by_a_certificate_that_cannot_fit() -> None:
    """AWS's covers one name in front."""
    assert "https://my.show.s3.us-east-1.amazonaws.com/" not in bucket_urls("my.show", None, None)


def test_a_private_object_may_stand_in_many_places() -> None:
    """In the bucket, below the public address, beside it, and from the host's root."""
    urls = object_urls(
        ("b", "p/private"), "a b.json", ["https://s3.example/b/"], "https://a.example/p/public/"
    )
    assert urls == [
        "https://s3.example/b/p/private/a%20b.json",
        "https://a.example/p/public/a%20b.json",
        "https://a.example/p/public/private/a%20b.json",
        "https://a.example/p/private/a%20b.json",
        "https://a.example/b/p/private/a%20b.json",
    ]
