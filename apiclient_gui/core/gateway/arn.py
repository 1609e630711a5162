"""ARNs of API methods: made, taken apart, masked as the gateway masks them, and compared with patterns of policies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding, Problem

SERVICE: Final = "execute-api"
_SEGMENTS: Final = 6
_OWN: Final = f"{SERVICE}:/"
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_HIDDEN: Final = 8  # of the twelve digits: replies of AWS show the last four
_SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class MethodArn:
    """One method of one API as policies name it.

    `path` has no slash at its beginning (empty for the root resource) and holds actual values of path parameters.
    Source: "Control access for invoking an API", DG/api-gateway-control-access-using-iam-policies-to-invoke-api.
    """

    region: str
    account: str
    api_id: str
    stage: str
    method: str
    path: str
    partition: str = "aws"

    @property
    def text(self) -> str:
        """The ARN itself."""
        place = f"{self.api_id}/{self.stage}/{self.method}/{self.path}"
        return f"arn:{self.partition}:{SERVICE}:{self.region}:{self.account}:{place}"


def parse(text: str) -> MethodArn:
    """Return the parts of the ARN of a REST or HTTP API's method.

    Raises Problem("usage") when it is not one; wildcards are taken as they stand.
    """
    segments = text.split(":", _SEGMENTS - 1)
    place = segments[-1].split("/", 3)
    if (
        len(segments) != _SEGMENTS
        or segments[0] != "arn"
        or segments[2] != SERVICE
        or len(place) < 3
    ):
        raise Problem(
            "usage",
            Finding(
                id="method_arn_invalid",
                severity="error",
                title="This is not the ARN of an API method",
                detail="An ARN of a method has six parts between colons, the last of them API id, stage, method and path.",
                evidence=(Evidence("ARN", files.printable(text, _SHOWN)),),
                remedy="Write it as arn:aws:execute-api:us-east-1:111122223333:api-id/stage/GET/path.",
            ),
        )
    api_id, stage, method, *path = place
    return MethodArn(
        region=segments[3],
        account=segments[4],
        api_id=api_id,
        stage=stage,
        method=method,
        path=path[0] if path else "",
        partition=segments[1],
    )


def mask(text: str) -> str:
    """Return the ARN with the first eight digits of its account as asterisks, as refusals of API Gateway show it."""
    segments = text.split(":", _SEGMENTS - 1)
    if len(segments) == _SEGMENTS and _ACCOUNT.fullmatch(segments[4]):
        segments[4] = "*" * _HIDDEN + segments[4][_HIDDEN:]
    return ":".join(segments)


def fits(pattern: str, text: str) -> bool:
    """Tell whether an ARN is one of those that a policy's `Resource` names.

    `*` and `?` stand for characters within one colon-separated segment, in the last one also for slashes; the whole
    ARN has to fit, in the same case. `*` alone is every resource. `execute-api:/stage/GET/path` is what the resource
    policy of an API may write about itself: it is compared with what follows the id of the API.
    Source: IAM/reference_policies_elements_resource, DG/apigateway-resource-policies-examples.
    """
    if pattern == "*":
        return True
    segments = text.split(":", _SEGMENTS - 1)
    if pattern.startswith(_OWN):
        place = segments[-1].partition("/")[2]
        return segments[2:3] == [SERVICE] and glob(pattern.removeprefix(_OWN), place)
    patterns = pattern.split(":", _SEGMENTS - 1)
    return len(patterns) == len(segments) and all(map(glob, patterns, segments))


def glob(pattern: str, text: str) -> bool:
    """Tell whether the whole text fits a pattern in which `*` is any run of characters and `?` exactly one.

    Not a regular expression: a pattern with many stars would make that one run for hours.
    """
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    at = place = 0
    star, mark = -1, 0
    while place < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, mark = at, place
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[place]):
            at += 1
            place += 1
        elif star >= 0:
            # The last star takes one character more, and the rest is tried again from there.
            mark += 1
            at, place = star + 1, mark
        else:
            return False
    return all(character == "*" for character in pattern[at:])
