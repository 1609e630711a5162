"""Whom a TLS connection trusts and who it says it is: contexts from PEM files, read once while those stay the same."""

from __future__ import annotations

import hashlib
import ssl
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util.ssl_ import create_urllib3_context

from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.wire.faults import words

_MOST_READ = 2**20  # bytes of a file that should be a certificate
_MOST_KEPT = 16  # contexts; each holds the certificates of some hundred authorities

_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What makes a context: files as they are now, and the passphrase as a hash, so that none is kept here."""

    verify: bool
    ca_file: tuple[str, int, int]
    cert_file: tuple[str, int, int]
    key_file: tuple[str, int, int]
    passphrase: bytes


class Trust:
    """Contexts for settings. One context for the same files: pools of connections are known by it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._made: dict[_Wanted, ssl.SSLContext] = {}

    def context(self, settings: Settings, passphrase: Secret | None) -> ssl.SSLContext:
        """Return the context. Read anew for each connection, the authorities alone take 50 ms (measured).

        Raises Problem("refused") for a file that cannot be used, and for a locked key without its passphrase: nothing
        is ever asked on the terminal.
        """
        wanted = _Wanted(
            settings.verify,
            _stamp(settings.ca_file if settings.verify else ""),
            _stamp(settings.cert_file),
            _stamp(settings.key_file if settings.cert_file else ""),
            _mark(passphrase),
        )
        with self._guard:
            if wanted not in self._made:
                context = _made(settings, passphrase)
                while len(self._made) >= _MOST_KEPT:
                    del self._made[next(iter(self._made))]
                self._made[wanted] = context
            return self._made[wanted]


def _made(settings: Settings, passphrase: Secret | None) -> ssl.SSLContext:
    context = create_urllib3_context()
    if settings.verify:
        _load_authorities(context, settings.ca_file)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if settings.cert_file:
        _load_client(context, settings, passphrase)
    return context


def _load_authorities(context: ssl.SSLContext, ca_file: str) -> None:
    place = ca_file or DEFAULT_CA_BUNDLE_PATH
    try:
        if Path(place).is_dir():  # the library takes a folder of hashed certificates as well
            context.load_verify_locations(capath=place)
        else:
            context.load_verify_locations(place)
    except (OSError, ValueError) as error:
        raise _refused(
            "ca_file_unusable",
            "The CA file cannot be used",
            f"It should hold certificates in PEM form, but: {words(error)}.",
            place,
            "Choose another file in the request's settings, or none for the usual authorities.",
        ) from error


def _load_client(context: ssl.SSLContext, settings: Settings, passphrase: Secret | None) -> None:
    asked = False

    def unlock() -> str:
        # Without this OpenSSL asks on the terminal, and waits.
        nonlocal asked
        asked = True
        return passphrase.reveal() if passphrase else ""

    key_file = settings.key_file or settings.cert_file
    try:
        _require_certificate(settings.cert_file)
        Path(key_file).open("rb").close()
        context.load_cert_chain(settings.cert_file, settings.key_file or None, unlock)
    except Problem:
        raise
    except (OSError, ValueError) as error:
        raise _client_trouble(error, key_file, asked, given=bool(passphrase)) from error


def _require_certificate(path: str) -> None:
    trouble = ""
    try:
        with Path(path).open("rb") as file:
            if _CERTIFICATE not in file.read(_MOST_READ):
                trouble = "there is no certificate in it"
    except (OSError, ValueError) as error:
        trouble = words(error)
    if trouble:
        raise _refused(
            "client_certificate_unusable",
            "The client certificate cannot be used",
            f"It should be a certificate in PEM form, but: {trouble}.",
            path,
            "Choose another file; one in PKCS #12 form (.p12, .pfx) has to be turned into PEM first.",
        )


def _client_trouble(error: Exception, key_file: str, asked: bool, *, given: bool) -> Problem:
    reason = getattr(error, "reason", None) or ""
    if reason == "KEY_VALUES_MISMATCH":
        return _refused(
            "client_key_mismatch",
            "The key belongs to another certificate",
            "The client certificate was made for a different key.",
            key_file,
            "Choose the key that the certificate was made with.",
        )
    if asked and given:
        return _refused(
            "client_key_passphrase_wrong",
            "The passphrase does not open the client certificate's key",
            "The key is encrypted, and this passphrase is not the one it was encrypted with.",
            key_file,
            "Type the passphrase again.",
        )
    if asked:
        return _refused(
            "client_key_locked",
            "The client certificate's key needs its passphrase",
            "The key is encrypted, and no passphrase is kept for it.",
            key_file,
            "Type the passphrase in the request's settings; it is kept in the keyring.",
        )
    return _refused(
        "client_key_unusable",
        "The client certificate's key cannot be used",
        f"It should be a private key in PEM form, but: {words(error)}.",
        key_file,
        "Choose the file with the key, or one that holds certificate and key together.",
    )


def _refused(id_: str, title: str, detail: str, path: str, remedy: str) -> Problem:
    return Problem(
        "refused",
        Finding(
            id=id_,
            severity="error",
            title=title,
            detail=f"{detail} Nothing was sent.",
            evidence=(Evidence("File", ascii(path)[1:-1][:300]),),
            remedy=remedy,
            actions=(Action("open_place", "Go there", {"place": "settings"}),),
        ),
    )


def _stamp(path: str) -> tuple[str, int, int]:
    if not path:
        return "", 0, 0
    try:
        facts = Path(path).stat()
    except (OSError, ValueError):
        return path, 0, 0
    return path, facts.st_mtime_ns, facts.st_size


def _mark(passphrase: Secret | None) -> bytes:
    return (
        hashlib.sha256(passphrase.reveal().encode("utf-8", "surrogatepass")).digest()
        if passphrase
        else b""
    )
