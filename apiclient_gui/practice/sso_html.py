"""The markup of IAM Identity Center's pages, light or dark as the person's system is; whatever comes in is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from apiclient_gui.practice import pages
from apiclient_gui.practice.sso_directory import Account

_PLACE: Final = "IAM Identity Center"


def form(code: str, client: str, people: Mapping[str, Sequence[Account]], fault: str) -> str:
    """Return the page with the form; `client` is who wants to log in, empty when the code does not tell."""
    who = f"<strong>{escape(client)}</strong>" if client else "A program"
    note = f'<p class="fault" id="fault" role="alert">{escape(fault)}</p>' if fault else ""
    described = (
        ' aria-invalid="true" aria-describedby="fault hint"'
        if fault
        else (' aria-describedby="hint"')
    )
    rows = "".join(
        _person(user, accounts, chosen=number == 0)
        for number, (user, accounts) in enumerate(people.items())
    )
    return _document(
        "Allow a login",
        f"""<h1>Allow this login?</h1>
<p>{who} asks for access to the AWS accounts of a practice user. Allow it only when you began this login yourself.</p>
{note}<form method="post" action="/sso/device">
<label for="user_code">Code</label>
<input type="text" id="user_code" name="user_code" value="{escape(code)}" required maxlength="32" autocomplete="off"
 autocapitalize="characters" spellcheck="false"{described}>
<p class="hint" id="hint">It has to be the one that the program shows.</p>
<fieldset><legend>Log in as</legend>{rows}</fieldset>
<div class="choice"><button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button></div>
</form>""",
    )


def allowed(client: str, user: str) -> str:
    """Return the page after a login was allowed."""
    return _result("Login allowed", f"<strong>{escape(client)}</strong> goes on as {escape(user)}.")


def denied(client: str) -> str:
    """Return the page after a login was denied."""
    return _result("Login denied", f"<strong>{escape(client)}</strong> gets no access.")


def foreign() -> str:
    """Return the page for a form that another site sent."""
    return _document(
        "Not from here",
        """<h1>Nothing was decided</h1>
<p>The form was sent from another site. Open the address that the program shows, and decide there.</p>""",
    )


def _result(title: str, sentence: str) -> str:
    return _document(
        title, f"<h1>{escape(title)}</h1>\n<p>{sentence}</p>\n<p>You can close this page.</p>"
    )


def _person(user: str, accounts: Sequence[Account], *, chosen: bool) -> str:
    places = "".join(
        f"<small>{escape(one.name)}: {escape(', '.join(one.roles))}</small>" for one in accounts
    )
    checked = " checked" if chosen else ""
    return (
        f'<label class="person"><input type="radio" name="user" value="{escape(user)}" required{checked}>'
        f"<span><strong>{escape(user)}</strong>{places}</span></label>"
    )


def _document(title: str, content: str) -> str:
    return pages.document(_PLACE, title, content)
