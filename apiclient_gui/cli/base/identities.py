"""The JSON document about an identity, as docs/cli.md promises it: facts, whether secrets are set, what a login brought."""

from __future__ import annotations

from typing import Any

from apiclient_gui.core.model import Identity
from apiclient_gui.core.program import Program


def document(program: Program, identity: Identity) -> dict[str, Any]:
    """Return the document; no secret is in it. Raises Problem("storage") when the keyring does not tell."""
    states = program.identities.states(identity)
    login = program.identities.login(identity)
    key_id = login.access_key_id if login else ""
    return {
        "name": identity.name,
        "kind": identity.kind,
        "facts": identity.facts,
        "secrets": {
            key: "missing" if state == "missing" else "set" for key, state in states.items()
        },
        "expires_at": program.identities.expires_at(identity),
        "tokens": list(login.kinds) if login else [],
        "access_key_id": key_id or None,
    }
