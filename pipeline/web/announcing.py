"""Telling hubs and directories that the feed has changed: one request each, with its own time limit."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha1
from urllib.parse import urlencode

from pipeline.core.announcing import Service, Target
from pipeline.core.web_facts import Answer
from pipeline.errors import FetchError
from pipeline.web.fetch import send
from pipeline.web.outside import Outside

PODPING_TOKEN = "AIRDATE_PODPING_TOKEN"  # noqa: S105  # the variable's name
PODCAST_INDEX_KEY = "AIRDATE_PODCAST_INDEX_KEY"
PODCAST_INDEX_SECRET = "AIRDATE_PODCAST_INDEX_SECRET"  # noqa: S105  # the variable's name


@dataclass(frozen=True)
class News:
    """What is told."""

    feed_url: str
    reason: str
    """Podping's word: update or live."""
    medium: str
    now: datetime


@dataclass(frozen=True)
class Request:
    """One request to a target. Its text shows no headers: they may hold a secret."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = None


class TokenError(Exception):
    """The environment lacks what a target asks for; the text names the variable, never its value."""


def tell(target: Target, news: News, outside: Outside) -> str | None:
    """Tell one target.

    Returns:
        None where it has heard; otherwise why not, without any secret.
    """
    try:
        request = _REQUESTS[target.service](target, news, outside)
        answer = send(
            request.method,
            request.url,
            headers=request.headers,
            body=request.body,
            limits=outside.limits,
            allow_private=outside.allow_private,
            network=outside.network,
        )
    except TokenError as error:
        return str(error)
    except FetchError as error:
        return error.reason
    return _refusal(target, answer)


def _refusal(target: Target, answer: Answer) -> str | None:
    """What an answer says against us: hubs say 202 or 204, others 200."""
    if not 200 <= answer.status < 300:
        return f"answers {answer.status}"
    if target.service is Service.PODCAST_INDEX and _says_no(answer.body):
        return "answers that it does not take it"
    return None


def _says_no(body: bytes) -> bool:
    try:
        document = json.loads(body)
    except ValueError:
        return False
    return isinstance(document, dict) and str(document.get("status", "true")).lower() == "false"


def _websub(target: Target, news: News, outside: Outside) -> Request:  # noqa: ARG001  # one signature
    """As every hub takes it, though WebSub leaves it open (PubSubHubbub 0.3 §7.1)."""
    body = urlencode({"hub.mode": "publish", "hub.url": news.feed_url}).encode()
    return Request("POST", target.detail, {"Content-Type": "application/x-www-form-urlencoded"}, body)


def _podping(target: Target, news: News, outside: Outside) -> Request:  # noqa: ARG001  # one signature
    """Podcastindex-org/podping.cloud, README."""
    token = read_token(outside, PODPING_TOKEN)
    query = urlencode({"url": news.feed_url, "reason": news.reason, "medium": news.medium})
    return Request("GET", f"{outside.endpoints.podping}?{query}", {"Authorization": token})


def _podcast_index(target: Target, news: News, outside: Outside) -> Request:
    """Podcast Index API, Hub/pubnotify: without a key, or signed where there is one."""
    query = urlencode({"id": target.detail} if target.detail else {"url": news.feed_url})
    url = f"{outside.endpoints.podcast_index}?{query}"
    if not outside.environment.get(PODCAST_INDEX_KEY):
        return Request("GET", url)
    key, secret = (read_token(outside, name) for name in (PODCAST_INDEX_KEY, PODCAST_INDEX_SECRET))
    moment = str(int(news.now.timestamp()))
    signature = sha1(f"{key}{secret}{moment}".encode()).hexdigest()  # noqa: S324  # the API asks for it
    return Request("GET", url, {"X-Auth-Key": key, "X-Auth-Date": moment, "Authorization": signature})


def _overcast(target: Target, news: News, outside: Outside) -> Request:  # noqa: ARG001  # one signature
    """overcast.fm/podcasterinfo."""
    return Request("GET", f"{outside.endpoints.overcast}?{urlencode({'urlprefix': news.feed_url})}")


def read_token(outside: Outside, name: str) -> str:
    """A secret of the environment.

    Raises:
        TokenError: It is not there, or cannot be sent.
    """
    value = outside.environment.get(name, "").strip()
    if not value:
        raise TokenError(f"{name} is not set in the environment")
    if not (value.isascii() and value.isprintable()):
        raise TokenError(f"{name} holds a character that no token has")
    return value


_REQUESTS: Mapping[Service, Callable[[Target, News, Outside], Request]] = {
    Service.WEBSUB: _websub,
    Service.PODPING: _podping,
    Service.PODCAST_INDEX: _podcast_index,
    Service.OVERCAST: _overcast,
}
