"""Keys from their issuers: discovery documents and key sets fetched on request, checked, and kept for some minutes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import msgspec

from apiclient_gui.core import hosts
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.files import printable
from apiclient_gui.core.finding import Evidence, Finding, Problem, Trouble
from apiclient_gui.core.model import Prepared, Request, Response, Row, Settings
from apiclient_gui.core.prepare import prepare
from apiclient_gui.core.tokens import KeySet, parse_keys
from apiclient_gui.core.transport import Transport

LARGEST: Final = 2**20  # bytes of a document; API Gateway reads 150,000
_FRESH: Final = 300.0  # seconds a document is used without asking again
_PATIENCE: Final = 60.0  # seconds until an unknown key id makes us ask again: a stranger's token must not be a hammer
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
_SETTINGS: Final = Settings(connect_timeout=5, timeout=10)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is needed of an issuer's discovery document (OpenID Connect Discovery §3)."""

    issuer: str
    jwks_uri: str


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    value: T
    at: float


class KeyStore:
    """Keys fetched in this run; one a program, shared by its threads.

    `now` gives seconds of a clock that never goes back. Every method blocks, and raises Problem: "refused" for a URL
    that is not fetched, "transport" when nothing that could be used came.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        settings: Settings = _SETTINGS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._settings = settings
        self._now = now
        self._lock = threading.Lock()
        self._sets: dict[str, _Kept[KeySet]] = {}
        self._discovered: dict[str, _Kept[Discovery]] = {}

    def fetch(self, url: str, cancel: Cancel, *, key_id: str = "") -> KeySet:
        """Return the key set at a URL: https, or http on loopback; at most 1 MB, no redirect followed.

        It is used for five minutes; a `key_id` that is not in it makes us ask again, at most once a minute.
        """
        with self._lock:
            kept = self._sets.get(url)
        if kept is not None:
            age = self._now() - kept.at
            known = not key_id or kept.value.knows(key_id)
            if age < (_FRESH if known else _PATIENCE):
                return kept.value
        found = parse_keys(self._get(url, cancel, "key set"))
        if not found.keys:
            raise Problem("transport", _about(found.findings[0], url))
        with self._lock:
            self._sets[url] = _Kept(found, self._now())
        return found

    def discover(self, issuer: str, cancel: Cancel) -> Discovery:
        """Return where an issuer's keys are, by its own document, which must name the same issuer to the letter.

        OpenID Connect Discovery §4.3. The keys may lie on another host, but not on this computer unless the issuer
        does, and never behind plain http elsewhere.
        """
        with self._lock:
            kept = self._discovered.get(issuer)
        if kept is not None and self._now() - kept.at < _FRESH:
            return kept.value
        url = issuer.rstrip("/") + _WELL_KNOWN
        own = _checked(url)
        if own.query or "#" in issuer:
            raise _refused(
                "issuer_invalid", "An issuer has no query and no fragment", issuer, "iss"
            )
        found = _read(self._get(url, cancel, "discovery document"), url, issuer)
        keys = _checked(found.jwks_uri)
        if hosts.is_loopback(keys.host) and not hosts.is_loopback(own.host):
            raise _refused(
                "keys_on_this_computer",
                "The issuer says that its keys are on this computer",
                found.jwks_uri,
                "jwks_uri",
            )
        with self._lock:
            self._discovered[issuer] = _Kept(found, self._now())
        return found

    def of_issuer(self, issuer: str, cancel: Cancel, *, key_id: str = "") -> KeySet:
        """Return the keys of an issuer: `discover`, then `fetch`."""
        return self.fetch(self.discover(issuer, cancel).jwks_uri, cancel, key_id=key_id)

    def _get(self, url: str, cancel: Cancel, what: str) -> bytes:
        delivery = self._transport.send(_checked(url), self._settings, cancel)
        response = delivery.response
        if response is None:
            assert delivery.failure is not None
            raise _unusable(
                "keys_unreachable",
                f"The {what} could not be fetched",
                url,
                delivery.failure.message,
            )
        try:
            return _content(response, url, what)
        finally:
            self._transport.discard(response.body)


def _checked(url: str) -> Prepared:
    """Return the request for a document. Raises Problem("refused") for what is not fetched."""
    # Braces would be read as a variable of the workspace.
    if "{{" in url or not url.isascii():
        raise _refused("keys_url_invalid", "This is no URL that keys are fetched from", url, "URL")
    # Not packed: some kilobytes could unpack to gigabytes.
    headers = (Row("Accept", "application/json"), Row("Accept-Encoding", "identity"))
    ready = prepare(Request(url=url, headers=headers), {}, strict=False)
    if "://" not in url or (ready.scheme != "https" and not hosts.is_loopback(ready.host)):
        raise _refused(
            "keys_not_https",
            "Keys are fetched over https only",
            url,
            "URL",
            "Over http anybody on the way could put their own keys in. Only this computer itself may be asked so.",
        )
    return ready


def _content(response: Response, url: str, what: str) -> bytes:
    if response.redirect is not None:
        where = printable(response.redirect, 200)
        raise _unusable(
            "keys_redirected", f"The {what} was redirected", url, f"It is not followed to {where}."
        )
    if response.status != 200:
        said = f"The server answered {response.status} {printable(response.reason, 60)}.".replace(
            " .", "."
        )
        raise _unusable("keys_refused", f"The {what} is not there", url, said)
    if response.body.size > LARGEST:
        size = f"It has {response.body.size:,} bytes; the limit is 1 MB, and API Gateway's is 150,000 bytes."
        raise _unusable("keys_too_large", f"The {what} is too large", url, size)
    return response.body.head(LARGEST)


def _read(raw: bytes, url: str, issuer: str) -> Discovery:
    try:
        found = msgspec.json.decode(raw, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = {}
    named, keys = found.get("issuer"), found.get("jwks_uri")
    if not isinstance(named, str) or not isinstance(keys, str):
        raise _unusable(
            "discovery_unreadable",
            "This is no discovery document",
            url,
            "A JSON object with issuer and jwks_uri is wanted.",
        )
    if named != issuer:
        slash = named.rstrip("/") == issuer.rstrip("/")
        detail = f"It is the document of {printable(named, 200)}."
        if slash:
            detail += " They differ in the slash at the end only, and that counts."
        raise _unusable("issuer_differs", "The issuer names itself differently", url, detail)
    return Discovery(issuer, keys)


def _refused(key: str, title: str, url: str, label: str, detail: str = "") -> Problem:
    return _problem("refused", key, title, (label, url), detail or "Nothing was fetched.")


def _unusable(key: str, title: str, url: str, detail: str) -> Problem:
    said = detail[:1].upper() + detail[1:]
    return _problem(
        "transport", key, title, ("URL", url), said if said.endswith(".") else f"{said}."
    )


def _problem(trouble: Trouble, key: str, title: str, row: tuple[str, str], detail: str) -> Problem:
    return Problem(
        trouble,
        Finding(
            id=key,
            severity="error",
            title=title,
            detail=detail,
            evidence=(Evidence(row[0], printable(row[1], 300)),),
            source="OpenID Connect Discovery §4, RFC 7517 §5",
            remedy="Check the issuer and the address of its keys, or give the keys as a file.",
        ),
    )


def _about(finding: Finding, url: str) -> Finding:
    return msgspec.structs.replace(
        finding,
        severity="error",
        evidence=(Evidence("URL", printable(url, 300)), *finding.evidence),
    )
