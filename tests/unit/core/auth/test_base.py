"""What each scheme of the table promises: its data is whole, and its function leaves its arguments alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.auth import TABLE
from apiclient_gui.core.auth.base import Scheme
from apiclient_gui.core.finding import Problem
from tests import factories

WITH_CREDENTIALS = [one for one in TABLE.values() if one.wants]


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
    known = factories.terms(credentials=factories.of_kind(scheme.wants))
    first, how = scheme.apply(ready, known)
    second, how_again = scheme.apply(ready, known)
    assert ready == factories.prepared("https://h/a?b=1", strict=scheme.strict)
    if scheme.id != "sigv4a":  # its signatures are another each time
        assert (first, how) == (second, how_again)
    assert how.scheme == scheme.id
    assert how.identity == "me"


@pytest.mark.parametrize("scheme", TABLE.values(), ids=TABLE)
def test_the_steps_never_show_the_key(scheme: Scheme) -> None:
    known = factories.terms(credentials=factories.of_kind(scheme.wants))
    _, how = scheme.apply(factories.prepared(strict=scheme.strict), known)
    assert factories.SECRET_KEY not in repr(how)
    assert factories.ACCESS_TOKEN not in repr(how)


@pytest.mark.parametrize("scheme", WITH_CREDENTIALS, ids=lambda one: one.id)
def test_without_fitting_credentials_nothing_is_sent(scheme: Scheme) -> None:
    others = [one.wants for one in TABLE.values() if one.wants is not scheme.wants]
    for credentials in (None, *filter(None, map(factories.of_kind, others))):
        known = replace(factories.terms(), credentials=credentials)
        with pytest.raises(Problem) as refused:
            scheme.apply(factories.prepared(strict=scheme.strict), known)
        assert refused.value.trouble == "refused"
        assert refused.value.finding.id == "no_credentials"


@pytest.mark.parametrize("scheme", WITH_CREDENTIALS, ids=lambda one: one.id)
def test_a_second_authorization_stops_the_send(scheme: Scheme) -> None:
    typed = factories.prepared(headers=[("authorization", "mine")], strict=scheme.strict)
    with pytest.raises(Problem) as refused:
        scheme.apply(typed, factories.terms(credentials=factories.of_kind(scheme.wants)))
    assert refused.value.finding.id == "two_authorizations"
    assert "mine" not in repr(refused.value.finding)
