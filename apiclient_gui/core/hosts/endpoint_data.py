"""What botocore's own data tells of the hosts that our table does not list: regions of global hosts, signing names.

Read on the first such host and kept: about 160 ms for the first, most of it botocore's own import, then 20 ms for
its table of endpoints and 5 to 100 ms for a service's model. Never read for API Gateway, for the table's hosts, or
for hosts outside AWS.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from apiclient_gui.core.hosts.table import REGION, SigningTarget

_FRONT = re.compile(rf"(?P<prefix>.+)\.{REGION}")
_REGION = re.compile(REGION)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")

# botocore files these hosts under another name than the host's first part, which only reading all 440 models would
# tell (5 s): a test compares this table with them.
_NAMED_OTHERWISE: Final = {
    "a2i-runtime.sagemaker": "sagemaker",
    "admin.wickr": "wickr",
    "agreement-marketplace": "aws-marketplace",
    "aos": "es",
    "api.detective": "detective",
    "api.ecr": "ecr",
    "api.ecr-public": "ecr-public",
    "api.iot-tunneling": "IoTSecuredTunneling",
    "api.iotdeviceadvisor": "iotdeviceadvisor",
    "api.iotmanagedintegrations": "iotmanagedintegrations",
    "api.iotwireless": "iotwireless",
    "api.mediatailor": "mediatailor",
    "api.pricing": "pricing",
    "api.sagemaker": "sagemaker",
    "api.sustainability": "sustainability",
    "appstream2": "appstream",
    "cassandra-streams": "cassandra",
    "catalog-marketplace": "aws-marketplace",
    "catalog.marketplace": "aws-marketplace",
    "cloudwatch-omni": "cloudwatch",
    "contact-lens": "connect",
    "controlplane.payment-cryptography": "payment-cryptography",
    "data-signer": "signer",
    "data.mediastore": "mediastore",
    "data.qapps": "qapps",
    "dataplane.payment-cryptography": "payment-cryptography",
    "deployment-marketplace": "aws-marketplace",
    "discovery-marketplace": "aws-marketplace",
    "edge.sagemaker": "sagemaker",
    "efs": "elasticfilesystem",
    "entitlement-marketplace": "aws-marketplace",
    "entitlement.marketplace": "aws-marketplace",
    "eventsv2": "events",
    "featurestore-runtime.sagemaker": "sagemaker",
    "identity-chime": "chime",
    "inferencerouter-runtime.sagemaker": "sagemaker",
    "ivsrealtime": "ivs",
    "job-runtime.sagemaker": "sagemaker",
    "kafka-api": "kafka",
    "kinesis-queues": "kinesis",
    "mail-manager": "ses",
    "media-pipelines-chime": "chime",
    "meetings-chime": "chime",
    "memory-db": "memorydb",
    "messaging-chime": "chime",
    "metering-marketplace": "aws-marketplace",
    "metering.marketplace": "aws-marketplace",
    "metrics.sagemaker": "sagemaker",
    "models-v2-lex": "lex",
    "models.lex": "lex",
    "participant.connect": "execute-api",
    "partnercentral-prm": "partnercentral",
    "reporting-marketplace": "aws-marketplace",
    "runtime-v2-lex": "lex",
    "runtime.lex": "lex",
    "runtime.sagemaker": "sagemaker",
    "search-dynamodb": "dynamodb",
    "sms-voice.pinpoint": "sms-voice",
    "streams-dynamodb": "dynamodb",
    "streams.dynamodb": "dynamodb",
    "training-session-runtime.sagemaker": "sagemaker",
    "transcribestreaming": "transcribe",
    "voice-chime": "chime",
}


def find(front: str, suffix: str) -> SigningTarget | None:
    """Return what botocore's data says of the host `front.suffix`; None when it is no host of a service.

    A single label before the region is the name itself when no data say more (aws-facts §6.8, the general rule).
    """
    match = _FRONT.fullmatch(front)
    if match is None:
        prefix, region = _listed_hosts().get(f"{front}.{suffix}", ("", ""))
        return SigningTarget(_signing_name(prefix), region) if prefix else None
    # By the host's own words rather than the list: that has RDS's hosts under Neptune, too.
    name = _signing_name(re.sub(r"-fips\b|^fips\.", "", match["prefix"]))
    return SigningTarget(name, match["region"]) if name else None


@functools.cache
def _signing_name(prefix: str) -> str:
    """Return what the service behind this host prefix is signed as; empty when no service is known by it."""
    if name := _NAMED_OTHERWISE.get(prefix) or _scoped_names().get(prefix):
        return name
    if not _LABEL.fullmatch(prefix):
        return ""
    loader = _loader()
    if prefix in loader.list_available_services("service-2"):
        facts: Mapping[str, Any] = loader.load_service_model(prefix, "service-2")["metadata"]
        # A model may go by the name of a host that is another service's.
        if facts.get("endpointPrefix") == prefix:
            return str(facts.get("signingName", prefix))
    return prefix


@functools.cache
def _scoped_names() -> Mapping[str, str]:
    return {
        prefix: scope["service"]
        for prefix, _, endpoint in _endpoints()
        if "service" in (scope := endpoint.get("credentialScope", {}))
    }


@functools.cache
def _listed_hosts() -> Mapping[str, tuple[str, str]]:
    """Return the hosts that are listed by name: the service's prefix, and the region to sign for, empty without one."""
    return {
        host: (prefix, endpoint.get("credentialScope", {}).get("region", key))
        for prefix, key, endpoint in _endpoints()
        for host in _names(endpoint)
        if "{" not in host
    }


def _names(endpoint: Mapping[str, Any]) -> Iterator[str]:
    for form in (endpoint, *endpoint.get("variants", ())):
        if host := form.get("hostname"):
            yield host


def _endpoints() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield prefix, region (empty for a pseudo region such as `aws-global`) and facts of each endpoint."""
    for partition in _loader().load_data("endpoints")["partitions"]:
        for prefix, service in partition["services"].items():
            yield prefix, "", service.get("defaults", {})
            for key, endpoint in service.get("endpoints", {}).items():
                yield prefix, key if _REGION.fullmatch(key) else "", endpoint


@functools.cache
def _loader() -> Any:  # botocore has no types
    from botocore.loaders import Loader  # noqa: PLC0415  # 50 ms, and API Gateway's hosts never need it

    # Not ~/.aws/models: what a person put there may be broken, and says nothing of AWS's hosts.
    return Loader(extra_search_paths=[Loader.BUILTIN_DATA_PATH], include_default_search_paths=False)
