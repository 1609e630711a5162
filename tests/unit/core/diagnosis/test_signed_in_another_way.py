"""A request that something else signed: curl's own, judged by the practice gateway, and cases made by hand."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from apiclient_gui.core import raw
from apiclient_gui.core.case import Case
from apiclient_gui.core.case.sent_canonical import canonical_of_sent
from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.signed_in_another_way import MEMBER
from apiclient_gui.practice import sigv4
from apiclient_gui.practice.callers import Caller
from apiclient_gui.practice.refusals import Refused
from apiclient_gui.practice.sigv4 import Judge
from apiclient_gui.practice.wire import Received
from tests import factories
from tests.support.sockets import RawServer, ok
from tests.unit.core.diagnosis import cases

CURL = shutil.which("curl")
OLD = "7.88"  # of Debian 12; later ones sign some of this right


def curl_version() -> str:
    """Return the version of the curl at hand, empty without one."""
    if CURL is None:
        return ""
    said = subprocess.run([CURL, "-q", "--version"], check=True, capture_output=True, text=True)
    return said.stdout.split()[1]


def signed_by_curl(target: str, *options: str) -> bytes:
    """Return the bytes that curl sends when it signs this request itself."""
    assert CURL is not None
    command = [CURL, "-q", "-sS", "--noproxy", "*", "-K", "-", "--path-as-is", "-g"]
    command += ["--aws-sigv4", "aws:amz:us-east-1:execute-api", *options]
    with RawServer(ok()) as server:
        keys = f'user = "{factories.KEY_ID}:{factories.SECRET_KEY}"\n'
        url = f"http://{server.host}{target}"
        subprocess.run(
            [*command, url], input=keys, check=True, text=True, stdout=subprocess.DEVNULL
        )
        (request,) = server.requests
    return request


def judged(message: bytes) -> str:
    """Return the practice gateway's words about a signed request; empty when it takes it."""
    sent = raw.request(message)
    request = Received(
        sent.method,
        message.split(b" ", 2)[1],
        tuple((one.name.lower(), one.value.encode("latin-1")) for one in sent.headers),
        sent.body.content,
    )
    claim = sigv4.claim(request)
    assert claim is not None
    alice = Caller("", "", "", factories.SECRET_KEY)
    judge = Judge("us-east-1", "execute-api", lambda *_: alice)
    try:
        judge.verify(request, claim, datetime.now(UTC))
    except Refused as refused:
        return refused.refusal.message
    return ""


@pytest.mark.skipif(not curl_version(), reason="no curl here")
def test_what_curl_signs_right_is_accepted() -> None:
    assert judged(signed_by_curl("/prod/pets?a=1&b=2", "-H", "X-Amz-Meta: a", "-d", "x=1")) == ""


@pytest.mark.skipif(not curl_version().startswith(OLD), reason=f"no curl {OLD} here")
@pytest.mark.parametrize(
    ("target", "options", "fault"),
    [
        ("/prod/pets?b=1&a=2", [], "not sorted"),
        ("/prod/pets?flag", [], "without ="),
        ("/prod/pets?x=a:b", [], "strict percent-encoding"),
        ("/prod/pets?x=a+b", [], "strict percent-encoding"),
        ("/prod/a%20b", [], "not percent-encoded once more"),
        ("/prod//pets", [], "doubled slashes"),
        ("/prod/pets", ["-H", "X-Amz-A: 1", "-H", "X-Amz-A-B: 2", "-H", "X-Amz-A1: 3"], "sorted wrongly"),
        ("/prod/pets", ["-H", "X-A: 1", "-H", "X-A: 2"], "sent twice"),
        ("/prod/pets", ["-H", "X-A;"], "without a value"),
        ("/prod/pets", ["-F", "a=1"], "as if it were empty"),
    ],
)  # fmt: skip
def test_what_this_curl_signs_wrongly_is_refused_and_named(
    target: str, options: list[str], fault: str
) -> None:
    message = signed_by_curl(target, *options)
    words = judged(message)
    assert words.startswith(cases.MISMATCH)
    case = cases.reply(words, cases.BAD_SIGNATURE, prepared=raw.request(message))
    first = diagnose(case)[0]
    assert (first.id, first.confidence) == (MEMBER.id, "likely")
    assert first.title.startswith(f"curl {OLD}")
    assert fault in cases.rows(first)["Known to go wrong"]
    assert [one.id for one in diagnose(case)] == [MEMBER.id, "secret_key_wrong"]
    assert not re.search(r"Signature=[0-9a-f]{64}", str(first))


def test_an_unknown_signer_is_as_possible_as_a_wrong_key() -> None:
    fields = cases.by_curl()
    sent = fields["prepared"]
    kept = [(one.name, one.value) for one in sent.headers if one.name != "User-Agent"]
    query = [(one.name, one.value) for one in sent.query]
    unknown = factories.hand_made(sent.path, query=query, headers=kept)
    words = cases.mismatch(canonical_of_sent(Case(prepared=unknown)), "x")
    found = diagnose(cases.reply(words, cases.BAD_SIGNATURE, prepared=unknown))
    assert [(one.id, one.confidence) for one in found] == [
        ("secret_key_wrong", "likely"),
        (MEMBER.id, "possible"),
    ]
    assert "Known to go wrong" not in cases.rows(found[1])


def test_a_curl_that_is_not_known_to_err_here_rather_has_a_wrong_key() -> None:
    fields = cases.by_curl(query=[("a", "1"), ("b", "2")])
    words = cases.mismatch(canonical_of_sent(Case(**fields)), "x")
    found = diagnose(cases.reply(words, cases.BAD_SIGNATURE, **fields))
    assert [one.id for one in found] == ["secret_key_wrong", MEMBER.id]
    assert "a wrong secret key is more likely" in found[1].detail


def test_it_is_silent_for_our_own_signatures_and_for_changed_requests() -> None:
    made = cases.signature()
    own = cases.reply(
        cases.mismatch(made.canonical_request, "x"), cases.BAD_SIGNATURE, **cases.sent()
    )
    assert MEMBER.explain(own) is None
    fields = cases.by_curl()
    words = cases.mismatch((canonical_of_sent(Case(**fields)) or "").replace("a=1&", ""), "x")
    changed = diagnose(cases.reply(words, cases.BAD_SIGNATURE, **fields))
    assert changed[0].id == "request_changed_on_the_way"
    assert changed[0].confidence == "likely"
    assert "than the one sent" in changed[0].title
    assert MEMBER.id not in {one.id for one in changed}
