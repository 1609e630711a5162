"""What a redirect asks for next, by RFC 9110 §15.4 and the rule that nothing that authorises leaves its origin."""

from __future__ import annotations

import msgspec
import pytest

from apiclient_gui.core import prepare, redirects
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import ApiKey, Auth, Hop, Payload, Request, Response
from tests import factories

BASE = "https://api.example/prod/pets/7?a=1"


def moved(location: str = "/next", status: int = 302) -> Response:
    return factories.response(status, headers=[("Location", location)])


def decide(
    location: str = "/next",
    status: int = 302,
    *,
    request: Request | None = None,
    hops: tuple[Hop, ...] = (),
) -> Request | Finding | None:
    asked = request or factories.request(BASE)
    return redirects.decide(
        asked, prepare.prepare(asked, {}, strict=False), moved(location, status), hops
    )


def followed(location: str = "/next", status: int = 302, request: Request | None = None) -> Request:
    step = decide(location, status, request=request)
    assert isinstance(step, Request)
    return step


def refused(location: str) -> Finding:
    step = decide(location)
    assert isinstance(step, Finding)
    msgspec.json.encode(step)
    return step


@pytest.mark.parametrize("status", [200, 300, 304, 400])
def test_what_is_no_redirect_asks_for_nothing(status: int) -> None:
    assert decide(status=status) is None


def test_a_redirect_without_a_place_asks_for_nothing() -> None:
    asked = factories.request(BASE)
    sent = prepare.prepare(asked, {}, strict=False)
    assert redirects.decide(asked, sent, factories.response(302), ()) is None


METHODS = [
    ("GET", (301, 302, 303, 307, 308), "GET"),
    ("HEAD", (301, 302, 303, 307, 308), "HEAD"),
    ("POST", (301, 302, 303), "GET"),
    ("POST", (307, 308), "POST"),
    ("PUT", (301, 302, 307, 308), "PUT"),
    ("PUT", (303,), "GET"),
    ("DELETE", (303,), "GET"),
    ("DELETE", (301, 302, 307, 308), "DELETE"),
]


@pytest.mark.parametrize(
    ("method", "status", "after"),
    [(method, status, after) for method, many, after in METHODS for status in many],
)
def test_the_method_after(method: str, status: int, after: str) -> None:
    request = factories.request(
        BASE,
        method=method,
        json='{"a": 1}',
        headers=[("Content-Type", "text/x"), ("X-Own", "1"), ("CONTENT-LANGUAGE", "en")],
    )
    step = followed(status=status, request=request)
    assert step.method == after
    if method == after:
        assert (step.body, step.headers) == (request.body, request.headers)
    else:
        assert step.body == Payload()
        assert step.headers == factories.rows([("X-Own", "1")])


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/next", "https://api.example/next"),
        ("next", "https://api.example/prod/pets/next"),
        ("../x?b=2#part", "https://api.example/prod/x?b=2"),
        ("?b=2", "https://api.example/prod/pets/7?b=2"),
        ("//api.example/x", "https://api.example/x"),
        ("https://API.example:443/x", "https://API.example:443/x"),
        ("/a b", "https://api.example/a b"),
        ("/caf\xc3\xa9", "https://api.example/café"),
        ("/{{secret}}", "https://api.example/%7B%7Bsecret%7D%7D"),
        ("#part", "https://api.example/prod/pets/7?a=1"),
    ],
)
def test_where_it_leads(location: str, url: str) -> None:
    request = factories.request(BASE, method="POST", text="x")
    step = followed(location, request=request)
    assert step.url == url
    assert step.params == ()
    prepare.prepare(step, {}, strict=True)  # no variable is read out of it


def test_to_the_same_origin_everything_that_authorises_goes_along() -> None:
    auth = Auth("sigv4", "me", {"region": "eu-west-1"}, ApiKey("key"))
    request = factories.request(
        BASE, headers=[("Authorization", "x"), ("Cookie", "{{c}}"), ("Host", "own")], auth=auth
    )
    sent = prepare.prepare(request, {"c": "1"}, strict=True)
    step = redirects.decide(request, sent, moved(), ())
    assert isinstance(step, Request)
    assert (step.auth, step.headers) == (auth, request.headers)


@pytest.mark.parametrize(
    ("location", "severity"),
    [
        ("https://other.example/x", "note"),
        ("//other.example/x", "note"),
        ("https://api.example:8443/x", "note"),
        ("https://api.example.evil.example/", "note"),
        ("http://api.example/x", "warning"),
        ("HTTP://API.EXAMPLE:443/x", "warning"),
    ],
)
def test_another_origin_is_not_gone_to_by_itself(location: str, severity: str) -> None:
    finding = refused(location)
    assert (finding.id, finding.severity) == ("redirect_to_other_origin", severity)
    (action,) = finding.actions
    assert action.key == "follow_redirect"
    assert action.parameters["method"] == "GET"
    assert action.parameters["url"].startswith(("http:", "https:", "HTTP:"))


def test_to_another_origin_nothing_that_authorises_goes_along() -> None:
    request = factories.request(
        BASE,
        method="POST",
        text="body",
        headers=[
            ("authorization", "planted"),
            ("Cookie", "planted"),
            ("X-Api-Key", "planted"),
            ("X-Amz-Security-Token", "planted"),
            ("X-Key", "planted"),
            ("Host", "api.example"),
            ("X-From-Vault", "a {{ hidden }}"),
            ("X-Own", "{{open}}"),
        ],
        auth=Auth("sigv4", "me", {}, ApiKey("key", "X-Key")),
    )
    values = {"hidden": "planted", "open": "1"}
    sent = prepare.prepare(request, values, strict=True)
    asked = redirects.without_authorization(
        request, sent, moved("https://other.example/x?y", 307), {"hidden"}
    )
    assert (asked.method, asked.url, asked.auth) == ("POST", "https://other.example/x?y", Auth())
    assert asked.headers == factories.rows([("X-Own", "{{open}}")])
    assert asked.body == request.body
    after = redirects.without_authorization(request, sent, moved("https://other.example/", 303))
    assert (after.method, after.body) == ("GET", Payload())


@pytest.mark.parametrize(
    "location",
    [
        "javascript:alert(1)", "ftp://h/x", "http://", "http://[", "https://me:planted@h/x",
        "https://me:planted@api.example/x", "/a\x00b", "https://h:99999/", "file:///etc/passwd", "/" + "x" * 200_000,
    ],
)  # fmt: skip
def test_a_place_that_leads_nowhere_is_told(location: str) -> None:
    finding = refused(location)
    assert finding.id == "redirect_unusable"
    assert b"planted" not in msgspec.json.encode(finding)
    sent = factories.prepared(BASE)
    with pytest.raises(Problem):
        redirects.without_authorization(factories.request(BASE), sent, moved(location))


def test_a_circle_is_not_followed() -> None:
    hop = Hop("GET", "https://api.example/next", 302, "/prod", authorised=True)
    finding = decide("/next", hops=(hop,))
    assert isinstance(finding, Finding)
    assert finding.id == "redirect_loop"
    itself = decide("?a=1")
    assert isinstance(itself, Finding)
    assert itself.id == "redirect_loop"
    # After POST, GET of the same URL is another request.
    assert isinstance(decide("?a=1", request=factories.request(BASE, method="POST")), Request)


def test_no_more_than_so_many_are_followed() -> None:
    hops = tuple(Hop("GET", f"https://api.example/{n}", 302, "/", True) for n in range(10))
    assert isinstance(decide(hops=hops[:9]), Request)
    finding = decide(hops=hops)
    assert isinstance(finding, Finding)
    assert finding.id == "too_many_redirects"


def test_a_request_that_cannot_be_sent_on_is_told_as_such() -> None:
    finding = redirects.stopped(
        Finding(id="body_file_missing", severity="error", title="The file is not there"), "/x"
    )
    assert (finding.id, finding.severity) == ("redirect_unusable", "warning")
    assert "The file is not there" in finding.title
