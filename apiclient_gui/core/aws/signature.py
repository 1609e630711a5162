"""The signature of calls by botocore's signer, dated by a clock that may be corrected: botocore itself asks this computer's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any


def sign_calls(client: Any, keys: Any, now: Callable[[], datetime]) -> None:
    """Have what a client sends signed with botocore's `Credentials` and the time of `now` (aware).

    The client is to be made without a signature. Source: IAM User Guide, "Create a signed AWS API request".
    """
    from botocore.auth import SigV4Auth  # noqa: PLC0415  # start-up time

    model = client.meta.service_model
    signer = SigV4Auth(keys, model.signing_name, client.meta.region_name)
    # With the name of the service, as botocore does it: before the headers about attempts, which are not signed.
    event = f"request-created.{model.service_id.hyphenize()}"
    client.meta.events.register(event, partial(_sign, signer, now))


def _sign(signer: Any, now: Callable[[], datetime], request: Any, **_: Any) -> None:
    stamp = f"{now().astimezone(UTC):%Y%m%dT%H%M%SZ}"
    request.context["timestamp"] = stamp  # where the signer looks for it
    request.headers["X-Amz-Date"] = stamp
    if signer.credentials.token:
        request.headers["X-Amz-Security-Token"] = signer.credentials.token
    to_sign = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    request.headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names}, "
        f"Signature={signer.signature(to_sign, request)}"
    )
