"""Global options, and the program made from them."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from apiclient_gui.cli.base.session import Session
from apiclient_gui.core.secret import Secret
from apiclient_gui.practice.description import Description
from tests.support.cli import apiclient


def test_the_data_folder_is_the_option_s_or_the_environment_s(
    tmp_path: Path, data_folder: Path
) -> None:
    assert Session().data == data_folder
    assert Session(str(tmp_path / "other")).data == tmp_path / "other"


def test_global_options_stand_before_and_after_the_command(
    gateway: Description, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("APICLIENT_DATA_DIR")
    where = ("--data-dir", str(data_folder))
    assert apiclient(*where, "identity", "list", "--json").code == 0
    assert apiclient("identity", "list", "--json", *where).code == 0


def test_a_workspace_may_be_named(gateway: Description, data_folder: Path, tmp_path: Path) -> None:
    folder = data_folder / "workspaces" / "practice"
    assert apiclient("--workspace", str(folder), "send", "List pets, signed").code == 0
    missing = apiclient("--workspace", str(tmp_path / "none"), "send", "x", "--json")
    assert (missing.code, missing.document["error"]["id"]) == (9, "not_a_workspace")


def test_records_are_masked_from_then_on(caplog: pytest.LogCaptureFixture) -> None:
    Session().program().redactor.learn(Secret("planted-in-a-log"))
    logging.getLogger("somebody").warning("it is %s", "planted-in-a-log")
    assert "planted-in-a-log" not in caplog.text
    assert "it is ••••" in caplog.text
