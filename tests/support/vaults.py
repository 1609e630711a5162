"""Checks that tests of the vault share, over whichever keyring."""

from __future__ import annotations

import traceback

import keyring.core
import pytest

from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.vault import Vault

OWNER = "id-1"
PLANTED = "planted-Secret/0123456789+x="


def use(monkeypatch: pytest.MonkeyPatch, backend: object) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


def value(vault: Vault, field: str = "password") -> str | None:
    secret = vault.get(OWNER, field)
    return None if secret is None else secret.reveal()


def refusal(vault: Vault) -> Finding:
    """Return why `get` refuses, after making sure that nothing of it can print the secret."""
    with pytest.raises(Problem) as caught:
        vault.get(OWNER, "password")
    assert caught.value.trouble == "storage"
    assert PLANTED not in "".join(traceback.format_exception(caught.value))
    return caught.value.finding


def kept_in_memory(vault: Vault, expected: str) -> Finding:
    """Put a secret, check that it is kept for this run only, for this reason, and said so without telling it."""
    finding = vault.put(OWNER, "password", Secret(PLANTED))
    assert finding is not None
    assert (finding.id, finding.severity) == (expected, "warning")
    assert "memory" in finding.detail
    assert finding.remedy
    assert PLANTED not in repr(finding)
    assert value(vault) == PLANTED
    state = vault.state()
    assert state.in_memory == ((OWNER, "password"),)
    assert not state.usable
    return finding
