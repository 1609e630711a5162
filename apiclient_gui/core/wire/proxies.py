"""Which proxy a request goes through: its own, else the preferences' one, else the environment's."""

from __future__ import annotations

from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from apiclient_gui.core import hosts
from apiclient_gui.core.finding import Action, Evidence, Finding, Problem
from apiclient_gui.core.secret import MASK

NONE = "none"


def chosen(url: str, host: str, own: str, usual: str) -> str:
    """Return the URL of the proxy for this request, empty for none.

    `own` is the request's setting and `usual` the preferences': a URL, "none", or empty for the next in line. A
    loopback host is called directly, unless the request itself names a proxy. Raises Problem("refused") for a proxy
    typed that is none, ValueError for one of the environment.
    """
    if own:
        return "" if own == NONE else _typed(own, "in the request's settings")
    if usual == NONE or hosts.is_loopback(host):
        return ""
    if usual:
        return _typed(usual, "in the preferences")
    found = select_proxy(url, get_environ_proxies(url)) or ""
    if found and not _usable(found):
        # Its text may hold a password, and the libraries would quote it.
        message = "the proxy address in the environment is not a valid one"
        raise ValueError(message)
    return found


def _typed(text: str, where: str) -> str:
    text = text.strip()
    whole = text if "://" in text else f"http://{text}"
    if whole.lower().startswith(("http://", "https://")) and _usable(whole):
        return whole
    place = "settings" if "request" in where else "preferences"
    raise Problem(
        "refused",
        Finding(
            id="proxy_unusable",
            severity="error",
            title=f"The proxy {where} cannot be used",
            detail="Nothing was sent: a request that should go through a proxy is never sent past it.",
            evidence=(Evidence("As it stands", _masked(whole)),),
            remedy="Write it as http://host:port; SOCKS proxies are not supported.",
            actions=(Action("open_place", "Go there", {"place": place}),),
        ),
    )


def _usable(text: str) -> bool:
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        return (
            bool(parts.hostname)
            and parts.port != 0
            and text.isprintable()
            and not any(sign.isspace() for sign in parts.netloc)
        )
    except ValueError:
        return False


def _masked(text: str) -> str:
    # What stands before the "@" may be a password in every part: none of it is shown.
    before, at, after = text.rpartition("@")
    scheme = before.partition("://")[0] if "://" in before else "http"
    return ascii(f"{scheme}://{MASK}@{after}" if at else text)[1:-1].replace(r"\u2022", "•")[:200]
