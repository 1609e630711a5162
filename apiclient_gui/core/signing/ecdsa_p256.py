"""AWS4-ECDSA-P256-SHA256: the signature of SigV4a, by AWS's own library awscrt.

awscrt signs whole requests only, so it gets ours in canonical form, where it finds nothing to change, and its signature
alone is taken. What it would sign otherwise than it stands is refused. Source: IAM User Guide, "How SigV4a works".
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

from apiclient_gui.core.finding import Action, Evidence, Problem
from apiclient_gui.core.model import CanonicalPart
from apiclient_gui.core.signing.algorithm import Algorithm, Unsigned
from apiclient_gui.core.signing.refusals import SHOW_AUTH, refuse

_SECONDS = 10.0  # the keys are at hand, so it answers at once; never hang all the same
_ITS_ERRORS: Final = (TypeError, ValueError, OverflowError, TimeoutError)
# What awscrt writes itself, and takes from nobody.
_HEADERS: Final = frozenset(
    {"x-amz-date", "x-amz-region-set", "x-amz-security-token", "x-amz-content-sha256"}
)
_ITEMS: Final = frozenset(
    {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders"}
    | {"X-Amz-Security-Token", "X-Amz-Region-Set"}
)
_ANSWERED = re.compile(r"SignedHeaders=(?P<names>[^,&]*).*?Signature=(?P<signature>[0-9a-f]+)")
_PLAIN: Final = Action("send_with_scheme", "Sign with SigV4 instead", {"scheme": "sigv4"})
_SOURCE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"


def signature(unsigned: Unsigned) -> str:
    """Return the signature: DER in hex, another one each time.

    Raises Problem("refused") when awscrt is not installed, or would not sign exactly this.
    """
    auth, http, exceptions = map(_part_of_awscrt, ("auth", "http", "exceptions"))
    try:
        request, config = _request(http, unsigned), _config(auth, unsigned)
        signed = auth.aws_sign_request(request, config).result(_SECONDS)
    except (exceptions.AwsCrtError, *_ITS_ERRORS) as error:
        raise _otherwise("It did not sign it at all", type(error).__name__) from None
    return _taken(unsigned, str(signed.path), dict(signed.headers))


def _part_of_awscrt(name: str) -> Any:
    try:
        return importlib.import_module(f"awscrt.{name}")
    except ImportError as error:
        raise _unavailable() from error


def _request(http: Any, unsigned: Unsigned) -> Any:
    parts = _parts(unsigned)
    (method,), (path,), (query,) = parts["method"], parts["path"], parts["query"]
    if unsigned.expires is not None:
        items = query.split("&")
        query = "&".join(one for one in items if one.partition("=")[0] not in _ITEMS)
    pairs = [line.partition(":")[::2] for line in parts["header"]]
    headers = http.HttpHeaders([(name, value) for name, value in pairs if name not in _HEADERS])
    return http.HttpRequest(method, f"{path}?{query}" if query else path, headers)


def _config(auth: Any, unsigned: Unsigned) -> Any:
    keys, parts = unsigned.keys, _parts(unsigned)
    in_query = unsigned.expires is not None
    kinds, hash_headers = auth.AwsSignatureType, auth.AwsSignedBodyHeaderType
    hash_sent = any(line.startswith("x-amz-content-sha256:") for line in parts["header"])
    return auth.AwsSigningConfig(
        algorithm=auth.AwsSigningAlgorithm.V4_ASYMMETRIC,
        signature_type=kinds.HTTP_REQUEST_QUERY_PARAMS if in_query else kinds.HTTP_REQUEST_HEADERS,
        credentials_provider=auth.AwsCredentialsProvider.new_static(
            keys.access_key_id,
            keys.secret_access_key.reveal(),
            unsigned.token.reveal() if unsigned.token else None,
        ),
        region=unsigned.target.region,
        service=unsigned.target.service,
        date=unsigned.now,
        should_sign_header=lambda name: True,  # noqa: ARG005  # called by this name; all that it gets is signed
        use_double_uri_encode=False,
        should_normalize_uri_path=False,
        signed_body_value=parts["payload"][0],
        signed_body_header_type=hash_headers.X_AMZ_CONTENT_SHA_256
        if hash_sent
        else hash_headers.NONE,
        expiration_in_seconds=unsigned.expires,
    )


def _parts(unsigned: Unsigned) -> Mapping[CanonicalPart, list[str]]:
    found: dict[CanonicalPart, list[str]] = {"header": []}
    for line in unsigned.lines:
        found.setdefault(line.part, []).append(line.text)
    return found


def _taken(unsigned: Unsigned, path: str, headers: Mapping[str, str]) -> str:
    answered = _ANSWERED.search(headers.get("Authorization") or unquote(path.partition("?")[2]))
    assert answered is not None
    ours = _parts(unsigned)["signed_headers"][0].split(";")
    theirs = answered["names"].split(";")
    if ours != theirs:
        raise _otherwise("These headers it signs otherwise", ", ".join(set(ours) ^ set(theirs)))
    if unsigned.stamp not in path and unsigned.stamp != headers.get("X-Amz-Date"):
        raise _otherwise("It takes another time", unsigned.stamp)
    return answered["signature"]


def _otherwise(what: str, words: str) -> Problem:
    return refuse(
        "sigv4a_not_exact",
        "awscrt would sign this request otherwise than it stands",
        "Such a signature would be refused.",
        "Take those headers out of what is signed, or sign with SigV4.",
        Evidence(what, words[:200]),
        action=SHOW_AUTH,
        source=_SOURCE,
    )


def _unavailable() -> Problem:
    return refuse(
        "sigv4a_unavailable",
        "SigV4a needs the library awscrt, which is not installed",
        "It is an extra of this program.",
        'Install it: pip install "apiclient-gui[sigv4a]".',
        action=_PLAIN,
        source=_SOURCE,
    )


ECDSA_P256: Final = Algorithm(
    name="AWS4-ECDSA-P256-SHA256",
    region_set=True,
    key="A private key on the curve P-256, derived from the secret access key and the access key id. Never shown, never sent.",
    sign=signature,
)
