"""awscurl commands: how they look, and what is said about awscurl's faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiclient_gui.core.exporters import TABLE
from apiclient_gui.core.exporters.base import Exported
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.importers import TABLE as IMPORTERS
from apiclient_gui.core.model import Auth, Part, Payload, Request, Row, Settings
from tests.factories import URL
from tests.support.drafts import draft

SIGV4 = Auth("sigv4")


def export(request: Request) -> Exported:
    return TABLE["awscurl"].export(draft(request, "awscurl"))


def test_it_names_region_and_service_and_no_keys() -> None:
    request = Request(method="POST", url=URL, body=Payload("json", "{}"), auth=SIGV4)
    exported = export(request)
    assert exported.text == (
        "awscurl --service execute-api --region eu-west-1 \\\n"
        "  --request POST \\\n"
        "  --header 'Content-Type: application/json' \\\n"
        "  --data '{}' \\\n"
        f"  {URL}\n"
    )
    assert exported.findings == ()


def test_without_headers_its_own_are_kept_out() -> None:
    assert "--header 'Accept: */*'" in export(Request(url=URL, auth=SIGV4)).text


def test_pasted_it_is_the_request_again() -> None:
    request = Request(
        method="PUT",
        url=f"{URL}?a=1",
        headers=(Row("A", "it's"),),
        body=Payload("text", "x y"),
        auth=SIGV4,
        settings=Settings(verify=False, follow=True),
    )
    assert IMPORTERS["awscurl"].read(export(request).text).request == request


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request(url=f"{URL}?a=b%20c", auth=SIGV4), "awscurl_query_encoded_twice"),
        (Request(url=f"{URL}//x", auth=SIGV4), "awscurl_path_not_normalised"),
        (Request(url=URL, headers=(Row("A", "1"), Row("a", "2")), auth=SIGV4), "awscurl_header_repeated"),
        (Request(url=URL, headers=(Row("A", "b: c"),), auth=SIGV4), "awscurl_header_split"),
        (Request(url=URL, auth=Auth("sigv4_query")), "awscurl_signs_in_header"),
        (Request(method="PUT", url=URL, body=Payload("text", "\0"), auth=SIGV4), "export_body_in_file"),
    ],
)  # fmt: skip
def test_its_faults_are_told(request_: Request, expected: str) -> None:
    assert [finding.id for finding in export(request_).findings] == [expected]


def test_what_it_cannot_say(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text("a")
    form = Payload("multipart", parts=(Part("f", file=str(file)),))
    for request in (
        Request(url=URL),
        Request(url=URL, auth=Auth("bearer")),
        Request(url=URL, auth=Auth("sigv4a", options={"region": "*"})),
        Request(method="POST", url=URL, body=form, auth=SIGV4),
        Request(method="POST", url=URL, body=Payload("text", "@a"), auth=SIGV4),
    ):
        with pytest.raises(Problem) as caught:
            export(request)
        assert caught.value.finding.id == "export_impossible"
