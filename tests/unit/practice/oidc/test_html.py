"""The pages by themselves: what is put in is text."""

from __future__ import annotations

from apiclient_gui.practice.oidc import html

PLANTED = "<script>\"'&</script>"


def test_what_is_put_in_is_text() -> None:
    for page in (
        html.login(PLANTED, PLANTED, PLANTED, PLANTED),
        html.device(PLANTED, PLANTED, PLANTED, PLANTED),
        html.logout(PLANTED),
        html.told(PLANTED, PLANTED),
    ):
        assert "<script" not in page
        assert "\"'&" not in page
        assert "&lt;script&gt;" in page


def test_a_fault_is_told_to_those_who_cannot_see_it() -> None:
    page = html.login("desktop", "q", "erin", "Wrong.")
    assert 'role="alert">Wrong.' in page
    assert page.count('aria-describedby="fault"') == 2
    assert "fault" not in html.login("desktop", "q", "erin", "").partition("<body>")[2]
