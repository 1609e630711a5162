"""The sample requests: one lesson for each API, names and places of their own, identities that exist."""

from __future__ import annotations

from apiclient_gui.core import auth
from apiclient_gui.practice import samples
from apiclient_gui.practice.apis import APIS

REQUESTS = [placed for _, requests in samples.lessons() for placed in requests]


def test_every_api_has_a_variable_and_a_request() -> None:
    assert set(samples.VARIABLES) == {api.key for api in APIS}
    urls = " ".join(request.url for _, request in REQUESTS)
    for variable in samples.VARIABLES.values():
        assert f"{{{{{variable}}}}}/" in urls


def test_places_and_positions_are_each_ones_own() -> None:
    assert len({path for path, _ in REQUESTS}) == len(REQUESTS)
    assert [request.position for _, request in REQUESTS] == list(range(1, len(REQUESTS) + 1))
    assert all(path == path.strip() and "," not in path for path, _ in REQUESTS)


def test_schemes_exist() -> None:
    assert {request.auth.scheme for _, request in REQUESTS} <= set(auth.TABLE)
