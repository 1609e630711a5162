"""A policy document: read from JSON, checked element by element, and kept as frozen values.

What this program does not evaluate yet (`NotPrincipal`, most condition operators, policy variables) is refused by
name: a policy of which a part was passed over would give a wrong decision.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, cast

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.gateway.policy import conditions, principals
from apiclient_gui.core.gateway.policy.conditions import Condition
from apiclient_gui.core.gateway.policy.principals import Principals
from apiclient_gui.core.gateway.policy.reading import Object, Reader, shown

Effect = Literal["Allow", "Deny"]
Kind = Literal["identity", "resource"]

OLD_VERSION: Final = "2008-10-17"  # what holds when a document has none: `${…}` is plain text in it
VERSIONS: Final = (OLD_VERSION, "2012-10-17")
_DOCUMENT: Final = frozenset({"Version", "Id", "Statement"})
_IDENTITY: Final = frozenset(
    {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)
_RESOURCE: Final = _IDENTITY | {"Principal"}
_UNSUPPORTED: Final = frozenset({"NotPrincipal"})  # of a resource policy
_SID: Final = re.compile(r"[A-Za-z0-9]*")
_ACTION: Final = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_ARN: Final = re.compile(r"\*|arn:[^:]*:[^:*?]+:[^:]*:[^:]*:.+", re.DOTALL)
_ABBREVIATED: Final = re.compile(r"execute-api:/.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `index` counts from 0; with `all_but_…` the list names what is left out (`NotAction`)."""

    index: int
    sid: str | None
    effect: Effect
    actions: tuple[str, ...]
    all_but_actions: bool
    resources: tuple[str, ...]
    all_but_resources: bool
    conditions: tuple[Condition, ...] = ()
    principals: Principals | None = (
        None  # None in an identity policy: it is about whom it belongs to
    )


@dataclass(frozen=True, slots=True)
class Document:
    """A policy that was found to be in order."""

    version: str
    statements: tuple[Statement, ...]


def read(text: str | bytes, kind: Kind = "identity") -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document and what is to be said about it; there is no document when one of that is an error.

    Bytes are UTF-8. A resource policy of an API names principals, and may abbreviate ARNs of that API to
    `execute-api:/stage/GET/path`. Source: IAM/reference_policies_grammar and the pages of the elements;
    DG/apigateway-resource-policies-examples.
    """
    reader = Reader()
    whole = _parse(reader, text)
    if not isinstance(whole, Object):
        if not reader.findings:
            reader.fault(
                "policy_not_an_object",
                "the document",
                "A policy is a JSON object",
                "The text is JSON, but not an object in braces.",
                "Begin with {, then Version and Statement.",
            )
        return None, tuple(reader.findings)
    document = _document(reader, whole, kind)
    return (None if reader.failed else document), tuple(reader.findings)


def _parse(reader: Reader, text: str | bytes) -> object:
    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(plain.removeprefix("\ufeff"), object_pairs_hook=Object)
    except json.JSONDecodeError as error:
        where, detail = f"line {error.lineno}, column {error.colno}", f"{error.msg}."
    except UnicodeDecodeError as error:
        where, detail = f"byte {error.start}", "The file is not encoded as UTF-8."
    except (RecursionError, ValueError):
        # ValueError: a number of more digits than Python converts.
        where, detail = (
            "the document",
            "It is nested too deeply, or holds a number too long to read.",
        )
    remedy = "Correct the text there; a JSON editor marks the place."
    reader.fault("policy_not_json", where, "The policy is not valid JSON", detail, remedy)
    return None


def _document(reader: Reader, whole: Object, kind: Kind) -> Document:
    known = _elements(reader, whole, "the document", _DOCUMENT)
    version = known.get("Version", OLD_VERSION)
    if version not in VERSIONS:
        reader.fault(
            "policy_unknown_version",
            "Version",
            f"Unknown policy version {shown(version)}",
            "Version is the date of the policy language, not of the document.",
            "Write 2012-10-17, the current language, or 2008-10-17.",
        )
    if not isinstance(known.get("Id", ""), str):
        reader.bad_value("Id", "a text")
    if "Statement" not in known:
        reader.missing("the document", "Statement")
        return Document(str(version), ())
    listed = known["Statement"]
    items = listed if isinstance(listed, list) else [listed]
    if not items:
        reader.bad_value("Statement", "a statement, or a list with at least one")
    variables = version != OLD_VERSION
    read_ones = [
        _statement(reader, index, item, variables, kind) for index, item in enumerate(items)
    ]
    statements = tuple(one for one in read_ones if one is not None)
    _check_sids(reader, statements)
    return Document(str(version), statements)


def _statement(
    reader: Reader, index: int, item: object, variables: bool, kind: Kind
) -> Statement | None:
    where = f"Statement[{index}]"
    if not isinstance(item, Object):
        reader.bad_value(where, "an object in braces")
        return None
    known = _elements(reader, item, where, _RESOURCE if kind == "resource" else _IDENTITY)
    sid, effect = known.get("Sid"), known.get("Effect")
    if "Sid" in known and not (isinstance(sid, str) and _SID.fullmatch(sid)):
        reader.bad_value(f"{where}.Sid", "a text of letters and digits")
    if "Effect" not in known:
        reader.missing(where, "Effect")
    elif effect not in ("Allow", "Deny"):
        reader.bad_value(f"{where}.Effect", "Allow or Deny, written exactly so")
    actions, all_but_actions = _one_of(reader, known, where, "Action")
    resources, all_but_resources = _one_of(reader, known, where, "Resource")
    for action in actions:
        if not _ACTION.fullmatch(action):
            wanted = "an action such as execute-api:Invoke, or *"
            reader.bad_value(f"{where}: {shown(action)}", wanted)
    for resource in resources:
        if not _names_resources(resource, kind):
            wanted = "an ARN of six parts without a wildcard service, or *"
            reader.bad_value(f"{where}: {shown(resource)}", wanted)
        elif variables and "${" in resource:
            reader.unsupported(f"{where}: {shown(resource)}", "policy variables")
    return Statement(
        index=index,
        sid=cast("str | None", sid),
        effect=cast("Effect", effect),
        actions=actions,
        all_but_actions=all_but_actions,
        resources=resources,
        all_but_resources=all_but_resources,
        conditions=(
            conditions.read(reader, f"{where}.Condition", known["Condition"])
            if "Condition" in known
            else ()
        ),
        principals=_principals(reader, known, where) if kind == "resource" else None,
    )


def _names_resources(text: str, kind: Kind) -> bool:
    return bool(_ARN.fullmatch(text) or (kind == "resource" and _ABBREVIATED.fullmatch(text)))


def _principals(reader: Reader, known: dict[str, object], where: str) -> Principals:
    if "Principal" in known:
        return principals.read(reader, f"{where}.Principal", known["Principal"])
    if "NotPrincipal" not in known:
        reader.missing(where, "Principal")
    return Principals(())


def _elements(
    reader: Reader, item: Object, where: str, allowed: frozenset[str]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in item.pairs:
        if name in found:
            reader.duplicate(where, name)
        elif name in _UNSUPPORTED and allowed is _RESOURCE:
            reader.unsupported(where, name)
        elif name not in allowed:
            reader.fault(
                "policy_unknown_element",
                where,
                f"{shown(name)} is no element of a policy here",
                f"Known here: {', '.join(sorted(allowed))}. Names are compared with their case.",
                "Correct the name or take the element out.",
            )
        found[name] = value
    return found


def _one_of(
    reader: Reader, known: dict[str, object], where: str, name: str
) -> tuple[tuple[str, ...], bool]:
    negated = f"Not{name}"
    if name in known and negated in known:
        reader.fault(
            "policy_conflicting_elements",
            where,
            f"Both {name} and {negated}",
            "A statement has exactly one of the two.",
            f"Keep {name}, or make a second statement.",
        )
    if name not in known and negated not in known:
        reader.missing(where, name)
        return (), False
    used = name if name in known else negated
    return reader.texts(f"{where}.{used}", known[used]), used == negated


def _check_sids(reader: Reader, statements: Sequence[Statement]) -> None:
    seen: set[str] = set()
    for one in statements:
        if one.sid and one.sid in seen:
            reader.bad_value(f"Statement[{one.index}].Sid", "used only once in a policy")
        if isinstance(one.sid, str):
            seen.add(one.sid)
