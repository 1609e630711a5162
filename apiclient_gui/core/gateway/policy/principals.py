"""The principals of a resource policy: read from JSON, and compared with who is calling.

Source: IAM/reference_policies_elements_principal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.gateway.policy.reading import Object, Reader, shown

ANONYMOUS: Final = "anonymous"
_ACCOUNT: Final = re.compile(r"[0-9]{12}")
_ARN: Final = re.compile(
    r"arn:[a-z-]+:(?:iam::[0-9]{12}:(?:root|(?:user|role)/[^:*?]+)"
    r"|sts::[0-9]{12}:(?:assumed-role/[^:/*?]+/[^:/*?]+|federated-user/[^:*?]+))"
)
_OTHER_KINDS: Final = frozenset({"Federated", "Service", "CanonicalUser"})
_WANTED: Final = (
    "*, an account of twelve digits, or the whole ARN of an account, user, role or session"
)


@dataclass(frozen=True, slots=True)
class Principals:
    """Whom a statement names, as written: `*`, accounts, ARNs."""

    names: tuple[str, ...]

    def test(self, caller: str) -> tuple[bool, str]:
        """Tell whether the caller is one of them, and why. `caller` is an ARN, or ANONYMOUS."""
        found = next((name for name in self.names if _is(name, caller)), None)
        who = files.printable(caller, 200)
        if found is None:
            return False, f"Principal: {who} is none of those named, so it does not apply."
        return True, f"Principal: {found} includes {who}, so it applies."


def read(reader: Reader, where: str, value: object) -> Principals:
    """Return the principals of the element `Principal`."""
    if value == "*":
        return Principals(("*",))
    if not isinstance(value, Object) or not value.pairs:
        reader.bad_value(where, '"*", or an object such as {"AWS": "*"}')
        return Principals(())
    found: list[str] = []
    kinds: set[str] = set()
    for kind, names in value.pairs:
        if kind in kinds:
            reader.duplicate(where, kind)
        kinds.add(kind)
        if kind == "AWS":
            found += _names(reader, f"{where}.AWS", names)
        elif kind in _OTHER_KINDS:
            reader.unsupported(where, f"principals of the kind {kind}")
        else:
            reader.bad_value(f"{where}: {shown(kind)}", "AWS, Service, Federated or CanonicalUser")
    return Principals(tuple(found))


def _names(reader: Reader, where: str, value: object) -> tuple[str, ...]:
    names = reader.texts(where, value)
    for name in names:
        if name != "*" and not _ACCOUNT.fullmatch(name) and not _ARN.fullmatch(name):
            reader.bad_value(f"{where}: {shown(name)}", _WANTED)
    return names


def _is(name: str, caller: str) -> bool:
    if name == "*":
        return True
    called = caller.split(":", 5)
    if len(called) < 6:
        return False  # nobody who could be named: the call was not signed
    account, who = called[4:]
    *_, named_account, named = (
        ("", name, "root") if _ACCOUNT.fullmatch(name) else name.split(":", 5)
    )
    if named == "root":
        return named_account == account  # the account with everybody in it, not just its root user
    if named.startswith("role/") and who.startswith("assumed-role/"):
        # The ARN of a session has the name of the role, without the path that the role's own ARN has.
        role = (named_account, named.rpartition("/")[2])
        return role == (account, who.split("/")[1])
    return name == caller
