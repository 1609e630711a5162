"""The workspace as read last: found by name and path, and nothing found is no error."""

from __future__ import annotations

from apiclient_gui.core.model import ApiKey, Auth, Environment, Identity, Request
from apiclient_gui.core.workspace import StoredRequest
from apiclient_gui.ui.snapshot import Snapshot

READ = Snapshot(
    "Practice",
    (StoredRequest("IAM/list", Request(name="List")),),
    (Environment(name="practice", region="us-east-1"),),
    (Identity(name="alice", kind="aws_keys", id="1"),),
)


def test_things_are_found_by_name_and_path() -> None:
    request = READ.request("IAM/list")
    identity = READ.identity("alice")
    assert request
    assert request.request.name == "List"
    assert identity
    assert identity.id == "1"
    assert READ.environment("practice").region == "us-east-1"


def test_what_is_not_there_is_none_or_empty() -> None:
    assert READ.request("nowhere") is None
    assert READ.identity("nobody") is None
    assert READ.environment("other") == Environment()


def test_uses_of_an_identity_are_counted_once_a_request() -> None:
    auths = (Auth("sigv4", "alice"), Auth("sigv4", "alice", api_key=ApiKey("alice")), Auth())
    requests = tuple(StoredRequest(str(n), Request(auth=one)) for n, one in enumerate(auths))
    read = Snapshot(requests=requests)
    assert read.uses("alice") == ("0", "1")
    assert read.uses("bob") == ()
    assert read.uses("") == ()


def test_identities_that_build_on_another_are_counted() -> None:
    made = [
        Identity(name="a", kind="aws_role", id="2", facts={"source": "alice "}),
        Identity(name="b", kind="aws_role", id="3", facts={"source": "bob"}),
        Identity(name="c", kind="aws_keys", id="4", facts={"source": "alice"}),
        Identity(name="d", kind="saml", id="5", facts={"source": "alice", "": ""}),
    ]
    read = Snapshot(identities=tuple(made))
    assert (read.built_on("alice"), read.built_on("")) == (("a",), ())
