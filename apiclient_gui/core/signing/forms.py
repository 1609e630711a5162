"""The two forms of a signature of the SigV4 family: in the headers, or in the query as a presigned URL.

Source: IAM User Guide, "Create a signed AWS API request" and "Authentication methods"; aws-facts §6.4, §6.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from apiclient_gui.core import canonical, urls
from apiclient_gui.core.hosts import SigningTarget
from apiclient_gui.core.model import (
    AwsKeys,
    CanonicalLine,
    Header,
    OptionValue,
    Origin,
    Prepared,
    QueryItem,
    Signature,
    Step,
)
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.signing import lifetime, services
from apiclient_gui.core.signing.algorithm import Algorithm, Unsigned
from apiclient_gui.core.signing.headers import signed_names
from apiclient_gui.core.signing.payload import UNSIGNED, payload
from apiclient_gui.core.signing.usable import refuse_unusable

# Lower-case names of what signing writes: who typed one of them has signed already.
WRITTEN_HEADERS: Final = frozenset({"x-amz-date", "x-amz-security-token", "x-amz-region-set"})
WRITTEN_ITEMS: Final = frozenset({
    "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders",
    "x-amz-security-token", "x-amz-region-set", "x-amz-signature",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a signature: for whom, when, for what, how. `scheme` is the origin of all that it writes."""

    scheme: str
    keys: AwsKeys
    now: datetime
    options: Mapping[str, OptionValue]
    target: SigningTarget
    algorithm: Algorithm

    @property
    def token(self) -> Secret | None:
        """The session token; None for a blank one."""
        token = self.keys.session_token
        return token if token and token.reveal() else None

    def switched(self, key: str, *, default: bool = False) -> bool:
        """Say whether an option is on."""
        return bool(self.options.get(key, default))


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed request, and how it came to it."""

    prepared: Prepared
    signature: Signature
    steps: tuple[Step, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """Names of the headers that signing wrote."""
        headers = self.prepared.headers
        return tuple(one.name for one in headers if one.origin.place == "scheme")


def in_headers(prepared: Prepared, order: Order) -> Signed:
    """Return the request with its signature in Authorization.

    Raises Problem("refused") for what cannot be signed, OSError when a file of the body cannot be read.
    """
    refuse_unusable(order.keys)
    stamp, origin = canonical.amz_date(order.now), Origin("scheme", name=order.scheme)
    token, late = order.token, order.switched("omit_session_token")
    typed = _typed_hash(prepared)
    hashed = payload(prepared, order.options, order.target.service, typed, in_query=False)
    own = [Header("X-Amz-Date", stamp, origin)]
    if order.algorithm.region_set:
        own.append(Header("X-Amz-Region-Set", order.target.region, origin))
    if token and not late:
        own.append(Header("X-Amz-Security-Token", token.reveal(), origin))
    if typed is None and _sends_hash(order, hashed):
        own.append(Header("X-Amz-Content-Sha256", hashed, origin))
    dated = replace(prepared, headers=(*prepared.headers, *own))
    lines = _lines(dated, order, hashed)
    unsigned = _unsigned(lines, order, stamp, None if late else token, None)
    signature = order.algorithm.sign(unsigned)
    names, scope = lines[-2].text, order.algorithm.scope(unsigned.day, order.target)
    authorization = (
        f"{order.algorithm.name} Credential={order.keys.access_key_id}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    last = [Header("Authorization", authorization, origin)]
    if token and late:
        last.append(Header("X-Amz-Security-Token", token.reveal(), origin))
    facts = _facts(unsigned, order, signature, authorization, None)
    step = Step(
        "Authorization",
        "The string to sign, signed with that key, put into the header.",
        authorization,
    )
    sent = replace(dated, headers=(*dated.headers, *last))
    return Signed(sent, facts, (*_steps(facts, order), step))


def in_query(prepared: Prepared, order: Order) -> Signed:
    """Return the request with its signature in the query: its URL is a presigned one, no header is added.

    Raises Problem("refused") for what cannot be signed and a lifetime out of range, OSError when a file of the body
    cannot be read.
    """
    refuse_unusable(order.keys)
    asked = lifetime.seconds(order.options)
    stamp = canonical.amz_date(order.now)
    typed = _typed_hash(prepared)
    hashed = payload(prepared, order.options, order.target.service, typed, in_query=True)
    quirks, token = services.quirks(order.target.service), order.token
    late = order.switched("omit_session_token") or quirks.late_token
    names = ";".join(sorted(signed_names(prepared.headers, _extra(order))))
    scope = order.algorithm.scope(stamp[:8], order.target)
    items = [
        ("X-Amz-Algorithm", order.algorithm.name),
        ("X-Amz-Credential", f"{order.keys.access_key_id}/{scope}"),
        ("X-Amz-Date", stamp),
        ("X-Amz-Expires", str(asked)),
        ("X-Amz-SignedHeaders", names),
    ]
    if order.algorithm.region_set:
        items.append(("X-Amz-Region-Set", order.target.region))
    if token and not late:
        items.append(("X-Amz-Security-Token", token.reveal()))
    dated = _with_items(prepared, order, items)
    lines = _lines(dated, order, hashed)
    unsigned = _unsigned(lines, order, stamp, None if late else token, asked)
    signature = order.algorithm.sign(unsigned)
    last = [("X-Amz-Signature", signature)]
    if token and late:
        last.append(("X-Amz-Security-Token", token.reveal()))
    sent = _with_items(dated, order, last)
    holds = lifetime.left(asked, order.keys.expires_at, order.now)
    facts = _facts(unsigned, order, signature, "", holds)
    return Signed(sent, facts, (*_steps(facts, order), _presigned_step(sent.url, asked, holds)))


def _typed_hash(prepared: Prepared) -> str | None:
    values = [one.value for one in prepared.headers if one.name.lower() == "x-amz-content-sha256"]
    return ",".join(values) if values else None


def _sends_hash(order: Order, hashed: str) -> bool:
    # Without the header a service would take the body for hashed.
    return (
        hashed == UNSIGNED
        or order.switched("content_sha256")
        or services.quirks(order.target.service).content_sha256
    )


def _extra(order: Order) -> str:
    return str(order.options.get("sign_headers", ""))


def _lines(dated: Prepared, order: Order, hashed: str) -> tuple[CanonicalLine, ...]:
    once = services.quirks(order.target.service).path_once
    return canonical.canonical_lines(
        dated,
        signed_names(dated.headers, _extra(order)),
        hashed,
        normalize=not once and order.switched("normalize", default=True),
        encode_again=not once,
    )


def _unsigned(
    lines: tuple[CanonicalLine, ...],
    order: Order,
    stamp: str,
    token: Secret | None,
    expires: int | None,
) -> Unsigned:
    scope = order.algorithm.scope(stamp[:8], order.target)
    request = "\n".join(line.text for line in lines)
    return Unsigned(
        lines=lines,
        string_to_sign=canonical.string_to_sign(order.algorithm.name, order.now, scope, request),
        keys=order.keys,
        target=order.target,
        now=order.now,
        stamp=stamp,
        token=token,
        expires=expires,
    )


def _with_items(prepared: Prepared, order: Order, items: list[tuple[str, str]]) -> Prepared:
    origin = Origin("scheme", name=order.scheme)
    written = (QueryItem(name, urls.strict(value), origin) for name, value in items)
    return replace(prepared, query=(*prepared.query, *written))


def _facts(
    unsigned: Unsigned, order: Order, signature: str, authorization: str, holds: int | None
) -> Signature:
    return Signature(
        lines=unsigned.lines,
        string_to_sign=unsigned.string_to_sign,
        credential_scope=order.algorithm.scope(unsigned.day, order.target),
        signed_headers=tuple(unsigned.lines[-2].text.split(";")),
        signature=signature,
        authorization=authorization,
        access_key_id=order.keys.access_key_id,
        region=order.target.region,
        service=order.target.service,
        signed_at=order.now,
        algorithm=order.algorithm.name,
        expires=holds,
    )


def _steps(facts: Signature, order: Order) -> tuple[Step, ...]:
    return (
        Step(
            "Canonical request",
            "The request in the one form that both sides compute.",
            facts.canonical_request,
        ),
        Step(
            "String to sign",
            "Time, credential scope and the hash of the canonical request.",
            facts.string_to_sign,
        ),
        Step("Signing key", order.algorithm.key, facts.credential_scope),
    )


def _presigned_step(url: str, asked: int, holds: int) -> Step:
    words = f"The signature stands in the URL, which holds for {asked:,} seconds."
    if holds < asked:
        words = (
            f"The signature stands in the URL. It was to hold for {asked:,} seconds, but the temporary keys end "
            f"in {holds:,} seconds, and the URL with them."
        )
    return Step("Presigned URL", words, url)
