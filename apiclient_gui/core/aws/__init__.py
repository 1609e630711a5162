"""The only door to botocore's sessions and clients: calls of AWS services, and the keys of profiles."""

from __future__ import annotations

import logging

from apiclient_gui.core.aws.calls import call
from apiclient_gui.core.aws.profile_files import profile_digest, profile_names, profile_region
from apiclient_gui.core.aws.profiles import profile_keys

# At DEBUG botocore logs each reply, thus tokens before anybody could know that they are to be masked.
logging.getLogger("botocore").setLevel(logging.INFO)
# These warn with the whole error before they raise it: what a credential_process wrote may be in there.
for _name in ("botocore.credentials", "botocore.tokens"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

__all__ = ["call", "profile_digest", "profile_keys", "profile_names", "profile_region"]
