"""Signing and sending: whole processes, and many sends in one, beside requests and botocore alone."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from apiclient_gui.core.model import Auth, Request
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from tests.bench.rig import Line, ratio, run

ROUNDS = 9
SENDS = 500
BARE = Path(__file__).parent / "bare_call.py"


def measure(data: Path, gateway: Description) -> Iterator[Line]:
    """Yield the lines about signing and sending to a running practice gateway."""
    url = f"{gateway.apis[0].url}/pets"
    user = next(user for user in gateway.iam if user.allowed)
    keys = {
        "AWS_ACCESS_KEY_ID": user.access_key_id,
        "AWS_SECRET_ACCESS_KEY": user.secret_access_key,
        "APICLIENT_DATA_DIR": str(data),
    }
    apiclient = [str(Path(sys.executable).with_name("apiclient"))]
    target = ["--aws-env", "--region", "us-east-1", "--service", "execute-api"]
    for what in ("sign", "send"):
        yield ratio(
            f"apiclient {what}, whole process, over requests + botocore",
            lambda what=what: run([*apiclient, what, "GET", url, *target], keys),
            lambda what=what: run([sys.executable, str(BARE), what, url], keys),
            rounds=ROUNDS,
            goal=1.4,
        )
    awscurl = shutil.which(
        "awscurl", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if awscurl is None:
        print("awscurl is not here; pip install awscurl, and run again", file=sys.stderr)
    else:
        yield ratio(
            "apiclient send, whole process, over awscurl",
            lambda: run([*apiclient, "send", "GET", url, *target], keys),
            lambda: run([awscurl, "--service", "execute-api", "--region", "us-east-1", url], keys),
            rounds=ROUNDS,
            goal=1.0,
        )
    yield from _many(data, url, gateway)


def _many(data: Path, url: str, gateway: Description) -> Iterator[Line]:
    user = next(user for user in gateway.iam if user.allowed)
    program = Program(data)
    seed.remember_keys(program)
    request = Request(url=url, auth=Auth("sigv4", user.user))
    environment = program.environment(seed.ENVIRONMENT)

    def ours() -> float:
        began = time.perf_counter()
        for _ in range(SENDS):
            exchange = program.send(request, program.surroundings(environment))
            assert exchange.response is not None
            assert exchange.response.status == 200
        return time.perf_counter() - began

    keys = Credentials(user.access_key_id, user.secret_access_key)
    session = requests.Session()

    def bare() -> float:
        began = time.perf_counter()
        for _ in range(SENDS):
            signed = AWSRequest("GET", url)
            SigV4Auth(keys, "execute-api", "us-east-1").add_auth(signed)
            response = session.get(url, headers=dict(signed.headers.items()), timeout=10)
            assert response.status_code == 200
        return time.perf_counter() - began

    yield ratio(
        f"{SENDS} signed sends in one process, over a bare loop", ours, bare, rounds=5, goal=1.25
    )
    program.close()


def served(url: str, user_key: str, user_secret: str) -> Line:
    """Return how many signed requests a second the practice gateway answers, on one kept connection."""
    import http.client
    from urllib.parse import urlsplit

    signed = AWSRequest("GET", url)
    SigV4Auth(Credentials(user_key, user_secret), "execute-api", "us-east-1").add_auth(signed)
    headers = dict(signed.headers.items())
    parts = urlsplit(url)
    rates = []
    for _ in range(3):
        connection = http.client.HTTPConnection(parts.netloc)
        began = time.perf_counter()
        for _ in range(2000):
            connection.request("GET", parts.path, headers=headers)
            response = connection.getresponse()
            response.read()
            assert response.status == 200
        rates.append(2000 / (time.perf_counter() - began))
        connection.close()
    return Line("practice gateway, signed requests a second", statistics.median(rates), "/s")
