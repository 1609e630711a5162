"""Commands run under watch: what they say and log is looked through for secrets, and what they hand to child processes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.support.canary import SECRETS, leaks
from tests.support.cli import Ended, apiclient

VARIABLE: Final = "planted\"var\\iable/with+signs&more=~*'x"
PLANTED: Final = SECRETS | {
    "client secret": "planted+client/secret:of an&app=",
    "password": "planted pass:word/of+a%user",
    "fixed token": "planted.fixed-token.value~and/more+of=it",
    "variable": VARIABLE,
    "variable in the environment": "planted-variable/from+the environment",
    "proxy password": "planted-proxy-password",
    "passphrase": "planted passphrase of a key",
    "set cookie": "planted-session=0123456789abcdef",
    "location token": "planted-token-in-a-location",
}


@dataclass
class Watched:
    """Runs commands and keeps what they say and log; `secrets` grow by the tokens that logins bring.

    `said` is what they say in which nothing may stand in clear.
    """

    secrets: dict[str, str]
    log: io.StringIO = field(default_factory=io.StringIO)
    found: list[str] = field(default_factory=list)
    codes: dict[str, list[int]] = field(default_factory=dict)
    said: str = ""

    def run(self, *words: str, stdin: str = "", allowed: frozenset[str] = frozenset()) -> Ended:
        """Run a command; what it says is looked through at once, `allowed` names what is asked for in clear."""
        factory = logging.getLogRecordFactory()
        handler = logging.StreamHandler(self.log)
        handler.setLevel(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        try:
            ended = apiclient(*words, stdin=stdin.encode())
        finally:
            logging.getLogger().removeHandler(handler)
            # The next command is another process: it must not be masked by what this one learnt.
            logging.setLogRecordFactory(factory)
        self.codes.setdefault(words[0], []).append(ended.code)
        wanted = {name: text for name, text in self.secrets.items() if name not in allowed}
        said = _without_body(words, ended.out) + ended.err.encode()
        if not allowed:
            self.said += said.decode("latin-1")
        self.found += [f"{' '.join(words)[:150]!r} says {name}" for name in leaks(said, wanted)]
        assert "Traceback" not in ended.err
        return ended

    def learn(self, name: str, text: str) -> None:
        """Look for this one, too, from now on and in all that was kept before."""
        self.secrets[name] = text


def _without_body(words: tuple[str, ...], out: bytes) -> bytes:
    """Return what a command said without a response's body: it comes back as the server sent it."""
    if words[0] not in {"send", "history"}:
        return out
    if "--json" in words:
        document = json.loads(out or b"{}")
        (document.get("response") or {}).pop("body", None)
        return json.dumps(document, ensure_ascii=False).encode()
    return b"".join(line for line in out.splitlines(keepends=True) if b'"filling"' not in line)


def add(watched: Watched, name: str, kind: str, secrets: Mapping[str, str], **facts: str) -> None:
    """Add an identity; `secrets` maps a field to the environment's variable that holds its value."""
    words = ["identity", "add", name, "--kind", kind]
    words += [word for key, value in facts.items() for word in ("--set", f"{key}={value}")]
    words += [word for key, value in secrets.items() for word in ("--secret", f"{key}=env:{value}")]
    assert watched.run(*words).code == 0
