from __future__ import annotations

from dataclasses import replace

import pytest

from apiclient_gui.core.diagnosis import diagnose
from apiclient_gui.core.diagnosis.bearer_token_where_sigv4_is_parsed import MEMBER
from apiclient_gui.core.model import Header, KnownApi, Origin
from tests import factories
from tests.unit.core.diagnosis import cases

OLDER = "'abc.def.ghi' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc.def.ghi'."
MISSING = "Authorization header requires 'Credential' parameter. Authorization=Bearer abc=def"


def test_the_published_case() -> None:
    row = cases.published("DIA-07")
    value = row["input"]["request"]["headers"]["Authorization"]
    case = cases.published_case(
        row["input"]["response"], **cases.with_header("Authorization", value)
    )
    found = cases.explained(row["expected"]["cause"], case)
    unchanged = cases.rows(found)["Header arrived unchanged"] == "yes"
    assert unchanged == row["expected"]["header_arrived_unchanged"]
    for check in row["expected"]["check"]:
        assert any(word in found.detail for word in check.split() if len(word) > 5)


def test_a_proxy_changed_the_header() -> None:
    case = cases.reply(
        cases.hashed("Bearer x"),
        cases.INCOMPLETE,
        **cases.with_header("Authorization", cases.BEARER),
    )
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["Header arrived unchanged"] == "no"
    assert "something between here and the gateway changed it" in found.detail


@pytest.mark.parametrize(("sent", "unchanged"), [(cases.BEARER, "yes"), ("Bearer other", "no")])
def test_the_older_words_quote_the_header_and_we_do_not(sent: str, unchanged: str) -> None:
    case = cases.reply(OLDER, cases.INCOMPLETE, **cases.with_header("Authorization", sent))
    found = cases.explained(MEMBER.id, case)
    assert cases.rows(found)["Header arrived unchanged"] == unchanged
    assert "abc.def.ghi" not in str(found)


def test_nothing_is_claimed_about_a_header_that_is_not_known() -> None:
    for words in (OLDER, cases.hashed(cases.BEARER)):
        found = cases.explained(MEMBER.id, cases.reply(words, cases.INCOMPLETE))
        assert "Header arrived unchanged" not in cases.rows(found)
        assert "abc.def.ghi" not in str(found)


def test_a_token_with_an_equal_sign_is_taken_for_a_pair() -> None:
    case = cases.reply(
        MISSING, cases.INCOMPLETE, **cases.with_header("Authorization", "Bearer abc=def")
    )
    found = cases.explained(MEMBER.id, case)
    assert "abc=def" not in str(found)


def test_the_hash_beside_the_missing_parts_is_compared_as_well() -> None:
    words = (
        "Authorization header requires 'Credential' parameter. (Hashed with SHA-256 and encoded with Base64) "
        f"Authorization={cases.digest('Bearer abc=def')}"
    )
    for sent, unchanged in (("Bearer abc=def", "yes"), ("Bearer abc=ghi", "no")):
        fields = cases.with_header("Authorization", sent)
        found = cases.explained(MEMBER.id, cases.reply(words, cases.INCOMPLETE, **fields))
        assert cases.rows(found)["Header arrived unchanged"] == unchanged


@pytest.mark.parametrize(
    ("path", "title", "actions"),
    [
        ("/petz", "Pet shop has no GET /petz", ["open_place"]),
        (
            "/pets",
            "This method wants a signature, not a token",
            ["choose_identity", "open_place"],
        ),
        ("/elsewhere", "Pet shop has no GET /elsewhere", ["open_place"]),
    ],
)
def test_a_known_api_tells_which_of_the_reasons_it_is(
    path: str, title: str, actions: list[str]
) -> None:
    fields = cases.with_header("Authorization", cases.BEARER)
    prepared = replace(fields["prepared"], path="/prod" + path)
    case = cases.reply(
        cases.hashed(cases.BEARER), cases.INCOMPLETE, apis=(cases.PETS,), prepared=prepared
    )
    found = cases.explained(MEMBER.id, case)
    assert found.title == title
    assert cases.keys(found) == actions


def test_basic_and_broken_signatures_are_another_cause() -> None:
    words = cases.hashed("Basic YTpi")
    case = cases.reply(words, cases.INCOMPLETE, **cases.with_header("Authorization", "Basic YTpi"))
    assert MEMBER.explain(case) is None
    assert MEMBER.explain(cases.reply(words, cases.INCOMPLETE, **cases.sent())) is None
    unsigned = cases.reply(MISSING, cases.INCOMPLETE, prepared=factories.prepared())
    assert MEMBER.explain(unsigned) is None


@pytest.mark.parametrize("api", [cases.LAMBDA, cases.COGNITO])
@pytest.mark.parametrize("value", ["Bearer {}", "{}"])
def test_a_wrong_path_of_an_api_that_takes_tokens(api: KnownApi, value: str) -> None:
    sent = cases.elsewhere(cases.called(api))
    text = value.format(cases.token())
    header = Header("Authorization", text, Origin("header"))
    ready = replace(sent["prepared"], headers=(*sent["prepared"].headers, header))
    case = cases.reply(cases.hashed(text), cases.INCOMPLETE, **(sent | {"prepared": ready}))
    found = diagnose(case)
    assert [(one.id, one.confidence) for one in found] == [(MEMBER.id, "certain")]
    assert found[0].title == f"{api.name} has no GET /petz"
    assert cases.rows(found[0])["Methods of this API nearby"].startswith("GET /pets")
