"""A request as an awscurl command: it signs anew, with the credentials that botocore finds where it runs.

Source: github.com/okigan/awscurl; what it signs wrongly was found by running it (0.44) against AWS's rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from apiclient_gui.core import urls
from apiclient_gui.core.exporters.base import Draft, Exported, Exporter, impossible, pieces
from apiclient_gui.core.exporters.base.quoting import lines, word
from apiclient_gui.core.finding import Finding
from apiclient_gui.core.model import AwsKeys

_INSTEAD: Final = "Copy the request as Python or as curl instead."


def _export(draft: Draft) -> Exported:
    if draft.wants is not AwsKeys or draft.scheme == "sigv4a":
        raise impossible(
            "awscurl can only sign with SigV4",
            _INSTEAD if draft.wants is AwsKeys else "Copy the request as curl or as Python.",
        )
    if any(part.file for part in draft.parts):
        raise impossible("awscurl cannot send a form with files", _INSTEAD)
    # Without any header it would send two of its own.
    headers = pieces.headers(draft) or (("Accept", "*/*"),)
    options = [f"awscurl --service {draft.service} --region {draft.region}"]
    if draft.prepared.method != "GET":
        options.append(f"--request {word(draft.prepared.method, draft.stand_ins)}")
    options += [f"--header {word(f'{name}: {value}', draft.stand_ins)}" for name, value in headers]
    options += _body(draft)
    if not draft.settings.verify:
        options.append("--insecure")
    if draft.settings.follow:
        options.append("--location")
    options.append(word(draft.prepared.url, draft.stand_ins))
    text = lines(options)
    return Exported(text, (*pieces.notes(draft, text), *_doubts(draft, headers)))


def _body(draft: Draft) -> Iterator[str]:
    body = pieces.content(draft)
    if body is None:
        return
    if body.text is None:
        yield f"--data-binary --data {word(f'@{body.path}', draft.stand_ins)}"
    elif body.text.startswith("@"):
        raise impossible("awscurl takes a body that begins with @ for the name of a file", _INSTEAD)
    else:
        yield f"--data {word(body.text, draft.stand_ins)}"


def _doubts(draft: Draft, headers: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    path = draft.prepared.path
    if draft.scheme != "sigv4":
        yield Finding(
            id="awscurl_signs_in_header",
            severity="note",
            title="awscurl puts the signature into a header, not into the URL",
            detail="It cannot make a presigned URL.",
            remedy="For a presigned URL copy the request as it is sent, or as Python.",
        )
    if escaped := [item.text for item in draft.prepared.query if "%" in item.text]:
        yield pieces.doubt(
            "awscurl_query_encoded_twice",
            "awscurl signs escapes in the query twice",
            _INSTEAD,
            escaped,
        )
    if urls.without_dots(path) != path:
        yield pieces.doubt(
            "awscurl_path_not_normalised",
            "awscurl signs doubled slashes and dot segments of the path as they stand",
            "Write the path without them.",
            [path],
        )
    names = [name.lower() for name, _ in headers]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        yield pieces.doubt(
            "awscurl_header_repeated",
            "awscurl sends only the last of repeated headers",
            _INSTEAD,
            repeated,
        )
    if split := [name for name, value in headers if ": " in value]:
        yield pieces.doubt(
            "awscurl_header_split",
            "awscurl fails over “: ” inside of a header's value",
            _INSTEAD,
            split,
        )


MEMBER = Exporter(
    id="awscurl",
    title="awscurl",
    summary="A command that signs anew with the keys or profile of the place where it runs.",
    export=_export,
)
