"""A profile of the AWS configuration files, resolved as the AWS CLI does: keys, roles, IAM Identity Center, processes."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from apiclient_gui.core import aws
from apiclient_gui.core.flow import Flow, Given, Profile
from apiclient_gui.core.identity.base import Kind, incomplete
from apiclient_gui.core.model import AwsKeys, Field


def _obtain(given: Given) -> Flow:
    name = given.fact("profile")
    if not name:
        raise incomplete("profile", "It is the name of a section of ~/.aws/config.")
    return _resolve(name)


def _resolve(name: str) -> Generator[Profile, AwsKeys, AwsKeys]:
    return (yield Profile(name))


def _depends(given: Given) -> str:
    return aws.profile_digest(given.environ)


def _region(given: Given) -> str:
    return given.fact("region") or aws.profile_region(given.fact("profile"), given.environ)


def _summary(facts: Mapping[str, str]) -> str:
    return facts.get("profile", "")


MEMBER = Kind(
    id="aws_profile",
    title="AWS profile",
    fields=(
        Field("profile", "Profile", required=True, hint="default", offered="aws_profiles"),
        Field(
            "region",
            "Region",
            hint="eu-west-1",
            fallback="from the host or the environment, then the profile's",
        ),
    ),
    scheme="sigv4",
    obtain=_obtain,
    summary=_summary,
    logs_in=True,
    depends=_depends,
    region=_region,
    place="In the files of the AWS tools (~/.aws), or with what those files name.",
    hint="A section of ~/.aws/config, resolved as the AWS CLI does it.",
)
