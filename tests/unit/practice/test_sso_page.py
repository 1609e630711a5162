"""The page on which a person decides, by raw requests as browsers send them, and as others do."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

if TYPE_CHECKING:
    from conftest import Answer, Desk

    from apiclient_gui.practice.description import Sso

FORM = "application/x-www-form-urlencoded"


def sso(desk: Desk) -> Sso:
    assert desk.description.sso
    return desk.description.sso


def called(desk: Desk, path: str, **content: str) -> Any:
    body = json.dumps(content)
    return desk.call(f"{sso(desk).oidc_endpoint}/{path}", method="POST", body=body).content


def begin(desk: Desk, name: str = "a program") -> Any:
    reply = called(desk, "client/register", clientName=name, clientType="public")
    client = {key: reply[key] for key in ("clientId", "clientSecret")}
    begun = called(desk, "device_authorization", **client, startUrl=sso(desk).start_url)
    return {**begun, **client}


def fetched(desk: Desk, begun: Any) -> Any:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    given = {key: begun[key] for key in ("clientId", "clientSecret", "deviceCode")}
    return called(desk, "token", **given, grantType=grant)


def show(desk: Desk, code: str | None = None) -> Answer:
    query = "" if code is None else f"?user_code={quote(code)}"
    return desk.call(f"{desk.description.base_url}/sso/device{query}")


def send(desk: Desk, form: dict[str, str] | bytes, **headers: str) -> Answer:
    body = form if isinstance(form, bytes) else urlencode(form)
    given = {"Content-Type": FORM, **{n.replace("_", "-"): v for n, v in headers.items()}}
    return desk.call("/sso/device", given, method="POST", body=body)


def filled(begun: Any, decision: str = "allow", user: str = "dana") -> dict[str, str]:
    return {"user_code": begun["userCode"], "user": user, "decision": decision}


class Elements(HTMLParser):
    """Every element with its attributes, and the text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def code_field(page: Elements) -> dict[str, str | None]:
    return next(one for one in page.all("input") if one["name"] == "user_code")


def test_the_page_of_a_login(desk: Desk) -> None:
    begun = begin(desk)
    answer = desk.call(begun["verificationUriComplete"])
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = Elements(answer.body)
    assert "a program asks for access" in page.text
    assert code_field(page)["value"] == begun["userCode"]
    people = [one["value"] for one in page.all("input") if one["name"] == "user"]
    assert people == ["dana", "eve"]
    decisions = [(one["name"], one["value"]) for one in page.all("button")]
    assert decisions == [("decision", "allow"), ("decision", "deny")]
    assert desk.judgements[-1].detail == "The page for a login of a program."
    assert begun["userCode"] not in str(desk.judgements)


def test_it_can_be_used_without_seeing_it(desk: Desk) -> None:
    page = Elements(show(desk).body)
    assert page.all("html")[0]["lang"] == "en"
    assert page.all("title")
    assert "IAM Identity Center" in page.text
    field = code_field(page)
    assert [one["for"] for one in page.all("label") if "for" in one] == [field["id"]]
    ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
    assert set(str(field["aria-describedby"]).split()) <= ids
    assert page.all("fieldset")
    assert page.all("legend")
    assert len(page.all("main")) == len(page.all("h1")) == 1
    wrong = Elements(show(desk, "XXXX-XXXX").body)
    alert = next(one for _, one in wrong.found if one.get("role") == "alert")
    assert str(alert["id"]) in str(code_field(wrong)["aria-describedby"])


def test_what_the_browser_may_do_with_it(desk: Desk) -> None:
    answer = show(desk)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = Elements(answer.body)
    assert not page.all("script")
    assert not [one for _, one in page.found if {"src", "style", "onclick", "href"} & set(one)]


def test_without_a_code_there_is_one_to_type(desk: Desk) -> None:
    page = Elements(show(desk).body)
    assert code_field(page)["value"] == ""
    assert "A program asks" in page.text
    assert desk.judgements[-1].verdict == "allowed"


def test_the_start_url_leads_there(desk: Desk) -> None:
    answer = desk.call(sso(desk).start_url)
    assert (answer.status, answer.headers["location"]) == (
        303,
        f"{desk.description.base_url}/sso/device",
    )


@pytest.mark.parametrize("user", ["dana", "eve"])
def test_allowing_it(desk: Desk, user: str) -> None:
    begun = begin(desk)
    own = desk.description.base_url
    form = filled(begun, user=user)
    answer = send(desk, form, Origin=own, Sec_Fetch_Site="same-origin")
    assert answer.status == 200
    assert "You can close this page." in Elements(answer.body).text
    judgement = desk.judgements[-1]
    assert (judgement.verdict, judgement.detail) == (
        "allowed",
        f"{user} allowed a program to log in.",
    )
    assert "accessToken" in fetched(desk, begun)
    assert desk.judgements[-1].detail == f"a program got tokens of {user}."


def test_denying_it(desk: Desk) -> None:
    begun = begin(desk)
    answer = send(desk, filled(begun, "deny"))
    assert "You can close this page." in Elements(answer.body).text
    assert desk.judgements[-1].detail == "dana denied a program a login."
    assert fetched(desk, begun)["error"] == "access_denied"


def test_a_code_typed_by_hand(desk: Desk) -> None:
    begun = begin(desk)
    typed = begun["userCode"].lower().replace("-", " ")
    assert send(desk, {**filled(begun), "user_code": typed}).status == 200
    assert "accessToken" in fetched(desk, begun)


def test_from_the_name_localhost(desk: Desk) -> None:
    host = f"localhost:{desk.port}"
    answer = send(desk, filled(begin(desk)), Host=host, Origin=f"http://{host}")
    assert answer.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example", "Sec_Fetch_Site": "same-origin"},
        {"Host": "evil.example:PORT", "Origin": "http://evil.example:PORT"},
        {"Origin": "http://localhost:PORT"},
        {"Origin": "https://127.0.0.1:PORT"},
    ],
)
def test_a_form_of_another_site_decides_nothing(desk: Desk, headers: dict[str, str]) -> None:
    begun = begin(desk)
    given = {name: value.replace("PORT", str(desk.port)) for name, value in headers.items()}
    answer = send(desk, filled(begun), **given)
    assert (answer.status, desk.judgements[-1].reason) == (403, "cross_site")
    assert fetched(desk, begun)["error"] == "authorization_pending"


@pytest.mark.parametrize("code", ["XXXX-XXXX", "AAAA-AAAA", "x", "x" * 5000, "é", "\0"])
def test_a_wrong_code(desk: Desk, code: str) -> None:
    for answer in (
        show(desk, code),
        send(desk, {"user_code": code, "user": "dana", "decision": "allow"}),
    ):
        assert answer.status == 400
        assert "No login waits for this code." in Elements(answer.body).text
        assert (desk.judgements[-1].verdict, desk.judgements[-1].reason) == (
            "refused",
            "code_unknown",
        )


@pytest.mark.parametrize("decision", ["allow", "deny"])
def test_a_code_that_was_used(desk: Desk, decision: str) -> None:
    begun = begin(desk)
    send(desk, filled(begun, decision))
    for answer in (send(desk, filled(begun)), desk.call(begun["verificationUriComplete"])):
        assert answer.status == 400
        assert desk.judgements[-1].reason == "code_used"
    fetched(desk, begun)
    assert desk.call(begun["verificationUriComplete"]).status == 400


def test_a_code_that_expired(desk: Desk) -> None:
    begun = begin(desk)
    desk.hands.ahead = 600.0
    for answer in (send(desk, filled(begun)), desk.call(begun["verificationUriComplete"])):
        assert answer.status == 400
        assert "has expired" in Elements(answer.body).text
        assert desk.judgements[-1].reason == "code_expired"


@pytest.mark.parametrize(
    "changes", [{"user": "mallory"}, {"user": ""}, {"decision": ""}, {"decision": "Allow"}]
)
def test_a_form_that_is_not_complete(desk: Desk, changes: dict[str, str]) -> None:
    begun = begin(desk)
    answer = send(desk, {**filled(begun), **changes})
    assert (answer.status, desk.judgements[-1].reason) == (400, "form_malformed")
    assert code_field(Elements(answer.body))["value"] == begun["userCode"]
    assert fetched(desk, begun)["error"] == "authorization_pending"


def test_a_body_that_is_no_form(desk: Desk) -> None:
    begun = begin(desk)
    assert send(desk, b"\xff\xfe").status == 400
    assert send(desk, b"&".join([b"a=b"] * 100)).status == 400
    kind = {"Content-Type": "text/plain"}
    body = urlencode(filled(begun))
    assert desk.call("/sso/device", kind, method="POST", body=body).status == 400
    assert desk.call("/sso/device", method="PUT", body=body).status == 404
    assert fetched(desk, begun)["error"] == "authorization_pending"


def test_what_comes_from_outside_is_text(desk: Desk) -> None:
    planted = "<script>alert(1)</script>\"'&<b>"
    begun = begin(desk, planted)
    pages = [
        desk.call(begun["verificationUriComplete"]),
        show(desk, planted),
        send(desk, {"user_code": planted, "user": planted, "decision": "allow"}),
        send(desk, filled(begun)),
        send(desk, filled(begin(desk, planted), "deny")),
    ]
    for answer in pages:
        page = Elements(answer.body)
        assert not page.all("script")
        assert not page.all("b")
        assert not re.search(rb"<b>|<script", answer.body)
    assert planted in Elements(pages[0].body).text
    assert str(code_field(Elements(pages[1].body))["value"]).startswith("<SCR")


def test_head_has_no_body(desk: Desk) -> None:
    answer = desk.call("/sso/device", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
