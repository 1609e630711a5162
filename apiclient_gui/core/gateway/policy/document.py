"""A policy document: read from JSON, checked element by element, and kept as frozen values.

These are identity policies. What this program does not evaluate yet (`Condition`, principals, policy variables) is
refused by name: a policy of which a part was passed over would give a wrong decision.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from apiclient_gui.core import files
from apiclient_gui.core.finding import Evidence, Finding

Effect = Literal["Allow", "Deny"]
Pairs = Sequence[tuple[str, object]]

OLD_VERSION: Final = "2008-10-17"  # what holds when a document has none: `${…}` is plain text in it
VERSIONS: Final = (OLD_VERSION, "2012-10-17")
_DOCUMENT: Final = frozenset({"Version", "Id", "Statement"})
_STATEMENT: Final = frozenset({"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"})
_UNSUPPORTED: Final = frozenset({"Condition", "Principal", "NotPrincipal"})
_SID: Final = re.compile(r"[A-Za-z0-9]*")
_ACTION: Final = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
_ARN: Final = re.compile(r"\*|arn:[^:]*:[^:*?]+:[^:]*:[^:]*:.+", re.DOTALL)
_SHOWN: Final = 200
_GRAMMAR: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"


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


@dataclass(frozen=True, slots=True)
class Document:
    """A policy that was found to be in order."""

    version: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class _Object:
    # A JSON object with every pair as written: a dictionary would keep the last of two `Effect`s and say nothing.
    pairs: Pairs


@dataclass(slots=True)
class _Reader:
    findings: list[Finding] = field(default_factory=list)

    def fault(self, key: str, where: str, title: str, detail: str, remedy: str) -> None:
        finding = Finding(
            id=key,
            severity="error",
            title=title,
            detail=detail,
            evidence=(Evidence("Where", where),),
            source=_GRAMMAR,
            remedy=remedy,
        )
        self.findings.append(finding)


def read(text: str | bytes) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document and what is wrong with it; there is no document when anything is.

    Bytes are UTF-8. Source: IAM/reference_policies_grammar and the pages of the elements.
    """
    reader = _Reader()
    whole = _parse(reader, text)
    if not isinstance(whole, _Object):
        if not reader.findings:
            reader.fault(
                "policy_not_an_object",
                "the document",
                "A policy is a JSON object",
                "The text is JSON, but not an object in braces.",
                "Begin with {, then Version and Statement.",
            )
        return None, tuple(reader.findings)
    document = _document(reader, whole)
    return (None if reader.findings else document), tuple(reader.findings)


def _parse(reader: _Reader, text: str | bytes) -> object:
    try:
        plain = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(plain.removeprefix("\ufeff"), object_pairs_hook=_Object)
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


def _document(reader: _Reader, whole: _Object) -> Document:
    known = _elements(reader, whole, "the document", _DOCUMENT)
    version = known.get("Version", OLD_VERSION)
    if version not in VERSIONS:
        reader.fault(
            "policy_unknown_version",
            "Version",
            f"Unknown policy version {_shown(version)}",
            "Version is the date of the policy language, not of the document.",
            "Write 2012-10-17, the current language, or 2008-10-17.",
        )
    if not isinstance(known.get("Id", ""), str):
        _bad_value(reader, "Id", "a text")
    if "Statement" not in known:
        _missing(reader, "the document", "Statement")
        return Document(str(version), ())
    listed = known["Statement"]
    items = listed if isinstance(listed, list) else [listed]
    if not items:
        _bad_value(reader, "Statement", "a statement, or a list with at least one")
    variables = version != OLD_VERSION
    read_ones = [_statement(reader, index, item, variables) for index, item in enumerate(items)]
    statements = tuple(one for one in read_ones if one is not None)
    _check_sids(reader, statements)
    return Document(str(version), statements)


def _statement(reader: _Reader, index: int, item: object, variables: bool) -> Statement | None:
    where = f"Statement[{index}]"
    if not isinstance(item, _Object):
        _bad_value(reader, where, "an object in braces")
        return None
    known = _elements(reader, item, where, _STATEMENT)
    sid, effect = known.get("Sid"), known.get("Effect")
    if "Sid" in known and not (isinstance(sid, str) and _SID.fullmatch(sid)):
        _bad_value(reader, f"{where}.Sid", "a text of letters and digits")
    if "Effect" not in known:
        _missing(reader, where, "Effect")
    elif effect not in ("Allow", "Deny"):
        _bad_value(reader, f"{where}.Effect", "Allow or Deny, written exactly so")
    actions, all_but_actions = _one_of(reader, known, where, "Action")
    resources, all_but_resources = _one_of(reader, known, where, "Resource")
    for action in actions:
        if not _ACTION.fullmatch(action):
            _bad_value(
                reader, f"{where}: {_shown(action)}", "an action such as execute-api:Invoke, or *"
            )
    for resource in resources:
        if not _ARN.fullmatch(resource):
            _bad_value(
                reader,
                f"{where}: {_shown(resource)}",
                "an ARN of six parts without a wildcard service, or *",
            )
        elif variables and "${" in resource:
            _unsupported(reader, f"{where}: {_shown(resource)}", "policy variables")
    return Statement(
        index=index,
        sid=cast("str | None", sid),
        effect=cast("Effect", effect),
        actions=actions,
        all_but_actions=all_but_actions,
        resources=resources,
        all_but_resources=all_but_resources,
    )


def _elements(
    reader: _Reader, item: _Object, where: str, allowed: frozenset[str]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in item.pairs:
        if name in found:
            reader.fault(
                "policy_duplicate_key",
                where,
                f"{_shown(name)} stands twice in one element",
                "The policy grammar forbids it; other programs may read either of the two.",
                "Keep one of them, or make two statements of it.",
            )
        elif name in _UNSUPPORTED and allowed is _STATEMENT:
            _unsupported(reader, where, name)
        elif name not in allowed:
            reader.fault(
                "policy_unknown_element",
                where,
                f"{_shown(name)} is no element of a policy here",
                f"Known here: {', '.join(sorted(allowed))}. Names are compared with their case.",
                "Correct the name or take the element out.",
            )
        found[name] = value
    return found


def _one_of(
    reader: _Reader, known: dict[str, object], where: str, name: str
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
        _missing(reader, where, name)
        return (), False
    used = name if name in known else negated
    value = known[used]
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(one, str) for one in items):
        _bad_value(reader, f"{where}.{used}", "a text, or a list of at least one")
        return (), False
    return tuple(cast("list[str]", items)), used == negated


def _check_sids(reader: _Reader, statements: Sequence[Statement]) -> None:
    seen: set[str] = set()
    for one in statements:
        if one.sid and one.sid in seen:
            _bad_value(reader, f"Statement[{one.index}].Sid", "used only once in a policy")
        if isinstance(one.sid, str):
            seen.add(one.sid)


def _missing(reader: _Reader, where: str, name: str) -> None:
    detail = "Without it the document decides nothing."
    reader.fault("policy_missing_element", where, f"{name} is missing", detail, f"Add {name}.")


def _bad_value(reader: _Reader, where: str, wanted: str) -> None:
    title, remedy = "A value that a policy cannot have", "Correct the value."
    reader.fault("policy_bad_value", where, title, f"It has to be {wanted}.", remedy)


def _unsupported(reader: _Reader, where: str, name: str) -> None:
    reader.fault(
        "policy_unsupported_element",
        where,
        f"{name}: not evaluated here",
        "This program cannot evaluate it yet, and to pass over it would give a wrong decision.",
        "Take it out to see what the rest decides.",
    )


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=lambda _: "{…}")
    return files.printable(text, _SHOWN)
