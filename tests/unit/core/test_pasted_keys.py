"""AWS keys in whatever a person pastes; nothing of the text ever stands in a message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiclient_gui.core import pasted_keys
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.pasted_keys import PastedKeys, moment, read
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.factories import KEY_ID, SECRET_KEY, SESSION_TOKEN

K, S, T = KEY_ID, SECRET_KEY, SESSION_TOKEN
ENDS = "2026-03-04T05:06:07Z"


def keys(token: str | None = None, ends: datetime | None = None, key_id: str = K) -> AwsKeys:
    return AwsKeys(key_id, Secret(S), Secret(token) if token else None, ends)


BOTH = PastedKeys("", keys())
ALL = PastedKeys("", keys(T))
ENDING = PastedKeys("", keys(T, factories.NOW))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"export AWS_ACCESS_KEY_ID={K}\nexport AWS_SECRET_ACCESS_KEY={S}", BOTH),
        (f'export AWS_ACCESS_KEY_ID="{K}"\r\nexport AWS_SECRET_ACCESS_KEY="{S}"  \r\nexport AWS_SESSION_TOKEN=\'{T}\'\t\r\n', ALL),
        (f"export AWS_ACCESS_KEY_ID={K}; export AWS_SECRET_ACCESS_KEY={S}; export AWS_SESSION_TOKEN={T}; export AWS_CREDENTIAL_EXPIRATION={ENDS}", ENDING),
        (f"set AWS_ACCESS_KEY_ID={K}\r\nSET AWS_SECRET_ACCESS_KEY={S}\r\nset AWS_SESSION_TOKEN={T}\r\n", ALL),
        (f'set "AWS_ACCESS_KEY_ID={K}" && set "AWS_SECRET_ACCESS_KEY={S}"', BOTH),
        (f'$Env:AWS_ACCESS_KEY_ID="{K}"\r\n$Env:AWS_SECRET_ACCESS_KEY = "{S}"\r\n$env:AWS_SESSION_TOKEN="{T}"', ALL),
        (f"setx AWS_ACCESS_KEY_ID {K}\nsetx AWS_SECRET_ACCESS_KEY {S}", BOTH),
        (f"set -gx AWS_ACCESS_KEY_ID {K}\nset -gx AWS_SECRET_ACCESS_KEY '{S}'", BOTH),
        (f"setenv AWS_ACCESS_KEY_ID {K}\nsetenv AWS_SECRET_ACCESS_KEY {S}", BOTH),
        (f"# of today\nAWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY='{S}' # mine\nAWS_DEFAULT_REGION=eu-west-1\n", PastedKeys("", keys(), "eu-west-1")),
        (f"AWS_ACCESS_KEY_ID={K} AWS_SECRET_ACCESS_KEY={S} AWS_REGION=eu-west-1 aws s3 ls", PastedKeys("", keys(), "eu-west-1")),
        (f"env:\n  AWS_ACCESS_KEY_ID: {K}\n  AWS_SECRET_ACCESS_KEY: '{S}'\n", BOTH),
        (f"[default]\naws_access_key_id = {K}\naws_secret_access_key={S}   \n", PastedKeys("default", keys())),
        (f"[profile dev]\nregion=eu-west-1\naws_secret_access_key={S}\naws_access_key_id={K}\naws_session_token = {T}\naws_session_expiration = 2026-03-04 05:06:07 +0000 UTC", PastedKeys("dev", keys(T, factories.NOW), "eu-west-1")),
        (f'{{"Credentials":{{"AccessKeyId":"{K}","SecretAccessKey":"{S}","SessionToken":"{T}","Expiration":"2026-03-04T05:06:07+00:00"}},"AssumedRoleUser":{{"Arn":"arn:aws:sts::1:assumed-role/demo/me"}}}}', PastedKeys("demo", keys(T, factories.NOW))),
        (f'{{"roleCredentials":{{"accessKeyId":"{K}","secretAccessKey":"{S}","sessionToken":"{T}","expiration":1772600767000}}}}', ENDING),
        (f'{{"Version":1,"AccessKeyId":"{K}","SecretAccessKey":"{S.replace("/", chr(92) + "/")}"}}', BOTH),
        (f'{{"IdentityId":"x","Credentials":{{"AccessKeyId":"{K}","SecretKey":"{S}","SessionToken":"{T}","Expiration":1772600767.0}}}}', ENDING),
        (f'{{"Code":"Success","AccessKeyId":"{K}","SecretAccessKey":"{S}","Token":"{T}","Expiration":"{ENDS}"}}', ENDING),
        (f'{{"AccessKey":{{"UserName":"bob","AccessKeyId":"{K}","Status":"Active","SecretAccessKey":"{S}"}}}}', PastedKeys("bob", keys())),
        (f'{{"AWS_ACCESS_KEY_ID":"{K}","AWS_SECRET_ACCESS_KEY":"{S}"}}', BOTH),
        (f'"accessKeyId": "{K}",\n"secretAccessKey": "{S}",', BOTH),
        (f"\ufeffAccess key ID,Secret access key\r\n{K},{S}\r\n", BOTH),
        (f"User name,Password,Access key ID,Secret access key,Console login link\nann,,{K},{S},https://x\n", PastedKeys("ann", keys())),
        (f"<Credentials><AccessKeyId>{K}</AccessKeyId><SecretAccessKey>{S}</SecretAccessKey><SessionToken>{T}</SessionToken><Expiration>{ENDS}</Expiration></Credentials>", ENDING),
        (f"AccessKeyId     : {K}\nExpiration      : 3/4/2026 5:06:07 AM\nSecretAccessKey : {S}\nSessionToken    : {T}", ALL),
    ],
)  # fmt: skip
def test_every_form_is_read(text: str, found: PastedKeys) -> None:
    assert read(text) == (found,)


def test_several_sections_are_several_keys() -> None:
    text = f"[a]\naws_access_key_id={K}\naws_secret_access_key={S}\n[empty]\nregion=x\n[b]\naws_access_key_id=ASIAX\naws_secret_access_key={S}\naws_session_token={T}\n"
    assert read(text) == (
        PastedKeys("a", keys()),
        PastedKeys("b", keys(T, key_id="ASIAX")),
    )


@pytest.mark.parametrize(
    ("section", "name"), [("a\0b\x1b[31m", "ab[31m"), ("x" * 300, "x" * 100), ("\ud800 ü", "ü")]
)
def test_a_name_can_be_shown(section: str, name: str) -> None:
    (found,) = read(f"[{section}]\naws_access_key_id={K}\naws_secret_access_key={S}")
    assert found.name == name


def test_several_sets_without_sections_are_told_apart() -> None:
    text = f"AWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY={S}\nAWS_ACCESS_KEY_ID=OTHER\nAWS_SECRET_ACCESS_KEY={S}"
    assert [one.keys.access_key_id for one in read(text)] == [K, "OTHER"]


def test_the_same_keys_twice_are_one() -> None:
    text = f"AWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY={S}\n"
    assert read(text * 3) == (BOTH,)


def test_what_is_commented_out_is_not_there() -> None:
    lines = (f"# AWS_ACCESS_KEY_ID={K}", f"; AWS_SECRET_ACCESS_KEY={S}", "REM AWS_SESSION_TOKEN=x")
    with pytest.raises(Problem):
        read("\n".join(lines))


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("", ""),
        ("hello", ""),
        ("{", ""),
        ("[" * 100_000, ""),
        ("\0\ud800", ""),
        ('"' * 1000, ""),
        (f"AWS_ACCESS_KEY_ID={K}", "There is an access key id, but no secret access key."),
        (f"aws_secret_access_key={S}", "There is a secret access key, but no access key id."),
        (f'{{"AccessKeyId":"{K}","SecretAccessKey":null}}', "There is an access key id, but no secret access key."),
        (f"AWS_ACCESS_KEY_ID={K}/x\nAWS_SECRET_ACCESS_KEY={S}", "What stands there is no valid pair of access key id and secret access key."),
        (f"AWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY=a\ud800b", "What stands there is no valid pair of access key id and secret access key."),
        (f"AWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY='two words'", "What stands there is no valid pair of access key id and secret access key."),
    ],
)  # fmt: skip
def test_what_holds_no_keys_is_told_without_repeating_it(text: str, detail: str) -> None:
    with pytest.raises(Problem) as refused:
        read(text)
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("refused", "no_keys_in_text")
    assert finding.detail == detail
    assert K not in repr(finding)
    assert S not in repr(finding)


def test_no_picture_of_what_was_read_tells_a_secret() -> None:
    (found,) = read(f"AWS_ACCESS_KEY_ID={K}\nAWS_SECRET_ACCESS_KEY={S}")
    assert S not in repr(found)


def test_a_text_may_be_too_long() -> None:
    with pytest.raises(Problem) as refused:
        read("x" * (pasted_keys.LONGEST + 1))
    assert refused.value.finding.id == "keys_text_too_long"


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert read(text)
    except Problem as problem:
        assert problem.finding.id == "no_keys_in_text"  # noqa: PT017  # either is right


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_read_as_windows_writes_them(encoding: str) -> None:
    assert pasted_keys.decoded(f"ü{K}".encode(encoding)) == f"ü{K}"


@pytest.mark.parametrize("content", [b"\xff", b"\xff\xfe\x00", b"\x80" * 9])
def test_bytes_that_are_no_text_hold_no_keys(content: bytes) -> None:
    with pytest.raises(Problem) as refused:
        pasted_keys.decoded(content)
    assert refused.value.finding.id == "no_keys_in_text"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-03-04T05:06:07Z", factories.NOW),
        (" 2026-03-04T06:06:07+01:00\n", factories.NOW),
        ("2026-03-04 05:06:07", factories.NOW),
        ("2026-03-04 05:06:07 +0000 UTC", factories.NOW),
        ("20260304T050607Z", factories.NOW),
        ("1772600767", factories.NOW),
        ("1772600767000", factories.NOW),
        ("1772600767.5", factories.NOW + timedelta(seconds=0.5)),
        ("9999-12-31T23:59:59Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2026-03-04", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("999999999999999", None),
        ("3/4/2026 5:06:07 AM", None),
        ("nan", None),
        ("", None),
        ("\ud800", None),
    ],
)
def test_times(text: str, found: datetime | None) -> None:
    assert moment(text) == found
