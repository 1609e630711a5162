"""What curl signs wrongly is told for just the requests that have it; the real curl proves it in tests/end2end."""

from __future__ import annotations

import pytest

from apiclient_gui.core.exporters.base import curl_signing, pieces
from apiclient_gui.core.model import Auth, Request, Row
from tests.factories import URL
from tests.support.drafts import draft

S3 = "https://bucket.s3.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("url", "headers", "expected"),
    [
        (URL, (), []),
        (f"{URL}?a=1&a=2&b=%C3%A9&flag", (), []),
        (f"{URL}?b=1&a=2", (), ["curl_query_unsorted"]),
        (f"{URL}?a=2&a=1", (), ["curl_query_unsorted"]),
        (f"{URL}?select=1&select-type=2", (), []),
        (f"{URL}?a=b%2Bc", (), ["curl_plus_in_query"]),
        (f"{URL}?a=b+c", (), []),
        (f"{URL}/a%20b", (), ["curl_path_encoded_once"]),
        (f"{URL}/a:b", (), ["curl_path_encoded_once"]),
        (f"{URL}//a", (), ["curl_path_not_normalised"]),
        (f"{URL}/a/../b", (), ["curl_path_not_normalised"]),
        (f"{S3}/a%20b//c/../d", (), []),
        (URL, (("X-A", "1"), ("x-a", "2")), ["curl_header_repeated"]),
        (URL, (("X-A", ""),), ["curl_header_empty"]),
        (URL, (("X-A", "1"), ("X-A1", "2")), ["curl_headers_missorted"]),
        (URL, (("X-A", "1"), ("X-Ab", "2")), []),
        (URL, (("X-Amz-Date-Own", "1"),), ["curl_headers_missorted"]),
        (URL, (("Date", "now"),), ["curl_date_header"]),
    ],
)
def test_each_fault_by_itself(
    url: str, headers: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    rows = tuple(Row(*pair) for pair in headers)
    made = draft(Request(url=url, headers=rows, auth=Auth("sigv4")))
    found = list(curl_signing.doubts(made, pieces.headers(made)))
    assert [finding.id for finding in found] == expected
    assert all(finding.severity == "warning" and finding.remedy for finding in found)


def test_a_path_that_is_to_be_signed_as_it_stands_is_signed_so() -> None:
    auth = Auth("sigv4", options={"normalize": False})
    made = draft(Request(url=f"{URL}//a", auth=auth))
    assert not list(curl_signing.doubts(made, pieces.headers(made)))
