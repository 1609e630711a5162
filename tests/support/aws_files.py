"""The AWS configuration files of a test, and its SSO cache: nothing of the person who runs it is read or written."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest
from botocore import loaders


@dataclass(frozen=True)
class AwsFiles:
    folder: Path

    @classmethod
    def empty(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Self:
        """Point everything of this process to a folder without files, and take out all AWS_… variables."""
        for name in list(os.environ):
            if name.startswith("AWS_"):
                monkeypatch.delenv(name)
        files = cls(folder)
        monkeypatch.setenv("AWS_CONFIG_FILE", str(files.config))
        monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(files.credentials))
        for owner in ("botocore.credentials.SSOProvider", "botocore.tokens.SSOTokenProvider"):
            monkeypatch.setattr(f"{owner}._SSO_TOKEN_CACHE_DIR", str(files.cache))
        monkeypatch.setenv("AWS_LOGIN_CACHE_DIRECTORY", str(folder / "login"))
        return files

    @property
    def config(self) -> Path:
        return self.folder / "aws-config"

    @property
    def credentials(self) -> Path:
        return self.folder / "aws-credentials"

    @property
    def cache(self) -> Path:
        return self.folder / "sso-cache"

    def write(self, config: str = "", credentials: str = "") -> None:
        self.config.write_text(textwrap.dedent(config), encoding="utf-8")
        self.credentials.write_text(textwrap.dedent(credentials), encoding="utf-8")

    def process(self, code: str) -> str:
        """Return a command that runs this Python, for `credential_process`."""
        script = self.folder / "process.py"
        script.write_text(textwrap.dedent(code), encoding="utf-8")
        return f"{sys.executable} {script}"

    def sso_token(self, session: str, **members: str) -> None:
        """Keep a token as `aws sso login` does: under the hash of the session's name, or of the start URL."""
        self.cache.mkdir(exist_ok=True)
        name = hashlib.sha1(session.encode()).hexdigest()  # noqa: S324  # the AWS CLI's own name
        (self.cache / f"{name}.json").write_text(json.dumps(members), encoding="utf-8")


def share_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have botocore read its models of services once in this test, not anew for each client: 0.1 s each time."""
    loader = loaders.create_loader()
    monkeypatch.setattr(loaders, "create_loader", lambda *_: loader)
