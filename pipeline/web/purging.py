"""Telling a webhook which addresses a cache ought to forget."""

import json
from collections.abc import Sequence

from pipeline.errors import FetchError
from pipeline.web.announcing import TokenError, read_token
from pipeline.web.fetch import send
from pipeline.web.outside import Outside

PURGE_TOKEN = "AIRDATE_PURGE_TOKEN"  # noqa: S105  # the variable's name


def call_webhook(url: str, changed: Sequence[str], outside: Outside) -> str | None:
    """POST the addresses, with the token of the environment as bearer where there is one.

    Returns:
        None where it was taken; otherwise why not, without any secret.
    """
    headers = {"Content-Type": "application/json"}
    try:
        if outside.environment.get(PURGE_TOKEN):
            headers["Authorization"] = f"Bearer {read_token(outside, PURGE_TOKEN)}"
        answer = send(
            "POST",
            url,
            headers=headers,
            body=json.dumps({"urls": list(changed)}).encode(),
            limits=outside.limits,
            allow_private=outside.allow_private,
            network=outside.network,
        )
    except TokenError as error:
        return str(error)
    except FetchError as error:
        return error.reason
    return None if 200 <= answer.status < 300 else f"answers {answer.status}"
