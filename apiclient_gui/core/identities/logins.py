"""What logins brought, from one run to the next: tokens in the vault, and beside them a record without any secret."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from apiclient_gui.core import files
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import Identity, Login, TokenKind, Tokens
from apiclient_gui.core.named_secrets import SecretStore
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret

FIELD: Final = "login"
_SLICE: Final = 0.05  # seconds between two looks at the cancel


class _Held(msgspec.Struct, frozen=True):
    held: dict[TokenKind, str]
    default: TokenKind


class Logins:
    """The kept logins of one data folder. Thread-safe; several processes share them."""

    def __init__(self, vault: SecretStore, redactor: Redactor, folder: Path) -> None:
        self._vault = vault
        self._redactor = redactor
        self._folder = folder
        self._cache: dict[str, tuple[Login, Tokens]] = {}

    def about(self, identity: Identity) -> Login | None:
        """Return the record of the identity's login; None without one. Asks no keyring."""
        try:
            return msgspec.json.decode(self._file(identity).read_bytes(), type=Login)
        except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
            return None

    def load(self, identity: Identity, facts: Mapping[str, str]) -> Tokens | None:
        """Return the tokens of a login with these facts; None without one.

        Raises Problem("storage") when the keyring may hold them and does not give them.
        """
        login = self.about(identity)
        if login is None or login.facts != _digest(facts):
            return None
        cached = self._cache.get(identity.id)
        if cached is not None and cached[0] == login:
            return cached[1]
        secret = self._vault.get(identity.id, FIELD)
        if secret is None:
            return None
        try:
            kept = msgspec.json.decode(secret.reveal(), type=_Held)
        except (ValueError, msgspec.MsgspecError, RecursionError):
            return None  # damaged: one logs in again
        tokens = Tokens(
            {kind: Secret(text) for kind, text in kept.held.items()},
            kept.default,
            login.obtained_at,
            login.expires_at,
        )
        self._learn(tokens)
        self._cache[identity.id] = (login, tokens)
        return tokens

    def keep(
        self, identity: Identity, facts: Mapping[str, str], tokens: Tokens, now: datetime
    ) -> Finding | None:
        """Keep the tokens; a finding says when they last for this run only.

        Raises Problem("storage") when the record cannot be written: then nothing is kept.
        """
        self._learn(tokens)
        held = {kind: secret.reveal() for kind, secret in tokens.held.items()}
        text = msgspec.json.encode(_Held(held, tokens.default)).decode()
        login = Login(_digest(facts), tuple(held), tokens.obtained_at or now, tokens.expires_at)
        # The tokens first: the record says that they are there.
        finding = self._vault.put(identity.id, FIELD, Secret(text))
        self._cache[identity.id] = (login, tokens)
        files.make_folder(self._folder, private=True)
        files.write(self._file(identity), msgspec.json.encode(login), mode=0o600)
        return finding

    def forget(self, identity: Identity) -> None:
        """Forget a login. Raises Problem("storage") when it may still be in the keyring."""
        self._cache.pop(identity.id, None)
        with contextlib.suppress(OSError):
            self._file(identity).unlink()
        self._vault.forget(identity.id, FIELD)

    @contextlib.contextmanager
    def lock(self, identity: Identity, cancel: Cancel) -> Iterator[None]:
        """Let one login of an identity run at a time, of all threads and processes. A cancel ends the waiting."""
        files.make_folder(self._folder, private=True)
        lock = FileLock(self._file(identity).with_suffix(".lock"), timeout=_SLICE, mode=0o600)
        while True:
            cancel.check()
            try:
                lock.acquire()
                break
            except Timeout:
                continue
            except (
                OSError,
                NotImplementedError,
            ) as error:  # the latter: a file system without locks
                cause = error if isinstance(error, OSError) else OSError(str(error))
                raise files.problem(cause, Path(lock.lock_file), "write") from None
        try:
            yield
        finally:
            lock.release()

    def _learn(self, tokens: Tokens) -> None:
        for secret in tokens.held.values():
            self._redactor.learn(secret)

    def _file(self, identity: Identity) -> Path:
        # An id comes from a file that a person may edit: its hash is a file name whatever it is.
        return self._folder / f"{hashlib.sha256(identity.id.encode()).hexdigest()[:24]}.json"


def _digest(facts: Mapping[str, str]) -> str:
    return hashlib.sha256(msgspec.json.encode(sorted(facts.items()))).hexdigest()[:16]
