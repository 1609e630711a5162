"""Secrets kept in a dictionary, as the vault keeps them in the keyring."""

from __future__ import annotations

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.secret import Secret


class Drawer:
    """Secrets kept in a dictionary, as the vault keeps them in the keyring; it is asked only when it has to be."""

    def __init__(self, kept: dict[tuple[str, str], str] | None = None) -> None:
        self.kept = {key: Secret(text) for key, text in (kept or {}).items()}
        self.asked: list[tuple[str, str]] = []

    def get(self, owner: str, field: str) -> Secret | None:
        self.asked.append((owner, field))
        return self.kept.get((owner, field))

    def put(self, owner: str, field: str, secret: Secret) -> Finding | None:
        self.kept[owner, field] = secret
        return Finding(id="kept", severity="warning", title="For this run")

    def forget(self, owner: str, field: str) -> None:
        self.kept.pop((owner, field), None)
