from __future__ import annotations

from apiclient_gui.core.case import Case
from apiclient_gui.core.case.proxy import remedy


def test_it_is_put_right_where_it_comes_from() -> None:
    assert "--proxy" in remedy(Case(proxy="http://127.0.0.1:1"))
    assert "NO_PROXY" in remedy(Case())
