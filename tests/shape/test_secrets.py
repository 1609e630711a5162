"""Who reads a secret in clear is a short list, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.shape.sources import Source, lines, sources, write

# module -> why it needs the text itself. A new line here is the moment to ask whether it could do without.
REVEALERS: Mapping[str, str] = {
    "core/signing/ecdsa_p256.py": "the library that signs gets the keys",
    "core/signing/forms.py": "the session token goes out in its header or query item",
    "core/signing/hmac_sha256.py": "the key signs",
    "core/signing/usable.py": "looks for what no header line can hold",
    "cli/token.py": "prints it, because that is what is asked for",
    "core/api_key.py": "it goes out in its header or query parameter",
    "core/auth/basic.py": "it goes out in the header, encoded",
    "core/auth/bearer.py": "it goes out in its header",
    "core/aws/calls.py": "it goes out as a parameter of a login, or signs the call",
    "core/aws/profiles.py": "a code of an MFA device goes out with the call for a role",
    "core/aws/sso/session.py": "the tokens of a session are kept as one text",
    "cli/base/person.py": "an answer that chooses is compared with the choices",
    "core/environments.py": "a secret variable's value goes into the request",
    "core/identities/driver.py": "it goes out in a header or form of a login",
    "core/identities/logins.py": "tokens are kept in the vault as one text",
    "core/identity/fixed_token.py": "takes off what comes with copying, and checks the form",
    "core/identity/user_password.py": "checks the form",
    "core/cognito/app_client.py": "the client secret is key of a hash",
    "core/cognito/challenges.py": "takes blanks out of a code, and compares an answer that chooses",
    "core/cognito/mfa_setup.py": "takes blanks out of a code",
    "core/identity/identity_pool.py": "reads the issuer of an id token",
    "core/identity/user_pool.py": "takes blanks off a client secret, and reads the user's name in a token",
    "core/srp.py": "the password goes into the handshake's hash",
    "core/oauth/assertion.py": "the private key signs",
    "core/oauth/client.py": "the client secret is encoded for the header",
    "core/oauth/requests.py": "oauthlib puts codes and tokens into the body",
    "core/oauth/id_token.py": "reads its claims",
    "core/tokens/verification.py": "an HMAC key is the secret itself",
    "core/identity/aws_role.py": "checks the form of an MFA code and the length of a token",
    "core/identity/base.py": "takes off blanks that come with copying AWS keys, and checks their form",
    "core/preferences.py": "the proxy's password goes into its address",
    "core/redact.py": "looks for the text in what is written, to mask it",
    "core/vault.py": "hands it to the keyring",
    "ui/state/logins.py": "how long a token is may be told, the token not",
    "ui/widgets/identity/token_lines.py": "shows and copies a token that the person asked for",
    "core/wire/trust.py": "OpenSSL opens the key of the client certificate with it",
    "ui/pages/tokens.py": "shows the token of an identity, because that is what is asked for",
    "ui/widgets/token/key_source.py": "an HMAC key is the secret itself",
}


def revealers(all_sources: Iterable[Source]) -> dict[str, int]:
    """Return module -> first line of all that touch `.reveal`, called or handed on."""
    return {
        source.name: min(places)
        for source in all_sources
        if (
            places := [
                node.lineno
                for node in ast.walk(source.tree)
                if isinstance(node, ast.Attribute) and node.attr == "reveal"
            ]
        )
    }


def test_only_the_listed_modules_reveal_secrets() -> None:
    found = revealers(sources())
    new = [
        f"{name}:{line}: hand the Secret on, or add the module with its reason to REVEALERS"
        for name, line in found.items()
        if name not in REVEALERS
    ]
    assert not new, lines(new)
    gone = [
        f"{name}: reveals nothing any more, take it out" for name in REVEALERS.keys() - found.keys()
    ]
    assert not gone, lines(gone)
    assert all(reason.strip() for reason in REVEALERS.values())


def test_a_new_revealer_is_found(tmp_path: Path) -> None:
    write(tmp_path, "core/a.py", "x = 1\nprint(secret.reveal())")
    write(tmp_path, "core/b.py", "apply(map(Secret.reveal, secrets))")
    write(tmp_path, "core/secret.py", "class Secret:\n    def reveal(self): return ''")
    assert revealers(sources(tmp_path)) == {"core/a.py": 2, "core/b.py": 1}
