"""The yardstick: a signed request with requests and botocore alone. Run as a program: `sign URL` or `send URL`."""

from __future__ import annotations

import os
import sys

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


def main() -> None:
    what, url = sys.argv[1:3]
    keys = Credentials(os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"])
    request = AWSRequest("GET", url)
    SigV4Auth(keys, "execute-api", "us-east-1").add_auth(request)
    if what == "sign":
        for name, value in request.headers.items():
            print(f"{name}: {value}")
        return
    response = requests.get(url, headers=dict(request.headers.items()), timeout=10)
    response.raise_for_status()
    print(response.text)


if __name__ == "__main__":
    main()
