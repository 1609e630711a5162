"""What some services want otherwise: the table, and that all others are as usual."""

from __future__ import annotations

import pytest

from apiclient_gui.core.signing import services
from apiclient_gui.core.signing.services import Quirks


@pytest.mark.parametrize("service", ["execute-api", "lambda", "sts", "", "S3", "\x00"])
def test_most_services_are_as_usual(service: str) -> None:
    assert services.quirks(service) == Quirks()


@pytest.mark.parametrize("service", ["s3", "s3-object-lambda", "s3-outposts", "s3express"])
def test_s3_and_its_kin(service: str) -> None:
    quirks = services.quirks(service)
    assert quirks.path_once
    assert quirks.content_sha256
    assert quirks.payload == "either"
    assert quirks.presigned_unsigned


def test_the_others() -> None:
    assert services.quirks("aoss") == Quirks(content_sha256=True)
    assert services.quirks("vpc-lattice-svcs").payload == "unsigned"
    assert services.quirks("iotdevicegateway") == Quirks(late_token=True)
    assert services.unsigned_taken_by() == (
        "s3",
        "s3-object-lambda",
        "s3-outposts",
        "s3express",
        "vpc-lattice-svcs",
    )
