"""The presigned URL: for whoever has it, with what they have to send along."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Draft
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import Auth
from apiclient_gui.core.program import Program
from apiclient_gui.practice import seed
from apiclient_gui.practice.description import Description
from tests import factories
from tests.support.results import presigned_exchange


def drafted(**changes: object) -> Draft:
    made = presigned_exchange(factories.request(**changes))  # type: ignore[arg-type]  # the factory's own
    return Draft(made.prepared, "sigv4_query", authorisation=made.authorisation)


def said(draft: Draft) -> list[str]:
    return [finding.title for finding in TABLE["presigned"].export(draft).findings]


def test_the_url_is_the_text_and_says_when_it_ends() -> None:
    draft = drafted()
    exported = TABLE["presigned"].export(draft)
    assert exported.text == draft.prepared.url
    assert "X-Amz-Signature=" in exported.text
    assert exported.secret
    assert exported.ends_at == factories.NOW + timedelta(hours=1)
    sooner = replace(draft, ends_at=factories.NOW + timedelta(minutes=1))
    assert TABLE["presigned"].export(sooner).ends_at == sooner.ends_at


def test_what_was_signed_along_is_told() -> None:
    assert said(drafted()) == []
    assert said(drafted(method="DELETE")) == ["It holds for DELETE only"]
    assert said(drafted(headers=[("X-Own", "1")])) == ["Headers have to be sent with it"]


@pytest.mark.parametrize("identity", ["alice", "pets-reader"])
def test_anybody_can_call_it_whatever_the_scheme_of_the_request(
    data_folder: Path, gateway: Description, identity: str
) -> None:
    program = Program(data_folder, environ={})
    seed.remember_keys(program)
    url = f"{gateway.apis[0].url}/pets"
    environment = program.environment("practice")
    request = factories.request(url, auth=Auth("sigv4", identity))
    around = program.surroundings(environment)
    if identity == "alice":
        exported = program.export(request, around, "presigned")
        reply = requests.get(exported.text, timeout=10)
        assert (reply.status_code, exported.secret) == (200, True)
    else:
        with pytest.raises(Problem) as caught:
            program.export(request, around, "presigned")
        assert caught.value.finding.id == "identity_unfit"
    program.close()


def test_the_lifetime_of_the_request_counts(data_folder: Path, gateway: Description) -> None:
    program = Program(data_folder, environ={})
    seed.remember_keys(program)
    auth = Auth("sigv4", "alice", {"expires": "60"})
    request = factories.request(f"{gateway.apis[0].url}/pets", auth=auth)
    exported = program.export(
        request, program.surroundings(program.environment("practice")), "presigned"
    )
    assert "X-Amz-Expires=60" in exported.text
    program.close()
