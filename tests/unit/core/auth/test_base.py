"""What each scheme of the table promises: its data is whole, and its function leaves its arguments alone."""

from __future__ import annotations

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.auth.base import Scheme
from tests import factories


@pytest.mark.parametrize("scheme", TABLE.values(), ids=TABLE)
def test_a_scheme_tells_what_a_form_needs(scheme: Scheme) -> None:
    assert scheme.title
    assert scheme.summary.endswith(".")
    keys = [field.key for field in scheme.fields]
    assert len(set(keys)) == len(keys)
    for field in scheme.fields:
        assert field.label
        assert (field.kind == "switch") == isinstance(field.default, bool)
        assert (field.kind == "choice") == bool(field.choices)


@pytest.mark.parametrize("scheme", TABLE.values(), ids=TABLE)
def test_applying_is_pure(scheme: Scheme) -> None:
    ready = factories.prepared("https://h/a?b=1", strict=scheme.strict)
    known = factories.terms()
    first, how = scheme.apply(ready, known)
    second, how_again = scheme.apply(ready, known)
    assert ready == factories.prepared("https://h/a?b=1", strict=scheme.strict)
    assert (first, how) == (second, how_again)
    assert how.scheme == scheme.id
    assert how.identity == "me"


@pytest.mark.parametrize("scheme", TABLE.values(), ids=TABLE)
def test_the_steps_never_show_the_key(scheme: Scheme) -> None:
    _, how = scheme.apply(factories.prepared(strict=scheme.strict), factories.terms())
    assert factories.SECRET_KEY not in repr(how)
