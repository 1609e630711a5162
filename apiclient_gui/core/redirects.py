"""What a redirect asks for next: followed to the same origin alone, since a signature or token is meant for one server.

The rules are those of RFC 9110 §15.4 and of docs/design.md: nothing that authorises goes to another origin.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from urllib.parse import urljoin

import msgspec

from apiclient_gui.core import redact, variables
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.model import Auth, Hop, Payload, Prepared, Request, Response, Row
from apiclient_gui.core.prepare.address import address

MOST: Final = 10  # redirects followed for one send

_SOURCE: Final = "RFC 9110 §15.4"
# Those that describe a body, gone with it.
_OF_BODY: Final = frozenset(
    {
        "content-encoding",
        "content-language",
        "content-length",
        "content-location",
        "content-type",
        "digest",
        "transfer-encoding",
        "x-amz-content-sha256",
    }
)


def decide(
    request: Request, prepared: Prepared, response: Response, hops: tuple[Hop, ...]
) -> Request | Finding | None:
    """Return what to send next, or why the redirect is not followed; None when the response is no redirect.

    `request` is what `prepared` was made of, `hops` what was followed before. The next request has the same auth: it
    is prepared and authorised anew.
    """
    if response.redirect is None:
        return None
    try:
        url, same = _target(prepared, response.redirect)
    except Problem as problem:
        return stopped(problem.finding, response.redirect)
    if not same:
        return _elsewhere(prepared, response, url)
    if len(hops) >= MOST:
        return _circle("too_many_redirects", f"More than {MOST} redirects in a row", hops, url)
    method = next_method(prepared.method, response.status)
    before = {(hop.method, hop.url) for hop in hops} | {(prepared.method, prepared.url)}
    if (method, url) in before:
        return _circle("redirect_loop", "The redirects lead in a circle", hops, url)
    return _asked(request, prepared, method, url)


def without_authorization(
    request: Request, prepared: Prepared, response: Response, secrets: Collection[str] = ()
) -> Request:
    """Return the request that a redirect to another origin asks for, with nothing in it that authorises.

    Left out are the scheme, the API key, every header that carries a secret, a typed Host, and headers that use one
    of the `secrets`, names of variables. The body goes along where the status says so. Raises Problem("refused") for
    a Location that leads nowhere.
    """
    url, _ = _target(prepared, response.redirect or "")
    asked = _asked(request, prepared, next_method(prepared.method, response.status), url)
    private = redact.SECRET_HEADERS | {"host", request.auth.api_key.name.lower()}
    kept = [
        row
        for row in asked.headers
        if row.name.strip().lower() not in private
        and not set(variables.PLACEHOLDER.findall(row.name + row.value)) & set(secrets)
    ]
    return msgspec.structs.replace(asked, headers=tuple(kept), auth=Auth())


def next_method(method: str, status: int) -> str:
    """Return the method after a redirect: 303 asks for GET, and so do 301 and 302 after POST, as browsers do it."""
    if status == 303 and method != "HEAD":
        return "GET"
    return "GET" if status in {301, 302} and method == "POST" else method


def stopped(finding: Finding, location: str) -> Finding:
    """Return the finding for a redirect whose request cannot be sent, out of the one that says why."""
    return msgspec.structs.replace(
        finding,
        id="redirect_unusable",
        severity="warning",
        title=f"The redirect was not followed: {finding.title}",
        detail="The answer shown is the redirect itself.",
        evidence=(Evidence("Location", _shown(location)),),
        source=_SOURCE,
        actions=(),
    )


def _target(prepared: Prepared, location: str) -> tuple[str, bool]:
    """Return where a Location leads and whether that is the same origin; raise Problem when it leads nowhere."""
    try:
        # Header bytes came as Latin-1; beyond ASCII they are UTF-8 nowadays.
        text = location.encode("latin-1").decode()
    except UnicodeError:
        text = location
    # Braces would be read as variables: a server must not be able to ask for their values.
    text = text.strip().replace("{", "%7B").replace("}", "%7D")
    try:
        url = urljoin(prepared.url, text).partition("#")[0]
    except ValueError:
        url = text  # such as http://[: what is wrong with it is told below
    parts = address(url, (), {}, strict=False)
    return url, (parts.scheme, parts.host) == (prepared.scheme, prepared.host)


def _asked(request: Request, prepared: Prepared, method: str, url: str) -> Request:
    keeps_body = method == prepared.method and bool(prepared.body.size)
    asked = msgspec.structs.replace(request, method=method, url=_unsigned(url, prepared), params=())
    if keeps_body:
        return asked
    headers = tuple(row for row in request.headers if not _of_body(row))
    return msgspec.structs.replace(asked, headers=headers, body=Payload())


def _unsigned(url: str, prepared: Prepared) -> str:
    """Return the URL without what authorising wrote into the query before: servers repeat it, and it is written anew."""
    written = {item.name for item in prepared.query if item.origin.place == "scheme"}
    path, _, query = url.partition("?")
    if not written or not query:
        return url
    kept = [item for item in query.split("&") if item.partition("=")[0] not in written]
    return f"{path}?{'&'.join(kept)}" if kept else path


def _of_body(row: Row) -> bool:
    return row.name.strip().lower() in _OF_BODY


def _elsewhere(prepared: Prepared, response: Response, url: str) -> Finding:
    method = next_method(prepared.method, response.status)
    worse = prepared.scheme == "https" and url.lower().startswith("http://")
    goes = " with the same body" if method == prepared.method and prepared.body.size else ""
    return Finding(
        id="redirect_to_other_origin",
        severity="warning" if worse else "note",
        title="The redirect leads to another origin",
        detail=(
            "It was not followed: a signature, a token or a key is meant for one server."
            + (" There the connection would not be encrypted." if worse else "")
        ),
        evidence=(
            Evidence("From", f"{prepared.scheme}://{prepared.host}"),
            Evidence("Location", _shown(response.redirect or "")),
        ),
        source=_SOURCE,
        remedy=f"If you trust that server, send the {method}{goes} there without authorization.",
        actions=(
            Action(
                "follow_redirect",
                "Send there without authorization",
                {"url": url, "method": method},
            ),
        ),
    )


def _circle(id_: str, title: str, hops: tuple[Hop, ...], url: str) -> Finding:
    return Finding(
        id=id_,
        severity="warning",
        title=title,
        detail="It was not followed further; the answer shown is the last redirect.",
        evidence=(
            Evidence("Redirects followed", str(len(hops))),
            Evidence("Leads to", _shown(url)),
        ),
        source=_SOURCE,
        remedy="The server's owner has to look at it; a cookie or header that it waits for may be missing.",
    )


def _shown(text: str) -> str:
    return redact.url(ascii(text)[1:-1])[:300]
