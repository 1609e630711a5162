"""Finding exchanges again: words, filters, pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from apiclient_gui.core.finding import Finding
from apiclient_gui.core.history import Choices, History, Page, Query
from apiclient_gui.core.model import Auth, Exchange, Failure
from apiclient_gui.core.redact import Redactor
from tests import factories

REFUSED = Finding(id="secret_key_wrong", severity="error", title="The secret key is wrong")


def exchange(number: int) -> Exchange:
    """Return exchange 1 to 5 of the history below."""
    auth = Auth(identity="alice" if number % 2 else "Bøb")
    request = msgspec.structs.replace(
        factories.request(
            f"https://h/pets/{number}", method="POST" if number == 4 else "GET", auth=auth
        ),
        name="List Pets" if number == 2 else "",
    )
    statuses = {1: 200, 2: 403, 3: 404, 4: 500}
    answer = factories.response(
        statuses.get(number, 200), headers=[("x-amzn-RequestId", f"ID-{number}00")]
    )
    made = factories.exchange(
        request,
        answer=answer,
        failure=Failure("connect", "refused") if number == 5 else None,
        findings=(REFUSED,) if number == 2 else (),
    )
    return replace(
        made,
        environment="prod" if number == 3 else "",
        sent_at=factories.NOW + timedelta(minutes=number),
    )


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    made = History(tmp_path_factory.mktemp("history"), Redactor())
    for number in range(1, 6):
        made.record(exchange(number))
    yield made
    made.close()


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), [5, 4, 3, 2, 1]),
        (Query(text="PETS/3"), [3]),
        (Query(text="bøb"), [4, 2]),
        (Query(text="list pets"), [2]),
        (Query(text="pets list"), [2]),
        (Query(text="secret_key_wrong"), [2]),
        (Query(text="key is"), [2]),
        (Query(text="id-300"), [3]),
        (Query(text="connect"), [5]),
        (Query(text="nowhere"), []),
        (Query(text="%"), []),
        (Query(text="   "), [5, 4, 3, 2, 1]),
        (Query(text="\ud800 \x00 ' \" --"), []),
        (Query(statuses=(4,)), [3, 2]),
        (Query(statuses=(404, 2)), [3, 1]),
        (Query(statuses=(0,)), [5]),
        (Query(methods=("POST", "PUT")), [4]),
        (Query(identities=("alice",)), [5, 3, 1]),
        (Query(environments=("prod",)), [3]),
        (Query(failed=True), [5, 4, 3, 2]),
        (Query(since=factories.NOW + minutes(4)), [5, 4]),
        (Query(until=factories.NOW + minutes(2)), [1]),
        (Query(text="alice", failed=True, statuses=(4,)), [3]),
    ],
)
def test_what_a_query_finds(history: History, query: Query, found: list[int]) -> None:
    page = history.page(query)
    assert [row.id for row in page.rows] == found
    assert (page.total, page.more) == (len(found), False)


@pytest.mark.parametrize("query", [Query(), Query(text="pets")])
def test_pages_follow_each_other(history: History, query: Query) -> None:
    pages: list[Page] = []
    before = None
    while not pages or pages[-1].more:
        pages.append(history.page(query, before=before, limit=2))
        before = pages[-1].rows[-1].id
    assert [[row.id for row in page.rows] for page in pages] == [[5, 4], [3, 2], [1]]
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize("limit", [-1, 0, 10**30])
def test_a_page_has_at_least_one_row_and_an_end(history: History, limit: int) -> None:
    assert 1 <= len(history.page(limit=limit).rows) <= 5


def test_what_can_be_chosen(history: History) -> None:
    assert history.choices() == Choices(("GET", "POST"), ("Bøb", "alice"), ("prod",))


def test_before_any_there_is_nothing(history: History) -> None:
    assert history.page(before=1) == Page((), more=False, total=5)
