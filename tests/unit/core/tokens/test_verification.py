"""Signatures: right ones verify, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from apiclient_gui.core import tokens
from tests.support.signed_tokens import (
    SECRET,
    ec_key,
    ed_key,
    jwk,
    key_set,
    pem,
    raw,
    rsa_key,
    segment,
    signed,
)


def keys(*entries: dict[str, Any]) -> tokens.KeySet:
    return tokens.parse_keys(key_set(*entries))


def refused(text: str, given: tokens.KeySet | None) -> str:
    """Return the id of the finding, empty when the token's own findings say it."""
    answer = tokens.verify(text, given)
    assert answer.verified is not True
    assert answer.reason
    return answer.findings[0].id if answer.findings else ""


RSA = [f"{family}{size}" for family in ("RS", "PS") for size in (256, 384, 512)]


@pytest.mark.parametrize(
    ("algorithm", "kind"),
    [
        *((name, "RSA") for name in RSA),
        *((name, "oct") for name in ("HS256", "HS384", "HS512")),
        ("ES256", "EC"),
        ("EdDSA", "OKP"),
    ],
)
def test_each_family(algorithm: str, kind: str) -> None:
    text = signed({"sub": "x"}, algorithm=algorithm)
    answer = tokens.verify(text, keys(jwk(kind)))
    assert (answer.verified, answer.algorithm, answer.key_id) == (True, algorithm, "k1")
    assert answer.findings == ()
    head, _, signature = text.split(".")
    changed = f"{head}.{segment('{}')}.{signature}"
    assert refused(changed, keys(jwk(kind))) == "signature_wrong"
    assert refused(text[:-8] + "AAAAAAAA", keys(jwk(kind))) == "signature_wrong"


@pytest.mark.parametrize("kid", [None, "k1", "other"])
def test_a_pem_and_a_secret_are_for_any_key_id(kid: str | None) -> None:
    assert tokens.verify(signed({}, key_id=kid), tokens.parse_keys(pem(rsa_key()))).verified
    text = signed({}, algorithm="HS256", key_id=kid)
    assert tokens.verify(text, tokens.secret_key(SECRET)).verified


def test_what_stands_around_a_token_does_not_matter() -> None:
    assert tokens.verify(f' "Bearer {signed({})}"\n', keys()).verified


def test_without_keys_nothing_is_said() -> None:
    answer = tokens.verify(signed({}), None)
    assert answer.verified is None
    assert [(one.id, one.severity) for one in answer.findings] == [
        ("signature_not_checked", "note")
    ]


def test_an_empty_set_is_not_no_key_given() -> None:
    assert refused(signed({}), tokens.KeySet()) == "key_not_found"


@pytest.mark.parametrize(
    "text",
    [
        raw('{"alg":"none"}', "{}", ""),
        raw('{"alg":"None"}', "{}", "c2ln"),
        raw('{"alg":"RS256"}', "{}", ""),
        raw('{"kid":"k1"}', "{}"),
        signed({}) + "=",
        signed({}).rpartition(".")[0],
        "",
    ],
)
@pytest.mark.parametrize("given", [None, keys(), tokens.secret_key(SECRET)])
def test_what_is_no_signed_token_is_refused_whatever_the_keys(
    text: str, given: tokens.KeySet | None
) -> None:
    assert tokens.verify(text, given).verified is False
    assert refused(text, given) == ""


@pytest.mark.parametrize("text", ["opaque", ".".join([segment('{"alg":"dir"}'), *["YQ"] * 4])])
def test_what_has_no_signature_is_neither_true_nor_false(text: str) -> None:
    assert tokens.verify(text, keys()).verified is None


@pytest.mark.parametrize(
    "given",
    [keys(), keys(jwk("EC")), tokens.parse_keys(pem(rsa_key())), tokens.secret_key(pem(rsa_key()))],
)
def test_a_public_key_is_no_secret(given: tokens.KeySet) -> None:
    # The classic attack: HMAC with the bytes of the public key, which everybody knows.
    import hashlib
    import hmac

    message = raw('{"alg":"HS256","kid":"k1"}', "{}", "").removesuffix(".")
    for public in (pem(rsa_key()), key_set()):
        mac = hmac.digest(public, message.encode(), hashlib.sha256)
        assert refused(f"{message}.{segment(mac)}", given) == "algorithm_confusion"


def test_a_jwk_set_is_no_secret() -> None:
    text = signed({}, algorithm="HS256")
    assert refused(text, tokens.secret_key(key_set())) == "algorithm_confusion"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (keys(jwk(use="enc")), "use"),
        (keys(jwk(key_ops=["encrypt"])), "key_ops"),
        (keys(jwk(key_ops=[])), "key_ops"),
        (keys(jwk(key_ops="verify")), "key_ops"),
        (keys(jwk(alg="RS512")), "RS512"),
        (keys(jwk(alg="RSA-OAEP")), "RSA-OAEP"),
        (keys(jwk("EC")), "type RSA"),
        (keys(jwk(e="AQ")), "exponent"),
        (tokens.secret_key(SECRET), "type RSA"),
    ],
)
def test_a_key_that_is_not_for_this_is_not_used(given: tokens.KeySet, word: str) -> None:
    answer = tokens.verify(signed({}), given)
    assert (answer.verified, answer.findings[0].id) == (False, "key_unfit")
    assert word in answer.reason


def test_curve_and_length_count() -> None:
    text = signed({}, algorithm="ES256")
    assert refused(text, keys(jwk("EC", crv="P-384"))) == "key_unfit"
    assert refused(text, keys(jwk("EC", x=segment(b"\1" * 32)))) == "signature_wrong"
    weak = tokens.parse_keys(pem(rsa_key(1024)))
    assert refused(raw('{"alg":"RS256"}', "{}"), weak) == "key_unfit"
    short = raw('{"alg":"HS256"}', "{}")
    assert refused(short, tokens.secret_key(b"x" * 31)) == "key_unfit"
    assert refused(short, tokens.secret_key(b"")) == "key_unfit"
    assert refused(short, tokens.secret_key(b"x" * 32)) == "signature_wrong"


def test_two_keys_of_one_id_are_ambiguous() -> None:
    answer = tokens.verify(signed({}), keys(jwk(), jwk("EC")))
    assert (answer.verified, answer.findings[0].id) == (False, "keys_ambiguous")


def test_secrets_among_public_keys_are_ambiguous() -> None:
    given = keys(jwk(), jwk("oct", kid="k2"))
    assert refused(signed({}), given) == "keys_ambiguous"
    assert refused(signed({}, algorithm="HS256", key_id="k2"), given) == "keys_ambiguous"


def test_the_key_id_chooses() -> None:
    given = keys(jwk("EC", kid="e"), jwk("OKP", kid="o"), jwk())
    assert tokens.verify(signed({}), given).verified
    assert tokens.verify(signed({}, algorithm="ES256", key_id="e"), given).verified
    assert refused(signed({}, key_id="e"), given) == "key_unfit"
    answer = tokens.verify(signed({}, key_id="gone"), given)
    assert (answer.verified, answer.findings[0].id) == (None, "key_not_found")
    assert answer.findings[0].severity == "error"


def test_without_a_key_id_the_only_fitting_key_is_taken() -> None:
    text = signed({}, key_id=None)
    assert tokens.verify(text, keys(jwk("EC", kid="e"), jwk())).verified
    assert refused(text, keys(jwk(), jwk(kid="k2"))) == "key_not_found"
    assert refused(text, keys(jwk("EC", kid="e"), jwk("OKP"))) == "key_not_found"


@pytest.mark.parametrize(
    "header",
    [{"crit": ["exp"], "exp": 1}, {"crit": []}, {"b64": False, "crit": ["b64"]}, {"b64": False}],
)
def test_what_is_critical_and_not_understood_is_refused(header: dict[str, Any]) -> None:
    import json

    text = raw(json.dumps({"alg": "RS256", "kid": "k1", **header}), "{}")
    assert refused(text, keys()) == "critical_extension"
    assert tokens.verify(text, keys()).verified is False


def test_a_doubled_member_of_the_header_is_refused() -> None:
    assert refused(raw('{"alg":"RS256","alg":"HS256"}', "{}"), keys()) == "header_ambiguous"


@pytest.mark.parametrize("algorithm", ["RS1", "HS", "rs256", "RSA-OAEP", "\u202e\x1b[31m"])
def test_an_unknown_algorithm_is_refused(algorithm: str) -> None:
    import json

    text = raw(json.dumps({"alg": algorithm}), "{}")
    assert refused(text, keys()) == "algorithm_unknown"
    assert tokens.verify(text, keys()).reason.isprintable()


def test_a_key_in_the_token_is_not_used() -> None:
    text = signed({}, header={"jwk": jwk(), "kid": "gone"})
    assert refused(text, keys(jwk("EC"))) == "key_not_found"


def test_other_names_of_eddsa() -> None:
    message = raw('{"alg":"Ed25519","kid":"k1"}', "{}", "").removesuffix(".")
    text = f"{message}.{segment(ed_key().sign(message.encode()))}"
    assert tokens.verify(text, keys(jwk("OKP"))).verified
    assert refused(text.replace(segment("{}"), segment("[]")), keys(jwk("OKP"))) == (
        "signature_wrong"
    )


def test_a_signature_of_another_size_is_refused() -> None:
    text = signed({}, algorithm="ES256")
    assert refused(f"{text}AAAA", keys(jwk("EC"))) == "signature_wrong"
    der = ec_key().sign(text.rpartition(".")[0].encode(), _ecdsa())
    assert refused(f"{text.rpartition('.')[0]}.{segment(der)}", keys(jwk("EC"))) == (
        "signature_wrong"
    )


def _ecdsa() -> Any:
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.ECDSA(hashes.SHA256())
