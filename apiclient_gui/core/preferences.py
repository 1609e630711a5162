"""What a person prefers for all requests: proxy, authorities, time-outs, how much history is kept. One small file, no secret."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from apiclient_gui.core import files
from apiclient_gui.core.finding import Action, Evidence, Finding
from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import Secret

OWNER: Final = "preferences"
PASSWORD: Final = "proxy_password"  # noqa: S105  # the name of a field
"""Where the proxy's password is in the vault: of this owner, in this field."""

NO_PROXY: Final = "none"
MEGABYTE: Final = 2**20
LONGEST: Final = 86_400.0  # seconds; a day
MOST_KEPT: Final = 10_000_000  # exchanges
MOST_MEGABYTES: Final = 1_048_576  # a terabyte
_FILE: Final = "preferences.json"
_Seconds = Annotated[float, msgspec.Meta(gt=0, le=LONGEST)]


class Preferences(msgspec.Struct, frozen=True, omit_defaults=True):
    """Times in seconds. `proxy` is a URL without user and password, "none", or empty for the environment's one.

    `proxy_user` is whom the proxy is told; the password is in the vault. `keep` counts exchanges of the history,
    `megabytes` (2**20 bytes) its size.
    """

    proxy: str = ""
    proxy_user: str = ""
    ca_file: str = ""
    connect_timeout: _Seconds = Settings().connect_timeout
    timeout: _Seconds = Settings().timeout
    keep: Annotated[int, msgspec.Meta(ge=1, le=MOST_KEPT)] = 10_000
    megabytes: Annotated[int, msgspec.Meta(ge=1, le=MOST_MEGABYTES)] = 1_024

    def settings(self, password: Secret | None) -> Settings:
        """Return how a request is sent that says nothing of its own."""
        return Settings(
            connect_timeout=self.connect_timeout,
            timeout=self.timeout,
            ca_file=self.ca_file,
            proxy=self._proxy(password),
        )

    def _proxy(self, password: Secret | None) -> str:
        if not self.proxy or self.proxy == NO_PROXY or not self.proxy_user:
            return self.proxy
        try:
            parts = urlsplit(self.proxy if "://" in self.proxy else f"http://{self.proxy}")
        except ValueError:
            return self.proxy  # refused when something is sent
        user = _escaped(self.proxy_user)
        if password:
            user = f"{user}:{_escaped(password.reveal())}"
        return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}"))


def _escaped(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def load(data: Path) -> tuple[Preferences, Finding | None]:
    """Return the preferences of a data folder; the usual ones where there are none, with a finding if they are damaged."""
    path = data / _FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Preferences), None
    except FileNotFoundError:
        return Preferences(), None
    except (OSError, ValueError, RecursionError, msgspec.MsgspecError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return Preferences(), _damaged(path, reason or type(error).__name__)


def save(data: Path, preferences: Preferences) -> None:
    """Keep the preferences. Raises Problem("storage")."""
    files.make_folder(data, private=not data.exists())
    path = data / _FILE
    try:
        content = msgspec.json.format(msgspec.json.encode(preferences), indent=2) + b"\n"
    except ValueError as error:  # a lone surrogate
        raise files.problem(error, path, "write") from error
    files.write(path, content, mode=0o600)


def _damaged(path: Path, reason: str) -> Finding:
    return Finding(
        id="preferences_damaged",
        severity="warning",
        title="The preferences cannot be read",
        detail="The usual ones hold instead: the environment's proxy, the usual authorities.",
        evidence=(
            Evidence("File", files.printable(str(path))),
            Evidence("Reason", files.printable(reason)[:300]),
        ),
        remedy="Set them anew in the preferences, or mend the file.",
        actions=(Action("open_place", "Open the preferences", {"place": "preferences"}),),
    )
