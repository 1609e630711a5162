"""What the practice gateway's pages for people share: look, headers, and the check that a form was sent from one of them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from apiclient_gui.practice.wire import Received

FORM: Final = b"application/x-www-form-urlencoded"
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
input[type="text"], input[type="password"] { display: block; width: 100%; margin: 6px 0 4px; padding: 10px 12px; border: 1px solid var(--line);
  border-radius: 8px; background: var(--card); color: var(--text); font: inherit; }
input[name="user_code"] { text-transform: uppercase; letter-spacing: 0.12em;
  font: 20px/1.3 ui-monospace, "SFMono-Regular", "DejaVu Sans Mono", Consolas, monospace; }
.field { margin: 0 0 20px; }
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


def document(place: str, title: str, content: str) -> str:
    """Return a whole page, light or dark as the person's system is; `content` is markup, the rest is text."""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – {escape(place)} (practice)</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
<p class="place">{escape(place)} of the practice gateway</p>
{content}
</main>
</body>
</html>
"""


def policy(*form_targets: str) -> str:
    """Return the Content-Security-Policy of a page; `form_targets` are origins that its form may lead to in the end.

    Chromium holds the redirect that answers a form against form-action, too.
    """
    targets = " ".join(("'self'", *form_targets))
    return (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
        f"form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    )


def headers(*form_targets: str) -> tuple[tuple[str, str], ...]:
    """Return the headers of a page."""
    return (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", policy(*form_targets)),
        ("Cache-Control", "no-store"),
        # Not no-referrer: with that, browsers send `Origin: null` even to where the page came from.
        ("Referrer-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
    )


def same_origin(request: Received, base_url: str) -> bool:
    """Tell whether a form was sent from a page at the base URL, or by what is no browser."""
    # Only our own names: a foreign one that was made to point here is a foreign site.
    port = urlsplit(base_url).port
    own = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}
    hosts, origins = request.values("host"), request.values("origin")
    sites = request.values("sec-fetch-site")
    # Browsers send Origin with every POST to another site; what sends neither is no browser.
    return (
        set(hosts) <= own
        and set(origins) <= {b"http://" + host for host in hosts}
        and set(sites) <= {b"same-origin"}
    )


def pairs(text: bytes) -> Mapping[str, str]:
    """Return the names and values of a query or form; nothing of one that cannot be read."""
    try:
        return dict(parse_qsl(text.decode("ascii"), max_num_fields=40))
    except ValueError:
        return {}


def filled(request: Received) -> Mapping[str, str]:
    """Return what a form was filled in with; nothing when the body is none."""
    kinds = [one.partition(b";")[0].strip().lower() for one in request.values("content-type")]
    return pairs(request.body) if kinds == [FORM] else {}
