"""What is said about the keyring: the right id, a remedy, and never a piece of a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyring import errors

from apiclient_gui.core import keyring_findings
from apiclient_gui.core.finding import Problem

SECRET = "v1:a:0123:hunter2-correct-horse"


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.KeyringLocked("Failed to unlock"), "keyring_locked"),
        (errors.NoKeyringError("none"), "keyring_absent"),
        (errors.InitError("no collection"), "keyring_failed"),
        (errors.PasswordSetError("no"), "keyring_failed"),
        (FileNotFoundError(2, "No such file or directory"), "keyring_failed"),
        (RuntimeError(1783, "CredWrite", "The stub received bad data"), "keyring_failed"),
        (SystemExit(), "keyring_failed"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else None,
)
def test_each_error_has_its_finding(error: BaseException, expected: str) -> None:
    finding = keyring_findings.translate(error, "Secret Service", "").finding
    assert finding.id == expected
    assert finding.remedy
    assert "Secret Service" in finding.detail


def test_exceptions_of_secretstorage_count_as_locked() -> None:
    exceptions = pytest.importorskip("secretstorage.exceptions")
    for kind in (exceptions.LockedException, exceptions.PromptDismissedException):
        assert keyring_findings.translate(kind("x"), "k", "").finding.id == "keyring_locked"


@pytest.mark.parametrize("quoted", [SECRET, SECRET[10:], SECRET[:14], f"'{SECRET}'", SECRET[-6:]])
def test_a_message_that_quotes_the_secret_is_dropped(quoted: str) -> None:
    said = keyring_findings.describe(ValueError(f"cannot store {quoted}"), SECRET)
    assert said == "ValueError"


def test_a_long_message_becomes_one_short_line() -> None:
    said = keyring_findings.describe(OSError("a\n\tb " * 500), SECRET)
    assert "\n" not in said
    assert said.startswith("OSError: a b a b")
    assert len(said) <= 200


@pytest.mark.parametrize(
    ("problem", "names"),
    [
        (
            keyring_findings.absent(("keyring.backends.fail.Keyring",), "kwallet"),
            ["fail", "kwallet"],
        ),
        (keyring_findings.changed("old", "new", "New", Path("vault.json")), ["old", "new", "New"]),
        (keyring_findings.damaged("password"), []),
        (keyring_findings.no_answer(0.2), ["0.2 s"]),
    ],
    ids=lambda value: value.finding.id if isinstance(value, Problem) else None,
)
def test_all_are_storage_trouble_and_name_what_matters(problem: Problem, names: list[str]) -> None:
    assert problem.trouble == "storage"
    assert problem.finding.severity == "error"
    assert problem.finding.remedy
    assert all(name in problem.finding.detail for name in names)
