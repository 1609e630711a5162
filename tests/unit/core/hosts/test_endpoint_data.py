"""What botocore's data says of hosts that our table does not list, compared with all of its models."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import botocore
import pytest

from apiclient_gui.core import hosts
from apiclient_gui.core.hosts import SigningTarget, endpoint_data

MODELS = Path(botocore.__file__).parent / "data"


@pytest.mark.parametrize(
    ("host", "service", "region"),
    [
        ("monitoring.eu-west-1.amazonaws.com", "monitoring", "eu-west-1"),
        ("kms.eu-west-1.api.aws", "kms", "eu-west-1"),
        ("secretsmanager-fips.us-east-1.amazonaws.com", "secretsmanager", "us-east-1"),
        ("fips.eks.us-east-1.amazonaws.com", "eks", "us-east-1"),
        ("api.ecr.eu-west-1.amazonaws.com", "ecr", "eu-west-1"),
        ("personalize-runtime.eu-west-1.amazonaws.com", "personalize", "eu-west-1"),
        ("streams.dynamodb.eu-west-1.amazonaws.com", "dynamodb", "eu-west-1"),
        ("rds.us-east-1.amazonaws.com", "rds", "us-east-1"),
        ("budgets.amazonaws.com", "budgets", "us-east-1"),
        ("sdb.amazonaws.com", "sdb", "us-east-1"),
        ("importexport.amazonaws.com", "IngestionService", "us-east-1"),
        ("kms.cn-north-1.amazonaws.com.cn", "kms", "cn-north-1"),
        ("kms.us-iso-east-1.c2s.ic.gov", "kms", "us-iso-east-1"),
        ("vpce-1a-2b.kms.us-east-1.vpce.amazonaws.com", "kms", "us-east-1"),
        ("not-known-yet.eu-west-1.amazonaws.com", "not-known-yet", "eu-west-1"),
    ],
)
def test_the_rest_of_aws_s_hosts(host: str, service: str, region: str) -> None:
    assert hosts.signing_target(host) == SigningTarget(service, region)


@pytest.mark.parametrize(
    "host",
    [
        "my-balancer-1.eu-west-1.elb.amazonaws.com",
        "ec2-192-0-2-1.eu-west-1.compute.amazonaws.com",
        "pets.cluster-x1.eu-west-1.rds.amazonaws.com",
        "nothing-of-the-kind.amazonaws.com",
        "x.not-known-yet.eu-west-1.amazonaws.com",
    ],
)
def test_what_people_run_on_aws_is_not_a_service_of_aws(host: str) -> None:
    assert hosts.signing_target(host) is None


def metadata(model: Path) -> dict[str, str]:
    """Return a model's facts about its service: they stand near the beginning, and whole models are large."""
    with gzip.open(model, "rt", encoding="utf-8") as text:
        head = text.read(8_192)
        if '"metadata"' not in head:
            head += text.read()
    found: dict[str, str]
    start = head.index("{", head.index('"metadata"'))
    found, _ = json.JSONDecoder().raw_decode(head, start)
    return found


def test_each_model_of_botocore_is_signed_as_it_says() -> None:
    wrong = []
    for model in MODELS.glob("*/*/service-2.json.gz"):
        facts = metadata(model)
        prefix = facts["endpointPrefix"]
        if prefix == "importexport":  # signed by a name that only its endpoint has
            continue
        said = hosts.signing_target(f"{prefix}.us-east-1.amazonaws.com")
        if said != SigningTarget(facts.get("signingName", prefix), "us-east-1"):
            wrong.append((prefix, said))
    assert wrong == []


def test_hosts_without_a_region_have_the_one_of_the_list() -> None:
    assert endpoint_data.find("budgets", "amazonaws.com") == SigningTarget("budgets", "us-east-1")
    assert endpoint_data.find("nothing", "amazonaws.com") is None
