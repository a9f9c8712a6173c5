"""The web addresses at which a provider may serve a bucket, as far as they can be derived. Pure."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

AWS_REGION = "us-east-1"
"""Where a bucket is that names no region."""

_B2 = re.compile(r"s3\.[a-z]+-[a-z]+-0*(\d+)\.backblazeb2\.com")
_SPACES = re.compile(r"([a-z0-9]+)\.digitaloceanspaces\.com")
_IP = re.compile(r"[\d.]+|\[.*\]|.*:.*:.*")


def bucket_urls(bucket: str, endpoint_url: str | None, region: str | None) -> list[str]:
    """Where a bucket's objects may be seen, each ending in a slash: the bucket in the path, and in the host.

    >>> bucket_urls("show", "https://s3.example.org", None)
    ['https://s3.example.org/show/', 'https://show.s3.example.org/']
    >>> bucket_urls("show", "http://127.0.0.1:9000", None)
    ['http://127.0.0.1:9000/show/']
    """
    return list(dict.fromkeys(_bucket_urls(bucket, endpoint_url, region)))


def _bucket_urls(bucket: str, endpoint_url: str | None, region: str | None) -> Iterator[str]:
    if endpoint_url is None:
        yield from _aws(bucket, region or AWS_REGION)
        return
    endpoint = urlsplit(endpoint_url)
    host, path = endpoint.netloc.rpartition("@")[2], endpoint.path.strip("/")
    below = f"{path}/" if path else ""
    yield f"{endpoint.scheme}://{host}/{below}{bucket}/"
    if not _IP.fullmatch(endpoint.hostname or ""):
        yield f"{endpoint.scheme}://{bucket}.{host}/{below}"
    if found := _B2.fullmatch(endpoint.hostname or ""):
        yield f"https://f{int(found[1]):03d}.backblazeb2.com/file/{bucket}/"
    if found := _SPACES.fullmatch(endpoint.hostname or ""):
        yield f"https://{bucket}.{found[1]}.cdn.digitaloceanspaces.com/"


def _aws(bucket: str, region: str) -> Iterator[str]:
    host = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    yield f"https://s3.{region}.{host}/{bucket}/"
    if "." not in bucket:  # the certificate does not cover more dots
        yield f"https://{bucket}.s3.{region}.{host}/"
    for mark in "-", ".":  # older regions have one, newer ones the other
        yield f"http://{bucket}.s3-website{mark}{region}.{host}/"


def object_urls(place: tuple[str, str], key: str, bases: list[str], base_url: str | None) -> list[str]:
    """Every address at which a stranger might find a private object by mistake.

    Args:
        place: The bucket and the prefix of the private root.
        key: The object, below it.
        bases: Of `bucket_urls`.
        base_url: Where the public root is seen; None where that is nowhere yet.

    >>> object_urls(("b", "p/private"), "show.json", ["https://s3.example/b/"], None)
    ['https://s3.example/b/p/private/show.json']
    """
    bucket, prefix = place
    whole = quote("/".join(filter(None, (prefix, key))))
    urls = [base + whole for base in bases]
    if base_url:
        urls += beside(base_url, key)
        root = f"{urlsplit(base_url).scheme}://{urlsplit(base_url).netloc}/"
        urls += [root + whole, f"{root}{bucket}/{whole}"]
    return list(dict.fromkeys(urls))


def beside(base_url: str, key: str) -> list[str]:
    """Below the public address, beside it, and where both roots are served from above.

    >>> beside("https://a.example/show/", "show.json")[-1]
    'https://a.example/private/show.json'
    """
    above = base_url.removesuffix("/").rpartition("/")[0] + "/"
    places = [base_url, f"{base_url}private/"]
    if base_url.removesuffix("/").count("/") > 2:
        places.append(f"{above}private/")
    return [place + quote(key) for place in places]
