"""Where the AWS configuration files are, what profiles they hold, and that an edit is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.aws.profile_files import (
    profile_digest,
    profile_files,
    profile_names,
    profile_region,
    region_of_environment,
)
from tests.support.aws_files import AwsFiles


def test_they_stand_in_the_home_folder_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    files = profile_files({"AWS_SHARED_CREDENTIALS_FILE": "~/$HOME/keys"})
    assert files.config == Path("/home/me/.aws/config")
    assert files.credentials == Path("/home/me//home/me/keys")


def test_names_of_both_files_each_once_and_default_first(files: AwsFiles) -> None:
    files.write(
        config="[profile dev]\n[default]\n[profile 'with space']\n[sso-session x]\n[services y]\n[plain]\n",
        credentials="[dev]\n[alice]\n",
    )
    assert profile_names() == ("default", "alice", "dev", "with space")


def test_no_file_holds_none(files: AwsFiles) -> None:
    assert profile_names() == ()
    assert profile_names({"AWS_CONFIG_FILE": "a\0b"}) == ()
    assert profile_region("x") == ""


def test_the_region_of_a_profile(files: AwsFiles) -> None:
    files.write(config="[profile dev]\nregion = eu-west-1 \n[profile bare]\n")
    assert profile_region("dev") == "eu-west-1"
    assert profile_region("bare") == ""
    files.write(config="[profile dev]\nregion =\n  a = b\n")
    assert profile_region("dev") == ""


def test_the_region_of_the_environment() -> None:
    both = {"AWS_REGION": "a-b-1", "AWS_DEFAULT_REGION": "c-d-2"}
    assert region_of_environment(both) == "a-b-1"
    assert region_of_environment({**both, "AWS_REGION": ""}) == "c-d-2"
    assert region_of_environment({}) == ""


def test_an_edit_of_either_file_and_another_region_change_the_hash(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {profile_digest()}
    files.write(config="[default]\n")
    seen.add(profile_digest())
    files.write(config="", credentials="[default]\n")
    seen.add(profile_digest())
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    seen.add(profile_digest())
    assert len(seen) == 4
    monkeypatch.setenv("AWS_PROFILE", "dev")
    assert profile_digest() in seen
