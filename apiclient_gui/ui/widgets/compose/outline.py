"""What would go out if Send were pressed now, as far as it can be told without asking the keyring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core import auth, hosts, prepare, send
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import (
    AwsKeys,
    Credentials,
    Environment,
    Header,
    Identity,
    Prepared,
    Request,
    Signature,
)
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.send import Surroundings

# Which headers are signed, and for what, does not depend on the keys: these stand for the ones in the keyring.
_ANY_KEYS: Final = AwsKeys("AKIAIOSFODNN7EXAMPLE", Secret("any"))


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
        credentials_of=_stand_in,
        identity_region=lambda _name: region,
        clock=Clock(),
    )
    try:
        outgoing = send.prepare_only(request, around)
    except Problem as problem:
        return Outline(defaults=_defaults(request, environment), trouble=problem.finding)
    signature = outgoing.authorisation.signature
    return Outline(
        defaults=_added(outgoing.prepared),
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
    return f"Signs {', '.join(names[:-1])} and {names[-1]}."


def _own(prepared: Prepared, signature: Signature) -> tuple[str, ...]:
    typed = {header.name.lower() for header in prepared.headers if header.origin.place == "header"}
    return tuple(name for name in signature.signed_headers if name in typed - {"host"})


def _targets(
    request: Request, environment: Environment, prepared: Prepared, signature: Signature
) -> dict[str, Target]:
    implied = hosts.signing_target(prepared.header("host") or "")
    values = {"region": signature.region, "service": signature.service}
    known = {"region": environment.region, "service": environment.service}
    found = {}
    for key, value in values.items():
        if str(request.auth.options.get(key, "")).strip():
            source = "set here"
        elif implied is not None:
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


def _stand_in(name: str, _values: Mapping[str, str]) -> Credentials | None:
    return _ANY_KEYS if name else None


def _unknown(name: str) -> Finding:
    return Finding(
        id="identity_unknown",
        severity="error",
        title=f"This workspace has no identity named {name}",
        remedy="Choose another one.",
    )
