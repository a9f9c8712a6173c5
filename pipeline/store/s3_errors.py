"""The border to boto3: its three families of exceptions become ours, with the cause kept and a way out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from boto3.exceptions import Boto3Error
from botocore import exceptions as boto
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from pipeline.errors import AccessError, ConditionError, OutageError, StoreError, UnsupportedError

CLOCK = "this computer's clock is wrong: set it to the network's time, then run again"
CREDENTIALS = (
    "give credentials as boto3 finds them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, "
    "~/.aws/credentials, or 'profile' in podcast.toml"
)
RENEW = "sign in again or renew the credentials, then run again"
CERTIFICATE = "set AWS_CA_BUNDLE to the file of the authority that signed the store's certificate"
ACTIONS = {
    "read": "s3:GetObject",
    "write": "s3:PutObject",
    "copy": "s3:PutObject here and s3:GetObject at the source",
    "list": "s3:ListBucket",
    "delete": "s3:DeleteObject",
}

CHECK_KEYS = "check the access key, the secret key and 'endpoint_url'"
REGION = "set 'region' in podcast.toml to the one the bucket is in"
NETWORK = "check the network and 'endpoint_url', then run again"
FIXES = {
    "AuthFailure": CHECK_KEYS,
    "AuthorizationHeaderMalformed": REGION,
    "ExpiredToken": RENEW,
    "ExpiredTokenException": RENEW,
    "IllegalLocationConstraintException": REGION,
    "InvalidAccessKeyId": CHECK_KEYS,
    "InvalidToken": RENEW,
    "PermanentRedirect": REGION,
    "RequestExpired": CLOCK,
    "RequestInTheFuture": CLOCK,
    "RequestTimeTooSkewed": CLOCK,
    "SignatureDoesNotMatch": CHECK_KEYS,
}
"""Answers that complain of the credentials, whatever their status, and what helps."""

CONFLICT = frozenset({"ConditionalRequestConflict", "OperationAborted"})
_OUTAGE = frozenset({"SlowDown", "RequestTimeout", "Throttling", "InternalError", "ServiceUnavailable"})
_PLAIN = frozenset({"AccessDenied", "NoSuchBucket", "NoSuchKey", "SlowDown"})
"""Codes that say all; others are followed by the store's own sentence."""


@contextmanager
def store_border(action: str, url: str, *, is_conditional: bool = False) -> Iterator[None]:
    """Turn what boto3 raises inside into our errors: `could not write s3://b/k: AccessDenied`.

    Raises:
        AccessError: Credentials are missing, wrong, expired, or do not allow it.
        ConditionError: A conditional write was answered 412, 409 or 404.
        UnsupportedError: 501, or 400 for a conditional write.
        OutageError: Nothing answered, or the answer was "not now".
        StoreError: Everything else.
    """
    where = f"could not {action} {url}"
    try:
        yield
    except ClientError as error:
        raise _answered(error, where, action, is_conditional=is_conditional) from error
    except BotoCoreError as error:
        raise _unanswered(error, where) from error
    except HTTPError as error:
        raise OutageError(f"{where}: the connection was lost ({error})") from error
    except Boto3Error as error:
        raise StoreError(f"{where}: {error}") from error


def status_of(error: ClientError) -> int:
    """The HTTP status a store answered with."""
    return error.response["ResponseMetadata"].get("HTTPStatusCode", 0)


def code_of(error: BaseException) -> str:
    """The store's own code for an error, also after it crossed the border; empty where it gave none."""
    response = getattr(error, "response", None) or getattr(error.__cause__, "response", None) or {}
    return cast("str", response.get("Error", {}).get("Code", ""))


def _answered(error: ClientError, where: str, action: str, *, is_conditional: bool) -> StoreError:
    code, status = code_of(error), status_of(error)
    text = f"{where}: {_said(error)}"
    if code in FIXES or status in {401, 403}:
        return AccessError(text, _access_fix(error, action))
    if code == "NoSuchBucket":
        return StoreError(text, "create the bucket, or correct its name in podcast.toml")
    if is_conditional and (kind := _condition_kind(code, status)):
        return kind(text)
    if status == 501:
        return UnsupportedError(text)
    if status >= 500 or status == 429 or code in _OUTAGE | CONFLICT:
        return OutageError(text, has_answered=True)
    return StoreError(text)


def _condition_kind(code: str, status: int) -> type[StoreError] | None:
    """What an answer to a conditional write means.

    404 is AWS's answer to If-Match where nothing is; 400 is how some stores
    say that they do not know the header.
    """
    if status in {404, 412} or code in CONFLICT:
        return ConditionError
    return UnsupportedError if status in {400, 501} and code not in _OUTAGE else None


def _said(error: ClientError) -> str:
    code, message = code_of(error), error.response["Error"].get("Message", "")
    return code if code in _PLAIN or not message else f"{code} ({message})"


def _access_fix(error: ClientError, action: str) -> str:
    code = code_of(error)
    if code not in FIXES:
        return _permission_fix(action, status_of(error))
    expected = cast("dict[str, str]", error.response["Error"]).get("Region")
    return f'set region = "{expected}" in podcast.toml' if FIXES[code] == REGION and expected else FIXES[code]


def _permission_fix(action: str, status: int) -> str:
    needed = ACTIONS.get(action)
    if not needed or status == 401:
        return CHECK_KEYS
    fix = f"the credentials in use need {needed} on this key: airdate doctor --policy producer has all"
    if action == "read":
        fix += " (without s3:ListBucket on the bucket, an absent key is answered in the same way)"
    return fix


def _unanswered(error: BotoCoreError, where: str) -> StoreError:
    if isinstance(error, boto.NoCredentialsError | boto.PartialCredentialsError | boto.ProfileNotFound):
        return AccessError(f"{where}: {_sentence(error)}", CREDENTIALS)
    if isinstance(error, boto.CredentialRetrievalError | boto.TokenRetrievalError | boto.SSOError):
        return AccessError(f"{where}: {_sentence(error)}", RENEW)
    if isinstance(error, boto.SSLError):
        return StoreError(f"{where}: {_sentence(error)}", CERTIFICATE)
    if isinstance(error, boto.ConnectionError | boto.HTTPClientError | boto.IncompleteReadError):
        return OutageError(
            f"{where}: {_sentence(error)}", "check the network and 'endpoint_url', then run again"
        )
    return StoreError(f"{where}: {_sentence(error)}")


def _sentence(error: Exception) -> str:
    return " ".join(str(error).split())
