"""Temporary AWS keys: kept while they hold, renewed in time, once, for roles on top of other identities."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from apiclient_gui.core import identity as kinds
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.clock import Clock
from apiclient_gui.core.finding import Finding, Problem
from apiclient_gui.core.flow import Ask, Browse, Flow, Given, Need, Show, Text
from apiclient_gui.core.identities.current import Identities
from apiclient_gui.core.identities.driver import TakeAway
from apiclient_gui.core.identities.logins import Logins
from apiclient_gui.core.identity.base import Kind
from apiclient_gui.core.model import AwsKeys, Credentials, Field, Identity
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.secret import Secret
from tests import factories
from tests.support.drawer import Drawer
from tests.support.moto_server import moto_server
from tests.support.sts import Sts, dev, hour, people

DEVICE = "arn:aws:iam::123456789012:mfa/me"


class Someone:
    """A person who answers each question with the same code, and counts."""

    def __init__(self, code: str = "123456") -> None:
        self.code = code
        self.asked: list[str] = []

    def ask(self, step: Ask, _cancel: Cancel) -> Mapping[str, Text]:
        self.asked.append(step.title)
        return {"code": self.code}

    def browse(self, step: Browse, _cancel: Cancel) -> str:
        raise AssertionError(step)

    def show(self, step: Show, _cancel: Cancel) -> TakeAway:
        raise AssertionError(step)


def key_id(credentials: Credentials) -> str:
    assert isinstance(credentials, AwsKeys)
    return credentials.access_key_id


def problem(every: Identities, identity: Identity) -> tuple[str, Finding]:
    with pytest.raises(Problem) as refused:
        every.credentials(identity, {})
    return refused.value.trouble, refused.value.finding


def test_keys_of_a_role_are_kept_while_they_hold_and_for_other_programs(tmp_path: Path) -> None:
    with Sts(hour(60), hour(60)) as sts:
        role, drawer = sts.role(), Drawer()
        every = people(tmp_path, dev(), role, drawer=drawer)
        keys = every.credentials(role, {})
        assert isinstance(keys, AwsKeys)
        assert keys.session_token == Secret("role-token-1")
        assert (keys.expires_at, keys.obtained_at) == (hour(60), factories.NOW)
        assert every.credentials(role, {}) == keys
        again = people(tmp_path, dev(), role, drawer=drawer, now=hour(54))
        assert again.credentials(role, {}) == keys
        assert len(sts.asked) == 1
        login = again.login(role)
    assert login is not None
    assert (login.kinds, login.access_key_id) == ((), keys.access_key_id)
    assert again.expires_at(role) == hour(60)


def test_what_is_kept_does_not_lie_with_the_keys_that_were_typed_in(tmp_path: Path) -> None:
    with Sts(hour(60)) as sts:
        drawer = Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(sts.role(), {})
    assert set(drawer.kept) == {("id-of-dev", "secret_access_key"), ("id-of-reader", "login")}


def test_the_keyring_is_asked_once_while_the_keys_hold(tmp_path: Path) -> None:
    with Sts(hour(60)) as sts:
        drawer = Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(sts.role(), {})
        again = people(tmp_path, dev(), drawer=drawer)
        drawer.asked.clear()
        for _ in range(3):
            again.credentials(sts.role(), {})
    assert drawer.asked == [("id-of-reader", "login")]


@pytest.mark.parametrize(("minutes", "calls"), [(54, 1), (56, 2), (59.6, 2), (70, 2)])
def test_before_they_end_new_ones_are_obtained(tmp_path: Path, minutes: float, calls: int) -> None:
    with Sts(hour(60), hour(120)) as sts:
        drawer = Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(sts.role(), {})
        later = people(tmp_path, dev(), drawer=drawer, now=hour(minutes))
        found = key_id(later.credentials(sts.role(), {}))
        assert found == f"ASIAROLE{calls:012}"
        assert len(sts.asked) == calls


def test_a_renewal_that_fails_is_nobodys_trouble_while_the_keys_hold(tmp_path: Path) -> None:
    with Sts(hour(60)) as sts:
        drawer = Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(sts.role(), {})
        early = people(tmp_path, dev(), drawer=drawer, now=hour(56))
        assert key_id(early.credentials(sts.role(), {})) == "ASIAROLE000000000001"
        assert len(sts.asked) == 2
        late = people(tmp_path, dev(), drawer=drawer, now=hour(59.6))
        trouble, finding = problem(late, sts.role())
    assert (trouble, finding.id) == ("login", "role_refused")
    assert finding.actions[0].parameters == {"identity": "reader"}


def test_after_a_renewal_that_failed_the_next_send_does_not_wait_for_another(
    tmp_path: Path,
) -> None:
    with Sts(hour(60)) as sts:
        drawer = Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(sts.role(), {})
        clock = Clock(fixed=hour(56))
        every = people(tmp_path, dev(), drawer=drawer, clock=clock)
        for seconds, calls in ((0, 2), (1, 2), (59, 2), (61, 3), (62, 3)):
            clock.fixed = hour(56) + timedelta(seconds=seconds)
            assert key_id(every.credentials(sts.role(), {})) == "ASIAROLE000000000001"
            assert len(sts.asked) == calls


def test_while_somebody_renews_them_the_old_ones_do(tmp_path: Path) -> None:
    with Sts(hour(60)) as sts:
        drawer, role = Drawer(), sts.role()
        every = people(tmp_path, dev(), drawer=drawer)
        every.credentials(role, {})
        elsewhere = Logins(drawer, Redactor(), tmp_path / "logins")
        with elsewhere.lock(role, Cancel()):
            soon = people(tmp_path, dev(), drawer=drawer, now=hour(56))
            assert key_id(soon.credentials(role, {})) == "ASIAROLE000000000001"
        assert len(sts.asked) == 1


def test_who_asks_for_a_new_login_is_told_why_there_is_none(tmp_path: Path) -> None:
    with Sts(hour(60)) as sts:
        every = people(tmp_path, dev())
        every.credentials(sts.role(), {})
        with pytest.raises(Problem) as refused:
            every.credentials(sts.role(), {}, renew=True)
        assert refused.value.finding.id == "role_refused"
        assert key_id(every.credentials(sts.role(), {})) == "ASIAROLE000000000001"


def test_nobody_is_asked_for_a_code_before_it_is_needed(tmp_path: Path) -> None:
    with Sts(hour(60), hour(120)) as sts:
        role, drawer, me = sts.role(mfa_serial=DEVICE), Drawer(), Someone()
        people(tmp_path, dev(), drawer=drawer).credentials(role, {}, person=me)
        assert sts.asked[0]["TokenCode"] == "123456"
        soon = people(tmp_path, dev(), drawer=drawer, now=hour(56))
        assert key_id(soon.credentials(role, {}, person=me)) == "ASIAROLE000000000001"
        assert len(me.asked) == 1
        late = people(tmp_path, dev(), drawer=drawer, now=hour(61))
        trouble, finding = problem(late, role)
        assert (trouble, finding.id) == ("login", "person_needed")
        assert finding.actions[0].parameters == {"identity": "reader"}
        assert key_id(late.credentials(role, {}, person=me)) == "ASIAROLE000000000002"
    assert len(me.asked) == 2


def test_several_sends_at_once_ask_sts_once(tmp_path: Path) -> None:
    found: list[str] = []
    with Sts(hour(60), hour(60)) as sts:
        drawer, role = Drawer(), sts.role()
        programs = [people(tmp_path, dev(), drawer=drawer) for _ in range(2)]
        threads = [
            threading.Thread(target=lambda n=n: found.append(key_id(programs[n % 2].credentials(role, {}))))
            for n in range(6)
        ]  # fmt: skip
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(sts.asked) == 1
    assert found == ["ASIAROLE000000000001"] * 6


def test_logged_out_is_gone_and_so_it_is_with_the_identity(tmp_path: Path) -> None:
    with Sts(hour(60), hour(60)) as sts:
        drawer, role = Drawer(), sts.role()
        every = people(tmp_path, dev(), drawer=drawer)
        for end in (every.log_out, every.forget):
            every.credentials(role, {})
            end(role)
            assert every.login(role) is None
            assert ("id-of-reader", "login") not in drawer.kept


def test_a_clock_that_was_set_back_makes_no_login_last_longer(tmp_path: Path) -> None:
    with Sts(hour(60), hour(0)) as sts:
        drawer, role = Drawer(), sts.role()
        people(tmp_path, dev(), drawer=drawer).credentials(role, {})
        a_little = people(tmp_path, dev(), drawer=drawer, now=hour(-4))
        assert key_id(a_little.credentials(role, {})) == "ASIAROLE000000000001"
        far = people(tmp_path, dev(), drawer=drawer, now=hour(-60))
        assert key_id(far.credentials(role, {})) == "ASIAROLE000000000002"


# ---------------------------------------------------------------- one on top of another


def test_a_role_on_a_role(tmp_path: Path) -> None:
    with Sts(hour(60), hour(60)) as sts:
        first, second = sts.role("first"), sts.role("second", "first")
        every = people(tmp_path, dev(), first, second)
        assert key_id(every.credentials(second, {})) == "ASIAROLE000000000002"
        assert key_id(every.credentials(first, {})) == "ASIAROLE000000000001"


def test_another_source_is_another_login(tmp_path: Path) -> None:
    with Sts(hour(60), hour(60)) as sts:
        role, drawer = sts.role(), Drawer()
        people(tmp_path, dev(), drawer=drawer).credentials(role, {})
        other = msgspec.structs.replace(dev(), facts={"access_key_id": "AKIASOMEBODYELSE0000"})
        every = people(tmp_path, other, drawer=drawer)
        assert key_id(every.credentials(role, {})) == "ASIAROLE000000000002"


@pytest.mark.parametrize(
    ("sources", "chain"),
    [
        ({"a": "a"}, "a → a"),
        ({"a": "b", "b": "a"}, "a → b → a"),
        ({"a": "b", "b": "c", "c": "b"}, "a → b → c → b"),
    ],
)
def test_a_circle_is_named_and_nothing_is_locked(
    tmp_path: Path, sources: dict[str, str], chain: str
) -> None:
    with Sts() as sts:
        roles = [sts.role(name, source) for name, source in sources.items()]
        every = people(tmp_path, *roles)
        trouble, finding = problem(every, roles[0])
        assert sts.asked == []
    assert (trouble, finding.id) == ("refused", "identity_cycle")
    assert chain in [row.value for row in finding.evidence]
    assert finding.actions[0].parameters == {"identity": chain.split(" → ")[-2]}
    assert not (tmp_path / "logins").exists()


def test_a_flow_that_asks_for_itself_is_found_without_any_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def walk(name: str) -> Flow:
        return (yield Need(name))

    asks = replace(made_up(AwsKeys("x", Secret("y"))), obtain=lambda given: walk(given.fact("who")))
    monkeypatch.setattr(kinds, "TABLE", {"made_up": asks})
    me = factories.identity("me", kind="made_up", facts={"who": "you"}, identifier="1")
    you = factories.identity("you", kind="made_up", facts={"who": "me"}, identifier="2")
    _, finding = problem(people(tmp_path, me, you), me)
    assert finding.id == "identity_cycle"


def test_a_source_that_is_not_there_is_told_with_those_like_it(tmp_path: Path) -> None:
    with Sts() as sts:
        role = sts.role(source="devv")
        above = sts.role("devs", role.name)  # it stands on the role
        trouble, finding = problem(people(tmp_path, dev(), role, above), role)
        assert sts.asked == []
    assert (trouble, finding.id) == ("refused", "source_unknown")
    assert finding.title == "There is no identity named devv"
    assert finding.remedy == "Did you mean dev?"
    assert finding.actions[0].parameters == {"identity": "reader", "field": "source"}


def test_what_is_wrong_with_the_source_is_told_of_the_source(tmp_path: Path) -> None:
    empty = msgspec.structs.replace(dev(), facts={})
    with Sts() as sts:
        _, finding = problem(people(tmp_path, empty), sts.role())
    assert finding.id == "identity_incomplete"
    assert finding.evidence[0].value == "dev"
    assert finding.actions[0].parameters == {"identity": "dev"}


# ---------------------------------------------------------------- what a kind says of its keys


def made_up(*brought: AwsKeys, files: list[str] | None = None) -> Kind:
    """Return a kind that brings these, one after the other, the last one again and again."""
    left = list(brought)

    def obtain(_: Given) -> AwsKeys:
        return left.pop(0) if len(left) > 1 else left[0]

    return Kind(
        "made_up",
        "Made up",
        (Field("who", "Who"),),
        "sigv4",
        obtain,
        lambda _: "",
        logs_in=True,
        depends=lambda _: "".join(files or ()),
    )


def temporary(name: str, minutes: float = 60, renewal: str = "") -> AwsKeys:
    return AwsKeys(
        name, Secret("a-secret-key"), None, hour(minutes), factories.NOW, Secret(renewal) if renewal else None
    )  # fmt: skip


ME = factories.identity(kind="made_up", facts={})


def test_keys_without_an_end_are_never_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lasting = AwsKeys("AKIA", Secret("a-secret-key"))
    monkeypatch.setattr(kinds, "TABLE", {"made_up": made_up(temporary("ASIA", 1), lasting)})
    drawer = Drawer()
    people(tmp_path, drawer=drawer).credentials(ME, {})
    every = people(tmp_path, drawer=drawer, now=hour(2))
    assert every.credentials(ME, {}) == lasting
    assert every.login(ME) is None
    assert ("id-1", "login") not in drawer.kept


def test_files_that_changed_are_another_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = ["as it was"]
    kind = made_up(temporary("FIRST"), temporary("SECOND"), files=files)
    monkeypatch.setattr(kinds, "TABLE", {"made_up": kind})
    every = people(tmp_path)
    assert [key_id(every.credentials(ME, {})) for _ in range(2)] == ["FIRST", "FIRST"]
    files[0] = "as it is now"
    assert key_id(every.credentials(ME, {})) == "SECOND"


def test_keys_with_a_renewal_are_renewed_with_it_and_without_the_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewed: list[Credentials] = []

    def refresh(_: Given, old: Credentials) -> Flow:
        renewed.append(old)
        return temporary("RENEWED", 120, "next")
        yield

    first = temporary("FIRST", 60, "the renewal")
    kind = replace(made_up(first), refresh=refresh)
    monkeypatch.setattr(kinds, "TABLE", {"made_up": kind})
    drawer = Drawer()
    people(tmp_path, drawer=drawer).credentials(ME, {})
    every = people(tmp_path, drawer=drawer, now=hour(58))
    assert key_id(every.credentials(ME, {})) == "RENEWED"
    assert renewed == [first]  # the renewal came back from the vault


def test_without_a_renewal_they_are_obtained_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = replace(
        made_up(temporary("FIRST"), temporary("SECOND", 120)), refresh=lambda *_: pytest.fail("no")
    )
    monkeypatch.setattr(kinds, "TABLE", {"made_up": kind})
    drawer = Drawer()
    people(tmp_path, drawer=drawer).credentials(ME, {})
    later = people(tmp_path, drawer=drawer, now=hour(61))
    assert key_id(later.credentials(ME, {})) == "SECOND"


def test_keys_of_the_environment_are_those_of_this_program(tmp_path: Path) -> None:
    environ = {
        "AWS_ACCESS_KEY_ID": factories.KEY_ID,
        "AWS_SECRET_ACCESS_KEY": factories.SECRET_KEY,
        "AWS_CREDENTIAL_EXPIRATION": f"{hour(60):%Y-%m-%dT%H:%M:%SZ}",
    }
    me = factories.identity(kind="aws_env", facts={})
    every = people(tmp_path, environ=environ)
    keys = every.credentials(me, {})
    assert isinstance(keys, AwsKeys)
    assert (keys.access_key_id, keys.expires_at) == (factories.KEY_ID, hour(60))
    assert every.login(me) is None


def test_pasted_keys_tell_their_end(tmp_path: Path) -> None:
    facts = {"access_key_id": "ASIAX", "expires_at": "2026-03-04T05:06:07Z"}
    me = factories.identity(facts=facts)
    assert people(tmp_path).expires_at(me) == factories.NOW
    assert people(tmp_path).expires_at(dev()) is None


def test_the_outlook_of_an_identity(tmp_path: Path) -> None:
    ends = {"access_key_id": "ASIAX", "expires_at": "2026-03-04T05:06:07Z"}
    pasted = factories.identity("pasted", facts=ends)
    odd = factories.identity("odd", kind="of-tomorrow", identifier="id-odd")
    with Sts(hour(60)) as sts:
        role = sts.role()
        every = people(tmp_path, dev(), role, pasted, odd)
        assert every.outlook("reader") == (True, None)
        every.credentials(role, {})
        assert every.outlook("reader") == (True, hour(60))
    assert every.outlook("pasted") == (False, factories.NOW)
    assert every.outlook("odd") == every.outlook("removed") == (False, None)


# ---------------------------------------------------------------- with somebody else's STS


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    with moto_server() as url:
        yield url


def at(url: str, **facts: str) -> Identity:
    given = {"source": "dev", "role_arn": "arn:aws:iam::123456789012:role/pets", "endpoint": url}
    return factories.identity("role", kind="aws_role", facts=given | facts, identifier="id-role")


def test_moto_gives_a_role_and_tells_who_that_is(moto: str, tmp_path: Path) -> None:
    role = at(moto, external_id="practice-partner", duration="900", session_name="me")
    every = people(tmp_path, dev(), role)
    keys = every.credentials(role, {})
    assert isinstance(keys, AwsKeys)
    assert keys.access_key_id.startswith("ASIA")
    assert keys.session_token
    assert keys.expires_at is not None
    caller = every.caller(role, {})
    assert caller.account == "123456789012"
    assert caller.arn == "arn:aws:sts::123456789012:assumed-role/pets/me"
    assert caller.user_id.endswith(":me")


def test_moto_gives_a_role_for_a_token(moto: str, tmp_path: Path) -> None:
    drawer = Drawer({("id-t", "token"): factories.ACCESS_TOKEN})
    token = factories.identity("token", kind="fixed_token", facts={}, identifier="id-t")
    role = at(moto, source="token")
    keys = people(tmp_path, token, role, drawer=drawer).credentials(role, {})
    assert key_id(keys).startswith("ASIA")


def test_only_aws_keys_have_a_caller(tmp_path: Path) -> None:
    drawer = Drawer({("id-t", "token"): factories.ACCESS_TOKEN})
    token = factories.identity("token", kind="fixed_token", facts={}, identifier="id-t")
    with pytest.raises(Problem) as refused:
        people(tmp_path, drawer=drawer).caller(token, {})
    finding = refused.value.finding
    assert (refused.value.trouble, finding.id) == ("usage", "whoami_not_aws")
    assert finding.evidence[0].value == "token"


def test_nobody_is_logged_in_to_be_told_that_there_are_no_keys(tmp_path: Path) -> None:
    facts = {"pool_id": "eu-west-1_AbC", "client_id": "c", "username": "ann"}
    user = factories.identity(kind="user_pool", facts=facts | {"endpoint": "http://127.0.0.1:1"})
    with pytest.raises(Problem) as refused:
        people(tmp_path).caller(user, {})
    assert refused.value.finding.id == "whoami_not_aws"


@pytest.mark.parametrize(
    ("regions", "found"),
    [
        ({"a": "eu-west-1", "b": "eu-west-2"}, "eu-west-1"),
        ({"b": "eu-west-2"}, "eu-west-2"),
        ({}, ""),
    ],
)
def test_a_role_is_where_its_source_is(tmp_path: Path, regions: dict[str, str], found: str) -> None:
    with Sts() as sts:
        a, b = (
            sts.role(name, source, **({"region": regions[name]} if name in regions else {}))
            for name, source in (("a", "b"), ("b", "a"))  # even in a circle
        )
        assert people(tmp_path, a, b).region(a, {}) == found
        lonely = sts.role("lonely", "nobody")
        assert people(tmp_path).region(lonely, {}) == ""


def test_the_region_of_an_identity_may_be_a_variable(tmp_path: Path) -> None:
    me = factories.identity(facts={"region": "{{where}}"})
    every = people(tmp_path, me)
    assert every.region(me, {"where": "cn-north-1"}) == "cn-north-1"
    with pytest.raises(Problem):
        every.region(me, {})


def test_the_caller_is_asked_for_where_the_source_is(tmp_path: Path) -> None:
    source = msgspec.structs.replace(dev(), facts={**dev().facts, "region": "cn-north-1"})
    with Sts(hour(60)) as sts:
        role = sts.role(role_arn="arn:aws-cn:iam::123456789012:role/pets")
        with pytest.raises(Problem):  # this STS tells nobody
            people(tmp_path, source, role).caller(role, {})
        assert sts.scopes == ["cn-north-1/sts", "cn-north-1/sts"]


def test_keys_of_another_aws_and_those_they_get_go_to_its_sts_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up: list[str] = []
    look_up = socket.getaddrinfo

    def only_here(host: str, *more: Any, **named: Any) -> Any:
        looked_up.append(host)
        assert host == "127.0.0.1"
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", only_here)
    with Sts(hour(60), hour(60)) as sts:
        place = {"region": "eu-west-1", "endpoint": sts.url}
        source = msgspec.structs.replace(dev(), facts={**dev().facts, **place})
        first = sts.role("first", endpoint="")
        second = sts.role("second", "first", endpoint=" ")
        every = people(tmp_path, source, first, second)
        assert every.endpoint(second, {}) == sts.url
        with pytest.raises(Problem):  # this STS tells nobody who they are
            every.caller(second, {})
        assert [one["Action"] for one in sts.asked] == [
            "AssumeRole",
            "AssumeRole",
            "GetCallerIdentity",
        ]
        assert set(sts.scopes) == {"eu-west-1/sts"}
    assert set(looked_up) <= {"127.0.0.1"}


def test_a_server_of_tokens_is_no_sts(tmp_path: Path) -> None:
    ann = factories.identity(
        "ann", kind="user_pool", facts={"endpoint": "http://127.0.0.1:1"}, identifier="id-of-ann"
    )
    with Sts() as sts:
        role = sts.role(source="ann", endpoint="")
        assert people(tmp_path, ann, role).endpoint(role, {}) == ""
        assert people(tmp_path, ann).endpoint(sts.role(source="ann"), {}) == sts.url


def test_an_api_key_is_one_token(tmp_path: Path) -> None:
    drawer = Drawer({("id-t", "token"): "an-api-key"})
    token = factories.identity("token", kind="fixed_token", facts={}, identifier="id-t")
    every = people(tmp_path, dev(), token, drawer=drawer)
    assert every.api_key(token, {}) == Secret("an-api-key")
    with pytest.raises(Problem) as refused:
        every.api_key(dev(), {})
    assert refused.value.finding.id == "identity_unfit"


def test_a_profile_needs_no_identity(tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_text(f"[dev]\naws_access_key_id={factories.KEY_ID}\naws_secret_access_key=x\n")
    every = people(tmp_path, environ={"AWS_SHARED_CREDENTIALS_FILE": str(file)})
    assert key_id(every.profile_keys("dev")) == factories.KEY_ID
    with pytest.raises(Problem) as refused:
        every.profile_keys("prod")
    assert refused.value.finding.id == "profile_not_found"
    assert refused.value.finding.actions == ()


def test_nobody_is_asked_over_a_plain_connection(tmp_path: Path) -> None:
    facts = {"access_key_id": factories.KEY_ID, "endpoint": "http://sts.example.com"}
    me = msgspec.structs.replace(dev(), facts=facts)
    with pytest.raises(Problem) as refused:
        people(tmp_path).caller(me, {})
    assert refused.value.finding.id == "endpoint_not_https"


def test_facts_are_filled_for_the_caller_too(moto: str, tmp_path: Path) -> None:
    facts = {"access_key_id": factories.KEY_ID, "endpoint": "{{sts}}"}
    me = msgspec.structs.replace(dev(), facts=facts)
    assert people(tmp_path).caller(me, {"sts": moto}).account
