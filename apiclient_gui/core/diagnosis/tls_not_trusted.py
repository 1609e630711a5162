"""The server's certificate is not trusted: unknown issuer, wrong name, or out of date."""

from __future__ import annotations

from apiclient_gui.core import refusal
from apiclient_gui.core.case import Case
from apiclient_gui.core.diagnosis.base import Cause, open_place, row, send_again
from apiclient_gui.core.finding import Action, Finding

_CA_FILE = "If you trust this server, name its CA file in Settings."
# Words of OpenSSL's verification errors -> what they mean, and what to do; the first that fits holds.
_REASONS = (
    (
        ("hostname mismatch", "ip address mismatch", "doesn't match", "not valid for"),
        "The certificate is for another name",
        "The host in the URL is not among the names in the certificate.",
        "Use the name that the certificate is made for.",
    ),
    (
        ("not yet valid",),
        "The certificate is not valid yet",
        "Its validity begins later than this computer's time; one of the two is wrong.",
        "Check this computer's date, then ask the server's owner.",
    ),
    (
        ("has expired", "certificate expired"),
        "The certificate has expired",
        "Its validity ended before this computer's time; one of the two is wrong.",
        "Check this computer's date, then ask the server's owner for a new certificate.",
    ),
    (
        ("self-signed", "self signed"),
        "The certificate is signed by itself or by a private CA",
        (
            "No CA that this computer trusts stands at the end of its chain. That is usual for test servers and for "
            "proxies that inspect TLS."
        ),
        _CA_FILE,
    ),
    (
        ("unable to get", "unknown ca", "unknown issuer", "unable to verify"),
        "The certificate's issuer is not known",
        (
            "The chain does not lead to a CA that this computer trusts: the CA is private, or the server does not send "
            "the certificates in between."
        ),
        _CA_FILE,
    ),
)
_UNKNOWN = ("", "The certificate was not accepted.", _CA_FILE)


def _explain(case: Case) -> Finding | None:
    failure = case.failure
    if failure is None or refusal.broken_in(failure) != "trust":
        return None
    said = failure.message.lower()
    title, detail, remedy = next(
        (rest for words, *rest in _REASONS if any(word in said for word in words)), _UNKNOWN
    )
    wrong_name = title == _REASONS[0][1]
    first: Action = (
        open_place("url", "Check the URL")
        if wrong_name
        else open_place("settings", "Set the CA file")
    )
    return MEMBER.found(
        "certain",
        title=title,
        detail=f"{detail} No request was sent.",
        evidence=(
            row("Host", case.prepared.host if case.prepared else ""),
            row("System's words", failure.message),
        ),
        remedy=remedy,
        actions=(first, send_again()),
    )


MEMBER = Cause(
    id="tls_not_trusted",
    title="The server's certificate is not trusted",
    explain=_explain,
    when="no response: the certificate was not accepted (issuer, name or validity)",
    action="open_place",
    source="https://www.rfc-editor.org/rfc/rfc9110#section-4.3.4",
)
