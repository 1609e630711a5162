"""Keyring backends for tests: in memory, as strict as Windows, hanging, breaking off at the k-th write."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

WINDOWS_BYTES = 2560  # CRED_MAX_CREDENTIAL_BLOB_SIZE; the blob is UTF-16


class MemoryKeyring(KeyringBackend):
    """Keeps entries in the dictionary it is given; several may share one, as processes share a keyring.

    It takes an argument so that keyring's own detection, which makes backends without, never picks it.
    """

    priority = 5

    def __init__(self, entries: dict[tuple[str, str], str]) -> None:
        super().__init__()
        self.entries = entries

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError(service)


class OtherKeyring(MemoryKeyring):
    """Another backend, as KDE may pick at the next start."""


class UnsafeKeyring(MemoryKeyring):
    """What keyring does not recommend, such as the plain-text file of keyrings.alt."""

    priority = 0.5


class WindowsLikeKeyring(MemoryKeyring):
    """Refuses what the Windows Credential Manager refuses, with what pywin32 raises: a bare tuple of three."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > WINDOWS_BYTES:
            raise RuntimeError(1783, "CredWrite", "The stub received bad data")
        super().set_password(service, username, password)


class BreakingKeyring(MemoryKeyring):
    """Does `steps` more writes and removals (-1: all), then refuses each, as a crash or a full disk would."""

    def __init__(self, entries: dict[tuple[str, str], str], steps: int) -> None:
        super().__init__(entries)
        self.steps = steps

    def _step(self) -> None:
        if self.steps == 0:
            message = "disk full"
            raise OSError(message)
        self.steps -= 1

    def set_password(self, service: str, username: str, password: str) -> None:
        self._step()
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._step()
        super().delete_password(service, username)


class ForgetfulKeyring(MemoryKeyring):
    """Drops what is written and says nothing, as KWallet's backend does when the wallet refuses."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class QuotingKeyring(MemoryKeyring):
    """Fails and quotes the secret in its message."""

    def set_password(self, service: str, username: str, password: str) -> None:
        message = f"cannot store {password!r} for {username} in {service}"
        raise ValueError(message)


class HangingKeyring(MemoryKeyring):
    """Answers only once `prompt` is set, as with an unlock prompt on the screen. Counts the calls inside."""

    def __init__(self, entries: dict[tuple[str, str], str]) -> None:
        super().__init__(entries)
        self.prompt = threading.Event()
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.prompt.wait(30)
        return super().get_password(service, username)
