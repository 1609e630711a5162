"""Trust and client certificates, at a real server that wants one; nothing ever asks on the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.model import Settings
from apiclient_gui.core.secret import Secret
from apiclient_gui.core.transport import Transport
from apiclient_gui.core.wire.trust import Trust
from tests.support.sends import answered, failed, prepared
from tests.support.sockets import Certificate, RawServer, make_certificate, ok

PASSPHRASE = "planted passphrase"


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


@pytest.fixture(scope="module")
def parties(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Certificate]:
    folder = tmp_path_factory.mktemp("tls")
    return {
        "server": make_certificate(folder, "127.0.0.1"),
        "open": make_certificate(folder, "client.example"),
        "locked": make_certificate(folder, "locked.example", passphrase=PASSPHRASE),
    }


def with_client(parties: dict[str, Certificate], name: str, **more: Any) -> Settings:
    given = {
        "ca_file": str(parties["server"].file),
        "cert_file": str(parties[name].file),
        "key_file": str(parties[name].key),
    }
    return Settings(**{**given, **more})


def refused(settings: Settings, passphrase: Secret | None = None) -> Finding:
    with pytest.raises(Problem) as caught:
        Trust().context(settings, passphrase)
    finding = caught.value.finding
    assert caught.value.trouble == "refused"
    assert finding.remedy
    assert finding.actions[0].parameters == {"place": "settings"}
    assert PASSPHRASE.encode() not in msgspec.json.encode(finding)
    return finding


def test_a_server_that_wants_a_certificate_gets_it(
    transport: Transport, parties: dict[str, Certificate]
) -> None:
    with RawServer(ok(b"in"), certificate=parties["server"], clients=parties["open"]) as server:
        request = prepared(server.host, scheme="https")
        delivery = transport.send(request, with_client(parties, "open"), Cancel())
        assert answered(delivery).body.content == b"in"
        without = Settings(ca_file=str(parties["server"].file))
        assert failed(transport.send(request, without, Cancel()))
        assert failed(
            transport.send(
                request, with_client(parties, "locked"), Cancel(), passphrase=Secret(PASSPHRASE)
            )
        )
        assert len(server.requests) == 1


def test_a_locked_key_is_opened_with_its_passphrase(
    transport: Transport, parties: dict[str, Certificate]
) -> None:
    with RawServer(ok(b"in"), certificate=parties["server"], clients=parties["locked"]) as server:
        request, settings = prepared(server.host, scheme="https"), with_client(parties, "locked")
        for _ in range(2):
            delivery = transport.send(request, settings, Cancel(), passphrase=Secret(PASSPHRASE))
            assert answered(delivery).body.content == b"in"
        assert server.connections == 1
        with pytest.raises(Problem):
            transport.send(request, settings, Cancel())


def test_a_certificate_is_not_shown_to_who_may_not_see_it(
    transport: Transport, parties: dict[str, Certificate]
) -> None:
    # Connections are kept by what they were made with: another certificate is another connection.
    with RawServer(ok(b"in"), certificate=parties["server"]) as server:
        request = prepared(server.host, scheme="https")
        for settings in (
            with_client(parties, "open"),
            Settings(ca_file=str(parties["server"].file)),
            Settings(verify=False),
            with_client(parties, "open", verify=False),
        ):
            answered(transport.send(request, settings, Cancel()))
        assert server.connections == 4
        answered(transport.send(request, with_client(parties, "open"), Cancel()))
        assert server.connections == 4


def test_certificate_and_key_may_stand_in_one_file(
    parties: dict[str, Certificate], tmp_path: Path
) -> None:
    both = tmp_path / "both.pem"
    both.write_bytes(parties["open"].key.read_bytes() + parties["open"].file.read_bytes())
    assert Trust().context(Settings(cert_file=str(both)), None)


def test_a_locked_key_without_a_passphrase_asks_nobody(parties: dict[str, Certificate]) -> None:
    for nothing in (None, Secret("")):
        assert refused(with_client(parties, "locked"), nothing).id == "client_key_locked"


@pytest.mark.parametrize("wrong", ["x", "x" * 5000, "\ud800", "\0"])
def test_a_wrong_passphrase_is_told(parties: dict[str, Certificate], wrong: str) -> None:
    finding = refused(with_client(parties, "locked"), Secret(wrong))
    assert finding.id == "client_key_passphrase_wrong"


def test_a_key_of_another_certificate_is_told(parties: dict[str, Certificate]) -> None:
    settings = with_client(parties, "open", key_file=str(parties["server"].key))
    assert refused(settings).id == "client_key_mismatch"


@pytest.mark.parametrize("content", [None, b"", b"no certificate", b"\0\xff", b"-----BEGIN"])
def test_files_that_are_none_are_told(
    parties: dict[str, Certificate], tmp_path: Path, content: bytes | None
) -> None:
    bad = tmp_path / "bad.pem"
    if content is not None:
        bad.write_bytes(content)
    name = str(bad)
    assert refused(with_client(parties, "open", ca_file=name)).id == "ca_file_unusable"
    found = refused(with_client(parties, "open", cert_file=name))
    assert found.id == "client_certificate_unusable"
    assert refused(with_client(parties, "open", key_file=name)).id == "client_key_unusable"


@pytest.mark.parametrize("name", ["a\0b", "/", "x" * 5000])
def test_names_that_are_no_files_are_told(parties: dict[str, Certificate], name: str) -> None:
    found = refused(with_client(parties, "open", cert_file=name))
    assert found.id == "client_certificate_unusable"
    assert refused(with_client(parties, "open", key_file=name)).id == "client_key_unusable"


def test_a_certificate_without_its_key_is_told(parties: dict[str, Certificate]) -> None:
    assert refused(with_client(parties, "open", key_file="")).id == "client_key_unusable"


def test_files_are_read_once_and_again_when_they_changed(
    parties: dict[str, Certificate], tmp_path: Path
) -> None:
    trust, ca = Trust(), tmp_path / "ca.pem"
    ca.write_bytes(parties["server"].file.read_bytes())
    settings = Settings(ca_file=str(ca))
    first = trust.context(settings, None)
    assert trust.context(settings, None) is first
    assert trust.context(Settings(ca_file=str(ca), verify=False), None) is not first
    os.utime(ca, ns=(1, 1))
    assert trust.context(settings, None) is not first


def test_a_folder_of_certificates_is_taken(tmp_path: Path) -> None:
    assert Trust().context(Settings(ca_file=str(tmp_path)), None)


def test_only_so_many_are_kept(tmp_path: Path) -> None:
    trust = Trust()
    first = trust.context(Settings(verify=False), None)
    for number in range(20):
        (tmp_path / str(number)).mkdir()
        trust.context(Settings(ca_file=str(tmp_path / str(number))), None)
    assert trust.context(Settings(verify=False), None) is not first
