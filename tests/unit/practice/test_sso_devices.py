"""Logins that wait for a person, by a clock that stands still until it is put forward."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from apiclient_gui.practice.sso_devices import Devices, Login, spelled

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.fixture
def devices() -> Devices:
    return Devices()


@pytest.fixture
def login(devices: Devices) -> Login:
    return devices.begin("client", "a program", NOW)


def test_its_codes(devices: Devices, login: Login) -> None:
    assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", login.user_code)
    other = devices.begin("client", "a program", NOW)
    assert {login.device_code, login.user_code}.isdisjoint({other.device_code, other.user_code})


def test_a_code_is_found_however_it_is_written(devices: Devices, login: Login) -> None:
    bare = login.user_code.replace("-", "")
    for written in (login.user_code, bare, bare.lower(), f" {bare[:4]} - {bare[4:]} "):
        assert devices.find(written) == login
    assert devices.find("XXXX-XXXX") is None
    assert devices.find("") is None
    assert spelled("bcdfghjk") == "BCDF-GHJK"


def test_it_waits_until_somebody_allows_it_and_is_told_once(devices: Devices, login: Login) -> None:
    code = login.device_code
    assert devices.fetch(code, "client", at(1)) == ("waiting", "")
    decided = devices.decide(login.user_code, "dana", at(1), allow=True)
    assert decided
    assert decided.stage(at(1)) == "allowed"
    assert devices.fetch(code, "client", at(2)) == ("allowed", "dana")
    assert devices.fetch(code, "client", at(3)) == ("unknown", "")
    found = devices.find(login.user_code)
    assert found
    assert found.stage(at(1000)) == "fetched"


def test_who_asks_too_often_is_slowed_down_and_loses_nothing(
    devices: Devices, login: Login
) -> None:
    code = login.device_code
    assert devices.fetch(code, "client", at(0)) == ("waiting", "")
    devices.decide(login.user_code, "dana", at(0.2), allow=True)
    assert devices.fetch(code, "client", at(0.5)) == ("too_soon", "")
    assert devices.fetch(code, "client", at(0.8)) == ("too_soon", "")
    # Counted from the last question that was answered: whoever asks too often by a little gets there, too.
    assert devices.fetch(code, "client", at(0.95)) == ("allowed", "dana")


def test_a_denied_one(devices: Devices, login: Login) -> None:
    devices.decide(login.user_code, "dana", NOW, allow=False)
    assert devices.fetch(login.device_code, "client", at(1)) == ("denied", "")
    assert devices.fetch(login.device_code, "client", at(2)) == ("denied", "")


def test_it_is_decided_once(devices: Devices, login: Login) -> None:
    assert devices.decide(login.user_code, "dana", NOW, allow=False)
    assert devices.decide(login.user_code, "dana", NOW, allow=True) is None
    assert devices.decide("XXXX-XXXX", "dana", NOW, allow=True) is None


@pytest.mark.parametrize("allowed", [False, True])
def test_an_expired_one(devices: Devices, login: Login, allowed: bool) -> None:
    if allowed:
        devices.decide(login.user_code, "dana", at(599), allow=True)
    assert devices.fetch(login.device_code, "client", at(600)) == ("expired", "")
    assert devices.decide(login.user_code, "dana", at(600), allow=True) is None


def test_codes_of_others(devices: Devices, login: Login) -> None:
    assert devices.fetch(login.device_code, "another", NOW) == ("unknown", "")
    assert devices.fetch("x", "client", NOW) == ("unknown", "")
    assert devices.fetch(login.user_code, "client", NOW) == ("unknown", "")


def test_old_ones_are_forgotten(devices: Devices, login: Login) -> None:
    devices.begin("client", "a program", at(600 + 3599))
    assert devices.find(login.user_code)
    devices.begin("client", "a program", at(600 + 3600))
    assert devices.find(login.user_code) is None
