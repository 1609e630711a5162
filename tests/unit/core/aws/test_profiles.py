"""Profiles of the AWS configuration files: all that botocore resolves, nothing else, and one finding for what goes wrong."""

from __future__ import annotations

import json
import logging
import os
import select
import threading
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest
from moto.server import ThreadedMotoServer

from apiclient_gui.core import aws
from apiclient_gui.core.cancel import Cancel, Cancelled
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.flow import Ask, Text
from apiclient_gui.core.model import AwsKeys, Settings
from apiclient_gui.core.secret import Secret
from tests.support.aws_files import AwsFiles
from tests.support.sockets import Answer, RawServer, make_certificate, ok

ROLE = "arn:aws:iam::123456789012:role"
KEYS = """
    [base]
    aws_access_key_id = AKIABASE
    aws_secret_access_key = base-secret
    """
LATER = "2099-01-02T03:04:05Z"


class Person:
    """Answers each question with the next code; remembers what was asked."""

    def __init__(self, *codes: str | Secret) -> None:
        self.codes = list(codes)
        self.asked: list[Ask] = []

    def ask(self, step: Ask, cancel: Cancel) -> Mapping[str, Text]:
        cancel.check()
        self.asked.append(step)
        return {step.fields[0].key: self.codes.pop(0)}


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield f"http://127.0.0.1:{server.get_host_and_port()[1]}"
    server.stop()


def keys(name: str = "x", person: Person | None = None, cancel: Cancel | None = None) -> AwsKeys:
    ask = person.ask if person else None
    return aws.profile_keys(name, Settings(timeout=10), ask, cancel or Cancel())


def refused(name: str = "x", person: Person | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        keys(name, person)
    finding = caught.value.finding
    assert finding.evidence[0].value == name
    assert finding.remedy
    assert "-secret" not in repr(finding)
    return caught.value


def told(problem: Problem) -> tuple[str, str]:
    return problem.trouble, problem.finding.id


# ---- keys that stand in a file


@pytest.mark.parametrize("where", ["config", "credentials"])
def test_static_keys_have_no_end(files: AwsFiles, where: str) -> None:
    section = "profile x" if where == "config" else "x"
    text = f"""
        [{section}]
        aws_access_key_id = AKIAX
        aws_secret_access_key = the-secret
        aws_session_token = the+token==
        """
    files.write(**{where: text})
    assert keys() == AwsKeys("AKIAX", Secret("the-secret"), Secret("the+token=="))


def test_the_secrets_of_all_profiles_are_masked_before_anything_is_called(files: AwsFiles) -> None:
    files.write(credentials=KEYS)
    learnt: list[Secret] = []
    with pytest.raises(Problem):
        aws.profile_keys("x", Settings(), None, Cancel(), learn=learnt.append)
    assert learnt == [Secret("base-secret")]


def test_case_c2_a_profile_that_is_not_there_is_refused_by_name(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Keys from elsewhere are never used in its stead.
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "env-secret")
    files.write(config="[profile dev]\nregion=eu-west-1\n[default]\n", credentials=KEYS)
    problem = refused("prod")
    assert told(problem) == ("refused", "profile_not_found")
    assert "'prod'" in problem.finding.title
    evidence = {one.label: one.value for one in problem.finding.evidence}
    assert evidence["Profiles there"] == "base, default, dev"
    assert evidence["Config file"] == str(files.config)
    assert evidence["Credentials file"] == str(files.credentials)


def test_without_any_file_there_is_no_profile(files: AwsFiles) -> None:
    problem = refused("default")
    assert told(problem) == ("refused", "profile_not_found")
    assert "none" in [one.value for one in problem.finding.evidence]


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800", "x" * 100_000, "profile dev"])
def test_odd_names_are_not_there_either(files: AwsFiles, name: str) -> None:
    files.write(config="[profile dev]\n")
    assert told(refused(name)) == ("refused", "profile_not_found")


def test_nothing_outside_of_the_profile_gives_keys(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.dumps(
        {"AccessKeyId": "A", "SecretAccessKey": "B", "Token": "C", "Expiration": LATER}
    )
    with RawServer(ok(document.encode())) as metadata:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "env-secret")
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://{metadata.host}/keys")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", f"http://{metadata.host}/")
        monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(files.config))
        monkeypatch.setenv("AWS_ROLE_ARN", f"{ROLE}/env")
        monkeypatch.setenv("AWS_PROFILE", "base")
        files.write(config="[profile x]\nregion = eu-west-1\n", credentials=KEYS)
        assert told(refused()) == ("refused", "profile_without_credentials")
        assert not metadata.requests


@pytest.mark.parametrize(
    ("lines", "id_"),
    [
        ("aws_access_key_id = AKIAX", "profile_incomplete"),
        ("aws_access_key_id = AKIAX\naws_secret_access_key =", "profile_keys_unusable"),
        ("aws_access_key_id = A KIA\naws_secret_access_key = s", "profile_keys_unusable"),
        ("aws_access_key_id = AKIAX\naws_secret_access_key = s\n  more", "profile_keys_unusable"),
        ("aws_access_key_id = AKIAX\naws_secret_access_key = s\naws_session_token = t\n  u", "profile_keys_unusable"),
        (f"role_arn = {ROLE}/r", "profile_incomplete"),
        (f"role_arn = {ROLE}/r\nsource_profile = nobody", "profile_incomplete"),
        (f"role_arn = {ROLE}/r\ncredential_source = Nowhere", "profile_incomplete"),
        (f"role_arn = {ROLE}/r\ncredential_source = Environment\nsource_profile = x", "profile_incomplete"),
        ("sso_account_id = 1\nsso_role_name = r", "profile_incomplete"),
        ("sso_session = gone\nsso_account_id = 1\nsso_role_name = r", "profile_incomplete"),
        ("web_identity_token_file = t", "profile_incomplete"),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(files: AwsFiles, lines: str, id_: str) -> None:
    files.config.write_text(f"[profile x]\nregion = eu-west-1\n{lines}\n")
    assert told(refused()) == ("refused", id_)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("aws_secret_access_key = planted-secret\n", 1),
        ("[x]\naws_secret_access_key planted-secret\n", 2),
        ("[x]\na = 1\n[x]\naws_secret_access_key = planted-secret\n", 3),
        ("[x]\na = planted-secret\na = planted-secret\n", 3),
        ("[x]\ns3 =\n  planted-secret\n", None),
        ("[x]\na = \xff\n", None),
    ],
)
@pytest.mark.parametrize("where", ["config", "credentials"])
def test_a_broken_file_is_told_by_its_line_and_not_quoted(
    files: AwsFiles, where: str, text: str, line: int | None
) -> None:
    path = getattr(files, where)
    path.write_bytes(text.encode("latin-1"))
    problem = refused()
    assert told(problem) == ("refused", "profile_config_broken")
    evidence = {one.label: one.value for one in problem.finding.evidence}
    assert evidence["File"] == str(path)
    assert evidence.get("Line") == (str(line) if line else None)
    assert "planted" not in repr(problem.finding)
    assert aws.profile_names() == ()


def test_a_file_that_may_not_be_read_is_not_taken_for_an_empty_one(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write(credentials=KEYS)
    # Root may read everything: so the system is asked in another way.
    monkeypatch.setattr("os.access", lambda path, _mode: path != files.credentials)
    problem = refused("base")
    assert told(problem) == ("refused", "profile_files_unreadable")
    assert str(files.credentials) in [one.value for one in problem.finding.evidence]


# ---- credential_process


def process(files: AwsFiles, code: str, more: str = "") -> None:
    command = files.process(code)
    files.config.write_text(
        f"[profile x]\nregion = eu-west-1\ncredential_process = {command}\n{more}"
    )


@pytest.mark.parametrize("expiration", [LATER, None])
def test_a_process_gives_keys_and_their_end(files: AwsFiles, expiration: str | None) -> None:
    document = {
        "Version": 1,
        "AccessKeyId": "ASIAX",
        "SecretAccessKey": "s",
        "SessionToken": "t",
        **({"Expiration": expiration} if expiration else {}),
    }
    process(files, f"print({json.dumps(document)!r})")
    ends = datetime(2099, 1, 2, 3, 4, 5, tzinfo=UTC) if expiration else None
    assert keys() == AwsKeys("ASIAX", Secret("s"), Secret("t"), ends)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import sys; sys.stderr.write('planted'); sys.exit(3)", "exit code 3"),
        ("import os; os.abort()", "signal 6"),
        ("print('planted')", "no JSON document"),
        ("print('[1]')", "no JSON document"),
        ("""print('{"Version": 2}')""", "no JSON document"),
        ("""print('{"Version": 1, "AccessKeyId": "planted"}')""", "no JSON document"),
        ("import sys; sys.stdout.buffer.write(bytes([255]))", "no JSON document"),
        ("""print('{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s","Expiration":"planted"}')""", "no JSON document"),
    ],
)  # fmt: skip
def test_what_a_process_wrote_is_never_quoted(
    files: AwsFiles, code: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    process(files, code)
    with caplog.at_level(logging.INFO):
        problem = refused()
    assert told(problem) == ("login", "credential_process_failed")
    assert words in problem.finding.detail
    assert "planted" not in repr(problem.finding) + caplog.text


def test_a_process_that_cannot_be_started(files: AwsFiles) -> None:
    files.write(config="[profile x]\ncredential_process = /no/such/program\n")
    problem = refused()
    assert told(problem) == ("login", "credential_process_failed")
    assert "No such file" in problem.finding.detail


def test_keys_that_have_ended_already(files: AwsFiles) -> None:
    document = {"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "SessionToken": "t"}
    past = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    process(files, f"print({json.dumps({**document, 'Expiration': past})!r})")
    assert told(refused()) == ("login", "profile_keys_ended")


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process as Linux can")
def test_a_hanging_process_is_let_go_and_ended(files: AwsFiles) -> None:
    with RawServer(Answer(then="hang")) as server:
        process(
            files,
            f"""
            import os, socket
            with socket.create_connection(("127.0.0.1", {server.port})) as line:
                line.sendall(b"GET /%d HTTP/1.1\\r\\n\\r\\n" % os.getpid())
                line.recv(1)
            """,
        )
        cancel = Cancel()
        ends: list[int] = []

        def stop() -> None:
            server.wait_requests(1)
            ends.append(os.pidfd_open(int(server.requests[0].split()[1][1:])))
            cancel.request()

        watcher = threading.Thread(target=stop)
        watcher.start()
        with pytest.raises(Cancelled):
            keys(cancel=cancel)
        watcher.join()
        assert select.select(ends, [], [], 30)[0] == ends
        os.close(ends[0])


# ---- roles


def chain(files: AwsFiles, endpoint: str, more: str = "") -> None:
    files.write(
        config=f"""
        [profile x]
        role_arn = {ROLE}/second
        source_profile = first
        role_session_name = of-x
        region = eu-west-1
        services = here
        [profile first]
        role_arn = {ROLE}/first
        source_profile = base
        external_id = partner
        duration_seconds = 1800
        [services here]
        sts =
          endpoint_url = {endpoint}
        """,
        credentials=KEYS,
    )
    if more:
        text = files.config.read_text().replace(
            "role_session_name = of-x\n", f"role_session_name = of-x\n{more}\n"
        )
        files.config.write_text(text)


def test_a_chain_of_roles(files: AwsFiles, moto: str) -> None:
    chain(files, moto)
    found = keys()
    assert found.access_key_id.startswith("ASIA")
    assert found.session_token
    assert found.expires_at is not None
    assert found.expires_at > datetime.now(UTC)
    assert found.expires_at.tzinfo is UTC


def assumed(key_id: str, expires: str = LATER) -> bytes:
    return ok(
        f"""<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>{key_id}</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>tok</SessionToken>
        <Expiration>{expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>""".encode(),
        "Content-Type: text/xml",
    )


def denied(code: str, words: str, status: str = "403 Forbidden") -> bytes:
    return ok(
        f'<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{words}</Message></Error></ErrorResponse>".encode(),
        "Content-Type: text/xml",
        status=status,
    )


def test_each_role_of_a_chain_is_assumed_with_the_keys_before_it(files: AwsFiles) -> None:
    with RawServer(assumed("ASIAFIRST"), assumed("ASIASECOND")) as server:
        chain(files, f"http://{server.host}")
        assert keys().access_key_id == "ASIASECOND"
    first, second = (one.decode() for one in server.requests)
    assert "Credential=AKIABASE/" in first
    assert "/eu-west-1/sts/aws4_request" in first
    assert "ExternalId=partner" in first
    assert "DurationSeconds=1800" in first
    assert "Credential=ASIAFIRST/" in second
    assert "RoleSessionName=of-x" in second


def test_the_code_of_an_mfa_device_is_asked_of_the_person(files: AwsFiles) -> None:
    with RawServer(assumed("ASIAFIRST"), assumed("ASIASECOND")) as server:
        chain(files, f"http://{server.host}", "mfa_serial = arn:aws:iam::123456789012:mfa/me")
        person = Person(Secret(" 123456 "))
        assert keys(person=person).access_key_id == "ASIASECOND"
    (step,) = person.asked
    assert "arn:aws:iam::123456789012:mfa/me" in step.detail
    assert [field.key for field in step.fields] == ["code"]
    assert b"TokenCode=123456" in server.requests[1]


def test_without_a_person_a_device_ends_it(files: AwsFiles) -> None:
    with RawServer(assumed("ASIAFIRST")) as server:
        chain(files, f"http://{server.host}", "mfa_serial = arn:aws:iam::123456789012:mfa/me")
        assert told(refused()) == ("login", "person_needed")


def test_a_person_who_gives_up_is_told_as_such(files: AwsFiles) -> None:
    with RawServer(assumed("ASIAFIRST")) as server:
        chain(files, f"http://{server.host}", "mfa_serial = arn:aws:iam::123456789012:mfa/me")

        def leave(_step: Ask, _cancel: Cancel) -> Mapping[str, Text]:
            raise Cancelled

        with pytest.raises(Cancelled):
            aws.profile_keys("x", Settings(), leave, Cancel())


@pytest.mark.parametrize(
    ("reply", "id_", "word"),
    [
        (denied("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. "), "mfa_code_wrong", "one time"),
        (denied("AccessDenied", "User: arn:x is not authorized to perform: sts:AssumeRole"), "role_refused", "sts:AssumeRole"),
        (denied("ExpiredToken", "The security token included in the request is expired"), "profile_keys_ended", "expired"),
        (denied("SignatureDoesNotMatch", "It does not match.\nThe Canonical String was planted"), "role_refused", "does not match"),
    ],
)  # fmt: skip
def test_what_sts_refuses(files: AwsFiles, reply: bytes, id_: str, word: str) -> None:
    with RawServer(reply) as server:
        chain(files, f"http://{server.host}")
        problem = refused()
    assert told(problem) == ("login", id_)
    assert word in problem.finding.detail
    assert "planted" not in repr(problem.finding)
    assert len(server.requests) == 1


def test_a_service_that_is_not_there(files: AwsFiles) -> None:
    chain(files, "http://127.0.0.1:1")
    problem = refused()
    assert told(problem) == ("transport", "profile_unreached")
    assert "127.0.0.1:1" in problem.finding.detail


def test_settings_reach_the_service(files: AwsFiles) -> None:
    with RawServer(assumed("ASIAFIRST"), assumed("ASIASECOND")) as proxy:
        chain(files, "http://sts.example")
        settings = Settings(timeout=5, proxy=f"http://{proxy.host}")
        assert aws.profile_keys("x", settings, None, Cancel()).access_key_id == "ASIASECOND"
    assert proxy.requests[0].startswith(b"POST http://sts.example/ HTTP/1.1")


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_certificates_are_trusted_as_the_settings_say(files: AwsFiles) -> None:
    certificate = make_certificate(files.folder, "localhost")
    answers = (assumed("ASIAFIRST"), assumed("ASIASECOND"))
    for settings in (Settings(ca_file=str(certificate.file)), Settings(verify=False)):
        with RawServer(*answers, certificate=certificate) as server:
            chain(files, f"https://localhost:{server.port}")
            assert aws.profile_keys("x", settings, None, Cancel()).access_key_id == "ASIASECOND"
    with RawServer(*answers, certificate=certificate) as server:
        chain(files, f"https://localhost:{server.port}")
        problem = refused()
    assert told(problem) == ("transport", "profile_unreached")
    assert "CERTIFICATE_VERIFY_FAILED" in problem.finding.detail


def test_a_hanging_service_is_left_alone(files: AwsFiles) -> None:
    with RawServer(Answer(then="hang")) as server:
        chain(files, f"http://{server.host}")
        cancel = Cancel()

        def stop() -> None:
            server.wait_requests(1)
            cancel.request()

        watcher = threading.Thread(target=stop)
        watcher.start()
        with pytest.raises(Cancelled):
            keys(cancel=cancel)
        watcher.join()


def test_a_chain_that_leads_back_to_itself(files: AwsFiles) -> None:
    files.write(
        config=f"""
        [profile x]
        role_arn = {ROLE}/a
        source_profile = y
        [profile y]
        role_arn = {ROLE}/b
        source_profile = x
        """
    )
    problem = refused()
    assert told(problem) == ("refused", "profile_loop")
    assert "x → y → x" in problem.finding.detail


def test_a_source_that_a_person_wrote_into_the_profile_is_used(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAENV")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "env-secret")
    with RawServer(assumed("ASIAFIRST")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{server.host}")
        files.write(
            config=f"""
            [profile x]
            role_arn = {ROLE}/r
            credential_source = Environment
            region = eu-west-1
            """
        )
        assert keys().access_key_id == "ASIAFIRST"
    assert b"Credential=AKIAENV/" in server.requests[0]


def test_a_process_gives_the_keys_for_a_role(files: AwsFiles) -> None:
    process(files, "import sys; sys.exit(9)")
    text = files.config.read_text().replace("profile x", "profile maker")
    files.config.write_text(
        f"{text}\n[profile x]\nrole_arn = {ROLE}/r\nsource_profile = maker\nregion = eu-west-1\n"
    )
    problem = refused()
    assert told(problem) == ("login", "credential_process_failed")
    assert "exit code 9" in problem.finding.detail


def test_a_profile_without_a_region_takes_that_of_the_environment(
    files: AwsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.write(
        config=f"[profile x]\nrole_arn = {ROLE}/r\nsource_profile = base\n", credentials=KEYS
    )
    with RawServer(assumed("ASIAFIRST")) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", f"http://{server.host}")
        monkeypatch.setenv("AWS_REGION", "eu-south-1")
        assert keys().access_key_id == "ASIAFIRST"
    assert b"/eu-south-1/sts/" in server.requests[0]
    assert aws.profile_region("x") == ""


def test_a_web_identity(files: AwsFiles, moto: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", moto)
    token = files.folder / "token"
    token.write_text("a.b.c")
    files.write(
        config=f"""
        [profile x]
        role_arn = {ROLE}/web
        web_identity_token_file = {token}
        role_session_name = me
        region = eu-west-1
        """
    )
    assert keys().access_key_id.startswith("ASIA")
    token.unlink()
    problem = refused()
    assert told(problem) == ("login", "profile_unresolved")
    assert "FileNotFoundError" in problem.finding.detail


# ---- IAM Identity Center

PORTAL_REPLY = json.dumps(
    {"roleCredentials": {"accessKeyId": "ASIASSO", "secretAccessKey": "s", "sessionToken": "t", "expiration": 4070909045000}}
).encode()  # fmt: skip


def sso(files: AwsFiles, endpoint: str, header: str, name: str, heading: str = "profile x") -> None:
    files.write(
        config=f"""
        [{heading}]
        sso_session = {name}
        sso_account_id = 123456789012
        sso_role_name = Reader
        services = here
        [{header}]
        sso_region = eu-west-1
        sso_start_url = https://example.awsapps.com/start
        sso_registration_scopes = sso:account:access
        [services here]
        sso =
          endpoint_url = {endpoint}
        sso_oidc =
          endpoint_url = {endpoint}
        """
    )


@pytest.mark.parametrize("header", ["sso-session 'my org'", 'sso-session "my org"'])
def test_case_c3_an_sso_session_with_a_space_in_its_name(files: AwsFiles, header: str) -> None:
    files.sso_token("my org", accessToken="sso-token", expiresAt=LATER)
    with RawServer(ok(PORTAL_REPLY, "Content-Type: application/json")) as server:
        sso(files, f"http://{server.host}", header, "my org", "profile 'my dev'")
        assert aws.profile_names() == ("my dev",)
        found = keys("my dev")
    assert found.access_key_id == "ASIASSO"
    assert found.expires_at == datetime(2099, 1, 1, 0, 4, 5, tzinfo=UTC)
    sent = server.requests[0]
    assert sent.startswith(b"GET /federation/credentials?role_name=Reader&account_id=123456789012 ")
    assert b"x-amz-sso_bearer_token: sso-token" in sent
    assert b"authorization" not in sent.lower()


def test_the_space_without_quotes_is_told_of(files: AwsFiles) -> None:
    sso(files, "http://127.0.0.1:1", "sso-session my org", "my org")
    problem = refused()
    assert told(problem) == ("refused", "profile_incomplete")
    assert "my org" in problem.finding.detail
    assert "quotes" in problem.finding.remedy


@pytest.mark.parametrize("expires", [None, "2020-01-01T00:00:00Z"])
def test_a_session_that_is_not_there_or_has_ended(files: AwsFiles, expires: str | None) -> None:
    if expires:
        files.sso_token("org", accessToken="sso-token", expiresAt=expires)
    answer = ok(b'{"message":"Session token not found or invalid"}', status="401 Unauthorized")
    with RawServer(answer) as server:
        sso(files, f"http://{server.host}", "sso-session org", "org")
        problem = refused()
    assert told(problem) == ("login", "sso_session_ended")
    assert "aws sso login --profile x" in problem.finding.remedy
    assert "IAM Identity Center" in problem.finding.remedy


def test_a_portal_that_ended_the_session(files: AwsFiles) -> None:
    files.sso_token("org", accessToken="sso-token", expiresAt=LATER)
    answer = ok(
        b'{"message":"Session token not found or invalid"}',
        "Content-Type: application/json",
        "x-amzn-ErrorType: UnauthorizedException",
        status="401 Unauthorized",
    )
    with RawServer(answer) as server:
        sso(files, f"http://{server.host}", "sso-session org", "org")
        assert told(refused()) == ("login", "sso_session_ended")


def test_a_session_of_before_sso_sessions(files: AwsFiles) -> None:
    url = "https://example.awsapps.com/start"
    files.sso_token(url, accessToken="sso-token", expiresAt=LATER)
    with RawServer(ok(PORTAL_REPLY, "Content-Type: application/json")) as server:
        files.write(
            config=f"""
            [profile x]
            sso_start_url = {url}
            sso_region = eu-west-1
            sso_account_id = 123456789012
            sso_role_name = Reader
            services = here
            [services here]
            sso =
              endpoint_url = http://{server.host}
            """
        )
        assert keys().access_key_id == "ASIASSO"


def test_a_session_of_aws_login_that_is_not_there(files: AwsFiles) -> None:
    files.write(config="[profile x]\nlogin_session = arn:aws:iam::1:user/me\nregion = eu-west-1\n")
    problem = refused()
    assert told(problem) == ("login", "sso_session_ended")
    assert "aws login --profile x" in problem.finding.remedy
