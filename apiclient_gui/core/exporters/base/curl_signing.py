"""What curl is known to sign wrongly, by its version, so that it is said beside the line before somebody runs it.

Found by recording requests of curl 7.88.1 and 8.14.1 and computing their signatures anew (AWS's rule and botocore's).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from apiclient_gui.core import urls
from apiclient_gui.core.exporters.base import Draft
from apiclient_gui.core.exporters.base.pieces import doubt
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.signing import services

_NEWER = "Use curl 8.14 or later, or copy the request as Python."
_PYTHON = "Copy the request as Python instead."


def doubts(draft: Draft, headers: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Give one warning for each thing in the request that some curl signs wrongly; `headers` are those of the line."""
    yield from _of_query(draft)
    yield from _of_path(draft)
    yield from _of_headers(headers)
    if any(part.file for part in draft.parts):
        yield doubt(
            "curl_form_unsigned", "curl signs a form with files as if its body were empty", _PYTHON
        )


def _of_query(draft: Draft) -> Iterator[Finding]:
    items = [(item.name, item.value or "") for item in draft.prepared.query]
    if items != sorted(items):
        yield doubt(
            "curl_query_unsorted",
            "curl before 8 does not sort the query before it signs",
            f"Sort the parameters by name; or {_NEWER[0].lower()}{_NEWER[1:]}",
        )
    if plus := [item.text for item in draft.prepared.query if "%2B" in item.text]:
        yield doubt("curl_plus_in_query", "curl 8 signs a + in the query as a blank", _PYTHON, plus)


def _of_path(draft: Draft) -> Iterator[Finding]:
    path = draft.prepared.path
    if services.quirks(draft.service).path_once:
        return
    if draft.options.get("normalize") is not False and urls.without_dots(path) != path:
        yield doubt(
            "curl_path_not_normalised",
            "curl signs doubled slashes and dot segments of the path as they stand",
            "Write the path without them; or copy the request as Python.",
            [path],
        )
    if urls.strict_path_again(path) != path:
        yield doubt(
            "curl_path_encoded_once",
            "curl before 8 does not encode the path a second time when it signs",
            _NEWER,
            [path],
        )


def _of_headers(headers: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    names = [name.lower() for name, _ in headers]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        yield doubt(
            "curl_header_repeated",
            "curl before 8 signs a repeated header wrongly",
            _NEWER,
            repeated,
        )
    if empty := [name for name, value in headers if not value]:
        yield doubt(
            "curl_header_empty",
            "curl before 8 signs a header without a value wrongly",
            _NEWER,
            empty,
        )
    signed = {*names, "host", "x-amz-date", "x-amz-security-token"}
    if sorted(signed) != sorted(signed, key=lambda name: f"{name}:"):
        yield doubt(
            "curl_headers_missorted",
            "curl before 8 sorts header names wrongly when one begins with another",
            _NEWER,
        )
    if "date" in names:
        yield doubt(
            "curl_date_header",
            "curl takes the Date header for the time of signing, and cannot read it",
            "Leave out the Date header; or copy the request as Python.",
        )
