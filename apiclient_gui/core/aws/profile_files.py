"""The AWS configuration files of this person: where they are, which profiles stand in them, and whether they changed.

Source: AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files".
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")


@dataclass(frozen=True, slots=True)
class ProfileFiles:
    """The two files, whether they are there or not."""

    config: Path
    credentials: Path


def profile_files(environ: Mapping[str, str]) -> ProfileFiles:
    """Return where the two files are: `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` say it, else `~/.aws`."""
    return ProfileFiles(
        _path(environ.get("AWS_CONFIG_FILE", "~/.aws/config")),
        _path(environ.get("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")),
    )


def profile_names(environ: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Return the names of all profiles, `default` first; none when a file cannot be read."""
    return tuple(sorted(_profiles(environ), key=lambda name: (name != "default", name)))


def profile_region(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return the region that a profile names; empty without one, or when a file cannot be read."""
    return region_in(_profiles(environ).get(name, {}))


def profile_digest(environ: Mapping[str, str] = os.environ) -> str:
    """Return a hash of what both files say and of the environment's region: an edit makes it another one."""
    files = profile_files(environ)
    hashed = hashlib.sha256()
    for path in (files.config, files.credentials):
        try:
            hashed.update(hashlib.sha256(path.read_bytes()).digest())
        except (OSError, ValueError):  # the latter: a NUL in the path
            hashed.update(b"none")
    hashed.update("\n".join(environ.get(name, "") for name in _REGION).encode(errors="replace"))
    return hashed.hexdigest()[:32]


def region_in(profile: Mapping[str, Any]) -> str:
    """Return the region in a profile as botocore parses it; empty without one."""
    region = profile.get("region")
    return region.strip() if isinstance(region, str) else ""


def region_of_environment(environ: Mapping[str, str]) -> str:
    """Return the region that the environment names; empty without one."""
    return next((environ[name] for name in _REGION if environ.get(name)), "")


def _profiles(environ: Mapping[str, str]) -> Mapping[str, Mapping[str, Any]]:
    from botocore import configloader  # noqa: PLC0415  # start-up time: 50 ms
    from botocore.exceptions import ConfigNotFound, ConfigParseError  # noqa: PLC0415  # the same

    files = profile_files(environ)
    found: dict[str, dict[str, Any]] = {}
    try:
        with contextlib.suppress(ConfigNotFound):
            found |= configloader.load_config(str(files.config))["profiles"]
        with contextlib.suppress(ConfigNotFound):
            for name, values in configloader.raw_config_parse(str(files.credentials)).items():
                found[name] = {**found.get(name, {}), **values}
    except (ConfigParseError, ValueError):
        return {}
    return found


def _path(text: str) -> Path:
    return Path(os.path.expanduser(os.path.expandvars(text)))  # noqa: PTH111  # as botocore does, which raises nothing for a user that is not there
