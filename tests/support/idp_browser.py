"""A browser at the practice identity provider: forms filled in and redirects followed by hand, one request a connection."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.flow import Ask, Browse, Show, Text
from apiclient_gui.practice.description import Idp

FORM = "application/x-www-form-urlencoded"
REDIRECT = "http://127.0.0.1:54321/callback"
SCOPE = "openid profile email offline_access pets:read"


@dataclass(frozen=True)
class Page:
    status: int
    headers: dict[str, str]
    body: bytes
    cookie: str = ""

    @property
    def content(self) -> Any:
        return json.loads(self.body)

    @property
    def elements(self) -> Elements:
        return Elements(self.body)

    @property
    def answer(self) -> dict[str, str]:
        """What stands in the query that the browser is sent back with."""
        return dict(parse_qsl(urlsplit(self.headers["location"]).query))


class Elements(HTMLParser):
    """Every element with its attributes, and the text."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]

    def hidden(self) -> dict[str, str]:
        return {
            str(one["name"]): str(one["value"])
            for one in self.all("input")
            if one["type"] == "hidden"
        }


@dataclass
class Browser:
    """One person's browser, with its cookies. `verifier` is of the last login that a program began in it."""

    idp: Idp
    cookies: dict[str, str] = field(default_factory=dict)
    verifier: str = ""

    def password(self, user: str = "erin") -> str:
        return next(one.password for one in self.idp.users if one.username == user)

    def call(
        self,
        path: str,
        form: Mapping[str, str] | str | None = None,
        *,
        method: str = "",
        **headers: str,
    ) -> Page:
        """Send a request to a path below the issuer; a form makes it POST."""
        base = urlsplit(self.idp.issuer)
        connection = http.client.HTTPConnection(base.netloc, timeout=20)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = form if isinstance(form, str) or form is None else urlencode(form)
        if body is not None:
            given = {"Content-Type": FORM, **given}
        connection.request(
            method or ("GET" if body is None else "POST"), base.path + path, body, given
        )
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        page = Page(response.status, names, response.read(), names.get("set-cookie", ""))
        connection.close()
        name, _, value = page.cookie.partition(";")[0].partition("=")
        if value:
            self.cookies[name] = value
        else:
            self.cookies.pop(name, None)
        return page

    def query(self, **changed: str) -> str:
        """Return the query of a program's login; an empty value leaves a parameter out."""
        self.verifier = secrets.token_urlsafe(32)
        digest = hashlib.sha256(self.verifier.encode()).digest()
        given = {
            "response_type": "code",
            "client_id": "desktop",
            "redirect_uri": REDIRECT,
            "scope": SCOPE,
            "state": "st ate&1",
            "nonce": "n-once",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        return urlencode({name: value for name, value in given.items() if value})

    def ask(self, **changed: str) -> Page:
        """Be led to the authorization endpoint by a program."""
        return self.call("/authorize?" + self.query(**changed))

    def log_in(
        self, page: Page, user: str = "erin", *, decision: str = "allow", **how: str
    ) -> Page:
        """Fill in the form of a page and send it."""
        password = how.pop("password") if "password" in how else self.password(user)
        filled = {"username": user, "password": password, "decision": decision}
        return self.call("/login", {**page.elements.hidden(), **filled}, **how)

    def code(self, **changed: str) -> str:
        """Return the code of a whole login; who is logged in already is not asked."""
        page = self.ask(**changed)
        return (page if page.status == 303 else self.log_in(page)).answer["code"]

    def token(self, **form: str) -> Page:
        """Send a form to the token endpoint as the program `desktop`; an empty value leaves a parameter out."""
        given = {"client_id": "desktop", **form}
        return self.call("/token", {name: value for name, value in given.items() if value})

    def redeem(self, code: str, **changed: str) -> Page:
        """Send a code to the token endpoint."""
        given = {"redirect_uri": REDIRECT, "code_verifier": self.verifier, **changed}
        return self.token(grant_type="authorization_code", code=code, **given)

    def tokens(self, **changed: str) -> Any:
        """Return what the token endpoint answers after a whole login."""
        page = self.redeem(self.code(**changed))
        assert page.status == 200, page.body
        return page.content

    def renew(self, refresh_token: str, **changed: str) -> Page:
        """Send a refresh token to the token endpoint."""
        return self.token(grant_type="refresh_token", refresh_token=refresh_token, **changed)

    def walk(self, url: str, user: str = "erin") -> str:
        """Open a program's login, log in where that is asked, and return where the browser is sent then."""
        page = self.call(url.removeprefix(self.idp.issuer))
        if page.status != 303:
            page = self.log_in(page, user)
        return page.headers["location"]


@dataclass
class Person:
    """Somebody who logs in with a browser, and allows what a program shows. Nothing else is answered."""

    browser: Browser
    user: str = "erin"

    def ask(self, step: Ask, _: Cancel) -> Mapping[str, Text]:
        raise AssertionError(step)

    def browse(self, step: Browse, _: Cancel) -> Callable[[], None]:
        """Log in, and follow the redirect on a thread: who waits for it does so after this returns."""
        target = self.browser.walk(step.url, self.user)
        follower = threading.Thread(target=follow, args=(target,))
        follower.start()
        return follower.join

    def show(self, step: Show, _: Cancel) -> Callable[[], None]:
        """Allow the login of a device."""
        password = self.browser.password(self.user)
        form = {"user_code": step.code, "username": self.user, "password": password}
        assert self.browser.call("/device", {**form, "decision": "allow"}).status == 200
        return lambda: None


def follow(url: str) -> None:
    """Open the place on this computer that a browser is sent to."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", f"{parts.path}?{parts.query}")
    connection.getresponse().read()
    connection.close()
