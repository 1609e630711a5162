"""Keys of a profile of the AWS configuration files that is named by itself, with no identity round it."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from apiclient_gui.core import aws
from apiclient_gui.core.cancel import Cancel
from apiclient_gui.core.finding import Problem
from apiclient_gui.core.identities.driver import Person
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.redact import Redactor
from apiclient_gui.core.transport import Transport


def keys(
    name: str,
    transport: Transport,
    redactor: Redactor,
    environ: Mapping[str, str],
    cancel: Cancel,
    person: Person | None,
) -> AwsKeys:
    """Return the keys of the profile of that name; blocks. Raises as `aws.profile_keys` does, masked."""
    try:
        return aws.profile_keys(
            name,
            transport.usual(""),
            person.ask if person else None,
            cancel,
            learn=redactor.learn,
            environ=environ,
        )
    except Problem as problem:
        # There is no identity to open or log in.
        finding = msgspec.structs.replace(redactor.finding(problem.finding), actions=())
        raise Problem(problem.trouble, finding) from None
