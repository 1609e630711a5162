"""What would go out if Send were pressed now, as far as it can be told without asking the keyring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from apiclient_gui.core import auth, hosts, prepare, send
from apiclient_gui.core import identity as kinds
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    AwsKeys,
    Credentials,
    Environment,
    Header,
    Identity,
    Part,
    Payload,
    Prepared,
    Request,
    Signature,
    Tokens,
    UserPassword,
)
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Surroundings

# Which headers are signed, and for what, does not depend on the keys: these stand for the ones in the keyring.
_ANY_KEYS: Final = AwsKeys("AKIAIOSFODNN7EXAMPLE", Secret("any"))
_ANY_TOKENS: Final = Tokens({"id": Secret("any"), "access": Secret("any")}, "access")
_ANY_PASSWORD: Final = UserPassword("any", Secret("any"))


@dataclass(frozen=True, slots=True)
class Target:
    """Where region or service come from: the value that holds, and the words for its source."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known. `defaults` are the header lines that the program adds, `own` the signed names that the person typed.

    `trouble` is why it could not be sent.
    """

    defaults: tuple[Header, ...] = ()
    signature: Signature | None = None
    own: tuple[str, ...] = ()
    targets: Mapping[str, Target] | None = None
    trouble: Finding | None = None


def outline(request: Request, environment: Environment, identity: Identity | None) -> Outline:
    """Return what can be told about a request; pure, but as slow as its body is long.

    `identity` is the one that the request names, None when the workspace has none of that name.
    """
    name = request.auth.identity
    if name and identity is None and "{{" not in name:
        return Outline(defaults=_defaults(request, environment), trouble=_unknown(name))
    region = identity.facts.get("region", "") if identity else ""
    around = Surroundings(
        environment=environment,
        values=_values(environment),
        credentials_of=lambda name: _stand_in(request, identity) if name else None,
        key_of=lambda _name: Secret("0"),
        identity_region=lambda _name: region,
        clock=Clock(),
    )
    light = _without_files(request)
    try:
        outgoing = send.prepare_only(light, around)
        # Files are looked at here, and read when it is sent: what would be signed does not depend on their bytes.
        whole = prepare.prepare(request, around.values, strict=False) if light != request else None
    except Problem as problem:
        return Outline(defaults=_defaults(request, environment), trouble=problem.finding)
    signature = outgoing.authorisation.signature
    return Outline(
        defaults=_added(whole or outgoing.prepared),
        signature=signature,
        own=_own(outgoing.prepared, signature) if signature else (),
        targets=_targets(request, environment, outgoing.prepared, signature) if signature else None,
    )


def words(found: Outline, request: Request) -> str:
    """Return in one or two sentences what the scheme will do, or what is missing for it."""
    scheme = auth.TABLE.get(request.auth.scheme)
    if found.trouble is not None:
        return f"{found.trouble.title}. {found.trouble.remedy}".strip()
    if found.signature is None or found.targets is None:
        return scheme.summary if scheme else ""
    return f"{_where(found.targets)} {_what(found.signature, found.own)}"


def _where(targets: Mapping[str, Target]) -> str:
    region, service = targets["region"].source, targets["service"].source
    if region == service:
        return f"Region and service {region}."
    return f"Region {region}, service {service}."


def _what(signature: Signature, own: tuple[str, ...]) -> str:
    names = [name for name in signature.signed_headers if name not in own]
    if own:
        names.append("1 header of yours" if len(own) == 1 else f"{len(own)} headers of yours")
    *before, last = names
    return f"Signs {', '.join(before)} and {last}." if before else f"Signs {last}."


def _own(prepared: Prepared, signature: Signature) -> tuple[str, ...]:
    typed = {header.name.lower() for header in prepared.headers if header.origin.place == "header"}
    return tuple(name for name in signature.signed_headers if name in typed - {"host"})


def _targets(
    request: Request, environment: Environment, prepared: Prepared, signature: Signature
) -> dict[str, Target]:
    implied = hosts.signing_target(prepared.header("host") or "", prepared.path)
    told = {"region": implied.region, "service": implied.service} if implied else {}
    values = {"region": signature.region, "service": signature.service}
    known = {"region": environment.region, "service": environment.service}
    found = {}
    for key, value in values.items():
        if str(request.auth.options.get(key, "")).strip():
            source = "set here"
        elif told.get(key):
            source = "read from the host"
        elif known[key]:
            source = f"from the environment {environment.name}"
        else:
            source = f"from the identity {request.auth.identity}"
        found[key] = Target(value, source)
    return found


def _defaults(request: Request, environment: Environment) -> tuple[Header, ...]:
    try:
        return _added(prepare.prepare(request, environment.variables, strict=False))
    except Problem:
        return ()


def _added(prepared: Prepared) -> tuple[Header, ...]:
    return tuple(header for header in prepared.headers if header.origin.place == "default")


def _without_files(request: Request) -> Request:
    body = request.body
    if body.kind == "file":
        # Of these two, one brings a Content-Type as a file does whose type is guessed.
        light = Payload("json" if body.guessed else "text", "0")
    elif body.kind == "multipart":
        light = Payload("multipart", parts=tuple(_as_text(part) for part in body.parts))
    else:
        return request
    return msgspec.structs.replace(request, body=light)


def _as_text(part: Part) -> Part:
    return msgspec.structs.replace(part, file="", value="0") if part.file else part


def _values(environment: Environment) -> dict[str, str]:
    # A secret variable is worth some text here: nobody sees what is made of it, and the keyring is not asked.
    return {**environment.variables, **dict.fromkeys(environment.secrets, "0")}


def _stand_in(request: Request, identity: Identity | None) -> Credentials | None:
    kind = kinds.TABLE.get(identity.kind) if identity else None
    known = auth.TABLE.get(kind.scheme if kind else request.auth.scheme)
    every: tuple[Credentials, ...] = (_ANY_KEYS, _ANY_TOKENS, _ANY_PASSWORD)
    return next((one for one in every if known and known.wants is type(one)), None)


def _unknown(name: str) -> Finding:
    return Finding(
        id="identity_unknown",
        severity="error",
        title=f"This workspace has no identity named {name}",
        remedy="Choose another one.",
    )
