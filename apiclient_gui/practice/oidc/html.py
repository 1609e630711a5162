"""The markup of the practice identity provider's pages; whatever comes in is escaped."""

from __future__ import annotations

from html import escape
from typing import Final

from apiclient_gui.practice import pages

_PLACE: Final = "Identity provider"


def login(client: str, request: str, username: str, fault: str) -> str:
    """Return the page on which a person logs in for a program; `request` is what the program asked."""
    return pages.document(
        _PLACE,
        "Log in",
        f"""<h1>Log in</h1>
<p><strong>{escape(client)}</strong> asks who you are. The practice page of the program tells users and passwords.</p>
{_note(fault)}<form method="post" action="/idp/login">
<input type="hidden" name="request" value="{escape(request)}">
{_person(username, fault)}
<div class="choice"><button class="main" name="decision" value="allow">Log in</button>
<button name="decision" value="deny" formnovalidate>Cancel</button></div>
</form>""",
    )


def device(code: str, client: str, username: str, fault: str) -> str:
    """Return the page on which a person allows the login of a device; `client` is empty when the code does not tell."""
    who = f"<strong>{escape(client)}</strong>" if client else "A program"
    return pages.document(
        _PLACE,
        "Allow a login",
        f"""<h1>Allow this login?</h1>
<p>{who} asks to go on as you. Allow it only when you began this login yourself.</p>
{_note(fault)}<form method="post" action="/idp/device">
<label for="user_code">Code</label>
<input type="text" id="user_code" name="user_code" value="{escape(code)}" required maxlength="32" autocomplete="off"
 autocapitalize="characters" spellcheck="false" aria-describedby="hint">
<p class="hint" id="hint">It has to be the one that the program shows.</p>
{_person(username, fault)}
<div class="choice"><button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny" formnovalidate>Deny</button></div>
</form>""",
    )


def logout(request: str) -> str:
    """Return the page on which a person confirms to log out."""
    return pages.document(
        _PLACE,
        "Log out",
        f"""<h1>Log out?</h1>
<p>A program asks to end your session in this browser.</p>
<form method="post" action="/idp/end_session">
<input type="hidden" name="request" value="{escape(request)}">
<div class="choice"><button class="main">Log out</button></div>
</form>""",
    )


def told(title: str, sentence: str) -> str:
    """Return a page that tells something."""
    return pages.document(_PLACE, title, f"<h1>{escape(title)}</h1>\n<p>{escape(sentence)}</p>")


def _note(fault: str) -> str:
    return f'<p class="fault" id="fault" role="alert">{escape(fault)}</p>\n' if fault else ""


def _person(username: str, fault: str) -> str:
    described = ' aria-describedby="fault"' if fault else ""
    return f"""<div class="field"><label for="username">User name</label>
<input type="text" id="username" name="username" value="{escape(username)}" required maxlength="64"
 autocomplete="username" autocapitalize="none" spellcheck="false"{described}></div>
<div class="field"><label for="password">Password</label>
<input type="password" id="password" name="password" required maxlength="128"
 autocomplete="current-password"{described}></div>"""
