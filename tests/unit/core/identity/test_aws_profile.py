"""A profile: one step for the driver, and what it stands on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Given, Profile
from apiclient_gui.core.identity import TABLE
from tests import factories
from tests.support.aws_files import AwsFiles

KIND = TABLE["aws_profile"]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AwsFiles:
    return AwsFiles.empty(tmp_path, monkeypatch)


def given(files: AwsFiles, **facts: str) -> Given:
    environ = {
        "AWS_CONFIG_FILE": str(files.config),
        "AWS_SHARED_CREDENTIALS_FILE": str(files.credentials),
    }
    return replace(factories.given(facts), environ=environ)


def test_its_keys_are_those_of_the_profile(files: AwsFiles) -> None:
    flow = KIND.obtain(given(files, profile=" dev "))
    assert next(flow) == Profile("dev")  # type: ignore[arg-type]  # a flow
    with pytest.raises(StopIteration) as end:
        flow.send(factories.keys())  # type: ignore[union-attr]  # the same
    assert end.value.value == factories.keys()


def test_without_a_name_it_is_incomplete(files: AwsFiles) -> None:
    with pytest.raises(Problem) as refused:
        KIND.obtain(given(files, profile=" "))
    assert refused.value.finding.id == "identity_incomplete"


def test_it_depends_on_the_files(files: AwsFiles) -> None:
    before = KIND.depends(given(files, profile="dev"))
    assert KIND.depends(given(files, profile="dev")) == before
    files.write(config="[profile dev]\nregion = eu-west-1\n")
    assert KIND.depends(given(files, profile="dev")) != before


def test_its_region_is_its_own_or_the_profiles(files: AwsFiles) -> None:
    files.write(config="[profile dev]\nregion = eu-west-1\n")
    assert KIND.region(given(files, profile="dev")) == "eu-west-1"
    assert KIND.region(given(files, profile="dev", region="eu-south-1")) == "eu-south-1"
    assert KIND.region(given(files, profile="gone")) == ""


def test_in_a_list_it_is_its_name() -> None:
    assert KIND.summary({"profile": "dev", "region": "x"}) == "dev"
    assert KIND.scheme == "sigv4"
