from __future__ import annotations

import pytest

from apiclient_gui.core.diagnosis.tls_not_trusted import MEMBER
from tests.unit.core.diagnosis import cases

VERIFY = "certificate verify failed: "


@pytest.mark.parametrize(
    ("words", "title", "place"),
    [
        (
            "self-signed certificate",
            "The certificate is signed by itself or by a private CA",
            "settings",
        ),
        (
            "self signed certificate in certificate chain",
            "The certificate is signed by itself or by a private CA",
            "settings",
        ),
        (
            "unable to get local issuer certificate",
            "The certificate's issuer is not known",
            "settings",
        ),
        (
            "Hostname mismatch, certificate is not valid for 'a.example'",
            "The certificate is for another name",
            "url",
        ),
        (
            "IP address mismatch, certificate is not valid for '127.0.0.1'",
            "The certificate is for another name",
            "url",
        ),
        ("certificate has expired", "The certificate has expired", "settings"),
        ("certificate is not yet valid", "The certificate is not valid yet", "settings"),
        ("something new", "The server's certificate is not trusted", "settings"),
    ],
)
def test_each_reason_has_its_words(words: str, title: str, place: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed("tls", VERIFY + words))
    assert found.title == title
    assert found.actions[0].parameters == {"place": place}
    assert "No request was sent" in found.detail


@pytest.mark.parametrize(
    "words", ["self-signed certificate", "unable to get local issuer certificate"]
)
def test_the_way_out_is_a_ca_file_and_never_to_look_away(words: str) -> None:
    found = cases.explained(MEMBER.id, cases.failed("tls", VERIFY + words))
    text = f"{found.title} {found.detail} {found.remedy} {found.actions}".lower()
    assert "ca file" in text
    assert "verif" not in text


def test_words_of_the_server_about_us_are_another_cause() -> None:
    assert MEMBER.explain(cases.failed("tls", "tlsv1 alert unknown ca")) is None
    assert MEMBER.explain(cases.failed("tls", "wrong version number")) is None
