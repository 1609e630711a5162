"""AWS keys of this process's environment: the variables that every AWS tool reads first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import Given
from apiclient_gui.core.identity.base import Kind, checked_keys
from apiclient_gui.core.model import AwsKeys, Field
from apiclient_gui.core.secret import Secret

_KEY_ID: Final = "AWS_ACCESS_KEY_ID"
_SECRET: Final = "AWS_SECRET_ACCESS_KEY"  # noqa: S105  # the name of a variable
_SOURCE: Final = "https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html"


def _obtain(given: Given) -> AwsKeys:
    environ = given.environ
    missing = [name for name in (_KEY_ID, _SECRET) if not environ.get(name, "").strip()]
    if missing:
        raise Problem("refused", _not_set(missing))
    # The old name of the session token is that of boto 2, and still set by some tools.
    token = environ.get("AWS_SESSION_TOKEN") or environ.get("AWS_SECURITY_TOKEN") or ""
    parts = AwsKeys(environ[_KEY_ID], Secret(environ[_SECRET]), Secret(token))
    ends = environ.get("AWS_CREDENTIAL_EXPIRATION", "")
    try:
        return checked_keys(given, parts, ends, owner="The environment of this program")
    except Problem as problem:
        # There is nothing to fill in or to paste here.
        finding = msgspec.structs.replace(
            problem.finding,
            remedy="Correct the AWS_… variables where this program is started.",
            actions=(),
        )
        raise Problem(problem.trouble, finding) from None


def _not_set(missing: list[str]) -> Finding:
    return Finding(
        id="no_credentials",
        severity="error",
        title=f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set",
        detail="Nothing was sent: a request that should be signed is never sent unsigned.",
        source=_SOURCE,
        remedy="Set the variables where this program is started, or use another identity.",
    )


def _summary(_: Mapping[str, str]) -> str:
    return "AWS_ACCESS_KEY_ID …"


MEMBER = Kind(
    id="aws_env",
    title="AWS environment variables",
    fields=(
        Field("region", "Region", hint="eu-west-1", fallback="from the host or the environment"),
        Field("endpoint", "STS endpoint", fallback="AWS's own for the region"),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    place="In the environment that this program was started with.",
    hint="AWS_ACCESS_KEY_ID and its kin, as set in the terminal that started this program.",
)
