"""The hosts whose signing name is not simply their first label, as AWS's pages describe them (aws-facts §6.8)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

EXECUTE_API: Final = "execute-api"
"""The signing name of every API that API Gateway serves (aws-facts §6.8)."""
EVERY_REGION: Final = "*"
"""The region of a multi-Region access point: none of its own, so it takes SigV4a alone (S3 User Guide)."""
ON_AWS: Final = "on.aws"
"""Where function URLs, VPC Lattice and newer dual-stack hosts are: none of its hosts is named by a general rule."""
_COMMON: Final = "amazonaws.com"
_SUFFIXES: Final = (
    "amazonaws.com.cn",
    _COMMON,
    "amazonaws.eu",
    "api.aws",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    ON_AWS,
    "c2s.ic.gov",
    "sc2s.sgov.gov",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
)


@dataclass(frozen=True, slots=True)
class SigningTarget:
    """What a host says it is to be signed for; a part that it does not tell is empty."""

    service: str
    region: str


UNLISTED: Final = SigningTarget("", "")
"""What `find` returns for a host that the table does not know: then the endpoint data may."""

REGION: Final = r"(?P<region>[a-z]{2,4}(?:-[a-z]+)+-\d+)"
_FIPS, _DUAL = "(?:-fips)?", r"(?:\.dualstack)?"
_GEO = ("maps", "places", "routes")

# The part of a host before the suffix; R is the region. The first that fits decides. No service: nobody signs for it.
_ROWS: Final = (
    (rf"[a-z0-9-]+\.execute-api{_FIPS}\.R", EXECUTE_API),
    # S3: path and virtual-hosted style, legacy names, access points. A bucket's name may hold dots.
    (rf"(?:.+\.)?s3{_FIPS}{_DUAL}\.R", "s3"),
    (rf"(?:.+\.)?s3{_FIPS}-R", "s3"),
    (rf".+\.s3-accesspoint{_FIPS}{_DUAL}\.R", "s3"),
    (rf"(?:.+\.)?s3-control{_FIPS}{_DUAL}\.R", "s3"),
    (rf"(?:.+\.)?s3-accelerate{_DUAL}", "s3"),
    (rf"(?:.+\.)?s3-object-lambda{_FIPS}{_DUAL}\.R", "s3-object-lambda"),
    (rf"(?:.+\.)?s3express-[a-z0-9-]+{_DUAL}\.R", "s3express"),
    (rf"(?:.+\.)?s3-outposts{_FIPS}{_DUAL}\.R", "s3-outposts"),
    (r"(?:.+\.)?s3-website[.-]R", ""),
    (r"[^.]+\.appsync-(?:realtime-)?api\.R", "appsync"),
    (r"(?:search|vpc)-[^.]+\.R\.es", "es"),
    (rf"[^.]+\.R\.aoss{_FIPS}", "aoss"),
    (rf"(?:[^.]+\.)?jobs\.iot{_FIPS}\.R", "iot-jobs-data"),
    (rf"greengrass(?:-ats)?\.iot{_FIPS}\.R", "greengrass"),
    (rf"api\.tunneling\.iot{_FIPS}\.R", "IoTSecuredTunneling"),
    (rf"(?:[^.]+\.credentials|data\.tunneling)\.iot{_FIPS}\.R", ""),
    (rf"[^.]+(?:\.(?:data|ats))?\.iot{_FIPS}\.R", "iotdata"),
    (rf"sqs{_FIPS}\.R", "sqs"),
    (r"R\.queue", "sqs"),
    (rf"email{_FIPS}\.R", "ses"),
    (r"portal\.sso\.R", "awsssoportal"),
    (r"oidc\.R", "sso-oauth"),
    (rf"bedrock(?:-agent)?(?:-runtime)?{_FIPS}\.R", "bedrock"),
    (rf"aps(?:-workspaces)?{_FIPS}\.R", "aps"),
    (r".+\.R\.neptune", "neptune-db"),
    (r".+\.neptune\.R", "neptune-db"),
    (r".+\.R\.neptune-graph", "neptune-graph"),
    (rf"(?:query|ingest)(?:-[a-z0-9]+)?\.timestream{_FIPS}\.R", "timestream"),
    (rf"timestream-(?:query|ingest){_FIPS}\.R", "timestream"),
    (rf"(?:(?:[a-z]+\.)*(?P<label>[a-z]+)\.)?geo{_FIPS}\.R", "geo"),
    (rf"\d{{12}}\.(?:streams-|search-)?ddb{_FIPS}\.R", "dynamodb"),
    (rf"dynamodb{_FIPS}\.R", "dynamodb"),
    (rf"(?:[^.]+\.){{1,2}}(?:data|control)-kinesis{_FIPS}\.R", "kinesis"),
    (r"[^.]+\.kinesisvideo\.R", "kinesisvideo"),
    (rf"[^.]+\.data\.mediastore{_FIPS}\.R", "mediastore"),
    (r"(?:search|doc)-[^.]+\.R\.cloudsearch", "cloudsearch"),
    *(
        (rf"{name}{_FIPS}\.R", name)
        for name in (
            *("sts", "iam", "cloudfront", "route53", "organizations", "health", "lambda", "sns"),
            *("apigateway", "cognito-idp", "cognito-identity", "appsync", "es", "aoss", "iot", "ec2"),
        )
    ),
)  # fmt: skip
_ON_AWS_ROWS: Final = (
    (r"[^.]+\.lambda-url\.R", "lambda"),
    (r".+\.vpc-lattice-svcs\.R", "vpc-lattice-svcs"),
    (r"(?:search|vpc)-[^.]+\.aos\.R", "es"),
    (r"[^.]+\.aoss\.R", "aoss"),
    (r"[^.]+\.osm\.R", "osm"),
)
# Hosts without a region in their name: service and the region they are signed for.
_GLOBAL: Final = {
    **{
        f"{name}.{_COMMON}": SigningTarget(name, "us-east-1")
        for name in ("sts", "iam", "cloudfront", "route53", "organizations", "s3")
    },
    f"s3-external-1.{_COMMON}": SigningTarget("s3", "us-east-1"),
    f"queue.{_COMMON}": SigningTarget("sqs", "us-east-1"),
    f"global.health.{_COMMON}": SigningTarget("health", "us-east-1"),
    f"iam.us-gov.{_COMMON}": SigningTarget("iam", "us-gov-west-1"),
    f"route53.us-gov.{_COMMON}": SigningTarget("route53", "us-gov-west-1"),
    f"route53.{_COMMON}.cn": SigningTarget("route53", "cn-northwest-1"),
}
_LONGEST: Final = 253  # characters of a name (RFC 1035 §2.3.4)
_BUCKET_OF_ANY_REGION: Final = (".s3", ".s3-external-1")
_BEHIND_ENDPOINT = re.compile(rf"(?:.+\.)?vpce-[a-z0-9-]+\.(?P<inside>.+\.{REGION})\.vpce")


def cut(name: str) -> tuple[str, str]:
    """Cut a lower-case host name before AWS's part of it; both empty when it is no host of AWS."""
    if len(name) <= _LONGEST and name.endswith(_SUFFIXES):
        for suffix in _SUFFIXES:
            front = name.removesuffix(f".{suffix}")
            if front != name:
                return front, suffix
    return "", ""


def behind_endpoint(front: str) -> str:
    """Return the host that an interface endpoint of a VPC stands for; empty when it is none.

    That of API Gateway keeps its own label: any API may be behind it.
    """
    match = _BEHIND_ENDPOINT.fullmatch(front)
    if match is None:
        return ""
    inside = match["inside"]
    return f"any.{inside}" if inside.startswith((EXECUTE_API, "appsync-")) else inside


def branch(path: str) -> str:
    """Return which of two services under one host a path belongs to: `mqtt`, `v2`, or empty for the usual one."""
    first = path.split("?", 1)[0].strip("/").split("/", 1)[0]
    return first if first in {"mqtt", "v2"} else ""


def find(front: str, suffix: str, branch: str) -> SigningTarget | None:
    """Return what the table says of a host; None when nobody signs for it, UNLISTED when it is not in the table."""
    if known := _GLOBAL.get(f"{front}.{suffix}"):
        return known
    if suffix == _COMMON and front.endswith(".accesspoint.s3-global"):
        return SigningTarget("s3", EVERY_REGION)
    if suffix == _COMMON and front.endswith(_BUCKET_OF_ANY_REGION):
        # AWS's own rule for the global name: us-east-1, and a redirect names another region of the bucket.
        return SigningTarget("s3", "us-east-1")
    for text, service in _ON_AWS_ROWS if suffix == ON_AWS else _ROWS:
        if match := _pattern(text).fullmatch(front):
            found = match.groupdict()
            name = _by_path(service, found.get("label") or "", branch)
            return SigningTarget(name, found.get("region") or "") if name else None
    return None if suffix == ON_AWS else UNLISTED


def _by_path(service: str, label: str, branch: str) -> str:
    if service == "iotdata" and branch == "mqtt":
        return "iotdevicegateway"
    if service == "geo" and branch == "v2" and label in _GEO:
        return f"geo-{label}"
    return service


@functools.cache
def _pattern(text: str) -> re.Pattern[str]:
    # Compiled when it is first looked at: most runs meet API Gateway's hosts, which are the first row.
    return re.compile(re.sub(r"\bR\b", lambda _: REGION, text))
