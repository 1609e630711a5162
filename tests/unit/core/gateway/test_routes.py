from __future__ import annotations

import pytest

from apiclient_gui.core.gateway.routes import route
from apiclient_gui.core.model import ApiMethod, KnownApi
from tests import factories

BASE = "https://abc123.execute-api.eu-west-1.amazonaws.com"
SHOP = KnownApi(
    "shop",
    f"{BASE}/prod",
    (
        ApiMethod("GET", "/", "NONE"),
        ApiMethod("GET", "/pets", "AWS_IAM"),
        ApiMethod("GET", "/pets/{id}", "CUSTOM"),
        ApiMethod("GET", "/pets/mine", "AWS_IAM"),
        ApiMethod("ANY", "/files/{path+}", "NONE"),
        ApiMethod("GET", "/a.b", "NONE"),
    ),
)
INNER = KnownApi("inner", f"{BASE}/prod/inner", (ApiMethod("GET", "/x", "NONE"),))


@pytest.mark.parametrize(
    ("method", "path", "template"),
    [
        ("GET", "/prod", "/"),
        ("GET", "/prod/", "/"),
        ("GET", "/prod/pets", "/pets"),
        ("GET", "/prod/pets/7", "/pets/{id}"),
        ("GET", "/prod/pets/a%20b", "/pets/{id}"),
        ("GET", "/prod/pets/mine", "/pets/mine"),
        ("DELETE", "/prod/files/a/b/c", "/files/{path+}"),
        ("GET", "/prod/a.b", "/a.b"),
        ("GET", "/prod/axb", None),
        ("GET", "/prod/Pets", None),
        ("GET", "/prod/pets/", None),
        ("POST", "/prod/pets", None),
        ("GET", "/prod/pets/7/8", None),
        ("GET", "/prod/files/", None),
    ],
)
def test_the_method_that_a_request_reaches(method: str, path: str, template: str | None) -> None:
    reached = route(factories.prepared(BASE + path, method=method), (SHOP,))
    assert reached is not None
    assert (reached.method.path if reached.method else None) == template


def test_the_longest_url_covers() -> None:
    reached = route(factories.prepared(f"{BASE}/prod/inner/x"), (SHOP, INNER))
    assert reached is not None
    assert reached.api is INNER


@pytest.mark.parametrize("path", ["", "/", "/production/pets", "/dev/pets"])
def test_a_url_that_no_known_api_covers(path: str) -> None:
    assert route(factories.prepared(BASE + path), (SHOP,)) is None
    assert route(None, (SHOP,)) is None


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("POST", "/pets", ("GET /pets",)),
        ("GET", "/petz", ("GET /pets",)),
        ("GET", "/" + "z" * 5000, ()),
    ],
)
def test_the_nearest_methods(method: str, path: str, nearest: tuple[str, ...]) -> None:
    reached = route(factories.prepared(SHOP.url + path, method=method), (SHOP,))
    assert reached is not None
    assert reached.nearest[: len(nearest)] == nearest
    assert bool(reached.nearest) == bool(nearest)
