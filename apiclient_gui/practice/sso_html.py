"""The markup of IAM Identity Center's pages, light or dark as the person's system is; whatever comes in is escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from apiclient_gui.practice.sso_directory import Account

_STYLE: Final = """
:root { color-scheme: light dark; --page: #f4f6f9; --card: #ffffff; --text: #17202b; --dim: #556273; --line: #7d8a9a;
  --soft: #dfe4ea; --accent: #1f5fbf; --on-accent: #ffffff; --bad: #a8231d; --bad-soft: #fdeeed; }
@media (prefers-color-scheme: dark) { :root { --page: #12161c; --card: #1b2129; --text: #e6ebf1; --dim: #a3afbd;
  --line: #6f7d8d; --soft: #323b47; --accent: #7fb0ff; --on-accent: #0d1a2c; --bad: #ff9d96; --bad-soft: #3a2123; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--page);
  color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { width: 100%; max-width: 460px; padding: 32px; background: var(--card); border: 1px solid var(--soft);
  border-radius: 12px; }
.place { margin: 0 0 20px; color: var(--dim); font-size: 14px; }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0 0 20px; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
label, legend { font-weight: 600; }
input[type="text"] { display: block; width: 100%; margin: 6px 0 4px; padding: 10px 12px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: var(--text); text-transform: uppercase; letter-spacing: 0.12em;
  font: 20px/1.3 ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Consolas, monospace; }
.hint { margin: 0 0 20px; color: var(--dim); font-size: 14px; }
.fault { margin: 0 0 20px; padding: 10px 12px; border-left: 4px solid var(--bad); border-radius: 4px;
  background: var(--bad-soft); color: var(--bad); }
fieldset { margin: 0 0 24px; padding: 0; border: 0; }
legend { margin-bottom: 6px; padding: 0; }
.person { display: flex; gap: 12px; align-items: flex-start; margin-top: 8px; padding: 10px 12px;
  border: 1px solid var(--soft); border-radius: 8px; font-weight: 400; cursor: pointer; }
.person:has(:checked) { border-color: var(--accent); }
.person input { flex: none; width: 18px; height: 18px; margin: 3px 0 0; accent-color: var(--accent); }
.person strong, .person small { display: block; }
.person small { color: var(--dim); font-size: 14px; }
.choice { display: flex; gap: 12px; }
button { flex: 1; min-height: 44px; padding: 8px 16px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--card); color: var(--text); font: inherit; font-weight: 600; cursor: pointer; }
button.main { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


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
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – IAM Identity Center (practice)</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<p class="place">IAM Identity Center of the practice gateway</p>
{content}
</main>
</body>
</html>
"""
