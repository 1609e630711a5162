"""Key sets and discovery documents, fetched from servers of this computer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from apiclient_gui.core import tokens
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.keys import Discovery, KeyStore
from apiclient_gui.core.transport import Transport
from tests.support.signed_tokens import jwk, key_set, signed
from tests.support.sockets import Answer, RawServer, free_port, ok


@dataclass
class Watch:
    """A clock that goes when told."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def transport() -> Iterator[Transport]:
    made = Transport()
    yield made
    made.close()


def store(transport: Transport, watch: Watch | None = None) -> KeyStore:
    return KeyStore(transport, now=watch or Watch())


def refusal(transport: Transport, url: str) -> tuple[str, str]:
    """Return how the fetch of a key set ends that must fail."""
    with pytest.raises(Problem) as caught:
        store(transport).fetch(url, Cancel())
    finding = caught.value.finding
    assert finding.title
    assert finding.remedy
    return caught.value.trouble, finding.id


def test_a_key_set_is_fetched_and_checks_a_token(transport: Transport) -> None:
    with RawServer(ok(key_set())) as server:
        keys = store(transport).fetch(f"http://{server.host}/keys?v=1", Cancel())
    assert tokens.verify(signed({}), keys).verified is True
    (request,) = server.requests
    assert request.startswith(b"GET /keys?v=1 HTTP/1.1\r\n")
    assert b"authorization" not in request.lower()


def test_it_is_kept_for_five_minutes(transport: Transport) -> None:
    watch = Watch()
    with RawServer(ok(key_set()), ok(key_set(jwk(kid="k2")))) as server:
        keys, url = store(transport, watch), f"http://{server.host}/keys"
        first = keys.fetch(url, Cancel(), key_id="k1")
        watch.seconds = 299
        assert keys.fetch(url, Cancel()) is first
        watch.seconds = 300
        assert keys.fetch(url, Cancel()).knows("k2")
        assert len(server.requests) == 2


def test_an_unknown_key_id_asks_again_once_a_minute(transport: Transport) -> None:
    watch = Watch()
    with RawServer(ok(key_set()), ok(key_set(jwk(kid="k2")))) as server:
        keys, url = store(transport, watch), f"http://{server.host}/keys"
        keys.fetch(url, Cancel(), key_id="k2")
        watch.seconds = 59
        assert not keys.fetch(url, Cancel(), key_id="k2").knows("k2")
        assert len(server.requests) == 1
        watch.seconds = 60
        assert keys.fetch(url, Cancel(), key_id="k2").knows("k2")
        keys.fetch(url, Cancel(), key_id="gone")
        assert len(server.requests) == 2


def test_each_url_has_keys_of_its_own(transport: Transport) -> None:
    with RawServer(ok(key_set()), ok(key_set(jwk(kid="k2")))) as server:
        keys = store(transport)
        assert keys.fetch(f"http://{server.host}/1", Cancel()).knows("k1")
        assert keys.fetch(f"http://{server.host}/2", Cancel()).knows("k2")


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (ok(b"no json"), "keys_unreadable"),
        (ok(b'{"keys":[]}'), "keys_unreadable"),
        (ok(b"x" * (2**20 + 1)), "keys_too_large"),
        (ok(b" " * 2**20 * 9), "keys_too_large"),
        (ok(b"", status="404 Not Found"), "keys_refused"),
        (ok(b"", status="204 No Content"), "keys_refused"),
        (ok(b"", "Location: https://example.com/", status="302 Found"), "keys_redirected"),
        (Answer(then="close"), "keys_unreachable"),
        (b"no http\r\n\r\n", "keys_unreachable"),
    ],
)
def test_what_cannot_be_used_is_told(
    transport: Transport, answer: Answer | bytes, key: str
) -> None:
    with RawServer(answer) as server:
        assert refusal(transport, f"http://{server.host}/") == ("transport", key)


def test_nobody_there(transport: Transport) -> None:
    assert refusal(transport, f"http://127.0.0.1:{free_port()}/")[1] == "keys_unreachable"


def test_a_cancelled_fetch_ends(transport: Transport) -> None:
    cancel = Cancel()
    cancel.request()
    with RawServer(ok(key_set())) as server, pytest.raises(Problem) as caught:
        store(transport).fetch(f"http://{server.host}/", cancel)
    assert caught.value.finding.id == "keys_unreachable"
    assert server.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/keys",
        "example.com/keys",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "",
        "https://user:word@example.com/",
        "http://{{host}}/",
        "https://exämple.com/",
        "https://example.com/\r\nX: y",
        "https://example.com/\ud800",
        "http://127.0.0.1.example.com/",
    ],
)
def test_what_is_not_fetched(transport: Transport, url: str) -> None:
    assert refusal(transport, url)[0] == "refused"


def test_an_issuer_tells_where_its_keys_are(transport: Transport) -> None:
    with RawServer() as server:
        issuer = f"http://{server.host}/pool"
        uri = f"http://{server.host}/keys"
        document = json.dumps({"issuer": issuer, "jwks_uri": uri}).encode()
        server._answers = [Answer(ok(document)), Answer(ok(key_set()))]
        keys = store(transport)
        assert keys.of_issuer(issuer, Cancel(), key_id="k1").knows("k1")
        assert keys.discover(issuer, Cancel()) == Discovery(issuer, uri)
        assert [one.split(b" ")[1] for one in server.requests] == [
            b"/pool/.well-known/openid-configuration",
            b"/keys",
        ]


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({"issuer": "{issuer}/", "jwks_uri": "https://a/"}, "issuer_differs"),
        ({"issuer": "https://other", "jwks_uri": "https://a/"}, "issuer_differs"),
        ({"issuer": "{issuer}"}, "discovery_unreadable"),
        ({"jwks_uri": "https://a/"}, "discovery_unreadable"),
        ({"issuer": "{issuer}", "jwks_uri": "http://example.com/"}, "keys_not_https"),
        ({"issuer": "{issuer}", "jwks_uri": 1}, "discovery_unreadable"),
        ([], "discovery_unreadable"),
    ],
)
def test_a_document_that_does_not_hold_is_refused(
    transport: Transport, document: object, key: str
) -> None:
    with RawServer() as server:
        issuer = f"http://{server.host}"
        text = json.dumps(document).replace("{issuer}", issuer)
        server._answers = [Answer(ok(text.encode()))]
        with pytest.raises(Problem) as caught:
            store(transport).discover(issuer, Cancel())
    assert caught.value.finding.id == key
    if document and "{issuer}/" in str(document):
        assert "slash" in caught.value.finding.detail


@pytest.mark.parametrize("issuer", ["http://example.com", "", "https://a/?x=1", "https://a/#x"])
def test_an_issuer_that_is_none_is_not_asked(transport: Transport, issuer: str) -> None:
    with pytest.raises(Problem) as caught:
        store(transport).discover(issuer, Cancel())
    assert caught.value.trouble == "refused"
