from __future__ import annotations

from apiclient_gui.practice.iam import USERS
from apiclient_gui.practice.roles import ROLES
from apiclient_gui.ui.widgets.practice.policy_words import listed, statement_words


def test_what_is_allowed_and_denied_is_said_once_each() -> None:
    words = {one.name: statement_words(one.statements) for one in (*USERS, *ROLES)}
    assert words["alice"] == "allows GET /pets, POST /pets and GET /pets/* and denies DELETE /*"
    assert words["pets-partner-role"] == "allows GET /pets, GET /pets/* and POST /pets"
    assert words["pets-admin-role"] == "allows everything"


def test_lists_as_a_person_says_them() -> None:
    assert [listed(words) for words in ((), ("a",), ("a", "b"), ("a", "b", "c"))] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
