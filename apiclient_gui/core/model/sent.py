"""What is sent: a request with its bytes fixed, each piece with its origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from apiclient_gui.core.model.body import Body, Origin

_ADDRESS = Origin("url")


@dataclass(frozen=True, slots=True)
class QueryItem:
    """One item between two `&`, percent-encoded as it goes on the wire. `value` None: there was no `=`."""

    name: str
    value: str | None
    origin: Origin

    @property
    def text(self) -> str:
        """The item as it stands in the URL."""
        return self.name if self.value is None else f"{self.name}={self.value}"


@dataclass(frozen=True, slots=True)
class Header:
    """One header line as it goes out."""

    name: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request with variables resolved and bytes fixed. What stands here goes on the wire, one to one.

    `host` is host and port as in the URL (lower case, default port left out); `path` begins with `/`; `query` empty
    means that there is no `?`. Each piece knows its origin.
    """

    method: str
    scheme: Literal["http", "https"]
    host: str
    path: str
    query: tuple[QueryItem, ...]
    headers: tuple[Header, ...]
    body: Body
    host_origin: Origin = _ADDRESS
    path_origin: Origin = _ADDRESS

    @property
    def target(self) -> str:
        """Path and query as they stand in the request line (RFC 9112 §3.2.1)."""
        query = "&".join(item.text for item in self.query)
        return f"{self.path}?{query}" if self.query else self.path

    @property
    def url(self) -> str:
        """The URL on the wire, byte for byte."""
        return f"{self.scheme}://{self.host}{self.target}"

    def header(self, name: str) -> str | None:
        """Return the value of the first header of that name, whatever its case; None without one."""
        return next((h.value for h in self.headers if h.name.lower() == name.lower()), None)

    def lines(self) -> tuple[Header, ...]:
        """Return the header lines in wire order: repeated names go out together, at the place of the first.

        requests keeps headers in a multi-dictionary (measured: A, B, A goes out as A, A, B).
        """
        first: dict[str, int] = {}
        for index, header in enumerate(self.headers):
            first.setdefault(header.name.lower(), index)
        return tuple(sorted(self.headers, key=lambda header: first[header.name.lower()]))

    def head(self) -> bytes:
        """Return request line and headers as they go on the wire, with the empty line at the end."""
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [f"{header.name}: {header.value}" for header in self.lines()]
        return "\r\n".join([*lines, "", ""]).encode("latin-1")
