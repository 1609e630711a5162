"""Which headers are signed, and what is said of one that is not there."""

from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Header, Origin
from apiclient_gui.core.signing.headers import CHANGEABLE, signed_names

TYPED, DEFAULT = Origin("header", 0), Origin("default")


@pytest.mark.parametrize(
    ("name", "origin", "signed"),
    [
        ("Host", DEFAULT, True),
        ("Content-Type", DEFAULT, True),
        ("X-AMZ-Target", DEFAULT, True),
        ("X-Own", TYPED, True),
        ("Accept", TYPED, True),
        ("Accept", DEFAULT, False),
        ("Date", TYPED, True),
        ("User-Agent", TYPED, False),
        ("X-Amzn-Trace-Id", TYPED, False),
        ("Authorization", TYPED, False),
    ],
)
def test_the_rule(name: str, origin: Origin, signed: bool) -> None:
    assert signed_names([Header(name, "1", origin)], "") == ({name.lower()} if signed else set())


@pytest.mark.parametrize("name", sorted(CHANGEABLE))
def test_what_may_change_on_the_way_is_signed_when_named(name: str) -> None:
    line = Header(name.title(), "1", TYPED)
    assert signed_names([line], "") == set()
    assert signed_names([line], f" , {name.upper()},") == {name}


def test_authorization_is_not_even_signed_when_named() -> None:
    assert signed_names([Header("Host", "h", DEFAULT)], "authorization, Host") == {"host"}


@pytest.mark.parametrize("extra", ["X-Gone", "host, X-Gone,x-too", "X Gone", "\ud800"])
def test_a_name_that_is_not_there_is_refused(extra: str) -> None:
    with pytest.raises(Problem) as refused:
        signed_names([Header("Host", "h", DEFAULT)], extra)
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("refused", "sign_header_absent")
    shown = finding.evidence[0].value
    assert shown == {"host, X-Gone,x-too": "X-Gone, x-too", "\ud800": "\\ud800"}.get(extra, extra)
    assert shown in finding.title
    assert finding.evidence[1].value == "host"
