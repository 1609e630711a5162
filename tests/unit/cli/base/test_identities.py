"""The document about an identity: facts and states, never a secret."""

from __future__ import annotations

from pathlib import Path

from apiclient_gui.cli.base.identities import document
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description


def test_facts_states_and_what_a_login_brought(gateway: Description, data_folder: Path) -> None:
    program = Program(data_folder)
    seed.remember_keys(program)
    carol = program.workspace.identity("carol")
    before = document(program, carol)
    assert (before["name"], before["kind"]) == ("carol", "user_pool")
    assert before["secrets"] == {"password": "set", "client_secret": "missing"}
    assert (before["expires_at"], before["tokens"]) == (None, [])
    tokens = program.identities.credentials(carol, {})
    after = document(program, carol)
    assert after["tokens"] == ["id", "access", "refresh"]
    assert all(secret.reveal() not in str(after) for secret in tokens.held.values())  # type: ignore[union-attr]  # tokens
    program.close()
