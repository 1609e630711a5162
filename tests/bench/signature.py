"""One signature, with the steps recorded that explain it, beside one of botocore alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.model import Body
from tests import factories
from tests.bench.rig import Line, ratio

COUNT = 200
READY = factories.prepared(
    "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets?b=2&a=1%202&limit=10",
    method="POST",
    headers=[("X-Amz-Meta", "a  b"), ("X-Own", "1")],
    json='{"name": "Rex"}',
)


def measure() -> Iterator[Line]:
    """Yield the lines about signing."""
    yield ratio(
        "one signature with its steps, over a bare one of botocore",
        lambda: _microseconds(_ours("sigv4")),
        lambda: _microseconds(_bare),
        rounds=51,
        goal=1.3,
        unit="us",
    )
    yield Line("one presigned URL", _microseconds(_ours("sigv4_query")), "us")
    yield Line("one signature of SigV4a", _microseconds(_ours("sigv4a")), "us")


def _microseconds(sign: Callable[[], object]) -> float:
    began = time.perf_counter()
    for _ in range(COUNT):
        sign()
    return (time.perf_counter() - began) / COUNT * 1e6


def _ours(scheme: str) -> Callable[[], object]:
    apply, terms = TABLE[scheme].apply, factories.terms()
    # A body hashes itself once: each signature gets one that has not yet.
    return lambda: apply(replace(READY, body=Body(READY.body.content)), terms)


def _bare() -> object:
    keys = Credentials(factories.KEY_ID, factories.SECRET_KEY)
    headers = {one.name: one.value for one in READY.headers}
    request = AWSRequest(READY.method, READY.url, headers, READY.body.content)
    SigV4Auth(keys, "execute-api", "eu-west-1").add_auth(request)
    return request
