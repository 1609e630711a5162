from __future__ import annotations

import pytest

from apiclient_gui.core.finding import Problem
from apiclient_gui.core.gateway import arn

PETS = "arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod/GET/pets"


def test_text_and_parse_are_each_other_s_inverse() -> None:
    made = arn.MethodArn("us-east-1", "111122223333", "abcde12345", "prod", "GET", "pets/1:a/b")
    assert made.text == PETS + "/1:a/b"
    assert arn.parse(made.text) == made


def test_the_root_resource_ends_in_a_slash() -> None:
    root = arn.parse("arn:aws-cn:execute-api:cn-north-1:111122223333:abcde12345/$default/GET/")
    assert root.path == ""
    assert root.partition == "aws-cn"
    assert root.text.endswith("/$default/GET/")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "execute-api:/*",
        "arn:aws:s3:::bucket/key/a/b",
        "arn:aws:execute-api:us-east-1:1:api/prod",
        "x" * 100_000,
        "\0\ud800",
    ],
)
def test_what_is_no_method_arn_is_told(text: str) -> None:
    with pytest.raises(Problem) as caught:
        arn.parse(text)
    assert caught.value.trouble == "usage"
    assert caught.value.finding.id == "method_arn_invalid"
    shown = caught.value.finding.evidence[0].value
    assert len(shown) < 300
    shown.encode()


def test_the_account_is_masked_but_for_four_digits() -> None:
    assert arn.mask(PETS) == PETS.replace("111122223333", "********3333")


@pytest.mark.parametrize("text", ["", "*", "arn:aws:execute-api:us-east-1:*:api/prod/GET/pets"])
def test_what_has_no_account_stays(text: str) -> None:
    assert arn.mask(text) == text


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        (PETS, True),
        ("*", True),
        (PETS[:-1], False),  # …/GET/pet: case G1, an unanchored match would allow it
        (PETS + "/*", False),
        ("arn:aws:execute-api:us-east-1:111122223333:abcde12345/*/GET/pets", True),
        ("arn:aws:execute-api:us-east-1:111122223333:abcde12345/*", True),
        ("arn:aws:execute-api:us-east-1:111122223333:*pets", True),
        ("arn:aws:execute-api:us-east-1:111122223333:*/GET/pet?", True),
        ("arn:aws:execute-api:us-east-1:111122223333:*/GET/pets?", False),
        ("arn:aws:execute-api:*:*:*", True),
        ("arn:aws:execute-api:*", False),  # a star stays in its segment
        ("arn:aws:execute-api:us-east-?:111122223333:*", True),
        ("arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod/get/pets", False),
        ("arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod/GET/[p]ets", False),
        ("arn:aws:execute-api:us-east-1:111122223333:abcde12345/prod/GET/.*", False),
        ("", False),
    ],
)
def test_patterns(pattern: str, fits: bool) -> None:
    assert arn.fits(pattern, PETS) is fits


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("execute-api:/*", True),
        ("execute-api:/prod/*", True),
        ("execute-api:/prod/GET/pets", True),
        ("execute-api:/*/GET/p?ts", True),
        ("execute-api:/prod/GET/pet", False),
        ("execute-api:/prod/GET/", False),
        ("execute-api:/test/*", False),
        ("execute-api:/abcde12345/prod/GET/pets", False),
    ],
)
def test_the_short_form_of_a_resource_policy(pattern: str, fits: bool) -> None:
    assert arn.fits(pattern, PETS) is fits
    assert not arn.fits(pattern, PETS.replace("execute-api", "s3"))
    assert not arn.fits(pattern, "")


def test_a_path_may_hold_colons() -> None:
    assert arn.fits("arn:aws:execute-api:us-east-1:*:abcde12345/*/a:b", PETS + "/a:b")


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("", "", True),
        ("*", "", True),
        ("?", "", False),
        ("a*b*c", "a--b-b-c", True),
        ("a*b*c", "a--b-b-", False),
        ("*a", "aaab", False),
        ("a**", "a", True),
        ("?*?", "ab", True),
        ("*\n", "x\n", True),
        ("*", "*", True),
    ],
)
def test_globs(pattern: str, text: str, fits: bool) -> None:
    assert arn.glob(pattern, text) is fits


def test_many_stars_end_at_once() -> None:
    # A regular expression with forty times `.*a` would not come back on this text.
    assert not arn.glob("*a" * 40 + "b", "a" * 2000)
