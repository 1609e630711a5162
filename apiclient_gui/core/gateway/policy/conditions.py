"""Conditions of a statement: read from JSON, and tested against what is known of a request.

Evaluated are `IpAddress` and `NotIpAddress` on `aws:SourceIp`; every other operator and key is refused by name.
Source: IAM/reference_policies_elements_condition_operators.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from apiclient_gui.core import files
from apiclient_gui.core.gateway.policy.reading import Object, Reader, shown

SOURCE_IP: Final = "aws:SourceIp"
_OPERATORS: Final[Mapping[str, bool]] = {"IpAddress": False, "NotIpAddress": True}  # negated?
_KEYS: Final = frozenset({SOURCE_IP.lower()})  # names of keys are compared without their case
# Python's own parser takes netmasks and scopes (`fe80::1%eth0`) as well, which a policy cannot have.
_BLOCK: Final = re.compile(r"[0-9A-Fa-f:.]+(/[0-9]{1,3})?")
_PAGE: Final = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Block:
    """A range of addresses: as it was written, and as it is understood."""

    text: str
    network: Network


@dataclass(frozen=True, slots=True)
class Condition:
    """One key under one operator. With several blocks one has to hold the address; negated, none of them may."""

    operator: str
    key: str
    blocks: tuple[Block, ...]

    @property
    def negated(self) -> bool:
        """Whether it holds for what is in none of the blocks, and so also when the key is absent."""
        return _OPERATORS[self.operator]

    def test(self, context: Mapping[str, str]) -> tuple[bool, str]:
        """Tell whether it holds for a request, and why. A key that is not in `context` is absent.

        An IPv4 address lies in no IPv6 block and the other way round.
        """
        wanted = self.key.lower()
        value = next((value for name, value in context.items() if name.lower() == wanted), None)
        listed = ", ".join(block.text for block in self.blocks)
        if value is None:
            holds, what = self.negated, f"{self.key} is absent"
        else:
            found = _holding(self.blocks, value)
            holds = (found is None) == self.negated
            place = f"in {found.text}" if found else f"not in {listed}"
            what = f"{self.key} {files.printable(value, 100)} is {place}"
        return holds, f"{self.operator}: {what}, so it {'applies' if holds else 'does not apply'}."


def _holding(blocks: tuple[Block, ...], value: str) -> Block | None:
    try:
        address = ipaddress.ip_address(value)
    except ValueError:
        return None  # what is no address lies in no block
    return next((block for block in blocks if address in block.network), None)


def read(reader: Reader, where: str, value: object) -> tuple[Condition, ...]:
    """Return the conditions of the element `Condition`, all of which have to hold."""
    if not isinstance(value, Object):
        reader.bad_value(where, "an object in braces")
        return ()
    found: list[Condition] = []
    operators: set[str] = set()
    for operator, keys in value.pairs:
        if operator in operators:
            reader.duplicate(where, operator)
        operators.add(operator)
        if operator not in _OPERATORS:
            reader.unsupported(where, f"the condition operator {shown(operator)}")
        elif isinstance(keys, Object):
            found.extend(_under(reader, f"{where}.{operator}", operator, keys))
        else:
            reader.bad_value(f"{where}.{operator}", "an object in braces")
    return tuple(found)


def _under(reader: Reader, where: str, operator: str, keys: Object) -> list[Condition]:
    found: list[Condition] = []
    names: set[str] = set()
    for key, values in keys.pairs:
        if key.lower() in names:
            reader.duplicate(where, key)
        names.add(key.lower())
        if key.lower() not in _KEYS:
            reader.unsupported(where, f"the condition key {shown(key)}")
            continue
        blocks = [
            _block(reader, f"{where}.{key}", text)
            for text in reader.texts(f"{where}.{key}", values)
        ]
        found.append(Condition(operator, key, tuple(filter(None, blocks))))
    return found


def _block(reader: Reader, where: str, text: str) -> Block | None:
    try:
        network = ipaddress.ip_network(text, strict=False) if _BLOCK.fullmatch(text) else None
    except ValueError:
        network = None
    if network is None:
        reader.bad_value(f"{where}: {shown(text)}", "an address, or a block such as 203.0.113.0/24")
        return None
    if ipaddress.ip_address(text.partition("/")[0]) != network.network_address:
        reader.fault(
            "cidr_host_bits_set",
            where,
            f"{text} is read as the block {network}",
            "The address before the slash is not the first one of its block. AWS calls such a value the block as well, but does not say how it is read.",
            f"Write {network}, so that it says what it means.",
            severity="warning",
            source=_PAGE,
        )
    return Block(text, network)
