"""That AWS keys can be written into a request at all: files, services and programs hand over what they like."""

from __future__ import annotations

import re
from typing import Final

from apiclient_gui.core.finding import Action
from apiclient_gui.core.model import AwsKeys
from apiclient_gui.core.signing.refusals import refuse

_WORD = re.compile(r"[!-~]+")
_HALF = re.compile(r"[\ud800-\udfff]")
_CHOOSE: Final = Action("choose_identity", "Choose an identity")


def refuse_unusable(keys: AwsKeys) -> None:
    """Raise Problem("refused") for keys of which a part is empty or holds what no header line can."""
    token = keys.session_token.reveal() if keys.session_token else ""
    parts = {
        "access key id": _WORD.fullmatch(keys.access_key_id),
        # Any text can be the key of an HMAC, but for half a character.
        "secret access key": (secret := keys.secret_access_key.reveal())
        and not _HALF.search(secret),
        "session token": not token or _WORD.fullmatch(token),
    }
    for name, fine in parts.items():
        if not fine:
            raise refuse(
                "keys_unusable",
                f"The {name} of the AWS keys is empty or holds what cannot be sent",
                "It is one word of ASCII letters, digits and signs, without a blank or a line break.",
                "Look at where the keys come from, or choose another identity.",
                action=_CHOOSE,
            )
