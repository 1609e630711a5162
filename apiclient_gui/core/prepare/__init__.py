"""From a composed request to exact bytes: variables resolved, URL escaped, default headers added, origins kept."""

from __future__ import annotations

from collections.abc import Mapping

from apiclient_gui.core.model import Header, Prepared, Request
from apiclient_gui.core.prepare import body as bodies
from apiclient_gui.core.prepare import headers
from apiclient_gui.core.prepare.address import LONGEST_URL, address
from apiclient_gui.core.prepare.headers import USER_AGENT
from apiclient_gui.core.prepare.texts import TOKEN, fill, refuse

__all__ = ["LONGEST_URL", "USER_AGENT", "prepare"]


def prepare(request: Request, values: Mapping[str, str], *, strict: bool) -> Prepared:
    """Return the request with its bytes fixed, not authorised yet.

    `values` are the variables; `strict` rewrites the URL as SigV4 needs it (core/urls.py). Files are looked at and not
    read. Raises Problem("refused") with one finding for an unknown variable, a URL, header or text that cannot go on
    the wire, and a file that is not there or cannot be read.
    """
    method = fill(request.method, values, "method").text.strip().upper()
    if not TOKEN.fullmatch(method):
        raise refuse(
            "method_invalid",
            f"{method[:40]!r} is no HTTP method",
            "It is one word, such as GET or POST.",
        )
    url = address(request.url, request.params, values, strict=strict)
    lines = headers.typed(request.headers, values)
    made = bodies.make(request.body, values, _first(lines, "content-type"))
    return Prepared(
        method=method,
        scheme=url.scheme,
        host=url.host,
        path=url.path,
        query=url.query,
        headers=headers.complete(lines, method, url.host, made.body.size, made.media_type),
        body=made.body,
        host_origin=url.host_origin,
        path_origin=url.path_origin,
    )


def _first(lines: tuple[Header, ...], name: str) -> str | None:
    return next((line.value for line in lines if line.name.lower() == name), None)
