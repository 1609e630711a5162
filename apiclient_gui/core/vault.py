"""The only door to the OS keyring: secrets by identity and field, and a plain finding when it cannot hold them."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

import msgspec

from apiclient_gui.core import chunks, files, keyring_findings
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.secret import Secret

if TYPE_CHECKING:
    # Only named at run time: importing keyring costs 30 ms, and many starts need no secret.
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "apiclient-gui"
LONGEST: Final = 262_144  # characters: 263 entries, at some 20 ms each
_PATIENCE = 0.5  # seconds until the person is told that the keyring is waited for

# The stores of the operating systems, as people know them. Any other backend must be recommended or chosen on purpose.
_KNOWN: Final = {
    "keyring.backends.SecretService": "Secret Service",
    "keyring.backends.libsecret": "Secret Service (libsecret)",
    "keyring.backends.kwallet": "KWallet",
    "keyring.backends.Windows": "Windows Credential Manager",
    "keyring.backends.macOS": "macOS Keychain",
}
_NO_STORE: Final = ("keyring.backends.fail", "keyring.backends.null")


@dataclass(frozen=True, slots=True)
class VaultState:
    """How secrets are kept now. `in_memory` names (owner, field) of those that end with this program."""

    backend: str
    usable: bool
    finding: Finding | None
    in_memory: tuple[tuple[str, str], ...]


class _Remembered(msgspec.Struct, frozen=True):
    """`vault.json`: where the secrets of this data folder were first put. A name, no secret."""

    backend: str = ""


class _Choice(NamedTuple):
    """The backend to use, or none; `offered` is what keyring picked, or what it said instead."""

    backend: KeyringBackend | None
    offered: tuple[str, ...]


class Vault:
    """Holds secrets; one a Program, thread-safe, made without touching disk or keyring.

    `folder` is the data folder. `seconds` is the longest silence of the keyring, for each call of it. `notify` is
    called, on the calling thread, when a call takes longer than half a second: most often an unlock prompt is open.
    Every method but `preset` may wait for the keyring: never call them on the window's thread.
    """

    def __init__(
        self, folder: Path, *, seconds: float = 30.0, notify: Callable[[], None] | None = None
    ) -> None:
        self._folder = folder
        self._seconds = seconds
        self._notify = notify
        self._presets: dict[tuple[str, str], Secret] = {}
        self._memory: dict[tuple[str, str], Secret] = {}
        self._turn = threading.Lock()  # one call at a time, so at most one thread hangs
        self._caller: threading.Thread | None = None  # the last one; alive only if it hangs
        self._trouble: Finding | None = None
        self._filling = threading.RLock()
        self._fill: Callable[[], None] | None = None

    # ------------------------------------------------------------ what callers do

    def get(self, owner: str, field: str) -> Secret | None:
        """Return the secret: a preset one, else that of this run, else the keyring's; None if there is none.

        Raises Problem("storage") when the keyring may hold it and does not give it.
        """
        self._filled()
        for held in (self._presets, self._memory):
            secret = held.get((owner, field))
            if secret is not None:
                return secret
        try:
            with self._noting_trouble():
                backend = self._backend()
                if backend is None:
                    return None
                text = self._load(_Entries(self._ask, backend), chunks.name(owner, field))
        except chunks.Broken:
            raise keyring_findings.damaged(field) from None
        return None if text is None else Secret(text)

    def put(self, owner: str, field: str, secret: Secret) -> Finding | None:
        """Keep the secret in the keyring and return None; or keep it for this run and return why (a warning).

        What was put last is what `get` gives: a preset of this field ends.
        """
        self._filled()
        key = (owner, field)
        # First into memory: whatever happens to the keyring, the person need not type it again.
        self._memory[key] = secret
        self._presets.pop(key, None)
        try:
            if len(secret.reveal()) > LONGEST:
                raise keyring_findings.too_long(field, len(secret.reveal()))
            with self._noting_trouble():
                self._store(chunks.name(owner, field), secret.reveal())
        except Problem as problem:
            cause = problem.finding
            return msgspec.structs.replace(
                cause,
                severity="warning",
                detail=f"{cause.detail} The {field} is kept in memory until this program ends.",
            )
        if self._memory.get(key) is secret:  # not one that another thread put meanwhile
            del self._memory[key]
        return None

    def forget(self, owner: str, field: str) -> None:
        """Remove the secret everywhere. Raises Problem("storage") when it may still be in the keyring."""
        self._filled()
        self._presets.pop((owner, field), None)
        self._memory.pop((owner, field), None)
        with self._noting_trouble():
            backend = self._backend()
            if backend is None:
                return
            with self._writing():
                chunks.remove(_Entries(self._ask, backend), chunks.name(owner, field))

    def preset(self, owner: str, field: str, secret: Secret) -> None:
        """Hold a secret in memory only, before all others: practice keys, which are no secrets."""
        self._presets[owner, field] = secret

    def fill_later(self, fill: Callable[[], None]) -> None:
        """Have this called once before the first secret is asked for: it calls `preset`. Most commands need none."""
        self._fill = fill

    def state(self) -> VaultState:
        """Return which keyring is used and what was last the matter with it. Opens no unlock prompt."""
        name, finding = "none", self._trouble
        try:
            backend = self._backend(writing=True)
            name = _title(backend) if backend else name
        except Problem as problem:
            finding = problem.finding
        return VaultState(name, finding is None, finding, tuple(sorted(self._memory)))

    def forget_backend(self) -> None:
        """Forget which keyring the secrets are in: the next one is put wherever keyring says then.

        What the former one holds stays there. Raises Problem("storage").
        """
        try:
            self._file.unlink(missing_ok=True)
        except (OSError, ValueError) as error:
            raise files.problem(error, self._file, "delete") from error
        self._trouble = None

    def _filled(self) -> None:
        with self._filling:
            fill, self._fill = self._fill, None
            if fill is not None:
                fill()

    # ------------------------------------------------------------ values

    def _load(self, entries: chunks.Entries, name: str) -> str | None:
        try:
            return chunks.load(entries, name)
        except chunks.Broken:
            # Perhaps it was being written just now; nobody writes while we hold the lock.
            with self._writing():
                return chunks.load(entries, name)

    def _store(self, name: str, text: str) -> None:
        backend = self._backend(writing=True)
        assert backend is not None  # writing without one is a Problem
        entries = _Entries(self._ask, backend)
        with self._writing():
            self._remember(backend)
            try:
                kept = chunks.store(entries, name, text)
            except chunks.Broken:
                raise keyring_findings.failed(
                    _title(backend), "it did not keep what was written"
                ) from None
            # The new value holds from here on; what cannot be swept now, the next write sweeps.
            with contextlib.suppress(Problem):
                chunks.sweep(entries, name, kept)

    # ------------------------------------------------------------ the backend, and who may write

    def _backend(self, *, writing: bool = False) -> KeyringBackend | None:
        """Return the keyring to use; None (never when writing) if there is none and nothing was ever put into one."""
        remembered = self._remembered()
        choice = self._ask(lambda: _choose(remembered), "")
        if choice.backend is None:
            if remembered or writing:
                raise keyring_findings.absent(choice.offered, remembered)
            return None
        if remembered and _path(choice.backend) != remembered:
            raise keyring_findings.changed(
                remembered, _path(choice.backend), _title(choice.backend), self._file
            )
        return choice.backend

    @property
    def _file(self) -> Path:
        return self._folder / "vault.json"

    def _remembered(self) -> str:
        # Read each time: another process may have put the first secret, or the person removed the file.
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Remembered).backend
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return ""  # not there yet, or damaged: then it is written anew with the next secret

    def _remember(self, backend: KeyringBackend) -> None:
        if self._remembered() != _path(backend):
            files.write(self._file, msgspec.json.encode(_Remembered(_path(backend))), mode=0o600)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock of all writers, of whatever entry: on Windows a write moves an entry of another name."""
        from filelock import FileLock, Timeout  # noqa: PLC0415  # start-up time

        files.make_folder(self._folder, private=not self._folder.exists())
        lock = FileLock(self._folder / "vault.lock", timeout=self._seconds, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise keyring_findings.no_answer(self._seconds) from None
        except (OSError, NotImplementedError) as error:  # the latter: a file system without locks
            cause = error if isinstance(error, OSError) else OSError(str(error))
            raise files.problem(cause, Path(lock.lock_file), "write") from None
        try:
            yield
        finally:
            lock.release()

    # ------------------------------------------------------------ calls that may hang

    @contextlib.contextmanager
    def _noting_trouble(self) -> Iterator[None]:
        try:
            yield
        except Problem as problem:
            self._trouble = problem.finding
            raise
        self._trouble = None

    def _ask(self, job: Callable[[], T], title: str, *, hidden: str = "") -> T:
        """Return what the job returns, run on a thread that is left alone when it hangs: a prompt cannot be ended.

        `title` names the keyring, `hidden` is what must not turn up in a message.
        """
        if not self._turn.acquire(timeout=self._seconds):
            raise keyring_findings.no_answer(self._seconds)
        try:
            if self._caller is not None and self._caller.is_alive():
                raise keyring_findings.no_answer(self._seconds)
            results: list[T] = []
            errors: list[BaseException] = []

            def run() -> None:
                try:
                    results.append(job())
                except BaseException as error:  # noqa: BLE001  # backends raise what their libraries raise
                    errors.append(error)

            thread = self._caller = threading.Thread(target=run, name="keyring", daemon=True)
            thread.start()
            thread.join(min(_PATIENCE, self._seconds))
            if thread.is_alive() and self._seconds > _PATIENCE:
                # Without a title it is only being looked for: the import alone can take this long, nobody is asked.
                if self._notify is not None and title:
                    self._notify()
                thread.join(self._seconds - _PATIENCE)
            if thread.is_alive():
                raise keyring_findings.no_answer(self._seconds)
        finally:
            self._turn.release()
        if errors:
            raise keyring_findings.translate(errors[0], title, hidden) from None
        return results[0]


# ---------------------------------------------------------------- backends


class _Ask(Protocol):
    """`Vault._ask`: one guarded call."""

    def __call__(self, job: Callable[[], T], title: str, *, hidden: str = "") -> T:
        """Return what the job returns."""


@dataclass(frozen=True, slots=True)
class _Entries:
    """A backend as chunks sees it: each call guarded."""

    ask: _Ask
    backend: KeyringBackend

    def read(self, name: str) -> str | None:
        return self.ask(lambda: self.backend.get_password(SERVICE, name), _title(self.backend))

    def write(self, name: str, entry: str) -> None:
        self.ask(
            lambda: self.backend.set_password(SERVICE, name, entry),
            _title(self.backend),
            hidden=entry,
        )

    def delete(self, name: str) -> None:
        self.ask(lambda: self.backend.delete_password(SERVICE, name), _title(self.backend))


def _choose(remembered: str) -> _Choice:
    try:
        import keyring  # noqa: PLC0415  # 30 ms, on first use only
        from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415  # the same

        found = keyring.get_keyring()
        # A chain writes to its first member and reads from all, and their order depends on the desktop: old values
        # would come back. So one member, the same each time.
        offered = tuple(found.backends) if isinstance(found, ChainerBackend) else (found,)
        fit = [one for one in offered if _is_fit(one)]
    except Exception as error:  # noqa: BLE001  # FileNotFoundError, RuntimeError, D-Bus errors: no fallback in keyring
        return _Choice(None, (keyring_findings.describe(error, ""),))
    first = fit[0] if fit else None
    same = next((one for one in fit if _path(one) == remembered), first)
    return _Choice(same, tuple(_path(one) for one in offered))


def _is_fit(backend: KeyringBackend) -> bool:
    """Whether secrets may go there: a system's own store, one that keyring recommends, or one chosen on purpose."""
    import keyring.core  # noqa: PLC0415  # 30 ms, on first use only

    module = type(backend).__module__
    if module in _NO_STORE:
        return False
    if module in _KNOWN or backend.priority >= 1:
        return True
    # keyrings.alt: plain text or a home-made cipher, picked in silence where there is nothing better.
    return bool(os.environ.get("PYTHON_KEYRING_BACKEND")) or keyring.core.load_config() is not None


def _path(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _title(backend: KeyringBackend) -> str:
    return _KNOWN.get(type(backend).__module__, _path(backend))
