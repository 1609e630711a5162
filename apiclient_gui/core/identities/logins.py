"""What logins brought, from one run to the next: tokens and temporary AWS keys in the vault, a record without secrets beside.

They have a field of their own there, apart from the secrets that a person typed in: those do not end.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from filelock import FileLock, Timeout

from apiclient_gui.core import files
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import AwsKeys, Identity, Login, TokenKind, Tokens, secrets_of
from apiclient_gui.core.named_secrets import SecretStore
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret

FIELD: Final = "login"
Held = Tokens | AwsKeys
_SLICE: Final = 0.05  # seconds between two looks at the cancel


class _Tokens(msgspec.Struct, frozen=True):
    held: dict[TokenKind, str]
    default: TokenKind


class _Keys(msgspec.Struct, frozen=True, omit_defaults=True):
    access_key_id: str
    secret_access_key: str
    session_token: str = ""
    renewal: str = ""


class Logins:
    """The kept logins of one data folder. Thread-safe; several processes share them."""

    def __init__(self, vault: SecretStore, redactor: Redactor, folder: Path) -> None:
        self._vault = vault
        self._redactor = redactor
        self._folder = folder
        self._cache: dict[str, tuple[Login, Held]] = {}

    def about(self, identity: Identity) -> Login | None:
        """Return the record of the identity's login; None without one. Asks no keyring."""
        try:
            return msgspec.json.decode(self._file(identity).read_bytes(), type=Login)
        except (OSError, ValueError, msgspec.MsgspecError, RecursionError):
            return None

    def load(self, identity: Identity, basis: str) -> Held | None:
        """Return what a login on this basis brought; None without one. `basis` is what `basis` below returns.

        Raises Problem("storage") when the keyring may hold it and does not give it.
        """
        login = self.about(identity)
        if login is None or login.facts != basis:
            return None
        cached = self._cache.get(identity.id)
        if cached is not None and cached[0] == login:
            return cached[1]
        secret = self._vault.get(identity.id, FIELD)
        if secret is None:
            return None
        try:
            held = _read(secret, login)
        except (ValueError, msgspec.MsgspecError, RecursionError):
            return None  # damaged: one logs in again
        self._learn(held)
        self._cache[identity.id] = (login, held)
        return held

    def keep(self, identity: Identity, basis: str, held: Held, now: datetime) -> Finding | None:
        """Keep what a login brought; a finding says when it lasts for this run only.

        Raises Problem("storage") when the record cannot be written: then nothing is kept.
        """
        self._learn(held)
        obtained = held.obtained_at or now
        if isinstance(held, Tokens):
            login = Login(basis, tuple(held.held), obtained, held.expires_at)
        else:
            login = Login(basis, (), obtained, held.expires_at, held.access_key_id, held.about)
        # The secrets first: the record says that they are there.
        finding = self._vault.put(identity.id, FIELD, _written(held))
        self._cache[identity.id] = (login, held)
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
    def lock(self, identity: Identity, cancel: Cancel, *, wait: bool = True) -> Iterator[bool]:
        """Let one login of an identity run at a time, of all threads and processes. A cancel ends the waiting.

        It gives whether the turn is ours; without `wait` it may not be.
        """
        files.make_folder(self._folder, private=True)
        lock = FileLock(self._file(identity).with_suffix(".lock"), timeout=_SLICE, mode=0o600)
        while True:
            cancel.check()
            try:
                lock.acquire()
                break
            except Timeout:
                if wait:
                    continue
                yield False
                return
            except (
                OSError,
                NotImplementedError,
            ) as error:  # the latter: a file system without locks
                cause = error if isinstance(error, OSError) else OSError(str(error))
                raise files.problem(cause, Path(lock.lock_file), "write") from None
        try:
            yield True
        finally:
            lock.release()

    def _learn(self, held: Held) -> None:
        for secret in secrets_of(held):
            self._redactor.learn(secret)

    def _file(self, identity: Identity) -> Path:
        # An id comes from a file that a person may edit: its hash is a file name whatever it is.
        return self._folder / f"{hashlib.sha256(identity.id.encode()).hexdigest()[:24]}.json"


def basis(facts: Mapping[str, str], *more: str) -> str:
    """Return a hash of what decides which credentials come: the facts, and what `Kind.depends` and a source add."""
    # json and not msgspec: a variable of the environment may hold half characters.
    text = json.dumps(sorted(facts.items()), separators=(",", ":"), ensure_ascii=False)
    whole = "\0".join((text, *filter(None, more))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:16]


def _written(held: Held) -> Secret:
    if isinstance(held, Tokens):
        texts = {kind: secret.reveal() for kind, secret in held.held.items()}
        return Secret(msgspec.json.encode(_Tokens(texts, held.default)).decode())
    token, renewal = (one.reveal() if one else "" for one in (held.session_token, held.renewal))
    keys = _Keys(held.access_key_id, held.secret_access_key.reveal(), token, renewal)
    return Secret(msgspec.json.encode(keys).decode())


def _read(secret: Secret, login: Login) -> Held:
    """Return what the vault holds. Raises ValueError when it is not that of the record."""
    if not login.access_key_id:
        tokens = msgspec.json.decode(secret.reveal(), type=_Tokens)
        held = {kind: Secret(text) for kind, text in tokens.held.items()}
        return Tokens(held, tokens.default, login.obtained_at, login.expires_at)
    keys = msgspec.json.decode(secret.reveal(), type=_Keys)
    if keys.access_key_id != login.access_key_id:
        raise ValueError  # another program is just about to write its record
    return AwsKeys(
        keys.access_key_id,
        Secret(keys.secret_access_key),
        Secret(keys.session_token) if keys.session_token else None,
        login.expires_at,
        login.obtained_at,
        Secret(keys.renewal) if keys.renewal else None,
        login.about,
    )
