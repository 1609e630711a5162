"""Parts of the Identities page."""
