"""What each kind of identity promises: a form, a scheme that exists, secrets apart from facts."""

from __future__ import annotations

import pytest

from apiclient_gui.core import auth
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identity import TABLE
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import Field
from tests import factories


@pytest.mark.parametrize("kind", TABLE.values(), ids=TABLE)
def test_a_kind_tells_what_a_form_needs(kind: Kind) -> None:
    assert kind.title
    assert kind.scheme in auth.TABLE
    keys = [field.key for field in kind.fields]
    assert len(set(keys)) == len(keys)
    assert all(field.label for field in kind.fields)


@pytest.mark.parametrize("kind", TABLE.values(), ids=TABLE)
def test_with_nothing_filled_in_it_is_refused_with_a_finding(kind: Kind) -> None:
    with pytest.raises(Problem) as refused:
        kind.obtain(factories.given())
    assert refused.value.trouble == "refused"
    assert refused.value.finding.remedy
    assert isinstance(kind.summary({}), str)


def test_secret_fields_are_those_marked_secret() -> None:
    fields = (Field("a", "A"), Field("b", "B", "secret"), Field("c", "C", "secret"))
    kind = Kind("k", "K", fields, "none", lambda _: None, lambda _f: "")  # type: ignore[arg-type,return-value]  # never obtained here
    assert [field.key for field in kind.secret_fields] == ["b", "c"]
